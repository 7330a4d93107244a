#pragma once

#include "sasl/mechanism.h"

namespace imap::test
{

inline std::unique_ptr<SaslMechanism> make(const QByteArray &name, const QString &user,
                                           const QString &password, const QString &authorizationId = {})
{
    return makeMechanism(name, {user, authorizationId, Secret(password)});
}

/// The message of the LoginError that the call throws; null when it throws none.
template <typename Call>
QString refusal(Call call)
{
    try {
        call();
    } catch (const LoginError &error) {
        return error.message();
    }
    return {};
}

} // namespace imap::test
