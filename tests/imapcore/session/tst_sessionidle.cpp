#include "commands/connection.h"
#include "inboxtalk.h"

using namespace imap;
using namespace imap::test;

/// A session that is kept live: IDLE, polling in its place, and whether the connection lives.
class TestSessionIdle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // IDLE is the session's own business.
    void idleBeginsAndEndsByItself()
    {
        Conversation talk;
        talk.greets(signedIn);
        select(talk);
        QSignalSpy live(&talk.session(), &Session::liveChanged);
        talk.session().setKeepLive(true);
        talk.client("A2 IDLE");
        talk.server("+ idling");
        QCOMPARE(live.takeFirst().first().toBool(), true);
        QSignalSpy pushed(&talk.session(), &Session::untagged);
        talk.server("* 4 EXISTS");
        QCOMPARE(pushed.size(), 1);
        QCOMPARE(talk.session().state().mailbox->exists, 4u);

        FetchStream fetch;
        fetch.messages = UidSet::from(Uid{9});
        fetch.items.flags = true;
        auto done = talk.session().run(std::move(fetch));
        // By UID it may follow DONE in the same flight.
        talk.client("DONE");
        talk.client("A3 UID FETCH 9:* (FLAGS)");
        talk.server("A2 OK\r\nA3 OK");
        QTRY_VERIFY(done.isFinished());
        talk.client("A4 IDLE");
    }
    void doneWaitsForThePlus()
    {
        Conversation talk;
        talk.greets(signedIn);
        select(talk);
        talk.session().setKeepLive(true);
        talk.client("A2 IDLE");
        auto noop = talk.session().run(Noop{});
        QVERIFY(talk.isSilent());
        talk.server("+ idling");
        talk.client("DONE");
        talk.client("A3 NOOP");
        talk.server("A2 OK\r\nA3 OK");
        QTRY_VERIFY(noop.isFinished());
    }
    void numbersWaitForTheEndOfIdle()
    {
        Conversation talk;
        talk.greets(signedIn);
        select(talk);
        talk.session().setKeepLive(true);
        talk.client("A2 IDLE");
        talk.server("+ idling");
        auto fetch = talk.session().run(window(SeqSet::single(SeqNum{1})));
        talk.client("DONE");
        QVERIFY(talk.isSilent());
        talk.server("* 1 EXPUNGE\r\nA2 OK");
        talk.client("A3 FETCH 1 (UID)");
        talk.session().close();
        QVERIFY(fetch.isFinished());
    }
    void idleIsRenewed()
    {
        SessionOptions options = Conversation::quick();
        options.idleRenewMs = 1;
        Conversation talk(options);
        talk.greets(signedIn);
        select(talk);
        talk.session().setKeepLive(true);
        talk.client("A2 IDLE");
        talk.server("+ idling");
        talk.client("DONE");
        talk.server("A2 OK");
        talk.client("A3 IDLE");
    }
    void withoutIdleItPolls()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1] ready");
        select(talk);
        talk.session().setKeepLive(true);
        talk.client("A2 NOOP");
        talk.server("A2 OK");
        talk.client("A3 NOOP");
    }
    void refusedIdleBecomesPolling()
    {
        Conversation talk;
        talk.greets(signedIn);
        select(talk);
        talk.session().setKeepLive(true);
        talk.client("A2 IDLE");
        talk.server("A2 NO not today");
        talk.client("A3 NOOP");
    }

    // After the computer slept: a connection that has died is found soon, one that lives goes on.
    void probeOfADeadConnection()
    {
        Conversation talk;
        talk.greets(signedIn);
        select(talk);
        talk.session().setKeepLive(true);
        talk.client("A2 IDLE");
        talk.server("+ idling");
        talk.session().probe(20);
        talk.client("DONE");
        QTRY_VERIFY(talk.end());
        const auto *error = dynamic_cast<const AbortError *>(talk.end());
        QVERIFY(error && error->reason() == AbortError::Reason::ReadTimeout);
    }
    void probeOfALiveConnection()
    {
        Conversation talk;
        talk.greets(signedIn);
        select(talk);
        talk.session().setKeepLive(true);
        talk.client("A2 IDLE");
        talk.server("+ idling");
        talk.session().probe(5000);
        talk.client("DONE");
        talk.server("A2 OK");
        talk.client("A3 IDLE");
        talk.server("+ idling");
        talk.session().setKeepLive(false);
        talk.client("DONE");
        talk.server("A3 OK");
        talk.session().probe(20); // nothing runs: it asks
        talk.client("A4 NOOP");
        talk.server("A4 OK");
        QVERIFY(!talk.end());
    }
};

QTEST_GUILESS_MAIN(TestSessionIdle)
#include "tst_sessionidle.moc"
