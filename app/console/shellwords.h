#pragma once

#include <QByteArray>
#include <QList>

namespace app
{

/// What an unquoted backslash does.
enum class Backslash {
    Escapes,    ///< it takes away the meaning of the next character, as in a shell
    KeepsFlags, ///< the same, but in front of a letter it stays: \Seen is a flag
};

/// A line cut into words as a POSIX shell does it: blanks separate, '...' is literal, in "..." a backslash
/// stands before " \ $ and `, and a word that begins with # starts a comment. Nothing is expanded. Throws
/// UsageError where a quote is not closed or nothing follows a backslash.
QList<QByteArray> splitShellWords(const QByteArray &line, Backslash backslash = Backslash::Escapes);

/// `word` so that splitShellWords reads it back, whatever is in it.
QByteArray quoteShellWord(const QByteArray &word, Backslash backslash = Backslash::Escapes);

} // namespace app
