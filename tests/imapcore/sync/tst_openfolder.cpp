#include "imapcore/sync/desk.h"
#include "imapcore/sync/journalbench.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace imap;
using namespace imap::test;

class TestOpenFolder : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_cache;

private Q_SLOTS:
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }

    void rowsAreThereBeforeTheirContents()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.select(1'000'000, 2'000'000);
        QTRY_COMPARE(desk.shown().size(), 1'000'000);
        const QByteArray asked = desk.talk.takeUnread();
        QVERIFY2(asked.contains("A2 FETCH 999951:1000000 ("), asked);
    }
    void emptyFolderAsksForNothing()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.select(0, 1);
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        QVERIFY(desk.talk.isSilent());
    }
    void removalsWhileTheWindowIsUnderWay()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.select(3, 40);
        QTRY_VERIFY(desk.talk.unread().contains("A2 FETCH 1:3 ("));
        desk.talk.server(row(1, 10) + "\r\n" + row(2, 20) + "\r\n" + row(3, 30) +
                         "\r\n* 2 EXPUNGE\r\n* 2 EXPUNGE\r\nA2 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        QCOMPARE(desk.shown(), QList<quint32>{10});
    }
    // A view tells what it shows as soon as it has rows, which is while they are under way.
    void rowsUnderWayAreNotAskedForTwice()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.select(300, 400);
        QTRY_VERIFY(desk.talk.unread().contains("A2 FETCH 251:300 (") && desk.talk.unread().endsWith("\r\n"));
        desk.talk.takeUnread();
        desk.folder.showRows(SeqNum{281}, SeqNum{300});
        QVERIFY(desk.talk.isSilent());
        desk.folder.showRows(SeqNum{241}, SeqNum{270});
        QTRY_VERIFY(desk.talk.unread().contains("A3 FETCH 241:250 ("));
    }
    // Whoever drags the scroll bar waits for what is under the hand, not for all places the hand has passed.
    void scrollingOnDoesNotWaitForWhatWasSeenBefore()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.open({10, 20}, 400);
        desk.talk.takeUnread();
        desk.talk.server("* 90000 EXISTS");
        QTRY_VERIFY(desk.talk.unread().contains("A3 FETCH 89901:90000 ("));
        QByteArray rows;
        for (quint32 number = 89'901; number <= 90'000; ++number)
            rows += row(number, number + 1000) + "\r\n";
        desk.talk.server(rows + "A3 OK");
        QTRY_COMPARE(desk.shown().last(), 91'000);
        desk.talk.takeUnread();
        desk.folder.showRows(SeqNum{40'000}, SeqNum{40'050});
        desk.folder.showRows(SeqNum{30'000}, SeqNum{30'050});
        desk.folder.showRows(SeqNum{20'000}, SeqNum{20'050});
        desk.folder.showRows(SeqNum{10'000}, SeqNum{10'050});
        QTRY_VERIFY(desk.talk.unread().contains("A5 FETCH 30000:30050 ("));
        QVERIFY(!desk.talk.takeUnread().contains("20000"));
        desk.talk.server(row(40'000, 40'001) + "\r\nA4 OK");
        QTRY_VERIFY(desk.talk.unread().contains("A6 FETCH 10000:10050 (") &&
                    desk.talk.unread().endsWith("\r\n"));
        desk.talk.takeUnread();
        // What the server does not give is asked for again only when somebody looks there anew.
        desk.talk.server("A5 OK\r\nA6 OK");
        desk.folder.showRows(SeqNum{40'000}, SeqNum{40'000});
        QVERIFY(desk.talk.isSilent());
        desk.folder.showRows(SeqNum{10'000}, SeqNum{10'001});
        QTRY_VERIFY(desk.talk.unread().contains("A7 FETCH 10000:10001 ("));
    }
    // The server told of a message, and then that it has marked it: the mark stays, though its entry has gone
    // by the time that the message is stored. With .SILENT nobody tells of the mark again.
    void whatWasSaidBeforeAMarkIsPutUnderIt()
    {
        Desk desk(m_cache->path());
        desk.greet("* PREAUTH [CAPABILITY IMAP4rev1] ready");
        desk.open({10}, 40);
        desk.journal.change(FlagChange{named("INBOX"), uidSet("10"), {flags::Flagged}, {}});
        desk.journal.setSource(sourceOf(&desk.talk.session(), true));
        QTRY_VERIFY(desk.talk.unread().contains("A3 UID STORE 10 +FLAGS.SILENT (\\Flagged)\r\n"));
        desk.talk.server(row(1, 10) + "\r\nA3 OK");
        QTRY_VERIFY(!desk.journal.hasWaiting());
        desk.folder.showAgain(uidSet("10"));
        QCOMPARE(desk.shownFlags(Uid(10)), FlagSet({flags::Flagged}));
    }
    // Gmail's labels come with the rows. Of those that are given elsewhere it tells the number of the change
    // alone.
    void labelsOfGmail()
    {
        Desk desk(m_cache->path());
        desk.greet("* PREAUTH [CAPABILITY IMAP4rev1 CONDSTORE X-GM-EXT-1] ready");
        const auto labels = [&desk] { return desk.shownMessage(Uid(10)).gmailLabels; };
        const auto list = [](const char *words) {
            return QString::fromLatin1(words).split(QLatin1Char(' '));
        };
        desk.attached = desk.folder.attach(&desk.talk.session());
        desk.talk.client("A1 SELECT INBOX (CONDSTORE)");
        desk.talk.server("* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 40] x\r\n"
                         "* OK [HIGHESTMODSEQ 5] x\r\nA1 OK done");
        QTRY_VERIFY(desk.talk.unread().contains("X-GM-LABELS") && desk.talk.unread().endsWith("\r\n"));
        desk.talk.takeUnread();
        desk.talk.server(row(1, 10).chopped(1) + " MODSEQ (3) X-GM-LABELS (\\Important Work))\r\nA2 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        QCOMPARE(labels(), list("Work \\Important"));
        desk.journal.change(LabelChange{named("INBOX"), uidSet("10"), list("New"), {}});
        QCOMPARE(labels(), list("New Work \\Important"));
        desk.talk.server("* 1 FETCH (UID 10 X-GM-LABELS (Other))");
        QTRY_COMPARE(labels(), list("New Other"));
        QVERIFY(desk.talk.isSilent());
        desk.talk.server("* 1 FETCH (UID 10 FLAGS () MODSEQ (9))");
        QTRY_VERIFY(desk.talk.unread().contains("A3 UID FETCH 10 (") &&
                    desk.talk.unread().contains("X-GM-LABELS"));
        desk.talk.takeUnread();
        desk.talk.server("* 1 FETCH (UID 10 FLAGS () MODSEQ (9) X-GM-LABELS (Third))\r\nA3 OK");
        QTRY_COMPARE(labels(), list("New Third"));
        // Flags that changed do not say that the labels did not.
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Seen) MODSEQ (10))");
        QTRY_COMPARE(desk.shownFlags(Uid(10)), FlagSet({flags::Seen}));
        QTRY_VERIFY(desk.talk.unread().contains("A4 UID FETCH 10 ("));
        desk.talk.takeUnread();
        // While that is under way it changes once more; and of two words the last counts.
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Seen) MODSEQ (10) X-GM-LABELS (Third))\r\n"
                         "* 1 FETCH (UID 10 FLAGS () MODSEQ (11))\r\nA4 OK");
        QTRY_VERIFY(desk.talk.unread().contains("A5 UID FETCH 10 ("));
        desk.talk.takeUnread();
        desk.talk.server("* 1 FETCH (UID 10 FLAGS () MODSEQ (12) X-GM-LABELS (Other))\r\n"
                         "* 1 FETCH (UID 10 FLAGS () MODSEQ (12) X-GM-LABELS (Third))\r\nA5 OK");
        QTRY_VERIFY(desk.talk.isSilent());
        QTRY_COMPARE(labels(), list("New Third"));
    }
    // It was moved while another folder was open, and the server has done it. The rows of the last time know
    // nothing of that, and there is no connection.
    void whatWasMovedAwayDoesNotComeBackFromTheCache()
    {
        {
            Desk desk(m_cache->path());
            desk.greet();
            desk.open({10, 20}, 40);
        }
        Desk desk(m_cache->path());
        desk.store->notes().addTrail(
            {named("INBOX"), UidValidity(1), Uid(10), 1, named("Archive"), UidValidity(9), Uid(5)});
        desk.folder.showCache();
        QCOMPARE(desk.shown(), QList<quint32>{20});
    }
    void hostileNumbersAreIgnored()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.open({10, 20}, 40);
        desk.talk.server("* 9 EXPUNGE\r\n* 0 EXPUNGE\r\n" + row(7, 70) +
                         "\r\n* 0 FETCH (FLAGS ())\r\n* 2 EXISTS\r\n* 1 EXISTS");
        QCOMPARE(desk.shown(), (QList<quint32>{10, 20}));
    }
    // Flags alone make no row: one that was never fetched would stay blank for ever.
    void flagsOfARowThatWasNeverFetched()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.select(2, 40);
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Flagged))\r\n" + row(2, 20) + "\r\nA2 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        QCOMPARE(desk.shown(), (QList<quint32>{0, 20}));
        desk.folder.showRows(SeqNum{1}, SeqNum{2});
        QTRY_VERIFY(desk.talk.unread().contains("A3 FETCH 1 ("));
        desk.talk.server(row(1, 10, "\\Flagged") + "\r\nA3 OK");
        QTRY_COMPARE(desk.shown(), (QList<quint32>{10, 20}));
    }
    // A letter is marked in the moment between its arrival and its being written down.
    void markedWhileItsRowIsOnTheWay()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.select(1, 40);
        QTRY_VERIFY(desk.talk.unread().contains("A2 FETCH 1 ("));
        desk.talk.server(row(1, 10) + "\r\nA2 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        desk.talk.server(row(1, 10));
        desk.journal.change(FlagChange{named("INBOX"), uidSet("10"), {flags::Flagged}, {}});
        QTRY_COMPARE(desk.shownFlags(Uid{10}), FlagSet{flags::Flagged});
        desk.talk.server(row(1, 10));
        desk.folder.showAgain(UidSet::single(Uid{10}));
        QCOMPARE(desk.shownFlags(Uid{10}), FlagSet{flags::Flagged});
    }
    void newMailIsFetchedByUid()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.open({10}, 40);
        desk.talk.takeUnread();
        desk.talk.server("* 3 EXISTS");
        QTRY_VERIFY(desk.talk.unread().contains("A3 UID FETCH 40:* ("));
        desk.talk.server(row(2, 41) + "\r\n" + row(3, 45) + "\r\nA3 OK");
        QTRY_COMPARE(desk.shown(), (QList<quint32>{10, 41, 45}));
    }
    void newMailOfAServerWithoutUidNext()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.open({10}, 0);
        desk.talk.server("* 2 EXISTS");
        QTRY_VERIFY(desk.talk.unread().contains("A3 FETCH 2 ("));
        desk.talk.server(row(2, 11) + "\r\nA3 OK");
        QTRY_COMPARE(desk.shown(), (QList<quint32>{10, 11}));
    }
    // 50,000 letters at once are not fetched at once.
    void aFloodOfNewMailIsOnlyCounted()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.open({10}, 40);
        desk.talk.takeUnread();
        desk.talk.server("* 50001 EXISTS");
        QCOMPARE(desk.shown().size(), 50001);
        const QByteArray asked = desk.talk.takeUnread();
        QVERIFY2(!asked.contains("UID FETCH") && asked.count("FETCH") <= 1, asked);
    }

    // After a time away: a message at its old number proves that nothing in front of it went.
    void knownRowsSurviveWhenTheyCanBeTrusted()
    {
        {
            Desk desk(m_cache->path());
            desk.greet();
            desk.open({10, 20, 30}, 40);
        }
        Desk desk(m_cache->path());
        desk.folder.showCache();
        QCOMPARE(desk.shown(), (QList<quint32>{10, 20, 30}));
        desk.greet();
        desk.select(3, 41); // one went, one came
        QTRY_VERIFY(desk.talk.unread().contains("A2 UID FETCH 10:30 (UID FLAGS)\r\nA3 UID FETCH 40:139 ("));
        desk.talk.server("* 1 FETCH (UID 20 FLAGS ())\r\n* 2 FETCH (UID 30 FLAGS ())\r\nA2 OK\r\n" +
                         row(3, 40) + "\r\nA3 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        QCOMPARE(desk.shown(), (QList<quint32>{20, 30, 40}));
    }
    void sameCountAndNextUidMeanTheSameMessages()
    {
        {
            Desk desk(m_cache->path());
            desk.greet();
            desk.open({10, 20}, 40);
        }
        Desk desk(m_cache->path());
        desk.folder.showCache();
        desk.greet();
        desk.select(2, 40);
        QTRY_VERIFY(desk.talk.unread().contains("A2 UID FETCH 10:20 (UID FLAGS)"));
        desk.talk.server(
            "* 1 FETCH (UID 10 FLAGS (\\Seen))\r\n* 2 FETCH (UID 20 FLAGS ())\r\nA2 OK\r\nA3 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        QCOMPARE(desk.shown(), (QList<quint32>{10, 20}));
        QVERIFY(desk.shownFlags(Uid{10}).contains(flags::Seen));
    }
    void anotherUidValidityForgetsEverything()
    {
        {
            Desk desk(m_cache->path());
            desk.greet();
            desk.open({10, 20}, 40);
        }
        Desk desk(m_cache->path());
        desk.folder.showCache();
        desk.greet();
        desk.select(2, 40, 2);
        // What was asked by UID before the answer was known brings nothing wrong.
        desk.talk.server("* 2 FETCH (UID 20 FLAGS (\\Seen))\r\nA2 OK\r\nA3 OK");
        QTRY_VERIFY(desk.talk.unread().contains("A4 FETCH 1:2 ("));
        desk.talk.server(row(1, 7) + "\r\n" + row(2, 20) + "\r\nA4 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        QCOMPARE(desk.shown(), (QList<quint32>{7, 20}));
        QVERIFY(!desk.store->messages().load(desk.folder.id(), Uid{10}));
    }

    // The user's change shows at once, survives what the server says meanwhile, and goes when refused.
    void refusedFlagChangeIsTakenBack()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.open({10}, 40);
        desk.talk.takeUnread();
        const MailboxName inbox(QStringLiteral("INBOX"));
        QVERIFY(desk.journal.change(FlagChange{inbox, uidSet("10"), {flags::Flagged}, {}}) > 0);
        QVERIFY(desk.shownFlags(Uid{10}).contains(flags::Flagged));
        desk.journal.setSource(sourceOf(&desk.talk.session(), true));
        QTRY_VERIFY(desk.talk.unread().contains("A3 UID STORE 10 +FLAGS.SILENT (\\Flagged)"));
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Answered))");
        QVERIFY(desk.shownFlags(Uid{10}).contains(flags::Flagged));
        desk.talk.server("A3 NO [NOPERM] you may not");
        QTRY_COMPARE(desk.count<OperationFailed>(), 1);
        QVERIFY(!desk.shownFlags(Uid{10}).contains(flags::Flagged));
        QVERIFY(desk.shownFlags(Uid{10}).contains(flags::Answered));
        QVERIFY(!desk.journal.hasWaiting());
    }
    // The journal asks on the same connection by what messages can be known again, which are not their flags.
    void answersToOthersAreNotRows()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.open({10}, 40);
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Seen $Work) MODSEQ (7))");
        QTRY_COMPARE(desk.shownFlags(Uid{10}), (FlagSet{flags::Seen, Flag("$Work")}));
        const QByteArray all = row(1, 10);
        desk.talk.server(QByteArray(all).replace("FLAGS () ", ""));
        desk.folder.showAgain(uidSet("10"));
        QCOMPARE(desk.shownFlags(Uid{10}), (FlagSet{flags::Seen, Flag("$Work")}));
        // One that has them counts, though it does not tell the number of their change.
        desk.talk.server(all);
        desk.folder.showAgain(uidSet("10"));
        QCOMPARE(desk.shownFlags(Uid{10}), FlagSet());
        QCOMPARE(desk.store->messages().load(desk.folder.id(), Uid{10})->modSeq, ModSeq{7});
    }
    // Rows come into the store on another connection, too. What that one was told before is older.
    void flagsThatComeBeforeTheirMessageIsStored()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.select(300, 400);
        desk.talk.server("* 7 FETCH (UID 5 FLAGS (\\Seen) MODSEQ (9))\r\nA2 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        MessageSummary older;
        older.uid = Uid{5};
        older.modSeq = ModSeq{8};
        desk.store->messages().addMissing(desk.folder.id(), {older});
        desk.folder.adopt({SeqNum{7}, {Uid{5}}, 300, Uid{400}});
        QCOMPARE(desk.store->messages().load(desk.folder.id(), Uid{5})->flags, FlagSet{flags::Seen});
        desk.folder.showRows(SeqNum{1}, SeqNum{20});
        QCOMPARE(desk.shownFlags(Uid{5}), FlagSet{flags::Seen});
    }
    // A change that was made silently is answered with its number alone, and is newer than what others were
    // told before.
    void theNumberOfASilentChangeCounts()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.open({10}, 40);
        desk.journal.change(
            FlagChange{MailboxName(QStringLiteral("INBOX")), uidSet("10"), {flags::Seen}, {}});
        desk.talk.server("* 1 FETCH (UID 10 MODSEQ (20))");
        desk.folder.showAgain({});
        MessageSummary older;
        older.uid = Uid{10};
        older.modSeq = ModSeq{15};
        desk.store->messages().addMissing(desk.folder.id(), {older});
        QCOMPARE(desk.store->messages().load(desk.folder.id(), Uid{10})->flags, FlagSet{flags::Seen});
    }
    // Set, counted, and set back, told together: each counts from where the last one left it.
    void twoWordsOfOneMessageInOneBreath()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.open({10}, 40);
        desk.talk.takeUnread();
        auto listed = desk.folders.refresh(&desk.talk.session());
        desk.talk.server("* LIST () \"/\" INBOX\r\nA3 OK\r\nA4 OK");
        desk.talk.server("* STATUS INBOX (MESSAGES 1 UNSEEN 1)\r\nA5 OK");
        const MailboxName inbox(QStringLiteral("INBOX"));
        QTRY_COMPARE(desk.folders.find(inbox)->unseen, 1u);
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Seen))\r\n* 1 FETCH (UID 10 MODSEQ (30))");
        QTRY_COMPARE(desk.shownFlags(Uid{10}), FlagSet{flags::Seen});
        desk.talk.server("* 1 FETCH (UID 10 FLAGS ())\r\n* 1 FETCH (UID 10 FLAGS (\\Seen))\r\n"
                         "* 1 FETCH (UID 10 FLAGS ())");
        QTRY_COMPARE(desk.shownFlags(Uid{10}), FlagSet());
        QCOMPARE(desk.folders.find(inbox)->unseen, 1u);
    }
    // Somebody else has set the same flag meanwhile: it is there, whatever becomes of ours.
    void whatAnotherClientDidTooStays_data()
    {
        QTest::addColumn<bool>("refused");
        QTest::newRow("refused") << true;
        QTest::newRow("undone before it is sent") << false;
    }
    void whatAnotherClientDidTooStays()
    {
        QFETCH(bool, refused);
        Desk desk(m_cache->path());
        desk.greet();
        desk.open({10}, 40);
        desk.talk.takeUnread();
        const MailboxName inbox(QStringLiteral("INBOX"));
        const quint64 mark = desk.journal.change(FlagChange{inbox, uidSet("10"), {flags::Flagged}, {}});
        const quint64 other = desk.journal.change(FlagChange{inbox, uidSet("10"), {flags::Draft}, {}});
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Flagged \\Answered))");
        if (refused) {
            desk.journal.setSource(sourceOf(&desk.talk.session(), true));
            QTRY_VERIFY(desk.talk.unread().contains("A3 UID STORE 10 +FLAGS.SILENT (\\Flagged)"));
            desk.talk.server("A3 NO [NOPERM] you may not");
            QTRY_COMPARE(desk.count<OperationFailed>(), 1);
        } else {
            desk.journal.undo(mark);
        }
        QCOMPARE(desk.shownFlags(Uid{10}), (FlagSet{flags::Flagged, flags::Answered, flags::Draft}));
        QCOMPARE(desk.store->messages().load(desk.folder.id(), Uid{10})->flags, desk.shownFlags(Uid{10}));
        if (!refused) {
            desk.journal.undo(other);
            QCOMPARE(desk.shownFlags(Uid{10}), (FlagSet{flags::Flagged, flags::Answered}));
        }
    }
    // What its owner moved away is gone at once, and nobody hears what becomes of it on the server.
    void hiddenMessagesAreNotInTheList()
    {
        Desk desk(m_cache->path());
        desk.folders.setHiddenUids([](const MailboxName &) { return UidSet::single(Uid{20}); });
        desk.folder.showCache();
        desk.greet();
        desk.select(5, 60);
        desk.talk.server(row(1, 10) + "\r\n" + row(2, 20) + "\r\n" + row(3, 30) + "\r\n" + row(4, 40) +
                         "\r\n" + row(5, 50) + "\r\nA2 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        QCOMPARE(desk.shown(), (QList<quint32>{10, 30, 40, 50}));
        desk.folder.hide(UidSet::parse("40,50").value());
        QCOMPARE(desk.shown(), (QList<quint32>{10, 30}));
        // The server's numbers count them still.
        desk.talk.server("* 3 FETCH (UID 30 FLAGS (\\Flagged))");
        QCOMPARE(desk.shown(), (QList<quint32>{10, 30}));
        QVERIFY(desk.shownFlags(Uid{30}).contains(flags::Flagged));
        const auto before = desk.events.size();
        desk.talk.server("* 4 FETCH (UID 40 FLAGS (\\Seen))\r\n* 4 EXPUNGE");
        QCOMPARE(desk.events.size(), before);
        desk.talk.server("* 1 EXPUNGE");
        QCOMPARE(desk.shown(), (QList<quint32>{30}));
        desk.folder.unhide(UidSet::parse("20,40,50").value());
        QCOMPARE(desk.shown(), (QList<quint32>{20, 30, 50}));
        desk.folder.showRows(SeqNum{2}, SeqNum{3});
        QCOMPARE(desk.shown(), (QList<quint32>{20, 30, 50}));
    }
    void countsAreWithoutHiddenMessages()
    {
        Desk desk(m_cache->path());
        const MailboxName inbox(QStringLiteral("INBOX"));
        UidSet hidden;
        desk.folders.setHiddenUids([&](const MailboxName &) { return hidden; });
        desk.greet();
        desk.select(3, 60);
        desk.talk.server(row(1, 10) + "\r\n" + row(2, 20) + "\r\n" + row(3, 30, "\\Seen") + "\r\nA2 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        desk.talk.takeUnread();
        auto listed = desk.folders.refresh(&desk.talk.session());
        desk.talk.server("* LIST () \"/\" INBOX\r\nA3 OK\r\nA4 OK");
        desk.talk.server("* STATUS INBOX (MESSAGES 3 UNSEEN 2)\r\nA5 OK");
        QTRY_COMPARE(desk.folders.find(inbox)->unseen, 2u);
        hidden = UidSet::parse("20:35").value();
        desk.folder.hide(hidden);
        QCOMPARE(desk.folders.find(inbox)->total, 1u);
        QCOMPARE(desk.folders.find(inbox)->unseen, 1u);
        MailboxStatus counts;
        counts.messages = 3;
        counts.unseen = 2;
        desk.folders.setServerCounts(inbox, counts);
        QCOMPARE(desk.folders.find(inbox)->total, 1u);
        QCOMPARE(desk.folders.find(inbox)->unseen, 1u);
        desk.folder.unhide(std::exchange(hidden, {}));
        QCOMPARE(desk.folders.find(inbox)->total, 3u);
        QCOMPARE(desk.folders.find(inbox)->unseen, 2u);
    }

    // Whatever comes in whatever order, the list ends as the server's.
    void randomMailbox_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 12; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void randomMailbox()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        QList<quint32> mailbox; // the server's truth: UIDs
        quint32 nextUid = 1;
        const auto arrive = [&] {
            nextUid += random.bounded(3);
            mailbox.append(nextUid++);
        };
        for (int i = 0; i < 150; ++i)
            arrive();
        Desk desk(m_cache->path());
        desk.greet();
        desk.select(quint32(mailbox.size()), nextUid);
        QByteArray written, idling;
        UidSet hidden;
        for (int step = 0; step < 400; ++step) {
            written += desk.talk.takeUnread();
            const qsizetype end = written.indexOf("\r\n");
            QByteArray answer;
            if (end >= 0) {
                const QList<QByteArray> words = written.first(end).split(' ');
                written.remove(0, end + 2);
                const bool byUid = words.value(1) == "UID";
                const QByteArray set = words.value(byUid ? 3 : 2);
                // On a machine that has much to do it is quiet for so long that IDLE begins.
                if (words.value(1) == "IDLE")
                    idling = words.value(0);
                const auto uids = UidSet::parse(byUid ? set : "1");
                const auto numbers = SeqSet::parse(byUid || words.value(1) != "FETCH" ? "1" : set);
                QVERIFY2(uids && numbers, words.join(' ').constData());
                for (qsizetype i = 0; i < mailbox.size() && words.contains("FETCH"); ++i) {
                    const bool wanted = byUid ? uids->contains(Uid{mailbox.at(i)}) ||
                                                    (set.endsWith('*') && i + 1 == mailbox.size())
                                              : numbers->contains(SeqNum{quint32(i + 1)});
                    if (wanted)
                        answer += row(quint32(i + 1), mailbox.at(i)) + "\r\n";
                }
                if (words.value(0) == "DONE")
                    answer += std::exchange(idling, {}) + " OK\r\n";
                else if (!idling.isEmpty())
                    answer += "+ idling\r\n";
                else
                    answer += words.value(0) + " OK\r\n";
            }
            switch (random.bounded(7)) {
            case 5: {
                const quint32 first = 1 + quint32(random.bounded(int(nextUid)));
                const UidSet some = UidSet::range(Uid{first}, Uid{first + quint32(random.bounded(4))});
                hidden.unite(some);
                desk.folder.hide(some);
                break;
            }
            case 6: {
                const quint32 first = 1 + quint32(random.bounded(int(nextUid)));
                const UidSet some = UidSet::range(Uid{first}, Uid{first + 20});
                hidden.subtract(some);
                desk.folder.unhide(some);
                break;
            }
            case 0:
                arrive();
                answer += "* " + QByteArray::number(mailbox.size()) + " EXISTS\r\n";
                break;
            case 1:
                if (!mailbox.isEmpty()) {
                    const auto gone = random.bounded(int(mailbox.size()));
                    mailbox.remove(gone);
                    answer += "* " + QByteArray::number(gone + 1) + " EXPUNGE\r\n";
                }
                break;
            case 2: {
                const quint32 first = 1 + quint32(random.bounded(160));
                desk.folder.showRows(SeqNum{first}, SeqNum{first + 30});
                break;
            }
            default:
                break;
            }
            if (!answer.isEmpty())
                desk.talk.raw(answer);
            desk.talk.settle();
        }
        QVERIFY(!hidden.isEmpty());
        // Hidden messages that nobody has looked at still have their rows; nothing else may be too much.
        const QList<quint32> shown = desk.shown();
        int known = 0;
        qsizetype at = 0;
        for (const quint32 uid : shown) {
            if (uid == 0)
                continue;
            ++known;
            QVERIFY(!hidden.contains(Uid{uid}));
            at = mailbox.indexOf(uid, at);
            QVERIFY(at >= 0);
        }
        QVERIFY(known > 30);
        desk.folder.unhide(hidden);
        const QList<quint32> all = desk.shown();
        QCOMPARE(all.size(), mailbox.size());
        for (qsizetype i = 0; i < all.size(); ++i)
            QVERIFY(all.at(i) == 0 || all.at(i) == mailbox.at(i));
    }
};

QTEST_GUILESS_MAIN(TestOpenFolder)
#include "tst_openfolder.moc"
