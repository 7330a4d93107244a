#include "ui/views/changedelegate.h"

#include "ui/models/journalmodel.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/rowcolors.h"

#include <QPainter>

namespace ui
{
namespace
{

constexpr int iconSize = 16;
constexpr int inset = 4 * grid;

QFont buttonFont(const QFont &font)
{
    return semibold(scaledFont(font, smallType));
}

bool has(const QModelIndex &index, ChangeDelegate::Part part)
{
    switch (part) {
    case ChangeDelegate::Part::Retry:
        return index.data(JournalRole::CanRetry).toBool();
    case ChangeDelegate::Part::Drop:
        return index.data(JournalRole::CanDrop).toBool();
    case ChangeDelegate::Part::Undo:
        return index.data(JournalRole::CanUndo).toBool();
    case ChangeDelegate::Part::None:
        break;
    }
    return false;
}

constexpr ChangeDelegate::Part parts[] = {ChangeDelegate::Part::Undo, ChangeDelegate::Part::Drop,
                                          ChangeDelegate::Part::Retry};

/// The lines of a row: where the words are, before the direction is seen to.
struct Lines {
    QRect icon, first, second;
};

Lines linesOf(const QStyleOptionViewItem &option)
{
    const int height = QFontMetrics(option.font).height();
    const QRect row = option.rect;
    const int top = row.top() + (row.height() - 2 * height - 2) / 2;
    const int left = row.left() + inset + iconSize + gap;
    const int width = row.right() - inset - left + 1;
    return {{row.left() + inset, top + (height - iconSize) / 2, iconSize, iconSize},
            {left, top, width, height},
            {left, top + height + 2, width, height}};
}

QColor stateInk(imap::OperationState state, const QStyleOptionViewItem &option, const RowColors &colors)
{
    if (colors.highlighted)
        return colors.text;
    if (state == imap::OperationState::Failed)
        return stateColor(State::Error, option.palette);
    if (state == imap::OperationState::Waiting || state == imap::OperationState::Running)
        return stateColor(State::Waiting, option.palette);
    return colors.muted;
}

} // namespace

QString ChangeDelegate::partText(Part part)
{
    switch (part) {
    case Part::Retry:
        return tr("Try Again");
    case Part::Drop:
        return tr("Drop");
    case Part::Undo:
        return tr("Undo");
    case Part::None:
        break;
    }
    return {};
}

QRect ChangeDelegate::partRect(const QStyleOptionViewItem &option, const QModelIndex &index,
                               Part wanted) const
{
    const QRect line = linesOf(option).second;
    const QFontMetrics metrics(buttonFont(option.font));
    int right = line.right() + 1 + gap;
    for (const Part part : parts) {
        if (!has(index, part))
            continue;
        const int width = metrics.horizontalAdvance(partText(part)) + 2 * gap;
        if (part == wanted)
            return QStyle::visualRect(option.direction, option.rect,
                                      {right - width, line.top() - 2, width, line.height() + 4});
        right -= width;
    }
    return {};
}

ChangeDelegate::Part ChangeDelegate::partAt(const QStyleOptionViewItem &option, const QModelIndex &index,
                                            const QPoint &position) const
{
    for (const Part part : parts) {
        if (partRect(option, index, part).contains(position))
            return part;
    }
    return Part::None;
}

QSize ChangeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {80, cardRowHeight(option.font) - gap};
}

void ChangeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    painter->save();
    const RowColors colors = rowColors(option);
    paintRowGround(painter, option, colors);
    const Lines lines = linesOf(option);
    const auto placed = [&](const QRect &rect) {
        return QStyle::visualRect(option.direction, option.rect, rect);
    };
    const auto state = imap::OperationState(index.data(JournalRole::State).toInt());
    const bool failed = state == imap::OperationState::Failed;
    paintIcon(painter, placed(lines.icon), index.data(JournalRole::IconName).toString(), colors.muted);
    const QFont small = scaledFont(option.font, smallType);
    const QString when = listDate(index.data(JournalRole::Date).toDateTime());
    const int whenWidth = QFontMetrics(small).horizontalAdvance(when) + 1;
    QRect words = lines.first;
    if (words.width() > whenWidth + 80) {
        words.setWidth(words.width() - whenWidth - gap);
        painter->setFont(small);
        painter->setPen(colors.muted);
        painter->drawText(
            placed({lines.first.right() - whenWidth + 1, words.top(), whenWidth, words.height()}),
            Qt::AlignCenter, when);
    }
    QFont font(failed ? semibold(option.font) : option.font);
    font.setStrikeOut(state == imap::OperationState::Undone);
    paintLine(painter, placed(words), index.data(JournalRole::Words).toString(), font, colors.text,
              option.direction);

    int buttons = 0;
    const QFont bold = buttonFont(option.font);
    for (const Part part : parts) {
        const QRect rect = partRect(option, index, part);
        if (rect.isEmpty())
            continue;
        buttons += rect.width();
        painter->setFont(bold);
        painter->setPen(colors.highlighted ? colors.text
                                           : option.palette.color(QPalette::Active, QPalette::Link));
        painter->drawText(rect, Qt::AlignCenter | Qt::TextSingleLine, partText(part));
    }
    QRect rest(lines.second);
    rest.setWidth(qMax(0, rest.width() - buttons));
    const int used = paintLine(painter, placed(rest), index.data(JournalRole::StateWords).toString(), small,
                               stateInk(state, option, colors), option.direction);
    rest.setLeft(rest.left() + used + grid);
    if (rest.width() > 40)
        paintLine(painter, placed(rest), QStringLiteral("· ") + index.data(JournalRole::Place).toString(),
                  small, colors.muted, option.direction);
    painter->restore();
}

} // namespace ui
