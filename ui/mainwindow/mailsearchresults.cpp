// What MailSearch does with what was found: says how much it is, shows it in the reader, goes about in it.
#include "ui/mainwindow/mailsearch.h"

#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/views/messagelistview.h"
#include "ui/views/readerpane.h"
#include "ui/views/searchbar.h"
#include "ui/views/searchnotice.h"

#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QToolButton>

namespace ui
{

void MailSearch::showStatus()
{
    if (!m_active)
        return;
    const SearchStatus &status = m_model->status();
    const SearchedPlace place = searchedPlace();
    m_bar->setWords(foundText(status, m_model->rowCount()), searchedText(*m_model, place));
    m_bar->setBusy(status.phase == SearchStatus::Phase::Searching ||
                   status.server == SearchStatus::Server::Asking);
    m_results->setNotice(noticeFor(*m_model, place));
    explain();
}

void MailSearch::explain() const
{
    const Actions *a = m_parts.actions;
    const SearchStatus &status = m_model->status();
    const SearchedPlace place = searchedPlace();
    QString reason;
    if (!m_active)
        reason = tr("Nothing is being searched for.");
    else if (m_model->question().scope != SearchScope::Folder)
        reason = tr("A server searches one folder at a time: choose “This Folder” first.");
    else if (!place.online)
        reason = tr("There is no connection to %1.").arg(place.server);
    else if (status.server == SearchStatus::Server::Asking)
        reason = tr("The server is being asked.");
    else if (status.server == SearchStatus::Server::Answered)
        reason = tr("The server has answered.");
    Actions::setReason(a->searchServer, reason);
    m_bar->serverButton()->setVisible(m_active && m_model->question().scope == SearchScope::Folder &&
                                      !m_model->terms().isEmpty() &&
                                      status.server != SearchStatus::Server::Answered);
    m_bar->serverButton()->setEnabled(reason.isEmpty());
    m_bar->serverButton()->setToolTip(a->searchServer->toolTip());
    const bool one = m_active && m_results->selectionModel()->selectedRows().size() == 1;
    Actions::setReason(a->showInFolder,
                       one ? QString() : tr("Choose one message that a search found first."));
    if (!m_active)
        return;
    const QString empty = m_model->rowCount() > 0 ? QString() : tr("Nothing was found.");
    for (QAction *action : {a->next, a->previous, a->nextUnread, a->selectAll})
        Actions::setReason(action, empty);
    Actions::setReason(a->goToDate, tr("What was found is not gone through by date."));
}

// ---------------------------------------------------------------- reading

QList<SearchHit> MailSearch::hitsOf(const QItemSelection &rows) const
{
    QList<SearchHit> hits;
    for (const QItemSelectionRange &range : rows) {
        if (range.left() != 0)
            continue;
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (const SearchHit *hit = m_model->hitAt(row); hit && hit->account)
                hits << *hit;
        }
    }
    return hits;
}

QList<SearchHit> MailSearch::selected() const
{
    return hitsOf(m_results->selectionModel()->selection());
}

void MailSearch::showSelected()
{
    m_selectionDelay.stop();
    if (!m_active)
        return;
    const QList<SearchHit> hits = selected();
    ReaderPane *reader = m_parts.reader;
    if (hits.isEmpty()) {
        reader->showNothing();
    } else if (hits.size() > 1) {
        reader->showSelection(hits.size());
    } else {
        const SearchHit &hit = hits.first();
        reader->setOnline(m_parts.watch->connection(hit.account).state == imap::ConnectionState::Online);
        reader->setReadOnly({});
        reader->showMessage(hit.account, hit.folder, hit.message);
    }
}

void MailSearch::refreshShown()
{
    if (!m_active)
        return;
    Q_EMIT selectionChanged(); // its flags may be other ones now
    const ReaderPane *reader = m_parts.reader;
    const SearchHit *hit =
        m_model->hitAt(m_model->rowOf({reader->account(), reader->folder(), reader->uid()}));
    if (hit)
        m_parts.reader->updateMessage(hit->folder, hit->message);
}

// ---------------------------------------------------------------- going about

void MailSearch::choose(int row)
{
    const QModelIndex index = m_model->index(row, 0);
    if (!index.isValid())
        return;
    m_results->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect |
                                                            QItemSelectionModel::Rows);
    m_results->scrollTo(index);
}

void MailSearch::go(int rows)
{
    const QModelIndex current = m_results->currentIndex();
    if (m_model->rowCount() > 0)
        choose(current.isValid() ? qBound(0, current.row() + rows, m_model->rowCount() - 1) : 0);
}

void MailSearch::goNextUnread()
{
    const int count = m_model->rowCount();
    const int from = m_results->currentIndex().isValid() ? m_results->currentIndex().row() + 1 : 0;
    for (int i = 0; i < count; ++i) {
        const int row = (from + i) % count;
        if (m_model->displayAt(row)->unread) {
            choose(row);
            return;
        }
    }
    Q_EMIT said(tr("There is no unread message here."));
}

void MailSearch::leave(const QItemSelection &rows)
{
    QItemSelectionModel *selection = m_results->selectionModel();
    const auto isGoing = [&](int row) { return rows.contains(m_model->index(row, 0)); };
    const QModelIndexList chosen = selection->selectedRows();
    const bool stays = std::any_of(chosen.cbegin(), chosen.cend(),
                                   [&](const QModelIndex &index) { return !isGoing(index.row()); });
    if (chosen.isEmpty() || stays)
        return;
    int row = 0;
    for (const QModelIndex &index : chosen)
        row = qMax(row, index.row());
    const int last = row;
    while (row < m_model->rowCount() && isGoing(row))
        ++row;
    if (row == m_model->rowCount()) {
        row = last;
        while (row >= 0 && isGoing(row))
            --row;
    }
    if (row < 0)
        selection->clearSelection();
    else
        choose(row);
}

/// In the results Escape ends the search as in the field.
bool MailSearch::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        end();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

void MailSearch::showInFolder()
{
    const QList<SearchHit> hits = selected();
    if (!m_active || hits.size() != 1)
        return;
    const SearchHit hit = hits.first();
    end();
    m_parts.browser->showInFolder(hit.account, hit.folder, hit.message->uid);
}

} // namespace ui
