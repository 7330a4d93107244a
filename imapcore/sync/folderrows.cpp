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
    m_rows.forEachRun(0, qsizetype(state.exists), [&runs](qsizetype row, const UidRows::Run &run) {
        if (run.uid)
            runs.append({quint32(row + 1), run.uid, run.count});
    });
    auto transaction = m_store->transaction();
    m_store->mailboxes().saveSyncState(m_folder, state);
    m_store->mailboxes().saveRowMap(m_folder, state.exists, runs);
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

bool FolderRows::learnAll(const UidSet &all, std::optional<qsizetype> end)
{
    const qsizetype count = qsizetype(all.count());
    if (count == 0 || all.hasStar())
        return false;
    const auto lowest = all.ranges().first().first;
    const auto highest = all.ranges().last().last;
    qsizetype first = end ? *end - count : -1;
    if (!end) {
        // A known row, and how many of them stand in front of it.
        const qsizetype anchor = m_rows.lowerBound(lowest);
        const Uid uid = m_rows.at(anchor);
        if (!uid.isValid() || uid.value > highest)
            return false;
        UidSet before = all;
        before.subtract(UidSet::from(uid));
        first = anchor - qsizetype(before.count());
    }
    if (first < 0 || first + count > m_rows.size())
        return false;
    UidRows::Runs runs;
    for (const UidSet::Range &range : all.ranges()) {
        UidRows::Run run;
        run.uid = range.first;
        run.count = range.last - range.first + 1;
        UidRows::push(runs, run);
    }
    const UidRows claimed(runs);
    bool fits = true;
    m_rows.forEachRun(first, first + count, [&](qsizetype row, const UidRows::Run &run) {
        if (run.uid)
            fits = fits && claimed.at(row - first) == Uid{run.uid} &&
                   claimed.at(row - first + run.count - 1) == Uid{run.uid + (run.count - 1)};
    });
    // Nor may one that is known elsewhere belong here.
    fits = fits && m_rows.lastKnownBefore(first) < m_rows.lowerBound(lowest) &&
           m_rows.lowerBound(quint64(highest) + 1) >= first + count;
    if (!fits)
        return false;
    qsizetype row = first;
    for (const UidRows::Run &run : runs) {
        m_rows.set(row, Uid{run.uid}, run.count);
        row += run.count;
    }
    const QList<Span> spans = spansOf(m_hidden, false);
    for (const Span &span : spans)
        m_rows.setHidden(span.row, span.count, true);
    return true;
}

QList<FolderRows::Span> FolderRows::vanished(const UidSet &uids) const
{
    QList<Span> spans;
    const auto add = [&spans](qsizetype row, qsizetype count) {
        if (count > 0 && !spans.isEmpty() && spans.last().row + spans.last().count == row)
            spans.last().count += count;
        else if (count > 0)
            spans.append({row, count});
    };
    // Unknown rows in front of `end` can be as many as there are UIDs from `uid` on that went.
    qsizetype gapEnd = -1;
    qsizetype taken = 0;
    const auto addUnknown = [&](qsizetype end, quint64 count) {
        if (end != gapEnd)
            taken = 0;
        gapEnd = end;
        const qsizetype begin = m_rows.lastKnownBefore(end) + 1;
        const qsizetype some = qsizetype(qMin<quint64>(count, quint64(end - begin - taken)));
        add(begin + taken, some);
        taken += some;
    };
    for (const UidSet::Range &range : uids.ranges()) {
        quint64 uid = range.first;
        while (uid <= range.last) {
            const qsizetype row = m_rows.lowerBound(uid);
            const Uid known = m_rows.at(row);
            const quint64 next = known.isValid() ? qMin<quint64>(known.value, quint64(range.last) + 1)
                                                 : quint64(range.last) + 1;
            if (next > uid)
                addUnknown(row, next - uid);
            uid = next;
            // A run of known ones.
            const qsizetype end = m_rows.lowerBound(quint64(range.last) + 1);
            for (qsizetype at = row; uid <= range.last && at < end && m_rows.at(at) == Uid{quint32(uid)};
                 ++at, ++uid)
                add(at, 1);
        }
    }
    return spans;
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
    const qsizetype end = qMin(last, total());
    const qsizetype begin = qMax<qsizetype>(qsizetype(qMax(first, 1u)) - 1, end - MostStored);
    QList<SeqNum> numbers;
    const UidSet known = uids(begin, end);
    UidSet stored;
    if (!known.isEmpty())
        stored = m_store->messages().uids(m_folder, Uid{known.ranges().first().first},
                                          Uid{known.ranges().last().last});
    UidSet lacking = known;
    lacking.subtract(stored);
    if (lacking.isEmpty() && m_rows.lastUnknownBefore(end) < begin)
        return {};
    for (qsizetype row = end - 1; row >= begin && numbers.size() < limit; --row) {
        const Uid uid = m_rows.at(row);
        if ((!uid.isValid() || lacking.contains(uid)) && !m_rows.isHidden(row))
            numbers.append(SeqNum{quint32(row + 1)});
    }
    return SeqSet::fromList(numbers);
}

UidSet FolderRows::uidsOf(const UidRows &rows, qsizetype first, qsizetype last)
{
    UidSet uids;
    rows.forEachRun(first, last, [&uids](qsizetype, const UidRows::Run &run) {
        if (run.uid)
            uids.addRange(run.uid, run.uid + (run.count - 1));
    });
    return uids;
}

} // namespace imap
