// MainWindow's accounts: they come, change and go, and what they tell of themselves.
#include "ui/mainwindow/accountdeeds.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/changesdock.h"
#include "ui/mainwindow/connectionstatus.h"
#include "ui/mainwindow/fillstatus.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/mailsearch.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/operations.h"
#include "ui/mainwindow/quotawarnings.h"
#include "ui/mainwindow/sharing.h"
#include "ui/support/errortext.h"
#include "ui/views/banner.h"
#include "ui/views/folderview.h"
#include "ui/views/toast.h"

namespace ui
{

void MainWindow::connectStatus()
{
    const auto warn = [this](const QString &text, const QString &details, QuotaLevel level) {
        if (level == QuotaLevel::Full)
            m_quotaBanner->showWarning(text, details);
        else
            m_quotaBanner->showNotice(text, details);
    };
    connect(m_quotaWarnings, &QuotaWarnings::warned, this,
            [this, warn](const imap::AccountHandle *account, const QString &text, const QString &details,
                         QuotaLevel level) {
                m_warned = account;
                warn(text, details, level);
            });
    connect(m_quotaWarnings, &QuotaWarnings::renewed, this,
            [this, warn](const imap::AccountHandle *account, const QString &text, const QString &details,
                         QuotaLevel level) {
                if (account == m_warned && !m_quotaBanner->isHidden())
                    warn(text, details, level);
            });
    connect(m_quotaWarnings, &QuotaWarnings::passed, this, [this](const imap::AccountHandle *account) {
        if (account == m_warned)
            m_quotaBanner->clear();
    });
    connect(m_status, &ConnectionStatus::settingsWanted, m_actions->editAccount, &QAction::trigger);
    connect(m_status, &ConnectionStatus::offlineChanged, m_actions->offline, &QAction::setChecked);
    connect(m_watch, &AccountWatch::operationFailed, this,
            [this](imap::AccountHandle *account, quint64 operation,
                   const std::shared_ptr<const imap::Error> &error) {
                const Operations::Refused refused = m_operations->refused(account, operation);
                const ErrorText text = error ? errorText(*error, serverName(account)) : ErrorText{};
                QString words = tr("A change was taken back. %1").arg(text.what);
                if (refused.wasUndo) {
                    words = tr("Could not take back: %1. %2").arg(refused.words, text.what);
                    if (m_said.takenBack)
                        m_toast->dismiss(); // it says the contrary
                } else if (!refused.words.isEmpty()) {
                    words = tr("Not done: %1. %2").arg(refused.words, text.what);
                }
                notice(words, text.details);
                // Not every server tells by itself that a folder went.
                if (error && isNotThere(*error))
                    account->checkNow();
            });
}

imap::AccountHandle *MainWindow::currentAccount() const
{
    if (m_browser->account())
        return m_browser->account();
    if (imap::AccountHandle *chosen = m_browser->folderModel()->accountOf(m_folders->currentIndex()))
        return chosen;
    return m_watch->accounts().value(0);
}

void MainWindow::addAccount(imap::AccountHandle *account)
{
    m_browser->addAccount(account);
    m_accountDeeds->add(account);
    m_operations->add(account);
    m_changes->journal()->addAccount(account);
    m_fill->add(account);
    m_quotaWarnings->add(account);
    showPage();
    m_status->refresh();
    updateActions();
}

void MainWindow::removeAccount(imap::AccountHandle *account)
{
    m_changes->journal()->removeAccount(account);
    m_fill->remove(account);
    m_sharing->forget(account);
    m_quotaWarnings->remove(account);
    m_search->forget(account);
    m_browser->removeAccount(account);
    m_accountDeeds->remove(account);
    showPage();
    m_status->refresh();
    updateActions();
    if (!m_browser->account() && !m_watch->accounts().isEmpty())
        openFirst();
}

void MainWindow::accountChanged(imap::AccountHandle *account)
{
    m_browser->folderModel()->renameAccount(account->config().id);
    m_status->refresh();
}

void MainWindow::openFirst(const QString &folder)
{
    if (m_watch->accounts().isEmpty())
        return;
    imap::AccountHandle *account = m_watch->byId(m_store->value(QStringLiteral("window/account")).toString());
    if (m_browser->account() && !folder.isEmpty())
        account = m_browser->account(); // the one that a person is looking at
    QString name = folder;
    if (name.isEmpty() && account)
        name = m_store->value(QStringLiteral("window/folder")).toString();
    if (name.isEmpty())
        name = QStringLiteral("INBOX");
    m_browser->openFolder(account ? account : m_watch->accounts().constFirst(), imap::MailboxName(name));
}

} // namespace ui
