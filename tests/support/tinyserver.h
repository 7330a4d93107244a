#pragma once

#include "net/connectionsettings.h"
#include "support/scriptedtransport.h"
#include "types/messageset.h"

#include <QMap>
#include <QPointer>

namespace imap::test
{

/// A server without a socket that answers by itself, on as many connections as it bears: enough of IMAP for
/// tests of who connects when, and what is said where. `lines` has what clients said, the number of the
/// connection in front: "2 EXAMINE Work".
class TinyServer
{
public:
    enum class Refusal { Bye, Login, LoginWords, Unreachable };

    QByteArray capabilities = "IMAP4rev1 UNSELECT IDLE";
    QMap<QByteArray, QList<quint32>> folders{{"INBOX", {1, 2, 3}}, {"Work", {1, 2, 3, 4, 5}}}; ///< UIDs
    int bears = 100; ///< connections at one time
    Refusal refusal = Refusal::Bye;
    QStringList lines;
    int made = 0;
    /// Looks first; what it returns is said in place of the usual answer. Empty: the usual.
    std::function<QByteArray(const QByteArray &tag, const QByteArray &command)> special;

    std::unique_ptr<Transport> connection()
    {
        const int number = ++made;
        auto transport = std::make_unique<ScriptedTransport>();
        const bool full = alive() >= bears;
        m_transports.append(transport.get());
        if (full && refusal == Refusal::Unreachable) {
            transport->fails(AbortError::Reason::ConnectionRefused, QStringLiteral("refused"));
            return transport;
        }
        if (full && refusal == Refusal::Bye) {
            transport->says("* BYE Too many connections\r\n");
            transport->closes();
            return transport;
        }
        transport->says("* OK [CAPABILITY " + capabilities + " SASL-IR AUTH=PLAIN] tiny\r\n");
        auto unread = std::make_shared<QByteArray>();
        transport->setOnWrite([this, number, full, unread, to = transport.get()](const QByteArray &bytes) {
            *unread += bytes;
            for (qsizetype end = unread->indexOf("\r\n"); end >= 0; end = unread->indexOf("\r\n")) {
                const QByteArray line = unread->left(end);
                unread->remove(0, end + 2);
                answer(to, number, line, full);
            }
        });
        return transport;
    }
    int alive() const
    {
        return int(std::count_if(m_transports.begin(), m_transports.end(),
                                 [](const auto &one) { return one && one->isOpen(); }));
    }
    ScriptedTransport *transport(int number) const { return m_transports.value(number - 1); }
    int count(const QString &line) const { return int(lines.count(line)); }

private:
    void answer(ScriptedTransport *to, int number, const QByteArray &line, bool full)
    {
        const qsizetype space = line.indexOf(' ');
        const QByteArray tag = line.left(space);
        const QByteArray command = space < 0 ? QByteArray() : line.mid(space + 1);
        lines.append(QString::number(number) + QLatin1Char(' ') +
                     QString::fromLatin1(space < 0 ? line : command));
        if (line == "DONE") {
            to->says(m_idleTag.take(number) + " OK done\r\n");
            return;
        }
        const QByteArray own = special ? special(tag, command) : QByteArray();
        to->says(own.isEmpty() ? usual(number, tag, command, full) : own);
        if (command == "LOGOUT")
            to->closes();
    }
    QByteArray usual(int number, const QByteArray &tag, const QByteArray &command, bool full)
    {
        const QByteArray done = tag + " OK done\r\n";
        const QList<QByteArray> words = command.split(' ');
        if (words.first() == "AUTHENTICATE" && full)
            return tag + (refusal == Refusal::Login ? " NO [LIMIT] no more\r\n"
                                                    : " NO Too many simultaneous connections.\r\n");
        if (words.first() == "AUTHENTICATE" || words.first() == "LOGIN")
            return tag + " OK [CAPABILITY " + capabilities + "] welcome\r\n";
        if (words.first() == "SELECT" || words.first() == "EXAMINE") {
            const QByteArray name = words.value(1);
            if (!folders.contains(name))
                return tag + " NO [NONEXISTENT] no such folder\r\n";
            m_selected.insert(number, name);
            const QList<quint32> uids = folders.value(name);
            const quint32 next = uids.isEmpty() ? 1 : uids.last() + 1;
            return "* " + QByteArray::number(uids.size()) +
                   " EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT " + QByteArray::number(next) +
                   "] x\r\n" + done;
        }
        if (words.first() == "FETCH")
            return fetched(folders.value(m_selected.value(number)), words.value(1), command, false) + done;
        if (command.startsWith("UID FETCH"))
            return fetched(folders.value(m_selected.value(number)), words.value(2), command, true) + done;
        if (command.startsWith("UID SEARCH")) {
            QByteArray all = "* SEARCH";
            for (const quint32 uid : folders.value(m_selected.value(number)))
                all += ' ' + QByteArray::number(uid);
            return all + "\r\n" + done;
        }
        if (words.first() == "IDLE") {
            m_idleTag.insert(number, tag);
            return "+ idling\r\n";
        }
        if (words.first() == "LOGOUT")
            return "* BYE see you\r\n" + done;
        if (words.first() == "LIST") {
            QByteArray all;
            for (auto at = folders.cbegin(); at != folders.cend(); ++at)
                all += "* LIST () \"/\" " + at.key() + "\r\n";
            return all + done;
        }
        return done;
    }

    /// A row, or a text, or the UID alone, as the command asks.
    static QByteArray fetched(const QList<quint32> &uids, const QByteArray &set, const QByteArray &command,
                              bool byUid)
    {
        QByteArray all;
        for (qsizetype i = 0; i < uids.size(); ++i) {
            const QByteArray uid = QByteArray::number(uids.at(i));
            const auto wanted = UidSet::parse(set).value_or(UidSet());
            if (!wanted.contains(Uid{byUid ? uids.at(i) : quint32(i + 1)}))
                continue;
            all += "* " + QByteArray::number(i + 1) + " FETCH (UID " + uid;
            if (command.contains("ENVELOPE"))
                all += " FLAGS () INTERNALDATE \"02-Feb-2026 10:00:00 +0100\" RFC822.SIZE 100 ENVELOPE (NIL "
                       "\"s" +
                       uid +
                       "\" NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL "
                       "\"7bit\" 10 1)";
            if (command.contains("BODY.PEEK[1]"))
                all += " BODY[1] \"text " + uid + "\"";
            all += ")\r\n";
        }
        return all;
    }

    QList<QPointer<ScriptedTransport>> m_transports;
    QMap<int, QByteArray> m_idleTag;
    QMap<int, QByteArray> m_selected;
};

} // namespace imap::test
