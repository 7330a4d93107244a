#pragma once

#include "types/events.h"

#include <QByteArray>
#include <QString>

namespace ui
{

/// What the identifier of an ACL entry (RFC 4314 §3) stands for, as far as servers agree on how to write it.
enum class AclKind {
    Own,           ///< the person at the screen
    Owner,         ///< Dovecot's `owner`: whose folder it is
    Person,        ///< a user
    Group,         ///< Dovecot's `$staff` and `!$staff`, Cyrus' `group:staff`
    Authenticated, ///< Dovecot's `authenticated`: who signed in
    Anyone,        ///< `anyone`: everybody, signed in or not
    Global,        ///< Dovecot's `#…`: set for the whole server, cannot be changed
};

struct AclWho {
    AclKind kind = AclKind::Person;
    bool negative = false; ///< its rights are taken away
    QString name;          ///< for people, on one line: "bob", "staff", "Everybody"
    bool operator==(const AclWho &) const = default;
};

/// `ownUser` is whom the person signs in as.
AclWho whoIs(const QByteArray &identifier, const QString &ownUser);

/// Its name within a sentence: "bob", "everybody", "the owner".
QString nameInSentence(const AclWho &who);
/// "Person", "Group", "You": what stands under the name.
QString aclKindText(const AclWho &who);
/// A sentence on who that is and what its rights mean.
QString aclExplanation(const AclWho &who);
/// Empty for people, who have initials.
QString aclIconName(AclKind kind);

/// Whose folder that is, read from its name ("alice" of "Users/alice/Letters"); empty for one's own and for
/// those of nobody.
QString folderOwnerName(const imap::FolderInfo &folder);

} // namespace ui
