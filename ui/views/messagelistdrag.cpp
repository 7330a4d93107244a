// How messages are dragged out of MessageListView. Not the base class's way, which makes a list of all
// selected indexes before a drag begins: seven million of them in a large folder.
#include "ui/support/formatting.h"
#include "ui/support/icons.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/messagelistview.h"
#include "ui/views/messagemime.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDrag>
#include <QMouseEvent>
#include <QPainter>

namespace ui
{
namespace
{

constexpr int widestTag = 280;
constexpr int iconSize = 16;

/// What hangs on the pointer: a small tag with what is being moved.
QPixmap tag(const QString &words, const QWidget *list)
{
    const QFont font = semibold(list->font());
    const QFontMetrics metrics(font);
    const QString shown = metrics.elidedText(words, Qt::ElideRight, widestTag);
    const QSize size(metrics.horizontalAdvance(shown) + iconSize + 4 * gap, metrics.height() + 2 * gap);
    QPixmap pixmap(size * list->devicePixelRatioF());
    pixmap.setDevicePixelRatio(list->devicePixelRatioF());
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette palette = list->palette();
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.color(QPalette::Active, QPalette::Highlight));
    painter.drawRoundedRect(QRect(QPoint(), size), gap, gap);
    const QColor ink = palette.color(QPalette::Active, QPalette::HighlightedText);
    const auto place = [&](int left, int width) {
        return QStyle::visualRect(list->layoutDirection(), QRect(QPoint(), size),
                                  {left, 0, width, size.height()});
    };
    paintIcon(&painter, place(gap + grid, iconSize), QStringLiteral("mail-message"), ink);
    painter.setFont(font);
    painter.setPen(ink);
    painter.drawText(place(2 * gap + iconSize + grid, size.width() - iconSize - 3 * gap),
                     Qt::AlignVCenter | Qt::TextSingleLine, shown);
    return pixmap;
}

} // namespace

void MessageListView::offerToTakeAway(bool archive, bool remove)
{
    m_delegate->offer(archive, remove);
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
    drag->setPixmap(tag(one ? one->subject : messageCountText(count), this));
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
