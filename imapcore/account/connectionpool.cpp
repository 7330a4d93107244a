#include "account/connectionpool.h"

#include "commands/connection.h"
#include "commands/select.h"
#include "session/errors.h"

#include <QCoro/QCoroFuture>
#include <algorithm>

namespace imap
{

namespace
{

/// How long a server may take to say goodbye.
constexpr int ByeMs = 5000;

AbortError notConnected()
{
    return {AbortError::Reason::Stopped, QStringLiteral("There is no connection to the server.")};
}

} // namespace

struct ConnectionPool::Connection {
    quint64 id = 0;
    std::shared_ptr<WireLog> log;
    std::unique_ptr<Session> session;
    MailboxName folder; ///< that is selected
    bool readOnly = false;
    bool ready = false; ///< signed in
    bool held = true;
    QElapsedTimer unused;

    Connection() = default;
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;
    ~Connection()
    {
        if (!session)
            return;
        session->disconnect();
        session->close();
        // Not deleted here: this may be called from one of its signals. The log is written until then.
        QObject::connect(session.get(), &QObject::destroyed, [keep = log] {});
        session.release()->deleteLater();
    }
};

class ConnectionPool::PoolHold final : public Hold
{
public:
    PoolHold(ConnectionPool *pool, Kind kind, const Wish &wish, quint64 connection)
        : pool(pool)
        , kind(kind)
        , folder(wish.folder)
        , priority(wish.priority)
        , readOnly(wish.readOnly)
        , connection(connection)
    {
        isShared = kind == Kind::Shared;
        isMain = kind != Kind::Extra;
    }
    PoolHold(const PoolHold &) = delete;
    PoolHold &operator=(const PoolHold &) = delete;
    ~PoolHold() override
    {
        if (pool)
            pool->release(*this);
    }
    Session *session() const override { return pool ? pool->sessionOf(*this) : nullptr; }
    void want()
    {
        if (!std::exchange(isWanted, true) && onWanted)
            onWanted();
    }

    QPointer<ConnectionPool> pool;
    const Kind kind;
    const MailboxName folder;
    const Priority priority;
    const bool readOnly;
    const quint64 connection; ///< 0: the main one
};

ConnectionPool::ConnectionPool(WireLog *log, MainConnection *main, std::shared_ptr<Credentials> credentials,
                               MakeTransport makeTransport, QObject *parent)
    : QObject(parent)
    , m_log(log)
    , m_main(main)
    , m_credentials(std::move(credentials))
    , m_makeTransport(std::move(makeTransport))
    , m_retryTimer(this)
    , m_idleTimer(this)
{
    m_retryTimer.setSingleShot(true);
    m_idleTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &ConnectionPool::serve);
    connect(&m_idleTimer, &QTimer::timeout, this, &ConnectionPool::closeIdle);
}

ConnectionPool::~ConnectionPool()
{
    close();
    for (PoolHold *hold : m_holds)
        hold->pool.clear();
}

void ConnectionPool::open(const AccountConfig &config)
{
    close();
    m_config = config;
    m_open = true;
    m_refusedAt = 0;
    m_backoff.succeeded();
    serve();
}

void ConnectionPool::close()
{
    m_open = false;
    m_retryTimer.stop();
    m_idleTimer.stop();
    m_lent.clear();
    m_connections.clear();
    // Whoever waits may ask again at once, and is told the same.
    const std::deque<Wish> waiting = std::exchange(m_wishes, {});
    for (const Wish &wish : waiting) {
        wish.promise->setException(std::make_exception_ptr(notConnected()));
        wish.promise->finish();
    }
    Q_EMIT changed();
}

int ConnectionPool::limit() const
{
    int limit = std::max(1, m_config.maximumConnections);
    const Session *main = m_lent ? m_lent.data() : m_main->mainSession();
    if (const int quirk = main ? main->state().quirks.connections : 0; quirk > 0)
        limit = std::min(limit, quirk);
    return m_refusedAt > 0 ? std::min(limit, m_refusedAt) : limit;
}

// ---------------------------------------------------------------- whose turn it is

QCoro::Task<Lease> ConnectionPool::lease(MailboxName folder, Priority priority, bool readOnly, bool beside)
{
    const QPointer<ConnectionPool> self(this);
    while (self) {
        auto granted = ask(folder, priority, readOnly, beside);
        std::shared_ptr<PoolHold> hold = co_await granted;
        // The promise must not keep what it gave.
        granted = {};
        if (!self || !m_open)
            throw notConnected();
        if (hold->kind == Kind::Shared)
            co_return Lease(std::move(hold));
        const Connection *own = connection(hold->connection);
        const bool isNew = own && !own->ready;
        std::exception_ptr failure;
        try {
            if (isNew)
                co_await establish(hold);
            if (self)
                co_await enter(hold);
        } catch (const std::exception &) {
            failure = std::current_exception();
        }
        if (!self)
            throw notConnected();
        const Connection *now = connection(hold->connection);
        if (hold->session() && (hold->kind == Kind::Main || now->ready)) {
            if (failure)
                std::rethrow_exception(failure); // the folder is the matter
            co_return Lease(std::move(hold));
        }
        if (hold->kind == Kind::Extra) {
            // An old connection may have died unnoticed; that says nothing of how many there may be.
            if (isNew && now && failure)
                makeSmaller(failure);
            discard(hold->connection);
        }
    }
    throw notConnected();
}

QFuture<std::shared_ptr<ConnectionPool::PoolHold>>
ConnectionPool::ask(const MailboxName &folder, Priority priority, bool readOnly, bool beside)
{
    Wish wish{folder, priority,     readOnly,
              beside, ++m_lastWish, std::make_shared<QPromise<std::shared_ptr<PoolHold>>>()};
    wish.promise->start();
    auto future = wish.promise->future();
    if (!m_open) {
        wish.promise->setException(std::make_exception_ptr(notConnected()));
        wish.promise->finish();
        return future;
    }
    const auto behind = std::find_if(m_wishes.begin(), m_wishes.end(),
                                     [&](const Wish &other) { return other.priority > priority; });
    m_wishes.insert(behind, std::move(wish));
    serve();
    return future;
}

void ConnectionPool::serve()
{
    if (!m_open || std::exchange(m_serving, true))
        return;
    int waiting = 0;
    for (auto wish = m_wishes.begin(); wish != m_wishes.end();) {
        if (std::shared_ptr<PoolHold> found = find(*wish)) {
            const auto promise = wish->promise;
            wish = m_wishes.erase(wish);
            promise->addResult(std::move(found));
            promise->finish();
        } else {
            const auto asked = std::count_if(m_holds.begin(), m_holds.end(),
                                             [](const PoolHold *hold) { return hold->isWanted; });
            if (asked < ++waiting)
                demand(*wish);
            ++wish;
        }
    }
    m_serving = false;
}

std::shared_ptr<ConnectionPool::PoolHold> ConnectionPool::find(const Wish &wish)
{
    if (mayShare(wish))
        return hold(Kind::Shared, wish, 0);
    if (Connection *idle = idleFor(wish)) {
        idle->held = true;
        return hold(Kind::Extra, wish, idle->id);
    }
    if (mayConnect()) {
        auto made = std::make_unique<Connection>();
        made->id = ++m_lastConnection;
        m_connections.push_back(std::move(made));
        Q_EMIT changed();
        return hold(Kind::Extra, wish, m_lastConnection);
    }
    // Nobody watches another folder at the price of the open one.
    const bool only = m_connections.empty() && wish.priority != Priority::Watch;
    if (!only || m_lent || !m_main->mainSession() || !m_main->mayLendMain())
        return {};
    m_lent = m_main->lendMain();
    return m_lent ? hold(Kind::Main, wish, 0) : nullptr;
}

std::shared_ptr<ConnectionPool::PoolHold> ConnectionPool::hold(Kind kind, const Wish &wish,
                                                               quint64 connection)
{
    auto made = std::make_shared<PoolHold>(this, kind, wish, connection);
    m_holds.push_back(made.get());
    return made;
}

bool ConnectionPool::mayShare(const Wish &wish) const
{
    if (m_lent || !m_main->mainSession() || wish.priority == Priority::Watch)
        return false;
    if (wish.folder.isEmpty())
        return true;
    if (m_main->mainIsReadOnly() && !wish.readOnly)
        return false;
    // Who only reads would like to be beside, if there is another way.
    return m_main->mainFolder() == wish.folder && (!(wish.readOnly || wish.beside) || limit() == 1);
}

ConnectionPool::Connection *ConnectionPool::idleFor(const Wish &wish)
{
    Connection *best = nullptr;
    for (const auto &one : m_connections) {
        if (one->held)
            continue;
        const bool fits = one->folder == wish.folder && (wish.readOnly || !one->readOnly);
        if (fits)
            return one.get();
        if (!best || one->folder.isEmpty())
            best = one.get();
    }
    return best;
}

bool ConnectionPool::mayConnect() const
{
    return int(m_connections.size()) + 1 < limit() && !m_retryTimer.isActive();
}

/// Asks the least urgent for what it has, if it is less urgent.
void ConnectionPool::demand(const Wish &wish)
{
    PoolHold *least = nullptr;
    for (PoolHold *hold : m_holds) {
        if (hold->kind != Kind::Shared && !hold->isWanted && hold->priority > wish.priority &&
            (!least || hold->priority > least->priority))
            least = hold;
    }
    if (least)
        least->want();
}

void ConnectionPool::probe(int milliseconds)
{
    const auto unused = [](const auto &one) { return !one->held; };
    m_connections.erase(std::remove_if(m_connections.begin(), m_connections.end(), unused),
                        m_connections.end());
    for (const auto &one : m_connections) {
        if (one->session)
            one->session->probe(milliseconds);
    }
}

void ConnectionPool::recallMain()
{
    for (PoolHold *hold : m_holds) {
        if (hold->kind == Kind::Main)
            hold->want();
    }
}

// ---------------------------------------------------------------- one connection

QCoro::Task<> ConnectionPool::establish(std::shared_ptr<PoolHold> hold)
{
    const QPointer<ConnectionPool> self(this);
    Connection *own = connection(hold->connection);
    own->log = std::make_shared<WireLog>(m_log, "connection " + QByteArray::number(own->id + 1));
    own->session = std::make_unique<Session>(m_makeTransport(m_config.connection), sessionOptions(m_config),
                                             own->log.get());
    Session *session = own->session.get();
    connect(session, &Session::ended, this, [this, id = own->id] {
        if (const Connection *gone = connection(id); gone && gone->ready)
            discard(id);
    });
    Connecting how{m_config, m_credentials};
    how.compress = true; // it costs a flight, and nobody waits
    co_await connectAndSignIn(session, how);
    if (!self)
        co_return;
    if (Connection *still = connection(hold->connection)) {
        still->ready = true;
        m_backoff.succeeded();
    }
}

QCoro::Task<> ConnectionPool::enter(std::shared_ptr<PoolHold> hold)
{
    const QPointer<ConnectionPool> self(this);
    Session *session = hold->session();
    Connection *own = connection(hold->connection);
    if (!session)
        co_return;
    session->setKeepLive(false);
    if (own && own->folder == hold->folder && (hold->readOnly || !own->readOnly))
        co_return;
    if (own)
        own->folder = {};
    if (hold->folder.isEmpty()) {
        // Without UNSELECT it stays where it is: CLOSE would expunge.
        if (session->state().mailbox && session->state().capabilities.has("UNSELECT")) {
            auto left = session->run(Unselect(), "background");
            co_await left;
        }
        co_return;
    }
    Select select;
    select.mailbox = hold->folder;
    select.readOnly = hold->readOnly;
    select.condstore = session->state().capabilities.has("CONDSTORE");
    auto selected = session->run(std::move(select), "background");
    co_await selected;
    if (!self)
        co_return;
    if (Connection *still = connection(hold->connection)) {
        still->folder = hold->folder;
        still->readOnly = hold->readOnly;
    }
}

Session *ConnectionPool::sessionOf(const PoolHold &hold) const
{
    if (!m_open)
        return nullptr;
    Session *session = nullptr;
    if (hold.kind == Kind::Extra) {
        const Connection *own = connection(hold.connection);
        session = own ? own->session.get() : nullptr;
    } else if (hold.kind == Kind::Main) {
        session = m_lent.data();
    } else {
        session = m_main->mainSession();
        const bool moved = session && !hold.folder.isEmpty() &&
                           (m_main->mainFolder() != hold.folder || session->selectionBehind() != hold.folder);
        if (moved)
            session = nullptr;
    }
    return session && session->isOpen() ? session : nullptr;
}

ConnectionPool::Connection *ConnectionPool::connection(quint64 id) const
{
    const auto at = std::find_if(m_connections.begin(), m_connections.end(),
                                 [id](const auto &one) { return one->id == id; });
    return at == m_connections.end() ? nullptr : at->get();
}

/// While the main connection works, what keeps another from working is their number, or passes.
void ConnectionPool::makeSmaller(const std::exception_ptr &failure)
{
    bool refused = false;
    try {
        std::rethrow_exception(failure);
    } catch (const LoginError &) {
        refused = true;
    } catch (const CertificateError &) {
        refused = true;
    } catch (const AbortError &error) {
        refused = error.reason() == AbortError::Reason::ServerBye || isTemporaryRefusal(error);
    } catch (const std::exception &) {
        // The network, probably.
    }
    if (refused) {
        m_refusedAt = std::max(1, int(m_connections.size())); // the main one in place of the refused
        m_log->note("the server bears " + QByteArray::number(m_refusedAt) + " connections");
    } else {
        m_retryTimer.start(m_backoff.next());
    }
}

void ConnectionPool::discard(quint64 id)
{
    const auto at = std::find_if(m_connections.begin(), m_connections.end(),
                                 [id](const auto &one) { return one->id == id; });
    if (at == m_connections.end())
        return;
    m_connections.erase(at);
    Q_EMIT changed();
    serve();
}

void ConnectionPool::release(PoolHold &hold)
{
    m_holds.erase(std::remove(m_holds.begin(), m_holds.end(), &hold), m_holds.end());
    if (hold.kind == Kind::Main) {
        const bool still = m_lent && m_open;
        m_lent.clear();
        if (still)
            m_main->takeMainBack();
    } else if (Connection *own = connection(hold.connection)) {
        own->held = false;
        if (!own->ready) {
            discard(own->id);
            return;
        }
        own->session->setKeepLive(false);
        own->unused.start();
        if (!m_idleTimer.isActive())
            m_idleTimer.start(m_idleMs);
    }
    serve();
}

void ConnectionPool::closeIdle()
{
    bool left = false;
    std::vector<std::unique_ptr<Connection>> old;
    for (auto &one : m_connections) {
        if (!one->held && one->unused.elapsed() >= m_idleMs)
            old.push_back(std::move(one));
        else
            left = left || !one->held;
    }
    m_connections.erase(std::remove(m_connections.begin(), m_connections.end(), nullptr),
                        m_connections.end());
    for (auto &one : old)
        retire(std::move(one));
    if (left)
        m_idleTimer.start(std::max(1000, m_idleMs / 4));
    if (!old.empty())
        Q_EMIT changed();
}

/// With a goodbye; servers count a connection that only goes silent for a while.
void ConnectionPool::retire(std::unique_ptr<Connection> connection)
{
    Session *session = connection->session.release();
    session->disconnect();
    session->setParent(this);
    connect(session, &QObject::destroyed, [keep = connection->log] {});
    connect(session, &Session::ended, session, &QObject::deleteLater);
    QTimer::singleShot(ByeMs, session, &QObject::deleteLater);
    session->run(Logout(), "background");
}

} // namespace imap
