#pragma once

#include <QByteArray>
#include <QList>
#include <initializer_list>

namespace imap
{

/// A system flag (`\Seen`) or keyword (`$Forwarded`); compared without regard to ASCII case
/// (RFC 9051 §2.3.2), kept as first spelled.
class Flag
{
public:
    Flag() = default;
    explicit Flag(QByteArray name)
        : m_name(std::move(name))
    {
    }

    const QByteArray &name() const { return m_name; }
    bool isSystem() const { return m_name.startsWith('\\'); }
    bool isKeyword() const { return !m_name.isEmpty() && !isSystem(); }

    friend bool operator==(const Flag &a, const Flag &b)
    {
        return a.m_name.compare(b.m_name, Qt::CaseInsensitive) == 0;
    }
    friend bool operator<(const Flag &a, const Flag &b)
    {
        return a.m_name.compare(b.m_name, Qt::CaseInsensitive) < 0;
    }
    friend size_t qHash(const Flag &flag, size_t seed = 0) { return ::qHash(flag.m_name.toLower(), seed); }

private:
    QByteArray m_name;
};

namespace flags
{
inline const Flag Seen{QByteArrayLiteral("\\Seen")};
inline const Flag Answered{QByteArrayLiteral("\\Answered")};
inline const Flag Flagged{QByteArrayLiteral("\\Flagged")};
inline const Flag Deleted{QByteArrayLiteral("\\Deleted")};
inline const Flag Draft{QByteArrayLiteral("\\Draft")};
inline const Flag Recent{QByteArrayLiteral("\\Recent")};
} // namespace flags

} // namespace imap

Q_DECLARE_TYPEINFO(imap::Flag, Q_RELOCATABLE_TYPE);

namespace imap
{

/// A set of flags in a fixed order, so that two sets with the same members are equal.
class FlagSet
{
public:
    FlagSet() = default;
    FlagSet(std::initializer_list<Flag> list)
    {
        for (const Flag &flag : list)
            insert(flag);
    }
    /// O(n log n), as a server may send any number of flags.
    explicit FlagSet(QList<Flag> list);

    bool contains(const Flag &flag) const;
    /// Returns whether the set changed.
    bool insert(const Flag &flag);
    bool remove(const Flag &flag);

    bool isEmpty() const { return m_list.isEmpty(); }
    qsizetype size() const { return m_list.size(); }
    auto begin() const { return m_list.cbegin(); }
    auto end() const { return m_list.cend(); }
    const QList<Flag> &toList() const { return m_list; }
    bool operator==(const FlagSet &) const = default;

private:
    QList<Flag> m_list; // ascending
};

} // namespace imap
