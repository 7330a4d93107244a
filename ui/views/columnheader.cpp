#include "ui/views/columnheader.h"

#include "ui/models/roles.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/rowcolors.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>

namespace ui
{

namespace
{

constexpr int iconColumn = 8 * grid;

} // namespace

ColumnHeader::ColumnHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(7 * grid);
    setSectionResizeMode(Interactive);
    setSectionsClickable(true);
    connect(this, &QHeaderView::sectionClicked, this, [this](int column) {
        if (column == MessageColumn::Date)
            Q_EMIT orderToggled();
    });
}

void ColumnHeader::setNewestFirst(bool newestFirst)
{
    m_newestFirst = newestFirst;
    viewport()->update();
}

void ColumnHeader::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int visual = 0; visual < count(); ++visual) {
        const int column = logicalIndex(visual);
        if (column == MessageColumn::Subject || column == MessageColumn::Correspondents)
            continue;
        QAction *action =
            menu->addAction(model()->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString());
        action->setCheckable(true);
        action->setChecked(!isSectionHidden(column));
        connect(action, &QAction::toggled, this,
                [this, column](bool shown) { setSectionHidden(column, !shown); });
    }
    menu->popup(event->globalPos());
}

QSize ColumnHeader::sizeHint() const
{
    return {100, QFontMetrics(font()).height() + 2 * grid};
}

void ColumnHeader::setDefaultWidths()
{
    if (!model() || model()->columnCount() != MessageColumn::Count)
        return;
    const QFontMetrics metrics(font());
    const auto width = [&](const char *sample) {
        return metrics.horizontalAdvance(QLatin1String(sample)) + 2 * gap + grid;
    };
    resizeSection(MessageColumn::Star, iconColumn);
    resizeSection(MessageColumn::Attachment, iconColumn);
    resizeSection(MessageColumn::Correspondents, width("Somebody Ordinary, An"));
    resizeSection(MessageColumn::Labels, width("Important"));
    resizeSection(MessageColumn::Date, width("28 Sep 2026"));
    resizeSection(MessageColumn::Size, width("999 bytes"));
    setSectionResizeMode(MessageColumn::Subject, QHeaderView::Stretch);
    setSectionResizeMode(MessageColumn::Star, QHeaderView::Fixed);
    setSectionResizeMode(MessageColumn::Attachment, QHeaderView::Fixed);
}

void ColumnHeader::paintSection(QPainter *painter, const QRect &rect, int column) const
{
    painter->fillRect(rect, palette().color(QPalette::Base));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), hairline(palette()));
    const QColor ink = mutedInk(palette());
    if (column == MessageColumn::Star || column == MessageColumn::Attachment) {
        constexpr int iconSize = 14;
        const QRect place = QStyle::alignedRect(Qt::LeftToRight, Qt::AlignCenter, {iconSize, iconSize}, rect);
        paintIcon(painter, place,
                  column == MessageColumn::Star ? QStringLiteral("non-starred")
                                                : QStringLiteral("mail-attachment"),
                  ink);
        return;
    }
    // A short line shows where a column can be taken to be made wider.
    const int edge = isRightToLeft() ? rect.left() : rect.right();
    painter->fillRect(QRect(edge, rect.top() + 2 * grid, 1, rect.height() - 4 * grid), hairline(palette()));
    const int lead =
        column == MessageColumn::Correspondents ? 2 * gap : 0; // over the words, not over the dot
    QRect text = rect.adjusted(gap + lead, 0, -gap, 0);
    if (isRightToLeft())
        text = rect.adjusted(gap, 0, -gap - lead, 0);
    const bool trailing = column == MessageColumn::Size;
    const int used = paintLine(
        painter, text, model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
        scaledFont(font(), smallType), ink, trailing != isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight);
    if (column != MessageColumn::Date)
        return;
    const QRect arrow(text.left() + used + grid, rect.center().y() - grid, 2 * grid, 2 * grid);
    paintIcon(painter, QStyle::visualRect(layoutDirection(), text, arrow),
              m_newestFirst ? QStringLiteral("go-down") : QStringLiteral("go-up"), ink);
}

} // namespace ui
