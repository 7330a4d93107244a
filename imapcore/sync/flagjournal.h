#pragma once

#include "session/session.h"
#include "store/store.h"
#include "sync/folderlist.h"
#include "types/events.h"

#include <QCoro/QCoroTask>
#include <QObject>
#include <functional>

namespace imap
{

/// One stretch of a flag change: these messages get or lose these flags.
struct FlagStep {
    UidSet uids;
    bool add = true;
    FlagSet flags;
    bool operator==(const FlagStep &) const = default;
};

QByteArray encodeFlagSteps(const QList<FlagStep> &steps);
/// nullopt for bytes that encodeFlagSteps did not make.
std::optional<QList<FlagStep>> decodeFlagSteps(const QByteArray &bytes);

/// The user's flag changes: each is a journal entry first, then shown, then sent when its folder is
/// selected, and taken back if the server refuses. STORE of flags may be repeated without harm, so what was
/// under way when a connection broke is sent again.
class FlagJournal : public QObject
{
    Q_OBJECT
public:
    FlagJournal(store::Store *store, FolderList *folders, EventSink sink, QObject *parent = nullptr);

    /// Returns the journal entry's number; 0 when nothing would change.
    quint64 change(const MailboxName &folder, const QList<Uid> &uids, const FlagSet &add,
                   const FlagSet &remove);
    /// Any change; LocalError for what this journal cannot send.
    quint64 change(const Change &change);
    /// A failed entry is sent again.
    void retry(quint64 operation);
    /// Gives up an entry that failed or was not sent yet.
    void drop(quint64 operation);
    /// The newest first.
    QList<JournalEntry> entries(int limit) const;
    /// Takes an entry back by a new one, whose number is returned. Throws LocalError when it cannot be.
    quint64 undo(quint64 operation);

    /// What the user has changed and the server not yet confirmed, put over what the server says.
    FlagSet overlay(const MailboxName &folder, Uid uid, FlagSet flags) const;
    bool hasWaiting(const MailboxName &folder) const;
    /// Those of `uids` that the user has changed and the server not yet confirmed.
    UidSet waitingAmong(const MailboxName &folder, const UidSet &uids) const;
    QList<MailboxName> foldersWaiting() const;
    /// Sends what waits for the mailbox that `session` has selected. The session must outlive the task, or
    /// end first.
    QCoro::Task<> send(Session *session);

    /// Changes made offline in other folders than `except`: each is selected in turn.
    QCoro::Task<> sendElsewhere(Session *session, MailboxName except);

Q_SIGNALS:
    /// The stored flags of these messages changed.
    void changed(const imap::MailboxName &folder, const imap::UidSet &uids);
    void waiting();

private:
    struct Entry {
        quint64 id = 0;
        MailboxName folder;
        UidValidity uidValidity;
        QList<FlagStep> steps;
        QList<FlagStep> inverse;
        bool sent = false;
    };
    quint64 enter(const MailboxName &folder, const QList<FlagStep> &steps, quint64 undoes);
    QList<FlagStep> apply(const MailboxName &folder, const QList<FlagStep> &steps);
    QCoro::Task<> sendEntry(Session *session, Entry entry);
    void finish(quint64 id, store::OperationState state, const QString &error = {});
    void load();
    JournalEntry entryFrom(const store::LoggedOperation &logged) const;
    void tell(quint64 id) const;

    store::Store *m_store;
    FolderList *m_folders;
    EventSink m_sink;
    QList<Entry> m_entries; ///< waiting and running, in order
};

} // namespace imap
