#include "commands/copymove.h"

namespace imap
{

static_assert(Command<Copy>);
static_assert(Command<Move>);

namespace
{

void encodeTo(wire::Writer &writer, QByteArrayView name, const MessageSet &messages,
              const MailboxName &mailbox)
{
    if (std::holds_alternative<UidSet>(messages))
        writer.atom("UID");
    writer.atom(name).set(messages).mailbox(mailbox);
}

bool collectCopied(const Untagged &untagged, CopyResult &result)
{
    const auto *status = std::get_if<StatusResponse>(&untagged);
    const auto copied = status ? copiedUids(status->code) : std::nullopt;
    if (!copied)
        return false;
    if (!result.copied)
        result.copied = CopiedUids();
    result.copied->append(*copied);
    return true;
}

/// Whether the server speaks of messages that it was asked for. Where the numbers are those of messages in
/// the list, or end with `*`, that cannot be told.
bool isOf(const CopiedUids &copied, const MessageSet &messages)
{
    const auto *asked = std::get_if<UidSet>(&messages);
    if (!asked || asked->hasStar())
        return true;
    UidSet named;
    for (const CopiedUids::Run &run : copied.runs)
        named.addRange(run.source.value, run.source.value + run.count - 1);
    named.subtract(*asked);
    return named.isEmpty();
}

/// COPY has its code here. So do servers that took MOVE for a COPY; where the code came before, it counts.
/// One that names other messages is worth nothing: what it names may be removed next.
void completeCopied(const Completion &completion, const MessageSet &messages, CopyResult &result)
{
    result.text = completion.text;
    if (!result.copied)
        result.copied = copiedUids(completion.code);
    if (result.copied && !isOf(*result.copied, messages))
        result.copied.reset();
}

} // namespace

Requirements Copy::requirements() const
{
    const bool numbers = std::holds_alternative<SeqSet>(messages);
    return {.name = numbers ? "COPY" : "UID COPY",
            .states = Selected,
            .usesSequenceNumbers = numbers,
            .readsFlags = true};
}

/// copy = "COPY" SP sequence-set SP mailbox                                (RFC 9051 §9)
void Copy::encode(wire::Writer &writer) const
{
    encodeTo(writer, "COPY", messages, mailbox);
}

bool Copy::collect(const Untagged &, Result &) const
{
    return false;
}

void Copy::complete(const Completion &completion, Result &result) const
{
    completeCopied(completion, messages, result);
}

Requirements Move::requirements() const
{
    const bool numbers = std::holds_alternative<SeqSet>(messages);
    return {.name = numbers ? "MOVE" : "UID MOVE",
            .capability = "MOVE",
            .states = Selected,
            .usesSequenceNumbers = numbers,
            .modifiesMailbox = true,
            .readsFlags = true};
}

/// move = "MOVE" SP sequence-set SP mailbox                                (RFC 6851 §5)
void Move::encode(wire::Writer &writer) const
{
    encodeTo(writer, "MOVE", messages, mailbox);
}

bool Move::collect(const Untagged &untagged, Result &result) const
{
    return collectCopied(untagged, result);
}

void Move::complete(const Completion &completion, Result &result) const
{
    completeCopied(completion, messages, result);
}

} // namespace imap
