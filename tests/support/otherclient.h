#pragma once

#include "commands/select.h"
#include "net/transportfactory.h"
#include "session/signin.h"

#include <QCoreApplication>
#include <QCoro/QCoroTask>
#include <QElapsedTimer>

namespace imap::test
{

/// Somebody else's mail program, on the same mailbox at the same time. Waits for each answer.
class OtherClient
{
public:
    OtherClient(const ConnectionSettings &settings, const QString &user, const QByteArray &password)
        : m_session(makeTransport(settings), SessionOptions(), &m_log)
    {
        SignInOptions options;
        options.user = user;
        options.secret = Secret(password);
        wait(m_session.open());
        QCoro::waitFor(signIn(&m_session, options));
    }
    void select(const QString &folder)
    {
        Select command;
        command.mailbox = MailboxName(folder);
        run(std::move(command));
    }
    template <Command C>
    typename C::Result run(C command)
    {
        return wait(m_session.run(std::move(command)));
    }

private:
    template <class T>
    static T wait(QFuture<T> future)
    {
        QElapsedTimer passed;
        passed.start();
        while (!future.isFinished() && passed.elapsed() < 20'000)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        return future.result();
    }

    WireLog m_log;
    Session m_session;
};

} // namespace imap::test
