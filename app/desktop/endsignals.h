#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <memory>

namespace app
{

/// Turns the system's wish that the program ends (SIGTERM at the session's end, SIGINT, SIGHUP) into a Qt
/// signal, so that it ends as if its window had been closed. The second such wish ends it at once. One object
/// at a time; what was ignored when the program started (nohup) stays ignored. Does nothing but on Unix.
class EndSignals : public QObject
{
    Q_OBJECT
public:
    explicit EndSignals(QObject *parent = nullptr);
    ~EndSignals() override;

Q_SIGNALS:
    void endAsked();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace app
