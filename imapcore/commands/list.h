#pragma once

#include "commands/command.h"
#include "commands/status.h"

#include <QHash>
#include <QStringList>

namespace imap
{

struct ListResult {
    QList<MailboxInfo> mailboxes{}; ///< in the server's order
    /// What RETURN (STATUS ...) brought. A mailbox may be missing: `\Noselect`, or the server failed on it.
    QHash<MailboxName, MailboxStatus> statuses{};
    QHash<MailboxName, Rights> rights{};                 ///< of RETURN (MYRIGHTS)
    QHash<MailboxName, QList<MetadataEntry>> metadata{}; ///< of RETURN (METADATA ...)
    bool operator==(const ListResult &) const = default;
};

/// LIST, RFC 9051 §6.3.9. With none of the options and one pattern, the form of RFC 3501 is sent, which
/// every server knows. Options need LIST-EXTENDED (RFC 5258), SPECIAL-USE (RFC 6154), LIST-STATUS (RFC 5819),
/// LIST-MYRIGHTS (RFC 8440) or LIST-METADATA (RFC 9590).
struct List {
    using Result = ListResult;
    MailboxName reference{};
    QStringList patterns{QStringLiteral("*")};

    // selection: which mailboxes
    bool subscribed = false;
    bool remote = false;
    bool recursiveMatch = false; ///< only together with `subscribed`
    bool specialUse = false;
    // return: what is said of each
    bool returnChildren = false;
    bool returnSubscribed = false;
    bool returnSpecialUse = false;
    StatusItems returnStatus{};
    bool returnMyRights = false;
    QList<QByteArray> returnMetadata{}; ///< names of entries

    /// Side by side two would take each other's lines. It is not the keyword of one, as a line that cannot be
    /// read is left out, and the rest of the answer counts.
    Requirements requirements() const { return {.name = "LIST", .answer = "LIST lines"}; }
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;

private:
    bool asked(const MailboxInfo &mailbox) const;
    bool selects() const { return subscribed || remote || recursiveMatch || specialUse; }
    bool returns() const
    {
        return returnChildren || returnSubscribed || returnSpecialUse || !returnStatus.isEmpty() ||
               returnMyRights || !returnMetadata.isEmpty();
    }
};

/// LSUB, RFC 3501 §6.3.9: for servers without LIST-EXTENDED. `\Noselect` here means "not subscribed, but
/// something below is".
struct Lsub {
    using Result = QList<MailboxInfo>;
    MailboxName reference{};
    QString pattern = QStringLiteral("*");

    Requirements requirements() const { return {.name = "LSUB", .answer = "LSUB lines"}; }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

/// XLIST: what Gmail had before SPECIAL-USE. The inbox has the attribute `\Inbox` and may have a
/// translated name.
struct Xlist {
    using Result = QList<MailboxInfo>;
    MailboxName reference{};
    QString pattern = QStringLiteral("*");

    Requirements requirements() const
    {
        return {.name = "XLIST", .capability = "XLIST", .answer = "XLIST lines"};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

/// Whether `name` matches a LIST pattern: `*` stands for anything, `%` for anything without the delimiter.
bool matchesListPattern(const QString &name, const QString &pattern, std::optional<QChar> delimiter);

} // namespace imap
