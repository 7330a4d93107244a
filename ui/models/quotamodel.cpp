#include "ui/models/quotamodel.h"

#include "mime/cleantext.h"
#include "ui/models/quotawords.h"
#include "ui/support/formatting.h"

#include <QHash>
#include <algorithm>

namespace ui
{

namespace
{

/// Roots and resources are the same, and so are the folders: only figures changed.
bool sameShape(const imap::QuotaOverview &a, const imap::QuotaOverview &b)
{
    const auto same = [](const imap::Quota &one, const imap::Quota &other) {
        return one.quotaRoot == other.quotaRoot && one.resource == other.resource;
    };
    return a.roots == b.roots && a.folders == b.folders && a.quotas.size() == b.quotas.size() &&
           std::equal(a.quotas.begin(), a.quotas.end(), b.quotas.begin(), same);
}

} // namespace

QuotaModel::QuotaModel(QObject *parent)
    : QAbstractItemModel(parent)
{
}

QuotaModel::~QuotaModel() = default;

void QuotaModel::setOverview(const imap::QuotaOverview &overview)
{
    const bool same = !m_pending && sameShape(m_overview, overview);
    m_overview = overview;
    m_pending = false;
    if (!same) {
        beginResetModel();
        m_shown = overview.quotas;
        build();
        endResetModel();
        return;
    }
    m_shown = overview.quotas;
    for (const auto &root : m_top.children) {
        for (const auto &child : root->children) {
            if (child->kind != Kind::Resource)
                continue;
            for (const imap::Quota &quota : m_shown) {
                if (quota.quotaRoot == child->root && quota.resource == child->quota.resource)
                    child->quota = quota;
            }
            Q_EMIT dataChanged(createIndex(child->row, 0, child.get()),
                               createIndex(child->row, ColumnCount - 1, child.get()));
        }
    }
}

void QuotaModel::showPending(const QByteArray &root, const QList<imap::QuotaLimit> &limits)
{
    beginResetModel();
    m_shown = m_overview.quotas;
    m_shown.removeIf([&](const imap::Quota &quota) { return quota.quotaRoot == root; });
    for (const imap::QuotaLimit &limit : limits) {
        imap::Quota quota{root, limit.resource, 0, limit.limit};
        for (const imap::Quota &known : std::as_const(m_overview.quotas)) {
            if (known.quotaRoot == root && known.resource == limit.resource)
                quota.usage = known.usage;
        }
        m_shown.append(quota);
    }
    // The rows stay in their order: what was changed comes behind what was not.
    const auto place = [this](const imap::Quota &quota) {
        const auto at = std::find_if(
            m_overview.quotas.begin(), m_overview.quotas.end(), [&quota](const imap::Quota &known) {
                return known.quotaRoot == quota.quotaRoot && known.resource == quota.resource;
            });
        return at - m_overview.quotas.begin();
    };
    std::stable_sort(m_shown.begin(), m_shown.end(),
                     [&place](const imap::Quota &a, const imap::Quota &b) { return place(a) < place(b); });
    m_pending = true;
    m_confirmed = false;
    m_pendingRoot = root;
    build();
    endResetModel();
}

void QuotaModel::confirmPending()
{
    m_confirmed = true;
    for (const auto &root : m_top.children) {
        if (root->root != m_pendingRoot || root->children.empty())
            continue;
        const Node *last = root->children.back().get();
        Q_EMIT dataChanged(createIndex(root->row, 0, root.get()),
                           createIndex(root->row, ColumnCount - 1, root.get()));
        Q_EMIT dataChanged(createIndex(0, 0, root->children.front().get()),
                           createIndex(last->row, ColumnCount - 1, last));
    }
}

void QuotaModel::takeBack()
{
    if (!m_pending)
        return;
    beginResetModel();
    m_pending = false;
    m_shown = m_overview.quotas;
    build();
    endResetModel();
}

QuotaModel::Node *QuotaModel::add(Node &parent, Kind kind)
{
    auto node = std::make_unique<Node>();
    node->kind = kind;
    node->parent = &parent;
    node->row = int(parent.children.size());
    node->root = parent.root;
    parent.children.push_back(std::move(node));
    return parent.children.back().get();
}

void QuotaModel::build()
{
    m_top.children.clear();
    QList<QByteArray> roots = m_overview.roots;
    for (const imap::Quota &quota : std::as_const(m_shown)) {
        if (!roots.contains(quota.quotaRoot))
            roots.append(quota.quotaRoot);
    }
    QHash<QByteArray, Node *> byName;
    for (const QByteArray &name : std::as_const(roots)) {
        Node *root = add(m_top, Kind::Root);
        root->root = name;
        byName.insert(name, root);
    }
    for (const imap::Quota &quota : std::as_const(m_shown))
        add(*byName.value(quota.quotaRoot), Kind::Resource)->quota = quota;
    QHash<QByteArray, Node *> folders;
    for (const auto &root : m_top.children) {
        if (root->children.empty())
            add(*root, Kind::NoLimit);
        folders.insert(root->root, add(*root, Kind::Folders));
    }
    Node *unlimited = nullptr;
    for (const imap::MailboxQuotaRoots &folder : std::as_const(m_overview.folders)) {
        for (const QByteArray &root : folder.quotaRoots)
            add(*folders.value(root), Kind::Folder)->folder = folder.mailbox;
        if (folder.quotaRoots.isEmpty()) {
            if (!unlimited)
                unlimited = add(m_top, Kind::Unlimited);
            add(*unlimited, Kind::Folder)->folder = folder.mailbox;
        }
    }
}

QList<imap::Quota> QuotaModel::quotasOf(const QByteArray &root) const
{
    QList<imap::Quota> quotas;
    for (const imap::Quota &quota : m_shown) {
        if (quota.quotaRoot == root)
            quotas.append(quota);
    }
    return quotas;
}

imap::MailboxName QuotaModel::folderOn(const QByteArray &root) const
{
    for (const imap::MailboxQuotaRoots &folder : m_overview.folders) {
        if (folder.quotaRoots.contains(root))
            return folder.mailbox;
    }
    return {};
}

QModelIndex QuotaModel::rootIndex(const QByteArray &root) const
{
    for (const auto &node : m_top.children) {
        if (node->kind == Kind::Root && node->root == root)
            return createIndex(node->row, 0, node.get());
    }
    return {};
}

QuotaModel::Node *QuotaModel::nodeOf(const QModelIndex &index)
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : nullptr;
}

QModelIndex QuotaModel::index(int row, int column, const QModelIndex &parent) const
{
    if (column < 0 || column >= ColumnCount || row < 0 || row >= rowCount(parent))
        return {};
    const Node *node = parent.isValid() ? nodeOf(parent) : &m_top;
    return createIndex(row, column, node->children[size_t(row)].get());
}

QModelIndex QuotaModel::parent(const QModelIndex &index) const
{
    const Node *node = nodeOf(index);
    if (!node || node->parent == &m_top)
        return {};
    return createIndex(node->parent->row, 0, node->parent);
}

int QuotaModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    const Node *node = parent.isValid() ? nodeOf(parent) : &m_top;
    return int(node->children.size());
}

int QuotaModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString QuotaModel::name(const Node &node) const
{
    const int count = int(node.children.size());
    switch (node.kind) {
    case Kind::Root:
        return quotaRootName(node.root);
    case Kind::Resource:
        return resourceName(node.quota.resource);
    case Kind::NoLimit:
        return tr("No limit");
    case Kind::Folders:
        return count == 0   ? tr("No folder of yours")
               : count == 1 ? tr("1 folder")
                            : tr("%1 folders").arg(countText(count));
    case Kind::Unlimited:
        return tr("Without any limit");
    case Kind::Folder:
        break;
    }
    return imap::mime::cleanLine(node.folder.toString(), 300);
}

QString QuotaModel::used(const Node &node) const
{
    switch (node.kind) {
    case Kind::Root:
        return m_pending && !m_confirmed && m_pendingRoot == node.root ? tr("Being changed…") : QString();
    case Kind::Resource:
        return quotaFigures(node.quota);
    case Kind::Unlimited:
        return node.children.size() == 1 ? tr("1 folder")
                                         : tr("%1 folders").arg(countText(qint64(node.children.size())));
    case Kind::NoLimit:
    case Kind::Folders:
    case Kind::Folder:
        break;
    }
    return {};
}

QString QuotaModel::toolTip(const Node &node) const
{
    switch (node.kind) {
    case Kind::Root:
        return node.root.isEmpty() ? tr("A quota root without a name")
                                   : tr("The quota root “%1”").arg(quotaRootName(node.root));
    case Kind::Resource:
        return quotaText(node.quota) + QLatin1Char('\n') + resourceTip(node.quota.resource);
    case Kind::NoLimit:
        return tr("The server keeps count here, but sets no limit.");
    case Kind::Folders:
        return tr("What is in these folders counts here.");
    case Kind::Unlimited:
        return tr("Nothing limits what these folders hold.");
    case Kind::Folder:
        break;
    }
    return name(node);
}

QVariant QuotaModel::data(const QModelIndex &index, int role) const
{
    const Node *node = nodeOf(index);
    if (!node)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Name ? name(*node) : used(*node);
    case Qt::ToolTipRole:
        return plainTip(toolTip(*node));
    case Qt::AccessibleTextRole: {
        const QString figures = used(*node);
        return figures.isEmpty() ? name(*node) : QStringLiteral("%1, %2").arg(name(*node), figures);
    }
    case QuotaRoles::Kind:
        return int(node->kind);
    case QuotaRoles::Root:
        return node->root;
    case QuotaRoles::Folder:
        return QVariant::fromValue(node->folder);
    case QuotaRoles::Share:
        return node->kind == Kind::Resource ? QVariant(quotaShare(node->quota)) : QVariant();
    case QuotaRoles::Level:
        return node->kind == Kind::Resource ? QVariant(int(quotaLevel(quotaShare(node->quota)))) : QVariant();
    case QuotaRoles::Pending:
        return m_pending && !m_confirmed && m_pendingRoot == node->root && node->kind != Kind::Folder;
    default:
        return {};
    }
}

QVariant QuotaModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("What is limited") : tr("Used");
}

} // namespace ui
