#pragma once

#include "ui/models/foldertreemodel.h"

#include <QSettings>

namespace ui
{

/// Which folder of an account is its Trash, Archive, Junk: what a person chose, else what the server or a
/// usual name says. Also the folders that messages were moved to of late.
class SpecialFolders
{
public:
    /// `store` keeps what is chosen, in its groups "folders" and "targets"; both must outlive this.
    SpecialFolders(const FolderTreeModel *tree, QSettings *store);

    /// Empty if there is none.
    imap::MailboxName find(const QString &accountId, imap::FolderRole role) const;
    void choose(const QString &accountId, imap::FolderRole role, const imap::MailboxName &folder);
    /// Whether `folder` is that folder or lies below it.
    bool isWithin(const QString &accountId, const imap::MailboxName &folder, imap::FolderRole role) const;

    QList<imap::MailboxName> recentTargets(const QString &accountId) const;
    void noteTarget(const QString &accountId, const imap::MailboxName &folder);
    /// What was chosen is still meant under its new name.
    void followRename(const QString &accountId, const NameChange &rename);
    /// Forgets a removed account.
    void forget(const QString &accountId);

private:
    const FolderTreeModel *m_tree;
    QSettings *m_store;
};

} // namespace ui
