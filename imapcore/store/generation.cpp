#include "store/generation.h"

#include "store/sqlite.h"

namespace imap::store
{

std::optional<qint64> currentGeneration(sqlite::Database &database, FolderId folder)
{
    auto query = database.prepare("SELECT id FROM generations WHERE folder = ? AND retired_at IS NULL");
    query.bind(1, folder.value);
    if (!query.step())
        return std::nullopt;
    return query.number(0);
}

qint64 requireGeneration(sqlite::Database &database, FolderId folder)
{
    if (const auto generation = currentGeneration(database, folder))
        return *generation;
    throw LocalError(QStringLiteral("The mail cache has no folder number %1.").arg(folder.value));
}

std::optional<qint64> generationUnder(sqlite::Database &database, FolderId folder, UidValidity validity)
{
    auto query = database.prepare(
        "SELECT id FROM generations WHERE folder = ? AND uid_validity = ? ORDER BY id DESC LIMIT 1");
    query.bind(1, folder.value).bind(2, validity.value);
    if (!query.step())
        return std::nullopt;
    return query.number(0);
}

void startGeneration(sqlite::Database &database, FolderId folder, UidValidity validity, qint64 now)
{
    sqlite::Transaction transaction(database);
    database.prepare("UPDATE generations SET retired_at = ? WHERE folder = ? AND retired_at IS NULL")
        .bind(1, now)
        .bind(2, folder.value)
        .run();
    database.prepare("INSERT INTO generations (folder, uid_validity) VALUES (?, ?)")
        .bind(1, folder.value)
        .bind(2, validity.value)
        .run();
    database.prepare("UPDATE folders SET uid_next = 0, highest_modseq = 0, exists_count = 0 WHERE id = ?")
        .bind(1, folder.value)
        .run();
    database.prepare("DELETE FROM row_maps WHERE folder = ?").bind(1, folder.value).run();
    transaction.commit();
}

} // namespace imap::store
