#pragma once

#include "types/acl.h"
#include "types/events.h"

#include <QList>
#include <QString>

namespace ui
{

// The rights of RFC 4314 §2.1 in words. All take any letter a server may send.

/// What the right lets somebody do, to stand beside a check mark: "Delete messages".
QString rightText(char right);
/// A sentence more about it; empty where rightText says it all.
QString rightHint(char right);

/// What `rights` let their holder do, as a sentence to that person: "You may see the folder and read
/// messages."
QString ownRightsText(imap::Rights rights);

/// Why something that takes `right` cannot be done in `folder`, with the missing letter; empty if the server
/// did not say that it is missing. With `name` the folder is named, else it is "here".
QString missingRight(const imap::FolderInfo &folder, char right, const QString &name = {});

/// Rights by the name of what people give them for. Special is every other set.
enum class AccessRole { None, Read, Comment, Write, Manage, All, Special };

/// Those that can be given, the least first.
QList<AccessRole> accessRoles();
/// In the letters of RFC 4314. None for None and Special.
imap::Rights roleRights(AccessRole role);
/// The role that `rights` are; lr alone is Read, too, as administrators often give it, and more than all
/// known rights is All, too.
AccessRole roleOf(imap::Rights rights);
QString accessRoleName(AccessRole role);
/// What the role's holder can do: "Read, and mark and label messages".
QString accessRoleHint(AccessRole role);

} // namespace ui
