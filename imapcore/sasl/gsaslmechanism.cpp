#include "sasl/gsaslmechanism.h"

#include <array>
#include <gsasl.h>

namespace imap
{

namespace
{

/// No mechanism here has use for more; GNU SASL copies challenges several times.
constexpr qsizetype longestChallenge = 16 * 1024;

struct Kind {
    const char *name;
    bool clientFirst;
    bool clearText;
    bool actsForOthers; ///< can carry an authorization identity
    bool namesHost;     ///< says which service of which host it is for
    bool hasPassword;   ///< not a ticket
};

constexpr std::array kinds{
    Kind{"PLAIN", true, true, true, false, true},       Kind{"LOGIN", false, true, false, false, true},
    Kind{"CRAM-MD5", false, false, false, false, true}, Kind{"DIGEST-MD5", false, false, true, true, true},
    Kind{"NTLM", true, false, false, false, true},      Kind{"GSSAPI", true, false, true, true, false},
};

struct FreeContext {
    void operator()(Gsasl *context) const { gsasl_done(context); }
};
struct FreeSession {
    void operator()(Gsasl_session *session) const { gsasl_finish(session); }
};
struct FreeBytes {
    void operator()(char *bytes) const { gsasl_free(bytes); }
};

QString sentence(const QByteArray &mechanism, int code)
{
    const QString name = QString::fromLatin1(mechanism);
    switch (code) {
    case GSASL_SASLPREP_ERROR:
        return QStringLiteral("The user name or password has characters that %1 does not allow").arg(name);
    case GSASL_AUTHENTICATION_ERROR:
        return QStringLiteral("The server failed to prove that it knows the password (%1)").arg(name);
    case GSASL_MECHANISM_PARSE_ERROR:
        return QStringLiteral("The server's part of %1 cannot be understood").arg(name);
    default:
        return QStringLiteral("%1 failed: %2").arg(name, QString::fromLatin1(gsasl_strerror(code)));
    }
}

class GsaslMechanism final : public SaslMechanism
{
public:
    GsaslMechanism(const Kind &kind, std::unique_ptr<Gsasl, FreeContext> context,
                   std::unique_ptr<Gsasl_session, FreeSession> session, const SaslCredentials &credentials);

    QByteArray name() const override { return m_kind.name; }
    std::optional<QByteArray> initialResponse() override;
    QByteArray respond(const QByteArray &challenge) override;
    bool finished() const override { return m_state == State::Finished; }
    bool clearText() const override { return m_kind.clearText; }

private:
    enum class State { Running, Finished, Failed };

    [[noreturn]] void refuse(const QString &message);
    void set(Gsasl_property property, const QByteArray &value);
    QByteArray step(const QByteArray &challenge);

    Kind m_kind;
    // The session uses the context, so it must go first.
    std::unique_ptr<Gsasl, FreeContext> m_context;
    std::unique_ptr<Gsasl_session, FreeSession> m_session;
    QString m_unusable; ///< why the credentials will not do
    State m_state = State::Running;
};

GsaslMechanism::GsaslMechanism(const Kind &kind, std::unique_ptr<Gsasl, FreeContext> context,
                               std::unique_ptr<Gsasl_session, FreeSession> session,
                               const SaslCredentials &credentials)
    : m_kind(kind)
    , m_context(std::move(context))
    , m_session(std::move(session))
{
    set(GSASL_AUTHID, credentials.user.toUtf8());
    if (kind.hasPassword)
        set(GSASL_PASSWORD, credentials.secret.reveal());
    if (kind.namesHost) {
        set(GSASL_SERVICE, "imap");
        set(GSASL_HOSTNAME, credentials.host.toUtf8());
    }
    if (credentials.authorizationId.isEmpty())
        return;
    set(GSASL_AUTHZID, credentials.authorizationId.toUtf8());
    // To drop it in silence would open another mailbox than the one that was asked for.
    if (!m_kind.actsForOthers)
        m_unusable = QStringLiteral("%1 cannot act for another user").arg(QString::fromLatin1(kind.name));
}

void GsaslMechanism::set(Gsasl_property property, const QByteArray &value)
{
    if (value.contains('\0'))
        m_unusable = QStringLiteral("A user name or password must not contain a NUL character");
    else if (gsasl_property_set(m_session.get(), property, value.constData()) != GSASL_OK)
        m_unusable = QStringLiteral("No memory for %1").arg(QString::fromLatin1(m_kind.name));
}

void GsaslMechanism::refuse(const QString &message)
{
    m_state = State::Failed;
    throw LoginError(message, "AUTHENTICATE");
}

std::optional<QByteArray> GsaslMechanism::initialResponse()
{
    if (!m_kind.clientFirst)
        return std::nullopt;
    return step({});
}

QByteArray GsaslMechanism::respond(const QByteArray &challenge)
{
    if (m_state == State::Finished)
        refuse(QStringLiteral("The server asks for more than %1 has to say")
                   .arg(QString::fromLatin1(m_kind.name)));
    if (challenge.size() > longestChallenge)
        refuse(QStringLiteral("The server's challenge is too long"));
    return step(challenge);
}

QByteArray GsaslMechanism::step(const QByteArray &challenge)
{
    if (m_state != State::Running)
        refuse(QStringLiteral("This exchange has failed already"));
    if (!m_unusable.isEmpty())
        refuse(m_unusable);
    char *output = nullptr;
    size_t size = 0;
    const int code = gsasl_step(m_session.get(), challenge.constData(), static_cast<size_t>(challenge.size()),
                                &output, &size);
    const std::unique_ptr<char, FreeBytes> owner(output);
    if (code != GSASL_OK && code != GSASL_NEEDS_MORE)
        refuse(sentence(m_kind.name, code));
    if (code == GSASL_OK)
        m_state = State::Finished;
    return output ? QByteArray(output, static_cast<qsizetype>(size)) : QByteArray();
}

} // namespace

std::unique_ptr<SaslMechanism> makeGsaslMechanism(const QByteArray &name, const SaslCredentials &credentials)
{
    for (const Kind &kind : kinds) {
        if (name.compare(kind.name, Qt::CaseInsensitive) != 0)
            continue;
        Gsasl *context = nullptr;
        if (gsasl_init(&context) != GSASL_OK)
            return nullptr;
        std::unique_ptr<Gsasl, FreeContext> contextOwner(context);
        Gsasl_session *session = nullptr;
        if (gsasl_client_start(context, kind.name, &session) != GSASL_OK)
            return nullptr;
        std::unique_ptr<Gsasl_session, FreeSession> sessionOwner(session);
        return std::make_unique<GsaslMechanism>(kind, std::move(contextOwner), std::move(sessionOwner),
                                                credentials);
    }
    return nullptr;
}

} // namespace imap
