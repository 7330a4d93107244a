#include "commands/namespaces.h"

#include "commands/grammar.h"
#include "wire/reader.h"

namespace imap
{

static_assert(Command<Namespace>);

namespace
{

/// namespace       = nil / "(" 1*namespace-descr ")"
/// namespace-descr = "(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil) [namespace-response-extensions] ")"
///                                                                      (RFC 9051 §9)
QList<NamespaceEntry> parseNamespace(wire::Reader &reader)
{
    QList<NamespaceEntry> entries;
    reader.takeSp();
    // Servers that know no other users' mailboxes may end the line early.
    if (reader.atEnd() || reader.takeNil())
        return entries;
    reader.expectList([&] {
        reader.expect('(');
        reader.takeSp();
        NamespaceEntry entry;
        if (!reader.takeNil())
            entry.prefix = reader.expectMailbox();
        reader.takeSp();
        if (reader.peek() != ')')
            entry.delimiter = parseDelimiter(reader);
        skipToClose(reader);
        entries.append(entry);
    });
    return entries;
}

} // namespace

/// namespace-response = "NAMESPACE" SP namespace SP namespace SP namespace
NamespaceResponse NamespaceResponse::parse(wire::Reader &reader)
{
    NamespaceResponse response;
    response.namespaces.personal = parseNamespace(reader);
    response.namespaces.otherUsers = parseNamespace(reader);
    response.namespaces.shared = parseNamespace(reader);
    return response;
}

void Namespace::encode(wire::Writer &writer) const
{
    writer.atom("NAMESPACE");
}

bool Namespace::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<NamespaceResponse>(&untagged);
    if (!response)
        return false;
    result = response->namespaces;
    return true;
}

} // namespace imap
