#pragma once

#include "commands/command.h"

#include <span>

namespace imap
{

/// Whether `next` may be sent while `running` have been sent and not answered (RFC 9051 §5.5). Commands
/// never overtake each other; this only decides whether the next in the queue must wait.
bool mayStart(const Requirements &next, std::span<const Requirements> running);

} // namespace imap
