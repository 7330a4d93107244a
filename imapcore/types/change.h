#pragma once

#include "types/acl.h"
#include "types/flag.h"
#include "types/folderrole.h"
#include "types/mailboxname.h"
#include "types/messageset.h"
#include "types/metadata.h"
#include "types/quota.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <optional>
#include <variant>

namespace imap
{

// What a person can change, each kind a plain value. A change is made through the journal, which shows it at
// once, sends it when there is a connection, and knows the way back. UIDs mean messages of the folder under
// its present UIDVALIDITY and never hold `*`.

/// Flags that all these messages get, and flags that they lose.
struct FlagChange {
    MailboxName folder{};
    UidSet uids{};
    FlagSet add{};
    FlagSet remove{};
    bool operator==(const FlagChange &) const = default;
};

/// The same for Gmail's labels (X-GM-LABELS): as people read them, system labels as `\Starred`.
struct LabelChange {
    MailboxName folder{};
    UidSet uids{};
    QList<QString> add{};
    QList<QString> remove{};
    bool operator==(const LabelChange &) const = default;
};

struct CopyChange {
    MailboxName folder{};
    UidSet uids{};
    MailboxName target{};
    bool operator==(const CopyChange &) const = default;
};

struct MoveChange {
    MailboxName folder{};
    UidSet uids{};
    MailboxName target{};
    bool operator==(const MoveChange &) const = default;
};

/// For good: `\Deleted` and UID EXPUNGE. What the journal keeps of them lets even this be undone.
struct DeleteChange {
    MailboxName folder{};
    UidSet uids{};
    bool operator==(const DeleteChange &) const = default;
};

struct AppendChange {
    MailboxName folder{};
    QByteArray message{};
    FlagSet flags{};
    QDateTime date{}; ///< INTERNALDATE; invalid: the server's clock
    bool operator==(const AppendChange &) const = default;
};

struct CreateFolderChange {
    MailboxName name{};
    FolderRole role = FolderRole::None; ///< told to servers that have CREATE-SPECIAL-USE
    bool operator==(const CreateFolderChange &) const = default;
};

/// With all folders below it.
struct RenameFolderChange {
    MailboxName from{};
    MailboxName to{};
    bool operator==(const RenameFolderChange &) const = default;
};

struct DeleteFolderChange {
    MailboxName name{};
    bool operator==(const DeleteFolderChange &) const = default;
};

struct SubscribeChange {
    MailboxName name{};
    bool subscribed = true;
    bool operator==(const SubscribeChange &) const = default;
};

/// What one identifier may do from now on; no rights: its entry goes (DELETEACL).
struct AclChange {
    MailboxName folder{};
    QByteArray identifier{};
    Rights rights{};
    /// What it could do as far as whoever changes it knew. Then only the difference is made: what others gave
    /// or took meanwhile stays.
    std::optional<Rights> seen{};
    bool operator==(const AclChange &) const = default;
};

/// All limits of one quota root; those not named are lifted.
struct QuotaChange {
    QByteArray root{};
    QList<QuotaLimit> limits{};
    bool operator==(const QuotaChange &) const = default;
};

/// Annotations of a folder, or of the server where `folder` is empty; nullopt removes one.
struct MetadataChange {
    MailboxName folder{};
    QList<MetadataEntry> entries{};
    bool operator==(const MetadataChange &) const = default;
};

using Change = std::variant<FlagChange, LabelChange, CopyChange, MoveChange, DeleteChange, AppendChange,
                            CreateFolderChange, RenameFolderChange, DeleteFolderChange, SubscribeChange,
                            AclChange, QuotaChange, MetadataChange>;

} // namespace imap
