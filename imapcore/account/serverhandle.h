#pragma once

#include "types/messageset.h"
#include "types/serverdetails.h"

#include <QFuture>

namespace imap
{

/// What people look up about an account's server and folders, for those few who need that:
/// `dynamic_cast<ServerHandle *>(handle)`. The handles of makeAccount have it. The same rules as for
/// AccountHandle: every call returns at once. All ask the server, on a connection where nobody waits for it
/// to be free, and fail with AbortError while there is none; what changes is made by AccountHandle::change.
class ServerHandle
{
public:
    virtual ~ServerHandle() = default;

    /// Also of a folder that cannot be opened.
    virtual QFuture<FolderDetails> folderDetails(const MailboxName &folder) = 0;
    /// The messages of any folder, open or not, or only the unread ones, as the server has them now; without
    /// those that their owner has moved or deleted here. Fails with CommandError when it cannot be opened.
    virtual QFuture<UidSet> messagesIn(const MailboxName &folder, bool unreadOnly) = 0;
    /// Sets `\Seen` on all messages of any folder that the server says lack it, through the journal as
    /// AccountHandle::change; the result is the same.
    virtual QFuture<quint64> markAllRead(const MailboxName &folder) = 0;
    /// As AccountHandle::openFolder, but looking changes nothing there, not even `\Recent` (EXAMINE). Until
    /// any folder is opened by the other.
    virtual void openReadOnly(const MailboxName &folder) = 0;
    /// The limits of all folders. The future's progress counts the folders that have answered; cancelled, it
    /// asks no more.
    virtual QFuture<QuotaOverview> quotaOverview() = 0;
    /// The limits of these folders.
    virtual QFuture<QuotaOverview> quotaOf(const QList<MailboxName> &folders) = 0;
    virtual QFuture<FolderAccess> folderAccess(const MailboxName &folder) = 0;
    /// Fails with CommandError where the server does not tell this person (it takes the right a).
    virtual QFuture<GrantableRights> grantableRights(const MailboxName &folder,
                                                     const QByteArray &identifier) = 0;
    /// Of a folder or, with an empty name, of the server. Fails with CommandError where the server refuses.
    virtual QFuture<Annotations> annotations(const MailboxName &folder) = 0;
    virtual QFuture<ServerDetails> serverDetails() = 0;
    /// Which folders serve which purpose, and why; without what the person chose.
    virtual QFuture<SpecialUses> specialUses() = 0;
    /// All names that are subscribed, those of folders that are no more too.
    virtual QFuture<QList<Subscription>> subscriptions() = 0;
};

} // namespace imap
