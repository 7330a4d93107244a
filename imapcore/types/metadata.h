#pragma once

#include "types/envelope.h"

#include <QByteArray>

namespace imap
{

/// An annotation of a mailbox or of the server (RFC 5464 §3): `/private/...` is one's own, `/shared/...` is
/// everybody's. The value may be any bytes; nullopt (NIL) means that there is none.
struct MetadataEntry {
    QByteArray name;
    OptionalBytes value;
    bool operator==(const MetadataEntry &) const = default;
};

} // namespace imap
