#include "ui/models/rolechoices.h"

#include <algorithm>

namespace ui
{

using imap::FolderInfo;
using imap::FolderRole;
using imap::MailboxName;

namespace
{

/// The folder of this name, if it can serve a use.
const FolderInfo *servant(const QList<FolderInfo> &folders, const MailboxName &name)
{
    const auto found = std::find_if(folders.begin(), folders.end(), [&](const FolderInfo &folder) {
        return folder.name == name && folder.selectable && !folder.name.isInbox();
    });
    return found == folders.end() ? nullptr : &*found;
}

} // namespace

QHash<FolderRole, MailboxName> usualRoles(const QList<FolderInfo> &folders)
{
    QHash<FolderRole, MailboxName> roles;
    for (const FolderInfo &folder : folders) {
        const bool special = folder.role != FolderRole::None && folder.role != FolderRole::Inbox;
        if (special && folder.owner == imap::FolderOwner::Personal && !folder.name.isInbox() &&
            !roles.contains(folder.role))
            roles.insert(folder.role, folder.name);
    }
    return roles;
}

QHash<FolderRole, MailboxName> rolesWith(const RoleChoices &choices, const QList<FolderInfo> &folders)
{
    QHash<FolderRole, MailboxName> roles = usualRoles(folders);
    for (auto choice = choices.cbegin(); choice != choices.cend(); ++choice) {
        if (choice->isEmpty())
            roles.remove(choice.key());
        else if (const FolderInfo *folder = servant(folders, *choice))
            roles.insert(choice.key(), folder->name); // with the bytes that the server spelled it with
    }
    return roles;
}

void applyChoices(QList<FolderInfo> &folders, const RoleChoices &choices)
{
    if (choices.isEmpty())
        return;
    const QHash<FolderRole, MailboxName> roles = rolesWith(choices, folders);
    QHash<MailboxName, FolderRole> shown;
    // Of several uses of one folder the chosen one shows, else the first.
    for (const bool chosen : {true, false}) {
        for (const FolderRole role : chosenRoles) {
            const MailboxName name = roles.value(role);
            if (!name.isEmpty() && (choices.value(role) == name) == chosen && !shown.contains(name))
                shown.insert(name, role);
        }
    }
    for (FolderInfo &folder : folders) {
        if (folder.role != FolderRole::Inbox && !folder.name.isInbox())
            folder.role = shown.value(folder.name, FolderRole::None);
    }
}

} // namespace ui
