#pragma once

#include "types/acl.h"
#include "types/mailbox.h"
#include "types/metadata.h"
#include "types/quota.h"
#include "types/specialfolder.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <optional>
#include <utility>

namespace imap
{

// What people look up about a server and its folders. Each value is one answer to one question and is not
// kept up to date; what the server does not offer or refuses is nullopt.

/// Which flags a folder keeps, as SELECT tells (RFC 9051 §6.3.2).
struct FolderFlags {
    FlagSet flags;     ///< in use or known there
    FlagSet permanent; ///< those of them that stay
    bool keywordsAllowed = false;
    bool readOnly = false;
    bool operator==(const FolderFlags &) const = default;
};

/// Everything about one folder.
struct FolderDetails {
    MailboxName name;
    QByteArray rawName; ///< as it is sent, modified UTF-7 (RFC 3501 §5.1.3) or UTF-8
    MailboxStatus status;
    QString statusRefused;            ///< the server's words, where it would not tell
    std::optional<FolderFlags> flags; ///< nullopt: cannot be opened
    std::optional<Rights> myRights;   ///< nullopt: no ACL, or not told
    /// nullopt: no QUOTA, or not told; empty: nothing limits this folder.
    std::optional<QList<QByteArray>> quotaRoots;
    QList<Quota> quotas; ///< of those roots
    bool operator==(const FolderDetails &) const = default;
};

/// What limits the folders of an account.
struct QuotaOverview {
    bool offered = false;        ///< the server has QUOTA
    QList<Quota> quotas;         ///< of every root, each resource once
    QList<QByteArray> roots;     ///< those without a limit, too
    QList<QByteArray> resources; ///< what can be limited, where the server says so (QUOTA=RES-, RFC 9208)
    bool canSet = false;         ///< the server says that it has SETQUOTA (RFC 9208), or does not say
    QList<MailboxQuotaRoots> folders;
    bool operator==(const QuotaOverview &) const = default;
};

/// Who may do what in a folder.
struct FolderAccess {
    bool offered = false;  ///< the server has ACL
    bool newRights = true; ///< k, x, t, e (RFC 4314); false: c and d alone (RFC 2086)
    std::optional<Rights> mine;
    std::optional<QList<AclEntry>> entries; ///< nullopt: it takes the right a to see them
    QString refused;                        ///< the server's words for that
    bool operator==(const FolderAccess &) const = default;
};

/// What is noted on a folder, or on the server itself (RFC 5464): those entries that have a value.
struct Annotations {
    bool offered = false; ///< the server has METADATA, or METADATA-SERVER for its own
    QList<MetadataEntry> entries;
    std::optional<quint64> longest; ///< octets; at least one value was left out, as nobody reads that much
    bool operator==(const Annotations &) const = default;
};

/// A name in the account's list of subscriptions, which may outlive its folder (RFC 9051 §6.3.7).
struct Subscription {
    MailboxName name;
    std::optional<QChar> delimiter;
    FolderOwner owner = FolderOwner::Personal;
    bool exists = true;
    bool operator==(const Subscription &) const = default;
};

/// The server at the other end of the connection.
struct ServerDetails {
    QString greeting;
    QList<std::pair<QByteArray, std::optional<QByteArray>>> id; ///< its answer to ID (RFC 2971)
    QString peer;                                               ///< "mail.example.org:993 (192.0.2.1)"
    bool encrypted = false;
    QString protocol; ///< "TLSv1.3"
    QString cipher;
    QList<QByteArray> certificates; ///< DER, the server's first
    std::optional<Namespaces> namespaces;
    QList<QByteArray> capabilities; ///< after sign-in, in the server's order
    QList<QByteArray> beforeSignIn; ///< what it offered until then
    QList<QByteArray> enabled;      ///< ENABLEd (RFC 5161)
    QList<QByteArray> dropped;      ///< offered, refused when used, and not used any more
    QList<QByteArray> avoided{};    ///< not used on servers like this one, which are known to do it wrong
    bool compressed = false;        ///< COMPRESS=DEFLATE is at work
    int connections = 0;            ///< of this account, now
    std::optional<quint64> appendLimit{}; ///< octets (RFC 7889)
    bool operator==(const ServerDetails &) const = default;
};

} // namespace imap
