// What can be dropped on FolderView: messages on folders, folders on others and on accounts. The target
// lights up and says what would happen; a closed folder opens when a drag rests on it, and closes again when
// nothing was dropped below it.
#include "ui/models/roles.h"
#include "ui/support/formatting.h"
#include "ui/support/metrics.h"
#include "ui/support/theme.h"
#include "ui/views/dragtag.h"
#include "ui/views/foldermime.h"
#include "ui/views/folderview.h"
#include "ui/views/messagemime.h"

#include <QDrag>
#include <QDragMoveEvent>
#include <QPainter>
#include <QToolTip>

namespace ui
{
namespace
{

constexpr int springMs = 700;

} // namespace

void FolderView::setDropJudge(DropJudge judge)
{
    m_judge = std::move(judge);
    listenToDrags();
}

void FolderView::setFolderDropJudge(FolderDropJudge judge)
{
    m_folderJudge = std::move(judge);
    setDragEnabled(bool(m_folderJudge));
    listenToDrags();
}

void FolderView::listenToDrags()
{
    setAcceptDrops(m_judge || m_folderJudge);
    m_spring.setSingleShot(true);
    m_spring.setInterval(springMs);
    disconnect(&m_spring, nullptr, this, nullptr);
    connect(&m_spring, &QTimer::timeout, this, &FolderView::springOpen);
}

bool FolderView::takesDrops(const QMimeData *data) const
{
    return (m_judge && qobject_cast<const MessageMime *>(data)) ||
           (m_folderJudge && qobject_cast<const FolderMime *>(data));
}

FolderView::DropAnswer FolderView::judge(const QModelIndex &index, const QMimeData *data, bool copy) const
{
    if (!index.isValid())
        return {};
    const auto *messages = qobject_cast<const MessageMime *>(data);
    if (messages && m_judge)
        return m_judge(index, *messages, copy);
    const auto *folder = qobject_cast<const FolderMime *>(data);
    return folder && m_folderJudge ? m_folderJudge(index, *folder) : DropAnswer{};
}

void FolderView::dragEnterEvent(QDragEnterEvent *event)
{
    if (takesDrops(event->mimeData()))
        event->accept();
    else
        event->ignore();
}

void FolderView::dragMoveEvent(QDragMoveEvent *event)
{
    if (!takesDrops(event->mimeData())) {
        event->ignore();
        return;
    }
    const QPoint at = event->position().toPoint();
    const QModelIndex index = indexAt(at);
    const bool copy = event->modifiers() & Qt::ControlModifier;
    const DropAnswer answer = judge(index, event->mimeData(), copy);
    setDropTarget(index, answer);
    if (at.y() < autoScrollMargin() || at.y() > viewport()->height() - autoScrollMargin())
        startAutoScroll();
    else
        stopAutoScroll();
    if (answer.words.isEmpty()) {
        event->ignore();
        return;
    }
    event->setDropAction(copy ? Qt::CopyAction : Qt::MoveAction);
    event->accept();
}

void FolderView::dragLeaveEvent(QDragLeaveEvent *event)
{
    endDrag({});
    event->accept();
}

void FolderView::dropEvent(QDropEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool copy = event->modifiers() & Qt::ControlModifier;
    const bool can = !judge(index, event->mimeData(), copy).words.isEmpty();
    endDrag(can ? index : QModelIndex());
    if (!can) {
        event->ignore();
        return;
    }
    event->setDropAction(copy ? Qt::CopyAction : Qt::MoveAction);
    event->accept();
    if (const auto *folder = qobject_cast<const FolderMime *>(event->mimeData()))
        Q_EMIT folderDropped(index, folder->accountId(), folder->folder());
    else
        Q_EMIT messagesDropped(index, copy);
}

void FolderView::startDrag(Qt::DropActions)
{
    const QModelIndex index = currentIndex();
    const imap::FolderInfo info = folders() ? folders()->folderOf(index) : imap::FolderInfo{};
    if (info.name.isEmpty())
        return;
    auto *drag = new QDrag(this);
    drag->setMimeData(new FolderMime(index.data(FolderRoles::AccountId).toString(), info.name));
    drag->setPixmap(dragTag(index.data(FolderRoles::IconName).toString(), index.data().toString(), this));
    drag->setHotSpot({-2 * gap, -6 * gap});
    drag->exec(Qt::MoveAction, Qt::MoveAction);
}

void FolderView::setDropTarget(const QModelIndex &index, const DropAnswer &answer)
{
    const bool moved = m_dropTarget != index;
    if (!moved && answer.words == m_dropAnswer.words && answer.reason == m_dropAnswer.reason)
        return;
    m_dropTarget = index;
    m_dropAnswer = answer;
    viewport()->update();
    if (answer.reason.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(QCursor::pos(), plainTip(answer.reason), viewport());
    if (!moved)
        return;
    m_spring.stop();
    if (index.isValid() && model()->hasChildren(index) && !isExpanded(index))
        m_spring.start();
}

void FolderView::springOpen()
{
    if (!m_dropTarget.isValid())
        return;
    m_applying = true; // it is not a person's wish that it stays open
    setExpanded(m_dropTarget, true);
    m_applying = false;
    m_sprung << m_dropTarget;
}

void FolderView::endDrag(const QModelIndex &dropped)
{
    m_spring.stop();
    stopAutoScroll();
    QToolTip::hideText();
    m_dropTarget = QPersistentModelIndex();
    m_dropAnswer = {};
    const QList<QPersistentModelIndex> sprung = std::exchange(m_sprung, {});
    m_applying = true;
    for (const QPersistentModelIndex &index : sprung) {
        bool holds = false;
        for (QModelIndex above = dropped.parent(); above.isValid(); above = above.parent())
            holds = holds || above == index;
        if (index.isValid() && !holds)
            setExpanded(index, false);
    }
    m_applying = false;
    viewport()->update();
}

void FolderView::paintDropTarget(QPainter *painter, const QRect &row) const
{
    const QColor accent = palette().color(QPalette::Active, QPalette::Highlight);
    const QFont font = semibold(scaledFont(this->font(), smallType));
    const QFontMetrics metrics(font);
    const QRect frame = row.adjusted(grid, 1, -grid, -1);
    const QString words = metrics.elidedText(m_dropAnswer.words, Qt::ElideRight, frame.width() - 2 * gap);
    const int width = metrics.horizontalAdvance(words) + 2 * gap;
    const QRect pill = QStyle::visualRect(layoutDirection(), frame,
                                          {frame.right() - width + 1, frame.top(), width, frame.height()});
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(accent, 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(frame).adjusted(1, 1, -1, -1), 6, 6);
    painter->setPen(Qt::NoPen);
    painter->setBrush(accent);
    painter->drawRoundedRect(pill, 6, 6);
    painter->setFont(font);
    painter->setPen(palette().color(QPalette::Active, QPalette::HighlightedText));
    painter->drawText(pill, Qt::AlignCenter | Qt::TextSingleLine, words);
    painter->restore();
}

} // namespace ui
