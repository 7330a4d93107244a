#include "app/desktop/heap.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace app
{

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

} // namespace app
