#pragma once

#include "types/mailboxname.h"

#include <QByteArray>
#include <QList>

namespace imap
{

/// How much of one resource is used below one quota root, and how much may be (RFC 9208 §4.2.1). STORAGE is
/// counted in units of 1024 octets, MESSAGE, MAILBOX and ANNOTATION-STORAGE (again 1024 octets) as they say;
/// servers have more, such as X-NUM-FOLDERS.
struct Quota {
    QByteArray quotaRoot; ///< may be empty, and need not be a mailbox
    QByteArray resource;  ///< upper case
    quint64 usage = 0;
    quint64 limit = 0;
    bool operator==(const Quota &) const = default;
};

/// What SETQUOTA sets for one resource.
struct QuotaLimit {
    QByteArray resource{};
    quint64 limit = 0; ///< in the units of the resource, below 2^63
    bool operator==(const QuotaLimit &) const = default;
};

/// The quota roots that limit a mailbox (RFC 9208 §4.2.2); none: nothing limits it.
struct MailboxQuotaRoots {
    MailboxName mailbox;
    QList<QByteArray> quotaRoots;
    bool operator==(const MailboxQuotaRoots &) const = default;
};

} // namespace imap
