#pragma once

#include "commands/command.h"

namespace imap
{

struct Namespace { // NAMESPACE, RFC 2342
    using Result = Namespaces;
    Requirements requirements() const { return {.name = "NAMESPACE", .capability = "NAMESPACE"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
