#pragma once

#include <QAction>
#include <QActionGroup>
#include <QList>

class QMainWindow;
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

    /// Off with a reason, which the tooltip shows; an empty reason switches it on.
    static void setReason(QAction *action, const QString &reason);

    QAction *addAccount, *editAccount, *removeAccount, *offline, *check, *quit;
    QAction *undo, *redo, *selectAll, *find;
    QAction *layoutAutomatic, *layoutWide, *layoutStacked, *layoutListOnly;
    QAction *cards, *table, *newestFirst, *oldestFirst;
    QAction *lookSystem, *lookLight, *lookDark;
    QAction *folders, *zoomIn, *zoomOut, *zoomReset, *preferHtml, *markReadByItself;
    QAction *markRead, *markUnread, *star, *next, *previous, *nextUnread, *back;
    QAction *log, *about, *aboutQt;

private:
    QAction *add(const char *name, const QString &text, const QString &iconName = {},
                 const QList<QKeySequence> &shortcuts = {}, const QString &tip = {});
    void group(const QList<QAction *> &actions);
    void makeFile();
    void makeEdit();
    void makeView();
    void makeMessage();

    QMainWindow *m_window;
};

} // namespace ui
