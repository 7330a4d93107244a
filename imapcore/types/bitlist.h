#pragma once

#include <QList>

namespace imap
{

/// Yes or no for each of many places, one bit each: a million take 130 kB. Places come and go as in a list.
/// Copies share what they hold until one of them changes. What asks takes well under a microsecond; what
/// inserts or removes goes through all of it, some ten microseconds for a million.
class BitList
{
public:
    qsizetype size() const { return m_size; }
    bool at(qsizetype place) const { return (m_words.at(place / 64) >> (place % 64)) & 1; }
    void set(qsizetype place, bool value);

    void append(bool value);
    /// `count` places of another list, from `first` on.
    void append(const BitList &from, qsizetype first, qsizetype count);
    void insert(qsizetype place, bool value);
    void insert(qsizetype place, const BitList &others);
    void remove(qsizetype place, qsizetype count = 1);
    BitList mid(qsizetype place, qsizetype count) const;
    void reserve(qsizetype size);

    /// How many places say yes.
    qsizetype count() const { return m_count; }
    /// How many of those before `place`.
    qsizetype countBefore(qsizetype place) const;
    /// Where the one stands that has `number` of them before it; `number` is less than count().
    qsizetype find(qsizetype number) const;

    /// What it takes in memory, octets.
    qsizetype memory() const;
    bool operator==(const BitList &other) const { return m_size == other.m_size && m_words == other.m_words; }

private:
    quint64 bitsAt(qsizetype place) const;

    QList<quint64> m_words;   ///< bits beyond the last place are 0
    QList<quint32> m_counted; ///< how many say yes before each block of words
    qsizetype m_size = 0;
    qsizetype m_count = 0;
};

} // namespace imap
