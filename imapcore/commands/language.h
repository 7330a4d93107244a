#pragma once

#include "commands/command.h"

namespace imap
{

/// LANGUAGE, RFC 5255 §3.2: in which language the server speaks to people. Without ranges it lists what it
/// has; with ranges, best first, it takes the first that it can ("default" is always there) and says which.
/// NO where it has none of them. May change the names of namespaces, too.
struct Language {
    using Result = QList<QByteArray>; ///< language tags
    QList<QByteArray> ranges{};

    Requirements requirements() const
    {
        return {.name = "LANGUAGE", .capability = "LANGUAGE", .states = AnyState};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

struct ComparatorResult {
    QByteArray active{};
    QList<QByteArray> matching{}; ///< those that matched the order asked for
    bool operator==(const ComparatorResult &) const = default;
};

/// COMPARATOR, RFC 5255 §4.7: how SEARCH, SORT and THREAD compare text. Without an order it says which is
/// active; with one, the first that the server knows becomes active, and NO with [BADCOMPARATOR] where it
/// knows none.
struct Comparator {
    using Result = ComparatorResult;
    QList<QByteArray> order{}; ///< RFC 4790 names, `*` allowed in them

    Requirements requirements() const { return {.name = "COMPARATOR", .capability = "I18NLEVEL=2"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
