#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <random>

namespace imap::bench
{

/// Answers to `UID FETCH n:m (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)` as Dovecot sends
/// them, about 800 octets each: other people, subjects, dates, flags and parts in each, the same for the same
/// seed.
class FetchStream
{
public:
    explicit FetchStream(quint32 seed = 1)
        : m_random(seed)
    {
    }

    /// The next response, with its CRLF.
    QByteArray next();
    /// The next `count` of them in one piece.
    QByteArray take(int count);

private:
    int below(int bound) { return int(m_random() % quint32(bound)); }
    template <class List>
    auto pick(const List &list)
    {
        return list[size_t(below(int(std::size(list))))];
    }
    QByteArray person();
    QByteArray people(int count);
    QByteArray messageId();
    QByteArray subject();
    QByteArray envelope(const QByteArray &date);
    QByteArray text(const char *subtype);
    QByteArray alternative();
    QByteArray attachment();
    QByteArray structure();

    std::mt19937 m_random;
    int m_count = 0;
};

} // namespace imap::bench
