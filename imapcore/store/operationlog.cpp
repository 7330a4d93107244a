#include "store/operationlog.h"

#include "store/sqlite.h"

namespace imap::store
{

namespace
{

using sqlite::Durability;
using sqlite::Statement;
using sqlite::Transaction;

OperationState stateFrom(qint64 number)
{
    if (number >= qint64(OperationState::Waiting) && number <= qint64(OperationState::Undone))
        return OperationState(number);
    return OperationState::Failed; // nothing that could be sent again by mistake
}

LoggedOperation readOperation(const Statement &row)
{
    LoggedOperation operation;
    operation.id = quint64(row.number(0));
    operation.created = QDateTime::fromMSecsSinceEpoch(row.number(1), Qt::UTC);
    operation.kind = row.blob(2);
    operation.folder = MailboxName(row.text(3), row.blob(4));
    operation.uidValidity = UidValidity(row.number32(5));
    operation.uids = UidSet::parse(row.view(6)).value_or(UidSet());
    operation.payload = row.blob(7);
    operation.inverse = row.blob(8);
    operation.state = stateFrom(row.number(9));
    operation.error = row.text(10);
    operation.undoes = quint64(row.number(11));
    operation.undoWanted = row.number(12) != 0;
    return operation;
}

QList<LoggedOperation> readAll(Statement &rows)
{
    QList<LoggedOperation> list;
    while (rows.step())
        list.append(readOperation(rows));
    return list;
}

void requireChange(const sqlite::Database &database, quint64 id)
{
    if (database.changes() == 0)
        throw LocalError(QStringLiteral("The journal has no entry %1.").arg(id));
}

} // namespace

quint64 OperationLog::append(const LoggedOperation &operation)
{
    Transaction transaction(m_database, Durability::Power);
    auto insert =
        m_database.prepare("INSERT INTO operations (created, kind, folder, folder_wire, "
                           "uid_validity, uids, payload, inverse, state, "
                           "error, undoes, undo_wanted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, m_clock()).bind(2, operation.kind);
    insert.bind(3, operation.folder.toString()).bind(4, operation.folder.wireBytes());
    insert.bind(5, operation.uidValidity.value).bind(6, operation.uids.toByteArray());
    insert.bind(7, operation.payload).bind(8, operation.inverse).bind(9, int(operation.state));
    insert.bind(10, operation.error).bind(11, operation.undoes).bind(12, int(operation.undoWanted)).run();
    const quint64 id = quint64(m_database.lastInsertId());
    transaction.commit();
    return id;
}

void OperationLog::setState(quint64 id, OperationState state, const QString &error)
{
    Transaction transaction(m_database, Durability::Power);
    m_database.prepare("UPDATE operations SET state = ?, error = ? WHERE id = ?")
        .bind(1, int(state))
        .bind(2, error)
        .bind(3, id)
        .run();
    requireChange(m_database, id);
    transaction.commit();
}

void OperationLog::setUndoWanted(quint64 id, bool wanted)
{
    Transaction transaction(m_database, Durability::Power);
    m_database.prepare("UPDATE operations SET undo_wanted = ? WHERE id = ?")
        .bind(1, int(wanted))
        .bind(2, id)
        .run();
    requireChange(m_database, id);
    transaction.commit();
}

void OperationLog::setInverse(quint64 id, const QByteArray &inverse)
{
    Transaction transaction(m_database, Durability::Power);
    m_database.prepare("UPDATE operations SET inverse = ? WHERE id = ?").bind(1, inverse).bind(2, id).run();
    requireChange(m_database, id);
    transaction.commit();
}

void OperationLog::update(const LoggedOperation &operation)
{
    Transaction transaction(m_database, Durability::Power);
    auto change = m_database.prepare("UPDATE operations SET folder = ?, folder_wire = ?, uid_validity = ?, "
                                     "uids = ?, payload = ?, inverse = ? WHERE id = ?");
    change.bind(1, operation.folder.toString()).bind(2, operation.folder.wireBytes());
    change.bind(3, operation.uidValidity.value).bind(4, operation.uids.toByteArray());
    change.bind(5, operation.payload).bind(6, operation.inverse).bind(7, operation.id).run();
    requireChange(m_database, operation.id);
    transaction.commit();
}

std::optional<LoggedOperation> OperationLog::load(quint64 id) const
{
    auto row =
        m_database.prepare("SELECT id, created, kind, folder, folder_wire, uid_validity, uids, payload, "
                           "inverse, state, error, undoes, undo_wanted FROM operations WHERE id = ?");
    row.bind(1, id);
    return row.step() ? std::optional(readOperation(row)) : std::nullopt;
}

QList<LoggedOperation> OperationLog::inState(OperationState state) const
{
    auto rows = m_database.prepare(
        "SELECT id, created, kind, folder, folder_wire, uid_validity, uids, payload, "
        "inverse, state, error, undoes, undo_wanted FROM operations WHERE state = ? AND state < 2 "
        "ORDER BY id");
    rows.bind(1, int(state));
    return readAll(rows);
}

QList<LoggedOperation> OperationLog::waiting() const
{
    return inState(OperationState::Waiting);
}

QList<LoggedOperation> OperationLog::interrupted() const
{
    return inState(OperationState::Running);
}

QList<LoggedOperation> OperationLog::recent(qsizetype limit) const
{
    auto rows = m_database.prepare(
        "SELECT id, created, kind, folder, folder_wire, uid_validity, uids, payload, "
        "inverse, state, error, undoes, undo_wanted FROM operations ORDER BY id DESC LIMIT ?");
    rows.bind(1, qint64(qMax(qsizetype(0), limit)));
    return readAll(rows);
}

std::optional<LoggedOperation> OperationLog::lastUndoable() const
{
    auto row = m_database.prepare(
        "SELECT id, created, kind, folder, folder_wire, uid_validity, uids, payload, "
        "inverse, state, error, undoes, undo_wanted FROM operations "
        "WHERE state <= 2 AND undoes = 0 AND length(inverse) > 0 ORDER BY id DESC LIMIT 1");
    return row.step() ? std::optional(readOperation(row)) : std::nullopt;
}

std::optional<QDateTime> OperationLog::neededSince() const
{
    auto row =
        m_database.prepare("SELECT min(o.created, coalesce(u.created, o.created)) FROM operations o "
                           "LEFT JOIN operations u ON u.id = o.undoes WHERE o.state < 2 ORDER BY 1 LIMIT 1");
    if (!row.step())
        return std::nullopt;
    return QDateTime::fromMSecsSinceEpoch(row.number(0), Qt::UTC);
}

int OperationLog::forgetBefore(const QDateTime &time)
{
    m_database.prepare("DELETE FROM operations WHERE state >= 2 AND created < ?")
        .bind(1, time.toMSecsSinceEpoch())
        .run();
    return int(m_database.changes());
}

} // namespace imap::store
