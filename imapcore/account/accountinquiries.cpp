// What people look up about the server and its folders.
#include "account/account.h"
#include "sync/inquiries.h"

#include <QCoro/QCoroFuture>
#include <QPointer>

namespace imap
{

namespace
{

Session *require(const Lease &lease)
{
    Session *session = lease.session();
    if (!session)
        throw AbortError(AbortError::Reason::ConnectionLost,
                         QStringLiteral("The connection was lost. Please try again."));
    return session;
}

} // namespace

/// A connection for a person who waits, who may have asked before the account has settled.
QCoro::Task<Lease> Account::leaseToAsk(MailboxName folder, bool readOnly)
{
    const QPointer<Account> self(this);
    auto opened = poolOpened();
    co_await opened;
    if (!self)
        throw AbortError(AbortError::Reason::Stopped, QStringLiteral("The account was closed."));
    co_return co_await m_pool.lease(folder, Priority::Click, readOnly);
}

QCoro::Task<FolderDetails> Account::folderDetails(MailboxName folder)
{
    const QPointer<Account> self(this);
    const FolderInfo *known = m_folders ? m_folders->find(folder) : nullptr;
    const bool selectable = known && known->selectable;
    FolderDetails details;
    {
        const Lease lease = co_await leaseToAsk(MailboxName());
        auto asked = inquireFolder(require(lease), folder);
        details = co_await asked;
    }
    if (self && m_folders && details.myRights)
        m_folders->setRights(folder, *details.myRights);
    if (!selectable || !self)
        co_return details;
    try {
        const Lease lease = co_await leaseToAsk(folder);
        details.flags = selectedFlags(require(lease)->state());
    } catch (const CommandError &) {
        // It may not be opened: then it has no flags to tell of.
    }
    co_return details;
}

QCoro::Task<UidSet> Account::messagesIn(MailboxName folder, bool unreadOnly)
{
    const QPointer<Account> self(this);
    const Lease lease = co_await leaseToAsk(folder, true);
    auto asked = inquireMessages(require(lease), unreadOnly);
    UidSet found = co_await asked;
    if (self && m_journal)
        found.subtract(m_journal->hiddenIn(folder));
    co_return found;
}

QCoro::Task<quint64> Account::markAllRead(MailboxName folder)
{
    const QPointer<Account> self(this);
    auto asked = messagesIn(folder, true);
    const UidSet unread = co_await asked;
    if (!self)
        throw AbortError(AbortError::Reason::Stopped, QStringLiteral("The account was closed."));
    FlagChange change{folder, unread, FlagSet{flags::Seen}, FlagSet()};
    co_return requireJournal().changeAll(change);
}

QCoro::Task<QuotaOverview> Account::quotaOf(QList<MailboxName> folders, QuotaProgress progress)
{
    const Lease lease = co_await leaseToAsk(MailboxName());
    auto asked = inquireQuota(require(lease), folders, std::move(progress));
    co_return co_await asked;
}

QCoro::Task<QuotaOverview> Account::quotaOverview(QuotaProgress progress)
{
    QList<MailboxName> folders;
    if (m_folders) {
        for (const FolderInfo &folder : m_folders->folders()) {
            if (folder.selectable)
                folders.append(folder.name);
        }
    }
    const QPointer<Account> self(this);
    auto asked = quotaOf(folders, std::move(progress));
    QuotaOverview overview = co_await asked;
    if (self)
        takeQuota(overview);
    co_return overview;
}

QCoro::Task<FolderAccess> Account::folderAccess(MailboxName folder)
{
    const QPointer<Account> self(this);
    const Lease lease = co_await leaseToAsk(MailboxName());
    auto asked = inquireAccess(require(lease), folder);
    const FolderAccess access = co_await asked;
    if (self && m_folders && access.mine)
        m_folders->setRights(folder, *access.mine);
    co_return access;
}

QCoro::Task<GrantableRights> Account::grantableRights(MailboxName folder, QByteArray identifier)
{
    const Lease lease = co_await leaseToAsk(MailboxName());
    auto asked = inquireGrantable(require(lease), folder, identifier);
    co_return co_await asked;
}

QCoro::Task<Annotations> Account::annotations(MailboxName folder)
{
    const Lease lease = co_await leaseToAsk(MailboxName());
    auto asked = inquireAnnotations(require(lease), folder);
    co_return co_await asked;
}

QCoro::Task<ServerDetails> Account::serverDetails()
{
    const QPointer<Account> self(this);
    const Lease lease = co_await leaseToAsk(MailboxName());
    auto asked = inquireServer(require(lease));
    ServerDetails details = co_await asked;
    if (self)
        details.connections = 1 + m_pool.extraConnections();
    co_return details;
}

QCoro::Task<SpecialUses> Account::specialUses()
{
    const Lease lease = co_await leaseToAsk(MailboxName());
    auto asked = inquireSpecialUses(require(lease));
    co_return co_await asked;
}

QCoro::Task<QList<Subscription>> Account::subscriptions()
{
    const Lease lease = co_await leaseToAsk(MailboxName());
    auto asked = inquireSubscriptions(require(lease));
    co_return co_await asked;
}

} // namespace imap
