#pragma once

#include "store/store.h"

namespace imap
{

/// How many of these messages are without `\Seen`, as far as the cache has them.
qint64 unseenAmong(store::Store &store, const store::Place &place);

} // namespace imap
