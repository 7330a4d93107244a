#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace app
{

/// Signals of the system that a shell for people lives with, as signals of Qt. One at a time; when it is
/// destroyed, the signals do again what they did before.
class Interrupts : public QObject
{
    Q_OBJECT
public:
    explicit Interrupts(QObject *parent = nullptr);
    ~Interrupts() override;

Q_SIGNALS:
    void interrupted(); ///< Ctrl-C
    void resized();     ///< the terminal has another size
    void resumed();     ///< back from Ctrl-Z
    void terminated();  ///< SIGTERM or SIGHUP: leave in order

private:
    void readSignals();

    QSocketNotifier *m_notifier = nullptr;
};

} // namespace app
