#pragma once

#include <QStyledItemDelegate>

namespace ui
{

/// Rows of AclModel: a round picture, the name over what it is, and at the trailing side the role, which can
/// be pressed while the list is editable.
class AclDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void setEditable(bool editable) { m_editable = editable; }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    /// Where the role stands in a row at `option.rect`.
    QRect roleRect(const QStyleOptionViewItem &option, const QModelIndex &index) const;

private:
    bool m_editable = false;
};

} // namespace ui
