#pragma once

#include "mime/block.h"

#include <QString>

namespace imap::mime
{

struct PlainFormat {
    bool flowed = false;      ///< format=flowed (RFC 3676)
    bool deleteSpace = false; ///< DelSp=yes: the space before a soft break is not part of the text
    bool operator==(const PlainFormat &) const = default;
};

/// A plain text mail as blocks: one per paragraph and quote level, signature and links recognised, columns
/// and code marked as preformatted. `text` has "\n" line ends. Any thread; linear in time.
BlockList plainBlocks(const QString &text, PlainFormat format);

} // namespace imap::mime
