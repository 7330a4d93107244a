#include "ui/support/metrics.h"

#include <QApplication>
#include <QFontMetrics>
#include <QStyle>
#include <QtMath>

namespace ui
{

QFont scaledFont(const QFont &font, qreal factor)
{
    QFont scaled(font);
    if (font.pixelSize() > 0)
        scaled.setPixelSize(qMax(1, qRound(font.pixelSize() * factor)));
    else if (font.pointSizeF() > 0)
        scaled.setPointSizeF(font.pointSizeF() * factor);
    return scaled;
}

QFont semibold(const QFont &font)
{
    QFont heavy(font);
    heavy.setWeight(QFont::DemiBold);
    return heavy;
}

QFont tabular(const QFont &font)
{
    // Almost all interface fonts have digits of one width; kerning is what shifts them.
    QFont even(font);
    even.setKerning(false);
    return even;
}

int lineWidth(const QFont &font, const QString &text)
{
    return qCeil(QFontMetricsF(font).horizontalAdvance(text));
}

int cardRowHeight(const QFont &font)
{
    return qMax(56, 2 * QFontMetrics(font).height() + 5 * grid);
}

int tableRowHeight(const QFont &font)
{
    return qMax(28, QFontMetrics(font).height() + 2 * grid);
}

int folderRowHeight(const QFont &font)
{
    return qMax(28, QFontMetrics(font).height() + 2 * grid);
}

bool motionWanted()
{
    return QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0 &&
           QApplication::isEffectEnabled(Qt::UI_General);
}

} // namespace ui
