#pragma once

#include "mime/block.h"

#include <QString>

namespace imap::mime
{

/// The readable text of an HTML mail as blocks. Scripts, styles, forms, hidden "preheaders" and invisible
/// fillers are gone; links keep their real target; nothing remote is ever named but by a link; pictures are
/// their alternative text, or Picture blocks with resource "cid:..." where they came with the message.
/// Layout tables become one column, data tables rows; blockquote becomes quoteLevel.
/// Bounded in time and memory whatever comes in; `truncated` tells. Any thread.
BlockList htmlBlocks(const QString &html);

} // namespace imap::mime
