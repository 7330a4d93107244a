#include "app/desktop/heap.h"

#include <QThreadPool>
#include <chrono>
#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace app
{

using namespace std::chrono_literals;

void giveBackLargeBlocks()
{
#ifdef __GLIBC__
    // By itself glibc learns from each large block that is freed to take the next one of that size, up to 32
    // MB, from its heaps, and to keep twice as much of them unused. The order of a million messages is made
    // of a few such blocks, once; then they would stay with the program for good.
    constexpr int large = 256 * 1024;
    mallopt(M_MMAP_THRESHOLD, large);
    mallopt(M_TRIM_THRESHOLD, 2 * large);
#endif
}

SpareMemory::SpareMemory(QObject *parent)
    : QObject(parent)
{
    m_later.setSingleShot(true);
    m_later.setInterval(1s);
    connect(&m_later, &QTimer::timeout, this, [] {
#ifdef __GLIBC__
        QThreadPool::globalInstance()->start([] { malloc_trim(0); });
#endif
    });
}

void SpareMemory::used()
{
    m_later.start(); // anew: while something goes on memory is used again
}

} // namespace app
