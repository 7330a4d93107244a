#pragma once

#include "types/events.h"

#include <QString>

namespace imap
{

/// Why a folder is taken for what it is taken for.
struct RoleReason {
    enum class Kind {
        None,           ///< no folder was found
        Inbox,          ///< its name is INBOX
        Attribute,      ///< the server says so (RFC 6154, RFC 8457)
        XlistAttribute, ///< the server says so in Gmail's old words
        Name,           ///< it has a name that such folders have
    };
    Kind kind = Kind::None;
    QString source;     ///< the attribute, "\Sent", or the name that was recognised, "sent items"
    QString language{}; ///< of a name: ISO 639-1, "de"; others may use the same word
    bool operator==(const RoleReason &) const = default;
};

/// The folder that serves a purpose, and why.
struct SpecialFolder {
    FolderRole role = FolderRole::None;
    MailboxName name;
    RoleReason reason;
    bool operator==(const SpecialFolder &) const = default;
};

/// What the folders of an account are for, as far as server and names tell.
struct SpecialUses {
    QList<SpecialFolder> folders; ///< at most one for each role
    bool told = false;            ///< the server can say it (SPECIAL-USE, XLIST)
    bool canTell = false;         ///< it can be told the use of a new folder (CREATE-SPECIAL-USE)
    bool operator==(const SpecialUses &) const = default;
};

} // namespace imap
