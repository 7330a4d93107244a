#pragma once

#include "types/cachesearch.h"

#include <QByteArray>
#include <QString>

/// How the index is asked, and what is shown of what it finds. Pure functions.
namespace imap::store
{

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
