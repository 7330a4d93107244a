#pragma once

#include "commands/command.h"
#include "types/secret.h"

#include <exception>
#include <functional>

namespace imap
{

/// The server did not know the command (BAD), or refused it before it was told anything: nothing was said of
/// the secret, and another way to sign in can still do.
class LoginNotUnderstood : public LoginError
{
public:
    using LoginError::LoginError;
};

/// LOGIN, RFC 9051 §6.2.3. The password never reaches the log. The result is what the server can do now:
/// from the response code or an untagged CAPABILITY, empty when it said nothing (the caller then asks).
/// NO and BAD are a LoginError whose code tells why (RFC 5530).
struct Login {
    using Result = Capabilities;
    QByteArray user{};
    Secret password{};

    Requirements requirements() const
    {
        return {.name = "LOGIN", .states = NotAuthenticated, .barrier = true, .mayCauseExpunge = false};
    }
    /// LOGINDISABLED means that the server would refuse, after the password had crossed the wire.
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
    std::exception_ptr error(const Completion &completion) const;
};

/// AUTHENTICATE, RFC 9051 §6.2.2. Result and errors are those of Login.
struct Authenticate {
    using Result = Capabilities;
    QByteArray mechanism{}; ///< SASL name: "PLAIN", "SCRAM-SHA-256", ...
    /// Sent with the command (SASL-IR, RFC 4959) if set; an empty one goes as "=".
    std::optional<Secret> initialResponse{};
    /// The answer to a challenge, both decoded from base64; nullopt cancels the exchange.
    std::function<std::optional<QByteArray>(const QByteArray &challenge)> answer{};
    /// Told of a challenge that is not base64, which cancels the exchange, too.
    std::function<void()> onNonsense{};

    Requirements requirements() const
    {
        return {
            .name = "AUTHENTICATE", .states = NotAuthenticated, .barrier = true, .mayCauseExpunge = false};
    }
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    std::optional<wire::Chunk> respond(const QByteArray &continuation) const;
    void complete(const Completion &completion, Result &result) const;
    std::exception_ptr error(const Completion &completion) const;
};

} // namespace imap
