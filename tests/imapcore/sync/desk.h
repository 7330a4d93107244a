#pragma once

#include "support/conversation.h"
#include "sync/openfolder.h"

namespace imap::test
{

inline const QByteArray signedIn = "* PREAUTH [CAPABILITY IMAP4rev1 IDLE] ready";

inline QByteArray row(quint32 number, quint32 uid, const QByteArray &flagNames = {})
{
    return "* " + QByteArray::number(number) + " FETCH (UID " + QByteArray::number(uid) + " FLAGS (" +
           flagNames + ") INTERNALDATE \"02-Feb-2026 10:00:00 +0100\" RFC822.SIZE 100 ENVELOPE (NIL \"s" +
           QByteArray::number(uid) +
           "\" NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 "
           "1))";
}

/// An open folder on a scripted server, and the list a view would show.
class Desk
{
public:
    explicit Desk(const QString &cache, SessionOptions options = Conversation::quick())
        : talk(options)
        , store(store::Store::open(cache))
        , sink([this](Event event) { events.append(std::move(event)); })
        , folders(store.get(), sink)
        , journal(store.get(), &folders, sink)
        , folder(store.get(), &folders, &journal, MailboxName(QStringLiteral("INBOX")), sink)
    {
        QObject::connect(&journal, &Journal::changed, &folder,
                         [this](const MailboxName &, const UidSet &uids) { folder.showAgain(uids); });
    }
    void greet(const QByteArray &greeting = signedIn) { talk.greets(greeting); }
    /// SELECT answered with these; the first window is asked for next.
    void select(quint32 exists, quint32 uidNext, quint32 validity = 1)
    {
        attached = folder.attach(&talk.session());
        talk.client("A1 SELECT INBOX");
        const QByteArray next =
            uidNext ? "* OK [UIDNEXT " + QByteArray::number(uidNext) + "] x\r\n" : QByteArray();
        talk.server("* " + QByteArray::number(exists) + " EXISTS\r\n* OK [UIDVALIDITY " +
                    QByteArray::number(validity) + "] x\r\n" + next + "A1 OK done");
    }
    /// The folder as it is with these messages, all of them fetched.
    void open(const QList<quint32> &uids, quint32 uidNext)
    {
        select(quint32(uids.size()), uidNext);
        QByteArray rows;
        for (qsizetype i = 0; i < uids.size(); ++i)
            rows += row(quint32(i + 1), uids.at(i)) + "\r\n";
        talk.server(rows + "A2 OK");
        QTRY_COMPARE(count<FolderSynchronised>(), 1);
    }
    /// What a view shows, UID by row; 0: unknown.
    QList<quint32> shown() const
    {
        QList<quint32> uids;
        for (const Event &event : events)
            apply(event, uids);
        return uids;
    }
    template <class T>
    int count() const
    {
        return int(std::count_if(events.begin(), events.end(),
                                 [](const Event &event) { return std::holds_alternative<T>(event); }));
    }
    FlagSet shownFlags(Uid uid) const { return shownMessage(uid).flags; }
    /// As it was told last.
    MessageSummary shownMessage(Uid uid) const
    {
        MessageSummary result;
        const auto look = [&](const QList<MessageRow> &rows) {
            for (const MessageRow &one : rows) {
                if (one.message->uid == uid)
                    result = *one.message;
            }
        };
        for (const Event &event : events) {
            if (const auto *changed = std::get_if<MessagesChanged>(&event))
                look(changed->rows);
            else if (const auto *reset = std::get_if<FolderReset>(&event))
                look(reset->rows);
        }
        return result;
    }

    Conversation talk;
    std::unique_ptr<store::Store> store;
    QList<Event> events;
    EventSink sink;
    FolderList folders;
    Journal journal;
    OpenFolder folder;
    QCoro::Task<> attached;

private:
    static void put(QList<quint32> &uids, const QList<MessageRow> &rows)
    {
        for (const MessageRow &one : rows) {
            QVERIFY(one.number.value >= 1 && qsizetype(one.number.value) <= uids.size());
            uids[one.number.value - 1] = one.message->uid.value;
        }
    }
    static void apply(const Event &event, QList<quint32> &uids)
    {
        if (const auto *reset = std::get_if<FolderReset>(&event)) {
            uids = QList<quint32>(reset->total, 0);
            put(uids, reset->rows);
        } else if (const auto *inserted = std::get_if<MessagesInserted>(&event)) {
            const qsizetype at = inserted->first.isValid() ? inserted->first.value - 1 : uids.size();
            QVERIFY(at <= uids.size());
            uids.insert(at, inserted->count, 0);
        } else if (const auto *changed = std::get_if<MessagesChanged>(&event)) {
            put(uids, changed->rows);
        } else if (const auto *removed = std::get_if<MessagesRemoved>(&event)) {
            for (const SeqNum number : removed->numbers) {
                QVERIFY(number.value >= 1 && qsizetype(number.value) <= uids.size());
                uids.remove(number.value - 1);
            }
        }
    }
};

} // namespace imap::test
