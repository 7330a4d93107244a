// What people read: in the open folder over the main connection, in others over one of the pool.
#include "account/account.h"

#include "sync/sectionfetcher.h"
#include "sync/serversearcher.h"

#include <QCoro/QCoroFuture>
#include <QPointer>
#include <QScopeGuard>

namespace imap
{

namespace
{

AbortError closedMeanwhile()
{
    return AbortError(AbortError::Reason::Stopped, QStringLiteral("The account was closed."));
}

/// Somebody waits for the account until what this gives is gone: counted, as long as the account is there.
auto counted(Account *account, int &waiting)
{
    ++waiting;
    return qScopeGuard([self = QPointer<Account>(account), &waiting] {
        if (self)
            --waiting;
    });
}

/// UIDs that were learnt under another UIDVALIDITY mean other messages now (RFC 9051 §2.3.1.1).
bool sameMessages(store::Store &store, const MailboxName &folder, const Session &session)
{
    const auto known = store.mailboxes().folder(folder);
    const auto &mailbox = session.state().mailbox;
    if (!known || !mailbox)
        return true;
    const UidValidity before = store.mailboxes().syncState(known->id).uidValidity;
    return !before.isValid() || !mailbox->uidValidity.isValid() || before == mailbox->uidValidity;
}

} // namespace

/// A connection with `folder` selected for a person who waits. Never the main one while that can be avoided.
QCoro::Task<Lease> Account::leaseToRead(MailboxName folder)
{
    const QPointer<Account> self(this);
    auto opened = poolOpened();
    co_await opened;
    if (!self)
        throw closedMeanwhile();
    // It is this folder that the person waits for. Where there is one connection, it may be lent at once.
    m_quietTimer.stop();
    Lease lease = co_await m_pool.lease(folder, Priority::Click, true);
    if (!self || !m_store || !lease.session())
        throw closedMeanwhile();
    co_return lease;
}

QCoro::Task<MessageBody> Account::fetchSections(MailboxName folder, Uid uid, QList<QByteArray> sections)
{
    if (!m_store)
        throw LocalError(QStringLiteral("The cache could not be opened."));
    personActed();
    const QPointer<Account> self(this);
    const auto over = counted(this, m_fetching);
    std::optional<MessageBody> cached = cachedSections(m_store.get(), folder, uid, sections);
    if (cached)
        co_return std::move(*cached);
    if (isOpen(folder) && (m_lent || m_opening)) {
        auto returned = mainReturned();
        co_await returned;
        if (!self || !m_store)
            throw closedMeanwhile();
    }
    Session *session = m_ready && isOpen(folder) && m_open->isAttached() ? m_session.get() : nullptr;
    Lease lease;
    if (m_ready && !session) {
        lease = co_await leaseToRead(folder);
        session = lease.session();
        if (!sameMessages(*m_store, folder, *session))
            throw CommandError(QStringLiteral("The message is no longer in the folder."), "SELECT");
    }
    co_return co_await imap::fetchSections(m_store.get(), session, &m_log, folder, uid, sections);
}

QCoro::Task<ServerHits> Account::searchServer(ServerSearch search)
{
    if (!m_store)
        throw LocalError(QStringLiteral("The cache could not be opened."));
    if (!m_ready)
        throw AbortError(AbortError::Reason::Stopped, QStringLiteral("There is no connection to ask."));
    personActed();
    const auto over = counted(this, m_fetching);
    const Lease lease = co_await leaseToRead(search.folder);
    const UidSet hidden = m_journal->hiddenIn(search.folder);
    const auto overlay = [journal = QPointer<Journal>(m_journal.get()),
                          folder = search.folder](Uid uid, const FlagSet &flags) {
        return journal ? journal->overlay(folder, uid, flags) : flags;
    };
    std::function<FlagSet(Uid, const FlagSet &)> put = overlay;
    auto searching = imap::searchServer(m_store.get(), lease.session(), search, hidden, put);
    ServerHits hits = co_await std::move(searching);
    co_return hits;
}

QCoro::Task<SeqNum> Account::findMessage(MailboxName folder, Uid uid)
{
    const QPointer<Account> self(this);
    OpenFolder *open = requireOpen(folder);
    if (m_lent || m_opening) {
        auto returned = mainReturned();
        co_await returned;
        if (!self)
            throw closedMeanwhile();
        open = requireOpen(folder); // it may be another one by now
    }
    const SeqNum number = co_await open->findMessage(uid);
    co_return number;
}

} // namespace imap
