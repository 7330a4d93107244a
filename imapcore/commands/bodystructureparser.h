#pragma once

#include "types/bodystructure.h"

namespace imap
{

namespace wire
{
class Reader;
}

/// The value of BODY or BODYSTRUCTURE (RFC 9051 §7.5.2), nested no deeper than Limits::depth. Liberal:
/// fields may be missing at the end or be NIL, extension data nobody knows is skipped, multiparts may be
/// empty. A NIL body is an empty text/plain, the default of RFC 2045.
void parseBodyStructure(wire::Reader &reader, BodyStructure &body);

} // namespace imap
