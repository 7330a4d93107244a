#pragma once

#include <QStyledItemDelegate>

namespace ui
{

/// Rows of the folder pane: account headers with a dot that tells the truth about the connection, folders
/// with icon, name and a pill with the unread count.
class FolderDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

private:
    void paintHeader(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintFolder(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    int paintPill(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                  const QColor &ink) const;
};

} // namespace ui
