#include "commands/auth.h"
#include "commands/connection.h"
#include "commands/list.h"
#include "commands/mailbox.h"
#include "commands/search.h"
#include "commands/store.h"
#include "inboxtalk.h"

using namespace imap;
using namespace imap::test;

class TestSession : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // The first words decide what the connection is.
    void greeting_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("phase"); // -1: refused
        QTest::newRow("ok") << QByteArray("* OK hi") << int(SessionState::Phase::NotAuthenticated);
        QTest::newRow("preauth") << QByteArray("* PREAUTH hi") << int(SessionState::Phase::Authenticated);
        QTest::newRow("http") << QByteArray("HTTP/1.1 400 Bad Request") << -1;
        QTest::newRow("ssh") << QByteArray("SSH-2.0-OpenSSH_9.2p1 Debian") << -1;
        QTest::newRow("tagged") << QByteArray("A1 OK hi") << -1;
        QTest::newRow("data") << QByteArray("* 3 EXISTS") << -1;
        QTest::newRow("binary") << QByteArray::fromHex("160301000000ff00") << -1;
    }
    void greeting()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, phase);
        Conversation talk;
        talk.greets(line);
        if (phase < 0) {
            QVERIFY(!failureOf<ProtocolError>(talk.greeting()).sessionUsable());
            QVERIFY(talk.transport().wasClosedByClient());
            QVERIFY(talk.end());
        } else {
            QTRY_VERIFY(talk.greeting().isFinished());
            QCOMPARE(int(talk.session().state().phase), phase);
        }
        QCOMPARE(talk.transport().allWritten(), QByteArray());
    }
    void byeInPlaceOfGreetingCarriesTheServersWords()
    {
        Conversation talk;
        talk.greets("* BYE [UNAVAILABLE] too many connections");
        const auto error = failureOf<AbortError>(talk.greeting());
        QCOMPARE(error.reason(), AbortError::Reason::ServerBye);
        QCOMPARE(error.serverText(), QByteArray("too many connections"));
        QCOMPARE(error.code().name, QByteArray("UNAVAILABLE"));
    }
    void serverThatClosesAtOnce()
    {
        Conversation talk;
        auto greeting = talk.session().open();
        talk.transport().closes();
        QCOMPARE(failureOf<AbortError>(greeting).reason(), AbortError::Reason::ConnectionLost);
    }
    void serverThatNeverSpeaks()
    {
        SessionOptions options = Conversation::quick();
        options.greetingTimeoutMs = 1;
        Conversation talk(options);
        QCOMPARE(failureOf<AbortError>(talk.session().open()).reason(), AbortError::Reason::ReadTimeout);
    }
    void serverThatStopsAnswering()
    {
        SessionOptions options = Conversation::quick();
        options.readTimeoutMs = 20;
        Conversation talk(options);
        talk.greets(signedIn);
        auto done = talk.session().run(Noop{});
        QCOMPARE(failureOf<AbortError>(done).reason(), AbortError::Reason::ReadTimeout);
        QVERIFY(talk.end());
    }

    // Commands go out without waiting for each other, in order.
    void pipelined()
    {
        Conversation talk;
        talk.greets(signedIn);
        auto list = talk.session().run(List{});
        auto noop = talk.session().run(Noop{});
        talk.client("A1 LIST \"\" *");
        talk.client("A2 NOOP");
        talk.server("* LIST () \"/\" INBOX\r\nA2 OK first");
        QTRY_VERIFY(noop.isFinished());
        QVERIFY(!list.isFinished());
        talk.server("A1 OK second");
        QTRY_COMPARE(list.result().mailboxes.size(), 1);
    }
    // RFC 9051 §5.5: a number must not be sent while an EXPUNGE may still come.
    void numbersWaitForWhatMayExpunge()
    {
        Conversation talk;
        talk.greets(signedIn);
        select(talk);
        auto noop = talk.session().run(Noop{});
        auto fetch = talk.session().run(window(SeqSet::range(SeqNum{2}, SeqNum{3})));
        talk.client("A2 NOOP");
        QVERIFY(talk.isSilent());
        talk.server("* 1 EXPUNGE\r\nA2 OK");
        talk.client("A3 FETCH 2:3 (UID)");
        QCOMPARE(talk.session().state().mailbox->exists, 2u);
        talk.server("A3 OK");
        QTRY_VERIFY(fetch.isFinished());
    }
    void synchronisingLiteralHoldsTheLine()
    {
        Conversation talk;
        talk.greets(signedIn);
        auto create = talk.session().run(Create{MailboxName(QStringLiteral("a\"b"))});
        auto noop = talk.session().run(Noop{});
        const QByteArray first = talk.unread();
        if (!first.contains('{'))
            QSKIP("the writer quotes this name");
        QVERIFY(!first.contains("NOOP"));
        talk.server("+ go on");
        QVERIFY(talk.unread().contains("A2 NOOP"));
        talk.session().close();
        QVERIFY(create.isFinished() && noop.isFinished());
    }

    // What is wrong before a byte is sent.
    void preconditions()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1] ready");
        QCOMPARE(failureOf<CapabilityError>(talk.session().run(Unselect{})).command(),
                 QByteArray("UNSELECT"));
        QCOMPARE(failureOf<IllegalStateError>(talk.session().run(Close{})).command(), QByteArray("CLOSE"));
        QVERIFY(talk.isSilent());
    }
    void readOnlyFolderRefusesChanges()
    {
        Conversation talk;
        talk.greets(signedIn);
        Select examine;
        examine.mailbox = MailboxName(QStringLiteral("INBOX"));
        examine.readOnly = true;
        auto opened = talk.session().run(std::move(examine));
        talk.client("A1 EXAMINE INBOX");
        talk.server("* 3 EXISTS\r\nA1 OK [READ-ONLY] done");
        QTRY_VERIFY(opened.isFinished());
        Store store;
        store.messages = UidSet::single(Uid{1});
        store.flags = FlagSet{flags::Seen};
        QCOMPARE(failureOf<ReadOnlyError>(talk.session().run(std::move(store))).command(),
                 QByteArray("UID STORE"));
        QVERIFY(talk.isSilent());
    }

    // Errors keep the server's words.
    void noAndBadAreCommandErrors()
    {
        Conversation talk;
        talk.greets(signedIn);
        auto create = talk.session().run(Create{MailboxName(QStringLiteral("x"))});
        talk.client("A1 CREATE x");
        talk.server("A1 NO [ALREADYEXISTS] there is one");
        const auto error = failureOf<CommandError>(create);
        QCOMPARE(error.code().name, QByteArray("ALREADYEXISTS"));
        QCOMPARE(error.serverText(), QByteArray("there is one"));
        QVERIFY(error.sessionUsable());
        QVERIFY(talk.session().isOpen());
    }
    void failedSelectLeavesNothingSelected()
    {
        Conversation talk;
        talk.greets(signedIn);
        select(talk);
        Select command;
        command.mailbox = MailboxName(QStringLiteral("gone"));
        auto done = talk.session().run(std::move(command));
        talk.client("A2 SELECT gone");
        talk.server("A2 NO no such mailbox");
        failureOf<CommandError>(done);
        QCOMPARE(int(talk.session().state().phase), int(SessionState::Phase::Authenticated));
        QVERIFY(!talk.session().state().mailbox);
    }
    void brokenConnectionFailsAllThatWaits()
    {
        Conversation talk;
        talk.greets(signedIn);
        auto first = talk.session().run(Noop{});
        auto second = talk.session().run(Logout{});
        talk.transport().fails(AbortError::Reason::ConnectionLost, QStringLiteral("cable"));
        QCOMPARE(failureOf<AbortError>(first).reason(), AbortError::Reason::ConnectionLost);
        QCOMPARE(failureOf<AbortError>(second).reason(), AbortError::Reason::ConnectionLost);
        // Who comes too late hears why as well.
        QCOMPARE(failureOf<AbortError>(talk.session().run(Noop{})).reason(),
                 AbortError::Reason::ConnectionLost);
    }

    // A response that cannot be read is skipped; the stream goes on.
    void malformedLineIsSkipped()
    {
        Conversation talk;
        talk.greets(signedIn);
        auto noop = talk.session().run(Noop{});
        talk.client("A1 NOOP");
        talk.server("* 1 FETCH (ENVELOPE (\r\n* LIST\r\nnonsense here\r\nA1 OK");
        QTRY_VERIFY(noop.isFinished());
        QVERIFY(talk.session().isOpen());
        QVERIFY(talk.log().toText().contains(QLatin1String("malformed")));
    }
    void garbageWithoutEndIsNotEndured()
    {
        Conversation talk;
        talk.greets(signedIn);
        QByteArray garbage;
        for (int i = 0; i < 200; ++i)
            garbage += "garbage\r\n";
        auto noop = talk.session().run(Noop{});
        talk.raw(garbage);
        QVERIFY(!failureOf<ProtocolError>(noop).sessionUsable());
    }

    // However the bytes are cut, the outcome is the same.
    void bytesOneByOne()
    {
        Conversation talk;
        talk.transport().setPieceSize(1);
        talk.greets(signedIn);
        auto list = talk.session().run(List{});
        talk.client("A1 LIST \"\" *");
        talk.server("* LIST () \"/\" {5}\r\nab\r\nc\r\nA1 OK done");
        QTRY_VERIFY(list.isFinished());
        QCOMPARE(list.result().mailboxes.size(), 1);
    }

    // What is queued in front of a command decides where it will run.
    void selectionBehindTheQueue()
    {
        Conversation talk;
        talk.greets(signedIn);
        QVERIFY(talk.session().selectionBehind().isEmpty());
        select(talk);
        QCOMPARE(talk.session().selectionBehind(), MailboxName(QStringLiteral("INBOX")));
        auto fetch = talk.session().run(window(SeqSet::single(SeqNum{1})));
        Select other;
        other.mailbox = MailboxName(QStringLiteral("Work"));
        talk.session().run(std::move(other)); // waits for the FETCH
        QCOMPARE(talk.session().state().mailbox->name, MailboxName(QStringLiteral("INBOX")));
        QCOMPARE(talk.session().selectionBehind(), MailboxName(QStringLiteral("Work")));
        talk.session().close();
        QVERIFY(fetch.isFinished());
    }

    // RFC 9585: a server that works on something long says how far it is.
    void progressOfTheServer()
    {
        Conversation talk;
        talk.greets(signedIn);
        select(talk);
        QList<Progress> ofFlags;
        QList<Progress> ofList;
        Store store;
        store.messages = UidSet::from(Uid(1));
        auto storing = talk.session().run(
            store, {.progress = [&](const Progress &progress) { ofFlags.append(progress); }});
        auto list = talk.session().run(
            List{}, {.progress = [&](const Progress &progress) { ofList.append(progress); }});
        talk.server("* OK [INPROGRESS (\"A2\" 454 1000)] Processed 45% of the mailbox");
        talk.server("* OK [INPROGRESS (\"A3\" 1 NIL)] listing");
        talk.server("* OK [INPROGRESS (\"A9\" 5 6)] whose is this?");
        talk.server("* OK [INPROGRESS] still here");
        using Kind = Progress::Kind;
        QCOMPARE(ofFlags, (QList<Progress>{{Kind::Server, 454, 1000}, {Kind::Server, 0, {}}}));
        QCOMPARE(ofList, (QList<Progress>{{Kind::Server, 1, {}}}));
        talk.session().close();
    }
    // RFC 9586: numbers are BAD from then on, so none are sent; UIDFETCH is what FETCH was.
    void onlyUids()
    {
        Conversation talk;
        talk.greets(signedIn);
        select(talk);
        talk.server("* ENABLED UIDONLY");
        auto byNumber = talk.session().run(window(SeqSet::range(SeqNum(1), SeqNum(3))));
        failureOf<IllegalStateError>(byNumber);
        Fetch fetch;
        fetch.messages = *UidSet::parse("7,9");
        fetch.items.flags = true;
        auto byUid = talk.session().run(fetch);
        talk.client("A2 UID FETCH 7,9 (FLAGS)");
        talk.server("* 7 UIDFETCH (FLAGS (\\Seen))\r\n* 9 UIDFETCH (FLAGS ())\r\n* VANISHED 8\r\nA2 OK done");
        QTRY_VERIFY(byUid.isFinished());
        QCOMPARE(byUid.result().size(), 2);
        QCOMPARE(byUid.result().last().uid, std::optional<Uid>(Uid(9)));
        QCOMPARE(talk.session().state().mailbox->exists, 2u);
    }

    // A flight begins when we speak after the server spoke.
    void roundTripsAreCounted()
    {
        Conversation talk;
        talk.greets(signedIn);
        QCOMPARE(talk.log().roundTrips(), 0u);
        auto one = talk.session().run(Noop{});
        auto two = talk.session().run(List{});
        talk.settle();
        QCOMPARE(talk.log().roundTrips(), 1u);
        talk.server("A1 OK\r\nA2 OK");
        QTRY_VERIFY(one.isFinished() && two.isFinished());
        auto three = talk.session().run(Noop{});
        talk.settle();
        QCOMPARE(talk.log().roundTrips(), 2u);
        talk.session().close();
        QVERIFY(three.isFinished());
    }

    // An answer that cannot be read is not one that says that there is nothing.
    void anUnreadableAnswerIsNoEmptyOne()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 ESEARCH] hi");
        Select select;
        select.mailbox = MailboxName(QStringLiteral("INBOX"));
        talk.session().run(std::move(select));
        talk.client("A1 SELECT INBOX");
        talk.server("A1 OK [READ-WRITE] done");
        for (const char *answer : {"* SEARCH 1 4294967296", "* ESEARCH (TAG \"A2\") UID ALL x"}) {
            const auto found = talk.session().run(Search{});
            QTRY_VERIFY(talk.unread().endsWith("\r\n"));
            const QByteArray tag = talk.takeUnread().split(' ').first();
            talk.server(answer);
            talk.server(tag + " OK done");
            failureOf<CommandError>(found);
        }
        const auto noop = talk.session().run(Noop{}); // and all goes on
        talk.client("A4 NOOP");
        talk.server("* SEARCH x"); // an answer to nothing spoils nothing
        talk.server("A4 OK done");
        QTRY_VERIFY(noop.isFinished());
        noop.result();
    }
    // A row that this program cannot read is no reason to leave a server that has many of them.
    void manyUnreadableRowsDoNotEndIt()
    {
        Conversation talk;
        talk.greets("* PREAUTH hi");
        talk.raw(QByteArray("* 1 FETCH (UID x)\r\n").repeated(200));
        QVERIFY(!talk.end());
        talk.raw(QByteArray("nonsense\r\n").repeated(200));
        QTRY_VERIFY(talk.end());
    }
    // RFC 9051 §7.1.5: the server closes the connection; one that only says so must not look alive.
    void farewellWithoutAnEnd()
    {
        SessionOptions options = Conversation::quick();
        options.byeGraceMs = 1;
        Conversation talk(options);
        talk.greets("* PREAUTH hi");
        talk.server("* BYE Autologout; idle for too long");
        QTRY_VERIFY(talk.end());
        const auto *end = dynamic_cast<const AbortError *>(talk.end());
        QVERIFY(end && end->reason() == AbortError::Reason::ServerBye);
        QCOMPARE(end->serverText(), QByteArray("Autologout; idle for too long"));
    }
    // RFC 9051 §7.1: the user must see it, wherever it stands.
    void alertsAreTold()
    {
        Conversation talk;
        QStringList alerts;
        connect(&talk.session(), &Session::alerted, this,
                [&alerts](const QByteArray &text) { alerts.append(QString::fromUtf8(text)); });
        talk.greets("* OK [ALERT] Down tonight");
        const auto login = talk.session().run(Login{"alice", Secret(QByteArray("x"))});
        talk.client("A1 LOGIN alice x");
        talk.server("* NO [ALERT] Nearly full");
        talk.server("A1 NO [ALERT] Application-specific password required");
        failureOf<LoginError>(login);
        talk.server("* BYE [ALERT] Closing");
        QCOMPARE(alerts, (QStringList{QStringLiteral("Down tonight"), QStringLiteral("Nearly full"),
                                      QStringLiteral("Application-specific password required"),
                                      QStringLiteral("Closing")}));
    }
};

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
