#include "commands/append.h"

#include <stdexcept>

namespace imap
{

static_assert(Command<Append>);
static_assert(Command<Replace>);

namespace
{

void checkMessage(const AppendMessage &message, const Capabilities &capabilities, QByteArrayView command,
                  std::optional<quint64> ownLimit)
{
    using Form = AppendMessage::Form;
    if (message.form == Form::Utf8 && !capabilities.has("UTF8=ONLY"))
        requireCapability(capabilities, "UTF8=ACCEPT", command);
    if (message.form == Form::Literal8 && !capabilities.has("IMAP4rev2"))
        requireCapability(capabilities, "BINARY", command);
    if (!message.parts.isEmpty())
        requireCapability(capabilities, "CATENATE", command);
    // APPENDLIMIT without a number: each mailbox has its own (RFC 7889 §2).
    const QByteArray offered = capabilities.value("APPENDLIMIT");
    const std::optional<quint64> limit =
        ownLimit || offered.isEmpty() ? ownLimit : std::optional<quint64>(offered.toULongLong());
    if (limit && quint64(message.octets()) > *limit)
        throw CommandError(QStringLiteral("The message has %1 octets; the server takes at most %2.")
                               .arg(message.octets())
                               .arg(*limit),
                           command.toByteArray(), {}, ResponseCode{.name = "TOOBIG", .arguments = {}});
}

/// cat-part     = text-literal / url
/// text-literal = "TEXT" SP literal
/// url          = "URL" SP astring                                          (RFC 4469 §5)
void encodeParts(wire::Writer &writer, const QList<CatenatePart> &parts)
{
    writer.atom("CATENATE").open();
    for (const CatenatePart &part : parts) {
        if (part.text)
            writer.atom("TEXT").literal(part.text);
        else
            writer.atom("URL").astring(part.url);
    }
    writer.close();
}

/// append-message = append-opts SP append-data                             (RFC 3502 §6.3.11)
/// append-opts    = [SP flag-list] [SP date-time] *(SP append-ext)         (RFC 4466 §6)
/// append-data    = literal / literal8 / append-data-ext
/// append-data-ext =/ "UTF8" SP "(" literal8 ")"                           (RFC 6855 §4)
/// append-data-ext =/ "CATENATE" SP "(" cat-part *(SP cat-part) ")"        (RFC 4469 §5)
void encodeMessage(wire::Writer &writer, const AppendMessage &message)
{
    using Form = AppendMessage::Form;
    if (!message.source && message.parts.isEmpty())
        throw std::invalid_argument("nothing to append");
    FlagSet flags = message.flags;
    flags.remove(flags::Recent);
    if (!flags.isEmpty())
        writer.flagList(flags);
    if (message.date)
        writer.dateTime(*message.date);
    if (!message.parts.isEmpty())
        encodeParts(writer, message.parts);
    else if (message.form == Form::Utf8)
        writer.atom("UTF8").open().literal(message.source, true).close();
    else
        writer.literal(message.source, message.form == Form::Literal8);
}

} // namespace

qint64 AppendMessage::octets() const
{
    qint64 total = source && parts.isEmpty() ? source->size() : 0;
    for (const CatenatePart &part : parts)
        total += part.text ? part.text->size() : 0;
    return total;
}

void Append::check(const Capabilities &capabilities) const
{
    if (messages.size() > 1)
        requireCapability(capabilities, "MULTIAPPEND", "APPEND");
    for (const AppendMessage &message : messages)
        checkMessage(message, capabilities, "APPEND", appendLimit);
}

/// append = "APPEND" SP mailbox 1*append-message                           (RFC 3502 §6.3.11)
void Append::encode(wire::Writer &writer) const
{
    if (messages.isEmpty())
        throw std::invalid_argument("nothing to append");
    writer.atom("APPEND").mailbox(mailbox);
    for (const AppendMessage &message : messages)
        encodeMessage(writer, message);
}

void Append::complete(const Completion &completion, Result &result) const
{
    result.text = completion.text;
    result.appended = appendedUids(completion.code);
}

Requirements Replace::requirements() const
{
    const bool number = std::holds_alternative<SeqNum>(replaced);
    return {.name = number ? "REPLACE" : "UID REPLACE",
            .capability = "REPLACE",
            .states = Selected,
            .usesSequenceNumbers = number,
            .modifiesMailbox = true};
}

void Replace::check(const Capabilities &capabilities) const
{
    checkMessage(message, capabilities, std::holds_alternative<SeqNum>(replaced) ? "REPLACE" : "UID REPLACE",
                 {});
}

/// replace = "REPLACE" SP seq-number SP mailbox append-message
/// uid     =/ "UID" SP replace                                             (RFC 8508 §5)
void Replace::encode(wire::Writer &writer) const
{
    const auto *number = std::get_if<SeqNum>(&replaced);
    const quint32 value = number ? number->value : std::get<Uid>(replaced).value;
    if (value == 0)
        throw std::invalid_argument("no message to replace");
    if (!number)
        writer.atom("UID");
    writer.atom("REPLACE").number(value).mailbox(mailbox);
    encodeMessage(writer, message);
}

bool Replace::collect(const Untagged &untagged, Result &result) const
{
    const auto *status = std::get_if<StatusResponse>(&untagged);
    const auto appended = status ? appendedUids(status->code) : std::nullopt;
    if (!appended)
        return false;
    result.appended = appended;
    return true;
}

void Replace::complete(const Completion &completion, Result &result) const
{
    result.text = completion.text;
    if (const auto appended = appendedUids(completion.code))
        result.appended = appended;
}

} // namespace imap
