#include "ui/views/bodybuilder.h"

#include "ui/support/formatting.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/bodytext.h"

#include <QCoreApplication>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextTable>

namespace ui
{

using imap::mime::Block;
using imap::mime::BlockKind;
using imap::mime::NoteKind;

namespace
{

constexpr int lineHeightPercent = 150;
constexpr int indentWidth = 24;
constexpr qsizetype maximumCells = 1500; ///< the text engine's tables are slow
constexpr int maximumColumns = 16;

} // namespace

BodyBuilder::BodyBuilder(QTextDocument *document, const imap::mime::TextBody &body, BodyStyle style,
                         const QSet<qsizetype> &toggledRuns)
    : m_document(document)
    , m_body(body)
    , m_style(std::move(style))
    , m_toggled(toggledRuns)
    , m_cursor(document)
{
    for (qsizetype i = 0; i < m_body.quoteRuns.size(); ++i)
        m_foldable << foldsByDefault(m_body, i);
}

bool BodyBuilder::foldsByDefault(const imap::mime::TextBody &body, qsizetype run)
{
    const imap::mime::QuoteRun &quote = body.quoteRuns.at(run);
    bool ownText = false;
    for (qsizetype i = 0; i < body.blocks.size() && !ownText; ++i) {
        const Block &block = body.blocks.at(i);
        ownText = block.quoteLevel == 0 && block.note == NoteKind::None && !block.text.trimmed().isEmpty();
    }
    if (!ownText)
        return false;
    qsizetype units = 0;
    qsizetype lines = 0;
    int lowest = imap::mime::maximumQuoteLevel;
    for (qsizetype i = quote.first; i < quote.first + quote.count; ++i) {
        units += body.blocks.at(i).text.size();
        lines += body.blocks.at(i).text.count(QLatin1Char('\n')) + 1;
        lowest = qMin(lowest, body.blocks.at(i).quoteLevel);
    }
    return lowest >= 2 || lines > 12 || units > 900;
}

bool BodyBuilder::append(qsizetype units)
{
    m_cursor.movePosition(QTextCursor::End);
    m_cursor.beginEditBlock();
    qsizetype done = 0;
    while (m_next < m_body.blocks.size() && done < units) {
        const Block &block = m_body.blocks.at(m_next);
        const qsizetype run = runAt(m_next);
        if (run >= 0) {
            const imap::mime::QuoteRun &quote = m_body.quoteRuns.at(run);
            const bool foldable = m_foldable.at(run);
            const bool folded = foldable && !m_toggled.contains(run);
            if (m_next == quote.first && foldable)
                setFoldLine(run, folded);
            if (folded) {
                m_next = quote.first + quote.count;
                continue;
            }
        }
        done += block.text.size() + 1;
        if (block.kind == BlockKind::TableRow) {
            m_next += setTable(m_next);
            continue;
        }
        if (block.note != NoteKind::None)
            setNote(block);
        else if (block.kind == BlockKind::Picture)
            setPicture(block);
        else if (block.kind == BlockKind::Rule)
            setRule(block);
        else
            setParagraph(block);
        ++m_next;
    }
    m_cursor.endEditBlock();
    return !isComplete();
}

void BodyBuilder::offerRest()
{
    qsizetype rest = 0;
    for (qsizetype i = m_next; i < m_body.blocks.size(); ++i)
        rest += m_body.blocks.at(i).text.size();
    m_cursor.movePosition(QTextCursor::End);
    QTextBlockFormat format;
    format.setTopMargin(2 * gap);
    format.setBottomMargin(2 * gap);
    newBlock(format, {});
    QTextCharFormat muted;
    muted.setForeground(mutedInk(m_style.palette));
    m_cursor.insertText(bodytext::restLeft(rest) + QLatin1Char(' '), muted);
    m_cursor.insertText(bodytext::showAll(), linkFormat({}, QLatin1String(bodyanchor::showAll)));
}

/// The number of the quote run that the block is in, or -1. Asked in ascending order.
qsizetype BodyBuilder::runAt(qsizetype block)
{
    while (m_run < m_body.quoteRuns.size() &&
           m_body.quoteRuns.at(m_run).first + m_body.quoteRuns.at(m_run).count <= block)
        ++m_run;
    const bool inside = m_run < m_body.quoteRuns.size() && m_body.quoteRuns.at(m_run).first <= block;
    return inside ? m_run : -1;
}

void BodyBuilder::newBlock(const QTextBlockFormat &format, const QTextCharFormat &characters)
{
    if (m_first) {
        // A document begins with an empty block; the first paragraph takes it.
        m_first = false;
        m_cursor.setBlockFormat(format);
        m_cursor.setBlockCharFormat(characters);
        m_cursor.setCharFormat(characters);
        return;
    }
    m_cursor.insertBlock(format, characters);
}

QTextBlockFormat BodyBuilder::blockFormat(const Block &block) const
{
    QTextBlockFormat format;
    format.setLineHeight(lineHeightPercent, QTextBlockFormat::ProportionalHeight);
    format.setBottomMargin(gap + grid / 2.0);
    // The text engine aligns by the text's direction, but leaves margins where they are.
    const bool mirrored = block.text.isRightToLeft();
    format.setProperty(bodyproperty::mirrored, mirrored);
    format.setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
    qreal margin = 0;
    if (block.quoteLevel > 0) {
        format.setProperty(bodyproperty::quoteLevel, block.quoteLevel);
        margin = qMin(block.quoteLevel, 8) * 2 * gap;
    }
    switch (block.kind) {
    case BlockKind::Heading:
        format.setTopMargin(gap);
        format.setBottomMargin(grid);
        format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
        format.setHeadingLevel(qBound(1, block.level, 6));
        break;
    case BlockKind::ListItem: {
        const int depth = qBound(1, block.level, 8);
        margin += depth * indentWidth;
        format.setTextIndent(-indentWidth + grid);
        QTextOption::Tab tab(0, QTextOption::LeftTab);
        format.setTabPositions({tab});
        format.setBottomMargin(grid);
        break;
    }
    case BlockKind::MessageHeader:
        format.setBackground(elevated(m_style.palette, 1));
        format.setTopMargin(gap);
        break;
    default:
        break;
    }
    if (block.preformatted)
        format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
    if (mirrored)
        format.setRightMargin(margin);
    else
        format.setLeftMargin(margin);
    return format;
}

QTextCharFormat BodyBuilder::charFormat(const Block &block) const
{
    QTextCharFormat format;
    format.setFont(block.preformatted ? m_style.fixedFont : m_style.font);
    QColor ink = m_style.palette.color(QPalette::Text);
    if (block.signature || block.kind == BlockKind::MessageHeader)
        ink = mutedInk(m_style.palette);
    else if (block.quoteLevel > 0)
        ink = mixed(ink, mutedInk(m_style.palette), 0.6);
    format.setForeground(ink);
    if (block.kind == BlockKind::Heading) {
        const qreal factor = block.level <= 1 ? titleType : block.level == 2 ? largeType : 1.0;
        format.setFont(semibold(scaledFont(m_style.font, factor)));
    }
    return format;
}

QTextCharFormat BodyBuilder::linkFormat(const QTextCharFormat &base, const QString &target) const
{
    QTextCharFormat format = base;
    format.setAnchor(true);
    format.setAnchorHref(target);
    format.setForeground(m_style.palette.color(QPalette::Link));
    return format;
}

void BodyBuilder::setParagraph(const Block &block)
{
    const QTextCharFormat base = charFormat(block);
    newBlock(blockFormat(block), base);
    if (block.kind == BlockKind::ListItem)
        m_cursor.insertText(block.marker + QLatin1Char('\t'), base);
    insertRich(block, block.text, base);
}

void BodyBuilder::insertRich(const Block &block, const QString &text, const QTextCharFormat &base)
{
    // Cut at each place where a link or a style begins or ends; both lists are in order.
    QList<qsizetype> cuts{0, text.size()};
    for (const imap::mime::Link &link : block.links)
        cuts << link.start << link.start + link.length;
    for (const imap::mime::Span &span : block.spans)
        cuts << span.start << span.start + span.length;
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    qsizetype link = 0;
    qsizetype span = 0;
    for (qsizetype i = 0; i + 1 < cuts.size(); ++i) {
        const qsizetype from = cuts.at(i);
        const qsizetype to = cuts.at(i + 1);
        if (from < 0 || to > text.size())
            continue;
        while (link < block.links.size() && block.links.at(link).start + block.links.at(link).length <= from)
            ++link;
        while (span < block.spans.size() && block.spans.at(span).start + block.spans.at(span).length <= from)
            ++span;
        QTextCharFormat format = base;
        if (span < block.spans.size() && block.spans.at(span).start <= from) {
            const int styles = block.spans.at(span).styles;
            if (styles & imap::mime::Span::Code)
                format.setFont(m_style.fixedFont);
            if (styles & imap::mime::Span::Strong)
                format.setFontWeight(QFont::DemiBold);
            if (styles & imap::mime::Span::Emphasis)
                format.setFontItalic(true);
        }
        const bool linked = link < block.links.size() && block.links.at(link).start <= from;
        if (linked)
            format = linkFormat(format, block.links.at(link).target);
        QString piece = text.mid(from, to - from);
        piece.replace(QLatin1Char('\n'), QChar(QChar::LineSeparator));
        m_cursor.insertText(piece, format);
        if (linked && block.links.at(link).deceptive &&
            to == block.links.at(link).start + block.links.at(link).length) {
            QTextCharFormat warning = base;
            warning.setForeground(stateColor(State::Error, m_style.palette));
            warning.setFontWeight(QFont::DemiBold);
            m_cursor.insertText(bodytext::leadsTo(block.links.at(link).target), warning);
        }
    }
}

void BodyBuilder::setRule(const Block &block)
{
    QTextBlockFormat format = blockFormat(block);
    format.setProperty(QTextFormat::BlockTrailingHorizontalRulerWidth,
                       QTextLength(QTextLength::PercentageLength, 100));
    format.setLineHeight(50, QTextBlockFormat::ProportionalHeight);
    format.setBackground(hairline(m_style.palette));
    newBlock(format, charFormat(block));
}

void BodyBuilder::setPicture(const Block &block)
{
    newBlock(blockFormat(block), charFormat(block));
    const QString name = QLatin1String(bodyanchor::picture) + QString::fromLatin1(block.resource);
    const QVariant resource = m_document->resource(QTextDocument::ImageResource, QUrl(name));
    const QSize size = resource.value<QImage>().size();
    if (size.isEmpty()) {
        QTextCharFormat muted = charFormat(block);
        muted.setForeground(mutedInk(m_style.palette));
        muted.setFontItalic(true);
        m_cursor.insertText(bodytext::missingPicture(block.text), muted);
        return;
    }
    QTextImageFormat image;
    image.setName(name);
    const qreal ratio = resource.value<QImage>().devicePixelRatio();
    const qreal width = qMin<qreal>(size.width() / ratio, m_style.columnWidth);
    image.setWidth(width);
    image.setHeight(qMax<qreal>(1, width * size.height() / size.width()));
    image.setProperty(QTextFormat::ImageAltText, block.text);
    m_cursor.insertImage(image);
}

void BodyBuilder::setNote(const Block &block)
{
    QTextBlockFormat format = blockFormat(block);
    format.setBackground(elevated(m_style.palette, 1));
    QTextCharFormat characters = charFormat(block);
    characters.setForeground(mutedInk(m_style.palette));
    newBlock(format, characters);
    m_cursor.insertText(bodytext::note(block), characters);
    if (block.note == NoteKind::NotLoaded || block.note == NoteKind::TooLarge) {
        m_cursor.insertText(QStringLiteral(" "), characters);
        m_cursor.insertText(bodytext::load(),
                            linkFormat(characters, QLatin1String(bodyanchor::load) + block.text));
    }
}

void BodyBuilder::setFoldLine(qsizetype run, bool folded)
{
    const imap::mime::QuoteRun &quote = m_body.quoteRuns.at(run);
    qsizetype lines = 0;
    for (qsizetype i = quote.first; i < quote.first + quote.count; ++i)
        lines += m_body.blocks.at(i).text.count(QLatin1Char('\n')) + 1;
    QTextBlockFormat format;
    format.setTopMargin(grid);
    format.setBottomMargin(gap);
    QTextCharFormat characters;
    characters.setFont(scaledFont(m_style.font, smallType));
    newBlock(format, characters);
    m_cursor.insertText(bodytext::fold(lines, folded),
                        linkFormat(characters, QLatin1String(bodyanchor::fold) + QString::number(run)));
}

/// Rows that follow each other are one table. Returns how many blocks were used.
qsizetype BodyBuilder::setTable(qsizetype first)
{
    const int level = m_body.blocks.at(first).quoteLevel;
    qsizetype rows = 0;
    int columns = 1;
    while (first + rows < m_body.blocks.size()) {
        const Block &row = m_body.blocks.at(first + rows);
        if (row.kind != BlockKind::TableRow || row.quoteLevel != level)
            break;
        columns = qMax(columns, int(row.text.count(QLatin1Char('\t'))) + 1);
        ++rows;
    }
    if (columns == 1 || columns > maximumColumns || rows * columns > maximumCells) {
        for (qsizetype i = 0; i < rows; ++i)
            setParagraph(m_body.blocks.at(first + i));
        return rows;
    }
    QTextTableFormat format;
    format.setCellPadding(grid);
    format.setCellSpacing(0);
    format.setBorder(1);
    format.setBorderCollapse(true);
    format.setBorderBrush(hairline(m_style.palette));
    format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    format.setTopMargin(grid);
    format.setBottomMargin(gap + grid);
    format.setLeftMargin(qMin(level, 8) * 2 * gap);
    if (m_first)
        newBlock({}, {});
    QTextTable *table = m_cursor.insertTable(int(rows), columns, format);
    for (int y = 0; y < rows; ++y) {
        const Block &row = m_body.blocks.at(first + y);
        const QTextCharFormat characters = charFormat(row);
        qsizetype start = 0;
        for (int x = 0; x < columns && start <= row.text.size(); ++x) {
            qsizetype end = row.text.indexOf(QLatin1Char('\t'), start);
            if (end < 0)
                end = row.text.size();
            // The links and styles of this cell, counted from its own start.
            Block cell;
            for (imap::mime::Link link : row.links) {
                if (link.start >= start && link.start + link.length <= end) {
                    link.start -= start;
                    cell.links << link;
                }
            }
            for (imap::mime::Span span : row.spans) {
                if (span.start >= start && span.start + span.length <= end) {
                    span.start -= start;
                    cell.spans << span;
                }
            }
            const QTextCursor saved = m_cursor;
            m_cursor = table->cellAt(y, x).firstCursorPosition();
            insertRich(cell, row.text.mid(start, end - start), characters);
            m_cursor = saved;
            start = end + 1;
        }
    }
    m_cursor.movePosition(QTextCursor::End);
    // The block behind a table is there already: the next paragraph takes it.
    m_first = true;
    return rows;
}

} // namespace ui
