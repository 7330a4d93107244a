#pragma once

#include <QStyledItemDelegate>

namespace ui
{

/// Draws an entry of the journal: what was done and when, below it what became of it and where, and what can
/// be done about it.
class ChangeDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum class Part { None, Retry, Drop, Undo };

    using QStyledItemDelegate::QStyledItemDelegate;

    /// What a press at `position` would do. `option.rect` is the row.
    Part partAt(const QStyleOptionViewItem &option, const QModelIndex &index, const QPoint &position) const;
    /// Where a part is; empty if the entry has none.
    QRect partRect(const QStyleOptionViewItem &option, const QModelIndex &index, Part part) const;
    static QString partText(Part part);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ui
