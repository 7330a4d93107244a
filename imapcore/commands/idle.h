#pragma once

#include "commands/command.h"

namespace imap
{

/// IDLE, RFC 2177. It stays unanswered until the session, which alone knows when, writes DONE.
struct Idle {
    using Result = Nothing;
    Requirements requirements() const { return {.name = "IDLE", .capability = "IDLE", .barrier = true}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    /// "+ idling": the server listens; there is nothing to say.
    std::optional<wire::Chunk> respond(const QByteArray &continuation) const;
};

} // namespace imap
