#include "sync/folderlist.h"

#include "commands/acl.h"
#include "commands/list.h"
#include "commands/namespaces.h"
#include "session/fallback.h"
#include "sync/ortell.h"
#include "sync/specialfolders.h"

#include <QCoro/QCoroFuture>
#include <QPointer>
#include <QSet>

namespace imap
{

namespace
{

/// Without LIST-STATUS each count costs a command; a server with thousands of folders is asked for the
/// first of them only.
constexpr int StatusLimit = 200;
/// How many STATUS commands are under way together.
constexpr int StatusAtOnce = 8;

StatusItems countItems()
{
    StatusItems items;
    items.messages = true;
    items.unseen = true;
    return items;
}

List listEverything(const Capabilities &capabilities)
{
    List list;
    if (!capabilities.has("LIST-EXTENDED"))
        return list;
    list.returnSubscribed = true;
    list.returnChildren = true;
    list.returnSpecialUse = capabilities.has("SPECIAL-USE");
    if (capabilities.has("LIST-STATUS"))
        list.returnStatus = countItems();
    list.returnMyRights = capabilities.has("ACL") && capabilities.has("LIST-MYRIGHTS");
    return list;
}

} // namespace

FolderList::FolderList(store::Store *store, EventSink sink)
    : m_store(store)
    , m_sink(std::move(sink))
{
}

void FolderList::showCache()
{
    QList<FolderInfo> folders;
    const QList<store::StoredFolder> stored = m_store->mailboxes().folders();
    for (const store::StoredFolder &one : stored) {
        FolderInfo folder;
        folder.name = one.name;
        folder.delimiter = one.delimiter;
        folder.attributes = one.attributes;
        folder.role = FolderRole(one.role);
        folder.owner = FolderOwner(one.owner);
        folder.selectable = one.selectable;
        folder.subscribed = one.subscribed;
        folder.total = one.total;
        folder.unseen = one.unseen;
        folders.append(folder);
    }
    if (!folders.isEmpty())
        replace(std::move(folders), true);
}

QCoro::Task<> FolderList::refresh(Session *session)
{
    const QPointer<Session> alive(session);
    const Capabilities capabilities = session->state().capabilities;
    QFuture<Namespaces> namespaces;
    const bool askNamespaces = !m_namespacesKnown && capabilities.has("NAMESPACE");
    // All that can share a flight is sent before anything is awaited.
    if (askNamespaces) {
        Namespace command;
        namespaces = session->run(std::move(command), "folders");
    }
    const quint64 asked = m_countings;
    List list = listEverything(capabilities);
    const bool extended = list.returnSubscribed;
    const bool counted = !list.returnStatus.isEmpty();
    auto listed = session->run(std::move(list), "folders");
    QFuture<QList<MailboxInfo>> old;
    const bool askXlist = wantsXlist(capabilities);
    if (askXlist)
        old = session->run(Xlist(), "folders");
    QFuture<QList<MailboxInfo>> subscribed;
    if (!extended) {
        Lsub lsub;
        subscribed = session->run(std::move(lsub), "folders");
    }

    if (askNamespaces) {
        try {
            m_namespaces = co_await namespaces;
            m_namespacesKnown = true;
        } catch (const CommandError &) {
            m_namespacesKnown = true; // then everything is personal
        }
    }
    ListResult result;
    bool refused = false;
    try {
        result = co_await listed;
    } catch (const CommandError &error) {
        refused = alive && (extended || counted) && refusesForm(error);
        if (!refused)
            throw;
    }
    if (refused) {
        alive->dropExtensions(listExtensions);
        co_await refresh(alive);
        co_return;
    }
    XlistAttributes xlist;
    if (askXlist) {
        try {
            const QList<MailboxInfo> mailboxes = co_await old;
            xlist = xlistAttributes(mailboxes);
        } catch (const CommandError &) {
            // Then names must do.
        }
    }
    QSet<MailboxName> subscriptions;
    bool subscriptionsKnown = extended;
    if (!extended) {
        try {
            const QList<MailboxInfo> names = co_await subscribed;
            for (const MailboxInfo &one : names)
                subscriptions.insert(one.name);
            subscriptionsKnown = true;
        } catch (const CommandError &) {
            // LSUB is gone from IMAP4rev2 servers: all folders count as subscribed.
        }
    }

    QList<FolderInfo> folders;
    QHash<MailboxName, qsizetype> places;
    QList<MailboxName> uncertain;
    for (const MailboxInfo &mailbox : result.mailboxes) {
        FolderInfo folder = folderFrom(mailbox, m_namespaces);
        folder.subscribed = !subscriptionsKnown || mailbox.name.isInbox() ||
                            (extended ? mailbox.attributes.contains(Flag("\\Subscribed"))
                                      : subscriptions.contains(mailbox.name));
        const FolderInfo *known = find(mailbox.name);
        const auto status = result.statuses.constFind(mailbox.name);
        if (status != result.statuses.constEnd()) {
            const MailboxStatus counts = withoutHidden(mailbox.name, *status);
            folder.total = counts.messages;
            folder.unseen = counts.unseen;
            if (known && wasCountedSince(asked, mailbox.name)) {
                folder.unseen = known->unseen;
                uncertain.append(mailbox.name);
            }
        } else if (known) {
            folder.total = known->total;
            folder.unseen = known->unseen;
        }
        if (result.rights.contains(mailbox.name))
            m_rights.insert(mailbox.name, result.rights.value(mailbox.name));
        if (m_rights.contains(mailbox.name))
            folder.myRights = m_rights.value(mailbox.name);
        // A server that also tells of what changes meanwhile may name a folder twice: the last word counts.
        const auto place = places.constFind(folder.name);
        if (place != places.constEnd()) {
            folders[*place] = folder;
            continue;
        }
        places.insert(folder.name, folders.size());
        folders.append(folder);
    }
    if (m_overlay)
        m_overlay(folders);
    assignRoles(folders, m_namespaces, xlist);
    replace(std::move(folders), false);
    if (!counted && alive)
        co_await statusOneByOne(session);
    for (const MailboxName &name : uncertain) {
        if (alive && alive->isOpen())
            co_await recount(session, name);
    }
    if (alive) {
        const QList<MailboxName> others = othersWithoutRights(*session);
        co_await askRights(session, others);
    }
}

bool FolderList::wantsRights(const Session &session, const MailboxName &name) const
{
    const FolderInfo *folder = find(name);
    const bool mayHaveChanged = folder && folder->owner != FolderOwner::Personal;
    return (mayHaveChanged || !m_rights.contains(name)) && session.state().capabilities.has("ACL");
}

/// In one's own folders one may nearly always do everything; those of others are asked for as soon as they
/// are known, so that nobody drops mail where it cannot go.
QList<MailboxName> FolderList::othersWithoutRights(const Session &session) const
{
    QList<MailboxName> names;
    for (const FolderInfo &folder : m_folders) {
        if (folder.owner != FolderOwner::Personal && folder.selectable && names.size() < StatusLimit &&
            !m_rights.contains(folder.name) && wantsRights(session, folder.name))
            names.append(folder.name);
    }
    return names;
}

QCoro::Task<> FolderList::askRights(Session *session, QList<MailboxName> names)
{
    const QPointer<Session> alive(session);
    for (qsizetype start = 0; start < names.size() && alive && alive->isOpen(); start += StatusAtOnce) {
        QList<std::pair<MailboxName, QFuture<Rights>>> running;
        for (const MailboxName &name : names.mid(start, StatusAtOnce)) {
            MyRights command;
            command.mailbox = name;
            running.append({name, alive->run(std::move(command), "rights")});
        }
        for (auto &[name, future] : running) {
            try {
                const Rights rights = co_await future;
                m_rights.insert(name, rights);
            } catch (const CommandError &) {
                // Whoever may not even ask finds out by trying.
            }
        }
    }
    if (alive)
        showRights();
}

/// Rights are not stored, so nothing is written.
void FolderList::showRights()
{
    bool changed = false;
    for (FolderInfo &folder : m_folders) {
        const auto rights = m_rights.constFind(folder.name);
        if (rights == m_rights.constEnd() || folder.myRights == *rights)
            continue;
        folder.myRights = *rights;
        changed = true;
    }
    if (changed)
        tell();
}

void FolderList::setRights(const MailboxName &name, Rights rights)
{
    m_rights.insert(name, rights);
    showRights();
}

QCoro::Task<> FolderList::statusOneByOne(Session *session)
{
    const QPointer<Session> alive(session);
    QList<MailboxName> names;
    for (const FolderInfo &folder : std::as_const(m_folders)) {
        if (folder.selectable && names.size() < StatusLimit)
            names.append(folder.name);
    }
    for (qsizetype start = 0; start < names.size() && alive && alive->isOpen(); start += StatusAtOnce) {
        const quint64 asked = m_countings;
        QList<std::pair<MailboxName, QFuture<MailboxStatus>>> running;
        for (const MailboxName &name : names.mid(start, StatusAtOnce)) {
            Status status{name, countItems()};
            running.append({name, session->run(std::move(status), "folders")});
        }
        for (auto &[name, future] : running) {
            try {
                MailboxStatus status = co_await future;
                if (wasCountedSince(asked, name))
                    status.unseen.reset();
                setServerCounts(name, status);
            } catch (const CommandError &) {
                // A folder that may not be looked at has no counts.
            }
        }
    }
}

QCoro::Task<> FolderList::recount(Session *session, MailboxName name, bool withTotal)
{
    // Who reads one message after the other has each one counted here, which is right as it is.
    constexpr int tries = 3;
    const QPointer<Session> alive(session);
    for (int i = 0; i < tries && alive && alive->isOpen(); ++i) {
        const quint64 asked = m_countings;
        Status status;
        status.mailbox = name;
        status.items.unseen = true;
        status.items.messages = withTotal;
        auto answer = alive->run(std::move(status), "count");
        try {
            MailboxStatus counts = co_await answer;
            if (!alive)
                co_return;
            const bool uncertain = wasCountedSince(asked, name);
            if (uncertain)
                counts.unseen.reset();
            setServerCounts(name, counts);
            if (!uncertain)
                co_return;
        } catch (const Error &) {
            co_return; // the count stays what it was; the next look at all folders corrects it
        }
    }
}

const FolderInfo *FolderList::find(const MailboxName &name) const
{
    const auto at = std::find_if(m_folders.begin(), m_folders.end(),
                                 [&](const FolderInfo &folder) { return folder.name == name; });
    return at == m_folders.end() ? nullptr : &*at;
}

FolderInfo *FolderList::edit(const MailboxName &name)
{
    return const_cast<FolderInfo *>(std::as_const(*this).find(name));
}

void FolderList::setCounts(const MailboxName &name, std::optional<quint32> total,
                           std::optional<quint32> unseen)
{
    if (unseen)
        m_counted.insert(name, ++m_countings);
    putCounts(name, total, unseen);
}

void FolderList::putCounts(const MailboxName &name, std::optional<quint32> total,
                           std::optional<quint32> unseen)
{
    FolderInfo *folder = edit(name);
    if (!folder)
        return;
    const bool changed = (total && folder->total != total) || (unseen && folder->unseen != unseen);
    if (!changed)
        return;
    if (total)
        folder->total = total;
    if (unseen)
        folder->unseen = unseen;
    orTell(*m_store, m_sink, [&] {
        if (const auto stored = m_store->mailboxes().folder(name))
            m_store->mailboxes().setCounts(stored->id, total, unseen);
    });
    m_sink(FolderStatusChanged{name, folder->total, folder->unseen});
}

void FolderList::setServerCounts(const MailboxName &name, const MailboxStatus &counts)
{
    const MailboxStatus shown = withoutHidden(name, counts);
    putCounts(name, shown.messages, shown.unseen);
}

MailboxStatus FolderList::withoutHidden(const MailboxName &name, MailboxStatus counts) const
{
    const FolderInfo *known = find(name);
    if (known && known->total && counts.messages && name == m_live)
        counts.messages = known->total;
    const UidSet hidden = hiddenIn(name);
    const auto stored = hidden.isEmpty() ? std::nullopt : m_store->mailboxes().folder(name);
    if (!stored)
        return counts;
    if (counts.messages && name != m_live)
        *counts.messages -= std::min(*counts.messages, m_store->messages().count(stored->id, hidden));
    if (counts.unseen)
        *counts.unseen -= std::min(*counts.unseen, m_store->messages().unseen(stored->id, hidden));
    return counts;
}

void FolderList::addCounts(const MailboxName &name, qint64 total, qint64 unseen)
{
    const FolderInfo *folder = find(name);
    if (!folder || (total == 0 && unseen == 0))
        return;
    const auto sum = [](std::optional<quint32> count, qint64 more) {
        return count ? std::optional(quint32(std::max<qint64>(0, qint64(*count) + more))) : count;
    };
    setCounts(name, sum(folder->total, total), sum(folder->unseen, unseen));
}

void FolderList::rearrange(const std::function<void(QList<FolderInfo> &)> &change)
{
    QList<FolderInfo> folders = m_folders;
    change(folders);
    replace(std::move(folders), false);
}

void FolderList::replace(QList<FolderInfo> folders, bool fromCache)
{
    m_fromCache = fromCache;
    if (!fromCache && folders == m_folders)
        return;
    m_folders = std::move(folders);
    if (!fromCache) {
        QList<store::StoredFolder> stored;
        for (const FolderInfo &one : std::as_const(m_folders)) {
            store::StoredFolder folder;
            folder.name = one.name;
            folder.delimiter = one.delimiter;
            folder.attributes = one.attributes;
            folder.role = int(one.role);
            folder.owner = int(one.owner);
            folder.selectable = one.selectable;
            folder.subscribed = one.subscribed;
            folder.total = one.total;
            folder.unseen = one.unseen;
            stored.append(folder);
        }
        orTell(*m_store, m_sink, [&] { m_store->mailboxes().saveFolders(stored); });
    }
    tell();
}

void FolderList::tell()
{
    m_sink(FoldersChanged{m_folders, m_fromCache, m_store->mailboxes().hasGmailLabels()});
}

void FolderList::setGmailLabels(bool there)
{
    if (m_store->mailboxes().setGmailLabels(there) && !m_folders.isEmpty())
        tell();
}

} // namespace imap
