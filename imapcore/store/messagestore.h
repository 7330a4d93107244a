#pragma once

#include "store/storetypes.h"
#include "types/message.h"
#include "types/messageset.h"

#include <QDateTime>
#include <QList>
#include <functional>
#include <optional>

namespace imap::sqlite
{
class Database;
} // namespace imap::sqlite

namespace imap::store
{

/// Flags of one message, for flag synchronisation without envelopes.
struct StoredFlags {
    Uid uid;
    FlagSet flags;
    ModSeq modSeq; ///< 0: the server keeps none; given to setFlags, leaves the stored number as it is
    bool operator==(const StoredFlags &) const = default;
};

/// Gmail's labels of one message.
struct StoredLabels {
    Uid uid;
    QStringList labels;
    bool operator==(const StoredLabels &) const = default;
};

/// What the user has changed and the server not yet confirmed, put over the labels of messages of a folder.
using LabelOverlay = std::function<void(FolderId, QList<MessageSummary> &)>;

/// Which messages a question is about.
enum class Include {
    Present,    ///< those that the folder has now
    AlsoRemoved ///< also those that went but are still kept
};

/// Summaries by folder and UID. A message that was expunged keeps its data, marked as removed, until it is
/// purged: undo may ask for it. Functions that write throw LocalError when there is no such folder; those
/// that read find nothing.
class MessageStore
{
public:
    /// More than this are never loaded at once.
    static constexpr qsizetype MaxWindow = 10'000;

    MessageStore(sqlite::Database &database, Clock clock)
        : m_database(database)
        , m_clock(std::move(clock))
    {
    }

    /// Adds or replaces, in one transaction. A summary without structure, references or ModSeq leaves a
    /// stored one alone. A message that was marked as removed is present again.
    void upsert(FolderId folder, const QList<MessageSummary> &messages);
    /// The same for what was fetched beside, and may be older than what is stored: of a message that is
    /// stored nothing changes but the flags, when they come with a higher ModSeq and `newerFlags` is set; a
    /// removed one stays removed.
    void addMissing(FolderId folder, const QList<MessageSummary> &messages, bool newerFlags = true);
    /// Returns whether the message is stored.
    bool setFlags(FolderId folder, Uid uid, const FlagSet &flags, ModSeq modSeq);
    /// As above for many, in one transaction; UIDs that are not stored are skipped. Returns how many were.
    int setFlags(FolderId folder, const QList<StoredFlags> &messages);

    /// The labels as the server has them now; as setFlags.
    int setLabels(FolderId folder, const QList<StoredLabels> &messages);
    /// What is put over the labels of all messages that are loaded. Flags are stored as people see them,
    /// labels as the server has them: so nothing need be put back where it refuses a change.
    void setLabelOverlay(LabelOverlay overlay) { m_labelOverlay = std::move(overlay); }

    std::optional<MessageSummary> load(FolderId folder, Uid uid, Include include = Include::Present) const;
    /// Those of `uids` that are stored, in that order; at most MaxWindow.
    QList<MessageSummary> load(FolderId folder, const QList<Uid> &uids,
                               Include include = Include::Present) const;
    /// Ascending; at most `limit` and MaxWindow. `last` is included.
    QList<MessageSummary> load(FolderId folder, Uid first, Uid last, qsizetype limit = 1000) const;
    /// A message as it was under an earlier (or the present) UIDVALIDITY, removed or not.
    std::optional<MessageSummary> loadUnder(FolderId folder, UidValidity validity, Uid uid) const;

    /// Flags of the present messages from `first` to `last`, ascending; at most `limit`.
    QList<StoredFlags> loadFlags(FolderId folder, Uid first, Uid last, qsizetype limit = MaxWindow) const;
    /// The same for labels, without what is put over them.
    QList<StoredLabels> loadLabels(FolderId folder, Uid first, Uid last, qsizetype limit = MaxWindow) const;
    /// UIDs of the present messages from `first` to `last`: which summaries need not be fetched.
    UidSet uids(FolderId folder, Uid first, Uid last) const;
    /// Present messages that are stored; walks them.
    quint32 count(FolderId folder) const;
    /// Those of `among`.
    quint32 count(FolderId folder, const UidSet &among) const;
    /// Present messages without `\Seen` that are stored; walks only those.
    quint32 unseen(FolderId folder) const;
    /// Those of `among`.
    quint32 unseen(FolderId folder, const UidSet &among) const;

    /// Marks as removed now. `*` in the set means the highest UID that there can be. Returns how many were
    /// present.
    int markRemoved(FolderId folder, const UidSet &uids);
    /// UIDVALIDITY changed: all messages count as removed under the old one, row map and sync state are
    /// emptied. Takes the same short time for any number of messages.
    void dropFolderContents(FolderId folder);
    /// Deletes for good at most `limit` messages, with their bodies, that were removed before `time`.
    /// Returns how many; call again until it is 0. Store::compact gives the room back to the disk.
    int purgeRemovedBefore(const QDateTime &time, int limit = 2000);

private:
    void putOver(FolderId folder, QList<MessageSummary> &messages) const;
    int purgeKeys(const QList<qint64> &keys);
    int purgeSingles(qint64 time, int limit);
    int purgeGenerations(qint64 time, int limit);

    sqlite::Database &m_database;
    Clock m_clock;
    LabelOverlay m_labelOverlay;
};

} // namespace imap::store
