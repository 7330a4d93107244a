#pragma once

#include "wire/reader.h"

#include <QByteArrayView>
#include <QChar>
#include <cstring>
#include <optional>
#include <string_view>

namespace imap
{

/// The hierarchy delimiter of LIST and NAMESPACE: DQUOTE QUOTED-CHAR DQUOTE / nil. An empty string is
/// none, too.
std::optional<QChar> parseDelimiter(wire::Reader &reader);

/// Skips what extensions have put in front of the ")" that ends the present list, and the ")" itself.
void skipToClose(wire::Reader &reader);

/// For lists whose last fields servers leave out: steps over spaces and says whether a field is there.
inline bool moreFields(wire::Reader &reader)
{
    reader.takeSp();
    return !reader.atEnd() && reader.peek() != ')';
}

/// The next string field of such a list into `field`, which is empty; missing and NIL are one. Where a server
/// sends a list, nobody can say what it means: NIL.
inline void parseField(wire::Reader &reader, OptionalBytes &field)
{
    if (!moreFields(reader) || reader.takeNil())
        return;
    if (reader.peek() == '(')
        reader.expectToken();
    else
        reader.expectNString(field);
}

/// Whether `word` is `keyword`, which is in upper case, in any case.
inline bool isKeyword(QByteArrayView word, std::string_view keyword)
{
    return word.size() == qsizetype(keyword.size()) &&
           (std::memcmp(word.data(), keyword.data(), keyword.size()) == 0 ||
            word.compare({keyword.data(), word.size()}, Qt::CaseInsensitive) == 0);
}

/// Servers say the same again and again: Sender and Reply-To are From, one part has the charset of the other.
/// A parenthesised list with the octets of the last one is not read again; its value is shared.
template <class T>
class Repeated
{
public:
    template <class Parse>
    T read(wire::Reader &reader, Parse parse)
    {
        if (!m_octets.isEmpty() && reader.takeBytes(m_octets))
            return m_value;
        const QByteArrayView before = reader.rest();
        T value = parse(reader);
        if (before.startsWith('(')) {
            m_octets = before.chopped(reader.rest().size());
            m_value = value;
        }
        return value;
    }

private:
    QByteArrayView m_octets;
    T m_value;
};

} // namespace imap
