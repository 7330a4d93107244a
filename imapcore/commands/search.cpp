#include "commands/responses.h"

#include "wire/reader.h"

namespace imap
{

namespace
{

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

} // namespace

SearchResponse SearchResponse::parse(wire::Reader &reader)
{
    return parseIds<SearchResponse>(reader);
}

SortResponse SortResponse::parse(wire::Reader &reader)
{
    return parseIds<SortResponse>(reader);
}

} // namespace imap
