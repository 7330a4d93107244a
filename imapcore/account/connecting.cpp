#include "account/connecting.h"

#include "sasl/choosemechanism.h"

#include <QCoro/QCoroFuture>
#include <QPointer>

namespace imap
{

SessionOptions sessionOptions(const AccountConfig &config)
{
    SessionOptions options;
    options.host = config.connection.host;
    options.greetingTimeoutMs = config.connection.connectTimeoutMs;
    options.readTimeoutMs = config.connection.readTimeoutMs;
    return options;
}

SignInOptions signInOptions(const AccountConfig &config, const Secret &secret)
{
    using Security = ConnectionSettings::Security;
    const Security security = config.connection.security;
    SignInOptions options;
    options.startTls = security == Security::StartTls;
    options.allowClearText = security == Security::Plain || security == Security::Command;
    options.user = config.user;
    options.authorizationId = config.authorizationId;
    options.mechanism = config.mechanism;
    options.secret = secret;
    options.clientCertificate = !config.connection.clientCertificate.isEmpty();
    options.host = config.connection.host;
    options.port = config.connection.port;
    return options;
}

QCoro::Task<QString> connectAndSignIn(Session *session, Connecting how)
{
    const QPointer<Session> alive(session);
    const bool needed = needsSecret(how.config.mechanism.toLatin1());
    // A command may turn out to need none.
    if (needed && how.config.connection.security != ConnectionSettings::Security::Command)
        how.credentials->prepare(how.config);
    auto opened = session->open();
    const StatusResponse greeting = co_await opened;
    if (how.greeted)
        how.greeted();
    Secret secret;
    if (needed && greeting.kind != StatusResponse::Kind::Preauth)
        secret = co_await how.credentials->secret(how.config);
    if (!alive)
        throw AbortError(AbortError::Reason::Stopped, QStringLiteral("The connection was closed."));
    SignInOptions options = signInOptions(how.config, secret);
    options.compress = how.compress;
    const QString mechanism = co_await signIn(session, options);
    how.credentials->accepted();
    co_return mechanism;
}

bool isTemporaryRefusal(const Error &error)
{
    // RFC 5530 §3, and RFC 9051 §7.1 of LIMIT.
    static const QList<QByteArray> codes{"UNAVAILABLE", "LIMIT", "INUSE"};
    if (codes.contains(error.code().name))
        return true;
    // Gmail, Yahoo, Dovecot and Courier say it in words alone.
    const QByteArray text = error.serverText().toLower();
    return text.contains("too many") || text.contains("maximum number of") ||
           text.contains("try again later");
}

} // namespace imap
