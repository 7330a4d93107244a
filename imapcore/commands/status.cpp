#include "commands/status.h"

#include "wire/reader.h"

namespace imap
{

static_assert(Command<Status>);

namespace
{

/// Sets `field` from a number; false where something else stands.
template <class T>
bool takeValue(wire::Reader &reader, std::optional<T> &field)
{
    const char c = reader.peek();
    if (c < '0' || c > '9')
        return false;
    if constexpr (requires { field->value; }) {
        if constexpr (sizeof(T) == 8)
            field = T(reader.expectNumber64());
        else
            field = T(reader.expectNumber32());
    } else if constexpr (sizeof(T) == 8) {
        field = reader.expectNumber64();
    } else {
        field = reader.expectNumber32();
    }
    return true;
}

bool takeItem(wire::Reader &reader, const QByteArray &name, MailboxStatus &status)
{
    if (name == "MESSAGES")
        return takeValue(reader, status.messages);
    if (name == "RECENT")
        return takeValue(reader, status.recent);
    if (name == "UNSEEN")
        return takeValue(reader, status.unseen);
    if (name == "DELETED")
        return takeValue(reader, status.deleted);
    if (name == "UIDNEXT")
        return takeValue(reader, status.uidNext);
    if (name == "UIDVALIDITY")
        return takeValue(reader, status.uidValidity);
    if (name == "HIGHESTMODSEQ")
        return takeValue(reader, status.highestModSeq);
    if (name == "SIZE")
        return takeValue(reader, status.size);
    if (name == "DELETED-STORAGE")
        return takeValue(reader, status.deletedStorage);
    if (name == "APPENDLIMIT")
        return reader.takeNil() || takeValue(reader, status.appendLimit);
    return false;
}

} // namespace

/// mailbox-data    =/ "STATUS" SP mailbox SP "(" [status-att-list] ")"
/// status-att-list = status-att-val *(SP status-att-val)
/// status-att-val  = ("MESSAGES" SP number) / ("UIDNEXT" SP nz-number) / ... / status-att-val-extension
///                                                                      (RFC 9051 §9)
/// MAILBOXID SP "(" objectid ")" is from RFC 8474 §7.
MailboxStatusResponse MailboxStatusResponse::parse(wire::Reader &reader)
{
    MailboxStatusResponse response;
    response.mailbox = reader.expectMailbox();
    reader.takeSp();
    reader.expectList([&] {
        const QByteArray name = reader.expectAtom().toByteArray().toUpper();
        reader.expectSp();
        if (takeItem(reader, name, response.status))
            return;
        const Token value = reader.expectToken();
        if (name == "MAILBOXID") {
            const Token::List list = value.list();
            response.status.mailboxId = list.isEmpty() ? value.text() : list.first().text();
        } else {
            response.others.insert(name, value);
        }
    });
    return response;
}

bool StatusItems::isEmpty() const
{
    return *this == StatusItems();
}

StatusItems StatusItems::supportedBy(const Capabilities &capabilities) const
{
    StatusItems items = *this;
    items.recent = recent && capabilities.has("IMAP4rev1");
    items.deleted = deleted && (capabilities.has("IMAP4rev2") || capabilities.has("QUOTA=RES-MESSAGE"));
    items.deletedStorage = deletedStorage && capabilities.has("QUOTA=RES-STORAGE"); // RFC 9208 §4.1.4
    items.size = size && capabilities.has("STATUS=SIZE");
    items.highestModSeq = highestModSeq && capabilities.has("CONDSTORE");
    // One limit for all mailboxes is APPENDLIMIT=n (RFC 7889 §2); Cyrus 3.6.1 then refuses the item.
    items.appendLimit = appendLimit && capabilities.has("APPENDLIMIT");
    items.mailboxId = mailboxId && capabilities.has("OBJECTID");
    return items;
}

void StatusItems::check(const Capabilities &capabilities, QByteArrayView command) const
{
    const StatusItems can = supportedBy(capabilities);
    const auto require = [&](bool wanted, bool offered, QByteArrayView capability) {
        if (wanted && !offered)
            throw CapabilityError(
                QStringLiteral("the server does not offer %1").arg(QLatin1String(capability)),
                command.toByteArray());
    };
    require(deleted, can.deleted, "IMAP4rev2");
    require(size, can.size, "STATUS=SIZE");
    require(highestModSeq, can.highestModSeq, "CONDSTORE");
    require(appendLimit, can.appendLimit, "APPENDLIMIT");
    require(mailboxId, can.mailboxId, "OBJECTID");
    require(deletedStorage, can.deletedStorage, "QUOTA=RES-STORAGE");
}

void StatusItems::encode(wire::Writer &writer) const
{
    const auto item = [&](bool wanted, QByteArrayView name) {
        if (wanted)
            writer.atom(name);
    };
    writer.open();
    item(messages, "MESSAGES");
    item(uidNext, "UIDNEXT");
    item(uidValidity, "UIDVALIDITY");
    item(unseen, "UNSEEN");
    item(recent, "RECENT");
    item(deleted, "DELETED");
    item(size, "SIZE");
    item(highestModSeq, "HIGHESTMODSEQ");
    item(appendLimit, "APPENDLIMIT");
    item(mailboxId, "MAILBOXID");
    item(deletedStorage, "DELETED-STORAGE");
    for (const QByteArray &name : extra)
        writer.atom(name);
    writer.close();
}

/// status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")"
void Status::encode(wire::Writer &writer) const
{
    writer.atom("STATUS").mailbox(mailbox);
    items.encode(writer);
}

bool Status::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<MailboxStatusResponse>(&untagged);
    if (!response || response->mailbox != mailbox)
        return false;
    result = response->status;
    return true;
}

} // namespace imap
