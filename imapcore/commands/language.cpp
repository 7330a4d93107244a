#include "commands/language.h"

#include "commands/grammar.h"
#include "wire/reader.h"

namespace imap
{

static_assert(Command<Language>);
static_assert(Command<Comparator>);

namespace
{

/// "(" string *(SP string) ")"; one without parentheses is a list of one, NIL is none.
QList<QByteArray> parseStrings(wire::Reader &reader)
{
    QList<QByteArray> strings;
    reader.takeSp();
    if (reader.atEnd() || reader.takeNil())
        return strings;
    if (reader.peek() == '(')
        reader.expectList([&] { strings.append(reader.expectAString()); });
    else
        strings.append(reader.expectAString());
    return strings;
}

} // namespace

/// language-data   = "LANGUAGE" SP "(" lang-tag-quoted *(SP lang-tag-quoted) ")"
/// lang-tag-quoted = astring                                            (RFC 5255 §3.5)
LanguageResponse LanguageResponse::parse(wire::Reader &reader)
{
    return {.tags = parseStrings(reader)};
}

/// comparator-data = "COMPARATOR" SP comp-sel-quoted [SP "(" comp-id-quoted *(SP comp-id-quoted) ")"]
/// comp-sel-quoted, comp-id-quoted = astring                            (RFC 5255 §4.9)
ComparatorResponse ComparatorResponse::parse(wire::Reader &reader)
{
    ComparatorResponse response;
    response.active = reader.expectAString();
    response.matching = parseStrings(reader);
    return response;
}

/// language-cmd = "LANGUAGE" *(SP lang-range-quoted)
void Language::encode(wire::Writer &writer) const
{
    writer.atom("LANGUAGE");
    for (const QByteArray &range : ranges)
        writer.astring(range);
}

bool Language::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<LanguageResponse>(&untagged);
    if (!response)
        return false;
    result = response->tags;
    return true;
}

/// comparator-cmd = "COMPARATOR" *(SP comp-order-quoted)
void Comparator::encode(wire::Writer &writer) const
{
    writer.atom("COMPARATOR");
    for (const QByteArray &name : order)
        writer.astring(name);
}

bool Comparator::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<ComparatorResponse>(&untagged);
    if (!response)
        return false;
    result = {response->active, response->matching};
    return true;
}

} // namespace imap
