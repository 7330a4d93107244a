#pragma once

#include <QStyledItemDelegate>

namespace ui
{

/// Rows of CapabilityModel: the name and what became of it in a line, the sentence below it in as many lines
/// as it takes.
class CapabilityDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ui
