#include "wire/reader.h"

#include "wire/commonwords.h"
#include "wire/imapdate.h"
#include "wire/mutf7.h"

#include <QStringDecoder>
#include <array>
#include <bit>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace imap::wire
{

namespace
{

// Which octets belong to what; octets beyond ASCII are taken everywhere, as servers do send them.
enum Class : quint8 {
    AtomChar = 1,    ///< expectAtom: ATOM-CHAR but "["
    AStringChar = 2, ///< expectAString: also "[", "]", "\", "*", "%", and "{" inside
    FlagChar = 4,    ///< expectFlag: everything but space, parentheses and controls
    TokenChar = 8,   ///< expectToken
    SetChar = 16,    ///< expectSet
    QuotedStop = 32, ///< what a quoted string cannot hold as it is
};

constexpr std::array<quint8, 256> makeClasses()
{
    std::array<quint8, 256> classes{};
    for (int i = 0x21; i < 256; ++i) {
        const char c = static_cast<char>(i);
        if (i == 0x7f || c == '(' || c == ')')
            continue;
        quint8 all = FlagChar;
        if (c != '"') {
            all |= AStringChar | TokenChar;
            if (c != '{' && c != '[' && c != ']' && c != '\\' && c != '*' && c != '%')
                all |= AtomChar;
        }
        if ((c >= '0' && c <= '9') || c == ',' || c == ':' || c == '*')
            all |= SetChar;
        classes[size_t(i)] = all;
    }
    for (const char c : {'"', '\\', '\r', '\n'})
        classes[static_cast<unsigned char>(c)] |= QuotedStop;
    return classes;
}
constexpr std::array<quint8, 256> classes = makeClasses();

bool is(char c, quint8 mask)
{
    return (classes[static_cast<unsigned char>(c)] & mask) != 0;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool sameWord(const char *a, const char *b, size_t size)
{
    for (size_t i = 0; i < size; ++i) {
        if (lower(a[i]) != lower(b[i]))
            return false;
    }
    return true;
}

/// The first octet that ends or interrupts a quoted string, or `end`. Half of what a server sends are quoted
/// strings, so 16 octets are looked at in one go where the processor can.
const char *quotedStop(const char *at, const char *end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i cr = _mm_set1_epi8('\r');
    const __m128i lf = _mm_set1_epi8('\n');
    for (; end - at >= 16; at += 16) {
        const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
        const __m128i stops =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(octets, quote), _mm_cmpeq_epi8(octets, backslash)),
                         _mm_or_si128(_mm_cmpeq_epi8(octets, cr), _mm_cmpeq_epi8(octets, lf)));
        if (const auto mask = static_cast<unsigned>(_mm_movemask_epi8(stops)))
            return at + std::countr_zero(mask);
    }
#endif
    while (at != end && !is(*at, QuotedStop))
        ++at;
    return at;
}

/// Strings of a response longer than this have memory of their own: one that is kept would keep all.
constexpr qsizetype longestShared = 4 * 1024;

/// What malloc takes beside the octets of a string.
constexpr qsizetype stringOverhead = 32;

} // namespace

Reader::Reader(QByteArrayView bytes, const Limits &limits, bool utf8, const QList<SpilledLiteral> *spilled)
    : m_limits(limits)
    , m_utf8(utf8)
    , m_room(limits.memoryBase + limits.memoryFactor * bytes.size())
    , m_begin(bytes.data())
    , m_at(bytes.data())
    , m_end(bytes.data() + bytes.size())
    , m_spilled(spilled && !spilled->isEmpty() ? spilled : nullptr)
{
}

void Reader::fail(QByteArrayView expected) const
{
    throw SyntaxError(offset(), expected.toByteArray());
}

void Reader::expectEnd()
{
    takeSp();
    if (!atEnd())
        fail("end of line");
}

bool Reader::takeBytes(QByteArrayView bytes)
{
    if (m_end - m_at < bytes.size() || std::memcmp(m_at, bytes.data(), size_t(bytes.size())) != 0)
        return false;
    m_at += bytes.size();
    return true;
}

bool Reader::takeKeyword(std::string_view word)
{
    if (size_t(m_end - m_at) < word.size() || !sameWord(m_at, word.data(), word.size()))
        return false;
    const char *behind = m_at + word.size();
    if (behind != m_end && is(*behind, AtomChar))
        return false;
    m_at = behind;
    return true;
}

/// The octets from here on that are of one of `mask`'s classes or in `extra`.
QByteArrayView Reader::atomWhile(quint8 mask, std::string_view extra)
{
    const char *before = m_at;
    const char *at = m_at;
    while (true) {
        while (at != m_end && is(*at, mask))
            ++at;
        if (at == m_end || extra.find(*at) == std::string_view::npos)
            break;
        ++at;
    }
    m_at = at;
    return {before, at - before};
}

QByteArrayView Reader::expectAtom(std::string_view extra)
{
    const QByteArrayView atom = atomWhile(AtomChar, extra);
    if (atom.isEmpty())
        fail("atom");
    return atom;
}

bool Reader::takeNumber(quint64 &value)
{
    // Nineteen digits always fit, so nothing needs checking for them.
    const char *at = m_at;
    const char *safe = m_end - at > 19 ? at + 19 : m_end;
    quint64 number = 0;
    for (; at != safe && isDigit(*at); ++at)
        number = number * 10 + quint64(*at - '0');
    for (; at != m_end && isDigit(*at); ++at) {
        const quint64 digit = quint64(*at - '0');
        if (at - m_at >= 20 || number > (~quint64(0) - digit) / 10)
            fail("smaller number");
        number = number * 10 + digit;
    }
    if (at == m_at)
        return false;
    m_at = at;
    value = number;
    return true;
}

quint32 Reader::expectNumber32()
{
    const char *before = m_at;
    const quint64 value = expectNumber64();
    if (value > 0xFFFFFFFFU) {
        m_at = before;
        fail("number of 32 bits");
    }
    return quint32(value);
}

quint64 Reader::expectNumber64()
{
    quint64 value = 0;
    if (!takeNumber(value))
        fail("number");
    return value;
}

/// A quoted string without escapes, where it stands; nothing is consumed where it is another string.
bool Reader::takePlainQuoted(QByteArrayView &text)
{
    if (peek() != '"')
        return false;
    const char *from = m_at + 1;
    const char *stop = quotedStop(from, m_end);
    if (stop == m_end || *stop != '"')
        return false;
    text = {from, stop - from};
    m_at = stop + 1;
    return true;
}

QByteArray Reader::copied(QByteArrayView text)
{
    claim(stringOverhead + text.size());
    return text.toByteArray();
}

/// A quoted string that shares memory with the others of its response: one allocation for all of them. Its
/// closing quote becomes the NUL behind it, which QByteArray promises. A part of an allocation is a
/// QByteArray as good as any; writing to one detaches it.
QByteArray Reader::piece(QByteArrayView text)
{
    if (text.isEmpty() || m_end - m_begin > longestShared)
        return copied(text);
    claim(text.size());
    if (m_pieces.isNull())
        m_pieces = QByteArray(m_begin, m_end - m_begin);
    QByteArray::DataPointer &all = m_pieces.data_ptr();
    char *at = all.data() + (text.data() - m_begin);
    at[text.size()] = '\0';
    all.d_ptr()->ref();
    return QByteArray(QByteArray::DataPointer(all.d_ptr(), at, text.size()));
}

QByteArray Reader::expectString()
{
    if (QByteArrayView text; takePlainQuoted(text))
        return piece(text);
    if (!atString())
        fail("string");
    return peek() == '"' ? quoted() : literal();
}

/// quoted = DQUOTE *QUOTED-CHAR DQUOTE. A backslash in front of anything but `"` and `\` stands for
/// itself: servers forget to escape it.
QByteArray Reader::quoted()
{
    expect('"');
    QByteArray text;
    while (true) {
        const char *from = m_at;
        m_at = quotedStop(m_at, m_end);
        if (m_at == m_end || *m_at == '\r' || *m_at == '\n')
            fail("closing quote");
        if (*m_at == '"') {
            text.append(from, m_at++ - from);
            claim(stringOverhead + text.size());
            return text;
        }
        // What the backslash stands for is the first octet of the next piece.
        const bool escapes = m_end - m_at > 1 && (m_at[1] == '"' || m_at[1] == '\\');
        text.append(from, m_at - from + (escapes ? 0 : 1));
        if (escapes)
            text.append(*++m_at);
        ++m_at;
    }
}

OptionalBytes Reader::expectNString()
{
    if (QByteArrayView text; takePlainQuoted(text))
        return piece(text);
    if (takeNil())
        return {};
    return expectAString();
}

void Reader::expectNString(OptionalBytes &value)
{
    if (QByteArrayView text; takePlainQuoted(text))
        value.emplace(piece(text));
    else
        value = expectNString();
}

QByteArray Reader::expectWord()
{
    if (QByteArrayView text; takePlainQuoted(text)) {
        QByteArray common = commonWord(text);
        return common.isNull() ? piece(text) : common;
    }
    return expectNString().value_or(QByteArray());
}

QByteArray Reader::expectLowerWord()
{
    if (QByteArrayView text; takePlainQuoted(text)) {
        claim(text.size());
        return sharedLower(text);
    }
    return expectNString().value_or(QByteArray()).toLower();
}

QByteArray Reader::expectAString()
{
    if (atString())
        return expectString();
    const QByteArrayView atom = atomWhile(AStringChar, {});
    if (atom.isEmpty())
        fail("atom or string");
    return copied(atom);
}

MailboxName Reader::expectMailbox()
{
    return mailboxFrom(expectAString());
}

MailboxName Reader::mailboxFrom(const QByteArray &bytes) const
{
    if (!m_utf8) {
        if (const auto name = decodeMutf7(bytes)) {
            const MailboxName mailbox(*name);
            if (mailbox.isInbox() || encodeMutf7(*name) == bytes)
                return mailbox;
            return MailboxName(*name, bytes);
        }
    }
    // Stateless: a name that ends inside a character is no UTF-8, and nothing more comes.
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString name = utf8(bytes);
    if (utf8.hasError())
        return MailboxName(QString::fromLatin1(bytes), bytes);
    return m_utf8 ? MailboxName(name) : MailboxName(name, bytes);
}

Flag Reader::expectFlag()
{
    // flag = "\Answered" / ... / flag-keyword / flag-extension; flag-perm adds "\*"
    const QByteArrayView name = atomWhile(FlagChar, {});
    if (name.isEmpty())
        fail("flag");
    if (name[0] == '\\') {
        // Shares the bytes of the usual ones.
        for (const Flag *usual : {&flags::Seen, &flags::Recent, &flags::Answered, &flags::Flagged,
                                  &flags::Deleted, &flags::Draft}) {
            if (name == usual->name())
                return *usual;
        }
    }
    claim(name.size());
    return Flag(shared(name));
}

FlagSet Reader::expectFlagList()
{
    // Most messages of most folders have just these.
    static const FlagSet seen{flags::Seen};
    if (takeBytes("(\\Seen)"))
        return seen;
    QList<Flag> list;
    if (m_end - m_at > 1 && m_at[1] != ')')
        list.reserve(4);
    expectList([&] {
        claim(sizeof(Flag));
        list.append(expectFlag());
    });
    return FlagSet(std::move(list));
}

template <class Id>
NumberSet<Id> Reader::expectSet()
{
    const char *before = m_at;
    const auto set = NumberSet<Id>::parse(atomWhile(SetChar, {}));
    if (!set || set->hasStar()) {
        m_at = before;
        fail("set of numbers");
    }
    return *set;
}

template NumberSet<Uid> Reader::expectSet<Uid>();
template NumberSet<SeqNum> Reader::expectSet<SeqNum>();

QDateTime Reader::expectDateTime()
{
    if (QByteArrayView text; takePlainQuoted(text))
        return parseDateTime(text).value_or(QDateTime());
    const OptionalBytes text = expectNString();
    return text ? parseDateTime(*text).value_or(QDateTime()) : QDateTime();
}

Token Reader::expectToken()
{
    return token('\0');
}

QList<Token> Reader::tokens(char stop)
{
    QList<Token> list;
    takeSp();
    while (!atEnd() && peek() != ')' && (stop == '\0' || peek() != stop)) {
        list.append(token(stop));
        takeSp();
    }
    return list;
}

/// `stop` ends an atom outside parentheses and brackets.
Token Reader::token(char stop)
{
    if (++m_tokens > m_limits.listItems)
        fail("fewer list items");
    claim(sizeof(Token));
    if (atString())
        return Token{Token::String{expectString()}};
    if (peek() == '(') {
        Token::List items;
        expectList([&] { items.append(token('\0')); });
        return Token{std::move(items)};
    }
    const char *before = m_at;
    while (m_at != m_end && is(*m_at, TokenChar) && (stop == '\0' || *m_at != stop)) {
        if (*m_at != '[' || !skipBrackets())
            ++m_at;
    }
    const QByteArrayView text(before, m_at - before);
    if (text.isEmpty())
        fail("token");
    if (text.compare("NIL", Qt::CaseInsensitive) == 0)
        return Token{Token::Nil{}};
    return Token{Token::Atom{copied(text)}};
}

/// From "[" to behind the next "]" of the line; false, and nothing consumed, where there is none.
bool Reader::skipBrackets()
{
    if (m_openBracket && m_at < m_openBracket)
        return false;
    const char *at = m_at + 1;
    while (at != m_end && *at != ']' && *at != '\r' && *at != '\n')
        ++at;
    if (at == m_end || *at != ']') {
        m_openBracket = at; // remembered, or a line of "[" would be read once for each
        return false;
    }
    m_at = at + 1;
    return true;
}

QByteArray Reader::text()
{
    const QByteArray bytes(m_at, m_end - m_at);
    m_at = m_end;
    return bytes;
}

} // namespace imap::wire
