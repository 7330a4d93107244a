// How MessageListModel takes in what happened.
#include "ui/models/messagelistmodel.h"
#include "ui/support/errortext.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace ui
{

using imap::Uid;

void MessageListModel::apply(const imap::EventBatch &batch)
{
    if (batch.revision <= m_revision)
        return;
    m_revision = batch.revision;
    for (const imap::Event &event : batch.events)
        std::visit([this](const auto &happened) { on(happened); }, event);
}

void MessageListModel::on(const imap::FolderReset &event)
{
    if (!(event.folder == m_opening.folder))
        return;
    const bool otherMarks = m_readOnly != event.readOnly || m_keywordsAllowed != event.keywordsAllowed ||
                            !(m_permanentFlags == event.permanentFlags) || m_marksTold == event.fromCache;
    m_marksTold = !event.fromCache;
    m_nameToCome = m_nameToCome && event.fromCache;
    m_readOnly = event.readOnly;
    m_keywordsAllowed = event.keywordsAllowed;
    m_permanentFlags = event.permanentFlags;
    m_resetSeen = true;
    m_requested = {}; // whatever was asked for before, the account starts anew
    const qsizetype oldTotal = m_rows.total();
    const qsizetype newTotal = std::min<qsizetype>(event.total, maximumRows);
    MessageRows next = m_rows.afterReset(newTotal, event.rows);
    if (m_arranged) {
        // The rows on the screen follow when their order does.
        m_rows = std::move(next);
        setPhase(event.fromCache ? FolderPhase::Cached : FolderPhase::Open);
        if (otherMarks)
            Q_EMIT statusChanged();
        return;
    }
    if (newTotal > oldTotal)
        insertAt(oldTotal, newTotal - oldTotal);
    if (newTotal >= oldTotal && m_rows.isKeptBy(next)) {
        const std::vector<qsizetype> changed = m_rows.differences(next);
        m_rows = std::move(next);
        announce(changed);
    } else {
        relayout([&] {
            // As many rows as before; those too many go in the next step.
            next.append(std::max<qsizetype>(0, m_rows.total() - newTotal));
            m_rows = std::move(next);
        });
        if (newTotal < oldTotal)
            removeRun({newTotal, oldTotal - newTotal});
    }
    setPhase(event.fromCache ? FolderPhase::Cached : FolderPhase::Open);
    if (otherMarks)
        Q_EMIT statusChanged();
    trim();
    requestSoon();
}

void MessageListModel::on(const imap::MessagesInserted &event)
{
    if (!(event.folder == m_opening.folder) || !m_resetSeen)
        return;
    const qsizetype total = m_rows.total();
    const qsizetype index =
        event.first.isValid() ? std::min<qsizetype>(qsizetype(event.first.value) - 1, total) : total;
    insertAt(index, std::min<qsizetype>(event.count, maximumRows - total));
    requestSoon();
}

void MessageListModel::on(const imap::MessagesChanged &event)
{
    if (!(event.folder == m_opening.folder) || !m_resetSeen)
        return;
    const auto accept = [this](qsizetype index) { return isKept(index); };
    if (m_arranged) {
        m_rows.learn(event.rows, [](qsizetype) { return false; });
        QList<imap::MessageSummaryPtr> messages;
        for (const imap::MessageRow &row : event.rows)
            messages.append(row.message);
        learnArranged(messages);
        return;
    }
    if (m_rows.wouldMove(event.rows))
        relayout([&] { m_rows.learn(event.rows, accept); });
    else
        announce(m_rows.learn(event.rows, accept));
}

void MessageListModel::on(const imap::MessagesRemoved &event)
{
    if (!(event.folder == m_opening.folder) || !m_resetSeen)
        return;
    for (const IndexRun &run : removalRuns(event.numbers, m_rows.total())) {
        if (m_arranged)
            m_rows.remove(run.first, run.count);
        else
            removeRun(run);
    }
    requestSoon();
}

/// The folder is not there any more, and so nothing in it. Should it come back, the account tells of it anew.
void MessageListModel::forgetRows()
{
    beginResetModel();
    m_rows = MessageRows();
    m_arranged.reset();
    m_contents.clear();
    m_asked.clear();
    m_awaiting = !m_order.arrangement.isPlain();
    m_previews.clear();
    m_resetSeen = false;
    m_requested = {};
    endResetModel();
}

void MessageListModel::on(const imap::FolderFailed &event)
{
    if (!(event.folder == m_opening.folder))
        return;
    if (event.error && !m_nameToCome && isNotThere(*event.error))
        forgetRows();
    setPhase(FolderPhase::Failed, event.error);
}

void MessageListModel::on(const imap::FolderSynchronised &event)
{
    if (event.folder == m_opening.folder && m_resetSeen)
        setPhase(FolderPhase::Synchronised);
}

void MessageListModel::on(const imap::ConnectionChanged &event)
{
    const FolderStatus before = m_status;
    m_status.connection = event.state;
    if (m_status.phase != FolderPhase::Failed)
        m_status.error = event.error;
    if (!(m_status == before))
        Q_EMIT statusChanged();
}

void MessageListModel::setPhase(FolderPhase phase, std::shared_ptr<const imap::Error> error)
{
    const FolderStatus before = m_status;
    m_status.phase = phase;
    if (error || before.phase == FolderPhase::Failed || phase == FolderPhase::Opening)
        m_status.error = std::move(error);
    if (!(m_status == before))
        Q_EMIT statusChanged();
}

void MessageListModel::insertAt(qsizetype index, qsizetype count)
{
    if (count <= 0)
        return;
    if (m_arranged) {
        m_rows.insert(index, count);
        return;
    }
    const int first = int(m_newestFirst ? m_rows.total() - index : index);
    beginInsertRows({}, first, first + int(count) - 1);
    m_rows.insert(index, count);
    endInsertRows();
}

void MessageListModel::removeRun(const IndexRun &run)
{
    const auto [first, last] = std::minmax({rowOfIndex(run.first), rowOfIndex(run.first + run.count - 1)});
    beginRemoveRows({}, first, last);
    m_rows.remove(run.first, run.count);
    endRemoveRows();
}

/// Runs a change that moves messages between rows and takes the persistent indexes along by UID. The number
/// of rows must stay.
void MessageListModel::relayout(const std::function<void()> &change)
{
    // As a vertical sort: then the selection keeps whole rows instead of every cell.
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    std::vector<imap::MessageSummaryPtr> pointed;
    std::vector<Uid> uids;
    std::vector<qsizetype> places;
    for (const QModelIndex &index : from) {
        pointed.push_back(messageAt(index.row()));
        uids.push_back(shownUid(index.row()));
        places.push_back(indexOfRow(index.row()));
    }
    change();
    QModelIndexList to(from.size());
    std::set<std::pair<int, int>> taken;
    const auto place = [&](size_t which, int row) {
        const int column = from[qsizetype(which)].column();
        if (row >= 0 && row < rowCount() && taken.insert({row, column}).second)
            to[qsizetype(which)] = this->index(row, column);
    };
    const std::vector<int> rows = rowsOf(uids);
    for (size_t i = 0; i < pointed.size(); ++i) {
        const MessageRows::Entry *found = rows[i] < 0 ? nullptr : entryAt(rows[i]);
        if (rows[i] >= 0 && (!pointed[i] || !found || found->message->uid != uids[i] ||
                             isSameMessage(*found->message, *pointed[i])))
            place(i, rows[i]);
    }
    // What was not known stays where it is, unless a known message came there.
    for (size_t i = 0; i < pointed.size(); ++i) {
        if (!uids[i].isValid())
            place(i, rowOfIndex(places[i]));
    }
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void MessageListModel::announce(const std::vector<qsizetype> &indexes)
{
    if (indexes.empty())
        return;
    const auto tell = [this](qsizetype first, qsizetype last) {
        const auto [top, bottom] = std::minmax({rowOfIndex(first), rowOfIndex(last)});
        Q_EMIT dataChanged(index(top, 0), index(bottom, int(columnCount()) - 1));
    };
    // One signal for all is cheaper for everybody than very many.
    if (qsizetype(indexes.size()) * 2 > m_rows.total()) {
        tell(indexes.front(), indexes.back());
        return;
    }
    for (const IndexRun &run : runsOf(indexes))
        tell(run.first, run.first + run.count - 1);
}

bool MessageListModel::isKept(qsizetype index) const
{
    const int row = rowOfIndex(index);
    return row >= m_firstVisible - keptAround && row <= m_lastVisible + keptAround;
}

/// Forgets what is far from the visible rows, unless it is selected or somebody points at it. Waits until it
/// is worth the walk, so scrolling pays for it once in hundreds of rows.
void MessageListModel::trim()
{
    constexpr qsizetype slack = 250;
    // More than anybody looks at one by one. Of a larger selection, perhaps all of a million, rows go as
    // others do: resolve() knows how to ask.
    constexpr qint64 mostPinned = 5000;
    if (m_arranged)
        return trimArranged();
    if (m_rows.knownCount() <= m_lastVisible - m_firstVisible + 1 + 2 * keptAround + slack)
        return;
    std::set<int> pointed;
    for (const QModelIndex &index : persistentIndexList())
        pointed.insert(index.row());
    QItemSelection pinned = m_pinned ? m_pinned() : QItemSelection();
    const auto height = [](qint64 rows, const auto &range) { return rows + range.height(); };
    if (std::accumulate(pinned.cbegin(), pinned.cend(), qint64(0), height) > mostPinned)
        pinned.clear();
    const auto isPinned = [&](int row) {
        return pointed.count(row) > 0 ||
               std::any_of(pinned.cbegin(), pinned.cend(),
                           [row](const auto &range) { return range.top() <= row && row <= range.bottom(); });
    };
    std::vector<qsizetype> unwanted;
    m_rows.forEachKnown(0, m_rows.total(), [&](qsizetype index, const MessageRows::Entry &) {
        if (!isKept(index) && !isPinned(rowOfIndex(index)))
            unwanted.push_back(index);
    });
    for (const IndexRun &run : runsOf(unwanted))
        m_rows.forget(run.first, run.count);
    announce(unwanted);
}

} // namespace ui
