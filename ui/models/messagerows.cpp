#include "ui/models/messagerows.h"

#include <algorithm>

namespace ui
{

using imap::MessageRow;
using imap::MessageSummary;
using imap::Uid;

namespace
{

bool inFolder(const MessageRow &row, qsizetype total)
{
    return row.message && row.message->uid.isValid() && row.number.isValid() && row.number.value <= total;
}

/// The rows of a reset that make sense: ascending by number and by UID.
QList<MessageRow> cleaned(QList<MessageRow> rows, qsizetype total)
{
    rows.removeIf([&](const MessageRow &row) { return !inFolder(row, total); });
    std::stable_sort(rows.begin(), rows.end(),
                     [](const MessageRow &a, const MessageRow &b) { return a.number < b.number; });
    QList<MessageRow> clean;
    clean.reserve(rows.size());
    for (const MessageRow &row : std::as_const(rows)) {
        if (clean.isEmpty() ||
            (clean.last().number < row.number && clean.last().message->uid < row.message->uid))
            clean << row;
    }
    return clean;
}

} // namespace

bool isSameMessage(const MessageSummary &a, const MessageSummary &b)
{
    return a.size == b.size && a.internalDate == b.internalDate;
}

qsizetype MessageRows::indexOf(Uid uid) const
{
    return m_rows.findSorted([uid](const Entry &entry) {
        if (entry.message->uid == uid)
            return 0;
        return entry.message->uid < uid ? -1 : 1;
    });
}

Uid MessageRows::uidAt(qsizetype index) const
{
    const Entry *entry = m_rows.find(index);
    return entry ? entry->message->uid : Uid();
}

bool MessageRows::fits(qsizetype index, Uid uid) const
{
    const qsizetype before = m_rows.lastKnownBefore(index);
    const qsizetype behind = m_rows.firstKnownFrom(index + 1);
    return (before < 0 || uidAt(before) < uid) && (behind < 0 || uid < uidAt(behind));
}

void MessageRows::dropConflicts(qsizetype index, Uid uid)
{
    for (qsizetype i = m_rows.lastKnownBefore(index); i >= 0 && uid <= uidAt(i);
         i = m_rows.lastKnownBefore(index))
        m_rows.forget(i, 1);
    for (qsizetype i = m_rows.firstKnownFrom(index + 1); i >= 0 && uidAt(i) <= uid;
         i = m_rows.firstKnownFrom(index + 1))
        m_rows.forget(i, 1);
}

bool MessageRows::wouldMove(const QList<MessageRow> &rows) const
{
    return std::any_of(rows.cbegin(), rows.cend(), [&](const MessageRow &row) {
        if (!inFolder(row, total()))
            return false;
        const qsizetype index = row.number.value - 1;
        const Uid present = uidAt(index);
        if (present == row.message->uid)
            return false;
        return present.isValid() || !fits(index, row.message->uid);
    });
}

std::vector<qsizetype> MessageRows::learn(const QList<MessageRow> &rows, const Accept &accept)
{
    std::vector<qsizetype> changed;
    for (const MessageRow &row : rows) {
        if (!inFolder(row, total()))
            continue;
        const qsizetype index = row.number.value - 1;
        const Entry *present = at(index);
        if (!present && !accept(index))
            continue;
        if (present && *present->message == *row.message)
            continue;
        Entry entry{row.message, {}};
        if (present && present->message->uid == row.message->uid) {
            const bool onlyFlags = present->display && present->message->envelope == row.message->envelope &&
                                   present->message->structure == row.message->structure &&
                                   present->message->size == row.message->size &&
                                   present->message->internalDate == row.message->internalDate;
            if (onlyFlags)
                entry.display =
                    std::make_shared<const MessageDisplay>(withFlags(*present->display, *row.message));
        } else {
            dropConflicts(index, row.message->uid);
        }
        m_rows.set(index, std::move(entry));
        changed.push_back(index);
    }
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    return changed;
}

void MessageRows::put(qsizetype index, const Entry &entry)
{
    if (!at(index) && fits(index, entry.message->uid))
        m_rows.set(index, entry);
}

/// Messages only ever come at the end and go anywhere, so between two that are known in both states nothing
/// can have come. Where the distance is as before, all that was between them is where it was. Where it
/// shrank, we cannot know what went and keep the upper part's distances; `open` means that there is no upper
/// anchor.
void MessageRows::keepBetween(MessageRows &next, const Anchor &from, const Anchor &to, bool open) const
{
    const qsizetype shift = open ? from.after - from.before : to.after - to.before;
    m_rows.forEachKnown(from.before + 1, to.before, [&](qsizetype index, const Entry &entry) {
        const qsizetype place = index + shift;
        if (place > from.after && place < to.after)
            next.put(place, entry);
    });
}

MessageRows MessageRows::afterReset(qsizetype newTotal, const QList<MessageRow> &rows) const
{
    MessageRows next;
    next.append(newTotal);
    std::vector<Anchor> anchors{Anchor{}};
    bool sameUids = true;
    for (const MessageRow &row : cleaned(rows, newTotal)) {
        const qsizetype index = row.number.value - 1;
        Entry entry{row.message, {}};
        const qsizetype before = indexOf(row.message->uid);
        if (before >= 0) {
            const Entry *known = at(before);
            sameUids = sameUids && isSameMessage(*known->message, *row.message);
            if (*known->message == *row.message)
                entry.display = known->display;
            anchors.push_back({before, index});
        }
        next.m_rows.set(index, std::move(entry));
    }
    if (!sameUids) {
        // Another UIDVALIDITY: nothing that was known before means anything. Decoded words may be wrong too.
        next = MessageRows();
        next.append(newTotal);
        next.learn(cleaned(rows, newTotal), [](qsizetype) { return true; });
        return next;
    }
    for (size_t i = 1; i < anchors.size(); ++i)
        keepBetween(next, anchors[i - 1], anchors[i], false);
    keepBetween(next, anchors.back(), {total(), newTotal}, true);
    return next;
}

bool MessageRows::isKeptBy(const MessageRows &other) const
{
    bool kept = true;
    m_rows.forEachKnown([&](qsizetype index, const Entry &entry) {
        kept = kept && other.uidAt(index) == entry.message->uid;
    });
    return kept;
}

std::vector<qsizetype> MessageRows::differences(const MessageRows &other) const
{
    std::vector<qsizetype> indexes;
    other.m_rows.forEachKnown(0, total(), [&](qsizetype index, const Entry &entry) {
        const Entry *mine = at(index);
        if (!mine || !(*mine->message == *entry.message))
            indexes.push_back(index);
    });
    return indexes;
}

std::vector<IndexRun> removalRuns(const QList<imap::SeqNum> &numbers, qsizetype total)
{
    std::vector<IndexRun> runs;
    for (const imap::SeqNum number : numbers) {
        const qsizetype index = qsizetype(number.value) - 1;
        if (index < 0 || index >= total)
            continue;
        --total;
        if (!runs.empty() && index == runs.back().first) {
            ++runs.back().count;
        } else if (!runs.empty() && index + 1 == runs.back().first) {
            --runs.back().first;
            ++runs.back().count;
        } else {
            runs.push_back({index, 1});
        }
    }
    return runs;
}

std::vector<IndexRun> runsOf(const std::vector<qsizetype> &ascending)
{
    std::vector<IndexRun> runs;
    for (const qsizetype index : ascending) {
        if (!runs.empty() && runs.back().first + runs.back().count == index)
            ++runs.back().count;
        else
            runs.push_back({index, 1});
    }
    return runs;
}

} // namespace ui
