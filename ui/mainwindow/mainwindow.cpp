#include "ui/mainwindow/mainwindow.h"

#include "mime/cleantext.h"
#include "ui/mainwindow/accountdeeds.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/changesdock.h"
#include "ui/mainwindow/connectionstatus.h"
#include "ui/mainwindow/fillstatus.h"
#include "ui/mainwindow/folderdeeds.h"
#include "ui/mainwindow/hitdeeds.h"
#include "ui/mainwindow/labeldeeds.h"
#include "ui/mainwindow/listheader.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/mailquestions.h"
#include "ui/mainwindow/mailsearch.h"
#include "ui/mainwindow/messagedeeds.h"
#include "ui/mainwindow/ordercontrol.h"
#include "ui/mainwindow/panelayout.h"
#include "ui/mainwindow/quotawarnings.h"
#include "ui/mainwindow/serverdialogs.h"
#include "ui/mainwindow/sharing.h"
#include "ui/models/folderchoices.h"
#include "ui/support/formatting.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/banner.h"
#include "ui/views/columnheader.h"
#include "ui/views/folderview.h"
#include "ui/views/messagelistview.h"
#include "ui/views/readerpane.h"
#include "ui/views/searchfield.h"
#include "ui/views/statepage.h"
#include "ui/views/toast.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

namespace ui
{

MainWindow::MainWindow(QSettings *store, imap::CheckAccount check)
    : m_store(store)
    , m_looks(qApp)
    , m_actions(new Actions(this))
    , m_watch(new AccountWatch(this))
    , m_operations(new Operations(
          [this](const QString &account, const imap::MailboxName &folder) {
              return folderTitle(*m_browser->folderModel(), account, folder);
          },
          this))
    , m_dialogs(new AccountDialogs(std::move(check), this))
    , m_serverDialogs(new ServerDialogs(m_watch, m_operations, this))
    , m_quotaWarnings(new QuotaWarnings(store, this))
    , m_pages(new QStackedWidget(this))
    , m_welcome(new StatePage(m_pages))
    , m_folders(new FolderView(this))
    , m_list(new MessageListView(this))
    , m_header(new ListHeader(this))
    , m_reader(new ReaderPane(this))
{
    setWindowTitle(QStringLiteral("Postrider"));
    build();
    m_order = new OrderControl({m_actions, m_browser->listModel(), m_list, m_header}, m_store, this);
    m_browser->setOrderMemory([this](const QString &accountId, const QString &folder) {
        return m_order->choiceFor(accountId, folder);
    });
    connectActions();
    connectMail();
    connectDeeds();
    connectFolderDeeds();
    connectSearch();
    connectStatus();
    restoreState();
    showPage();
    updateActions();
}

MainWindow::~MainWindow()
{
    LabelBook::shared().keepIn(nullptr); // the settings go with whoever made them
    // The models let go of the accounts while both are still whole.
    const QList<imap::AccountHandle *> accounts = m_watch->accounts();
    for (imap::AccountHandle *account : accounts) {
        m_changes->journal()->removeAccount(account);
        m_browser->removeAccount(account);
    }
    // Children go after this destructor; none of them may call into what is gone.
    disconnect(m_reader, nullptr, this, nullptr);
    disconnect(m_browser, nullptr, this, nullptr);
}

void MainWindow::build()
{
    auto *listPages = new QStackedWidget(this);
    auto *listPane = new QWidget(listPages);
    listPages->addWidget(listPane);
    auto *column = new QVBoxLayout(listPane);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_list, 1);
    listPages->setAutoFillBackground(true);
    listPages->setBackgroundRole(QPalette::Base);

    m_panes = new PaneLayout(m_folders, listPages, m_reader, this);
    auto *mail = new QWidget(m_pages);
    auto *mailColumn = new QVBoxLayout(mail);
    mailColumn->setContentsMargins(0, 0, 0, 0);
    mailColumn->setSpacing(0);
    auto *connection = new Banner(mail);
    auto *notices = new Banner(mail);
    m_quotaBanner = new Banner(mail);
    mailColumn->addWidget(connection);
    mailColumn->addWidget(notices);
    mailColumn->addWidget(m_quotaBanner);
    mailColumn->addWidget(m_panes, 1);
    m_pages->addWidget(mail);
    m_welcome->setWords(
        {QStringLiteral("mail-inbox"),
         tr("Welcome to Postrider"),
         tr("Add the account whose mail you want to read. Your mail stays on its server; this "
            "computer keeps what it needs to be quick."),
         {},
         tr("&Add Account…")});
    m_pages->addWidget(m_welcome);
    setCentralWidget(m_pages);
    m_browser = new MailBrowser({m_folders, m_list, m_header, m_reader}, m_watch, m_operations, this);
    m_search = new MailSearch({m_actions, m_watch, m_browser, listPages, m_reader}, m_store, this);
    m_toast = new Toast(m_pages);
    buildDeeds();

    m_actions->fillMenus(menuBar());
    buildToolbars();
    setContextMenuPolicy(Qt::NoContextMenu);

    auto *words = new QLabel(statusBar());
    words->setObjectName(QStringLiteral("traffic"));
    words->setForegroundRole(QPalette::PlaceholderText);
    words->setContentsMargins(gap, 0, gap + grid, 0);
    statusBar()->addPermanentWidget(m_changes->sign());
    m_fill = new FillStatus(statusBar());
    statusBar()->addPermanentWidget(m_fill);
    statusBar()->addPermanentWidget(words);
    // A button goes with its strip, and the keys would go to the search field, which takes them for words.
    const auto toMessages = [this] { (m_search->isActive() ? m_search->results() : m_list)->setFocus(); };
    connect(connection, &Banner::retryWanted, this, toMessages);
    connect(connection, &Banner::goOnlineWanted, this, toMessages);
    connect(connection, &Banner::passwordWanted, this, toMessages);
    m_status = new ConnectionStatus(
        {connection, notices, words}, m_watch, m_dialogs, [this] { return currentAccount(); }, this);
    statusBar()->setSizeGripEnabled(false);
    for (QWidget *view : {static_cast<QWidget *>(m_reader), static_cast<QWidget *>(m_list)})
        view->installEventFilter(this);
}

void MainWindow::buildToolbars()
{
    m_toolbar = new QToolBar(tr("Toolbar"), this);
    m_toolbar->setObjectName(QStringLiteral("toolbar"));
    m_toolbar->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_toolbar->setIconSize(QSize(20, 20));
    m_actions->fillToolbar(m_toolbar);
    m_searchbar = new QToolBar(tr("Search"), this);
    m_searchbar->setObjectName(QStringLiteral("searchToolbar"));
    auto *space = new QWidget(m_searchbar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_searchbar->addWidget(space);
    m_searchbar->addWidget(m_search->field());
    for (QToolBar *bar : {m_toolbar, m_searchbar}) {
        bar->setMovable(false);
        bar->setContextMenuPolicy(Qt::PreventContextMenu);
        addToolBar(bar);
    }
}

/// The field stands behind the buttons, or below them where there is no room for it.
void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    const int both = m_toolbar->sizeHint().width() + m_search->field()->minimumSizeHint().width() + 6 * gap;
    const bool below = width() < both;
    if (below == toolBarBreak(m_searchbar))
        return;
    if (below)
        insertToolBarBreak(m_searchbar);
    else
        removeToolBarBreak(m_searchbar);
}

void MainWindow::connectActions()
{
    const Actions *a = m_actions;
    const auto on = [this](QAction *action, auto slot) { connect(action, &QAction::triggered, this, slot); };
    on(a->addAccount, [this] { m_dialogs->add(); });
    connect(m_welcome, &StatePage::acted, m_dialogs, &AccountDialogs::add);
    on(a->editAccount, [this] {
        if (currentAccount())
            m_dialogs->edit(currentAccount()->config(), currentAccount());
    });
    on(a->removeAccount, [this] {
        if (currentAccount())
            m_dialogs->remove(currentAccount()->config());
    });
    on(a->quota, [this] { m_serverDialogs->showQuota(currentAccount()); });
    on(a->serverInformation, [this] { m_serverDialogs->showServer(currentAccount()); });
    on(a->accounts, [this] { m_accountDeeds->openAccounts(currentAccount()); });
    on(a->specialFolders, [this] { m_accountDeeds->openSpecialFolders(currentAccount()); });
    on(a->subscriptions, [this] { m_accountDeeds->openSubscriptions(currentAccount()); });
    on(a->check, [this] {
        const QList<imap::AccountHandle *> accounts = m_watch->accounts();
        for (imap::AccountHandle *account : accounts) {
            if (m_watch->connection(account).state == imap::ConnectionState::Waiting)
                account->retryNow();
            else
                account->checkNow();
        }
    });
    on(a->offline, [this](bool offline) {
        const QList<imap::AccountHandle *> accounts = m_watch->accounts();
        for (imap::AccountHandle *account : accounts)
            offline ? account->goOffline() : account->retryNow();
    });
    on(a->quit, [] { QApplication::closeAllWindows(); });
    on(a->undo, [this] { m_operations->undo(); });
    on(a->redo, [this] { m_operations->redo(); });
    on(a->selectAll, [this] { (m_search->isActive() ? m_search->results() : m_list)->selectAll(); });
    on(a->find, [this] { m_reader->openFind(); });
    on(a->layoutAutomatic, [this] { m_panes->setChoice(PaneLayout::Choice::Automatic); });
    on(a->layoutWide, [this] { m_panes->setChoice(PaneLayout::Choice::Wide); });
    on(a->layoutStacked, [this] { m_panes->setChoice(PaneLayout::Choice::Stacked); });
    on(a->layoutListOnly, [this] { m_panes->setChoice(PaneLayout::Choice::ListOnly); });
    on(a->cards, [this] { setCards(true); });
    on(a->table, [this] { setCards(false); });
    const auto look = [this](Look chosen) {
        m_lookForced = false;
        m_looks.apply(chosen);
    };
    on(a->lookSystem, [look] { look(Look::System); });
    on(a->lookLight, [look] { look(Look::Light); });
    on(a->lookDark, [look] { look(Look::Dark); });
    on(a->folders, [this](bool shown) { m_panes->setFoldersShown(shown); });
    on(a->zoomIn, [this] { m_reader->zoom(1); });
    on(a->zoomOut, [this] { m_reader->zoom(-1); });
    on(a->zoomReset, [this] { m_reader->zoom(0); });
    on(a->preferHtml, [this](bool html) {
        m_reader->setPreference(html ? imap::mime::Preference::Html : imap::mime::Preference::Plain);
    });
    on(a->markReadByItself, [this](bool by) { m_reader->setMarkReadDelay(by ? 1000 : -1); });
    const auto go = [this](int rows) { m_search->isActive() ? m_search->go(rows) : m_browser->go(rows); };
    on(a->next, [go] { go(1); });
    on(a->previous, [go] { go(-1); });
    on(a->nextUnread,
       [this] { m_search->isActive() ? m_search->goNextUnread() : m_browser->goNextUnread(); });
    connect(m_browser, &MailBrowser::lost, this, [this](const QString &words) { notice(words); });
    connect(m_browser, &MailBrowser::said, this, [this](const QString &words) { say(words); });
    connect(m_search, &MailSearch::said, this, [this](const QString &words) { say(words); });
    on(a->back, [this] { goBack(); });
    on(a->log, [this] {
        if (currentAccount())
            m_dialogs->showLog(currentAccount());
    });
    on(a->about, [this] { m_dialogs->showAbout(); });
    on(a->aboutQt, [] { QApplication::aboutQt(); });
}

void MainWindow::connectMail()
{
    connect(m_browser, &MailBrowser::folderChanged, this, [this] {
        m_panes->setReading(false);
        m_status->refresh();
        updateActions();
        showTitle();
    });
    connect(m_browser, &MailBrowser::folderRenamed, this, &MainWindow::showTitle);
    connect(m_browser, &MailBrowser::rightsChanged, this, &MainWindow::updateActions);
    connect(m_browser, &MailBrowser::selectionChanged, this, &MainWindow::updateActions);
    connect(m_browser, &MailBrowser::readerWanted, this, [this] {
        m_panes->setReading(true);
        m_reader->focusText();
        showBack();
    });
    connect(m_browser->listModel(), &MessageListModel::statusChanged, this, &MainWindow::updateActions);
    connect(m_panes, &PaneLayout::arrangementChanged, this, &MainWindow::showBack);
    connect(m_header, &ListHeader::backWanted, this, &MainWindow::goBack);
    connect(m_reader, &ReaderPane::contentChanged, this, &MainWindow::updateActions);
    connect(m_reader, &ReaderPane::linkHovered, this,
            [this](const QString &words) { statusBar()->showMessage(words); });
    connect(m_reader, &ReaderPane::linkActivated, this, &MainWindow::followLink);
    connect(m_reader, &ReaderPane::attachmentFailed, this, &MainWindow::notice);
    connect(m_reader, &ReaderPane::attachmentsSaved, this, [this](int files, const QString &folder) {
        say(files == 1 ? tr("Saved in %1").arg(folder)
                       : tr("%1 files saved in %2").arg(countText(files), folder));
    });
}

void MainWindow::buildDeeds()
{
    FolderTreeModel *tree = m_browser->folderModel();
    m_special = std::make_unique<SpecialFolders>(tree, m_store);
    LabelBook::shared().keepIn(m_store);
    auto *questions = new MailQuestions(tree, m_special.get(), this);
    m_deeds =
        new MessageDeeds({m_folders, m_list}, m_browser, m_operations, m_special.get(), questions, this);
    m_hitDeeds = new HitDeeds(m_search, m_reader, tree, m_operations, m_special.get(), questions, this);
    m_labels = new LabelDeeds([this] { return deeds(); }, this);
    m_sharing = new Sharing(m_operations, tree, this);
    m_folderDeeds = new FolderDeeds(m_folders, m_browser, m_operations, m_special.get(), this);
    m_accountDeeds = new AccountDeeds(
        {m_actions, tree, m_special.get(), m_operations, m_watch, m_dialogs, m_serverDialogs}, this);
    m_changes = new ChangesDock(
        [tree](const QString &account, const imap::MailboxName &folder) {
            return folderTitle(*tree, account, folder);
        },
        m_operations, this);
    addDockWidget(Qt::BottomDockWidgetArea, m_changes);
}

void MainWindow::showTitle()
{
    QString name = m_browser->listModel()->status().folderName;
    // Each account has an Inbox.
    const imap::AccountHandle *account = m_browser->account();
    if (account && !name.isEmpty() && m_watch->accounts().size() > 1)
        name = tr("%1 (%2)").arg(name, imap::mime::cleanLine(account->config().displayName, 200));
    setWindowTitle(name.isEmpty() ? QStringLiteral("Postrider") : QStringLiteral("%1 — Postrider").arg(name));
}

void MainWindow::showPage()
{
    const bool empty = m_watch->accounts().isEmpty();
    const bool isFirst = !empty && m_pages->currentWidget() == m_welcome;
    m_pages->setCurrentIndex(empty ? 1 : 0);
    if (isFirst && isVisible())
        m_list->setFocus(); // not the search field, where the welcome page's button would leave the keys
    statusBar()->setVisible(!empty);
    if (empty && isVisible())
        m_welcome->setFocus();
    showTitle();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QMainWindow::showEvent(event);
    // There is one thing to do.
    if (m_pages->currentWidget() == m_welcome)
        m_welcome->setFocus();
}

void MainWindow::updateActions()
{
    m_browser->explain(m_actions);
    m_search->explain();
    deeds()->explain(m_actions);
    m_folderDeeds->explain(m_actions);
    m_order->explain();
    explainSharing();
    const QString none = currentAccount() ? QString() : tr("There is no account yet.");
    for (QAction *action : {m_actions->editAccount, m_actions->removeAccount, m_actions->specialFolders,
                            m_actions->subscriptions, m_actions->quota, m_actions->serverInformation,
                            m_actions->check, m_actions->offline, m_actions->log})
        Actions::setReason(action, none);
    Actions::setReason(m_actions->undo,
                       m_operations->canUndo() ? QString() : tr("There is nothing to undo."));
    Actions::setReason(m_actions->redo,
                       m_operations->canRedo() ? QString() : tr("There is nothing to redo."));
    if (m_operations->canUndo())
        m_actions->undo->setToolTip(plainTip(tr("Undo: %1").arg(m_operations->undoWords())));
    if (m_operations->canRedo())
        m_actions->redo->setToolTip(plainTip(tr("Redo: %1").arg(m_operations->redoWords())));
    showBack();
}

void MainWindow::showBack()
{
    const bool single = m_panes->arrangement() == PaneLayout::Arrangement::ListOnly;
    m_actions->back->setVisible(single && m_panes->isReading());
}

void MainWindow::goBack()
{
    m_panes->setReading(false);
    (m_search->isActive() ? m_search->results() : m_list)->setFocus();
    showBack();
}

/// A click on the window behind an open dialog gives it the keyboard on some desktops, and nothing there
/// takes it: back to the dialog.
bool MainWindow::event(QEvent *event)
{
    const bool taken = QMainWindow::event(event);
    QWidget *dialog = QApplication::activeModalWidget();
    if (event->type() == QEvent::WindowActivate && dialog && dialog != this)
        dialog->activateWindow();
    return taken;
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && watched == m_reader) {
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            goBack();
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::followLink(const QUrl &url)
{
    if (!QDesktopServices::openUrl(url))
        notice(tr("No program on this computer opens %1").arg(url.toDisplayString().left(200)));
}

void MainWindow::setCards(bool cards)
{
    m_list->setMode(cards ? MessageListView::Mode::Cards : MessageListView::Mode::Table);
    (cards ? m_actions->cards : m_actions->table)->setChecked(true);
}

void MainWindow::forceLook(Look look)
{
    m_lookForced = true;
    m_looks.apply(look);
    (look == Look::Light  ? m_actions->lookLight
     : look == Look::Dark ? m_actions->lookDark
                          : m_actions->lookSystem)
        ->setChecked(true);
}

void MainWindow::notice(const QString &text, const QString &details)
{
    m_status->notice(text, details);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveState();
    QMainWindow::closeEvent(event);
}

} // namespace ui
