#include "sync/cachejanitor.h"

#include <QDateTime>

namespace imap
{

namespace
{

// What takes some 4 ms each.
constexpr int PurgeMessages = 40;
constexpr int EvictSections = 40;
constexpr int SweepFiles = 200;

QDateTime time(qint64 milliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
}

} // namespace

CacheJanitor::CacheJanitor(store::Store *store, const CacheLimits &limits, store::Clock clock,
                           QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_limits(limits)
    , m_clock(clock ? std::move(clock) : store::Clock(QDateTime::currentMSecsSinceEpoch))
{
    m_timer.setSingleShot(true);
    m_logTimer.setInterval(LogMs);
    m_logTimer.start();
    connect(&m_logTimer, &QTimer::timeout, this, [this] {
        writeBackFrom(LogPages);
        m_store->releasePages(); // after the log, which reads them
    });
    connect(&m_timer, &QTimer::timeout, this, &CacheJanitor::slice);
}

void CacheJanitor::setLimits(const CacheLimits &limits)
{
    m_limits = limits;
    m_timer.start(PauseMs);
}

void CacheJanitor::holdBack()
{
    if (m_timer.isActive() && m_timer.remainingTime() < QuietMs)
        m_timer.start(QuietMs);
    m_logTimer.start(); // from the beginning
}

void CacheJanitor::writeBackFrom(int pages)
{
    try {
        m_store->checkpoint(pages);
    } catch (const LocalError &) {
        // Nothing is lost: the log stays, and is looked at again.
    }
}

void CacheJanitor::slice()
{
    try {
        m_timer.start(workNow() ? PauseMs : AgainMs);
    } catch (const LocalError &) {
        // Whoever needs the store will say what is wrong with it. On a full disk removing needs room, too: a
        // log that is written back is used again from its beginning.
        m_timer.start(FailedMs);
        writeBackFrom(1);
    }
}

bool CacheJanitor::workNow()
{
    if (purge() || evict())
        return true;
    if (!m_filesSwept) {
        m_filesSwept = !m_store->bodies().removeStrayFiles(SweepFiles);
        return true;
    }
    m_forgotten = m_store->compact();
    return m_forgotten;
}

bool CacheJanitor::purge()
{
    constexpr qint64 day = 86'400'000;
    QDateTime before = time(m_clock() - qMax(1, m_limits.removedDays) * day);
    // An entry that waits may need what went when it was made, or when that was made which it takes back.
    if (const auto needed = m_store->operations().neededSince(); needed && *needed < before)
        before = *needed;
    if (!std::exchange(m_forgotten, true)) {
        m_store->operations().forgetBefore(before);
        m_store->notes().forgetBefore(before);
        m_store->mailboxes().forgetGoneBefore(before);
    }
    if (m_store->messages().purgeRemovedBefore(before, PurgeMessages) == 0)
        return false;
    m_filesSwept = false;
    return true;
}

bool CacheJanitor::evict()
{
    constexpr qint64 day = 86'400'000;
    const qint64 now = m_clock();
    const QDateTime fresh = time(now - FreshMs);
    if (m_limits.bodyDays > 0 && m_store->bodies().evictUnusedSince(
                                     qMin(fresh, time(now - m_limits.bodyDays * day)), EvictSections) > 0)
        return true;
    return m_store->bodies().totalSize() > m_limits.bodyBytes &&
           m_store->bodies().evictUnusedSince(fresh, EvictSections, m_limits.bodyBytes) > 0;
}

} // namespace imap
