#include "sync/folderrows.h"

namespace imap
{

void FolderRows::load()
{
    const store::RowMap map = m_store->mailboxes().loadRowMap(m_folder);
    rows = SparseRows<Uid>(map.total);
    for (const store::RowRun &run : map.runs) {
        for (quint32 i = 0; i < run.count; ++i)
            rows.set(qsizetype(run.firstSeq) - 1 + i, Uid{run.firstUid + i});
    }
}

void FolderRows::save(const store::FolderSyncState &state) const
{
    QList<store::RowRun> runs;
    rows.forEachKnown([&runs](qsizetype row, Uid uid) {
        const quint32 number = quint32(row + 1);
        const bool continues = !runs.isEmpty() && runs.last().firstSeq + runs.last().count == number &&
                               runs.last().firstUid + runs.last().count == uid.value;
        if (continues)
            ++runs.last().count;
        else if (runs.isEmpty() || uid.value >= runs.last().firstUid + runs.last().count)
            runs.append({number, uid.value, 1});
        // A UID below the one before it is a server's mistake; it is not remembered.
    });
    auto transaction = m_store->transaction();
    m_store->mailboxes().saveSyncState(m_folder, state);
    m_store->mailboxes().saveRowMap(m_folder, total(), runs);
    transaction.commit();
}

qsizetype FolderRows::rowOf(Uid uid) const
{
    return rows.findSorted([uid](Uid one) { return one == uid ? 0 : one < uid ? -1 : 1; });
}

QList<MessageRow> FolderRows::stored(const SeqSet &numbers) const
{
    QList<MessageRow> result;
    for (const auto &range : numbers.ranges()) {
        QList<Uid> uids;
        QList<SeqNum> positions;
        rows.forEachKnown(qsizetype(range.first) - 1, qsizetype(range.last), [&](qsizetype row, Uid uid) {
            uids.append(uid);
            positions.append(SeqNum{quint32(row + 1)});
        });
        const QList<MessageSummary> messages = m_store->messages().load(m_folder, uids);
        qsizetype at = 0;
        for (const MessageSummary &message : messages) {
            while (at < uids.size() && uids.at(at) != message.uid)
                ++at;
            if (at < uids.size())
                result.append({positions.at(at), std::make_shared<const MessageSummary>(message)});
        }
    }
    return result;
}

SeqSet FolderRows::missing(quint32 first, quint32 last, quint32 limit) const
{
    SeqSet numbers;
    quint32 count = 0;
    for (quint32 number = qMin(last, total()); number >= first && number > 0 && count < limit; --number) {
        if (!rows.find(qsizetype(number) - 1)) {
            numbers.addRange(number, number);
            ++count;
        }
    }
    return numbers;
}

void FolderRows::keepVerified(const SparseRows<Uid> &old)
{
    qsizetype anchor = -1;
    rows.forEachKnown([&](qsizetype row, Uid uid) {
        const Uid *before = old.find(row);
        if (before && *before == uid)
            anchor = row;
    });
    old.forEachKnown(0, anchor + 1, [this](qsizetype row, Uid uid) {
        if (!rows.find(row))
            rows.set(row, uid);
    });
}

void FolderRows::keepOnly(const SeqSet &numbers)
{
    SparseRows<Uid> all = std::exchange(rows, SparseRows<Uid>(rows.size()));
    for (const auto &range : numbers.ranges()) {
        all.forEachKnown(qsizetype(range.first) - 1, qsizetype(range.last),
                         [this](qsizetype row, Uid uid) { rows.set(row, uid); });
    }
}

} // namespace imap
