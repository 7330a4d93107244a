#include "app/credentials/promptedcredentials.h"

#include "app/credentials/answer.h"

#include <QCoreApplication>
#include <QFutureWatcher>
#include <QPointer>

namespace app
{
namespace
{

/// Calls `done(result)` or `failed(message)` in the context's thread, unless it is gone by then.
template <class T, class Done, class Failed>
void whenFinished(const QFuture<T> &future, QObject *context, Done done, Failed failed)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, done, failed] {
        watcher->deleteLater();
        try {
            if constexpr (std::is_void_v<T>) {
                watcher->future().waitForFinished();
                done();
            } else {
                done(watcher->future().result());
            }
        } catch (const imap::Error &error) {
            failed(error.message());
        } catch (const std::exception &error) {
            failed(QString::fromUtf8(error.what()));
        }
    });
    watcher->setFuture(future);
}

} // namespace

struct PromptedCredentials::Waiting {
    QList<std::shared_ptr<Answer<imap::Secret>>> answers;
};

PromptedCredentials::PromptedCredentials(std::shared_ptr<Keychain> keychain, Prompt prompt)
    : m_keychain(std::move(keychain))
    , m_prompt(std::move(prompt))
{
}

QFuture<imap::Secret> PromptedCredentials::secret(const imap::AccountConfig &account)
{
    auto answer = std::make_shared<Answer<imap::Secret>>();
    const auto work = [this, answer, account] {
        const QString key = Keychain::key(account);
        if (const auto known = m_known.constFind(key); known != m_known.constEnd()) {
            answer->give(*known);
            return;
        }
        const bool first = !m_waiting.contains(key);
        if (first)
            m_waiting.insert(key, std::make_shared<Waiting>());
        m_waiting.value(key)->answers.append(answer);
        if (first)
            look(account);
    };
    QMetaObject::invokeMethod(this, work, Qt::QueuedConnection);
    return answer->future();
}

QFuture<imap::Secret> PromptedCredentials::known(const imap::AccountConfig &account)
{
    auto answer = std::make_shared<Answer<imap::Secret>>();
    const QString key = Keychain::key(account);
    if (const auto typed = m_known.constFind(key); typed != m_known.constEnd()) {
        answer->give(*typed);
        return answer->future();
    }
    whenFinished(
        m_keychain->read(account), this,
        [answer](const std::optional<imap::Secret> &found) {
            if (found)
                answer->give(*found);
            else
                answer->fail(imap::LocalError(tr("No password is known for this account.")));
        },
        [answer](const QString &why) { answer->fail(imap::LocalError(why)); });
    return answer->future();
}

void PromptedCredentials::look(const imap::AccountConfig &account)
{
    whenFinished(
        m_keychain->read(account), this,
        [this, account](const std::optional<imap::Secret> &found) {
            if (found && !found->isEmpty())
                finish(Keychain::key(account), *found);
            else
                ask(account, {});
        },
        [this, account](const QString &why) { ask(account, why); });
}

void PromptedCredentials::ask(const imap::AccountConfig &account, const QString &why)
{
    const QString key = Keychain::key(account);
    if (!m_waiting.contains(key))
        return;
    whenFinished(
        m_prompt(account, why), this,
        [this, account, key](const PromptAnswer &given) {
            if (!given.secret.isEmpty())
                remember(account, given.secret, given.keep);
            finish(key, given.secret);
        },
        [this, key](const QString &) { finish(key, {}); });
}

void PromptedCredentials::finish(const QString &key, const imap::Secret &secret)
{
    const auto waiting = m_waiting.take(key);
    if (!waiting)
        return;
    for (const auto &answer : std::as_const(waiting->answers)) {
        if (secret.isEmpty())
            answer->fail(imap::LocalError(tr("No password was given.")));
        else
            answer->give(secret);
    }
}

QFuture<void> PromptedCredentials::remember(const imap::AccountConfig &account, const imap::Secret &secret,
                                            bool keep)
{
    const QString key = Keychain::key(account);
    m_known.insert(key, secret);
    // An empty password stands for "none given" below, so it must not answer those who wait.
    if (!secret.isEmpty())
        finish(key, secret);
    auto answer = std::make_shared<Answer<void>>();
    if (!keep) {
        // From a keychain that cannot be reached nothing will be read either.
        whenFinished(
            removeKept(account), this, [answer] { answer->give(); },
            [answer](const QString &) { answer->give(); });
        return answer->future();
    }
    whenFinished(
        m_keychain->write(account, secret), this, [answer] { answer->give(); },
        [this, answer, account](const QString &why) {
            answer->fail(imap::LocalError(why));
            Q_EMIT notKept(account, why);
        });
    return answer->future();
}

void PromptedCredentials::keepKnown(const imap::AccountConfig &account, bool keep)
{
    whenFinished(
        known(account), this,
        [this, account, keep](const imap::Secret &secret) { remember(account, secret, keep); },
        [](const QString &) {});
}

QFuture<bool> PromptedCredentials::isKept(const imap::AccountConfig &account)
{
    auto answer = std::make_shared<Answer<bool>>();
    whenFinished(
        m_keychain->read(account), this,
        [answer](const std::optional<imap::Secret> &found) { answer->give(found.has_value()); },
        [answer](const QString &) { answer->give(false); });
    return answer->future();
}

QFuture<void> PromptedCredentials::forget(const imap::AccountConfig &account)
{
    m_known.remove(Keychain::key(account));
    return removeKept(account);
}

QFuture<void> PromptedCredentials::removeKept(const imap::AccountConfig &account)
{
    return m_keychain->remove(account, m_accounts ? m_accounts() : QList<imap::AccountConfig>());
}

} // namespace app
