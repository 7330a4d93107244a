#pragma once

#include "ui/mainwindow/accountdialogs.h"
#include "ui/mainwindow/accountwatch.h"
#include "ui/mainwindow/operations.h"
#include "ui/mainwindow/specialfolders.h"

#include <QObject>
#include <QPointer>

class QMenu;

namespace ui
{

class Actions;
class AccountsDialog;
class NoticeLine;
class ServerDialogs;
class SpecialFoldersDialog;
class SubscriptionsDialog;

/// What is done to an account as a whole: which folder is for what, subscriptions, the order of accounts.
/// Opens the dialogs for that, one of a kind at a time.
class AccountDeeds : public QObject
{
    Q_OBJECT
public:
    struct Parts {
        Actions *actions = nullptr;
        FolderTreeModel *tree = nullptr;
        SpecialFolders *special = nullptr;
        Operations *operations = nullptr;
        AccountWatch *watch = nullptr;
        AccountDialogs *dialogs = nullptr;
        ServerDialogs *server = nullptr;
    };
    AccountDeeds(const Parts &parts, QWidget *window);

    /// What was chosen for it in earlier runs counts; call when the tree has it.
    void add(imap::AccountHandle *account);
    void remove(imap::AccountHandle *account);

    void openAccounts(imap::AccountHandle *current);
    void openSpecialFolders(imap::AccountHandle *account);
    void openSubscriptions(imap::AccountHandle *account);
    void moveAccount(const QString &accountId, int row);

    /// All that can be done to `account`, for a context menu.
    void fillMenu(QMenu *menu, imap::AccountHandle *account);

private:
    void tellDeeds(NoticeLine *line);
    void subscribe(imap::AccountHandle *account, const QList<imap::MailboxName> &folders, bool on);

    const Parts m_parts;
    QWidget *m_window;
    QPointer<AccountsDialog> m_accounts;
    QPointer<SpecialFoldersDialog> m_special;
    QPointer<SubscriptionsDialog> m_subscriptions;
};

} // namespace ui
