#pragma once

#include "store/store.h"
#include "types/events.h"

namespace imap
{

/// Does what needs the cache where nobody could catch an error, as in the slot of a timer or of a response:
/// what is wrong is told. Inside a transaction it is thrown on, as that is lost as a whole. Returns whether
/// it was done.
template <class Work>
bool orTell(const store::Store &store, const EventSink &sink, Work work)
{
    try {
        work();
        return true;
    } catch (const LocalError &error) {
        if (store.inTransaction())
            throw;
        sink(AlertRaised{error.message()});
    }
    return false;
}

} // namespace imap
