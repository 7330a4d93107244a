#include "account/makeaccount.h"

#include "account/account.h"
#include "account/cachehandle.h"
#include "account/pledge.h"
#include "account/serverhandle.h"
#include "account/workerthread.h"

#include <QScopeGuard>
#include <QTimer>

namespace imap
{

namespace
{

/// Carries calls into the account's thread and its batches out of it.
class ThreadedAccount final : public AccountHandle, public CacheHandle, public ServerHandle
{
public:
    ThreadedAccount(const AccountConfig &config, const QString &cacheDirectory,
                    std::shared_ptr<CredentialSource> credentials)
        : m_config(config)
        , m_account(new Account(config, cacheDirectory, std::move(credentials)))
    {
        m_account->moveToThread(m_thread.context()->thread());
        connect(&m_account->events(), &EventBatcher::batchReady, this, &AccountHandle::eventsReady,
                Qt::QueuedConnection);
    }
    ~ThreadedAccount() override
    {
        post([thread = &m_thread](Account &account) {
            // Tasks that were just about to go on still know the account; they end in this turn of the loop.
            const auto end = qScopeGuard([thread, &account] {
                QTimer::singleShot(0, thread->context(), [thread, &account] {
                    delete &account;
                    thread->quit();
                });
            });
            account.stop();
        });
    }

    AccountConfig config() const override { return m_config; }
    void start() override
    {
        post([](Account &account) { account.start(); });
    }
    void retryNow() override
    {
        post([](Account &account) { account.retryNow(); });
    }
    void goOffline() override
    {
        post([](Account &account) { account.goOffline(); });
    }
    void reconfigure(const AccountConfig &config) override
    {
        m_config = config;
        post([config](Account &account) { account.reconfigure(config); });
    }
    void openFolder(const MailboxName &folder) override
    {
        post([folder](Account &account) { account.openFolder(folder); });
    }
    void leaveFolder() override
    {
        post([](Account &account) { account.leaveFolder(); });
    }
    void openReadOnly(const MailboxName &folder) override
    {
        post([folder](Account &account) { account.openFolder(folder, true); });
    }
    void showRows(const MailboxName &folder, SeqNum first, SeqNum last) override
    {
        post([=](Account &account) { account.showRows(folder, first, last); });
    }
    void arrange(const MailboxName &folder, const Arrangement &arrangement) override
    {
        post([=](Account &account) { account.arrange(folder, arrangement); });
    }
    void showMessages(const MailboxName &folder, const QList<Uid> &uids) override
    {
        post([=](Account &account) { account.showMessages(folder, uids); });
    }
    QFuture<UidSet> resolve(const MailboxName &folder, const SeqSet &numbers, quint64 revision) override
    {
        return await<UidSet>([=](Account &account) { return account.resolve(folder, numbers, revision); });
    }
    QFuture<SeqNum> findDate(const MailboxName &folder, QDate day) override
    {
        return await<SeqNum>([=](Account &account) { return account.findDate(folder, day); });
    }
    QFuture<MessageBody> fetchSections(const MailboxName &folder, Uid uid,
                                       const QList<QByteArray> &sections) override
    {
        return await<MessageBody>(
            [=](Account &account) { return account.fetchSections(folder, uid, sections); });
    }
    QFuture<ServerHits> searchServer(const ServerSearch &search) override
    {
        return await<ServerHits>([=](Account &account) { return account.searchServer(search); });
    }
    QFuture<SeqNum> findMessage(const MailboxName &folder, Uid uid) override
    {
        return await<SeqNum>([=](Account &account) { return account.findMessage(folder, uid); });
    }
    QFuture<quint64> changeFlags(const MailboxName &folder, const QList<Uid> &uids, const FlagSet &add,
                                 const FlagSet &remove) override
    {
        return ask<quint64>([=](Account &account) { return account.changeFlags(folder, uids, add, remove); });
    }
    QFuture<quint64> undo(quint64 operation) override
    {
        return ask<quint64>([=](Account &account) { return account.undo(operation); });
    }
    QFuture<quint64> change(const Change &change) override
    {
        return ask<quint64>([change](Account &account) { return account.change(change); });
    }
    void retryOperation(quint64 operation) override
    {
        post([operation](Account &account) { account.retryOperation(operation); });
    }
    void dropOperation(quint64 operation) override
    {
        post([operation](Account &account) { account.dropOperation(operation); });
    }
    QFuture<QList<JournalEntry>> journal(int limit) override
    {
        return ask<QList<JournalEntry>>([limit](Account &account) { return account.journal(limit); });
    }
    void setFillPolicy(const FillPolicy &policy) override
    {
        m_config.fill = policy;
        post([policy](Account &account) { account.setFillPolicy(policy); });
    }
    void pauseFill(bool paused) override
    {
        post([paused](Account &account) { account.pauseFill(paused); });
    }
    QFuture<CacheHits> searchCache(const CacheSearch &search) override
    {
        const Pledge<CacheHits> pledge;
        post([=](Account &account) {
            account.searchCache(
                search, [pledge](CacheHits hits) { pledge.succeed(std::move(hits)); },
                [pledge](std::exception_ptr error) { pledge.fail(error); });
        });
        return pledge.future();
    }
    QFuture<CacheUsage> cacheUsage() override
    {
        return ask<CacheUsage>([](Account &account) { return account.cacheUsage(); });
    }
    void setCacheLimits(const CacheLimits &limits) override
    {
        m_config.cache = limits;
        post([limits](Account &account) { account.setCacheLimits(limits); });
    }
    QFuture<CacheUsage> emptyCache() override
    {
        const Pledge<CacheUsage> pledge;
        post([pledge](Account &account) { account.emptyCache(pledge); });
        return pledge.future();
    }
    QFuture<FolderDetails> folderDetails(const MailboxName &folder) override
    {
        return await<FolderDetails>([=](Account &account) { return account.folderDetails(folder); });
    }
    QFuture<UidSet> messagesIn(const MailboxName &folder, bool unreadOnly) override
    {
        return await<UidSet>([=](Account &account) { return account.messagesIn(folder, unreadOnly); });
    }
    QFuture<quint64> markAllRead(const MailboxName &folder) override
    {
        return await<quint64>([=](Account &account) { return account.markAllRead(folder); });
    }
    QFuture<QuotaOverview> quotaOverview() override
    {
        const Pledge<QuotaOverview> pledge;
        const auto progress = [pledge](int answered, int folders) {
            return pledge.progress(answered, folders);
        };
        post([=](Account &account) { answer(account.quotaOverview(progress), pledge); });
        return pledge.future();
    }
    QFuture<QuotaOverview> quotaOf(const QList<MailboxName> &folders) override
    {
        return await<QuotaOverview>([=](Account &account) { return account.quotaOf(folders); });
    }
    QFuture<FolderAccess> folderAccess(const MailboxName &folder) override
    {
        return await<FolderAccess>([=](Account &account) { return account.folderAccess(folder); });
    }
    QFuture<GrantableRights> grantableRights(const MailboxName &folder, const QByteArray &identifier) override
    {
        return await<GrantableRights>(
            [=](Account &account) { return account.grantableRights(folder, identifier); });
    }
    QFuture<Annotations> annotations(const MailboxName &folder) override
    {
        return await<Annotations>([=](Account &account) { return account.annotations(folder); });
    }
    QFuture<ServerDetails> serverDetails() override
    {
        return await<ServerDetails>([](Account &account) { return account.serverDetails(); });
    }
    QFuture<SpecialUses> specialUses() override
    {
        return await<SpecialUses>([](Account &account) { return account.specialUses(); });
    }
    QFuture<QList<Subscription>> subscriptions() override
    {
        return await<QList<Subscription>>([](Account &account) { return account.subscriptions(); });
    }
    void checkNow() override
    {
        post([](Account &account) { account.checkNow(); });
    }
    void networkChanged() override
    {
        post([](Account &account) { account.probe(); });
    }
    QFuture<QString> wireLog() override
    {
        return ask<QString>([](Account &account) { return account.wireLog(); });
    }

private:
    template <class T>
    static QCoro::Task<> answer(QCoro::Task<T> task, Pledge<T> pledge)
    {
        try {
            T result = co_await task;
            pledge.succeed(std::move(result));
        } catch (...) {
            pledge.fail(std::current_exception());
        }
    }
    template <class Work>
    void post(Work work)
    {
        // What is thrown out of the thread's event loop would be the end of the program.
        auto guarded = [account = m_account, work = std::move(work)] {
            try {
                work(*account);
            } catch (const std::exception &error) {
                account->events().add(AlertRaised{QString::fromUtf8(error.what())});
            }
        };
        QMetaObject::invokeMethod(m_account, std::move(guarded), Qt::QueuedConnection);
    }
    template <class T, class Work>
    QFuture<T> await(Work work)
    {
        const Pledge<T> pledge;
        post([work = std::move(work), pledge](Account &account) { answer(work(account), pledge); });
        return pledge.future();
    }
    template <class T, class Work>
    QFuture<T> ask(Work work)
    {
        const Pledge<T> pledge;
        post([work = std::move(work), pledge](Account &account) {
            try {
                pledge.succeed(work(account));
            } catch (...) {
                pledge.fail(std::current_exception());
            }
        });
        return pledge.future();
    }

    AccountConfig m_config;
    Account *m_account;    ///< lives in m_thread; deleted there when the handle goes
    WorkerThread m_thread; ///< the last member: whoever destroys the handle waits here for its end
};

} // namespace

std::unique_ptr<AccountHandle> makeAccount(const AccountConfig &config, const QString &cacheDirectory,
                                           std::shared_ptr<CredentialSource> credentials)
{
    qRegisterMetaType<imap::EventBatch>();
    return std::make_unique<ThreadedAccount>(config, cacheDirectory, std::move(credentials));
}

} // namespace imap
