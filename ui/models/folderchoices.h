#pragma once

#include "types/mailboxname.h"

#include <QList>
#include <QString>

namespace ui
{

class FolderTreeModel;

/// A folder that can be picked from a flat list.
struct FolderChoice {
    imap::MailboxName folder;
    QString name;  ///< as the tree calls it
    QString above; ///< the names over it in the tree: "Projects › House"; empty at the top
    QString iconName;
    QString reason; ///< why it cannot be picked; empty: it can
    bool recent = false;
    bool isNew = false; ///< it is to be made first
    bool operator==(const FolderChoice &) const = default;
};

/// The folders of an account in the order of the tree, shown there or not. Those that hold folders only are
/// left out.
QList<FolderChoice> folderChoices(const FolderTreeModel &tree, const QString &accountId);

/// Those in which every word of `typed` occurs, whatever its case and accents, the best first: whose name
/// begins with it, then whose name has it, then whose path has it. Without words: `recent` in its own order,
/// then the others.
QList<FolderChoice> matchingChoices(const QList<FolderChoice> &all, const QString &typed,
                                    const QList<imap::MailboxName> &recent);

/// Without case and accents, so that "Ubung" finds "Übung".
QString foldedForSearch(const QString &text);

/// The name that a new folder gets which a person calls `typed`; `/` puts it below another one. Within the
/// prefix that all personal folders share. Empty if nothing is left of it.
imap::MailboxName newFolderName(const FolderTreeModel &tree, const QString &accountId, const QString &typed);

/// What the tree calls a folder, else its name on one line.
QString folderTitle(const FolderTreeModel &tree, const QString &accountId, const imap::MailboxName &folder);

} // namespace ui
