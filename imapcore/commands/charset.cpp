#include "commands/charset.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iconv.h>

namespace imap
{

namespace
{

bool same(const QByteArray &name, QByteArrayView other)
{
    return name.compare(other, Qt::CaseInsensitive) == 0;
}

class Converter
{
public:
    explicit Converter(const QByteArray &charset)
        : m_handle(iconv_open(charset.constData(), Q_BYTE_ORDER == Q_LITTLE_ENDIAN ? "UTF-16LE" : "UTF-16BE"))
    {
    }
    ~Converter()
    {
        if (isOpen())
            iconv_close(m_handle);
    }
    Converter(const Converter &) = delete;
    Converter &operator=(const Converter &) = delete;

    bool isOpen() const { return m_handle != reinterpret_cast<iconv_t>(-1); }

    std::optional<QByteArray> convert(const QString &text)
    {
        QString copy = text; // iconv takes a pointer to changeable bytes
        auto *in = reinterpret_cast<char *>(copy.data());
        size_t inLeft = size_t(copy.size()) * sizeof(QChar);
        QByteArray result;
        std::array<char, 4096> buffer;
        // The last call, without input, brings back the first shift state.
        for (bool flushing = false;;) {
            char *out = buffer.data();
            size_t outLeft = buffer.size() - 16;
            const size_t changed = flushing ? iconv(m_handle, nullptr, nullptr, &out, &outLeft)
                                            : iconv(m_handle, &in, &inLeft, &out, &outLeft);
            const int error = errno;
            result.append(buffer.data(), out - buffer.data());
            if (changed == size_t(-1)) {
                if (error != E2BIG)
                    return {};
            } else if (changed > 0) {
                return {}; // written, but as another character
            } else if (std::exchange(flushing, true)) {
                return result;
            }
        }
    }

private:
    iconv_t m_handle;
};

} // namespace

std::optional<QByteArray> encodeText(const QString &text, const QByteArray &charset)
{
    if (same(charset, "UTF-8"))
        return text.isValidUtf16() ? std::optional(text.toUtf8()) : std::nullopt;
    if (std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; }) &&
        (same(charset, "US-ASCII") || same(charset, "ASCII")))
        return text.toLatin1();
    // iconv reads options behind a slash.
    if (charset.isEmpty() || charset.contains('/'))
        return {};
    Converter converter(charset);
    return converter.isOpen() ? converter.convert(text) : std::nullopt;
}

} // namespace imap
