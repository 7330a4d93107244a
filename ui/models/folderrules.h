#pragma once

#include "types/events.h"
#include "types/mailboxname.h"

#include <QList>
#include <QModelIndex>
#include <QString>

namespace ui
{

class FolderTreeModel;

// What may be done to folders and how they may be called, as far as it is known without asking the server.
// Pure functions of the tree. A reason or problem is a sentence for people; empty: it can be done. A place is
// an account (its top) or a folder, whether it is one or only the parent of something.

/// Why no folder can be made at this place.
QString createReason(const FolderTreeModel &tree, const QModelIndex &place);
/// Why a folder cannot get another name or place.
QString renameReason(const FolderTreeModel &tree, const QModelIndex &folder);
QString deleteReason(const FolderTreeModel &tree, const QModelIndex &folder);
/// Why a folder cannot be put there.
QString moveReason(const FolderTreeModel &tree, const QModelIndex &folder, const QModelIndex &place);

/// What is wrong with a name for a new folder at a place.
QString nameProblem(const FolderTreeModel &tree, const QModelIndex &place, const QString &name);
/// What is wrong with another name for a folder that stays where it is. Nothing, if it is the same.
QString renameProblem(const FolderTreeModel &tree, const QModelIndex &folder, const QString &name);

/// The last part of a folder's name, which people call its name: "House" of "Projects/House".
QString lastPart(const FolderTreeModel &tree, const QModelIndex &folder);
/// The whole name of what is called `name` at a place, with its delimiter and within the prefix that all
/// personal folders share.
imap::MailboxName nameAt(const FolderTreeModel &tree, const QModelIndex &place, const QString &name);
imap::MailboxName renamedTo(const FolderTreeModel &tree, const QModelIndex &folder, const QString &name);

/// All folders whose names begin with that of `folder`, wherever they stand in the tree; without it.
QList<imap::FolderInfo> foldersBelow(const FolderTreeModel &tree, const QModelIndex &folder);

} // namespace ui
