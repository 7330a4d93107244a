#pragma once

#include "ui/mainwindow/accountwatch.h"
#include "ui/mainwindow/operations.h"

#include <QDialog>
#include <QObject>
#include <QPointer>

namespace ui
{

class AnnotationsDialog;
class QuotaDialog;

/// Opens the dialogs about an account's server over the window, one of a kind at a time.
class ServerDialogs : public QObject
{
    Q_OBJECT
public:
    ServerDialogs(AccountWatch *watch, Operations *operations, QWidget *window);

    void showQuota(imap::AccountHandle *account);
    void showServer(imap::AccountHandle *account);
    /// Of a folder or, without one, of the server. `name` is what the folder or the account is called.
    void showAnnotations(imap::AccountHandle *account, const imap::MailboxName &folder, const QString &name);

private:
    AccountWatch *m_watch;
    Operations *m_operations;
    QWidget *m_window;
    QPointer<QuotaDialog> m_quota;
    QPointer<imap::AccountHandle> m_quotaOf;
    QPointer<QDialog> m_server;
    QPointer<imap::AccountHandle> m_serverOf;
    QPointer<AnnotationsDialog> m_annotations;
    QPointer<imap::AccountHandle> m_annotationsOf;
};

} // namespace ui
