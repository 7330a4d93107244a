#include "session/signin.h"

#include "commands/auth.h"
#include "commands/connection.h"
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
    static const QList<QByteArray> codes{"UNAVAILABLE",  "EXPIRED", "PRIVACYREQUIRED",
                                         "CONTACTADMIN", "LIMIT",   "INUSE"};
    return codes.contains(error.code().name);
}

[[noreturn]] void refuse(const QString &message, const QByteArray &code)
{
    throw LoginError(message, "AUTHENTICATE", {}, ResponseCode{code, {}});
}

QCoro::Task<> authenticate(Session *session, QByteArray name, SignInOptions options)
{
    SaslCredentials credentials;
    credentials.user = options.user;
    credentials.authorizationId = options.authorizationId;
    credentials.secret = options.secret;
    const std::shared_ptr<SaslMechanism> mechanism = makeMechanism(name, credentials);
    if (!mechanism)
        refuse(QStringLiteral("This program does not know the sign-in method %1.")
                   .arg(QString::fromLatin1(name)),
               {});

    // What goes wrong on our side while answering is kept here: the exchange itself must still be ended.
    const auto trouble = std::make_shared<std::exception_ptr>();
    Authenticate command;
    command.mechanism = name;
    const bool immediate = session->state().capabilities.has("SASL-IR");
    std::shared_ptr<std::optional<QByteArray>> held = std::make_shared<std::optional<QByteArray>>();
    if (const auto initial = mechanism->initialResponse()) {
        if (immediate)
            command.initialResponse = Secret(*initial);
        else
            *held = *initial;
    }
    command.answer = [mechanism, trouble, held](const QByteArray &challenge) -> std::optional<QByteArray> {
        try {
            // Without SASL-IR the first "+" is empty and asks for the initial response (RFC 4959 §3).
            if (held->has_value())
                return *std::exchange(*held, std::nullopt);
            return mechanism->respond(challenge);
        } catch (...) {
            *trouble = std::current_exception();
            return std::nullopt;
        }
    };
    auto pending = session->run(std::move(command), "sign in");
    std::exception_ptr failure;
    try {
        co_await pending;
    } catch (...) {
        failure = *trouble ? *trouble : std::current_exception();
    }
    if (failure)
        std::rethrow_exception(failure);
    if (!mechanism->finished())
        throw LoginError(QStringLiteral("The server did not prove that it knows the password."),
                         "AUTHENTICATE");
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
    const bool safe = session.state().encrypted || options.allowClearText;
    QList<QByteArray> order = mechanismOrder(capabilities.authMechanisms(), session.state().encrypted,
                                             options.allowClearText, options.mechanism.toLatin1().toUpper());
    if (session.state().encrypted && options.mechanism.isEmpty()) {
        const qsizetype plain = order.indexOf("PLAIN");
        if (plain > 0)
            order.move(plain, 0);
    }
    if (options.mechanism.isEmpty() && safe && !capabilities.has("LOGINDISABLED") &&
        !order.contains("PLAIN") && !order.contains("LOGIN"))
        order.append(QByteArray());
    return order;
}

} // namespace

QCoro::Task<QString> signIn(Session *session, SignInOptions options)
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

    const QList<QByteArray> order = candidates(*session, options);
    if (order.isEmpty()) {
        if (!session->state().encrypted && !options.allowClearText)
            refuse(QStringLiteral("The server offers no way to sign in that protects the password."),
                   "PRIVACYREQUIRED");
        refuse(QStringLiteral("The server offers no way to sign in that this program knows."), {});
    }
    const quint64 revision = session->state().capabilityRevision;
    for (qsizetype i = 0; i < order.size(); ++i) {
        const QByteArray name = order.at(i);
        try {
            if (name.isEmpty())
                co_await login(session, options);
            else
                co_await authenticate(session, name, options);
            // What was offered before sign-in no longer counts; most servers say the new list in the answer.
            if (session->state().capabilityRevision == revision || session->state().capabilities.isEmpty())
                co_await learnCapabilities(session);
            co_return QString::fromLatin1(name.isEmpty() ? QByteArray("LOGIN") : name);
        } catch (const LoginError &error) {
            // A server may announce SCRAM and keep no verifier for it: then the next method can still do.
            // Once the password itself was refused, trying again would only lock the account.
            const bool sawPassword = name.isEmpty() || name == "PLAIN" || name == "LOGIN";
            if (sawPassword || i + 1 == order.size() || isFinal(error) || !session->isOpen())
                throw;
        }
    }
    Q_UNREACHABLE();
}

} // namespace imap
