#pragma once

#include "account/credentials.h"
#include "session/session.h"
#include "session/signin.h"

#include <functional>

namespace imap
{

/// What every connection of the account is made with.
SessionOptions sessionOptions(const AccountConfig &config);
SignInOptions signInOptions(const AccountConfig &config, const Secret &secret);

/// How one connection of an account is made.
struct Connecting {
    AccountConfig config;
    std::shared_ptr<Credentials> credentials;
    bool compress = false;
    std::function<void()> greeted{}; ///< called when the server has said its first words
};

/// Connects and signs in; returns how ("PLAIN", "PREAUTH"). The secret is looked up while the connection is
/// made. Throws what went wrong; AbortError when the session is closed or deleted meanwhile.
QCoro::Task<QString> connectAndSignIn(Session *session, Connecting how);

/// A server that answers a sign-in like this may take it later: it has too much to do, or too many
/// connections of this account.
bool isTemporaryRefusal(const Error &error);

} // namespace imap
