#pragma once

#include "account/credentialsource.h"

namespace app
{

/// The first line that `command` prints, run by /bin/sh -c at each sign-in. Its other output is thrown away;
/// it fails with a LocalError if the command fails, prints nothing, or takes more than `timeoutMs`.
class CommandCredentialSource : public imap::CredentialSource
{
public:
    explicit CommandCredentialSource(QString command, int timeoutMs = 120'000);
    QFuture<imap::Secret> secret(const imap::AccountConfig &account) override;

private:
    const QString m_command;
    const int m_timeoutMs;
};

} // namespace app
