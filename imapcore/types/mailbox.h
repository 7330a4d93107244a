#pragma once

#include "types/flag.h"
#include "types/ids.h"
#include "types/mailboxname.h"

#include <QByteArray>
#include <QList>
#include <optional>

namespace imap
{

/// What STATUS or the STATUS half of LIST-STATUS says of a mailbox (RFC 9051 §6.3.11). What was not asked
/// for, or not answered, is nullopt.
struct MailboxStatus {
    std::optional<quint32> messages;
    std::optional<quint32> recent;
    std::optional<quint32> unseen;
    std::optional<quint32> deleted;
    std::optional<Uid> uidNext;
    std::optional<UidValidity> uidValidity;
    std::optional<ModSeq> highestModSeq;
    std::optional<quint64> size;        ///< octets (RFC 8438)
    std::optional<quint64> appendLimit; ///< octets (RFC 7889); nullopt also for NIL
    std::optional<QByteArray> mailboxId;
    std::optional<quint64> deletedStorage; ///< what EXPUNGE would free (RFC 9208 §4.1.4)
    bool operator==(const MailboxStatus &) const = default;
};

/// One mailbox as LIST told of it (RFC 9051 §7.3.1).
struct MailboxInfo {
    MailboxName name;
    std::optional<QChar> delimiter; ///< nullopt (NIL): no hierarchy
    FlagSet attributes;             ///< `\Noselect`, `\HasChildren`, `\Sent`, ... without regard to case
    bool operator==(const MailboxInfo &) const = default;

    bool isSelectable() const
    {
        return !attributes.contains(Flag("\\Noselect")) && !attributes.contains(Flag("\\NonExistent"));
    }
};

/// RFC 2342: where mailboxes of one kind are. nullopt lists of the answer (NIL) are empty lists here.
struct NamespaceEntry {
    MailboxName prefix;
    std::optional<QChar> delimiter;
    bool operator==(const NamespaceEntry &) const = default;
};
struct Namespaces {
    QList<NamespaceEntry> personal;
    QList<NamespaceEntry> otherUsers;
    QList<NamespaceEntry> shared;
    bool operator==(const Namespaces &) const = default;
};

} // namespace imap
