#pragma once

#include "commands/search.h"

namespace imap
{

struct SortKey {
    enum class By {
        Arrival, ///< INTERNALDATE
        Cc,
        Date, ///< of the header
        From,
        Size,
        Subject, ///< without Re: and the like
        To,
        DisplayFrom, ///< RFC 5957: the name where there is one
        DisplayTo,   ///< RFC 5957
        Relevancy,   ///< RFC 6203, with a fuzzy criterion
    };
    By by = By::Arrival;
    bool reverse = false;
    bool operator==(const SortKey &) const = default;
};

/// Reads "REVERSE DATE SUBJECT", in parentheses or not. Throws InvalidCriteriaError.
QList<SortKey> parseSortKeys(const QString &words);

/// SORT or UID SORT, RFC 5256 and ESORT of RFC 5267.
struct Sort {
    using Result = SortResult;
    QList<SortKey> keys{};
    SearchKey criteria{};
    bool byUid = true;
    std::optional<SearchReturn> returns{};
    QByteArray charset{}; ///< empty: UTF-8 where a string is not ASCII

    Requirements requirements() const;
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
    std::exception_ptr error(const Completion &completion) const;
};

} // namespace imap
