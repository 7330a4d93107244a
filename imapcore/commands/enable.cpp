#include "commands/enable.h"

#include "wire/reader.h"

namespace imap
{

static_assert(Command<Enable>);

/// enable-data = "ENABLED" *(SP capability)                             (RFC 9051 §9)
EnabledResponse EnabledResponse::parse(wire::Reader &reader)
{
    EnabledResponse enabled;
    const QList<Token> tokens = reader.tokens();
    for (const Token &token : tokens)
        enabled.names.append(token.text());
    return enabled;
}

Requirements Enable::requirements() const
{
    Requirements result{
        .name = "ENABLE", .capability = "ENABLE", .states = Authenticated, .mayCauseExpunge = false};
    for (const QByteArray &name : names) {
        const QByteArray upper = name.toUpper();
        result.barrier |= upper == "IMAP4REV2" || upper.startsWith("UTF8=");
    }
    return result;
}

/// enable = "ENABLE" 1*(SP capability)
void Enable::encode(wire::Writer &writer) const
{
    writer.atom("ENABLE");
    for (const QByteArray &name : names)
        writer.atom(name);
}

bool Enable::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<EnabledResponse>(&untagged);
    if (!response)
        return false;
    for (const QByteArray &name : response->names) {
        if (!result.contains(name))
            result.append(name);
    }
    return true;
}

} // namespace imap
