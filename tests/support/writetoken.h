#pragma once

#include "types/token.h"
#include "wire/writer.h"

namespace imap::wire
{

/// Writes what was read, so that it can be read again.
inline void write(Writer &writer, const Token &token)
{
    if (token.isNil()) {
        writer.nstring({});
    } else if (const auto *atom = std::get_if<Token::Atom>(&token.value)) {
        writer.atom(atom->text);
    } else if (const auto *string = std::get_if<Token::String>(&token.value)) {
        writer.string(string->bytes);
    } else {
        writer.open();
        for (const Token &item : token.list())
            write(writer, item);
        writer.close();
    }
}

} // namespace imap::wire
