#include "app/console/mailfile.h"

#include "session/filesource.h"
#include "types/error.h"

#include <QTemporaryFile>
#include <algorithm>
#include <cstdio>

namespace app
{

namespace
{

constexpr qint64 pieceSize = 256 * 1024;

/// Puts a CR in front of each LF that has none; `last` is the octet before `bytes`, or NUL.
QByteArray withCrlf(const QByteArray &bytes, char last)
{
    QByteArray result;
    result.reserve(bytes.size() + bytes.size() / 32);
    for (const char c : bytes) {
        if (c == '\n' && last != '\r')
            result += '\r';
        result += c;
        last = c;
    }
    return result;
}

/// Copies what `input` has into a temporary file.
imap::wire::ByteSourcePointer spool(QFile &input, bool crlf)
{
    auto file = std::make_unique<QTemporaryFile>();
    if (!file->open())
        throw imap::LocalError(QStringLiteral("no temporary file: %1").arg(file->errorString()));
    char last = '\0';
    for (;;) {
        const QByteArray piece = input.read(pieceSize);
        if (piece.isEmpty())
            break;
        const QByteArray written = crlf ? withCrlf(piece, last) : piece;
        last = piece.back();
        if (file->write(written) != written.size())
            throw imap::LocalError(QStringLiteral("no room for a copy: %1").arg(file->errorString()));
    }
    if (input.error() != QFileDevice::NoError)
        throw imap::LocalError(QStringLiteral("cannot be read: %1").arg(input.errorString()));
    if (!file->flush())
        throw imap::LocalError(QStringLiteral("no room for a copy: %1").arg(file->errorString()));
    return std::make_shared<imap::FileSource>(std::move(file));
}

/// Where the header ends inside `bytes`: behind an empty line; -1 where it goes on. `line` is the length of
/// the line so far, over all pieces, CR not counted.
qsizetype headerEnd(const QByteArray &bytes, qint64 &line)
{
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (bytes[i] == '\n') {
            if (line == 0)
                return i + 1;
            line = 0;
        } else if (bytes[i] != '\r') {
            ++line;
        }
    }
    return -1;
}

void lookThrough(MailFile &mail)
{
    bool inHeader = true;
    qint64 line = 0;
    for (qint64 at = 0; at < mail.source->size();) {
        const QByteArray piece = mail.source->read(at, pieceSize);
        if (piece.isEmpty())
            throw imap::LocalError(QStringLiteral("the file cannot be read to its end"));
        at += piece.size();
        mail.hasNul = mail.hasNul || piece.contains('\0');
        if (!inHeader)
            continue;
        const qsizetype end = headerEnd(piece, line);
        inHeader = end < 0;
        const QByteArray header = inHeader ? piece : piece.first(end);
        mail.hasUtf8Header = mail.hasUtf8Header || std::any_of(header.begin(), header.end(), [](char c) {
                                 return static_cast<unsigned char>(c) >= 0x80;
                             });
    }
}

} // namespace

MailFile openMailFile(const QByteArray &name, bool crlf)
{
    MailFile mail;
    QFile input;
    if (name == "-") {
        if (!input.open(stdin, QIODevice::ReadOnly))
            throw imap::LocalError(QStringLiteral("standard input cannot be read"));
        mail.source = spool(input, crlf);
    } else if (crlf) {
        input.setFileName(QFile::decodeName(name));
        if (!input.open(QIODevice::ReadOnly))
            throw imap::LocalError(
                QStringLiteral("%1 cannot be read: %2").arg(input.fileName(), input.errorString()));
        mail.source = spool(input, crlf);
    } else {
        mail.source = imap::FileSource::open(QFile::decodeName(name));
    }
    lookThrough(mail);
    return mail;
}

} // namespace app
