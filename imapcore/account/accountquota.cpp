// What an Account tells of its limits by itself.
#include "account/account.h"

#include "commands/quota.h"
#include "types/error.h"

#include <QCoro/QCoroFuture>
#include <QPointer>

namespace imap
{

namespace
{

/// What others put there or take away is seen this late.
constexpr int QuotaMs = 15 * 60'000;
/// After changes of one's own, which come in groups; and while the connection is needed for something else.
constexpr int QuotaSoonMs = 2'000;

} // namespace

/// Asks what limits INBOX, and again later.
QCoro::Task<> Account::learnQuota()
{
    if (!m_ready)
        co_return;
    if (!m_session->state().capabilities.has("QUOTA")) {
        tellQuota({});
        co_return;
    }
    if (m_lent || m_opening) {
        m_quotaTimer.start(QuotaSoonMs);
        co_return;
    }
    m_quotaTimer.start(QuotaMs);
    const QPointer<Account> self(this);
    const quint64 attempt = m_attempt;
    GetQuotaRoot command;
    command.mailbox = MailboxName(QStringLiteral("INBOX"));
    QList<Quota> quotas;
    try {
        auto asking = m_session->run(std::move(command), "quota");
        const QuotaRootResult result = co_await asking;
        quotas = result.quotas;
    } catch (const CommandError &) {
        // It does not tell this person.
    } catch (const std::exception &) {
        co_return; // the session ended, which its own signal tells
    }
    if (self && attempt == m_attempt)
        tellQuota(quotas);
}

void Account::tellQuota(const QList<Quota> &quotas)
{
    if (m_quota == quotas || (!m_quota && quotas.isEmpty()))
        return;
    m_quota = quotas;
    m_batcher.add(QuotaChanged{quotas});
}

/// What a person asked for is newer than what was told of INBOX.
void Account::takeQuota(const QuotaOverview &overview)
{
    for (const MailboxQuotaRoots &folder : overview.folders) {
        if (!folder.mailbox.isInbox())
            continue;
        QList<Quota> quotas = overview.quotas;
        quotas.removeIf([&](const Quota &quota) { return !folder.quotaRoots.contains(quota.quotaRoot); });
        tellQuota(quotas);
    }
}

/// The server did something that was in the journal.
void Account::quotaMoved()
{
    if (!m_quotaStale)
        return;
    m_quotaStale = m_journal->hasWaiting();
    m_quotaTimer.start(QuotaSoonMs);
}

} // namespace imap
