#pragma once

#include "ui/mainwindow/accountwatch.h"
#include "ui/mainwindow/operations.h"
#include "ui/models/foldertreemodel.h"
#include "ui/models/messagelistmodel.h"

#include <QObject>
#include <QTimer>

namespace ui
{

class Actions;
class FolderView;
class ListHeader;
class MessageListView;
class ReaderPane;

/// Brings folders, list and reader together: what is chosen in one is shown in the next, and what is done to
/// messages is done to those that are chosen. Knows no menus and no dialogs.
class MailBrowser : public QObject
{
    Q_OBJECT
public:
    struct Panes {
        FolderView *folders = nullptr;   ///< gets the folder model from here
        MessageListView *list = nullptr; ///< gets the list model from here
        ListHeader *header = nullptr;
        ReaderPane *reader = nullptr;
    };
    MailBrowser(const Panes &panes, AccountWatch *watch, Operations *operations, QObject *parent = nullptr);

    FolderTreeModel *folderModel() const { return m_folderModel; }
    MessageListModel *listModel() const { return m_listModel; }

    void addAccount(imap::AccountHandle *account);
    void removeAccount(imap::AccountHandle *account);

    void openFolder(imap::AccountHandle *account, const imap::MailboxName &folder);
    imap::AccountHandle *account() const { return m_listModel->account(); }
    imap::MailboxName folder() const { return m_listModel->folder(); }

    /// How many rows are selected, known or not.
    qint64 selectedCount() const;
    /// The selected messages that are known.
    QList<imap::Uid> selectedUids() const;
    void markSelected(bool read);
    void starSelected(bool star);
    /// Whether a star would be added: not all of the selected ones have it.
    bool wouldStar() const;

    void go(int rows);
    void goNextUnread();
    void openSelected(); ///< the reader is wanted, where it is not beside the list

    /// Why each action on messages cannot be done now; empty: it can.
    void explain(Actions *actions) const;

Q_SIGNALS:
    void folderChanged();
    /// The open folder's name became known, or another one.
    void folderRenamed();
    void selectionChanged();
    /// A person opened a message: Return or double click.
    void readerWanted();

private:
    void connectList();
    void folderChosen(const QModelIndex &index);
    void showSelected();
    void refreshShown();
    void showHeader();
    void setFlagOfSelected(const imap::Flag &flag, bool on);
    void setFlag(const QList<imap::Uid> &uids, const imap::Flag &flag, bool on);
    void markFolder();
    QString readOnlyReason(const imap::Flag &flag) const;

    AccountWatch *m_watch;
    Operations *m_operations;
    FolderTreeModel *m_folderModel;
    MessageListModel *m_listModel;
    Panes m_panes;
    QTimer m_folderDelay;
    QTimer m_selectionDelay;
    bool m_shownGone = false;
};

} // namespace ui
