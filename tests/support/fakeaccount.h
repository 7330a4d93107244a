#pragma once

#include "account/accounthandle.h"
#include "account/cachehandle.h"

#include <QHash>
#include <QPromise>
#include <functional>
#include <memory>
#include <vector>

namespace test
{

/// An account without a server: notes what it is asked to do, and lets the test say what happens. With
/// `serve()` it also answers for a folder, at once or when the test says so. GUI thread, no timers.
class FakeAccount : public imap::AccountHandle, public imap::CacheHandle
{
    Q_OBJECT
public:
    struct Call {
        QString name{};
        imap::MailboxName folder{};
        imap::SeqNum first{};
        imap::SeqNum last{};
        QList<imap::Uid> uids{};
        imap::FlagSet add{};
        imap::FlagSet remove{};
        QList<QByteArray> sections{};
        quint64 operation = 0;
        std::optional<imap::Change> change{}; ///< of `change`
        int limit = 0;                        ///< of `journal`
        imap::Arrangement arrangement{};
        imap::CacheSearch search{};
        imap::ServerSearch serverSearch{};
    };
    using MakeMessage = std::function<imap::MessageSummaryPtr(quint32 uid)>;

    explicit FakeAccount(const QString &id = QStringLiteral("fake"), QObject *parent = nullptr);

    const QList<Call> &calls() const { return m_calls; }
    QList<Call> callsOf(const QString &name) const;
    void clearCalls() { m_calls.clear(); }

    /// Sends one batch with the next revision.
    void tell(const QList<imap::Event> &events);
    void setTraffic(const imap::Traffic &traffic) { m_traffic = traffic; }

    /// From now on `folder` has `total` messages with the UIDs 1 to `total`; opening it and showing rows is
    /// answered with what `make` makes. `newestKnown` rows come with the reset.
    void serve(const imap::MailboxName &folder, quint32 total, const MakeMessage &make,
               quint32 newestKnown = 0);
    /// While on hold, answers of a served folder wait for release().
    void hold() { m_held = true; }
    void release();
    /// A served folder gets `count` new messages, announced with their contents.
    void deliver(const imap::MailboxName &folder, quint32 count);

    /// The answers to come, in the order of the calls; without any, fetchSections stays open until the test
    /// finishes `pendingFetches`.
    QHash<imap::Uid, imap::MessageBody> bodies;
    std::vector<std::shared_ptr<QPromise<imap::MessageBody>>> pendingFetches;
    std::shared_ptr<const imap::Error> failFlags;  ///< changeFlags fails with this
    imap::SeqNum dateFound;                        ///< what findDate finds
    std::shared_ptr<const imap::Error> failChange; ///< change and undo fail with this
    QList<imap::JournalEntry> journalEntries;      ///< what the journal has, the newest first

    // Searches: what the cache and the server have of it; without, nothing. With `holdSearches` each waits
    // for the test, which takes what is in `heldSearches`.
    std::function<imap::CacheHits(const imap::CacheSearch &)> find;
    std::function<imap::ServerHits(const imap::ServerSearch &)> findOnServer;
    std::shared_ptr<const imap::Error> failSearch; ///< both kinds fail with this
    bool holdSearches = false;
    std::vector<std::function<void()>> heldSearches;
    imap::SeqNum messageFound; ///< what findMessage finds where the folder is not served

    imap::CacheUsage usage; ///< what the cache takes; emptying leaves a thousand octets

    imap::AccountConfig config() const override { return m_config; }
    void start() override;
    void retryNow() override;
    void goOffline() override;
    void reconfigure(const imap::AccountConfig &config) override;
    /// The one that is open is told again only behind leaveFolder().
    void openFolder(const imap::MailboxName &folder) override;
    void leaveFolder() override;
    void showRows(const imap::MailboxName &folder, imap::SeqNum first, imap::SeqNum last) override;
    void arrange(const imap::MailboxName &folder, const imap::Arrangement &arrangement) override;
    void showMessages(const imap::MailboxName &folder, const QList<imap::Uid> &uids) override;
    /// In a served folder messages have the UIDs of their numbers; of dates nothing is known.
    QFuture<imap::UidSet> resolve(const imap::MailboxName &folder, const imap::SeqSet &numbers,
                                  quint64 revision) override;
    QFuture<imap::SeqNum> findDate(const imap::MailboxName &folder, QDate day) override;
    QFuture<imap::MessageBody> fetchSections(const imap::MailboxName &folder, imap::Uid uid,
                                             const QList<QByteArray> &sections) override;
    QFuture<imap::ServerHits> searchServer(const imap::ServerSearch &search) override;
    QFuture<imap::SeqNum> findMessage(const imap::MailboxName &folder, imap::Uid uid) override;
    QFuture<quint64> changeFlags(const imap::MailboxName &folder, const QList<imap::Uid> &uids,
                                 const imap::FlagSet &add, const imap::FlagSet &remove) override;
    /// Numbers as changeFlags gives them. Flag changes are shown in a served folder; what becomes of others
    /// the test tells.
    QFuture<quint64> change(const imap::Change &change) override;
    QFuture<quint64> undo(quint64 operation) override;
    void retryOperation(quint64 operation) override;
    void dropOperation(quint64 operation) override;
    QFuture<QList<imap::JournalEntry>> journal(int limit) override;
    void checkNow() override;
    void networkChanged() override;
    void setFillPolicy(const imap::FillPolicy &policy) override;
    void pauseFill(bool paused) override;
    QFuture<QString> wireLog() override;
    QFuture<imap::CacheHits> searchCache(const imap::CacheSearch &search) override;
    QFuture<imap::CacheUsage> cacheUsage() override;
    void setCacheLimits(const imap::CacheLimits &limits) override;
    QFuture<imap::CacheUsage> emptyCache() override;

private:
    struct Folder {
        quint32 total = 0;
        quint32 newestKnown = 0;
        MakeMessage make;
        QHash<quint32, imap::FlagSet> flags; ///< of messages whose flags were changed
    };

    void note(Call call) { m_calls << std::move(call); }
    void answer(const QList<imap::Event> &events);
    void setFlags(const imap::MailboxName &folder, const QList<imap::Uid> &uids, const imap::FlagSet &add,
                  const imap::FlagSet &remove);
    QFuture<quint64> nextOperation();
    template <class Hits>
    QFuture<Hits> found(std::function<Hits()> find);
    imap::MessageRow row(Folder &folder, quint32 number) const;

    imap::AccountConfig m_config;
    imap::Traffic m_traffic;
    QList<Call> m_calls;
    QHash<imap::MailboxName, Folder> m_folders;
    QList<QList<imap::Event>> m_waiting;
    quint64 m_revision = 0;
    quint64 m_operation = 0;
    bool m_held = false;
    std::optional<imap::MailboxName> m_open;
};

} // namespace test
