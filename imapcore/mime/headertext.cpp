#include "mime/headertext.h"

#include "mime/charset.h"
#include "mime/cleantext.h"

#include <optional>

namespace imap::mime
{

namespace
{

constexpr qsizetype rawLimit = 64 * 1024; ///< of a header value, bytes; the rest is not looked at

/// encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="   (RFC 2047 §2, RFC 2231 §5)
struct EncodedWord {
    QByteArrayView charset;
    char encoding = 'q'; ///< 'q' or 'b'
    QByteArrayView text;
    qsizetype end = 0; ///< behind "?="
};

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The word that starts at `at`, if it is one. Spaces inside the text are forbidden but sent.
std::optional<EncodedWord> encodedWordAt(QByteArrayView raw, qsizetype at)
{
    constexpr qsizetype charsetLimit = 80;
    const qsizetype begin = at + 2;
    qsizetype i = begin;
    while (i < raw.size() && raw[i] != '?' && i - begin <= charsetLimit && !isBlank(raw[i]))
        ++i;
    if (i == begin || i + 3 >= raw.size() || raw[i] != '?' || raw[i + 2] != '?')
        return std::nullopt;
    EncodedWord word;
    word.charset = raw.sliced(begin, i - begin);
    if (const qsizetype star = word.charset.indexOf('*'); star >= 0)
        word.charset = word.charset.first(star);
    const char encoding = char(raw[i + 1] | 0x20);
    if (encoding != 'q' && encoding != 'b')
        return std::nullopt;
    word.encoding = encoding;
    const qsizetype text = i + 3;
    qsizetype end = text;
    while (end + 1 < raw.size() && !(raw[end] == '?' && raw[end + 1] == '='))
        ++end;
    if (end + 1 >= raw.size()) {
        // Cut off by somebody: what came is decoded as far as it reaches, if nothing else follows.
        const QByteArrayView rest = raw.sliced(text);
        for (const char c : rest) {
            if (isBlank(c))
                return std::nullopt;
        }
        word.text = rest.endsWith('?') ? rest.chopped(1) : rest;
        word.end = raw.size();
        return word;
    }
    word.text = raw.sliced(text, end - text);
    word.end = end + 2;
    return word;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

QByteArray decodeQ(QByteArrayView text)
{
    QByteArray bytes;
    bytes.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '_') {
            bytes += ' ';
        } else if (c == '=' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 &&
                   hexDigit(text[i + 2]) >= 0) {
            bytes += char(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
            i += 2;
        } else {
            bytes += c;
        }
    }
    return bytes;
}

/// Words of one charset that stand side by side: their bytes belong together, because senders split
/// characters (and base64 groups) between words, which RFC 2047 §5 forbids.
class Run
{
public:
    bool accepts(const EncodedWord &word) const
    {
        return m_active && word.charset.compare(m_charset, Qt::CaseInsensitive) == 0;
    }

    void add(const EncodedWord &word)
    {
        m_active = true;
        m_charset = word.charset.toByteArray();
        if (word.encoding == 'q') {
            flushBase64();
            m_bytes += decodeQ(word.text);
            return;
        }
        for (const char c : word.text) {
            if (!isBlank(c))
                m_base64 += c;
        }
        if (m_base64.endsWith('=') || m_base64.size() % 4 == 0)
            flushBase64();
    }

    QString take()
    {
        flushBase64();
        const QString text = m_active ? decodeText(m_bytes, m_charset) : QString();
        *this = Run();
        return text;
    }

private:
    void flushBase64()
    {
        m_bytes += QByteArray::fromBase64(m_base64);
        m_base64.clear();
    }

    bool m_active = false;
    QByteArray m_charset;
    QByteArray m_base64;
    QByteArray m_bytes;
};

QString decodeRaw(QByteArrayView bytes, QByteArrayView hint)
{
    if (bytes.contains("\x1b$")) // Japanese without any wrapping
        return decodeText(bytes, "iso-2022-jp");
    return decodeText(bytes, bytes.isValidUtf8() ? QByteArrayView("utf-8") : hint);
}

bool isPlain(QByteArrayView raw)
{
    for (qsizetype i = 0; i < raw.size(); ++i) {
        const auto c = static_cast<unsigned char>(raw[i]);
        if (c < 0x20 || c >= 0x7f || (c == '=' && i + 1 < raw.size() && raw[i + 1] == '?'))
            return false;
    }
    return true;
}

} // namespace

QString decodeHeader(QByteArrayView raw, QByteArrayView charsetHint)
{
    raw = raw.first(qMin(raw.size(), rawLimit));
    if (isPlain(raw))
        return cleanLine(QString::fromLatin1(raw), maximumHeaderLength);

    QString text;
    Run run;
    qsizetype done = 0;   // all before this is in `text` or `run`
    bool unended = false; // no "?=" follows: looking for it again at each "=?" would be quadratic
    for (qsizetype i = raw.indexOf("=?"); i >= 0; i = raw.indexOf("=?", i)) {
        const auto word = unended ? std::nullopt : encodedWordAt(raw, i);
        if (!word) {
            unended = unended || raw.indexOf("?=", i + 2) < 0;
            i += 2;
            continue;
        }
        const QByteArrayView between = raw.sliced(done, i - done);
        bool blank = true;
        for (const char c : between)
            blank = blank && isBlank(c);
        // White space between two words only separates them (RFC 2047 §6.2).
        const bool follows = done > 0 && blank;
        if (!follows || !run.accepts(*word))
            text += run.take();
        if (!follows)
            text += decodeRaw(between, charsetHint);
        run.add(*word);
        done = i = word->end;
    }
    text += run.take();
    text += decodeRaw(raw.sliced(done), charsetHint);
    return cleanLine(text, maximumHeaderLength);
}

} // namespace imap::mime
