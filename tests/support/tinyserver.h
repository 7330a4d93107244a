#pragma once

#include "net/connectionsettings.h"
#include "support/scriptedtransport.h"

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
    QMap<QByteArray, quint32> folders{{"INBOX", 3}, {"Work", 5}}; ///< EXISTS; UIDs are the numbers
    int bears = 100;                                              ///< connections at one time
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
        if (words.first() == "AUTHENTICATE")
            return tag + " OK [CAPABILITY " + capabilities + "] welcome\r\n";
        if (words.first() == "SELECT" || words.first() == "EXAMINE") {
            const QByteArray name = words.value(1);
            if (!folders.contains(name))
                return tag + " NO [NONEXISTENT] no such folder\r\n";
            const QByteArray exists = QByteArray::number(folders.value(name));
            return "* " + exists + " EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT " +
                   QByteArray::number(folders.value(name) + 1) + "] x\r\n" + done;
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

    QList<QPointer<ScriptedTransport>> m_transports;
    QMap<int, QByteArray> m_idleTag;
};

} // namespace imap::test
