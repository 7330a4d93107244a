#include "types/capability.h"

#include <algorithm>
#include <array>

namespace imap
{

namespace
{

/// RFC 9051 appendix E: what a server that says IMAP4rev2 can do without listing it.
constexpr std::array<QByteArrayView, 15> rev2Implies{
    "NAMESPACE",   "UNSELECT",    "UIDPLUS",       "ESEARCH",     "SEARCHRES",
    "ENABLE",      "IDLE",        "SASL-IR",       "MOVE",        "LITERAL-",
    "STATUS=SIZE", "LIST-STATUS", "LIST-EXTENDED", "SPECIAL-USE", "CHILDREN",
};

bool same(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

bool contains(const QList<QByteArray> &names, QByteArrayView name)
{
    return std::any_of(names.begin(), names.end(), [&](const QByteArray &one) { return same(one, name); });
}

} // namespace

Capabilities::Capabilities(const QList<QByteArray> &names)
{
    // Real lists are shorter; each name is compared with those before it.
    constexpr qsizetype most = 1000;
    for (const QByteArray &name : names) {
        if (m_names.size() == most)
            break;
        if (!name.isEmpty() && !listed(name))
            m_names.append(name);
    }
}

bool Capabilities::listed(QByteArrayView name) const
{
    return contains(m_names, name);
}

bool Capabilities::has(QByteArrayView name) const
{
    if (listed(name))
        return true;
    if (contains(m_removed, name))
        return false;
    if (same(name, "CONDSTORE") && listed("QRESYNC"))
        return true;
    if (same(name, "LITERAL-") && listed("LITERAL+"))
        return true;
    return listed("IMAP4rev2") && std::any_of(rev2Implies.begin(), rev2Implies.end(),
                                              [&](QByteArrayView one) { return same(one, name); });
}

QList<QByteArray> Capabilities::authMechanisms() const
{
    QList<QByteArray> mechanisms;
    for (const QByteArray &name : m_names) {
        if (name.size() > 5 && same(QByteArrayView(name).first(5), "AUTH="))
            mechanisms.append(name.sliced(5).toUpper());
    }
    return mechanisms;
}

QByteArray Capabilities::value(QByteArrayView name) const
{
    for (const QByteArray &one : m_names) {
        if (one.size() > name.size() && one.at(name.size()) == '=' &&
            same(QByteArrayView(one).first(name.size()), name))
            return one.sliced(name.size() + 1);
    }
    return {};
}

void Capabilities::remove(QByteArrayView name)
{
    m_names.removeIf([&](const QByteArray &one) { return same(one, name); });
    if (!contains(m_removed, name))
        m_removed.append(name.toByteArray().toUpper());
}

} // namespace imap
