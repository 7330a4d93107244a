#include "ui/views/rowcolors.h"

#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace ui
{

namespace
{

constexpr qreal radius = 6;

QRectF groundRect(const QRect &row)
{
    return QRectF(row).adjusted(grid, 1, -grid, -1);
}

} // namespace

RowColors rowColors(const QStyleOptionViewItem &option)
{
    const QPalette &palette = option.palette;
    const bool selected = option.state & QStyle::State_Selected;
    const bool focused = (option.state & QStyle::State_Active) && (option.state & QStyle::State_HasFocus);
    const QColor base = palette.color(QPalette::Active, QPalette::Base);
    const QColor text = palette.color(QPalette::Active, QPalette::Text);
    RowColors colors;
    colors.text = text;
    colors.muted = mutedInk(palette);
    colors.accent = palette.color(QPalette::Active, QPalette::Highlight);
    if (contrast(colors.accent, base) < 3)
        colors.accent = text;
    colors.star = stateColor(State::Waiting, palette);
    colors.skeleton = mixed(base, text, isDark(palette) ? 0.13 : 0.09);
    colors.separator = mixed(base, text, isDark(palette) ? 0.10 : 0.075);
    if (selected && focused) {
        colors.highlighted = true;
        colors.ground = palette.color(QPalette::Active, QPalette::Highlight);
        colors.text = palette.color(QPalette::Active, QPalette::HighlightedText);
        const QColor pale = mixed(colors.text, colors.ground, 0.2);
        colors.muted = contrast(pale, colors.ground) >= 4.5 ? pale : colors.text;
        colors.accent = colors.text;
        colors.star = colors.text;
        colors.skeleton = mixed(colors.ground, colors.text, 0.3);
    } else if (selected) {
        colors.ground = mixed(base, text, isDark(palette) ? 0.15 : 0.10);
        colors.muted = mixed(colors.muted, text, 0.4);
        colors.skeleton = mixed(base, text, 0.22);
    } else if (option.state & QStyle::State_MouseOver) {
        colors.ground = mixed(base, text, isDark(palette) ? 0.055 : 0.04);
    }
    return colors;
}

void paintRowGround(QPainter *painter, const QStyleOptionViewItem &option, const RowColors &colors)
{
    // Once Tab was pressed in a window, Qt says KeyboardFocusChange of all rows in it.
    const bool current =
        (option.state & QStyle::State_KeyboardFocusChange) && (option.state & QStyle::State_HasFocus);
    if (!colors.ground.isValid() && !current)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const QRectF ground = groundRect(option.rect);
    if (colors.ground.isValid()) {
        painter->setBrush(colors.ground);
        painter->drawRoundedRect(ground, radius, radius);
    }
    if (current) {
        QColor frame =
            colors.highlighted ? colors.text : option.palette.color(QPalette::Active, QPalette::Highlight);
        frame.setAlphaF(0.7F);
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(frame, 1));
        painter->drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    }
    painter->restore();
}

int paintLine(QPainter *painter, const QRect &rect, const QString &text, const QFont &font, const QColor &ink,
              Qt::LayoutDirection direction)
{
    if (rect.width() <= 0 || text.isEmpty())
        return 0;
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
    painter->setFont(font);
    painter->setPen(ink);
    // Within the line the text's own direction decides what comes first; the line itself stands where all do.
    painter->setLayoutDirection(text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    const Qt::Alignment side = direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    painter->drawText(rect, int(side | Qt::AlignAbsolute | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
    painter->setLayoutDirection(direction);
    return qMin(rect.width(), metrics.horizontalAdvance(shown));
}

void paintSkeletonBar(QPainter *painter, const QRect &rect, const QColor &color)
{
    if (rect.width() <= 0)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    painter->restore();
}

} // namespace ui
