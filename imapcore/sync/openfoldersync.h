#pragma once

#include "sync/openfolder.h"

namespace imap
{

/// Something asked for in the flight of SELECT.
struct Ahead {
    QFuture<Nothing> answer;
    UidSet uids;
    bool changes = false; ///< only of messages that changed; otherwise of all
};

/// A folder being brought in step: what was known, what was asked, what was told.
struct OpenFolder::Resync {
    store::FolderSyncState stored; ///< of the last time
    bool condstore = false;
    bool canQresync = false;   ///< the connection has it enabled
    bool qresync = false;      ///< and SELECT asks for it
    bool awaitsClosed = false; ///< another folder was open: its last words come first
    bool reopened = false;     ///< another folder was open, so nobody asks for all counts now
    bool modSeqCounts = false; ///< the server knows what changed since
    QList<Ahead> ahead;
    QList<Ahead> answered;
    UidRows then;
    UidSet vanished;       ///< the server's word (EARLIER)
    UidSet complete;       ///< where that names all that went
    QList<Untagged> early; ///< came right behind the answer to SELECT
    Uid uidNext;           ///< as SELECT told it

    /// How many of the messages of then are still there, where that is certain.
    std::optional<qsizetype> survivors(const UidRows &now, qsizetype beyond, bool newAnswered) const
    {
        if (!stored.uidNext.isValid())
            return {};
        const qsizetype firstNew = now.lowerBound(stored.uidNext.value);
        // The lowest of the new messages is among those that were asked for, or the one before it is old.
        if (firstNew < now.size() && (newAnswered || now.at(firstNew - 1).isValid()))
            return firstNew;
        // None was new, unless it came since.
        const bool none = uidNext.isValid() && uidNext <= stored.uidNext;
        const bool few = newAnswered && uidNext.isValid() && uidNext.value <= quint64(lastAsked()) + 1;
        if (firstNew == now.size() && (none || few))
            return now.size() - beyond;
        return {};
    }
    quint32 lastAsked() const
    {
        for (const Ahead &one : ahead) {
            if (one.uids.contains(stored.uidNext))
                return one.uids.ranges().last().last;
        }
        return 0;
    }
};

} // namespace imap
