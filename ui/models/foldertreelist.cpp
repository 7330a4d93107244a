// Which folders FolderTreeModel shows: what the account tells, what a person chose, what is left out.
#include "ui/models/foldertreenode.h"

#include <QSet>

namespace ui
{

using imap::FolderInfo;
using imap::FolderRole;
using imap::MailboxName;

namespace
{

/// Those that are subscribed, the inbox, and what stands above them.
QList<FolderInfo> subscribedOf(const QList<FolderInfo> &folders)
{
    QSet<QString> wanted;
    for (const FolderInfo &folder : folders) {
        if (!folder.subscribed && !folder.name.isInbox())
            continue;
        const QString &path = folder.name.toString();
        wanted.insert(path);
        // Names with more levels have no parents in the tree either.
        const bool hasParents = folder.delimiter && path.count(*folder.delimiter) <= maximumLevels;
        for (qsizetype at = hasParents ? path.lastIndexOf(*folder.delimiter) : -1; at > 0;
             at = path.lastIndexOf(*folder.delimiter, at - 1)) {
            if (wanted.contains(path.left(at)))
                break; // and all above it
            wanted.insert(path.left(at));
        }
    }
    QList<FolderInfo> left;
    for (const FolderInfo &folder : folders) {
        if (wanted.contains(folder.name.toString()))
            left << folder;
    }
    return left;
}

} // namespace

void FolderTreeModel::setFolders(Account &account, const QList<FolderInfo> &folders)
{
    // A list without counts does not make what is known of them untrue.
    QList<FolderInfo> complete = folders;
    for (FolderInfo &info : complete) {
        const auto place = account.places.constFind(info.name);
        if (place == account.places.cend())
            continue;
        const FolderInfo &known = account.told[*place];
        info.total = info.total ? info.total : known.total;
        info.unseen = info.unseen ? info.unseen : known.unseen;
    }
    account.told = complete;
    account.places.clear();
    for (qsizetype i = 0; i < complete.size(); ++i)
        account.places.insert(complete[i].name, i);
    arrange(account);
}

void FolderTreeModel::arrange(Account &account)
{
    account.folders = account.told;
    applyChoices(account.folders, account.choices);
    account.roles = rolesWith(account.choices, account.told);
    const QList<FolderInfo> shown = m_subscribedOnly ? subscribedOf(account.folders) : account.folders;
    account.leftOut = int(account.folders.size() - shown.size());
    sync(account.root, arrangeFolders(shown));
    account.byName.clear();
    remember(account, account.root);
    Q_EMIT foldersChanged(account.id);
}

void FolderTreeModel::setStatus(Account &account, const imap::FolderStatusChanged &status)
{
    const auto place = account.places.constFind(status.folder);
    if (place == account.places.cend())
        return;
    FolderInfo &told = account.told[*place];
    const FolderInfo before = told;
    told.total = status.total ? status.total : told.total;
    told.unseen = status.unseen ? status.unseen : told.unseen;
    if (told == before)
        return;
    account.folders[*place].total = told.total;
    account.folders[*place].unseen = told.unseen;
    Node *node = account.byName.value(status.folder);
    if (!node)
        return;
    node->item.info.total = told.total;
    node->item.info.unseen = told.unseen;
    // The parents may show the sum of what they hide.
    for (Node *changed = node; changed; changed = changed->parent)
        Q_EMIT dataChanged(indexOf(*changed), indexOf(*changed));
}

void FolderTreeModel::setChoices(const QString &accountId, const RoleChoices &choices)
{
    Account *account = find(accountId);
    if (!account || account->choices == choices)
        return;
    account->choices = choices;
    arrange(*account);
}

void FolderTreeModel::setSubscribedOnly(bool only)
{
    if (m_subscribedOnly == only)
        return;
    m_subscribedOnly = only;
    for (const auto &account : m_accounts)
        arrange(*account);
}

RoleChoices FolderTreeModel::choices(const QString &accountId) const
{
    const Account *account = find(accountId);
    return account ? account->choices : RoleChoices();
}

QList<FolderInfo> FolderTreeModel::folders(const QString &accountId) const
{
    const Account *account = find(accountId);
    return account ? account->folders : QList<FolderInfo>();
}

QList<FolderInfo> FolderTreeModel::foldersAsTold(const QString &accountId) const
{
    const Account *account = find(accountId);
    return account ? account->told : QList<FolderInfo>();
}

FolderInfo FolderTreeModel::folder(const QString &accountId, const MailboxName &name) const
{
    const Account *account = find(accountId);
    const qsizetype place = account ? account->places.value(name, -1) : -1;
    return place < 0 ? FolderInfo{} : account->folders[place];
}

MailboxName FolderTreeModel::roleFolder(const QString &accountId, FolderRole role) const
{
    const Account *account = find(accountId);
    if (!account)
        return {};
    if (role == FolderRole::Inbox)
        return folder(accountId, MailboxName(QStringLiteral("INBOX"))).name;
    return account->roles.value(role);
}

int FolderTreeModel::leftOut(const QString &accountId) const
{
    const Account *account = find(accountId);
    return account ? account->leftOut : 0;
}

} // namespace ui
