#include "commands/grammar.h"

namespace imap
{

std::optional<QChar> parseDelimiter(wire::Reader &reader)
{
    const OptionalBytes text = reader.expectNString();
    if (!text || text->isEmpty())
        return {};
    return QString::fromUtf8(*text).at(0);
}

void skipToClose(wire::Reader &reader)
{
    reader.takeSp();
    while (!reader.take(')')) {
        reader.expectToken();
        reader.takeSp();
    }
}

} // namespace imap
