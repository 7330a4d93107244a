#pragma once

#include <QSet>

struct GumboInternalNode;

namespace imap::mime
{

/// The tables below `root` that hold data: none inside, short cells without blocks, and at least one row with
/// two cells that are not empty. All others are layout and are read from top to bottom. Iterative and linear.
QSet<const GumboInternalNode *> dataTables(const GumboInternalNode *root);

} // namespace imap::mime
