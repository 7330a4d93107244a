#pragma once

#include "account/accountconfig.h"

#include <QList>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <optional>

namespace app
{

/// The folder of a profile, made if it is missing, readable for the user alone. Empty: the user's own data
/// folder. What cannot be made is returned all the same.
QString makeProfile(const QString &profile);

/// Words for how much is fetched before anybody asks, the least first; as in the settings.
QStringList keepWords();
/// nullopt: there is no such word.
std::optional<imap::FillPolicy::Keep> keepNamed(const QString &word);

/// What is kept from run to run: accounts (without passwords) and the state of the window, in
/// PROFILE/postrider.ini. The caches and journals of the accounts stand in PROFILE/accounts.
class Settings
{
public:
    /// Makes `profile` if it is missing, readable for the user alone. Empty: the user's own data folder.
    explicit Settings(const QString &profile);

    /// Empty when all is well; else why nothing can be kept.
    const QString &problem() const { return m_problem; }
    const QString &profile() const { return m_profile; }
    QString accountsFolder() const;

    /// Entries that make no sense (edited by hand) are left out.
    QList<imap::AccountConfig> accounts() const;
    void setAccounts(const QList<imap::AccountConfig> &accounts);

    /// Whether the password of this account goes to the keychain, as a person chose it; at first it does.
    bool keepsPassword(const QString &accountId) const;
    void setKeepsPassword(const QString &accountId, bool keeps);

    /// For the window's own use, in groups of its own.
    QSettings &store() { return *m_store; }

private:
    QString m_profile;
    QString m_problem;
    std::unique_ptr<QSettings> m_store;
};

/// An id for a new account that none of `taken` has, from what people typed: "ann-example-org".
QString newAccountId(const QString &base, const QStringList &taken);

} // namespace app
