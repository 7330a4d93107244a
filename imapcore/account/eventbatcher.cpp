#include "account/eventbatcher.h"

namespace imap
{

namespace
{

/// A batch is a unit of work for the GUI thread; no event grows beyond this.
constexpr qsizetype RowLimit = 500;

bool merge(MessagesChanged &last, const MessagesChanged &next)
{
    if (last.folder != next.folder || last.rows.size() + next.rows.size() > RowLimit)
        return false;
    for (const MessageRow &row : next.rows) {
        // Usually the same few messages change again, and they are the latest.
        const auto same = std::find_if(last.rows.rbegin(), last.rows.rend(),
                                       [&](const MessageRow &one) { return one.number == row.number; });
        if (same != last.rows.rend())
            same->message = row.message;
        else
            last.rows.append(row);
    }
    return true;
}

bool merge(MessagesRemoved &last, const MessagesRemoved &next)
{
    if (last.folder != next.folder)
        return false;
    last.numbers.append(next.numbers);
    return true;
}

bool merge(MessagesInserted &last, const MessagesInserted &next)
{
    if (last.folder != next.folder || last.first.isValid() || next.first.isValid())
        return false;
    last.count += next.count;
    return true;
}

bool merge(FolderStatusChanged &last, const FolderStatusChanged &next)
{
    if (last.folder != next.folder)
        return false;
    last = next;
    return true;
}

bool merge(FillProgress &last, const FillProgress &next)
{
    last = next;
    return true;
}

bool merge(FoldersChanged &last, const FoldersChanged &next)
{
    last = next;
    return true;
}

bool merge(QuotaChanged &last, const QuotaChanged &next)
{
    last = next;
    return true;
}

bool merge(JournalChanged &last, const JournalChanged &next)
{
    if (last.entries.size() + next.entries.size() > RowLimit)
        return false;
    for (const JournalEntry &entry : next.entries) {
        const auto same = std::find_if(last.entries.begin(), last.entries.end(),
                                       [&](const JournalEntry &one) { return one.id == entry.id; });
        if (same != last.entries.end())
            *same = entry;
        else
            last.entries.append(entry);
    }
    return true;
}

template <class Other>
bool merge(Other &, const Other &)
{
    return false;
}

/// Whether rows of the open folder have other numbers behind it.
bool movesRows(const Event &event)
{
    const auto *inserted = std::get_if<MessagesInserted>(&event);
    return (inserted && inserted->first.isValid()) || std::holds_alternative<MessagesRemoved>(event) ||
           std::holds_alternative<FolderReset>(event);
}

} // namespace

bool mergeEvents(Event &last, const Event &next)
{
    return std::visit(
        [&next](auto &event) {
            const auto *same = std::get_if<std::remove_reference_t<decltype(event)>>(&next);
            return same && merge(event, *same);
        },
        last);
}

EventBatcher::EventBatcher(QObject *parent)
    : QObject(parent)
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &EventBatcher::flush);
}

void EventBatcher::add(Event event)
{
    // Counts come between the changes that made them; only the last is of use.
    if (const auto *status = std::get_if<FolderStatusChanged>(&event)) {
        for (auto at = m_events.rbegin(); at != m_events.rend(); ++at) {
            if (std::holds_alternative<FoldersChanged>(*at))
                break;
            auto *other = std::get_if<FolderStatusChanged>(&*at);
            if (other && merge(*other, *status))
                return;
        }
    }
    if (const auto *alert = std::get_if<AlertRaised>(&event)) {
        if (alert->text == m_alert && m_sinceAlert.isValid() && !m_sinceAlert.hasExpired(AlertMs))
            return;
        m_alert = alert->text;
        m_sinceAlert.start();
    }
    if (m_events.isEmpty() || !mergeEvents(m_events.last(), event))
        m_events.append(std::move(event));
    if (!m_timer.isActive()) {
        const qint64 passed = m_sinceLast.isValid() ? m_sinceLast.elapsed() : IntervalMs;
        m_timer.start(int(qBound<qint64>(qint64(0), IntervalMs - passed, qint64(IntervalMs))));
    }
}

bool EventBatcher::movedSince(quint64 revision) const
{
    return m_lastMove > revision || std::any_of(m_events.begin(), m_events.end(), movesRows);
}

void EventBatcher::flush()
{
    m_timer.stop();
    if (m_events.isEmpty())
        return;
    m_sinceLast.start();
    EventBatch batch;
    batch.revision = ++m_revision;
    batch.events = std::exchange(m_events, {});
    if (std::any_of(batch.events.begin(), batch.events.end(), movesRows))
        m_lastMove = m_revision;
    if (m_traffic)
        batch.traffic = m_traffic();
    Q_EMIT batchReady(batch);
}

} // namespace imap
