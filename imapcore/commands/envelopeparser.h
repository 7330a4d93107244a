#pragma once

#include "types/envelope.h"

namespace imap
{

namespace wire
{
class Reader;
}

/// The value of ENVELOPE into a fresh `envelope` (RFC 9051 §7.5.2). Liberal: NIL or "" in every place, fields
/// missing at the end, more fields than the RFC has, addresses without spaces between them.
void parseEnvelope(wire::Reader &reader, Envelope &envelope);

} // namespace imap
