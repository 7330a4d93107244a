#pragma once

#include "commands/responses.h"
#include "commands/select.h"
#include "session/session.h"
#include "store/store.h"
#include "sync/filljob.h"
#include "sync/folderlist.h"
#include "sync/folderrows.h"
#include "sync/journal.h"
#include "types/events.h"

#include <QCoro/QCoroTask>
#include <QObject>
#include <QPointer>
#include <QTimer>

namespace imap
{

/// The folder on the screen. Knows how many messages it has and, for those that were seen, which UID stands
/// at which number; never asks for all of them. Applies every response of its mailbox, whoever caused it:
/// store first, then event. Shows the cache while there is no connection.
class OpenFolder : public QObject
{
    Q_OBJECT
public:
    /// Rows that are fetched before anybody scrolled: a screenful.
    static constexpr quint32 FirstWindow = 50;
    /// Rows of one FETCH while scrolling.
    static constexpr quint32 WindowLimit = 100;
    /// Windows under way together: where one looks now does not wait for where one looked before.
    static constexpr qsizetype WindowsAhead = 2;

    OpenFolder(store::Store *store, FolderList *folders, Journal *journal, MailboxName name, EventSink sink,
               QObject *parent = nullptr);
    ~OpenFolder() override;

    const MailboxName &name() const { return m_name; }
    store::FolderId id() const { return m_id; }
    /// Whether it is opened by EXAMINE, from the next time on.
    void setReadOnly(bool readOnly) { m_readOnly = readOnly; }
    bool isReadOnly() const { return m_readOnly; }
    bool isAttached() const { return m_attached && m_session; }

    /// FolderReset with what the cache knows, if it knows anything.
    void showCache();
    /// SELECT, what changed since the last time, and the first window, in as few flights as the server
    /// allows. Failure of SELECT is told as FolderFailed; a broken connection is thrown on.
    QCoro::Task<> attach(Session *session);
    /// The connection or the selection is gone: what is known stays on the screen.
    void detach();
    /// The rows on the screen; the latest call counts.
    void showRows(SeqNum first, SeqNum last);
    /// Tells the rows of these messages again, from the store.
    void showAgain(const UidSet &uids);
    /// Flags and labels may have changed without a word from the server, as Gmail's do with the name of a
    /// label: those of the messages that are known are asked for again, the newest first.
    void recheckMarks();
    /// Their owner moved or deleted these messages: they go from the list and its counts at once, though the
    /// server still numbers them, and whatever becomes of them there is not told. Those that stand where
    /// nobody has looked yet go when somebody does. What is hidden when the folder is opened says
    /// `FolderList::hiddenIn`.
    void hide(const UidSet &uids);
    /// They stay after all: those that the server still has are in the list again.
    void unhide(const UidSet &uids);
    const UidSet &hidden() const { return m_rows.hidden(); }

    /// The server sends what a row needs of new mail by itself (NOTIFY): it is waited for, and asked for only
    /// if it does not come.
    void setNewsPushed(bool pushed) { m_newsPushed = pushed; }
    /// Somebody else has stored these rows: they need not be fetched. Tells nothing: what is not on the
    /// screen is told when it comes there.
    void adopt(const StoredRows &rows);
    /// Which messages are shown with these numbers, also where nobody has looked; they need not be fetched
    /// for that. Throws LocalError without a connection that would be needed, or when the list changed under
    /// it.
    QCoro::Task<UidSet> resolve(SeqSet numbers);
    /// The first message that arrived on this day or later (INTERNALDATE, RFC 9051 §2.3.3, by the server's
    /// clock); 0: there is none. Without a connection of what is stored.
    QCoro::Task<SeqNum> findDate(QDate day);
    /// Where a message stands; 0: it is not there, or hidden. Without a connection among those that are
    /// known.
    QCoro::Task<SeqNum> findMessage(Uid uid);

Q_SIGNALS:
    /// Told just before MessagesRemoved: those of them that anybody had looked at.
    void leaving(const QList<imap::Uid> &uids);
    /// What the folder needs first is on its way: what else the connection needs may share its flight.
    void windowAsked();

private:
    static constexpr int SaveMs = 2000;
    static constexpr int RecountMs = 800;
    struct Resync;
    enum class Batch { None, Messages, Flags, Removals };
    struct FlagLine {
        SeqNum number; ///< the server's
        Uid uid;
        std::optional<FlagSet> said; ///< none: only the number of the change
        ModSeq modSeq;
        std::optional<QStringList> labels{}; ///< Gmail's; none: not told
    };

    void onUntagged(const Untagged &response);
    void take(const Untagged &response);
    void onExists(quint32 count);
    void onExpunge(SeqNum number);
    void onVanished(const UidSet &uids);
    void onFetch(const FetchResponse &response);
    bool learn(qsizetype row, Uid uid);
    void removeRow(qsizetype row);

    // Opening: openfoldersync.cpp
    QCoro::Task<> attachWithout(Session *session, QList<QByteArray> refused);
    void prepare(const QList<QByteArray> &refused);
    void enableQresync();
    QFuture<SelectResult> select();
    void askAhead();
    void takeWhileSelecting(const Untagged &response);
    void begin(quint32 exists);
    bool adoptMailbox(const SelectResult &selected);
    void settle();
    void abandon(const std::shared_ptr<const Error> &refusal);
    QCoro::Task<> synchronise(quint64 attempt, SelectResult selected);
    QCoro::Task<> fetchWindow(quint64 attempt);
    // What could not be told in one flight: rowchecks.cpp
    QCoro::Task<> check();
    QCoro::Task<> searchAdrift();
    UidSet newestUnchecked() const;
    QCoro::Task<> checkWindows();

    // Rows that nobody has looked at: resolving.cpp
    QList<FolderRows::Span> spansOf(const SeqSet &shown) const;
    QCoro::Task<> learnEnds(QList<FolderRows::Span> spans);
    QCoro::Task<UidSet> searchUids(UidSet asked);
    QCoro::Task<quint32> bisectDate(QDate day);
    SeqNum storedDate(QDate day) const;

    QCoro::Task<> fill();
    SeqSet notAskedFor() const;
    QCoro::Task<> fetchNew();
    void reset(const UidSet &seen = {});
    void tellLearned(qsizetype shownBefore);
    void tellRemoved(const QList<SeqNum> &numbers, const QList<Uid> &uids);
    void tellHidden(const QList<FolderRows::Span> &spans, qsizetype count);
    SeqSet window() const;
    UidSet nearScreen(const UidRows &rows) const;
    void countUnseen(qint64 delta);
    void startBatch(Batch batch, qsizetype size, int delayMs);
    void flush();
    void flushBatch(Batch batch);
    void flushMessages();
    void flushFlags();
    void flushRemovals();
    QStringList labelsKnown(Uid uid, const QHash<Uid, QStringList> &told) const;
    void noteAhead(const FlagLine &line);
    void noteRemoved(const UidSet &uids);
    void tellConflicts();
    void save();

    store::Store *m_store;
    FolderList *m_folders;
    Journal *m_journal;
    MailboxName m_name;
    store::FolderId m_id;
    FolderRows m_rows;
    EventSink m_sink;
    QPointer<Session> m_session;
    QMetaObject::Connection m_listening;
    quint64 m_attempt = 0; ///< tells a task that another has begun
    std::unique_ptr<Resync> m_resync;
    bool m_attached = false;
    bool m_readOnly = false;
    bool m_holding = false;   ///< rows of now and of then are apart: changes are taken in but not yet told
    bool m_told = false;      ///< a FolderReset was told, so changes make sense
    quint32 m_firstShown = 0; ///< by the server's numbers
    quint32 m_lastShown = 0;
    quint32 m_fetched = 0;
    Uid m_uidNext;          ///< one above the highest UID heard of
    qsizetype m_beyond = 0; ///< messages at the end that came since and whose UIDs are not known
    quint64 m_removals = 0; ///< counts the messages that went while the folder was open
    bool m_condstore = false;
    ModSeq m_modSeq;   ///< all changes up to it are known
    UidSet m_adrift;   ///< known messages whose rows are not
    UidSet m_flagsOld; ///< known messages whose flags or labels may have changed
    UidSet m_unsaid;   ///< likewise, heard of since: they changed, and nothing was said of their labels
    bool m_flagsLost = false; ///< some that were told could not be stored
    UidSet m_goneLater;       ///< they went, which could not be stored
    bool m_checking = false;
    Batch m_batch = Batch::None;
    QList<MessageRow> m_messages; ///< taken in, not yet stored and told; the server's numbers
    QList<FlagLine> m_flags;
    QHash<Uid, store::StoredFlags> m_flagsAhead; ///< the server's, of messages that are not stored
    bool m_lostAhead = false;                    ///< there were more than are remembered
    QList<SeqNum> m_removed;                     ///< shown numbers, one after the other
    UidSet m_removedUids;
    ChangesConflicted m_conflicts; ///< not yet told
    QList<SeqSet>
        m_underWay; ///< rows that were asked for by number; nothing shifts while they are (RFC 9051 §7.5.1)
    SeqSet m_unanswered; ///< were asked for and did not come; not asked for again until somebody scrolls
    bool m_fetchingNew = false;
    bool m_newsPushed = false;
    QTimer m_newTimer; ///< runs while pushed rows are waited for
    QTimer m_flushTimer;
    QTimer m_saveTimer;
    QTimer m_recountTimer;
};

} // namespace imap
