#include "sync/rowfill.h"

#include "commands/search.h"
#include "sync/windowitems.h"

#include <QCoro/QCoroFuture>
#include <algorithm>

namespace imap
{

namespace
{

/// What one window should take: with two under way, a click waits for less than half a second.
constexpr int WindowMs = 150;
/// A connection on which a window takes longer has only one under way.
constexpr int SlowMs = 300;

} // namespace

/// What to fetch, piece by piece, and what each piece means.
class RowFill::Plan
{
public:
    virtual ~Plan() = default;
    virtual std::optional<Window> next(quint32 size) = 0;
    /// The UIDs of which everything is known with this window. Windows come in the order of `next`.
    virtual UidSet covered(const Window &window) = 0;
    virtual bool isOver() const = 0;
};

/// Downwards by number, from the first message at or below UID `top` to what is known at or below `bottom`.
class RowFill::GapPlan final : public Plan
{
public:
    GapPlan(quint32 top, quint32 bottom, quint32 number)
        : m_top(top)
        , m_bottom(bottom)
        , m_next(number)
        , m_left(top - bottom)
    {
    }
    std::optional<Window> next(quint32 size) override
    {
        // There are no more messages than UIDs.
        size = std::min(size, m_left);
        if (m_next == 0 || size == 0)
            return {};
        Window window;
        window.last = m_next;
        window.first = m_next > size ? m_next - size + 1 : 1;
        m_left -= window.last - window.first + 1;
        m_next = window.first - 1;
        return window;
    }
    UidSet covered(const Window &window) override
    {
        if (window.first == 1 || (m_left == 0 && window.first == m_next + 1)) {
            m_over = true;
            return UidSet::range(Uid{m_bottom + 1}, Uid{m_top});
        }
        quint32 lowest = m_top + 1;
        for (const MessageSummary &message : window.messages)
            lowest = std::min(lowest, message.uid.value);
        m_over = lowest <= m_bottom;
        return lowest <= m_top ? UidSet::range(Uid{lowest}, Uid{m_top}) : UidSet();
    }
    bool isOver() const override { return m_over; }

private:
    quint32 m_top;
    quint32 m_bottom;
    quint32 m_next;
    quint32 m_left; ///< at most so many messages
    bool m_over = false;
};

/// Certain UIDs, the highest first.
class RowFill::SetPlan final : public Plan
{
public:
    explicit SetPlan(UidSet wanted)
        : m_wanted(std::move(wanted))
    {
    }
    std::optional<Window> next(quint32 size) override
    {
        if (m_wanted.isEmpty())
            return {};
        Window window;
        window.uids = takeHighest(m_wanted, size);
        return window;
    }
    UidSet covered(const Window &window) override { return window.uids; }
    bool isOver() const override { return false; }

private:
    UidSet m_wanted;
};

RowFill::RowFill(FillJob job, QObject *parent)
    : QObject(parent)
    , m_job(std::move(job))
{
    const SessionState &state = m_job.session->state();
    // Under another UIDVALIDITY UIDs mean other messages, and nothing of them is here.
    const store::FolderSyncState stored = m_job.store->mailboxes().syncState(m_job.id);
    if (state.mailbox && state.mailbox->uidValidity.isValid() &&
        stored.uidValidity != state.mailbox->uidValidity) {
        store::FolderSyncState begun;
        begun.uidValidity = state.mailbox->uidValidity;
        m_job.store->mailboxes().saveSyncState(m_job.id, begun);
    }
    m_state = m_job.store->fills().state(m_job.id);
    m_condstore =
        state.capabilities.has("CONDSTORE") && state.mailbox && state.mailbox->highestModSeq.isValid();
    if (m_job.small) {
        m_size = SmallWindow / 2;
        m_ahead = 1;
    }
    connect(m_job.session, &Session::untagged, this, &RowFill::onUntagged);
}

RowFill::~RowFill() = default;

QCoro::Task<bool> RowFill::run(std::optional<int> days)
{
    if (!days)
        co_return co_await fillAll();
    const bool may = co_await FillJob::mayGoOn(m_job);
    if (!may)
        co_return false;
    const UidSet recent = co_await FillJob::recent(m_job, *days);
    const UidSet wanted = difference(recent, m_state.rows);
    m_isExtra = true;
    if (m_job.expect)
        m_job.expect(wanted.count());
    auto plan = std::make_shared<SetPlan>(wanted);
    co_return co_await carryOut(plan);
}

QCoro::Task<bool> RowFill::fillAll()
{
    for (;;) {
        const bool may = co_await FillJob::mayGoOn(m_job);
        if (!may)
            co_return false;
        m_moved = false;
        const quint32 exists = m_job.exists();
        if (exists == 0)
            break;
        const Uid next = m_job.session->state().mailbox->uidNext;
        Uid highest{next.isValid() ? next.value - 1 : 0};
        if (!next.isValid())
            highest = co_await uidAt(exists);
        const UidSet gaps = difference(UidSet::range(Uid{1}, highest), m_state.rows);
        if (gaps.isEmpty())
            break;
        const UidSet::Range gap = gaps.ranges().last();
        quint32 number = exists;
        if (gap.last < highest.value)
            number = co_await numberBelow(gap.last);
        if (m_moved)
            continue;
        if (number == 0) { // nothing is left below
            Window nothing;
            keep(nothing, UidSet::range(Uid{1}, Uid{gap.last}));
            continue;
        }
        auto plan = std::make_shared<GapPlan>(gap.last, gap.first - 1, number);
        const bool done = co_await carryOut(plan);
        if (!done)
            co_return false;
    }
    co_return co_await reconcile();
}

QCoro::Task<bool> RowFill::carryOut(std::shared_ptr<Plan> plan)
{
    bool stopping = false;
    bool finished = false;
    while (true) {
        while (!stopping && !finished && !m_moved && m_windows.size() < size_t(m_ahead)) {
            const bool may = co_await FillJob::mayGoOn(m_job);
            stopping = !may;
            auto window = may ? plan->next(m_size) : std::nullopt;
            finished = finished || !window;
            if (window)
                ask(std::move(*window));
        }
        if (m_windows.empty())
            break;
        const auto answer = m_windows.front().answer;
        try {
            co_await answer;
        } catch (...) {
            m_windows.clear();
            throw;
        }
        Window window = std::move(m_windows.front());
        m_windows.pop_front();
        adapt(window);
        const UidSet covered = plan->isOver() ? UidSet() : plan->covered(window);
        keep(std::move(window), covered);
        finished = finished || plan->isOver();
    }
    co_return !stopping;
}

void RowFill::ask(Window window)
{
    FetchStream fetch;
    if (window.first > 0)
        fetch.messages = SeqSet::range(SeqNum{window.first}, SeqNum{window.last});
    else
        fetch.messages = window.uids;
    fetch.items = windowItems(m_condstore, m_job.session->state().capabilities);
    window.asked.start();
    window.answer = m_job.session->run(std::move(fetch), "fill");
    m_windows.push_back(std::move(window));
}

void RowFill::onUntagged(const Untagged &response)
{
    if (const auto *fetch = std::get_if<FetchResponse>(&response)) {
        take(*fetch);
    } else if (std::holds_alternative<ExpungeResponse>(response) ||
               std::holds_alternative<VanishedResponse>(response)) {
        m_moved = true;
    }
}

void RowFill::take(const FetchResponse &response)
{
    if (!response.uid || !response.uid->isValid() || !isWholeRow(response))
        return;
    for (Window &window : m_windows) {
        const bool mine = window.first > 0
                              ? response.number.value >= window.first && response.number.value <= window.last
                              : window.uids.contains(*response.uid);
        if (!mine)
            continue;
        window.messages.append(summaryFrom(response, *response.uid));
        window.positions.append({response.number.value, *response.uid});
        return;
    }
}

void RowFill::keep(Window window, const UidSet &covered)
{
    for (const UidSet::Range &range : covered.ranges())
        m_state.rows.addRange(range.first, range.last);
    auto transaction = m_job.store->transaction();
    // As late as can be: its owner may have changed something while it was on its way.
    for (MessageSummary &message : window.messages) {
        if (m_job.overlay)
            message.flags = m_job.overlay(m_job.folder, message.uid, message.flags);
    }
    if (!window.messages.isEmpty())
        m_job.store->messages().addMissing(m_job.id, window.messages,
                                           !m_job.isFollowed || !m_job.isFollowed());
    m_job.store->fills().save(m_job.id, m_state);
    transaction.commit();
    if (m_job.progress)
        m_job.progress(m_isExtra ? 0 : quint64(window.messages.size()),
                       m_isExtra ? quint64(window.messages.size()) : 0);
    if (window.first == 0 || window.positions.isEmpty() || m_moved || !m_job.session)
        return;
    std::sort(window.positions.begin(), window.positions.end());
    QList<Uid> uids;
    uids.reserve(window.positions.size());
    const quint32 first = window.positions.first().first;
    for (const auto &[number, uid] : std::as_const(window.positions)) {
        if (number == first + quint32(uids.size()))
            uids.append(uid);
    }
    const auto &mailbox = m_job.session->state().mailbox;
    Q_EMIT filled(StoredRows{SeqNum{first}, uids, m_job.exists(), mailbox ? mailbox->uidNext : Uid()});
}

void RowFill::adapt(const Window &window)
{
    const qint64 waited = m_lastAnswer.isValid() ? std::min(m_lastAnswer.elapsed(), window.asked.elapsed())
                                                 : window.asked.elapsed();
    m_lastAnswer.start();
    const quint32 size = window.first > 0 ? window.last - window.first + 1 : quint32(window.uids.count());
    if (size < m_size / 2)
        return; // a rest says nothing of the speed
    const qint64 fitting = qint64(m_size) * WindowMs / std::max<qint64>(1, waited);
    m_size = quint32(std::clamp(fitting, qint64(m_size) / 2, qint64(m_size) * 2));
    m_size = std::clamp(m_size, SmallestWindow, m_job.small ? SmallWindow : LargestWindow);
    m_ahead = waited > SlowMs || m_job.small ? 1 : 2;
}

/// What went away while rows were fetched, and was told to nobody, or came with a lower UID than it should.
/// Only where the answer is short.
QCoro::Task<bool> RowFill::reconcile()
{
    const Capabilities &capabilities = m_job.session->state().capabilities;
    if (m_job.store->messages().count(m_job.id) == m_job.exists() || !capabilities.has("ESEARCH"))
        co_return true;
    const Uid next = m_job.session->state().mailbox->uidNext;
    if (!next.isValid() || next.value < 2)
        co_return true;
    Search search;
    search.criteria = SearchKey::all();
    search = search.compactFor(capabilities);
    auto found = m_job.session->run(std::move(search), "fill");
    const SearchResult result = co_await found;
    const auto *present = result.ids ? std::get_if<UidSet>(&*result.ids) : nullptr;
    const UidSet there = present ? *present : UidSet();
    if (there.isEmpty() && m_job.exists() > 0)
        co_return true; // that is no answer
    // Newer ones are not this connection's matter.
    const UidSet stored = m_job.store->messages().uids(m_job.id, Uid{1}, Uid{next.value - 1});
    const UidSet gone = difference(stored, there);
    if (!gone.isEmpty())
        m_job.store->messages().markRemoved(m_job.id, gone);
    auto plan = std::make_shared<SetPlan>(difference(there, stored));
    co_return co_await carryOut(plan);
}

/// The number of the last message with this UID or a lower one; 0: there is none. What is stored makes a good
/// guess, which is proven, or else the place is looked for by halves: this takes no more than twenty short
/// answers in a folder of a million, on any server.
QCoro::Task<quint32> RowFill::numberBelow(quint32 highest)
{
    const Uid uid{highest + 1};
    quint32 low = 1;                   // messages below this number have lower UIDs
    quint32 high = m_job.exists() + 1; // this one and those above have not
    const quint64 stored = m_job.store->messages().uids(m_job.id, uid, Uid{UidSet::Star - 1}).count();
    quint32 probe = stored < high ? quint32(high - stored) : 1;
    int tries = 0;
    while (low < high && !m_moved) {
        probe = std::clamp(probe, low, high - 1);
        const Uid there = co_await uidAt(probe);
        if (there.value >= uid.value)
            high = probe;
        else
            low = probe + 1;
        probe = ++tries == 1 ? (high == probe ? probe - 1 : low) : low + (high - low) / 2;
    }
    co_return high - 1;
}

QCoro::Task<Uid> RowFill::uidAt(quint32 number)
{
    Fetch fetch;
    fetch.messages = SeqSet::range(SeqNum{number}, SeqNum{number});
    fetch.items.uid = true;
    auto answer = m_job.session->run(std::move(fetch), "fill");
    const QList<FetchResponse> found = co_await answer;
    for (const FetchResponse &one : found) {
        if (one.uid && one.number.value == number)
            co_return *one.uid;
    }
    throw CommandError(QStringLiteral("The server did not tell the UID of message %1.").arg(number), "FETCH");
}

} // namespace imap
