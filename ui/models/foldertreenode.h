#pragma once

// For the sources of FolderTreeModel only.
#include "ui/models/foldertreemodel.h"

namespace ui
{

struct FolderTreeModel::Node {
    Account *account = nullptr;
    Node *parent = nullptr;
    FolderItem item; ///< its `children` are not used here
    NodeList children;
};

struct FolderTreeModel::Account {
    imap::AccountHandle *handle = nullptr;
    QString id;
    Node root;
    imap::ConnectionChanged connection;
    QList<imap::Quota> quotas;
    bool gmailLabels = false;
    QHash<quint64, NameChange> renames;      ///< by entry of the journal, as long as it may be taken back
    QHash<imap::MailboxName, Node *> byName; ///< those that are shown
    QList<imap::FolderInfo> told;            ///< by the account, with the latest counts
    QList<imap::FolderInfo> folders;         ///< the same with what was chosen
    QHash<imap::MailboxName, qsizetype> places;
    RoleChoices choices;
    QHash<imap::FolderRole, imap::MailboxName> roles;
    int leftOut = 0;
};

} // namespace ui
