#pragma once

#include <QtGlobal>

namespace imap
{

/// How much room the cache of an account may take, and how long. What the journal of changes may still need
/// stays whatever these say; rows of the list stay until their messages are gone.
struct CacheLimits {
    static constexpr qint64 GiB = qint64(1) << 30;

    qint64 bodyBytes = GiB; ///< octets of message texts and attachments as kept; 0: none are kept for long
    int bodyDays = 0;       ///< texts that nobody looked at for so many days go; 0: age does not count
    int removedDays = 30;   ///< messages that are gone from the server are kept so long for undo; at least 1
    bool operator==(const CacheLimits &) const = default;
};

/// What the cache of an account takes on the disk, in octets.
struct CacheUsage {
    qint64 bodies = 0; ///< message texts and attachments
    qint64 total = 0;  ///< all files of the account's cache, with the journal
    bool operator==(const CacheUsage &) const = default;
};

} // namespace imap
