#include "net/processtransport.h"
#include "net/transportfactory.h"

#include <QtTest>
#include <csignal>
#include <sys/types.h>

using namespace imap;
using Reason = AbortError::Reason;

namespace
{

struct Watcher {
    explicit Watcher(const QString &command)
    {
        ConnectionSettings settings;
        settings.security = ConnectionSettings::Security::Command;
        settings.command = command;
        transport = makeTransport(settings);
        QObject::connect(transport.get(), &Transport::opened, transport.get(), [this] { ++opened; });
        QObject::connect(transport.get(), &Transport::closed, transport.get(), [this] { ++closed; });
        QObject::connect(transport.get(), &Transport::received, transport.get(),
                         [this](const QByteArray &bytes) { received += bytes; });
        QObject::connect(transport.get(), &Transport::failed, transport.get(),
                         [this](const std::shared_ptr<AbortError> &e) {
                             ++failures;
                             error = e;
                         });
        transport->open();
    }

    std::unique_ptr<Transport> transport;
    int opened = 0;
    int closed = 0;
    int failures = 0;
    QByteArray received;
    std::shared_ptr<AbortError> error;
};

/// Whether the process is there, even as a zombie.
bool exists(pid_t pid)
{
    return ::kill(pid, 0) == 0;
}

} // namespace

class ProcessTransportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void echoes();
    void bigEcho();
    void endsInGoodOrder();
    void exitCodeAndErrorOutput();
    void onlyTheEndOfErrorOutputIsKept();
    void missingCommand();
    void emptyCommand();
    void killedBySignal();
    void closedInputIsTheEnd();
    void closeEndsTheWholeGroup_data();
    void closeEndsTheWholeGroup();
    void closeBeforeOpened();
    void threadEndsFirst();
    void startTlsFails();
};

void ProcessTransportTest::echoes()
{
    Watcher client(QStringLiteral("cat"));
    client.transport->write("too early\n");
    QCOMPARE(client.opened, 0);
    QTRY_COMPARE(client.opened, 1);
    client.transport->write("A1 NOOP\r\n");
    QTRY_COMPARE(client.received, QByteArray("A1 NOOP\r\n"));
    QCOMPARE(client.transport->info().peer, QStringLiteral("cat"));
    QVERIFY(!client.transport->info().encrypted);
    QVERIFY(!client.transport->canStartTls());
}

void ProcessTransportTest::bigEcho()
{
    constexpr qsizetype size = 10'000'000;
    Watcher client(QStringLiteral("cat"));
    QTRY_COMPARE(client.opened, 1);
    client.transport->write(QByteArray(size, 'x'));
    QTRY_COMPARE_WITH_TIMEOUT(client.received.size(), size, 30'000);
}

void ProcessTransportTest::endsInGoodOrder()
{
    Watcher client(QStringLiteral("printf '* OK hi\\r\\n* BYE\\r\\n'; echo warning >&2"));
    QTRY_COMPARE(client.closed, 1);
    QCOMPARE(client.opened, 1);
    QCOMPARE(client.received, QByteArray("* OK hi\r\n* BYE\r\n"));
    QVERIFY(!client.error);
}

void ProcessTransportTest::exitCodeAndErrorOutput()
{
    Watcher client(
        QStringLiteral("printf '* OK hi\\r\\n'; echo 'Permission denied (publickey).' >&2; exit 3"));
    QTRY_VERIFY(client.error);
    QCOMPARE(client.received, QByteArray("* OK hi\r\n"));
    QCOMPARE(client.error->reason(), Reason::ConnectionLost);
    QVERIFY(client.error->message().contains(QStringLiteral("exit code 3")));
    QVERIFY(client.error->message().contains(QStringLiteral("Permission denied (publickey).")));
    QCOMPARE(client.closed, 0);
    QCOMPARE(client.failures, 1);
}

void ProcessTransportTest::onlyTheEndOfErrorOutputIsKept()
{
    Watcher client(QStringLiteral("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo the end >&2; exit 1"));
    QTRY_VERIFY(client.error);
    QVERIFY(client.error->message().size() < 4300);
    QVERIFY(client.error->message().endsWith(QStringLiteral("the end")));
}

void ProcessTransportTest::missingCommand()
{
    Watcher client(QStringLiteral("/nonexistent/imapd --stdio"));
    QTRY_VERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::Other);
    QVERIFY(client.error->message().contains(QStringLiteral("/nonexistent/imapd")));
}

void ProcessTransportTest::emptyCommand()
{
    Watcher client(QStringLiteral("  "));
    QVERIFY(!client.error);
    QTRY_VERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::Other);
}

void ProcessTransportTest::killedBySignal()
{
    Watcher client(QStringLiteral("kill -9 $$"));
    QTRY_VERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::ConnectionLost);
    QVERIFY(client.error->message().contains(QStringLiteral("signal")));
}

void ProcessTransportTest::closedInputIsTheEnd()
{
    // It will never hear us again, so nobody should wait for it.
    Watcher client(QStringLiteral("exec <&-; echo ready; exec sleep 100"));
    QTRY_COMPARE(client.received, QByteArray("ready\n"));
    client.transport->write("A1 NOOP\r\n");
    QTRY_VERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::ConnectionLost);
}

void ProcessTransportTest::closeEndsTheWholeGroup_data()
{
    QTest::addColumn<QString>("command");
    QTest::newRow("plain") << QStringLiteral("sleep 100 & echo $! $$; wait");
    QTest::newRow("ignores SIGTERM") << QStringLiteral(
        "trap '' TERM; sleep 100 & echo $! $$; wait; sleep 100");
}

void ProcessTransportTest::closeEndsTheWholeGroup()
{
    QFETCH(QString, command);
    Watcher client(command);
    QTRY_VERIFY(client.received.endsWith('\n'));
    const QList<QByteArray> pids = client.received.trimmed().split(' ');
    QCOMPARE(pids.size(), 2);
    const pid_t child = pids.at(0).toInt();
    const pid_t shell = pids.at(1).toInt();
    QVERIFY(exists(child));
    QVERIFY(exists(shell));
    QElapsedTimer clock;
    clock.start();
    client.transport.reset();
    QVERIFY(clock.elapsed() < 1000);
    QTRY_VERIFY(!exists(shell));
    QCOMPARE(client.closed, 0);
    QVERIFY(!client.error);
    // The orphan's end is told to init, which may be slow to notice; it must not run any more.
    const auto runs = [child] {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(child));
        return stat.open(QIODevice::ReadOnly) && !stat.readAll().contains(") Z ");
    };
    QTRY_VERIFY(!runs());
}

void ProcessTransportTest::closeBeforeOpened()
{
    Watcher client(QStringLiteral("cat"));
    client.transport->close();
    QTest::qWait(0);
    QCOMPARE(client.opened, 0);
    QVERIFY(!client.error);
}

void ProcessTransportTest::threadEndsFirst()
{
    // An account's worker stops: transport and thread go in the same moment.
    QThread worker;
    QObject context;
    context.moveToThread(&worker);
    std::atomic<pid_t> shell = 0;
    Transport *transport = nullptr;
    const auto begin = [&] {
        ConnectionSettings settings;
        settings.security = ConnectionSettings::Security::Command;
        settings.command = QStringLiteral("trap '' TERM; echo $$; while :; do sleep 1; done");
        transport = makeTransport(settings).release();
        connect(transport, &Transport::received, transport,
                [&shell](const QByteArray &bytes) { shell = bytes.trimmed().toInt(); });
        transport->open();
    };
    worker.start();
    QMetaObject::invokeMethod(&context, begin, Qt::QueuedConnection);
    QTRY_VERIFY(shell > 0);
    const auto end = [&] {
        delete transport;
        worker.quit();
    };
    QMetaObject::invokeMethod(&context, end, Qt::QueuedConnection);
    QVERIFY(worker.wait(5000));
    QVERIFY(!exists(shell));
}

void ProcessTransportTest::startTlsFails()
{
    Watcher client(QStringLiteral("cat"));
    QTRY_COMPARE(client.opened, 1);
    client.transport->startTls();
    QVERIFY(client.error);
    QCOMPARE(client.error->reason(), Reason::TlsFailed);
}

QTEST_GUILESS_MAIN(ProcessTransportTest)
#include "tst_processtransport.moc"
