#include "mime/blockcollector.h"

namespace imap::mime
{

namespace
{

template <class Stretch>
QList<Stretch> clippedList(const QList<Stretch> &list, qsizetype start, qsizetype end)
{
    QList<Stretch> result;
    for (const Stretch &item : list) {
        const qsizetype from = qMax(item.start, start);
        const qsizetype to = qMin(item.start + item.length, end);
        if (from >= to)
            continue;
        Stretch part = item;
        part.start = from - start;
        part.length = to - from;
        result.append(part);
    }
    return result;
}

/// Where to cut a text that is too long: behind a line, else behind a word, never within a character.
qsizetype cutAt(const QString &text, qsizetype start)
{
    qsizetype end = start + maximumBlockLength;
    if (end >= text.size())
        return text.size();
    const qsizetype earliest = start + maximumBlockLength / 2;
    for (const QChar wanted : {QLatin1Char('\n'), QLatin1Char(' ')}) {
        const qsizetype at = text.lastIndexOf(wanted, end - 1);
        if (at > earliest)
            return at + 1;
    }
    if (text[end - 1].isHighSurrogate())
        --end;
    return end;
}

} // namespace

Block clipped(const Block &block, qsizetype start, qsizetype end)
{
    Block part = block;
    part.text = block.text.mid(start, end - start);
    part.links = clippedList(block.links, start, end);
    part.spans = clippedList(block.spans, start, end);
    return part;
}

bool BlockCollector::add(const Block &block)
{
    if (block.text.size() <= maximumBlockLength)
        return store(block);
    for (qsizetype start = 0; start < block.text.size();) {
        const qsizetype end = cutAt(block.text, start);
        Block part = clipped(block, start, end);
        if (part.text.endsWith(QLatin1Char('\n')))
            part = clipped(part, 0, part.text.size() - 1);
        if (start > 0)
            part.marker.clear();
        if (!store(std::move(part)))
            return false;
        start = end;
    }
    return true;
}

bool BlockCollector::store(Block block)
{
    if (m_full)
        return false;
    if (m_list.blocks.size() >= maximumBlocks || m_length + block.text.size() > maximumTextLength) {
        m_full = m_list.truncated = true;
        return false;
    }
    m_length += block.text.size();
    if (m_links + block.links.size() > maximumLinks)
        block.links.resize(maximumLinks - m_links);
    m_links += block.links.size();
    block.quoteLevel = qBound(0, block.quoteLevel, maximumQuoteLevel);
    m_list.blocks.append(std::move(block));
    return true;
}

BlockList BlockCollector::take()
{
    BlockList list = std::move(m_list);
    *this = BlockCollector();
    return list;
}

bool isUnwantedInBody(char16_t c)
{
    if (c < 0x20)
        return c != u'\n' && c != u'\t';
    return (c >= 0x7F && c < 0xA0) || c == 0x202D || c == 0x202E || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB);
}

} // namespace imap::mime
