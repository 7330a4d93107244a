#pragma once

#include "commands/command.h"

namespace imap
{

/// What an expunge told. After ENABLE QRESYNC or UIDONLY the server sends VANISHED in place of EXPUNGE.
struct ExpungeResult {
    QByteArray text{};           ///< the server's words, raw
    QList<Untagged> responses{}; ///< EXPUNGE, VANISHED, EXISTS and RECENT, in the server's order
    bool operator==(const ExpungeResult &) const = default;
};

/// EXPUNGE (RFC 9051 §6.4.3): removes every message marked `\Deleted`, whoever marked it.
struct Expunge {
    using Result = ExpungeResult;

    Requirements requirements() const
    {
        return {.name = "EXPUNGE", .states = Selected, .modifiesMailbox = true, .readsFlags = true};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
};

/// UID EXPUNGE (RFC 4315 §2.1): of these, those that are marked `\Deleted`.
struct UidExpunge {
    using Result = ExpungeResult;
    UidSet messages{};

    Requirements requirements() const
    {
        return {.name = "UID EXPUNGE",
                .capability = "UIDPLUS",
                .states = Selected,
                .modifiesMailbox = true,
                .readsFlags = true};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
};

} // namespace imap
