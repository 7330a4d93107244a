#pragma once

#include "types/cachesearch.h"

#include <QByteArray>
#include <QString>

/// What the index takes for words. Pure functions; the index must be made anew when they change.
namespace imap::store
{

/// Text as it is put into the index: compatibility forms made plain (NFKC), accents taken off, and each
/// character of a script that leaves no space between words (Han, Kana, Thai, ...) and each symbol as a word
/// of its own. A query of several such characters is then a phrase, which finds them wherever they stand
/// together.
QString searchable(const QString &text);

/// What a person typed as a query of FTS5: all words, as beginnings of words; "in quotes" as phrases.
/// Whatever else it holds, it is no syntax. Empty: there is nothing in it that could be found.
QByteArray matchExpression(const QString &typed);

struct Snippet {
    QString text; ///< one line
    QList<TextSpan> marks;
    bool operator==(const Snippet &) const = default;
};
/// A part of `text` around the first place where something of `typed` stands, about `length` UTF-16 units;
/// its beginning where nothing does. Looks at the first 50,000 units.
Snippet makeSnippet(const QString &text, const QString &typed, qsizetype length = 160);

} // namespace imap::store
