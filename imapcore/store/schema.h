#pragma once

#include "store/sqlite.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <memory>

namespace imap::store
{

/// What opening found.
struct OpenReport {
    enum class Outcome {
        Created,
        Opened,
        Upgraded, ///< the tables of an older version were brought up to date
        Rebuilt,  ///< the file was damaged or not ours: set aside, begun anew
    };
    Outcome outcome = Outcome::Opened;
    QString setAside;            ///< Rebuilt: where the old file is now
    QString reason;              ///< Rebuilt: a sentence for the log
    int rescuedOperations = 0;   ///< Rebuilt: journal entries that could be read
    bool journalComplete = true; ///< Rebuilt: false when entries are, or may be, lost
    bool operator==(const OpenReport &) const = default;
};

struct OpenedDatabase {
    std::unique_ptr<sqlite::Database> database;
    OpenReport report;
};

/// resources/sql/001.sql, 002.sql, ...: number n takes a database from version n-1 to n.
QList<QByteArray> bundledMigrations();

/// Opens `path` with the tables of version `migrations.size()`. A file that is damaged or belongs to another
/// program is renamed to PATH.broken-<date>, with its log, and its journal copied as far as it can be read.
/// Throws LocalError when nothing can be done, and when a newer version made the file, which stays as it is.
OpenedDatabase openDatabase(const QString &path, const QList<QByteArray> &migrations, const QDateTime &now);

} // namespace imap::store
