#pragma once

#include "types/events.h"
#include "types/mailbox.h"

namespace imap
{

/// What a folder is for, by what the server says (RFC 6154, RFC 8457, XLIST's old names); None without a
/// word from it.
FolderRole roleFromAttributes(const MailboxInfo &mailbox);

/// Gives every folder its role: the server's word first; a role that no folder has yet goes to the first
/// folder at the top of the personal namespace whose name says so, in many languages. INBOX is INBOX.
void assignRoles(QList<FolderInfo> &folders);

/// The namespace that a folder is in; Personal where nothing says otherwise (RFC 2342).
FolderOwner ownerOf(const MailboxName &name, const Namespaces &namespaces);

} // namespace imap
