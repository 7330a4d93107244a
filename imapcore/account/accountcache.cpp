// What an account does with its cache as a whole: searching, measuring and emptying it.
#include "account/account.h"

namespace imap
{

void Account::closeStore()
{
    m_janitor.reset();
    m_searcher.reset();
    m_indexer.reset();
    m_fill.reset();
    m_arranger.reset();
    m_open.reset();
    m_journal.reset();
    m_folders.reset();
    m_store.reset();
}

/// Somebody waits for something: work in the cache that nobody sees comes later.
void Account::holdBack()
{
    if (!m_store)
        return;
    m_indexer->holdBack();
    m_janitor->holdBack();
}

void Account::searchCache(const CacheSearch &search, const CacheSearcher::Answer &answered,
                          const CacheSearcher::Failure &failed)
{
    if (m_searcher)
        m_searcher->search(search, answered, failed);
    else
        failed(std::make_exception_ptr(LocalError(QStringLiteral("The cache could not be opened."))));
}

CacheUsage Account::cacheUsage() const
{
    if (!m_store)
        throw LocalError(QStringLiteral("The cache could not be opened."));
    return m_store->usage();
}

void Account::setCacheLimits(const CacheLimits &limits)
{
    if (m_janitor && m_config.cache != limits)
        m_janitor->setLimits(limits);
    m_config.cache = limits;
}

void Account::emptyCache(const Pledge<CacheUsage> &pledge)
{
    const bool online = m_online;
    stop();
    // Tasks that were just about to go on still know the store; they end in this turn of the event loop.
    QTimer::singleShot(0, this, [this, online, pledge] { emptyNow(online, pledge); });
}

void Account::emptyNow(bool online, const Pledge<CacheUsage> &pledge)
{
    stop();
    closeStore();
    try {
        std::exception_ptr failure;
        try {
            store::Store::empty(m_cacheDirectory);
        } catch (const LocalError &) {
            failure = std::current_exception();
        }
        // As at the program's start, with what is left.
        openStore();
        if (online)
            start();
        if (!m_wanted.isEmpty())
            openFolder(m_wanted, m_wantedReadOnly);
        if (failure)
            pledge.fail(failure);
        else
            pledge.succeed(m_store->usage());
    } catch (const LocalError &) {
        pledge.fail(std::current_exception());
    }
}

} // namespace imap
