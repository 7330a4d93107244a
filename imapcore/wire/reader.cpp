#include "wire/reader.h"

#include "wire/imapdate.h"
#include "wire/mutf7.h"

#include <QStringDecoder>
#include <array>
#include <cstring>

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

} // namespace

Reader::Nesting::Nesting(Reader &reader)
    : m_reader(reader)
{
    if (reader.m_depth >= reader.m_limits.depth)
        reader.fail("less nesting");
    ++reader.m_depth;
}

Reader::Reader(QByteArrayView bytes, const Limits &limits)
    : m_limits(limits)
    , m_begin(bytes.data())
    , m_at(bytes.data())
    , m_end(bytes.data() + bytes.size())
{
}

void Reader::fail(QByteArrayView expected) const
{
    throw SyntaxError(offset(), expected.toByteArray());
}

void Reader::expect(char c)
{
    if (!take(c))
        fail(QByteArrayView(&c, 1));
}

bool Reader::takeSp()
{
    const char *before = m_at;
    while (m_at != m_end && *m_at == ' ')
        ++m_at;
    return m_at != before;
}

void Reader::expectSp()
{
    if (!takeSp())
        fail("space");
}

void Reader::expectEnd()
{
    takeSp();
    if (!atEnd())
        fail("end of line");
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
    while (m_at != m_end && (is(*m_at, mask) || extra.find(*m_at) != std::string_view::npos))
        ++m_at;
    return {before, m_at - before};
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
    const char *at = m_at;
    quint64 number = 0;
    for (; at != m_end && isDigit(*at); ++at) {
        const quint64 digit = quint64(*at - '0');
        // Only from the twentieth digit on can it be too large.
        if (at - m_at >= 19 && (at - m_at >= 20 || number > (~quint64(0) - digit) / 10))
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

bool Reader::atString() const
{
    return peek() == '"' || peek() == '{' || (peek() == '~' && m_end - m_at > 1 && m_at[1] == '{');
}

QByteArray Reader::expectString()
{
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
    const char *from = m_at;
    for (;; ++m_at) {
        if (m_at == m_end || *m_at == '\r' || *m_at == '\n')
            fail("closing quote");
        if (*m_at == '"')
            break;
        if (*m_at == '\\' && m_end - m_at > 1 && (m_at[1] == '"' || m_at[1] == '\\')) {
            text.append(from, m_at - from);
            from = ++m_at;
        }
    }
    if (text.isNull())
        text = QByteArray(from, m_at - from);
    else
        text.append(from, m_at - from);
    ++m_at;
    return text;
}

/// literal = "{" number ["+"] "}" CRLF *CHAR8; literal8 has "~" in front (RFC 9051 §9).
QByteArray Reader::literal()
{
    take('~');
    expect('{');
    const quint64 octets = expectNumber64();
    take('+');
    expect('}');
    take('\r');
    expect('\n');
    if (octets > quint64(m_end - m_at))
        fail("whole literal");
    const QByteArray bytes(m_at, qsizetype(octets));
    m_at += octets;
    return bytes;
}

OptionalBytes Reader::expectNString()
{
    if (atString())
        return expectString();
    if (takeNil())
        return {};
    return expectAString();
}

QByteArray Reader::expectAString()
{
    if (atString())
        return expectString();
    const QByteArrayView atom = atomWhile(AStringChar, {});
    if (atom.isEmpty())
        fail("atom or string");
    return atom.toByteArray();
}

MailboxName Reader::expectMailbox()
{
    const QByteArray bytes = expectAString();
    if (const auto name = decodeMutf7(bytes)) {
        const MailboxName mailbox(*name);
        if (mailbox.isInbox() || encodeMutf7(*name) == bytes)
            return mailbox;
        return MailboxName(*name, bytes);
    }
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString name = utf8(bytes);
    return MailboxName(utf8.hasError() ? QString::fromLatin1(bytes) : name, bytes);
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
    return Flag(name.toByteArray());
}

FlagSet Reader::expectFlagList()
{
    QList<Flag> list;
    list.reserve(4);
    expectList([&] { list.append(expectFlag()); });
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
    return Token{Token::Atom{text.toByteArray()}};
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
