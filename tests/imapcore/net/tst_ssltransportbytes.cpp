#include "tlscase.h"

using namespace imap;
using Reason = AbortError::Reason;

/// What goes over a connection once it is there, and how it goes over to TLS and ends.
class SslTransportBytesTest : public QObject, private TlsCase
{
    Q_OBJECT
    ConnectionSettings plainSettings(const QTcpServer &server, ConnectionSettings::Security security)
    {
        ConnectionSettings result = settings(server);
        result.security = security;
        return result;
    }

private Q_SLOTS:
    void initTestCase() { makeFiles(); }
    void plainTcp();
    void startTlsUpgrades();
    void startTlsChecksTheCertificate();
    void startTlsRefusesUnreadBytes();
    void bigTransferBothWays();
    void floodWaitsForTheReader();
    void lastBytesArriveBeforeClosed_data();
    void lastBytesArriveBeforeClosed();
    void writeOutsideOpenIsIgnored();
    void closeSendsWhatIsPending();
    void deletedFromItsOwnSignals();
};

void SslTransportBytesTest::plainTcp()
{
    TlsServer server(m_files, QStringLiteral("good"), TlsServer::Mode::Plain);
    server.setGreeting("* OK hello\r\n");
    Watcher client(plainSettings(server, ConnectionSettings::Security::Plain));
    client.transport->open();
    QTRY_COMPARE(client.received, QByteArray("* OK hello\r\n"));
    QVERIFY(!client.transport->info().encrypted);
    QVERIFY(client.transport->info().certificates.isEmpty());
    client.transport->write("A1 LOGOUT\r\n");
    QTRY_COMPARE(server.received(), QByteArray("A1 LOGOUT\r\n"));
    server.socket()->disconnectFromHost();
    QTRY_COMPARE(client.closed, 1);
    QVERIFY(!client.error);
}

void SslTransportBytesTest::startTlsUpgrades()
{
    TlsServer server(m_files, QStringLiteral("good"), TlsServer::Mode::Plain);
    server.setGreeting("* OK hello\r\n");
    Watcher client(plainSettings(server, ConnectionSettings::Security::StartTls));
    client.transport->open();
    QTRY_COMPARE(client.received, QByteArray("* OK hello\r\n"));
    QVERIFY(client.transport->canStartTls());
    client.transport->write("A1 STARTTLS\r\n");
    QTRY_COMPARE(server.received(), QByteArray("A1 STARTTLS\r\n"));
    server.socket()->write("A1 OK now\r\n");
    QTRY_COMPARE(client.received, QByteArray("* OK hello\r\nA1 OK now\r\n"));
    server.upgrade();
    client.transport->startTls();
    client.transport->write("too early\r\n");
    QTRY_VERIFY(client.encrypted > 0 || client.ended());
    QVERIFY2(!client.error, client.error ? client.error->what() : "");
    QCOMPARE(client.opened, 1);
    QVERIFY(client.transport->info().encrypted);
    QVERIFY(!client.transport->canStartTls());
    client.transport->write("A2 CAPABILITY\r\n");
    QTRY_COMPARE(server.received(), QByteArray("A1 STARTTLS\r\nA2 CAPABILITY\r\n"));
    client.transport->startTls();
    QVERIFY(client.error);
}

void SslTransportBytesTest::startTlsChecksTheCertificate()
{
    TlsServer server(m_files, QStringLiteral("wronghost"), TlsServer::Mode::Plain);
    Watcher client(plainSettings(server, ConnectionSettings::Security::StartTls));
    client.transport->open();
    QTRY_COMPARE(client.opened, 1);
    QTRY_VERIFY(server.socket());
    server.upgrade();
    client.transport->startTls();
    QTRY_VERIFY(client.ended());
    QVERIFY(client.certificateError());
    QCOMPARE(client.encrypted, 0);
}

void SslTransportBytesTest::startTlsRefusesUnreadBytes()
{
    // The session asks for TLS while more of the server's clear text waits unread.
    TlsServer server(m_files, QStringLiteral("good"), TlsServer::Mode::Plain);
    server.setGreeting(QByteArray(150'000, 'x'));
    Watcher client(plainSettings(server, ConnectionSettings::Security::StartTls));
    connect(client.transport.get(), &Transport::received, client.transport.get(),
            [&client] { client.transport->startTls(); });
    client.transport->open();
    QTRY_VERIFY(client.error);
    QVERIFY(client.error->reason() == Reason::TlsStripped || client.error->reason() == Reason::TlsFailed);
    QCOMPARE(client.encrypted, 0);
}

void SslTransportBytesTest::bigTransferBothWays()
{
    constexpr qint64 size = 50'000'000;
    TlsServer server(m_files, QStringLiteral("good"));
    server.onlyCount();
    Watcher client(settings(server));
    client.keep = false;
    client.transport->open();
    QTRY_COMPARE(client.opened, 1);
    client.transport->write(QByteArray(size, 'u'));
    server.socket()->write(QByteArray(size, 'd'));
    QTRY_COMPARE_WITH_TIMEOUT(server.receivedSize(), size, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(client.receivedSize, size, 60'000);
    QVERIFY(client.largestChunk <= 64 * 1024);
    QVERIFY(!client.error);
}

void SslTransportBytesTest::floodWaitsForTheReader()
{
    // A server that sends without end; what the client has not read stays with the server.
    TlsServer server(m_files, QStringLiteral("good"), TlsServer::Mode::Plain);
    constexpr qint64 size = 64'000'000;
    server.setGreeting(QByteArray(size, 'x'));
    Watcher client(plainSettings(server, ConnectionSettings::Security::Plain));
    client.keep = false;
    int chunksInOneTurn = 0;
    int mostInOneTurn = 0;
    QTimer turn;
    turn.setInterval(0);
    connect(&turn, &QTimer::timeout, &turn, [&chunksInOneTurn] { chunksInOneTurn = 0; });
    turn.start();
    connect(client.transport.get(), &Transport::received, client.transport.get(),
            [&] { mostInOneTurn = std::max(mostInOneTurn, ++chunksInOneTurn); });
    client.transport->open();
    QTRY_COMPARE_WITH_TIMEOUT(client.receivedSize, size, 60'000);
    // Other work of the thread got its turn in between.
    QVERIFY2(mostInOneTurn < size / client.largestChunk / 4, qPrintable(QString::number(mostInOneTurn)));
}

void SslTransportBytesTest::lastBytesArriveBeforeClosed_data()
{
    QTest::addColumn<ConnectionSettings::Security>("security");
    QTest::newRow("TLS") << ConnectionSettings::Security::Tls;
    QTest::newRow("plain") << ConnectionSettings::Security::Plain;
}

void SslTransportBytesTest::lastBytesArriveBeforeClosed()
{
    QFETCH(ConnectionSettings::Security, security);
    const bool tls = security == ConnectionSettings::Security::Tls;
    TlsServer server(m_files, QStringLiteral("good"), tls ? TlsServer::Mode::Tls : TlsServer::Mode::Plain);
    constexpr qint64 size = 3'000'000;
    Watcher client(plainSettings(server, security));
    client.transport->open();
    QTRY_COMPARE(client.opened, 1);
    QTRY_VERIFY(server.socket());
    server.socket()->write(QByteArray(size, 'x') + "* BYE\r\n");
    server.socket()->disconnectFromHost();
    QTRY_COMPARE(client.closed, 1);
    QCOMPARE(client.receivedSize, size + 7);
    QVERIFY(client.received.endsWith("* BYE\r\n"));
    QVERIFY(!client.error);
}

void SslTransportBytesTest::writeOutsideOpenIsIgnored()
{
    TlsServer server(m_files, QStringLiteral("good"));
    Watcher client(settings(server));
    client.transport->write("before open\r\n");
    client.transport->open();
    client.transport->write("before opened\r\n");
    QTRY_COMPARE(client.opened, 1);
    client.transport->write("in time\r\n");
    QTRY_COMPARE(server.received(), QByteArray("in time\r\n"));
    client.transport->close();
    client.transport->write("after close\r\n");
    QTRY_VERIFY(!server.socket() || server.socket()->state() == QAbstractSocket::UnconnectedState);
    QCOMPARE(server.received(), QByteArray("in time\r\n"));
    QVERIFY(!client.ended());
}

void SslTransportBytesTest::closeSendsWhatIsPending()
{
    TlsServer server(m_files, QStringLiteral("good"));
    Watcher client(settings(server));
    client.transport->open();
    QTRY_COMPARE(client.opened, 1);
    client.transport->write("A9 LOGOUT\r\n");
    client.transport.reset();
    QTRY_COMPARE(server.received(), QByteArray("A9 LOGOUT\r\n"));
}

void SslTransportBytesTest::deletedFromItsOwnSignals()
{
    // What a session does that gives up in the middle of parsing.
    TlsServer server(m_files, QStringLiteral("good"));
    server.setGreeting("* BYE no\r\n");
    bool gone = false;
    auto *transport = makeTransport(settings(server)).release();
    connect(transport, &QObject::destroyed, this, [&gone] { gone = true; });
    connect(transport, &Transport::received, this, [transport] { delete transport; });
    transport->open();
    QTRY_VERIFY(gone);

    TlsServer bad(m_files, QStringLiteral("expired"));
    gone = false;
    transport = makeTransport(settings(bad)).release();
    connect(transport, &QObject::destroyed, this, [&gone] { gone = true; });
    connect(transport, &Transport::failed, this, [transport] { delete transport; });
    transport->open();
    QTRY_VERIFY(gone);
}

QTEST_GUILESS_MAIN(SslTransportBytesTest)
#include "tst_ssltransportbytes.moc"
