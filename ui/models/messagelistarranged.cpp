// MessageListModel in other orders than the folder's own.
#include "ui/models/messagelistmodel.h"

#include "ui/models/roles.h"

#include <algorithm>

namespace ui
{

using imap::Uid;

bool MessageListModel::usuallyDescending(const imap::Arrangement &arrangement)
{
    using By = imap::Arrangement::By;
    return arrangement.by == By::Arrival || arrangement.by == By::Date || arrangement.by == By::Size;
}

void MessageListModel::arrange(const imap::Arrangement &arrangement, bool descending)
{
    if (!m_account)
        return;
    m_wantedDescending = descending;
    if (arrangement == m_order.arrangement && !m_awaiting)
        setNewestFirst(descending);
    if (arrangement == m_order.arrangement && !m_order.making && !m_awaiting)
        return;
    ListOrder order = m_order;
    order.wanted = arrangement;
    order.making = arrangement != order.arrangement;
    order.done = 0;
    order.total = 0;
    order.error.reset();
    if (!order.making)
        m_awaiting = false;
    setOrder(order);
    m_account->arrange(m_opening.folder, arrangement);
}

void MessageListModel::stopArranging()
{
    if (!m_order.making)
        return;
    if (std::exchange(m_awaiting, false)) {
        tellAllChanged();
        requestSoon();
    }
    arrange(m_order.arrangement, m_newestFirst);
}

void MessageListModel::setOrder(const ListOrder &order)
{
    if (order == m_order)
        return;
    m_order = order;
    Q_EMIT orderChanged();
}

const MessageRows::Entry *MessageListModel::entryAt(int row) const
{
    if (m_awaiting)
        return nullptr;
    if (!m_arranged)
        return m_rows.at(indexOfRow(row));
    const auto found = m_contents.constFind(m_arranged->uidAt(indexOfRow(row)));
    return found == m_contents.cend() ? nullptr : &*found;
}

Uid MessageListModel::shownUid(int row) const
{
    return m_arranged ? m_arranged->uidAt(indexOfRow(row)) : uidAt(row);
}

/// -1 for those that are nowhere. One walk for all.
std::vector<int> MessageListModel::rowsOf(const std::vector<Uid> &uids) const
{
    std::vector<int> rows;
    rows.reserve(uids.size());
    if (m_arranged) {
        for (const qsizetype message : m_arranged->messages().find(uids))
            rows.push_back(message < 0 ? -1 : rowOfIndex(m_arranged->rowOf(message)));
        return rows;
    }
    for (const Uid uid : uids) {
        const qsizetype index = uid.isValid() ? m_rows.indexOf(uid) : -1;
        rows.push_back(index < 0 ? -1 : rowOfIndex(index));
    }
    return rows;
}

// ---------------------------------------------------------------- conversations

ThreadRow MessageListModel::threadAt(int row) const
{
    ThreadRow thread;
    const qsizetype index = indexOfRow(row);
    const qsizetype message = isThreaded() ? m_arranged->messageAt(index) : -1;
    if (message < 0)
        return thread;
    const imap::ArrangedMessages &messages = m_arranged->messages();
    const qsizetype group = m_arranged->groupAt(index);
    thread.count = int(messages.groupSize(group));
    const qsizetype begin = messages.groupBegin(group);
    const qsizetype end = messages.groupEnd(group);
    thread.newest = message == end - 1;
    thread.expanded = m_arranged->isExpanded(group);
    // Nobody reads further than "99"; a conversation of a hundred thousand is painted as fast as others.
    constexpr qsizetype looked = 1000;
    for (qsizetype at = end - 1; at >= begin && at >= end - looked; --at)
        thread.unread += messages.isUnread(at);
    if (thread.unread == 0 && thread.count > looked)
        thread.unread = messages.isGroupUnread(group);
    return thread;
}

int MessageListModel::newestRowOf(int row) const
{
    const qsizetype index = indexOfRow(row);
    if (!isThreaded() || index < 0 || index >= total())
        return row;
    const qsizetype group = m_arranged->groupAt(index);
    return rowOfIndex(m_arranged->firstRowOf(group) + m_arranged->rowsOf(group) - 1);
}

void MessageListModel::setExpanded(int row, bool expanded)
{
    const qsizetype index = indexOfRow(row);
    if (!isThreaded() || index < 0 || index >= total())
        return;
    m_arranged->setExpanded(m_arranged->groupAt(index), expanded, watch());
    tellAllChanged();
    requestSoon();
}

void MessageListModel::setAllExpanded(bool expanded)
{
    if (!isThreaded())
        return;
    auto next = std::make_unique<ArrangedRows>(*m_arranged);
    next->setAllExpanded(expanded);
    rearrange(std::move(next), m_newestFirst);
}

qint64 MessageListModel::messageCount(const QItemSelection &selection) const
{
    qint64 count = 0;
    for (const QItemSelectionRange &range : selection) {
        if (range.left() > 0)
            continue;
        if (!m_arranged) {
            count += range.height();
            continue;
        }
        const auto [first, last] = std::minmax({indexOfRow(range.top()), indexOfRow(range.bottom())});
        const auto [begin, end] = m_arranged->messagesOf(first, last);
        count += end - begin;
    }
    return count;
}

// ---------------------------------------------------------------- what the account tells

void MessageListModel::on(const imap::ArrangementStarted &event)
{
    if (!(event.folder == m_opening.folder) || event.arrangement != m_order.wanted)
        return;
    ListOrder order = m_order;
    // Of the same order there are only better rows on their way, which nobody waits for.
    order.making = event.arrangement != order.arrangement;
    order.done = event.done;
    order.total = event.total;
    setOrder(order);
}

void MessageListModel::on(const imap::ArrangementReset &event)
{
    if (!(event.folder == m_opening.folder) || event.arrangement != m_order.wanted)
        return;
    std::unique_ptr<ArrangedRows> next;
    if (event.messages) {
        next = std::make_unique<ArrangedRows>(*event.messages);
        if (m_arranged && event.arrangement == m_order.arrangement)
            next->expandAs(*m_arranged);
    }
    const bool same = event.arrangement == m_order.arrangement && !m_awaiting;
    rearrange(std::move(next), same ? m_newestFirst : m_wantedDescending);
    ListOrder order;
    order.descending = m_newestFirst;
    order.arrangement = event.arrangement;
    order.wanted = event.arrangement;
    order.source = event.source;
    setOrder(order);
}

void MessageListModel::on(const imap::ArrangementFailed &event)
{
    if (!(event.folder == m_opening.folder) || event.arrangement != m_order.wanted)
        return;
    if (std::exchange(m_awaiting, false))
        tellAllChanged();
    ListOrder order = m_order;
    order.making = false;
    order.error = event.error;
    setOrder(order);
}

/// From one order to another: rows at the bottom come first and go last, so that in between their number
/// stays and whoever points at one is taken along.
void MessageListModel::rearrange(std::unique_ptr<ArrangedRows> next, bool descending)
{
    if (!next && !m_arranged && !m_awaiting && descending == m_newestFirst)
        return;
    Q_EMIT aboutToRearrange();
    const qsizetype before = total();
    const qsizetype after = next ? next->rowCount() : m_rows.total();
    if (after > before) {
        beginInsertRows({}, int(before), int(after) - 1);
        m_padding = after - before;
        endInsertRows();
    }
    relayout([&] {
        if (next && !m_arranged) {
            // What is known of the folder's own order saves asking for it again.
            m_rows.forEachKnown(0, m_rows.total(), [this](qsizetype, const MessageRows::Entry &entry) {
                m_contents.insert(entry.message->uid, entry);
            });
        }
        m_arranged = std::move(next);
        m_newestFirst = descending;
        m_awaiting = false;
        m_padding = std::max(before, after) - after;
        if (!m_arranged)
            m_contents.clear();
    });
    if (m_padding > 0) {
        beginRemoveRows({}, int(after), int(before) - 1);
        m_padding = 0;
        endRemoveRows();
    }
    m_asked.clear();
    m_requested = {};
    trim();
    requestSoon();
}

/// Steps of arranged rows as Qt wants to hear of them.
ArrangedRows::Watch MessageListModel::watch()
{
    return [this](const ArrangedRows::Step &step, bool done) {
        using Kind = ArrangedRows::Step::Kind;
        if (done) {
            step.kind == Kind::Inserted  ? endInsertRows()
            : step.kind == Kind::Removed ? endRemoveRows()
                                         : endMoveRows();
            return;
        }
        const qsizetype count = step.count;
        const bool removed = step.kind == Kind::Removed;
        const auto turned = [&](qsizetype first, qsizetype length) {
            return int(m_newestFirst ? total() - first - length : first);
        };
        const int first = turned(step.first, step.kind == Kind::Inserted ? 0 : count);
        const int last = first + int(count) - 1;
        if (step.kind == Kind::Inserted) {
            beginInsertRows({}, first, last);
        } else if (removed) {
            beginRemoveRows({}, first, last);
        } else {
            // Qt counts where they go with the rows still in their old place.
            const int to = turned(step.to, count);
            beginMoveRows({}, first, last, {}, to > first ? to + int(count) : to);
        }
    };
}

void MessageListModel::on(const imap::ArrangementMoved &event)
{
    if (!(event.folder == m_opening.folder) || !m_arranged)
        return;
    constexpr qsizetype many = 200;
    if (event.removed.size() + event.added.size() > many) {
        auto next = std::make_unique<ArrangedRows>(*m_arranged);
        for (const Uid uid : event.removed)
            next->remove(uid);
        for (const auto &addition : event.added)
            next->add(addition);
        rearrange(std::move(next), m_newestFirst);
        return;
    }
    for (const Uid uid : event.removed) {
        m_arranged->remove(uid, watch());
        m_contents.remove(uid);
    }
    for (const auto &addition : event.added)
        m_arranged->add(addition, watch());
    tellAllChanged();
    requestSoon();
}

void MessageListModel::on(const imap::MessagesShown &event)
{
    if (event.folder == m_opening.folder && m_arranged)
        learnArranged(event.messages);
}

// ---------------------------------------------------------------- contents

/// The view looks at what is on the screen only, so this costs the same however many rows there are.
void MessageListModel::tellAllChanged()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, MessageColumn::Count - 1));
}

void MessageListModel::learnArranged(const QList<imap::MessageSummaryPtr> &messages)
{
    bool changed = false;
    std::vector<Uid> uids;
    for (const imap::MessageSummaryPtr &message : messages) {
        if (!message)
            continue;
        uids.push_back(message->uid);
        const auto known = m_contents.find(message->uid);
        if (known != m_contents.end()) {
            if (*known->message == *message)
                continue;
            MessageRows::Entry entry{message, {}};
            if (known->display && known->message->envelope == message->envelope &&
                known->message->structure == message->structure)
                entry.display = std::make_shared<const MessageDisplay>(withFlags(*known->display, *message));
            *known = entry;
            changed = true;
        } else if (m_asked.contains(message->uid)) {
            m_contents.insert(message->uid, {message, {}});
            changed = true;
        }
    }
    if (isThreaded()) {
        const std::vector<qsizetype> places = m_arranged->messages().find(uids);
        size_t at = 0;
        for (const imap::MessageSummaryPtr &message : messages) {
            if (message)
                changed |= m_arranged->setUnread(places[at++], !message->flags.contains(imap::flags::Seen));
        }
    }
    if (changed)
        tellAllChanged();
}

/// Forgets what is far from the visible rows. Waits until it is worth the walk.
void MessageListModel::trimArranged()
{
    constexpr qsizetype slack = 250;
    const qsizetype first = std::max<qsizetype>(0, m_firstVisible - keptAround);
    const qsizetype last = std::min<qsizetype>(rowCount() - 1, m_lastVisible + keptAround);
    if (m_contents.size() <= last - first + 1 + slack)
        return;
    QHash<Uid, MessageRows::Entry> kept;
    for (qsizetype row = first; row <= last; ++row) {
        const auto found = m_contents.constFind(shownUid(int(row)));
        if (found != m_contents.cend())
            kept.insert(found.key(), *found);
    }
    m_contents = std::move(kept);
}

void MessageListModel::requestArranged()
{
    const int rows = rowCount();
    const int first = std::clamp(m_firstVisible, 0, rows - 1);
    const int last = std::clamp(m_lastVisible, first, rows - 1);
    const int more = std::clamp(last - first + 1, 10, 200);
    QList<Uid> missing;
    QSet<Uid> asked;
    const auto look = [&](int row) {
        const Uid uid = row < 0 || row >= rows ? Uid() : shownUid(row);
        if (!uid.isValid())
            return;
        asked.insert(uid);
        if (!m_contents.contains(uid))
            missing.append(uid);
    };
    // What is on the screen first, then what the next turn of the wheel shows.
    for (int row = first; row <= last; ++row)
        look(row);
    for (int row = last + 1; row <= last + more; ++row)
        look(row);
    for (int row = first - 1; row >= first - more; --row)
        look(row);
    if (asked == m_asked)
        return;
    m_asked = asked;
    if (missing.isEmpty())
        return;
    m_sinceRequest.start();
    m_account->showMessages(m_opening.folder, missing);
}

} // namespace ui
