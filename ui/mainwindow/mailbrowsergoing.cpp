// How MailBrowser goes about in the open folder.
#include "ui/mainwindow/mailbrowser.h"

#include "ui/support/onfinished.h"
#include "ui/views/messagelistview.h"

#include <QItemSelectionModel>

namespace ui
{

namespace
{

void choose(MessageListView *list, const QModelIndex &index,
            QAbstractItemView::ScrollHint hint = QAbstractItemView::EnsureVisible)
{
    list->selectionModel()->setCurrentIndex(index,
                                            QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    list->scrollTo(index, hint);
}

} // namespace

void MailBrowser::leave(const QItemSelection &rows)
{
    QItemSelectionModel *selection = m_panes.list->selectionModel();
    const QItemSelection chosen = selection->selection();
    const auto isGoing = [&](int row) { return rows.contains(m_listModel->index(row, 0)); };
    int first = m_listModel->rowCount();
    int last = -1;
    for (const QItemSelectionRange &range : chosen) {
        if (!isGoing(range.top()))
            return; // something else is chosen, and stays so
        first = qMin(first, range.top());
        last = qMax(last, range.bottom());
    }
    if (last < 0)
        return;
    int row = last + 1;
    if (row >= m_listModel->rowCount()) {
        // Over the ranges from the end, not over their rows.
        row = last;
        for (bool moved = true; moved && row >= 0;) {
            moved = false;
            for (const QItemSelectionRange &range : chosen) {
                if (row >= range.top() && row <= range.bottom()) {
                    row = range.top() - 1;
                    moved = true;
                }
            }
        }
    }
    if (row < 0) {
        selection->clearSelection();
        return;
    }
    choose(m_panes.list, m_listModel->index(row, 0));
}

void MailBrowser::go(int rows)
{
    const QModelIndex current = m_panes.list->currentIndex();
    const int count = m_listModel->rowCount();
    if (count == 0)
        return;
    const int row = current.isValid() ? qBound(0, current.row() + rows, count - 1) : 0;
    choose(m_panes.list, m_listModel->index(row, 0));
}

void MailBrowser::goNextUnread()
{
    const int count = m_listModel->rowCount();
    const int from = m_panes.list->currentIndex().isValid() ? m_panes.list->currentIndex().row() + 1 : 0;
    // Only what is known can be judged; a folder of a million is not walked through.
    const int limit = qMin(count, 20'000);
    for (int i = 0; i < limit; ++i) {
        const int row = (from + i) % count;
        const MessageDisplayPtr display = m_listModel->displayAt(row);
        if (display && display->unread) {
            go(row - (m_panes.list->currentIndex().isValid() ? m_panes.list->currentIndex().row() : 0));
            return;
        }
    }
}

void MailBrowser::goToDate(QDate day)
{
    if (!account())
        return;
    onFinished(
        account()->findDate(folder(), day), this,
        [this, asked = folder()](imap::SeqNum number) {
            const quint32 newest = quint32(m_listModel->rowCount());
            const int row = m_listModel->rowOfNumber(number.isValid() ? number : imap::SeqNum(newest));
            if (!(asked == folder()) || row < 0)
                return;
            choose(m_panes.list, m_listModel->index(row, 0), QAbstractItemView::PositionAtCenter);
            m_panes.list->setFocus();
        },
        [this](const imap::Error &error) { Q_EMIT failed(tr("The day was not found"), error); });
}

void MailBrowser::focusList()
{
    m_panes.list->setFocus();
}

/// Opens the folder, if it is not the open one, and goes to the message as soon as the list knows where it
/// is.
void MailBrowser::showInFolder(imap::AccountHandle *chosen, const imap::MailboxName &name, imap::Uid uid)
{
    openFolder(chosen, name);
    m_sought = uid;
    m_soughtPhase = FolderPhase::None;
    seek();
}

void MailBrowser::seek()
{
    const FolderPhase phase = m_listModel->status().phase;
    if (!m_sought.isValid() || phase == FolderPhase::None || phase == FolderPhase::Opening)
        return;
    if (m_listModel->order().making)
        return;
    if (const int row = m_listModel->rowOf(m_sought); row >= 0) {
        found(row);
        return;
    }
    // Each stage of opening knows more than the one before.
    if (phase == m_soughtPhase || m_listModel->isArranged())
        return;
    m_soughtPhase = phase;
    onFinished(
        account()->findMessage(folder(), m_sought), this,
        [this, uid = m_sought, asked = folder()](imap::SeqNum number) {
            if (!(uid == m_sought) || !(asked == folder()))
                return;
            const int row = m_listModel->rowOfNumber(number);
            if (row >= 0)
                found(row);
            else if (m_listModel->status().phase == FolderPhase::Synchronised)
                m_sought = {}; // it is gone
        },
        [](const imap::Error &) {}); // the next stage of opening asks again
}

void MailBrowser::found(int row)
{
    m_sought = {};
    choose(m_panes.list, m_listModel->index(row, 0), QAbstractItemView::PositionAtCenter);
    m_panes.list->setFocus();
}

} // namespace ui
