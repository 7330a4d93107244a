#include "ui/mainwindow/mailbrowser.h"

#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/listheader.h"
#include "ui/support/formatting.h"
#include "ui/views/folderview.h"
#include "ui/views/messagelistview.h"
#include "ui/views/readerpane.h"

#include <QItemSelectionModel>

namespace ui
{
namespace
{

constexpr int folderDelayMs = 150;   ///< arrow keys run over folders without opening each
constexpr int selectionDelayMs = 15; ///< and over messages without fetching each
constexpr int lookedAt = 2000;       ///< rows that decide what an action would do

Correspondents whoIn(imap::FolderRole role)
{
    return role == imap::FolderRole::Sent || role == imap::FolderRole::Drafts ? Correspondents::To
                                                                              : Correspondents::From;
}

} // namespace

MailBrowser::MailBrowser(const Panes &panes, AccountWatch *watch, Operations *operations, QObject *parent)
    : QObject(parent)
    , m_watch(watch)
    , m_operations(operations)
    , m_folderModel(new FolderTreeModel(this))
    , m_listModel(new MessageListModel(this))
    , m_panes(panes)
{
    m_panes.folders->setModel(m_folderModel);
    m_panes.list->setModel(m_listModel);
    m_folderDelay.setSingleShot(true);
    m_folderDelay.setInterval(folderDelayMs);
    m_selectionDelay.setSingleShot(true);
    m_selectionDelay.setInterval(selectionDelayMs);
    connect(&m_folderDelay, &QTimer::timeout, this,
            [this] { folderChosen(m_panes.folders->currentIndex()); });
    connect(&m_selectionDelay, &QTimer::timeout, this, &MailBrowser::showSelected);
    connect(m_panes.folders->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this] { m_folderDelay.start(); });
    connect(m_panes.folders, &QAbstractItemView::clicked, this, &MailBrowser::folderChosen);
    connect(m_panes.folders, &QAbstractItemView::activated, this, &MailBrowser::folderChosen);
    connectList();
    connect(m_panes.reader, &ReaderPane::markReadDue, this,
            [this](const imap::MailboxName &folder, imap::Uid uid) {
                if (readOnlyReason(imap::flags::Seen).isEmpty())
                    m_operations->changeFlags(account(), folder, {uid}, imap::FlagSet{imap::flags::Seen}, {},
                                              {}, true);
            });
    connect(m_panes.reader, &ReaderPane::starToggled, this, &MailBrowser::starSelected);
    connect(m_panes.reader, &ReaderPane::readToggled, this, &MailBrowser::markSelected);
    connect(m_watch, &AccountWatch::connectionChanged, this, [this](imap::AccountHandle *changed) {
        if (changed != account())
            return;
        m_panes.reader->setOnline(m_watch->connection(changed).state == imap::ConnectionState::Online);
        showHeader();
    });
    connect(m_watch, &AccountWatch::foldersChanged, this, [this](imap::AccountHandle *changed) {
        // Queued: the folder model hears of the same batch, perhaps behind us.
        if (changed == account())
            QMetaObject::invokeMethod(this, &MailBrowser::markFolder, Qt::QueuedConnection);
    });
    showHeader();
}

/// The open folder is called as in the tree, and is the current one there unless a person is elsewhere in it.
void MailBrowser::markFolder()
{
    if (!account())
        return;
    const QModelIndex index = m_folderModel->folderIndex(account()->config().id, folder());
    if (!index.isValid())
        return;
    const QString before = m_listModel->status().folderName;
    m_listModel->describe(index.data().toString(), whoIn(m_folderModel->folderOf(index).role));
    if (before != m_listModel->status().folderName)
        Q_EMIT folderRenamed();
    if (!m_folderModel->folderOf(m_panes.folders->currentIndex()).name.isEmpty())
        return;
    m_panes.folders->setCurrentIndex(index);
    m_folderDelay.stop();
    showHeader();
}

void MailBrowser::connectList()
{
    connect(m_panes.list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_selectionDelay.start();
        Q_EMIT selectionChanged();
    });
    connect(m_panes.list, &QAbstractItemView::activated, this, &MailBrowser::openSelected);
    connect(m_panes.list, &MessageListView::flagToggleRequested, this, &MailBrowser::setFlag);
    connect(m_listModel, &QAbstractItemModel::dataChanged, this, &MailBrowser::refreshShown);
    connect(m_listModel, &QAbstractItemModel::layoutChanged, this, &MailBrowser::refreshShown);
    connect(m_listModel, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                const int row = m_listModel->rowOf(m_panes.reader->uid());
                if (row >= first && row <= last && m_panes.reader->folder() == folder()) {
                    m_shownGone = true;
                    m_panes.reader->messageGone(folder(), m_panes.reader->uid());
                }
            });
    for (const auto signal : {&QAbstractItemModel::modelReset})
        connect(m_listModel, signal, this, [this] {
            m_selectionDelay.start();
            showHeader();
        });
    connect(m_listModel, &QAbstractItemModel::rowsInserted, this, &MailBrowser::showHeader);
    connect(m_listModel, &QAbstractItemModel::rowsRemoved, this, &MailBrowser::showHeader);
    connect(m_listModel, &MessageListModel::statusChanged, this, &MailBrowser::showHeader);
    connect(m_folderModel, &QAbstractItemModel::dataChanged, this, &MailBrowser::showHeader);
    m_listModel->setPinned([this] { return m_panes.list->selectionModel()->selection(); });
}

void MailBrowser::addAccount(imap::AccountHandle *account)
{
    m_watch->add(account);
    m_folderModel->addAccount(account);
}

void MailBrowser::removeAccount(imap::AccountHandle *removed)
{
    m_operations->forget(removed);
    if (removed == account()) {
        m_panes.reader->showNothing();
        m_listModel->close();
        Q_EMIT folderChanged();
    }
    m_folderModel->removeAccount(removed->config().id);
    m_watch->remove(removed);
}

void MailBrowser::folderChosen(const QModelIndex &index)
{
    m_folderDelay.stop();
    imap::AccountHandle *chosen = m_folderModel->accountOf(index);
    const imap::FolderInfo info = m_folderModel->folderOf(index);
    if (chosen && !info.name.isEmpty() && info.selectable)
        openFolder(chosen, info.name);
}

void MailBrowser::openFolder(imap::AccountHandle *chosen, const imap::MailboxName &name)
{
    const bool same = chosen == account() && name == folder();
    if (same && m_listModel->status().phase != FolderPhase::Failed)
        return;
    const QModelIndex index = m_folderModel->folderIndex(chosen->config().id, name);
    const imap::FolderInfo info = m_folderModel->folderOf(index);
    MessageListModel::Opening opening;
    opening.folder = name;
    opening.displayName = index.isValid()  ? index.data().toString()
                          : name.isInbox() ? roleName(imap::FolderRole::Inbox)
                                           : name.toString();
    opening.who = whoIn(info.role);
    opening.expected = info.total;
    opening.connection = m_watch->connection(chosen);
    if (!same)
        m_panes.reader->showNothing();
    m_shownGone = false;
    m_listModel->open(chosen, opening);
    m_panes.reader->setOnline(m_watch->connection(chosen).state == imap::ConnectionState::Online);
    if (index.isValid() && m_panes.folders->currentIndex() != index)
        m_panes.folders->setCurrentIndex(index);
    m_folderDelay.stop();
    showHeader();
    Q_EMIT folderChanged();
}

void MailBrowser::showHeader()
{
    imap::AccountHandle *current = account();
    if (!current) {
        m_panes.header->setFolder({});
        m_panes.header->setState(FolderPhase::None, {});
        return;
    }
    const QModelIndex index = m_folderModel->folderIndex(current->config().id, folder());
    std::optional<quint32> unread;
    if (index.isValid() && index.data(FolderRoles::Unread).isValid())
        unread = index.data(FolderRoles::Unread).toUInt();
    m_panes.header->setFolder(m_listModel->status().folderName);
    // Nobody has counted a folder that could not be opened yet.
    std::optional<qint64> total = m_listModel->rowCount();
    const FolderPhase phase = m_listModel->status().phase;
    if (total == 0 && (phase == FolderPhase::Opening || phase == FolderPhase::Failed))
        total.reset();
    m_panes.header->setCounts(total, unread);
    m_panes.header->setState(m_listModel->status().phase, m_watch->connection(current));
    m_panes.reader->setReadOnly(readOnlyReason(imap::flags::Flagged));
}

qint64 MailBrowser::selectedCount() const
{
    qint64 rows = 0;
    const QItemSelection selection = m_panes.list->selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        if (range.left() == 0)
            rows += range.height();
    }
    return rows;
}

QList<imap::Uid> MailBrowser::selectedUids() const
{
    return m_listModel->uids(m_panes.list->selectionModel()->selection());
}

void MailBrowser::showSelected()
{
    m_selectionDelay.stop();
    const qint64 count = selectedCount();
    if (count == 0) {
        // What went away while it was read says so until something else is chosen.
        if (!m_shownGone)
            m_panes.reader->showNothing();
        return;
    }
    m_shownGone = false;
    if (count > 1) {
        m_panes.reader->showSelection(count);
        return;
    }
    const int row = m_panes.list->selectionModel()->selection().first().top();
    if (const imap::MessageSummaryPtr message = m_listModel->messageAt(row))
        m_panes.reader->showMessage(account(), folder(), message);
    else
        m_panes.reader->showNothing(); // until its contents arrive, see refreshShown()
}

void MailBrowser::refreshShown()
{
    Q_EMIT selectionChanged(); // its flags may be other ones now
    if (!m_panes.reader->uid().isValid()) {
        if (selectedCount() == 1)
            m_selectionDelay.start();
        return;
    }
    const int row = m_listModel->rowOf(m_panes.reader->uid());
    if (row < 0 || m_panes.reader->folder() != folder())
        return;
    if (const imap::MessageSummaryPtr message = m_listModel->messageAt(row))
        m_panes.reader->updateMessage(folder(), message);
}

bool MailBrowser::wouldStar() const
{
    int looked = 0;
    const QItemSelection selection = m_panes.list->selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom() && looked < lookedAt; ++row, ++looked) {
            const imap::MessageSummaryPtr message = m_listModel->messageAt(row);
            if (message && !message->flags.contains(imap::flags::Flagged))
                return true;
        }
    }
    return looked == 0;
}

void MailBrowser::markSelected(bool read)
{
    setFlagOfSelected(imap::flags::Seen, read);
}

void MailBrowser::starSelected(bool star)
{
    setFlagOfSelected(imap::flags::Flagged, star);
}

void MailBrowser::setFlagOfSelected(const imap::Flag &flag, bool on)
{
    const QList<imap::Uid> uids = selectedUids();
    setFlag(uids, flag, on);
}

void MailBrowser::setFlag(const QList<imap::Uid> &uids, const imap::Flag &flag, bool on)
{
    if (uids.isEmpty() || !readOnlyReason(flag).isEmpty())
        return;
    const bool one = uids.size() == 1;
    const QString count = countText(uids.size());
    QString words;
    if (flag == imap::flags::Seen && on)
        words = one ? tr("Message marked as read") : tr("%1 messages marked as read").arg(count);
    else if (flag == imap::flags::Seen)
        words = one ? tr("Message marked as unread") : tr("%1 messages marked as unread").arg(count);
    else if (on)
        words = one ? tr("Message starred") : tr("%1 messages starred").arg(count);
    else
        words = one ? tr("Star removed") : tr("Star removed from %1 messages").arg(count);
    const qint64 unknown = uids.size() > 1 ? selectedCount() - uids.size() : 0;
    if (unknown > 0)
        words += QLatin1Char(' ') + tr("(%1 that are not loaded yet were left out)").arg(countText(unknown));
    const imap::FlagSet change{flag};
    m_operations->changeFlags(account(), folder(), uids, on ? change : imap::FlagSet(),
                              on ? imap::FlagSet() : change, words);
}

void MailBrowser::go(int rows)
{
    const QModelIndex current = m_panes.list->currentIndex();
    const int count = m_listModel->rowCount();
    if (count == 0)
        return;
    const int row = current.isValid() ? qBound(0, current.row() + rows, count - 1) : 0;
    m_panes.list->selectionModel()->setCurrentIndex(
        m_listModel->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_panes.list->scrollTo(m_listModel->index(row, 0));
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

void MailBrowser::openSelected()
{
    showSelected();
    Q_EMIT readerWanted();
}

QString MailBrowser::readOnlyReason(const imap::Flag &flag) const
{
    if (!account())
        return tr("No folder is open.");
    if (m_listModel->isReadOnly())
        return tr("The server lets you read this folder, but not change it.");
    if (!m_listModel->canKeep(flag))
        return tr("The server does not keep this mark in this folder.");
    return {};
}

void MailBrowser::explain(Actions *actions) const
{
    const bool any = selectedCount() > 0;
    const QString nothing = any ? QString() : tr("Choose a message first.");
    const QString seen = any ? readOnlyReason(imap::flags::Seen) : nothing;
    const QString flagged = any ? readOnlyReason(imap::flags::Flagged) : nothing;
    Actions::setReason(actions->markRead, seen);
    Actions::setReason(actions->markUnread, seen);
    Actions::setReason(actions->star, flagged);
    actions->star->setChecked(any && !wouldStar());
    const QString empty = m_listModel->rowCount() > 0 ? QString() : tr("There are no messages here.");
    for (QAction *action : {actions->next, actions->previous, actions->nextUnread, actions->selectAll})
        Actions::setReason(action, empty);
    const bool readable = m_panes.reader->content() == ReaderPane::Content::Message;
    Actions::setReason(actions->find, readable ? QString() : tr("No message is shown."));
}

} // namespace ui
