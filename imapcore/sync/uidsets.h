#pragma once

#include "types/messageset.h"

#include <algorithm>

namespace imap
{

/// Those of `set` that are not in `without`.
template <class Id>
NumberSet<Id> difference(NumberSet<Id> set, const NumberSet<Id> &without)
{
    set.subtract(without);
    return set;
}

/// Those of `set` that are also in `other`.
template <class Id>
NumberSet<Id> intersection(const NumberSet<Id> &set, const NumberSet<Id> &other)
{
    return difference(set, difference(set, other));
}

/// Takes the `count` lowest numbers, which are not `*`, out of `set`.
template <class Id>
NumberSet<Id> takeLowest(NumberSet<Id> &set, quint64 count)
{
    NumberSet<Id> taken;
    for (const auto &range : set.ranges()) {
        const quint64 some = std::min(count, quint64(range.last) - range.first + 1);
        if (some > 0)
            taken.addRange(range.first, quint32(range.first + some - 1));
        count -= some;
    }
    set.subtract(taken);
    return taken;
}

} // namespace imap
