#pragma once

#include "types/cachesearch.h"

namespace imap::mime
{

/// The sections that the text of a message is made of, for an index: as for reading it, without pictures.
QList<QByteArray> searchSections(const BodyStructure &structure);

/// What people would search a message by. `body` may lack sections, or have none. Any thread; bounded.
SearchText searchText(const MessageSummary &summary, const MessageBody &body);

/// The two above, for those who must not know MIME.
TextExtractor textExtractor();

} // namespace imap::mime
