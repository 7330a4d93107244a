// How MailBrowser goes about in the open folder.
#include "ui/mainwindow/mailbrowser.h"

#include "account/serverhandle.h"
#include "ui/support/onfinished.h"
#include "ui/views/messagelistview.h"

#include <QItemSelectionModel>
#include <QPointer>

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

/// Tells later whether the folder that is open now still is.
std::function<bool()> MailBrowser::whileOpen() const
{
    return [this, asked = QPointer<imap::AccountHandle>(account()), name = folder()] {
        return asked && asked == account() && name == folder();
    };
}

/// The first row behind the current one, going on from the top, that is known to be unread, or also one that
/// is not known; -1: none.
int MailBrowser::unreadRow(bool orUnknown) const
{
    constexpr int most = 20'000; // a folder of a million is not walked through
    const int count = m_listModel->rowCount();
    const int first = m_panes.list->currentIndex().row() + 1;
    for (int i = 0; i < qMin(count, most); ++i) {
        const int row = (first + i) % count;
        const MessageDisplayPtr display = m_listModel->displayAt(row);
        if (display ? display->unread : orUnknown)
            return row;
    }
    return -1;
}

void MailBrowser::goKnownUnread()
{
    const int row = unreadRow(false);
    if (row >= 0)
        choose(m_panes.list, m_listModel->index(row, 0));
    else
        Q_EMIT said(tr("There is no unread message here."));
}

void MailBrowser::goNextUnread()
{
    const int row = unreadRow(true);
    const bool online = account() && m_watch->connection(account()).state == imap::ConnectionState::Online;
    auto *server = online ? dynamic_cast<imap::ServerHandle *>(account()) : nullptr;
    if (row < 0 || m_listModel->displayAt(row) || !server) {
        goKnownUnread();
        return;
    }
    const QPersistentModelIndex from = m_panes.list->currentIndex();
    const auto stays = [this, from, here = whileOpen()] {
        return here() && QModelIndex(from) == m_panes.list->currentIndex();
    };
    onFinished(
        server->messagesIn(folder(), true), this,
        [this, from, stays](const imap::UidSet &unread) {
            if (!stays())
                return;
            const imap::Uid next = m_listModel->nextUnread(from.row(), unread);
            if (next.isValid())
                seek(next);
            else
                goKnownUnread();
        },
        [this, stays](const imap::Error &) {
            if (stays())
                goKnownUnread();
        });
}

void MailBrowser::goToDate(QDate day)
{
    if (!account())
        return;
    onFinished(
        account()->findDate(folder(), day), this,
        [this, here = whileOpen()](imap::SeqNum number) {
            if (here())
                goToNumber(number.isValid() ? number : imap::SeqNum(quint32(m_listModel->folderCount())));
        },
        [this, asked = QPointer<imap::AccountHandle>(account())](const imap::Error &error) {
            Q_EMIT failed(asked, tr("The day was not found"), error);
        });
}

void MailBrowser::goToNumber(imap::SeqNum number)
{
    if (!m_listModel->isArranged()) {
        goToRow(m_listModel->rowOfNumber(number));
        m_panes.list->setFocus();
        return;
    }
    onFinished(
        m_listModel->messageOfNumber(number), this,
        [this, here = whileOpen()](const imap::UidSet &uids) {
            if (!here() || uids.isEmpty())
                return;
            goToRow(m_listModel->rowOf(uids.toList().first()));
            m_panes.list->setFocus();
        },
        [this, asked = QPointer<imap::AccountHandle>(account())](const imap::Error &error) {
            Q_EMIT failed(asked, tr("The day was not found"), error);
        });
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
    m_panes.list->setFocus();
    seek(uid);
}

void MailBrowser::seek(imap::Uid uid)
{
    m_sought = uid;
    m_soughtPhase = FolderPhase::None;
    goOnSeeking();
}

void MailBrowser::goOnSeeking()
{
    const FolderPhase phase = m_listModel->status().phase;
    if (!m_sought.isValid() || phase == FolderPhase::None || phase == FolderPhase::Opening)
        return;
    if (m_listModel->order().making)
        return;
    if (const int row = m_listModel->rowOf(m_sought); row >= 0) {
        goToRow(row);
        return;
    }
    // Each stage of opening knows more than the one before.
    if (phase == m_soughtPhase || m_listModel->isArranged())
        return;
    m_soughtPhase = phase;
    const auto stays = [this, uid = m_sought, here = whileOpen()] { return here() && uid == m_sought; };
    const auto missed = [this] {
        if (m_listModel->status().phase == FolderPhase::Synchronised)
            m_sought = {}; // it is gone
    };
    onFinished(
        account()->findMessage(folder(), m_sought), this,
        [this, stays, missed](imap::SeqNum number) {
            if (!stays() || m_listModel->isArranged())
                return;
            if (const int row = m_listModel->rowOfNumber(number); row >= 0)
                goToRow(row);
            else
                missed();
        },
        [stays, missed](const imap::Error &) {
            if (stays())
                missed(); // else the next stage of opening asks again
        });
}

void MailBrowser::goToRow(int row)
{
    m_sought = {};
    if (row >= 0)
        choose(m_panes.list, m_listModel->index(row, 0), QAbstractItemView::PositionAtCenter);
}

} // namespace ui
