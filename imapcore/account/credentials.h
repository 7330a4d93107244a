#pragma once

#include "account/credentialsource.h"

#include <QCoro/QCoroTask>
#include <memory>

namespace imap
{

/// The secret of one account: looked up once, whoever of its connections asks first. Lives in the account's
/// thread.
class Credentials
{
public:
    explicit Credentials(std::shared_ptr<CredentialSource> source)
        : m_source(std::move(source))
    {
    }

    /// Begins to look it up, while something else is under way.
    void prepare(const AccountConfig &account);
    /// Throws the LocalError of the source. The object must outlive the task: hold it by shared_ptr.
    QCoro::Task<Secret> secret(AccountConfig account);

    /// The server took it.
    void accepted() { m_accepted = true; }
    /// The server refused it, so it is forgotten. True: it had taken it before, so that what the source has
    /// now may be newer, as tokens are; another look is worth it, once.
    bool refused();
    void forget();

private:
    std::shared_ptr<CredentialSource> m_source;
    Secret m_secret;
    QFuture<Secret> m_lookup;
    bool m_accepted = false;
};

} // namespace imap
