// The window's part in what is done to folders: actions, keys, the folder pane's menu.
#include "ui/mainwindow/accountdeeds.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/folderdeeds.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/serverdialogs.h"
#include "ui/mainwindow/sharing.h"
#include "ui/views/folderview.h"

#include <QMenu>

namespace ui
{

void MainWindow::connectFolderDeeds()
{
    const Actions *a = m_actions;
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    a->bindFolderKeys(m_folders);
    on(a->newFolder, [this] { m_folderDeeds->create(); });
    on(a->renameFolder, [this] { m_folderDeeds->rename(); });
    on(a->deleteFolder, [this] { m_folderDeeds->remove(); });
    on(a->emptyFolder, [this] { m_folderDeeds->empty(); });
    on(a->markFolderRead, [this] { m_folderDeeds->markAllRead(); });
    on(a->openReadOnly, [this](bool readOnly) { m_folderDeeds->openReadOnly(readOnly); });
    on(a->folderProperties, [this] { m_folderDeeds->showProperties(); });
    on(a->subscribed, [this](bool subscribed) { m_folderDeeds->subscribe(subscribed); });
    on(a->refreshFolder, [this] { m_folderDeeds->refresh(); });
    connect(m_browser->folderModel(), &FolderTreeModel::folderRenamed, this,
            [this](imap::AccountHandle *account, const NameChange &rename) {
                m_special->followRename(account->config().id, rename);
            });
    on(a->sharing, [this] { m_sharing->open(m_folderDeeds->target()); });
    connect(m_watch, &AccountWatch::journalChanged, m_sharing, &Sharing::follow);
    on(a->annotations, [this] {
        const QModelIndex target = m_folderDeeds->target();
        const FolderTreeModel *tree = m_browser->folderModel();
        m_serverDialogs->showAnnotations(tree->accountOf(target), tree->folderOf(target).name,
                                         target.data().toString());
    });
    connect(m_folderDeeds, &FolderDeeds::targetChanged, this, [this] {
        m_folderDeeds->explain(m_actions);
        explainSharing();
    });
    connect(m_folders, &FolderView::contextMenuWanted, this, &MainWindow::showFolderMenu);
}

void MainWindow::explainSharing()
{
    const QString reason = m_sharing->reason(m_folderDeeds->target());
    Actions::setReason(m_actions->sharing, reason);
    Actions::setReason(m_actions->annotations, reason);
}

void MainWindow::showFolderMenu(const QModelIndex &index, const QPoint &place)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    m_folderDeeds->setTarget(index);
    // It is destroyed after what was chosen in it was done.
    connect(menu, &QObject::destroyed, m_folderDeeds, [this] { m_folderDeeds->setTarget({}); });
    if (index.isValid() && FolderKind(index.data(FolderRoles::Kind).toInt()) == FolderKind::Account) {
        menu->setObjectName(QStringLiteral("accountMenu"));
        menu->addAction(m_actions->newFolder);
        menu->addSeparator();
        m_accountDeeds->fillMenu(menu, m_browser->folderModel()->accountOf(index));
    } else {
        m_actions->fillFolderMenu(menu);
    }
    menu->popup(place);
}

} // namespace ui
