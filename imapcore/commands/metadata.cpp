#include "commands/metadata.h"

#include "commands/grammar.h"
#include "wire/reader.h"

#include <algorithm>

namespace imap
{

static_assert(Command<GetMetadata>);
static_assert(Command<SetMetadata>);

namespace
{

void checkMetadata(const MailboxName &mailbox, const Capabilities &capabilities, QByteArrayView command)
{
    // METADATA-SERVER is for servers that annotate themselves and no mailboxes (RFC 5464 §1).
    if (!mailbox.isEmpty() || !capabilities.has("METADATA-SERVER"))
        requireCapability(capabilities, "METADATA", command);
}

} // namespace

/// metadata-resp = "METADATA" SP mailbox SP (entry-values / entry-list)
/// entry-values  = "(" entry-value *(SP entry-value) ")"
/// entry-value   = entry SP value
/// value         = nstring / literal8
/// entry-list    = entry *(SP entry)                                    (RFC 5464 §5)
MetadataResponse MetadataResponse::parse(wire::Reader &reader)
{
    MetadataResponse response;
    response.mailbox = reader.expectMailbox();
    reader.takeSp();
    if (reader.peek() == '(') {
        reader.expectList([&] {
            reader.claim(sizeof(MetadataEntry));
            MetadataEntry entry;
            entry.name = reader.expectAString();
            if (moreFields(reader))
                entry.value = reader.expectNString();
            response.entries.append(entry);
        });
        return response;
    }
    while (moreFields(reader)) {
        if (response.changed.size() >= reader.limits().listItems)
            reader.fail("fewer list items");
        response.changed.append(reader.expectAString());
    }
    return response;
}

void takeMetadata(const MetadataResponse &response, QList<MetadataEntry> &entries)
{
    // Names that come again are a handful at most, if the server is no enemy: more are kept as they are.
    constexpr qsizetype most = 1000;
    for (const MetadataEntry &entry : response.entries) {
        const auto known = entries.size() > most
                               ? entries.end()
                               : std::find_if(entries.begin(), entries.end(), [&](const MetadataEntry &one) {
                                     return one.name.compare(entry.name, Qt::CaseInsensitive) == 0;
                                 });
        if (known != entries.end())
            known->value = entry.value;
        else
            entries.append(entry);
    }
}

void GetMetadata::check(const Capabilities &capabilities) const
{
    checkMetadata(mailbox, capabilities, "GETMETADATA");
}

/// getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries
/// getmetadata-options = "(" getmetadata-option *(SP getmetadata-option) ")"
/// entries     = entry / "(" entry *(SP entry) ")"                      (RFC 5464 §5)
///
/// The examples of RFC 5464 §4.2.1 and §4.2.2 have the options behind the mailbox, the grammar in front of
/// it. Tried on 2026-11-26: Cyrus 3.6.1 takes both, Dovecot 2.3.19.1 answers BAD to the form of the examples,
/// so the grammar's is sent.
void GetMetadata::encode(wire::Writer &writer) const
{
    writer.atom("GETMETADATA");
    if (maxSize || depth != Depth::Zero) {
        writer.open();
        if (maxSize)
            writer.atom("MAXSIZE").number(*maxSize);
        if (depth != Depth::Zero)
            writer.atom("DEPTH").atom(depth == Depth::One ? "1" : "infinity");
        writer.close();
    }
    writer.mailbox(mailbox).open();
    for (const QByteArray &entry : entries)
        writer.astring(entry);
    writer.close();
}

bool GetMetadata::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<MetadataResponse>(&untagged);
    if (!response || response->mailbox != mailbox || response->entries.isEmpty())
        return false;
    takeMetadata(*response, result.entries);
    return true;
}

/// resp-text-code =/ "METADATA" SP "LONGENTRIES" SP number
void GetMetadata::complete(const Completion &completion, Result &result) const
{
    const QList<Token> &arguments = completion.code.arguments;
    if (completion.code.name != "METADATA" || arguments.size() < 2 ||
        arguments.first().text().compare("LONGENTRIES", Qt::CaseInsensitive) != 0)
        return;
    bool ok = false;
    const quint64 longest = arguments.at(1).text().toULongLong(&ok);
    if (ok)
        result.longest = longest;
}

void SetMetadata::check(const Capabilities &capabilities) const
{
    checkMetadata(mailbox, capabilities, "SETMETADATA");
}

/// setmetadata = "SETMETADATA" SP mailbox SP entry-values
void SetMetadata::encode(wire::Writer &writer) const
{
    writer.atom("SETMETADATA").mailbox(mailbox).open();
    for (const MetadataEntry &entry : entries) {
        writer.astring(entry.name);
        // A string cannot hold NUL; literal8 can, and servers know it from RFC 3516 if at all.
        if (entry.value && entry.value->contains('\0'))
            writer.literal8(*entry.value);
        else
            writer.nstring(entry.value);
    }
    writer.close();
}

bool SetMetadata::collect(const Untagged &, Result &) const
{
    return false;
}

} // namespace imap
