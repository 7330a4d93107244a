#pragma once

#include "session/pendingcommand.h"
#include "session/sessionstate.h"

#include <span>

namespace imap
{

/// Why `command` cannot be sent at all, found before a byte is: CapabilityError, IllegalStateError or
/// ReadOnlyError; null where nothing speaks against it. `ahead` are the commands that are under way or
/// queued before it: a SELECT or sign-in among them counts as done.
std::exception_ptr objection(const SessionState &state, std::span<const Requirements> ahead,
                             const PendingCommand &command);

} // namespace imap
