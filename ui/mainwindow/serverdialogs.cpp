#include "ui/mainwindow/serverdialogs.h"

#include "account/serverhandle.h"
#include "ui/dialogs/annotationsdialog.h"
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
    connect(operations, &Operations::failed, this,
            [this](const imap::AccountHandle *whose, const QString &, const imap::Error &error) {
                if (m_quota && whose == m_quotaOf)
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
    connect(m_quota, &QuotaDialog::undoWanted, this, [this](quint64 operation) {
        if (m_quotaOf)
            m_operations->undo(m_quotaOf, operation, tr("limits changed"));
    });
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

void ServerDialogs::showAnnotations(imap::AccountHandle *account, const imap::MailboxName &folder,
                                    const QString &name)
{
    const bool same =
        m_annotations && m_annotationsOf == account && m_annotations->model()->folder() == folder;
    if (!dynamic_cast<imap::ServerHandle *>(account) || raiseOrClose(m_annotations, same))
        return;
    m_annotationsOf = account;
    auto *model = new AnnotationModel(account, folder);
    m_annotations = new AnnotationsDialog(model, name, m_window);
    m_annotations->setAttribute(Qt::WA_DeleteOnClose);
    connect(account, &QObject::destroyed, m_annotations, &QDialog::reject);
    connect(model, &AnnotationModel::changeWanted, this,
            [this](const imap::MetadataChange &change) { m_operations->change(m_annotationsOf, change); });
    // What the journal did not take stays as it was.
    connect(m_operations, &Operations::failed, model, &AnnotationModel::refresh);
    connect(m_annotations, &AnnotationsDialog::undoWanted, this, [this](quint64 operation) {
        if (m_annotationsOf)
            m_operations->undo(m_annotationsOf, operation, tr("annotation changed"));
    });
    m_annotations->open();
}

} // namespace ui
