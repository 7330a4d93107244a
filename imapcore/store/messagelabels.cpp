// Gmail's labels: stored as the server has them, loaded with what waits put over them.
#include "store/flagcolumns.h"
#include "store/generation.h"
#include "store/messagestore.h"
#include "store/sqlite.h"

namespace imap::store
{

int MessageStore::setLabels(FolderId folder, const QList<StoredLabels> &messages)
{
    sqlite::Transaction transaction(m_database);
    const qint64 generation = requireGeneration(m_database, folder);
    int found = 0;
    auto update = m_database.prepare("UPDATE messages SET labels = ? WHERE id = ?");
    for (const StoredLabels &message : messages) {
        update.bind(1, labelsToColumn(message.labels)).bind(2, messageKey(generation, message.uid)).run();
        found += int(m_database.changes());
    }
    transaction.commit();
    return found;
}

QList<StoredLabels> MessageStore::loadLabels(FolderId folder, Uid first, Uid last, qsizetype limit) const
{
    QList<StoredLabels> list;
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return list;
    auto rows = m_database.prepare("SELECT id, labels FROM messages WHERE id BETWEEN ? AND ? "
                                   "AND removed_at IS NULL ORDER BY id LIMIT ?");
    rows.bind(1, messageKey(*generation, first)).bind(2, messageKey(*generation, last));
    rows.bind(3, qBound(qsizetype(0), limit, MaxWindow));
    while (rows.step())
        list.append({uidOfKey(rows.number(0)), labelsFromColumn(rows.text(1))});
    return list;
}

void MessageStore::putOver(FolderId folder, QList<MessageSummary> &messages) const
{
    if (m_labelOverlay && !messages.isEmpty())
        m_labelOverlay(folder, messages);
}

} // namespace imap::store
