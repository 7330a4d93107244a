#pragma once

#include <QChar>
#include <optional>

namespace imap
{

namespace wire
{
class Reader;
}

/// The hierarchy delimiter of LIST and NAMESPACE: DQUOTE QUOTED-CHAR DQUOTE / nil. An empty string is
/// none, too.
std::optional<QChar> parseDelimiter(wire::Reader &reader);

/// Skips what extensions have put in front of the ")" that ends the present list, and the ")" itself.
void skipToClose(wire::Reader &reader);

/// For lists whose last fields servers leave out: steps over spaces and says whether a field is there.
bool moreFields(wire::Reader &reader);

} // namespace imap
