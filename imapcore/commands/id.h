#pragma once

#include "commands/command.h"

namespace imap
{

using IdFields = QList<std::pair<QByteArray, OptionalBytes>>;

/// ID, RFC 2971: who we are, and who the server is. No fields: NIL is sent, which tells nothing of us.
struct Id {
    using Result = IdFields;
    IdFields fields{};

    Requirements requirements() const
    {
        return {.name = "ID", .capability = "ID", .states = AnyState, .mayCauseExpunge = false};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
