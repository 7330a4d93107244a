#include "account/connecting.h"
#include "account/makeaccount.h"
#include "account/pledge.h"
#include "net/transportfactory.h"
#include "sync/introduction.h"

#include <QCoro/QCoroFuture>
#include <QThread>
#include <QTimer>

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

QCoro::Task<> answer(AccountConfig config, Secret secret, Pledge<AccountCheck> pledge, QThread *thread)
{
    WireLog log;
    Session session(makeTransport(config.connection), sessionOptions(config), &log);
    try {
        AccountCheck result = co_await check(&session, config, secret);
        pledge.succeed(std::move(result));
    } catch (...) {
        pledge.fail(std::current_exception());
    }
    session.close();
    // Not before the socket, which goes with the session, was deleted.
    QTimer::singleShot(0, [thread] { thread->quit(); });
}

} // namespace

QFuture<AccountCheck> checkAccount(const AccountConfig &config, const Secret &secret)
{
    const Pledge<AccountCheck> pledge;
    auto *thread = new QThread;
    auto *worker = new QObject;
    worker->moveToThread(thread);
    QObject::connect(thread, &QThread::finished, worker, &QObject::deleteLater);
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->setObjectName(QStringLiteral("account-check"));
    thread->start();
    QMetaObject::invokeMethod(
        worker, [=] { answer(config, secret, pledge, thread); }, Qt::QueuedConnection);
    return pledge.future();
}

} // namespace imap
