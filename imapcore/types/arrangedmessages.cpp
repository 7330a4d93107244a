#include "types/arrangedmessages.h"

#include <algorithm>

namespace imap
{

namespace
{

using Step = ArrangedMessages::Step;

/// Tells of a step before and after it is taken.
template <class Change>
void take(const ArrangedMessages::Watch &watch, const Step &step, Change &&change)
{
    if (watch)
        watch(step, false);
    change();
    if (watch)
        watch(step, true);
}

} // namespace

ArrangedMessages ArrangedMessages::list(QList<quint32> uids)
{
    std::vector<quint32> sorted(uids.cbegin(), uids.cend());
    std::sort(sorted.begin(), sorted.end());
    const bool unique = std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
    if (!unique || (!sorted.empty() && sorted.front() == 0)) {
        sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
        std::vector<bool> seen(sorted.size());
        uids.removeIf([&](quint32 uid) {
            const auto at = std::lower_bound(sorted.begin(), sorted.end(), uid) - sorted.begin();
            const bool again = seen[size_t(at)];
            seen[size_t(at)] = true;
            return again || uid == 0;
        });
    }
    ArrangedMessages messages;
    messages.m_uids = std::move(uids);
    return messages;
}

ArrangedMessages ArrangedMessages::conversations(std::vector<Member> members)
{
    const auto byUid = [](const Member &a, const Member &b) { return a.uid < b.uid; };
    if (!std::is_sorted(members.begin(), members.end(), byUid))
        std::sort(members.begin(), members.end(), byUid);
    const auto unwanted = [last = quint32(0)](const Member &member) mutable {
        return std::exchange(last, member.uid) == member.uid || member.uid == 0;
    };
    members.erase(std::remove_if(members.begin(), members.end(), unwanted), members.end());
    // The newest of each group, then everything ordered by that, and by itself within its group.
    quint32 groups = 0;
    for (const Member &member : members)
        groups = std::max(groups, member.group + 1u);
    std::vector<quint32> newest(groups);
    for (const Member &member : members)
        newest[member.group] = member.uid;
    std::sort(members.begin(), members.end(), [&newest](const Member &a, const Member &b) {
        return a.group != b.group ? newest[a.group] < newest[b.group] : a.uid < b.uid;
    });
    ArrangedMessages messages;
    messages.m_threaded = true;
    messages.m_uids.reserve(qsizetype(members.size()));
    messages.m_starts.reserve(qsizetype(members.size()));
    messages.m_unread.reserve(qsizetype(members.size()));
    quint32 current = 0;
    for (const Member &member : members) {
        messages.m_starts.append(std::exchange(current, newest[member.group]) != newest[member.group]);
        messages.m_uids.append(member.uid);
        messages.m_unread.append(member.unread);
    }
    return messages;
}

qsizetype ArrangedMessages::groupOf(qsizetype index) const
{
    if (!m_threaded)
        return index;
    return m_starts.countBefore(index + 1) - 1;
}

bool ArrangedMessages::isGroupUnread(qsizetype group) const
{
    if (!m_threaded)
        return false;
    return m_unread.countBefore(groupEnd(group)) > m_unread.countBefore(groupBegin(group));
}

qsizetype ArrangedMessages::find(Uid uid) const
{
    const auto found = std::find(m_uids.begin(), m_uids.end(), uid.value);
    return found == m_uids.end() ? -1 : found - m_uids.begin();
}

std::vector<qsizetype> ArrangedMessages::find(const std::vector<Uid> &uids) const
{
    std::vector<qsizetype> places(uids.size(), -1);
    // A small table of what is sought; most messages are passed over with one look at it.
    constexpr size_t slots = 4096;
    std::vector<quint32> first(slots, 0), next(uids.size() + 1, 0);
    for (size_t i = 0; i < uids.size(); ++i)
        next[i + 1] = std::exchange(first[uids[i].value % slots], quint32(i + 1));
    size_t left = uids.size();
    for (qsizetype at = 0; at < size() && left > 0; ++at) {
        for (quint32 i = first[m_uids[at] % slots]; i != 0; i = next[i]) {
            if (uids[i - 1].value == m_uids[at]) {
                places[i - 1] = at;
                --left;
            }
        }
    }
    return places;
}

// ---------------------------------------------------------------- changes

/// Where a group with this newest message belongs, not counting the group `but`.
qsizetype ArrangedMessages::placeOf(quint32 newest, qsizetype but) const
{
    qsizetype low = 0;
    qsizetype high = groupCount() - (but >= 0 ? 1 : 0);
    while (low < high) {
        const qsizetype middle = (low + high) / 2;
        const qsizetype group = but >= 0 && middle >= but ? middle + 1 : middle;
        if (m_uids.at(groupEnd(group) - 1) < newest)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void ArrangedMessages::addToGroup(qsizetype group, quint32 uid, bool unread, const Watch &watch)
{
    const qsizetype first = groupBegin(group);
    const auto begin = m_uids.cbegin() + first;
    const qsizetype offset = std::lower_bound(begin, m_uids.cbegin() + groupEnd(group), uid) - begin;
    take(watch, {Step::Kind::MessageAdded, group, offset}, [&] {
        m_uids.insert(first + offset, uid);
        m_unread.insert(first + offset, unread);
        m_starts.insert(first + 1, false); // the group begins where it did
    });
}

void ArrangedMessages::addGroup(quint32 uid, bool unread, const Watch &watch)
{
    const qsizetype group = placeOf(uid, -1);
    const qsizetype at = group < groupCount() ? groupBegin(group) : size();
    take(watch, {Step::Kind::GroupAdded, group}, [&] {
        m_uids.insert(at, uid);
        m_unread.insert(at, unread);
        m_starts.insert(at, true);
    });
}

void ArrangedMessages::removeGroup(qsizetype group, const Watch &watch)
{
    const qsizetype begin = groupBegin(group);
    const qsizetype count = groupSize(group);
    take(watch, {Step::Kind::GroupRemoved, group}, [&] {
        m_uids.remove(begin, count);
        if (!m_threaded)
            return;
        m_unread.remove(begin, count);
        m_starts.remove(begin, count);
    });
}

/// Moves a group to where it belongs after its newest message became another.
void ArrangedMessages::settle(qsizetype group, const Watch &watch)
{
    const qsizetype to = placeOf(m_uids.at(groupEnd(group) - 1), group);
    if (to == group)
        return;
    take(watch, {Step::Kind::GroupMoved, group, 0, to}, [&] {
        const qsizetype from = groupBegin(group);
        const qsizetype count = groupSize(group);
        // Where it begins among the others, once it is gone from where it was.
        const qsizetype place = to > group ? groupEnd(to) - count : groupBegin(to);
        const auto begin = m_uids.begin();
        if (place > from)
            std::rotate(begin + from, begin + from + count, begin + place + count);
        else
            std::rotate(begin + place, begin + from, begin + from + count);
        for (BitList *list : {&m_unread, &m_starts}) {
            const BitList block = list->mid(from, count);
            list->remove(from, count);
            list->insert(place, block);
        }
    });
}

void ArrangedMessages::add(const Addition &addition, const Watch &watch)
{
    if (!addition.uid.isValid() || find(addition.uid) >= 0)
        return;
    if (!m_threaded) {
        const qsizetype at = std::min<qsizetype>(addition.position, size());
        take(watch, {Step::Kind::GroupAdded, at}, [&] { m_uids.insert(at, addition.uid.value); });
        return;
    }
    std::vector<qsizetype> joined;
    for (const Uid uid : addition.joins) {
        if (const qsizetype at = find(uid); at >= 0)
            joined.push_back(groupOf(at));
    }
    std::sort(joined.begin(), joined.end());
    joined.erase(std::unique(joined.begin(), joined.end()), joined.end());
    if (joined.empty()) {
        addGroup(addition.uid.value, addition.unread, watch);
        return;
    }
    // The newest of them takes the others in; it is last, so those in front of it shift it when they go.
    qsizetype group = joined.back();
    for (size_t i = joined.size() - 1; i-- > 0;) {
        const qsizetype begin = groupBegin(joined[i]);
        const qsizetype end = groupEnd(joined[i]);
        const QList<quint32> uids = m_uids.mid(begin, end - begin);
        const BitList unread = m_unread.mid(begin, end - begin);
        removeGroup(joined[i], watch);
        --group;
        for (qsizetype one = 0; one < uids.size(); ++one)
            addToGroup(group, uids[one], unread.at(one), watch);
    }
    addToGroup(group, addition.uid.value, addition.unread, watch);
    settle(group, watch);
}

void ArrangedMessages::remove(Uid uid, const Watch &watch)
{
    const qsizetype index = find(uid);
    if (index < 0)
        return;
    const qsizetype group = groupOf(index);
    if (groupSize(group) == 1) {
        removeGroup(group, watch);
        return;
    }
    take(watch, {Step::Kind::MessageRemoved, group, index - groupBegin(group)}, [&] {
        const qsizetype first = groupBegin(group);
        m_uids.remove(index);
        m_unread.remove(index);
        m_starts.remove(first + 1); // the group begins where it did
    });
    settle(group, watch);
}

bool ArrangedMessages::setUnread(qsizetype index, bool unread)
{
    if (!m_threaded || index < 0 || index >= size() || m_unread.at(index) == unread)
        return false;
    m_unread.set(index, unread);
    return true;
}

qsizetype ArrangedMessages::memory() const
{
    return qsizetype(m_uids.capacity() * sizeof(quint32)) + m_starts.memory() + m_unread.memory();
}

} // namespace imap
