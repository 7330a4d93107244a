#include "ui/mainwindow/folderdeeds.h"

#include "account/serverhandle.h"
#include "ui/dialogs/folderproperties.h"
#include "ui/dialogs/newfolderdialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/models/folderrules.h"
#include "ui/models/roles.h"
#include "ui/support/errortext.h"
#include "ui/support/onfinished.h"
#include "ui/support/raised.h"
#include "ui/views/foldermime.h"
#include "ui/views/folderview.h"

#include <algorithm>

namespace ui
{

using imap::FolderInfo;
using imap::FolderRole;
using imap::MailboxName;

namespace
{

constexpr int maximumDepth = 600;

/// All places of an account where a folder could be made, in the order of the tree.
void collectPlaces(const FolderTreeModel &tree, const QModelIndex &index, const QString &above, int depth,
                   QList<QPersistentModelIndex> &places, QList<NewFolderDialog::Place> &shown)
{
    const bool isAccount = FolderKind(index.data(FolderRoles::Kind).toInt()) == FolderKind::Account;
    const QString name = index.data().toString();
    const QString path = above.isEmpty() ? name : above + QStringLiteral(" › ") + name;
    if (createReason(tree, index).isEmpty()) {
        places << index;
        shown << NewFolderDialog::Place{path, index.data(FolderRoles::IconName).toString()};
    }
    for (int row = 0; row < tree.rowCount(index) && depth < maximumDepth; ++row)
        collectPlaces(tree, tree.index(row, 0, index), isAccount ? QString() : path, depth + 1, places,
                      shown);
}

} // namespace

FolderDeeds::FolderDeeds(FolderView *folders, MailBrowser *browser, Operations *operations,
                         const SpecialFolders *special, QWidget *window)
    : QObject(window)
    , m_folders(folders)
    , m_browser(browser)
    , m_operations(operations)
    , m_special(special)
    , m_window(window)
    , m_questions(new FolderQuestions(window))
{
    m_folders->setFolderDropJudge([this](const QModelIndex &place, const FolderMime &moved) {
        const QString reason =
            moveReason(*tree(), tree()->folderIndex(moved.accountId(), moved.folder()), place);
        return FolderView::DropAnswer{reason.isEmpty() ? tr("Move here") : QString(), reason};
    });
    connect(m_folders, &FolderView::folderDropped, this, &FolderDeeds::moveTo);
    connect(tree(), &FolderTreeModel::renameWanted, this, &FolderDeeds::renameTo);
    // A little later: the tree is whole then, and what comes together is told once.
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &FolderDeeds::targetChanged);
    const auto soon = [this] { m_soon.start(); };
    connect(m_folders->selectionModel(), &QItemSelectionModel::currentChanged, this, soon);
    connect(tree(), &QAbstractItemModel::rowsInserted, this, soon);
    connect(tree(), &QAbstractItemModel::rowsRemoved, this, soon);
    connect(tree(), &QAbstractItemModel::dataChanged, this, soon);
    connect(tree(), &QAbstractItemModel::rowsInserted, this, &FolderDeeds::showMade, Qt::QueuedConnection);
}

FolderTreeModel *FolderDeeds::tree() const
{
    return m_browser->folderModel();
}

QModelIndex FolderDeeds::target() const
{
    if (m_target.isValid())
        return m_target;
    if (m_folders->currentIndex().isValid())
        return m_folders->currentIndex();
    return m_browser->account() ? tree()->folderIndex(m_browser->account()->config().id, m_browser->folder())
                                : QModelIndex();
}

void FolderDeeds::setTarget(const QModelIndex &index)
{
    m_target = index;
    Q_EMIT targetChanged();
}

// Making.

void FolderDeeds::create()
{
    if (raised(m_newFolder))
        return;
    QModelIndex chosen = target();
    QModelIndex account = chosen;
    while (account.parent().isValid())
        account = account.parent();
    if (!account.isValid())
        account = tree()->index(0, 0);
    if (!account.isValid())
        return;
    NewFolderDialog::Question question;
    QList<QPersistentModelIndex> places;
    question.account = account.data().toString();
    collectPlaces(*tree(), account, {}, 0, places, question.places);
    // The Inbox is where one mostly is, and seldom where one wants a folder, unless its own menu was opened.
    if (!m_target.isValid() && tree()->folderOf(chosen).name.isInbox())
        chosen = account;
    if (const QString reason = createReason(*tree(), chosen); chosen.isValid() && !reason.isEmpty())
        question.notThere = tr("Not below “%1”: %2").arg(chosen.data().toString(), reason);
    while (chosen.parent().isValid() && !places.contains(QPersistentModelIndex(chosen)))
        chosen = chosen.parent();
    question.chosen = int(std::max<qsizetype>(0, places.indexOf(QPersistentModelIndex(chosen))));
    question.problemOf = [this, places](int place, const QString &name) {
        const QPersistentModelIndex above = places.value(place);
        return above.isValid() ? nameProblem(*tree(), above, name)
                               : tr("The folder above it is not there any more.");
    };
    m_newFolder = new NewFolderDialog(question, m_window);
    m_newFolder->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_newFolder, &QDialog::accepted, this, [this, places] {
        if (const QPersistentModelIndex above = places.value(m_newFolder->place()); above.isValid())
            createBelow(above, m_newFolder->name(), m_newFolder->role());
    });
    offerRoles(m_newFolder, tree()->accountOf(account));
    m_newFolder->open();
}

/// Where the server can be told what a folder is for (CREATE-SPECIAL-USE, RFC 6154 §3).
void FolderDeeds::offerRoles(NewFolderDialog *dialog, imap::AccountHandle *account)
{
    auto *server = dynamic_cast<imap::ServerHandle *>(account);
    if (!server)
        return;
    onFinished(
        server->serverDetails(), dialog,
        [this, dialog, there = QPointer(account)](const imap::ServerDetails &details) {
            if (there && details.capabilities.contains("CREATE-SPECIAL-USE"))
                offerFreeRoles(dialog, there);
        },
        [](const imap::Error &) {}); // without a connection a folder is made without a use
}

/// Each use has one folder. One that only has a name as for this use does not keep another one from it.
void FolderDeeds::offerFreeRoles(NewFolderDialog *dialog, imap::AccountHandle *account)
{
    QList<FolderRole> chosen;
    const RoleChoices choices = tree()->choices(account->config().id);
    for (auto choice = choices.cbegin(); choice != choices.cend(); ++choice) {
        // A chosen folder that is gone is no folder for it.
        if (!choice->isEmpty() && !tree()->folder(account->config().id, *choice).name.isEmpty())
            chosen << choice.key();
    }
    onFinished(
        dynamic_cast<imap::ServerHandle *>(account)->specialUses(), dialog,
        [dialog, chosen](const imap::SpecialUses &uses) {
            using Kind = imap::RoleReason::Kind;
            QList<FolderRole> taken = chosen;
            for (const imap::SpecialFolder &special : uses.folders) {
                if (special.reason.kind == Kind::Attribute || special.reason.kind == Kind::XlistAttribute)
                    taken << special.role;
            }
            dialog->offerRoles(taken);
        },
        [dialog, chosen](const imap::Error &) { dialog->offerRoles(chosen); }); // it will refuse what it must
}

void FolderDeeds::createBelow(const QModelIndex &place, const QString &name, FolderRole role)
{
    imap::AccountHandle *account = tree()->accountOf(place);
    m_made = {account->config().id, nameAt(*tree(), place, name)};
    m_operations->change(account, imap::CreateFolderChange{m_made.second, role});
    m_folders->openWhenThere(place);
}

/// Scrolls to what was just made or moved, which may be far from where it was done.
void FolderDeeds::showMade()
{
    const QModelIndex index = tree()->folderIndex(m_made.first, m_made.second);
    if (!index.isValid())
        return;
    m_made = {};
    m_folders->scrollTo(index);
}

// Renaming.

void FolderDeeds::rename()
{
    const QModelIndex folder = target();
    if (!renameReason(*tree(), folder).isEmpty())
        return;
    m_folders->scrollTo(folder);
    m_folders->setFocus();
    m_folders->edit(folder);
}

void FolderDeeds::renameTo(const QModelIndex &folder, const MailboxName &to)
{
    m_operations->change(tree()->accountOf(folder),
                         imap::RenameFolderChange{tree()->folderOf(folder).name, to});
}

void FolderDeeds::moveTo(const QModelIndex &place, const QString &accountId, const MailboxName &folder)
{
    const QModelIndex index = tree()->folderIndex(accountId, folder);
    if (!moveReason(*tree(), index, place).isEmpty())
        return;
    m_made = {accountId, nameAt(*tree(), place, lastPart(*tree(), index))};
    // To the server it is a new name, to people another place.
    m_operations->changeAll(
        tree()->accountOf(index), {imap::RenameFolderChange{folder, m_made.second}},
        tr("Folder “%1” moved to “%2”").arg(index.data().toString(), place.data().toString()));
    m_folders->openWhenThere(place);
}

// Messages.

void FolderDeeds::markAllRead()
{
    const QModelIndex folder = target();
    imap::AccountHandle *account = tree()->accountOf(folder);
    auto *server = dynamic_cast<imap::ServerHandle *>(account);
    if (server && messagesReason(folder, "s").isEmpty())
        m_operations->track(account, server->markAllRead(tree()->folderOf(folder).name),
                            tr("All messages in “%1” marked as read").arg(folder.data().toString()));
}

void FolderDeeds::openReadOnly(bool readOnly)
{
    const FolderInfo info = tree()->folderOf(target());
    if (!info.name.isEmpty() && info.selectable)
        m_browser->openFolder(tree()->accountOf(target()), info.name, readOnly);
}

void FolderDeeds::showProperties()
{
    const QPersistentModelIndex folder = target();
    const FolderInfo info = tree()->folderOf(folder);
    imap::AccountHandle *account = tree()->accountOf(folder);
    if (info.name.isEmpty())
        return;
    // One of a kind: of another folder instead.
    if (m_properties)
        m_properties->close();
    m_properties =
        new FolderProperties({folder.data().toString(), account->config().displayName, info, {}}, m_window);
    m_properties->setAttribute(Qt::WA_DeleteOnClose);
    connect(tree(), &QAbstractItemModel::dataChanged, m_properties,
            [this, folder, dialog = m_properties.data()](const QModelIndex &changed) {
                const FolderInfo now = tree()->folderOf(folder);
                if (folder == changed && !now.name.isEmpty())
                    dialog->setInfo(now);
            });
    connect(tree(), &FolderTreeModel::foldersChanged, m_properties,
            [this, folder, dialog = m_properties.data()] {
                if (tree()->folderOf(folder).name.isEmpty())
                    dialog->setProblem(tr("The folder is not there any more."));
            });
    const auto ask = [this, folder, dialog = m_properties.data()] { askProperties(folder, dialog); };
    connect(m_properties, &FolderProperties::refreshWanted, this, ask);
    ask();
    m_properties->open();
}

void FolderDeeds::askProperties(const QPersistentModelIndex &folder, FolderProperties *dialog)
{
    imap::AccountHandle *account = tree()->accountOf(folder);
    auto *server = dynamic_cast<imap::ServerHandle *>(account);
    if (!server || tree()->folderOf(folder).name.isEmpty()) {
        dialog->setProblem(tr("The folder is not there any more."));
        return;
    }
    dialog->setAsking();
    onFinished(
        server->folderDetails(tree()->folderOf(folder).name), dialog,
        [dialog, there = QPointer(account)](const imap::FolderDetails &details) {
            dialog->setDetails(details);
            // Perhaps it is gone; the list of folders will tell.
            if (there && !details.statusRefused.isEmpty())
                there->checkNow();
        },
        [this, folder, dialog, there = QPointer(account)](const imap::Error &error) {
            dialog->setProblem(errorText(error, serverName(there)).what);
            if (there && dynamic_cast<const imap::AbortError *>(&error))
                askWhenOnline(there, folder, dialog);
        });
}

/// What a connection that broke left open is asked once more when there is one again.
void FolderDeeds::askWhenOnline(imap::AccountHandle *account, const QPersistentModelIndex &folder,
                                FolderProperties *dialog)
{
    const QString name = QStringLiteral("askWhenOnline");
    delete dialog->findChild<QObject *>(name);
    auto *waiting = new QObject(dialog);
    waiting->setObjectName(name);
    connect(account, &imap::AccountHandle::eventsReady, waiting,
            [this, account, folder, dialog, waiting](const imap::EventBatch &batch) {
                const bool online =
                    std::any_of(batch.events.begin(), batch.events.end(), [](const imap::Event &event) {
                        const auto *connection = std::get_if<imap::ConnectionChanged>(&event);
                        return connection && connection->state == imap::ConnectionState::Online;
                    });
                if (!online)
                    return;
                disconnect(account, nullptr, waiting, nullptr);
                waiting->setObjectName({});
                waiting->deleteLater();
                askProperties(folder, dialog);
            });
}

// The rest.

void FolderDeeds::subscribe(bool on)
{
    const FolderInfo info = tree()->folderOf(target());
    if (!info.name.isEmpty())
        m_operations->change(tree()->accountOf(target()), imap::SubscribeChange{info.name, on});
}

void FolderDeeds::refresh()
{
    if (imap::AccountHandle *account = tree()->accountOf(target()))
        account->checkNow();
}

void FolderDeeds::explain(Actions *actions) const
{
    const QModelIndex folder = target();
    const FolderInfo info = tree()->folderOf(folder);
    const QString none = info.name.isEmpty() ? tr("Choose a folder first.") : QString();
    Actions::setReason(actions->newFolder,
                       tree()->rowCount() > 0 ? QString() : tr("There is no account yet."));
    Actions::setReason(actions->renameFolder, renameReason(*tree(), folder));
    Actions::setReason(actions->deleteFolder, deleteReason(*tree(), folder));
    const auto first = [](const QString &a, const QString &b) { return a.isEmpty() ? b : a; };
    const QString name = folder.data().toString();
    actions->emptyFolder->setVisible(canBeEmptied(folder));
    actions->emptyFolder->setText(
        tr("&Empty %1…").arg(QString(name).replace(QLatin1Char('&'), QLatin1String("&&"))));
    Actions::setReason(actions->emptyFolder, first(messagesReason(folder, "te"),
                                                   info.total == 0U ? tr("It is empty.") : QString()));
    Actions::setReason(actions->markFolderRead,
                       first(messagesReason(folder, "s"),
                             info.unseen == 0U ? tr("All messages there are read.") : QString()));
    const bool open = tree()->accountOf(folder) == m_browser->account() && info.name == m_browser->folder();
    Actions::setReason(actions->openReadOnly,
                       first(none, info.selectable ? QString() : tr("This folder holds folders only.")));
    actions->openReadOnly->setChecked(open && m_browser->listModel()->isReadOnlyByWish());
    Actions::setReason(actions->folderProperties, none);
    Actions::setReason(actions->subscribed, none);
    actions->subscribed->setChecked(!info.name.isEmpty() && info.subscribed);
    Actions::setReason(actions->refreshFolder,
                       tree()->accountOf(folder) ? QString() : tr("There is no account yet."));
}

} // namespace ui
