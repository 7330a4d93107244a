#pragma once

#include <QObject>

class QModelIndex;
class QPoint;
class QWidget;

namespace ui
{

class AccountDialogs;
class Actions;
class FolderTreeModel;
class FolderView;
class ServerDialogs;

/// The context menu of an account's row: the actions of the File menu, for this account whatever is open.
class AccountMenu : public QObject
{
    Q_OBJECT
public:
    struct Parts {
        const Actions *actions = nullptr; ///< whose words and pictures it takes
        AccountDialogs *accounts = nullptr;
        ServerDialogs *server = nullptr;
        FolderView *view = nullptr;
        FolderTreeModel *model = nullptr;
    };
    AccountMenu(const Parts &parts, QWidget *window);

private:
    void show(const QModelIndex &index, const QPoint &place);

    const Parts m_parts;
    QWidget *m_window;
};

} // namespace ui
