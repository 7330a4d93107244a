#include "ui/views/messagedelegate.h"

#include "ui/models/roles.h"
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/cardlayout.h"
#include "ui/views/labelchips.h"
#include "ui/views/markedline.h"
#include "ui/views/rowcolors.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace ui
{

struct MessageDelegate::Card {
    LabelChips chips;
    QString date;
    CardLayout layout;
};

MessageDelegate::Card MessageDelegate::arrange(const QStyleOptionViewItem &option,
                                               const MessageDisplay &display, const ThreadRow &thread) const
{
    Card card{
        LabelChips(display.labels, option.font, chipRoom(option.rect.width())), listDate(display.date), {}};
    CardNeeds needs;
    needs.dateWidth = QFontMetrics(scaledFont(option.font, smallType)).horizontalAdvance(card.date) + 1;
    needs.chipsWidth = card.chips.width();
    if (!display.place.isEmpty())
        needs.placeWidth =
            QFontMetrics(scaledFont(option.font, smallType)).horizontalAdvance(display.place) + 1;
    needs.countWidth = thread.newest ? threadCountWidth(option.font, thread) : 0;
    needs.indent = threadIndent(thread);
    needs.attachment = display.attachment;
    needs.star = display.flagged;
    needs.archive = m_archive;
    needs.remove = m_remove;
    needs.read = m_read;
    card.layout = layoutCard(option.rect, option.font, needs, option.direction);
    return card;
}

MessageDelegate::MessageDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

MessageDisplayPtr MessageDelegate::displayOf(const QModelIndex &index)
{
    return index.data(MessageRole::Display).value<MessageDisplayPtr>();
}

ThreadRow MessageDelegate::threadOf(const QModelIndex &index)
{
    return index.data(MessageRole::Thread).value<ThreadRow>();
}

int MessageDelegate::rowHeight(const QFont &font) const
{
    return m_mode == Mode::Cards ? cardRowHeight(font) : tableRowHeight(font);
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {option.rect.width(), rowHeight(option.font)};
}

MessageDelegate::Part MessageDelegate::partAt(const QStyleOptionViewItem &option, const QModelIndex &index,
                                              const QPoint &position) const
{
    const MessageDisplayPtr display = displayOf(index);
    if (!display)
        return Part::None;
    const ThreadRow thread = threadOf(index);
    if (m_mode == Mode::Table && index.column() == MessageColumn::Subject)
        return cellCountRect(option, thread).contains(position) ? Part::Thread : Part::None;
    if (m_mode == Mode::Table)
        return m_star && index.column() == MessageColumn::Star ? Part::Star : Part::None;
    const CardLayout card = arrange(option, *display, thread).layout;
    if (card.countTarget.contains(position))
        return Part::Thread;
    if (m_star && card.starTarget.contains(position))
        return Part::Star;
    // These are there only while they are seen: under the pointer.
    const bool seen = option.state & QStyle::State_MouseOver;
    if (seen && card.removeTarget.contains(position))
        return Part::Remove;
    if (seen && card.archiveTarget.contains(position))
        return Part::Archive;
    const bool onMark = card.readTarget.contains(position) || card.dotTarget.contains(position);
    return m_read && onMark ? Part::Read : Part::None;
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given,
                            const QModelIndex &index) const
{
    QStyleOptionViewItem option(given);
    const MessageDisplayPtr display = displayOf(index);
    painter->save();
    if (m_mode == Mode::Cards) {
        if (display)
            paintCard(painter, option, *display, threadOf(index));
        else
            paintCardSkeleton(painter, option, index.row());
    } else {
        const RowColors colors = rowColors(option);
        painter->setClipRect(option.rect, Qt::IntersectClip);
        option.state.setFlag(QStyle::State_MouseOver, m_star && (option.state & QStyle::State_MouseOver));
        if (display)
            paintCell(painter, option, index.column(), *display, threadOf(index), colors);
        else
            paintCellSkeleton(painter, option, index.row(), index.column(), colors);
    }
    painter->restore();
}

void MessageDelegate::paintCard(QPainter *painter, const QStyleOptionViewItem &option,
                                const MessageDisplay &display, const ThreadRow &thread) const
{
    const RowColors colors = rowColors(option);
    const Card card = arrange(option, display, thread);
    const CardLayout &layout = card.layout;
    paintRowGround(painter, option, colors);
    if (display.unread) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colors.accent);
        painter->drawEllipse(layout.dot);
        painter->setRenderHint(QPainter::Antialiasing, false);
    }
    if (display.answered || display.forwarded)
        paintIcon(painter, layout.mark,
                  display.answered ? QStringLiteral("mail-reply-sender") : QStringLiteral("mail-forward"),
                  colors.muted);
    paintMarkedLine(painter, layout.people, display.correspondents, display.correspondentMarks,
                    display.unread ? semibold(option.font) : option.font, colors.text, colors,
                    option.direction);
    paintLine(painter, layout.place, display.place, scaledFont(option.font, smallType), colors.muted,
              option.direction);
    if (!layout.count.isEmpty())
        paintThreadCount(painter, layout.count, option, thread, colors, m_hot == Part::Thread);
    if (!layout.date.isEmpty()) {
        painter->setFont(scaledFont(option.font, smallType));
        painter->setPen(display.unread ? colors.text : colors.muted);
        painter->drawText(layout.date, Qt::AlignCenter, card.date);
    }
    paintSubject(painter, layout, option, display, colors);
    const bool hovered =
        (m_star || m_read || m_remove || m_archive) && option.state.testFlag(QStyle::State_MouseOver);
    const QRect chips = hovered ? chipsBesideButtons(layout, option.direction) : layout.chips;
    if (chips != layout.chips) // of a chip that is cut nothing can be read
        LabelChips(display.labels, option.font, chips.width())
            .paint(painter, chips, option.palette, colors.muted, option.direction);
    else if (!chips.isEmpty())
        card.chips.paint(painter, chips, option.palette, colors.muted, option.direction);
    if (!layout.attachment.isEmpty())
        paintIcon(painter, layout.attachment, QStringLiteral("mail-attachment"), colors.muted);
    if (hovered)
        paintButtons(painter, layout, option, display, colors);
    else if (display.flagged && !layout.star.isEmpty())
        paintIcon(painter, layout.star, QStringLiteral("starred"), colors.star);
}

void MessageDelegate::paintSubject(QPainter *painter, const CardLayout &card,
                                   const QStyleOptionViewItem &option, const MessageDisplay &display,
                                   const RowColors &colors) const
{
    QFont font(option.font);
    font.setItalic(display.noSubject);
    font.setStrikeOut(display.deleted);
    const QColor ink = display.noSubject || display.deleted ? colors.muted : colors.text;
    // What was found in the text is seen, however long the subject is.
    QRect subject = card.subject;
    if (!display.previewMarks.isEmpty() && display.subjectMarks.isEmpty())
        subject = QStyle::visualRect(option.direction, card.subject,
                                     card.subject.adjusted(0, 0, -card.subject.width() / 2, 0));
    const int used = paintMarkedLine(painter, subject, display.subject, display.subjectMarks, font, ink,
                                     colors, option.direction);
    const int begin = used + 2 * gap;
    if (display.preview.isEmpty() || card.subject.width() - begin < 60)
        return;
    const QRect rest = option.direction == Qt::RightToLeft ? card.subject.adjusted(0, 0, -begin, 0)
                                                           : card.subject.adjusted(begin, 0, 0, 0);
    paintMarkedLine(painter, rest, display.preview, display.previewMarks, option.font, colors.muted, colors,
                    option.direction);
}

void MessageDelegate::paintButtons(QPainter *painter, const CardLayout &card,
                                   const QStyleOptionViewItem &option, const MessageDisplay &display,
                                   const RowColors &colors) const
{
    if (card.star.isEmpty())
        return;
    // What lies below fades out instead of moving, so nothing jumps under the pointer.
    const QRect both =
        card.starTarget.united(card.readTarget).united(card.removeTarget).united(card.archiveTarget);
    const bool mirrored = option.direction == Qt::RightToLeft;
    const QRect cover = mirrored ? both.adjusted(0, 0, buttonFade, 0) : both.adjusted(-buttonFade, 0, 0, 0);
    QLinearGradient gradient(mirrored ? cover.topRight() : cover.topLeft(),
                             mirrored ? cover.topLeft() : cover.topRight());
    const QColor ground = colors.ground.isValid() ? colors.ground : option.palette.color(QPalette::Base);
    QColor clear(ground);
    clear.setAlpha(0);
    gradient.setColorAt(0, clear);
    gradient.setColorAt(qreal(buttonFade) / cover.width(), ground);
    painter->fillRect(cover, gradient);
    const auto button = [&](const QRect &target, const QRect &place, Part part, const QString &name,
                            QColor ink) {
        if (place.isEmpty())
            return;
        if (m_hot == part) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(mixed(ground, colors.text, 0.12));
            painter->drawRoundedRect(target, grid, grid);
        }
        paintIcon(painter, place, name, ink);
    };
    const auto usual = [&](Part part) { return m_hot == part ? colors.text : colors.muted; };
    button(card.archiveTarget, card.archive, Part::Archive, QStringLiteral("folder-archive"),
           usual(Part::Archive));
    button(card.removeTarget, card.remove, Part::Remove, QStringLiteral("user-trash"), usual(Part::Remove));
    button(card.readTarget, card.read, Part::Read,
           display.unread ? QStringLiteral("mail-read") : QStringLiteral("mail-unread"), usual(Part::Read));
    if (m_star || display.flagged)
        button(card.starTarget, card.star, Part::Star,
               display.flagged ? QStringLiteral("starred") : QStringLiteral("non-starred"),
               display.flagged ? colors.star : usual(Part::Star));
}

void MessageDelegate::paintCardSkeleton(QPainter *painter, const QStyleOptionViewItem &option, int row) const
{
    const RowColors colors = rowColors(option);
    paintRowGround(painter, option, colors);
    CardNeeds needs;
    needs.dateWidth = 5 * gap;
    const CardLayout card = layoutCard(option.rect, option.font, needs, option.direction);
    // Uneven like text, and the same at every repaint.
    const uint shape = uint(row) * 2654435761U >> 16;
    const auto bar = [&](const QRect &line, int percent) {
        const int height = qMax(grid, line.height() / 2);
        const QRect logical(line.left(), line.top() + (line.height() - height) / 2,
                            line.width() * percent / 100, height);
        paintSkeletonBar(painter, QStyle::visualRect(option.direction, line, logical), colors.skeleton);
    };
    bar(card.people, 25 + int(shape % 30));
    bar(card.date, 100);
    bar(card.subject, 45 + int(shape / 32 % 45));
}

QString MessageDelegate::toolTip(const QStyleOptionViewItem &option, const QModelIndex &index,
                                 const QPoint &position) const
{
    const MessageDisplayPtr display = displayOf(index);
    if (!display)
        return {};
    switch (partAt(option, index, position)) {
    case Part::Star:
        return display->flagged ? tr("Remove star") : tr("Add star");
    case Part::Read:
        return display->unread ? tr("Mark as read") : tr("Mark as unread");
    case Part::Remove:
        return tr("Delete");
    case Part::Archive:
        return tr("Archive");
    case Part::Thread: {
        const ThreadRow thread = threadOf(index);
        const QString count = countText(thread.count);
        return thread.expanded ? tr("Close this conversation of %1 messages (Left)").arg(count)
                               : tr("Open this conversation of %1 messages (Right)").arg(count);
    }
    case Part::None:
        break;
    }
    if (m_mode == Mode::Table)
        return index.data(Qt::ToolTipRole).toString();
    const CardLayout card = arrange(option, *display, threadOf(index)).layout;
    if (card.people.contains(position))
        return display->people;
    if (card.place.contains(position))
        return display->place;
    if (card.date.contains(position))
        return exactDate(display->date);
    if (card.chips.contains(position)) {
        QStringList names;
        for (const Label &label : display->labels)
            names << label.name;
        return names.join(QLatin1Char('\n'));
    }
    const bool elided = QFontMetrics(option.font).horizontalAdvance(display->subject) > card.subject.width();
    return card.subject.contains(position) && elided ? display->subject : QString();
}

bool MessageDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                                const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    // What others wrote is never markup.
    const QString text = toolTip(option, index, event->pos());
    QToolTip::showText(event->globalPos(), plainTip(text), view);
    return true;
}

} // namespace ui
