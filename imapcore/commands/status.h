#pragma once

#include "commands/command.h"

namespace imap
{

/// Which items of STATUS are asked for (RFC 9051 §6.3.11 and the RFCs named).
struct StatusItems {
    bool messages = false;
    bool uidNext = false;
    bool uidValidity = false;
    bool unseen = false;
    bool recent = false;         ///< IMAP4rev1 only
    bool deleted = false;        ///< IMAP4rev2, or RFC 9208
    bool size = false;           ///< RFC 8438
    bool highestModSeq = false;  ///< RFC 7162
    bool appendLimit = false;    ///< RFC 7889
    bool mailboxId = false;      ///< RFC 8474
    bool deletedStorage = false; ///< RFC 9208
    QList<QByteArray> extra{};   ///< other items, by name

    bool isEmpty() const;
    /// Without what the server does not offer. `extra` stays as it is.
    StatusItems supportedBy(const Capabilities &capabilities) const;
    /// "(MESSAGES UIDNEXT ...)"
    void encode(wire::Writer &writer) const;
    /// Throws CapabilityError for the first item that the server does not offer.
    void check(const Capabilities &capabilities, QByteArrayView command) const;
    bool operator==(const StatusItems &) const = default;
};

/// STATUS, RFC 9051 §6.3.11. Not meant for the selected mailbox: its answer may be stale there.
struct Status {
    using Result = MailboxStatus;
    MailboxName mailbox{};
    StatusItems items{};

    Requirements requirements() const { return {.name = "STATUS"}; }
    void check(const Capabilities &capabilities) const { items.check(capabilities, "STATUS"); }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
