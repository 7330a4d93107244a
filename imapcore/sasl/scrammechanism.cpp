#include "sasl/scrammechanism.h"

#include "sasl/saslprep.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QPasswordDigestor>
#include <QRandomGenerator>
#include <algorithm>
#include <array>

namespace imap
{

namespace
{

using Hash = QCryptographicHash::Algorithm;

/// SCRAM has no use for more.
constexpr qsizetype longestChallenge = 16 * 1024;
/// The work that a server may demand. Ten times what servers ask for today is about a second.
constexpr qulonglong mostIterations = 1'000'000;

struct Kind {
    QByteArrayView name;
    Hash hash;
};

constexpr std::array kinds{
    Kind{"SCRAM-SHA-1", Hash::Sha1},
    Kind{"SCRAM-SHA-256", Hash::Sha256},
    Kind{"SCRAM-SHA-512", Hash::Sha512},
};

QByteArray exclusiveOr(QByteArray left, const QByteArray &right)
{
    for (qsizetype i = 0; i < left.size(); ++i)
        left[i] = static_cast<char>(left.at(i) ^ right.at(i));
    return left;
}

/// Takes as long for a good guess as for a bad one.
bool isSame(const QByteArray &left, const QByteArray &right)
{
    if (left.size() != right.size())
        return false;
    quint8 difference = 0;
    for (qsizetype i = 0; i < left.size(); ++i)
        difference |= quint8(left.at(i) ^ right.at(i));
    return difference == 0;
}

/// saslname = 1*(value-safe-char / "=2C" / "=3D")
QByteArray saslName(QByteArray name)
{
    return name.replace('=', "=3D").replace(',', "=2C");
}

std::optional<QByteArray> decoded(QByteArrayView base64)
{
    auto result = QByteArray::fromBase64Encoding(
        base64.toByteArray(), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (result.decodingStatus != QByteArray::Base64DecodingStatus::Ok || result.decoded.isEmpty())
        return {};
    return result.decoded;
}

QByteArray randomNonce()
{
    QByteArray random;
    for (int i = 0; i < 3; ++i) {
        const quint64 eight = QRandomGenerator::system()->generate64();
        random.append(reinterpret_cast<const char *>(&eight), sizeof eight);
    }
    return random.toBase64(); // which has no comma
}

class ScramMechanism final : public SaslMechanism
{
public:
    ScramMechanism(QByteArray name, Hash hash, const SaslCredentials &credentials, QByteArray nonce);

    QByteArray name() const override { return m_name; }
    std::optional<QByteArray> initialResponse() override;
    QByteArray respond(const QByteArray &challenge) override;
    bool finished() const override { return m_step == Step::Finished; }
    bool clearText() const override { return false; }

private:
    enum class Step { Begin, AwaitFirst, AwaitFinal, Finished, Failed };
    struct ServerFirst {
        QByteArray nonce;
        QByteArray salt;
        int iterations = 0;
    };

    [[noreturn]] void refuse(const char *why);
    QByteArray hmac(const QByteArray &key, const QByteArray &text) const
    {
        return QMessageAuthenticationCode::hash(text, key, m_hash);
    }
    ServerFirst parseFirst(const QByteArray &message);
    QByteArray answerFirst(const QByteArray &message);
    void checkFinal(const QByteArray &message);

    QByteArray m_name;
    Hash m_hash;
    QByteArray m_header;  ///< gs2-header
    QByteArray m_binding; ///< the data behind it in "c="
    std::optional<QByteArray> m_user;
    std::optional<QByteArray> m_password;
    QByteArray m_nonce;
    QByteArray m_bare; ///< client-first-message-bare
    QByteArray m_serverSignature;
    bool m_unusable = false; ///< names with NUL
    Step m_step = Step::Begin;
};

/// gs2-header      = gs2-cbind-flag "," [ authzid ] ","
/// gs2-cbind-flag  = ("p=" cb-name) / "n" / "y"                         (RFC 5802, section 7)
ScramMechanism::ScramMechanism(QByteArray name, Hash hash, const SaslCredentials &credentials,
                               QByteArray nonce)
    : m_name(std::move(name))
    , m_hash(hash)
    , m_user(saslPrep(credentials.user.toUtf8(), true))
    , m_password(saslPrep(credentials.secret.reveal(), false))
    , m_nonce(nonce.isEmpty() ? randomNonce() : std::move(nonce))
{
    const ChannelBinding &binding = credentials.binding;
    if (m_name.endsWith("-PLUS")) {
        m_header = "p=" + binding.type;
        m_binding = binding.data;
    } else {
        m_header = binding.isAvailable() && !binding.serverCan ? "y" : "n";
    }
    const QByteArray actAs = credentials.authorizationId.toUtf8();
    m_unusable = actAs.contains('\0');
    m_header += actAs.isEmpty() ? QByteArray(",,") : ",a=" + saslName(actAs) + ',';
}

void ScramMechanism::refuse(const char *why)
{
    m_step = Step::Failed;
    throw LoginError(QString::fromLatin1(why).arg(QString::fromLatin1(m_name)), "AUTHENTICATE");
}

/// client-first-message-bare = [reserved-mext ","] username "," nonce ["," extensions]
std::optional<QByteArray> ScramMechanism::initialResponse()
{
    if (m_step != Step::Begin)
        refuse("This exchange of %1 has begun already");
    // Before anything is sent: what cannot be prepared would only fail at the server.
    if (!m_user || !m_password || m_unusable)
        refuse("The user name or password has characters that %1 does not allow");
    m_bare = "n=" + saslName(*m_user) + ",r=" + m_nonce;
    m_step = Step::AwaitFirst;
    return m_header + m_bare;
}

QByteArray ScramMechanism::respond(const QByteArray &challenge)
{
    if (challenge.size() > longestChallenge)
        refuse("The server's challenge is too long for %1");
    switch (m_step) {
    case Step::AwaitFirst:
        return answerFirst(challenge);
    case Step::AwaitFinal:
        checkFinal(challenge);
        return {};
    case Step::Finished:
        refuse("The server asks for more than %1 has to say");
    case Step::Begin:
    case Step::Failed:
        break;
    }
    refuse("This exchange of %1 has failed already");
}

/// server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
ScramMechanism::ServerFirst ScramMechanism::parseFirst(const QByteArray &message)
{
    // A mandatory extension ("m=") in front is not understood, and so it fails here, as it must.
    const QList<QByteArray> parts = message.split(',');
    if (parts.size() < 3 || !parts[0].startsWith("r=") || !parts[1].startsWith("s=") ||
        !parts[2].startsWith("i="))
        refuse("The server's part of %1 cannot be understood");
    ServerFirst first;
    first.nonce = parts[0].sliced(2);
    if (!first.nonce.startsWith(m_nonce) || first.nonce.size() == m_nonce.size())
        refuse("The server answers somebody else's %1");
    const auto salt = decoded(QByteArrayView(parts[1]).sliced(2));
    if (!salt)
        refuse("The server's part of %1 cannot be understood");
    first.salt = *salt;
    const QByteArray digits = parts[2].sliced(2);
    bool isNumber = false;
    const qulonglong count = digits.toULongLong(&isNumber);
    if (!isNumber || count == 0 || count > mostIterations || digits.startsWith('+'))
        refuse("The server asks for an unreasonable number of iterations (%1)");
    first.iterations = int(count);
    return first;
}

/// client-final-message = channel-binding "," nonce ["," extensions] "," proof
QByteArray ScramMechanism::answerFirst(const QByteArray &message)
{
    const ServerFirst first = parseFirst(message);
    const auto size = quint64(QCryptographicHash::hashLength(m_hash));
    const QByteArray salted =
        QPasswordDigestor::deriveKeyPbkdf2(m_hash, *m_password, first.salt, first.iterations, size);
    m_password.reset();
    const QByteArray withoutProof = "c=" + (m_header + m_binding).toBase64() + ",r=" + first.nonce;
    const QByteArray authMessage = m_bare + ',' + message + ',' + withoutProof;
    const QByteArray clientKey = hmac(salted, "Client Key");
    const QByteArray storedKey = QCryptographicHash::hash(clientKey, m_hash);
    m_serverSignature = hmac(hmac(salted, "Server Key"), authMessage);
    m_step = Step::AwaitFinal;
    return withoutProof + ",p=" + exclusiveOr(clientKey, hmac(storedKey, authMessage)).toBase64();
}

/// server-final-message = (server-error / verifier) ["," extensions]
void ScramMechanism::checkFinal(const QByteArray &message)
{
    const QByteArray verdict = message.split(',').first();
    if (verdict.startsWith("e="))
        refuse("The server refused the proof of the password (%1)");
    const auto signature =
        verdict.startsWith("v=") ? decoded(QByteArrayView(verdict).sliced(2)) : std::nullopt;
    if (!signature || !isSame(*signature, m_serverSignature))
        refuse("The server failed to prove that it knows the password (%1)");
    m_step = Step::Finished;
}

} // namespace

std::unique_ptr<SaslMechanism> makeScramMechanism(const QByteArray &name, const SaslCredentials &credentials,
                                                  const QByteArray &nonce)
{
    QByteArray upper = name.toUpper();
    const bool plus = upper.endsWith("-PLUS");
    const QByteArrayView base = plus ? QByteArrayView(upper).chopped(5) : QByteArrayView(upper);
    const auto kind =
        std::find_if(kinds.begin(), kinds.end(), [&](const Kind &one) { return one.name == base; });
    if (kind == kinds.end() || (plus && !credentials.binding.isAvailable()))
        return nullptr;
    return std::make_unique<ScramMechanism>(std::move(upper), kind->hash, credentials, nonce);
}

} // namespace imap
