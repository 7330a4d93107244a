#include "store/fillstore.h"

#include "store/generation.h"
#include "store/sqlite.h"

namespace imap::store
{

namespace
{

/// Bytes that make no sense are nothing: then it is filled again.
UidSet setFrom(const QByteArray &bytes)
{
    return UidSet::parse(bytes).value_or(UidSet());
}

} // namespace

FillState FillStore::state(FolderId folder) const
{
    FillState state;
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return state;
    auto row = m_database.prepare(
        "SELECT row_uids, body_uids, done_for, done_at, unseen_at FROM fills WHERE generation = ?");
    row.bind(1, *generation);
    if (!row.step())
        return state;
    state.rows = setFrom(row.blob(0));
    state.bodies = setFrom(row.blob(1));
    state.doneFor = row.number32(2);
    state.doneAt = row.number32(3);
    state.unseenAt = row.number32(4);
    return state;
}

void FillStore::save(FolderId folder, const FillState &state)
{
    const qint64 generation = requireGeneration(m_database, folder);
    m_database
        .prepare(
            "INSERT OR REPLACE INTO fills (generation, row_uids, body_uids, done_for, done_at, unseen_at) "
            "VALUES (?, ?, ?, ?, ?, ?)")
        .bind(1, generation)
        .bind(2, state.rows.toByteArray())
        .bind(3, state.bodies.toByteArray())
        .bind(4, state.doneFor)
        .bind(5, state.doneAt)
        .bind(6, state.unseenAt)
        .run();
}

void FillStore::noteUse(FolderId folder)
{
    requireGeneration(m_database, folder);
    m_database.prepare("INSERT OR REPLACE INTO folder_uses (folder, used_at) VALUES (?, ?)")
        .bind(1, folder.value)
        .bind(2, m_clock())
        .run();
}

QList<FolderId> FillStore::recentlyUsed() const
{
    QList<FolderId> folders;
    auto rows = m_database.prepare("SELECT folder FROM folder_uses ORDER BY used_at DESC, rowid DESC");
    while (rows.step())
        folders.append(FolderId(rows.number(0)));
    return folders;
}

} // namespace imap::store
