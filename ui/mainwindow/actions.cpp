#include "ui/mainwindow/actions.h"

#include "ui/support/formatting.h"
#include "ui/support/icons.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>

namespace ui
{

Actions::Actions(QMainWindow *window)
    : QObject(window)
    , m_window(window)
{
    makeFile();
    makeEdit();
    makeView();
    makeMessage();
    makeTakeAway();
    makeFolder();
    log = add("log", tr("Protocol &Log"), QStringLiteral("utilities-log-viewer"),
              {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)},
              tr("What was said to and by the server, without passwords"));
    about = add("about", tr("&About Postrider"), QStringLiteral("help-contents"));
    aboutQt = add("aboutQt", tr("About &Qt"));
}

QAction *Actions::add(const char *name, const QString &text, const QString &iconName,
                      const QList<QKeySequence> &shortcuts, const QString &tip)
{
    auto *action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    if (!iconName.isEmpty())
        action->setIcon(icon(iconName));
    action->setShortcuts(shortcuts);
    // The shortcut stands in the tooltip too, for those who only use the toolbar.
    QString words = tip.isEmpty() ? QString(text).remove(QLatin1Char('&')) : tip;
    if (!shortcuts.isEmpty())
        words += QStringLiteral(" (%1)").arg(shortcuts.first().toString(QKeySequence::NativeText));
    action->setProperty("usualTip", words);
    action->setToolTip(words);
    m_window->addAction(action); // so that the shortcut works with the menu bar hidden
    return action;
}

void Actions::setReason(QAction *action, const QString &reason)
{
    action->setEnabled(reason.isEmpty());
    action->setToolTip(reason.isEmpty() ? action->property("usualTip").toString() : plainTip(reason));
}

void Actions::group(const QList<QAction *> &actions)
{
    auto *one = new QActionGroup(this);
    for (QAction *action : actions) {
        action->setCheckable(true);
        one->addAction(action);
    }
}

void Actions::makeFile()
{
    addAccount = add("addAccount", tr("&Add Account…"), QStringLiteral("list-add"));
    editAccount = add("editAccount", tr("&Edit Account…"), QStringLiteral("configure"));
    removeAccount = add("removeAccount", tr("&Remove Account…"), QStringLiteral("list-remove"));
    quota = add("quota", tr("Q&uota…"), QStringLiteral("quota"), {},
                tr("What limits the account, and how much of that is used"));
    serverInformation = add("serverInformation", tr("Server &Information…"), QStringLiteral("network-server"),
                            {}, tr("Who the server is, how it is protected and what it offers"));
    accounts = add("accounts", tr("Accoun&ts…"), QStringLiteral("account"), {},
                   tr("All accounts: their state, and in which order they stand"));
    specialFolders = add("specialFolders", tr("&Special Folders…"), QStringLiteral("folder"), {},
                         tr("Which folder is for drafts, sent, archived, junk and deleted mail"));
    subscriptions = add("subscriptions", tr("Su&bscriptions…"), QStringLiteral("view-list-details"), {},
                        tr("Which folders are subscribed"));
    check = add("check", tr("&Check for New Mail"), QStringLiteral("view-refresh"),
                {QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_R)});
    offline = add("offline", tr("Work &Offline"), QStringLiteral("network-offline"), {},
                  tr("Close the connections and keep what you change for later"));
    offline->setCheckable(true);
    quit = add("quit", tr("&Quit"), QStringLiteral("application-exit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)});
    quit->setMenuRole(QAction::QuitRole);
}

void Actions::makeEdit()
{
    undo = add("undo", tr("&Undo"), QStringLiteral("edit-undo"), {QKeySequence(Qt::CTRL | Qt::Key_Z)});
    redo = add("redo", tr("&Redo"), QStringLiteral("edit-redo"),
               {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    selectAll = add("selectAll", tr("Select &All Messages"), QStringLiteral("object-select"));
    search = add("search", tr("F&ind…"), QStringLiteral("edit-find"), {QKeySequence(Qt::CTRL | Qt::Key_K)},
                 tr("Search mail"));
    searchServer = add("searchServer", tr("Search on the Ser&ver"), QStringLiteral("network-server"), {},
                       tr("Also finds what is not kept on this computer"));
    find = add("find", tr("&Find in Message"), QStringLiteral("edit-find"),
               {QKeySequence(Qt::CTRL | Qt::Key_F)});
}

void Actions::makeView()
{
    layoutAutomatic = add("layoutAutomatic", tr("&Automatic"), {}, {}, tr("As the window's width allows"));
    layoutWide = add("layoutWide", tr("&Wide: Side by Side"), QStringLiteral("layout-wide"),
                     {QKeySequence(Qt::CTRL | Qt::Key_1)});
    layoutStacked = add("layoutStacked", tr("&Stacked: List above Message"), QStringLiteral("layout-stacked"),
                        {QKeySequence(Qt::CTRL | Qt::Key_2)});
    layoutListOnly = add("layoutListOnly", tr("&List Only"), QStringLiteral("layout-list"),
                         {QKeySequence(Qt::CTRL | Qt::Key_3)});
    group({layoutAutomatic, layoutWide, layoutStacked, layoutListOnly});
    cards = add("cards", tr("&Cards"), QStringLiteral("view-list-details"));
    table = add("table", tr("&Table"), QStringLiteral("view-table"));
    group({cards, table});
    makeOrder();
    lookSystem = add("lookSystem", tr("As the &Desktop"));
    lookLight = add("lookLight", tr("&Light"));
    lookDark = add("lookDark", tr("D&ark"));
    group({lookSystem, lookLight, lookDark});
    folders = add("folders", tr("&Folders"), QStringLiteral("sidebar-show"), {QKeySequence(Qt::Key_F9)},
                  tr("Show or hide the folders"));
    folders->setCheckable(true);
    subscribedOnly = add("subscribedOnly", tr("Su&bscribed Folders Only"), {}, {},
                         tr("Leave out the folders that are not subscribed"));
    subscribedOnly->setCheckable(true);
    changes = add("changes", tr("Ch&anges"), QStringLiteral("document-history"), {QKeySequence(Qt::Key_F8)},
                  tr("What was changed, what waits to be sent and what failed"));
    changes->setCheckable(true);
    zoomIn = add("zoomIn", tr("Zoom &In"), QStringLiteral("zoom-in"),
                 {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    zoomOut =
        add("zoomOut", tr("Zoom O&ut"), QStringLiteral("zoom-out"), {QKeySequence(Qt::CTRL | Qt::Key_Minus)});
    zoomReset = add("zoomReset", tr("&Normal Size"), {}, {QKeySequence(Qt::CTRL | Qt::Key_0)});
    preferHtml = add("preferHtml", tr("Prefer the &HTML Text"), {}, {},
                     tr("Where a message has its text twice, read the formatted one"));
    preferHtml->setCheckable(true);
    markReadByItself = add("markReadByItself", tr("Mark as &Read When Read"), {}, {},
                           tr("A message counts as read after it was shown for a second"));
    markReadByItself->setCheckable(true);
}

void Actions::makeOrder()
{
    sortArrival = add("sortArrival", tr("By &Arrival"), {}, {}, tr("In the order in which messages came"));
    sortDate = add("sortDate", tr("By &Date Written"));
    sortFrom = add("sortFrom", tr("By &Sender"));
    sortTo = add("sortTo", tr("By &Recipient"));
    sortSubject = add("sortSubject", tr("By S&ubject"), {}, {}, tr("Re: and the like do not count"));
    sortSize = add("sortSize", tr("By Si&ze"));
    group({sortArrival, sortDate, sortFrom, sortTo, sortSubject, sortSize});
    newestFirst = add("newestFirst", tr("&Newest on Top"));
    oldestFirst = add("oldestFirst", tr("O&ldest on Top"));
    group({newestFirst, oldestFirst});
    threads = add("threads", tr("&Group by Conversation"), QStringLiteral("mail-thread"),
                  {QKeySequence(Qt::CTRL | Qt::Key_T)},
                  tr("A row for each conversation, in the order of their newest messages"));
    threads->setCheckable(true);
    expandAll = add("expandAll", tr("&Open All Conversations"), {},
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Right)});
    collapseAll = add("collapseAll", tr("&Close All Conversations"), {},
                      {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Left)});
    stopSorting = add("stopSorting", tr("S&top Sorting"), {}, {}, tr("Keep the order that is shown"));
}

void Actions::makeMessage()
{
    markRead = add("markRead", tr("Mark as &Read"), QStringLiteral("mail-read"),
                   {QKeySequence(Qt::CTRL | Qt::Key_I)});
    markUnread = add("markUnread", tr("Mark as &Unread"), QStringLiteral("mail-unread"),
                     {QKeySequence(Qt::CTRL | Qt::Key_U)});
    star = add("star", tr("&Star"), QStringLiteral("starred"), {QKeySequence(Qt::CTRL | Qt::Key_D)},
               tr("Add or remove the star"));
    star->setCheckable(true);
    labels = add("labels", tr("&Labels…"), QStringLiteral("tag"), {QKeySequence(Qt::CTRL | Qt::Key_L)},
                 tr("Labels and marks of the selected messages"));
    editLabels = add("editLabels", tr("Edit La&bels…"), {}, {}, tr("Names, colours and order of the labels"));
    next =
        add("next", tr("&Next Message"), QStringLiteral("go-down"), {QKeySequence(Qt::ALT | Qt::Key_Down)});
    previous = add("previous", tr("&Previous Message"), QStringLiteral("go-up"),
                   {QKeySequence(Qt::ALT | Qt::Key_Up)});
    nextUnread =
        add("nextUnread", tr("N&ext Unread Message"), {}, {QKeySequence(Qt::ALT | Qt::Key_PageDown)});
    goToDate = add("goToDate", tr("Go &to Date…"), QStringLiteral("x-office-calendar"),
                   {QKeySequence(Qt::CTRL | Qt::Key_G)}, tr("To the messages of a day"));
    showInFolder = add("showInFolder", tr("Sho&w in Folder"), QStringLiteral("folder-open"), {},
                       tr("Open the folder of this message, with it chosen"));
    back = add("back", tr("&Back to the List"), QStringLiteral("go-previous"),
               {QKeySequence(Qt::ALT | Qt::Key_Left), QKeySequence(Qt::Key_Back)});
}

void Actions::makeTakeAway()
{
    // No single letters: these find messages by typing.
    archive = add("archive", tr("&Archive"), QStringLiteral("folder-archive"),
                  {QKeySequence(Qt::CTRL | Qt::Key_E)}, tr("Move to the Archive"));
    remove = add("remove", tr("&Delete"), QStringLiteral("user-trash"), {QKeySequence(Qt::Key_Delete)},
                 tr("Move to the Trash"));
    purge = add("purge", tr("Delete for &Good…"), {}, {QKeySequence(Qt::SHIFT | Qt::Key_Delete)},
                tr("Delete without keeping it in the Trash"));
    junk = add("junk", tr("Mark as &Junk"), QStringLiteral("mail-junk"), {QKeySequence(Qt::CTRL | Qt::Key_J)},
               tr("Move to the folder for junk mail"));
    notJunk = add("notJunk", tr("Not &Junk"), QStringLiteral("mail-inbox"),
                  {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_J)}, tr("Move back to the Inbox"));
    moveTo = add("moveTo", tr("&Move to Folder…"), QStringLiteral("mail-move"),
                 {QKeySequence(Qt::CTRL | Qt::Key_M)});
    copyTo = add("copyTo", tr("&Copy to Folder…"), QStringLiteral("edit-copy"),
                 {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M)});
    notJunk->setVisible(false);
}

void Actions::makeFolder()
{
    sharing = add("sharing", tr("S&haring…"), QStringLiteral("system-users"), {},
                  tr("Who may do what in the folder"));
    annotations = add("annotations", tr("&Annotations…"), QStringLiteral("configure"), {},
                      tr("What the server has noted: comments and the like"));
    newFolder = add("newFolder", tr("&New Folder…"), QStringLiteral("folder-new"),
                    {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)});
    renameFolder = add("renameFolder", tr("&Rename"), {}, {QKeySequence(Qt::Key_F2)},
                       tr("Give the folder another name"));
    deleteFolder = add("deleteFolder", tr("&Delete Folder"), QStringLiteral("edit-delete"));
    emptyFolder = add("emptyFolder", tr("&Empty…"), QStringLiteral("user-trash"), {},
                      tr("Delete all messages in it for good"));
    markFolderRead =
        add("markFolderRead", tr("&Mark All as Read"), QStringLiteral("mail-read"),
            {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I)}, tr("All messages in it, seen here or not"));
    openReadOnly = add("openReadOnly", tr("&Open Read-Only"), QStringLiteral("lock"), {},
                       tr("Look without changing anything on the server"));
    openReadOnly->setCheckable(true);
    folderProperties = add("folderProperties", tr("&Properties…"), QStringLiteral("document-open"),
                           {QKeySequence(Qt::ALT | Qt::Key_Return)});
    subscribed = add("subscribed", tr("&Subscribed"), {}, {},
                     tr("Whether mail programs that show subscribed folders only show this one"));
    subscribed->setCheckable(true);
    refreshFolder = add("refreshFolder", tr("Re&fresh"), QStringLiteral("view-refresh"), {},
                        tr("Ask the server for news of the account's folders"));
}

void Actions::bindMessageKeys(const QList<QWidget *> &widgets) const
{
    bind({remove, purge}, widgets);
}

void Actions::bindFolderKeys(QWidget *folders) const
{
    bind({renameFolder}, {folders});
}

void Actions::bind(const QList<QAction *> &actions, const QList<QWidget *> &widgets) const
{
    for (QAction *action : actions) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        m_window->removeAction(action);
        for (QWidget *widget : widgets)
            widget->addAction(action);
    }
}

void Actions::fillMessageMenu(QMenu *menu) const
{
    menu->addActions({archive, remove, junk, notJunk});
    menu->addSeparator();
    menu->addActions({moveTo, copyTo});
    menu->addSeparator();
    menu->addActions({markRead, markUnread, star, labels});
    menu->addSeparator();
    menu->addAction(purge);
}

void Actions::fillFolderMenu(QMenu *menu) const
{
    menu->addActions({newFolder, renameFolder, deleteFolder});
    menu->addSeparator();
    menu->addActions({markFolderRead, emptyFolder});
    menu->addSeparator();
    menu->addActions({openReadOnly, subscribed, refreshFolder});
    menu->addSeparator();
    menu->addActions({sharing, annotations, folderProperties});
}

void Actions::fillMenus(QMenuBar *bar)
{
    const auto menu = [bar](const QString &title) {
        QMenu *made = bar->addMenu(title);
        made->setToolTipsVisible(true);
        return made;
    };
    QMenu *file = menu(tr("&File"));
    file->addActions({addAccount, editAccount, removeAccount, accounts});
    file->addSeparator();
    file->addActions({specialFolders, subscriptions, quota, serverInformation});
    file->addSeparator();
    file->addActions({check, offline});
    file->addSeparator();
    file->addAction(quit);

    QMenu *edit = menu(tr("&Edit"));
    edit->addActions({undo, redo});
    edit->addSeparator();
    edit->addAction(selectAll);
    edit->addSeparator();
    edit->addActions({search, searchServer, find});

    QMenu *view = menu(tr("&View"));
    const auto submenu = [view](const QString &title, const QList<QAction *> &actions) {
        QMenu *made = view->addMenu(title);
        made->setToolTipsVisible(true);
        made->addActions(actions);
    };
    submenu(tr("&Layout"), {layoutAutomatic, layoutWide, layoutStacked, layoutListOnly});
    submenu(tr("Li&st"), {cards, table});
    QMenu *order = view->addMenu(tr("&Order"));
    order->setToolTipsVisible(true);
    fillOrderMenu(order);
    submenu(tr("&Colours"), {lookSystem, lookLight, lookDark});
    view->addActions({folders, subscribedOnly, changes});
    view->addSeparator();
    view->addActions({zoomIn, zoomOut, zoomReset});
    view->addSeparator();
    view->addActions({preferHtml, markReadByItself});

    fillFolderMenu(menu(tr("F&older")));

    QMenu *message = menu(tr("&Message"));
    fillMessageMenu(message);
    message->addSeparator();
    message->addActions({next, previous, nextUnread, goToDate, showInFolder});
    message->addSeparator();
    message->addActions({editLabels, back});

    QMenu *help = menu(tr("&Help"));
    help->addAction(log);
    help->addSeparator();
    help->addActions({about, aboutQt});
}

void Actions::fillOrderMenu(QMenu *menu)
{
    menu->addActions({sortArrival, sortDate, sortFrom, sortTo, sortSubject, sortSize});
    menu->addSeparator();
    menu->addActions({newestFirst, oldestFirst});
    menu->addSeparator();
    menu->addActions({threads, expandAll, collapseAll});
    menu->addSeparator();
    menu->addAction(stopSorting);
}

void Actions::fillToolbar(QToolBar *bar)
{
    bar->addAction(folders);
    bar->addAction(check);
    bar->addSeparator();
    bar->addAction(back);
    bar->addActions({archive, remove, moveTo});
    bar->addSeparator();
    bar->addActions({markRead, markUnread, star});
    bar->addSeparator();
    bar->addActions({undo});
}

} // namespace ui
