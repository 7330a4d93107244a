#include "ui/models/foldertreenode.h"

#include "mime/cleantext.h"
#include "ui/models/folderrules.h"
#include "ui/models/roles.h"

#include <QSet>
#include <algorithm>

namespace ui
{

using imap::FolderInfo;

namespace
{

QString accountName(const imap::AccountConfig &config)
{
    return imap::mime::cleanLine(config.displayName, 200);
}

} // namespace

FolderTreeModel::FolderTreeModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

FolderTreeModel::~FolderTreeModel() = default;

void FolderTreeModel::addAccount(imap::AccountHandle *handle)
{
    const imap::AccountConfig config = handle->config();
    auto account = std::make_unique<Account>();
    account->handle = handle;
    account->id = config.id;
    account->root.account = account.get();
    account->root.item.kind = FolderKind::Account;
    account->root.item.key = config.id;
    account->root.item.name = accountName(config);
    const int row = int(m_accounts.size());
    beginInsertRows({}, row, row);
    Account *raw = account.get();
    m_accounts.push_back(std::move(account));
    endInsertRows();
    connect(handle, &imap::AccountHandle::eventsReady, this,
            [this, raw](const imap::EventBatch &batch) { apply(*raw, batch); });
}

void FolderTreeModel::removeAccount(const QString &accountId)
{
    const auto found = std::find_if(m_accounts.begin(), m_accounts.end(),
                                    [&](const auto &account) { return account->id == accountId; });
    if (found == m_accounts.end())
        return;
    disconnect((*found)->handle, nullptr, this, nullptr);
    const int row = int(found - m_accounts.begin());
    beginRemoveRows({}, row, row);
    m_accounts.erase(found);
    endRemoveRows();
}

void FolderTreeModel::renameAccount(const QString &accountId)
{
    Account *account = find(accountId);
    const QString name = account ? accountName(account->handle->config()) : QString();
    if (!account || account->root.item.name == name)
        return;
    account->root.item.name = name;
    const QModelIndex index = indexOf(account->root);
    Q_EMIT dataChanged(index, index);
}

void FolderTreeModel::moveAccount(const QString &accountId, int row)
{
    const Account *account = find(accountId);
    const int from = account ? rowOf(account->root) : row;
    if (row == from || row < 0 || row >= int(m_accounts.size()))
        return;
    const auto found = m_accounts.begin() + from;
    beginMoveRows({}, from, from, {}, row > from ? row + 1 : row);
    if (row > from)
        std::rotate(found, found + 1, m_accounts.begin() + row + 1);
    else
        std::rotate(m_accounts.begin() + row, found, found + 1);
    endMoveRows();
}

void FolderTreeModel::apply(Account &account, const imap::EventBatch &batch)
{
    // In front of the list that has the new names.
    followRenames(account, batch);
    for (const imap::Event &event : batch.events) {
        if (const auto *folders = std::get_if<imap::FoldersChanged>(&event)) {
            account.gmailLabels = folders->gmailLabels;
            setFolders(account, folders->folders);
        } else if (const auto *status = std::get_if<imap::FolderStatusChanged>(&event)) {
            setStatus(account, *status);
        } else if (const auto *connection = std::get_if<imap::ConnectionChanged>(&event)) {
            account.connection = *connection;
            const QModelIndex index = indexOf(account.root);
            Q_EMIT dataChanged(index, index);
        } else if (const auto *quota = std::get_if<imap::QuotaChanged>(&event)) {
            account.quotas = quota->quotas;
            const QModelIndex index = indexOf(account.root);
            Q_EMIT dataChanged(index, index);
        }
    }
}

void FolderTreeModel::remember(Account &account, Node &node)
{
    if (node.item.kind == FolderKind::Folder && node.item.exists)
        account.byName.insert(node.item.info.name, &node);
    for (const auto &child : node.children)
        remember(account, *child);
}

/// Whoever hears of a change looks folders up, also in the middle of it: what goes is not found any more.
void FolderTreeModel::forget(const Node &node)
{
    QHash<imap::MailboxName, Node *> &byName = node.account->byName;
    if (const auto known = byName.constFind(node.item.info.name); known != byName.cend() && *known == &node)
        byName.erase(known);
    for (const auto &child : node.children)
        forget(*child);
}

std::unique_ptr<FolderTreeModel::Node> FolderTreeModel::grow(Node &parent, const FolderItem &item) const
{
    auto node = std::make_unique<Node>();
    node->account = parent.account;
    node->parent = &parent;
    node->item = item;
    node->item.children.clear();
    for (const FolderItem &child : item.children)
        node->children.push_back(grow(*node, child));
    return node;
}

void FolderTreeModel::sync(Node &node, const QList<FolderItem> &wanted)
{
    const QModelIndex parent = indexOf(node);
    QSet<QString> keys;
    for (const FolderItem &item : wanted)
        keys.insert(item.key);
    NodeList &children = node.children;
    for (int row = int(children.size()) - 1; row >= 0; --row) {
        if (keys.contains(children[size_t(row)]->item.key))
            continue;
        beginRemoveRows(parent, row, row);
        forget(*children[size_t(row)]);
        children.erase(children.begin() + row);
        endRemoveRows();
    }
    for (int row = 0; row < wanted.size(); ++row) {
        const FolderItem &item = wanted[row];
        const auto from = std::find_if(children.begin() + row, children.end(),
                                       [&](const auto &child) { return child->item.key == item.key; });
        if (from == children.end()) {
            auto grown = grow(node, item);
            beginInsertRows(parent, row, row);
            children.insert(children.begin() + row, std::move(grown));
            endInsertRows();
            continue;
        }
        if (const int old = int(from - children.begin()); old != row) {
            beginMoveRows(parent, old, old, parent, row);
            std::rotate(children.begin() + row, from, from + 1);
            endMoveRows();
        }
        Node &child = *children[size_t(row)];
        const bool same =
            child.item.name == item.name && child.item.info == item.info && child.item.exists == item.exists;
        child.item = item;
        child.item.children.clear();
        // A closed folder above counts what is below.
        for (const Node *changed = same ? nullptr : &child; changed && changed->parent;
             changed = changed->parent)
            Q_EMIT dataChanged(indexOf(*changed), indexOf(*changed));
        sync(child, item.children);
    }
}

int FolderTreeModel::rowOf(const Node &node) const
{
    if (!node.parent) {
        const auto found = std::find_if(m_accounts.begin(), m_accounts.end(),
                                        [&](const auto &account) { return &account->root == &node; });
        return int(found - m_accounts.begin());
    }
    const NodeList &siblings = node.parent->children;
    const auto found = std::find_if(siblings.begin(), siblings.end(),
                                    [&](const auto &sibling) { return sibling.get() == &node; });
    return int(found - siblings.begin());
}

QModelIndex FolderTreeModel::indexOf(const Node &node) const
{
    return createIndex(rowOf(node), 0, const_cast<Node *>(&node));
}

FolderTreeModel::Node *FolderTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : nullptr;
}

FolderTreeModel::Account *FolderTreeModel::find(const QString &accountId) const
{
    const auto found = std::find_if(m_accounts.begin(), m_accounts.end(),
                                    [&](const auto &account) { return account->id == accountId; });
    return found == m_accounts.end() ? nullptr : found->get();
}

QModelIndex FolderTreeModel::accountIndex(const QString &accountId) const
{
    const Account *account = find(accountId);
    return account ? indexOf(account->root) : QModelIndex();
}

QModelIndex FolderTreeModel::folderIndex(const QString &accountId, const imap::MailboxName &folder) const
{
    const Account *account = find(accountId);
    const Node *node = account ? account->byName.value(folder) : nullptr;
    return node ? indexOf(*node) : QModelIndex();
}

QModelIndex FolderTreeModel::roleIndex(const QString &accountId, imap::FolderRole role) const
{
    return folderIndex(accountId, roleFolder(accountId, role));
}

imap::AccountHandle *FolderTreeModel::accountOf(const QModelIndex &index) const
{
    const Node *node = nodeOf(index);
    return node ? node->account->handle : nullptr;
}

FolderInfo FolderTreeModel::folderOf(const QModelIndex &index) const
{
    const Node *node = nodeOf(index);
    return node && node->item.exists ? node->item.info : FolderInfo{};
}

imap::MailboxName FolderTreeModel::pathOf(const QModelIndex &index) const
{
    const Node *node = nodeOf(index);
    return node && node->item.kind == FolderKind::Folder ? node->item.info.name : imap::MailboxName();
}

imap::ConnectionChanged FolderTreeModel::connectionOf(const QString &accountId) const
{
    const Account *account = find(accountId);
    return account ? account->connection : imap::ConnectionChanged{};
}

bool FolderTreeModel::hasGmailLabels(const QString &accountId) const
{
    const Account *account = find(accountId);
    return account && account->gmailLabels;
}

QModelIndex FolderTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (column != 0 || row < 0 || row >= rowCount(parent))
        return {};
    if (const Node *node = nodeOf(parent))
        return createIndex(row, 0, node->children[size_t(row)].get());
    return createIndex(row, 0, &m_accounts[size_t(row)]->root);
}

QModelIndex FolderTreeModel::parent(const QModelIndex &index) const
{
    const Node *node = nodeOf(index);
    return node && node->parent ? indexOf(*node->parent) : QModelIndex();
}

int FolderTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    const Node *node = nodeOf(parent);
    return int(node ? node->children.size() : m_accounts.size());
}

int FolderTreeModel::columnCount(const QModelIndex &) const
{
    return 1;
}

Qt::ItemFlags FolderTreeModel::flags(const QModelIndex &index) const
{
    const Node *node = nodeOf(index);
    if (!node)
        return {};
    Qt::ItemFlags flags = Qt::ItemIsEnabled;
    flags.setFlag(Qt::ItemIsSelectable, node->item.exists && node->item.info.selectable);
    const bool movable = renameReason(*this, index).isEmpty();
    flags.setFlag(Qt::ItemIsEditable, movable);
    flags.setFlag(Qt::ItemIsDragEnabled, movable);
    return flags;
}

bool FolderTreeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    const QString name = value.toString().trimmed();
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable) || name == lastPart(*this, index) ||
        !renameProblem(*this, index, name).isEmpty())
        return false;
    Q_EMIT renameWanted(index, renamedTo(*this, index, name));
    return true;
}

} // namespace ui
