#include "store/schema.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QMap>

namespace imap::store
{

namespace
{

using sqlite::Database;
using sqlite::SqliteError;

constexpr qint64 ApplicationId = 0x506F7374; // "Post", in the file's header

/// The file is a database, but not one that this program can have made.
class ForeignError : public LocalError
{
public:
    using LocalError::LocalError;
};

/// The file is one of ours and its contents cannot be trusted.
class DamageError : public LocalError
{
public:
    using LocalError::LocalError;
};

void identify(Database &database, qsizetype known)
{
    const qint64 application = database.number("PRAGMA application_id");
    const qint64 version = database.number("PRAGMA user_version");
    const qint64 tables = database.number("SELECT count(*) FROM sqlite_schema");
    if (application != ApplicationId && (application != 0 || version != 0 || tables != 0))
        throw ForeignError(QStringLiteral("%1 belongs to another program.").arg(database.path()));
    if (version > known)
        throw LocalError(QStringLiteral("The mail cache %1 was made by a newer version of this program.")
                             .arg(database.path()));
}

/// The tables as the file describes them. Those that an index of words makes for itself may differ with the
/// version of SQLite, and are damaged alone.
QMap<QString, QString> description(Database &database)
{
    QMap<QString, QString> tables;
    auto rows = database.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT IN "
                                 "('search_data', 'search_idx', 'search_config')");
    while (rows.step())
        tables.insert(rows.text(0), rows.text(1));
    return tables;
}

void lookThrough(Database &database, const QList<QByteArray> &migrations)
{
    Database pattern(QStringLiteral(":memory:"), Database::Mode::ReadWrite);
    const qint64 version = database.number("PRAGMA user_version");
    for (qint64 i = 0; i < qMin(version, qint64(migrations.size())); ++i)
        pattern.execute(migrations[i]);
    if (description(database) != description(pattern))
        throw DamageError(
            QStringLiteral("The mail cache %1 is damaged: its tables are not ours.").arg(database.path()));
    auto check = database.prepare("PRAGMA quick_check(1)");
    const QString verdict = check.step() ? check.text(0) : QString();
    if (verdict != QLatin1String("ok"))
        throw DamageError(QStringLiteral("The mail cache %1 is damaged: %2.").arg(database.path(), verdict));
}

/// Returns the version that the file had.
qint64 migrate(Database &database, const QList<QByteArray> &migrations)
{
    const qint64 before = database.number("PRAGMA user_version");
    if (before >= migrations.size())
        return before;
    sqlite::Transaction transaction(database, sqlite::Durability::Power);
    for (qint64 i = before; i < migrations.size(); ++i)
        database.execute(migrations[i]);
    database.execute("PRAGMA application_id=" + QByteArray::number(ApplicationId));
    database.execute("PRAGMA user_version=" + QByteArray::number(migrations.size()));
    transaction.commit();
    return before;
}

std::unique_ptr<Database> openSound(const QString &path, const QList<QByteArray> &migrations,
                                    OpenReport &report)
{
    auto database = std::make_unique<Database>(path, Database::Mode::ReadWrite);
    identify(*database, migrations.size());
    database->enableWal();
    const QString marker = Database::damageMarker(path);
    if (QFile::exists(marker)) {
        lookThrough(*database, migrations);
        QFile::remove(marker);
    }
    const qint64 before = migrate(*database, migrations);
    if (before == 0)
        report.outcome = OpenReport::Outcome::Created;
    else if (before < migrations.size())
        report.outcome = OpenReport::Outcome::Upgraded;
    if (database->number(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('folders', "
            "'generations', 'row_maps', 'messages', 'summaries', 'bodies', 'operations', "
            "'kept_messages', 'trails', 'search', 'search_texts', 'search_queue', 'body_total')") != 13)
        throw DamageError(QStringLiteral("The mail cache %1 lacks tables.").arg(path));
    return database;
}

QString setAside(const QString &path, const QDateTime &now)
{
    const QString base = path + QLatin1String(".broken-") + now.toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString target = base;
    for (int i = 2; QFile::exists(target); ++i)
        target = base + QLatin1Char('-') + QString::number(i);
    if (!QFile::rename(path, target))
        throw LocalError(QStringLiteral("The damaged mail cache %1 cannot be renamed.").arg(path));
    // The log belongs to the file: with it, the newest entries of the journal can be read.
    // Left behind, it would be played into the new file.
    const QString log = path + QLatin1String("-wal");
    if (QFile::exists(log) && !QFile::rename(log, target + QLatin1String("-wal")) && !QFile::remove(log))
        throw LocalError(QStringLiteral("The log of the damaged mail cache %1 cannot be renamed.").arg(path));
    QFile::remove(path + QLatin1String("-shm"));
    QFile::remove(Database::damageMarker(path));
    return target;
}

/// Copies rows in the order of `select` until its end, or until a page cannot be read. Ids that are there
/// already are passed over. Returns whether the end was reached.
bool copyRows(Database &from, Database &to, std::string_view select)
{
    try {
        auto rows = from.prepare(select);
        auto insert = to.prepare("INSERT OR IGNORE INTO operations (id, created, kind, folder, folder_wire, "
                                 "uid_validity, uids, payload, inverse, state, error, undoes) "
                                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        while (rows.step()) {
            insert.bind(1, rows.number(0)).bind(2, rows.number(1)).bind(3, rows.blob(2));
            insert.bind(4, rows.text(3)).bind(5, rows.blob(4)).bind(6, rows.number(5));
            insert.bind(7, rows.blob(6)).bind(8, rows.blob(7)).bind(9, rows.blob(8));
            insert.bind(10, rows.number(9)).bind(11, rows.text(10)).bind(12, rows.number(11));
            insert.run();
        }
        return true;
    } catch (const SqliteError &) {
        return false;
    }
}

/// Which of them are to be taken back. Files of earlier versions do not say.
void copyWishes(Database &from, Database &to)
{
    try {
        auto wanted = from.prepare("SELECT id FROM operations WHERE undo_wanted <> 0");
        auto note = to.prepare("UPDATE operations SET undo_wanted = 1 WHERE id = ?");
        while (wanted.step())
            note.bind(1, wanted.number(0)).run();
    } catch (const SqliteError &) {
        // They stay done, and can be undone once more.
    }
}

/// What the entries need beside them. Files of the first version have none.
void copyNotes(Database &from, Database &to)
{
    try {
        auto trails = from.prepare("SELECT folder, uid_validity, first, last, to_folder, to_folder_wire, "
                                   "to_validity, to_first, made_at FROM trails ORDER BY id");
        auto insert = to.prepare("INSERT INTO trails (folder, uid_validity, first, last, to_folder, "
                                 "to_folder_wire, to_validity, to_first, made_at) "
                                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        while (trails.step()) {
            insert.bind(1, trails.text(0)).bind(2, trails.number(1)).bind(3, trails.number(2));
            insert.bind(4, trails.number(3)).bind(5, trails.text(4)).bind(6, trails.blob(5));
            insert.bind(7, trails.number(6)).bind(8, trails.number(7)).bind(9, trails.number(8));
            insert.run();
        }
        auto messages = from.prepare("SELECT operation, item, size, packed, data FROM kept_messages");
        auto keep = to.prepare("INSERT OR IGNORE INTO kept_messages (operation, item, size, packed, data) "
                               "VALUES (?, ?, ?, ?, ?)");
        while (messages.step()) {
            keep.bind(1, messages.number(0)).bind(2, messages.number(1)).bind(3, messages.number(2));
            keep.bind(4, messages.number(3)).bind(5, messages.blob(4)).run();
        }
    } catch (const SqliteError &) {
        // An entry whose message cannot be read says so when its turn comes.
    }
}

void rescueJournal(const QString &broken, Database &fresh, OpenReport &report)
{
    sqlite::Transaction transaction(fresh, sqlite::Durability::Power);
    try {
        Database old(broken, Database::Mode::ReadOnly);
        // Upwards to the first unreadable page; then down to it from the other end.
        report.journalComplete =
            copyRows(old, fresh,
                     "SELECT id, created, kind, folder, folder_wire, uid_validity, uids, payload, inverse, "
                     "state, error, undoes FROM operations ORDER BY id");
        if (!report.journalComplete)
            copyRows(old, fresh,
                     "SELECT id, created, kind, folder, folder_wire, uid_validity, uids, payload, inverse, "
                     "state, error, undoes FROM operations ORDER BY id DESC");
        copyWishes(old, fresh);
        copyNotes(old, fresh);
    } catch (const SqliteError &) {
        report.journalComplete = false;
    }
    transaction.commit();
    QFile::remove(Database::damageMarker(broken)); // reading it left one
    report.rescuedOperations = int(fresh.number("SELECT count(*) FROM operations"));
}

OpenedDatabase rebuild(const QString &path, const QList<QByteArray> &migrations, const QDateTime &now,
                       const QString &reason, bool ours)
{
    OpenedDatabase opened;
    opened.report.setAside = setAside(path, now);
    opened.database = openSound(path, migrations, opened.report);
    opened.report.outcome = OpenReport::Outcome::Rebuilt;
    opened.report.reason = reason;
    if (ours)
        rescueJournal(opened.report.setAside, *opened.database, opened.report);
    return opened;
}

} // namespace

OpenedDatabase openDatabase(const QString &path, const QList<QByteArray> &migrations, const QDateTime &now)
{
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        throw LocalError(QStringLiteral("The folder %1 cannot be made.").arg(QFileInfo(path).absolutePath()));
    QString reason;
    bool ours = true;
    try {
        OpenedDatabase opened;
        opened.database = openSound(path, migrations, opened.report);
        return opened;
    } catch (const SqliteError &error) {
        if (!error.isDamage())
            throw;
        reason = error.message();
    } catch (const DamageError &error) {
        reason = error.message();
    } catch (const ForeignError &error) {
        reason = error.message();
        ours = false;
    }
    return rebuild(path, migrations, now, reason, ours);
}

} // namespace imap::store
