#include "commands/select.h"

#include "commands/fetch.h"
#include "wire/reader.h"

namespace imap
{

static_assert(Command<Select>);
static_assert(Command<Unselect>);
static_assert(Command<Close>);

/// mailbox-data = "FLAGS" SP flag-list                                  (RFC 9051 §9)
FlagsResponse FlagsResponse::parse(wire::Reader &reader)
{
    return {.flags = reader.takeNil() ? FlagSet() : reader.expectFlagList()};
}

/// mailbox-data =/ number SP "EXISTS"
ExistsResponse ExistsResponse::parse(wire::Reader &, quint32 number)
{
    return {.count = number};
}

/// mailbox-data =/ number SP "RECENT"                                   (RFC 3501 §9)
RecentResponse RecentResponse::parse(wire::Reader &, quint32 number)
{
    return {.count = number};
}

/// message-data = nz-number SP ("EXPUNGE" / ...)
ExpungeResponse ExpungeResponse::parse(wire::Reader &reader, quint32 number)
{
    if (number == 0)
        reader.fail("a message number from 1");
    return {.number = SeqNum(number)};
}

/// expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids            (RFC 7162 §7)
VanishedResponse VanishedResponse::parse(wire::Reader &reader)
{
    VanishedResponse response;
    if (reader.peek() == '(') {
        reader.expectList([&] {
            if (!reader.takeKeyword("EARLIER"))
                reader.fail("EARLIER");
        });
        response.earlier = true;
        reader.takeSp();
    }
    response.uids = reader.expectSet<Uid>();
    return response;
}

PermanentFlags permanentFlags(const ResponseCode &code)
{
    PermanentFlags result;
    for (const Token &argument : code.arguments) {
        // Some servers forget the parentheses.
        const Token::List list = argument.list().isEmpty() ? Token::List{argument} : argument.list();
        for (const Token &token : list) {
            const QByteArray name = token.text();
            if (name == "\\*")
                result.keywordsAllowed = true;
            else if (!name.isEmpty())
                result.flags.insert(Flag(name));
        }
    }
    return result;
}

namespace
{

quint32 number32(const ResponseCode &code)
{
    const quint64 value = code.number();
    return value <= 0xFFFFFFFFu ? quint32(value) : 0;
}

/// The codes of SELECT's answer (RFC 9051 §7.1, RFC 7162 §3.1.2, RFC 8474 §4.2). Values of 0 are the
/// server's mistake and count as missing.
bool applyCode(const ResponseCode &code, SelectResult &result)
{
    const QByteArray &name = code.name;
    if (name == "UIDVALIDITY") {
        if (const quint32 value = number32(code))
            result.uidValidity = UidValidity(value);
    } else if (name == "UIDNEXT") {
        if (const quint32 value = number32(code))
            result.uidNext = Uid(value);
    } else if (name == "UNSEEN") {
        if (const quint32 value = number32(code))
            result.firstUnseen = SeqNum(value);
    } else if (name == "HIGHESTMODSEQ") {
        if (const quint64 value = code.number())
            result.highestModSeq = ModSeq(value);
    } else if (name == "NOMODSEQ") {
        result.noModSeq = true;
        result.highestModSeq.reset();
    } else if (name == "PERMANENTFLAGS") {
        const PermanentFlags permanent = permanentFlags(code);
        result.permanentFlagsSent = true;
        result.permanentFlags = permanent.flags;
        result.keywordsAllowed = permanent.keywordsAllowed;
    } else if (name == "MAILBOXID") {
        if (!code.arguments.isEmpty()) {
            const Token::List list = code.arguments.first().list();
            result.mailboxId = list.isEmpty() ? code.arguments.first().text() : list.first().text();
        }
    } else if (name == "UIDNOTSTICKY") {
        result.uidNotSticky = true;
    } else if (name == "READ-ONLY") {
        result.readOnly = true;
    } else if (name == "READ-WRITE") {
        result.readOnly = false;
    } else if (name == "CLOSED") {
        // Everything so far was about the mailbox that was open before (RFC 7162 §3.2.11).
        result = {};
    } else {
        return false;
    }
    return true;
}

} // namespace

void Select::check(const Capabilities &capabilities) const
{
    const QByteArrayView command = readOnly ? "EXAMINE" : "SELECT";
    if (condstore)
        requireCapability(capabilities, "CONDSTORE", command);
    if (qresync)
        requireCapability(capabilities, "QRESYNC", command);
}

/// select        = "SELECT" SP mailbox [select-params]                  (RFC 9051 §9, RFC 4466 §6)
/// select-params = SP "(" select-param *(SP select-param) ")"
/// select-param =/ "CONDSTORE"                                          (RFC 7162 §7)
/// select-param =/ "QRESYNC" SP "(" uidvalidity SP mod-sequence-value [SP known-uids]
///                 [SP "(" known-sequence-set SP known-uid-set ")"] ")"
void Select::encode(wire::Writer &writer) const
{
    writer.atom(readOnly ? "EXAMINE" : "SELECT").mailbox(mailbox);
    if (!condstore && !qresync)
        return;
    writer.open();
    if (condstore)
        writer.atom("CONDSTORE");
    if (qresync) {
        writer.atom("QRESYNC").open();
        writer.number(qresync->uidValidity.value).number(qresync->modSeq.value);
        if (!qresync->knownUids.isEmpty())
            writer.set(qresync->knownUids);
        if (!qresync->matchNumbers.isEmpty() && !qresync->matchUids.isEmpty())
            writer.open().set(qresync->matchNumbers).set(qresync->matchUids).close();
        writer.close();
    }
    writer.close();
}

bool Select::collect(const Untagged &untagged, Result &result) const
{
    if (const auto *exists = std::get_if<ExistsResponse>(&untagged))
        result.exists = exists->count;
    else if (const auto *recent = std::get_if<RecentResponse>(&untagged))
        result.recent = recent->count;
    else if (const auto *flags = std::get_if<FlagsResponse>(&untagged))
        result.flags = flags->flags;
    else if (const auto *list = std::get_if<ListResponse>(&untagged)) {
        if (list->mailbox.name != mailbox && !list->extended.contains("OLDNAME"))
            return false;
        result.listed = list->mailbox.name;
    } else if (const auto *vanished = std::get_if<VanishedResponse>(&untagged)) {
        if (!vanished->earlier || streamed)
            return false;
        for (const UidSet::Range &range : vanished->uids.ranges())
            result.vanished.addRange(range.first, range.last);
    } else if (const auto *fetch = std::get_if<FetchResponse>(&untagged)) {
        if (!qresync || streamed)
            return false;
        result.changed.append(*fetch);
    } else if (const auto *status = std::get_if<StatusResponse>(&untagged)) {
        return applyCode(status->code, result);
    } else {
        return false;
    }
    return true;
}

void Select::complete(const Completion &completion, Result &result) const
{
    applyCode(completion.code, result);
    if (readOnly)
        result.readOnly = true;
    if (!result.permanentFlagsSent)
        result.permanentFlags = result.readOnly ? FlagSet() : result.flags;
}

void Unselect::encode(wire::Writer &writer) const
{
    writer.atom("UNSELECT");
}

bool Unselect::collect(const Untagged &, Result &) const
{
    return false;
}

void Close::encode(wire::Writer &writer) const
{
    writer.atom("CLOSE");
}

bool Close::collect(const Untagged &, Result &) const
{
    return false;
}

} // namespace imap
