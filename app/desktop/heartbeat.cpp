#include "app/desktop/heartbeat.h"

#include <ctime>
#include <utility>

namespace app
{

static constexpr int intervalMs = 8;

/// Milliseconds that this thread has computed since it began.
static double busyMs()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

Heartbeat::Heartbeat(int limitMs, QObject *parent)
    : QObject(parent)
    , m_limitMs(limitMs)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &Heartbeat::beat);
    m_since.start();
    m_busy = busyMs();
    m_timer.start();
}

void Heartbeat::beat()
{
    // The beat was due one interval after the last; what is beyond that was somebody else's time.
    const double away = double(m_since.nsecsElapsed()) / 1e6 - intervalMs;
    m_since.restart();
    const double busy = busyMs();
    const double computed = busy - std::exchange(m_busy, busy);
    if (away > m_limitMs)
        Q_EMIT late(away, computed);
}

} // namespace app
