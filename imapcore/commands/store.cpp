#include "commands/store.h"

#include <algorithm>

namespace imap
{

static_assert(Command<Store>);

namespace
{

QByteArrayView commandName(const MessageSet &messages)
{
    return std::holds_alternative<SeqSet>(messages) ? "STORE" : "UID STORE";
}

/// What the answer of one message says of it: true, it is as wanted; nullopt: nothing.
std::optional<bool> tellsOfChange(const Store &command, const FetchResponse &response)
{
    if (!response.flags)
        return command.silent && response.modSeq ? std::optional<bool>(true) : std::nullopt;
    if (command.action == Store::Replace)
        return *response.flags == command.flags;
    return std::all_of(command.flags.begin(), command.flags.end(), [&](const Flag &flag) {
        return response.flags->contains(flag) == (command.action == Store::Add);
    });
}

} // namespace

Requirements Store::requirements() const
{
    const bool numbers = std::holds_alternative<SeqSet>(messages);
    return {.name = numbers ? "STORE" : "UID STORE",
            .states = Selected,
            .usesSequenceNumbers = numbers,
            .mayCauseExpunge = !numbers,
            .modifiesMailbox = true,
            .writesFlags = true};
}

void Store::check(const Capabilities &capabilities) const
{
    if (unchangedSince)
        requireCapability(capabilities, "CONDSTORE", commandName(messages));
}

/// store           = "STORE" SP sequence-set [store-modifiers] SP store-att-flags   (RFC 9051 §9)
/// store-modifiers = SP "(" "UNCHANGEDSINCE" SP mod-sequence-value ")"              (RFC 7162 §7)
/// store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))
void Store::encode(wire::Writer &writer) const
{
    if (std::holds_alternative<UidSet>(messages))
        writer.atom("UID");
    writer.atom("STORE").set(messages);
    if (unchangedSince)
        writer.open().atom("UNCHANGEDSINCE").number(unchangedSince->value).close();
    QByteArray item = action == Add ? "+FLAGS" : action == Remove ? "-FLAGS" : "FLAGS";
    if (silent)
        item += ".SILENT";
    writer.atom(item).flagList(flags);
}

bool Store::collect(const Untagged &untagged, Result &result) const
{
    const auto *response = std::get_if<FetchResponse>(&untagged);
    if (!response)
        return false;
    // Before RFC 7162, servers need not send the UID with flags; what has none is taken on trust.
    if (const auto *numbers = std::get_if<SeqSet>(&messages)) {
        if (!numbers->hasStar() && !numbers->contains(response->number))
            return false;
    } else if (const auto &uids = std::get<UidSet>(messages);
               response->uid && !uids.hasStar() && !uids.contains(*response->uid)) {
        return false;
    }
    if (!silent)
        result.updates.append(*response);
    const std::optional<bool> asWanted = tellsOfChange(*this, *response);
    if (response->uid && asWanted) {
        // The latest word counts.
        if (*asWanted)
            result.confirmed.add(*response->uid);
        else
            result.confirmed.subtract(UidSet::single(*response->uid));
    }
    return true;
}

/// resp-text-code =/ "MODIFIED" SP sequence-set                         (RFC 7162 §7)
void Store::complete(const Completion &completion, Result &result) const
{
    if (completion.code.name != "MODIFIED" || completion.code.arguments.isEmpty())
        return;
    const QByteArray text = completion.code.arguments.first().text();
    if (std::holds_alternative<SeqSet>(messages))
        result.modifiedNumbers = SeqSet::parse(text).value_or(SeqSet());
    else
        result.modified = UidSet::parse(text).value_or(UidSet());
}

} // namespace imap
