#pragma once

#include "commands/searchcriteria.h"
#include "types/searchresult.h"

namespace imap
{

/// What SEARCH and SORT are to return (RFC 9051 §6.4.4, RFC 5267). With none of min, max, all, count,
/// partial, save and update: all.
struct SearchReturn {
    bool min = false;
    bool max = false;
    bool all = false;
    bool count = false;
    bool save = false;      ///< `$` then stands for what was found (RFC 5182)
    bool update = false;    ///< tell of changes until CancelUpdate (RFC 5267 §4.3)
    bool context = false;   ///< a hint that more of the same will be asked (RFC 5267 §4.2)
    bool relevancy = false; ///< RFC 6203, with a fuzzy criterion
    std::optional<PartialRange> partial{};

    /// Reads the words of RETURN: "MIN MAX", "PARTIAL 1:100". Throws InvalidCriteriaError.
    static SearchReturn parse(const QString &words);
    bool wantsAll() const;
    bool operator==(const SearchReturn &) const = default;
};

/// SEARCH or, with `byUid`, UID SEARCH (RFC 9051 §6.4.4). The result is the same whether the server tells it
/// by SEARCH or, as IMAP4rev2 does, by ESEARCH.
struct Search {
    using Result = SearchResult;
    SearchKey criteria{};
    bool byUid = true;
    std::optional<SearchReturn> returns{}; ///< RETURN (...); nullopt: none, as in IMAP4rev1
    QByteArray charset{};                  ///< empty: UTF-8 where a string is not ASCII

    /// The same search, answered in ranges where the server can: a million hits are one short line then.
    Search compactFor(const Capabilities &capabilities) const;

    Requirements requirements() const;
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
    std::exception_ptr error(const Completion &completion) const;
};

/// CANCELUPDATE, RFC 5267 §4.3.5: no more changes of the searches with these tags.
struct CancelUpdate {
    using Result = Nothing;
    QList<QByteArray> tags{};

    Requirements requirements() const { return {.name = "CANCELUPDATE", .states = Selected}; }
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &, Result &) const { return false; }
};

// For those who have the same options.

/// SP "RETURN" SP "(" [search-return-opt *(SP search-return-opt)] ")"
void encodeReturn(wire::Writer &writer, const SearchReturn &returns);
/// Throws CapabilityError for the first option of SEARCH that the server does not offer.
void checkReturn(const SearchReturn &returns, const Capabilities &capabilities, QByteArrayView command);
/// Takes over what is alike in SearchResult and SortResult.
template <class Result>
void takeReturned(const EsearchResponse &response, Result &result);
extern template void takeReturned(const EsearchResponse &, SearchResult &);
extern template void takeReturned(const EsearchResponse &, SortResult &);
/// Whether it says that the server will not tell of changes (RFC 5267 §4.3.1).
bool isNoUpdate(const Untagged &untagged);

} // namespace imap
