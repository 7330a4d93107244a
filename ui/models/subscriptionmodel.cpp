#include "ui/models/subscriptionmodel.h"

#include "mime/cleantext.h"
#include "ui/models/folderchoices.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"

#include <QGuiApplication>
#include <algorithm>

namespace ui
{

using imap::FolderInfo;
using imap::MailboxName;

namespace
{

constexpr qsizetype maximumName = 200;

FolderItem section(const QString &key, const QString &name, const QList<FolderItem> &children)
{
    FolderItem item;
    item.kind = FolderKind::Group;
    item.key = key;
    item.name = name;
    item.children = children;
    return item;
}

} // namespace

struct SubscriptionModel::Node {
    Node *parent = nullptr;
    int row = 0;
    FolderItem item; ///< its `children` are not used here
    QString searchText;
    bool gone = false;
    std::vector<std::unique_ptr<Node>> children;
};

SubscriptionModel::SubscriptionModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
}

SubscriptionModel::~SubscriptionModel() = default;

QList<FolderItem> SubscriptionModel::sections() const
{
    QList<FolderItem> own;
    QList<FolderItem> result;
    for (const FolderItem &item : arrangeFolders(m_folders)) {
        if (item.kind == FolderKind::Group)
            result << item;
        else
            own << item;
    }
    QList<FolderItem> gone;
    for (const imap::Subscription &one : m_gone) {
        FolderItem item;
        item.key = QLatin1Char('\x1e') + one.name.toString();
        item.name = imap::mime::cleanLine(one.name.toString(), maximumName);
        item.info.name = one.name;
        item.info.selectable = false;
        item.info.subscribed = true;
        gone << item;
    }
    if (!gone.isEmpty())
        result << section(QStringLiteral("\x1fgone"), tr("No Longer There"), gone);
    if (result.isEmpty())
        return own;
    if (!own.isEmpty())
        result.prepend(section(QStringLiteral("\x1fown"), tr("My Folders"), own));
    return result;
}

void SubscriptionModel::setFolders(const QList<FolderInfo> &folders)
{
    if (folders == m_folders)
        return;
    m_folders = folders;
    // A name that was made again is no longer gone.
    QSet<MailboxName> there;
    for (const FolderInfo &folder : folders)
        there.insert(folder.name);
    m_gone.removeIf([&](const imap::Subscription &one) { return there.contains(one.name); });
    rebuild();
}

void SubscriptionModel::setSubscriptions(const QList<imap::Subscription> &subscriptions)
{
    m_gone.clear();
    for (const imap::Subscription &one : subscriptions) {
        if (!one.exists)
            m_gone << one;
    }
    m_leaving.removeIf([this](const MailboxName &name) { return !isGone(name); });
    rebuild();
}

void SubscriptionModel::keep(const MailboxName &name)
{
    if (m_leaving.remove(name))
        rebuild();
}

bool SubscriptionModel::isGone(const MailboxName &name) const
{
    return std::any_of(m_gone.begin(), m_gone.end(),
                       [&](const imap::Subscription &one) { return one.name == name; });
}

void SubscriptionModel::rebuild()
{
    m_folderCount = int(m_folders.size());
    m_subscribedCount = int(std::count_if(m_folders.begin(), m_folders.end(),
                                          [](const FolderInfo &info) { return info.subscribed; }));
    const QList<FolderItem> wanted = sections();
    if (update(*m_root, wanted))
        return;
    beginResetModel();
    m_root->children.clear();
    for (const FolderItem &item : wanted)
        m_root->children.push_back(grow(m_root.get(), item, int(m_root->children.size())));
    endResetModel();
}

/// Takes over what is new of the same rows; false if they are other ones.
bool SubscriptionModel::update(const Node &node, const QList<FolderItem> &items)
{
    const auto same = [](const std::unique_ptr<Node> &child, const FolderItem &item) {
        return child->item.key == item.key;
    };
    if (!std::equal(node.children.begin(), node.children.end(), items.begin(), items.end(), same))
        return false;
    for (size_t i = 0; i < node.children.size(); ++i) {
        Node &child = *node.children[i];
        const FolderItem &item = items[qsizetype(i)];
        if (!update(child, item.children))
            return false;
        child.item = item;
        child.item.children.clear();
    }
    if (!node.children.empty()) {
        const int last = int(node.children.size()) - 1;
        Q_EMIT dataChanged(createIndex(0, 0, node.children.front().get()),
                           createIndex(last, 0, node.children.back().get()));
    }
    return true;
}

std::unique_ptr<SubscriptionModel::Node> SubscriptionModel::grow(Node *parent, const FolderItem &item,
                                                                 int row) const
{
    auto node = std::make_unique<Node>();
    node->parent = parent;
    node->row = row;
    node->item = item;
    node->item.children.clear();
    node->gone = item.key.startsWith(QLatin1Char('\x1e'));
    node->searchText = foldedForSearch(item.name + QLatin1Char('\n') + item.info.name.toString());
    for (const FolderItem &child : item.children)
        node->children.push_back(grow(node.get(), child, int(node->children.size())));
    return node;
}

SubscriptionModel::Node *SubscriptionModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex SubscriptionModel::index(int row, int column, const QModelIndex &parent) const
{
    if (column != 0 || row < 0 || row >= rowCount(parent))
        return {};
    return createIndex(row, 0, nodeOf(parent)->children[size_t(row)].get());
}

QModelIndex SubscriptionModel::parent(const QModelIndex &index) const
{
    Node *above = index.isValid() ? nodeOf(index)->parent : nullptr;
    return !above || above == m_root.get() ? QModelIndex() : createIndex(above->row, 0, above);
}

int SubscriptionModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeOf(parent)->children.size());
}

int SubscriptionModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant SubscriptionModel::data(const QModelIndex &index, int role) const
{
    const Node &node = *nodeOf(index);
    const FolderItem &item = node.item;
    const bool isSection = item.kind == FolderKind::Group;
    switch (role) {
    case Qt::DisplayRole:
        return item.name;
    case Qt::DecorationRole:
        return isSection ? QVariant() : icon(folderIconName(item.info.role, item.kind));
    case Qt::SizeHintRole:
        return QSize(0, 6 * grid);
    case Qt::FontRole:
        return isSection ? semibold(QGuiApplication::font()) : QVariant();
    case Qt::CheckStateRole:
        if (!item.exists && !node.gone)
            return {}; // only a name above others
        return item.info.subscribed && !m_leaving.contains(item.info.name) ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole:
        if (isSection)
            return {};
        if (node.gone)
            return plainTip(
                tr("%1\nSubscribed, but the folder was deleted or renamed. Without its mark the name goes.")
                    .arg(item.name));
        return plainTip(item.info.name.isInbox() ? tr("The inbox is always shown.")
                                                 : item.info.name.toString());
    case SearchText:
        return node.searchText;
    case Key:
        return item.key;
    case IsSection:
        return isSection;
    default:
        return {};
    }
}

bool SubscriptionModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !flags(index).testFlag(Qt::ItemIsUserCheckable))
        return false;
    const Node &node = *nodeOf(index);
    const bool subscribed = value.toInt() == Qt::Checked;
    if (subscribed == (data(index, role).toInt() == Qt::Checked))
        return false;
    if (node.gone) {
        m_leaving.insert(node.item.info.name);
        Q_EMIT dataChanged(index, index);
    }
    Q_EMIT wanted(node.item.info.name, subscribed);
    return true;
}

Qt::ItemFlags SubscriptionModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const Node &node = *nodeOf(index);
    Qt::ItemFlags flags = Qt::ItemIsEnabled;
    if (node.item.kind != FolderKind::Group)
        flags |= Qt::ItemIsSelectable;
    // Servers show the inbox whatever is subscribed; a name that is being let go is not to be had again.
    const bool leaving = node.gone && m_leaving.contains(node.item.info.name);
    if ((node.item.exists || node.gone) && !node.item.info.name.isInbox() && !leaving)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

} // namespace ui
