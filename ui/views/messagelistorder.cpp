// MessageListView: orders of the rows, and conversations among them.
#include "ui/models/roles.h"
#include "ui/views/columnheader.h"
#include "ui/views/messagelistview.h"

namespace ui
{

void MessageListView::showOrder()
{
    const auto *messages = qobject_cast<const MessageListModel *>(model());
    if (!messages)
        return;
    using By = imap::Arrangement::By;
    const ListOrder &order = messages->order();
    const By by = order.arrangement.by;
    const int column = by == By::Subject                ? int(MessageColumn::Subject)
                       : by == By::Size                 ? int(MessageColumn::Size)
                       : by == By::From || by == By::To ? int(MessageColumn::Correspondents)
                                                        : int(MessageColumn::Date);
    m_header->setOrder(column, order.descending);
    viewport()->update();
}

/// The column that the rows are sorted by turns them round; another one sorts them anew. The date that is
/// shown and the time of arrival are nearly the same, and only the latter is there at once, so the date's
/// column means that.
void MessageListView::chooseColumn(int column)
{
    auto *messages = qobject_cast<MessageListModel *>(model());
    if (!messages)
        return;
    using By = imap::Arrangement::By;
    imap::Arrangement wanted;
    switch (column) {
    case MessageColumn::Correspondents:
        wanted.by = messages->correspondents() == Correspondents::From ? By::From : By::To;
        break;
    case MessageColumn::Subject:
        wanted.by = By::Subject;
        break;
    case MessageColumn::Size:
        wanted.by = By::Size;
        break;
    case MessageColumn::Date:
        break;
    default:
        return;
    }
    const ListOrder &order = messages->order();
    bool descending = MessageListModel::usuallyDescending(wanted);
    if (column == m_header->orderColumn() && !order.making) {
        wanted = order.arrangement;
        descending = !order.descending;
    }
    messages->arrange(wanted, descending);
    Q_EMIT orderChosen(wanted, descending);
}

/// False: there is nothing to open or close.
bool MessageListView::setExpanded(int row, bool expanded)
{
    auto *messages = qobject_cast<MessageListModel *>(model());
    const ThreadRow thread = messages && row >= 0 ? messages->threadAt(row) : ThreadRow();
    if (thread.count < 2 || thread.expanded == expanded)
        return false;
    if (!expanded) {
        // Who stands on a message that goes stands on its conversation afterwards.
        const int newest = messages->newestRowOf(row);
        if (currentIndex().isValid() && currentIndex().row() != newest &&
            messages->newestRowOf(currentIndex().row()) == newest)
            selectionModel()->setCurrentIndex(indexOfRow(newest), QItemSelectionModel::ClearAndSelect |
                                                                      QItemSelectionModel::Rows);
        row = newest;
    }
    messages->setExpanded(row, expanded);
    return true;
}

} // namespace ui
