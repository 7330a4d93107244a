#include "ui/views/columnheader.h"

#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/rowcolors.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <algorithm>

namespace ui
{

namespace
{

constexpr int iconColumn = 8 * grid;
constexpr int widest = 4000; ///< a column from the settings

/// As the settings name them, by MessageColumn.
constexpr std::array<QLatin1String, MessageColumn::Count> names{
    QLatin1String("star"),       QLatin1String("people"), QLatin1String("subject"), QLatin1String("labels"),
    QLatin1String("attachment"), QLatin1String("date"),   QLatin1String("size"),
};

/// Who steps back first where there is little room.
constexpr std::array stepsBack{MessageColumn::Size, MessageColumn::Labels, MessageColumn::Attachment,
                               MessageColumn::Star};

int textWidth(const QFont &font, const char *sample)
{
    return QFontMetrics(font).horizontalAdvance(QLatin1String(sample)) + 2 * gap + grid;
}

bool isAlwaysThere(int column)
{
    return column == MessageColumn::Subject || column == MessageColumn::Correspondents;
}

} // namespace

ColumnHeader::ColumnHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    m_wanted.fill(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(7 * grid);
    setSectionResizeMode(Interactive);
    setSectionsClickable(true);
    connect(this, &QHeaderView::sectionClicked, this, &ColumnHeader::columnPressed);
    connect(this, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (!m_fitting && isComplete() && width > 0)
            m_widths[size_t(column)] = width;
    });
}

bool ColumnHeader::isComplete() const
{
    return model() && count() == MessageColumn::Count;
}

QStringList ColumnHeader::columns() const
{
    QStringList result;
    for (int visual = 0; isComplete() && visual < count(); ++visual) {
        const int column = logicalIndex(visual);
        QString entry = (m_wanted[size_t(column)] ? QString() : QStringLiteral("-")) + names[size_t(column)];
        if (column != MessageColumn::Subject) // which has what the others leave
            entry += QLatin1Char(':') + QString::number(m_widths[size_t(column)]);
        result << entry;
    }
    return result;
}

void ColumnHeader::setColumns(const QStringList &columns)
{
    if (!isComplete())
        return;
    int place = 0;
    for (QString name : columns) {
        const bool wanted = !name.startsWith(QLatin1Char('-'));
        if (!wanted)
            name.remove(0, 1);
        const auto found = std::find(names.begin(), names.end(), name.section(QLatin1Char(':'), 0, 0));
        if (found == names.end())
            continue;
        const int column = int(found - names.begin());
        moveSection(visualIndex(column), place++);
        m_wanted[size_t(column)] = wanted || isAlwaysThere(column);
        const int width = name.section(QLatin1Char(':'), 1).toInt();
        if (width >= minimumSectionSize() && width <= widest)
            m_widths[size_t(column)] = width;
    }
    fit();
}

void ColumnHeader::setWanted(int column, bool wanted)
{
    m_wanted[size_t(column)] = wanted;
    fit();
}

void ColumnHeader::resizeEvent(QResizeEvent *event)
{
    QHeaderView::resizeEvent(event);
    fit();
}

/// Shows what is wanted as far as the subject keeps room for some words; last, names are cut short.
void ColumnHeader::fit()
{
    if (!isComplete())
        return;
    const QScopedValueRollback guard(m_fitting, true);
    const int room = width() - textWidth(font(), "Some words of a subject");
    int needed = 0;
    for (int column = 0; column < count(); ++column) {
        if (column != MessageColumn::Subject && m_wanted[size_t(column)])
            needed += m_widths[size_t(column)];
    }
    std::array<bool, MessageColumn::Count> shown = m_wanted;
    for (const int column : stepsBack) {
        if (needed <= room || !shown[size_t(column)])
            continue;
        shown[size_t(column)] = false;
        needed -= m_widths[size_t(column)];
    }
    for (int column = 0; column < count(); ++column)
        setSectionHidden(column, !shown[size_t(column)]);
    const int people = m_widths[MessageColumn::Correspondents];
    const int shortest = std::min(people, textWidth(font(), "Somebody"));
    for (int column = 0; column < count(); ++column) {
        if (column == MessageColumn::Correspondents)
            resizeSection(column, std::clamp(room - (needed - people), shortest, people));
        else if (column != MessageColumn::Subject && shown[size_t(column)])
            resizeSection(column, m_widths[size_t(column)]);
    }
}

void ColumnHeader::setOrder(int column, bool descending)
{
    m_orderColumn = column;
    m_descending = descending;
    viewport()->update();
}

void ColumnHeader::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int visual = 0; visual < count(); ++visual) {
        const int column = logicalIndex(visual);
        if (isAlwaysThere(column))
            continue;
        const bool wanted = m_wanted[size_t(column)];
        const QString name = model()->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString();
        QAction *action = menu->addAction(
            wanted && isSectionHidden(column) ? tr("%1 (no room for it here)").arg(name) : name);
        action->setCheckable(true);
        action->setChecked(wanted);
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setWanted(column, shown); });
    }
    menu->popup(event->globalPos());
}

QSize ColumnHeader::sizeHint() const
{
    return {100, QFontMetrics(font()).height() + 2 * grid};
}

void ColumnHeader::setDefaultWidths()
{
    if (!isComplete())
        return;
    m_widths[MessageColumn::Star] = iconColumn;
    m_widths[MessageColumn::Attachment] = iconColumn;
    m_widths[MessageColumn::Correspondents] = textWidth(font(), "Somebody Ordinary, An");
    m_widths[MessageColumn::Labels] = textWidth(font(), "Important");
    m_widths[MessageColumn::Date] = textWidth(font(), "28 Sep 2026");
    m_widths[MessageColumn::Size] = textWidth(font(), "999 bytes");
    setSectionResizeMode(MessageColumn::Subject, QHeaderView::Stretch);
    setSectionResizeMode(MessageColumn::Star, QHeaderView::Fixed);
    setSectionResizeMode(MessageColumn::Attachment, QHeaderView::Fixed);
    fit();
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
    if (column != m_orderColumn)
        return;
    const int beside = text.left() + (trailing ? text.width() - used - 3 * grid : used + grid);
    const QRect arrow(beside, rect.center().y() - grid, 2 * grid, 2 * grid);
    paintIcon(painter, QStyle::visualRect(layoutDirection(), text, arrow),
              m_descending ? QStringLiteral("go-down") : QStringLiteral("go-up"), ink);
}

} // namespace ui
