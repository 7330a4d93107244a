#pragma once

#include "account/accountconfig.h"
#include "account/backgroundfill.h"
#include "account/connectionpool.h"
#include "account/eventbatcher.h"
#include "account/folderwatch.h"
#include "account/pledge.h"
#include "account/suspendwatch.h"
#include "session/session.h"
#include "store/store.h"
#include "sync/arranger.h"
#include "sync/cachejanitor.h"
#include "sync/cachesearcher.h"
#include "sync/folderlist.h"
#include "sync/inquiries.h"
#include "sync/journal.h"
#include "sync/openfolder.h"
#include "sync/searchindexer.h"
#include "types/backoff.h"
#include "types/serverdetails.h"
#include "types/serversearch.h"

#include <QCoro/QCoroTask>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace imap
{

/// One account at work, in its own thread: keeps a connection while it is wanted, the cache open, and the
/// open folder live. All calls from that thread; the GUI's door is AccountHandle.
class Account : public QObject, private MainConnection
{
    Q_OBJECT
public:
    Account(AccountConfig config, QString cacheDirectory, std::shared_ptr<CredentialSource> credentials,
            ConnectionPool::MakeTransport makeTransport = {});
    ~Account() override;

    void start();
    void stop();
    void retryNow();
    void goOffline();
    void reconfigure(const AccountConfig &config);
    void openFolder(const MailboxName &name, bool readOnly = false);
    void leaveFolder() { m_left = true; }
    void showRows(const MailboxName &name, SeqNum first, SeqNum last);
    void arrange(const MailboxName &name, const Arrangement &arrangement);
    void showMessages(const MailboxName &name, const QList<Uid> &uids);
    QCoro::Task<UidSet> resolve(MailboxName folder, SeqSet numbers, quint64 revision);
    QCoro::Task<SeqNum> findDate(MailboxName folder, QDate day);
    QCoro::Task<MessageBody> fetchSections(MailboxName folder, Uid uid, QList<QByteArray> sections);
    QCoro::Task<ServerHits> searchServer(ServerSearch search);
    QCoro::Task<SeqNum> findMessage(MailboxName folder, Uid uid);
    quint64 changeFlags(const MailboxName &folder, const QList<Uid> &uids, const FlagSet &add,
                        const FlagSet &remove);
    quint64 change(const Change &change);
    quint64 undo(quint64 operation);
    void retryOperation(quint64 operation);
    void dropOperation(quint64 operation);
    QList<JournalEntry> journal(int limit) const;
    void searchCache(const CacheSearch &search, const CacheSearcher::Answer &answered,
                     const CacheSearcher::Failure &failed);
    CacheUsage cacheUsage() const;
    void emptyCache(const Pledge<CacheUsage> &pledge);
    QCoro::Task<FolderDetails> folderDetails(MailboxName folder);
    QCoro::Task<UidSet> messagesIn(MailboxName folder, bool unreadOnly);
    QCoro::Task<quint64> markAllRead(MailboxName folder);
    QCoro::Task<QuotaOverview> quotaOf(QList<MailboxName> folders, QuotaProgress progress = {});
    QCoro::Task<QuotaOverview> quotaOverview(QuotaProgress progress);
    QCoro::Task<FolderAccess> folderAccess(MailboxName folder);
    QCoro::Task<Annotations> annotations(MailboxName folder);
    QCoro::Task<GrantableRights> grantableRights(MailboxName folder, QByteArray identifier);
    QCoro::Task<ServerDetails> serverDetails();
    QCoro::Task<SpecialUses> specialUses();
    QCoro::Task<QList<Subscription>> subscriptions();
    void checkNow();
    void setFillPolicy(const FillPolicy &policy);
    void setCacheLimits(const CacheLimits &limits);
    void pauseFill(bool paused);
    QString wireLog() const { return m_log.toText(); }

    EventBatcher &events() { return m_batcher; }
    /// The connections may be dead without anybody having been told: the computer slept, or its network
    /// changed. Found out within ProbeMs, and then connected again at once.
    void probe();

    /// Connections besides the one that people wait at.
    ConnectionPool &pool() { return m_pool; }

private:
    static constexpr int ProbeMs = 10'000;

    Session *mainSession() const override;
    MailboxName mainFolder() const override;
    bool mainIsReadOnly() const override { return m_open && m_open->isReadOnly(); }
    bool mayLendMain() const override;
    Session *lendMain() override;
    void takeMainBack() override;
    void personActed();
    QFuture<Nothing> mainReturned();
    QFuture<Nothing> poolOpened();
    bool isOpen(const MailboxName &folder) const { return m_open && m_open->name() == folder; }
    QCoro::Task<Lease> leaseToRead(MailboxName folder);
    QCoro::Task<Lease> leaseToAsk(MailboxName folder, bool readOnly = false);
    void tellReturned();
    void tellWaiting(std::vector<QPromise<Nothing>> &waiting);

    void openStore();
    void listenToJournal();
    void sendJournal();
    Journal &requireJournal();
    void onHidden(const MailboxName &folder, const UidSet &uids, bool hidden);
    void onFolderRenamed(const FolderRename &rename);
    void onJournalDone(const QList<MailboxName> &folders, bool listChanged);
    void closeStore();
    void emptyNow(bool online, const Pledge<CacheUsage> &pledge);
    void holdBack();
    OpenFolder *requireOpen(const MailboxName &folder) const;
    void connectNow();
    QCoro::Task<> work();
    Connecting connecting();
    QCoro::Task<> afterSignIn();
    QCoro::Task<> settle();
    void makeOpenFolder();
    QCoro::Task<> reopen();
    QCoro::Task<> learnRights(MailboxName folder);
    QCoro::Task<> refreshFolders();
    QCoro::Task<Arranger::Side> sideForOrder();
    void onSessionEnded(const std::shared_ptr<const Error> &error);
    void lost(const std::shared_ptr<const Error> &error);
    void dropSession();
    void setState(ConnectionState state, const std::shared_ptr<const Error> &error = {}, int retryInMs = 0);
    void tellLive();
    void setLive(bool live);
    QCoro::Task<> followNews();
    void watchFolders();
    void startSweeping();
    QCoro::Task<> learnQuota();
    void tellQuota(const QList<Quota> &quotas);
    void takeQuota(const QuotaOverview &overview);
    void quotaMoved();
    void onFolderChanged(const MailboxName &folder);
    void onUntagged(const Untagged &response);
    QString openName() const;

    AccountConfig m_config;
    QString m_cacheDirectory;
    std::shared_ptr<Credentials> m_credentials;
    ConnectionPool::MakeTransport m_makeTransport;
    EventBatcher m_batcher;
    WireLog m_log;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<FolderList> m_folders;
    std::unique_ptr<Journal> m_journal;
    std::unique_ptr<SearchIndexer> m_indexer;
    std::unique_ptr<CacheSearcher> m_searcher;
    std::unique_ptr<CacheJanitor> m_janitor;
    std::unique_ptr<OpenFolder> m_open;
    std::unique_ptr<Arranger> m_arranger;
    std::unique_ptr<Session> m_session;
    MailboxName m_wanted; ///< the folder that should be open
    bool m_wantedReadOnly = false;
    bool m_left = false;   ///< nobody looks at the open folder
    bool m_online = false; ///< a connection is wanted
    bool m_ready = false;  ///< signed in
    bool m_opening = false;
    bool m_refreshing = false;
    bool m_foldersAsked = false; ///< on this connection
    quint64 m_attempt = 0;       ///< tells a task that its connection is no longer the one
    Backoff m_backoff;
    QTimer m_retryTimer;
    QTimer m_sweepTimer;
    ConnectionChanged m_state;
    std::unique_ptr<BackgroundFill> m_fill;
    bool m_fillPaused = false;
    int m_fetching = 0;  ///< parts of messages that people wait for
    bool m_lent = false; ///< the connection is elsewhere for a moment, see MainConnection
    QTimer m_quietTimer; ///< runs while a person may want the connection
    std::vector<QPromise<Nothing>> m_returning;
    std::vector<QPromise<Nothing>> m_settling; ///< who waits for the pool
    ConnectionPool m_pool;
    FolderWatch m_watch;
    SuspendWatch m_suspended;
    bool m_newsPushed = false; ///< of all folders (NOTIFY)
    bool m_probing = false;
    QTimer m_liveTimer;                  ///< runs while nothing is pushed, for a moment
    QTimer m_newsTimer;                  ///< collects what is to be asked for after news
    QTimer m_quotaTimer;                 ///< to the next look at what limits INBOX
    std::optional<QList<Quota>> m_quota; ///< as last told
    bool m_quotaStale = false;           ///< a change that takes or gives room is in the journal
    bool m_labelsStale = false;          ///< a label of Gmail's gets another name
    QSet<MailboxName> m_news;            ///< folders whose counts are to be asked for
    bool m_listNews = false;             ///< the list of folders is
};

} // namespace imap
