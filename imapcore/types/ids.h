#pragma once

#include <QHashFunctions>
#include <QtGlobal>
#include <compare>

namespace imap
{

/// A number that is not interchangeable with numbers of another meaning.
template <class Tag, class T>
struct StrongNumber {
    T value = 0;

    constexpr StrongNumber() = default;
    constexpr explicit StrongNumber(T number)
        : value(number)
    {
    }
    constexpr bool isValid() const { return value != 0; }
    constexpr auto operator<=>(const StrongNumber &) const = default;
    friend size_t qHash(StrongNumber number, size_t seed = 0) noexcept { return ::qHash(number.value, seed); }
};

/// Unique identifier of a message in a mailbox, ascending, never 0 (RFC 9051 §2.3.1.1).
using Uid = StrongNumber<struct UidTag, quint32>;
/// Position of a message in the selected mailbox, from 1 (RFC 9051 §2.3.1.2).
using SeqNum = StrongNumber<struct SeqNumTag, quint32>;
/// Modification sequence of a message or mailbox, 63 bits (RFC 7162 §3.1).
using ModSeq = StrongNumber<struct ModSeqTag, quint64>;
/// UIDs of a mailbox mean the same only while this number is the same (RFC 9051 §2.3.1.1).
using UidValidity = StrongNumber<struct UidValidityTag, quint32>;

} // namespace imap
