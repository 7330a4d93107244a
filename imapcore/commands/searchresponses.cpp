#include "commands/responses.h"

#include "wire/reader.h"

#include <vector>

namespace imap
{

namespace
{

/// More parentheses than this in one another are no conversation of people.
constexpr size_t threadNesting = 10'000;

/// mailbox-data =/ "SEARCH" [1*(SP nz-number) [SP search-sort-mod-seq]]            (RFC 7162 §7)
/// mailbox-data =/ "SORT" [1*(SP nz-number) [SP search-sort-mod-seq]]
/// search-sort-mod-seq = "(" "MODSEQ" SP mod-sequence-value ")"
template <class Response>
Response parseIds(wire::Reader &reader)
{
    Response response;
    for (;;) {
        reader.takeSp();
        if (reader.atEnd())
            break;
        if (reader.take('(')) {
            reader.takeSp();
            if (!reader.takeKeyword("MODSEQ"))
                reader.fail("MODSEQ");
            reader.expectSp();
            response.modSeq = ModSeq(reader.expectNumber64());
            reader.takeSp();
            reader.expect(')');
            break;
        }
        // How many there may be is bounded by the length of the line.
        if (const quint32 id = reader.expectNumber32())
            response.ids.append(id);
    }
    return response;
}

/// sequence-set, in the order in which it came. Where nothing was found some servers say NIL, as
/// partial-results may (RFC 9394 §4).
NumberRuns expectRuns(wire::Reader &reader)
{
    if (reader.takeNil())
        return {};
    wire::Reader ahead = reader;
    const auto runs = NumberRuns::parse(ahead.expectAtom());
    if (!runs)
        reader.fail("set of numbers");
    reader = ahead;
    return *runs;
}

/// search-correlator  = SP "(" one-correlator *(SP one-correlator) ")"
/// one-correlator     = ("TAG" SP tag-string) / ("MAILBOX" SP astring) / ("UIDVALIDITY" SP nz-number)
///                                                                      (RFC 7377 §5)
void parseCorrelators(wire::Reader &reader, EsearchResponse &response)
{
    reader.expectList([&] {
        const QByteArray name = reader.expectAtom().toByteArray().toUpper();
        reader.expectSp();
        if (name == "TAG")
            response.tag = reader.expectAString();
        else if (name == "MAILBOX")
            response.mailbox = reader.expectMailbox();
        else if (name == "UIDVALIDITY")
            response.uidValidity = UidValidity(reader.expectNumber32());
        else
            reader.expectToken();
    });
}

/// ret-data-partial = "PARTIAL" SP "(" partial-range SP partial-results ")"
/// partial-results  = sequence-set / "NIL"                                          (RFC 9394 §4)
PartialResult parsePartial(wire::Reader &reader)
{
    PartialResult partial;
    reader.expect('(');
    reader.takeSp();
    wire::Reader ahead = reader;
    const auto range = PartialRange::parse(ahead.expectAtom());
    if (!range)
        reader.fail("range");
    reader = ahead;
    partial.range = *range;
    if (reader.takeSp() && reader.peek() != ')')
        partial.ids = expectRuns(reader);
    reader.takeSp();
    reader.expect(')');
    return partial;
}

/// ret-data-addto = "ADDTO" SP "(" context-position SP sequence-set *(SP context-position SP sequence-set)
///                  ")"
/// context-position = number                                                        (RFC 5267 §6)
void parseChanges(wire::Reader &reader, bool removed, QList<ContextChange> &changes)
{
    reader.expectList([&] {
        reader.claim(sizeof(ContextChange) + sizeof(NumberRuns::Run));
        ContextChange change{.removed = removed};
        change.position = reader.expectNumber32();
        reader.expectSp();
        change.ids = expectRuns(reader);
        changes.append(std::move(change));
    });
}

/// search-return-data = "MIN" SP nz-number / "MAX" SP nz-number / "ALL" SP sequence-set /
///                      "COUNT" SP number / "MODSEQ" SP mod-sequence-value / "RELEVANCY" SP score-list /
///                      search-ret-data-ext                    (RFC 9051 §9, RFC 7162 §7, RFC 6203 §7)
void parseReturned(wire::Reader &reader, EsearchResponse &response)
{
    const QByteArray name = reader.expectAtom().toByteArray().toUpper();
    reader.expectSp();
    if (name == "MIN")
        response.min = reader.expectNumber32();
    else if (name == "MAX")
        response.max = reader.expectNumber32();
    else if (name == "COUNT")
        response.count = reader.expectNumber32();
    else if (name == "ALL")
        response.all = expectRuns(reader);
    else if (name == "MODSEQ" && reader.peek() != '(')
        response.modSeq = ModSeq(reader.expectNumber64());
    else if (name == "PARTIAL")
        response.partial = parsePartial(reader);
    else if (name == "ADDTO" || name == "REMOVEFROM")
        parseChanges(reader, name == "REMOVEFROM", response.changes);
    else if (name == "RELEVANCY")
        reader.expectList([&] { response.relevancy.append(reader.expectNumber32()); });
    else
        response.others.insert(name, reader.expectToken());
}

} // namespace

SearchResponse SearchResponse::parse(wire::Reader &reader)
{
    return parseIds<SearchResponse>(reader);
}

SortResponse SortResponse::parse(wire::Reader &reader)
{
    return parseIds<SortResponse>(reader);
}

/// esearch-response = "ESEARCH" [search-correlator] [SP "UID"] *(SP search-return-data)  (RFC 9051 §9)
EsearchResponse EsearchResponse::parse(wire::Reader &reader)
{
    EsearchResponse response;
    if (reader.peek() == '(')
        parseCorrelators(reader, response);
    reader.takeSp();
    response.uid = reader.takeKeyword("UID");
    for (reader.takeSp(); !reader.atEnd(); reader.takeSp()) {
        // MODSEQ in parentheses, as SEARCH has it, is known from servers.
        if (reader.peek() == '(')
            reader.expectList([&] { parseReturned(reader, response); });
        else
            parseReturned(reader, response);
    }
    return response;
}

/// thread-data    = "THREAD" [SP 1*thread-list]
/// thread-list    = "(" (thread-members / thread-nested) ")"
/// thread-members = nz-number *(SP nz-number) [SP thread-nested]
/// thread-nested  = 2*thread-list                                                    (RFC 5256 §5)
ThreadResponse ThreadResponse::parse(wire::Reader &reader)
{
    ThreadResponse response;
    QList<Threads::Node> &nodes = response.threads.nodes;
    std::vector<quint32> outside; // for each open parenthesis, the depth where it began
    quint32 depth = 0;            // of the next message
    bool justOpened = false;
    for (reader.takeSp(); !reader.atEnd(); reader.takeSp()) {
        if (reader.take('(')) {
            // Nothing stands in front of the answers: what they answer is not there.
            if (justOpened)
                nodes.append({0, depth++});
            if (outside.size() >= threadNesting)
                reader.fail("less nesting");
            outside.push_back(depth);
            justOpened = true;
            continue;
        }
        justOpened = false;
        if (outside.empty())
            reader.fail("(");
        if (reader.take(')')) {
            depth = outside.back();
            outside.pop_back();
            // Parentheses around nothing are no message that is missing.
            if (!nodes.isEmpty() && nodes.last() == Threads::Node{0, depth})
                nodes.removeLast();
        } else if (const quint32 id = reader.expectNumber32()) {
            nodes.append({id, depth++});
        }
    }
    if (!outside.empty())
        reader.fail(")");
    return response;
}

} // namespace imap
