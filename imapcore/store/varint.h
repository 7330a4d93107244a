#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace imap::store
{

/// Appends numbers of seven bits an octet, lowest first, and counted bytes.
class ByteWriter
{
public:
    void number(quint64 value)
    {
        for (; value >= 0x80; value >>= 7)
            m_bytes.append(char(value | 0x80));
        m_bytes.append(char(value));
    }
    void raw(QByteArrayView bytes) { m_bytes.append(bytes); }
    const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

/// Reads what ByteWriter wrote. After anything impossible it is failed for good and gives zeros, so that
/// callers need to look only where a number leads to work.
class ByteReader
{
public:
    explicit ByteReader(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }

    quint64 number()
    {
        quint64 value = 0;
        for (int shift = 0; shift < 64 && !m_rest.isEmpty(); shift += 7) {
            const quint64 octet = uchar(m_rest.front());
            m_rest = m_rest.sliced(1);
            if (shift == 63 && octet > 1)
                break; // more than 64 bits
            value |= (octet & 0x7f) << shift;
            if (octet < 0x80)
                return value;
        }
        fail();
        return 0;
    }
    /// As number(), but fails above `limit`.
    quint64 number(quint64 limit)
    {
        const quint64 value = number();
        if (value <= limit)
            return value;
        fail();
        return 0;
    }
    QByteArrayView raw(quint64 count)
    {
        if (count > quint64(m_rest.size())) {
            fail();
            return {};
        }
        const QByteArrayView taken = m_rest.first(qsizetype(count));
        m_rest = m_rest.sliced(qsizetype(count));
        return taken;
    }
    QByteArrayView rest() { return raw(quint64(m_rest.size())); }

    void fail()
    {
        m_failed = true;
        m_rest = {};
    }
    bool failed() const { return m_failed; }
    /// Everything was read and made sense.
    bool finished() const { return !m_failed && m_rest.isEmpty(); }
    qsizetype left() const { return m_rest.size(); }

private:
    QByteArrayView m_rest;
    bool m_failed = false;
};

} // namespace imap::store
