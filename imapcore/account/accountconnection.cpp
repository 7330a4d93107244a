// How an Account gets its connection, keeps it, loses it and lends it.
#include "account/account.h"

#include "session/errors.h"
#include "session/promises.h"
#include "sync/introduction.h"
#include "sync/notifications.h"
#include "sync/ortell.h"
#include "sync/windowitems.h"

#include <QCoro/QCoroFuture>
#include <QPointer>

namespace imap
{

namespace
{

/// Without NOTIFY the other folders' counts are looked at this often.
constexpr int SweepMs = 120'000;
/// With it, in case that something was missed: Dovecot 2.3 tells of some folders only with the next change.
constexpr int RareSweepMs = 5 * 60'000;
/// How long after opening the account begins with what nobody waits for.
constexpr int SettleMs = 150;

} // namespace

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
    m_session =
        std::make_unique<Session>(m_makeTransport(m_config.connection), sessionOptions(m_config), &m_log);
    Session *session = m_session.get();
    connect(session, &Session::ended, this, &Account::onSessionEnded);
    connect(session, &Session::liveChanged, this, &Account::tellLive);
    connect(session, &Session::untagged, this, [this](const Untagged &response) {
        const EventSink sink = [this](Event event) { m_batcher.add(std::move(event)); };
        orTell(*m_store, sink, [&] { onUntagged(response); });
    });
    connect(session, &Session::alerted, this,
            [this](const QByteArray &text) { m_batcher.add(AlertRaised{QString::fromUtf8(text)}); });
    std::shared_ptr<const Error> failure;
    try {
        const Connecting how = connecting();
        const QString mechanism = co_await connectAndSignIn(session, how);
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

Connecting Account::connecting()
{
    Connecting how;
    how.config = m_config;
    how.credentials = m_credentials;
    how.greeted = [this, self = QPointer<Account>(this), attempt = m_attempt] {
        if (self && attempt == m_attempt)
            setState(ConnectionState::SigningIn);
    };
    return how;
}

QCoro::Task<> Account::afterSignIn()
{
    const QPointer<Account> self(this);
    const quint64 attempt = m_attempt;
    m_ready = true;
    m_backoff.succeeded();
    setState(ConnectionState::Online);
    m_folders->setGmailLabels(hasGmailLabels(m_session->state().capabilities));
    if (m_config.sendId)
        introduce(m_session.get());
    // The open folder first: its window must not wait behind a long folder list.
    if (!m_wanted.isEmpty())
        co_await reopen();
    if (!self || attempt != m_attempt)
        co_return;
    m_session->setKeepLive(true);
    if (!std::exchange(m_foldersAsked, true))
        co_await refreshFolders();
    if (!self || attempt != m_attempt)
        co_return;
    // What was opened is on its way to the screen; the rest follows when that is over, and before IDLE.
    QTimer::singleShot(SettleMs, this, [this, attempt] {
        if (attempt == m_attempt)
            settle();
    });
}

/// What nobody waits for.
QCoro::Task<> Account::settle()
{
    const QPointer<Account> self(this);
    const quint64 attempt = m_attempt;
    bool pushed = false;
    // Messages are not moved on a session that has asked for news; where there may be no other, there are
    // none.
    if (m_config.maximumConnections > 1)
        pushed = co_await subscribeToAll(m_session.get());
    if (!self || attempt != m_attempt)
        co_return;
    m_newsPushed = pushed;
    if (m_open)
        m_open->setNewsPushed(m_newsPushed);
    startSweeping();
    m_suspended.setActive(true);
    m_quotaStale = m_quotaStale || m_journal->hasWaiting();
    learnQuota();
    // Nothing beside before what a person waits for is there.
    m_pool.open(m_config);
    tellWaiting(m_settling);
    sendJournal();
    m_fill->start();
    watchFolders();
}

void Account::startSweeping()
{
    m_sweepTimer.start(m_newsPushed ? RareSweepMs : SweepMs);
}

void Account::onSessionEnded(const std::shared_ptr<const Error> &error)
{
    // While signing in, the task that waits for it hears of the same error.
    if (m_ready)
        lost(error);
}

void Account::lost(const std::shared_ptr<const Error> &error)
{
    const bool found = m_probing;
    dropSession();
    if (!m_online)
        return;
    const bool refused = dynamic_cast<const LoginError *>(error.get()) && !isTemporaryRefusal(*error);
    if (refused && m_credentials->refused()) {
        // It worked before: a token that has run out, perhaps. The source may have a new one.
        connectNow();
    } else if (refused) {
        setState(ConnectionState::LoginRefused, error);
    } else if (dynamic_cast<const CertificateError *>(error.get())) {
        setState(ConnectionState::CertificateRefused, error);
    } else if (dynamic_cast<const LocalError *>(error.get())) {
        // The keychain or a password command failed: a person has to look at it.
        setState(ConnectionState::LoginRefused, error);
    } else if (found) {
        connectNow(); // it died while the computer slept: the server is as good as it was
    } else {
        const int wait = m_backoff.next();
        setState(ConnectionState::Waiting, error, wait);
        m_retryTimer.start(wait);
    }
}

void Account::dropSession()
{
    ++m_attempt;
    if (m_journal)
        m_journal->clearSource();
    if (m_fill)
        m_fill->stop();
    m_watch.stop();
    m_pool.close();
    m_lent = false;
    m_probing = false;
    m_newsPushed = false;
    m_news.clear();
    m_listNews = false;
    m_newsTimer.stop();
    m_liveTimer.stop();
    m_quotaTimer.stop();
    m_suspended.setActive(false);
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
    tellReturned();
    tellWaiting(m_settling);
}

// ---------------------------------------------------------------- lending it

Session *Account::mainSession() const
{
    return m_ready && !m_lent ? m_session.get() : nullptr;
}

MailboxName Account::mainFolder() const
{
    return m_open && m_open->isAttached() && !m_opening ? m_open->name() : MailboxName();
}

bool Account::mayLendMain() const
{
    return m_ready && !m_lent && !m_opening && !m_refreshing && !m_quietTimer.isActive();
}

Session *Account::lendMain()
{
    m_lent = true;
    if (m_open)
        m_open->detach();
    return m_session.get();
}

void Account::takeMainBack()
{
    // Called from a destructor: the rest in a turn of its own, and nobody gets it before.
    QMetaObject::invokeMethod(
        this,
        [this, attempt = m_attempt] {
            if (attempt != m_attempt || !std::exchange(m_lent, false))
                return;
            m_session->setKeepLive(true);
            m_quietTimer.start(); // what has happened in the open folder comes before the next loan
            if (m_wanted.isEmpty())
                tellReturned();
            else
                reopen();
        },
        Qt::QueuedConnection);
}

/// Somebody uses the main connection, or is about to.
void Account::personActed()
{
    m_quietTimer.start();
    if (m_fill)
        m_fill->personActed();
    holdBack();
    if (m_lent)
        m_pool.recallMain();
}

QFuture<Nothing> Account::mainReturned()
{
    QPromise<Nothing> promise;
    promise.start();
    QFuture<Nothing> future = promise.future();
    if (m_lent || m_opening)
        m_returning.push_back(std::move(promise));
    else
        finishPromise(promise, Nothing());
    return future;
}

void Account::tellReturned()
{
    tellWaiting(m_returning);
}

/// There are connections besides, or there will be none. Who acts before the account has settled waits.
QFuture<Nothing> Account::poolOpened()
{
    QPromise<Nothing> promise;
    promise.start();
    QFuture<Nothing> future = promise.future();
    if (m_ready && !m_pool.isOpen())
        m_settling.push_back(std::move(promise));
    else
        finishPromise(promise, Nothing());
    return future;
}

void Account::tellWaiting(std::vector<QPromise<Nothing>> &waiting)
{
    for (QPromise<Nothing> &promise : std::exchange(waiting, {}))
        finishPromise(promise, Nothing());
}

void Account::setState(ConnectionState state, const std::shared_ptr<const Error> &error, int retryInMs)
{
    m_state = ConnectionChanged{state, false, retryInMs, error};
    m_batcher.add(m_state);
}

} // namespace imap
