#include "ui/mainwindow/serverdialogs.h"

#include "ui/dialogs/quotadialog.h"
#include "ui/dialogs/serverdialog.h"
#include "ui/support/raised.h"

namespace ui
{

namespace
{

/// Whether the dialog that is open will do; one of another account makes room.
bool raiseOrClose(QDialog *dialog, bool same)
{
    if (same)
        return raised(dialog);
    if (dialog)
        dialog->close();
    return false;
}

} // namespace

ServerDialogs::ServerDialogs(AccountWatch *watch, Operations *operations, QWidget *window)
    : QObject(window)
    , m_watch(watch)
    , m_operations(operations)
    , m_window(window)
{
    connect(operations, &Operations::failed, this, [this](const QString &, const imap::Error &error) {
        if (m_quota)
            m_quota->showFailure(error);
    });
}

void ServerDialogs::showQuota(imap::AccountHandle *account)
{
    if (!account || raiseOrClose(m_quota, m_quotaOf == account))
        return;
    m_quotaOf = account;
    m_quota = new QuotaDialog(account, m_watch->connection(account), m_window);
    m_quota->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_quota, &QuotaDialog::changeWanted, this,
            [this](const imap::QuotaChange &change) { m_operations->change(m_quotaOf, change); });
    m_quota->open();
}

void ServerDialogs::showServer(imap::AccountHandle *account)
{
    if (!account || raiseOrClose(m_server, m_serverOf == account))
        return;
    m_serverOf = account;
    m_server = new ServerDialog(account, m_watch->connection(account), m_window);
    m_server->setAttribute(Qt::WA_DeleteOnClose);
    m_server->open();
}

} // namespace ui
