#pragma once

#include "types/flag.h"
#include "types/ids.h"
#include "ui/views/listnotice.h"
#include "ui/views/messagedelegate.h"

#include <QAbstractItemView>
#include <QElapsedTimer>
#include <QHash>
#include <QItemSelection>
#include <QPersistentModelIndex>
#include <QTimer>
#include <optional>

namespace ui
{

class ColumnHeader;

/// The list of messages, as cards or as a table. Rows are all of one height and nothing is kept for them, so
/// a million costs what a screen does: showing, inserting and scrolling do not depend on the number of rows.
/// What is on the screen stays there when rows come or go above it, except at the very top, where new mail is
/// shown.
class MessageListView : public QAbstractItemView
{
    Q_OBJECT
public:
    using Mode = MessageDelegate::Mode;

    explicit MessageListView(QWidget *parent = nullptr);

    Mode mode() const { return m_delegate->mode(); }
    void setMode(Mode mode);
    /// Of table mode; hidden in the other.
    ColumnHeader *header() const { return m_header; }

    /// What to say while there are no rows. By default a MessageListModel's own state decides; an empty
    /// notice goes back to that.
    void setNotice(const ListNotice &notice);

    /// Which buttons to take messages away the row under the pointer has.
    void offerToTakeAway(bool archive, bool remove);
    /// Whether stars and read marks can be pressed.
    void offerMarks(bool star, bool read);

    int firstVisibleRow() const; ///< -1 without rows
    int lastVisibleRow() const;  ///< also if only a part of it is seen

    void setModel(QAbstractItemModel *model) override;
    QRect visualRect(const QModelIndex &index) const override;
    QModelIndex indexAt(const QPoint &point) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    void keyboardSearch(const QString &search) override;
    void reset() override;

Q_SIGNALS:
    void messageActivated(imap::Uid uid);
    /// Row -1: none. Also when the same message is in another row now.
    void currentMessageChanged(int row);
    /// A person chose it by a column.
    void orderChosen(const imap::Arrangement &arrangement, bool descending);
    /// A person pressed a star or a read mark. `on`: the flag is to be set.
    void flagToggleRequested(const QItemSelection &rows, const imap::Flag &flag, bool on);
    void archiveRequested(const QItemSelection &rows);
    void removeRequested(const QItemSelection &rows);
    void contextMenuWanted(const QPoint &globalPosition);
    void visibleRowsChanged(int first, int last);
    /// The first time since the folder was opened that all rows on the screen were drawn with their contents.
    void firstScreenPainted(int rows, bool fromCache);
    /// A message was drawn that was not on the screen before.
    void rowPainted(imap::Uid uid);
    /// A message was drawn with other flags than when it was drawn before.
    void flagsPainted(imap::Uid uid);

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    int horizontalOffset() const override;
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex &index) const override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void startDrag(Qt::DropActions actions) override;
    void wheelEvent(QWheelEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                     const QList<int> &roles) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void initViewItemOption(QStyleOptionViewItem *option) const override;

private:
    struct Anchor {
        QPersistentModelIndex index;
        qint64 offset = 0; ///< from the top of the viewport down to the row, pixels
    };

    int rowCount() const { return model() ? model()->rowCount(rootIndex()) : 0; }
    qint64 offset() const;
    void setOffset(qint64 offset);
    qint64 contentHeight() const { return qint64(rowCount()) * m_rowHeight; }
    int rowAt(int y) const; ///< may be outside the rows
    QRect rowRect(int row) const;
    QModelIndex indexOfRow(int row) const;
    QStyleOptionViewItem rowOption(int row) const;
    void connectModel(QAbstractItemModel *model);
    void rowsWereRemoved(int start, int end);
    void waitForMidnight();
    void keepAnchor();
    void restoreAnchor();
    void updateRow(int row);
    void reportVisible();
    void reportPainted(const QList<imap::MessageSummaryPtr> &painted);
    void paintTableRow(QPainter *painter, const QStyleOptionViewItem &option, int row);
    void setHover(const QPoint &position);
    bool pressPart(QMouseEvent *event, bool again);
    QItemSelection rowsMeantBy(const QModelIndex &pressed) const;
    bool dragMoves(QMouseEvent *event);
    bool setExpanded(int row, bool expanded);
    void chooseColumn(int column);
    void showOrder();
    ListNotice shownNotice() const;

    MessageDelegate *m_delegate;
    ColumnHeader *m_header;
    ListNotice m_notice;
    int m_rowHeight = 56;
    int m_step = 1; ///< pixels a unit of the scroll bar, more than one where an int would not do
    int m_hoverRow = -1;
    MessageDelegate::Part m_hoverPart = MessageDelegate::Part::None;
    std::optional<QPoint> m_dragFrom; ///< where the button went down on a message that may be dragged
    bool m_keyboardUsed = false;      ///< the current row wears a frame only for those who use the keyboard
    Anchor m_anchor;
    std::pair<int, int> m_reported{-1, -1};
    bool m_firstScreen = true;
    QHash<imap::Uid, imap::FlagSet> m_painted; ///< with which flags the messages were drawn last
    QString m_searchText;
    QElapsedTimer m_searchTime;
    QTimer m_midnight;
};

} // namespace ui
