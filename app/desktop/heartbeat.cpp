#include "app/desktop/heartbeat.h"

namespace app
{

static constexpr int intervalMs = 8;

Heartbeat::Heartbeat(int limitMs, QObject *parent)
    : QObject(parent)
    , m_limitMs(limitMs)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(intervalMs);
    connect(&m_timer, &QTimer::timeout, this, &Heartbeat::beat);
    m_since.start();
    m_timer.start();
}

void Heartbeat::beat()
{
    // The beat was due one interval after the last; what is beyond that was somebody else's time.
    const double away = double(m_since.nsecsElapsed()) / 1e6 - intervalMs;
    m_since.restart();
    if (away > m_limitMs)
        Q_EMIT late(away);
}

} // namespace app
