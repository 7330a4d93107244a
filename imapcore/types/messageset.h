#pragma once

#include "types/ids.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <optional>
#include <variant>

namespace imap
{

/// A set of message numbers as ranges: sorted, merged, and able to hold `*` (RFC 9051 §9, sequence-set).
/// `*` means the highest number in use; it is kept apart because its value is not known here.
template <class Id>
class NumberSet
{
public:
    struct Range {
        quint32 first = 0;
        quint32 last = 0; ///< equal to `first` for a single number; `Star` for `*`
        bool operator==(const Range &) const = default;
    };
    static constexpr quint32 Star =
        0xFFFFFFFFu; ///< sorts behind every real number but 2^32-1, which no server uses

    NumberSet() = default;
    static NumberSet single(Id id) { return range(id, id); }
    static NumberSet range(Id first, Id last);
    /// `first:*`
    static NumberSet from(Id first);
    static NumberSet fromList(const QList<Id> &ids);
    /// Reads `1,3:5,10:*`; nothing else, and no 0. Empty text gives no set.
    static std::optional<NumberSet> parse(QByteArrayView text);

    void add(Id id) { addRange(id.value, id.value); }
    void addRange(quint32 first, quint32 last);
    /// The numbers of both; takes as long as they have ranges.
    void unite(const NumberSet &other);
    /// Without the numbers of `other`; takes as long as they have ranges.
    void subtract(const NumberSet &other);
    bool contains(Id id) const;
    bool isEmpty() const { return m_ranges.isEmpty(); }
    bool hasStar() const { return !m_ranges.isEmpty() && m_ranges.last().last == Star; }
    /// How many numbers; meaningless with `*`.
    quint64 count() const;
    const QList<Range> &ranges() const { return m_ranges; }
    /// All numbers in ascending order, at most `limit` of them.
    QList<Id> toList(qsizetype limit = 10'000'000) const;
    /// As on the wire: `1,3:5,10:*`.
    QByteArray toByteArray() const;
    /// Cut into sets whose text is at most `maxBytes` long, for servers that refuse long lines.
    QList<NumberSet> split(qsizetype maxBytes) const;
    bool operator==(const NumberSet &) const = default;

private:
    QList<Range> m_ranges; // ascending, disjoint, not adjacent
};

using UidSet = NumberSet<Uid>;
using SeqSet = NumberSet<SeqNum>;
/// What a command addresses: UIDs (the UID form of the command is sent) or sequence numbers.
using MessageSet = std::variant<UidSet, SeqSet>;

extern template class NumberSet<Uid>;
extern template class NumberSet<SeqNum>;

} // namespace imap
