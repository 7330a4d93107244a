#pragma once

#include "mime/block.h"

namespace imap::mime
{

/// The part of `block` from `start` to `end` (UTF-16 units), with the links and spans in it.
Block clipped(const Block &block, qsizetype start, qsizetype end);

/// Takes the blocks of one text in order, splits those that are too long and stops at the limits of block.h.
class BlockCollector
{
public:
    /// False once nothing more is taken.
    bool add(const Block &block);
    /// The limits were reached; then the list is marked as truncated.
    bool isFull() const { return m_full; }
    /// Something was left out elsewhere.
    void setTruncated() { m_list.truncated = true; }
    BlockList take();

private:
    bool store(Block block);

    BlockList m_list;
    bool m_full = false;
    qsizetype m_length = 0;
    qsizetype m_links = 0;
};

/// Characters that no body text needs and that can turn it round or make it unreadable.
bool isUnwantedInBody(char16_t c);

} // namespace imap::mime
