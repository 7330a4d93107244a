#include "store/mailboxstore.h"

#include "store/flagcolumns.h"
#include "store/generation.h"
#include "store/sqlite.h"

#include <QSet>

namespace imap::store
{

namespace
{

constexpr std::string_view SelectById =
    "SELECT id, name, wire, delimiter, attributes, role, owner, selectable, "
    "subscribed, total, unseen FROM folders WHERE id = ?";
constexpr std::string_view SelectByName =
    "SELECT id, name, wire, delimiter, attributes, role, owner, selectable, "
    "subscribed, total, unseen FROM folders WHERE name = ?";
constexpr std::string_view SelectList =
    "SELECT id, name, wire, delimiter, attributes, role, owner, selectable, "
    "subscribed, total, unseen FROM folders WHERE gone_at IS NULL "
    "ORDER BY position";

std::optional<quint32> optionalNumber(const sqlite::Statement &row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(row.number32(column));
}

StoredFolder readFolder(const sqlite::Statement &row)
{
    StoredFolder folder;
    folder.id = FolderId(row.number(0));
    folder.name = MailboxName(row.text(1), row.blob(2));
    if (!row.isNull(3))
        folder.delimiter = QChar(ushort(row.number(3)));
    folder.attributes = fromColumns(0, row.view(4));
    folder.role = int(row.number(5));
    folder.owner = int(row.number(6));
    folder.selectable = row.number(7) != 0;
    folder.subscribed = row.number(8) != 0;
    folder.total = optionalNumber(row, 9);
    folder.unseen = optionalNumber(row, 10);
    return folder;
}

/// Also gives a new folder its first generation.
FolderId writeFolder(sqlite::Database &database, const StoredFolder &folder, qint64 position)
{
    auto insert = database.prepare(
        "INSERT INTO folders (name, wire, delimiter, attributes, role, owner, selectable, subscribed, total, "
        "unseen, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
        "wire = excluded.wire, delimiter = excluded.delimiter, attributes = excluded.attributes, "
        "role = excluded.role, owner = excluded.owner, selectable = excluded.selectable, "
        "subscribed = excluded.subscribed, total = coalesce(excluded.total, total), "
        "unseen = coalesce(excluded.unseen, unseen), position = excluded.position, gone_at = NULL "
        "RETURNING id");
    insert.bind(1, folder.name.toString()).bind(2, folder.name.wireBytes());
    if (folder.delimiter)
        insert.bind(3, quint32(folder.delimiter->unicode()));
    insert.bind(4, wordsOf(folder.attributes)).bind(5, folder.role).bind(6, folder.owner);
    insert.bind(7, folder.selectable)
        .bind(8, folder.subscribed)
        .bind(9, folder.total)
        .bind(10, folder.unseen);
    insert.bind(11, position);
    insert.step();
    const FolderId id(insert.number(0));
    insert.run();
    if (!currentGeneration(database, id))
        startGeneration(database, id, UidValidity(), 0);
    return id;
}

void giveUp(sqlite::Database &database, FolderId id)
{
    // Retired long ago: the next purge takes the messages.
    database.prepare("UPDATE generations SET retired_at = 0, folder = NULL WHERE folder = ?")
        .bind(1, id.value)
        .run();
    database.prepare("DELETE FROM folders WHERE id = ?").bind(1, id.value).run();
}

} // namespace

void MailboxStore::saveFolders(const QList<StoredFolder> &folders)
{
    sqlite::Transaction transaction(m_database);
    m_database.prepare("UPDATE folders SET position = -1 WHERE gone_at IS NULL").run();
    QSet<QString> seen;
    for (const StoredFolder &folder : folders) {
        const qsizetype position = seen.size();
        seen.insert(folder.name.toString());
        if (seen.size() > position)
            writeFolder(m_database, folder, position);
    }
    m_database.prepare("UPDATE folders SET gone_at = ? WHERE gone_at IS NULL AND position = -1")
        .bind(1, m_clock())
        .run();
    transaction.commit();
}

QList<StoredFolder> MailboxStore::folders() const
{
    QList<StoredFolder> list;
    auto rows = m_database.prepare(SelectList);
    while (rows.step())
        list.append(readFolder(rows));
    return list;
}

std::optional<StoredFolder> MailboxStore::folder(const MailboxName &name) const
{
    auto row = m_database.prepare(SelectByName);
    row.bind(1, name.toString());
    return row.step() ? std::optional(readFolder(row)) : std::nullopt;
}

std::optional<StoredFolder> MailboxStore::folder(FolderId id) const
{
    auto row = m_database.prepare(SelectById);
    row.bind(1, id.value);
    return row.step() ? std::optional(readFolder(row)) : std::nullopt;
}

std::optional<QDateTime> MailboxStore::goneSince(FolderId id) const
{
    auto row = m_database.prepare("SELECT gone_at FROM folders WHERE id = ? AND gone_at IS NOT NULL");
    row.bind(1, id.value);
    if (!row.step())
        return std::nullopt;
    return QDateTime::fromMSecsSinceEpoch(row.number(0), Qt::UTC);
}

FolderId MailboxStore::ensureFolder(const MailboxName &name)
{
    if (const auto known = folder(name))
        return known->id;
    sqlite::Transaction transaction(m_database);
    StoredFolder fresh;
    fresh.name = name;
    const qint64 last = m_database.number("SELECT max(position) FROM folders WHERE gone_at IS NULL");
    const FolderId id = writeFolder(m_database, fresh, last + 1);
    transaction.commit();
    return id;
}

void MailboxStore::setCounts(FolderId id, std::optional<quint32> total, std::optional<quint32> unseen)
{
    auto update = m_database.prepare(
        "UPDATE folders SET total = coalesce(?, total), unseen = coalesce(?, unseen) WHERE id = ?");
    update.bind(1, total).bind(2, unseen).bind(3, id.value).run();
    if (m_database.changes() == 0)
        requireGeneration(m_database, id); // throws
}

void MailboxStore::renameFolder(FolderId id, const MailboxName &name)
{
    sqlite::Transaction transaction(m_database);
    requireGeneration(m_database, id);
    const auto other = folder(name);
    if (other && other->id != id)
        giveUp(m_database, other->id);
    m_database.prepare("UPDATE folders SET name = ?, wire = ? WHERE id = ?")
        .bind(1, name.toString())
        .bind(2, name.wireBytes())
        .bind(3, id.value)
        .run();
    transaction.commit();
}

int MailboxStore::forgetGoneBefore(const QDateTime &time)
{
    sqlite::Transaction transaction(m_database);
    QList<FolderId> gone;
    {
        auto rows = m_database.prepare("SELECT id FROM folders WHERE gone_at < ?");
        rows.bind(1, time.toMSecsSinceEpoch());
        while (rows.step())
            gone.append(FolderId(rows.number(0)));
    }
    for (const FolderId id : gone)
        giveUp(m_database, id);
    transaction.commit();
    return int(gone.size());
}

FolderSyncState MailboxStore::syncState(FolderId id) const
{
    auto row =
        m_database.prepare("SELECT g.uid_validity, f.uid_next, f.highest_modseq, f.exists_count "
                           "FROM folders f JOIN generations g ON g.folder = f.id AND g.retired_at IS NULL "
                           "WHERE f.id = ?");
    row.bind(1, id.value);
    if (!row.step()) {
        requireGeneration(m_database, id); // throws
        return {};
    }
    return {UidValidity(row.number32(0)), Uid(row.number32(1)), ModSeq(quint64(row.number(2))),
            row.number32(3)};
}

void MailboxStore::saveSyncState(FolderId id, const FolderSyncState &state)
{
    sqlite::Transaction transaction(m_database);
    const UidValidity before = syncState(id).uidValidity;
    const bool other = state.uidValidity.isValid() && before != state.uidValidity;
    if (other) {
        if (before.isValid())
            startGeneration(m_database, id, state.uidValidity, m_clock());
        else
            m_database
                .prepare("UPDATE generations SET uid_validity = ? WHERE folder = ? AND retired_at IS NULL")
                .bind(1, state.uidValidity.value)
                .bind(2, id.value)
                .run();
    }
    m_database.prepare("UPDATE folders SET uid_next = ?, highest_modseq = ?, exists_count = ? WHERE id = ?")
        .bind(1, state.uidNext.value)
        .bind(2, state.highestModSeq.value)
        .bind(3, state.exists)
        .bind(4, id.value)
        .run();
    transaction.commit();
    if (other && m_renumbered)
        m_renumbered(folder(id)->name, state.uidValidity);
}

void MailboxStore::saveRowMap(FolderId id, const RowMap &map)
{
    if (!map.isValid())
        throw LocalError(QStringLiteral("The row map of folder number %1 contradicts itself.").arg(id.value));
    requireGeneration(m_database, id);
    m_database.prepare("INSERT OR REPLACE INTO row_maps (folder, data) VALUES (?, ?)")
        .bind(1, id.value)
        .bind(2, encodeRowMap(map))
        .run();
}

RowMap MailboxStore::loadRowMap(FolderId id) const
{
    auto row = m_database.prepare("SELECT data FROM row_maps WHERE folder = ?");
    row.bind(1, id.value);
    if (!row.step())
        return {};
    return decodeRowMap(row.blob(0)).value_or(RowMap());
}

bool MailboxStore::hasGmailLabels() const
{
    return m_database.number("SELECT gmail_labels FROM account") != 0;
}

bool MailboxStore::setGmailLabels(bool there)
{
    if (there == hasGmailLabels())
        return false;
    sqlite::Transaction transaction(m_database);
    m_database.prepare("UPDATE account SET gmail_labels = ?").bind(1, there).run();
    if (there)
        doubtGmailLabels();
    transaction.commit();
    return true;
}

void MailboxStore::doubtGmailLabels()
{
    if (hasGmailLabels())
        m_database.execute("UPDATE folders SET highest_modseq = 0");
}

} // namespace imap::store
