#include "account/suspendwatch.h"

#include <ctime>

namespace imap
{

namespace
{

qint64 read(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
}

SuspendWatch::Clocks systemClocks()
{
#ifdef CLOCK_BOOTTIME
    // Linux: CLOCK_MONOTONIC stands still while the computer sleeps.
    return {read(CLOCK_MONOTONIC), read(CLOCK_BOOTTIME)};
#else
    return {read(CLOCK_MONOTONIC), read(CLOCK_REALTIME)};
#endif
}

} // namespace

SuspendWatch::SuspendWatch(std::function<Clocks()> clocks, QObject *parent)
    : QObject(parent)
    , m_clocks(clocks ? std::move(clocks) : systemClocks)
    , m_timer(this)
{
    m_timer.setInterval(TickMs);
    // It need not be exact, and should not wake the computer by itself.
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &SuspendWatch::look);
}

void SuspendWatch::setActive(bool active)
{
    m_last = m_clocks();
    if (active)
        m_timer.start();
    else
        m_timer.stop();
}

void SuspendWatch::look()
{
    const Clocks now = m_clocks();
    const qint64 awake = now.awake - m_last.awake;
    const qint64 slept = (now.all - m_last.all) - awake;
    m_last = now;
    // Stopped for so long (a debugger, a frozen cgroup), it is the same to the server.
    if (slept >= LeastMs || awake >= TickMs + 3 * LeastMs)
        Q_EMIT resumed();
}

} // namespace imap
