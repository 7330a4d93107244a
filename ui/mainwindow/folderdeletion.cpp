// What FolderDeeds deletes: folders, and all messages of the Trash.
#include "account/serverhandle.h"
#include "types/keptfolder.h"
#include "ui/mainwindow/folderdeeds.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/models/folderrules.h"
#include "ui/models/roles.h"
#include "ui/support/formatting.h"
#include "ui/support/onfinished.h"

#include <algorithm>

namespace ui
{

using imap::FolderInfo;
using imap::FolderRole;
using imap::MailboxName;

FolderLoss FolderDeeds::lossOf(const QModelIndex &folder) const
{
    const FolderInfo info = tree()->folderOf(folder);
    FolderLoss loss;
    loss.name = folder.data().toString();
    loss.messages = info.selectable ? info.total : std::optional<quint32>(0);
    const QList<FolderInfo> below = foldersBelow(*tree(), folder);
    loss.below = int(below.size());
    for (const FolderInfo &one : below)
        loss.messagesBelow += one.total.value_or(0);
    // A name that only holds others cannot go without them (RFC 9051 §6.3.5).
    loss.alone = info.selectable || below.isEmpty();
    loss.comesBack = loss.below == 0 && loss.messages == 0;
    return loss;
}

void FolderDeeds::remove()
{
    const QModelIndex folder = target();
    if (!deleteReason(*tree(), folder).isEmpty())
        return;
    imap::AccountHandle *account = tree()->accountOf(folder);
    const MailboxName name = tree()->folderOf(folder).name;
    const FolderLoss loss = lossOf(folder);
    const QPointer<imap::AccountHandle> guarded(account);
    const auto go = [this, guarded, name](bool withBelow) {
        if (guarded)
            removeFolders(guarded, name, withBelow);
    };
    if (loss.comesBack) {
        go(false);
        return;
    }
    const auto ask = [this, go](const FolderLoss &known) {
        if (known.comesBack && known.below == 0)
            go(false);
        else
            m_questions->askDelete(known, go);
    };
    // Whether it can come back depends on how large its messages are.
    auto *server = dynamic_cast<imap::ServerHandle *>(account);
    const bool little = loss.below == 0 && loss.messages.value_or(0) <= imap::KeptFolder::messages &&
                        tree()->folderOf(folder).allows('r');
    if (!server || !little) {
        ask(loss);
        return;
    }
    onFinished(
        server->folderDetails(name), this,
        [ask, loss](const imap::FolderDetails &details) {
            FolderLoss known = loss;
            if (details.status.messages)
                known.messages = *details.status.messages;
            known.comesBack =
                details.status.messages.value_or(imap::KeptFolder::messages + 1) <=
                    imap::KeptFolder::messages &&
                details.status.size.value_or(imap::KeptFolder::octets + 1) <= imap::KeptFolder::octets;
            ask(known);
        },
        [ask, loss](const imap::Error &) { ask(loss); });
}

void FolderDeeds::removeFolders(imap::AccountHandle *account, const MailboxName &folder, bool withBelow)
{
    const QModelIndex index = tree()->folderIndex(account->config().id, folder);
    if (!index.isValid())
        return;
    const FolderLoss loss = lossOf(index);
    QList<FolderInfo> going{tree()->folderOf(index)};
    if (withBelow)
        going << foldersBelow(*tree(), index);
    // From below: a folder goes when nothing hangs on it any more.
    std::stable_sort(going.begin(), going.end(), [](const FolderInfo &a, const FolderInfo &b) {
        return a.name.toString().size() > b.name.toString().size();
    });
    QList<imap::Change> changes;
    for (const FolderInfo &one : std::as_const(going))
        changes << imap::DeleteFolderChange{one.name};
    QString words = tr("Folder “%1” deleted").arg(loss.name);
    if (withBelow && loss.below > 0)
        words = loss.below == 1
                    ? tr("Folder “%1” and the one below it deleted").arg(loss.name)
                    : tr("Folder “%1” and %2 below it deleted").arg(loss.name, countText(loss.below));
    else if (loss.messages.value_or(0) > 0)
        words = tr("Folder “%1” with %2 deleted").arg(loss.name, messageCountText(*loss.messages));
    leaveFolder(account, folder, withBelow);
    m_operations->changeAll(account, changes, words);
}

/// What is about to go is not looked at any more.
void FolderDeeds::leaveFolder(imap::AccountHandle *account, const MailboxName &folder, bool withBelow)
{
    if (m_browser->account() != account)
        return;
    const std::optional<QChar> delimiter =
        tree()->folderOf(tree()->folderIndex(account->config().id, folder)).delimiter;
    const QString open = m_browser->folder().toString();
    const bool below = withBelow && delimiter && open.startsWith(folder.toString() + *delimiter);
    if (m_browser->folder() == folder || below)
        m_browser->openFolder(account, MailboxName(QStringLiteral("INBOX")));
}

/// The Trash and Junk folders: what a person chose as such, and what the server calls so.
bool FolderDeeds::canBeEmptied(const QModelIndex &folder) const
{
    const FolderInfo info = tree()->folderOf(folder);
    if (info.name.isEmpty() || !info.selectable)
        return false;
    const QString account = folder.data(FolderRoles::AccountId).toString();
    return info.role == FolderRole::Trash || info.role == FolderRole::Junk ||
           m_special->find(account, FolderRole::Trash) == info.name ||
           m_special->find(account, FolderRole::Junk) == info.name;
}

/// Why its messages cannot be changed.
QString FolderDeeds::messagesReason(const QModelIndex &folder, const QByteArray &rights) const
{
    const FolderInfo info = tree()->folderOf(folder);
    if (info.name.isEmpty())
        return tr("Choose a folder first.");
    if (!info.selectable)
        return tr("This folder holds folders only.");
    const bool open = tree()->accountOf(folder) == m_browser->account() && info.name == m_browser->folder();
    if (open && !m_browser->readOnlyReason().isEmpty())
        return m_browser->readOnlyReason();
    for (const char right : rights) {
        if (!info.allows(right))
            return tr("The server does not let you change the messages there: right %1 is missing.")
                .arg(QString(QLatin1Char(right)));
    }
    return {};
}

/// Asks the server which messages these are, and deletes them.
void FolderDeeds::deleteMessages(const QModelIndex &folder)
{
    imap::AccountHandle *account = tree()->accountOf(folder);
    auto *server = dynamic_cast<imap::ServerHandle *>(account);
    if (!server)
        return;
    const MailboxName name = tree()->folderOf(folder).name;
    const QString words = tr("“%1” emptied").arg(folder.data().toString());
    const QPointer<imap::AccountHandle> guarded(account);
    onFinished(
        server->messagesIn(name, false), this,
        [this, name, words, guarded](const imap::UidSet &uids) {
            if (guarded && !uids.isEmpty())
                m_operations->changeAll(guarded, {imap::DeleteChange{name, uids}}, words);
        },
        [this, words, guarded](const imap::Error &error) { Q_EMIT failed(guarded, words, error); });
}

void FolderDeeds::empty()
{
    const QPersistentModelIndex folder = target();
    const FolderInfo info = tree()->folderOf(folder);
    if (!canBeEmptied(folder) || !messagesReason(folder, "te").isEmpty())
        return;
    m_questions->askEmpty(folder.data().toString(), info.total, [this, folder] {
        if (folder.isValid())
            deleteMessages(folder);
    });
}

} // namespace ui
