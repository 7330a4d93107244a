#include "account/makeaccount.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

using namespace imap;

namespace
{

/// Takes a connection and never says a word.
class SilentServer
{
public:
    SilentServer() { listening = server.listen(QHostAddress::LocalHost); }
    AccountConfig config() const
    {
        AccountConfig config;
        config.user = QStringLiteral("alice");
        config.connection.host = QStringLiteral("127.0.0.1");
        config.connection.port = server.serverPort();
        config.connection.security = ConnectionSettings::Security::Plain;

        return config;
    }
    bool hasCome() { return client || (client = server.nextPendingConnection()); }
    bool hasLeft() const { return client->state() == QAbstractSocket::UnconnectedState; }

    QTcpServer server;
    QTcpSocket *client = nullptr;
    bool listening = false;
};

struct Program {
    int count = 1;
    char name[4] = "tst";
    char *arguments[2] = {name, nullptr};
    QCoreApplication application{count, arguments};
};

} // namespace

class TestCheckAccount : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void endsWhenItIsCancelled()
    {
        Program program;
        SilentServer server;
        QVERIFY(server.listening);
        auto future = checkAccount(server.config(), Secret(QByteArray("secret")));
        QTRY_VERIFY(server.hasCome());
        future.cancel();
        QTRY_VERIFY(server.hasLeft());
        QTRY_VERIFY(future.isFinished());
    }
    // Nobody waits for its answer any more, and no thread may outlive the program.
    void endsWithTheProgram()
    {
        QFuture<AccountCheck> future;
        {
            Program program;
            SilentServer server;
            future = checkAccount(server.config(), Secret(QByteArray("secret")));
            QTRY_VERIFY(server.hasCome());
            QVERIFY(!future.isFinished());
        }
        QVERIFY(future.isFinished());
        QVERIFY_EXCEPTION_THROWN(future.result(), AbortError);
    }
    void endsWithTheProgramBeforeItHasBegun()
    {
        QFuture<AccountCheck> future;
        {
            Program program;
            SilentServer server;
            future = checkAccount(server.config(), Secret(QByteArray("secret")));
        }
        QVERIFY(future.isFinished());
        QVERIFY_EXCEPTION_THROWN(future.result(), AbortError);
    }
};

QTEST_APPLESS_MAIN(TestCheckAccount)
#include "tst_checkaccount.moc"
