#pragma once

#include "account/accountconfig.h"
#include "types/secret.h"

#include <QFuture>

namespace imap
{

/// Where passwords come from: the keychain, a command, a dialog. Called from account threads; the future
/// may finish in any thread, with the secret or with a LocalError that says what is wrong.
class CredentialSource
{
public:
    virtual ~CredentialSource() = default;
    virtual QFuture<Secret> secret(const AccountConfig &account) = 0;
};

} // namespace imap
