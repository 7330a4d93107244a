#include "ui/views/cardlayout.h"

#include "ui/support/metrics.h"

#include <QFontMetrics>
#include <QStyle>

namespace ui
{

namespace
{

constexpr int leading = 2 * gap; ///< to the middle of the dot
constexpr int contentLeft = 7 * grid;
constexpr int trailing = 3 * grid;
constexpr int iconSize = 16;
constexpr int dotSize = 8;
constexpr int markSize = 12;

QRect centred(int x, int y, int size)
{
    return {x - size / 2, y - size / 2, size, size};
}

} // namespace

int chipRoom(int rowWidth)
{
    if (rowWidth < 160)
        return 0;
    return rowWidth < 260 ? 3 * dotSize + 2 * grid : (rowWidth - contentLeft - trailing) * 2 / 5;
}

CardLayout layoutCard(const QRect &row, const QFont &font, const CardNeeds &needs,
                      Qt::LayoutDirection direction)
{
    const int lineHeight = QFontMetrics(font).height();
    const int top = row.top() + (row.height() - 2 * lineHeight - grid) / 2;
    const int second = top + lineHeight + grid;
    const int middle = top + lineHeight / 2;
    const int secondMiddle = second + lineHeight / 2;
    const int lead = row.left() + qMin(needs.indent, row.width() / 4);
    const int left = lead + contentLeft;
    const int right = row.left() + row.width() - trailing;
    CardLayout card;
    card.dot = centred(lead + leading, middle, dotSize);
    card.dotTarget = centred(lead + leading, middle, 5 * grid);
    card.mark = centred(lead + leading, secondMiddle, markSize);

    int end = right;
    if (needs.dateWidth > 0 && right - left >= needs.dateWidth + 60) {
        card.date = {right - needs.dateWidth, top, needs.dateWidth, lineHeight};
        end = card.date.left() - gap;
    }
    // At most two fifths: who wrote it comes first.
    const int placeWidth = qMin(needs.placeWidth, (end - left) * 2 / 5);
    if (placeWidth >= qMin(needs.placeWidth, 40) && placeWidth > 0) {
        card.place = {end - placeWidth, top, placeWidth, lineHeight};
        end = card.place.left() - gap;
    }
    if (needs.countWidth > 0 && end - left >= needs.countWidth + 40) {
        card.count = {end - needs.countWidth, top, needs.countWidth, lineHeight};
        card.countTarget = card.count.adjusted(-grid, -grid, grid, grid);
        end = card.count.left() - gap;
    }
    card.people = {left, top, qMax(0, end - left), lineHeight};

    end = right;
    const bool starFits = right - left >= 60;
    if (starFits) {
        card.star = {right - iconSize, secondMiddle - iconSize / 2, iconSize, iconSize};
        card.starTarget = card.star.adjusted(-grid, -grid, grid, grid);
        const int step = card.starTarget.width();
        int before = step;
        if (needs.read) {
            card.readTarget = card.starTarget.translated(-before, 0);
            card.read = card.star.translated(-before, 0);
            before += step;
        }
        // What takes a message away needs room: it must not be under the pointer by chance.
        const bool roomy = right - left >= 160;
        if (needs.remove && roomy) {
            card.removeTarget = card.starTarget.translated(-before, 0);
            card.remove = card.star.translated(-before, 0);
            before += step;
        }
        if (needs.archive && roomy) {
            card.archiveTarget = card.starTarget.translated(-before, 0);
            card.archive = card.star.translated(-before, 0);
        }
    }
    if (needs.star && starFits)
        end = card.star.left() - grid;
    if (needs.attachment && end - left >= 60) {
        card.attachment = {end - iconSize, secondMiddle - iconSize / 2, iconSize, iconSize};
        end = card.attachment.left() - grid;
    }
    if (needs.chipsWidth > 0 && end - left >= needs.chipsWidth + 60) {
        card.chips = {end - needs.chipsWidth, second, needs.chipsWidth, lineHeight};
        end = card.chips.left() - gap;
    }
    card.subject = {left, second, qMax(0, end - left), lineHeight};

    for (QRect *part :
         {&card.dot, &card.mark, &card.people, &card.count, &card.countTarget, &card.place, &card.date,
          &card.subject, &card.chips, &card.attachment, &card.star, &card.read, &card.remove, &card.archive,
          &card.starTarget, &card.readTarget, &card.removeTarget, &card.archiveTarget, &card.dotTarget}) {
        if (part->isEmpty())
            *part = QRect();
        else
            *part = QStyle::visualRect(direction, row, *part);
    }
    return card;
}

QRect chipsBesideButtons(const CardLayout &card, Qt::LayoutDirection direction)
{
    const QRect buttons =
        card.starTarget.united(card.readTarget).united(card.removeTarget).united(card.archiveTarget);
    QRect seen = card.chips;
    if (seen.isEmpty() || buttons.isEmpty())
        return seen;
    if (direction == Qt::RightToLeft)
        seen.setLeft(qMax(seen.left(), buttons.right() + 1 + buttonFade));
    else
        seen.setRight(qMin(seen.right(), buttons.left() - 1 - buttonFade));
    return seen.isValid() ? seen : QRect();
}

} // namespace ui
