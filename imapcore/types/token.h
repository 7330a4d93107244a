#pragma once

#include <QByteArray>
#include <QList>
#include <variant>

namespace imap
{

/// A piece of a response whose grammar is not known: what unknown responses, codes and FETCH items keep.
/// NIL, an atom, a string (quoted or literal) and a list stay apart, so NIL is never the text "NIL".
struct Token {
    struct Nil {
        bool operator==(const Nil &) const = default;
    };
    struct Atom {
        QByteArray text; ///< also flags, and `BODY[HEADER.FIELDS (A B)]<0>` as one piece
        bool operator==(const Atom &) const = default;
    };
    struct String {
        QByteArray bytes;
        bool operator==(const String &) const = default;
    };
    using List = QList<Token>;

    std::variant<Nil, Atom, String, List> value;

    bool isNil() const { return std::holds_alternative<Nil>(value); }
    /// The bytes of an atom or string; empty for NIL and lists.
    QByteArray text() const;
    /// The items of a list; empty for everything else.
    List list() const;
    bool operator==(const Token &) const;
};

} // namespace imap
