#include "ui/mainwindow/accountdialogs.h"

#include "account/cachehandle.h"
#include "ui/dialogs/accountform.h"
#include "ui/dialogs/cacherow.h"
#include "ui/dialogs/certificatedialog.h"
#include "ui/dialogs/passworddialog.h"
#include "ui/dialogs/textdialog.h"
#include "ui/support/confirmation.h"
#include "ui/support/errortext.h"
#include "ui/support/onfinished.h"
#include "ui/support/raised.h"

namespace ui
{

AccountDialogs::AccountDialogs(imap::CheckAccount check, QWidget *window)
    : QObject(window)
    , m_check(std::move(check))
    , m_window(window)
{
}

void AccountDialogs::add()
{
    if (raised(m_account))
        return;
    m_account = new AccountDialog(m_check, above());
    m_account->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_account, &QDialog::accepted, this, [this] { Q_EMIT added(m_account->setup()); });
    m_account->open();
}

void AccountDialogs::edit(const imap::AccountConfig &config, imap::AccountHandle *account)
{
    if (raised(m_account))
        return;
    m_account = new AccountDialog(config, m_check, m_known, above());
    m_account->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_account, &QDialog::accepted, this, [this] { Q_EMIT edited(m_account->setup()); });
    if (m_kept) {
        AccountForm *form = m_account->form();
        onFinished(
            m_kept(config), form, [form](bool kept) { form->setKept(kept); }, [](const imap::Error &) {});
    }
    if (account)
        connectCache(account);
    m_account->open();
}

void AccountDialogs::connectCache(imap::AccountHandle *account)
{
    auto *cache = dynamic_cast<imap::CacheHandle *>(account);
    if (!cache)
        return;
    CacheRow *row = m_account->form()->cache();
    const auto show = [row](const imap::CacheUsage &usage) { row->setUsage(usage); };
    const auto complain = [row](const imap::Error &error) { row->setProblem(errorText(error, {}).what); };
    onFinished(cache->cacheUsage(), row, show, complain);
    connect(row, &CacheRow::emptyAsked, account, [=] {
        row->setBusy();
        onFinished(cache->emptyCache(), row, show, complain);
    });
}

void AccountDialogs::remove(const imap::AccountConfig &config)
{
    const Confirmation question{
        .name = QStringLiteral("removeQuestion"),
        .title = tr("Remove Account"),
        .text = tr("Remove “%1” from this computer?").arg(config.displayName),
        .more = tr("The mail on the server stays. What this computer keeps of it, the password and "
                   "changes that were not sent yet are removed."),
        .verb = tr("&Remove"),
    };
    confirm(above(), this, question, [this, id = config.id] { Q_EMIT removed(id); });
}

void AccountDialogs::askPassword(const imap::AccountConfig &config, const QString &why)
{
    if (m_passwords.value(config.id)) {
        m_passwords.value(config.id)->raise();
        return;
    }
    auto *dialog = new PasswordDialog(config, why, above());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_passwords.insert(config.id, dialog);
    if (m_keepWanted)
        dialog->setKeep(m_keepWanted(config));
    connect(dialog, &QDialog::finished, this, [this, dialog, config](int result) {
        m_passwords.remove(config.id);
        if (result == QDialog::Accepted)
            Q_EMIT passwordGiven(config, dialog->password(), dialog->keep());
        else
            Q_EMIT passwordDeclined(config);
    });
    dialog->open();
}

void AccountDialogs::showCertificate(const imap::AccountConfig &config,
                                     const std::shared_ptr<const imap::Error> &error)
{
    const auto *certificate = dynamic_cast<const imap::CertificateError *>(error.get());
    if (!certificate || m_certificate)
        return;
    auto *dialog = new CertificateDialog(*certificate, config.connection.pinnedCertificate, above());
    m_certificate = dialog;
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, id = config.id] { Q_EMIT certificateTrusted(id, dialog->pin()); });
    dialog->open();
}

void AccountDialogs::showLog(imap::AccountHandle *account)
{
    QPointer<imap::AccountHandle> guarded(account);
    auto *dialog = new ProtocolLogDialog(
        account->config().displayName,
        [guarded] {
            return guarded ? guarded->wireLog() : QtFuture::makeReadyFuture(tr("The account was removed."));
        },
        m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void AccountDialogs::showAbout()
{
    auto *dialog = new AboutDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

} // namespace ui
