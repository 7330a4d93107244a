#include "ui/views/messagelistview.h"

#include "ui/models/roles.h"
#include "ui/views/columnheader.h"
#include "ui/views/messagelistaccessible.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QResizeEvent>
#include <QScrollBar>
#include <algorithm>
#include <chrono>
#include <limits>

namespace ui
{

namespace
{

constexpr qint64 largestScrollRange = 1'000'000'000; ///< far enough from what an int can say

int clampedInt(qint64 value)
{
    return int(
        std::clamp<qint64>(value, std::numeric_limits<int>::min() / 2, std::numeric_limits<int>::max() / 2));
}

} // namespace

MessageListView::MessageListView(QWidget *parent)
    : QAbstractItemView(parent)
    , m_delegate(new MessageDelegate(this))
    , m_header(new ColumnHeader(this))
{
    installListAccessibility();
    setAccessibleName(tr("Messages"));
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setEditTriggers(NoEditTriggers);
    setMinimumWidth(1);
    viewport()->setMouseTracking(true);
    setAttribute(Qt::WA_MacShowFocusRect, false);
    m_header->hide();
    connect(m_header, &QHeaderView::sectionResized, viewport(), qOverload<>(&QWidget::update));
    connect(m_header, &QHeaderView::sectionMoved, viewport(), qOverload<>(&QWidget::update));
    connect(m_header, &QHeaderView::sectionCountChanged, viewport(), qOverload<>(&QWidget::update));
    connect(m_header, &ColumnHeader::columnPressed, this, &MessageListView::chooseColumn);
    // "Today" ends at midnight.
    m_midnight.setSingleShot(true);
    connect(&m_midnight, &QTimer::timeout, this, [this] {
        viewport()->update();
        waitForMidnight();
    });
    waitForMidnight();
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        if (const MessageDisplayPtr display = MessageDelegate::displayOf(index))
            Q_EMIT messageActivated(display->uid);
    });
    m_rowHeight = m_delegate->rowHeight(font());
}

void MessageListView::waitForMidnight()
{
    const QDateTime now = QDateTime::currentDateTime();
    m_midnight.start(std::chrono::milliseconds(now.msecsTo(now.date().addDays(1).startOfDay()) + 1000));
}

void MessageListView::setMode(Mode mode)
{
    if (mode == m_delegate->mode())
        return;
    keepAnchor();
    m_delegate->setMode(mode);
    m_rowHeight = m_delegate->rowHeight(font());
    m_header->setVisible(mode == Mode::Table);
    setHorizontalScrollBarPolicy(mode == Mode::Table ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    updateGeometries();
    restoreAnchor();
    viewport()->update();
}

void MessageListView::setNotice(const ListNotice &notice)
{
    m_notice = notice;
    viewport()->update();
}

void MessageListView::setModel(QAbstractItemModel *model)
{
    if (this->model())
        disconnect(this->model(), nullptr, this, nullptr);
    QAbstractItemView::setModel(model);
    m_header->setModel(model);
    if (!model)
        return;
    connectModel(model);
    m_header->setDefaultWidths();
}

void MessageListView::connectModel(QAbstractItemModel *model)
{
    connect(model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int start, int end) { rowsWereRemoved(start, end); });
    connect(model, &QAbstractItemModel::layoutAboutToBeChanged, this, &MessageListView::keepAnchor);
    connect(model, &QAbstractItemModel::layoutChanged, this, [this] {
        updateGeometries();
        restoreAnchor();
        viewport()->update();
        Q_EMIT currentMessageChanged(currentIndex().isValid() ? currentIndex().row() : -1);
    });
    connect(model, &QAbstractItemModel::rowsAboutToBeMoved, this, &MessageListView::keepAnchor);
    connect(model, &QAbstractItemModel::rowsMoved, this, [this] {
        restoreAnchor();
        viewport()->update();
    });
    if (auto *messages = qobject_cast<MessageListModel *>(model)) {
        connect(messages, &MessageListModel::statusChanged, viewport(), qOverload<>(&QWidget::update));
        connect(messages, &MessageListModel::orderChanged, this, &MessageListView::showOrder);
        showOrder();
    }
}

void MessageListView::reset()
{
    QAbstractItemView::reset();
    m_hoverRow = -1;
    m_firstScreen = true;
    m_painted.clear();
    m_reported = {-1, -1};
    updateGeometries();
    setOffset(0);
    reportVisible();
    Q_EMIT currentMessageChanged(-1);
}

// Geometry: row r lies at r * m_rowHeight - offset().

qint64 MessageListView::offset() const
{
    return qint64(verticalScrollBar()->value()) * m_step;
}

void MessageListView::setOffset(qint64 offset)
{
    verticalScrollBar()->setValue(clampedInt((offset + m_step / 2) / m_step));
}

int MessageListView::verticalOffset() const
{
    return clampedInt(offset());
}

int MessageListView::horizontalOffset() const
{
    return mode() == Mode::Table ? m_header->offset() : 0;
}

bool MessageListView::isIndexHidden(const QModelIndex &) const
{
    return false;
}

int MessageListView::rowAt(int y) const
{
    const qint64 position = y + offset();
    return clampedInt(position < 0 ? -1 : position / m_rowHeight);
}

QRect MessageListView::rowRect(int row) const
{
    const int top = clampedInt(qint64(row) * m_rowHeight - offset());
    return {0, top, viewport()->width(), m_rowHeight};
}

QModelIndex MessageListView::indexOfRow(int row) const
{
    return model() ? model()->index(row, 0, rootIndex()) : QModelIndex();
}

int MessageListView::firstVisibleRow() const
{
    return rowCount() == 0 ? -1 : std::clamp(rowAt(0), 0, rowCount() - 1);
}

int MessageListView::lastVisibleRow() const
{
    return std::min(rowAt(std::max(0, viewport()->height() - 1)), rowCount() - 1);
}

QRect MessageListView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    QRect rect = rowRect(index.row());
    if (mode() == Mode::Table) {
        rect.setLeft(m_header->sectionViewportPosition(index.column()));
        rect.setWidth(m_header->sectionSize(index.column()));
    }
    return rect;
}

QModelIndex MessageListView::indexAt(const QPoint &point) const
{
    const int row = rowAt(point.y());
    if (row < 0 || row >= rowCount())
        return {};
    const int column = mode() == Mode::Table ? m_header->logicalIndexAt(point.x()) : 0;
    return column < 0 ? QModelIndex() : model()->index(row, column, rootIndex());
}

void MessageListView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    const qint64 top = qint64(index.row()) * m_rowHeight;
    const int height = viewport()->height();
    const qint64 now = offset();
    if (hint == PositionAtTop || (hint == EnsureVisible && top < now))
        setOffset(top);
    else if (hint == PositionAtBottom || (hint == EnsureVisible && top + m_rowHeight > now + height))
        setOffset(top + m_rowHeight - height);
    else if (hint == PositionAtCenter)
        setOffset(top - (height - m_rowHeight) / 2);
}

void MessageListView::resizeEvent(QResizeEvent *event)
{
    // The message that is being read does not slip under what takes room from the list, a banner for one.
    const QModelIndex current = currentIndex();
    const QRect row = rowRect(current.row());
    const bool wasWhole = current.isValid() && row.top() >= 0 && row.bottom() < event->oldSize().height();
    QAbstractItemView::resizeEvent(event);
    if (wasWhole)
        scrollTo(current);
}

void MessageListView::updateGeometries()
{
    const int headerHeight = mode() == Mode::Table ? m_header->sizeHint().height() : 0;
    setViewportMargins(0, headerHeight, 0, 0);
    const QRect inner = viewport()->geometry();
    m_header->setGeometry(inner.left(), inner.top() - headerHeight, inner.width(), headerHeight);
    const qint64 height = contentHeight();
    const qint64 keep = offset();
    m_step = int(height / largestScrollRange) + 1;
    verticalScrollBar()->setSingleStep(std::max(1, m_rowHeight / m_step));
    verticalScrollBar()->setPageStep(std::max(1, viewport()->height() / m_step));
    verticalScrollBar()->setRange(
        0, clampedInt(std::max<qint64>(0, height - viewport()->height() + m_step - 1) / m_step));
    if (offset() != keep)
        setOffset(keep);
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(
        0, mode() == Mode::Table ? std::max(0, m_header->length() - viewport()->width()) : 0);
    QAbstractItemView::updateGeometries();
    reportVisible();
}

void MessageListView::scrollContentsBy(int dx, int dy)
{
    if (dx)
        m_header->setOffset(horizontalScrollBar()->value());
    if (m_step == 1 && std::abs(dy) < viewport()->height()) {
        scrollDirtyRegion(dx, dy);
        viewport()->scroll(dx, dy);
    } else {
        viewport()->update();
    }
    // Another row is under the pointer now.
    setHover(viewport()->mapFromGlobal(QCursor::pos()));
    reportVisible();
}

void MessageListView::reportVisible()
{
    const std::pair<int, int> rows{firstVisibleRow(), lastVisibleRow()};
    auto *messages = qobject_cast<MessageListModel *>(model());
    if (rows == m_reported || rows.first < 0 || rows.second < rows.first)
        return;
    m_reported = rows;
    if (messages)
        messages->setVisibleRows(rows.first, rows.second);
    Q_EMIT visibleRowsChanged(rows.first, rows.second);
}

// Rows that come and go.

void MessageListView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    const qint64 before = offset();
    const bool above = before > 0 && qint64(start) * m_rowHeight <= before;
    QAbstractItemView::rowsInserted(parent, start, end);
    updateGeometries();
    if (above)
        setOffset(before + qint64(end - start + 1) * m_rowHeight);
    viewport()->update();
}

void MessageListView::rowsWereRemoved(int start, int end)
{
    // The scroll bar still has its old value: what was removed above the first visible row moves it.
    const qint64 before = offset();
    const qint64 first = before / m_rowHeight;
    const qint64 above = std::clamp<qint64>(first - start, 0, end - start + 1);
    updateGeometries();
    if (above > 0)
        setOffset(before - above * m_rowHeight);
    viewport()->update();
}

void MessageListView::keepAnchor()
{
    const int row = firstVisibleRow();
    m_anchor = {};
    if (row < 0 || offset() == 0)
        return;
    // A row whose message is known can be found again.
    int known = row;
    while (known < lastVisibleRow() && !indexOfRow(known).data(MessageRole::Known).toBool())
        ++known;
    if (!indexOfRow(known).data(MessageRole::Known).toBool())
        known = row;
    m_anchor = {QPersistentModelIndex(indexOfRow(known)), qint64(known) * m_rowHeight - offset()};
}

void MessageListView::restoreAnchor()
{
    if (m_anchor.index.isValid())
        setOffset(qint64(m_anchor.index.row()) * m_rowHeight - m_anchor.offset);
    m_anchor = {};
}

void MessageListView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                                  const QList<int> &roles)
{
    // Not the base class: it would make rectangles of the whole range.
    Q_UNUSED(roles)
    const int first = std::max(topLeft.row(), firstVisibleRow());
    const int last = std::min(bottomRight.row(), lastVisibleRow());
    if (first <= last && first >= 0)
        viewport()->update(rowRect(first).united(rowRect(last)));
}

void MessageListView::updateRow(int row)
{
    if (row >= 0)
        viewport()->update(rowRect(row));
}

void MessageListView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    updateRow(previous.row());
    updateRow(current.row());
    tellAccessibleCurrent(this, current);
    if (current.row() != previous.row() || !current.isValid())
        Q_EMIT currentMessageChanged(current.isValid() ? current.row() : -1);
}

// Selection and keyboard.

void MessageListView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    if (rowCount() == 0)
        return;
    const QRect area = rect.normalized();
    const int first = std::clamp(rowAt(area.top()), 0, rowCount() - 1);
    const int last = std::clamp(rowAt(area.bottom()), 0, rowCount() - 1);
    const bool outside = rowAt(area.top()) >= rowCount() || rowAt(area.bottom()) < 0;
    const int column = model()->columnCount(rootIndex()) - 1;
    QItemSelection selection;
    if (!outside)
        selection.select(indexOfRow(first), model()->index(last, column, rootIndex()));
    selectionModel()->select(selection, command);
}

QRegion MessageListView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    const int firstVisible = firstVisibleRow();
    const int lastVisible = lastVisibleRow();
    for (const QItemSelectionRange &range : selection) {
        const int first = std::max(range.top(), firstVisible);
        const int last = std::min(range.bottom(), lastVisible);
        if (first <= last && first >= 0)
            region += rowRect(first).united(rowRect(last));
    }
    return region;
}

void MessageListView::keyPressEvent(QKeyEvent *event)
{
    m_keyboardUsed = true;
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (plain && (event->key() == Qt::Key_Right || event->key() == Qt::Key_Left)) {
        const bool opens = (event->key() == Qt::Key_Right) == (layoutDirection() == Qt::LeftToRight);
        if (setExpanded(currentIndex().row(), opens)) {
            event->accept();
            return;
        }
    }
    QAbstractItemView::keyPressEvent(event);
}

QModelIndex MessageListView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int rows = rowCount();
    if (rows == 0)
        return {};
    const int page = std::max(1, viewport()->height() / m_rowHeight - 1);
    int row = currentIndex().isValid() ? currentIndex().row() : -1;
    switch (action) {
    case MoveUp:
    case MovePrevious:
        row = row < 0 ? 0 : row - 1;
        break;
    case MoveDown:
    case MoveNext:
        ++row;
        break;
    case MovePageUp:
        row -= page;
        break;
    case MovePageDown:
        row += page;
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = rows - 1;
        break;
    case MoveLeft:
    case MoveRight:
        return currentIndex();
    }
    return indexOfRow(std::clamp(row, 0, rows - 1));
}

void MessageListView::keyboardSearch(const QString &search)
{
    auto *messages = qobject_cast<MessageListModel *>(model());
    if (!messages || rowCount() == 0)
        return;
    constexpr int pauseMs = 1000;
    const bool anew = !m_searchTime.isValid() || m_searchTime.elapsed() > pauseMs || search.isEmpty();
    m_searchTime.start();
    m_searchText = anew ? search : m_searchText + search;
    // The same letter again goes on to the next one; a longer word may still mean the row that was found.
    const bool again =
        m_searchText.size() > 1 && m_searchText.count(m_searchText.front()) == m_searchText.size();
    const int current = std::max(0, currentIndex().row());
    const bool onward = currentIndex().isValid() && (anew || again);
    const int row = messages->findText(again ? m_searchText.left(1) : m_searchText,
                                       onward ? (current + 1) % rowCount() : current);
    if (row < 0)
        return;
    m_keyboardUsed = true;
    selectionModel()->setCurrentIndex(indexOfRow(row),
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

} // namespace ui
