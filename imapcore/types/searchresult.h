#pragma once

#include "types/messageset.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <optional>

namespace imap
{

/// Message numbers in the order in which the server named them, runs kept as runs: what SORT finds is in
/// the order asked for, also where it comes as `7,4,1:3` (RFC 5267 §3).
struct NumberRuns {
    struct Run {
        quint32 first = 0;
        quint32 last = 0; ///< smaller than `first` in a run that descends
        bool operator==(const Run &) const = default;
    };
    QList<Run> runs{};

    /// Reads `7,4,1:3`; no `*` and no 0. Empty text gives none.
    static std::optional<NumberRuns> parse(QByteArrayView text);
    void append(quint32 number) { runs.append({number, number}); }
    bool isEmpty() const { return runs.isEmpty(); }
    quint64 count() const;
    /// The numbers one by one, at most `limit`: a short line can name all four thousand million.
    QList<quint32> toList(qsizetype limit = 10'000'000) const;
    template <class Id>
    NumberSet<Id> toSet() const;
    QByteArray toByteArray() const;
    bool operator==(const NumberRuns &) const = default;
};

extern template NumberSet<Uid> NumberRuns::toSet<Uid>() const;
extern template NumberSet<SeqNum> NumberRuns::toSet<SeqNum>() const;

/// A window on what a search finds: positions from 1, or from the end with -1 the last (RFC 9394 §3.1).
struct PartialRange {
    qint64 first = 0;
    qint64 last = 0; ///< of the same sign

    /// Reads `1:500` or `-1:-100`.
    static std::optional<PartialRange> parse(QByteArrayView text);
    QByteArray toByteArray() const;
    bool fromTheEnd() const { return first < 0; }
    bool operator==(const PartialRange &) const = default;
};

struct PartialResult {
    PartialRange range{}; ///< as asked for
    NumberRuns ids{};
    bool operator==(const PartialResult &) const = default;
};

/// How the result of a search with UPDATE changed (RFC 5267 §4.3).
struct ContextChange {
    bool removed = false;
    quint32 position = 0; ///< in the sorted result, from 1; 0: unsorted
    NumberRuns ids{};
    bool operator==(const ContextChange &) const = default;
};

/// What SEARCH found, whichever response told it. What was not asked for is nullopt.
struct SearchResult {
    std::optional<MessageSet> ids{}; ///< UIDs or numbers, as the command went by
    std::optional<quint32> min{};
    std::optional<quint32> max{};
    std::optional<quint32> count{};
    std::optional<ModSeq> modSeq{}; ///< the highest of those found, where MODSEQ was a criterion
    std::optional<PartialResult> partial{};
    QList<quint32> relevancy{}; ///< 1 … 100, for the ids in ascending order (RFC 6203)
    QList<ContextChange> changes{};
    QByteArray tag{};      ///< names the context of UPDATE, for CancelUpdate
    bool noUpdate = false; ///< the server will not tell of changes
    bool operator==(const SearchResult &) const = default;
};

/// The same for SORT, where the order of the ids is the answer.
struct SortResult {
    std::optional<NumberRuns> ids{};
    std::optional<quint32> min{}; ///< the first in order
    std::optional<quint32> max{}; ///< the last in order
    std::optional<quint32> count{};
    std::optional<ModSeq> modSeq{};
    std::optional<PartialResult> partial{};
    QList<quint32> relevancy{};
    QList<ContextChange> changes{};
    QByteArray tag{};
    bool noUpdate = false;
    bool operator==(const SortResult &) const = default;
};

} // namespace imap
