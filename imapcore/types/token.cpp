#include "types/token.h"

namespace imap
{

QByteArray Token::text() const
{
    if (const auto *atom = std::get_if<Atom>(&value))
        return atom->text;
    if (const auto *string = std::get_if<String>(&value))
        return string->bytes;
    return {};
}

Token::List Token::list() const
{
    const auto *items = std::get_if<List>(&value);
    return items ? *items : List{};
}

bool Token::operator==(const Token &other) const
{
    return value == other.value;
}

} // namespace imap
