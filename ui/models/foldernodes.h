#pragma once

#include "types/events.h"
#include "ui/models/roles.h"

#include <QList>
#include <QString>

namespace ui
{

/// Levels of a name beyond which they are not looked at: such a name is one piece.
inline constexpr qsizetype maximumLevels = 500;

/// A folder, or a name above folders, at its place in the tree of an account. A value: FolderTreeModel turns
/// the difference between two of these into insertions, removals and moves.
struct FolderItem {
    FolderKind kind = FolderKind::Folder;
    QString key;           ///< unique within the account, the same in every run
    QString name;          ///< as people read it
    imap::FolderInfo info; ///< of a name that is no folder: not selectable, its `name` empty for groups
    bool exists = false;   ///< the server listed it; else it is only the parent of something
    QList<FolderItem> children;
};

/// The tree of one account: special folders first, then the others by name under their parents (missing
/// parents are made), then other people's and shared folders in groups of their own. A prefix that all
/// personal folders share with INBOX is left out. Containers that only hold special folders are left out too.
/// Takes any list a server may send: names nested deeper than 60 stay in one piece from there on.
QList<FolderItem> arrangeFolders(const QList<imap::FolderInfo> &folders);

/// What a folder is for, in a word: "Inbox", "Sent". Empty for FolderRole::None.
QString roleName(imap::FolderRole role);
/// What the folder is called here: by its use where its name says just that, in whatever language; else by
/// the last part of the name that people gave it.
QString specialName(const imap::FolderInfo &info);
/// The icon for a folder.
QString folderIconName(imap::FolderRole role, FolderKind kind);

} // namespace ui
