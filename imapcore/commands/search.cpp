#include "commands/search.h"

#include <algorithm>

namespace imap
{

static_assert(Command<Search>);
static_assert(Command<CancelUpdate>);

namespace
{

void join(std::optional<MessageSet> &into, const NumberRuns &runs, bool byUid)
{
    const auto merge = [&]<class Set>(Set set) {
        if (!into || !std::holds_alternative<Set>(*into)) {
            into = std::move(set);
            return;
        }
        // A long result in several lines.
        for (const auto &range : std::as_const(set).ranges())
            std::get<Set>(*into).addRange(range.first, range.last);
    };
    if (byUid)
        merge(runs.toSet<Uid>());
    else
        merge(runs.toSet<SeqNum>());
}

QByteArrayView nameOf(const Requirements &requirements)
{
    return {requirements.name.data(), qsizetype(requirements.name.size())};
}

} // namespace

SearchReturn SearchReturn::parse(const QString &words)
{
    SearchReturn returns;
    const QStringList list = words.split(u' ', Qt::SkipEmptyParts);
    const auto refuse = [&](qsizetype at) {
        throw InvalidCriteriaError(QStringLiteral("\"%1\" cannot be returned.").arg(list.at(at)),
                                   InvalidCriteriaError::Fault{at, list.at(at)});
    };
    for (qsizetype at = 0; at < list.size(); ++at) {
        const QString word = list.at(at).toUpper();
        if (word == QLatin1String("MIN"))
            returns.min = true;
        else if (word == QLatin1String("MAX"))
            returns.max = true;
        else if (word == QLatin1String("ALL"))
            returns.all = true;
        else if (word == QLatin1String("COUNT"))
            returns.count = true;
        else if (word == QLatin1String("SAVE"))
            returns.save = true;
        else if (word == QLatin1String("UPDATE"))
            returns.update = true;
        else if (word == QLatin1String("CONTEXT"))
            returns.context = true;
        else if (word == QLatin1String("RELEVANCY"))
            returns.relevancy = true;
        else if (word == QLatin1String("PARTIAL") && at + 1 < list.size()) {
            returns.partial = PartialRange::parse(list.at(++at).toLatin1());
            if (!returns.partial)
                refuse(at);
        } else {
            refuse(at);
        }
    }
    return returns;
}

bool SearchReturn::wantsAll() const
{
    return all || !(min || max || count || save || update || partial);
}

/// search-return-opt = "MIN" / "MAX" / "ALL" / "COUNT" / "SAVE" / "UPDATE" / "CONTEXT" / "RELEVANCY" /
///                     "PARTIAL" SP partial-range                        (RFC 9051 §9, RFC 5267 §6, RFC 9394
///                     §4)
void encodeReturn(wire::Writer &writer, const SearchReturn &returns)
{
    const auto option = [&](bool wanted, QByteArrayView name) {
        if (wanted)
            writer.atom(name);
    };
    writer.atom("RETURN").open();
    option(returns.save, "SAVE");
    option(returns.min, "MIN");
    option(returns.max, "MAX");
    option(returns.wantsAll(), "ALL");
    option(returns.count, "COUNT");
    option(returns.relevancy, "RELEVANCY");
    if (returns.partial)
        writer.atom("PARTIAL").atom(returns.partial->toByteArray());
    option(returns.update, "UPDATE");
    option(returns.context, "CONTEXT");
    writer.close();
}

void checkReturn(const SearchReturn &returns, const Capabilities &capabilities, QByteArrayView command)
{
    // RFC 9394 §3.1 made PARTIAL an extension of its own, and counts from the end as well.
    if (returns.partial && (returns.partial->fromTheEnd() || !capabilities.has("CONTEXT=SEARCH")))
        requireCapability(capabilities, "PARTIAL", command);
    if (returns.update || returns.context)
        requireCapability(capabilities, "CONTEXT=SEARCH", command);
    if (returns.save)
        requireCapability(capabilities, "SEARCHRES", command);
    if (returns.relevancy)
        requireCapability(capabilities, "SEARCH=FUZZY", command);
}

template <class Result>
void takeReturned(const EsearchResponse &response, Result &result)
{
    const auto take = [](auto &field, const auto &other) {
        if (other)
            field = other;
    };
    take(result.min, response.min);
    take(result.max, response.max);
    take(result.count, response.count);
    take(result.modSeq, response.modSeq);
    take(result.partial, response.partial);
    if (!response.relevancy.isEmpty())
        result.relevancy = response.relevancy;
    result.changes += response.changes;
    if (!response.tag.isEmpty())
        result.tag = response.tag;
}

template void takeReturned(const EsearchResponse &, SearchResult &);
template void takeReturned(const EsearchResponse &, SortResult &);

bool isNoUpdate(const Untagged &untagged)
{
    const auto *status = std::get_if<StatusResponse>(&untagged);
    return status && status->code.name == "NOUPDATE";
}

Search Search::compactFor(const Capabilities &capabilities) const
{
    Search compact = *this;
    if (!returns && capabilities.has("ESEARCH"))
        compact.returns = SearchReturn{.all = true};
    return compact;
}

Requirements Search::requirements() const
{
    const bool numbers = !byUid || imap::usesSequenceNumbers(criteria);
    return {.name = byUid ? "UID SEARCH" : "SEARCH",
            .states = Selected,
            .usesSequenceNumbers = numbers,
            .mayCauseExpunge = byUid,
            .readsFlags = true,
            .answer = "SEARCH"};
}

void Search::check(const Capabilities &capabilities) const
{
    const Requirements needs = requirements();
    checkCriteria(criteria, capabilities, nameOf(needs));
    if (!returns)
        return;
    checkReturn(*returns, capabilities, nameOf(needs));
    // CONTEXT=SEARCH and PARTIAL bring RETURN with them (RFC 5267 §4, RFC 9394 §3).
    if (!capabilities.has("CONTEXT=SEARCH") && !returns->partial)
        requireCapability(capabilities, "ESEARCH", nameOf(needs));
}

/// search = "SEARCH" [search-return-opts] SP search-program                             (RFC 9051 §9)
void Search::encode(wire::Writer &writer) const
{
    if (byUid)
        writer.atom("UID");
    writer.atom("SEARCH");
    if (returns)
        encodeReturn(writer, *returns);
    encodeSearchProgram(writer, criteria, charset);
}

bool Search::collect(const Untagged &untagged, Result &result) const
{
    if (isNoUpdate(untagged)) {
        result.noUpdate = true;
        return true;
    }
    if (const auto *plain = std::get_if<SearchResponse>(&untagged)) {
        NumberRuns runs;
        for (const quint32 id : plain->ids)
            runs.append(id);
        join(result.ids, runs, byUid);
        if (plain->modSeq)
            result.modSeq = plain->modSeq;
        return true;
    }
    const auto *extended = std::get_if<EsearchResponse>(&untagged);
    if (!extended || extended->mailbox)
        return false;
    if (extended->all)
        join(result.ids, *extended->all, byUid);
    takeReturned(*extended, result);
    return true;
}

void Search::complete(const Completion &completion, Result &result) const
{
    if (completion.code.name == "NOUPDATE")
        result.noUpdate = true;
    // Where nothing was found, ESEARCH has no ALL, and some servers send no SEARCH at all.
    if (!result.ids && (!returns || returns->wantsAll()))
        join(result.ids, {}, byUid);
}

std::exception_ptr Search::error(const Completion &completion) const
{
    return criteriaError(completion, nameOf(requirements()), charsetOf(criteria, charset));
}

void CancelUpdate::check(const Capabilities &capabilities) const
{
    if (!capabilities.has("CONTEXT=SORT"))
        requireCapability(capabilities, "CONTEXT=SEARCH", "CANCELUPDATE");
}

/// "CANCELUPDATE" 1*(SP quoted)                                                        (RFC 5267 §6)
void CancelUpdate::encode(wire::Writer &writer) const
{
    writer.atom("CANCELUPDATE");
    for (const QByteArray &tag : tags)
        writer.string(tag);
}

} // namespace imap
