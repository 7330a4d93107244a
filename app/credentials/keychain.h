#pragma once

#include "account/credentialsource.h"

#include <QFuture>
#include <QString>
#include <optional>

namespace app
{

/// The desktop's password store. A password belongs to a user at a server, not to an account of ours, so
/// that it survives a new profile and is never sent to another server after a change of settings.
/// Any thread; each future ends with a result or with a LocalError whose message is a sentence for people.
class Keychain
{
public:
    virtual ~Keychain() = default;

    /// Nothing if the store has no such password.
    virtual QFuture<std::optional<imap::Secret>> read(const imap::AccountConfig &account);
    virtual QFuture<void> write(const imap::AccountConfig &account, const imap::Secret &secret);
    /// Also succeeds if there was none.
    virtual QFuture<void> remove(const imap::AccountConfig &account);

    /// The name under which the store keeps an account's password: "imap://user@host".
    static QString key(const imap::AccountConfig &account);
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
