// How messages are dragged out of MessageListView. Not the base class's way, which makes a list of all
// selected indexes before a drag begins: seven million of them in a large folder.
#include "ui/support/formatting.h"
#include "ui/support/metrics.h"
#include "ui/views/dragtag.h"
#include "ui/views/messagelistview.h"
#include "ui/views/messagemime.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDrag>
#include <QMouseEvent>

namespace ui
{

void MessageListView::offerToTakeAway(bool archive, bool remove)
{
    m_delegate->offer(archive, remove);
    updateRow(m_hoverRow);
}

void MessageListView::offerMarks(bool star, bool read)
{
    m_delegate->offerMarks(star, read);
    updateRow(m_hoverRow);
}

bool MessageListView::dragMoves(QMouseEvent *event)
{
    if (!m_dragFrom || !(event->buttons() & Qt::LeftButton))
        return false;
    if ((event->pos() - *m_dragFrom).manhattanLength() >= QApplication::startDragDistance()) {
        m_dragFrom.reset();
        startDrag(Qt::MoveAction | Qt::CopyAction);
    }
    return true;
}

void MessageListView::mouseReleaseEvent(QMouseEvent *event)
{
    m_dragFrom.reset();
    QAbstractItemView::mouseReleaseEvent(event);
}

void MessageListView::startDrag(Qt::DropActions actions)
{
    const auto *messages = qobject_cast<const MessageListModel *>(model());
    const QItemSelection selection = selectionModel()->selection();
    const qint64 count = messages ? messages->messageCount(selection) : 0;
    if (!messages || !messages->account() || count == 0)
        return;
    const MessageDisplayPtr one = count == 1 ? messages->displayAt(selection.first().top()) : nullptr;
    auto *drag = new QDrag(this);
    drag->setMimeData(new MessageMime(messages->account()->config().id, messages->folder(), count));
    drag->setPixmap(
        dragTag(QStringLiteral("mail-message"), one ? one->subject : messageCountText(count), this));
    // Below the pointer and what is said there: the folder's row shows what a drop would do.
    drag->setHotSpot({-2 * gap, -6 * gap});
    setHover({-1, -1});
    drag->exec(actions, Qt::MoveAction);
}

void MessageListView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    if (!byKey && !indexAt(event->pos()).isValid())
        return;
    const QPoint place = byKey && currentIndex().isValid()
                             ? viewport()->mapToGlobal(rowRect(currentIndex().row()).center())
                             : event->globalPos();
    Q_EMIT contextMenuWanted(place);
}

} // namespace ui
