#pragma once

#include "commands/untagged.h"
#include "wire/limits.h"
#include "wire/spill.h"

#include <QByteArray>
#include <QByteArrayView>
#include <variant>

namespace imap
{

struct TaggedResponse {
    QByteArray tag;
    StatusResponse status; ///< Ok, No or Bad
    bool operator==(const TaggedResponse &) const = default;
};

struct ContinuationResponse {
    QByteArray text; ///< behind "+ ", raw (base64 for SASL)
    bool operator==(const ContinuationResponse &) const = default;
};

/// A frame whose grammar broke. The stream goes on behind it.
struct Malformed {
    QByteArray expected;
    qsizetype offset = 0; ///< in the frame
    QByteArray beginning; ///< of the frame, at most 200 bytes
    QByteArray keyword;   ///< as far as it was read
    QByteArray tag;       ///< of a tagged line that could not be read
    bool operator==(const Malformed &) const = default;
};

using Response = std::variant<Malformed, Untagged, TaggedResponse, ContinuationResponse>;

/// Reads one frame. Never throws; whatever is wrong becomes Malformed. With `utf8` names of mailboxes are
/// UTF-8 and nothing else (RFC 6855 §3, RFC 9051 §5.1); without, modified UTF-7. `spilled`: the frame's
/// literals that are elsewhere; null: none.
Response parseResponse(QByteArrayView frame, const wire::Limits &limits = {}, bool utf8 = false,
                       const QList<wire::SpilledLiteral> *spilled = nullptr);

/// The tag of the command that this answers, where the response itself says so (ESEARCH, RFC 9051 §7.3.4);
/// empty: whoever may take it.
QByteArray commandTag(const Untagged &response);

} // namespace imap
