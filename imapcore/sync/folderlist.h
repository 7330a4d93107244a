#pragma once

#include "session/session.h"
#include "store/store.h"
#include "types/events.h"

#include <QCoro/QCoroTask>

namespace imap
{

/// The account's folders: from the cache at first, then from the server in as few commands as it allows
/// (LIST-EXTENDED with SPECIAL-USE, SUBSCRIBED and STATUS in one; else LIST, LSUB and, a little at a time,
/// STATUS). Tells of changes only.
class FolderList
{
public:
    FolderList(store::Store *store, EventSink sink);

    void showCache();
    /// Asks the server for everything. The session must outlive the task, or end first.
    QCoro::Task<> refresh(Session *session);

    /// Asks for one folder's unread messages. The list must outlive the session.
    QCoro::Task<> recount(Session *session, MailboxName name);

    const QList<FolderInfo> &folders() const { return m_folders; }
    const FolderInfo *find(const MailboxName &name) const;
    /// New counts for one folder, from whoever knows them.
    void setCounts(const MailboxName &name, std::optional<quint32> total, std::optional<quint32> unseen);

private:
    QCoro::Task<> statusOneByOne(Session *session);
    void replace(QList<FolderInfo> folders, bool fromCache);
    FolderInfo *edit(const MailboxName &name);

    store::Store *m_store;
    EventSink m_sink;
    QList<FolderInfo> m_folders;
    Namespaces m_namespaces;
    bool m_namespacesKnown = false;
};

} // namespace imap
