#pragma once

#include "types/cachelimits.h"
#include "types/cachesearch.h"

#include <QFuture>

namespace imap
{

/// What an account's handle can do about its cache, for those few who need that:
/// `dynamic_cast<CacheHandle *>(handle)`. The handles of makeAccount have it. The same rules as for
/// AccountHandle: every call returns at once.
class CacheHandle
{
public:
    virtual ~CacheHandle() = default;

    /// Searches what is cached, online or not; nothing is asked of the server. What was cached a moment ago
    /// may not be found yet (CacheHits::notIndexed).
    virtual QFuture<CacheHits> searchCache(const CacheSearch &search) = 0;
    /// What the cache takes on the disk.
    virtual QFuture<CacheUsage> cacheUsage() = 0;
    /// How much may be kept, from now on; the same as in the settings.
    virtual void setCacheLimits(const CacheLimits &limits) = 0;
    /// Forgets all that can be fetched again: rows, texts, attachments. The journal stays, and what it needs
    /// to take removals back. Connects anew. The result is what is still taken.
    virtual QFuture<CacheUsage> emptyCache() = 0;
};

} // namespace imap
