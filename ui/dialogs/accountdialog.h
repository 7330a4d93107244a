#pragma once

#include "account/accounthandle.h"

#include <QDialog>
#include <functional>
#include <optional>

class QDialogButtonBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace ui
{

class AccountForm;

/// What came out of the dialog.
struct AccountSetup {
    imap::AccountConfig config;           ///< `id` is the original's, or empty for a new account
    std::optional<imap::Secret> password; ///< nullopt: as before
    bool keepPassword = false;            ///< in the keychain
    bool keepChosen = false; ///< somebody clicked that, so it counts for the password as before, too
};

/// The password that is known for an account that is changed; may fail.
using KnownPassword = std::function<QFuture<imap::Secret>(const imap::AccountConfig &)>;

/// Whether the keychain has the password of an account.
using PasswordKept = std::function<QFuture<bool>(const imap::AccountConfig &)>;

/// Sets an account up, or changes one. It tries the settings before it takes them, and says in words, at the
/// field concerned, what is wrong. Opened with open(); read setup() when accepted.
class AccountDialog : public QDialog
{
    Q_OBJECT
public:
    /// A new account.
    explicit AccountDialog(imap::CheckAccount check, QWidget *parent = nullptr);
    /// A change of `original`; `known` gives the password to test with when none is typed.
    AccountDialog(const imap::AccountConfig &original, imap::CheckAccount check, KnownPassword known,
                  QWidget *parent = nullptr);

    AccountSetup setup() const;
    bool isTesting() const { return m_run != 0 && m_testing; }
    AccountForm *form() const { return m_form; }

    void reject() override;

private:
    AccountDialog(const imap::AccountConfig *original, imap::CheckAccount check, KnownPassword known,
                  QWidget *parent);
    void startTest();
    void testWith(const imap::Secret &secret, quint64 run);
    void stopTest();
    void setTesting(bool on);
    void testFailed(const imap::Error &error);
    void showMessage(const QString &text, const QString &details, bool certificate, bool mayGoOn);
    void hideMessage();
    void showCertificate();

    const imap::CheckAccount m_check;
    const KnownPassword m_known;
    const bool m_isNew;
    AccountForm *m_form;
    QWidget *m_message;
    QLabel *m_messageSign;
    QLabel *m_messageText;
    QPushButton *m_certificateButton;
    QLabel *m_progressText;
    QProgressBar *m_progress;
    QDialogButtonBox *m_buttons;
    QPushButton *m_test;
    QPushButton *m_anyway;
    std::shared_ptr<imap::CertificateError> m_certificate;
    QFuture<imap::AccountCheck> m_underWay; ///< cancelled when nobody waits for it any more
    quint64 m_run = 0;                      ///< counts tests, so that the answer of a stopped one is ignored
    bool m_testing = false;
};

} // namespace ui
