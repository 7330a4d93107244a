#include "mime/charset.h"

#include <QStringDecoder>
#include <array>
#include <cerrno>
#include <iconv.h>
#include <optional>

namespace imap::mime
{

namespace
{

// windows-1252 in 0x80..0x9F; the five holes are U+FFFD.
constexpr std::array<char16_t, 32> windows1252High = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

QString fromWindows1252(QByteArrayView bytes)
{
    QString text(bytes.size(), Qt::Uninitialized);
    QChar *out = text.data();
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        *out++ = QChar(byte >= 0x80 && byte < 0xA0 ? windows1252High[byte - 0x80] : char16_t(byte));
    }
    return text;
}

/// The ISO 2022 and HZ wrappers of Japanese and Chinese as the 8-bit charset that they wrap. Done here so
/// that the vendor characters that people really send (circled digits) and broken escapes survive.
QByteArray unwrapIso2022Jp(QByteArrayView bytes)
{
    enum { Ascii, Katakana, Kanji } set = Ascii;
    QByteArray out;
    out.reserve(bytes.size());
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (c == '\x1b' && i + 2 < bytes.size()) {
            const char kind = bytes[i + 1];
            const char final = bytes[i + 2];
            if (kind == '$' && (final == 'B' || final == '@')) {
                set = Kanji;
                i += 2;
                continue;
            }
            if (kind == '(' && (final == 'B' || final == 'J' || final == 'H' || final == 'I')) {
                set = final == 'I' ? Katakana : Ascii;
                i += 2;
                continue;
            }
        }
        if (c == '\n' || c == '\r')
            set = Ascii; // RFC 1468: a line ends in ASCII, said or not
        const bool graphic = c > 0x20 && c < 0x7f;
        if (set == Kanji && graphic && i + 1 < bytes.size()) {
            out += char(c | 0x80);
            out += char(bytes[++i] | 0x80);
        } else if (set == Katakana && graphic) {
            out += '\x8e';
            out += char(c | 0x80);
        } else {
            out += c;
        }
    }
    return out;
}

QByteArray unwrapHz(QByteArrayView bytes)
{
    bool chinese = false;
    QByteArray out;
    out.reserve(bytes.size());
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        const char next = i + 1 < bytes.size() ? bytes[i + 1] : '\0';
        if (c == '~' && (next == '{' || next == '}' || next == '~' || next == '\n')) {
            if (next == '~')
                out += '~';
            else if (next != '\n')
                chinese = next == '{';
            ++i;
        } else {
            out += chinese && c > 0x20 && c < 0x7f ? char(c | 0x80) : c;
        }
    }
    return out;
}

/// Open converters of this thread: opening one costs more than converting a subject.
class Converters
{
public:
    Converters() = default;
    Converters(const Converters &) = delete;
    Converters &operator=(const Converters &) = delete;
    ~Converters()
    {
        for (const Entry &entry : m_entries) {
            if (entry.handle != none())
                iconv_close(entry.handle);
        }
    }

    static iconv_t none() { return reinterpret_cast<iconv_t>(-1); }

    iconv_t get(const QByteArray &charset)
    {
        for (const Entry &entry : m_entries) {
            if (entry.charset == charset) {
                iconv(entry.handle, nullptr, nullptr, nullptr, nullptr);
                return entry.handle;
            }
        }
        const iconv_t handle =
            iconv_open(Q_BYTE_ORDER == Q_LITTLE_ENDIAN ? "UTF-16LE" : "UTF-16BE", charset.constData());
        if (handle == none())
            return handle;
        Entry &entry = m_entries[m_next++ % m_entries.size()];
        if (entry.handle != none())
            iconv_close(entry.handle);
        entry = {charset, handle};
        return handle;
    }

private:
    struct Entry {
        QByteArray charset;
        iconv_t handle = none();
    };
    std::array<Entry, 4> m_entries;
    size_t m_next = 0;
};

std::optional<QString> convert(QByteArrayView bytes, const QByteArray &charset)
{
    static thread_local Converters converters;
    const iconv_t handle = converters.get(charset);
    if (handle == Converters::none())
        return std::nullopt;

    QString text;
    text.reserve(bytes.size());
    std::array<char16_t, 2048> buffer;
    char *in = const_cast<char *>(bytes.data());
    size_t left = size_t(bytes.size());
    bool flushing = left == 0;
    while (true) {
        char *out = reinterpret_cast<char *>(buffer.data());
        size_t room = sizeof buffer;
        const size_t result =
            flushing ? iconv(handle, nullptr, nullptr, &out, &room) : iconv(handle, &in, &left, &out, &room);
        const int error = errno;
        text += QStringView(buffer.data(), (qsizetype(sizeof buffer) - qsizetype(room)) / 2);
        if (flushing)
            return text;
        if (result == size_t(-1) && error != E2BIG) {
            text += QChar(QChar::ReplacementCharacter);
            if (left > 0) {
                ++in;
                --left;
            }
        }
        flushing = left == 0;
    }
}

QString fromUtf(QByteArrayView bytes, const QByteArray &name)
{
    auto encoding = QStringConverter::Utf8;
    const auto startsWith = [&](const char *mark, qsizetype size) {
        return bytes.startsWith(QByteArrayView(mark, size));
    };
    if (name == "UTF-16") // RFC 2781 §4.3: big endian if there is no mark
        encoding = startsWith("\xff\xfe", 2) ? QStringConverter::Utf16LE : QStringConverter::Utf16BE;
    else if (name == "UTF-16LE")
        encoding = QStringConverter::Utf16LE;
    else if (name == "UTF-16BE")
        encoding = QStringConverter::Utf16BE;
    else if (name == "UTF-32")
        encoding = startsWith("\xff\xfe\0\0", 4) ? QStringConverter::Utf32LE : QStringConverter::Utf32BE;
    else if (name == "UTF-32LE")
        encoding = QStringConverter::Utf32LE;
    else if (name == "UTF-32BE")
        encoding = QStringConverter::Utf32BE;
    QStringDecoder decoder(encoding, QStringConverter::Flag::Stateless);
    QString text = decoder.decode(bytes);
    for (qsizetype i = 0; i < text.size(); ++i) { // the decoder lets halves of pairs through
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else if (text[i].isSurrogate())
            text[i] = QChar(QChar::ReplacementCharacter);
    }
    return text;
}

} // namespace

QString decodeText(QByteArrayView bytes, QByteArrayView charset)
{
    const QByteArray name = knownCharset(charset);
    if (name.isEmpty())
        return bytes.isValidUtf8() ? QString::fromUtf8(bytes) : fromWindows1252(bytes);
    if (name == "CP1252")
        return fromWindows1252(bytes);
    if (name.startsWith("UTF-") && name != "UTF-7")
        return name == "UTF-8" ? QString::fromUtf8(bytes) : fromUtf(bytes, name);
    std::optional<QString> text;
    if (name == "ISO-2022-JP") {
        const QByteArray plain = unwrapIso2022Jp(bytes);
        text = convert(plain, "EUC-JP-MS");
    } else if (name == "HZ") {
        const QByteArray plain = unwrapHz(bytes);
        text = convert(plain, "GB18030");
    } else {
        text = convert(bytes, name);
    }
    // A C library without that table: readable ASCII is better than nothing.
    return text ? *text : fromWindows1252(bytes);
}

} // namespace imap::mime
