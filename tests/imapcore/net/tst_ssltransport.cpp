#include "net/trust.h"
#include "tlscase.h"

using namespace imap;
using Reason = AbortError::Reason;
using Kind = CertificateProblem::Kind;

static quint16 unusedPort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

/// Connecting: which servers are taken, and what is said of the others.
class SslTransportTest : public QObject, private TlsCase
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { makeFiles(); }
    void talksOverTls();
    void acceptsNameAndAddress_data();
    void acceptsNameAndAddress();
    void refusesBadCertificates_data();
    void refusesBadCertificates();
    void pinAcceptsExactlyThatCertificate();
    void pinDoesNotForbidGoodCertificates();
    void plainServerOnTlsPort();
    void serverClosesDuringHandshake();
    void silentServerTimesOut();
    void oldTlsIsRefused();
    void refusedPort();
    void unknownHost();
    void badFilesAreNamed_data();
    void badFilesAreNamed();
    void clientCertificate();
    void missingClientCertificate();
};

void SslTransportTest::talksOverTls()
{
    TlsServer server(m_files, QStringLiteral("good"));
    server.setGreeting("* OK hello\r\n");
    Watcher client(settings(server));
    QVERIFY(!client.transport->info().encrypted);
    client.transport->open();
    QCOMPARE(client.opened, 0);
    QTRY_COMPARE(client.received, QByteArray("* OK hello\r\n"));
    QCOMPARE(client.opened, 1);
    QCOMPARE(client.encrypted, 0);
    client.transport->write("A1 NOOP\r\n");
    QTRY_COMPARE(server.received(), QByteArray("A1 NOOP\r\n"));

    const TransportInfo info = client.transport->info();
    QVERIFY(info.encrypted);
    QCOMPARE(info.protocol, QStringLiteral("TLSv1.3"));
    QVERIFY(!info.cipher.isEmpty());
    QCOMPARE(info.peer, QStringLiteral("127.0.0.1:%1").arg(server.serverPort()));
    QCOMPARE(info.certificates.value(0), m_files.der(QStringLiteral("good")));
    QVERIFY(!client.transport->canStartTls());

    server.socket()->disconnectFromHost();
    QTRY_COMPARE(client.closed, 1);
    QVERIFY(!client.error);
}

void SslTransportTest::acceptsNameAndAddress_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("name") << QStringLiteral("localhost");
    QTest::newRow("IPv4 address in the certificate") << QStringLiteral("127.0.0.1");
    QTest::newRow("final dot") << QStringLiteral("localhost.");
    QTest::newRow("other case") << QStringLiteral("LOCALHOST");
    QTest::newRow("IPv6 address in the certificate") << QStringLiteral("::1");
}

void SslTransportTest::acceptsNameAndAddress()
{
    QFETCH(QString, host);
    TlsServer server(m_files, QStringLiteral("good"));
    if (host.contains(QLatin1Char(':'))) {
        server.close();
        if (!server.listen(QHostAddress::LocalHostIPv6))
            QSKIP("no IPv6 on this computer");
    }
    Watcher client(settings(server, host));
    client.transport->open();
    QTRY_VERIFY(client.opened > 0 || client.ended());
    if (host.endsWith(QLatin1Char('.')) && client.error && client.error->reason() == Reason::HostNotFound)
        QSKIP("the resolver of this computer does not know absolute names");
    QVERIFY2(!client.error, client.error ? client.error->what() : "");
    if (host == QStringLiteral("localhost")) {
        // For people: what was asked for and where it led.
        QCOMPARE(client.transport->info().peer,
                 QStringLiteral("localhost:%1 (127.0.0.1)").arg(server.serverPort()));
    }
}

void SslTransportTest::refusesBadCertificates_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("host");
    QTest::addColumn<Kind>("kind");
    const QString address = QStringLiteral("127.0.0.1");
    QTest::newRow("another host's") << QStringLiteral("wronghost") << address << Kind::HostMismatch;
    QTest::newRow("another name's") << QStringLiteral("wronghost") << QStringLiteral("localhost")
                                    << Kind::HostMismatch;
    QTest::newRow("address not in it") << QStringLiteral("nameonly") << address << Kind::HostMismatch;
    QTest::newRow("expired") << QStringLiteral("expired") << address << Kind::Expired;
    QTest::newRow("self-signed") << QStringLiteral("selfsigned") << QStringLiteral("localhost")
                                 << Kind::SelfSigned;
    QTest::newRow("unknown authority") << QStringLiteral("stranger") << address << Kind::UnknownIssuer;
}

void SslTransportTest::refusesBadCertificates()
{
    QFETCH(QString, certificate);
    QFETCH(QString, host);
    QFETCH(Kind, kind);
    TlsServer server(m_files, certificate);
    Watcher client(settings(server, host));
    client.transport->open();
    client.transport->write("A1 LOGIN alice secret\r\n");
    QTRY_VERIFY(client.ended());
    QCOMPARE(client.opened, 0);
    const CertificateError *error = client.certificateError();
    QVERIFY(error);
    QCOMPARE(error->reason(), Reason::TlsFailed);
    QCOMPARE(error->host(), host);
    QCOMPARE(error->chain().value(0), m_files.der(certificate));
    QVERIFY(!error->problems().isEmpty());
    for (const CertificateProblem &problem : error->problems()) {
        QCOMPARE(problem.kind, kind);
        QCOMPARE(problem.chainPosition, 0);
        QVERIFY(error->message().contains(problem.text));
    }
    client.transport->write("A1 LOGIN alice secret\r\n");
    QTRY_VERIFY(!server.socket() || server.socket()->state() == QAbstractSocket::UnconnectedState);
    QCOMPARE(server.received(), QByteArray());
    QCOMPARE(client.failures, 1);
}

void SslTransportTest::pinAcceptsExactlyThatCertificate()
{
    // Somebody decided to trust this self-signed certificate: it is taken although it names another host.
    TlsServer server(m_files, QStringLiteral("selfsigned"));
    ConnectionSettings pinned = settings(server);
    pinned.pinnedCertificate = certificateFingerprint(m_files.der(QStringLiteral("selfsigned")));
    Watcher client(pinned);
    client.transport->open();
    QTRY_VERIFY(client.opened > 0 || client.ended());
    QVERIFY(!client.error);
    QVERIFY(client.transport->info().encrypted);

    TlsServer impostor(m_files, QStringLiteral("stranger"));
    pinned.port = impostor.serverPort();
    Watcher other(pinned);
    other.transport->open();
    QTRY_VERIFY(other.ended());
    QVERIFY(other.certificateError());
}

void SslTransportTest::pinDoesNotForbidGoodCertificates()
{
    // A server that had a self-signed certificate got a proper one.
    TlsServer server(m_files, QStringLiteral("good"));
    ConnectionSettings pinned = settings(server);
    pinned.pinnedCertificate = certificateFingerprint(m_files.der(QStringLiteral("selfsigned")));
    Watcher client(pinned);
    client.transport->open();
    QTRY_VERIFY(client.opened > 0 || client.ended());
    QVERIFY(!client.error);
}

void SslTransportTest::plainServerOnTlsPort()
{
    TlsServer server(m_files, QStringLiteral("good"), TlsServer::Mode::Plain);
    server.setGreeting("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n");
    Watcher client(settings(server));
    client.transport->open();
    QTRY_VERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::TlsFailed);
    QVERIFY2(client.error->message().contains(QStringLiteral("does not speak TLS")), client.error->what());
    QVERIFY(!client.certificateError());
    QCOMPARE(client.opened, 0);
}

void SslTransportTest::serverClosesDuringHandshake()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server,
            [&server] { server.nextPendingConnection()->close(); });
    Watcher client(settings(server));
    client.transport->open();
    QTRY_VERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::ConnectionLost);
    QCOMPARE(client.closed, 0);
    QCOMPARE(client.failures, 1);
}

void SslTransportTest::silentServerTimesOut()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    ConnectionSettings impatient = settings(server);
    impatient.connectTimeoutMs = 200;
    Watcher client(impatient);
    client.transport->open();
    QTRY_VERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::ConnectTimeout);
    QVERIFY(client.error->message().contains(QStringLiteral("0.2 seconds")));
}

void SslTransportTest::oldTlsIsRefused()
{
    // A TLS 1.1 ServerHello, as a machine from 2008 would answer: record header 3.2, handshake, version 3.2.
    const QByteArray serverHello = QByteArray::fromHex("160302002a"
                                                       "02000026"
                                                       "0302") +
                                   QByteArray(32, 'r') + QByteArray::fromHex("00002f00");
    TlsServer server(m_files, QStringLiteral("good"), TlsServer::Mode::Plain);
    server.setGreeting(serverHello);
    Watcher client(settings(server));
    client.transport->open();
    QTRY_VERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::TlsFailed);
    QVERIFY(!client.error->message().contains(QStringLiteral("does not speak TLS")));
}

void SslTransportTest::refusedPort()
{
    ConnectionSettings refused;
    refused.host = QStringLiteral("127.0.0.1");
    refused.port = unusedPort();
    Watcher client(refused);
    client.transport->open();
    QTRY_VERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::ConnectionRefused);
    QVERIFY(client.error->message().contains(QStringLiteral("127.0.0.1:%1").arg(refused.port)));
}

void SslTransportTest::unknownHost()
{
    // RFC 6761, section 6.4: names under .invalid never resolve.
    ConnectionSettings unknown;
    unknown.host = QStringLiteral("imap.example.invalid");
    Watcher client(unknown);
    client.transport->open();
    QTRY_VERIFY_WITH_TIMEOUT(client.error, 25'000);
    if (client.error->reason() == Reason::ConnectTimeout)
        QSKIP("the resolver of this computer does not answer");
    QCOMPARE(client.error->reason(), Reason::HostNotFound);
    QVERIFY(client.error->message().contains(unknown.host));
}

void SslTransportTest::badFilesAreNamed_data()
{
    QTest::addColumn<ConnectionSettings>("wrong");
    QTest::addColumn<QString>("words");
    ConnectionSettings settings;
    settings.host = QStringLiteral("127.0.0.1");
    settings.caFile = QStringLiteral("/nonexistent/ca.pem");
    QTest::newRow("no authorities") << settings << settings.caFile;
    settings.caFile = m_files.key(QStringLiteral("ca"));
    QTest::newRow("authorities without certificate") << settings << settings.caFile;
    settings.caFile.clear();
    settings.clientCertificate = QStringLiteral("/nonexistent/alice.pem");
    QTest::newRow("no client certificate") << settings << settings.clientCertificate;
    settings.clientCertificate = m_files.certificate(QStringLiteral("client"));
    QTest::newRow("no key") << settings << settings.clientCertificate;
    settings.clientKey = QStringLiteral("/nonexistent/alice.key");
    QTest::newRow("key not there") << settings << settings.clientKey;
    settings = {};
    QTest::newRow("no host") << settings << QStringLiteral("No host");
}

void SslTransportTest::badFilesAreNamed()
{
    QFETCH(ConnectionSettings, wrong);
    QFETCH(QString, words);
    Watcher client(wrong);
    client.transport->open();
    QVERIFY(!client.error);
    QTRY_VERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::Other);
    QVERIFY2(client.error->message().contains(words), client.error->what());
}

void SslTransportTest::clientCertificate()
{
    TlsServer server(m_files, QStringLiteral("good"));
    server.demandClientCertificate(m_files);
    server.setGreeting("* PREAUTH alice\r\n");
    ConnectionSettings mine = settings(server);
    mine.clientCertificate = m_files.certificate(QStringLiteral("client"));
    mine.clientKey = m_files.key(QStringLiteral("client"));
    Watcher client(mine);
    client.transport->open();
    QTRY_VERIFY(!client.received.isEmpty() || client.ended());
    QVERIFY2(!client.error, client.error ? client.error->what() : "");
    QCOMPARE(server.socket()->peerCertificate().toDer(), m_files.der(QStringLiteral("client")));
}

void SslTransportTest::missingClientCertificate()
{
    // With TLS 1.3 the server's refusal comes after our side of the handshake is done.
    TlsServer server(m_files, QStringLiteral("good"));
    server.demandClientCertificate(m_files);
    Watcher client(settings(server));
    client.transport->open();
    QTRY_VERIFY(client.ended());
    QVERIFY(!client.certificateError());
}

QTEST_GUILESS_MAIN(SslTransportTest)
#include "tst_ssltransport.moc"
