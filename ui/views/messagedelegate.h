#pragma once

#include "ui/models/messagedisplay.h"

#include <QStyledItemDelegate>

namespace ui
{

struct CardLayout;
struct RowColors;

/// Draws messages as cards of two lines or as cells of a table, and knows what can be pressed in them. An
/// index whose message is not known yet is drawn as grey bars.
class MessageDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum class Mode { Cards, Table };
    enum class Part { None, Star, Read, Remove, Archive, Thread };

    explicit MessageDelegate(QObject *parent = nullptr);

    void setMode(Mode mode) { m_mode = mode; }
    Mode mode() const { return m_mode; }
    /// The part under the pointer in the row under the pointer.
    void setHot(Part part) { m_hot = part; }
    /// Which buttons to take a message away there are; none where the server would not let it go.
    void offer(bool archive, bool remove)
    {
        m_archive = archive;
        m_remove = remove;
    }
    /// Whether its star and its read mark can be changed; else they are no buttons.
    void offerMarks(bool star, bool read)
    {
        m_star = star;
        m_read = read;
    }

    int rowHeight(const QFont &font) const;
    /// What a press at `position` in the row would do. `option.rect` is the row, of a table the cell.
    Part partAt(const QStyleOptionViewItem &option, const QModelIndex &index, const QPoint &position) const;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

    static MessageDisplayPtr displayOf(const QModelIndex &index);
    static ThreadRow threadOf(const QModelIndex &index);

private:
    void paintCard(QPainter *painter, const QStyleOptionViewItem &option, const MessageDisplay &display,
                   const ThreadRow &thread) const;
    void paintCardSkeleton(QPainter *painter, const QStyleOptionViewItem &option, int row) const;
    void paintSubject(QPainter *painter, const CardLayout &card, const QStyleOptionViewItem &option,
                      const MessageDisplay &display, const RowColors &colors) const;
    void paintButtons(QPainter *painter, const CardLayout &card, const QStyleOptionViewItem &option,
                      const MessageDisplay &display, const RowColors &colors) const;
    QString toolTip(const QStyleOptionViewItem &option, const QModelIndex &index,
                    const QPoint &position) const;
    struct Card;
    Card arrange(const QStyleOptionViewItem &option, const MessageDisplay &display,
                 const ThreadRow &thread) const;

    Mode m_mode = Mode::Cards;
    Part m_hot = Part::None;
    bool m_archive = false;
    bool m_remove = false;
    bool m_star = true;
    bool m_read = true;
};

/// A cell of the table; `messagecells.cpp`.
void paintCell(QPainter *painter, const QStyleOptionViewItem &option, int column,
               const MessageDisplay &display, const ThreadRow &thread, const RowColors &colors);
/// Where the count of a conversation stands in the cell of its subject; empty if there is none.
QRect cellCountRect(const QStyleOptionViewItem &option, const ThreadRow &thread);

/// The number of messages of a conversation with a sign that opens or closes it; `threadcount.cpp`.
int threadCountWidth(const QFont &font, const ThreadRow &thread);
void paintThreadCount(QPainter *painter, const QRect &rect, const QStyleOptionViewItem &option,
                      const ThreadRow &thread, const RowColors &colors, bool hot);
/// What lies below the newest message of its conversation stands so far in, pixels.
int threadIndent(const ThreadRow &thread);
void paintCellSkeleton(QPainter *painter, const QStyleOptionViewItem &option, int row, int column,
                       const RowColors &colors);

} // namespace ui
