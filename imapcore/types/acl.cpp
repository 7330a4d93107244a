#include "types/acl.h"

namespace imap
{

namespace
{

constexpr char order[] = "lrswipkxtecdabfghjmnoquvyz0123456789";

constexpr quint64 bit(char right)
{
    if (right >= 'a' && right <= 'z')
        return quint64(1) << (right - 'a');
    if (right >= '0' && right <= '9')
        return quint64(1) << (26 + right - '0');
    return 0;
}

constexpr quint64 create = bit('k') | bit('x');
constexpr quint64 remove = bit('t') | bit('e');

} // namespace

Rights::Rights(QByteArrayView letters)
{
    for (const char letter : letters)
        m_bits |= bit(letter);
}

bool Rights::contains(char right) const
{
    return (m_bits & bit(right)) != 0;
}

bool Rights::allows(char right) const
{
    if (contains(right))
        return true;
    const bool oldCreate = contains('c') && !(m_bits & create);
    const bool oldRemove = contains('d') && !(m_bits & (remove | bit('x')));
    switch (right) {
    case 'k':
        return oldCreate;
    case 't':
    case 'e':
        return oldRemove;
    case 'x': // servers disagreed on which of the two it was
        return oldCreate || oldRemove;
    case 'c':
        return (m_bits & create) != 0;
    case 'd':
        return (m_bits & remove) != 0;
    default:
        return false;
    }
}

Rights Rights::current() const
{
    quint64 bits = m_bits & ~(bit('c') | bit('d'));
    if (contains('c') && !(m_bits & create))
        bits |= create;
    if (contains('d') && !(m_bits & (remove | bit('x'))))
        bits |= remove;
    return Rights(bits);
}

Rights Rights::obsolete() const
{
    quint64 bits = m_bits & ~(create | remove);
    if (m_bits & create)
        bits |= bit('c');
    if (m_bits & remove)
        bits |= bit('d');
    return Rights(bits);
}

QByteArray Rights::toByteArray() const
{
    QByteArray letters;
    for (const char right : QByteArrayView(order)) {
        if (contains(right))
            letters.append(right);
    }
    return letters;
}

} // namespace imap
