#pragma once

#include "account/accounthandle.h"
#include "ui/dialogs/accountdialog.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <functional>

namespace ui
{

class PasswordDialog;

/// Opens the dialogs about accounts over the window, one of a kind at a time, and tells what came out.
class AccountDialogs : public QObject
{
    Q_OBJECT
public:
    AccountDialogs(imap::CheckAccount check, QWidget *window);

    void setKnownPassword(KnownPassword known) { m_known = std::move(known); }
    void setPasswordKept(PasswordKept kept) { m_kept = std::move(kept); }
    /// Tells whether the password of an account is to be kept, as it was chosen the last time.
    void setKeepWanted(std::function<bool(const imap::AccountConfig &)> wanted)
    {
        m_keepWanted = std::move(wanted);
    }
    KnownPassword knownPassword() const { return m_known; }
    imap::CheckAccount check() const { return m_check; }
    /// Dialogs open above this one while it is there, else above the window.
    void setOver(QWidget *dialog) { m_over = dialog; }
    /// The accounts were put in this order.
    void tellOrder(const QStringList &accountIds) { Q_EMIT ordered(accountIds); }

    void add();
    /// `account` tells what it keeps on this computer, and can be asked to forget it.
    void edit(const imap::AccountConfig &config, imap::AccountHandle *account = nullptr);
    void remove(const imap::AccountConfig &config);
    /// A second question about the same account while the first is open changes nothing.
    void askPassword(const imap::AccountConfig &config, const QString &why);
    void showCertificate(const imap::AccountConfig &config, const std::shared_ptr<const imap::Error> &error);
    void showLog(imap::AccountHandle *account);
    void showAbout();

Q_SIGNALS:
    void added(const ui::AccountSetup &setup);
    void edited(const ui::AccountSetup &setup);
    void removed(const QString &accountId);
    void ordered(const QStringList &accountIds);
    void passwordGiven(const imap::AccountConfig &account, const imap::Secret &password, bool keep);
    void passwordDeclined(const imap::AccountConfig &account);
    void certificateTrusted(const QString &accountId, const QByteArray &sha256);

private:
    void connectCache(imap::AccountHandle *account);
    QWidget *above() const { return m_over ? m_over.data() : m_window; }

    imap::CheckAccount m_check;
    KnownPassword m_known;
    PasswordKept m_kept;
    std::function<bool(const imap::AccountConfig &)> m_keepWanted;
    QWidget *m_window;
    QPointer<QWidget> m_over;
    QPointer<AccountDialog> m_account;
    QHash<QString, QPointer<PasswordDialog>> m_passwords;
    QPointer<QDialog> m_certificate;
};

} // namespace ui
