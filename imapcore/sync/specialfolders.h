#pragma once

#include "session/session.h"
#include "types/specialfolder.h"

#include <QCoro/QCoroTask>
#include <QHash>

namespace imap
{

/// What an attribute of LIST or XLIST says a folder is for: `\Sent` (RFC 6154), `\Important` (RFC 8457),
/// `\Spam` (XLIST), in any case; None for any other attribute.
FolderRole roleFromAttribute(const Flag &attribute);
/// The attribute of RFC 6154 for a role; empty for None. `\Inbox` is XLIST's, nobody else has one for it.
QByteArray attributeOf(FolderRole role);

using XlistAttributes = QHash<MailboxName, FlagSet>;
/// The answer to XLIST by name.
XlistAttributes xlistAttributes(const QList<MailboxInfo> &mailboxes);

/// Which folder is for what, at most one for each role, and why. The server's word in LIST comes first, then
/// in XLIST. For a role without, the names decide that such folders have in many languages, at the top of
/// each personal namespace (of "" and "INBOX" where the server does not tell its namespaces). Folders of
/// others are nobody's Sent. `folders` need name, delimiter, attributes, owner and selectable.
QList<SpecialFolder> chooseSpecialFolders(const QList<FolderInfo> &folders, const Namespaces &namespaces = {},
                                          const XlistAttributes &xlist = {});

/// Gives every folder the role that was chosen for it.
void assignRoles(QList<FolderInfo> &folders, const Namespaces &namespaces = {},
                 const XlistAttributes &xlist = {});

/// The namespace that a folder is in; Personal where nothing says otherwise (RFC 2342).
FolderOwner ownerOf(const MailboxName &name, const Namespaces &namespaces);

/// A folder as LIST told of it, without its role and counts.
FolderInfo folderFrom(const MailboxInfo &mailbox, const Namespaces &namespaces);

/// Whether XLIST must be asked, because the server knows no better way to say what folders are for.
bool wantsXlist(const Capabilities &capabilities);

/// Asks the server for its folders and chooses among them. The session must outlive the task, or end first.
QCoro::Task<QList<SpecialFolder>> findSpecialFolders(Session *session);

} // namespace imap
