#include "commands/unauthenticate.h"

namespace imap
{

static_assert(Command<Unauthenticate>);

/// unauthenticate = "UNAUTHENTICATE"                                    (RFC 8437 §6)
void Unauthenticate::encode(wire::Writer &writer) const
{
    writer.atom("UNAUTHENTICATE");
}

bool Unauthenticate::collect(const Untagged &, Result &) const
{
    return false;
}

} // namespace imap
