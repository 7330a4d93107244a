#include "commands/uidplus.h"

#include <QByteArrayView>
#include <algorithm>

namespace imap
{

namespace
{

constexpr quint64 MostUids = 1'000'000;

struct UidRange {
    quint32 first = 0;
    quint32 count = 0;
};

quint32 parseUid(QByteArrayView text)
{
    quint64 value = 0;
    if (text.isEmpty() || text.size() > 10)
        return 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return 0;
        value = value * 10 + quint64(c - '0');
    }
    // The largest number is kept for "*", and its range would overflow the count.
    return value < 0xFFFFFFFFu ? quint32(value) : 0;
}

/// uid-set   = (uniqueid / uid-range) *("," uid-set)
/// uid-range = uniqueid ":" uniqueid    ; the order of the two does not matter   (RFC 4315 §4)
///
/// Unlike a set that names messages, its order counts: the n-th source goes with the n-th destination.
/// Empty where the text is something else.
QList<UidRange> orderedSet(const Token &token)
{
    const QByteArray text = token.text();
    QList<UidRange> ranges;
    qsizetype start = 0;
    while (start <= text.size()) {
        const qsizetype comma = text.indexOf(',', start);
        const QByteArrayView item =
            QByteArrayView(text).sliced(start, (comma < 0 ? text.size() : comma) - start);
        const qsizetype colon = item.indexOf(':');
        const quint32 one = parseUid(colon < 0 ? item : item.first(colon));
        const quint32 other = colon < 0 ? one : parseUid(item.sliced(colon + 1));
        if (one == 0 || other == 0)
            return {};
        ranges.append({std::min(one, other), std::max(one, other) - std::min(one, other) + 1});
        if (comma < 0)
            break;
        start = comma + 1;
    }
    return ranges;
}

} // namespace

quint64 CopiedUids::count() const
{
    quint64 total = 0;
    for (const Run &run : runs)
        total += run.count;
    return total;
}

std::optional<Uid> CopiedUids::destinationOf(Uid source) const
{
    for (const Run &run : runs) {
        if (source >= run.source && source.value - run.source.value < run.count)
            return Uid(run.destination.value + (source.value - run.source.value));
    }
    return {};
}

QList<std::pair<Uid, Uid>> CopiedUids::pairs(qsizetype limit) const
{
    QList<std::pair<Uid, Uid>> list;
    for (const Run &run : runs) {
        for (quint32 i = 0; i < run.count && list.size() < limit; ++i)
            list.append({Uid(run.source.value + i), Uid(run.destination.value + i)});
    }
    return list;
}

void CopiedUids::append(const CopiedUids &more)
{
    uidValidity = more.uidValidity;
    for (const Run &run : more.runs) {
        Run *last = runs.isEmpty() ? nullptr : &runs.last();
        if (last && last->source.value + last->count == run.source.value &&
            last->destination.value + last->count == run.destination.value)
            last->count += run.count;
        else
            runs.append(run);
    }
}

/// resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set           (RFC 4315 §4)
std::optional<CopiedUids> copiedUids(const ResponseCode &code)
{
    if (code.name != "COPYUID" || code.arguments.size() != 3)
        return {};
    CopiedUids copied;
    copied.uidValidity = UidValidity(parseUid(code.arguments.at(0).text()));
    const QList<UidRange> sources = orderedSet(code.arguments.at(1));
    const QList<UidRange> destinations = orderedSet(code.arguments.at(2));
    if (!copied.uidValidity.isValid() || sources.isEmpty() || destinations.isEmpty())
        return {};
    quint32 sourceUsed = 0;
    quint32 destinationUsed = 0;
    auto source = sources.begin();
    auto destination = destinations.begin();
    while (source != sources.end() && destination != destinations.end()) {
        const quint32 count = std::min(source->count - sourceUsed, destination->count - destinationUsed);
        CopiedUids next{
            copied.uidValidity,
            {{Uid(source->first + sourceUsed), Uid(destination->first + destinationUsed), count}}};
        copied.append(next);
        if ((sourceUsed += count) == source->count) {
            ++source;
            sourceUsed = 0;
        }
        if ((destinationUsed += count) == destination->count) {
            ++destination;
            destinationUsed = 0;
        }
    }
    if (source != sources.end() || destination != destinations.end())
        return {};
    return copied;
}

/// resp-code-apnd = "APPENDUID" SP nz-number SP append-uid
/// append-uid     = uniqueid / uid-set              ; the latter with MULTIAPPEND    (RFC 4315 §4)
std::optional<AppendedUids> appendedUids(const ResponseCode &code)
{
    if (code.name != "APPENDUID" || code.arguments.size() != 2)
        return {};
    AppendedUids appended;
    appended.uidValidity = UidValidity(parseUid(code.arguments.at(0).text()));
    quint64 total = 0;
    const QList<UidRange> ranges = orderedSet(code.arguments.at(1));
    for (const UidRange &range : ranges)
        total += range.count;
    if (!appended.uidValidity.isValid() || total == 0 || total > MostUids)
        return {};
    for (const UidRange &range : ranges) {
        for (quint32 i = 0; i < range.count; ++i)
            appended.uids.append(Uid(range.first + i));
    }
    return appended;
}

} // namespace imap
