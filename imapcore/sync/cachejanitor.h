#pragma once

#include "store/store.h"
#include "types/cachelimits.h"

#include <QObject>
#include <QTimer>

namespace imap
{

/// Holds the cache to its limits, gives room back to the disk, writes the store's log back and lets its pages
/// go: a few milliseconds of work at a time, and none while somebody is waiting for something. What the
/// journal of changes may need stays.
class CacheJanitor : public QObject
{
    Q_OBJECT
public:
    static constexpr int FirstMs = 30'000;  ///< after the start
    static constexpr int AgainMs = 300'000; ///< after all was in order
    static constexpr int PauseMs = 25;      ///< between two slices
    static constexpr int QuietMs = 500;     ///< after a click
    static constexpr int FailedMs = 60'000;
    /// The log of the store is written back so long after the last click, once it has so many pages.
    static constexpr int LogMs = 1000;
    static constexpr int LogPages = 500;
    /// What was used within this time is not evicted: somebody may be looking at it.
    static constexpr int FreshMs = 300'000;

    /// `store` must outlive this.
    CacheJanitor(store::Store *store, const CacheLimits &limits, store::Clock clock = {},
                 QObject *parent = nullptr);

    void start(int afterMs = FirstMs) { m_timer.start(afterMs); }
    /// Other limits count at once.
    void setLimits(const CacheLimits &limits);
    void holdBack();

    /// Does one slice now; returns whether something may be left. Throws LocalError.
    bool workNow();

private:
    void slice();
    void writeBackFrom(int pages);
    bool purge();
    bool evict();

    store::Store *m_store;
    CacheLimits m_limits;
    store::Clock m_clock;
    QTimer m_timer;
    QTimer m_logTimer;
    bool m_forgotten = false;  ///< what the journal needs no more, in this round
    bool m_filesSwept = false; ///< since the last purge
};

} // namespace imap
