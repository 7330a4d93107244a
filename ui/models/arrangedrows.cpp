#include "ui/models/arrangedrows.h"

#include <algorithm>

namespace ui
{

using imap::ArrangedMessages;

bool ArrangedRows::isListed(qsizetype group) const
{
    return std::binary_search(m_listed.begin(), m_listed.end(), group);
}

/// The rows beyond one for each group that stand in front of it; of all groups for their number.
qsizetype ArrangedRows::extraBefore(qsizetype group) const
{
    const qsizetype k = std::lower_bound(m_listed.begin(), m_listed.end(), group) - m_listed.begin();
    const qsizetype listed = k == 0 ? 0 : m_extra[size_t(k - 1)];
    if (!m_allExpanded)
        return listed;
    const qsizetype messages =
        group < m_messages.groupCount() ? m_messages.groupBegin(group) : m_messages.size();
    return messages - group - listed;
}

qsizetype ArrangedRows::firstRowOf(qsizetype group) const
{
    return group + extraBefore(group);
}

bool ArrangedRows::isExpanded(qsizetype group) const
{
    return group >= 0 && group < m_messages.groupCount() && isOpen(group) && m_messages.groupSize(group) > 1;
}

/// The last group that begins at or before the row.
qsizetype ArrangedRows::groupAt(qsizetype row) const
{
    if (m_listed.empty() && !m_allExpanded)
        return row;
    qsizetype low = 0;
    qsizetype high = m_messages.groupCount();
    while (high - low > 1) {
        const qsizetype middle = (low + high) / 2;
        (firstRowOf(middle) <= row ? low : high) = middle;
    }
    return low;
}

qsizetype ArrangedRows::messageAt(qsizetype row) const
{
    if (row < 0 || row >= rowCount())
        return -1;
    const qsizetype group = groupAt(row);
    return isExpanded(group) ? m_messages.groupBegin(group) + row - firstRowOf(group)
                             : m_messages.groupEnd(group) - 1;
}

imap::Uid ArrangedRows::uidAt(qsizetype row) const
{
    const qsizetype message = messageAt(row);
    return message < 0 ? imap::Uid() : m_messages.uidAt(message);
}

std::pair<qsizetype, qsizetype> ArrangedRows::messagesOf(qsizetype firstRow, qsizetype lastRow) const
{
    firstRow = std::max<qsizetype>(0, firstRow);
    lastRow = std::min(lastRow, rowCount() - 1);
    if (firstRow > lastRow)
        return {0, 0};
    const qsizetype group = groupAt(firstRow);
    return {isExpanded(group) ? messageAt(firstRow) : m_messages.groupBegin(group), messageAt(lastRow) + 1};
}

qsizetype ArrangedRows::rowOf(qsizetype message) const
{
    if (message < 0 || message >= m_messages.size())
        return -1;
    const qsizetype group = m_messages.groupOf(message);
    return firstRowOf(group) + (isExpanded(group) ? message - m_messages.groupBegin(group) : 0);
}

// ---------------------------------------------------------------- expanding

void ArrangedRows::recount()
{
    m_extra.resize(m_listed.size());
    qsizetype extra = 0;
    for (size_t k = 0; k < m_listed.size(); ++k) {
        extra += m_messages.groupSize(m_listed[k]) - 1;
        m_extra[k] = quint32(extra);
    }
}

void ArrangedRows::setExpanded(qsizetype group, bool expanded, const Watch &watch)
{
    if (group < 0 || group >= m_messages.groupCount() || m_messages.groupSize(group) < 2 ||
        expanded == isOpen(group))
        return;
    // The newest message keeps its row; the older ones come or go in front of it.
    const Step step{expanded ? Step::Kind::Inserted : Step::Kind::Removed, firstRowOf(group),
                    m_messages.groupSize(group) - 1, 0};
    if (watch)
        watch(step, false);
    const auto at = std::lower_bound(m_listed.begin(), m_listed.end(), group);
    if (expanded != m_allExpanded)
        m_listed.insert(at, quint32(group));
    else
        m_listed.erase(at);
    recount();
    if (watch)
        watch(step, true);
}

void ArrangedRows::setAllExpanded(bool expanded)
{
    m_allExpanded = expanded;
    m_listed = {};
    recount();
}

void ArrangedRows::expandAs(const ArrangedRows &other)
{
    m_allExpanded = other.m_allExpanded;
    m_listed.clear();
    std::vector<imap::Uid> oldest;
    for (const qsizetype group : other.m_listed)
        oldest.push_back(other.m_messages.uidAt(other.m_messages.groupBegin(group)));
    for (const qsizetype message : m_messages.find(oldest)) {
        const qsizetype group = message < 0 ? -1 : m_messages.groupOf(message);
        if (group >= 0 && m_messages.groupSize(group) > 1)
            m_listed.push_back(quint32(group));
    }
    std::sort(m_listed.begin(), m_listed.end());
    m_listed.erase(std::unique(m_listed.begin(), m_listed.end()), m_listed.end());
    recount();
}

// ---------------------------------------------------------------- changes

/// What a step of the messages will do to the rows; nothing (a count of 0) within a collapsed conversation.
ArrangedRows::Step ArrangedRows::before(const ArrangedMessages::Step &step) const
{
    using Kind = ArrangedMessages::Step::Kind;
    switch (step.kind) {
    case Kind::GroupAdded:
        return {Step::Kind::Inserted, firstRowOf(step.group), 1, 0};
    case Kind::GroupRemoved:
        return {Step::Kind::Removed, firstRowOf(step.group), rowsOf(step.group), 0};
    case Kind::MessageAdded:
        return {Step::Kind::Inserted, firstRowOf(step.group) + step.offset, isOpen(step.group), 0};
    case Kind::MessageRemoved:
        return {Step::Kind::Removed, firstRowOf(step.group) + step.offset, isOpen(step.group), 0};
    case Kind::GroupMoved:
        break;
    }
    const qsizetype count = rowsOf(step.group);
    const bool down = step.to > step.group;
    const qsizetype to = firstRowOf(down ? step.to + 1 : step.to) - (down ? count : 0);
    return {Step::Kind::Moved, firstRowOf(step.group), count, to};
}

void ArrangedRows::follow(const ArrangedMessages::Step &step)
{
    using Kind = ArrangedMessages::Step::Kind;
    if (m_listed.empty())
        return;
    const bool listed = isListed(step.group);
    const auto shift = [this](qsizetype from, qsizetype by) {
        for (auto one = std::lower_bound(m_listed.begin(), m_listed.end(), from); one != m_listed.end();
             ++one)
            *one += by;
    };
    const auto drop = [this](qsizetype group) {
        m_listed.erase(std::lower_bound(m_listed.begin(), m_listed.end(), group));
    };
    switch (step.kind) {
    case Kind::GroupAdded:
        shift(step.group, 1);
        break;
    case Kind::GroupRemoved:
        if (listed)
            drop(step.group);
        shift(step.group, -1);
        break;
    case Kind::MessageAdded:
        break;
    case Kind::MessageRemoved:
        if (listed && m_messages.groupSize(step.group) < 2)
            drop(step.group);
        break;
    case Kind::GroupMoved:
        if (listed)
            drop(step.group);
        shift(step.group, -1);
        shift(step.to, 1);
        if (listed)
            m_listed.insert(std::lower_bound(m_listed.begin(), m_listed.end(), step.to), quint32(step.to));
        break;
    }
    recount();
}

ArrangedMessages::Watch ArrangedRows::translated(const Watch &watch)
{
    return [this, watch](const ArrangedMessages::Step &step, bool done) {
        if (!done)
            m_step = before(step);
        else
            follow(step);
        if (watch && m_step.count > 0)
            watch(m_step, done);
    };
}

void ArrangedRows::add(const ArrangedMessages::Addition &addition, const Watch &watch)
{
    m_messages.add(addition, translated(watch));
}

void ArrangedRows::remove(imap::Uid uid, const Watch &watch)
{
    m_messages.remove(uid, translated(watch));
}

} // namespace ui
