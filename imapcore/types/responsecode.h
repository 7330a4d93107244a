#pragma once

#include "types/token.h"

#include <QByteArray>
#include <QList>

namespace imap
{

/// What stands in brackets in OK, NO, BAD, BYE and PREAUTH (RFC 9051 §7.1, RFC 5530): a name in upper
/// case and its arguments. An empty name means that there was none.
struct ResponseCode {
    QByteArray name;
    QList<Token> arguments;

    bool isEmpty() const { return name.isEmpty(); }
    /// The first argument as a number, or 0.
    quint64 number() const { return arguments.isEmpty() ? 0 : arguments.first().text().toULongLong(); }
    bool operator==(const ResponseCode &) const = default;
};

} // namespace imap
