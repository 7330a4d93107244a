// How MessageListView draws its rows and follows the pointer.
#include "ui/models/roles.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/columnheader.h"
#include "ui/views/messagelistview.h"
#include "ui/views/rowcolors.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

namespace ui
{

void MessageListView::initViewItemOption(QStyleOptionViewItem *option) const
{
    QAbstractItemView::initViewItemOption(option);
    option->font = font();
    option->direction = layoutDirection();
    option->state &= ~(QStyle::State_HasFocus | QStyle::State_MouseOver | QStyle::State_Selected);
    if (hasFocus() || viewport()->hasFocus())
        option->state |= QStyle::State_HasFocus;
    option->state.setFlag(QStyle::State_Active, isActiveWindow());
}

QStyleOptionViewItem MessageListView::rowOption(int row) const
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = rowRect(row);
    const QModelIndex index = indexOfRow(row);
    option.state.setFlag(QStyle::State_Selected, selectionModel() && selectionModel()->isSelected(index));
    option.state.setFlag(QStyle::State_MouseOver, row == m_hoverRow);
    // Which selected row is the current one matters only among several, or when it is not selected.
    const bool current = currentIndex().isValid() && currentIndex().row() == row;
    const QItemSelection &selection = selectionModel()->selection();
    const bool single = selection.size() == 1 && selection.first().height() == 1;
    const bool framed =
        current && hasFocus() && m_keyboardUsed && !(single && (option.state & QStyle::State_Selected));
    option.state.setFlag(QStyle::State_KeyboardFocusChange, framed);
    return option;
}

ListNotice MessageListView::shownNotice() const
{
    if (!m_notice.isEmpty())
        return m_notice;
    const auto *messages = qobject_cast<const MessageListModel *>(model());
    return messages ? noticeFor(messages->status()) : ListNotice();
}

void MessageListView::paintEvent(QPaintEvent *event)
{
    QList<imap::MessageSummaryPtr> painted;
    const auto *messages = qobject_cast<const MessageListModel *>(model());
    {
        QPainter painter(viewport());
        painter.setLayoutDirection(layoutDirection());
        if (rowCount() == 0) {
            paintNotice(&painter, viewport()->rect(), shownNotice(), font(), palette());
        } else {
            const int first = std::max(rowAt(event->rect().top()), 0);
            const int last = std::min(rowAt(event->rect().bottom()), rowCount() - 1);
            for (int row = first; row <= last; ++row) {
                const QStyleOptionViewItem option = rowOption(row);
                if (!event->region().intersects(option.rect))
                    continue;
                const QModelIndex index = indexOfRow(row);
                m_delegate->setHot(row == m_hoverRow ? m_hoverPart : MessageDelegate::Part::None);
                if (mode() == Mode::Table)
                    paintTableRow(&painter, option, row);
                else
                    m_delegate->paint(&painter, option, index);
                if (const imap::MessageSummaryPtr message = messages ? messages->messageAt(row) : nullptr)
                    painted << message;
                const QColor line = rowColors(option).separator;
                const int inset = mode() == Mode::Table ? 0 : 7 * grid;
                const QRect rule(inset, option.rect.bottom(), option.rect.width() - inset, 1);
                if (mode() == Mode::Cards)
                    painter.fillRect(QStyle::visualRect(layoutDirection(), option.rect, rule), line);
            }
        }
    }
    reportPainted(painted);
}

void MessageListView::paintTableRow(QPainter *painter, const QStyleOptionViewItem &option, int row)
{
    paintRowGround(painter, option, rowColors(option));
    QStyleOptionViewItem cell(option);
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int column = m_header->logicalIndex(visual);
        const int left = m_header->sectionViewportPosition(column);
        const int width = m_header->sectionSize(column);
        if (m_header->isSectionHidden(column) || left + width < 0 || left > viewport()->width())
            continue;
        cell.rect = {left, option.rect.top(), width, option.rect.height()};
        m_delegate->paint(painter, cell, model()->index(row, column, rootIndex()));
    }
}

/// What a person sees of the flags: \Recent is never drawn, and goes without anybody's doing.
static imap::FlagSet shownFlags(imap::FlagSet flags)
{
    flags.remove(imap::flags::Recent);
    return flags;
}

void MessageListView::reportPainted(const QList<imap::MessageSummaryPtr> &painted)
{
    constexpr qsizetype remembered = 5000;
    if (m_painted.size() > remembered)
        m_painted.clear();
    for (const imap::MessageSummaryPtr &message : painted) {
        const imap::FlagSet flags = shownFlags(message->flags);
        const auto before = m_painted.find(message->uid);
        if (before == m_painted.end()) {
            m_painted.insert(message->uid, flags);
            Q_EMIT rowPainted(message->uid);
        } else if (!(*before == flags)) {
            *before = flags;
            Q_EMIT flagsPainted(message->uid);
        }
    }
    if (!m_firstScreen || painted.isEmpty())
        return;
    for (int row = firstVisibleRow(); row <= lastVisibleRow(); ++row) {
        const QVariant uid = indexOfRow(row).data(MessageRole::Uid);
        if (!uid.isValid() || !m_painted.contains(imap::Uid(uid.toUInt())))
            return;
    }
    m_firstScreen = false;
    const auto *messages = qobject_cast<const MessageListModel *>(model());
    Q_EMIT firstScreenPainted(lastVisibleRow() - firstVisibleRow() + 1,
                              messages && messages->status().phase == FolderPhase::Cached);
}

void MessageListView::setHover(const QPoint &position)
{
    int row = -1;
    MessageDelegate::Part part = MessageDelegate::Part::None;
    if (viewport()->rect().contains(position) && underMouse()) {
        const QModelIndex index = indexAt(position);
        row = index.isValid() ? index.row() : -1;
        if (row >= 0) {
            QStyleOptionViewItem option = rowOption(row);
            option.rect = visualRect(index);
            option.state |= QStyle::State_MouseOver;
            part = m_delegate->partAt(option, index, position);
        }
    }
    if (row == m_hoverRow && part == m_hoverPart)
        return;
    updateRow(m_hoverRow);
    m_hoverRow = row;
    m_hoverPart = part;
    updateRow(m_hoverRow);
}

/// A press on one of several selected rows means all of them.
QItemSelection MessageListView::rowsMeantBy(const QModelIndex &pressed) const
{
    if (selectionModel()->isSelected(pressed))
        return selectionModel()->selection();
    return {pressed.siblingAtColumn(0), pressed.siblingAtColumn(model()->columnCount(rootIndex()) - 1)};
}

bool MessageListView::pressPart(QMouseEvent *event, bool again)
{
    const QModelIndex index = indexAt(event->pos());
    if (!index.isValid() || event->button() != Qt::LeftButton || event->modifiers() != Qt::NoModifier)
        return false;
    QStyleOptionViewItem option = rowOption(index.row());
    option.rect = visualRect(index);
    const MessageDelegate::Part part = m_delegate->partAt(option, index, event->pos());
    const MessageDisplayPtr display = MessageDelegate::displayOf(index);
    if (part == MessageDelegate::Part::None || !display)
        return false;
    const QItemSelection rows = rowsMeantBy(index);
    switch (part) {
    case MessageDelegate::Part::Thread:
        setExpanded(index.row(), !MessageDelegate::threadOf(index).expanded);
        break;
    case MessageDelegate::Part::Star:
        Q_EMIT flagToggleRequested(rows, imap::flags::Flagged, !display->flagged);
        break;
    case MessageDelegate::Part::Read:
        Q_EMIT flagToggleRequested(rows, imap::flags::Seen, display->unread);
        break;
    case MessageDelegate::Part::Archive:
    case MessageDelegate::Part::Remove:
        // The second press of a double click falls on the message that came up to the place of the first.
        if (!again && part == MessageDelegate::Part::Archive)
            Q_EMIT archiveRequested(rows);
        else if (!again)
            Q_EMIT removeRequested(rows);
        break;
    case MessageDelegate::Part::None:
        break;
    }
    event->accept();
    return true;
}

void MessageListView::mousePressEvent(QMouseEvent *event)
{
    m_keyboardUsed = false;
    m_dragFrom.reset();
    if (pressPart(event, false))
        return;
    QAbstractItemView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier &&
        indexAt(event->pos()).isValid())
        m_dragFrom = event->pos();
}

void MessageListView::mouseDoubleClickEvent(QMouseEvent *event)
{
    // Two quick presses on a star are two presses on a star.
    m_dragFrom.reset();
    if (!pressPart(event, true))
        QAbstractItemView::mouseDoubleClickEvent(event);
}

void MessageListView::mouseMoveEvent(QMouseEvent *event)
{
    if (dragMoves(event))
        return;
    setHover(event->pos());
    QAbstractItemView::mouseMoveEvent(event);
}

void MessageListView::wheelEvent(QWheelEvent *event)
{
    // The wheel's step is three lines of text, not three cards.
    verticalScrollBar()->setSingleStep(std::max(1, std::min(m_rowHeight, 28) / m_step));
    QAbstractItemView::wheelEvent(event);
    verticalScrollBar()->setSingleStep(std::max(1, m_rowHeight / m_step));
}

bool MessageListView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Leave:
        setHover({-1, -1});
        break;
    case QEvent::ToolTip: {
        auto *help = static_cast<QHelpEvent *>(event);
        const QModelIndex index = indexAt(help->pos());
        if (!index.isValid())
            break;
        QStyleOptionViewItem option = rowOption(index.row());
        option.rect = visualRect(index);
        return m_delegate->helpEvent(help, this, option, index);
    }
    default:
        break;
    }
    return QAbstractItemView::viewportEvent(event);
}

void MessageListView::changeEvent(QEvent *event)
{
    QAbstractItemView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        keepAnchor();
        m_rowHeight = m_delegate->rowHeight(font());
        updateGeometries();
        restoreAnchor();
    }
    if (event->type() == QEvent::ActivationChange || event->type() == QEvent::PaletteChange)
        viewport()->update();
}

void MessageListView::focusInEvent(QFocusEvent *event)
{
    m_keyboardUsed =
        m_keyboardUsed || event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QAbstractItemView::focusInEvent(event);
    viewport()->update();
}

void MessageListView::focusOutEvent(QFocusEvent *event)
{
    QAbstractItemView::focusOutEvent(event);
    viewport()->update();
}

} // namespace ui
