#include "store/messagestore.h"

#include "store/flagcolumns.h"
#include "store/generation.h"
#include "store/searchindex.h"
#include "store/sqlite.h"
#include "store/summarycodec.h"

namespace imap::store
{

namespace
{

using sqlite::Statement;

constexpr std::string_view SelectOne =
    "SELECT m.id, m.flags, m.keywords, m.modseq, m.date, m.date_offset, m.size, s.envelope, s.refs, "
    "s.structure, "
    "m.removed_at, m.labels FROM messages m JOIN summaries s ON s.id = m.id WHERE m.id = ?";
constexpr std::string_view SelectRange =
    "SELECT m.id, m.flags, m.keywords, m.modseq, m.date, m.date_offset, m.size, s.envelope, s.refs, "
    "s.structure, "
    "m.removed_at, m.labels FROM messages m JOIN summaries s ON s.id = m.id "
    "WHERE m.id BETWEEN ? AND ? AND m.removed_at IS NULL ORDER BY m.id LIMIT ?";

/// nullopt when the bytes make no sense: then the message counts as not stored and is fetched again.
std::optional<MessageSummary> readSummary(const Statement &row)
{
    std::optional<Envelope> envelope = decodeEnvelope(row.view(7));
    if (!envelope)
        return std::nullopt;
    MessageSummary message;
    message.uid = uidOfKey(row.number(0));
    message.flags = fromColumns(int(row.number(1)), row.view(2));
    message.modSeq = ModSeq(quint64(row.number(3)));
    if (!row.isNull(4))
        message.internalDate =
            QDateTime::fromMSecsSinceEpoch(row.number(4), Qt::OffsetFromUTC, int(row.number(5)));
    message.size = quint64(row.number(6));
    message.envelope = std::move(*envelope);
    message.references = row.blob(8);
    if (!row.isNull(9))
        message.structure = decodeStructure(row.view(9));
    if (!row.isNull(11))
        message.gmailLabels = labelsFromColumn(row.text(11));
    return message;
}

std::optional<MessageSummary> readOne(Statement &query, qint64 key, Include include)
{
    query.bind(1, key);
    std::optional<MessageSummary> message;
    if (query.step() && (include == Include::AlsoRemoved || query.isNull(10)))
        message = readSummary(query);
    query.reset();
    return message;
}

void bindFlags(Statement &statement, int first, const FlagSet &flags)
{
    const FlagColumns columns = toColumns(flags);
    statement.bind(first, columns.mask);
    if (columns.words.isEmpty())
        statement.bindNull(first + 1);
    else
        statement.bind(first + 1, columns.words);
}

void writeState(Statement &insert, qint64 key, const MessageSummary &message)
{
    insert.bind(1, key);
    bindFlags(insert, 2, message.flags);
    insert.bind(4, message.modSeq.value);
    if (message.internalDate.isValid())
        insert.bind(5, message.internalDate.toMSecsSinceEpoch())
            .bind(6, message.internalDate.offsetFromUtc());
    else
        insert.bindNull(5).bindNull(6);
    insert.bind(7, message.size).bind(8, labelsToColumn(message.gmailLabels)).run();
}

void writeSummary(Statement &insert, qint64 key, const MessageSummary &message)
{
    insert.bind(1, key).bind(2, encodeEnvelope(message.envelope));
    if (message.references.isEmpty())
        insert.bindNull(3);
    else
        insert.bind(3, message.references);
    if (message.structure)
        insert.bind(4, encodeStructure(*message.structure));
    else
        insert.bindNull(4);
    insert.run();
}

} // namespace

void MessageStore::upsert(FolderId folder, const QList<MessageSummary> &messages)
{
    sqlite::Transaction transaction(m_database);
    const qint64 generation = requireGeneration(m_database, folder);
    auto state = m_database.prepare(
        "INSERT INTO messages (id, flags, keywords, modseq, date, date_offset, size, labels) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET flags = excluded.flags, keywords = excluded.keywords, "
        "modseq = coalesce(nullif(excluded.modseq, 0), modseq), date = excluded.date, "
        "date_offset = excluded.date_offset, size = excluded.size, labels = excluded.labels, "
        "removed_at = NULL");
    auto summary = m_database.prepare(
        "INSERT INTO summaries (id, envelope, refs, structure) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET envelope = excluded.envelope, refs = coalesce(excluded.refs, refs), "
        "structure = coalesce(excluded.structure, structure)");
    for (const MessageSummary &message : messages) {
        if (!message.uid.isValid())
            continue; // no message has UID 0 (RFC 9051 §2.3.1.1)
        const qint64 key = messageKey(generation, message.uid);
        writeState(state, key, message);
        writeSummary(summary, key, message);
    }
    transaction.commit();
}

void MessageStore::addMissing(FolderId folder, const QList<MessageSummary> &messages, bool newerFlags)
{
    sqlite::Transaction transaction(m_database);
    const qint64 generation = requireGeneration(m_database, folder);
    auto state = m_database.prepare(
        "INSERT INTO messages (id, flags, keywords, modseq, date, date_offset, size, labels) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET flags = excluded.flags, keywords = excluded.keywords, "
        "modseq = excluded.modseq, labels = excluded.labels "
        "WHERE removed_at IS NULL AND excluded.modseq > modseq AND ?");
    auto summary = m_database.prepare(
        "INSERT OR IGNORE INTO summaries (id, envelope, refs, structure) VALUES (?, ?, ?, ?)");
    for (const MessageSummary &message : messages) {
        if (!message.uid.isValid())
            continue;
        const qint64 key = messageKey(generation, message.uid);
        state.bind(9, int(newerFlags));
        writeState(state, key, message);
        writeSummary(summary, key, message);
    }
    transaction.commit();
}

bool MessageStore::setFlags(FolderId folder, Uid uid, const FlagSet &flags, ModSeq modSeq)
{
    return setFlags(folder, {StoredFlags{uid, flags, modSeq}}) == 1;
}

int MessageStore::setFlags(FolderId folder, const QList<StoredFlags> &messages)
{
    sqlite::Transaction transaction(m_database);
    const qint64 generation = requireGeneration(m_database, folder);
    int found = 0;
    auto update = m_database.prepare(
        "UPDATE messages SET flags = ?, keywords = ?, modseq = coalesce(nullif(?, 0), modseq) WHERE id = ?");
    for (const StoredFlags &message : messages) {
        bindFlags(update, 1, message.flags);
        update.bind(3, message.modSeq.value).bind(4, messageKey(generation, message.uid)).run();
        found += int(m_database.changes());
    }
    transaction.commit();
    return found;
}

std::optional<MessageSummary> MessageStore::load(FolderId folder, Uid uid, Include include) const
{
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return std::nullopt;
    auto query = m_database.prepare(SelectOne);
    QList<MessageSummary> found;
    if (auto message = readOne(query, messageKey(*generation, uid), include))
        found.append(std::move(*message));
    putOver(folder, found);
    return found.isEmpty() ? std::nullopt : std::optional(std::move(found.first()));
}

QList<MessageSummary> MessageStore::load(FolderId folder, const QList<Uid> &uids, Include include) const
{
    QList<MessageSummary> messages;
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return messages;
    auto query = m_database.prepare(SelectOne);
    for (const Uid uid : uids) {
        if (messages.size() >= MaxWindow)
            break;
        if (auto message = readOne(query, messageKey(*generation, uid), include))
            messages.append(std::move(*message));
    }
    putOver(folder, messages);
    return messages;
}

QList<MessageSummary> MessageStore::load(FolderId folder, Uid first, Uid last, qsizetype limit) const
{
    QList<MessageSummary> messages;
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return messages;
    auto rows = m_database.prepare(SelectRange);
    rows.bind(1, messageKey(*generation, first)).bind(2, messageKey(*generation, last));
    rows.bind(3, qBound(qsizetype(0), limit, MaxWindow));
    while (rows.step()) {
        if (auto message = readSummary(rows))
            messages.append(std::move(*message));
    }
    putOver(folder, messages);
    return messages;
}

std::optional<MessageSummary> MessageStore::loadUnder(FolderId folder, UidValidity validity, Uid uid) const
{
    const auto generation = generationUnder(m_database, folder, validity);
    if (!generation)
        return std::nullopt;
    auto query = m_database.prepare(SelectOne);
    return readOne(query, messageKey(*generation, uid), Include::AlsoRemoved);
}

QList<StoredFlags> MessageStore::loadFlags(FolderId folder, Uid first, Uid last, qsizetype limit) const
{
    QList<StoredFlags> list;
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return list;
    auto rows =
        m_database.prepare("SELECT id, flags, keywords, modseq FROM messages WHERE id BETWEEN ? AND ? "
                           "AND removed_at IS NULL ORDER BY id LIMIT ?");
    rows.bind(1, messageKey(*generation, first)).bind(2, messageKey(*generation, last));
    rows.bind(3, qBound(qsizetype(0), limit, MaxWindow));
    while (rows.step())
        list.append({uidOfKey(rows.number(0)), fromColumns(int(rows.number(1)), rows.view(2)),
                     ModSeq(quint64(rows.number(3)))});
    return list;
}

UidSet MessageStore::uids(FolderId folder, Uid first, Uid last) const
{
    UidSet set;
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return set;
    auto rows = m_database.prepare(
        "SELECT id FROM messages WHERE id BETWEEN ? AND ? AND removed_at IS NULL ORDER BY id");
    rows.bind(1, messageKey(*generation, first)).bind(2, messageKey(*generation, last));
    UidSet::Range run;
    while (rows.step()) {
        const quint32 uid = uidOfKey(rows.number(0)).value;
        if (run.last != 0 && uid != run.last + 1) {
            set.addRange(run.first, run.last);
            run.last = 0;
        }
        if (run.last == 0)
            run.first = uid;
        run.last = uid;
    }
    if (run.last != 0)
        set.addRange(run.first, run.last);
    return set;
}

quint32 MessageStore::count(FolderId folder) const
{
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return 0;
    auto query =
        m_database.prepare("SELECT count(*) FROM messages WHERE id BETWEEN ? AND ? AND removed_at IS NULL");
    query.bind(1, messageKey(*generation, Uid(0))).bind(2, messageKey(*generation, Uid(UidSet::Star)));
    return query.step() ? query.number32(0) : 0;
}

quint32 MessageStore::count(FolderId folder, const UidSet &among) const
{
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return 0;
    auto query =
        m_database.prepare("SELECT count(*) FROM messages WHERE id BETWEEN ? AND ? AND removed_at IS NULL");
    quint32 count = 0;
    for (const UidSet::Range &range : among.ranges()) {
        query.bind(1, messageKey(*generation, Uid(range.first)))
            .bind(2, messageKey(*generation, Uid(range.last)));
        count += query.step() ? query.number32(0) : 0;
        query.reset();
    }
    return count;
}

quint32 MessageStore::unseen(FolderId folder) const
{
    const auto generation = currentGeneration(m_database, folder);
    if (!generation)
        return 0;
    auto query = m_database.prepare("SELECT count(*) FROM messages INDEXED BY messages_unseen "
                                    "WHERE id BETWEEN ? AND ? AND removed_at IS NULL AND flags & 1 = 0");
    query.bind(1, messageKey(*generation, Uid(0))).bind(2, messageKey(*generation, Uid(UidSet::Star)));
    return query.step() ? query.number32(0) : 0;
}

quint32 MessageStore::unseen(FolderId folder, const UidSet &among) const
{
    const auto generation = currentGeneration(m_database, folder);
    if (!generation || among.isEmpty())
        return 0;
    auto query = m_database.prepare("SELECT id FROM messages INDEXED BY messages_unseen "
                                    "WHERE id BETWEEN ? AND ? AND removed_at IS NULL AND flags & 1 = 0");
    query.bind(1, messageKey(*generation, Uid(among.ranges().first().first)))
        .bind(2, messageKey(*generation, Uid(among.ranges().last().last)));
    quint32 count = 0;
    while (query.step())
        count += among.contains(Uid(quint32(query.number(0)))) ? 1 : 0;
    return count;
}

int MessageStore::markRemoved(FolderId folder, const UidSet &uids)
{
    sqlite::Transaction transaction(m_database);
    const qint64 generation = requireGeneration(m_database, folder);
    const qint64 now = m_clock();
    qint64 removed = 0;
    auto update = m_database.prepare(
        "UPDATE messages SET removed_at = ? WHERE id BETWEEN ? AND ? AND removed_at IS NULL");
    for (const UidSet::Range &range : uids.ranges()) {
        update.bind(1, now);
        update.bind(2, messageKey(generation, Uid(range.first)))
            .bind(3, messageKey(generation, Uid(range.last)));
        update.run();
        removed += m_database.changes();
    }
    transaction.commit();
    return int(removed);
}

void MessageStore::dropFolderContents(FolderId folder)
{
    requireGeneration(m_database, folder);
    startGeneration(m_database, folder, UidValidity(), m_clock());
}

int MessageStore::purgeRemovedBefore(const QDateTime &time, int limit)
{
    sqlite::Transaction transaction(m_database);
    const qint64 before = time.toMSecsSinceEpoch();
    int purged = purgeSingles(before, limit);
    purged += purgeGenerations(before, limit - purged);
    transaction.commit();
    return purged;
}

int MessageStore::purgeKeys(const QList<qint64> &keys)
{
    auto message = m_database.prepare("DELETE FROM messages WHERE id = ?");
    auto summary = m_database.prepare("DELETE FROM summaries WHERE id = ?");
    // Bodies in files are deleted by BodyStore::removeStrayFiles.
    auto bodies = m_database.prepare("DELETE FROM bodies WHERE message = ?");
    for (const qint64 key : keys) {
        message.bind(1, key).run();
        summary.bind(1, key).run();
        bodies.bind(1, key).run();
        forgetSearchText(m_database, key);
    }
    return int(keys.size());
}

int MessageStore::purgeSingles(qint64 time, int limit)
{
    QList<qint64> keys;
    {
        auto rows = m_database.prepare(
            "SELECT id FROM messages WHERE removed_at IS NOT NULL AND removed_at < ? LIMIT ?");
        rows.bind(1, time).bind(2, limit);
        while (rows.step())
            keys.append(rows.number(0));
    }
    return purgeKeys(keys);
}

int MessageStore::purgeGenerations(qint64 time, int limit)
{
    int purged = 0;
    while (purged < limit) {
        qint64 generation = 0;
        {
            auto oldest = m_database.prepare("SELECT id FROM generations WHERE retired_at IS NOT NULL AND "
                                             "retired_at < ? ORDER BY retired_at LIMIT 1");
            oldest.bind(1, time);
            if (!oldest.step())
                break;
            generation = oldest.number(0);
        }
        const qint64 first = messageKey(generation, Uid(0));
        const qint64 last = messageKey(generation, Uid(UidSet::Star));
        QList<qint64> keys;
        {
            auto rows = m_database.prepare("SELECT id FROM messages WHERE id BETWEEN ? AND ? LIMIT ?");
            rows.bind(1, first).bind(2, last).bind(3, limit - purged);
            while (rows.step())
                keys.append(rows.number(0));
        }
        if (!keys.isEmpty()) {
            purged += purgeKeys(keys);
            continue;
        }
        // Bodies may have been kept without a summary.
        m_database.prepare("DELETE FROM bodies WHERE message BETWEEN ? AND ?")
            .bind(1, first)
            .bind(2, last)
            .run();
        m_database.prepare("DELETE FROM generations WHERE id = ?").bind(1, generation).run();
    }
    return purged;
}

} // namespace imap::store
