#include "mime/blockbuilder.h"

#include "mime/links.h"

namespace imap::mime
{

namespace
{

/// Fillers with which senders push text out of previews. They never carry meaning between words.
bool isFiller(char16_t c)
{
    return c == 0x034F || c == 0x00AD || c == 0x200B || c == 0x180E || (c >= 0x2060 && c <= 0x2064) ||
           c == 0x115F || c == 0x3164;
}

/// Addresses that stand in the text without being marked as links.
void addBareLinks(Block &block)
{
    const QList<Link> marked = block.links;
    QList<Link> all;
    qsizetype next = 0;
    const QList<Link> bare = findLinks(block.text, maximumLinks);
    for (const Link &link : bare) {
        while (next < marked.size() && marked[next].start + marked[next].length <= link.start)
            all.append(marked[next++]);
        if (next >= marked.size() || marked[next].start >= link.start + link.length)
            all.append(link);
    }
    while (next < marked.size())
        all.append(marked[next++]);
    block.links = all;
}

bool isJoiner(char16_t c)
{
    return c == 0x200C || c == 0x200D;
}

} // namespace

void BlockBuilder::setContext(const Context &context)
{
    if (context == m_context)
        return;
    endBlock();
    m_context = context;
}

void BlockBuilder::addText(QStringView text)
{
    const bool keep = m_context.preformatted && !inRow();
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        if (isUnwantedInBody(u) || isFiller(u))
            continue;
        if (keep && (u == u'\n' || u == u'\t' || u == u' ')) {
            m_block.text += c;
            continue;
        }
        if (c.isSpace()) {
            m_space = true;
            continue;
        }
        const bool start = m_block.text.isEmpty() || m_block.text.back().isSpace();
        if (isJoiner(u) && (start || m_space))
            continue;
        if (m_space && !start) {
            // The space before a link or an emphasis is not part of it.
            m_linkStart += m_block.text.size() == m_linkStart ? 1 : 0;
            m_spanStart += m_block.text.size() == m_spanStart ? 1 : 0;
            m_block.text += QLatin1Char(' ');
        }
        m_space = false;
        m_block.text += c;
    }
}

void BlockBuilder::lineBreak()
{
    if (inRow()) {
        m_space = true;
        return;
    }
    m_space = false;
    // Two breaks are a blank line, which is what divides paragraphs.
    if (m_block.text.endsWith(QLatin1Char('\n')) && !m_context.preformatted)
        endBlock();
    else if (!m_block.text.isEmpty() || m_context.preformatted)
        m_block.text += QLatin1Char('\n');
}

void BlockBuilder::setStyles(int styles)
{
    if (styles == m_styles)
        return;
    closeSpan();
    m_styles = styles;
}

void BlockBuilder::closeSpan()
{
    const qsizetype length = m_block.text.size() - m_spanStart;
    if (m_styles != 0 && length > 0)
        m_block.spans.append({m_spanStart, length, m_styles});
    m_spanStart = m_block.text.size();
}

void BlockBuilder::setLink(const QString &target)
{
    closeLink();
    m_link = target;
}

void BlockBuilder::closeLink()
{
    const qsizetype length = m_block.text.size() - m_linkStart;
    if (!m_link.isEmpty() && length > 0) {
        const QStringView text = QStringView(m_block.text).sliced(m_linkStart, length);
        if (!text.trimmed().isEmpty())
            m_block.links.append({m_linkStart, length, m_link, isDeceptive(text, m_link)});
    }
    m_linkStart = m_block.text.size();
}

void BlockBuilder::beginRow()
{
    endBlock();
    m_row = 1;
}

void BlockBuilder::nextCell()
{
    if (!inRow())
        return;
    closeSpan();
    closeLink();
    m_space = false;
    if (m_row++ > 1)
        m_block.text += QLatin1Char('\t');
    m_linkStart = m_spanStart = m_block.text.size();
}

void BlockBuilder::endRow()
{
    if (!inRow())
        return;
    const int cells = m_row - 1;
    m_row = 0;
    m_block.kind = BlockKind::TableRow;
    m_block.level = cells;
    endBlock();
    m_block.kind = BlockKind::Paragraph;
    m_block.level = 0;
}

void BlockBuilder::endBlock()
{
    if (inRow()) {
        m_space = true;
        return;
    }
    closeSpan();
    closeLink();
    m_space = false;
    Block block = std::move(m_block);
    m_block = Block();
    m_linkStart = m_spanStart = 0;

    // Empty cells at the ends of a row keep its columns; the empty lines around code go, its indent stays.
    const bool row = block.kind == BlockKind::TableRow;
    const bool keepIndent = m_context.preformatted;
    qsizetype start = 0;
    qsizetype end = block.text.size();
    while (end > 0 && block.text[end - 1].isSpace() && !(row && block.text[end - 1] == QLatin1Char('\t')))
        --end;
    while (!row && start < end &&
           (keepIndent ? block.text[start] == QLatin1Char('\n') : block.text[start].isSpace()))
        ++start;
    if (row && QStringView(block.text).trimmed().isEmpty())
        return;
    if (start >= end)
        return;
    if (start > 0 || end < block.text.size())
        block = clipped(block, start, end);
    block.quoteLevel = m_context.quoteLevel;
    block.preformatted = m_context.preformatted;
    block.signature = m_context.signature;
    if (block.kind == BlockKind::TableRow) {
        if (block.level < 2) { // one cell is a paragraph
            block.kind = BlockKind::Paragraph;
            block.level = 0;
        }
    } else if (m_context.headingLevel > 0) {
        block.kind = BlockKind::Heading;
        block.level = m_context.headingLevel;
    } else if (m_context.listDepth > 0) {
        block.kind = BlockKind::ListItem;
        block.level = m_context.listDepth;
        block.marker = m_marker;
        m_marker.clear();
    }
    addBareLinks(block);
    splitSignature(std::move(block));
}

/// "--" alone in a line: HTML writers keep the mark but lose its space.
void BlockBuilder::splitSignature(Block block)
{
    if (m_signature && block.quoteLevel != m_signatureLevel)
        m_signature = false;
    if (block.kind == BlockKind::Paragraph) {
        const QString &text = block.text;
        qsizetype at = -1;
        if (text == QLatin1String("--") || text.startsWith(QLatin1String("--\n")))
            at = 0;
        else if (const qsizetype mark = text.indexOf(QLatin1String("\n--\n")); mark >= 0)
            at = mark + 1;
        if (at >= 0) {
            if (at > 1)
                hand(clipped(block, 0, at - 1));
            m_signature = true;
            m_signatureLevel = block.quoteLevel;
            const qsizetype rest = qMin(at + 3, text.size());
            block = clipped(block, rest, text.size());
            if (block.text.isEmpty())
                return;
        }
    }
    hand(std::move(block));
}

void BlockBuilder::hand(Block block)
{
    block.signature = block.signature || m_signature;
    m_collector.add(block);
}

void BlockBuilder::addRule()
{
    endBlock();
    if (inRow())
        return;
    Block rule;
    rule.kind = BlockKind::Rule;
    rule.quoteLevel = m_context.quoteLevel;
    hand(rule);
}

void BlockBuilder::addPicture(const QByteArray &resource, const QString &alternative)
{
    const QString link = m_link;
    endBlock();
    Block picture;
    picture.kind = BlockKind::Picture;
    picture.quoteLevel = m_context.quoteLevel;
    picture.signature = m_context.signature;
    picture.resource = resource;
    picture.text = alternative;
    if (!link.isEmpty() && !alternative.isEmpty())
        picture.links = {{0, alternative.size(), link, isDeceptive(alternative, link)}};
    hand(picture);
}

BlockList BlockBuilder::take()
{
    m_row = 0;
    endBlock();
    return m_collector.take();
}

} // namespace imap::mime
