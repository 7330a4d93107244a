#pragma once

#include <QByteArray>
#include <QList>
#include <functional>

namespace imap
{

/// Conversations as THREAD tells of them (RFC 5256 §4): trees of message numbers. They stand in one list,
/// each message before its answers, with its depth: nothing that walks them needs recursion, however deep
/// they are.
struct Threads {
    struct Node {
        quint32 id = 0;    ///< 0: a message that is not there, but has answers
        quint32 depth = 0; ///< 0: the first of its thread
        bool operator==(const Node &) const = default;
    };
    QList<Node> nodes{};

    bool isEmpty() const { return nodes.isEmpty(); }
    /// Behind the last node of the tree that begins at `index`.
    qsizetype endOf(qsizetype index) const;
    enum class Step { Open, Close, Id };
    /// Goes through whole threads as they are written: the only answer stands behind its message, several
    /// are in parentheses each. `visit` gets the number with Id.
    void walk(qsizetype from, qsizetype to, const std::function<void(Step, quint32)> &visit) const;
    /// How deep the parentheses of that nest.
    qsizetype nesting(qsizetype from, qsizetype to) const;
    /// As on the wire: `(2)(3 6 (4 23)(44 7 96))`.
    QByteArray toByteArray(qsizetype from, qsizetype to) const;
    QByteArray toByteArray() const { return toByteArray(0, nodes.size()); }
    bool operator==(const Threads &) const = default;
};

} // namespace imap
