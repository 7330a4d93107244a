#include "types/flag.h"

#include <algorithm>

namespace imap
{

FlagSet::FlagSet(QList<Flag> list)
    : m_list(std::move(list))
{
    const auto disordered = [](const Flag &a, const Flag &b) { return !(a < b); };
    if (std::adjacent_find(m_list.cbegin(), m_list.cend(), disordered) == m_list.cend())
        return;
    std::stable_sort(m_list.begin(), m_list.end()); // stable: the first spelling stays
    m_list.erase(std::unique(m_list.begin(), m_list.end()), m_list.end());
}

bool FlagSet::contains(const Flag &flag) const
{
    return std::binary_search(m_list.begin(), m_list.end(), flag);
}

bool FlagSet::insert(const Flag &flag)
{
    const auto at = std::lower_bound(m_list.begin(), m_list.end(), flag);
    if (at != m_list.end() && *at == flag)
        return false;
    m_list.insert(at, flag);
    return true;
}

bool FlagSet::remove(const Flag &flag)
{
    const auto at = std::lower_bound(m_list.begin(), m_list.end(), flag);
    if (at == m_list.end() || !(*at == flag))
        return false;
    m_list.erase(at);
    return true;
}

} // namespace imap
