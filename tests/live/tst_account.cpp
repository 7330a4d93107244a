#include "commands/fetch.h"
#include "commands/mailbox.h"
#include "commands/store.h"
#include "support/folderview.h"
#include "support/liveaccount.h"
#include "support/otherclient.h"

using namespace imap;
using namespace imap::test;

namespace
{

QByteArray letter(const QByteArray &subject)
{
    return "From: Anna <anna@example.org>\r\nTo: alice@example.org\r\nSubject: " + subject +
           "\r\nDate: Mon, 2 Feb 2026 10:00:00 +0100\r\nMessage-ID: <" + subject.toHex() +
           "@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello, " + subject + "\r\n";
}

FlagSet seen()
{
    return FlagSet{flags::Seen};
}

} // namespace

/// One account on a real server, as the window sees it: its events, applied to a plain list.
class TestAccount : public QObject
{
    Q_OBJECT

    std::unique_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;

    ConnectionSettings settings() const { return settingsOf(*m_server); }
    AccountConfig config() const { return accountOn(*m_server); }
    void open(const QString &folder, const QByteArray &password = "alice-secret")
    {
        m_account = makeAccount(config(), m_cache->path(), std::make_shared<FixedSecret>(password));
        m_view = std::make_unique<FolderView>(m_account.get());
        m_account->start();
        m_account->openFolder(MailboxName(folder));
    }
    void openAndWait(const QString &folder)
    {
        open(folder);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 20'000);
    }
    void close()
    {
        m_account.reset();
        m_view.reset();
    }
    QList<quint32> serverUids(OtherClient &other)
    {
        Fetch fetch;
        fetch.messages = UidSet::from(Uid{1});
        fetch.items.flags = true;
        QList<quint32> uids;
        const QList<FetchResponse> messages = other.run(std::move(fetch));
        for (const FetchResponse &message : messages)
            uids.append(message.uid->value);
        return uids;
    }
    FlagSet serverFlags(OtherClient &other, Uid uid)
    {
        Fetch fetch;
        fetch.messages = UidSet::single(uid);
        fetch.items.flags = true;
        const QList<FetchResponse> messages = other.run(std::move(fetch));
        return messages.isEmpty() ? FlagSet{} : *messages.first().flags;
    }
    void fillWith(const QString &folder, int count)
    {
        for (int i = 1; i <= count; ++i)
            QVERIFY(m_server->deliver(folder, letter("Letter " + QByteArray::number(i))));
    }

private Q_SLOTS:
    void initTestCase()
    {
        skipWithoutServer();
        m_server = std::make_unique<MailServer>();
        QVERIFY(m_server->start());
    }
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        close();
        m_cache.reset();
    }

    // A folder opens in three flights, and only what is seen is fetched.
    void opensWithOneWindow()
    {
        QVERIFY(m_server->fill(QStringLiteral("Large"), 2000));
        openAndWait(QStringLiteral("Large"));
        QCOMPARE(int(m_view->rows.size()), 2000);
        QCOMPARE(m_view->knownRows(), 50);
        QVERIFY(m_view->rows.back());
        QVERIFY2(m_view->traffic.roundTrips <= 3, qPrintable(QString::number(m_view->traffic.roundTrips)));
        QTRY_VERIFY(m_view->connection.live);
        QTRY_VERIFY(m_view->find(QStringLiteral("Drafts")));
        QCOMPARE(m_view->find(QStringLiteral("Drafts"))->role, FolderRole::Drafts);

        m_account->showRows(MailboxName(QStringLiteral("Large")), SeqNum{1000}, SeqNum{1030});
        QTRY_VERIFY(m_view->rows[999] && m_view->rows[1029]);
        QVERIFY(m_view->knownRows() < 250);
        auto log = m_account->wireLog();
        QTRY_VERIFY(log.isFinished());
        QVERIFY(!log.result().contains(QLatin1String("1:*")));
        QVERIFY(!log.result().contains(QLatin1String("alice-secret")));
    }
    void cacheIsThereBeforeTheServer()
    {
        QVERIFY(m_server->fill(QStringLiteral("Warm"), 120));
        openAndWait(QStringLiteral("Warm"));
        const QList<quint32> before = m_view->uids();
        QTRY_VERIFY(m_view->connection.live);
        close();
        open(QStringLiteral("Warm"));
        QTRY_VERIFY(m_view->resets > 0);
        QVERIFY(m_view->beganFromCache); // on a busy machine the server has answered by now
        QCOMPARE(m_view->uids(), before);
        QTRY_VERIFY(m_view->synchronised > 0);
        QCOMPARE(m_view->uids(), before);
        QCOMPARE(m_view->fetched, 0u);
    }

    void newMailFlagsAndRemovalsArriveByThemselves()
    {
        const QString folder = QStringLiteral("Live");
        fillWith(folder, 3);
        openAndWait(folder);
        QTRY_VERIFY(m_view->connection.live);
        QTRY_VERIFY(m_view->find(folder));
        QTRY_COMPARE(m_view->find(folder)->unseen, std::optional<quint32>(3));

        QVERIFY(m_server->deliver(folder, letter("News")));
        QTRY_COMPARE_WITH_TIMEOUT(int(m_view->rows.size()), 4, 10'000);
        QTRY_VERIFY(m_view->rows[3]);
        QCOMPARE(m_view->rows[3]->envelope.subject, OptionalBytes("News"));
        QTRY_COMPARE(m_view->find(folder)->unseen, std::optional<quint32>(4));

        OtherClient other(settings(), QStringLiteral("alice"), "alice-secret");
        other.select(folder);
        Store store;
        store.messages = UidSet::single(Uid{2});
        store.flags = FlagSet{flags::Seen, Flag("$Work")};
        other.run(std::move(store));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->message(Uid{2})->flags.contains(Flag("$Work")), 10'000);
        QTRY_COMPARE(m_view->find(folder)->unseen, std::optional<quint32>(3));

        Store remove;
        remove.messages = UidSet::single(Uid{1});
        remove.flags = FlagSet{flags::Deleted};
        other.run(std::move(remove));
        other.run(Close{}); // expunges
        QTRY_COMPARE_WITH_TIMEOUT(m_view->uids(), (QList<quint32>{2, 3, 4}), 10'000);
        QTRY_COMPARE(m_view->find(folder)->unseen, std::optional<quint32>(2));
    }

    void flagChangesReachTheServerAndCanBeUndone()
    {
        const QString folder = QStringLiteral("Undo");
        fillWith(folder, 2);
        openAndWait(folder);
        auto changed = m_account->changeFlags(MailboxName(folder), {Uid{1}, Uid{2}}, seen(), {});
        QTRY_VERIFY(changed.isFinished());
        QTRY_VERIFY(m_view->message(Uid{1})->flags.contains(flags::Seen));
        OtherClient other(settings(), QStringLiteral("alice"), "alice-secret");
        other.select(folder);
        QTRY_VERIFY(serverFlags(other, Uid{2}).contains(flags::Seen));
        auto undone = m_account->undo(changed.result());
        QTRY_VERIFY(!m_view->message(Uid{1})->flags.contains(flags::Seen));
        QTRY_VERIFY(!serverFlags(other, Uid{1}).contains(flags::Seen));
        QTRY_VERIFY(!serverFlags(other, Uid{2}).contains(flags::Seen));
        QVERIFY(undone.isFinished());
    }

    // The server goes and comes back: what was read stays readable, what was changed is sent, nothing is
    // lost or doubled.
    void survivesTheServersAbsence()
    {
        const QString folder = QStringLiteral("Absence");
        fillWith(folder, 3);
        openAndWait(folder);
        QTRY_VERIFY(m_view->connection.live);
        auto body = m_account->fetchSections(MailboxName(folder), Uid{1}, {"1"});
        QTRY_VERIFY(body.isFinished());
        QVERIFY(body.result().sections.value("1").contains("Hello"));
        QVERIFY(!body.result().fromCache);

        m_server->stop();
        QTRY_COMPARE_WITH_TIMEOUT(m_view->connection.state, ConnectionState::Waiting, 10'000);
        QVERIFY(m_view->connection.error);
        QCOMPARE(int(m_view->rows.size()), 3);
        auto again = m_account->fetchSections(MailboxName(folder), Uid{1}, {"1"});
        QTRY_VERIFY(again.isFinished());
        QVERIFY(again.result().fromCache);
        auto uncached = m_account->fetchSections(MailboxName(folder), Uid{2}, {"1"});
        QTRY_VERIFY(uncached.isFinished());
        QVERIFY_EXCEPTION_THROWN(uncached.result(), AbortError);
        auto changed = m_account->changeFlags(MailboxName(folder), {Uid{3}}, FlagSet{flags::Flagged}, {});
        QTRY_VERIFY(m_view->message(Uid{3})->flags.contains(flags::Flagged));

        QVERIFY(m_server->start());
        QVERIFY(m_server->deliver(folder, letter("Meanwhile")));
        QTRY_COMPARE_WITH_TIMEOUT(m_view->connection.state, ConnectionState::Online, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(int(m_view->rows.size()), 4, 10'000);
        QTRY_COMPARE(m_view->knownRows(), 4);
        OtherClient other(settings(), QStringLiteral("alice"), "alice-secret");
        other.select(folder);
        QCOMPARE(m_view->uids(), serverUids(other));
        QTRY_VERIFY(serverFlags(other, Uid{3}).contains(flags::Flagged));
        QVERIFY(m_view->message(Uid{3})->flags.contains(flags::Flagged));
        QVERIFY(changed.isFinished());
    }
    // Changes made offline outlive the program.
    void offlineChangesAreSentAfterARestart()
    {
        const QString folder = QStringLiteral("Later");
        fillWith(folder, 2);
        openAndWait(folder);
        m_account->goOffline();
        QTRY_COMPARE(m_view->connection.state, ConnectionState::Offline);
        auto changed = m_account->changeFlags(MailboxName(folder), {Uid{2}}, seen(), {});
        QTRY_VERIFY(changed.isFinished());
        close();
        open(QStringLiteral("INBOX")); // another folder is on the screen
        QTRY_VERIFY(m_view->synchronised > 0);
        OtherClient other(settings(), QStringLiteral("alice"), "alice-secret");
        other.select(folder);
        QTRY_VERIFY_WITH_TIMEOUT(serverFlags(other, Uid{2}).contains(flags::Seen), 10'000);
    }

    // UIDs of a folder that was made anew mean other messages.
    void folderMadeAnew()
    {
        const QString folder = QStringLiteral("Anew");
        fillWith(folder, 3);
        openAndWait(folder);
        QCOMPARE(m_view->uids(), (QList<quint32>{1, 2, 3}));
        close();
        OtherClient other(settings(), QStringLiteral("alice"), "alice-secret");
        other.run(Delete{MailboxName(folder)});
        QVERIFY(m_server->deliver(folder, letter("Only this")));
        open(folder);
        QTRY_VERIFY(m_view->synchronised > 0);
        QTRY_COMPARE(m_view->uids(), QList<quint32>{1});
        QCOMPARE(m_view->rows[0]->envelope.subject, OptionalBytes("Only this"));
    }
    void folderThatIsNotThere()
    {
        open(QStringLiteral("Nowhere"));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->folderError, 10'000);
        QVERIFY(m_view->folderError->serverText().size() > 0);
        QTRY_VERIFY(!m_view->folders.isEmpty());
    }

    void wrongPasswordIsNotRetried()
    {
        open(QStringLiteral("INBOX"), "wrong");
        QTRY_COMPARE_WITH_TIMEOUT(m_view->connection.state, ConnectionState::LoginRefused, 10'000);
        QCOMPARE(m_view->connection.error->code().name, QByteArray("AUTHENTICATIONFAILED"));
        QCOMPARE(m_view->connection.retryInMs, 0);
    }
    void checkingAnAccount()
    {
        auto good = checkAccount(config(), Secret(QByteArray("alice-secret")));
        QTRY_VERIFY_WITH_TIMEOUT(good.isFinished(), 10'000);
        QCOMPARE(good.result().mechanism, QStringLiteral("PLAIN"));
        QVERIFY(good.result().folders >= 6);
        auto bad = checkAccount(config(), Secret(QByteArray("wrong")));
        QTRY_VERIFY_WITH_TIMEOUT(bad.isFinished(), 10'000);
        QVERIFY_EXCEPTION_THROWN(bad.result(), LoginError);
        AccountConfig untrusted = config();
        untrusted.connection.caFile.clear();
        auto foreign = checkAccount(untrusted, Secret(QByteArray("alice-secret")));
        QTRY_VERIFY_WITH_TIMEOUT(foreign.isFinished(), 10'000);
        QVERIFY_EXCEPTION_THROWN(foreign.result(), CertificateError);
    }
};

QTEST_GUILESS_MAIN(TestAccount)
#include "tst_account.moc"
