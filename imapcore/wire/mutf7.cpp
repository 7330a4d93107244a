#include "wire/mutf7.h"

#include <array>

namespace imap::wire
{

namespace
{

constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

constexpr std::array<signed char, 256> makeValues()
{
    std::array<signed char, 256> values{};
    for (auto &value : values)
        value = -1;
    for (int i = 0; i < 64; ++i)
        values[static_cast<unsigned char>(alphabet[i])] = static_cast<signed char>(i);
    return values;
}
constexpr std::array<signed char, 256> values = makeValues();

bool isDirect(char16_t c)
{
    return c >= 0x20 && c <= 0x7e;
}

/// The UTF-16 unit at `at`; half of a pair that stands alone becomes U+FFFD.
char16_t unitAt(QStringView name, qsizetype at)
{
    const QChar c = name[at];
    const bool whole = c.isHighSurrogate()  ? at + 1 < name.size() && name[at + 1].isLowSurrogate()
                       : c.isLowSurrogate() ? at > 0 && name[at - 1].isHighSurrogate()
                                            : true;
    return whole ? c.unicode() : char16_t(QChar::ReplacementCharacter);
}

/// Reads base64 from behind "&" and leaves `at` behind "-".
bool decodeShifted(QByteArrayView bytes, qsizetype &at, QString &name)
{
    quint32 bits = 0;
    int count = 0;
    bool expectsLow = false;
    for (; at < bytes.size(); ++at) {
        const int value = values[static_cast<unsigned char>(bytes[at])];
        if (value < 0)
            break;
        bits = (bits << 6) | quint32(value);
        count += 6;
        if (count < 16)
            continue;
        count -= 16;
        const QChar c{char16_t(bits >> count)};
        bits &= (1U << count) - 1;
        if (c.isLowSurrogate() != expectsLow || c.isNull())
            return false;
        expectsLow = c.isHighSurrogate();
        name.append(c);
    }
    // What is left over pads the last unit: less than one character, and zero.
    return at < bytes.size() && bytes[at++] == '-' && count < 6 && bits == 0 && !expectsLow;
}

} // namespace

QByteArray encodeMutf7(QStringView name)
{
    QByteArray bytes;
    bytes.reserve(name.size());
    for (qsizetype at = 0; at < name.size();) {
        if (isDirect(name[at].unicode())) {
            bytes += char(name[at].unicode());
            if (name[at] == u'&')
                bytes += '-';
            ++at;
            continue;
        }
        bytes += '&';
        quint32 bits = 0;
        int count = 0;
        for (; at < name.size() && !isDirect(name[at].unicode()); ++at) {
            bits = (bits << 16) | unitAt(name, at);
            for (count += 16; count >= 6;) {
                count -= 6;
                bytes += alphabet[(bits >> count) & 63];
            }
            bits &= (1U << count) - 1;
        }
        if (count > 0)
            bytes += alphabet[(bits << (6 - count)) & 63];
        bytes += '-';
    }
    return bytes;
}

std::optional<QString> decodeMutf7(QByteArrayView bytes)
{
    QString name;
    name.reserve(bytes.size());
    for (qsizetype at = 0; at < bytes.size();) {
        const auto c = static_cast<unsigned char>(bytes[at++]);
        if (!isDirect(c))
            return {};
        if (c != '&') {
            name.append(QLatin1Char(char(c)));
        } else if (at < bytes.size() && bytes[at] == '-') {
            name.append(u'&');
            ++at;
        } else {
            const qsizetype before = name.size();
            if (!decodeShifted(bytes, at, name) || name.size() == before)
                return {};
        }
    }
    return name;
}

} // namespace imap::wire
