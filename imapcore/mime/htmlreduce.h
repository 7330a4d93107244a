#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace imap::mime
{

/// HTML reduced to what a parser can take from a stranger.
///
/// libgumbo is quadratic in the depth of elements and in the attributes of one tag, and copies all open
/// formatting elements into each new paragraph: 100,000 open <div> take minutes, 30 KB of <p><b id=n> half a
/// gigabyte. So before it sees anything, one linear pass here keeps known elements only, at most
/// `maximumHtmlDepth` deep and `maximumHtmlTags` in number, with a few attributes each; drops scripts,
/// styles, comments and the like with their content; and makes inline elements (a, b, i, code) empty <wbr>
/// marks that do not nest: <wbr class="a" href="..."> begins, <wbr class="/a"> ends.
struct ReducedHtml {
    QByteArray html;
    bool truncated = false;
};

inline constexpr qsizetype maximumHtmlSize = 2 * 1024 * 1024; ///< bytes of UTF-8; the rest is dropped
inline constexpr int maximumHtmlDepth = 120;
inline constexpr int maximumHtmlTags = 80'000;
inline constexpr int maximumAttributes = 24;
inline constexpr qsizetype maximumAttributeSize = 6'000; ///< bytes, still with entities

ReducedHtml reduceHtml(QByteArrayView utf8);

} // namespace imap::mime
