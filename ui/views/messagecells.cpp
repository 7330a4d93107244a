// Messages as cells of a table.
#include "ui/models/roles.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/views/labelchips.h"
#include "ui/views/messagedelegate.h"
#include "ui/views/rowcolors.h"

#include <QPainter>
#include <QStyle>

namespace ui
{

namespace
{

constexpr int dotSize = 8;
constexpr int iconSize = 16;

QRect content(const QStyleOptionViewItem &option)
{
    return option.rect.adjusted(gap, 0, -gap, 0);
}

void paintPeople(QPainter *painter, const QStyleOptionViewItem &option, const MessageDisplay &display,
                 const RowColors &colors)
{
    const QRect inner = content(option);
    if (display.unread) {
        const QRect dot(inner.left(), inner.center().y() - dotSize / 2 + 1, dotSize, dotSize);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colors.accent);
        painter->drawEllipse(QStyle::visualRect(option.direction, inner, dot));
        painter->setRenderHint(QPainter::Antialiasing, false);
    }
    const QRect text = QStyle::visualRect(option.direction, inner, inner.adjusted(dotSize + gap, 0, 0, 0));
    paintLine(painter, text, display.correspondents, display.unread ? semibold(option.font) : option.font,
              colors.text, option.direction);
}

void paintTrailing(QPainter *painter, const QStyleOptionViewItem &option, const QString &text,
                   const QColor &ink)
{
    const QFont font = tabular(option.font);
    painter->setFont(font);
    painter->setPen(ink);
    const QRect inner = content(option);
    painter->drawText(inner, int(Qt::AlignRight | Qt::AlignVCenter) | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(text, Qt::ElideRight, inner.width()));
}

} // namespace

QRect cellCountRect(const QStyleOptionViewItem &option, const ThreadRow &thread)
{
    const int width = thread.newest ? threadCountWidth(option.font, thread) : 0;
    const QRect inner = content(option);
    if (width == 0 || inner.width() < 2 * width)
        return {};
    const int height = QFontMetrics(option.font).height();
    const QRect rect(inner.left(), inner.center().y() - height / 2, width, height);
    return QStyle::visualRect(option.direction, inner, rect);
}

void paintCell(QPainter *painter, const QStyleOptionViewItem &option, int column,
               const MessageDisplay &display, const ThreadRow &thread, const RowColors &colors)
{
    const QRect inner = content(option);
    const QRect icon =
        QStyle::alignedRect(Qt::LeftToRight, Qt::AlignCenter, {iconSize, iconSize}, option.rect);
    switch (column) {
    case MessageColumn::Star:
        if (display.flagged)
            paintIcon(painter, icon, QStringLiteral("starred"), colors.star);
        else if (option.state & QStyle::State_MouseOver)
            paintIcon(painter, icon, QStringLiteral("non-starred"), colors.muted);
        break;
    case MessageColumn::Correspondents:
        paintPeople(painter, option, display, colors);
        break;
    case MessageColumn::Subject: {
        QFont font = display.unread ? semibold(option.font) : option.font;
        font.setItalic(display.noSubject);
        font.setStrikeOut(display.deleted);
        const bool pale = display.noSubject || display.deleted;
        const QRect count = cellCountRect(option, thread);
        if (!count.isEmpty())
            paintThreadCount(painter, count, option, thread, colors, false);
        const int lead = count.isEmpty() ? threadIndent(thread) : count.width() + gap;
        const QRect words = QStyle::visualRect(option.direction, inner, inner.adjusted(lead, 0, 0, 0));
        paintLine(painter, words, display.subject, font, pale ? colors.muted : colors.text, option.direction);
        break;
    }
    case MessageColumn::Labels: {
        const LabelChips chips(display.labels, option.font, inner.width());
        chips.paint(painter, inner, option.palette, colors.muted, option.direction);
        break;
    }
    case MessageColumn::Attachment:
        if (display.attachment)
            paintIcon(painter, icon, QStringLiteral("mail-attachment"), colors.muted);
        break;
    case MessageColumn::Date:
        paintLine(painter, inner, listDate(display.date), tabular(option.font), colors.muted,
                  option.direction);
        break;
    case MessageColumn::Size:
        paintTrailing(painter, option, sizeText(display.size), colors.muted);
        break;
    default:
        break;
    }
}

void paintCellSkeleton(QPainter *painter, const QStyleOptionViewItem &option, int row, int column,
                       const RowColors &colors)
{
    if (column != MessageColumn::Correspondents && column != MessageColumn::Subject &&
        column != MessageColumn::Date)
        return;
    const uint shape = (uint(row) + uint(column) * 7919U) * 2654435761U >> 16;
    const QRect inner = content(option);
    const int lead = column == MessageColumn::Correspondents ? dotSize + gap : 0;
    const int height = QFontMetrics(option.font).height() / 2;
    const QRect bar(inner.left() + lead, inner.center().y() - height / 2,
                    (inner.width() - lead) * int(45 + shape % 45) / 100, height);
    paintSkeletonBar(painter, QStyle::visualRect(option.direction, inner, bar), colors.skeleton);
}

} // namespace ui
