#include "mime/partdecoder.h"

#include <gmime/gmime-encodings.h>

namespace imap::mime
{

namespace
{

bool isBase64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/// One run of base64 at a time: generators that encode piece by piece leave "=" in the middle, after which
/// a new group starts; a missing "=" at the end is supplied.
QByteArray decodeBase64(const QByteArray &bytes)
{
    QByteArray out;
    out.reserve(bytes.size() * 3 / 4 + 3);
    QByteArray run;
    run.reserve(bytes.size());
    const auto flush = [&] {
        if (!run.isEmpty())
            out += QByteArray::fromBase64(run);
        run.clear();
    };
    for (const char c : bytes) {
        if (isBase64(c))
            run += c;
        else if (c == '=')
            flush();
    }
    flush();
    return out;
}

/// GMime's decoders keep tables and no global state, so g_mime_init() is not needed for them.
QByteArray decodeQuotedPrintable(const QByteArray &bytes)
{
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    QByteArray out(qsizetype(g_mime_encoding_outlen(&state, size_t(bytes.size()))), Qt::Uninitialized);
    const size_t size = g_mime_encoding_flush(&state, bytes.constData(), size_t(bytes.size()), out.data());
    out.truncate(qsizetype(size));
    return out;
}

/// One line of uuencode: a length character, then four characters for three octets.
void decodeUuLine(QByteArrayView line, QByteArray &out)
{
    const auto value = [&](qsizetype i) { return i < line.size() ? (line[i] - 0x20) & 0x3F : 0; };
    qsizetype left = value(0);
    for (qsizetype i = 1; left > 0 && i < line.size(); i += 4) {
        const int bits = value(i) << 18 | value(i + 1) << 12 | value(i + 2) << 6 | value(i + 3);
        for (int shift = 16; shift >= 0 && left > 0; shift -= 8, --left)
            out += char(bits >> shift & 0xFF);
    }
}

/// What stands between "begin 644 name" (which may be missing) and "end".
QByteArray decodeUuencode(const QByteArray &bytes)
{
    QByteArray out;
    qsizetype at = bytes.startsWith("begin ") ? 0 : bytes.indexOf("\nbegin ");
    if (at >= 0) {
        const qsizetype lineEnd = bytes.indexOf('\n', at + 1);
        at = lineEnd < 0 ? bytes.size() : lineEnd + 1;
    }
    at = qMax(at, qsizetype(0));
    while (at < bytes.size()) {
        qsizetype end = bytes.indexOf('\n', at);
        end = end < 0 ? bytes.size() : end;
        QByteArrayView line = QByteArrayView(bytes).sliced(at, end - at);
        if (line.endsWith('\r'))
            line.chop(1);
        if (line == "end" || line == "`")
            break;
        if (!line.isEmpty())
            decodeUuLine(line, out);
        at = end + 1;
    }
    return out;
}

bool isUuencode(QByteArrayView encoding)
{
    return encoding == "x-uuencode" || encoding == "uuencode" || encoding == "x-uue" || encoding == "uue";
}

} // namespace

QByteArray decodeTransfer(const QByteArray &bytes, QByteArrayView encoding)
{
    const QByteArray name =
        encoding.first(qMin(encoding.size(), qsizetype(64))).toByteArray().trimmed().toLower();
    if (name == "base64")
        return decodeBase64(bytes);
    if (name == "quoted-printable")
        return decodeQuotedPrintable(bytes);
    if (isUuencode(name))
        return decodeUuencode(bytes);
    return bytes;
}

quint64 decodedSize(quint64 size, QByteArrayView encoding)
{
    if (encoding == "base64") // 76 characters and CRLF carry 57 octets
        return size / 78 * 57 + size % 78 * 3 / 4;
    if (isUuencode(encoding)) // 1 + 60 characters and CRLF carry 45
        return size / 63 * 45 + size % 63 * 3 / 4;
    return size;
}

QString decodePart(const QByteArray &bytes, const BodyStructure &part)
{
    const QString text = decodeText(decodeTransfer(bytes, part.encoding), part.parameter("charset"));
    QString clean;
    clean.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (c == '\r') {
            if (i + 1 >= text.size() || text[i + 1] != QLatin1Char('\n'))
                clean += QLatin1Char('\n');
        } else if (c == '\n' || c == '\t' || c >= 0xA0 || (c >= 0x20 && c < 0x7F)) {
            clean += QChar(c);
        }
    }
    if (clean.startsWith(QChar(QChar::ByteOrderMark)))
        clean.remove(0, 1);
    return clean;
}

} // namespace imap::mime
