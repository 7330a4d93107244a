#include "ui/mainwindow/accountdeeds.h"

#include "ui/dialogs/accountsdialog.h"
#include "ui/dialogs/specialfoldersdialog.h"
#include "ui/dialogs/subscriptionsdialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/serverdialogs.h"
#include "ui/support/errortext.h"
#include "ui/support/formatting.h"
#include "ui/support/raised.h"
#include "ui/views/noticeline.h"

#include <QMenu>

namespace ui
{

namespace
{

/// What the journal of this account does not take is said in the dialog.
template <class Dialog>
void showFailures(const Operations *operations, const imap::AccountHandle *account, Dialog *dialog)
{
    QObject::connect(
        operations, &Operations::failed, dialog,
        [dialog, account](const imap::AccountHandle *whose, const QString &words, const imap::Error &error) {
            if (whose == account)
                dialog->showProblem(AccountDeeds::tr("Not done: %1. %2").arg(words, errorText(error).what));
        });
}

} // namespace

AccountDeeds::AccountDeeds(const Parts &parts, QWidget *window)
    : QObject(window)
    , m_parts(parts)
    , m_window(window)
{
    connect(parts.actions->subscribedOnly, &QAction::toggled, parts.tree,
            &FolderTreeModel::setSubscribedOnly);
    connect(
        parts.watch, &AccountWatch::journalChanged, this,
        [special = parts.special](imap::AccountHandle *account, const QList<imap::JournalEntry> &entries) {
            special->followJournal(account->config().id, entries);
        });
    connect(parts.actions->subscribedOnly, &QAction::toggled, this, [this](bool only) {
        if (m_subscriptions)
            m_subscriptions->setSubscribedOnly(only);
    });
}

void AccountDeeds::add(imap::AccountHandle *account)
{
    m_parts.special->restore(account->config().id);
}

void AccountDeeds::remove(imap::AccountHandle *account)
{
    m_parts.special->forget(account->config().id);
}

void AccountDeeds::openAccounts(imap::AccountHandle *current)
{
    if (raised(m_accounts))
        return;
    AccountDialogs *dialogs = m_parts.dialogs;
    m_accounts = new AccountsDialog(m_parts.tree, dialogs->check(), dialogs->knownPassword(), m_window);
    m_accounts->setAttribute(Qt::WA_DeleteOnClose);
    dialogs->setOver(m_accounts);
    if (current)
        m_accounts->select(current->config().id);
    connect(m_accounts, &AccountsDialog::addWanted, dialogs, &AccountDialogs::add);
    connect(m_accounts, &AccountsDialog::editWanted, dialogs,
            [dialogs](imap::AccountHandle *account) { dialogs->edit(account->config(), account); });
    connect(m_accounts, &AccountsDialog::removeWanted, dialogs,
            [dialogs](imap::AccountHandle *account) { dialogs->remove(account->config()); });
    connect(m_accounts, &AccountsDialog::moveWanted, this, &AccountDeeds::moveAccount);
    m_accounts->open();
}

void AccountDeeds::moveAccount(const QString &accountId, int row)
{
    m_parts.tree->moveAccount(accountId, row);
    QStringList ids;
    for (int i = 0; i < m_parts.tree->rowCount(); ++i)
        ids << m_parts.tree->index(i, 0).data(FolderRoles::AccountId).toString();
    m_parts.watch->setOrder(ids);
    m_parts.dialogs->tellOrder(ids);
}

void AccountDeeds::openSpecialFolders(imap::AccountHandle *account)
{
    if (!account || raised(m_special))
        return;
    m_special = new SpecialFoldersDialog(m_parts.tree, account, m_window);
    m_special->setAttribute(Qt::WA_DeleteOnClose);
    const QPointer<imap::AccountHandle> guarded(account);
    connect(m_special, &SpecialFoldersDialog::chosen, this,
            [this, id = account->config().id](imap::FolderRole role,
                                              const std::optional<imap::MailboxName> &folder) {
                m_parts.special->choose(id, role, folder);
            });
    connect(m_special, &SpecialFoldersDialog::createWanted, this,
            [this, guarded](imap::FolderRole role, const imap::MailboxName &name, bool choose) {
                if (!guarded)
                    return;
                m_parts.operations->change(guarded, imap::CreateFolderChange{name, role});
                if (choose)
                    m_parts.special->chooseMade(guarded->config().id, role, name);
            });
    showFailures(m_parts.operations, account, m_special.data());
    tellDeeds(m_special->notice());
    m_special->open();
}

void AccountDeeds::openSubscriptions(imap::AccountHandle *account)
{
    if (!account || raised(m_subscriptions))
        return;
    m_subscriptions = new SubscriptionsDialog(m_parts.tree, account, m_window);
    m_subscriptions->setAttribute(Qt::WA_DeleteOnClose);
    m_subscriptions->setSubscribedOnly(m_parts.actions->subscribedOnly->isChecked());
    const QPointer<imap::AccountHandle> guarded(account);
    connect(m_subscriptions, &SubscriptionsDialog::subscribeWanted, this,
            [this, guarded](const imap::MailboxName &folder, bool on) { subscribe(guarded, {folder}, on); });
    connect(m_subscriptions, &SubscriptionsDialog::allWanted, this,
            [this, guarded](const QList<imap::MailboxName> &folders, bool on) {
                subscribe(guarded, folders, on);
            });
    connect(m_subscriptions, &SubscriptionsDialog::subscribedOnlyWanted, m_parts.actions->subscribedOnly,
            &QAction::setChecked);
    showFailures(m_parts.operations, account, m_subscriptions.data());
    tellDeeds(m_subscriptions->notice());
    m_subscriptions->open();
}

/// What is done while a dialog is open is told in it and can be taken back there, as the window says it and
/// takes the keys for it behind the dialog, where nobody gets.
void AccountDeeds::tellDeeds(NoticeLine *line)
{
    Operations *operations = m_parts.operations;
    connect(operations, &Operations::done, line, [line](const QString &words, bool wasUndo, quint64 number) {
        line->say(wasUndo ? tr("Taken back: %1").arg(words) : words, number);
    });
    connect(operations, &Operations::changed, line, [line, operations] {
        const bool entry = line->undoes() != 0 && line->undoes() != NoticeLine::OwnDeed;
        if (entry && !operations->canUndo(line->undoes()))
            line->clear(); // the server refused it, which is said elsewhere
    });
    connect(line, &NoticeLine::undoWanted, operations,
            [operations](quint64 number) { operations->undo(number); });
}

/// One deed, whose undo brings all of them back. Servers do not subscribe a folder that is not there (RFC
/// 3501 §6.3.6 lets them, most refuse), so what has no folder any more goes without an undo.
void AccountDeeds::subscribe(imap::AccountHandle *account, const QList<imap::MailboxName> &folders, bool on)
{
    if (!account)
        return;
    QList<imap::Change> changes;
    for (const imap::MailboxName &folder : folders) {
        const imap::SubscribeChange change{folder, on};
        if (m_parts.tree->folder(account->config().id, folder).name.isEmpty())
            m_parts.operations->change(account, change, true);
        else
            changes << change;
    }
    const QString count = countText(changes.size());
    if (changes.size() == 1)
        m_parts.operations->change(account, changes.first());
    else if (!changes.isEmpty())
        m_parts.operations->changeAll(account, changes,
                                      on ? tr("%1 folders subscribed").arg(count)
                                         : tr("%1 folders no longer subscribed").arg(count));
}

void AccountDeeds::fillMenu(QMenu *menu, imap::AccountHandle *account)
{
    // The actions of the menus are about the account whose mail is shown; these are about this one.
    const auto entry = [menu, guarded = QPointer<imap::AccountHandle>(account)](const QAction *like,
                                                                                const auto &deed) {
        QAction *action = menu->addAction(like->icon(), like->text());
        action->setObjectName(like->objectName());
        action->setToolTip(like->property("usualTip").toString());
        QObject::connect(action, &QAction::triggered, menu, [guarded, deed] {
            if (guarded)
                deed(guarded.data());
        });
    };
    const Actions *actions = m_parts.actions;
    AccountDialogs *dialogs = m_parts.dialogs;
    ServerDialogs *server = m_parts.server;
    entry(actions->check, [](imap::AccountHandle *one) { one->checkNow(); });
    menu->addSeparator();
    entry(actions->specialFolders, [this](imap::AccountHandle *one) { openSpecialFolders(one); });
    entry(actions->subscriptions, [this](imap::AccountHandle *one) { openSubscriptions(one); });
    entry(actions->quota, [server](imap::AccountHandle *one) { server->showQuota(one); });
    entry(actions->annotations, [server](imap::AccountHandle *one) {
        server->showAnnotations(one, {}, one->config().displayName);
    });
    entry(actions->serverInformation, [server](imap::AccountHandle *one) { server->showServer(one); });
    menu->addSeparator();
    entry(actions->editAccount, [dialogs](imap::AccountHandle *one) { dialogs->edit(one->config(), one); });
    entry(actions->removeAccount, [dialogs](imap::AccountHandle *one) { dialogs->remove(one->config()); });
    entry(actions->accounts, [this](imap::AccountHandle *one) { openAccounts(one); });
}

} // namespace ui
