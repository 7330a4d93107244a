// What MessageListModel knows of which message stands where: rows, numbers and UIDs; what one looks for.
#include "ui/models/messagelistmodel.h"

#include <algorithm>
#include <limits>

namespace ui
{

using imap::Uid;

namespace
{

/// Sorted and each once. Runs of UIDs are dense, so marking them in a map of bits is faster than sorting,
/// which a million of them would take longer than a frame.
void sortUids(std::vector<quint32> &uids)
{
    constexpr size_t few = 10'000;
    if (!uids.empty() && uids.size() > few) {
        const auto [least, most] = std::minmax_element(uids.begin(), uids.end());
        const quint32 first = *least;
        const size_t span = size_t(*most - first) + 1;
        constexpr size_t bits = 64;
        if (span / bits < uids.size()) {
            std::vector<quint64> map(span / bits + 1, 0);
            for (const quint32 uid : uids)
                map[(uid - first) / bits] |= quint64(1) << ((uid - first) % bits);
            uids.clear();
            for (size_t word = 0; word < map.size(); ++word) {
                for (quint64 left = map[word]; left != 0; left &= left - 1)
                    uids.push_back(first + quint32(word * bits) + quint32(qCountTrailingZeroBits(left)));
            }
            return;
        }
    }
    std::sort(uids.begin(), uids.end());
    uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
}

bool startsWord(const QString &text, const QString &prefix)
{
    for (qsizetype at = text.indexOf(prefix, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(prefix, at + 1, Qt::CaseInsensitive)) {
        if (at == 0 || !text[at - 1].isLetterOrNumber())
            return true;
    }
    return false;
}

/// The number behind `from` in a set that is not empty, or its first one.
quint32 nextAbove(const imap::UidSet &set, quint32 from)
{
    for (const imap::UidSet::Range &range : set.ranges()) {
        if (range.last > from)
            return std::max(range.first, from + 1);
    }
    return set.ranges().first().first;
}

/// The number in front of `from`, or its last one.
quint32 nextBelow(const imap::UidSet &set, quint32 from)
{
    const QList<imap::UidSet::Range> &ranges = set.ranges();
    for (auto range = ranges.crbegin(); range != ranges.crend(); ++range) {
        if (range->first < from)
            return std::min(range->last, from - 1);
    }
    return ranges.last().last;
}

} // namespace

/// Of known rows and of all messages of arranged ones; ascending, each once.
std::vector<quint32> MessageListModel::sortedUids(const QItemSelection &selection) const
{
    std::vector<quint32> uids;
    for (const QItemSelectionRange &range : selection) {
        const auto [first, last] = std::minmax({indexOfRow(range.top()), indexOfRow(range.bottom())});
        if (m_arranged) {
            const auto [begin, end] = m_arranged->messagesOf(first, last);
            const QList<quint32> &all = m_arranged->messages().uids();
            uids.insert(uids.end(), all.begin() + begin, all.begin() + end);
        } else {
            m_rows.forEachKnown(first, last + 1, [&](qsizetype, const MessageRows::Entry &entry) {
                uids.push_back(entry.message->uid.value);
            });
        }
    }
    sortUids(uids);
    return uids;
}

QList<Uid> MessageListModel::uids(const QItemSelection &selection) const
{
    const std::vector<quint32> uids = sortedUids(selection);
    QList<Uid> list;
    list.reserve(qsizetype(uids.size()));
    for (const quint32 uid : uids)
        list.append(Uid(uid));
    return list;
}

int MessageListModel::rowOfNumber(imap::SeqNum number) const
{
    const bool inside = !m_arranged && number.isValid() && qsizetype(number.value) <= m_rows.total();
    return inside ? rowOfIndex(qsizetype(number.value) - 1) : -1;
}

QFuture<imap::UidSet> MessageListModel::resolve(const QItemSelection &selection) const
{
    imap::UidSet known;
    if (m_arranged) {
        // Who made the order told of all of its messages.
        for (const quint32 uid : sortedUids(selection))
            known.add(Uid(uid));
        return QtFuture::makeReadyFuture(known);
    }
    imap::SeqSet unknown;
    for (const QItemSelectionRange &range : selection) {
        if (range.left() != 0)
            continue; // a selection of rows has ranges of columns beside each other
        const auto [first, last] = std::minmax({indexOfRow(range.top()), indexOfRow(range.bottom())});
        qsizetype next = first;
        const auto gapUntil = [&](qsizetype index) {
            if (index > next)
                unknown.addRange(quint32(next + 1), quint32(index));
            next = index + 1;
        };
        m_rows.forEachKnown(first, last + 1, [&](qsizetype index, const MessageRows::Entry &entry) {
            gapUntil(index);
            known.add(entry.message->uid);
        });
        gapUntil(last + 1);
    }
    if (unknown.isEmpty() || !m_account)
        return QtFuture::makeReadyFuture(known);
    return m_account->resolve(m_opening.folder, unknown, m_revision).then([known](imap::UidSet all) {
        all.unite(known);
        return all;
    });
}

int MessageListModel::findText(const QString &text, int from) const
{
    if (text.isEmpty())
        return -1;
    int best = -1;
    const int rows = rowCount();
    const auto distance = [&](int row) { return (qint64(row) - from + rows) % rows; };
    const auto look = [&](int row) {
        if (best >= 0 && distance(best) <= distance(row))
            return;
        const MessageDisplayPtr display = displayAt(row);
        if (startsWord(display->correspondents, text) ||
            display->subject.startsWith(text, Qt::CaseInsensitive))
            best = row;
    };
    if (!m_arranged) {
        m_rows.forEachKnown(0, m_rows.total(),
                            [&](qsizetype index, const auto &) { look(rowOfIndex(index)); });
        return best;
    }
    for (int row = std::max<int>(0, m_firstVisible - keptAround);
         row < rows && row <= m_lastVisible + keptAround; ++row) {
        if (entryAt(row))
            look(row);
    }
    return best;
}

QFuture<imap::UidSet> MessageListModel::messageOfNumber(imap::SeqNum number) const
{
    if (const MessageRows::Entry *entry = m_rows.at(qsizetype(number.value) - 1))
        return QtFuture::makeReadyFuture(imap::UidSet::single(entry->message->uid));
    if (!m_account || !number.isValid() || qsizetype(number.value) > m_rows.total())
        return QtFuture::makeReadyFuture(imap::UidSet());
    return m_account->resolve(m_opening.folder, imap::SeqSet::single(number), m_revision);
}

Uid MessageListModel::nextUnread(int row, const imap::UidSet &told) const
{
    imap::UidSet read;
    const auto look = [&read](const MessageRows::Entry &entry) {
        if (entry.message->flags.contains(imap::flags::Seen))
            read.add(entry.message->uid);
    };
    if (m_arranged)
        std::for_each(m_contents.cbegin(), m_contents.cend(), look);
    else
        m_rows.forEachKnown(0, m_rows.total(), [&look](qsizetype, const auto &entry) { look(entry); });
    imap::UidSet unread = told;
    unread.subtract(read);
    if (unread.isEmpty())
        return {};
    if (m_arranged)
        return nextOf(unread.toList(), row);
    // UIDs go up with the numbers, so it does not matter that most rows are not known.
    const quint32 from = uidAt(row).value;
    if (m_newestFirst)
        return Uid(nextBelow(unread, from > 0 ? from : std::numeric_limits<quint32>::max()));
    return Uid(nextAbove(unread, from));
}

/// Of these the one that stands next behind `row`, going on from the top; invalid if none has a row.
Uid MessageListModel::nextOf(const QList<Uid> &uids, int row) const
{
    const std::vector<int> rows = rowsOf({uids.cbegin(), uids.cend()});
    const qint64 count = rowCount();
    Uid next;
    qint64 nearest = count;
    for (size_t i = 0; i < rows.size(); ++i) {
        const qint64 distance = rows[i] < 0 ? count : (rows[i] - row - 1 + count) % count;
        if (distance < nearest) {
            nearest = distance;
            next = uids[qsizetype(i)];
        }
    }
    return next;
}

} // namespace ui
