#include "account/account.h"

#include "net/transportfactory.h"
#include "sasl/choosemechanism.h"
#include "session/errors.h"
#include "session/signin.h"
#include "sync/introduction.h"
#include "sync/sectionfetcher.h"

#include <QCoro/QCoroFuture>
#include <QDir>
#include <QPointer>

namespace imap
{

namespace
{

/// Without NOTIFY the other folders' counts are looked at this often.
constexpr int SweepMs = 120'000;

} // namespace

SessionOptions sessionOptions(const AccountConfig &config)
{
    SessionOptions options;
    options.host = config.connection.host;
    options.greetingTimeoutMs = config.connection.connectTimeoutMs;
    options.readTimeoutMs = config.connection.readTimeoutMs;
    return options;
}

Account::Account(AccountConfig config, QString cacheDirectory, std::shared_ptr<CredentialSource> credentials)
    : m_config(std::move(config))
    , m_cacheDirectory(std::move(cacheDirectory))
    , m_credentials(std::move(credentials))
    , m_batcher(this)
    , m_retryTimer(this)
    , m_sweepTimer(this)
{
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
    const EventSink sink = [this](Event event) { m_batcher.add(std::move(event)); };
    m_folders = std::make_unique<FolderList>(m_store.get(), sink);
    m_journal = std::make_unique<FlagJournal>(m_store.get(), m_folders.get(), sink);
    connect(m_journal.get(), &FlagJournal::changed, this,
            [this](const MailboxName &folder, const UidSet &uids) {
                if (m_open && m_open->name() == folder)
                    m_open->showAgain(uids);
            });
    connect(m_journal.get(), &FlagJournal::waiting, this, [this] {
        if (m_ready && m_open && m_open->isAttached() && m_journal->hasWaiting(m_open->name()))
            m_journal->send(m_session.get());
    });
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
    m_config = config;
    m_secret = {};
    dropSession();
    m_backoff.succeeded();
    if (m_online)
        connectNow();
}

// ---------------------------------------------------------------- the connection

void Account::connectNow()
{
    if (!m_online)
        return;
    m_retryTimer.stop();
    dropSession();
    work();
}

QCoro::Task<> Account::work()
{
    const QPointer<Account> self(this);
    const quint64 attempt = ++m_attempt;
    setState(ConnectionState::Connecting);
    std::shared_ptr<const Error> failure;
    try {
        const QString mechanism = co_await establish();
        if (!self || attempt != m_attempt)
            co_return;
        m_log.note("signed in: " + mechanism.toLatin1());
        co_await afterSignIn();
    } catch (const std::exception &) {
        failure = currentError();
    }
    if (self && attempt == m_attempt && failure)
        lost(failure);
}

QCoro::Task<QString> Account::establish()
{
    const QPointer<Account> self(this);
    const quint64 attempt = m_attempt;
    const bool local = m_config.connection.security == ConnectionSettings::Security::Command;
    m_session =
        std::make_unique<Session>(makeTransport(m_config.connection), sessionOptions(m_config), &m_log);
    Session *session = m_session.get();
    connect(session, &Session::ended, this, &Account::onSessionEnded);
    connect(session, &Session::liveChanged, this, &Account::tellLive);
    connect(session, &Session::untagged, this, &Account::onUntagged);
    connect(session, &Session::alerted, this,
            [this](const QByteArray &text) { m_batcher.add(AlertRaised{QString::fromUtf8(text)}); });
    // The password is looked up while the connection is made; a command may turn out to need none.
    QFuture<Secret> secret;
    const bool hasSecret = needsSecret(m_config.mechanism.toLatin1());
    if (hasSecret && m_secret.isEmpty() && !local)
        secret = m_credentials->secret(m_config);
    auto opened = session->open();
    const StatusResponse greeting = co_await opened;
    if (!self || attempt != m_attempt)
        co_return QString();
    setState(ConnectionState::SigningIn);
    if (hasSecret && greeting.kind != StatusResponse::Kind::Preauth && m_secret.isEmpty()) {
        if (!secret.isValid())
            secret = m_credentials->secret(m_config);
        const Secret found = co_await secret;
        if (!self || attempt != m_attempt)
            co_return QString();
        m_secret = found;
    }
    SignInOptions options;
    options.startTls = m_config.connection.security == ConnectionSettings::Security::StartTls;
    options.allowClearText = local || m_config.connection.security == ConnectionSettings::Security::Plain;
    options.user = m_config.user;
    options.authorizationId = m_config.authorizationId;
    options.mechanism = m_config.mechanism;
    options.secret = m_secret;
    options.clientCertificate = !m_config.connection.clientCertificate.isEmpty();
    options.host = m_config.connection.host;
    options.port = m_config.connection.port;
    co_return co_await signIn(session, options);
}

QCoro::Task<> Account::afterSignIn()
{
    const QPointer<Account> self(this);
    const quint64 attempt = m_attempt;
    m_ready = true;
    m_backoff.succeeded();
    setState(ConnectionState::Online);
    if (m_config.sendId)
        introduce(m_session.get());
    co_await m_journal->sendElsewhere(m_session.get(), m_wanted);
    if (!self || attempt != m_attempt)
        co_return;
    // The open folder first: its window must not wait behind a long folder list.
    if (!m_wanted.isEmpty())
        co_await reopen();
    if (!self || attempt != m_attempt)
        co_return;
    m_session->setKeepLive(true);
    if (!std::exchange(m_foldersAsked, true))
        co_await refreshFolders();
    m_sweepTimer.start(SweepMs);
}

void Account::onSessionEnded(const std::shared_ptr<const Error> &error)
{
    // While signing in, the task that waits for it hears of the same error.
    if (m_ready)
        lost(error);
}

void Account::lost(const std::shared_ptr<const Error> &error)
{
    dropSession();
    if (!m_online)
        return;
    if (dynamic_cast<const LoginError *>(error.get())) {
        m_secret = {};
        setState(ConnectionState::LoginRefused, error);
    } else if (dynamic_cast<const CertificateError *>(error.get())) {
        setState(ConnectionState::CertificateRefused, error);
    } else if (dynamic_cast<const LocalError *>(error.get())) {
        // The keychain or a password command failed: a person has to look at it.
        setState(ConnectionState::LoginRefused, error);
    } else {
        const int wait = m_backoff.next();
        setState(ConnectionState::Waiting, error, wait);
        m_retryTimer.start(wait);
    }
}

void Account::dropSession()
{
    ++m_attempt;
    m_ready = false;
    m_opening = false;
    m_refreshing = false;
    m_foldersAsked = false;
    m_sweepTimer.stop();
    if (m_open)
        m_open->detach();
    if (m_session) {
        m_session->disconnect(this);
        m_session->close();
        // Not deleted here: this may be called from one of its signals.
        m_session.release()->deleteLater();
    }
}

void Account::setState(ConnectionState state, const std::shared_ptr<const Error> &error, int retryInMs)
{
    m_state = ConnectionChanged{state, false, retryInMs, error};
    m_batcher.add(m_state);
}

void Account::tellLive()
{
    const bool live = m_session && m_session->isIdling();
    // Between two IDLEs a command runs for a moment; that is not worth a word.
    if (!live || m_state.live || m_state.state != ConnectionState::Online)
        return;
    m_state.live = true;
    m_batcher.add(m_state);
}

void Account::onUntagged(const Untagged &response)
{
    if (const auto *counts = std::get_if<MailboxStatusResponse>(&response)) {
        if (!m_refreshing) {
            MailboxStatus unseen;
            unseen.unseen = counts->status.unseen;
            m_folders->setServerCounts(counts->mailbox, unseen);
        }
    }
}

// ---------------------------------------------------------------- folders and messages

void Account::openFolder(const MailboxName &name)
{
    if (!m_store)
        return;
    m_wanted = name;
    if (m_open && m_open->name() == name && (m_open->isAttached() || m_opening))
        return;
    makeOpenFolder();
    if (m_ready)
        reopen();
}

void Account::makeOpenFolder()
{
    m_open = std::make_unique<OpenFolder>(m_store.get(), m_folders.get(), m_journal.get(), m_wanted,
                                          [this](Event event) { m_batcher.add(std::move(event)); });
    // The folder list shares the flight of the first window, behind it.
    connect(m_open.get(), &OpenFolder::windowAsked, this, [this] {
        if (!std::exchange(m_foldersAsked, true))
            refreshFolders();
    });
    m_open->showCache();
}

QCoro::Task<> Account::reopen()
{
    const QPointer<Account> self(this);
    const quint64 attempt = m_attempt;
    m_opening = true;
    if (!m_open || m_open->name() != m_wanted) {
        makeOpenFolder();
    }
    try {
        co_await m_open->attach(m_session.get());
    } catch (const std::exception &) {
        // The session ended, which its own signal tells.
    }
    if (self && attempt == m_attempt)
        m_opening = false;
}

void Account::showRows(const MailboxName &name, SeqNum first, SeqNum last)
{
    if (m_open && m_open->name() == name)
        m_open->showRows(first, last);
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
    if (self && attempt == m_attempt)
        m_refreshing = false;
}

void Account::checkNow()
{
    if (m_ready)
        refreshFolders();
    else
        retryNow();
}

QCoro::Task<MessageBody> Account::fetchSections(MailboxName folder, Uid uid, QList<QByteArray> sections)
{
    if (!m_store)
        throw LocalError(QStringLiteral("The cache could not be opened."));
    const bool reachable = m_ready && m_open && m_open->name() == folder && m_open->isAttached();
    co_return co_await imap::fetchSections(m_store.get(), reachable ? m_session.get() : nullptr, &m_log,
                                           folder, uid, sections);
}

quint64 Account::changeFlags(const MailboxName &folder, const QList<Uid> &uids, const FlagSet &add,
                             const FlagSet &remove)
{
    if (!m_journal)
        throw LocalError(QStringLiteral("The cache could not be opened."));
    return m_journal->change(folder, uids, add, remove);
}

quint64 Account::change(const Change &change)
{
    if (!m_journal)
        throw LocalError(QStringLiteral("The cache could not be opened."));
    return m_journal->change(change);
}

void Account::retryOperation(quint64 operation)
{
    if (m_journal)
        m_journal->retry(operation);
}

void Account::dropOperation(quint64 operation)
{
    if (m_journal)
        m_journal->drop(operation);
}

QList<JournalEntry> Account::journal(int limit) const
{
    return m_journal ? m_journal->entries(limit) : QList<JournalEntry>();
}

quint64 Account::undo(quint64 operation)
{
    if (!m_journal)
        throw LocalError(QStringLiteral("The cache could not be opened."));
    return m_journal->undo(operation);
}

} // namespace imap
