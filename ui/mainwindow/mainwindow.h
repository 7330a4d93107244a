#pragma once

#include "ui/mainwindow/accountdialogs.h"
#include "ui/mainwindow/accountwatch.h"
#include "ui/mainwindow/looks.h"
#include "ui/mainwindow/operations.h"
#include "ui/mainwindow/specialfolders.h"

#include <QMainWindow>
#include <QSettings>
#include <memory>

class QStackedWidget;
class QToolBar;

namespace ui
{

class AccountDeeds;
class Actions;
class Banner;
class ChangesDock;
class ConnectionStatus;
class FillStatus;
class FolderDeeds;
class FolderView;
class LabelDeeds;
class ListHeader;
class Deeds;
class HitDeeds;
class MailBrowser;
class MailSearch;
class MessageDeeds;
class MessageListView;
class OrderControl;
class PaneLayout;
class QuotaWarnings;
class ReaderPane;
class ServerDialogs;
class Sharing;
class StatePage;
class Toast;

/// The window: panes, menus, what is said about connections. It shows accounts that others make, and asks
/// those others (through its signals) to make, change and remove them.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// `store` keeps the window's state in its group "window"; it must outlive the window.
    MainWindow(QSettings *store, imap::CheckAccount check);
    ~MainWindow() override;

    /// Call before the account's start(). The handle must be removed before it dies.
    void addAccount(imap::AccountHandle *account);
    void removeAccount(imap::AccountHandle *account);
    /// It has other settings from now on, and perhaps another name.
    void accountChanged(imap::AccountHandle *account);

    /// Opens the folder that was open last, or `folder` if given, or INBOX of the first account.
    void openFirst(const QString &folder = {});
    /// Forces the colours for this run, whatever was chosen before.
    void forceLook(Look look);

    AccountDialogs *dialogs() const { return m_dialogs; }
    Operations *operations() const { return m_operations; }
    AccountWatch *watch() const { return m_watch; }
    MailBrowser *browser() const { return m_browser; }
    Actions *actionSet() const { return m_actions; }
    PaneLayout *panes() const { return m_panes; }
    ReaderPane *reader() const { return m_reader; }
    MessageListView *list() const { return m_list; }
    FolderView *folders() const { return m_folders; }
    MailSearch *search() const { return m_search; }
    ChangesDock *changes() const { return m_changes; }
    void saveState();
    /// Something went wrong outside of the window, e.g. the keychain: said above the list until closed.
    void notice(const QString &text, const QString &details = {});

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void buildDeeds();
    void buildToolbars();
    void connectActions();
    void connectMail();
    void connectDeeds();
    void connectFolderDeeds();
    void connectSearch();
    Deeds *deeds() const;
    void connectStatus();
    void restoreState();
    void showPage();
    void showTitle();
    void updateActions();
    void explainSharing();
    void showFolderMenu(const QModelIndex &index, const QPoint &place);
    void showBack();
    void goBack();
    void followLink(const QUrl &url);
    void say(const QString &words, quint64 deed = 0, bool takenBack = false);
    void setCards(bool cards);
    imap::AccountHandle *currentAccount() const;

    QSettings *m_store;
    Looks m_looks;
    bool m_lookForced = false;
    Actions *m_actions;
    AccountWatch *m_watch;
    Operations *m_operations;
    AccountDialogs *m_dialogs;
    ServerDialogs *m_serverDialogs;
    QuotaWarnings *m_quotaWarnings;
    Banner *m_quotaBanner = nullptr;               ///< its words do not take the place of others
    const imap::AccountHandle *m_warned = nullptr; ///< whose limits it speaks of; only compared
    QToolBar *m_toolbar = nullptr;
    QToolBar *m_searchbar = nullptr;
    QStackedWidget *m_pages;
    StatePage *m_welcome;
    FolderView *m_folders;
    MessageListView *m_list;
    ListHeader *m_header;
    ConnectionStatus *m_status = nullptr;
    ReaderPane *m_reader;
    PaneLayout *m_panes;
    MailBrowser *m_browser = nullptr;
    OrderControl *m_order = nullptr;
    std::unique_ptr<SpecialFolders> m_special;
    MessageDeeds *m_deeds = nullptr;
    LabelDeeds *m_labels = nullptr;
    Sharing *m_sharing = nullptr;
    FolderDeeds *m_folderDeeds = nullptr;
    AccountDeeds *m_accountDeeds = nullptr;
    ChangesDock *m_changes = nullptr;
    FillStatus *m_fill = nullptr;
    Toast *m_toast;
    /// What the toast says.
    struct Said {
        quint64 deed = 0;       ///< with which Operations takes it back; 0: nothing can be
        bool takenBack = false; ///< that something was taken back
    } m_said;
    MailSearch *m_search = nullptr;
    HitDeeds *m_hitDeeds = nullptr;
};

} // namespace ui
