#include "ui/views/quotadelegate.h"

#include "ui/models/quotamodel.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/meter.h"

#include <QApplication>
#include <QPainter>

namespace ui
{

namespace
{

constexpr int barHeight = 6;
constexpr int widestBar = 120;
constexpr int signSize = 16;

} // namespace

void QuotaDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto kind = QuotaModel::Kind(index.data(QuotaRoles::Kind).toInt());
    if (kind == QuotaModel::Kind::Root || kind == QuotaModel::Kind::Unlimited)
        option->font = semibold(option->font);
    const bool quiet = kind == QuotaModel::Kind::NoLimit || kind == QuotaModel::Kind::Folders ||
                       (index.column() == QuotaModel::Used && kind != QuotaModel::Kind::Resource);
    if (quiet || index.data(QuotaRoles::Pending).toBool())
        option->palette.setColor(QPalette::Text, mutedInk(option->palette));
    option->textElideMode = Qt::ElideMiddle;
}

QSize QuotaDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize usual = QStyledItemDelegate::sizeHint(option, index);
    const int bar = index.data(QuotaRoles::Share).isValid() && index.column() == QuotaModel::Used
                        ? widestBar + 2 * gap + signSize
                        : 0;
    return {usual.width() + bar, qMax(folderRowHeight(option.font), usual.height())};
}

void QuotaDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given,
                          const QModelIndex &index) const
{
    const QVariant share = index.data(QuotaRoles::Share);
    if (index.column() != QuotaModel::Used || !share.isValid()) {
        QStyledItemDelegate::paint(painter, given, index);
        return;
    }
    QStyleOptionViewItem option(given);
    initStyleOption(&option, index);
    const QString words = option.text;
    option.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

    const auto level = QuotaLevel(index.data(QuotaRoles::Level).toInt());
    const QRect inner = option.rect.adjusted(grid, 0, -grid, 0);
    const int width = qMin(widestBar, inner.width() / 3);
    const QRect bar(inner.left(), inner.center().y() - barHeight / 2 + 1, width, barHeight);
    paintMeter(painter, QStyle::visualRect(option.direction, inner, bar), share.toDouble(), level,
               option.direction, option.palette);
    int left = bar.right() + 1 + gap;
    const bool highlighted = option.state & QStyle::State_Selected;
    const QColor ink = styledInk(option);
    if (level != QuotaLevel::Fine) {
        const QRect sign(left, inner.center().y() - signSize / 2 + 1, signSize, signSize);
        paintIcon(painter, QStyle::visualRect(option.direction, inner, sign),
                  QStringLiteral("dialog-warning"), highlighted ? ink : meterColor(level, option.palette));
        left += signSize + grid;
    }
    const QRect text(left, inner.top(), inner.right() - left + 1, inner.height());
    const QFont font = level == QuotaLevel::Full ? semibold(tabular(option.font)) : tabular(option.font);
    painter->save();
    painter->setFont(font);
    painter->setPen(ink);
    painter->drawText(QStyle::visualRect(option.direction, inner, text),
                      int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) |
                          Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(words, Qt::ElideRight, text.width()));
    painter->restore();
}

} // namespace ui
