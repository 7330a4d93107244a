#include "ui/models/arrangedrows.h"

#include <algorithm>

namespace ui
{

using imap::ArrangedMessages;

qsizetype ArrangedRows::extraBefore(qsizetype group) const
{
    const qsizetype k = std::lower_bound(m_expanded.begin(), m_expanded.end(), group) - m_expanded.begin();
    return k == 0 ? 0 : m_extra[size_t(k - 1)];
}

qsizetype ArrangedRows::firstRowOf(qsizetype group) const
{
    return group + extraBefore(group);
}

bool ArrangedRows::isExpanded(qsizetype group) const
{
    return std::binary_search(m_expanded.begin(), m_expanded.end(), group);
}

qsizetype ArrangedRows::groupAt(qsizetype row) const
{
    // The last expanded group that begins at or before the row.
    qsizetype low = 0;
    qsizetype high = qsizetype(m_expanded.size());
    while (low < high) {
        const qsizetype k = (low + high) / 2;
        const qsizetype start = m_expanded[size_t(k)] + (k == 0 ? 0 : m_extra[size_t(k - 1)]);
        if (start <= row)
            low = k + 1;
        else
            high = k;
    }
    if (low == 0)
        return row;
    const qsizetype group = m_expanded[size_t(low - 1)];
    return row < firstRowOf(group) + m_messages.groupSize(group) ? group : row - m_extra[size_t(low - 1)];
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
    m_extra.resize(m_expanded.size());
    qsizetype extra = 0;
    for (size_t k = 0; k < m_expanded.size(); ++k) {
        extra += m_messages.groupSize(m_expanded[k]) - 1;
        m_extra[k] = extra;
    }
}

void ArrangedRows::setExpanded(qsizetype group, bool expanded, const Watch &watch)
{
    if (expanded == isExpanded(group) || group < 0 || group >= m_messages.groupCount() ||
        m_messages.groupSize(group) < 2)
        return;
    // The newest message keeps its row; the older ones come or go in front of it.
    const Step step{expanded ? Step::Kind::Inserted : Step::Kind::Removed, firstRowOf(group),
                    m_messages.groupSize(group) - 1, 0};
    if (watch)
        watch(step, false);
    const auto at = std::lower_bound(m_expanded.begin(), m_expanded.end(), group);
    if (expanded)
        m_expanded.insert(at, group);
    else
        m_expanded.erase(at);
    recount();
    if (watch)
        watch(step, true);
}

void ArrangedRows::setAllExpanded(bool expanded)
{
    m_expanded.clear();
    for (qsizetype group = 0; expanded && group < m_messages.groupCount(); ++group) {
        if (m_messages.groupSize(group) > 1)
            m_expanded.push_back(group);
    }
    recount();
}

std::vector<imap::Uid> ArrangedRows::expandedUids() const
{
    std::vector<imap::Uid> uids;
    for (const qsizetype group : m_expanded)
        uids.push_back(m_messages.uidAt(m_messages.groupBegin(group)));
    return uids;
}

void ArrangedRows::expandThoseOf(const std::vector<imap::Uid> &uids)
{
    m_expanded.clear();
    for (const qsizetype message : m_messages.find(uids)) {
        const qsizetype group = message < 0 ? -1 : m_messages.groupOf(message);
        if (group >= 0 && m_messages.groupSize(group) > 1)
            m_expanded.push_back(group);
    }
    std::sort(m_expanded.begin(), m_expanded.end());
    m_expanded.erase(std::unique(m_expanded.begin(), m_expanded.end()), m_expanded.end());
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
        return {Step::Kind::Inserted, firstRowOf(step.group) + step.offset, isExpanded(step.group) ? 1 : 0,
                0};
    case Kind::MessageRemoved:
        return {Step::Kind::Removed, firstRowOf(step.group) + step.offset, isExpanded(step.group) ? 1 : 0, 0};
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
    if (m_expanded.empty())
        return;
    const bool expanded = isExpanded(step.group);
    const auto shift = [this](qsizetype from, qsizetype by) {
        for (auto one = std::lower_bound(m_expanded.begin(), m_expanded.end(), from); one != m_expanded.end();
             ++one)
            *one += by;
    };
    const auto drop = [this](qsizetype group) {
        m_expanded.erase(std::lower_bound(m_expanded.begin(), m_expanded.end(), group));
    };
    switch (step.kind) {
    case Kind::GroupAdded:
        shift(step.group, 1);
        break;
    case Kind::GroupRemoved:
        if (expanded)
            drop(step.group);
        shift(step.group, -1);
        break;
    case Kind::MessageAdded:
        break;
    case Kind::MessageRemoved:
        if (expanded && m_messages.groupSize(step.group) < 2)
            drop(step.group);
        break;
    case Kind::GroupMoved:
        if (expanded)
            drop(step.group);
        shift(step.group, -1);
        shift(step.to, 1);
        if (expanded)
            m_expanded.insert(std::lower_bound(m_expanded.begin(), m_expanded.end(), step.to), step.to);
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
