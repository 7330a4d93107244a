#include "store/bodystore.h"

#include "store/compression.h"
#include "store/generation.h"
#include "store/sqlite.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace imap::store
{

namespace
{

constexpr qint64 UseGrain = 60'000;     // milliseconds; a read should seldom cost a write
constexpr qsizetype WorthPacking = 256; // octets
constexpr QLatin1String FileSuffix(".body");

/// Straight under its name: the row that names the file is committed behind it, and has its checksum.
void writeFile(const QString &directory, const QString &name, const QByteArray &bytes)
{
    QFile file(name);
    const bool written = QDir().mkpath(directory) && file.open(QIODevice::WriteOnly) &&
                         file.write(bytes) == bytes.size() && file.flush();
    if (written)
        return;
    const QString reason = file.errorString();
    file.remove();
    throw LocalError(QStringLiteral("A message part cannot be kept in %1: %2.").arg(directory, reason));
}

} // namespace

QString BodyStore::fileName(qint64 id) const
{
    return m_directory + QLatin1Char('/') + QString::number(id) + FileSuffix;
}

bool BodyStore::put(FolderId folder, Uid uid, const QByteArray &section, const QByteArray &bytes)
{
    if (bytes.size() > MaxSection)
        return false;
    QByteArray kept = bytes.size() >= WorthPacking ? compress(bytes) : QByteArray();
    // What shrinks by less than a tenth is not worth unpacking.
    const bool packed = !kept.isEmpty() && kept.size() < bytes.size() - bytes.size() / 10;
    if (!packed)
        kept = bytes;
    const bool inFile = kept.size() > FileThreshold;

    sqlite::Transaction transaction(m_database);
    const qint64 message = messageKey(requireGeneration(m_database, folder), uid);
    // A new row each time: its number names a file that is not yet there, so the old file stays whole until
    // the commit.
    m_database.prepare("DELETE FROM bodies WHERE message = ? AND section = ?")
        .bind(1, message)
        .bind(2, section)
        .run();
    auto insert =
        m_database.prepare("INSERT INTO bodies (message, section, size, stored, packed, checksum, used_at, "
                           "data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, message).bind(2, section).bind(3, qint64(bytes.size())).bind(4, qint64(kept.size()));
    insert.bind(5, packed).bind(6, checksum(kept)).bind(7, m_clock());
    if (!inFile)
        insert.bind(8, kept);
    insert.run();
    if (inFile)
        writeFile(m_directory, fileName(m_database.lastInsertId()), kept);
    transaction.commit();
    return true;
}

std::optional<QByteArray> BodyStore::get(FolderId folder, Uid uid, const QByteArray &section)
{
    const auto generation = currentGeneration(m_database, folder);
    return generation ? getByMessage(messageKey(*generation, uid), section) : std::nullopt;
}

std::optional<QByteArray> BodyStore::getUnder(FolderId folder, UidValidity validity, Uid uid,
                                              const QByteArray &section)
{
    const auto generation = generationUnder(m_database, folder, validity);
    return generation ? getByMessage(messageKey(*generation, uid), section) : std::nullopt;
}

struct BodyStore::Kept {
    qint64 id = 0;
    qint64 usedAt = 0;
    std::optional<QByteArray> bytes; ///< nullopt: damaged
};

std::optional<BodyStore::Kept> BodyStore::read(qint64 message, const QByteArray &section) const
{
    auto row = m_database.prepare("SELECT id, size, stored, packed, checksum, used_at, data FROM bodies "
                                  "WHERE message = ? AND section = ?");
    row.bind(1, message).bind(2, section);
    if (!row.step())
        return std::nullopt;
    Kept found;
    found.id = row.number(0);
    found.usedAt = row.number(5);
    QByteArray kept;
    if (!row.isNull(6)) {
        kept = row.blob(6);
    } else if (QFile file(fileName(found.id));
               file.open(QIODevice::ReadOnly) && file.size() == row.number(2)) {
        kept = file.readAll();
    }
    const qint64 size = row.number(1);
    if (kept.size() == row.number(2) && checksum(kept) == row.number32(4) && size >= 0 && size <= MaxSection)
        found.bytes = row.number(3) ? uncompress(kept, qsizetype(size)) : std::optional(kept);
    return found;
}

std::optional<QByteArray> BodyStore::getByMessage(qint64 message, const QByteArray &section)
{
    const std::optional<Kept> found = read(message, section);
    if (!found)
        return std::nullopt;
    const qint64 now = m_clock();
    try {
        if (!found->bytes)
            remove(found->id);
        else if (now - found->usedAt >= UseGrain || now < found->usedAt)
            m_database.prepare("UPDATE bodies SET used_at = ? WHERE id = ?")
                .bind(1, now)
                .bind(2, found->id)
                .run();
    } catch (const LocalError &) {
        // On a full or read-only disk what is there can still be read.
    }
    return found->bytes;
}

std::optional<QByteArray> BodyStore::peek(FolderId folder, Uid uid, const QByteArray &section) const
{
    const auto generation = currentGeneration(m_database, folder);
    const auto found = generation ? read(messageKey(*generation, uid), section) : std::nullopt;
    return found ? found->bytes : std::nullopt;
}

bool BodyStore::has(FolderId folder, Uid uid, const QByteArray &section) const
{
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return false;
    auto row = m_database.prepare("SELECT 1 FROM bodies WHERE message = ? AND section = ?");
    return row.bind(1, messageKey(*generation, uid)).bind(2, section).step();
}

qint64 BodyStore::totalSize() const
{
    return m_database.number("SELECT stored FROM body_total");
}

void BodyStore::remove(qint64 id)
{
    m_database.prepare("DELETE FROM bodies WHERE id = ?").bind(1, id).run();
    QFile::remove(fileName(id));
}

int BodyStore::evictUnusedSince(const QDateTime &time, int limit, qint64 bytes)
{
    struct Candidate {
        qint64 id = 0;
        qint64 stored = 0;
        bool inFile = false;
    };
    QList<Candidate> evicted;
    sqlite::Transaction transaction(m_database);
    qint64 total = totalSize();
    {
        auto rows = m_database.prepare(
            "SELECT b.id, b.stored, b.data IS NULL FROM bodies b INDEXED BY bodies_used "
            "LEFT JOIN messages m ON m.id = b.message "
            "WHERE b.used_at < ? AND NOT (length(b.section) = 0 AND m.removed_at IS NOT NULL) "
            "ORDER BY b.used_at, b.stored LIMIT ?");
        rows.bind(1, time.toMSecsSinceEpoch()).bind(2, limit);
        while (total > bytes && rows.step()) {
            evicted.append({rows.number(0), rows.number(1), rows.number(2) != 0});
            total -= evicted.last().stored;
        }
    }
    auto remove = m_database.prepare("DELETE FROM bodies WHERE id = ?");
    for (const Candidate &candidate : std::as_const(evicted))
        remove.bind(1, candidate.id).run();
    transaction.commit();
    // Behind the commit: a row must never name a file that is not there.
    for (const Candidate &candidate : std::as_const(evicted)) {
        if (candidate.inFile)
            QFile::remove(fileName(candidate.id));
    }
    return int(evicted.size());
}

bool BodyStore::removeStrayFiles(int limit)
{
    if (!m_sweep)
        m_sweep = std::make_unique<QDirIterator>(m_directory, QDir::Files | QDir::Hidden);
    auto row = m_database.prepare("SELECT 1 FROM bodies WHERE id = ? AND data IS NULL");
    for (int looked = 0; looked < limit; ++looked) {
        if (!m_sweep->hasNext()) {
            m_sweep.reset();
            return false;
        }
        const QString path = m_sweep->next();
        const QString name = m_sweep->fileName();
        bool isNumber = false;
        const qint64 id =
            name.chopped(name.endsWith(FileSuffix) ? FileSuffix.size() : 0).toLongLong(&isNumber);
        const bool named = isNumber && name.endsWith(FileSuffix) && row.bind(1, id).step();
        row.reset();
        if (!named)
            QFile::remove(path);
    }
    return true;
}

} // namespace imap::store
