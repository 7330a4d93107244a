#include "commands/connection.h"

#include "wire/reader.h"

namespace imap
{

static_assert(Command<Capability>);
static_assert(Command<Noop>);
static_assert(Command<Logout>);
static_assert(Command<StartTls>);
static_assert(Command<Compress>);

/// capability-data = "CAPABILITY" *(SP capability) SP "IMAP4rev2" *(SP capability)   (RFC 9051 §9)
/// capability      = ("AUTH=" auth-type) / atom
CapabilityResponse CapabilityResponse::parse(wire::Reader &reader)
{
    QList<QByteArray> names;
    const QList<Token> tokens = reader.tokens();
    for (const Token &token : tokens)
        names.append(token.text());
    return {.capabilities = Capabilities(names)};
}

std::optional<Capabilities> capabilitiesFrom(const ResponseCode &code)
{
    if (code.name != "CAPABILITY")
        return {};
    QList<QByteArray> names;
    for (const Token &token : code.arguments)
        names.append(token.text());
    return Capabilities(names);
}

void Capability::encode(wire::Writer &writer) const
{
    writer.atom("CAPABILITY");
}

bool Capability::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<CapabilityResponse>(&untagged);
    if (!response)
        return false;
    result = response->capabilities;
    return true;
}

void Capability::complete(const Completion &completion, Result &result) const
{
    if (auto capabilities = capabilitiesFrom(completion.code))
        result = *capabilities;
}

void Noop::encode(wire::Writer &writer) const
{
    writer.atom("NOOP");
}

bool Noop::collect(const Untagged &, Result &) const
{
    return false;
}

void Logout::encode(wire::Writer &writer) const
{
    writer.atom("LOGOUT");
}

bool Logout::collect(const Untagged &, Result &) const
{
    return false;
}

void StartTls::encode(wire::Writer &writer) const
{
    writer.atom("STARTTLS");
}

bool StartTls::collect(const Untagged &, Result &) const
{
    return false;
}

/// compress  = "COMPRESS" SP algorithm
/// algorithm = "DEFLATE"                                                    (RFC 4978, section 6)
void Compress::encode(wire::Writer &writer) const
{
    writer.atom("COMPRESS").atom("DEFLATE");
}

bool Compress::collect(const Untagged &, Result &) const
{
    return false;
}

} // namespace imap
