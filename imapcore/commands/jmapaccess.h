#pragma once

#include "commands/command.h"

namespace imap
{

/// GETJMAPACCESS, RFC 9698 §4: the URL of the JMAP session that shows the same mail; empty where the server
/// did not say. Whoever signs in there must look at the host first: it need not be the one of IMAP.
struct GetJmapAccess {
    using Result = QByteArray;

    Requirements requirements() const
    {
        return {.name = "GETJMAPACCESS", .capability = "JMAPACCESS", .mayCauseExpunge = false};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
