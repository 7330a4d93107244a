#include "ui/views/meter.h"

#include "ui/support/theme.h"

#include <QPainter>
#include <QStyle>

namespace ui
{

QColor meterColor(QuotaLevel level, const QPalette &palette)
{
    switch (level) {
    case QuotaLevel::High:
        return stateColor(State::Waiting, palette);
    case QuotaLevel::Full:
        return stateColor(State::Error, palette);
    case QuotaLevel::Fine:
        break;
    }
    const QColor accent = palette.color(QPalette::Active, QPalette::Highlight);
    const QColor base = palette.color(QPalette::Active, QPalette::Base);
    return contrast(accent, base) < 2 ? mutedInk(palette) : accent;
}

void paintMeter(QPainter *painter, const QRect &rect, double share, QuotaLevel level,
                Qt::LayoutDirection direction, const QPalette &palette)
{
    if (rect.width() <= 0)
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    const qreal radius = rect.height() / 2.0;
    painter->setBrush(mixed(palette.color(QPalette::Active, QPalette::Base),
                            palette.color(QPalette::Active, QPalette::Text), isDark(palette) ? 0.18 : 0.12));
    painter->drawRoundedRect(rect, radius, radius);
    int width = share >= 1 ? rect.width() : int(share * rect.width());
    if (share > 0)
        width = qBound(qMin(2, rect.width()), width, rect.width());
    if (share < 1 && rect.width() > 4)
        width = qMin(width, rect.width() - 2);
    if (width > 0) {
        painter->setBrush(meterColor(level, palette));
        painter->drawRoundedRect(
            QStyle::visualRect(direction, rect, {rect.left(), rect.top(), width, rect.height()}), radius,
            radius);
    }
    painter->restore();
}

} // namespace ui
