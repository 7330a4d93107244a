#pragma once

#include "ui/support/theme.h"

#include <QStyledItemDelegate>

namespace ui
{

/// Rows of the folder pane: account headers with a dot that tells the truth about the connection, folders
/// with icon, name and a pill with the unread count, whose names can be edited.
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

    /// A name is edited in its place; Return takes it, Escape does not.
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;

protected:
    bool eventFilter(QObject *editor, QEvent *event) override;

private:
    void paintHeader(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintFolder(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    int paintQuota(QPainter *painter, const QStyleOptionViewItem &option, const QRect &row,
                   double share) const;
    int paintPill(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                  const QColor &ink) const;
};

/// The dot of an account, `x` from the left, in the middle of the height of `row`. Its shape says the
/// state, too.
void paintStateDot(QPainter *painter, const QRect &row, int x, State state, const QColor &color);

} // namespace ui
