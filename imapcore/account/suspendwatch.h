#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

namespace imap
{

/// Notices that the computer slept: the clock that goes on while it sleeps is ahead of the one that does not,
/// or the process was stopped for as long as matters. Connections may be dead then, and nobody told.
class SuspendWatch : public QObject
{
    Q_OBJECT
public:
    /// Milliseconds: those that passed awake, and all.
    struct Clocks {
        qint64 awake = 0;
        qint64 all = 0;
    };
    static constexpr int TickMs = 10'000;
    /// A sleep that is worth a look.
    static constexpr qint64 LeastMs = 5'000;

    /// `clocks` for tests; the system's when it is empty.
    explicit SuspendWatch(std::function<Clocks()> clocks = {}, QObject *parent = nullptr);

    void setActive(bool active);
    /// What happens at each tick.
    void look();

Q_SIGNALS:
    void resumed();

private:
    std::function<Clocks()> m_clocks;
    Clocks m_last;
    QTimer m_timer;
};

} // namespace imap
