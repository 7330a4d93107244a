#pragma once

#include <QEventLoop>
#include <memory>
#include <thread>

namespace imap
{

/// A thread with an event loop that is really over once this is destroyed.
///
/// QThread::wait returns when its work is done, while the system's thread still gives back what libraries
/// keep for each thread. A program that ends in that moment takes OpenSSL down under it.
class WorkerThread
{
public:
    /// Starts it; from any thread.
    WorkerThread();
    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;
    /// Waits for the end, which `quit` brings about. Not from the thread itself.
    ~WorkerThread();

    /// Lives in the thread: what is invoked on it runs there until `quit`.
    QObject *context() const { return m_loop.get(); }
    /// Ends the loop behind what was posted before, from any thread. What was to be deleted later in the
    /// thread is deleted then; everything else that lives there should be gone.
    void quit() const;

private:
    std::unique_ptr<QEventLoop> m_loop;
    std::thread m_thread;
};

} // namespace imap
