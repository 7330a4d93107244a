#include "sasl/oauthmechanism.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace imap
{

namespace
{

constexpr qsizetype longestChallenge = 64 * 1024;
constexpr qsizetype longestText = 1000; ///< of a field in the server's JSON
constexpr char Separator = '\1';        ///< kvsep = %x01

QString field(const QJsonObject &object, const char *name)
{
    const QJsonValue value = object.value(QLatin1String(name));
    // Google sends "401", others 401.
    const QString text = value.isDouble() ? QString::number(value.toInteger()) : value.toString();
    return text.left(longestText);
}

class OAuthMechanism final : public SaslMechanism
{
public:
    OAuthMechanism(QByteArray name, SaslCredentials credentials)
        : m_name(std::move(name))
        , m_credentials(std::move(credentials))
    {
    }

    QByteArray name() const override { return m_name; }
    std::optional<QByteArray> initialResponse() override;
    QByteArray respond(const QByteArray &challenge) override;
    bool finished() const override { return m_step == Step::Sent; }
    bool clearText() const override { return true; }
    std::optional<TokenProblem> tokenProblem() const override { return m_problem; }

private:
    enum class Step { Begin, Sent, Refused, Failed };

    bool isBearer() const { return m_name == "OAUTHBEARER"; }
    [[noreturn]] void refuse(const QString &why)
    {
        m_step = Step::Failed;
        throw LoginError(why, "AUTHENTICATE");
    }
    QByteArray bearer(const QByteArray &user) const;
    QByteArray xoauth2(const QByteArray &user) const;

    QByteArray m_name;
    SaslCredentials m_credentials;
    std::optional<TokenProblem> m_problem;
    Step m_step = Step::Begin;
};

/// client-resp = (gs2-header kvsep *kvpair kvsep) / kvsep                  (RFC 7628, section 3.1)
/// gs2-header  = "n" "," ["a=" saslname] ","                              (RFC 5801, section 4)
QByteArray OAuthMechanism::bearer(const QByteArray &user) const
{
    QByteArray identity = user;
    identity.replace('=', "=3D").replace(',', "=2C");
    QByteArray response = identity.isEmpty() ? QByteArray("n,,") : "n,a=" + identity + ',';
    response += Separator;
    if (!m_credentials.host.isEmpty())
        response += "host=" + m_credentials.host.toUtf8() + Separator;
    if (m_credentials.port != 0)
        response += "port=" + QByteArray::number(m_credentials.port) + Separator;
    return response + "auth=Bearer " + m_credentials.secret.reveal() + Separator + Separator;
}

QByteArray OAuthMechanism::xoauth2(const QByteArray &user) const
{
    QByteArray response =
        "user=" + user + Separator + "auth=Bearer " + m_credentials.secret.reveal() + Separator;
    if (!m_credentials.vendor.isEmpty())
        response += "vendor=" + m_credentials.vendor.toUtf8() + Separator;
    return response + Separator;
}

std::optional<QByteArray> OAuthMechanism::initialResponse()
{
    const QByteArray token = m_credentials.secret.reveal();
    // Whom to act as is all that these mechanisms carry: whose token it is, the token says.
    const QString who =
        m_credentials.authorizationId.isEmpty() ? m_credentials.user : m_credentials.authorizationId;
    const QByteArray user = who.toUtf8();
    // b64token (RFC 6750, section 2.1); a line end from a file or a program's output would be sent, too.
    for (const char c : token) {
        if (quint8(c) <= 0x20 || quint8(c) >= 0x7f)
            refuse(QStringLiteral("The access token has characters that no token has"));
    }
    if (token.isEmpty())
        refuse(QStringLiteral("There is no access token"));
    for (const QByteArray &part : {user, m_credentials.host.toUtf8(), m_credentials.vendor.toUtf8()}) {
        if (part.contains(Separator) || part.contains('\0'))
            refuse(QStringLiteral("A user name must not contain control characters"));
    }
    m_step = Step::Sent;
    return isBearer() ? bearer(user) : xoauth2(user);
}

QByteArray OAuthMechanism::respond(const QByteArray &challenge)
{
    if (m_step != Step::Sent)
        refuse(
            QStringLiteral("The server asks for more than %1 has to say").arg(QString::fromLatin1(m_name)));
    if (challenge.size() > longestChallenge)
        refuse(QStringLiteral("The server's challenge is too long"));
    m_step = Step::Refused;
    m_problem = tokenProblemFrom(challenge);
    return isBearer() ? QByteArray(1, Separator) : QByteArray();
}

} // namespace

TokenProblem tokenProblemFrom(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    return {.status = field(object, "status"),
            .scope = field(object, "scope"),
            .schemes = field(object, "schemes"),
            .openIdConfiguration = field(object, "openid-configuration")};
}

std::unique_ptr<SaslMechanism> makeOAuthMechanism(const QByteArray &name, const SaslCredentials &credentials)
{
    QByteArray upper = name.toUpper();
    if (upper != "OAUTHBEARER" && upper != "XOAUTH2" && upper != "OAUTH2")
        return nullptr;
    return std::make_unique<OAuthMechanism>(std::move(upper), credentials);
}

} // namespace imap
