#include "ui/mainwindow/accountmenu.h"

#include "ui/mainwindow/accountdialogs.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/serverdialogs.h"
#include "ui/models/roles.h"
#include "ui/views/folderview.h"

#include <QMenu>
#include <QPointer>

namespace ui
{

AccountMenu::AccountMenu(const Parts &parts, QWidget *window)
    : QObject(window)
    , m_parts(parts)
    , m_window(window)
{
    connect(m_parts.view, &FolderView::contextMenuWanted, this, &AccountMenu::show);
}

void AccountMenu::show(const QModelIndex &index, const QPoint &place)
{
    imap::AccountHandle *account = m_parts.model->accountOf(index);
    if (!account || FolderKind(index.data(FolderRoles::Kind).toInt()) != FolderKind::Account)
        return;
    auto *menu = new QMenu(m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("accountMenu"));
    menu->setToolTipsVisible(true);
    const QPointer<imap::AccountHandle> guarded(account);
    const auto add = [&](const QAction *like, auto act) {
        QAction *action = menu->addAction(like->icon(), like->text());
        action->setObjectName(like->objectName());
        action->setToolTip(like->property("usualTip").toString());
        connect(action, &QAction::triggered, this, [guarded, act] {
            if (guarded)
                act(guarded.data());
        });
    };
    AccountDialogs *accounts = m_parts.accounts;
    ServerDialogs *server = m_parts.server;
    add(m_parts.actions->editAccount,
        [accounts](imap::AccountHandle *of) { accounts->edit(of->config(), of); });
    add(m_parts.actions->removeAccount,
        [accounts](imap::AccountHandle *of) { accounts->remove(of->config()); });
    menu->addSeparator();
    add(m_parts.actions->quota, [server](imap::AccountHandle *of) { server->showQuota(of); });
    add(m_parts.actions->serverInformation, [server](imap::AccountHandle *of) { server->showServer(of); });
    menu->popup(place);
}

} // namespace ui
