#include "ui/views/dragtag.h"

#include "ui/support/icons.h"
#include "ui/support/metrics.h"

#include <QPainter>
#include <QStyle>
#include <QWidget>

namespace ui
{
namespace
{

constexpr int widestTag = 280;
constexpr int iconSize = 16;

} // namespace

QPixmap dragTag(const QString &iconName, const QString &words, const QWidget *view)
{
    const QFont font = semibold(view->font());
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(words, Qt::ElideRight, widestTag);
    const QSize size(metrics.horizontalAdvance(shown) + iconSize + 4 * gap, metrics.height() + 2 * gap);
    QPixmap pixmap(size * view->devicePixelRatioF());
    pixmap.setDevicePixelRatio(view->devicePixelRatioF());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette palette = view->palette();
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.color(QPalette::Active, QPalette::Highlight));
    painter.drawRoundedRect(QRect(QPoint(), size), gap, gap);
    const QColor ink = palette.color(QPalette::Active, QPalette::HighlightedText);
    const auto place = [&](int left, int width) {
        return QStyle::visualRect(view->layoutDirection(), QRect(QPoint(), size),
                                  {left, 0, width, size.height()});
    };
    paintIcon(&painter, place(gap + grid, iconSize), iconName, ink);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(place(2 * gap + iconSize + grid, size.width() - iconSize - 3 * gap),
                     Qt::AlignVCenter | Qt::TextSingleLine, shown);
    return pixmap;
}

} // namespace ui
