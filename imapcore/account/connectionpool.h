#pragma once

#include "account/connecting.h"
#include "account/lease.h"
#include "types/backoff.h"

#include <QCoro/QCoroTask>
#include <QElapsedTimer>
#include <QPointer>
#include <QPromise>
#include <QTimer>
#include <deque>

namespace imap
{

/// The connection that people wait at, as the pool sees it.
class MainConnection
{
public:
    virtual ~MainConnection() = default;
    /// Null unless it is signed in, and while it is lent.
    virtual Session *mainSession() const = 0;
    /// The folder that is open on it and in step with the server; empty: none.
    virtual MailboxName mainFolder() const = 0;
    /// That folder was opened by EXAMINE: nothing can be changed there.
    virtual bool mainIsReadOnly() const { return false; }
    /// Nobody has asked it for anything just now, and a person could do without it for a moment.
    virtual bool mayLendMain() const = 0;
    /// The open folder lets go of it, until `takeMainBack`.
    virtual Session *lendMain() = 0;
    virtual void takeMainBack() = 0;
};

/// The account's connections besides the main one, as many as the settings, the known quirks of the server
/// and the server itself allow. Who needs one leases it; those who wait are served by priority. A connection
/// that nobody used for some minutes is closed.
///
/// Where only one connection is possible the main one is lent while nobody uses it. What needs no folder, or
/// the open one to change something there, shares the main connection; who only reads gets another, if there
/// may be one.
class ConnectionPool : public QObject
{
    Q_OBJECT
public:
    using MakeTransport = std::function<std::unique_ptr<Transport>(const ConnectionSettings &)>;
    static constexpr int IdleMs = 3 * 60'000;

    /// `log` and `main` must outlive the pool.
    ConnectionPool(WireLog *log, MainConnection *main, std::shared_ptr<Credentials> credentials,
                   MakeTransport makeTransport, QObject *parent = nullptr);
    ~ConnectionPool() override;

    /// The main connection is signed in.
    void open(const AccountConfig &config);
    bool isOpen() const { return m_open; }
    /// It is gone: so are the others, and whoever waits gets AbortError.
    void close();

    /// Waits for its turn. `folder` is selected (EXAMINE with `readOnly`); empty: none needs to be. `beside`:
    /// not on the main connection if there is another way. Throws CommandError when the folder cannot be
    /// selected, AbortError when the account has no connection; what else goes wrong with making a connection
    /// makes the pool smaller and is not told.
    QCoro::Task<Lease> lease(MailboxName folder, Priority priority, bool readOnly = false,
                             bool beside = false);

    /// The most connections there may be now, with the main one.
    int limit() const;
    /// Those that exist, without the main one.
    int extraConnections() const { return int(m_connections.size()); }
    /// The main connection may be lent now, or shared again.
    void serve();
    /// Finds out whether the connections are still there; those of them that nobody uses are given up.
    void probe(int milliseconds);
    /// A person wants the main connection, if it is lent.
    void recallMain();
    void setIdleTime(int milliseconds) { m_idleMs = milliseconds; }

Q_SIGNALS:
    /// A connection was made or ended.
    void changed();

private:
    enum class Kind { Extra, Main, Shared };
    struct Connection;
    class PoolHold;
    struct Wish {
        MailboxName folder;
        Priority priority = Priority::Fill;
        bool readOnly = false;
        bool beside = false;
        quint64 serial = 0;
        std::shared_ptr<QPromise<std::shared_ptr<PoolHold>>> promise;
    };

    QFuture<std::shared_ptr<PoolHold>> ask(const MailboxName &folder, Priority priority, bool readOnly,
                                           bool beside);
    std::shared_ptr<PoolHold> find(const Wish &wish);
    std::shared_ptr<PoolHold> hold(Kind kind, const Wish &wish, quint64 connection);
    Connection *idleFor(const Wish &wish);
    bool mayShare(const Wish &wish) const;
    bool mayConnect() const;
    void demand(const Wish &wish);
    QCoro::Task<> establish(std::shared_ptr<PoolHold> hold);
    QCoro::Task<> enter(std::shared_ptr<PoolHold> hold);
    Session *sessionOf(const PoolHold &hold) const;
    Connection *connection(quint64 id) const;
    void makeSmaller(const std::exception_ptr &failure);
    void discard(quint64 id);
    void release(PoolHold &hold);
    void closeIdle();
    void retire(std::unique_ptr<Connection> connection);

    WireLog *m_log;
    MainConnection *m_main;
    std::shared_ptr<Credentials> m_credentials;
    MakeTransport m_makeTransport;
    AccountConfig m_config;
    bool m_open = false;
    bool m_serving = false;
    int m_refusedAt = 0; ///< so many the server bore, and no more; 0: not known
    Backoff m_backoff;
    QTimer m_retryTimer; ///< no further connection is tried while it runs
    QTimer m_idleTimer;
    int m_idleMs = IdleMs;
    quint64 m_lastConnection = 0;
    quint64 m_lastWish = 0;
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::vector<PoolHold *> m_holds;
    QPointer<Session> m_lent;
    std::deque<Wish> m_wishes; ///< most urgent first
};

} // namespace imap
