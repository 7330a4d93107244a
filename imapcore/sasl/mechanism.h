#pragma once

#include "sasl/channelbinding.h"
#include "types/error.h"
#include "types/secret.h"

#include <QByteArray>
#include <QString>
#include <memory>
#include <optional>

namespace imap
{

/// Who signs in, and on which connection.
struct SaslCredentials {
    QString user{};            ///< the authentication identity: whose secret it is; ANONYMOUS: the trace
    QString authorizationId{}; ///< as whom to act (RFC 4422, section 2); empty: as `user`
    Secret secret{};           ///< a password in UTF-8, or an OAuth access token
    QString host{};   ///< the server as the person named it: OAUTHBEARER, DIGEST-MD5 and GSSAPI say it
    quint16 port = 0; ///< 0: not said
    QString vendor{}; ///< of XOAUTH2 and OAUTH2: a field of its own that Yahoo asks for
    ChannelBinding binding{}; ///< what ties SCRAM to the TLS connection
    bool operator==(const SaslCredentials &) const = default;
};

/// The client's side of one authentication exchange (RFC 4422). All bytes are raw: base64 is IMAP's matter.
/// One object is good for one attempt; after an exception it is of no more use. The messages of its errors
/// hold no secrets and nothing that the server sent.
class SaslMechanism
{
public:
    SaslMechanism() = default;
    virtual ~SaslMechanism() = default;
    SaslMechanism(const SaslMechanism &) = delete;
    SaslMechanism &operator=(const SaslMechanism &) = delete;

    /// The registered name, "SCRAM-SHA-256".
    virtual QByteArray name() const = 0;
    /// What the client says first, or nothing where the server begins. With SASL-IR (RFC 4959) it goes with
    /// the command; without, it is the answer to the server's first and empty challenge, instead of
    /// `respond()`. To be called once, before all else. Throws LoginError.
    virtual std::optional<QByteArray> initialResponse() = 0;
    /// The answer to a challenge. Throws LoginError when the server does not follow the mechanism or does not
    /// prove what it must; then the exchange is to be cancelled with "*".
    virtual QByteArray respond(const QByteArray &challenge) = 0;
    /// Whether the exchange is complete and the server has proved itself, if the mechanism asks for that.
    /// A server that says OK while this is false must not be trusted: treat it as a LoginError.
    virtual bool finished() const = 0;
    /// Whether who reads the exchange learns the secret.
    virtual bool clearText() const = 0;
    /// What the server said of a refused token in the exchange itself (RFC 7628, section 3.2.2).
    virtual std::optional<TokenProblem> tokenProblem() const { return {}; }
};

/// The mechanism of that name (any case), ready for one exchange. Null when the program does not know it.
std::unique_ptr<SaslMechanism> makeMechanism(const QByteArray &name, const SaslCredentials &credentials);

} // namespace imap
