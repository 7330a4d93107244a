#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace app
{

/// Notices when the thread it lives in did not come round to its events for longer than `limitMs`: a frame
/// that a person would have seen late. Costs a timer, so it is for measuring only.
class Heartbeat : public QObject
{
    Q_OBJECT
public:
    explicit Heartbeat(int limitMs = 50, QObject *parent = nullptr);

Q_SIGNALS:
    /// The thread was away for `ms`, and is back now. It computed for `busyMs` of that; the rest it waited,
    /// also for a machine that is busy with other programs.
    void late(double ms, double busyMs);

private:
    void beat();

    const int m_limitMs;
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_busy = 0; ///< of the thread at the last beat, milliseconds
};

} // namespace app
