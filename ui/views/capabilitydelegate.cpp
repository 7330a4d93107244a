#include "ui/views/capabilitydelegate.h"

#include "ui/models/capabilitymodel.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QPainter>

namespace ui
{

namespace
{

constexpr int signSize = 16;
constexpr int side = 2 * grid;

struct Sign {
    QString icon;
    QColor color;
};

/// Each state has a picture of its own besides its words and colour.
Sign signOf(CapabilityState state, const QPalette &palette)
{
    switch (state) {
    case CapabilityState::Enabled:
    case CapabilityState::Used:
        return {QStringLiteral("object-select"), stateColor(State::Live, palette)};
    case CapabilityState::Refused:
    case CapabilityState::Avoided:
        return {QStringLiteral("dialog-warning"), stateColor(State::Error, palette)};
    case CapabilityState::Missing:
        return {QStringLiteral("list-remove"), stateColor(State::Waiting, palette)};
    case CapabilityState::Unused:
        break;
    }
    return {QStringLiteral("non-starred"), QColor()};
}

int innerWidth(const QStyleOptionViewItem &option)
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int width = view ? view->viewport()->width() : option.rect.width();
    return qMax(20 * grid, width - 2 * side - signSize - gap);
}

int sentenceHeight(const QFont &font, const QString &text, int width)
{
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap, text).height();
}

} // namespace

QSize CapabilityDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = innerWidth(option);
    const int text = sentenceHeight(option.font, index.data(CapabilityRoles::Sentence).toString(), width);
    return {width, QFontMetrics(semibold(option.font)).height() + text + 3 * grid};
}

void CapabilityDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given,
                               const QModelIndex &index) const
{
    QStyleOptionViewItem option(given);
    initStyleOption(&option, index);
    option.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    painter->save();
    const bool highlighted = option.state & QStyle::State_Selected;
    const QColor ink = styledInk(option);
    const QColor second = highlighted ? ink : mutedInk(option.palette);
    const auto state = CapabilityState(index.data(CapabilityRoles::State).toInt());
    const Sign sign = signOf(state, option.palette);
    const QRect row = option.rect.adjusted(side, grid + grid / 2, -side, -grid);
    const QFont nameFont = semibold(option.font);
    const int line = QFontMetrics(nameFont).height();
    const auto placed = [&](const QRect &logical) {
        return QStyle::visualRect(option.direction, row, logical);
    };
    const int left = row.left() + signSize + gap;

    // What is of no use here has no picture: most have none, and should be quiet.
    if (state != CapabilityState::Unused)
        paintIcon(painter, placed({row.left(), row.top() + (line - signSize) / 2, signSize, signSize}),
                  sign.icon, highlighted ? ink : sign.color);
    const Qt::Alignment leading = QStyle::visualAlignment(option.direction, Qt::AlignLeft);
    const Qt::Alignment trailing = QStyle::visualAlignment(option.direction, Qt::AlignRight);
    const QFont small = scaledFont(option.font, smallType);
    const QString stateText = index.data(CapabilityRoles::StateText).toString();
    const int stateWidth = QFontMetrics(option.font).horizontalAdvance(stateText);
    painter->setFont(option.font);
    painter->setPen(highlighted || !sign.color.isValid() ? second : sign.color);
    painter->drawText(placed({row.right() - stateWidth + 1, row.top(), stateWidth, line}),
                      int(trailing | Qt::AlignVCenter) | Qt::TextSingleLine, stateText);
    const int room = qMax(0, row.right() - stateWidth - gap - left);
    const QString name = QFontMetrics(nameFont).elidedText(index.data().toString(), Qt::ElideRight, room);
    painter->setFont(nameFont);
    painter->setPen(ink);
    painter->drawText(placed({left, row.top(), room, line}),
                      int(leading | Qt::AlignVCenter) | Qt::TextSingleLine, name);
    const int used = QFontMetrics(nameFont).horizontalAdvance(name) + gap;
    const QString reference = index.data(CapabilityRoles::Reference).toString();
    if (QFontMetrics(small).horizontalAdvance(reference) <= room - used) {
        painter->setFont(small);
        painter->setPen(second);
        painter->drawText(placed({left + used, row.top(), room - used, line}),
                          int(leading | Qt::AlignVCenter) | Qt::TextSingleLine, reference);
    }
    painter->setFont(option.font);
    painter->setPen(second);
    painter->drawText(placed({left, row.top() + line, row.right() - left + 1, row.height() - line}),
                      int(leading | Qt::AlignTop) | Qt::TextWordWrap,
                      index.data(CapabilityRoles::Sentence).toString());
    painter->restore();
}

} // namespace ui
