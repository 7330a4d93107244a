#include "commands/idle.h"

namespace imap
{

static_assert(Command<Idle>);

/// idle = "IDLE" CRLF "DONE"                                            (RFC 9051 §9)
void Idle::encode(wire::Writer &writer) const
{
    writer.atom("IDLE");
}

bool Idle::collect(const Untagged &, Result &) const
{
    return false;
}

std::optional<wire::Chunk> Idle::respond(const QByteArray &) const
{
    return {};
}

} // namespace imap
