#pragma once

#include "commands/command.h"
#include "commands/uidplus.h"

namespace imap
{

struct CopyResult {
    QByteArray text{};                  ///< the server's words, raw
    std::optional<CopiedUids> copied{}; ///< nullopt: the server keeps no UIDPLUS, or nothing was copied
    bool operator==(const CopyResult &) const = default;
};

/// COPY or, with UIDs, UID COPY (RFC 9051 §6.4.7): all or, where it fails, none. A destination that does not
/// exist fails with the code TRYCREATE.
struct Copy {
    using Result = CopyResult;
    MessageSet messages{};
    MailboxName mailbox{};

    Requirements requirements() const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
};

/// MOVE or UID MOVE (RFC 6851). Its COPYUID comes untagged, in front of the EXPUNGEs (§4.3). A failure may
/// leave some messages moved.
struct Move {
    using Result = CopyResult;
    MessageSet messages{};
    MailboxName mailbox{};

    Requirements requirements() const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
};

} // namespace imap
