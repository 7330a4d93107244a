#include "account/connectionpool.h"
#include "commands/select.h"
#include "session/errors.h"
#include "support/tinyserver.h"

#include <QCoro/QCoroFuture>
#include <QPromise>
#include <QtTest>

using namespace imap;
using namespace imap::test;

namespace
{

class CountingSource final : public CredentialSource
{
public:
    int asked = 0;
    QFuture<Secret> secret(const AccountConfig &) override
    {
        ++asked;
        QPromise<Secret> promise;
        promise.start();
        promise.addResult(Secret(QByteArray("secret")));
        promise.finish();
        return promise.future();
    }
};

/// What somebody who leased has in hand, once it is there.
struct Taken {
    Lease lease;
    bool done = false;
    std::shared_ptr<const Error> error;
};

QCoro::Task<> take(ConnectionPool *pool, MailboxName folder, Priority priority, bool readOnly,
                   std::shared_ptr<Taken> into)
{
    try {
        into->lease = co_await pool->lease(folder, priority, readOnly);
    } catch (const std::exception &) {
        into->error = currentError();
    }
    into->done = true;
}

MailboxName folder(const char *name)
{
    return MailboxName(QString::fromLatin1(name));
}

/// A pool beside a main connection that is signed in and has INBOX open.
class Bench final : private MainConnection
{
public:
    explicit Bench(int maximum = 3)
        : source(std::make_shared<CountingSource>())
        , credentials(std::make_shared<Credentials>(source))
        , pool(&log, this, credentials, [this](const ConnectionSettings &) { return server.connection(); })
    {
        config.user = QStringLiteral("alice");
        config.maximumConnections = maximum;
        config.connection.security = ConnectionSettings::Security::Plain;
    }
    void signIn()
    {
        main = std::make_unique<Session>(server.connection(), sessionOptions(config), &log);
        Connecting how{config, credentials};
        auto signedIn = std::make_shared<bool>(false);
        run(main.get(), how, signedIn);
        QTRY_VERIFY(*signedIn);
        pool.open(config);
    }
    std::shared_ptr<Taken> lease(const char *name, Priority priority, bool readOnly = false)
    {
        auto taken = std::make_shared<Taken>();
        take(&pool, folder(name), priority, readOnly, taken);
        return taken;
    }
    void openInbox()
    {
        opened = folder("INBOX");
        Select select;
        select.mailbox = opened;
        auto done = main->run(std::move(select));
        QTRY_VERIFY(done.isFinished());
    }

    std::shared_ptr<CountingSource> source;
    std::shared_ptr<Credentials> credentials;
    TinyServer server;
    AccountConfig config;
    WireLog log;
    std::unique_ptr<Session> main;
    MailboxName opened;
    bool lent = false;
    bool quiet = true;
    int returns = 0;
    ConnectionPool pool;

private:
    static QCoro::Task<> run(Session *session, Connecting how, std::shared_ptr<bool> done)
    {
        co_await connectAndSignIn(session, how);
        *done = true;
    }
    Session *mainSession() const override { return lent ? nullptr : main.get(); }
    MailboxName mainFolder() const override { return lent ? MailboxName() : opened; }
    bool mayLendMain() const override { return quiet; }
    Session *lendMain() override
    {
        lent = true;
        return main.get();
    }
    void takeMainBack() override
    {
        lent = false;
        ++returns;
    }
};

} // namespace

class TestConnectionPool : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void connectsWhenSomebodyNeedsItAndKeepsIt()
    {
        Bench bench;
        bench.signIn();
        QCOMPARE(bench.server.made, 1);
        auto first = bench.lease("Work", Priority::Journal);
        QTRY_VERIFY(first->done);
        QVERIFY(first->lease.session());
        QVERIFY(!first->lease.isShared());
        QCOMPARE(bench.server.made, 2);
        QCOMPARE(bench.server.count(QStringLiteral("2 SELECT Work")), 1);
        first->lease.giveBack();
        // The same folder again costs nothing; another one a SELECT; reading only is part of writing.
        auto again = bench.lease("Work", Priority::Fill, true);
        QTRY_VERIFY(again->done && again->lease.session());
        QCOMPARE(bench.server.count(QStringLiteral("2 SELECT Work")), 1);
        again->lease.giveBack();
        auto other = bench.lease("INBOX", Priority::Fill, true);
        QTRY_VERIFY(other->done && other->lease.session());
        QCOMPARE(bench.server.count(QStringLiteral("2 EXAMINE INBOX")), 1);
        other->lease.giveBack();
        auto writing = bench.lease("INBOX", Priority::Journal);
        QTRY_VERIFY(writing->done && writing->lease.session());
        QCOMPARE(bench.server.count(QStringLiteral("2 SELECT INBOX")), 1);
        QCOMPARE(bench.server.made, 2);
        QCOMPARE(bench.source->asked, 1); // one look at the keychain for all connections
    }
    void neverMoreThanAllowed()
    {
        Bench bench(3);
        bench.signIn();
        QList<std::shared_ptr<Taken>> all;
        for (int i = 0; i < 5; ++i)
            all.append(bench.lease("Work", Priority::Journal));
        QTRY_VERIFY(all.at(0)->done && all.at(1)->done);
        QCoreApplication::processEvents();
        QCOMPARE(bench.server.made, 3);
        QVERIFY(!all.at(2)->done);
        all.at(0)->lease.giveBack();
        QTRY_VERIFY(all.at(2)->done);
        QCOMPARE(bench.server.made, 3);
    }
    void theMoreUrgentGoesFirstAndAsksForRoom()
    {
        Bench bench(2);
        bench.signIn();
        auto fill = bench.lease("Work", Priority::Fill, true);
        QTRY_VERIFY(fill->done);
        int told = 0;
        fill->lease.onWanted([&told] { ++told; });
        auto fillAgain = bench.lease("Work", Priority::Fill, true);
        QVERIFY(!fill->lease.isWanted()); // as urgent: it waits
        auto prefetch = bench.lease("Work", Priority::Prefetch, true);
        auto journal = bench.lease("Work", Priority::Journal);
        QCOMPARE(told, 1);
        QVERIFY(fill->lease.isWanted());
        fill->lease.giveBack();
        QTRY_VERIFY(journal->done);
        QVERIFY(!prefetch->done);
        journal->lease.giveBack();
        QTRY_VERIFY(prefetch->done);
        QVERIFY(!fillAgain->done);
        prefetch->lease.giveBack();
        QTRY_VERIFY(fillAgain->done && fillAgain->lease.session());
    }

    void serverThatBearsNoMore_data()
    {
        QTest::addColumn<int>("refusal");
        QTest::newRow("BYE as greeting") << int(TinyServer::Refusal::Bye);
        QTest::newRow("NO [LIMIT]") << int(TinyServer::Refusal::Login);
        QTest::newRow("NO in words") << int(TinyServer::Refusal::LoginWords);
        QTest::newRow("nothing answers") << int(TinyServer::Refusal::Unreachable);
    }
    // The second connection of the pool is refused: the first does all the work from then on, and nobody
    // hears of it.
    void serverThatBearsNoMore()
    {
        QFETCH(int, refusal);
        Bench bench(4);
        bench.server.bears = 2;
        bench.server.refusal = TinyServer::Refusal(refusal);
        bench.signIn();
        auto first = bench.lease("Work", Priority::Journal);
        QTRY_VERIFY(first->done && first->lease.session());
        auto second = bench.lease("INBOX", Priority::Journal);
        QTRY_COMPARE(bench.server.made, 3);
        QTRY_COMPARE(bench.pool.extraConnections(), 1);
        QVERIFY(!second->done);
        if (TinyServer::Refusal(refusal) != TinyServer::Refusal::Unreachable)
            QCOMPARE(bench.pool.limit(), 2);
        first->lease.giveBack();
        QTRY_VERIFY(second->done && second->lease.session());
        QCOMPARE(bench.server.made, 3);
    }
    void withOneConnectionTheMainOneIsLent()
    {
        Bench bench(1);
        bench.signIn();
        bench.openInbox();
        bench.quiet = false;
        auto fill = bench.lease("Work", Priority::Fill, true);
        QCoreApplication::processEvents();
        QVERIFY(!fill->done && !bench.lent);
        bench.quiet = true;
        bench.pool.serve();
        QTRY_VERIFY(fill->done && fill->lease.session());
        QVERIFY(bench.lent);
        QCOMPARE(bench.server.count(QStringLiteral("1 EXAMINE Work")), 1);
        bench.pool.recallMain();
        QVERIFY(fill->lease.isWanted());
        fill->lease.giveBack();
        QCOMPARE(bench.returns, 1);
        // Nobody leaves the open folder only to watch another.
        auto watch = bench.lease("Work", Priority::Watch, true);
        QCoreApplication::processEvents();
        QVERIFY(!watch->done && !bench.lent);
        QCOMPARE(bench.server.made, 1);
    }
    // What needs no folder, or the open one, does not need a connection of its own.
    void theMainConnectionIsShared()
    {
        Bench bench(3);
        bench.signIn();
        bench.openInbox();
        auto none = bench.lease("", Priority::Journal);
        auto open = bench.lease("INBOX", Priority::Journal);
        QTRY_VERIFY(none->done && open->done);
        QCOMPARE(none->lease.session(), bench.main.get());
        QCOMPARE(open->lease.session(), bench.main.get());
        QCOMPARE(bench.server.made, 1);
        // Who only reads there would rather not be in anybody's way.
        auto beside = bench.lease("INBOX", Priority::Click, true);
        QTRY_VERIFY(beside->done && beside->lease.session());
        QVERIFY(!beside->lease.isShared());
        beside->lease.giveBack();
        // Somebody opens another folder: what was asked for the old one must not hit the new.
        Select select;
        select.mailbox = folder("Work");
        bench.main->run(std::move(select));
        QVERIFY(!open->lease.session());
        QVERIFY(none->lease.session());
    }
    void folderThatIsNotThere()
    {
        Bench bench;
        bench.signIn();
        auto gone = bench.lease("Nowhere", Priority::Journal);
        QTRY_VERIFY(gone->done);
        QVERIFY(dynamic_cast<const CommandError *>(gone->error.get()));
        QCOMPARE(gone->error->code().name, QByteArray("NONEXISTENT"));
        auto work = bench.lease("Work", Priority::Journal);
        QTRY_VERIFY(work->done && work->lease.session());
        QCOMPARE(bench.server.made, 2);
    }
    // The connection dies in somebody's hands: the next gets a new one.
    void connectionThatEnds()
    {
        Bench bench;
        bench.signIn();
        auto first = bench.lease("Work", Priority::Journal);
        QTRY_VERIFY(first->done);
        bench.server.transport(2)->closes();
        QTRY_VERIFY(!first->lease.session());
        auto second = bench.lease("Work", Priority::Journal);
        QTRY_VERIFY(second->done && second->lease.session());
        QCOMPARE(bench.server.made, 3);
    }
    void withoutTheMainConnectionThereIsNone()
    {
        Bench bench(2);
        bench.signIn();
        auto first = bench.lease("Work", Priority::Journal);
        QTRY_VERIFY(first->done);
        auto waiting = bench.lease("INBOX", Priority::Journal);
        bench.pool.close();
        QVERIFY(!first->lease.session());
        QTRY_VERIFY(waiting->done);
        QVERIFY(dynamic_cast<const AbortError *>(waiting->error.get()));
        auto late = bench.lease("INBOX", Priority::Journal);
        QTRY_VERIFY(late->done && late->error);
        bench.pool.open(bench.config);
        auto again = bench.lease("Work", Priority::Journal);
        QTRY_VERIFY(again->done && again->lease.session());
    }
    void unusedConnectionsAreClosedWithAGoodbye()
    {
        Bench bench;
        bench.pool.setIdleTime(0);
        bench.signIn();
        auto first = bench.lease("Work", Priority::Journal);
        QTRY_VERIFY(first->done);
        QCOMPARE(bench.pool.extraConnections(), 1);
        first->lease.giveBack();
        QTRY_COMPARE(bench.pool.extraConnections(), 0);
        QTRY_COMPARE(bench.server.count(QStringLiteral("2 LOGOUT")), 1);
        QTRY_COMPARE(bench.server.alive(), 1);
    }
};

QTEST_GUILESS_MAIN(TestConnectionPool)
#include "tst_connectionpool.moc"
