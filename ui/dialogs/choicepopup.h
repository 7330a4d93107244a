#pragma once

#include "ui/views/rowcolors.h"

#include <QFrame>
#include <QStyledItemDelegate>

class QLabel;
class QLineEdit;
class QListView;
class QVBoxLayout;

namespace ui
{

/// A field to type in and a list of what fits, over the window: goes when something else is clicked, and
/// deletes itself when it closes. The keyboard stays in the field and moves the list's current row from
/// there.
class ChoicePopup : public QFrame
{
    Q_OBJECT
public:
    struct Look {
        QString name;      ///< "folder": of the objects folderChooser, folderTyped and folderList
        QString title;     ///< also what a screen reader says
        int widest = 0;    ///< pixels
        int leastRows = 0; ///< rows that there is room for, also if there are fewer
        int mostRows = 0;  ///< and at the most
        int around = 0;    ///< pixels of the window that the list leaves free
    };

    /// Over the upper part of the window, with the keyboard.
    void open();

protected:
    ChoicePopup(const Look &look, QWidget *window);

    bool eventFilter(QObject *watched, QEvent *event) override;

    /// How many rows there would be if nothing was typed.
    virtual int wholeCount() const = 0;
    virtual bool canChoose(int row) const = 0;
    /// Return was pressed: the current row is meant, if there is one.
    virtual void choose() = 0;

    /// The rows are others: shows them, or the words for when there are none; the first that can be chosen
    /// becomes the current one if none is.
    void showChoices();

    QLineEdit *typed() const { return m_typed; }
    QListView *list() const { return m_list; }
    QLabel *nothing() const { return m_nothing; }
    QVBoxLayout *column() const { return m_column; }

private:
    void moveBy(int rows);

    const Look m_look;
    QLineEdit *m_typed;
    QListView *m_list;
    QLabel *m_nothing;
    QVBoxLayout *m_column;
};

/// Rows of a ChoicePopup, the current one as if the list had the keyboard.
class ChoiceRowDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const override;

protected:
    static constexpr int iconSize = 16;

    struct Row {
        QStyleOptionViewItem option;
        RowColors colors;
        QRect rect; ///< without the margins

        /// From `left`, counted from where a line begins, also from right to left.
        QRect place(int left, int width) const;
    };
    virtual void paintRow(QPainter *painter, const Row &row, const QModelIndex &index) const = 0;
};

} // namespace ui
