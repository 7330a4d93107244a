#include "sasl/simplemechanisms.h"

namespace imap
{

namespace
{

/// The longest trace of RFC 4505, section 2, in characters.
constexpr qsizetype longestTrace = 255;

class OneMessage final : public SaslMechanism
{
public:
    OneMessage(QByteArray name, QString text)
        : m_name(std::move(name))
        , m_text(std::move(text))
    {
    }

    QByteArray name() const override { return m_name; }
    std::optional<QByteArray> initialResponse() override
    {
        if (m_text.contains(QChar(0)))
            refuse(QStringLiteral("A user name must not contain a NUL character"));
        m_finished = true;
        return m_text.toUtf8();
    }
    QByteArray respond(const QByteArray &) override
    {
        m_finished = false;
        refuse(
            QStringLiteral("The server asks for more than %1 has to say").arg(QString::fromLatin1(m_name)));
    }
    bool finished() const override { return m_finished; }
    bool clearText() const override { return false; } // there is no secret to read

private:
    [[noreturn]] static void refuse(const QString &why) { throw LoginError(why, "AUTHENTICATE"); }

    QByteArray m_name;
    QString m_text;
    bool m_finished = false;
};

} // namespace

std::unique_ptr<SaslMechanism> makeSimpleMechanism(const QByteArray &name, const SaslCredentials &credentials)
{
    const QByteArray upper = name.toUpper();
    // Without an authorization identity the server takes the one that belongs to the certificate.
    if (upper == "EXTERNAL")
        return std::make_unique<OneMessage>(upper, credentials.authorizationId);
    if (upper == "ANONYMOUS")
        return std::make_unique<OneMessage>(upper, credentials.user.left(longestTrace));
    return nullptr;
}

} // namespace imap
