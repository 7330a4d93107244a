#pragma once

#include "store/storetypes.h"
#include "types/journalentry.h"
#include "types/mailboxname.h"
#include "types/messageset.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <optional>

namespace imap::sqlite
{
class Database;
} // namespace imap::sqlite

namespace imap::store
{

using imap::OperationState;

/// One change of the user. Folders are named, not numbered, so that entries outlive the cache.
struct LoggedOperation {
    quint64 id = 0;    ///< given by the log, ascending, never used twice
    QDateTime created; ///< given by the log, UTC
    QByteArray kind;   ///< what the caller calls it: "flags", "move"
    MailboxName folder;
    UidValidity uidValidity;
    UidSet uids;
    QByteArray payload; ///< the caller's
    QByteArray inverse; ///< what takes it back; empty: cannot be undone
    OperationState state = OperationState::Waiting;
    QString error;
    quint64 undoes = 0;      ///< the operation that this one takes back; 0: none
    bool undoWanted = false; ///< it is to be taken back as soon as it is done
    bool operator==(const LoggedOperation &) const = default;
};

/// The journal of the user's changes. Entries are on the disk when `append` or `setState` returns, unless
/// called inside a Store::transaction, which then must ask for Durability::Power itself.
class OperationLog
{
public:
    OperationLog(sqlite::Database &database, Clock clock)
        : m_database(database)
        , m_clock(std::move(clock))
    {
    }

    /// Writes a new entry; `id` and `created` of the argument are ignored. Returns the id.
    quint64 append(const LoggedOperation &operation);
    /// Throws LocalError when there is no such entry.
    void setState(quint64 id, OperationState state, const QString &error = {});
    /// Throws LocalError when there is no such entry.
    void setUndoWanted(quint64 id, bool wanted);
    /// For when the reply tells what undoing needs (COPYUID).
    void setInverse(quint64 id, const QByteArray &inverse);
    /// What was learnt of an entry: folder, UIDVALIDITY, UIDs, payload and inverse become those of the
    /// argument.
    void update(const LoggedOperation &operation);

    std::optional<LoggedOperation> load(quint64 id) const;
    /// Those to be sent, all of them, in the order they were made.
    QList<LoggedOperation> waiting() const;
    /// Those that were running when the program ended.
    QList<LoggedOperation> interrupted() const;
    /// The newest first; for a list of what was done.
    QList<LoggedOperation> recent(qsizetype limit = 100) const;
    /// The newest that has an inverse, is not itself an undo, and is waiting, running or done.
    std::optional<LoggedOperation> lastUndoable() const;
    /// When the oldest entry was made that is waiting or running, or that such a one takes back; nullopt:
    /// none is. What went from the cache since then may still be needed.
    std::optional<QDateTime> neededSince() const;
    /// Forgets entries that are done, failed or undone and were made before `time`. Returns how many.
    int forgetBefore(const QDateTime &time);

private:
    QList<LoggedOperation> inState(OperationState state) const;

    sqlite::Database &m_database;
    Clock m_clock;
};

} // namespace imap::store
