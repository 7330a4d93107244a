#include "store/searchindex.h"

#include "store/compression.h"
#include "store/generation.h"
#include "store/searchwords.h"
#include "store/sqlite.h"
#include "types/messageset.h"
#include "types/searchterms.h"

#include <limits>

namespace imap::store
{

namespace
{

using sqlite::Database;
using sqlite::Statement;

constexpr std::string_view DeleteEntry =
    "INSERT INTO search (search, rowid, subject, people, files, body) VALUES ('delete', ?, ?, ?, ?, ?)";

/// As it will come back from the file: half characters become whole ones now, so that the index forgets what
/// it learnt.
QString wellFormed(const QString &text)
{
    return text.isValidUtf16() ? text : QString::fromUtf8(text.toUtf8());
}

void bindText(Statement &statement, MessageKey key, const SearchText &text)
{
    statement.bind(1, key).bind(2, searchable(text.subject)).bind(3, searchable(text.people));
    statement.bind(4, searchable(text.files)).bind(5, searchable(text.body));
}

std::optional<SearchText> readText(Database &database, MessageKey key)
{
    auto row = database.prepare("SELECT subject, people, files, size, body FROM search_texts WHERE id = ?");
    if (!row.bind(1, key).step())
        return std::nullopt;
    SearchText text{row.text(0), row.text(1), row.text(2), {}};
    if (!row.isNull(4)) {
        const auto body =
            uncompress(row.view(4), qsizetype(qBound(qint64(0), row.number(3), qint64(1) << 24)));
        text.body = QString::fromUtf8(body.value_or(QByteArray()));
    }
    return text;
}

void leaveQueue(Database &database, MessageKey key)
{
    database.prepare("DELETE FROM search_queue WHERE id = ?").bind(1, key).run();
}

} // namespace

QList<UnindexedMessage> SearchIndex::next(std::optional<FolderId> first, int limit)
{
    QList<UnindexedMessage> messages;
    QList<MessageKey> stray;
    const auto take = [&](qint64 low, qint64 high) {
        // Folders of retired generations are NULL here, as are summaries of which only bodies are there.
        auto rows =
            m_database.prepare("SELECT q.id, g.folder, s.id FROM search_queue q "
                               "LEFT JOIN generations g ON g.id = q.id >> 32 AND g.retired_at IS NULL "
                               "LEFT JOIN summaries s ON s.id = q.id "
                               "WHERE q.id BETWEEN ? AND ? ORDER BY q.id DESC LIMIT ?");
        rows.bind(1, low).bind(2, high).bind(3, limit);
        while (rows.step()) {
            const MessageKey key = rows.number(0);
            if (rows.isNull(1) || rows.isNull(2))
                stray.append(key);
            else
                messages.append({key, FolderId(rows.number(1)), uidOfKey(key)});
        }
    };
    if (const auto generation = first ? currentGeneration(m_database, *first) : std::nullopt)
        take(messageKey(*generation, Uid(0)), messageKey(*generation, Uid(UidSet::Star)));
    if (messages.isEmpty())
        take(0, std::numeric_limits<qint64>::max());
    for (const MessageKey key : std::as_const(stray))
        leaveQueue(m_database, key);
    return messages;
}

quint32 SearchIndex::waiting(quint32 limit) const
{
    auto row = m_database.prepare("SELECT count(*) FROM (SELECT 1 FROM search_queue LIMIT ?)");
    return row.bind(1, limit).step() ? row.number32(0) : 0;
}

void SearchIndex::put(MessageKey key, const SearchText &given)
{
    sqlite::Transaction transaction(m_database);
    SearchText text{wellFormed(given.subject), wellFormed(given.people), wellFormed(given.files),
                    wellFormed(given.body.left(MaxBody))};
    const std::optional<SearchText> old = readText(m_database, key);
    if (old && text.body.isEmpty())
        text.body = old->body;
    if (!old || *old != text) {
        if (old) {
            auto remove = m_database.prepare(DeleteEntry);
            bindText(remove, key, *old);
            remove.run();
        }
        auto insert = m_database.prepare(
            "INSERT INTO search (rowid, subject, people, files, body) VALUES (?, ?, ?, ?, ?)");
        bindText(insert, key, text);
        insert.run();
        const QByteArray body = text.body.toUtf8();
        auto keep = m_database.prepare("INSERT OR REPLACE INTO search_texts (id, subject, people, files, "
                                       "size, body) VALUES (?, ?, ?, ?, ?, ?)");
        keep.bind(1, key).bind(2, text.subject).bind(3, text.people).bind(4, text.files);
        keep.bind(5, qint64(body.size()));
        if (body.isEmpty())
            keep.bindNull(6);
        else
            keep.bind(6, compress(body));
        keep.run();
    }
    leaveQueue(m_database, key);
    transaction.commit();
}

void SearchIndex::startAnew()
{
    sqlite::Transaction transaction(m_database);
    try {
        sqlite::Transaction usual(m_database);
        m_database.execute("INSERT INTO search (search) VALUES ('delete-all')");
        usual.commit();
    } catch (const sqlite::SqliteError &error) {
        if (!error.isDamage())
            throw;
        // So damaged that it cannot be opened, not even to be dropped: it gets what an empty one has.
        m_database.executeInside("CREATE VIRTUAL TABLE search_fresh USING fts5(x, content='', columnsize=0);"
                                 "DELETE FROM search_data; DELETE FROM search_idx;"
                                 "INSERT INTO search_data SELECT * FROM search_fresh_data;"
                                 "DROP TABLE search_fresh;");
    }
    m_database.execute("DELETE FROM search_texts;"
                       "INSERT INTO search_queue (id) SELECT id FROM summaries WHERE true "
                       "ON CONFLICT DO NOTHING;");
    transaction.commit();
}

QList<MessageKey> SearchIndex::find(const QByteArray &expression, std::optional<FolderId> folder,
                                    MessageKey below, qsizetype limit) const
{
    QList<MessageKey> keys;
    qint64 low = 0;
    qint64 high = std::numeric_limits<qint64>::max();
    if (folder) {
        const auto generation = currentGeneration(m_database, *folder);
        if (!generation)
            return keys;
        low = messageKey(*generation, Uid(0));
        high = messageKey(*generation, Uid(UidSet::Star));
    }
    if (below > 0)
        high = qMin(high, below - 1);
    if (expression.isEmpty() || low > high)
        return keys;
    // The index in its own order; a message that went is still in it until it is purged.
    auto rows = m_database.prepare(
        "SELECT search.rowid FROM search CROSS JOIN messages m ON m.id = search.rowid "
        "CROSS JOIN generations g ON g.id = search.rowid >> 32 CROSS JOIN folders f ON f.id = g.folder "
        "WHERE search MATCH ? AND search.rowid BETWEEN ? AND ? AND m.removed_at IS NULL "
        "AND g.retired_at IS NULL AND f.gone_at IS NULL ORDER BY search.rowid DESC LIMIT ?");
    rows.bind(1, QString::fromUtf8(expression)).bind(2, low).bind(3, high).bind(4, qint64(limit));
    while (rows.step())
        keys.append(rows.number(0));
    return keys;
}

std::optional<qint64> SearchIndex::date(MessageKey key) const
{
    auto row = m_database.prepare("SELECT date, removed_at FROM messages WHERE id = ?");
    if (!row.bind(1, key).step() || !row.isNull(1))
        return std::nullopt;
    return row.isNull(0) ? std::numeric_limits<qint64>::min() : row.number(0);
}

std::optional<UnindexedMessage> SearchIndex::locate(MessageKey key) const
{
    auto row = m_database.prepare(
        "SELECT f.id FROM generations g JOIN folders f ON f.id = g.folder AND f.gone_at IS NULL "
        "WHERE g.id = ? AND g.retired_at IS NULL");
    if (!row.bind(1, key >> 32).step())
        return std::nullopt;
    return UnindexedMessage{key, FolderId(row.number(0)), uidOfKey(key)};
}

std::optional<SearchText> SearchIndex::text(MessageKey key) const
{
    return readText(m_database, key);
}

void forgetSearchText(Database &database, MessageKey key)
{
    leaveQueue(database, key);
    const std::optional<SearchText> old = readText(database, key);
    if (!old)
        return;
    auto remove = database.prepare(DeleteEntry);
    bindText(remove, key, *old);
    remove.run();
    database.prepare("DELETE FROM search_texts WHERE id = ?").bind(1, key).run();
}

} // namespace imap::store
