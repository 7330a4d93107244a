#pragma once

#include "account/credentialsource.h"

#include <QFuture>
#include <QList>
#include <QString>
#include <optional>

namespace app
{

/// The desktop's password store. A password belongs to an account and to its user at its server: two accounts
/// of one user at one server, e.g. at two ports, have their own, and none is ever sent to another server
/// after a change of settings. Any thread; each future ends with a result or with a LocalError whose message
/// is a sentence for people.
class Keychain
{
public:
    virtual ~Keychain() = default;

    /// Nothing if the store has no such password.
    QFuture<std::optional<imap::Secret>> read(const imap::AccountConfig &account);
    QFuture<void> write(const imap::AccountConfig &account, const imap::Secret &secret);
    /// Also succeeds if there was none. Those of `others` that still use the password which the account
    /// shared with them get their own copy of it.
    QFuture<void> remove(const imap::AccountConfig &account, const QList<imap::AccountConfig> &others);

    /// The name under which the store keeps an account's password: "imap://user@host/id".
    static QString key(const imap::AccountConfig &account);
    /// The name of the first versions, "imap://user@host", which accounts shared.
    static QString formerKey(const imap::AccountConfig &account);

protected:
    virtual QFuture<std::optional<imap::Secret>> readEntry(const QString &key);
    virtual QFuture<void> writeEntry(const QString &key, const imap::Secret &secret);
    virtual QFuture<void> removeEntry(const QString &key);

private:
    QFuture<void> giveAway(const QString &former, const imap::Secret &secret,
                           const QList<imap::AccountConfig> &heirs);
};

/// The keychain alone as a source: fails when it has no password.
class KeychainCredentialSource : public imap::CredentialSource
{
public:
    explicit KeychainCredentialSource(std::shared_ptr<Keychain> keychain);
    QFuture<imap::Secret> secret(const imap::AccountConfig &account) override;

private:
    std::shared_ptr<Keychain> m_keychain;
};

} // namespace app
