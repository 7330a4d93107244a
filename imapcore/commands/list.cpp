#include "commands/list.h"

#include "commands/grammar.h"
#include "commands/metadata.h"
#include "wire/reader.h"

#include <algorithm>

namespace imap
{

static_assert(Command<List>);
static_assert(Command<Lsub>);
static_assert(Command<Xlist>);

namespace
{

/// A name with spaces that the server did not quote ("* LIST () "/" Deleted Items", seen in the nineties
/// and with some proxies): an atom is followed by something that cannot be the extended data.
MailboxName parseListedName(wire::Reader &reader)
{
    wire::Reader start = reader;
    const bool quoted = reader.atString();
    MailboxName name = reader.expectMailbox();
    reader.takeSp();
    if (quoted || reader.atEnd() || reader.peek() == '(')
        return name;
    reader.text();
    return reader.mailboxFrom(start.text().trimmed());
}

/// mailbox-list       = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox
///                      [SP mbox-list-extended]                          (RFC 9051 §9)
/// mbox-list-extended = "(" [mbox-list-extended-item *(SP mbox-list-extended-item)] ")"
/// mbox-list-extended-item = mbox-list-extended-item-tag SP tagged-ext-val
MailboxInfo parseMailboxList(wire::Reader &reader, QMap<QByteArray, Token> *extended)
{
    MailboxInfo info;
    if (!reader.takeNil())
        info.attributes = reader.expectFlagList();
    reader.takeSp();
    info.delimiter = parseDelimiter(reader);
    reader.takeSp();
    info.name = parseListedName(reader);
    reader.takeSp();
    if (reader.atEnd())
        return info;
    reader.expectList([&] {
        const QByteArray name = reader.expectAString().toUpper();
        reader.takeSp();
        const Token value = reader.expectToken();
        if (extended)
            extended->insert(name, value);
    });
    return info;
}

bool matches(QStringView name, QStringView pattern, std::optional<QChar> delimiter)
{
    // The place to come back to: the last wildcard, and where in the name it may stretch to. `*` stretches
    // over anything, so nothing in front of it needs to be tried again; `%` gives up at the delimiter.
    qsizetype n = 0, p = 0;
    qsizetype starPattern = -1, starName = 0;
    qsizetype percentPattern = -1, percentName = 0;
    while (n < name.size() || p < pattern.size()) {
        if (p < pattern.size() && pattern[p] == u'*') {
            starPattern = ++p;
            starName = n;
            percentPattern = -1;
            continue;
        }
        if (p < pattern.size() && pattern[p] == u'%') {
            percentPattern = ++p;
            percentName = n;
            continue;
        }
        if (n < name.size() && p < pattern.size() && name[n] == pattern[p]) {
            ++n, ++p;
            continue;
        }
        if (percentPattern >= 0 && percentName < name.size() && name[percentName] != delimiter) {
            n = ++percentName;
            p = percentPattern;
            continue;
        }
        if (starPattern >= 0 && starName < name.size()) {
            n = ++starName;
            p = starPattern;
            percentPattern = -1;
            continue;
        }
        return false;
    }
    return true;
}

void encodePlain(wire::Writer &writer, QByteArrayView command, const MailboxName &reference,
                 const QString &pattern)
{
    writer.atom(command).mailbox(reference).listMailbox(pattern);
}

} // namespace

bool matchesListPattern(const QString &name, const QString &pattern, std::optional<QChar> delimiter)
{
    // INBOX is one name in any case (RFC 9051 §5.1).
    if (name == QLatin1String("INBOX") && matches(name, pattern.toUpper(), delimiter))
        return true;
    return matches(name, pattern, delimiter);
}

ListResponse ListResponse::parse(wire::Reader &reader)
{
    ListResponse response;
    response.mailbox = parseMailboxList(reader, &response.extended);
    return response;
}

LsubResponse LsubResponse::parse(wire::Reader &reader)
{
    return {.mailbox = parseMailboxList(reader, nullptr)};
}

XlistResponse XlistResponse::parse(wire::Reader &reader)
{
    return {.mailbox = parseMailboxList(reader, nullptr)};
}

void List::check(const Capabilities &capabilities) const
{
    if (subscribed || remote || recursiveMatch || returnChildren || returnSubscribed || patterns.size() > 1)
        requireCapability(capabilities, "LIST-EXTENDED", "LIST");
    if (specialUse || returnSpecialUse)
        requireCapability(capabilities, "SPECIAL-USE", "LIST");
    if (!returnStatus.isEmpty()) {
        requireCapability(capabilities, "LIST-STATUS", "LIST");
        returnStatus.check(capabilities, "LIST");
    }
    if (returnMyRights)
        requireCapability(capabilities, "LIST-MYRIGHTS", "LIST");
    if (!returnMetadata.isEmpty())
        requireCapability(capabilities, "LIST-METADATA", "LIST");
}

/// list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]   (RFC 9051 §9)
void List::encode(wire::Writer &writer) const
{
    writer.atom("LIST");
    const auto option = [&](bool wanted, QByteArrayView name) {
        if (wanted)
            writer.atom(name);
    };
    if (selects()) {
        writer.open();
        option(subscribed, "SUBSCRIBED");
        option(remote, "REMOTE");
        option(recursiveMatch, "RECURSIVEMATCH");
        option(specialUse, "SPECIAL-USE");
        writer.close();
    }
    writer.mailbox(reference);
    if (patterns.size() == 1) {
        writer.listMailbox(patterns.first());
    } else {
        writer.open();
        for (const QString &pattern : patterns)
            writer.listMailbox(pattern);
        writer.close();
    }
    if (!returns())
        return;
    writer.atom("RETURN").open();
    option(returnSubscribed, "SUBSCRIBED");
    option(returnChildren, "CHILDREN");
    option(returnSpecialUse, "SPECIAL-USE");
    if (!returnStatus.isEmpty()) {
        writer.atom("STATUS");
        returnStatus.encode(writer);
    }
    option(returnMyRights, "MYRIGHTS");
    if (!returnMetadata.isEmpty()) {
        writer.atom("METADATA").open();
        for (const QByteArray &entry : returnMetadata)
            writer.astring(entry);
        writer.close();
    }
    writer.close();
}

/// Other LIST commands may be under way, and servers send LIST on their own (RFC 5465): what does not match
/// is not the answer to this one. With a reference it is the server's business what matches.
bool List::asked(const MailboxInfo &mailbox) const
{
    if (!reference.isEmpty())
        return true;
    return std::any_of(patterns.begin(), patterns.end(), [&](const QString &pattern) {
        // An empty pattern asks for the delimiter; the name in the answer is the root's, usually empty.
        return pattern.isEmpty() ? mailbox.name.isEmpty() || !mailbox.isSelectable()
                                 : matchesListPattern(mailbox.name.toString(), pattern, mailbox.delimiter);
    });
}

bool List::collect(const Untagged &untagged, Result &result) const
{
    if (const auto *status = std::get_if<MailboxStatusResponse>(&untagged)) {
        if (returnStatus.isEmpty())
            return false;
        result.statuses.insert(status->mailbox, status->status);
        return true;
    }
    if (const auto *mine = std::get_if<MyRightsResponse>(&untagged)) {
        if (!returnMyRights)
            return false;
        result.rights.insert(mine->mailbox, mine->rights);
        return true;
    }
    if (const auto *metadata = std::get_if<MetadataResponse>(&untagged)) {
        if (returnMetadata.isEmpty() || metadata->entries.isEmpty())
            return false;
        takeMetadata(*metadata, result.metadata[metadata->mailbox]);
        return true;
    }
    const auto *response = std::get_if<ListResponse>(&untagged);
    if (!response || !asked(response->mailbox))
        return false;
    result.mailboxes.append(response->mailbox);
    return true;
}

void Lsub::encode(wire::Writer &writer) const
{
    encodePlain(writer, "LSUB", reference, pattern);
}

bool Lsub::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<LsubResponse>(&untagged);
    if (!response)
        return false;
    result.append(response->mailbox);
    return true;
}

void Xlist::encode(wire::Writer &writer) const
{
    encodePlain(writer, "XLIST", reference, pattern);
}

bool Xlist::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<XlistResponse>(&untagged);
    if (!response)
        return false;
    result.append(response->mailbox);
    return true;
}

} // namespace imap
