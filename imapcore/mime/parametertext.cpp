#include "mime/charset.h"
#include "mime/cleantext.h"
#include "mime/headertext.h"

#include <array>

namespace imap::mime
{

namespace
{

constexpr qsizetype valueLimit = 32 * 1024; ///< bytes of one parameter, all pieces together
constexpr int pieceLimit = 1000;

const QByteArray *find(const ParameterList &parameters, const QByteArray &name)
{
    for (const auto &[key, value] : parameters) {
        if (key == name)
            return &value;
    }
    return nullptr;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// A "%" without two hexadecimal digits is meant as it stands, which Qt's own decoder does not know.
QByteArray unpercent(const QByteArray &value)
{
    QByteArray bytes;
    bytes.reserve(value.size());
    for (qsizetype i = 0; i < value.size(); ++i) {
        const bool escape = value[i] == '%' && i + 2 < value.size() && hexDigit(value[i + 1]) >= 0 &&
                            hexDigit(value[i + 2]) >= 0;
        bytes += escape ? char(hexDigit(value[i + 1]) * 16 + hexDigit(value[i + 2])) : value[i];
        i += escape ? 2 : 0;
    }
    return bytes;
}

/// extended-initial-value = [charset] "'" [language] "'" extended-other-values   (RFC 2231 §7)
QByteArray takeCharset(QByteArray &value)
{
    const qsizetype first = value.indexOf('\'');
    const qsizetype second = first < 0 ? -1 : value.indexOf('\'', first + 1);
    if (second < 0)
        return {};
    const QByteArray charset = value.first(first);
    value.remove(0, second + 1);
    return charset;
}

struct Extended {
    QByteArray bytes;
    QByteArray charset;
    bool found = false;
    bool encoded = false; ///< at least one piece was percent encoded
};

/// The pieces "name*0", "name*1*", ... in order, or the single "name*".
Extended extendedValue(const ParameterList &parameters, const QByteArray &name)
{
    Extended value;
    if (const QByteArray *single = find(parameters, name + '*')) {
        QByteArray text = *single;
        value.charset = takeCharset(text);
        value.bytes = unpercent(text);
        value.found = value.encoded = true;
        return value;
    }
    for (int index = 0; index < pieceLimit && value.bytes.size() < valueLimit; ++index) {
        const QByteArray key = name + '*' + QByteArray::number(index);
        if (const QByteArray *piece = find(parameters, key + '*')) {
            QByteArray text = *piece;
            if (index == 0)
                value.charset = takeCharset(text);
            value.bytes += unpercent(text);
            value.encoded = true;
        } else if (const QByteArray *plain = find(parameters, key)) {
            value.bytes += *plain;
        } else {
            break;
        }
        value.found = true;
    }
    return value;
}

struct TypeExtension {
    const char *type;
    const char *extension;
};

// Only what mail carries without a name; the rest stays without an extension.
constexpr std::array<TypeExtension, 16> extensions = {{{"text/plain", "txt"},
                                                       {"text/html", "html"},
                                                       {"text/calendar", "ics"},
                                                       {"text/vcard", "vcf"},
                                                       {"text/x-vcard", "vcf"},
                                                       {"text/csv", "csv"},
                                                       {"message/rfc822", "eml"},
                                                       {"image/jpeg", "jpg"},
                                                       {"image/png", "png"},
                                                       {"image/gif", "gif"},
                                                       {"image/webp", "webp"},
                                                       {"application/pdf", "pdf"},
                                                       {"application/zip", "zip"},
                                                       {"application/ics", "ics"},
                                                       {"application/pgp-signature", "asc"},
                                                       {"application/pkcs7-signature", "p7s"}}};

/// Cuts to `bytes` of UTF-8 without halving a character.
QString cutUtf8(const QString &text, qsizetype bytes)
{
    QByteArray utf8 = text.toUtf8();
    if (utf8.size() <= bytes)
        return text;
    while (bytes > 0 && (utf8[bytes] & 0xC0) == 0x80)
        --bytes;
    return QString::fromUtf8(utf8.first(bytes));
}

/// CON, NUL, COM1, ... mean devices on Windows whatever the extension, and mail gets around.
bool isDeviceName(const QString &name)
{
    const QString stem = name.section(QLatin1Char('.'), 0, 0).trimmed().toUpper();
    if (stem == QLatin1String("CON") || stem == QLatin1String("PRN") || stem == QLatin1String("AUX") ||
        stem == QLatin1String("NUL"))
        return true;
    return stem.size() == 4 &&
           (stem.startsWith(QLatin1String("COM")) || stem.startsWith(QLatin1String("LPT"))) &&
           stem[3].isDigit();
}

QString fallbackName(QByteArrayView mimeType)
{
    for (const TypeExtension &entry : extensions) {
        if (mimeType.compare(entry.type, Qt::CaseInsensitive) == 0)
            return QStringLiteral("attachment.") + QLatin1String(entry.extension);
    }
    return QStringLiteral("attachment");
}

} // namespace

QString decodeParameter(const ParameterList &parameters, QByteArrayView name, QByteArrayView charsetHint)
{
    const QByteArray key = name.toByteArray();
    const Extended extended = extendedValue(parameters, key);
    if (extended.found && extended.encoded) {
        const QByteArrayView charset =
            extended.charset.isEmpty() ? charsetHint : QByteArrayView(extended.charset);
        const QByteArrayView bytes =
            QByteArrayView(extended.bytes).first(qMin(extended.bytes.size(), valueLimit));
        const bool utf8 = extended.charset.isEmpty() && bytes.isValidUtf8();
        return cleanLine(decodeText(bytes, utf8 ? QByteArrayView("utf-8") : charset), maximumHeaderLength);
    }
    if (extended.found)
        return decodeHeader(extended.bytes, charsetHint);
    const QByteArray *plain = find(parameters, key);
    return plain ? decodeHeader(*plain, charsetHint) : QString();
}

QString safeFileName(const QString &name, QByteArrayView mimeType)
{
    QString safe;
    for (const QChar c : cleanLine(name, 4096)) {
        const bool separator = QStringView(u"/\\:*?\"<>|").contains(c) || c == QChar(0x2215) ||
                               c == QChar(0x2044) || c == QChar(0xFF0F) || c == QChar(0xFF3C);
        safe += separator ? QLatin1Char('_') : c;
    }
    qsizetype start = 0;
    while (start < safe.size() && (safe[start] == QLatin1Char('.') || safe[start].isSpace()))
        ++start;
    safe.remove(0, start);
    while (safe.endsWith(QLatin1Char('.')) || safe.endsWith(QLatin1Char(' ')))
        safe.chop(1);
    if (safe.isEmpty() || safe.count(QLatin1Char('_')) == safe.size())
        return fallbackName(mimeType);
    if (isDeviceName(safe))
        safe.prepend(QLatin1Char('_'));

    constexpr qsizetype longestExtension = 16;
    const qsizetype dot = safe.lastIndexOf(QLatin1Char('.'));
    const QString extension = dot > 0 && safe.size() - dot <= longestExtension ? safe.mid(dot) : QString();
    const QString stem = safe.chopped(extension.size());
    const QString cut = cutUtf8(stem, maximumFileNameBytes - extension.toUtf8().size());
    return cut.trimmed() + extension;
}

} // namespace imap::mime
