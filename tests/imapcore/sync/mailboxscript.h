#pragma once

#include "imapcore/sync/desk.h"

#include <QRandomGenerator>
#include <QRegularExpression>

namespace imap::test
{

/// A mailbox on a server that keeps mod-sequences and remembers what was expunged, or claims to: it answers
/// the commands that opening a folder sends. INBOX, and nothing else.
class MailboxScript
{
public:
    struct Message {
        quint32 uid = 0;
        quint64 modSeq = 0;
        QByteArray flags;
        bool operator==(const Message &) const = default;
    };
    enum class Lie {
        None,
        VanishedThere, ///< says that messages are gone which are there
        Forgetful,     ///< has forgotten expunges, and names all UIDs that are not in use
        Silent,        ///< does not tell of expunges at all
    };

    QList<Message> messages;
    quint32 uidNext = 1;
    quint32 validity = 1;
    quint64 modSeq = 10;
    QByteArray capabilities = "IMAP4rev1 IDLE ENABLE CONDSTORE QRESYNC ESEARCH";
    Lie lie = Lie::None;
    QByteArray refuses; ///< SELECT with this word is answered BAD
    QByteArray log;     ///< all lines of the client

    QByteArray greeting() const { return "* PREAUTH [CAPABILITY " + capabilities + "] ready"; }
    bool counts() const { return capabilities.contains("CONDSTORE"); }

    void arrive(quint32 skip = 0)
    {
        uidNext += skip;
        messages.append({uidNext++, ++modSeq, {}});
    }
    void expunge(qsizetype row)
    {
        m_expunged.append({messages.at(row).uid, ++modSeq});
        messages.remove(row);
    }
    void setFlags(qsizetype row, const QByteArray &flags)
    {
        messages[row].flags = flags;
        messages[row].modSeq = ++modSeq;
    }
    QList<quint32> uids() const
    {
        QList<quint32> list;
        for (const Message &message : messages)
            list.append(message.uid);
        return list;
    }

    /// Answers all that was written, until there is nothing more.
    void serve(Conversation &talk)
    {
        for (int quiet = 0; quiet < 3;) {
            m_written += talk.takeUnread();
            QByteArray answers;
            for (qsizetype end = m_written.indexOf("\r\n"); end >= 0; end = m_written.indexOf("\r\n")) {
                const QByteArray line = m_written.first(end);
                m_written.remove(0, end + 2);
                log += line + "\n";
                answers += answer(line);
            }
            quiet = answers.isEmpty() ? quiet + 1 : 0;
            if (!answers.isEmpty())
                talk.raw(answers);
            talk.settle();
        }
    }

private:
    QByteArray answer(const QByteArray &line)
    {
        const QByteArray tag = line.left(line.indexOf(' '));
        const QByteArray command = line.mid(tag.size() + 1);
        if (command.startsWith("ENABLE"))
            return "* ENABLED QRESYNC\r\n" + tag + " OK\r\n";
        if (command.startsWith("SELECT"))
            return select(tag, command);
        if (command.startsWith("FETCH ") || command.startsWith("UID FETCH "))
            return fetch(command) + tag + " OK\r\n";
        if (command.startsWith("UID SEARCH RETURN (ALL) UID "))
            return search(tag, command.mid(28));
        if (command.startsWith("UID SEARCH UID "))
            return plainSearch(command.mid(15)) + tag + " OK\r\n";
        if (command == "IDLE")
            return "+ idling\r\n";
        if (command == "DONE" || tag == "DONE")
            return {};
        return tag + " OK\r\n";
    }
    QByteArray select(const QByteArray &tag, const QByteArray &command) const
    {
        if (!refuses.isEmpty() && command.contains(refuses))
            return tag + " BAD what?\r\n";
        QByteArray text = "* " + QByteArray::number(messages.size()) + " EXISTS\r\n* OK [UIDVALIDITY " +
                          QByteArray::number(validity) + "] x\r\n* OK [UIDNEXT " +
                          QByteArray::number(uidNext) + "] x\r\n";
        if (counts())
            text += "* OK [HIGHESTMODSEQ " + QByteArray::number(modSeq) + "] x\r\n";
        static const QRegularExpression parameters(QStringLiteral("QRESYNC \\((\\d+) (\\d+) ([0-9:,]+)"));
        const auto match = parameters.match(QString::fromLatin1(command));
        if (match.hasMatch() && match.captured(1).toUInt() == validity) {
            const quint64 since = match.captured(2).toULongLong();
            const UidSet known = UidSet::parse(match.captured(3).toLatin1()).value();
            const UidSet gone = vanished(since, known);
            if (!gone.isEmpty())
                text += "* VANISHED (EARLIER) " + gone.toByteArray() + "\r\n";
            for (qsizetype i = 0; i < messages.size(); ++i) {
                if (messages.at(i).modSeq > since && known.contains(Uid{messages.at(i).uid}))
                    text += flagLine(i);
            }
        }
        return text + tag + " OK [READ-WRITE] done\r\n";
    }
    UidSet vanished(quint64 since, const UidSet &known) const
    {
        UidSet gone;
        if (lie == Lie::Silent)
            return gone;
        for (const auto &[uid, when] : m_expunged) {
            if (when > since && known.contains(Uid{uid}))
                gone.add(Uid{uid});
        }
        if (lie == Lie::Forgetful) {
            gone = known;
            for (const Message &message : messages)
                gone.subtract(UidSet::single(Uid{message.uid}));
        }
        if (lie == Lie::VanishedThere && !messages.isEmpty())
            gone.add(Uid{messages.at(messages.size() / 2).uid});
        return gone;
    }
    QByteArray flagLine(qsizetype i) const
    {
        const Message &message = messages.at(i);
        return "* " + QByteArray::number(i + 1) + " FETCH (UID " + QByteArray::number(message.uid) +
               " FLAGS (" + message.flags + ")" + modSeqText(message) + ")\r\n";
    }
    QByteArray modSeqText(const Message &message) const
    {
        return counts() ? " MODSEQ (" + QByteArray::number(message.modSeq) + ")" : QByteArray();
    }
    QByteArray fetch(const QByteArray &command) const
    {
        const bool byUid = command.startsWith("UID");
        const QByteArray set = command.split(' ').value(byUid ? 2 : 1);
        static const QRegularExpression changed(QStringLiteral("CHANGEDSINCE (\\d+)"));
        const auto match = changed.match(QString::fromLatin1(command));
        QByteArray text;
        for (qsizetype i = 0; i < messages.size(); ++i) {
            const Message &message = messages.at(i);
            const bool last = set.endsWith('*') && i + 1 == messages.size();
            const bool wanted = byUid ? UidSet::parse(set)->contains(Uid{message.uid}) || last
                                      : SeqSet::parse(set)->contains(SeqNum{quint32(i + 1)});
            if (!wanted || (match.hasMatch() && message.modSeq <= match.captured(1).toULongLong()))
                continue;
            QByteArray one = row(quint32(i + 1), message.uid, message.flags);
            one.chop(1);
            text += command.contains("ENVELOPE") ? one + modSeqText(message) + ")\r\n" : flagLine(i);
        }
        return text;
    }
    QByteArray search(const QByteArray &tag, const QByteArray &set) const
    {
        UidSet found;
        for (const Message &message : messages) {
            if (UidSet::parse(set)->contains(Uid{message.uid}))
                found.add(Uid{message.uid});
        }
        return "* ESEARCH (TAG \"" + tag + "\") UID" +
               (found.isEmpty() ? QByteArray() : " ALL " + found.toByteArray()) + "\r\n" + tag + " OK\r\n";
    }

    QByteArray plainSearch(const QByteArray &set) const
    {
        QByteArray found = "* SEARCH";
        for (const Message &message : messages) {
            if (UidSet::parse(set)->contains(Uid{message.uid}))
                found += ' ' + QByteArray::number(message.uid);
        }
        return found + "\r\n";
    }

    QList<std::pair<quint32, quint64>> m_expunged;
    QByteArray m_written;
};

} // namespace imap::test
