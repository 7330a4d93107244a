#pragma once

#include "app/credentials/keychain.h"

#include <QHash>
#include <QObject>
#include <functional>
#include <memory>

namespace app
{

/// What a person answered when asked for a password.
struct PromptAnswer {
    imap::Secret secret; ///< empty: the person declined
    bool keep = false;   ///< also put it into the keychain
};

/// Called in the application's thread; `why` is a sentence, or empty when there just is no password yet.
using Prompt = std::function<QFuture<PromptAnswer>(const imap::AccountConfig &, const QString &why)>;

/// What was typed in this run, then the keychain, then a person. A password that is asked for by several
/// connections at once is asked of the person once.
/// Lives in the application's thread; `secret` may be called from any.
class PromptedCredentials : public QObject, public imap::CredentialSource
{
    Q_OBJECT
public:
    PromptedCredentials(std::shared_ptr<Keychain> keychain, Prompt prompt);

    /// Tells which accounts there are: what one of them forgets, others may share.
    void setAccounts(std::function<QList<imap::AccountConfig>()> accounts)
    {
        m_accounts = std::move(accounts);
    }

    QFuture<imap::Secret> secret(const imap::AccountConfig &account) override;

    /// Without asking anybody: fails where `secret` would ask.
    QFuture<imap::Secret> known(const imap::AccountConfig &account);

    /// Takes a password that a person typed unasked, e.g. while setting up the account. The future tells
    /// whether the keychain took it; without `keep` it lasts as long as the program, the keychain forgets
    /// what it had, and it succeeds.
    QFuture<void> remember(const imap::AccountConfig &account, const imap::Secret &secret, bool keep);
    /// The same with the password that is known already, if there is one.
    void keepKnown(const imap::AccountConfig &account, bool keep);
    /// Whether the keychain has it; not, where it cannot be reached.
    QFuture<bool> isKept(const imap::AccountConfig &account);
    /// Forgets it here and in the keychain.
    QFuture<void> forget(const imap::AccountConfig &account);

Q_SIGNALS:
    /// A password was to be kept, and the keychain did not take it.
    void notKept(const imap::AccountConfig &account, const QString &why);

private:
    struct Waiting;
    void look(const imap::AccountConfig &account);
    void ask(const imap::AccountConfig &account, const QString &why);
    void finish(const QString &key, const imap::Secret &secret);
    QFuture<void> removeKept(const imap::AccountConfig &account);

    std::shared_ptr<Keychain> m_keychain;
    Prompt m_prompt;
    std::function<QList<imap::AccountConfig>()> m_accounts;
    QHash<QString, imap::Secret> m_known;
    QHash<QString, std::shared_ptr<Waiting>> m_waiting;
};

} // namespace app
