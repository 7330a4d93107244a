#include "account/connecting.h"
#include "account/makeaccount.h"
#include "account/pledge.h"
#include "account/workerthread.h"
#include "net/transportfactory.h"
#include "sync/introduction.h"

#include <QCoreApplication>
#include <QCoro/QCoroFuture>
#include <QFutureWatcher>
#include <QSet>

namespace imap
{

namespace
{

QCoro::Task<AccountCheck> check(Session *session, AccountConfig config, Secret secret)
{
    AccountCheck result;
    auto opened = session->open();
    const StatusResponse greeting = co_await opened;
    result.greeting = greeting.text;
    const SignInOptions options = signInOptions(config, secret);
    result.mechanism = co_await signIn(session, options);
    result.folders = co_await countFolders(session);
    result.capabilities = session->state().capabilities.names();
    const TransportInfo info = session->transportInfo();
    if (info.encrypted)
        result.tls = info.protocol + QStringLiteral(", ") + info.cipher;
    co_return result;
}

/// One check under way, in the thread of whoever asked, with a thread of its own for the work. Goes when the
/// check has its result, which cancelling the future or the end of the program bring about at once.
class Check final : public QObject
{
public:
    Check(const AccountConfig &config, const Secret &secret)
    {
        connect(&m_watch, &QFutureWatcherBase::finished, this, &QObject::deleteLater);
        connect(&m_watch, &QFutureWatcherBase::canceled, this, &Check::stop);
        m_watch.setFuture(m_pledge.future());
        QMetaObject::invokeMethod(
            m_thread.context(), [this, config, secret] { run(config, secret); }, Qt::QueuedConnection);
        all().insert(this);
    }
    ~Check() override
    {
        all().remove(this);
        stop();
    }

    QFuture<AccountCheck> future() const { return m_pledge.future(); }
    /// The program ends: so do they, while there still is an application whose events reach their threads.
    static void endAll()
    {
        const QSet<Check *> left = all();
        qDeleteAll(left);
    }

private:
    static QSet<Check *> &all()
    {
        static QSet<Check *> checks;
        return checks;
    }
    void stop()
    {
        QMetaObject::invokeMethod(
            m_thread.context(),
            [this] {
                if (m_session)
                    m_session->close();
            },
            Qt::QueuedConnection);
    }
    /// In m_thread.
    QCoro::Task<> run(AccountConfig config, Secret secret)
    {
        WireLog log;
        Session session(makeTransport(config.connection), sessionOptions(config), &log);
        m_session = &session;
        try {
            AccountCheck result = co_await check(&session, config, secret);
            m_pledge.succeed(std::move(result));
        } catch (...) {
            m_pledge.fail(std::current_exception());
        }
        m_session = nullptr;
        session.close();
        m_thread.quit();
    }

    Pledge<AccountCheck> m_pledge;
    QFutureWatcher<AccountCheck> m_watch;
    Session *m_session = nullptr; ///< of m_thread
    WorkerThread m_thread;        ///< the last member: its end is waited for before the others go
};

} // namespace

QFuture<AccountCheck> checkAccount(const AccountConfig &config, const Secret &secret)
{
    qRemovePostRoutine(&Check::endAll);
    qAddPostRoutine(&Check::endAll);
    return (new Check(config, secret))->future();
}

} // namespace imap
