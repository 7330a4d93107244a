#include "sync/uidsets.h"

namespace imap
{

UidSet difference(UidSet set, const UidSet &without)
{
    set.subtract(without);
    return set;
}

UidSet intersection(const UidSet &set, const UidSet &other)
{
    return difference(set, difference(set, other));
}

} // namespace imap
