#pragma once

#include "commands/command.h"

namespace imap
{

/// UNAUTHENTICATE, RFC 8437: back to before sign-in on the same connection, for an administrator who works
/// for one user after the other. The mailbox is left without expunging; what was enabled, NOTIFY and the
/// capabilities are forgotten; TLS stays, a SASL security layer and compression end with it (§4.1).
struct Unauthenticate {
    using Result = Nothing;

    Requirements requirements() const
    {
        return {.name = "UNAUTHENTICATE",
                .capability = "UNAUTHENTICATE",
                .barrier = true,
                .changesSelection = true};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
