#include "commands/acl.h"

#include "commands/grammar.h"
#include "wire/reader.h"

namespace imap
{

static_assert(Command<GetAcl>);
static_assert(Command<SetAcl>);
static_assert(Command<DeleteAcl>);
static_assert(Command<ListRights>);
static_assert(Command<MyRights>);

namespace
{

/// rights     = astring  ;; only lowercase ASCII letters and digits     (RFC 4314 §7)
/// NIL and nothing are no rights.
Rights parseRights(wire::Reader &reader)
{
    return Rights(reader.expectNString().value_or(QByteArray()));
}

} // namespace

/// acl-data = "ACL" SP mailbox *(SP identifier SP rights)
AclResponse AclResponse::parse(wire::Reader &reader)
{
    AclResponse acl;
    acl.mailbox = reader.expectMailbox();
    while (moreFields(reader)) {
        if (acl.entries.size() >= reader.limits().listItems)
            reader.fail("fewer list items");
        AclEntry entry;
        entry.identifier = reader.expectAString();
        if (moreFields(reader))
            entry.rights = parseRights(reader);
        acl.entries.append(entry);
    }
    return acl;
}

/// listrights-data = "LISTRIGHTS" SP mailbox SP identifier SP rights *(SP rights)
ListRightsResponse ListRightsResponse::parse(wire::Reader &reader)
{
    ListRightsResponse list;
    list.mailbox = reader.expectMailbox();
    reader.expectSp();
    list.identifier = reader.expectAString();
    if (moreFields(reader))
        list.required = parseRights(reader);
    while (moreFields(reader)) {
        if (list.optional.size() >= reader.limits().listItems)
            reader.fail("fewer list items");
        list.optional.append(parseRights(reader));
    }
    return list;
}

/// myrights-data = "MYRIGHTS" SP mailbox SP rights
MyRightsResponse MyRightsResponse::parse(wire::Reader &reader)
{
    MyRightsResponse mine;
    mine.mailbox = reader.expectMailbox();
    if (moreFields(reader))
        mine.rights = parseRights(reader);
    return mine;
}

void GetAcl::encode(wire::Writer &writer) const
{
    writer.atom("GETACL").mailbox(mailbox);
}

bool GetAcl::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<AclResponse>(&untagged);
    if (!response || response->mailbox != mailbox)
        return false;
    result = response->entries;
    return true;
}

/// setacl     = "SETACL" SP mailbox SP identifier SP mod-rights
/// mod-rights = astring  ;; +rights to add, -rights to remove, rights to replace
void SetAcl::encode(wire::Writer &writer) const
{
    if (deletes()) {
        DeleteAcl{.mailbox = mailbox, .identifier = identifier}.encode(writer);
        return;
    }
    const QByteArray sign = change == Change::Add ? "+" : change == Change::Remove ? "-" : "";
    writer.atom("SETACL").mailbox(mailbox).astring(identifier).astring(sign + rights.toByteArray());
}

bool SetAcl::collect(const Untagged &, Result &) const
{
    return false;
}

void DeleteAcl::encode(wire::Writer &writer) const
{
    writer.atom("DELETEACL").mailbox(mailbox).astring(identifier);
}

bool DeleteAcl::collect(const Untagged &, Result &) const
{
    return false;
}

void ListRights::encode(wire::Writer &writer) const
{
    writer.atom("LISTRIGHTS").mailbox(mailbox).astring(identifier);
}

/// The identifier may come back in another form (RFC 4314 §4 prepares it with SASLprep), so the mailbox alone
/// tells whose answer it is; answers come in the order of the questions.
bool ListRights::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<ListRightsResponse>(&untagged);
    if (!response || response->mailbox != mailbox)
        return false;
    result.required = response->required;
    result.optional = response->optional;
    return true;
}

void MyRights::encode(wire::Writer &writer) const
{
    writer.atom("MYRIGHTS").mailbox(mailbox);
}

bool MyRights::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<MyRightsResponse>(&untagged);
    if (!response || response->mailbox != mailbox)
        return false;
    result = response->rights;
    return true;
}

} // namespace imap
