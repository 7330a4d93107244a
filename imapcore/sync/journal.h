#pragma once

#include "sync/operation.h"
#include "sync/remote.h"
#include "sync/serverflags.h"
#include "types/backoff.h"
#include "types/events.h"

#include <QObject>
#include <QTimer>

namespace imap
{

/// The user's changes: each is an entry in the journal first and seen at once, then sent when there is a
/// connection, and taken back if the server refuses. Entries outlive the program; each can be undone.
///
/// Those that name the same folder keep their order; others may be under way together. What a connection took
/// with it is looked for on the server before it is sent again.
class Journal : public QObject
{
    Q_OBJECT
public:
    /// Done entries are forgotten after so many days.
    static constexpr int KeptDays = 30;
    /// So many are under way together.
    static constexpr int AtOnce = 4;

    /// `store` and `folders` must outlive it.
    Journal(store::Store *store, FolderList *folders, EventSink sink, QObject *parent = nullptr);

    /// Returns the entry's number; 0 where nothing would change. Throws LocalError when it cannot be entered.
    quint64 change(const Change &change);
    /// The same where each of the messages differs from what the change makes of it; see FlagOperation::from.
    quint64 changeAll(const FlagChange &change);
    /// Takes an entry back by a new one, whose number is returned. 0: it had not been sent and is dropped, or
    /// the server is at it and it will be taken back then. Throws LocalError when there is no way back.
    quint64 undo(quint64 operation);
    /// A failed entry is sent again.
    void retry(quint64 operation);
    /// Gives up an entry that failed or was not sent yet.
    void drop(quint64 operation);
    /// The newest first.
    QList<JournalEntry> entries(int limit) const;

    // What the user has changed and the server not yet confirmed, put over what the server says.
    FlagSet overlay(const MailboxName &folder, Uid uid, const FlagSet &flags) const;
    /// The same for the latest word of the server, which is remembered while it can matter.
    FlagSet hear(const MailboxName &folder, Uid uid, const FlagSet &said);
    /// The same for Gmail's labels, of which the store has the server's word.
    QStringList overlayLabels(const MailboxName &folder, Uid uid, QStringList labels) const;
    UidSet hiddenIn(const MailboxName &folder) const;
    void overlayFolders(QList<FolderInfo> &folders) const;

    /// Those of `uids` whose flags the user has changed and the server not yet confirmed.
    UidSet waitingAmong(const MailboxName &folder, const UidSet &uids) const;
    /// Entries that are not sent or not confirmed.
    bool hasWaiting() const { return !m_entries.isEmpty(); }
    /// From now on there are connections. What waits is sent.
    void setSource(SessionSource source);
    /// No more; what is under way fails with its session.
    void clearSource();

Q_SIGNALS:
    /// Flags or labels of these messages changed.
    void changed(const imap::MailboxName &folder, const imap::UidSet &uids);
    /// They went from this folder, or are there after all.
    void hidden(const imap::MailboxName &folder, const imap::UidSet &uids);
    void shown(const imap::MailboxName &folder, const imap::UidSet &uids);
    /// So many more (or fewer) messages are on their way into this folder.
    void arriving(const imap::MailboxName &folder, qint64 total, qint64 unseen);
    /// A folder, and what is below it, is called otherwise from now on.
    void renamed(const imap::FolderRename &rename);
    /// The server did it; counts and the list of folders are worth a look.
    void done(const QList<imap::MailboxName> &folders, bool listChanged);
    /// Unread messages of this folder were counted by the server before it knew of changes that are over now.
    void miscounted(const imap::MailboxName &folder);

private:
    struct Entry {
        quint64 id = 0;
        quint64 undoes = 0;
        OperationPtr operation;
        bool running = false;     ///< a task is at it
        bool interrupted = false; ///< it was begun, and nobody knows how far it came
        bool resting = false;     ///< until it is tried again
        bool undoWanted = false;
        bool early = false;   ///< entered before this connection, so counts that it told are without it
        bool heardOf = false; ///< the server spoke of the flags of its messages since it was entered
    };
    using EntryPtr = std::shared_ptr<Entry>;

    void load();
    quint64 enter(const OperationPtr &operation, quint64 undoes);
    bool cancelsLast(const Operation &operation);
    bool waitsForUndo(const Operation &inverse) const;
    void undoWhatWaited();
    void requireReachable(const Operation &operation) const;
    void giveUpUnreachable(const MailboxName &folder, UidValidity now);
    EntryPtr find(quint64 operation) const;
    void remove(const EntryPtr &entry);
    void putLabelsOver(store::FolderId folder, QList<MessageSummary> &messages) const;
    FlagSet overlayWithout(const EntryPtr &left, const MailboxName &folder, Uid uid, FlagSet flags) const;
    void rewriteFlags(const Place &place, const UidSet &uids,
                      const std::function<FlagSet(Uid, const FlagSet &)> &now, LocalHalf &half);
    void leaveToOthers(const EntryPtr &withdrawn, LocalHalf &half);
    void showMoved(const EntryPtr &entry, const QList<Place> &before, LocalHalf &half);
    void withdraw(const EntryPtr &entry, store::OperationState state, const QString &error);
    quint64 keepDone(const EntryPtr &entry);
    void fail(const EntryPtr &entry, const std::shared_ptr<const Error> &refusal);
    static store::OperationState stateOf(const Entry &open);
    store::OperationState stateWithoutUndo(quint64 operation) const;
    void save(const Entry &entry, store::OperationState state, const QString &error = {});
    void tellLocal(const LocalChanges &changes);
    void tell(quint64 operation) const;
    JournalEntry describe(const store::LoggedOperation &logged) const;

    void pump();
    qsizetype atWork() const;
    QList<EntryPtr> startable() const;
    QCoro::Task<> run(EntryPtr entry);
    void tryAgainLater(const EntryPtr &entry);
    void tryAgain();
    void followDeparted();
    void follow(const EntryPtr &entry);
    void finished(const EntryPtr &entry, const std::shared_ptr<Remote> &remote);
    void noteSaid(const Operation &operation);
    void noteLookedAt(const Place &place, const Remote &remote);
    void noteGone(const Operation &operation);
    void tellMiscounted(const EntryPtr &entry);
    void followRename(const FolderRename &rename, quint64 from, quint64 to);

    store::Store *m_store;
    FolderList *m_folders;
    EventSink m_sink;
    SessionSource m_source;
    QList<EntryPtr> m_entries;  ///< waiting and running, in order
    QList<quint64> m_undoLater; ///< behind the undo of what is under way; see waitsForUndo
    ServerFlags m_said;
    QList<Place> m_departed; ///< messages went from there, and other entries may name them by that
    Backoff m_backoff;
    QTimer m_again;
};

} // namespace imap
