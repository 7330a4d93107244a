#pragma once

#include "mime/block.h"

#include <QString>
#include <QStringView>

namespace imap::mime
{

/// What there is to read: the letters and digits alone, without the addresses of pages and people, and
/// without what mail programs write in place of pictures ("[image: logo.png]"). Zero-width fillers are no
/// letters.
QString lettersToRead(QStringView text);

/// Whether the plain half of a multipart/alternative (RFC 2046 §5.1.4) only stands in for its HTML: it is
/// empty, it sends people to a browser, or it holds a small part of what the HTML says. A text that says the
/// same in as many words is none, however short. What is quoted does not count on either side.
bool isStub(const QString &plain, const BlockList &html);

} // namespace imap::mime
