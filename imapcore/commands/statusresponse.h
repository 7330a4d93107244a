#pragma once

#include "types/responsecode.h"

#include <QByteArray>
#include <QList>
#include <optional>

namespace imap
{

namespace wire
{
class Reader;
}

/// "* OK", "* NO", "* BAD", "* BYE" and "* PREAUTH" (RFC 9051 §7.1); a greeting is the first of them.
struct StatusResponse {
    enum class Kind { Ok, No, Bad, Bye, Preauth };
    Kind kind = Kind::Ok;
    ResponseCode code;
    QByteArray text; ///< for people, raw
    bool operator==(const StatusResponse &) const = default;
};

/// A response nobody here knows; kept as tokens, logged, never an error.
struct UnknownResponse {
    QByteArray keyword;            ///< upper case
    std::optional<quint32> number; ///< "* 5 XYZ"
    QList<Token> arguments;
    bool operator==(const UnknownResponse &) const = default;
};

/// resp-text: ["[" code "]" SP] text. Liberal: a code that does not parse stays in the text.
void parseResponseText(wire::Reader &reader, ResponseCode &code, QByteArray &text);

} // namespace imap
