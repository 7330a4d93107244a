#include "ui/mainwindow/mailbrowser.h"

#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/listheader.h"
#include "ui/models/folderchoices.h"
#include "ui/models/rightswords.h"
#include "ui/support/onfinished.h"
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
    connect(m_folderModel, &FolderTreeModel::folderRenamed, this, &MailBrowser::followRename);
    connect(m_panes.reader, &ReaderPane::markReadDue, this,
            [this](const imap::MailboxName &folder, imap::Uid uid) {
                // Of another folder nobody knows; what its server refuses is taken back.
                imap::AccountHandle *owner = m_panes.reader->account();
                const bool open = owner == account() && folder == this->folder();
                if (!open || flagReason(imap::flags::Seen).isEmpty())
                    m_operations->change(owner,
                                         imap::FlagChange{folder, imap::UidSet::single(uid),
                                                          imap::FlagSet{imap::flags::Seen}, imap::FlagSet()},
                                         true);
            });
    connect(m_panes.reader, &ReaderPane::starToggled, this, [this](bool on) {
        if (!m_readerLent)
            Q_EMIT starWanted(on);
    });
    connect(m_panes.reader, &ReaderPane::readToggled, this, [this](bool read) {
        if (!m_readerLent)
            Q_EMIT readWanted(read);
    });
    connect(m_watch, &AccountWatch::connectionChanged, this, [this](imap::AccountHandle *changed) {
        if (changed != account())
            return;
        if (!m_readerLent)
            m_panes.reader->setOnline(m_watch->connection(changed).state == imap::ConnectionState::Online);
        showHeader();
    });
    connect(m_watch, &AccountWatch::foldersChanged, this, [this](imap::AccountHandle *changed) {
        // Queued: the folder model hears of the same batch, perhaps behind us.
        if (changed == account())
            QMetaObject::invokeMethod(this, &MailBrowser::markFolder, Qt::QueuedConnection);
    });
    connect(m_watch, &AccountWatch::journalChanged, this, &MailBrowser::leaveDeleted);
    showHeader();
}

/// The open folder is called as in the tree, and is the current one there unless a person is elsewhere in it.
void MailBrowser::markFolder()
{
    if (!account())
        return;
    Q_EMIT rightsChanged();
    const imap::FolderInfo info = m_folderModel->folder(account()->config().id, folder());
    if (!info.name.isEmpty() && info.selectable) {
        m_listed = info;
    } else if (!m_listed.name.isEmpty() && !folder().isInbox()) {
        leaveLost();
        return;
    }
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

/// The account goes on with the open folder under its new name.
void MailBrowser::followRename(imap::AccountHandle *renamed, const NameChange &change)
{
    const imap::MailboxName now = change.of(folder());
    if (renamed != account() || now == folder())
        return;
    m_listModel->followRename(now);
    m_listed.name = m_listed.name.isEmpty() ? m_listed.name : now;
    if (m_panes.reader->uid().isValid())
        m_panes.reader->followRename(folder());
    Q_EMIT folderRenamed();
}

void MailBrowser::connectList()
{
    connect(m_panes.list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_sought = {}; // a person has gone on
        m_selectionDelay.start();
        Q_EMIT selectionChanged();
    });
    connect(m_panes.list, &QAbstractItemView::activated, this, &MailBrowser::openSelected);
    connect(m_listModel, &QAbstractItemModel::dataChanged, this, &MailBrowser::refreshShown);
    connect(m_listModel, &QAbstractItemModel::layoutChanged, this, &MailBrowser::refreshShown);
    connect(m_listModel, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                const int row = m_listModel->rowOf(m_panes.reader->uid());
                if (row >= first && row <= last && m_panes.reader->folder() == folder() && !m_readerLent) {
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
    connect(m_listModel, &MessageListModel::orderChanged, this, &MailBrowser::showHeader);
    connect(m_folderModel, &QAbstractItemModel::dataChanged, this, &MailBrowser::showHeader);
    connect(m_listModel, &MessageListModel::statusChanged, this, &MailBrowser::goOnSeeking);
    connect(m_listModel, &MessageListModel::statusChanged, this, &MailBrowser::askWhetherLost);
    connect(m_listModel, &MessageListModel::orderChanged, this, &MailBrowser::goOnSeeking);
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
        if (!m_readerLent)
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
    if (!chosen || info.name.isEmpty() || !info.selectable)
        return;
    // The open one stays as it was opened.
    const bool open = chosen == account() && info.name == folder();
    openFolder(chosen, info.name, open && m_listModel->isReadOnlyByWish());
}

void MailBrowser::openFolder(imap::AccountHandle *chosen, const imap::MailboxName &name, bool readOnly)
{
    const bool same = chosen == account() && name == folder();
    if (same && readOnly == m_listModel->isReadOnlyByWish() &&
        m_listModel->status().phase != FolderPhase::Failed)
        return;
    const QModelIndex index = m_folderModel->folderIndex(chosen->config().id, name);
    const imap::FolderInfo info = m_folderModel->folder(chosen->config().id, name);
    MessageListModel::Opening opening;
    opening.folder = name;
    opening.displayName = index.isValid()  ? index.data().toString()
                          : name.isInbox() ? roleName(imap::FolderRole::Inbox)
                                           : folderTitle(*m_folderModel, chosen->config().id, name);
    opening.who = whoIn(info.role);
    opening.expected = info.total;
    opening.connection = m_watch->connection(chosen);
    opening.readOnly = readOnly;
    if (m_orderMemory) {
        const OrderChoice choice = m_orderMemory(chosen->config().id, name.toString());
        opening.arrangement = choice.arrangement;
        opening.descending = choice.descending;
    }
    if (!same && !m_readerLent)
        m_panes.reader->showNothing();
    m_shownGone = false;
    m_sought = {};
    m_listed = info.selectable ? info : imap::FolderInfo();
    m_takenBack = false;
    m_listModel->open(chosen, opening);
    // Whoever wants to see it now does not want to wait for the next try.
    if (opening.connection && opening.connection->state == imap::ConnectionState::Waiting)
        chosen->retryNow();
    if (!m_readerLent)
        m_panes.reader->setOnline(m_watch->connection(chosen).state == imap::ConnectionState::Online);
    // Of an account that was just added no folder is known yet: its row stands for them until then, or the
    // folder of another account would seem to be the open one.
    const QModelIndex place = index.isValid() ? index : m_folderModel->accountIndex(chosen->config().id);
    if (m_panes.folders->currentIndex() != place)
        m_panes.folders->setCurrentIndex(place);
    m_folderDelay.stop();
    showHeader();
    Q_EMIT folderChanged();
}

void MailBrowser::showHeader()
{
    imap::AccountHandle *current = account();
    if (!current) {
        m_panes.header->setFolder({});
        m_panes.header->setReadOnly({});
        m_panes.header->setState(FolderPhase::None, {});
        return;
    }
    const QModelIndex index = m_folderModel->folderIndex(current->config().id, folder());
    std::optional<quint32> unread;
    if (index.isValid() && index.data(FolderRoles::Unread).isValid())
        unread = index.data(FolderRoles::Unread).toUInt();
    m_panes.header->setFolder(m_listModel->status().folderName);
    // Nobody has counted a folder that could not be opened yet.
    std::optional<qint64> total = m_listModel->folderCount();
    const FolderPhase phase = m_listModel->status().phase;
    if (total == 0 && (phase == FolderPhase::Opening || phase == FolderPhase::Failed))
        total.reset();
    m_panes.header->setCounts(total, unread);
    m_panes.header->setReadOnly(readOnlyReason());
    m_panes.header->setState(m_listModel->status().phase, m_watch->connection(current));
    if (!m_readerLent)
        m_panes.reader->setReadOnly(flagReason(imap::flags::Flagged));
}

imap::FolderInfo MailBrowser::folderInfo() const
{
    return account() ? m_folderModel->folderOf(m_folderModel->folderIndex(account()->config().id, folder()))
                     : imap::FolderInfo();
}

qint64 MailBrowser::selectedCount() const
{
    return m_listModel->messageCount(m_panes.list->selectionModel()->selection());
}

qint64 MailBrowser::selectedRows() const
{
    qint64 rows = 0;
    const QItemSelection selection = m_panes.list->selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        if (range.left() == 0)
            rows += range.height();
    }
    return rows;
}

void MailBrowser::showSelected()
{
    m_selectionDelay.stop();
    if (m_readerLent)
        return;
    m_shownRows = selectedRows();
    const qint64 count = selectedCount();
    if (count == 0) {
        // What went away while it was read says so until something else is chosen.
        if (!m_shownGone)
            m_panes.reader->showNothing();
        return;
    }
    m_shownGone = false;
    // A conversation that is one row is read by its newest message.
    if (selectedRows() > 1) {
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
    if (m_readerLent)
        return;
    if (!m_panes.reader->uid().isValid()) {
        // What was selected may have gone with the old order, which a selection does not tell.
        if (const qint64 rows = selectedRows(); rows == 1 || rows != m_shownRows)
            m_selectionDelay.start();
        return;
    }
    const int row = m_listModel->rowOf(m_panes.reader->uid());
    if (row < 0 || m_panes.reader->folder() != folder())
        return;
    if (const imap::MessageSummaryPtr message = m_listModel->messageAt(row))
        m_panes.reader->updateMessage(folder(), message);
}

void MailBrowser::lendReader(bool lent)
{
    if (lent == m_readerLent)
        return;
    m_readerLent = lent;
    m_shownGone = false;
    if (lent)
        return;
    if (account())
        m_panes.reader->setOnline(m_watch->connection(account()).state == imap::ConnectionState::Online);
    showHeader();
    showSelected();
}

bool MailBrowser::wouldStar() const
{
    int looked = 0;
    bool isUnknown = false;
    const QItemSelection selection = m_panes.list->selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom() && looked < lookedAt; ++row, ++looked) {
            const imap::MessageSummaryPtr message = m_listModel->messageAt(row);
            if (message && !message->flags.contains(imap::flags::Flagged))
                return true;
            isUnknown = isUnknown || !message;
        }
    }
    // Of more than are looked at, what is not known may well have none, and none is taken away unseen.
    return looked == 0 || (isUnknown && selectedRows() > lookedAt);
}

void MailBrowser::openSelected()
{
    showSelected();
    Q_EMIT readerWanted();
}

QString MailBrowser::flagReason(const imap::Flag &flag) const
{
    if (!account())
        return tr("No folder is open.");
    const char right = flag == imap::flags::Seen ? 's' : flag == imap::flags::Deleted ? 't' : 'w';
    if (const QString missing = missingRight(folderInfo(), right); !missing.isEmpty())
        return missing;
    if (const QString reason = readOnlyReason(); !reason.isEmpty())
        return reason;
    if (!m_listModel->canKeep(flag))
        return tr("The server does not keep such marks in this folder.");
    return {};
}

QString MailBrowser::readOnlyReason() const
{
    if (m_listModel->isReadOnlyByWish())
        return tr("You opened this folder read-only.");
    return m_listModel->isReadOnly() ? tr("The server lets you read this folder, but not change it.")
                                     : QString();
}

void MailBrowser::explain(Actions *actions) const
{
    const QString empty = m_listModel->rowCount() > 0 ? QString() : tr("There are no messages here.");
    for (QAction *action :
         {actions->next, actions->previous, actions->nextUnread, actions->selectAll, actions->goToDate})
        Actions::setReason(action, empty);
    const bool readable = m_panes.reader->content() == ReaderPane::Content::Message;
    Actions::setReason(actions->find, readable ? QString() : tr("No message is shown."));
}

} // namespace ui
