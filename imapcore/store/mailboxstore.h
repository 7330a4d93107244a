#pragma once

#include "store/rowmap.h"
#include "store/storetypes.h"
#include "types/flag.h"
#include "types/mailboxname.h"

#include <QList>
#include <optional>

namespace imap::sqlite
{
class Database;
}

namespace imap::store
{

/// A folder as the tree needs it. `role` and `owner` are numbers that the caller gives a meaning.
struct StoredFolder {
    FolderId id; ///< given by the store; ignored by saveFolders
    MailboxName name;
    std::optional<QChar> delimiter;
    FlagSet attributes;
    int role = 0;
    int owner = 0;
    bool selectable = true;
    bool subscribed = true;
    std::optional<quint32> total;
    std::optional<quint32> unseen;
    bool operator==(const StoredFolder &) const = default;
};

/// What the cache knew when the folder was last in step with the server. 0: not known.
struct FolderSyncState {
    UidValidity uidValidity;
    Uid uidNext;
    ModSeq highestModSeq;
    quint32 exists = 0;
    bool operator==(const FolderSyncState &) const = default;
};

/// The folder list and each folder's synchronisation state. Functions that take a FolderId throw
/// LocalError when there is no such folder.
class MailboxStore
{
public:
    MailboxStore(sqlite::Database &database, Clock clock)
        : m_database(database)
        , m_clock(std::move(clock))
    {
    }

    /// Replaces the list as a whole, in the given order, in one transaction. Folders that are still there
    /// keep their id, their messages and, where the new entry has none, their counts. Folders that are not
    /// in `folders` are marked as gone and keep everything until `forgetGoneBefore`. Of two entries with the
    /// same name the first counts.
    void saveFolders(const QList<StoredFolder> &folders);
    /// The list as last saved, without those that are gone.
    QList<StoredFolder> folders() const;
    /// Also finds folders that are gone.
    std::optional<StoredFolder> folder(const MailboxName &name) const;
    std::optional<StoredFolder> folder(FolderId id) const;
    /// When the folder went from the list; nullopt: it is there (or was never known).
    std::optional<QDateTime> goneSince(FolderId id) const;
    /// The folder's id; makes an entry behind all others when the name is not known yet.
    FolderId ensureFolder(const MailboxName &name);
    /// nullopt leaves the stored count as it is.
    void setCounts(FolderId id, std::optional<quint32> total, std::optional<quint32> unseen);
    /// RENAME (RFC 9051 §6.3.6): id, messages and state go on under the new name; an entry that had the new
    /// name before is given up. Folders below are the caller's to rename.
    void renameFolder(FolderId id, const MailboxName &name);
    /// Gives up folders that went before `time`. Their messages go with the next purges
    /// (MessageStore::purgeRemovedBefore). Returns how many folders.
    int forgetGoneBefore(const QDateTime &time);

    FolderSyncState syncState(FolderId id) const;
    /// `uidValidity` 0 leaves the stored one. When it is another than the stored one, UIDs mean other
    /// messages: what was cached is given up as by MessageStore::dropFolderContents, and the row map with it.
    /// The first UIDVALIDITY ever is adopted.
    void saveSyncState(FolderId id, const FolderSyncState &state);
    /// Called when a folder has another UIDVALIDITY than it had.
    using Renumbered = std::function<void(const MailboxName &, UidValidity)>;
    void setRenumbered(Renumbered renumbered) { m_renumbered = std::move(renumbered); }

    /// Which UID stands at which sequence number, as far as known, at the time of the saved state. Save
    /// both in one Store::transaction. The size of the write is about three bytes a run, compressed.
    void saveRowMap(FolderId id, const RowMap &map);
    void saveRowMap(FolderId id, quint32 total, const QList<RowRun> &runs)
    {
        saveRowMap(id, RowMap{total, runs});
    }
    /// Empty (total 0) when there is none or it cannot be read.
    RowMap loadRowMap(FolderId id) const;

    /// Whether the account's server has Gmail's labels, as it said last.
    bool hasGmailLabels() const;
    /// Returns whether that is news. Where labels are new, no folder counts as in step any more (its
    /// HIGHESTMODSEQ is forgotten): its messages were stored without them, and are looked at again.
    bool setGmailLabels(bool there);
    /// A folder has another name, or is gone: in such an account that is a label of any message. Likewise.
    void doubtGmailLabels();

private:
    sqlite::Database &m_database;
    Clock m_clock;
    Renumbered m_renumbered;
};

} // namespace imap::store
