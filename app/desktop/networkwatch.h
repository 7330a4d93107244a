#pragma once

#include <QObject>
#include <QTimer>

namespace app
{

/// Tells that the computer came to another network, where the desktop knows (NetworkManager, or what GLib
/// asks). Where nothing does, it says nothing: dead connections are found when they are used, then. GUI
/// thread.
class NetworkWatch : public QObject
{
    Q_OBJECT
public:
    explicit NetworkWatch(QObject *parent = nullptr);

    /// Begins to watch. Asks the system's services once, so not before the window is there.
    void start();
    /// Something changed; what follows within a moment is part of it.
    void noted();

Q_SIGNALS:
    void changed();

private:
    QTimer m_settled;
};

} // namespace app
