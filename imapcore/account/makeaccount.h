#pragma once

#include "account/accounthandle.h"
#include "account/credentialsource.h"

#include <memory>

namespace imap
{

/// The handle of a real account, with a thread of its own. `cacheDirectory` is made if it is missing and
/// belongs to this account alone. Nothing is connected before `start`. Destroying the handle says goodbye to
/// the server without waiting for it, and ends the thread.
std::unique_ptr<AccountHandle> makeAccount(const AccountConfig &config, const QString &cacheDirectory,
                                           std::shared_ptr<CredentialSource> credentials);

/// Connects, signs in and lists folders once, in a thread of its own; see CheckAccount.
QFuture<AccountCheck> checkAccount(const AccountConfig &config, const Secret &secret);

} // namespace imap
