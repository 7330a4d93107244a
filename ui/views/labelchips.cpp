#include "ui/views/labelchips.h"

#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QStyle>

namespace ui
{

namespace
{

constexpr int padding = 6;
constexpr int space = grid;
constexpr int dotSize = 8;
constexpr int longestChip = 110;
constexpr int shortestChip = 44;
constexpr qsizetype mostChips = 3;

} // namespace

LabelChips::LabelChips(const QList<Label> &labels, const QFont &font, int room)
    : m_font(scaledFont(font, smallType))
{
    const QFontMetrics metrics(m_font);
    m_height = metrics.height() + 2;
    for (const Label &label : labels) {
        const bool last = m_chips.size() + 1 == labels.size();
        const QString more = QStringLiteral("+%1").arg(labels.size() - m_chips.size());
        const int reserve = last ? 0 : metrics.horizontalAdvance(more) + padding + space;
        const int left = room - m_width - (m_chips.isEmpty() ? 0 : space) - reserve;
        const int wanted = qMin(longestChip, metrics.horizontalAdvance(label.name) + 1 + 2 * padding);
        const int width = qMin(wanted, left);
        if (width < qMin(wanted, shortestChip) || m_chips.size() == mostChips) {
            if (m_chips.isEmpty())
                break;
            const int moreWidth = metrics.horizontalAdvance(more) + padding;
            m_chips << Chip{more, -1, moreWidth};
            m_width += space + moreWidth;
            return;
        }
        m_width += width + (m_chips.isEmpty() ? 0 : space);
        m_chips << Chip{metrics.elidedText(label.name, Qt::ElideRight, width - 2 * padding), label.hue,
                        width};
    }
    if (m_chips.isEmpty())
        useDots(labels, room);
}

void LabelChips::useDots(const QList<Label> &labels, int room)
{
    for (const Label &label : labels) {
        const int more = dotSize + (m_chips.isEmpty() ? 0 : space);
        if (m_chips.size() == mostChips || m_width + more > room)
            break;
        m_chips << Chip{QString(), label.hue, dotSize};
        m_width += more;
    }
}

void LabelChips::paint(QPainter *painter, const QRect &rect, const QPalette &palette, const QColor &muted,
                       Qt::LayoutDirection direction) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(m_font);
    int x = rect.left();
    for (const Chip &chip : m_chips) {
        const int height = chip.text.isEmpty() ? dotSize : m_height;
        const QRect logical(x, rect.top() + (rect.height() - height) / 2, chip.width, height);
        const QRect place = QStyle::visualRect(direction, rect, logical);
        x += chip.width + space;
        if (chip.hue < 0) {
            painter->setPen(muted);
            painter->drawText(place, Qt::AlignCenter, chip.text);
            continue;
        }
        const ColorPair colors = labelColors(chip.hue, palette);
        painter->setPen(Qt::NoPen);
        painter->setBrush(chip.text.isEmpty() ? colors.ink : colors.ground);
        const qreal radius = chip.text.isEmpty() ? height / 2.0 : grid;
        painter->drawRoundedRect(place, radius, radius);
        painter->setPen(colors.ink);
        painter->drawText(place, Qt::AlignCenter, chip.text);
    }
    painter->restore();
}

} // namespace ui
