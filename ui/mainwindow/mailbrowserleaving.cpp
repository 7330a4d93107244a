// How MailBrowser leaves the open folder when it goes away.
#include "ui/mainwindow/mailbrowser.h"

namespace ui
{

/// The open folder goes by what is done here, but not in the tree: its making is undone or refused, or a
/// deletion is done again.
void MailBrowser::leaveDeleted(imap::AccountHandle *whose, const QList<imap::JournalEntry> &entries)
{
    using imap::OperationState;
    if (whose != account() || folder().isInbox())
        return;
    for (const imap::JournalEntry &entry : entries) {
        const bool going = entry.state == OperationState::Waiting || entry.state == OperationState::Running;
        const bool failed = entry.state == OperationState::Failed || entry.state == OperationState::Undone;
        if (const auto *making = std::get_if<imap::CreateFolderChange>(&entry.change);
            making && making->name == folder())
            m_takenBack = m_takenBack || failed;
        const auto *deletion = std::get_if<imap::DeleteFolderChange>(&entry.change);
        if (!going || !deletion || deletion->name != folder())
            continue;
        m_takenBack = true;
        // Queued: others are still to hear of this batch.
        QMetaObject::invokeMethod(
            this,
            [this, gone = deletion->name] {
                if (account() && folder() == gone)
                    openFolder(account(), imap::MailboxName(QStringLiteral("INBOX")));
            },
            Qt::QueuedConnection);
        return;
    }
}

/// The open folder is not in the list any more, and nothing that is shown of it is true. The folder above it
/// is the nearest one, or else the Inbox.
void MailBrowser::leaveLost()
{
    imap::AccountHandle *whose = account();
    const imap::FolderInfo gone = m_listed;
    const QString name = m_listModel->status().folderName;
    const bool quiet = m_takenBack;
    imap::MailboxName next(QStringLiteral("INBOX"));
    const QString &path = gone.name.toString();
    if (const qsizetype end = gone.delimiter ? path.lastIndexOf(*gone.delimiter) : -1; end > 0) {
        const imap::FolderInfo above =
            m_folderModel->folder(whose->config().id, imap::MailboxName(path.left(end)));
        if (!above.name.isEmpty() && above.selectable)
            next = above.name;
    }
    openFolder(whose, next);
    if (quiet)
        return;
    Q_EMIT lost(gone.owner == imap::FolderOwner::Personal
                    ? tr("“%1” was deleted or renamed by another program.").arg(name)
                    : tr("“%1” was deleted, or you may not see it any more.").arg(name));
}

/// Opening it failed: perhaps it is gone, which the list of folders tells.
void MailBrowser::askWhetherLost()
{
    const bool failed = m_listModel->status().phase == FolderPhase::Failed;
    const bool online = account() && m_watch->connection(account()).state == imap::ConnectionState::Online;
    if (failed && !m_failedBefore && online && !m_listed.name.isEmpty())
        account()->checkNow();
    m_failedBefore = failed;
}

} // namespace ui
