#pragma once

#include "account/makeaccount.h"
#include "support/mailserver.h"

#include <QFuture>
#include <cstdio>
#include <cstdlib>
#include <memory>

namespace imap::test
{

/// A password that is known already. That of `alice` on a private server unless another one is given.
class FixedSecret : public CredentialSource
{
public:
    explicit FixedSecret(QByteArray secret = "alice-secret")
        : m_secret(std::move(secret))
    {
    }
    QFuture<Secret> secret(const AccountConfig &) override
    {
        return QtFuture::makeReadyFuture(Secret(m_secret));
    }

private:
    QByteArray m_secret;
};

/// How `server` is reached, with TLS.
inline ConnectionSettings settingsOf(const MailServer &server)
{
    ConnectionSettings settings;
    settings.host = QStringLiteral("localhost");
    settings.port = server.port(QStringLiteral("PORT_IMAPS"));
    settings.caFile = server.value(QStringLiteral("CA_FILE"));
    return settings;
}

/// The account of `alice` there.
inline AccountConfig accountOn(const MailServer &server)
{
    AccountConfig config;
    config.id = config.user = QStringLiteral("alice");
    config.connection = settingsOf(server);
    return config;
}

/// Ends the program as skipped where no server can be started.
inline void skipWithoutServer()
{
    if (const QString why = MailServer::missing(); !why.isEmpty()) {
        fprintf(stderr, "skipped: %s\n", qPrintable(why));
        exit(77);
    }
}

} // namespace imap::test
