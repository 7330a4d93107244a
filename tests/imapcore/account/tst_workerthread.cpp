#include "account/workerthread.h"

#include <QtTest>
#include <atomic>

using namespace imap;

namespace
{

std::atomic<bool> wasCleared;

/// As what a library keeps for each thread: given back by the system's thread, late.
struct KeptForTheThread {
    bool used = false;
    ~KeptForTheThread()
    {
        QThread::msleep(50);
        wasCleared = true;
    }
};
thread_local KeptForTheThread kept;

template <class Work>
void in(const WorkerThread &thread, Work work)
{
    QMetaObject::invokeMethod(thread.context(), std::move(work), Qt::QueuedConnection);
}

/// Leaves another to be deleted later when it is.
class Chained final : public QObject
{
public:
    Chained(int more, std::atomic<int> *gone)
        : m_more(more)
        , m_gone(gone)
    {
    }
    ~Chained() override
    {
        ++*m_gone;
        if (m_more > 0)
            (new Chained(m_more - 1, m_gone))->deleteLater();
    }

private:
    int m_more;
    std::atomic<int> *m_gone;
};

} // namespace

class TestWorkerThread : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsInAThreadOfItsOwn()
    {
        std::atomic<QThread *> seen = nullptr;
        WorkerThread thread;
        in(thread, [&] { seen = QThread::currentThread(); });
        QTRY_VERIFY(seen.load());
        QVERIFY(seen != QThread::currentThread());
        QCOMPARE(seen.load(), thread.context()->thread());
        thread.quit();
    }
    void doesWhatItWasGivenBeforeItEnds()
    {
        std::atomic<int> done = 0;
        {
            WorkerThread thread;
            for (int i = 0; i < 100; ++i)
                in(thread, [&] { ++done; });
            thread.quit();
        }
        QCOMPARE(done.load(), 100);
    }
    void deletesWhatWasToBeDeletedLater()
    {
        std::atomic<int> gone = 0;
        {
            WorkerThread thread;
            in(thread, [&] { (new Chained(3, &gone))->deleteLater(); });
            thread.quit();
        }
        QCOMPARE(gone.load(), 4);
    }
    // OpenSSL's memory of a thread is given back behind everything that Qt does in it.
    void isReallyOver()
    {
        wasCleared = false;
        {
            WorkerThread thread;
            in(thread, [] { kept.used = true; });
            thread.quit();
        }
        QVERIFY(wasCleared);
    }
    // What it does before it ends may take some turns of its loop.
    void isWaitedForUntilItEndsItself()
    {
        std::atomic<bool> ended = false;
        {
            WorkerThread thread;
            in(thread, [&] {
                QTimer::singleShot(50, thread.context(), [&] {
                    ended = true;
                    thread.quit();
                });
            });
        }
        QVERIFY(ended);
    }
};

QTEST_GUILESS_MAIN(TestWorkerThread)
#include "tst_workerthread.moc"
