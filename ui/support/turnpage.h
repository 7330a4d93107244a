#pragma once

#include <QAbstractButton>
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

} // namespace ui
