#include "store/sqlite.h"

#include <QFile>
#include <sqlite3.h>
#include <utility>

namespace imap::sqlite
{

namespace
{

QString sentence(int code, const QString &path, const char *detail)
{
    const QString words = QString::fromUtf8(detail);
    switch (code) {
    case SQLITE_FULL:
        return QStringLiteral(
                   "There is no room left on the disk for the mail cache %1. Please free some space there.")
            .arg(path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return QStringLiteral("The mail cache %1 may not be written.").arg(path);
    case SQLITE_CANTOPEN:
        return QStringLiteral("The mail cache %1 cannot be opened.").arg(path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return QStringLiteral("The mail cache %1 is in use by another program.").arg(path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return QStringLiteral("The mail cache %1 is damaged: %2.").arg(path, words);
    case SQLITE_IOERR:
        return QStringLiteral("The disk failed on the mail cache %1: %2.").arg(path, words);
    default:
        return QStringLiteral("The mail cache %1 refused a step: %2.").arg(path, words);
    }
}

/// A log of this many pages is written back by the commit that finds it: reading would slow down.
constexpr int MaxLogPages = 4000;

int noteCommit(void *database, sqlite3 *, const char *, int pages)
{
    static_cast<Database *>(database)->logGrew(pages);
    return SQLITE_OK;
}

} // namespace

bool SqliteError::isDamage() const
{
    return m_code == SQLITE_CORRUPT || m_code == SQLITE_NOTADB;
}

Statement::Statement(Database &database, sqlite3_stmt *statement, std::string_view sql)
    : m_database(&database)
    , m_statement(statement)
    , m_sql(sql)
{
}

Statement::Statement(Statement &&other) noexcept
    : m_database(other.m_database)
    , m_statement(std::exchange(other.m_statement, nullptr))
    , m_sql(other.m_sql)
{
}

Statement::~Statement()
{
    if (m_statement)
        m_database->giveBack(m_statement, m_sql);
}

void Statement::check(int code) const
{
    m_database->check(code);
}

Statement &Statement::bind(int parameter, qint64 value)
{
    check(sqlite3_bind_int64(m_statement, parameter, value));
    return *this;
}

Statement &Statement::bind(int parameter, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    // A null pointer would bind NULL, and text columns are NOT NULL.
    const char *data = bytes.isEmpty() ? "" : bytes.constData();
    check(sqlite3_bind_text64(m_statement, parameter, data, sqlite3_uint64(bytes.size()), SQLITE_TRANSIENT,
                              SQLITE_UTF8));
    return *this;
}

Statement &Statement::bind(int parameter, const QByteArray &blob)
{
    const char *data = blob.isEmpty() ? "" : blob.constData();
    check(sqlite3_bind_blob64(m_statement, parameter, data, sqlite3_uint64(blob.size()), SQLITE_TRANSIENT));
    return *this;
}

Statement &Statement::bindNull(int parameter)
{
    check(sqlite3_bind_null(m_statement, parameter));
    return *this;
}

bool Statement::step()
{
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        check(code);
    return false;
}

void Statement::run()
{
    while (step()) {
    }
    reset();
}

void Statement::reset()
{
    sqlite3_reset(m_statement); // repeats the error of step, which was thrown there
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

qint64 Statement::number(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

QString Statement::text(int column) const
{
    const auto *data = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return QString::fromUtf8(data, sqlite3_column_bytes(m_statement, column));
}

QByteArrayView Statement::view(int column) const
{
    const auto *data = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return data ? QByteArrayView(data, sqlite3_column_bytes(m_statement, column)) : QByteArrayView();
}

QByteArray Statement::blob(int column) const
{
    return view(column).toByteArray();
}

Transaction::Transaction(Database &database, Durability durability)
    : m_database(&database)
    , m_level(database.enter(durability))
{
}

Transaction::Transaction(Transaction &&other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
    , m_level(other.m_level)
{
}

Transaction::~Transaction()
{
    if (m_database)
        m_database->leave(m_level, false);
}

void Transaction::commit()
{
    std::exchange(m_database, nullptr)->leave(m_level, true);
}

Database::Database(const QString &path, Mode mode)
    : m_path(path)
{
    const int access =
        mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    try {
        check(sqlite3_open_v2(QFile::encodeName(path).constData(), &m_handle,
                              access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr));
        configure(mode);
    } catch (...) {
        sqlite3_close_v2(m_handle);
        throw;
    }
}

Database::~Database()
{
    for (const auto &[sql, statement] : m_idle)
        sqlite3_finalize(statement);
    sqlite3_close_v2(m_handle);
}

void Database::configure(Mode mode)
{
    // The file may come from anywhere: its schema gets no power, and its pages are checked when read.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    check(sqlite3_busy_timeout(m_handle, 2000));
    // First of all: other pragmas read the file, and would make shared memory beside it. Without that, a
    // store can be opened and read even when the disk is full.
    if (mode == Mode::ReadWrite)
        execute("PRAGMA locking_mode=EXCLUSIVE;");
    execute("PRAGMA cell_size_check=ON;"
            "PRAGMA cache_size=-4096;" // KiB
            "PRAGMA temp_store=MEMORY;"
            "PRAGMA foreign_keys=ON;"
            "PRAGMA synchronous=NORMAL;"
            "PRAGMA journal_size_limit=16777216;");
}

void Database::enableWal()
{
    constexpr int incremental = 2;
    // Asked first: setting it writes, each time, which a full disk refuses.
    if (number("PRAGMA auto_vacuum") != incremental)
        execute("PRAGMA auto_vacuum=INCREMENTAL"); // counts only before the first table is made
    execute("PRAGMA journal_mode=WAL");
    // In the place of automatic checkpoints, which come at any commit, also that of a click.
    sqlite3_wal_hook(m_handle, noteCommit, this);
}

void Database::logGrew(int pages)
{
    m_logPages = pages;
    if (pages >= MaxLogPages && m_depth == 0)
        sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

bool Database::checkpoint(int pages)
{
    if (m_logPages < pages || m_depth > 0)
        return false;
    m_logPages = 0; // and what follows a refusal is not worth trying again at once
    check(sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr));
    return true;
}

void Database::releasePages()
{
    if (m_depth == 0)
        sqlite3_db_release_memory(m_handle);
}

Statement Database::prepare(std::string_view sql)
{
    if (auto idle = m_idle.extract(sql))
        return {*this, idle.mapped(), sql};
    sqlite3_stmt *statement = nullptr;
    const int code = sqlite3_prepare_v3(m_handle, sql.data(), int(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                        &statement, nullptr);
    // Our statements fit our tables; if not, the file's description of them may be damaged.
    if ((code & 0xff) == SQLITE_ERROR)
        markDamaged();
    check(code);
    return {*this, statement, sql};
}

void Database::giveBack(sqlite3_stmt *statement, std::string_view sql)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (!m_idle.try_emplace(sql, statement).second)
        sqlite3_finalize(statement); // a second one of the same text was on loan
}

void Database::execute(const QByteArray &sql)
{
    check(sqlite3_exec(m_handle, sql.constData(), nullptr, nullptr, nullptr));
}

void Database::executeInside(const QByteArray &sql)
{
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    const int code = sqlite3_exec(m_handle, sql.constData(), nullptr, nullptr, nullptr);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    check(code);
}

qint64 Database::number(std::string_view sql)
{
    Statement statement = prepare(sql);
    return statement.step() ? statement.number(0) : 0;
}

qint64 Database::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_handle);
}

qint64 Database::changes() const
{
    return sqlite3_changes64(m_handle);
}

void Database::check(int code)
{
    if (code == SQLITE_OK)
        return;
    const int primary = code & 0xff;
    if ((primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB) && !m_damaged) {
        m_damaged = true;
        markDamaged();
    }
    const char *detail = m_handle ? sqlite3_errmsg(m_handle) : sqlite3_errstr(code);
    throw SqliteError(sentence(primary, m_path, detail), primary);
}

/// Seen by the next opening, which then looks at every page.
void Database::markDamaged()
{
    QFile(damageMarker(m_path)).open(QIODevice::WriteOnly);
}

QString Database::damageMarker(const QString &path)
{
    return path + QLatin1String(".damaged");
}

int Database::enter(Durability durability)
{
    if (m_depth == 0) {
        if (durability == Durability::Power) {
            execute("PRAGMA synchronous=FULL"); // not possible inside a transaction
            m_powerSafe = true;
        }
        try {
            execute("BEGIN IMMEDIATE");
        } catch (...) {
            settle();
            throw;
        }
    } else {
        execute("SAVEPOINT s" + QByteArray::number(m_depth));
    }
    return ++m_depth;
}

void Database::leave(int level, bool keep)
{
    Q_ASSERT(level == m_depth);
    m_depth = level - 1;
    // After some errors (disk full, I/O) SQLite has rolled everything back by itself.
    const bool lost = sqlite3_get_autocommit(m_handle) != 0;
    const QByteArray name = 's' + QByteArray::number(level - 1);
    const QByteArray undo =
        level == 1 ? QByteArrayLiteral("ROLLBACK") : "ROLLBACK TO " + name + ";RELEASE " + name;
    int code = lost ? SQLITE_ABORT : SQLITE_OK;
    QByteArray detail = "the transaction was given up after an error";
    if (!lost && keep) {
        const QByteArray end = level == 1 ? QByteArrayLiteral("COMMIT") : "RELEASE " + name;
        code = sqlite3_exec(m_handle, end.constData(), nullptr, nullptr, nullptr);
        detail = sqlite3_errmsg(m_handle);
    }
    if (!lost && (!keep || code != SQLITE_OK))
        sqlite3_exec(m_handle, undo.constData(), nullptr, nullptr, nullptr);
    if (level == 1)
        settle();
    if (keep && code != SQLITE_OK)
        throw SqliteError(sentence(code & 0xff, m_path, detail.constData()), code & 0xff);
}

void Database::settle()
{
    if (std::exchange(m_powerSafe, false))
        sqlite3_exec(m_handle, "PRAGMA synchronous=NORMAL", nullptr, nullptr, nullptr);
}

} // namespace imap::sqlite
