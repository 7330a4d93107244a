#pragma once

#include "types/cachesearch.h"

/// What people type to search, and where it stands in a text. Pure functions; the index of the cache must be
/// made anew when `searchable` changes.
namespace imap
{

/// Text as it is put into the index: compatibility forms made plain (NFKC), accents taken off, and each
/// character of a script that leaves no space between words (Han, Kana, Thai, ...) and each symbol as a word
/// of its own. A query of several such characters is then a phrase, which finds them wherever they stand
/// together.
QString searchable(const QString &text);

/// One of the words that all must be there.
struct SearchTerm {
    QString text; ///< searchable
    bool isPhrase = false;
    QString typed{}; ///< as it was typed, for those who look without an index
    bool operator==(const SearchTerm &) const = default;
};

/// The words and "phrases" of what was typed, without those that hold nothing to find; 16 at most.
QList<SearchTerm> searchTerms(const QString &typed);

/// Where words of `text` begin with one of the terms, ascending, at most 50 of each; case, accents and width
/// do not count.
QList<TextSpan> searchMarks(const QString &text, const QList<SearchTerm> &terms);

} // namespace imap
