#include "app/desktop/heap.h"

#include <QFile>
#include <QtTest>
#include <cstring>
#include <memory>
#include <thread>
#include <unistd.h>

namespace
{

constexpr qsizetype MB = 1'000'000;

/// What of the program is in memory, octets.
qsizetype resident()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

std::unique_ptr<char[]> used(qsizetype octets)
{
    std::unique_ptr<char[]> block(new char[size_t(octets)]);
    std::memset(block.get(), 1, size_t(octets));
    return block;
}

} // namespace

class HeapTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void whatWasLargeIsGivenBack();
    void whatLiesBetweenIsGivenBackLater();
};

void HeapTest::initTestCase()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("Sanitizers have a heap of their own.");
#endif
}

/// A large list is sorted a few times, and small things stay that were made meanwhile.
void HeapTest::whatWasLargeIsGivenBack()
{
    if (resident() < 0)
        QSKIP("Nothing tells here what is in memory.");
    app::giveBackLargeBlocks();
    const qsizetype before = resident();
    qsizetype behind = 0;
    std::thread([&behind] {
        std::vector<std::unique_ptr<char[]>> kept;
        for (int turn = 0; turn < 5; ++turn) {
            const auto order = used(10 * MB);
            const auto sorted = used(8 * MB);
            kept.push_back(used(1000));
        }
        behind = resident();
    }).join();
    QVERIFY2(behind - before < 3 * MB, QByteArray::number((behind - before) / MB) + " MB more");
}

/// Many small things, and of each hundred one stays: no heap gets shorter by itself.
void HeapTest::whatLiesBetweenIsGivenBackLater()
{
    if (resident() < 0)
        QSKIP("Nothing tells here what is in memory.");
    std::vector<std::unique_ptr<char[]>> kept;
    const qsizetype before = resident();
    {
        std::vector<std::unique_ptr<char[]>> gone;
        for (int i = 0; i < 40'000; ++i)
            (i % 100 ? gone : kept).push_back(used(1000));
    }
    if (resident() - before < 10 * MB)
        QSKIP("This C library gives back all by itself.");
    app::SpareMemory spare;
    spare.used();
    QTRY_VERIFY2_WITH_TIMEOUT(resident() - before < 10 * MB,
                              QByteArray::number((resident() - before) / MB) + " MB more", 30'000);
}

QTEST_GUILESS_MAIN(HeapTest)
#include "tst_heap.moc"
