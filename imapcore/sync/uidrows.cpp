#include "sync/uidrows.h"

#include <algorithm>

namespace imap
{

void UidRows::Node::measure()
{
    own = ownKnown = ownHidden = 0;
    ownLast = 0;
    for (const Run &run : runs) {
        own += run.count;
        if (run.uid) {
            ownKnown += run.count;
            ownLast = run.uid + (run.count - 1);
        }
        if (run.hidden)
            ownHidden += run.count;
    }
}

void UidRows::Node::update()
{
    rows = own;
    known = ownKnown;
    hidden = ownHidden;
    lastUid = ownLast;
    if (left) {
        rows += left->rows;
        known += left->known;
        hidden += left->hidden;
        lastUid = lastUid ? lastUid : left->lastUid;
    }
    if (right) {
        rows += right->rows;
        known += right->known;
        hidden += right->hidden;
        lastUid = right->lastUid ? right->lastUid : lastUid;
    }
}

UidRows::UidRows(const Runs &runs)
{
    for (size_t at = 0; at < runs.size(); at += BlockSize) {
        const size_t end = std::min(runs.size(), at + BlockSize);
        m_root = merge(std::move(m_root),
                       blockOf(Runs(runs.begin() + qsizetype(at), runs.begin() + qsizetype(end))));
    }
}

// ---------------------------------------------------------------- questions

/// The run that holds a row, and where in it.
std::pair<const UidRows::Run *, qsizetype> UidRows::locate(qsizetype row) const
{
    const Node *node = row < 0 ? nullptr : m_root.get();
    while (node) {
        const qsizetype left = rowsOf(node->left);
        if (row < left) {
            node = node->left.get();
            continue;
        }
        row -= left;
        if (row >= node->own) {
            row -= node->own;
            node = node->right.get();
            continue;
        }
        for (const Run &run : node->runs) {
            if (row < qsizetype(run.count))
                return {&run, row};
            row -= run.count;
        }
        break;
    }
    return {nullptr, 0};
}

Uid UidRows::at(qsizetype row) const
{
    const auto [run, inside] = locate(row);
    return run && run->uid ? Uid{quint32(run->uid + inside)} : Uid{};
}

bool UidRows::isHidden(qsizetype row) const
{
    const Run *run = locate(row).first;
    return run && run->hidden;
}

qsizetype UidRows::rowOf(Uid uid) const
{
    const qsizetype row = lowerBound(uid.value);
    return uid.isValid() && at(row) == uid ? row : -1;
}

qsizetype UidRows::lowerBound(quint64 uid) const
{
    qsizetype offset = 0;
    for (const Node *node = m_root.get(); node;) {
        if (node->left && node->left->lastUid && node->left->lastUid >= uid) {
            node = node->left.get();
            continue;
        }
        offset += rowsOf(node->left);
        for (const Run &run : node->runs) {
            if (run.uid && quint64(run.uid) + run.count > uid)
                return offset + qsizetype(uid > run.uid ? uid - run.uid : 0);
            offset += run.count;
        }
        node = node->right.get();
    }
    return size();
}

qsizetype UidRows::lastKnownBefore(qsizetype row) const
{
    const qsizetype before = knownBefore(std::min(row, size()));
    if (before == 0)
        return -1;
    // The row of the before-th known one.
    qsizetype offset = 0;
    qsizetype wanted = before - 1;
    for (const Node *node = m_root.get(); node;) {
        const qsizetype left = node->left ? node->left->known : 0;
        if (wanted < left) {
            node = node->left.get();
            continue;
        }
        wanted -= left;
        offset += rowsOf(node->left);
        for (const Run &run : node->runs) {
            if (run.uid && wanted < qsizetype(run.count))
                return offset + wanted;
            wanted -= run.uid ? run.count : 0;
            offset += run.count;
        }
        node = node->right.get();
    }
    return -1;
}

qsizetype UidRows::lastUnknownBefore(qsizetype row) const
{
    const qsizetype limit = std::min(row, size());
    qsizetype wanted = limit - knownBefore(limit) - 1;
    qsizetype offset = 0;
    for (const Node *node = wanted < 0 ? nullptr : m_root.get(); node;) {
        const qsizetype left = node->left ? node->left->rows - node->left->known : 0;
        if (wanted < left) {
            node = node->left.get();
            continue;
        }
        wanted -= left;
        offset += rowsOf(node->left);
        for (const Run &run : node->runs) {
            if (!run.uid && wanted < qsizetype(run.count))
                return offset + wanted;
            wanted -= run.uid ? 0 : run.count;
            offset += run.count;
        }
        node = node->right.get();
    }
    return -1;
}

qsizetype UidRows::countBefore(qsizetype row, qsizetype Node::*what) const
{
    qsizetype found = 0;
    for (const Node *node = row <= 0 ? nullptr : m_root.get(); node;) {
        const qsizetype left = rowsOf(node->left);
        if (row < left) {
            node = node->left.get();
            continue;
        }
        row -= left;
        found += node->left ? (*node->left).*what : 0;
        if (row >= node->own && node->right) {
            found += what == &Node::known ? node->ownKnown : node->ownHidden;
            row -= node->own;
            node = node->right.get();
            continue;
        }
        for (const Run &run : node->runs) {
            const bool counts = what == &Node::known ? run.uid != 0 : bool(run.hidden);
            if (counts)
                found += std::min<qsizetype>(row, run.count);
            row -= run.count;
            if (row <= 0)
                break;
        }
        break;
    }
    return found;
}

qsizetype UidRows::rowOfShown(qsizetype index) const
{
    if (index < 0 || index >= shownCount())
        return size();
    qsizetype offset = 0;
    for (const Node *node = m_root.get(); node;) {
        const qsizetype left = node->left ? node->left->rows - node->left->hidden : 0;
        if (index < left) {
            node = node->left.get();
            continue;
        }
        index -= left;
        offset += rowsOf(node->left);
        for (const Run &run : node->runs) {
            if (!run.hidden && index < qsizetype(run.count))
                return offset + index;
            index -= run.hidden ? 0 : run.count;
            offset += run.count;
        }
        node = node->right.get();
    }
    return size();
}

// ---------------------------------------------------------------- changes

bool UidRows::set(qsizetype row, Uid uid, qsizetype count)
{
    count = std::min({count, size() - row, MaxRun});
    if (row < 0 || count <= 0 || !uid.isValid())
        return false;
    // Messages stand in the order of their UIDs (RFC 9051 §2.3.1.1): who is told otherwise was wrong before
    // or is wrong now, and the latest word counts.
    bool contradicted = false;
    const auto forgetKnown = [&](qsizetype from, qsizetype to) {
        if (to > from && knownBefore(to) > knownBefore(from)) {
            forget(from, to - from);
            contradicted = true;
        }
    };
    forgetKnown(lowerBound(uid.value), row);
    forgetKnown(row + count, lowerBound(quint64(uid.value) + quint64(count)));
    Run run;
    run.uid = uid.value;
    run.count = quint32(count);
    run.hidden = count == 1 && isHidden(row) && at(row) == uid;
    replace(row, count, {run});
    return contradicted;
}

void UidRows::forget(qsizetype row, qsizetype count)
{
    count = std::min(count, size() - row);
    if (row < 0 || count <= 0)
        return;
    Runs with;
    pushUnknown(with, count);
    replace(row, count, with);
}

void UidRows::insertUnknown(qsizetype row, qsizetype count)
{
    if (row < 0 || row > size() || count <= 0)
        return;
    Runs with;
    pushUnknown(with, count);
    replace(row, 0, with);
}

void UidRows::remove(qsizetype row, qsizetype count)
{
    count = std::min(count, size() - row);
    if (row >= 0 && count > 0)
        replace(row, count, {});
}

void UidRows::setHidden(qsizetype row, qsizetype count, bool hidden)
{
    count = std::min(count, size() - row);
    if (row < 0 || count <= 0)
        return;
    Runs changed;
    forEachRun(row, row + count, [&](qsizetype, Run run) {
        run.hidden = hidden && run.uid != 0;
        push(changed, run);
    });
    replace(row, count, changed);
}

/// Puts other runs in the place of `count` rows.
void UidRows::replace(qsizetype row, qsizetype count, const Runs &with)
{
    if (replaceInBlock(row, count, with))
        return;
    auto [before, rest] = split(std::move(m_root), row);
    auto [gone, after] = split(std::move(rest), count);
    Link middle;
    for (size_t at = 0; at < with.size(); at += BlockSize) {
        const size_t end = std::min(with.size(), at + BlockSize);
        middle = merge(std::move(middle),
                       blockOf(Runs(with.begin() + qsizetype(at), with.begin() + qsizetype(end))));
    }
    m_root = join(join(std::move(before), std::move(middle)), std::move(after));
}

/// The usual case: everything happens inside one block, and the tree keeps its shape.
bool UidRows::replaceInBlock(qsizetype row, qsizetype count, const Runs &with)
{
    Node *path[128];
    size_t depth = 0;
    Node *node = m_root.get();
    qsizetype inside = row;
    while (node) {
        if (depth == std::size(path))
            return false;
        path[depth++] = node;
        const qsizetype left = rowsOf(node->left);
        if (inside < left) {
            node = node->left.get();
        } else if (inside - left < node->own || (inside - left == node->own && count == 0 && !node->right)) {
            inside -= left;
            break;
        } else {
            inside -= left + node->own;
            node = node->right.get();
        }
    }
    if (!node || inside + count > node->own || node->runs.size() + with.size() > BlockSize + 2)
        return false;
    Runs runs;
    runs.reserve(node->runs.size() + with.size() + 2);
    pushPart(runs, node->runs, 0, inside);
    for (const Run &run : with)
        push(runs, run);
    pushPart(runs, node->runs, inside + count, node->own);
    if (runs.empty() || runs.size() > BlockSize)
        return false;
    node->runs.assign(runs.begin(), runs.end());
    node->measure();
    while (depth > 0)
        path[--depth]->update();
    return true;
}

void UidRows::push(Runs &runs, Run run)
{
    if (run.count == 0)
        return;
    if (!runs.empty()) {
        Run &last = runs.back();
        const bool follows = run.uid ? last.uid && quint64(last.uid) + last.count == run.uid : !last.uid;
        if (follows && last.hidden == run.hidden && qsizetype(last.count) + run.count <= MaxRun) {
            last.count = quint32(last.count + run.count);
            return;
        }
    }
    runs.push_back(run);
}

void UidRows::pushPart(Runs &into, const Runs &from, qsizetype first, qsizetype last)
{
    qsizetype row = 0;
    for (const Run &run : from) {
        const qsizetype begin = std::max(row, first);
        const qsizetype end = std::min<qsizetype>(row + run.count, last);
        if (begin < end)
            push(into, part(run, begin - row, end - begin));
        row += run.count;
    }
}

void UidRows::pushUnknown(Runs &runs, qsizetype count)
{
    for (; count > 0; count -= MaxRun) {
        Run run;
        run.count = quint32(std::min(count, MaxRun));
        push(runs, run);
    }
}

// ---------------------------------------------------------------- the tree

UidRows::Link UidRows::blockOf(Runs runs)
{
    if (runs.empty())
        return {};
    auto node = std::make_unique<Node>(m_random());
    node->runs = std::move(runs);
    node->measure();
    node->update();
    return node;
}

/// Both trees, with the blocks that meet as one where they fit: blocks that were cut grow together again.
UidRows::Link UidRows::join(Link before, Link after)
{
    if (!before)
        return after;
    if (!after)
        return before;
    const Node *last = before.get();
    while (last->right)
        last = last->right.get();
    const Node *first = after.get();
    while (first->left)
        first = first->left.get();
    if (last->runs.size() + first->runs.size() > BlockSize + 1)
        return merge(std::move(before), std::move(after));
    Runs runs = last->runs;
    for (const Run &run : first->runs)
        push(runs, run);
    if (runs.size() > BlockSize)
        return merge(std::move(before), std::move(after));
    const qsizetype restRows = before->rows - last->own;
    const qsizetype firstRows = first->own;
    auto [rest, lastAlone] = split(std::move(before), restRows);
    auto [firstAlone, others] = split(std::move(after), firstRows);
    return merge(merge(std::move(rest), blockOf(std::move(runs))), std::move(others));
}

UidRows::Link UidRows::merge(Link a, Link b)
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
std::pair<UidRows::Link, UidRows::Link> UidRows::split(Link node, qsizetype count)
{
    if (!node)
        return {};
    const qsizetype left = rowsOf(node->left);
    if (count <= left) {
        auto [first, second] = split(std::move(node->left), count);
        node->left = std::move(second);
        node->update();
        return {std::move(first), std::move(node)};
    }
    const qsizetype inside = count - left;
    if (inside >= node->own) {
        auto [first, second] = split(std::move(node->right), inside - node->own);
        node->right = std::move(first);
        node->update();
        return {std::move(node), std::move(second)};
    }
    // The cut goes through this block: its tail becomes one of its own.
    Runs head, tail;
    pushPart(head, node->runs, 0, inside);
    pushPart(tail, node->runs, inside, node->own);
    node->runs = std::move(head);
    node->measure();
    Link right = std::move(node->right);
    node->update();
    return {std::move(node), merge(blockOf(std::move(tail)), std::move(right))};
}

} // namespace imap
