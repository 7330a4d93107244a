#include "commands/statusresponse.h"

#include "wire/reader.h"

namespace imap
{

namespace
{

/// resp-text-code = atom [SP 1*<any TEXT-CHAR except "]">]            (RFC 9051 §9)
///
/// Its arguments are read as tokens, which covers all codes that are registered. Nothing is consumed and
/// nothing returned where the text only looks like a code: "[12.5% full]", or no closing bracket.
std::optional<ResponseCode> takeCode(wire::Reader &reader)
{
    wire::Reader ahead = reader;
    if (!ahead.take('['))
        return {};
    ResponseCode code;
    while (QByteArrayView(" ]()\"\\{%*").indexOf(ahead.peek()) < 0 && !ahead.atEnd()) {
        code.name.append(ahead.peek());
        ahead.take(ahead.peek());
    }
    if (code.name.isEmpty())
        return {};
    code.name = code.name.toUpper();
    if (ahead.takeSp()) {
        try {
            code.arguments = ahead.tokens(']');
        } catch (const wire::SyntaxError &) {
            return {};
        }
        ahead.takeSp();
    }
    if (!ahead.take(']'))
        return {};
    reader = ahead;
    return code;
}

} // namespace

/// resp-text = ["[" resp-text-code "]" SP] [text]                     (RFC 9051 §9)
void parseResponseText(wire::Reader &reader, ResponseCode &code, QByteArray &text)
{
    if (auto found = takeCode(reader)) {
        code = std::move(*found);
        reader.takeSp();
    }
    text = reader.text();
}

} // namespace imap
