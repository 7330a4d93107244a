#include "types/messageset.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace imap
{

template <class Id>
NumberSet<Id> NumberSet<Id>::range(Id first, Id last)
{
    NumberSet set;
    set.addRange(first.value, last.value);
    return set;
}

template <class Id>
NumberSet<Id> NumberSet<Id>::from(Id first)
{
    NumberSet set;
    set.addRange(first.value, Star);
    return set;
}

template <class Id>
NumberSet<Id> NumberSet<Id>::fromList(const QList<Id> &ids)
{
    QList<Id> sorted = ids;
    std::sort(sorted.begin(), sorted.end());
    NumberSet set;
    for (Id id : sorted)
        set.addRange(id.value, id.value);
    return set;
}

template <class Id>
std::optional<NumberSet<Id>> NumberSet<Id>::parse(QByteArrayView text)
{
    const auto number = [](QByteArrayView token) -> std::optional<quint32> {
        if (token == "*")
            return Star;
        if (token.isEmpty() || token.size() > 10)
            return {};
        quint64 value = 0;
        for (const char c : token) {
            if (c < '0' || c > '9')
                return {};
            value = value * 10 + quint64(c - '0');
        }
        if (value == 0 || value >= Star)
            return {};
        return quint32(value);
    };
    QList<Range> ranges;
    qsizetype start = 0;
    while (start <= text.size()) {
        qsizetype comma = text.indexOf(',', start);
        if (comma < 0)
            comma = text.size();
        const QByteArrayView item = text.sliced(start, comma - start);
        const qsizetype colon = item.indexOf(':');
        const auto first = number(colon < 0 ? item : item.first(colon));
        const auto last = colon < 0 ? first : number(item.sliced(colon + 1));
        if (!first || !last)
            return {};
        ranges.append(Range{std::min(*first, *last), std::max(*first, *last)});
        start = comma + 1;
    }
    // Sorted before they are added: a long set in wild order would otherwise take quadratic time.
    const auto before = [](const Range &a, const Range &b) { return a.first < b.first; };
    if (!std::is_sorted(ranges.cbegin(), ranges.cend(), before))
        std::sort(ranges.begin(), ranges.end(), before);
    NumberSet set;
    for (const Range &range : std::as_const(ranges))
        set.addRange(range.first, range.last);
    return set;
}

template <class Id>
void NumberSet<Id>::addRange(quint32 first, quint32 last)
{
    if (first == 0 || last < first)
        return;
    // The usual case, numbers in ascending order, touches only the last range.
    auto at = m_ranges.isEmpty() || m_ranges.last().first <= first
                  ? m_ranges.end()
                  : std::upper_bound(m_ranges.begin(), m_ranges.end(), first,
                                     [](quint32 value, const Range &range) { return value < range.first; });
    if (at != m_ranges.begin()) {
        const auto before = std::prev(at);
        if (before->last >= first || before->last + 1 == first)
            at = before;
    }
    if (at == m_ranges.end() || (at->first > last && at->first - last > 1)) {
        m_ranges.insert(at, Range{first, last});
        return;
    }
    at->first = std::min(at->first, first);
    at->last = std::max(at->last, last);
    auto next = std::next(at);
    while (next != m_ranges.end() && (next->first <= at->last || next->first - at->last == 1)) {
        at->last = std::max(at->last, next->last);
        ++next;
    }
    m_ranges.erase(std::next(at), next);
}

template <class Id>
void NumberSet<Id>::unite(const NumberSet &other)
{
    const QList<Range> mine = std::exchange(m_ranges, {});
    QList<Range> all;
    all.reserve(mine.size() + other.m_ranges.size());
    std::merge(mine.begin(), mine.end(), other.m_ranges.begin(), other.m_ranges.end(),
               std::back_inserter(all), [](const Range &a, const Range &b) { return a.first < b.first; });
    for (const Range &range : std::as_const(all))
        addRange(range.first, range.last);
}

template <class Id>
void NumberSet<Id>::subtract(const NumberSet &other)
{
    QList<Range> left;
    auto hole = other.m_ranges.begin();
    for (Range range : std::as_const(m_ranges)) {
        while (hole != other.m_ranges.end() && hole->last < range.first)
            ++hole;
        bool swallowed = false;
        for (auto at = hole; at != other.m_ranges.end() && at->first <= range.last; ++at) {
            if (at->first > range.first)
                left.append(Range{range.first, at->first - 1});
            swallowed = at->last >= range.last;
            if (swallowed)
                break;
            range.first = at->last + 1;
        }
        if (!swallowed)
            left.append(range);
    }
    m_ranges = std::move(left);
}

template <class Id>
bool NumberSet<Id>::contains(Id id) const
{
    auto at = std::upper_bound(m_ranges.begin(), m_ranges.end(), id.value,
                               [](quint32 value, const Range &range) { return value < range.first; });
    return at != m_ranges.begin() && std::prev(at)->last >= id.value;
}

template <class Id>
quint64 NumberSet<Id>::count() const
{
    quint64 total = 0;
    for (const Range &range : m_ranges)
        total += quint64(range.last) - range.first + 1;
    return total;
}

template <class Id>
QList<Id> NumberSet<Id>::toList(qsizetype limit) const
{
    QList<Id> ids;
    for (const Range &range : m_ranges) {
        for (quint64 value = range.first; value <= range.last && ids.size() < limit; ++value)
            ids.append(Id{quint32(value)});
    }
    return ids;
}

template <class Id>
QByteArray NumberSet<Id>::toByteArray() const
{
    QByteArray text;
    const auto append = [&text](quint32 value) {
        text += value == Star ? QByteArray("*") : QByteArray::number(value);
    };
    for (const Range &range : m_ranges) {
        if (!text.isEmpty())
            text += ',';
        append(range.first);
        if (range.last != range.first) {
            text += ':';
            append(range.last);
        }
    }
    return text;
}

template <class Id>
QList<NumberSet<Id>> NumberSet<Id>::split(qsizetype maxBytes) const
{
    QList<NumberSet> parts;
    qsizetype used = 0;
    for (const Range &range : m_ranges) {
        NumberSet one;
        one.m_ranges.append(range);
        const qsizetype cost = one.toByteArray().size() + 1;
        if (parts.isEmpty() || used + cost > maxBytes) {
            parts.append(NumberSet{});
            used = 0;
        }
        parts.last().m_ranges.append(range);
        used += cost;
    }
    return parts;
}

template class NumberSet<Uid>;
template class NumberSet<SeqNum>;

} // namespace imap
