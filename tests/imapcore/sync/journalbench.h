#pragma once

#include "support/conversation.h"
#include "sync/journal.h"

#include <QTemporaryDir>

namespace imap::test
{

inline MailboxName named(const char *name)
{
    return MailboxName(QString::fromLatin1(name));
}

inline UidSet uidSet(const char *text)
{
    return *UidSet::parse(text);
}

class Held final : public HeldSession
{
public:
    Held(Session *session, bool shared)
        : m_session(session)
        , m_shared(shared)
    {
    }
    Session *session() const override { return m_session; }
    bool isShared() const override { return m_shared; }

private:
    QPointer<Session> m_session;
    bool m_shared;
};

inline QCoro::Task<std::shared_ptr<HeldSession>> hold(QPointer<Session> session, bool shared)
{
    co_return std::make_shared<Held>(session, shared);
}

/// This one session for everybody.
inline SessionSource sourceOf(Session *session, bool shared)
{
    return [session = QPointer<Session>(session), shared](const MailboxName &, bool) {
        return hold(session, shared);
    };
}

/// A journal, its cache, and a server that the test plays: command by command, on one connection at a time.
class JournalBench
{
public:
    static inline const QByteArray Modern = "IMAP4rev1 UIDPLUS MOVE UNSELECT ACL QUOTA METADATA";

    explicit JournalBench(QByteArray capabilities = Modern)
        : m_capabilities(std::move(capabilities))
    {
        open();
        store::StoredFolder folder;
        QList<store::StoredFolder> list;
        for (const char *name : {"INBOX", "Archive", "Later", "Later/Old"}) {
            folder.name = named(name);
            folder.delimiter = QLatin1Char('/');
            folder.total = 10;
            folder.unseen = 5;
            list.append(folder);
        }
        store->mailboxes().saveFolders(list);
        store::FolderSyncState state;
        state.uidValidity = UidValidity(7);
        const store::FolderId inbox = store->mailboxes().ensureFolder(named("INBOX"));
        store->mailboxes().saveSyncState(inbox, state);
        for (quint32 uid = 1; uid <= 9; ++uid) {
            MessageSummary message;
            message.uid = Uid(uid);
            message.size = 100 + uid;
            message.internalDate = date;
            message.envelope.messageId = "<m" + QByteArray::number(uid) + ">";
            store->messages().upsert(inbox, {message});
        }
        reopen();
    }
    ~JournalBench() { close(); }

    /// A folder that was open once.
    void know(const char *folder, quint32 validity)
    {
        store::FolderSyncState state;
        state.uidValidity = UidValidity(validity);
        store->mailboxes().saveSyncState(store->mailboxes().ensureFolder(named(folder)), state);
    }

    void reopen()
    {
        close();
        open();
    }

    void connect()
    {
        talk = std::make_unique<Conversation>();
        m_tag = 0;
        talk->greets("* PREAUTH [CAPABILITY " + m_capabilities + "] ready");
        journal->setSource(sourceOf(&talk->session(), false));
    }
    /// The connection breaks, before the answer to what was sent last.
    void cut()
    {
        journal->clearSource();
        talk->transport().closes();
        talk->settle();
        QTRY_VERIFY(talk->end());
        talk.reset();
        QCoreApplication::processEvents();
    }
    /// The next command must be this one; it is answered with these lines and the result.
    void on(const QByteArray &command, const QList<QByteArray> &untagged = {},
            const QByteArray &result = "OK done")
    {
        const QByteArray tag = "A" + QByteArray::number(++m_tag) + " ";
        talk->client(tag + command);
        QByteArray answer;
        for (const QByteArray &line : untagged)
            answer += line + "\r\n";
        talk->server(answer + tag + result);
    }
    /// The next command must be this one; it is not answered.
    void unanswered(const QByteArray &command)
    {
        talk->client("A" + QByteArray::number(++m_tag) + " " + command);
    }
    void onSelect(const char *folder, quint32 validity)
    {
        on(QByteArray("SELECT ") + folder,
           {"* 9 EXISTS", "* OK [UIDVALIDITY " + QByteArray::number(validity) + "] x"});
    }
    void onStatus(const char *folder, quint32 validity, quint32 next)
    {
        on(QByteArray("STATUS ") + folder + " (UIDNEXT UIDVALIDITY)",
           {QByteArray("* STATUS ") + folder + " (UIDNEXT " + QByteArray::number(next) + " UIDVALIDITY " +
            QByteArray::number(validity) + ")"});
    }
    /// A message as it is asked for to be known again.
    static QByteArray print(quint32 number, quint32 uid, quint32 message)
    {
        return "* " + QByteArray::number(number) + " FETCH (UID " + QByteArray::number(uid) +
               " INTERNALDATE \"02-Feb-2026 10:00:00 +0100\" RFC822.SIZE " +
               QByteArray::number(100 + message) + " ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL \"<m" +
               QByteArray::number(message) + ">\"))";
    }
    static QByteArray fetchPrints(const QByteArray &uids)
    {
        return "UID FETCH " + uids + " (INTERNALDATE RFC822.SIZE ENVELOPE)";
    }

    JournalEntry entry(quint64 id) const
    {
        const QList<JournalEntry> entries = journal->entries(1000);
        for (const JournalEntry &one : entries) {
            if (one.id == id)
                return one;
        }
        return {};
    }
    OperationState state(quint64 id) const { return entry(id).state; }
    bool isSilent() { return talk->isSilent(); }
    QStringList folderNames() const
    {
        QStringList names;
        for (const FolderInfo &folder : folders->folders())
            names.append(folder.name.toString());
        return names;
    }
    template <class T>
    int count() const
    {
        return int(std::count_if(events.begin(), events.end(),
                                 [](const Event &event) { return std::holds_alternative<T>(event); }));
    }

    static inline const QDateTime date{QDate(2026, 2, 2), QTime(10, 0), Qt::OffsetFromUTC, 3600};
    std::unique_ptr<store::Store> store;
    std::unique_ptr<FolderList> folders;
    std::unique_ptr<Journal> journal;
    std::unique_ptr<Conversation> talk;
    QList<Event> events;
    QList<std::pair<MailboxName, UidSet>> hidden;
    QList<std::pair<MailboxName, UidSet>> shown;

private:
    void open()
    {
        store = store::Store::open(m_directory.path());
        const EventSink sink = [this](Event event) { events.append(std::move(event)); };
        folders = std::make_unique<FolderList>(store.get(), sink);
        folders->showCache();
        journal = std::make_unique<Journal>(store.get(), folders.get(), sink);
        folders->setOverlay([this](QList<FolderInfo> &list) { journal->overlayFolders(list); });
        QObject::connect(journal.get(), &Journal::hidden, journal.get(),
                         [this](const MailboxName &folder, const UidSet &uids) {
                             hidden.append({folder, uids});
                         });
        QObject::connect(journal.get(), &Journal::shown, journal.get(),
                         [this](const MailboxName &folder, const UidSet &uids) {
                             shown.append({folder, uids});
                         });
    }
    void close()
    {
        talk.reset();
        journal.reset();
        folders.reset();
        store.reset();
        QCoreApplication::processEvents();
    }

    QTemporaryDir m_directory;
    QByteArray m_capabilities;
    int m_tag = 0;
};

} // namespace imap::test
