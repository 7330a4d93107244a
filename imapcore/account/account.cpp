#include "account/account.h"

#include "net/transportfactory.h"
#include "session/errors.h"

#include <QCoro/QCoroFuture>
#include <QDir>
#include <QPointer>

namespace imap
{

namespace
{

/// Who has only one connection is left alone with it for so long after each click.
constexpr int QuietMs = 1500;
/// Of so many rows at once the filling is over soon, and what it waits for is this thread.
constexpr qsizetype ManyRows = 1000;

ConnectionPool::MakeTransport orUsual(ConnectionPool::MakeTransport makeTransport)
{
    if (makeTransport)
        return makeTransport;
    return [](const ConnectionSettings &settings) { return imap::makeTransport(settings); };
}

} // namespace

Account::Account(AccountConfig config, QString cacheDirectory, std::shared_ptr<CredentialSource> credentials,
                 ConnectionPool::MakeTransport makeTransport)
    : m_config(std::move(config))
    , m_cacheDirectory(std::move(cacheDirectory))
    , m_credentials(std::make_shared<Credentials>(std::move(credentials)))
    , m_makeTransport(orUsual(std::move(makeTransport)))
    , m_batcher(this)
    , m_retryTimer(this)
    , m_sweepTimer(this)
    , m_quietTimer(this)
    , m_pool(&m_log, this, m_credentials, m_makeTransport, this)
    , m_watch(&m_pool, this)
    , m_suspended({}, this)
    , m_liveTimer(this)
    , m_newsTimer(this)
    , m_quotaTimer(this)
{
    connect(&m_watch, &FolderWatch::changed, this, &Account::onFolderChanged);
    connect(&m_suspended, &SuspendWatch::resumed, this, &Account::probe);
    m_liveTimer.setSingleShot(true);
    connect(&m_liveTimer, &QTimer::timeout, this, [this] { setLive(false); });
    m_newsTimer.setSingleShot(true);
    connect(&m_newsTimer, &QTimer::timeout, this, [this] { followNews(); });
    m_quotaTimer.setSingleShot(true);
    connect(&m_quotaTimer, &QTimer::timeout, this, [this] { learnQuota(); });
    m_quietTimer.setSingleShot(true);
    m_quietTimer.setInterval(QuietMs);
    connect(&m_quietTimer, &QTimer::timeout, &m_pool, &ConnectionPool::serve);
    m_batcher.setTraffic([this] { return Traffic{m_log.roundTrips(), m_log.bytesIn(), m_log.bytesOut()}; });
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &Account::connectNow);
    connect(&m_sweepTimer, &QTimer::timeout, this, [this] { refreshFolders(); });
}

Account::~Account()
{
    stop();
}

void Account::openStore()
{
    if (m_store)
        return;
    m_store = store::Store::open(m_cacheDirectory);
    if (m_store->report().outcome == store::OpenReport::Outcome::Rebuilt)
        m_batcher.add(AlertRaised{m_store->report().reason});
    const EventSink sink = [this](Event event) {
        if (m_fill && std::holds_alternative<FolderStatusChanged>(event))
            m_fill->countsChanged();
        else if (m_fill && std::holds_alternative<FoldersChanged>(event))
            m_fill->foldersChanged();
        m_batcher.add(std::move(event));
    };
    m_folders = std::make_unique<FolderList>(m_store.get(), sink);
    m_journal = std::make_unique<Journal>(m_store.get(), m_folders.get(), sink);
    listenToJournal();
    Arranger::Around around;
    around.line = [this] { return m_open && m_open->isAttached() ? m_session.get() : nullptr; };
    around.hidden = [this] { return m_open ? m_open->hidden() : UidSet(); };
    around.side = [this] { return sideForOrder(); };
    m_arranger = std::make_unique<Arranger>(m_store.get(), std::move(around), sink);
    m_fill = std::make_unique<BackgroundFill>(
        m_store.get(), m_folders.get(), &m_pool,
        [this](const MailboxName &folder, Uid uid, const FlagSet &flags) {
            return m_journal->overlay(folder, uid, flags);
        },
        sink);
    m_fill->setFollowed([this](const MailboxName &folder) {
        return m_open && m_open->name() == folder && m_open->isAttached();
    });
    m_fill->setPersonWaits([this] { return m_opening || m_fetching > 0; });
    m_fill->pause(m_fillPaused);
    m_fill->setPolicy(m_config.fill);
    connect(m_fill.get(), &BackgroundFill::filled, this,
            [this](const MailboxName &folder, const StoredRows &rows) {
                // Words of what comes can be looked up a little later. Where rows come slowly, that does not
                // wait.
                if (rows.uids.size() >= ManyRows)
                    m_indexer->holdBack();
                if (m_open && m_open->name() == folder)
                    m_open->adopt(rows);
            });
    m_indexer = std::make_unique<SearchIndexer>(m_store.get());
    m_indexer->start();
    m_searcher = std::make_unique<CacheSearcher>(m_store.get());
    m_searcher->setHidden([this](const MailboxName &folder) { return m_journal->hiddenIn(folder); });
    m_janitor = std::make_unique<CacheJanitor>(m_store.get(), m_config.cache);
    m_janitor->start();
    m_folders->showCache();
}

void Account::start()
{
    try {
        openStore();
    } catch (const std::exception &) {
        const auto error = currentError();
        m_batcher.add(AlertRaised{error->message()});
        setState(ConnectionState::Offline, error);
        return;
    }
    m_online = true;
    setState(ConnectionState::Connecting);
    // The first connection with TLS begins by reading all authorities that this computer trusts, a fifth of a
    // second of work. What the cache has, and the folder that is about to be opened, come before that.
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_batcher.flush();
            connectNow();
        },
        Qt::QueuedConnection);
}

void Account::stop()
{
    m_online = false;
    m_retryTimer.stop();
    dropSession();
    m_open.reset();
    m_batcher.flush();
}

void Account::retryNow()
{
    if (!m_store) {
        start();
        return;
    }
    m_online = true;
    if (m_ready || m_state.state == ConnectionState::Connecting ||
        m_state.state == ConnectionState::SigningIn)
        return;
    connectNow();
}

void Account::goOffline()
{
    m_online = false;
    m_retryTimer.stop();
    dropSession();
    setState(ConnectionState::Offline);
}

void Account::reconfigure(const AccountConfig &config)
{
    setCacheLimits(config.cache);
    m_config = config;
    setFillPolicy(config.fill);
    m_credentials->forget();
    dropSession();
    m_backoff.succeeded();
    if (m_online)
        connectNow();
}

// ---------------------------------------------------------------- folders and messages

void Account::openFolder(const MailboxName &name, bool readOnly)
{
    if (!m_store)
        return;
    m_wanted = name;
    m_wantedReadOnly = readOnly;
    m_fill->setOpenFolder(name);
    watchFolders();
    personActed();
    // Whoever comes back knows nothing of its rows any more.
    const bool same =
        !std::exchange(m_left, false) && m_open && m_open->name() == name && m_open->isReadOnly() == readOnly;
    if (same && (m_open->isAttached() || m_opening))
        return;
    makeOpenFolder();
    if (m_ready && !m_lent) // when it comes back, the folder is opened
        reopen();
}

void Account::makeOpenFolder()
{
    // Everybody hears of what happened first, and then where that leaves the rows.
    const EventSink sink = [this](Event event) {
        m_batcher.add(event);
        m_arranger->take(event);
    };
    m_open = std::make_unique<OpenFolder>(m_store.get(), m_folders.get(), m_journal.get(), m_wanted, sink);
    m_open->setReadOnly(m_wantedReadOnly);
    m_arranger->open(m_wanted, m_open->id());
    connect(m_open.get(), &OpenFolder::leaving, m_arranger.get(), &Arranger::noteLeaving);
    m_open->setNewsPushed(m_newsPushed);
    // The folder list shares the flight of the first window, behind it.
    connect(m_open.get(), &OpenFolder::windowAsked, this, [this] {
        if (!std::exchange(m_foldersAsked, true))
            refreshFolders();
        if (m_session && m_folders->wantsRights(*m_session, m_wanted))
            learnRights(m_wanted);
    });
    m_indexer->prefer(m_open->id());
    m_open->showCache();
}

QCoro::Task<> Account::reopen()
{
    const QPointer<Account> self(this);
    const quint64 attempt = m_attempt;
    m_opening = true;
    try {
        if (!m_open || m_open->name() != m_wanted || m_open->isReadOnly() != m_wantedReadOnly)
            makeOpenFolder();
        co_await m_open->attach(m_session.get());
    } catch (const LocalError &error) {
        if (self)
            m_batcher.add(AlertRaised{error.message()});
    } catch (const std::exception &) {
        // The session ended, which its own signal tells.
    }
    if (self && attempt == m_attempt) {
        m_opening = false;
        tellReturned();
        m_pool.serve();
    }
}

/// What its user may do in a folder that was opened, where the list did not say.
QCoro::Task<> Account::learnRights(MailboxName folder)
{
    const QList<MailboxName> names(1, folder);
    try {
        co_await m_folders->askRights(m_session.get(), names);
    } catch (const std::exception &) {
        // The session ended, which its own signal tells.
    }
}

void Account::showRows(const MailboxName &name, SeqNum first, SeqNum last)
{
    personActed();
    if (m_open && m_open->name() == name)
        m_open->showRows(first, last);
}

/// Sorting takes a server seconds in a large folder, and the main connection is the one that people wait at.
QCoro::Task<Arranger::Side> Account::sideForOrder()
{
    Arranger::Side side;
    if (m_pool.limit() < 2)
        co_return side;
    const MailboxName folder = m_wanted;
    Lease leased = co_await m_pool.lease(folder, Priority::Click, true);
    auto hold = std::make_shared<Lease>(std::move(leased));
    if (!hold->isShared()) {
        side.session = hold->session();
        side.hold = std::move(hold);
    }
    co_return side;
}

void Account::arrange(const MailboxName &name, const Arrangement &arrangement)
{
    if (m_open && m_open->name() == name)
        m_arranger->arrange(arrangement);
}

void Account::showMessages(const MailboxName &name, const QList<Uid> &uids)
{
    if (m_open && m_open->name() == name)
        m_arranger->show(uids);
}

OpenFolder *Account::requireOpen(const MailboxName &folder) const
{
    if (!m_open || m_open->name() != folder)
        throw LocalError(QStringLiteral("This folder is not open."));
    return m_open.get();
}

QCoro::Task<UidSet> Account::resolve(MailboxName folder, SeqSet numbers, quint64 revision)
{
    OpenFolder *open = requireOpen(folder);
    if (m_batcher.movedSince(revision))
        throw LocalError(QStringLiteral("The list changed just now. Please select again."));
    const UidSet uids = co_await open->resolve(numbers);
    co_return uids;
}

QCoro::Task<SeqNum> Account::findDate(MailboxName folder, QDate day)
{
    OpenFolder *open = requireOpen(folder);
    const SeqNum number = co_await open->findDate(day);
    co_return number;
}

QCoro::Task<> Account::refreshFolders()
{
    if (!m_ready || m_refreshing)
        co_return;
    const QPointer<Account> self(this);
    const quint64 attempt = m_attempt;
    m_refreshing = true;
    try {
        co_await m_folders->refresh(m_session.get());
    } catch (const CommandError &error) {
        if (self)
            m_batcher.add(AlertRaised{error.message()});
    } catch (const std::exception &) {
        // The session ended, which its own signal tells.
    }
    if (!self || attempt != m_attempt)
        co_return;
    m_refreshing = false;
    watchFolders(); // which there are may have changed
    m_pool.serve();
}

void Account::checkNow()
{
    if (!m_ready) {
        retryNow();
        return;
    }
    refreshFolders();
    learnQuota();
}

void Account::setFillPolicy(const FillPolicy &policy)
{
    m_config.fill = policy;
    if (m_fill)
        m_fill->setPolicy(policy);
}

void Account::pauseFill(bool paused)
{
    m_fillPaused = paused;
    if (m_fill)
        m_fill->pause(paused);
}

} // namespace imap
