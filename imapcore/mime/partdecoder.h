#pragma once

#include "mime/charset.h"
#include "types/bodystructure.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace imap::mime
{

/// The bytes of a part without their Content-Transfer-Encoding (RFC 2045 §6): base64, quoted-printable,
/// x-uuencode; anything else is returned as it is. Broken input gives what can be had of it: foreign
/// characters, missing padding, padding in the middle, lone "=", cut ends. Output is never longer than the
/// input. Any thread.
QByteArray decodeTransfer(const QByteArray &bytes, QByteArrayView encoding);

/// Octets that decodeTransfer() will give for `size` octets, close enough to show to people.
quint64 decodedSize(quint64 size, QByteArrayView encoding);

/// Text of a text/* part as fetched: transfer encoding and charset off, line ends as "\n", NUL and other
/// control characters but TAB gone.
QString decodePart(const QByteArray &bytes, const BodyStructure &part);

} // namespace imap::mime
