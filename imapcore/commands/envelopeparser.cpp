#include "commands/envelopeparser.h"

#include "commands/grammar.h"
#include "wire/reader.h"

namespace imap
{

namespace
{

/// A string field. Where a server sends a list, nobody can say what it means: NIL.
OptionalBytes parseField(wire::Reader &reader)
{
    if (!moreFields(reader))
        return {};
    if (reader.peek() != '(')
        return reader.expectNString();
    reader.expectToken();
    return {};
}

/// address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"  (RFC 9051 §9), each an nstring
Address parseAddress(wire::Reader &reader)
{
    Address address;
    reader.expect('(');
    address.name = parseField(reader);
    address.adl = parseField(reader);
    address.mailbox = parseField(reader);
    address.host = parseField(reader);
    skipToClose(reader);
    return address;
}

/// env-from = "(" 1*address ")" / nil; likewise the others
QList<Address> parseAddresses(wire::Reader &reader)
{
    QList<Address> list;
    if (!moreFields(reader))
        return list;
    if (reader.peek() != '(') {
        reader.expectNString(); // NIL, or "" in its place
        return list;
    }
    reader.expectList([&] {
        if (reader.peek() == '(')
            list.append(parseAddress(reader));
        else
            reader.expectNString();
    });
    return list;
}

} // namespace

/// envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP env-cc SP
///            env-bcc SP env-in-reply-to SP env-message-id ")"           (RFC 9051 §9)
Envelope parseEnvelope(wire::Reader &reader)
{
    Envelope envelope;
    if (reader.takeNil())
        return envelope;
    reader.expect('(');
    envelope.date = parseField(reader);
    envelope.subject = parseField(reader);
    envelope.from = parseAddresses(reader);
    envelope.sender = parseAddresses(reader);
    envelope.replyTo = parseAddresses(reader);
    envelope.to = parseAddresses(reader);
    envelope.cc = parseAddresses(reader);
    envelope.bcc = parseAddresses(reader);
    envelope.inReplyTo = parseField(reader);
    envelope.messageId = parseField(reader);
    skipToClose(reader);
    return envelope;
}

} // namespace imap
