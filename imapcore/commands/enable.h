#pragma once

#include "commands/command.h"

namespace imap
{

/// ENABLE, RFC 5161. The result is what the server says it has enabled, as it spells it; a name missing
/// there was not enabled. Allowed only before a mailbox is selected.
struct Enable {
    using Result = QList<QByteArray>;
    QList<QByteArray> names{};

    /// Runs alone where it changes how names and strings are written: what stands behind it would be read
    /// in the new way and has been written in the old.
    Requirements requirements() const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
