#pragma once

#include "types/bodystructure.h"

#include <QByteArrayView>
#include <QString>

namespace imap::mime
{

/// The longest text that decodeHeader() and decodeParameter() return, UTF-16 units.
inline constexpr qsizetype maximumHeaderLength = 8192;
/// The longest name that safeFileName() returns, bytes of UTF-8. File systems take 255; there is room for "
/// (2)".
inline constexpr qsizetype maximumFileNameBytes = 200;

/// One clean line of a raw unstructured header value (RFC 2047), decoded the way people need it: characters
/// split over encoded words are joined, words inside other text count, raw 8-bit bytes are UTF-8 if they can
/// be and else `charsetHint` or windows-1252. No control or text-turning characters, white space folded.
/// Any thread; linear in time.
QString decodeHeader(QByteArrayView raw, QByteArrayView charsetHint = {});

/// Text of the parameter `name` (lower case) of Content-Type or Content-Disposition: RFC 2231 pieces and
/// charset first, then the plain value, in which RFC 2047 words are understood although they may not be
/// there. Empty if there is none.
QString decodeParameter(const ParameterList &parameters, QByteArrayView name,
                        QByteArrayView charsetHint = {});

/// A name under which a part can be stored in any folder on any system: no separators, drive letters, leading
/// dots, reserved device names, control or text-turning characters; at most maximumFileNameBytes, the
/// extension kept; never empty ("attachment" and an extension for the type, if known).
QString safeFileName(const QString &name, QByteArrayView mimeType = {});

} // namespace imap::mime
