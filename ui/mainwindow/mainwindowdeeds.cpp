// What MainWindow has done to messages: those of the list, or those that a search found.
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/changesdock.h"
#include "ui/mainwindow/folderdeeds.h"
#include "ui/mainwindow/hitdeeds.h"
#include "ui/mainwindow/labeldeeds.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/mailsearch.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/messagedeeds.h"
#include "ui/mainwindow/panelayout.h"
#include "ui/support/errortext.h"
#include "ui/views/messagelistview.h"
#include "ui/views/readerpane.h"
#include "ui/views/toast.h"

#include <QMenu>

namespace ui
{

void MainWindow::connectDeeds()
{
    const Actions *a = m_actions;
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    a->bindMessageKeys({m_list, m_search->results(), m_reader});
    on(a->markRead, [this] { deeds()->markRead(true); });
    on(a->markUnread, [this] { deeds()->markRead(false); });
    on(a->star, [this] { deeds()->toggleStar(); });
    on(a->labels, [this] { m_labels->choose(); });
    on(a->editLabels, [this] { m_labels->edit(); });
    for (const MessageListView *list : {m_list, m_search->results()})
        connect(list->model(), &QAbstractItemModel::dataChanged, m_labels, &LabelDeeds::refresh);
    connect(m_labels, &LabelDeeds::said, this, [this](const QString &words) { say(words); });
    on(a->archive, [this] { deeds()->archive(); });
    on(a->remove, [this] { deeds()->remove(); });
    on(a->purge, [this] { deeds()->purge(); });
    on(a->junk, [this] { deeds()->junk(true); });
    on(a->notJunk, [this] { deeds()->junk(false); });
    on(a->moveTo, [this] { deeds()->chooseTarget(false); });
    on(a->goToDate, [this] { m_deeds->chooseDate(); });
    on(a->copyTo, [this] { deeds()->chooseTarget(true); });
    for (const MessageListView *list : {m_list, m_search->results()})
        connect(list, &MessageListView::contextMenuWanted, this, [this](const QPoint &place) {
            auto *menu = new QMenu(this);
            menu->setAttribute(Qt::WA_DeleteOnClose);
            menu->setToolTipsVisible(true);
            if (m_search->isActive())
                menu->addAction(m_actions->showInFolder);
            m_actions->fillMessageMenu(menu);
            menu->popup(place);
        });
    on(a->changes, [this](bool shown) { m_changes->setVisible(shown); });
    connect(m_changes, &QDockWidget::visibilityChanged, this, [this] {
        // Not what hides with the whole window.
        m_actions->changes->setChecked(!m_changes->isHidden());
    });
    connect(m_changes, &ChangesDock::opened, m_changes, &QWidget::show);
    const auto notDone = [this](imap::AccountHandle *account, const QString &words,
                                const imap::Error &error) {
        const ErrorText text = errorText(error, serverName(account));
        notice(tr("Not done: %1. %2").arg(words, text.what), text.details);
    };
    connect(m_deeds, &Deeds::failed, this, notDone);
    connect(m_hitDeeds, &Deeds::failed, this, notDone);
    connect(m_folderDeeds, &FolderDeeds::failed, this, notDone);
    connect(m_browser, &MailBrowser::failed, this, notDone);
    connect(m_operations, &Operations::failed, this, notDone);
    connect(m_operations, &Operations::changed, this, &MainWindow::updateActions);
    connect(m_operations, &Operations::changed, this, [this] {
        if (m_said.deed != 0 && !m_operations->canUndo(m_said.deed))
            m_toast->dismiss(); // it was taken back elsewhere
    });
    connect(m_operations, &Operations::done, this,
            [this](const QString &words, bool wasUndo, quint64 number) {
                say(wasUndo ? tr("Taken back: %1").arg(words) : words, number, wasUndo);
            });
}

/// In passing. A deed can be taken back from there: that one, whatever was done or refused since.
void MainWindow::say(const QString &words, quint64 deed, bool takenBack)
{
    m_said = {deed, takenBack};
    if (deed == 0)
        m_toast->say(words);
    else
        m_toast->say(words, [this, deed] { m_operations->undo(deed); });
}

Deeds *MainWindow::deeds() const
{
    if (m_search->isActive())
        return m_hitDeeds;
    return m_deeds;
}

void MainWindow::connectSearch()
{
    connect(m_search, &MailSearch::activeChanged, this, [this](bool active) {
        if (active)
            m_panes->setReading(false);
        updateActions();
    });
    connect(m_search, &MailSearch::selectionChanged, this, &MainWindow::updateActions);
    connect(m_search, &MailSearch::opened, this, [this] {
        if (m_panes->arrangement() != PaneLayout::Arrangement::ListOnly) {
            m_search->showInFolder();
            return;
        }
        m_panes->setReading(true);
        m_reader->focusText();
        showBack();
    });
    // The open folder in the tree is the way back, too.
    connect(m_folders, &QAbstractItemView::clicked, m_search, &MailSearch::end);
}

} // namespace ui
