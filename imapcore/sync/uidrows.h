#pragma once

#include "types/ids.h"

#include <memory>
#include <random>
#include <vector>

namespace imap
{

/// The rows of a folder: which UID stands in each, as far as anybody looked, and which of them are hidden
/// from people. Neighbours with neighbouring UIDs are one run, as are neighbours of whom nothing is known, so
/// a folder of a million takes from a few octets to some ten megabytes. A treap of blocks of runs: every
/// function takes O(log n) and the number of runs it touches. Known UIDs ascend with the row, always.
class UidRows
{
public:
    /// Rows next to each other with UIDs next to each other, or with unknown ones.
    struct Run {
        quint32 uid = 0;        ///< of the first row; 0: not known
        quint32 count : 31 = 0; ///< more rows than fit are several runs
        quint32 hidden : 1 = 0; ///< only known rows can be hidden
        bool operator==(const Run &) const = default;
    };
    static constexpr qsizetype MaxRun = 0x7fffffff;

    using Runs = std::vector<Run>;

    UidRows() = default;
    explicit UidRows(qsizetype rows) { insertUnknown(0, rows); }
    /// Known UIDs must ascend.
    explicit UidRows(const Runs &runs);
    UidRows(UidRows &&) noexcept = default;
    UidRows &operator=(UidRows &&) noexcept = default;

    qsizetype size() const { return m_root ? m_root->rows : 0; }
    qsizetype knownCount() const { return m_root ? m_root->known : 0; }
    qsizetype hiddenCount() const { return m_root ? m_root->hidden : 0; }
    qsizetype shownCount() const { return size() - hiddenCount(); }

    /// The UID of a row; invalid where it is not known or out of range.
    Uid at(qsizetype row) const;
    bool isHidden(qsizetype row) const;
    /// Row of a known UID, or -1.
    qsizetype rowOf(Uid uid) const;
    /// The first row whose UID is known and not below `uid`; size() where there is none.
    qsizetype lowerBound(quint64 uid) const;
    /// The last known row before `row`, or -1.
    qsizetype lastKnownBefore(qsizetype row) const;
    /// The last unknown row before `row`, or -1.
    qsizetype lastUnknownBefore(qsizetype row) const;
    /// Known rows in front of `row`.
    qsizetype knownBefore(qsizetype row) const { return countBefore(row, &Node::known); }
    /// Rows that are not hidden in front of `row`.
    qsizetype shownBefore(qsizetype row) const { return row - countBefore(row, &Node::hidden); }
    /// The row that is the `index`-th of those not hidden, from 0; size() where there is none.
    qsizetype rowOfShown(qsizetype index) const;

    /// Calls `visit(row, run)` for the runs in [first, last), cut to that, ascending.
    template <class Visit>
    void forEachRun(qsizetype first, qsizetype last, Visit &&visit) const
    {
        walk(m_root.get(), 0, first, last, visit);
    }

    /// Now `count` rows from `row` have the UIDs from `uid` on. Rows elsewhere whose known UIDs contradict
    /// that become unknown (and shown); returns whether there were any.
    bool set(qsizetype row, Uid uid, qsizetype count = 1);
    void forget(qsizetype row, qsizetype count);
    /// `count` unknown rows in front of `row`.
    void insertUnknown(qsizetype row, qsizetype count);
    void remove(qsizetype row, qsizetype count = 1);
    /// The known ones among `count` rows.
    void setHidden(qsizetype row, qsizetype count, bool hidden);

    /// Adds a run at the end of a list, as part of the one that stands there where both are one.
    static void push(Runs &runs, Run run);
    static void pushUnknown(Runs &runs, qsizetype count);

private:
    static constexpr size_t BlockSize = 64;

    struct Node;
    using Link = std::unique_ptr<Node>;
    struct Node {
        explicit Node(quint32 weight)
            : priority(weight)
        {
        }
        quint32 priority;
        quint32 lastUid = 0; ///< the highest known UID of the subtree, 0: none is known
        Runs runs;
        Link left, right;
        qsizetype rows = 0;
        qsizetype known = 0;
        qsizetype hidden = 0;
        // Of this block alone.
        qsizetype own = 0;
        qsizetype ownKnown = 0;
        qsizetype ownHidden = 0;
        quint32 ownLast = 0;

        void measure(); ///< after its runs changed
        void update();  ///< after it or what is below changed
    };
    static qsizetype rowsOf(const Link &node) { return node ? node->rows : 0; }

    std::pair<const Run *, qsizetype> locate(qsizetype row) const;
    qsizetype countBefore(qsizetype row, qsizetype Node::*what) const;
    void replace(qsizetype row, qsizetype count, const Runs &with);
    bool replaceInBlock(qsizetype row, qsizetype count, const Runs &with);
    Link blockOf(Runs runs);
    Link join(Link before, Link after);
    static Link merge(Link a, Link b);
    std::pair<Link, Link> split(Link node, qsizetype count);
    static void pushPart(Runs &into, const Runs &from, qsizetype first, qsizetype last);

    template <class Visit>
    static void walk(const Node *node, qsizetype offset, qsizetype first, qsizetype last, Visit &visit)
    {
        if (!node || offset >= last || offset + node->rows <= first)
            return;
        walk(node->left.get(), offset, first, last, visit);
        qsizetype row = offset + rowsOf(node->left);
        for (const Run &run : node->runs) {
            const qsizetype from = std::max(row, first);
            const qsizetype to = std::min<qsizetype>(row + run.count, last);
            if (from < to)
                visit(from, part(run, from - row, to - from));
            row += run.count;
        }
        walk(node->right.get(), row, first, last, visit);
    }
    static Run part(const Run &run, qsizetype from, qsizetype count)
    {
        Run result = run;
        result.uid = run.uid ? quint32(run.uid + from) : 0;
        result.count = quint32(count);
        return result;
    }

    Link m_root;
    std::minstd_rand m_random{0x5eed};
};

} // namespace imap
