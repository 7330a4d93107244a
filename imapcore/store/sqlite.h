#pragma once

#include "types/error.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

/// Thin ownership over the SQLite C API. Everything here belongs to the thread that opened the database.
namespace imap::sqlite
{

/// What SQLite refused, with the primary result code (SQLITE_BUSY, SQLITE_FULL, ...).
class SqliteError : public LocalError
{
public:
    SqliteError(QString message, int code)
        : LocalError(std::move(message))
        , m_code(code)
    {
    }
    int code() const { return m_code; }
    /// The file is not a database, or its pages contradict each other.
    bool isDamage() const;

private:
    int m_code;
};

class Database;

/// A prepared statement on loan from its database's cache; goes back, reset, when it is destroyed.
/// Parameters count from 1, columns from 0. Text and blobs are copied, so that arguments may be temporary.
class Statement
{
public:
    /// See Database::prepare.
    Statement(Database &database, sqlite3_stmt *statement, std::string_view sql);
    Statement(Statement &&other) noexcept;
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;
    Statement &operator=(Statement &&) = delete;
    ~Statement();

    Statement &bind(int parameter, qint64 value);
    Statement &bind(int parameter, int value) { return bind(parameter, qint64(value)); }
    Statement &bind(int parameter, quint32 value) { return bind(parameter, qint64(value)); }
    /// Values of 2^63 and more come back as they were: stored as SQLite's signed number.
    Statement &bind(int parameter, quint64 value) { return bind(parameter, qint64(value)); }
    Statement &bind(int parameter, bool value) { return bind(parameter, qint64(value)); }
    Statement &bind(int parameter, const QString &text);
    Statement &bind(int parameter, const QByteArray &blob);
    Statement &bindNull(int parameter);
    template <class T>
    Statement &bind(int parameter, const std::optional<T> &value)
    {
        return value ? bind(parameter, *value) : bindNull(parameter);
    }

    /// Whether there is a row. Throws SqliteError.
    bool step();
    /// For statements without result: steps to the end and resets, ready for the next values.
    void run();
    /// Ready to be stepped again. Bound values stay.
    void reset();

    bool isNull(int column) const;
    qint64 number(int column) const;
    quint32 number32(int column) const { return quint32(number(column)); }
    QString text(int column) const;
    /// A copy of the bytes.
    QByteArray blob(int column) const;
    /// Valid until the next step or reset.
    QByteArrayView view(int column) const;

private:
    void check(int code) const;

    Database *m_database;
    sqlite3_stmt *m_statement; // null once moved from
    std::string_view m_sql;
};

/// How much of a commit must survive. Both survive the end of the process, by crash or by kill.
enum class Durability {
    Process, ///< the last commits may be missing after the computer lost power; never half of one
    Power,   ///< on the disk when commit returns (one fsync); counts on outermost transactions only
};

/// Rolls back unless committed. Inside another transaction it is a savepoint.
class Transaction
{
public:
    explicit Transaction(Database &database, Durability durability = Durability::Process);
    Transaction(Transaction &&other) noexcept;
    Transaction(const Transaction &) = delete;
    Transaction &operator=(const Transaction &) = delete;
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();

    void commit();

private:
    Database *m_database; // null once finished
    int m_level;
};

class Database
{
public:
    enum class Mode {
        ReadWrite, ///< made when missing; nobody else can open it meanwhile
        ReadOnly,
    };
    /// Throws SqliteError. That the file is not a database shows with the first statement only.
    Database(const QString &path, Mode mode);
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;
    ~Database();

    /// Write-ahead log; once in the life of a file, before its first table.
    void enableWal();
    /// The file whose presence tells that `path` was found damaged and should be looked through.
    static QString damageMarker(const QString &path);

    /// `sql` must be a literal: statements are kept, prepared, under their text.
    Statement prepare(std::string_view sql);
    /// Runs statements without parameters; any number, separated by `;`.
    void execute(const QByteArray &sql);
    /// The same, and may write the tables that an index of words keeps for itself: to repair it.
    void executeInside(const QByteArray &sql);
    /// The first column of the first row, or 0.
    qint64 number(std::string_view sql);

    /// Writes the log back into the file if it has at least `pages` pages; returns whether it had. When
    /// nobody calls this, a commit does it once the log is 16 MB.
    bool checkpoint(int pages);
    /// Gives back the memory of pages that were read; the next one that is needed is read again.
    void releasePages();

    qint64 lastInsertId() const;
    /// Rows that the last INSERT, UPDATE or DELETE touched.
    qint64 changes() const;
    bool inTransaction() const { return m_depth > 0; }
    const QString &path() const { return m_path; }
    /// Damage was met since opening.
    bool isDamaged() const { return m_damaged; }

    // The other half of Statement and Transaction; nobody else calls these.
    /// Throws SqliteError unless `code` says success.
    void check(int code);
    void giveBack(sqlite3_stmt *statement, std::string_view sql);
    /// Begins a transaction or savepoint; returns its level, from 1.
    int enter(Durability durability);
    /// Ends the innermost, which must be `level`.
    void leave(int level, bool keep);

    /// A commit left a log of so many pages.
    void logGrew(int pages);

private:
    void configure(Mode mode);
    void markDamaged();
    void settle();

    QString m_path;
    sqlite3 *m_handle = nullptr;
    std::unordered_map<std::string_view, sqlite3_stmt *> m_idle; // prepared and not on loan
    int m_depth = 0;
    bool m_powerSafe = false; // the outermost transaction syncs
    bool m_damaged = false;
    int m_logPages = 0;
};

} // namespace imap::sqlite
