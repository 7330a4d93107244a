#include "session/signin.h"

#include "commands/auth.h"
#include "commands/connection.h"
#include "sasl/channelbinding.h"
#include "sasl/choosemechanism.h"
#include "sasl/mechanism.h"

#include <QCoro/QCoroFuture>

namespace imap
{

namespace
{

QCoro::Task<> learnCapabilities(Session *session)
{
    Capability command;
    auto pending = session->run(std::move(command), "sign in");
    co_await pending;
}

/// A refusal that another mechanism would not change (RFC 5530).
bool isFinal(const LoginError &error)
{
    static const QList<QByteArray> codes{
        "UNAVAILABLE", "EXPIRED", "PRIVACYREQUIRED", "AUTHORIZATIONFAILED", "CONTACTADMIN", "LIMIT", "INUSE"};
    return codes.contains(error.code().name);
}

[[noreturn]] void refuse(const QString &message, const QByteArray &code)
{
    throw LoginError(message, "AUTHENTICATE", {}, ResponseCode{code, {}});
}

/// The server did not prove itself, or spoke nonsense: nothing more must be said to it.
class Distrust : public LoginError
{
public:
    using LoginError::LoginError;
};

SaslCredentials credentialsOf(const Session &session, const SignInOptions &options)
{
    SaslCredentials credentials;
    credentials.user = options.user;
    credentials.authorizationId = options.authorizationId;
    credentials.secret = options.secret;
    credentials.host = options.host;
    credentials.port = options.port;
    credentials.vendor = options.vendor;
    const TransportInfo info = session.transportInfo();
    if (info.encrypted && !info.certificates.isEmpty() && session.state().quirks.endPointBinding)
        credentials.binding = serverEndPoint(info.certificates.first());
    for (const QByteArray &name : session.state().capabilities.authMechanisms())
        credentials.binding.serverCan |= name.startsWith("SCRAM-") && name.endsWith("-PLUS");
    return credentials;
}

/// Answers challenges. What goes wrong on our side meanwhile is kept: the exchange itself must still be
/// ended.
class Exchange
{
public:
    explicit Exchange(std::shared_ptr<SaslMechanism> mechanism)
        : m_mechanism(std::move(mechanism))
    {
    }

    void hold(const QByteArray &initial) { m_held = initial; }
    /// The server was not told anything yet.
    bool holds() const { return m_held.has_value(); }
    void fail(const QString &why) { m_trouble = std::make_exception_ptr(LoginError(why, "AUTHENTICATE")); }
    const std::exception_ptr &trouble() const { return m_trouble; }
    std::optional<QByteArray> answer(const QByteArray &challenge)
    {
        try {
            // Without SASL-IR the first "+" is empty and asks for the initial response (RFC 4959 §3).
            if (m_held)
                return *std::exchange(m_held, std::nullopt);
            return m_mechanism->respond(challenge);
        } catch (...) {
            m_trouble = std::current_exception();
            return std::nullopt;
        }
    }

private:
    std::shared_ptr<SaslMechanism> m_mechanism;
    std::optional<QByteArray> m_held;
    std::exception_ptr m_trouble;
};

/// What the end of an exchange without success means.
[[noreturn]] void explain(const SaslMechanism &mechanism, const Exchange &exchange,
                          const std::exception_ptr &failure)
{
    try {
        std::rethrow_exception(exchange.trouble() ? exchange.trouble() : failure);
    } catch (const LoginError &error) {
        if (exchange.trouble())
            throw Distrust(error.message(), error.command());
        if (const auto problem = mechanism.tokenProblem())
            throw LoginError(error, *problem);
        if (exchange.holds()) // refused before it was told anything
            throw LoginNotUnderstood(error.message(), error.command(), error.serverText(), error.code());
        throw;
    }
}

QCoro::Task<> authenticate(Session *session, std::shared_ptr<SaslMechanism> mechanism)
{
    const auto exchange = std::make_shared<Exchange>(mechanism);
    Authenticate command;
    command.mechanism = mechanism->name();
    if (const auto initial = mechanism->initialResponse()) {
        if (session->state().capabilities.has("SASL-IR"))
            command.initialResponse = Secret(*initial);
        else
            exchange->hold(*initial);
    }
    command.answer = [exchange](const QByteArray &challenge) { return exchange->answer(challenge); };
    command.onNonsense = [exchange] {
        exchange->fail(QStringLiteral("The server's part of the sign-in cannot be understood."));
    };
    auto pending = session->run(std::move(command), "sign in");
    std::exception_ptr failure;
    try {
        co_await pending;
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure)
        explain(*mechanism, *exchange, failure);
    if (!mechanism->finished())
        throw Distrust(QStringLiteral("The server did not prove that it knows the password."),
                       "AUTHENTICATE");
}

std::shared_ptr<SaslMechanism> mechanismFor(const QByteArray &name, const Session &session,
                                            const SignInOptions &options)
{
    std::shared_ptr<SaslMechanism> mechanism = makeMechanism(name, credentialsOf(session, options));
    if (!mechanism)
        refuse(QStringLiteral("This program does not know the sign-in method %1.")
                   .arg(QString::fromLatin1(name)),
               {});
    return mechanism;
}

QCoro::Task<> login(Session *session, SignInOptions options)
{
    Login command{options.user.toUtf8(), options.secret};
    auto pending = session->run(std::move(command), "sign in");
    co_await pending;
}

/// The mechanisms to try, best first; "" stands for the LOGIN command.
QList<QByteArray> candidates(const Session &session, const SignInOptions &options)
{
    const Capabilities &capabilities = session.state().capabilities;
    MechanismWishes wishes;
    wishes.encrypted = session.state().encrypted;
    wishes.allowClearText = options.allowClearText;
    wishes.token = options.token;
    wishes.certificate = options.clientCertificate && options.secret.isEmpty();
    wishes.canBind = credentialsOf(session, options).binding.isAvailable();
    wishes.forced = options.mechanism.toLatin1().toUpper();
    QList<QByteArray> order = mechanismOrder(capabilities.authMechanisms(), wishes);
    if (wishes.encrypted && wishes.forced.isEmpty()) {
        const qsizetype plain = order.indexOf("PLAIN");
        if (plain > 0)
            order.move(plain, 0);
    }
    const bool safe = wishes.encrypted || wishes.allowClearText;
    const bool password =
        wishes.forced.isEmpty() ? !wishes.token && !wishes.certificate : wishes.forced == "LOGIN";
    if (password && safe && !capabilities.has("LOGINDISABLED"))
        order.append(QByteArray());
    return order;
}

[[noreturn]] void refuseAll(const Session &session, const SignInOptions &options)
{
    if (!session.state().encrypted && !options.allowClearText)
        refuse(QStringLiteral("The server offers no way to sign in that protects the password."),
               "PRIVACYREQUIRED");
    if (!options.mechanism.isEmpty())
        refuse(QStringLiteral(
                   "The server does not offer the sign-in method %1, or this connection cannot use it.")
                   .arg(options.mechanism),
               {});
    if (options.token)
        refuse(QStringLiteral("The server does not take access tokens."), {});
    refuse(QStringLiteral("The server offers no way to sign in that this program knows."), {});
}

/// Whether the server learnt the secret from a try with this mechanism: then another one is a second guess.
bool showsSecret(const QByteArray &name)
{
    static const QList<QByteArray> shown{"", "PLAIN", "LOGIN", "OAUTHBEARER", "XOAUTH2", "OAUTH2"};
    return shown.contains(name);
}

QCoro::Task<> attempt(Session *session, QByteArray name, SignInOptions options)
{
    if (name.isEmpty()) {
        co_await login(session, options);
        co_return;
    }
    const std::shared_ptr<SaslMechanism> mechanism = mechanismFor(name, *session, options);
    co_await authenticate(session, mechanism);
}

/// What was offered before sign-in no longer counts; most servers say the new list in the answer.
QCoro::Task<> renewCapabilities(Session *session, quint64 revision)
{
    if (session->state().capabilityRevision == revision || session->state().capabilities.isEmpty())
        co_await learnCapabilities(session);
}

/// Tries what may do, best first; returns what did.
QCoro::Task<QString> tryAll(Session *session, QList<QByteArray> order, SignInOptions options)
{
    for (qsizetype i = 0; i < order.size(); ++i) {
        const QByteArray name = order.at(i);
        // The binding is what may have failed: the same proof without it needs no further trust.
        const bool binds = name.endsWith("-PLUS") && i + 1 < order.size();
        try {
            co_await attempt(session, name, options);
            co_return QString::fromLatin1(name.isEmpty() ? QByteArray("LOGIN") : name);
        } catch (const Distrust &error) {
            if (!binds || session->state().phase != SessionState::Phase::NotAuthenticated)
                throw LoginError(error);
        } catch (const LoginError &error) {
            // A server may announce SCRAM and keep no verifier for it: then the next method can still do.
            // Once the password itself was refused, trying again would only lock the account.
            const bool shown = showsSecret(name) && !dynamic_cast<const LoginNotUnderstood *>(&error);
            if (shown || i + 1 == order.size() || isFinal(error) || !session->isOpen())
                throw;
        }
    }
    Q_UNREACHABLE();
}

QCoro::Task<QString> authenticateSession(Session *session, SignInOptions options)
{
    if (options.startTls) {
        if (session->state().capabilities.isEmpty() &&
            session->state().phase == SessionState::Phase::NotAuthenticated)
            co_await learnCapabilities(session);
        auto encrypted = session->startTls();
        co_await encrypted;
    }
    if (session->state().capabilities.isEmpty())
        co_await learnCapabilities(session);
    if (session->state().phase == SessionState::Phase::Authenticated)
        co_return QStringLiteral("PREAUTH");

    const quint64 revision = session->state().capabilityRevision;
    QString mechanism;
    if (options.ownMechanism) {
        const std::shared_ptr<SaslMechanism> own = options.ownMechanism(credentialsOf(*session, options));
        if (!own)
            refuse(QStringLiteral("There is no sign-in method for this server."), {});
        co_await authenticate(session, own);
        mechanism = QString::fromLatin1(own->name());
    } else {
        const QList<QByteArray> order = candidates(*session, options);
        if (order.isEmpty())
            refuseAll(*session, options);
        mechanism = co_await tryAll(session, order, options);
    }
    co_await renewCapabilities(session, revision);
    co_return mechanism;
}

/// Qt leaves the compression of TLS switched off, so there is never compression twice.
QCoro::Task<> compress(Session *session)
{
    if (!session->state().capabilities.has("COMPRESS=DEFLATE"))
        co_return;
    Compress command;
    auto pending = session->run(std::move(command), "sign in");
    try {
        co_await pending;
    } catch (const CommandError &) {
        // The connection is as good without it.
    }
}

} // namespace

QCoro::Task<QString> signIn(Session *session, SignInOptions options)
{
    const QString mechanism = co_await authenticateSession(session, options);
    if (options.compress)
        co_await compress(session);
    co_return mechanism;
}

} // namespace imap
