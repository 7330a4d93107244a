#include "wire/writer.h"

#include "wire/imapdate.h"
#include "wire/mutf7.h"

#include <QStringDecoder>
#include <algorithm>
#include <stdexcept>

namespace imap::wire
{

namespace
{

constexpr qsizetype longestQuoted = 1000;
constexpr qsizetype longestMinusLiteral = 4096; // RFC 7888 §5
constexpr qsizetype longestLoggedLiteral = 1024;
const char hiddenText[] = "***";

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// ATOM-CHAR (RFC 9051 §9) or one of `extra`.
bool isAtomChar(char c, QByteArrayView extra)
{
    if (isControl(c) || static_cast<unsigned char>(c) >= 0x80)
        return false;
    return !QByteArrayView("(){ %*\"\\]").contains(c) || extra.contains(c);
}

bool isAtom(QByteArrayView text, QByteArrayView extra)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [&](char c) { return isAtomChar(c, extra); });
}

bool isNil(QByteArrayView text)
{
    return text.compare("NIL", Qt::CaseInsensitive) == 0;
}

[[noreturn]] void refuse(const char *why)
{
    throw std::invalid_argument(why);
}

} // namespace

Writer &Writer::atom(QByteArrayView text)
{
    if (!isAtom(text, "]"))
        refuse("not an atom");
    argument(text);
    return *this;
}

Writer &Writer::number(quint64 value)
{
    argument(QByteArray::number(value));
    return *this;
}

Writer &Writer::astring(QByteArrayView bytes)
{
    // An atom NIL is a valid astring, but not every server knows that.
    if (isAtom(bytes, "]") && bytes.size() <= longestQuoted && !isNil(bytes))
        argument(bytes);
    else
        text(bytes, false);
    return *this;
}

Writer &Writer::string(QByteArrayView bytes)
{
    text(bytes, false);
    return *this;
}

Writer &Writer::nstring(const std::optional<QByteArray> &bytes)
{
    if (bytes)
        return string(*bytes);
    argument("NIL");
    return *this;
}

Writer &Writer::literal(QByteArrayView bytes)
{
    putLiteral(bytes, false);
    return *this;
}

Writer &Writer::literal(const ByteSourcePointer &source, bool binary)
{
    const QByteArray size = QByteArray::number(source->size());
    if (!announce(binary ? "~{" : "{", source->size(), size))
        m_chunks.append(Chunk{});
    Chunk &chunk = m_chunks.last();
    chunk.logged = '<' + size + " octets>";
    chunk.source = source;
    chunk.nulAllowed = binary;
    m_chunks.append(Chunk{});
    return *this;
}

Writer &Writer::literal8(QByteArrayView bytes)
{
    putLiteral(bytes, false, "~{");
    return *this;
}

Writer &Writer::secret(const Secret &secret)
{
    const QByteArray &bytes = secret.reveal();
    if (isAtom(bytes, "]") && bytes.size() <= longestQuoted && !isNil(bytes)) {
        separate();
        append(bytes, hiddenText);
    } else {
        text(bytes, true);
    }
    return *this;
}

Writer &Writer::base64(QByteArrayView bytes, bool hidden)
{
    const QByteArray encoded = bytes.isEmpty() ? QByteArrayLiteral("=") : bytes.toByteArray().toBase64();
    separate();
    append(encoded, hidden ? QByteArrayView(hiddenText) : encoded);
    return *this;
}

Writer &Writer::mailbox(const MailboxName &name)
{
    if (!name.wireBytes().isEmpty())
        return astring(name.wireBytes());
    return astring(m_options.utf8 ? name.toString().toUtf8() : encodeMutf7(name.toString()));
}

Writer &Writer::listMailbox(const QString &pattern)
{
    const QByteArray bytes = m_options.utf8 ? pattern.toUtf8() : encodeMutf7(pattern);
    // list-char = ATOM-CHAR / list-wildcards / resp-specials
    if (isAtom(bytes, "%*]") && bytes.size() <= longestQuoted && !isNil(bytes))
        argument(bytes);
    else
        text(bytes, false);
    return *this;
}

Writer &Writer::flag(const Flag &flag)
{
    const QByteArrayView name = flag.name();
    // "]" is not allowed, but a server that made such a flag must be able to lose it again.
    if (!isAtom(flag.isSystem() ? name.sliced(1) : name, "]"))
        refuse("not a flag");
    argument(name);
    return *this;
}

Writer &Writer::flagList(const FlagSet &flags)
{
    open();
    for (const Flag &one : flags)
        flag(one);
    return close();
}

Writer &Writer::set(const MessageSet &messages)
{
    const QByteArray text = std::visit([](const auto &set) { return set.toByteArray(); }, messages);
    if (text.isEmpty())
        refuse("empty set of messages");
    argument(text);
    return *this;
}

Writer &Writer::dateTime(const QDateTime &time)
{
    const QByteArray text = formatDateTime(time);
    if (text.isEmpty())
        refuse("not a date and time");
    argument('"' + text + '"');
    return *this;
}

Writer &Writer::open()
{
    separate();
    append("(", "(");
    m_needsSpace = false;
    return *this;
}

Writer &Writer::close()
{
    append(")", ")");
    m_needsSpace = true;
    return *this;
}

Writer &Writer::raw(QByteArrayView text)
{
    for (const char c : text) {
        if (c == '\0' || c == '\r' || c == '\n')
            refuse("line end or NUL in a command");
    }
    if (!text.isEmpty())
        argument(text);
    return *this;
}

QList<Chunk> Writer::finish(QByteArrayView tag) const
{
    QList<Chunk> chunks = m_chunks;
    if (!tag.isEmpty()) {
        if (!isAtom(tag, "]") || tag.contains('+'))
            refuse("not a tag");
        const QByteArray prefix = tag.toByteArray() + ' ';
        chunks.first().bytes.prepend(prefix);
        chunks.first().logged.prepend(prefix);
    }
    chunks.last().bytes += "\r\n";
    chunks.last().logged += "\r\n";
    return chunks;
}

void Writer::separate()
{
    if (m_needsSpace)
        append(" ", " ");
    m_needsSpace = true;
}

void Writer::append(QByteArrayView bytes, QByteArrayView logged)
{
    Chunk &chunk = m_chunks.last();
    chunk.bytes.append(bytes);
    chunk.logged.append(logged);
}

void Writer::argument(QByteArrayView bytes)
{
    separate();
    append(bytes, bytes);
}

/// Short, and without what a quoted string cannot hold. Controls other than CR and LF could stand in one,
/// but a literal is safer.
bool Writer::quotable(QByteArrayView bytes) const
{
    if (bytes.size() > longestQuoted || std::any_of(bytes.begin(), bytes.end(), isControl))
        return false;
    const bool ascii =
        std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii || !m_options.utf8)
        return ascii;
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = utf8(bytes);
    return !utf8.hasError();
}

/// Quoted string or literal; `hidden` keeps it out of the log, its length included.
void Writer::text(QByteArrayView bytes, bool hidden)
{
    if (!quotable(bytes)) {
        putLiteral(bytes, hidden);
        return;
    }
    QByteArray quoted("\"");
    for (const char c : bytes) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        quoted += c;
    }
    quoted += '"';
    separate();
    append(quoted, hidden ? QByteArrayView(hiddenText) : quoted);
}

/// literal  = "{" number64 ["+"] "}" CRLF *CHAR8                    (RFC 9051 §9)
/// literal8 = "~{" number ["+"] "}" CRLF *OCTET                     (RFC 4466 §6)
///
/// Says how many octets come; true where a chunk was begun that must wait for "+".
bool Writer::announce(QByteArrayView mark, qint64 size, QByteArrayView loggedSize)
{
    const bool inLine = m_options.literalPlus || (m_options.literalMinus && size <= longestMinusLiteral);
    const QByteArrayView end = inLine ? "+}\r\n" : "}\r\n";
    separate();
    append(mark, mark);
    append(QByteArray::number(size), loggedSize);
    append(end, end);
    if (!inLine)
        m_chunks.append(Chunk{.bytes = {}, .logged = {}, .waits = true, .source = {}});
    return !inLine;
}

void Writer::putLiteral(QByteArrayView bytes, bool hidden, QByteArrayView mark)
{
    if (!mark.startsWith('~') && bytes.contains('\0'))
        refuse("NUL in a string");
    const QByteArray size = QByteArray::number(bytes.size());
    announce(mark, bytes.size(), hidden ? QByteArray(hiddenText) : size);
    if (hidden)
        append(bytes, hiddenText);
    else if (bytes.size() > longestLoggedLiteral)
        append(bytes, '<' + size + " octets>");
    else
        append(bytes, bytes);
}

} // namespace imap::wire
