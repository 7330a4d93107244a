#pragma once

#include "wire/bytesource.h"

#include <QByteArray>

namespace app
{

/// A message in a file, looked through once before it is sent.
struct MailFile {
    imap::wire::ByteSourcePointer source;
    bool hasNul = false;        ///< only a literal8 can carry it
    bool hasUtf8Header = false; ///< octets beyond ASCII in front of the first empty line
};

/// Opens the file of this name; "-" is standard input, which is kept in a temporary file. As it is, or, with
/// `crlf`, with each line end that is LF alone made CRLF. Throws UsageError or imap::LocalError.
MailFile openMailFile(const QByteArray &name, bool crlf);

} // namespace app
