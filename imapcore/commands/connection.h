#pragma once

#include "commands/command.h"

namespace imap
{

/// The capabilities in a [CAPABILITY ...] code (greeting, LOGIN, AUTHENTICATE), or nullopt for another code.
std::optional<Capabilities> capabilitiesFrom(const ResponseCode &code);

struct Capability { // CAPABILITY, RFC 9051 §6.1.1
    using Result = Capabilities;
    Requirements requirements() const
    {
        return {.name = "CAPABILITY", .states = AnyState, .mayCauseExpunge = false};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
};

struct Noop { // RFC 9051 §6.1.2
    using Result = Nothing;
    Requirements requirements() const { return {.name = "NOOP", .states = AnyState}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

struct Logout { // RFC 9051 §6.1.3; the session expects BYE and the end of the stream behind it
    using Result = Nothing;
    Requirements requirements() const { return {.name = "LOGOUT", .states = AnyState, .barrier = true}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

struct StartTls { // RFC 9051 §6.2.1; only Session sends it
    using Result = Nothing;
    Requirements requirements() const
    {
        return {.name = "STARTTLS", .capability = "STARTTLS", .states = NotAuthenticated, .barrier = true};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

/// COMPRESS, RFC 4978. The session speaks compressed from the OK on; NO [COMPRESSIONACTIVE] means that TLS or
/// an earlier COMPRESS does so already. Nothing may be sent while it runs, so it costs a flight of its own.
struct Compress {
    using Result = Nothing;
    Requirements requirements() const
    {
        return {
            .name = "COMPRESS", .capability = "COMPRESS=DEFLATE", .barrier = true, .mayCauseExpunge = false};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
