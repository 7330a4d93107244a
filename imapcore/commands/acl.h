#pragma once

#include "commands/command.h"
#include "types/acl.h"

namespace imap
{

// ACL, RFC 4314. All of them want the right a (LISTRIGHTS and GETACL too), MYRIGHTS any right but l alone.

struct GetAcl { // GETACL, §3.3
    using Result = QList<AclEntry>;
    MailboxName mailbox{};

    Requirements requirements() const { return {.name = "GETACL", .capability = "ACL"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

/// SETACL, §3.1. Replacing by no rights at all is sent as DELETEACL: Dovecot 2.3.19 keeps an empty entry
/// after SETACL with "", which hides what the person has by other entries. For a server of RFC 2086 the
/// rights must be `Rights::obsolete`.
struct SetAcl {
    enum class Change { Replace, Add, Remove };
    using Result = Nothing;
    MailboxName mailbox{};
    QByteArray identifier{}; ///< with "-" in front: rights to take away
    Rights rights{};
    Change change = Change::Replace;

    Requirements requirements() const
    {
        return {.name = deletes() ? "DELETEACL" : "SETACL", .capability = "ACL"};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;

private:
    bool deletes() const { return change == Change::Replace && rights.isEmpty(); }
};

struct DeleteAcl { // DELETEACL, §3.2: no error where there is no such entry
    using Result = Nothing;
    MailboxName mailbox{};
    QByteArray identifier{};

    Requirements requirements() const { return {.name = "DELETEACL", .capability = "ACL"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

struct ListRights { // LISTRIGHTS, §3.4
    using Result = GrantableRights;
    MailboxName mailbox{};
    QByteArray identifier{};

    Requirements requirements() const { return {.name = "LISTRIGHTS", .capability = "ACL"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

struct MyRights { // MYRIGHTS, §3.5
    using Result = Rights;
    MailboxName mailbox{};

    Requirements requirements() const { return {.name = "MYRIGHTS", .capability = "ACL"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
