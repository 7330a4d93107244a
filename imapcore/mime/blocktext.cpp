#include "mime/textbody.h"

namespace imap::mime
{

namespace
{

void appendPlain(QString &text, const Block &block)
{
    const QString prefix =
        block.quoteLevel > 0 ? QString(block.quoteLevel, QLatin1Char('>')) + QLatin1Char(' ') : QString();
    QString body = block.text;
    if (block.kind == BlockKind::Rule)
        body = QString(40, QLatin1Char('-'));
    else if (block.kind == BlockKind::Picture)
        body = QLatin1Char('[') + block.text + QLatin1Char(']');
    else if (block.kind == BlockKind::ListItem)
        body = QString(2 * qMax(0, block.level - 1), QLatin1Char(' ')) +
               (block.marker.isEmpty() ? QStringLiteral("  ") : block.marker + QLatin1Char(' ')) + block.text;
    if (!prefix.isEmpty())
        body = prefix + body.replace(QLatin1Char('\n'), QLatin1Char('\n') + prefix);
    text += body + QLatin1Char('\n');
}

} // namespace

QString toPlainText(const QList<Block> &blocks)
{
    constexpr qsizetype limit = 4 * maximumTextLength; // quote marks of many short lines
    QString text;
    const Block *previous = nullptr;
    for (const Block &block : blocks) {
        if (block.kind == BlockKind::Note || text.size() > limit)
            continue;
        const bool tight = previous && previous->kind == block.kind &&
                           (block.kind == BlockKind::ListItem || block.kind == BlockKind::TableRow);
        if (previous && !tight)
            text += QLatin1Char('\n');
        appendPlain(text, block);
        previous = &block;
    }
    return text;
}

} // namespace imap::mime
