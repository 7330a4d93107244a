#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <utility>

namespace imap::mime
{

/// A tag as it stands in the source.
struct HtmlTag {
    QByteArray name; ///< lower case
    bool closing = false;
    QList<std::pair<QByteArray, QByteArrayView>> attributes; ///< names in lower case, values with entities
    qsizetype end = 0;                                       ///< behind ">"
};

/// The tag whose "<" is at `at` (a letter, or "/" and a letter, follows). A tag that is never closed ends
/// with the input. Keeps the first `maximumAttributes` attributes that are worth keeping.
HtmlTag readTag(QByteArrayView html, qsizetype at);

/// Behind the comment, declaration or processing instruction that begins at `at`.
qsizetype skipDeclaration(QByteArrayView html, qsizetype at);

/// Where "</name" stands at or behind `from`, in any case; -1 if nowhere.
qsizetype findClosing(QByteArrayView html, const QByteArray &name, qsizetype from);

} // namespace imap::mime
