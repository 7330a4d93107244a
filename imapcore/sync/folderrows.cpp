#include "sync/folderrows.h"

namespace imap
{

void FolderRows::load()
{
    const store::RowMap map = m_store->mailboxes().loadRowMap(m_folder);
    UidRows::Runs runs;
    runs.reserve(size_t(map.runs.size()) + 1);
    qsizetype row = 0;
    for (const store::RowRun &run : map.runs) {
        UidRows::pushUnknown(runs, qsizetype(run.firstSeq) - 1 - row);
        UidRows::Run known;
        known.uid = run.firstUid;
        known.count = quint32(qMin<qsizetype>(run.count, UidRows::MaxRun));
        UidRows::push(runs, known);
        row = qsizetype(run.firstSeq) - 1 + known.count;
    }
    UidRows::pushUnknown(runs, qsizetype(map.total) - row);
    replace(UidRows(runs));
}

void FolderRows::replace(UidRows rows)
{
    m_rows = std::move(rows);
    const QList<Span> spans = spansOf(m_hidden, false);
    for (const Span &span : spans)
        m_rows.setHidden(span.row, span.count, true);
}

UidRows FolderRows::take(quint32 total)
{
    return std::exchange(m_rows, UidRows(total));
}

void FolderRows::save(const store::FolderSyncState &state) const
{
    QList<store::RowRun> runs;
    m_rows.forEachRun(0, m_rows.size(), [&runs](qsizetype row, const UidRows::Run &run) {
        if (run.uid)
            runs.append({quint32(row + 1), run.uid, run.count});
    });
    auto transaction = m_store->transaction();
    m_store->mailboxes().saveSyncState(m_folder, state);
    m_store->mailboxes().saveRowMap(m_folder, total(), runs);
    transaction.commit();
}

// ---------------------------------------------------------------- numbers

SeqNum FolderRows::shownNumber(qsizetype row) const
{
    return m_rows.isHidden(row) ? SeqNum{} : SeqNum{quint32(m_rows.shownBefore(row) + 1)};
}

quint32 FolderRows::serverNumber(SeqNum shown) const
{
    const qsizetype row = m_rows.rowOfShown(qsizetype(shown.value) - 1);
    return quint32(qMin(row + 1, m_rows.size()));
}

FolderRows::Learned FolderRows::learn(qsizetype row, Uid uid)
{
    if (m_rows.at(row) == uid)
        return Learned::Known;
    const bool wasHidden = m_rows.isHidden(row);
    const bool contradicted = m_rows.set(row, uid) || wasHidden;
    const bool hide = m_hidden.contains(uid);
    if (hide)
        m_rows.setHidden(row, 1, true);
    return contradicted ? Learned::Contradicted : hide ? Learned::Hidden : Learned::New;
}

// ---------------------------------------------------------------- hidden messages

/// The known rows of `uids` that are, or are not, hidden.
QList<FolderRows::Span> FolderRows::spansOf(const UidSet &uids, bool hidden) const
{
    QList<Span> spans;
    for (const UidSet::Range &range : uids.ranges()) {
        const qsizetype first = m_rows.lowerBound(range.first);
        const qsizetype last = m_rows.lowerBound(quint64(range.last) + 1);
        m_rows.forEachRun(first, last, [&](qsizetype row, const UidRows::Run &run) {
            if (!run.uid || bool(run.hidden) != hidden)
                return;
            if (!spans.isEmpty() && spans.last().row + spans.last().count == row)
                spans.last().count += run.count;
            else
                spans.append({row, qsizetype(run.count)});
        });
    }
    return spans;
}

QList<FolderRows::Span> FolderRows::hide(const UidSet &uids)
{
    m_hidden.unite(uids);
    const QList<Span> spans = spansOf(uids, false);
    for (const Span &span : spans)
        m_rows.setHidden(span.row, span.count, true);
    return spans;
}

QList<FolderRows::Span> FolderRows::unhide(const UidSet &uids)
{
    m_hidden.subtract(uids);
    const QList<Span> spans = spansOf(uids, true);
    for (const Span &span : spans)
        m_rows.setHidden(span.row, span.count, false);
    return spans;
}

// ---------------------------------------------------------------- contents

QList<MessageRow> FolderRows::stored(const SeqSet &numbers) const
{
    QList<Uid> uids;
    QList<SeqNum> positions;
    for (const auto &range : numbers.ranges()) {
        m_rows.forEachRun(qsizetype(range.first) - 1, qsizetype(range.last),
                          [&](qsizetype row, const UidRows::Run &run) {
                              if (!run.uid || run.hidden)
                                  return;
                              const quint32 shown = quint32(m_rows.shownBefore(row) + 1);
                              for (quint32 i = 0; i < run.count && uids.size() < MostStored; ++i) {
                                  uids.append(Uid{run.uid + i});
                                  positions.append(SeqNum{shown + i});
                              }
                          });
    }
    QList<MessageRow> result;
    const QList<MessageSummary> messages = m_store->messages().load(m_folder, uids);
    qsizetype at = 0;
    for (const MessageSummary &message : messages) {
        while (at < uids.size() && uids.at(at) != message.uid)
            ++at;
        if (at < uids.size())
            result.append({positions.at(at), std::make_shared<const MessageSummary>(message)});
    }
    return result;
}

SeqSet FolderRows::missing(quint32 first, quint32 last, quint32 limit) const
{
    QList<SeqNum> numbers;
    qsizetype row = m_rows.lastUnknownBefore(qMin(last, total()));
    for (; row >= 0 && row + 1 >= qsizetype(first) && numbers.size() < limit;
         row = m_rows.lastUnknownBefore(row))
        numbers.append(SeqNum{quint32(row + 1)});
    return SeqSet::fromList(numbers);
}

void FolderRows::keepVerified(const UidRows &old)
{
    qsizetype anchor = -1;
    m_rows.forEachRun(0, m_rows.size(), [&](qsizetype row, const UidRows::Run &run) {
        for (quint32 i = 0; run.uid && i < run.count; ++i) {
            if (old.at(row + i) == Uid{run.uid + i})
                anchor = row + i;
        }
    });
    UidRows::Runs runs;
    old.forEachRun(0, anchor + 1, [&runs](qsizetype, const UidRows::Run &run) { UidRows::push(runs, run); });
    UidRows::pushUnknown(runs, m_rows.size() - (anchor + 1));
    UidRows kept(runs);
    m_rows.forEachRun(0, m_rows.size(), [&kept](qsizetype row, const UidRows::Run &run) {
        if (run.uid)
            kept.set(row, Uid{run.uid}, run.count);
    });
    replace(std::move(kept));
}

void FolderRows::keepOnly(const SeqSet &numbers)
{
    UidRows::Runs runs;
    qsizetype done = 0;
    for (const auto &range : numbers.ranges()) {
        UidRows::pushUnknown(runs, qsizetype(range.first) - 1 - done);
        m_rows.forEachRun(qsizetype(range.first) - 1, qsizetype(range.last),
                          [&runs](qsizetype, const UidRows::Run &run) { UidRows::push(runs, run); });
        done = range.last;
    }
    UidRows::pushUnknown(runs, m_rows.size() - done);
    replace(UidRows(runs));
}

UidSet FolderRows::knownRange() const
{
    const qsizetype first = m_rows.lowerBound(1);
    const qsizetype last = m_rows.lastKnownBefore(m_rows.size());
    return last < 0 ? UidSet{} : UidSet::range(m_rows.at(first), m_rows.at(last));
}

} // namespace imap
