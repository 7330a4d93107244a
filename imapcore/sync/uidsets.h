#pragma once

#include "types/messageset.h"

namespace imap
{

/// Those of `set` that are not in `without`.
UidSet difference(UidSet set, const UidSet &without);
/// Those of `set` that are also in `other`.
UidSet intersection(const UidSet &set, const UidSet &other);

} // namespace imap
