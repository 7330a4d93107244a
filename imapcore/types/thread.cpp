#include "types/thread.h"

#include <algorithm>
#include <vector>

namespace imap
{

namespace
{

/// How many answers each node of [from, to) has.
std::vector<quint32> countAnswers(const QList<Threads::Node> &nodes, qsizetype from, qsizetype to)
{
    std::vector<quint32> answers(size_t(to - from));
    std::vector<size_t> above; // the node at each depth down to the present one
    for (qsizetype i = from; i < to; ++i) {
        above.resize(std::min(above.size(), size_t(nodes.at(i).depth)));
        if (!above.empty())
            ++answers[above.back()];
        above.push_back(size_t(i - from));
    }
    return answers;
}

} // namespace

qsizetype Threads::endOf(qsizetype index) const
{
    const quint32 depth = nodes.at(index).depth;
    qsizetype end = index + 1;
    while (end < nodes.size() && nodes.at(end).depth > depth)
        ++end;
    return end;
}

void Threads::walk(qsizetype from, qsizetype to, const std::function<void(Step, quint32)> &visit) const
{
    struct Level {
        bool parentheses = false;  ///< stand around this node
        bool answersApart = false; ///< and around each of its answers
    };
    const std::vector<quint32> answers = countAnswers(nodes, from, to);
    std::vector<Level> above;
    const auto leave = [&](size_t depth) {
        for (; above.size() > depth; above.pop_back()) {
            if (above.back().parentheses)
                visit(Step::Close, 0);
        }
    };
    for (qsizetype i = from; i < to; ++i) {
        const Node &node = nodes.at(i);
        leave(node.depth);
        // One that is not there leaves nothing but its parentheses.
        const bool parentheses = above.empty() || above.back().answersApart || node.id == 0;
        if (parentheses)
            visit(Step::Open, 0);
        if (node.id != 0)
            visit(Step::Id, node.id);
        above.push_back({parentheses, node.id == 0 || answers[size_t(i - from)] > 1});
    }
    leave(0);
}

qsizetype Threads::nesting(qsizetype from, qsizetype to) const
{
    qsizetype depth = 0;
    qsizetype deepest = 0;
    walk(from, to, [&](Step step, quint32) {
        if (step == Step::Open)
            deepest = std::max(deepest, ++depth);
        else if (step == Step::Close)
            --depth;
    });
    return deepest;
}

QByteArray Threads::toByteArray(qsizetype from, qsizetype to) const
{
    QByteArray text;
    bool behindNumber = false;
    walk(from, to, [&](Step step, quint32 id) {
        if (behindNumber && step != Step::Close)
            text += ' ';
        if (step == Step::Id)
            text += QByteArray::number(id);
        else
            text += step == Step::Open ? '(' : ')';
        behindNumber = step == Step::Id;
    });
    return text;
}

} // namespace imap
