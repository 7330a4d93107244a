#pragma once

#include "commands/command.h"

namespace imap
{

/// The resources that a server of RFC 9208 says it can limit (QUOTA=RES-...); empty for one of RFC 2087,
/// which does not say.
QList<QByteArray> quotaResources(const Capabilities &capabilities);
/// Whether SETQUOTA may be tried. A server that tells of its resources tells of SETQUOTA, too (RFC 9208
/// §3.1). One of RFC 2087, and Cyrus 3.6 with names of its own ("X-QUOTA=STORAGE"), does not say, and
/// refuses.
bool mayHaveSetQuota(const Capabilities &capabilities);

/// GETQUOTA, RFC 9208 §4.1.1: the limits of one quota root.
struct GetQuota {
    using Result = QList<Quota>;
    QByteArray quotaRoot{};

    Requirements requirements() const { return {.name = "GETQUOTA", .capability = "QUOTA"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

struct QuotaRootResult {
    MailboxQuotaRoots roots{};
    QList<Quota> quotas{}; ///< of all these roots
    bool operator==(const QuotaRootResult &) const = default;
};

/// GETQUOTAROOT, RFC 9208 §4.1.2: what limits a mailbox. Works for a mailbox that does not exist yet, too.
struct GetQuotaRoot {
    using Result = QuotaRootResult;
    MailboxName mailbox{};

    Requirements requirements() const { return {.name = "GETQUOTAROOT", .capability = "QUOTA"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

/// SETQUOTA, RFC 9208 §4.1.3: one quota root, all its limits. Those not named here are lifted. The result is
/// what the server set, which may be rounded, and empty where it does not say.
struct SetQuota {
    using Result = QList<Quota>;
    QByteArray quotaRoot{};
    QList<QuotaLimit> limits{};

    Requirements requirements() const { return {.name = "SETQUOTA", .capability = "QUOTA"}; }
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
