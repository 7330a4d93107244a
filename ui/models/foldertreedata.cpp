// What FolderTreeModel says of its rows.
#include "ui/models/folderrules.h"
#include "ui/models/foldertreenode.h"
#include "ui/models/quotawords.h"
#include "ui/support/errortext.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"

#include <QCoreApplication>

namespace ui
{

namespace
{

QString say(const char *text)
{
    return QCoreApplication::translate("Folders", text);
}

} // namespace

State connectionState(const imap::ConnectionChanged &connection)
{
    using imap::ConnectionState;
    switch (connection.state) {
    case ConnectionState::Online:
        return State::Live;
    case ConnectionState::Connecting:
    case ConnectionState::SigningIn:
    case ConnectionState::Waiting:
        return State::Waiting;
    case ConnectionState::LoginRefused:
    case ConnectionState::CertificateRefused:
        return State::Error;
    case ConnectionState::Offline:
        break;
    }
    return State::Offline;
}

QString connectionText(const imap::ConnectionChanged &connection, const QString &server)
{
    using imap::ConnectionState;
    const QString why = connection.error ? errorText(*connection.error, server).what : QString();
    switch (connection.state) {
    case ConnectionState::Online:
        return connection.live ? say("Connected; news arrives by itself") : say("Connected");
    case ConnectionState::Connecting:
        return say("Connecting\u2026");
    case ConnectionState::SigningIn:
        return say("Signing in\u2026");
    case ConnectionState::Waiting: {
        const int seconds = (connection.retryInMs + 999) / 1000;
        const QString next =
            seconds > 0 ? say("Not connected; next try in %1 s").arg(seconds) : say("Not connected");
        return why.isEmpty() ? next : next + QLatin1Char('\n') + why;
    }
    case ConnectionState::LoginRefused:
        return why.isEmpty() ? say("Signing in was refused") : why;
    case ConnectionState::CertificateRefused:
        return why.isEmpty() ? say("The server's certificate is not trusted") : why;
    case ConnectionState::Offline:
        break;
    }
    return say("Offline");
}

QVariant FolderTreeModel::accountData(const Node &node, int role) const
{
    const imap::ConnectionChanged &connection = node.account->connection;
    const QString server = node.account->handle->config().connection.host;
    switch (role) {
    case FolderRoles::State:
        return int(connectionState(connection));
    case FolderRoles::StateText:
        return connectionText(connection, server);
    case FolderRoles::QuotaShare: {
        const std::optional<imap::Quota> nearest = fullest(node.account->quotas);
        return nearest ? QVariant(quotaShare(*nearest)) : QVariant();
    }
    case Qt::ToolTipRole: {
        QStringList lines{connectionText(connection, server)};
        for (const imap::Quota &quota : node.account->quotas)
            lines << quotaText(quota);
        if (const int count = node.account->leftOut; count > 0)
            lines << (count == 1
                          ? say("1 folder that is not subscribed is not shown")
                          : say("%1 folders that are not subscribed are not shown").arg(countText(count)));
        return lines.join(QLatin1Char('\n'));
    }
    case Qt::AccessibleTextRole: {
        QString words = node.item.name + QLatin1String(", ") + connectionText(connection, server);
        if (const std::optional<imap::Quota> nearest = fullest(node.account->quotas))
            words += QLatin1String(", ") + quotaText(*nearest);
        return words;
    }
    default:
        return {};
    }
}

QString FolderTreeModel::toolTip(const Node &node) const
{
    if (node.item.kind != FolderKind::Folder)
        return {};
    QStringList lines{node.item.info.name.toString()};
    if (node.item.info.total) {
        QString counts = messageCountText(*node.item.info.total);
        if (node.item.info.unseen.value_or(0) > 0)
            counts += say(", %1 unread").arg(countText(*node.item.info.unseen));
        lines << counts;
    }
    if (!node.item.info.selectable)
        lines << say("Holds folders only");
    return lines.join(QLatin1Char('\n'));
}

namespace
{

template <class Node>
quint32 unreadBelow(const Node &node)
{
    quint32 sum = 0;
    for (const auto &child : node.children)
        sum += child->item.info.unseen.value_or(0) + unreadBelow(*child);
    return sum;
}

} // namespace

QVariant FolderTreeModel::data(const QModelIndex &index, int role) const
{
    const Node *node = nodeOf(index);
    if (!node)
        return {};
    const FolderItem &item = node->item;
    switch (role) {
    case Qt::DisplayRole:
        return item.name;
    case Qt::EditRole:
        return lastPart(*this, index);
    case Qt::DecorationRole:
        return icon(folderIconName(item.info.role, item.kind));
    case FolderRoles::Kind:
        return int(item.kind);
    case FolderRoles::Key:
        return item.kind == FolderKind::Account ? item.key
                                                : QString(node->account->id + QChar(0x1f) + item.key);
    case FolderRoles::AccountId:
        return node->account->id;
    case FolderRoles::Folder:
        return QVariant::fromValue(item.exists ? item.info.name : imap::MailboxName());
    case FolderRoles::Role:
        return int(item.info.role);
    case FolderRoles::Unread:
        return item.info.unseen.value_or(0);
    case FolderRoles::UnreadBelow:
        return unreadBelow(*node);
    case FolderRoles::Total:
        return item.info.total ? QVariant(*item.info.total) : QVariant();
    case FolderRoles::Selectable:
        return item.exists && item.info.selectable;
    case FolderRoles::IconName:
        return folderIconName(item.info.role, item.kind);
    default:
        break;
    }
    if (item.kind == FolderKind::Account)
        return accountData(*node, role);
    if (role == Qt::ToolTipRole)
        return toolTip(*node);
    if (role == Qt::AccessibleTextRole) {
        const quint32 unread = item.info.unseen.value_or(0);
        return unread > 0 ? say("%1, %2 unread").arg(item.name, countText(unread)) : item.name;
    }
    return {};
}

} // namespace ui
