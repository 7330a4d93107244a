#pragma once

#include "types/bodystructure.h"
#include "types/flag.h"
#include "types/ids.h"
#include "types/mailboxname.h"
#include "types/messageset.h"
#include "types/token.h"

#include <QByteArray>
#include <QDateTime>
#include <QDebug>
#include <QString>
#include <random>

namespace imap::test
{

/// Values for property tests. The seed is printed, so that a failure can be seen again with
/// POSTRIDER_SEED=seed.
class RandomValues
{
public:
    RandomValues()
    {
        bool given = false;
        quint32 seed = qEnvironmentVariable("POSTRIDER_SEED").toUInt(&given);
        if (!given)
            seed = std::random_device()();
        qInfo("POSTRIDER_SEED=%u", seed);
        m_random.seed(seed);
    }

    /// 0 … bound - 1
    qsizetype below(qsizetype bound)
    {
        return std::uniform_int_distribution<qsizetype>(0, bound - 1)(m_random);
    }
    bool oneIn(qsizetype n) { return below(n) == 0; }
    char pick(QByteArrayView from) { return from[below(from.size())]; }

    /// Any octets but NUL.
    QByteArray bytes(qsizetype longest)
    {
        QByteArray result(below(longest + 1), '\0');
        for (char &c : result)
            c = char(1 + below(255));
        return result;
    }
    /// What people and servers write, with what is special in IMAP, quoting and MIME.
    QByteArray text(qsizetype longest, QByteArrayView alphabet = "abcXYZ 019\"\\(){}[]%*~+&-,.<>@=?:;$")
    {
        QByteArray result(below(longest + 1), '\0');
        for (char &c : result)
            c = pick(alphabet);
        return result;
    }
    QByteArray atom()
    {
        return pick("abcXYZ$_") + text(20, "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789$_-.:/#!+=@^|~'`;<>?,");
    }
    Flag flag() { return oneIn(3) ? Flag('\\' + atom()) : Flag(atom()); }
    FlagSet flagSet()
    {
        FlagSet set;
        for (qsizetype i = below(8); i > 0; --i)
            set.insert(flag());
        return set;
    }
    /// Any whole characters, those beyond the BMP included.
    QString unicode(qsizetype longest)
    {
        QString result;
        for (qsizetype i = below(longest + 1); i > 0; --i) {
            char32_t c = U'a';
            switch (below(6)) {
            case 0:
            case 1:
                c = char32_t(0x20 + below(0x5f));
                break;
            case 2:
                c = U'&';
                break;
            case 3:
                c = char32_t(0xa1 + below(0x300));
                break;
            case 4:
                c = char32_t(0x3041 + below(0x5000));
                break;
            default:
                c = char32_t(0x1f300 + below(0x300));
                break;
            }
            result += QString::fromUcs4(&c, 1);
        }
        return result;
    }
    MailboxName mailboxName()
    {
        if (oneIn(10))
            return MailboxName(QStringLiteral("iNbOx"));
        return MailboxName(unicode(30));
    }
    template <class Id>
    NumberSet<Id> numberSet()
    {
        NumberSet<Id> set;
        for (qsizetype i = 1 + below(10); i > 0; --i) {
            const auto first = quint32(1 + below(oneIn(4) ? 4'000'000'000 : 60));
            set.addRange(first, first + quint32(below(8)));
        }
        return set;
    }
    /// Whole seconds, with an offset of whole minutes.
    QDateTime dateTime()
    {
        const QDate date = QDate(1970, 1, 1).addDays(below(40'000));
        const QTime time = QTime(0, 0).addSecs(int(below(86'400)));
        return QDateTime(date, time, Qt::OffsetFromUTC, int(below(28 * 60) - 14 * 60) * 60);
    }
    Token token(int depth = 4)
    {
        switch (below(depth > 0 ? 5 : 3)) {
        case 0:
            return Token{Token::Nil{}};
        case 1:
            return Token{Token::Atom{atom()}};
        case 2:
            return Token{Token::String{oneIn(3) ? bytes(60) : text(30)}};
        default:
            break;
        }
        Token::List list;
        for (qsizetype i = below(5); i > 0; --i)
            list.append(token(depth - 1));
        return Token{list};
    }

    /// Any octets, which a server may send as a literal.
    QByteArray octets(qsizetype longest)
    {
        QByteArray result(below(longest + 1), '\0');
        for (char &c : result)
            c = char(below(256));
        return result;
    }
    OptionalBytes optionalBytes()
    {
        if (oneIn(3))
            return {};
        return oneIn(5) ? octets(20) : oneIn(8) ? QByteArray() : text(30);
    }
    QList<Address> addresses()
    {
        QList<Address> list;
        for (qsizetype i = below(4); i > 0; --i)
            list.append({optionalBytes(), optionalBytes(), optionalBytes(), optionalBytes()});
        return list;
    }
    Envelope envelope()
    {
        Envelope envelope;
        envelope.date = optionalBytes();
        envelope.subject = optionalBytes();
        envelope.from = addresses();
        // As servers do where the message has none of its own.
        envelope.sender = oneIn(2) ? envelope.from : addresses();
        envelope.replyTo = oneIn(2) ? envelope.from : addresses();
        envelope.to = addresses();
        envelope.cc = addresses();
        envelope.bcc = addresses();
        envelope.inReplyTo = optionalBytes();
        envelope.messageId = optionalBytes();
        return envelope;
    }
    ParameterList parameters()
    {
        ParameterList list;
        for (qsizetype i = below(4); i > 0; --i)
            list.append({oneIn(2) ? QByteArray("charset") : atom().toLower(),
                         oneIn(2) ? QByteArray("UTF-8") : optionalBytes().value_or(QByteArray())});
        return list;
    }
    /// One for which the grammar has a form.
    BodyStructure bodyStructure(int depth = 4)
    {
        BodyStructure body;
        body.type = "multipart";
        body.subtype = atom().toLower();
        body.parameters = parameters();
        if (oneIn(3))
            body.disposition =
                Disposition{oneIn(2) ? QByteArray("attachment") : atom().toLower(), parameters()};
        for (qsizetype i = below(3); i > 0; --i)
            body.language.append(atom());
        body.location = optionalBytes();
        if (depth > 0 && oneIn(2)) {
            for (qsizetype i = 1 + below(4); i > 0; --i)
                body.parts.append(bodyStructure(depth - 1));
            return body;
        }
        static const QByteArrayList types{"text", "image", "application", "x-own"};
        body.type = types[below(types.size())];
        body.id = optionalBytes();
        body.description = optionalBytes();
        body.encoding = oneIn(2) ? QByteArray("quoted-printable") : atom().toLower();
        body.size = quint64(below(1'000'000'000'000));
        body.md5 = optionalBytes();
        if (body.type == "text")
            body.lines = quint64(below(100'000));
        if (depth > 0 && oneIn(4)) {
            body.type = "message";
            body.subtype = oneIn(2) ? "rfc822" : "global";
            body.envelope = std::make_shared<Envelope>(envelope());
            body.parts.append(bodyStructure(depth - 1));
            body.lines = quint64(below(100'000));
        }
        return body;
    }

private:
    std::mt19937 m_random;
};

} // namespace imap::test
