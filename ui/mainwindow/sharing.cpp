#include "ui/mainwindow/sharing.h"

#include "account/serverhandle.h"
#include "ui/dialogs/sharingdialog.h"

namespace ui
{

Sharing::Sharing(Operations *operations, const FolderTreeModel *tree, QWidget *window)
    : QObject(window)
    , m_operations(operations)
    , m_tree(tree)
    , m_window(window)
{
}

QString Sharing::reason(const QModelIndex &folder) const
{
    if (m_tree->folderOf(folder).name.isEmpty())
        return tr("Choose a folder first.");
    if (!dynamic_cast<imap::ServerHandle *>(m_tree->accountOf(folder)))
        return tr("This account has no server to ask.");
    return {};
}

void Sharing::open(const QModelIndex &folder)
{
    if (!reason(folder).isEmpty())
        return;
    if (m_dialog)
        m_dialog->close();
    imap::AccountHandle *account = m_tree->accountOf(folder);
    m_account = account;
    auto *model = new AclModel(account, m_tree->folderOf(folder));
    auto *dialog =
        new SharingDialog(model, folder.data().toString(), account->config().displayName, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog = dialog;
    connect(model, &AclModel::changeWanted, this, [this](const imap::AclChange &change) {
        if (m_account)
            m_operations->change(m_account, change);
    });
    // What the journal did not take stays as it was.
    connect(m_operations, &Operations::failed, model, &AclModel::refresh);
    connect(dialog, &SharingDialog::undoWanted, this, [this](quint64 operation) {
        if (m_account)
            m_operations->undo(m_account, operation, tr("rights changed"));
    });
    dialog->open();
}

void Sharing::follow(imap::AccountHandle *account, const QList<imap::JournalEntry> &entries)
{
    const imap::AccountConfig config = account->config();
    const QString user = config.authorizationId.isEmpty() ? config.user : config.authorizationId;
    for (const imap::JournalEntry &entry : entries) {
        const auto *change = std::get_if<imap::AclChange>(&entry.change);
        if (!change || entry.state != imap::OperationState::Done)
            continue;
        const bool isOwn = whoIs(change->identifier, user).kind == AclKind::Own;
        // In another's folder one may have access as a member of a group, or as anyone.
        if (isOwn || m_tree->folder(config.id, change->folder).owner != imap::FolderOwner::Personal) {
            account->checkNow();
            return;
        }
    }
}

void Sharing::forget(const imap::AccountHandle *account)
{
    if (m_dialog && m_account == account)
        m_dialog->close();
}

} // namespace ui
