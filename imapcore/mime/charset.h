#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace imap::mime
{

/// Text of bytes whose charset is named as mail names it: aliases, wrong case, quotes and all.
/// Where the name is missing, unknown or says less than the bytes do ("us-ascii" with 8-bit bytes), valid
/// UTF-8 is UTF-8 and all else is windows-1252. Undecodable bytes become U+FFFD; nothing else is changed
/// or lost. Linear in time, output at most one UTF-16 unit for each byte and some. Any thread.
QString decodeText(QByteArrayView bytes, QByteArrayView charset);

/// The name under which the converter knows the charset, or empty if it is not one that we convert.
QByteArray knownCharset(QByteArrayView name);

} // namespace imap::mime
