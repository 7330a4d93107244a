#pragma once

#include <QObject>
#include <QTimer>

namespace app
{

/// Has the C library give memory back to the system when a large block is freed. To be called once, before
/// other threads are there.
void giveBackLargeBlocks();

/// Gives back what lies unused between blocks that are in use, a second after the program was at work, and
/// once more some seconds later: what went through it, a folder scrolled from end to end, the order of a
/// million messages, leaves holes in the heaps of all threads. In a thread of the pool; only what was freed
/// is touched.
class SpareMemory : public QObject
{
    Q_OBJECT
public:
    explicit SpareMemory(QObject *parent = nullptr);

    /// To be called whenever something was done; costs nothing.
    void used();

private:
    QTimer m_later;
    bool m_again = false;
};

} // namespace app
