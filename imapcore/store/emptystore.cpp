#include "store/store.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QSet>
#include <cstdio>

namespace imap::store
{

namespace
{

using sqlite::Database;

/// What is fetched again, or made again from that. All other tables are carried over as they are, whatever
/// later versions add.
bool isCacheTable(const QString &name)
{
    static const QSet<QString> names{QStringLiteral("row_maps"),   QStringLiteral("messages"),
                                     QStringLiteral("summaries"),  QStringLiteral("bodies"),
                                     QStringLiteral("body_total"), QStringLiteral("fills")};
    return names.contains(name) || name.startsWith(QLatin1String("search")) ||
           name.startsWith(QLatin1String("sqlite_"));
}

QList<QByteArray> tablesToKeep(Database &database)
{
    QList<QByteArray> tables;
    auto rows = database.prepare("SELECT name FROM old.sqlite_schema WHERE type = 'table'");
    while (rows.step()) {
        if (!isCacheTable(rows.text(0)))
            tables.append('"' + rows.text(0).toUtf8().replace('"', "\"\"") + '"');
    }
    return tables;
}

void copyWhatStays(Database &database, const QString &old)
{
    database.prepare("ATTACH ? AS old").bind(1, old).run();
    if (database.number("PRAGMA old.user_version") != database.number("PRAGMA main.user_version"))
        throw LocalError(QStringLiteral("The mail cache %1 has other tables than expected.").arg(old));
    {
        sqlite::Transaction transaction(database, sqlite::Durability::Power);
        database.execute("PRAGMA defer_foreign_keys=ON");
        const QList<QByteArray> tables = tablesToKeep(database);
        for (const QByteArray &table : tables)
            database.execute("DELETE FROM main." + table + ";INSERT INTO main." + table +
                             " SELECT * FROM old." + table);
        // Numbers of entries are never used twice, also those of entries that are gone.
        database.execute("DELETE FROM main.sqlite_sequence;"
                         "INSERT INTO main.sqlite_sequence SELECT * FROM old.sqlite_sequence;"
                         "UPDATE folders SET uid_next = 0, highest_modseq = 0, exists_count = 0;"
                         "INSERT INTO main.messages SELECT * FROM old.messages WHERE removed_at IS NOT NULL;"
                         "INSERT INTO main.summaries SELECT * FROM old.summaries WHERE id IN (SELECT id FROM "
                         "main.messages);"
                         "INSERT INTO main.bodies SELECT * FROM old.bodies WHERE message IN (SELECT id FROM "
                         "main.messages);");
        transaction.commit();
    }
    database.execute("DETACH old");
}

void removeDatabase(const QString &path)
{
    for (const char *suffix : {"", "-wal", "-shm", "-journal"})
        QFile::remove(path + QLatin1String(suffix));
}

} // namespace

void Store::empty(const QString &directory, Clock clock)
{
    if (!clock)
        clock = QDateTime::currentMSecsSinceEpoch;
    const QString path = directory + QLatin1String("/mail.sqlite");
    const QString fresh = path + QLatin1String(".new");
    removeDatabase(fresh);
    open(directory, clock); // made, upgraded or repaired, and its log written back
    try {
        OpenedDatabase opened =
            openDatabase(fresh, bundledMigrations(), QDateTime::fromMSecsSinceEpoch(clock(), Qt::UTC));
        copyWhatStays(*opened.database, path);
    } catch (...) {
        removeDatabase(fresh);
        throw;
    }
    // In one step: at any moment there is one whole file under the name.
    if (std::rename(QFile::encodeName(fresh).constData(), QFile::encodeName(path).constData()) != 0) {
        removeDatabase(fresh);
        throw LocalError(QStringLiteral("The mail cache %1 cannot be replaced.").arg(path));
    }
    const auto store = open(directory, clock);
    while (store->bodies().removeStrayFiles(1000)) {
    }
}

CacheUsage Store::usage() const
{
    CacheUsage usage;
    usage.bodies = m_bodies.totalSize();
    QDirIterator files(m_directory, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        usage.total += files.fileInfo().size();
    }
    return usage;
}

bool Store::compact()
{
    // Pages that are free are filled by new mail; moving others into them is worth it only when many are.
    constexpr qint64 worthBeginning = 2500;
    constexpr qint64 worthGoingOn = 500;
    const qint64 free = m_database->number("PRAGMA freelist_count");
    const qint64 all = m_database->number("PRAGMA page_count");
    m_compacting = m_compacting ? free > worthGoingOn : free > qMax(worthBeginning, all / 10);
    if (m_compacting)
        m_database->prepare("PRAGMA incremental_vacuum(64)").run();
    return m_compacting;
}

} // namespace imap::store
