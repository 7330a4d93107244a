#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QStackedWidget>

namespace ui
{

/// Shows that page of a dialog. What answers come late has no keyboard by then: a button below has it, for
/// want of anything better, and `first` of the new page gets it. Where a person is typing it stays.
inline void turnPage(QStackedWidget *pages, int page, QWidget *first)
{
    if (pages->currentIndex() == page)
        return;
    const QWidget *focus = pages->window()->focusWidget();
    const bool isFree = !focus || pages->isAncestorOf(focus) || qobject_cast<const QAbstractButton *>(focus);
    pages->setCurrentIndex(page);
    if (first && isFree)
        first->setFocus();
}

/// Some row is chosen: the one that is current, or the first. A view that gets the keyboard makes a row
/// current and leaves it unmarked, and what is done to it would be done to a row that nobody sees chosen.
inline void chooseSomeRow(QAbstractItemView *view)
{
    if (view->selectionModel()->hasSelection() || view->model()->rowCount() == 0)
        return;
    const QModelIndex current = view->currentIndex();
    view->setCurrentIndex(current.isValid() ? current : view->model()->index(0, 0));
}

} // namespace ui
