#include "store/searchwords.h"

#include "types/searchterms.h"

#include <algorithm>

namespace imap::store
{

namespace
{

constexpr qsizetype MaxSnippetSource = 50'000;
/// Shorter words must stand as they are: half of all mail has a word that begins with "a". Other scripts
/// say more with one character.
constexpr qsizetype MinPrefix = 3;
constexpr qsizetype MinPrefixElsewhere = 2;

bool isPlain(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

} // namespace

QByteArray matchExpression(const QString &typed)
{
    QByteArray expression;
    const QList<SearchTerm> terms = searchTerms(typed);
    for (const SearchTerm &term : terms) {
        if (!expression.isEmpty())
            expression += " AND ";
        // Inside quotes nothing has a meaning but the quote itself, and searchTerms took those.
        expression += '"' + term.text.toUtf8() + '"';
        if (!term.isPhrase && term.text.size() >= (isPlain(term.text) ? MinPrefix : MinPrefixElsewhere))
            expression += " *";
    }
    return expression;
}

Snippet makeSnippet(const QString &text, const QString &typed, qsizetype length)
{
    const QString line = text.left(MaxSnippetSource).simplified();
    const QList<TextSpan> marks = searchMarks(line, searchTerms(typed));
    qsizetype start = marks.isEmpty() ? 0 : qMax<qsizetype>(0, marks.first().start - length / 3);
    if (start > 0) {
        // From a whole word, where there is one near.
        const qsizetype space = line.indexOf(u' ', start);
        if (space >= 0 && space < marks.first().start)
            start = space + 1;
        else if (line[start].isLowSurrogate())
            --start;
    }
    qsizetype end = qMin(line.size(), start + length);
    if (end < line.size() && line[end].isLowSurrogate())
        ++end;
    Snippet snippet;
    const QString ellipsis(QChar(0x2026));
    const QString front = start > 0 ? ellipsis : QString();
    snippet.text = front + line.mid(start, end - start) + (end < line.size() ? ellipsis : QString());
    for (const TextSpan &mark : marks) {
        if (mark.start >= start && mark.start + mark.length <= end)
            snippet.marks.append({mark.start - start + front.size(), mark.length});
    }
    return snippet;
}

} // namespace imap::store
