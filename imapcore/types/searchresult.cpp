#include "types/searchresult.h"

#include <algorithm>
#include <limits>

namespace imap
{

namespace
{

/// Digits up to `end`; 0 where there are none, or too many, or the number is 0.
quint32 takeNumber(const char *&at, const char *end)
{
    quint64 value = 0;
    const char *const begin = at;
    for (; at != end && *at >= '0' && *at <= '9'; ++at) {
        if (at - begin == 10)
            return 0;
        value = value * 10 + quint64(*at - '0');
    }
    return value <= std::numeric_limits<quint32>::max() ? quint32(value) : 0;
}

} // namespace

std::optional<NumberRuns> NumberRuns::parse(QByteArrayView text)
{
    NumberRuns result;
    const char *at = text.begin();
    const char *const end = text.end();
    for (;;) {
        const quint32 first = takeNumber(at, end);
        if (first == 0)
            return {};
        quint32 last = first;
        if (at != end && *at == ':') {
            last = takeNumber(++at, end);
            if (last == 0)
                return {};
        }
        result.runs.append({first, last});
        if (at == end)
            return result;
        if (*at != ',')
            return {};
        ++at;
    }
}

quint64 NumberRuns::count() const
{
    quint64 total = 0;
    for (const Run &run : runs)
        total += quint64(std::max(run.first, run.last)) - std::min(run.first, run.last) + 1;
    return total;
}

QList<quint32> NumberRuns::toList(qsizetype limit) const
{
    QList<quint32> list;
    list.reserve(qsizetype(std::min(count(), quint64(limit))));
    for (const Run &run : runs) {
        const qint64 step = run.first <= run.last ? 1 : -1;
        for (qint64 number = run.first; list.size() < limit; number += step) {
            list.append(quint32(number));
            if (number == run.last)
                break;
        }
    }
    return list;
}

template <class Id>
NumberSet<Id> NumberRuns::toSet() const
{
    QList<Run> ascending = runs;
    for (Run &run : ascending) {
        if (run.last < run.first)
            std::swap(run.first, run.last);
    }
    // Sorted first: adding in wild order would take quadratic time.
    const auto before = [](const Run &a, const Run &b) { return a.first < b.first; };
    if (!std::is_sorted(ascending.cbegin(), ascending.cend(), before))
        std::sort(ascending.begin(), ascending.end(), before);
    NumberSet<Id> set;
    for (const Run &run : std::as_const(ascending))
        set.addRange(run.first, run.last);
    return set;
}

template NumberSet<Uid> NumberRuns::toSet<Uid>() const;
template NumberSet<SeqNum> NumberRuns::toSet<SeqNum>() const;

QByteArray NumberRuns::toByteArray() const
{
    QByteArray text;
    for (const Run &run : runs) {
        if (!text.isEmpty())
            text += ',';
        text += QByteArray::number(run.first);
        if (run.last != run.first)
            text += ':' + QByteArray::number(run.last);
    }
    return text;
}

std::optional<PartialRange> PartialRange::parse(QByteArrayView text)
{
    const qsizetype colon = text.indexOf(':');
    if (colon < 0)
        return {};
    const auto number = [](QByteArrayView part) -> qint64 {
        const bool negative = part.startsWith('-');
        if (negative)
            part = part.sliced(1);
        const char *at = part.begin();
        const qint64 value = takeNumber(at, part.end());
        return at == part.end() && !part.isEmpty() ? (negative ? -value : value) : 0;
    };
    const PartialRange range{number(text.first(colon)), number(text.sliced(colon + 1))};
    if (range.first == 0 || range.last == 0 || (range.first < 0) != (range.last < 0))
        return {};
    return range;
}

QByteArray PartialRange::toByteArray() const
{
    return QByteArray::number(first) + ':' + QByteArray::number(last);
}

} // namespace imap
