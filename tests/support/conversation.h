#pragma once

#include "session/session.h"
#include "support/scriptedtransport.h"

#include <QPointer>
#include <QtTest>

namespace imap::test
{

/// A session and the server it talks to, read as a dialogue:
///
///     Conversation talk;
///     talk.greets("* OK [CAPABILITY IMAP4rev1 IDLE] hi");
///     auto done = talk.session().run(Noop{});
///     talk.client("A1 NOOP");
///     talk.server("A1 OK done");
///
/// `client` waits until the line was written; `server` waits until it was taken in. Lines are without CR LF.
class Conversation
{
public:
    explicit Conversation(SessionOptions options = quick())
        : m_transport(new ScriptedTransport)
        , m_session(std::unique_ptr<Transport>(m_transport.data()), options, &m_log)
    {
        QObject::connect(&m_session, &Session::ended, &m_session,
                         [this](const std::shared_ptr<const Error> &error) { m_end = error; });
    }

    /// Times that are long for a test, so that nothing happens by the clock unless a test asks for it.
    static SessionOptions quick()
    {
        SessionOptions options;
        options.readTimeoutMs = 60'000;
        options.idleDelayMs = 0;
        options.pollMs = 0;
        return options;
    }

    void greets(const QByteArray &line)
    {
        m_greeting = m_session.open();
        server(line);
    }
    void client(const QByteArray &line)
    {
        const QByteArray expected = line + "\r\n";
        QTRY_VERIFY2_WITH_TIMEOUT(take().size() >= expected.size(), "the client wrote " + m_unread.toHex(' '),
                                  5000);
        QCOMPARE(m_unread.left(expected.size()), expected);
        m_unread.remove(0, expected.size());
    }
    /// What was written and not yet matched.
    QByteArray unread() { return take(); }
    /// The same, which then counts as read.
    QByteArray takeUnread()
    {
        QCoreApplication::processEvents();
        take();
        return std::exchange(m_unread, {});
    }
    bool isSilent()
    {
        QCoreApplication::processEvents();
        return take().isEmpty();
    }
    void server(const QByteArray &line) { raw(line + "\r\n"); }
    void raw(const QByteArray &bytes)
    {
        m_transport->says(bytes);
        settle();
    }
    void settle()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!m_transport || m_transport->isIdle(), 5000);
        QCoreApplication::processEvents();
    }

    Session &session() { return m_session; }
    ScriptedTransport &transport() { return *m_transport; }
    WireLog &log() { return m_log; }
    QFuture<StatusResponse> greeting() const { return m_greeting; }
    const Error *end() const { return m_end.get(); }

private:
    QByteArray take()
    {
        if (m_transport)
            m_unread += m_transport->takeWritten();
        return m_unread;
    }

    WireLog m_log;
    QPointer<ScriptedTransport> m_transport;
    Session m_session;
    QFuture<StatusResponse> m_greeting;
    std::shared_ptr<const Error> m_end;
    QByteArray m_unread;
};

/// The error of a finished future as type E, or a test failure.
template <class E, class T>
E failureOf(QFuture<T> future)
{
    E caught{[] {
        if constexpr (std::is_same_v<E, AbortError>)
            return AbortError(AbortError::Reason::Other, QStringLiteral("nothing was thrown"));
        else
            return E(QStringLiteral("nothing was thrown"));
    }()};
    [&] { QTRY_VERIFY(future.isFinished()); }();
    try {
        future.waitForFinished();
    } catch (const E &error) {
        return error;
    } catch (const std::exception &error) {
        qWarning("another error: %s", error.what());
    }
    return caught;
}

} // namespace imap::test
