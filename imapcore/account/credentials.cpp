#include "account/credentials.h"

#include <QCoro/QCoroFuture>

namespace imap
{

void Credentials::prepare(const AccountConfig &account)
{
    if (m_secret.isEmpty() && !m_lookup.isValid())
        m_lookup = m_source->secret(account);
}

QCoro::Task<Secret> Credentials::secret(AccountConfig account)
{
    prepare(account);
    if (!m_secret.isEmpty())
        co_return m_secret;
    const QFuture<Secret> lookup = m_lookup;
    Secret found;
    try {
        found = co_await lookup;
    } catch (...) {
        // Another try asks again.
        m_lookup = {};
        throw;
    }
    m_secret = found;
    m_lookup = {};
    co_return found;
}

bool Credentials::refused()
{
    const bool wasAccepted = m_accepted;
    forget();
    return wasAccepted;
}

void Credentials::forget()
{
    m_secret = {};
    m_lookup = {};
    m_accepted = false;
}

} // namespace imap
