#include "imapcore/sync/desk.h"
#include "imapcore/sync/journalbench.h"

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
    // Many servers give no code for that. It must not cost all other folders what keeps them in step.
    void aFolderThatIsGoneSaysNothingOfExtensions()
    {
        Desk desk(m_cache->path());
        desk.greet("* PREAUTH [CAPABILITY IMAP4rev1 CONDSTORE] ready");
        desk.attached = desk.folder.attach(&desk.talk.session());
        desk.talk.client("A1 SELECT INBOX (CONDSTORE)");
        desk.talk.server("A1 NO Mailbox does not exist");
        desk.talk.client("A2 SELECT INBOX");
        desk.talk.server("A2 NO Mailbox does not exist");
        QTRY_COMPARE(desk.count<FolderFailed>(), 1);
        QVERIFY(desk.talk.session().state().capabilities.has("CONDSTORE"));
    }
    void aServerThatOnlyAnnouncesAnExtensionIsNotAskedForItAgain()
    {
        Desk desk(m_cache->path());
        desk.greet("* PREAUTH [CAPABILITY IMAP4rev1 CONDSTORE] ready");
        desk.attached = desk.folder.attach(&desk.talk.session());
        desk.talk.client("A1 SELECT INBOX (CONDSTORE)");
        desk.talk.server("A1 BAD parameters");
        desk.talk.client("A2 SELECT INBOX");
        desk.talk.server("* 0 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 1] x\r\nA2 OK done");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        QVERIFY(!desk.talk.session().state().capabilities.has("CONDSTORE"));
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
        // A label that gets another name changes messages without a word on them.
        desk.folder.recheckMarks();
        QTRY_VERIFY(desk.talk.unread().contains("A6 UID FETCH 10 (") &&
                    desk.talk.unread().contains("X-GM-LABELS"));
        desk.talk.takeUnread();
        desk.talk.server("* 1 FETCH (UID 10 FLAGS () MODSEQ (12) X-GM-LABELS (Fourth))\r\nA6 OK");
        QTRY_COMPARE(labels(), list("Fourth New"));
        QVERIFY(desk.talk.isSilent());
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
};

QTEST_GUILESS_MAIN(TestOpenFolder)
#include "tst_openfolder.moc"
