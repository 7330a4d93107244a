#pragma once

#include "types/messageset.h"

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

} // namespace imap
