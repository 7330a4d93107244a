#pragma once

#include "types/events.h"

#include <QHash>

namespace ui
{

/// What a person chose for the uses of an account's folders: a folder, or none where the name is empty. A use
/// that is missing is as the server says, or as names tell.
using RoleChoices = QHash<imap::FolderRole, imap::MailboxName>;

/// The uses that people choose folders for, in the order of the folder pane.
inline constexpr imap::FolderRole chosenRoles[] = {imap::FolderRole::Flagged, imap::FolderRole::Important,
                                                   imap::FolderRole::Drafts,  imap::FolderRole::Sent,
                                                   imap::FolderRole::Archive, imap::FolderRole::All,
                                                   imap::FolderRole::Junk,    imap::FolderRole::Trash};

/// The folder for each use as the account tells of them, the inbox and other people's folders left out.
QHash<imap::FolderRole, imap::MailboxName> usualRoles(const QList<imap::FolderInfo> &folders);

/// The folder for each use after what was chosen; a choice that is no more, or holds folders only, does not
/// count. One folder may serve several uses.
QHash<imap::FolderRole, imap::MailboxName> rolesWith(const RoleChoices &choices,
                                                     const QList<imap::FolderInfo> &folders);

/// Gives the folders the role under which they show: what was chosen stands above what the account says.
void applyChoices(QList<imap::FolderInfo> &folders, const RoleChoices &choices);

} // namespace ui
