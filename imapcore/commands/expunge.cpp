#include "commands/expunge.h"

namespace imap
{

static_assert(Command<Expunge>);
static_assert(Command<UidExpunge>);

namespace
{

bool collectRemoval(const Untagged &untagged, ExpungeResult &result)
{
    const auto *vanished = std::get_if<VanishedResponse>(&untagged);
    const bool ours = std::holds_alternative<ExpungeResponse>(untagged) || (vanished && !vanished->earlier) ||
                      std::holds_alternative<ExistsResponse>(untagged) ||
                      std::holds_alternative<RecentResponse>(untagged);
    if (ours)
        result.responses.append(untagged);
    return ours;
}

} // namespace

/// "EXPUNGE"                                                             (RFC 9051 §9)
void Expunge::encode(wire::Writer &writer) const
{
    writer.atom("EXPUNGE");
}

bool Expunge::collect(const Untagged &untagged, Result &result) const
{
    return collectRemoval(untagged, result);
}

void Expunge::complete(const Completion &completion, Result &result) const
{
    result.text = completion.text;
}

/// uid-expunge = "UID" SP "EXPUNGE" SP sequence-set                      (RFC 4315 §4)
void UidExpunge::encode(wire::Writer &writer) const
{
    writer.atom("UID").atom("EXPUNGE").set(messages);
}

bool UidExpunge::collect(const Untagged &untagged, Result &result) const
{
    return collectRemoval(untagged, result);
}

void UidExpunge::complete(const Completion &completion, Result &result) const
{
    result.text = completion.text;
}

} // namespace imap
