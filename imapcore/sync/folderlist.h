#pragma once

#include "session/session.h"
#include "store/store.h"
#include "types/events.h"
#include "types/mailbox.h"
#include "types/messageset.h"

#include <QCoro/QCoroTask>
#include <functional>

namespace imap
{

/// The messages of a folder that their owner moved or deleted, as long as the server has not confirmed it.
using HiddenUids = std::function<UidSet(const MailboxName &folder)>;

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

    /// Asks for one folder's unread messages, or both counts. The list must outlive the session.
    QCoro::Task<> recount(Session *session, MailboxName name, bool withTotal = false);

    /// Whether to ask the server what its user may do in a folder that is opened: it has not said so yet, or
    /// the folder is somebody else's, who may have changed it since.
    bool wantsRights(const Session &session, const MailboxName &name) const;
    /// Asks that (MYRIGHTS), one command for each folder. The list must outlive the session.
    QCoro::Task<> askRights(Session *session, QList<MailboxName> names);
    void setRights(const MailboxName &name, Rights rights);

    const QList<FolderInfo> &folders() const { return m_folders; }
    const FolderInfo *find(const MailboxName &name) const;
    /// New counts for one folder, from whoever knows them; of what people see.
    void setCounts(const MailboxName &name, std::optional<quint32> total, std::optional<quint32> unseen);
    /// So many more, or fewer, where the counts are known.
    void addCounts(const MailboxName &name, qint64 total, qint64 unseen);
    /// The same as the server says them: hidden messages are taken off.
    void setServerCounts(const MailboxName &name, const MailboxStatus &counts);

    /// Whether messages of this account have Gmail's labels, as the server says; kept.
    void setGmailLabels(bool there);

    /// Another list as `change` makes it of this one, at once.
    void rearrange(const std::function<void(QList<FolderInfo> &)> &change);
    /// What is put over each list that the server tells.
    void setOverlay(std::function<void(QList<FolderInfo> &)> overlay) { m_overlay = std::move(overlay); }

    /// The total of this folder is known from its messages; what STATUS says of it is not newer. Empty: of
    /// none.
    void setLive(const MailboxName &name) { m_live = name; }
    /// Who knows what is hidden; nobody means nothing.
    void setHiddenUids(HiddenUids hidden) { m_hidden = std::move(hidden); }
    UidSet hiddenIn(const MailboxName &folder) const { return m_hidden ? m_hidden(folder) : UidSet{}; }

private:
    void putCounts(const MailboxName &name, std::optional<quint32> total, std::optional<quint32> unseen);
    /// Whether unread messages were counted here since then: what a server says that was asked before may be
    /// older.
    bool wasCountedSince(quint64 then, const MailboxName &name) const { return m_counted.value(name) > then; }
    MailboxStatus withoutHidden(const MailboxName &name, MailboxStatus counts) const;
    QCoro::Task<> statusOneByOne(Session *session);
    QList<MailboxName> othersWithoutRights(const Session &session) const;
    void showRights();
    void replace(QList<FolderInfo> folders, bool fromCache);
    void tell();
    FolderInfo *edit(const MailboxName &name);

    store::Store *m_store;
    EventSink m_sink;
    HiddenUids m_hidden;
    std::function<void(QList<FolderInfo> &)> m_overlay;
    MailboxName m_live;
    QList<FolderInfo> m_folders;
    QHash<MailboxName, Rights> m_rights;   ///< as far as the server told
    QHash<MailboxName, quint64> m_counted; ///< which of all countings here was the last of a folder
    quint64 m_countings = 0;
    Namespaces m_namespaces;
    bool m_namespacesKnown = false;
    bool m_fromCache = true; ///< the list, as long as the server has not told one
};

} // namespace imap
