#include "account/workerthread.h"

#include <QCoreApplication>
#include <QEvent>
#include <future>

namespace imap
{

namespace
{

/// A connection leaves its socket, which leaves its engine: three would do.
constexpr int DeletingTurns = 8;

} // namespace

WorkerThread::WorkerThread()
{
    std::promise<std::unique_ptr<QEventLoop>> made;
    auto loop = made.get_future();
    m_thread = std::thread([&made] {
        auto own = std::make_unique<QEventLoop>();
        QEventLoop *running = own.get();
        made.set_value(std::move(own));
        running->exec();
        // What is to be deleted later has no later, and may itself leave something to be deleted.
        for (int turn = 0; turn < DeletingTurns; ++turn)
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    });
    m_loop = loop.get();
}

WorkerThread::~WorkerThread()
{
    m_thread.join();
}

void WorkerThread::quit() const
{
    QMetaObject::invokeMethod(m_loop.get(), &QEventLoop::quit, Qt::QueuedConnection);
}

} // namespace imap
