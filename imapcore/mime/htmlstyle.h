#pragma once

#include <QByteArrayView>
#include <optional>

namespace imap::mime
{

/// What of a style attribute matters to reading: whether the text is there at all, and a few emphases.
struct StyleHints {
    bool hidden = false;      ///< with all its content: display:none, max-height:0, opacity:0, ...
    std::optional<bool> tiny; ///< font-size below 2 px, or big enough again: templates nest both
    std::optional<bool> bold;
    bool operator==(const StyleHints &) const = default;
};

/// Reads declarations (CSS 2.1 §4.1.8, Appendix G) as far as they can be read; looks at 2,000 bytes.
StyleHints styleHints(QByteArrayView style);

} // namespace imap::mime
