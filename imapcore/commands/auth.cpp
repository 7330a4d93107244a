#include "commands/auth.h"

#include "commands/connection.h"

namespace imap
{

static_assert(Command<Login>);
static_assert(Command<Authenticate>);

namespace
{

bool collectCapabilities(const Untagged &untagged, Capabilities &result)
{
    const auto *response = std::get_if<CapabilityResponse>(&untagged);
    if (!response)
        return false;
    result = response->capabilities;
    return true;
}

void completeCapabilities(const Completion &completion, Capabilities &result)
{
    if (auto capabilities = capabilitiesFrom(completion.code))
        result = *capabilities;
}

std::exception_ptr loginError(const Completion &completion, const QByteArray &command)
{
    const QString text = QString::fromUtf8(completion.text);
    const QString words = QStringLiteral("authentication refused: %1").arg(text);
    if (completion.status == Completion::Status::Bad)
        return std::make_exception_ptr(LoginNotUnderstood(words, command, completion.text, completion.code));
    return std::make_exception_ptr(LoginError(words, command, completion.text, completion.code));
}

} // namespace

void Login::check(const Capabilities &capabilities) const
{
    if (capabilities.has("LOGINDISABLED"))
        throw CapabilityError(QStringLiteral("the server has disabled LOGIN on this connection"), "LOGIN");
}

/// login = "LOGIN" SP userid SP password                               (RFC 9051 §9)
void Login::encode(wire::Writer &writer) const
{
    writer.atom("LOGIN").astring(user).secret(password);
}

bool Login::collect(const Untagged &untagged, Result &result) const
{
    return collectCapabilities(untagged, result);
}

void Login::complete(const Completion &completion, Result &result) const
{
    completeCapabilities(completion, result);
}

std::exception_ptr Login::error(const Completion &completion) const
{
    return loginError(completion, "LOGIN");
}

void Authenticate::check(const Capabilities &capabilities) const
{
    requireCapability(capabilities, "AUTH=" + mechanism.toUpper(), "AUTHENTICATE");
    if (initialResponse)
        requireCapability(capabilities, "SASL-IR", "AUTHENTICATE");
}

/// authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp]         (RFC 9051 §9)
void Authenticate::encode(wire::Writer &writer) const
{
    writer.atom("AUTHENTICATE").atom(mechanism.toUpper());
    if (initialResponse)
        writer.base64(initialResponse->reveal(), true);
}

bool Authenticate::collect(const Untagged &untagged, Result &result) const
{
    return collectCapabilities(untagged, result);
}

std::optional<wire::Chunk> Authenticate::respond(const QByteArray &continuation) const
{
    const auto challenge = QByteArray::fromBase64Encoding(
        continuation.trimmed(), QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    std::optional<QByteArray> reply;
    if (challenge.decodingStatus != QByteArray::Base64DecodingStatus::Ok) {
        if (onNonsense)
            onNonsense();
    } else if (answer) {
        reply = answer(challenge.decoded);
    }
    if (!reply) {
        // The server answers the lone asterisk with BAD, and that ends the command (RFC 9051 §6.2.2).
        return wire::Chunk{.bytes = "*\r\n", .logged = "*\r\n", .waits = false};
    }
    return wire::Chunk{.bytes = reply->toBase64() + "\r\n", .logged = "***\r\n", .waits = false};
}

void Authenticate::complete(const Completion &completion, Result &result) const
{
    completeCapabilities(completion, result);
}

std::exception_ptr Authenticate::error(const Completion &completion) const
{
    return loginError(completion, "AUTHENTICATE");
}

} // namespace imap
