// The count of a conversation, in a card and in a cell.
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/views/messagedelegate.h"
#include "ui/views/rowcolors.h"

#include "ui/support/theme.h"

#include <QPainter>
#include <QStyle>

namespace ui
{

namespace
{

constexpr int signSize = 10;
constexpr int most = 9999; ///< nobody compares larger ones

QString words(const ThreadRow &thread)
{
    return thread.count > most ? countText(most) + QLatin1Char('+') : countText(thread.count);
}

} // namespace

int threadCountWidth(const QFont &font, const ThreadRow &thread)
{
    if (thread.count < 2)
        return 0;
    const QFont small = semibold(scaledFont(font, smallType));
    return QFontMetrics(small).horizontalAdvance(words(thread)) + signSize + 3 * grid;
}

int threadIndent(const ThreadRow &thread)
{
    return thread.expanded && !thread.newest ? 5 * grid : 0;
}

void paintThreadCount(QPainter *painter, const QRect &rect, const QStyleOptionViewItem &option,
                      const ThreadRow &thread, const RowColors &colors, bool hot)
{
    const QColor ground = colors.ground.isValid() ? colors.ground : option.palette.color(QPalette::Base);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(mixed(ground, colors.text, hot ? 0.2 : 0.09));
    painter->drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    painter->setRenderHint(QPainter::Antialiasing, false);
    const QRect inner = rect.adjusted(grid + grid / 2, 0, -grid, 0);
    const QRect number = inner.adjusted(0, 0, -signSize, 0);
    const QRect sign(inner.right() - signSize + 1, inner.center().y() - signSize / 2 + 1, signSize, signSize);
    painter->setFont(semibold(scaledFont(option.font, smallType)));
    painter->setPen(thread.unread > 0 ? colors.text : colors.muted);
    painter->drawText(QStyle::visualRect(option.direction, rect, number), Qt::AlignCenter, words(thread));
    const bool mirrored = option.direction == Qt::RightToLeft;
    paintIcon(painter, QStyle::visualRect(option.direction, rect, sign),
              thread.expanded ? QStringLiteral("go-down")
              : mirrored      ? QStringLiteral("go-previous")
                              : QStringLiteral("go-next"),
              colors.muted);
}

} // namespace ui
