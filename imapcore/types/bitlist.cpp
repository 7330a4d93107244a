#include "types/bitlist.h"

#include <algorithm>
#include <bit>

namespace imap
{

namespace
{

constexpr qsizetype bits = 64;      ///< of a word
constexpr qsizetype blockWords = 8; ///< counted together

} // namespace

void BitList::set(qsizetype place, bool value)
{
    if (at(place) == value)
        return; // looked at first: a change would end the sharing with other copies
    m_words[place / bits] ^= quint64(1) << (place % bits);
    m_count += value ? 1 : -1;
    for (qsizetype block = place / bits / blockWords + 1; block < m_counted.size(); ++block)
        m_counted[block] += value ? 1u : ~0u;
}

void BitList::append(bool value)
{
    if (m_size % bits == 0) {
        if (m_words.size() % blockWords == 0)
            m_counted.append(quint32(m_count));
        m_words.append(0);
    }
    m_words.last() |= quint64(value) << (m_size % bits);
    ++m_size;
    m_count += value;
}

/// 64 places from this one on; those beyond the end say no.
quint64 BitList::bitsAt(qsizetype place) const
{
    const qsizetype word = place / bits;
    const qsizetype shift = place % bits;
    quint64 found = m_words.at(word) >> shift;
    if (shift > 0 && word + 1 < m_words.size())
        found |= m_words.at(word + 1) << (bits - shift);
    return found;
}

void BitList::append(const BitList &from, qsizetype first, qsizetype count)
{
    while (count > 0 && m_size % bits != 0) {
        append(from.at(first++));
        --count;
    }
    for (; count >= bits; count -= bits, first += bits) {
        const quint64 word = from.bitsAt(first);
        if (m_words.size() % blockWords == 0)
            m_counted.append(quint32(m_count));
        m_words.append(word);
        m_size += bits;
        m_count += std::popcount(word);
    }
    while (count-- > 0)
        append(from.at(first++));
}

void BitList::insert(qsizetype place, bool value)
{
    BitList one;
    one.append(value);
    insert(place, one);
}

void BitList::insert(qsizetype place, const BitList &others)
{
    BitList all;
    all.reserve(m_size + others.m_size);
    all.append(*this, 0, place);
    all.append(others, 0, others.m_size);
    all.append(*this, place, m_size - place);
    *this = std::move(all);
}

void BitList::remove(qsizetype place, qsizetype count)
{
    BitList rest;
    rest.reserve(m_size - count);
    rest.append(*this, 0, place);
    rest.append(*this, place + count, m_size - place - count);
    *this = std::move(rest);
}

BitList BitList::mid(qsizetype place, qsizetype count) const
{
    BitList some;
    some.reserve(count);
    some.append(*this, place, count);
    return some;
}

void BitList::reserve(qsizetype size)
{
    m_words.reserve(size / bits + 1);
    m_counted.reserve(size / bits / blockWords + 1);
}

qsizetype BitList::countBefore(qsizetype place) const
{
    if (place >= m_size)
        return m_count;
    const qsizetype word = place / bits;
    qsizetype count = m_counted.at(word / blockWords);
    for (qsizetype one = word / blockWords * blockWords; one < word; ++one)
        count += std::popcount(m_words.at(one));
    const quint64 before = (quint64(1) << (place % bits)) - 1;
    return count + std::popcount(m_words.at(word) & before);
}

qsizetype BitList::find(qsizetype number) const
{
    const auto block = std::upper_bound(m_counted.cbegin(), m_counted.cend(), quint32(number)) - 1;
    qsizetype word = (block - m_counted.cbegin()) * blockWords;
    qsizetype left = number - qsizetype(*block);
    for (qsizetype here = 0; left >= (here = std::popcount(m_words.at(word))); ++word)
        left -= here;
    quint64 rest = m_words.at(word);
    while (left-- > 0)
        rest &= rest - 1; // without its lowest yes
    return word * bits + std::countr_zero(rest);
}

qsizetype BitList::memory() const
{
    return qsizetype(m_words.capacity() * sizeof(quint64) + m_counted.capacity() * sizeof(quint32));
}

} // namespace imap
