#include "support/scriptedtransport.h"

#include <QPointer>
#include <QtTest>

using namespace imap;
using namespace imap::test;

class ScriptedTransportTest : public QObject
{
    Q_OBJECT

private:
    struct Client {
        explicit Client(ScriptedTransport &transport)
        {
            QObject::connect(&transport, &Transport::opened, &transport, [this] { log += "opened "; });
            QObject::connect(&transport, &Transport::encrypted, &transport, [this] { log += "encrypted "; });
            QObject::connect(&transport, &Transport::closed, &transport, [this] { log += "closed "; });
            QObject::connect(&transport, &Transport::failed, &transport, [this] { log += "failed "; });
            QObject::connect(&transport, &Transport::received, &transport,
                             [this](const QByteArray &bytes) { log += '<' + bytes + "> "; });
        }
        QByteArray log;
    };

private Q_SLOTS:
    void speaksInOrderAfterOpen();
    void deliversPieces();
    void recordsWhatIsWritten();
    void failsToConnect();
    void breaks();
    void startTls();
    void startTlsFails();
    void closeSilencesIt();
    void deletedWhileItSpeaks();
};

void ScriptedTransportTest::speaksInOrderAfterOpen()
{
    ScriptedTransport server;
    Client client(server);
    server.says("* OK hi\r\n");
    server.closes();
    server.says("too late");
    QCoreApplication::processEvents();
    QCOMPARE(client.log, QByteArray());
    server.open();
    QCOMPARE(client.log, QByteArray());
    QTRY_COMPARE(client.log, QByteArray("opened <* OK hi\r\n> closed "));
    QVERIFY(!server.isOpen());
}

void ScriptedTransportTest::deliversPieces()
{
    ScriptedTransport server;
    Client client(server);
    server.open();
    server.setPieceSize(2);
    server.says("abcde");
    server.says("f");
    QTRY_COMPARE(client.log, QByteArray("opened <ab> <cd> <e> <f> "));
    QVERIFY(server.isIdle());
}

void ScriptedTransportTest::recordsWhatIsWritten()
{
    ScriptedTransport server;
    Client client(server);
    server.setOnWrite([&server](const QByteArray &bytes) { server.says("got " + bytes); });
    server.write("before");
    server.open();
    server.write("before opened");
    QTRY_VERIFY(server.isOpen());
    server.write("A1 ");
    server.write("NOOP\r\n");
    QCOMPARE(server.takeWritten(), QByteArray("A1 NOOP\r\n"));
    QCOMPARE(server.takeWritten(), QByteArray());
    QCOMPARE(server.allWritten(), QByteArray("A1 NOOP\r\n"));
    QTRY_COMPARE(client.log, QByteArray("opened <got A1 > <got NOOP\r\n> "));
}

void ScriptedTransportTest::failsToConnect()
{
    ScriptedTransport server;
    Client client(server);
    server.fails(AbortError::Reason::ConnectionRefused, QStringLiteral("no"));
    server.open();
    QTRY_COMPARE(client.log, QByteArray("failed "));
}

void ScriptedTransportTest::breaks()
{
    ScriptedTransport server;
    Client client(server);
    server.open();
    server.says("* OK");
    server.fails(AbortError::Reason::ConnectionLost, QStringLiteral("cable"));
    server.says("ghost");
    QTRY_COMPARE(client.log, QByteArray("opened <* OK> failed "));
    server.write("ghost");
    QCOMPARE(server.allWritten(), QByteArray());
}

void ScriptedTransportTest::startTls()
{
    ScriptedTransport server;
    Client client(server);
    server.open();
    QTRY_VERIFY(server.canStartTls());
    server.write("clear ");
    server.startTls();
    server.says("inside");
    server.write("ignored");
    QTRY_COMPARE(client.log, QByteArray("opened encrypted <inside> "));
    server.write("safe");
    QCOMPARE(server.allWritten(), QByteArray("clear safe"));
    QCOMPARE(server.writtenInClear(), QByteArray("clear "));
    QVERIFY(server.info().encrypted);
    QVERIFY(!server.canStartTls());
    QCOMPARE(server.startTlsCount(), 1);
}

void ScriptedTransportTest::startTlsFails()
{
    ScriptedTransport server;
    Client client(server);
    server.setTlsError(std::make_shared<AbortError>(AbortError::Reason::TlsFailed, QStringLiteral("bad")));
    server.open();
    QTRY_VERIFY(server.isOpen());
    server.startTls();
    QTRY_COMPARE(client.log, QByteArray("opened failed "));
}

void ScriptedTransportTest::closeSilencesIt()
{
    ScriptedTransport server;
    Client client(server);
    server.open();
    QTRY_VERIFY(server.isOpen());
    server.says("never heard");
    server.close();
    server.says("nor this");
    QTest::qWait(0);
    QCOMPARE(client.log, QByteArray("opened "));
    QVERIFY(server.wasClosedByClient());
}

void ScriptedTransportTest::deletedWhileItSpeaks()
{
    QPointer<ScriptedTransport> server = new ScriptedTransport;
    connect(server, &Transport::received, this, [server] { delete server; });
    server->says("one");
    server->says("two");
    server->open();
    QTRY_VERIFY(!server);
}

QTEST_GUILESS_MAIN(ScriptedTransportTest)
#include "tst_scriptedtransport.moc"
