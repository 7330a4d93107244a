#include "ui/views/acldelegate.h"

#include "ui/models/aclmodel.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/personchip.h"
#include "ui/views/rowcolors.h"

#include <QPainter>

namespace ui
{
namespace
{

constexpr int inset = 3 * grid;
constexpr int picture = 28;
constexpr int sign = 16; ///< icons in the picture and beside the role

int pictureSize(const QFont &font)
{
    return qMax(picture, QFontMetrics(font).height() + 2 * grid);
}

/// Someone's initials in their colour, or what stands for many of them on a quiet ground.
void paintPicture(QPainter *painter, const QRect &rect, const QModelIndex &index,
                  const QStyleOptionViewItem &option)
{
    const QString iconName = aclIconName(AclKind(index.data(AclRole::Kind).toInt()));
    if (iconName.isEmpty()) {
        const imap::mime::Person person{{}, index.data().toString(), {}};
        paintInitials(painter, rect, person, option.palette, option.font);
    } else {
        painter->setPen(Qt::NoPen);
        painter->setBrush(mixed(option.palette.color(QPalette::Active, QPalette::Base),
                                option.palette.color(QPalette::Active, QPalette::Text), 0.12));
        painter->drawEllipse(rect);
        const int side = rect.width() * sign / picture;
        const QRect middle(rect.center() - QPoint(side / 2 - 1, side / 2 - 1), QSize(side, side));
        paintIcon(painter, middle, iconName, option.palette.color(QPalette::Active, QPalette::Text));
    }
    if (!index.data(AclRole::Negative).toBool())
        return;
    // A sign at the picture's edge, as on a road: not these.
    const int side = rect.width() / 2;
    const QRect badge(rect.right() - side + 3, rect.bottom() - side + 3, side, side);
    painter->setPen(QPen(option.palette.color(QPalette::Active, QPalette::Base), 1.5));
    painter->setBrush(stateColor(State::Error, option.palette));
    painter->drawEllipse(badge);
    painter->setPen(QPen(option.palette.color(QPalette::Active, QPalette::Base), 2));
    const int y = badge.center().y() + 1;
    painter->drawLine(badge.left() + side / 4 + 1, y, badge.right() - side / 4, y);
}

} // namespace

QSize AclDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const int lines = QFontMetrics(option.font).height() +
                      QFontMetrics(scaledFont(option.font, smallType)).height() + 4 * grid;
    return {200, qMax(48, lines)};
}

QRect AclDelegate::roleRect(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QFontMetrics metrics(option.font);
    const int words = metrics.horizontalAdvance(index.data(AclRole::AccessText).toString());
    const int room = option.rect.width() / 2;
    const int width = qMin(words + 2 * gap + grid + (m_editable ? sign : 0), room);
    const int height = metrics.height() + gap;
    const QRect row = option.rect;
    return QStyle::visualRect(
        option.direction, row,
        {row.right() - grid - width + 1, row.top() + (row.height() - height) / 2, width, height});
}

void AclDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const RowColors colors = rowColors(option);
    paintRowGround(painter, option, colors);
    const QRect row = option.rect;
    const auto placed = [&](const QRect &rect) { return QStyle::visualRect(option.direction, row, rect); };
    const int side = pictureSize(option.font);
    paintPicture(painter, placed({row.left() + inset, row.top() + (row.height() - side) / 2, side, side}),
                 index, option);

    const bool negative = index.data(AclRole::Negative).toBool();
    const QRect role = roleRect(option, index);
    const bool fixed = AclKind(index.data(AclRole::Kind).toInt()) == AclKind::Global;
    const bool pressable = m_editable && !fixed;
    if (pressable && (option.state & (QStyle::State_MouseOver | QStyle::State_Selected))) {
        painter->setPen(mixed(colors.text, option.palette.color(QPalette::Active, QPalette::Base), 0.7));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(role).adjusted(0.5, 0.5, -0.5, -0.5), grid, grid);
    }
    const int arrow = pressable ? sign : 0;
    QRect words =
        QStyle::visualRect(option.direction, role,
                           {role.left() + gap, role.top(), role.width() - 2 * gap - arrow, role.height()});
    painter->setFont(option.font);
    painter->setPen(negative && !colors.highlighted ? stateColor(State::Error, option.palette) : colors.text);
    painter->drawText(
        words, Qt::AlignVCenter | Qt::AlignLeading | Qt::TextSingleLine,
        QFontMetrics(option.font)
            .elidedText(index.data(AclRole::AccessText).toString(), Qt::ElideRight, words.width()));
    if (pressable) {
        const QRect place = QStyle::visualRect(
            option.direction, role,
            {role.right() - grid - sign + 1, role.top() + (role.height() - sign) / 2, sign, sign});
        paintIcon(painter, place, QStringLiteral("go-down"), colors.muted);
    }

    const QFont small = scaledFont(option.font, smallType);
    const bool own = AclKind(index.data(AclRole::Kind).toInt()) == AclKind::Own;
    const int left = row.left() + inset + side + gap + grid;
    const int width = row.width() - (left - row.left()) - role.width() - grid - gap;
    const int first = QFontMetrics(option.font).height();
    const int second = QFontMetrics(small).height();
    const int top = row.top() + (row.height() - first - second) / 2;
    paintLine(painter, placed({left, top, width, first}), index.data().toString(),
              own ? semibold(option.font) : option.font, colors.text, option.direction);
    paintLine(painter, placed({left, top + first, width, second}), index.data(AclRole::KindText).toString(),
              small, colors.muted, option.direction);
    painter->restore();
}

} // namespace ui
