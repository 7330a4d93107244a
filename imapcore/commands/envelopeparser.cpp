#include "commands/envelopeparser.h"

#include "commands/grammar.h"
#include "wire/reader.h"

namespace imap
{

namespace
{

/// address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"  (RFC 9051 §9), each an nstring
void parseAddress(wire::Reader &reader, Address &address)
{
    reader.expect('(');
    parseField(reader, address.name);
    parseField(reader, address.adl);
    parseField(reader, address.mailbox);
    parseField(reader, address.host);
    skipToClose(reader);
}

/// env-from = "(" 1*address ")" / nil; likewise the others
QList<Address> parseAddressList(wire::Reader &reader)
{
    QList<Address> list;
    if (reader.peek() != '(') {
        reader.expectNString(); // NIL, or "" in its place
        return list;
    }
    list.reserve(1);
    reader.expectList([&] {
        if (reader.peek() == '(') {
            reader.claim(sizeof(Address));
            parseAddress(reader, list.emplaceBack());
        } else {
            reader.expectNString();
        }
    });
    return list;
}

} // namespace

/// envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP env-cc SP
///            env-bcc SP env-in-reply-to SP env-message-id ")"           (RFC 9051 §9)
void parseEnvelope(wire::Reader &reader, Envelope &envelope)
{
    if (reader.takeNil())
        return;
    reader.expect('(');
    Repeated<QList<Address>> repeated;
    const auto addresses = [&] {
        return moreFields(reader) ? repeated.read(reader, parseAddressList) : QList<Address>();
    };
    parseField(reader, envelope.date);
    parseField(reader, envelope.subject);
    envelope.from = addresses();
    envelope.sender = addresses();
    envelope.replyTo = addresses();
    envelope.to = addresses();
    envelope.cc = addresses();
    envelope.bcc = addresses();
    parseField(reader, envelope.inReplyTo);
    parseField(reader, envelope.messageId);
    skipToClose(reader);
}

} // namespace imap
