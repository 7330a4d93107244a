#pragma once

#include "commands/command.h"

namespace imap
{

/// The name as it is sent: modified UTF-7 (RFC 3501 §5.1.3), or UTF-8 where that was agreed (RFC 6855).
QByteArray rawMailboxName(const MailboxName &name, bool utf8);

struct CreateResult {
    OptionalBytes mailboxId{}; ///< RFC 8474
    bool operator==(const CreateResult &) const = default;
};

struct Create { // CREATE, RFC 9051 §6.3.4
    using Result = CreateResult;
    MailboxName mailbox{};
    QList<QByteArray> specialUse{}; ///< `\Sent`, ...; needs CREATE-SPECIAL-USE (RFC 6154 §3)

    Requirements requirements() const { return {.name = "CREATE"}; }
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
};

struct Delete { // DELETE, RFC 9051 §6.3.5
    using Result = Nothing;
    MailboxName mailbox{};

    Requirements requirements() const { return {.name = "DELETE"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

struct Rename { // RENAME, RFC 9051 §6.3.6: of INBOX, it moves the messages and leaves INBOX empty
    using Result = Nothing;
    MailboxName from{};
    MailboxName to{};

    Requirements requirements() const { return {.name = "RENAME"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

struct Subscribe { // SUBSCRIBE, RFC 9051 §6.3.7
    using Result = Nothing;
    MailboxName mailbox{};

    Requirements requirements() const { return {.name = "SUBSCRIBE"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

struct Unsubscribe { // UNSUBSCRIBE, RFC 9051 §6.3.8
    using Result = Nothing;
    MailboxName mailbox{};

    Requirements requirements() const { return {.name = "UNSUBSCRIBE"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
