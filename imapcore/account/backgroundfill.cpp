#include "account/backgroundfill.h"

#include "session/promises.h"
#include "sync/bodyfill.h"
#include "sync/ortell.h"
#include "sync/rowfill.h"

#include <QCoro/QCoroFuture>

namespace imap
{

namespace
{

/// New mail in the open folder is fetched by who shows it; there is no hurry to look after it.
constexpr int LookMs = 20'000;
constexpr int ListMs = 500;
/// The main connection, where there is no other, goes back to the open folder after this.
constexpr int LoanMs = 10'000;
/// A connection that ends so often in a row is not tried again before the account connects again.
constexpr int LostLimit = 3;

/// Views on messages that are elsewhere, too.
bool isView(FolderRole role)
{
    return role == FolderRole::Flagged || role == FolderRole::Important;
}

/// Later than others: what few read, and what is elsewhere in part.
bool isLate(FolderRole role)
{
    return role == FolderRole::Junk || role == FolderRole::Trash || role == FolderRole::All;
}

} // namespace

/// Shut while a person waits; tells to stop when the connection is wanted, or the work is.
class BackgroundFill::Gate final : public FillGate
{
public:
    Gate(BackgroundFill *fill, std::shared_ptr<Lease> lease)
        : m_fill(fill)
        , m_lease(std::move(lease))
    {
        m_since.start();
    }
    bool mustStop() const override
    {
        return !m_fill || !m_fill->mayWork() || m_lease->isWanted() ||
               (m_lease->isMain() && !m_lease->isShared() && m_since.elapsed() > LoanMs);
    }
    QFuture<Nothing> turn() override
    {
        QPromise<Nothing> promise;
        promise.start();
        QFuture<Nothing> future = promise.future();
        if (!mustStop() && m_fill->personWaits()) {
            m_fill->m_turns.push_back(std::move(promise));
            m_fill->tellSoon();
        } else {
            finishPromise(promise, Nothing());
        }
        return future;
    }

private:
    QPointer<BackgroundFill> m_fill;
    std::shared_ptr<Lease> m_lease;
    QElapsedTimer m_since;
};

BackgroundFill::BackgroundFill(store::Store *store, FolderList *folders, ConnectionPool *pool,
                               FlagOverlay overlay, EventSink sink, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_folders(folders)
    , m_pool(pool)
    , m_overlay(std::move(overlay))
    , m_sink(std::move(sink))
    , m_quietTimer(this)
    , m_tellTimer(this)
    , m_lookTimer(this)
{
    for (QTimer *timer : {&m_quietTimer, &m_tellTimer, &m_lookTimer})
        timer->setSingleShot(true);
    connect(&m_quietTimer, &QTimer::timeout, this, [this] {
        if (personWaits())
            m_quietTimer.start(QuietMs);
        else
            wakeUp();
    });
    connect(&m_tellTimer, &QTimer::timeout, this, [this] { orTell(*m_store, m_sink, [this] { tell(); }); });
    connect(&m_lookTimer, &QTimer::timeout, this, [this] { work(); });
}

BackgroundFill::~BackgroundFill()
{
    wakeUp();
}

void BackgroundFill::setPolicy(const FillPolicy &policy)
{
    if (m_policy == policy)
        return;
    m_policy = policy;
    m_extra = m_extraDone = 0;
    count();
    wakeUp();
    tellSoon();
    work();
}

void BackgroundFill::pause(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    wakeUp();
    tellSoon();
    work();
}

void BackgroundFill::start()
{
    m_started = true;
    m_refused.clear();
    m_checked.clear();
    m_marks.clear();
    readUses();
    count();
    work();
}

void BackgroundFill::stop()
{
    m_started = false;
    m_hasConnection = false;
    wakeUp();
    tellSoon();
}

void BackgroundFill::setOpenFolder(const MailboxName &folder)
{
    m_open = folder;
    personActed();
    if (folder.isEmpty())
        return;
    orTell(*m_store, m_sink, [&] {
        m_store->fills().noteUse(m_store->mailboxes().ensureFolder(folder));
        readUses();
    });
}

void BackgroundFill::personActed()
{
    m_quietTimer.start(QuietMs);
}

void BackgroundFill::countsChanged()
{
    if (!m_lookTimer.isActive() && !m_working && mayWork())
        m_lookTimer.start(LookMs);
}

void BackgroundFill::foldersChanged()
{
    if (!m_working && mayWork())
        m_lookTimer.start(ListMs);
}

bool BackgroundFill::mayWork() const
{
    return m_started && !m_paused && m_policy.keep != FillPolicy::Keep::Nothing;
}

bool BackgroundFill::personWaits() const
{
    return m_quietTimer.isActive() || (m_personWaits && m_personWaits());
}

/// Whoever waits for its turn looks again.
void BackgroundFill::wakeUp()
{
    for (QPromise<Nothing> &promise : std::exchange(m_turns, {}))
        finishPromise(promise, Nothing());
}

// ---------------------------------------------------------------- which folder

quint32 BackgroundFill::policyNumber() const
{
    return quint32(m_policy.keep) << 16 | quint32(std::clamp(m_policy.days, 0, 0xFFFF));
}

BackgroundFill::Counts BackgroundFill::countsOf(const FolderInfo &folder)
{
    return {folder.total.value_or(0), folder.unseen.value_or(0)};
}

BackgroundFill::Mark BackgroundFill::markOf(const MailboxName &folder) const
{
    if (const auto known = m_marks.constFind(folder); known != m_marks.constEnd())
        return *known;
    Mark mark;
    if (const auto stored = m_store->mailboxes().folder(folder)) {
        const store::FillState state = m_store->fills().state(stored->id);
        mark = {state.doneFor, {state.doneAt, state.unseenAt}};
    }
    m_marks.insert(folder, mark);
    return mark;
}

bool BackgroundFill::isDone(const FolderInfo &folder) const
{
    if (folder.total == std::optional<quint32>(0))
        return true;
    const Mark mark = markOf(folder.name);
    if (mark.policy != policyNumber())
        return false;
    // The second, so that a server whose counts do not agree with what is in the folder keeps nobody busy.
    const auto checked = m_checked.constFind(folder.name);
    return mark.counts == countsOf(folder) ||
           (checked != m_checked.constEnd() && *checked == countsOf(folder));
}

void BackgroundFill::noteDone(const FolderInfo &folder)
{
    const store::FolderId id = m_store->mailboxes().ensureFolder(folder.name);
    const Mark mark{policyNumber(), countsOf(folder)};
    store::FillState state = m_store->fills().state(id);
    state.doneFor = mark.policy;
    state.doneAt = mark.counts.total;
    state.unseenAt = mark.counts.unseen;
    m_store->fills().save(id, state);
    m_marks.insert(folder.name, mark);
    m_there.remove(folder.name);
}

void BackgroundFill::readUses()
{
    m_uses.clear();
    const QList<store::FolderId> used = m_store->fills().recentlyUsed();
    for (qsizetype i = 0; i < used.size(); ++i) {
        if (const auto folder = m_store->mailboxes().folder(used.at(i)))
            m_uses.insert(folder->name, int(i));
    }
}

QList<FolderInfo> BackgroundFill::inOrder() const
{
    const auto rank = [&](const FolderInfo &folder) {
        if (folder.name == m_open)
            return -2;
        if (folder.name.isInbox())
            return -1;
        if (isLate(folder.role))
            return std::numeric_limits<int>::max();
        return m_uses.value(folder.name, std::numeric_limits<int>::max() - 1);
    };
    QList<FolderInfo> folders;
    for (const FolderInfo &folder : m_folders->folders()) {
        const bool others = folder.owner != FolderOwner::Personal && !folder.subscribed;
        if (folder.selectable && !isView(folder.role) && !others)
            folders.append(folder);
    }
    std::stable_sort(folders.begin(), folders.end(),
                     [&](const FolderInfo &a, const FolderInfo &b) { return rank(a) < rank(b); });
    return folders;
}

std::optional<FolderInfo> BackgroundFill::next() const
{
    for (const FolderInfo &folder : inOrder()) {
        if (!m_refused.contains(folder.name) && !isDone(folder))
            return folder;
    }
    return {};
}

// ---------------------------------------------------------------- the work

QCoro::Task<> BackgroundFill::work()
{
    if (m_working || !mayWork())
        co_return;
    const QPointer<BackgroundFill> self(this);
    m_working = true;
    try {
        co_await workThrough();
    } catch (const std::exception &error) {
        // The cache does not take it: told once, and not tried again before the account connects again.
        if (self) {
            m_started = false;
            m_sink(AlertRaised{QString::fromUtf8(error.what())});
        }
    }
    if (!self)
        co_return;
    m_working = false;
    m_current = {};
    m_hasConnection = false;
    tell();
}

QCoro::Task<> BackgroundFill::workThrough()
{
    const QPointer<BackgroundFill> self(this);
    int lost = 0;
    while (self && mayWork()) {
        const auto folder = next();
        if (!folder)
            co_return;
        m_current = folder->name;
        tellSoon();
        const Outcome outcome = co_await fill(*folder);
        if (!self)
            co_return;
        lost = outcome == Outcome::Lost ? lost + 1 : 0;
        if (outcome == Outcome::Refused)
            m_refused.insert(folder->name);
        else if (lost == LostLimit)
            m_started = false;
    }
}

QCoro::Task<BackgroundFill::Outcome> BackgroundFill::fill(FolderInfo folder)
{
    const QPointer<BackgroundFill> self(this);
    auto lease = std::make_shared<Lease>();
    Outcome outcome = Outcome::Later;
    try {
        m_hasConnection = false;
        *lease = co_await m_pool->lease(folder.name, Priority::Fill, true);
        if (!self || !lease->session())
            co_return Outcome::Later;
        m_hasConnection = true;
        // While it waits for its turn somebody may need this connection, and keep the turn away until it has
        // it.
        lease->onWanted([self] {
            if (self)
                QMetaObject::invokeMethod(self, &BackgroundFill::wakeUp, Qt::QueuedConnection);
        });
        FillJob job;
        job.store = m_store;
        job.session = lease->session();
        job.gate = std::make_shared<Gate>(this, lease);
        job.folder = folder.name;
        job.id = m_store->mailboxes().ensureFolder(folder.name);
        job.overlay = m_overlay;
        if (m_isFollowed)
            job.isFollowed = [this, self, name = folder.name] { return self && m_isFollowed(name); };
        job.small = lease->isMain();
        job.progress = [this, self, name = folder.name](quint64 rows, quint64 extra) {
            if (!self)
                return;
            m_there[name] += rows;
            m_extraDone += extra;
            tellSoon();
        };
        job.expect = [this, self](quint64 extra) {
            if (self)
                m_extra += extra;
        };
        const bool done = co_await fillOver(job);
        if (!self)
            co_return Outcome::Later;
        if (done) {
            // What has come since makes the counts differ, and the folder is looked at again.
            m_checked.insert(folder.name, countsOf(folder));
            folder.total = job.exists();
            noteDone(folder);
            outcome = Outcome::Done;
        }
    } catch (const CommandError &) {
        outcome = Outcome::Refused;
    } catch (const AbortError &) {
        outcome = Outcome::Lost;
    }
    co_return outcome;
}

QCoro::Task<bool> BackgroundFill::fillOver(FillJob job)
{
    using Keep = FillPolicy::Keep;
    const FillPolicy policy = m_policy;
    RowFill rows(job);
    connect(&rows, &RowFill::filled, this,
            [this, name = job.folder](const StoredRows &stored) { Q_EMIT filled(name, stored); });
    std::optional<int> days;
    if (policy.keep == Keep::RecentHeaders)
        days = policy.days;
    const bool there = co_await rows.run(days);
    if (!there || (policy.keep != Keep::RecentBodies && policy.keep != Keep::Everything))
        co_return there;
    co_return co_await fillBodies(job, policy);
}

// ---------------------------------------------------------------- telling

/// What is there of folders that are not done; walks their rows once.
void BackgroundFill::count()
{
    m_there.clear();
    if (!mayWork())
        return;
    for (const FolderInfo &folder : inOrder()) {
        const auto stored = m_store->mailboxes().folder(folder.name);
        if (stored && !isDone(folder) && !m_store->fills().state(stored->id).rows.isEmpty())
            m_there.insert(folder.name, m_store->messages().count(stored->id));
    }
}

void BackgroundFill::tellSoon()
{
    if (!m_tellTimer.isActive())
        m_tellTimer.start(TellMs);
}

void BackgroundFill::tell()
{
    m_tellTimer.stop();
    FillProgress progress;
    if (m_policy.keep != FillPolicy::Keep::Nothing) {
        const bool allRows = m_policy.keep != FillPolicy::Keep::RecentHeaders;
        bool left = false;
        for (const FolderInfo &folder : inOrder()) {
            const quint64 total = folder.total.value_or(0);
            const bool done = isDone(folder) || m_refused.contains(folder.name);
            left = left || !done;
            if (!allRows)
                continue;
            progress.total += total;
            progress.done += done ? total : std::min<quint64>(total, m_there.value(folder.name));
        }
        progress.total += m_extra;
        progress.done += std::min(m_extra, m_extraDone);
        progress.folder = m_working ? m_current : MailboxName();
        progress.paused = m_paused;
        if (left && !m_paused)
            progress.waitingFor = !m_hasConnection   ? FillProgress::Waiting::Connection
                                  : !m_turns.empty() ? FillProgress::Waiting::Person
                                                     : FillProgress::Waiting::Nothing;
        if (!left)
            progress.done = progress.total;
    }
    if (progress == m_told)
        return;
    m_told = progress;
    m_sink(progress);
}

} // namespace imap
