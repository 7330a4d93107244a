#include "wire/reader.h"

#include <algorithm>

// How the reader takes literals, those that are elsewhere included.

namespace imap::wire
{

/// What stands in front of a literal's octets; how many those are.
quint64 Reader::announcement()
{
    take('~');
    expect('{');
    const quint64 octets = expectNumber64();
    take('+');
    expect('}');
    take('\r');
    expect('\n');
    return octets;
}

/// literal = "{" number ["+"] "}" CRLF *CHAR8; literal8 has "~" in front (RFC 9051 §9).
QByteArray Reader::literal()
{
    const quint64 octets = announcement();
    if (const SpilledLiteral *elsewhere = spilledHere()) {
        m_readBack += elsewhere->size;
        if (!elsewhere->octets || elsewhere->size > m_limits.literal || m_readBack > m_limits.response)
            fail("a smaller literal");
        const QByteArray bytes = elsewhere->octets->read(0, elsewhere->size);
        if (bytes.size() != elsewhere->size)
            fail("a literal that can be read back");
        return bytes;
    }
    if (octets > quint64(m_end - m_at))
        fail("whole literal");
    const QByteArrayView bytes(m_at, qsizetype(octets));
    m_at += octets;
    return copied(bytes);
}

std::optional<SpilledLiteral> Reader::takeSpilled()
{
    if (!m_spilled || !atString() || peek() == '"')
        return {};
    const char *before = m_at;
    announcement();
    if (const SpilledLiteral *elsewhere = spilledHere())
        return *elsewhere;
    m_at = before;
    return {};
}

/// The spilled literal whose octets would stand here. An empty literal right behind it stands elsewhere: its
/// own announcement is between.
const SpilledLiteral *Reader::spilledHere() const
{
    if (!m_spilled)
        return nullptr;
    const auto at = std::lower_bound(
        m_spilled->begin(), m_spilled->end(), offset(),
        [](const SpilledLiteral &literal, qsizetype position) { return literal.at < position; });
    return at != m_spilled->end() && at->at == offset() ? &*at : nullptr;
}

} // namespace imap::wire
