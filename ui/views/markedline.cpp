#include "ui/views/markedline.h"

#include "ui/support/metrics.h"
#include "ui/views/rowcolors.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>
#include <cmath>

namespace ui
{

namespace
{

constexpr float markStrength = 0.28F;

/// What is left of the marks in a text that was cut behind `length`.
QList<QTextLayout::FormatRange> formats(const QList<imap::TextSpan> &marks, qsizetype length,
                                        const QFont &font, const RowColors &colors)
{
    QTextCharFormat format;
    format.setFont(font);
    format.setFontWeight(QFont::Bold);
    format.setForeground(colors.text);
    format.setBackground(markGround(colors));
    QList<QTextLayout::FormatRange> ranges;
    for (const imap::TextSpan &span : marks) {
        if (span.start < length)
            ranges.append({int(span.start), int(qMin(span.length, length - span.start)), format});
    }
    return ranges;
}

/// Lays out one line; returns its width.
qreal layOut(QTextLayout &layout, const QString &text, const QFont &font,
             const QList<QTextLayout::FormatRange> &ranges)
{
    layout.setText(text);
    layout.setFont(font);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    layout.setTextOption(option);
    layout.setFormats(ranges);
    layout.setCacheEnabled(true);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(1e6);
    line.setPosition({});
    layout.endLayout();
    return std::ceil(line.naturalTextWidth());
}

} // namespace

QColor markGround(const RowColors &colors)
{
    QColor shade = colors.accent;
    if (colors.highlighted) // away from the ink, which is the accent there
        shade = colors.text.lightnessF() > 0.5 ? Qt::black : Qt::white;
    shade.setAlphaF(markStrength);
    return shade;
}

int paintMarkedLine(QPainter *painter, const QRect &rect, const QString &text,
                    const QList<imap::TextSpan> &marks, const QFont &font, const QColor &ink,
                    const RowColors &colors, Qt::LayoutDirection direction)
{
    if (marks.isEmpty())
        return paintLine(painter, rect, text, font, ink, direction);
    if (rect.width() <= 0 || text.isEmpty())
        return 0;
    const QFontMetrics metrics(font);
    QTextLayout layout;
    QString shown = text;
    qreal width = layOut(layout, shown, font, formats(marks, shown.size(), font, colors));
    // Heavier type is wider than what is measured for the ellipsis.
    for (int room = rect.width(); width > rect.width() && room > 0; room -= metrics.averageCharWidth()) {
        shown = metrics.elidedText(text, Qt::ElideRight, room);
        width =
            layOut(layout, shown, font, formats(marks, qMax<qsizetype>(0, shown.size() - 1), font, colors));
    }
    const bool right = direction == Qt::RightToLeft;
    const qreal left = right ? rect.right() + 1 - width : rect.left();
    const qreal top = rect.top() + (rect.height() - layout.boundingRect().height()) / 2;
    painter->save();
    painter->setClipRect(rect, Qt::IntersectClip);
    painter->setPen(ink);
    layout.draw(painter, QPointF(left, top));
    painter->restore();
    return qMin(rect.width(), int(width));
}

} // namespace ui
