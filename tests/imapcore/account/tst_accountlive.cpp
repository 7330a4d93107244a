#include "accountbench.h"
#include "imapcore/store/losingdisk.h"

#include <QtTest>

using namespace imap;
using namespace imap::test;

class TestAccountLive : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // NOTIFY: one command, and no connection besides.
    void newsOfAllFoldersArePushed()
    {
        Bench bench;
        bench.server.capabilities = "IMAP4rev1 IDLE NOTIFY UNSELECT";
        bench.open("Work");
        QTRY_VERIFY(bench.connection.live);
        QTRY_VERIFY(bench.saidOn(1, QStringLiteral("NOTIFY SET (selected-delayed (MessageNew (UID FLAGS ")));
        QTRY_VERIFY(bench.connection.live);
        bench.server.transport(1)->says("* STATUS INBOX (MESSAGES 9 UIDNEXT 10 UNSEEN 4)\r\n");
        QTRY_COMPARE(bench.inboxTotal, std::optional<quint32>(9));
        QCOMPARE(bench.server.made, 1);
    }
    // A server that knows fewer events is asked for those; one that knows none is not asked again.
    void notifyThatIsRefused()
    {
        Bench bench;
        bench.server.capabilities = "IMAP4rev1 IDLE NOTIFY UNSELECT";
        bench.server.special = [](const QByteArray &tag, const QByteArray &command) {
            return command.startsWith("NOTIFY") ? tag + " NO [BADEVENT (MessageNew)] no\r\n" : QByteArray();
        };
        bench.open("Work");
        QTRY_COMPARE(bench.server.lines.filter(QStringLiteral("NOTIFY SET")).size(), 2);
        // So INBOX is watched by a connection of its own.
        QTRY_VERIFY(bench.saidOn(2, QStringLiteral("EXAMINE INBOX")));
    }
    // Without NOTIFY a second connection waits in INBOX while another folder is open.
    void inboxIsWatchedWhileAnotherFolderIsOpen()
    {
        Bench bench;
        bench.open("Work");
        QTRY_VERIFY(bench.saidOn(2, QStringLiteral("EXAMINE INBOX")));
        QTRY_VERIFY(bench.saidOn(2, QStringLiteral("IDLE")));
        bench.server.special = [](const QByteArray &tag, const QByteArray &command) {
            return command.startsWith("STATUS INBOX")
                       ? "* STATUS INBOX (MESSAGES 4 UNSEEN 1)\r\n" + tag + " OK done\r\n"
                       : QByteArray();
        };
        bench.server.transport(2)->says("* 4 EXISTS\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(bench.inboxTotal, std::optional<quint32>(4), 10'000);
        // It is opened: nobody watches it twice.
        bench.account->openFolder(folder("INBOX"));
        QTRY_VERIFY(bench.saidOn(1, QStringLiteral("SELECT INBOX")));
        QTRY_VERIFY(bench.saidOn(2, QStringLiteral("DONE")));
    }
    void noSecondConnectionWhereOneIsAllowed()
    {
        Bench bench;
        bench.config.maximumConnections = 1;
        bench.open("Work");
        QTRY_VERIFY(bench.connection.live);
        QCoreApplication::processEvents();
        QCOMPARE(bench.server.made, 1);
    }
    // "Live" is what it says: gone with the connection, and doubted after a sleep.
    void liveIsOnlySaidWhileItIs()
    {
        Bench bench;
        bench.open("INBOX");
        QTRY_VERIFY(bench.connection.live);
        bench.account->probe();
        QTRY_VERIFY(!bench.connection.live);
        QCOMPARE(bench.connection.state, ConnectionState::Online);
        QTRY_VERIFY(bench.connection.live); // it answered
        bench.server.transport(1)->fails(AbortError::Reason::ConnectionLost, QStringLiteral("gone"));
        QTRY_COMPARE(bench.connection.state, ConnectionState::Waiting);
        QVERIFY(!bench.connection.live);
        // The computer was elsewhere: the wait is over.
        bench.account->probe();
        QTRY_VERIFY(bench.connection.live);
        QCOMPARE(bench.server.made, 2);
    }
    // A sign-in that is refused for now is tried again; a person is not asked for a password.
    void refusedForNow()
    {
        Bench bench;
        bench.server.bears = 0;
        bench.server.refusal = TinyServer::Refusal::Login;
        bench.open("INBOX");
        QTRY_COMPARE(bench.connection.state, ConnectionState::Waiting);
        QVERIFY(bench.connection.retryInMs > 0);
        bench.server.bears = 100;
        bench.account->retryNow();
        QTRY_VERIFY(bench.connection.live);
    }
    // A folder that is new to the cache cannot be opened then, in words, and can once there is room.
    void folderThatIsOpenedOnAFullDisk()
    {
        QList<Event> events;
        const auto wasTold = [&events](auto which) {
            return std::any_of(events.cbegin(), events.cend(), [](const Event &event) {
                return std::holds_alternative<decltype(which)>(event);
            });
        };
        LosingDisk disk;
        Bench bench;
        bench.open("INBOX");
        QObject::connect(&bench.account->events(), &EventBatcher::batchReady, bench.account.get(),
                         [&events](const EventBatch &batch) { events.append(batch.events); });
        QTRY_VERIFY(bench.connection.live && wasTold(FoldersChanged()));
        disk.setRoom(0);
        bench.account->openFolder(folder("Work"));
        QTRY_VERIFY(wasTold(FolderFailed()));
        QVERIFY(wasTold(AlertRaised())); // that it is a folder people use could not be noted either
        disk.setEndlessRoom();
        events.clear();
        bench.account->openFolder(folder("Work"));
        QTRY_VERIFY(wasTold(FolderSynchronised()));
        QCOMPARE(bench.server.count(QStringLiteral("1 SELECT Work")), 2);
    }
    // Somebody looked at another account's folder meanwhile, and comes back.
    void folderThatWasLeftIsToldAgain()
    {
        QList<Event> events;
        const auto told = [&events](auto which) {
            return std::count_if(events.cbegin(), events.cend(), [](const Event &event) {
                return std::holds_alternative<decltype(which)>(event);
            });
        };
        Bench bench;
        bench.open("INBOX");
        QTRY_VERIFY(bench.connection.live);
        QObject::connect(&bench.account->events(), &EventBatcher::batchReady, bench.account.get(),
                         [&events](const EventBatch &batch) { events.append(batch.events); });
        bench.account->openFolder(folder("INBOX")); // it is, and everybody knows
        bench.account->leaveFolder();
        bench.account->openFolder(folder("INBOX"));
        QTRY_VERIFY(told(FolderSynchronised()) > 0);
        QVERIFY(told(FolderReset()) > 0);
        QTRY_VERIFY(bench.connection.live);
        QCOMPARE(bench.server.count(QStringLiteral("1 SELECT INBOX")), 2);
    }
    void sleepIsNoticed()
    {
        SuspendWatch::Clocks now{1000, 1000};
        SuspendWatch watch([&now] { return now; });
        QSignalSpy resumed(&watch, &SuspendWatch::resumed);
        watch.setActive(true);
        now = {11'000, 11'000};
        watch.look();
        QCOMPARE(resumed.size(), 0);
        now = {13'000, 3'613'000}; // an hour asleep
        watch.look();
        QCOMPARE(resumed.size(), 1);
        now = {23'000, 3'623'000};
        watch.look();
        QCOMPARE(resumed.size(), 1);
        now = {93'000, 3'693'000}; // stopped for a minute
        watch.look();
        QCOMPARE(resumed.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestAccountLive)
#include "tst_accountlive.moc"
