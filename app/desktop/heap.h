#pragma once

namespace app
{

/// Has the C library give memory back to the system when a large block is freed. To be called once, before
/// other threads are there.
void giveBackLargeBlocks();

} // namespace app
