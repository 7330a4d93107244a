#pragma once

#include <QAction>
#include <QActionGroup>
#include <QList>

class QMainWindow;
class QMenu;
class QMenuBar;
class QToolBar;

namespace ui
{

/// Everything the window can do, as actions: menus, toolbar and shortcuts are made of these and nothing else.
/// Connects nothing.
class Actions : public QObject
{
    Q_OBJECT
public:
    explicit Actions(QMainWindow *window);

    void fillMenus(QMenuBar *bar);
    void fillToolbar(QToolBar *bar);
    /// By what the rows are sorted, in which direction, and conversations.
    void fillOrderMenu(QMenu *menu);

    /// What can be done to the chosen messages, for the list's context menu.
    void fillMessageMenu(QMenu *menu) const;
    /// What can be done to a folder, for the folder pane's context menu.
    void fillFolderMenu(QMenu *menu) const;
    /// Keys that work where messages are: a folder must not lose mail because somebody presses Delete on it.
    void bindMessageKeys(const QList<QWidget *> &widgets) const;
    /// Keys that work where folders are.
    void bindFolderKeys(QWidget *folders) const;

    /// Off with a reason, which the tooltip shows; an empty reason switches it on.
    static void setReason(QAction *action, const QString &reason);

    QAction *addAccount, *editAccount, *removeAccount, *accounts, *specialFolders, *subscriptions;
    QAction *quota, *serverInformation;
    QAction *subscribedOnly, *offline, *check, *quit;
    QAction *undo, *redo, *selectAll, *find;
    QAction *layoutAutomatic, *layoutWide, *layoutStacked, *layoutListOnly;
    QAction *cards, *table, *newestFirst, *oldestFirst;
    QAction *sortArrival, *sortDate, *sortFrom, *sortTo, *sortSubject, *sortSize, *stopSorting;
    QAction *threads, *expandAll, *collapseAll;
    QAction *lookSystem, *lookLight, *lookDark;
    QAction *folders, *zoomIn, *zoomOut, *zoomReset, *preferHtml, *markReadByItself;
    QAction *changes;
    QAction *markRead, *markUnread, *star, *next, *previous, *nextUnread, *goToDate, *back;
    QAction *labels, *editLabels;
    QAction *archive, *remove, *purge, *junk, *notJunk, *moveTo, *copyTo;
    QAction *sharing;
    QAction *annotations;
    QAction *newFolder, *renameFolder, *deleteFolder, *emptyFolder, *markFolderRead;
    QAction *subscribed, *refreshFolder, *openReadOnly, *folderProperties;
    QAction *log, *about, *aboutQt;
    QAction *search, *searchServer, *showInFolder;

private:
    QAction *add(const char *name, const QString &text, const QString &iconName = {},
                 const QList<QKeySequence> &shortcuts = {}, const QString &tip = {});
    void group(const QList<QAction *> &actions);
    void makeFile();
    void makeEdit();
    void makeView();
    void makeOrder();
    void makeMessage();
    void makeTakeAway();
    void makeFolder();
    void bind(const QList<QAction *> &actions, const QList<QWidget *> &widgets) const;

    QMainWindow *m_window;
};

} // namespace ui
