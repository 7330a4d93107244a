#pragma once

#include <QtGlobal>
#include <algorithm>
#include <memory>
#include <random>
#include <utility>
#include <vector>

namespace imap
{

/// A list of rows most of which are not known: row number to value, with gaps that cost nothing. Inserting
/// and removing shifts the rows behind in O(log n), so a mailbox of millions may lose its first message
/// cheaply. A treap whose nodes are gaps (a length) or blocks of up to `BlockSize` values.
template <class T>
class SparseRows
{
public:
    SparseRows() = default;
    explicit SparseRows(qsizetype rows) { insertGap(0, rows); }
    SparseRows(SparseRows &&) noexcept = default;
    SparseRows &operator=(SparseRows &&) noexcept = default;

    qsizetype size() const { return length(m_root); }
    qsizetype knownCount() const { return known(m_root); }

    /// The value of a row, or null where it is not known or out of range. Valid until the next change.
    const T *find(qsizetype row) const
    {
        const auto [node, at] = locate(row);
        return node && !node->isGap() ? &node->values[size_t(at)] : nullptr;
    }

    /// Sets the value of an existing row.
    void set(qsizetype row, T value)
    {
        if (row < 0 || row >= size())
            return;
        const auto [node, at] = locate(row);
        if (!node->isGap()) {
            node->values[size_t(at)] = std::move(value);
            return;
        }
        if (at == 0 && node->gap > 1 && row > 0) {
            // The usual case, windows filled upwards, needs no new shape of the tree.
            Node *before = locate(row - 1).first;
            if (!before->isGap() && before->values.size() < BlockSize) {
                adjust(row, -1, 0);
                --node->gap;
                adjust(row - 1, 1, 1);
                before->values.push_back(std::move(value));
                return;
            }
        }
        auto [before, rest] = split(std::move(m_root), row);
        auto [one, after] = split(std::move(rest), 1);
        // A run of neighbours grows the block next to it instead of making a node a row.
        if (!appendToLast(before.get(), value) && !prependToFirst(after.get(), value)) {
            one = std::make_unique<Node>(m_random());
            one->values.push_back(std::move(value));
            one->update();
            before = merge(std::move(before), std::move(one));
        }
        m_root = merge(std::move(before), std::move(after));
    }

    /// Forgets the values of rows [row, row + count), which stay as gaps.
    void forget(qsizetype row, qsizetype count)
    {
        count = std::min(count, size() - row);
        if (row < 0 || count <= 0)
            return;
        auto [before, rest] = split(std::move(m_root), row);
        auto [gone, after] = split(std::move(rest), count);
        m_root = mergeGap(std::move(before), count, std::move(after));
    }

    /// Inserts `count` unknown rows in front of `row`.
    void insertGap(qsizetype row, qsizetype count)
    {
        if (count <= 0 || row < 0 || row > size())
            return;
        auto [before, after] = split(std::move(m_root), row);
        m_root = mergeGap(std::move(before), count, std::move(after));
    }

    /// Removes rows [row, row + count).
    void remove(qsizetype row, qsizetype count = 1)
    {
        count = std::min(count, size() - row);
        if (row < 0 || count <= 0)
            return;
        const auto [node, at] = locate(row);
        if (at + count <= node->own() && count < node->own()) {
            adjust(row, -count, node->isGap() ? 0 : -count);
            if (node->isGap())
                node->gap -= count;
            else
                node->values.erase(node->values.begin() + at, node->values.begin() + at + count);
            return;
        }
        auto [before, rest] = split(std::move(m_root), row);
        auto [gone, after] = split(std::move(rest), count);
        m_root = merge(std::move(before), std::move(after));
    }

    void clear() { m_root.reset(); }

    /// Calls `visit(row, value)` for the known rows in [first, last), ascending.
    template <class Visit>
    void forEachKnown(qsizetype first, qsizetype last, Visit &&visit) const
    {
        walk(m_root.get(), 0, first, last, visit);
    }
    template <class Visit>
    void forEachKnown(Visit &&visit) const
    {
        forEachKnown(0, size(), std::forward<Visit>(visit));
    }

    /// Row of the known value for which `order(value)` is 0, or -1. Known values must ascend by row under
    /// `order` (negative: the sought one comes later). O(log² n).
    template <class Order>
    qsizetype findSorted(Order &&order) const
    {
        return search(m_root.get(), 0, order);
    }

    /// The last known row before `row`, or -1. O(log n).
    qsizetype lastKnownBefore(qsizetype row) const { return lastKnown(m_root.get(), 0, row); }
    /// The first known row at or behind `row`, or -1. O(log n).
    qsizetype firstKnownFrom(qsizetype row) const { return firstKnown(m_root.get(), 0, row); }

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
        qsizetype gap = 0; ///< length of a gap, 0 for a block
        std::vector<T> values;
        Link left, right;
        qsizetype total = 0;
        qsizetype knownTotal = 0;

        bool isGap() const { return gap > 0; }
        qsizetype own() const { return gap > 0 ? gap : qsizetype(values.size()); }
        void update()
        {
            total = length(left) + own() + length(right);
            knownTotal = known(left) + qsizetype(values.size()) + known(right);
        }
    };

    static qsizetype length(const Link &node) { return node ? node->total : 0; }
    static qsizetype known(const Link &node) { return node ? node->knownTotal : 0; }

    /// The node that holds a row, and where in it; null where there is no such row.
    std::pair<Node *, qsizetype> locate(qsizetype row) const
    {
        Node *node = row < 0 ? nullptr : m_root.get();
        while (node) {
            const qsizetype left = length(node->left);
            if (row < left) {
                node = node->left.get();
            } else if (row < left + node->own()) {
                return {node, row - left};
            } else {
                row -= left + node->own();
                node = node->right.get();
            }
        }
        return {nullptr, 0};
    }

    /// Adds to the totals on the way to the node that holds a row; that node itself is the caller's.
    void adjust(qsizetype row, qsizetype rows, qsizetype knownRows)
    {
        for (Node *node = m_root.get(); node;) {
            const qsizetype left = length(node->left);
            node->total += rows;
            node->knownTotal += knownRows;
            if (row < left) {
                node = node->left.get();
            } else if (row < left + node->own()) {
                return;
            } else {
                row -= left + node->own();
                node = node->right.get();
            }
        }
    }

    Link gapNode(qsizetype count)
    {
        auto node = std::make_unique<Node>(m_random());
        node->gap = count;
        node->update();
        return node;
    }

    static bool appendToLast(Node *node, T &value)
    {
        if (!node)
            return false;
        if (node->right) {
            if (!appendToLast(node->right.get(), value))
                return false;
        } else {
            if (node->isGap() || node->values.size() >= BlockSize)
                return false;
            node->values.push_back(std::move(value));
        }
        node->update();
        return true;
    }

    static bool prependToFirst(Node *node, T &value)
    {
        if (!node)
            return false;
        if (node->left) {
            if (!prependToFirst(node->left.get(), value))
                return false;
        } else {
            if (node->isGap() || node->values.size() >= BlockSize)
                return false;
            node->values.insert(node->values.begin(), std::move(value));
        }
        node->update();
        return true;
    }

    /// Lengthens the gap at the end (`Side` is &Node::right) or the beginning (&Node::left) of a tree.
    template <Link Node::*Side>
    static bool growGap(Node *node, qsizetype count)
    {
        if (!node)
            return false;
        if (node->*Side) {
            if (!growGap<Side>((node->*Side).get(), count))
                return false;
        } else {
            if (!node->isGap())
                return false;
            node->gap += count;
        }
        node->update();
        return true;
    }

    /// Both trees with a gap of `count` rows between them, as part of a gap next to it where there is one.
    Link mergeGap(Link before, qsizetype count, Link after)
    {
        if (!growGap<&Node::right>(before.get(), count) && !growGap<&Node::left>(after.get(), count))
            before = merge(std::move(before), gapNode(count));
        return merge(std::move(before), std::move(after));
    }

    static Link merge(Link a, Link b)
    {
        if (!a)
            return b;
        if (!b)
            return a;
        if (a->priority > b->priority) {
            a->right = merge(std::move(a->right), std::move(b));
            a->update();
            return a;
        }
        b->left = merge(std::move(a), std::move(b->left));
        b->update();
        return b;
    }

    /// The first `count` rows and the others.
    std::pair<Link, Link> split(Link node, qsizetype count)
    {
        if (!node)
            return {};
        const qsizetype left = length(node->left);
        if (count <= left) {
            auto [first, second] = split(std::move(node->left), count);
            node->left = std::move(second);
            node->update();
            return {std::move(first), std::move(node)};
        }
        const qsizetype inside = count - left;
        if (inside >= node->own()) {
            auto [first, second] = split(std::move(node->right), inside - node->own());
            node->right = std::move(first);
            node->update();
            return {std::move(node), std::move(second)};
        }
        // The cut goes through this node: its tail becomes a node of its own.
        auto tail = std::make_unique<Node>(m_random());
        if (node->isGap()) {
            tail->gap = node->gap - inside;
            node->gap = inside;
        } else {
            tail->values.assign(std::make_move_iterator(node->values.begin() + inside),
                                std::make_move_iterator(node->values.end()));
            node->values.erase(node->values.begin() + inside, node->values.end());
        }
        tail->update();
        Link right = std::move(node->right);
        node->update();
        return {std::move(node), merge(std::move(tail), std::move(right))};
    }

    template <class Visit>
    static void walk(const Node *node, qsizetype offset, qsizetype first, qsizetype last, Visit &visit)
    {
        if (!node || node->knownTotal == 0 || offset >= last || offset + node->total <= first)
            return;
        walk(node->left.get(), offset, first, last, visit);
        const qsizetype start = offset + length(node->left);
        for (qsizetype i = std::max<qsizetype>(0, first - start); i < qsizetype(node->values.size()); ++i) {
            if (start + i >= last)
                break;
            visit(start + i, node->values[size_t(i)]);
        }
        walk(node->right.get(), start + node->own(), first, last, visit);
    }

    static qsizetype lastKnown(const Node *node, qsizetype offset, qsizetype before)
    {
        if (!node || node->knownTotal == 0 || offset >= before)
            return -1;
        const qsizetype start = offset + length(node->left);
        if (start + node->own() < before) {
            const qsizetype found = lastKnown(node->right.get(), start + node->own(), before);
            if (found >= 0)
                return found;
        }
        if (!node->isGap() && start < before)
            return std::min(start + node->own(), before) - 1;
        return lastKnown(node->left.get(), offset, before);
    }

    static qsizetype firstKnown(const Node *node, qsizetype offset, qsizetype from)
    {
        if (!node || node->knownTotal == 0 || offset + node->total <= from)
            return -1;
        const qsizetype start = offset + length(node->left);
        if (from < start) {
            const qsizetype found = firstKnown(node->left.get(), offset, from);
            if (found >= 0)
                return found;
        }
        if (!node->isGap() && from < start + node->own())
            return std::max(start, from);
        return firstKnown(node->right.get(), start + node->own(), from);
    }

    template <class Order>
    static qsizetype search(const Node *node, qsizetype offset, Order &order)
    {
        if (!node || node->knownTotal == 0)
            return -1;
        const qsizetype start = offset + length(node->left);
        if (node->isGap()) {
            // The gap itself says nothing; the known value in front of it does.
            const T *before = lastValue(node->left.get());
            if (before && order(*before) >= 0)
                return search(node->left.get(), offset, order);
            return search(node->right.get(), start + node->own(), order);
        }
        if (order(node->values.front()) > 0)
            return search(node->left.get(), offset, order);
        if (order(node->values.back()) < 0)
            return search(node->right.get(), start + node->own(), order);
        const auto at = std::partition_point(node->values.begin(), node->values.end(),
                                             [&](const T &value) { return order(value) < 0; });
        return order(*at) == 0 ? start + (at - node->values.begin()) : -1;
    }

    static const T *lastValue(const Node *node)
    {
        while (node && node->knownTotal > 0) {
            if (known(node->right) > 0)
                node = node->right.get();
            else if (!node->isGap())
                return &node->values.back();
            else
                node = node->left.get();
        }
        return nullptr;
    }

    Link m_root;
    std::minstd_rand m_random{0x5eed};
};

} // namespace imap
