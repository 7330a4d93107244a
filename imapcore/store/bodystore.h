#pragma once

#include "store/storetypes.h"
#include "types/ids.h"

#include <QByteArray>
#include <QDateTime>
#include <QDirIterator>
#include <QString>
#include <memory>
#include <optional>

namespace imap::sqlite
{
class Database;
}

namespace imap::store
{

/// Fetched sections by folder, UID and section name ("1.2", "HEADER"). Losing one costs a fetch, no more, so
/// nothing here waits for the disk; what comes back damaged counts as missing.
class BodyStore
{
public:
    /// Up to this many octets (after compression) a section is a blob in the database, above it a file of
    /// its own: small blobs are faster there than opening files, while a large one would be written twice
    /// (log and database) and its room would go back to the database only, not to the disk.
    static constexpr qsizetype FileThreshold = 256 * 1024;
    /// Longer sections are not kept.
    static constexpr qsizetype MaxSection = 256 * 1024 * 1024;

    /// `directory` is made when the first file is needed.
    BodyStore(sqlite::Database &database, QString directory, Clock clock)
        : m_database(database)
        , m_directory(std::move(directory))
        , m_clock(std::move(clock))
    {
    }

    /// Replaces what was there. False: longer than MaxSection, nothing was kept. Throws LocalError when
    /// there is no such folder, and when the disk refuses.
    bool put(FolderId folder, Uid uid, const QByteArray &section, const QByteArray &bytes);
    /// Counts as a use.
    std::optional<QByteArray> get(FolderId folder, Uid uid, const QByteArray &section);
    /// The same for a message under an earlier (or the present) UIDVALIDITY.
    std::optional<QByteArray> getUnder(FolderId folder, UidValidity validity, Uid uid,
                                       const QByteArray &section);
    /// Without counting as a use, and without forgetting what is damaged: for the program's own looks.
    std::optional<QByteArray> peek(FolderId folder, Uid uid, const QByteArray &section) const;
    bool has(FolderId folder, Uid uid, const QByteArray &section) const;

    /// Octets that the kept sections take, compressed, blobs and files.
    qint64 totalSize() const;
    /// Removes sections that were last used before `time`, the least recently used first, until at most
    /// `bytes` are kept; at most `limit`. Uses within a minute count as one. Whole messages (section "") that
    /// were removed from their folder stay: taking a removal back needs them. Returns how many went.
    int evictUnusedSince(const QDateTime &time, int limit, qint64 bytes = 0);
    /// Deletes files that no row names, as purged messages and a kill between two steps leave them. Looks at
    /// `limit` files, and at the following ones in the next call; returns whether there may be more.
    bool removeStrayFiles(int limit);

private:
    std::optional<QByteArray> getByMessage(qint64 message, const QByteArray &section);
    struct Kept;
    std::optional<Kept> read(qint64 message, const QByteArray &section) const;
    void remove(qint64 id);
    QString fileName(qint64 id) const;

    sqlite::Database &m_database;
    QString m_directory;
    Clock m_clock;
    std::unique_ptr<QDirIterator> m_sweep; ///< of removeStrayFiles
};

} // namespace imap::store
