#include "app/desktop/heap.h"

#include <QThreadPool>
#include <chrono>
#include <cstdlib>
#include <utility>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace app
{

using namespace std::chrono_literals;

namespace
{

// Behind the cache's own pages, which go a second after all is quiet; and once more when the work that waited
// for that is done.
constexpr auto quiet = 1300ms;
constexpr auto quieter = 5s;

} // namespace

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
    connect(&m_later, &QTimer::timeout, this, [this] {
#ifdef __GLIBC__
        QThreadPool::globalInstance()->start([] { malloc_trim(0); });
#endif
        if (std::exchange(m_again, false))
            m_later.start(quieter);
    });
}

void SpareMemory::used()
{
    m_again = true;
    m_later.start(quiet); // anew: while something goes on memory is used again
}

} // namespace app
