#include "imapcore/sync/journalbench.h"

using namespace imap;
using namespace imap::test;

/// Several changes of the same messages, and their ways back, one behind the other.
class TestOperationOrder : public QObject
{
    Q_OBJECT
    /// Message 4 of INBOX goes to the Archive and comes back as 30; `to` and `again` are the entries.
    static void moveThereAndBack(JournalBench &bench, quint64 &to, quint64 &again)
    {
        bench.know("Archive", 9);
        bench.connect();
        to = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.on("UID MOVE 4 Archive", {"* OK [COPYUID 9 4 21] moved"});
        QTRY_COMPARE(bench.state(to), OperationState::Done);
        again = bench.journal->change(MoveChange{named("Archive"), uidSet("21"), named("INBOX")});
        bench.onStatus("INBOX", 7, 30);
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("21"), {JournalBench::print(1, 21, 4)});
        bench.on("UID MOVE 21 INBOX", {"* OK [COPYUID 7 21 30] moved"});
        QTRY_COMPARE(bench.state(again), OperationState::Done);
    }

private Q_SLOTS:
    // Entries that name messages by the UIDs that they had before find them.
    void olderEntriesFollowAMove()
    {
        JournalBench bench;
        bench.connect();
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        QTRY_COMPARE(bench.state(mark), OperationState::Done);
        const quint64 move = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.on("NOOP");
        bench.on("UID MOVE 4 Archive", {"* OK [COPYUID 9 4 21] moved"});
        QTRY_COMPARE(bench.state(move), OperationState::Done);
        bench.journal->undo(mark);
        bench.onSelect("Archive", 9);
        bench.on("UID STORE 21 -FLAGS.SILENT (\\Flagged)");
    }

    // A message was moved there and back. While it is still on its way there again, all of that can be taken
    // back: what counts is where it will be, not where it is.
    void thereAndBackIsUndoneWhileOffline()
    {
        JournalBench bench;
        quint64 to = 0;
        quint64 again = 0;
        moveThereAndBack(bench, to, again);
        // It is in INBOX already.
        QVERIFY_EXCEPTION_THROWN(bench.journal->undo(to), LocalError);
        bench.cut();
        QVERIFY(bench.journal->undo(again) > 0);
        const quint64 last = bench.journal->undo(to);
        QVERIFY(last > 0);
        bench.reopen();
        bench.connect();
        bench.onStatus("Archive", 9, 22);
        bench.onSelect("INBOX", 7);
        bench.on(JournalBench::fetchPrints("30"), {JournalBench::print(1, 30, 4)});
        bench.on("UID MOVE 30 Archive", {"* OK [COPYUID 9 30 22] moved"});
        bench.onStatus("INBOX", 7, 31);
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("22"), {JournalBench::print(1, 22, 4)});
        bench.on("UID MOVE 22 INBOX", {"* OK [COPYUID 7 22 31] moved"});
        QTRY_COMPARE(bench.state(last), OperationState::Done);
    }

    // The same, but the first step back is given up: the message is where the second would bring it, and is
    // shown there again.
    void whatIsThereAlreadyIsShownThere()
    {
        JournalBench bench;
        quint64 to = 0;
        quint64 again = 0;
        moveThereAndBack(bench, to, again);
        bench.cut();
        const quint64 first = bench.journal->undo(again);
        const quint64 second = bench.journal->undo(to);
        bench.journal->drop(first);
        QVERIFY(bench.shown.isEmpty());
        bench.connect();
        QTRY_COMPARE(bench.state(second), OperationState::Done);
        QVERIFY(bench.isSilent());
        QCOMPARE(bench.shown.size(), 1);
        QCOMPARE(bench.shown.first().first, named("INBOX"));
        QCOMPARE(bench.shown.first().second, uidSet("30"));
    }

    // Both are taken back at once, while the second is still under way: the first waits for the way back of
    // that, or the message would end where it was in between.
    void twoQuickUndosKeepTheirOrder()
    {
        JournalBench bench;
        bench.know("Archive", 9);
        bench.connect();
        const quint64 to = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.on("UID MOVE 4 Archive", {"* OK [COPYUID 9 4 21] moved"});
        QTRY_COMPARE(bench.state(to), OperationState::Done);
        const quint64 again =
            bench.journal->change(MoveChange{named("Archive"), uidSet("21"), named("INBOX")});
        bench.onStatus("INBOX", 7, 30);
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("21"), {JournalBench::print(1, 21, 4)});
        bench.unanswered("UID MOVE 21 INBOX");
        QCOMPARE(bench.journal->undo(again), 0U);
        QCOMPARE(bench.journal->undo(to), 0U);
        bench.talk->server("* OK [COPYUID 7 21 30] moved\r\nA7 OK done");
        QTRY_COMPARE(bench.state(again), OperationState::Undone);
        QCOMPARE(bench.state(to), OperationState::Undone);
        bench.onStatus("Archive", 9, 22);
        bench.onSelect("INBOX", 7);
        bench.on(JournalBench::fetchPrints("30"), {JournalBench::print(1, 30, 4)});
        bench.on("UID MOVE 30 Archive", {"* OK [COPYUID 9 30 22] moved"});
        bench.onStatus("INBOX", 7, 31);
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("22"), {JournalBench::print(1, 22, 4)});
        bench.on("UID MOVE 22 INBOX", {"* OK [COPYUID 7 22 31] moved"});
        QTRY_VERIFY(!bench.journal->hasWaiting());
        QCOMPARE(bench.count<AlertRaised>(), 0);
    }

    // What waits behind the undo of what was cut off waits after a restart, too.
    void quickUndosOutliveTheProgram()
    {
        JournalBench bench;
        bench.know("Archive", 9);
        bench.connect();
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        QTRY_COMPARE(bench.state(mark), OperationState::Done);
        const quint64 move = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.on("NOOP");
        bench.unanswered("UID MOVE 4 Archive");
        QCOMPARE(bench.journal->undo(move), 0U);
        QCOMPARE(bench.journal->undo(mark), 0U);
        bench.cut();
        bench.reopen();
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4 (UID)");
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("21:*"), {JournalBench::print(1, 21, 4)});
        QTRY_COMPARE(bench.state(move), OperationState::Undone);
        QCOMPARE(bench.state(mark), OperationState::Undone);
        QCOMPARE(bench.count<AlertRaised>(), 0);
    }

    // Three ways back wait for one message, which has another number and folder after each. The mark does not
    // go out beside the second move, though it was entered when the message was elsewhere.
    void waysBackOfOneMessageKeepTheirOrder()
    {
        JournalBench bench;
        bench.know("Archive", 9);
        bench.know("Later", 5);
        bench.connect();
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        const quint64 first =
            bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.on("NOOP");
        bench.on("UID MOVE 4 Archive", {"* OK [COPYUID 9 4 21] moved"});
        QTRY_COMPARE(bench.state(first), OperationState::Done);
        const quint64 second =
            bench.journal->change(MoveChange{named("Archive"), uidSet("21"), named("Later")});
        bench.onStatus("Later", 5, 31);
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("21"), {JournalBench::print(1, 21, 4)});
        bench.on("UID MOVE 21 Later", {"* OK [COPYUID 5 21 31] moved"});
        QTRY_COMPARE(bench.state(second), OperationState::Done);
        bench.cut();
        bench.journal->undo(second);
        bench.journal->undo(first);
        const quint64 last = bench.journal->undo(mark);
        bench.connect();
        bench.onStatus("Archive", 9, 40);
        bench.onSelect("Later", 5);
        bench.on(JournalBench::fetchPrints("31"), {JournalBench::print(1, 31, 4)});
        bench.on("UID MOVE 31 Archive", {"* OK [COPYUID 9 31 40] moved"});
        bench.onStatus("INBOX", 7, 50);
        bench.onSelect("Archive", 9);
        QCOMPARE(bench.journal->hiddenIn(named("Archive")), uidSet("40"));
        QCOMPARE(bench.hidden.last(), (std::pair(named("Archive"), uidSet("40"))));
        bench.on(JournalBench::fetchPrints("40"), {JournalBench::print(1, 40, 4)});
        bench.unanswered("UID MOVE 40 INBOX");
        QVERIFY(bench.isSilent());
        bench.talk->server("* OK [COPYUID 7 40 50] moved\r\nA8 OK done");
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 50 -FLAGS.SILENT (\\Flagged)");
        QTRY_COMPARE(bench.state(last), OperationState::Done);
    }

    // A mark waits for a move, which takes one of its messages elsewhere. What came behind the mark stays,
    // here and there.
    void marksOfMovedMessagesKeepTheirOrder()
    {
        JournalBench bench;
        bench.know("Archive", 9);
        const store::FolderId inbox = bench.store->mailboxes().ensureFolder(named("INBOX"));
        const store::FolderId archive = bench.store->mailboxes().ensureFolder(named("Archive"));
        bench.connect();
        bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.unanswered("UID MOVE 4 Archive");
        bench.journal->change(FlagChange{named("INBOX"), uidSet("4:6"), {flags::Flagged}, {}});
        bench.journal->change(FlagChange{named("INBOX"), uidSet("4:5"), {}, {flags::Flagged}});
        // The folder that is open has heard of it already.
        MessageSummary arrived;
        arrived.uid = Uid(21);
        bench.store->messages().upsert(archive, {arrived});
        const auto isFlagged = [&](store::FolderId folder, quint32 uid) {
            return bench.store->messages().load(folder, Uid(uid))->flags.contains(flags::Flagged);
        };
        QVERIFY(!isFlagged(inbox, 5));
        QVERIFY(isFlagged(inbox, 6));
        bench.talk->server("* OK [COPYUID 9 4 21] moved\r\nA3 OK done");
        QTRY_VERIFY(bench.talk->unread().contains("NOOP"));
        QVERIFY(!isFlagged(inbox, 5));
        QVERIFY(isFlagged(inbox, 6));
        QVERIFY(!isFlagged(archive, 21));
        bench.on("NOOP");
        bench.on("UID STORE 5:6 +FLAGS.SILENT (\\Flagged)");
        bench.onSelect("Archive", 9);
        bench.on("UID STORE 21 +FLAGS.SILENT (\\Flagged)");
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 5 -FLAGS.SILENT (\\Flagged)");
        bench.onSelect("Archive", 9);
        bench.on("UID STORE 21 -FLAGS.SILENT (\\Flagged)");
        QTRY_VERIFY(!bench.journal->hasWaiting());
        QVERIFY(!isFlagged(inbox, 5));
        QVERIFY(!isFlagged(archive, 21));
    }
    // One of two messages has gone to a folder that is not there any more: the other is marked, and that can
    // be taken back.
    void markOfWhichAPartIsRefused()
    {
        JournalBench bench;
        bench.know("Archive", 9);
        const store::FolderId inbox = bench.store->mailboxes().ensureFolder(named("INBOX"));
        const store::FolderId archive = bench.store->mailboxes().ensureFolder(named("Archive"));
        const auto isFlagged = [&](store::FolderId folder, quint32 uid) {
            return bench.store->messages().load(folder, Uid(uid))->flags.contains(flags::Flagged);
        };
        bench.connect();
        bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.unanswered("UID MOVE 4 Archive");
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4:5"), {flags::Flagged}, {}});
        MessageSummary arrived;
        arrived.uid = Uid(21);
        bench.store->messages().upsert(archive, {arrived});
        bench.talk->server("* OK [COPYUID 9 4 21] moved\r\nA3 OK done");
        bench.on("NOOP");
        bench.on("UID STORE 5 +FLAGS.SILENT (\\Flagged)");
        QVERIFY(isFlagged(archive, 21));
        bench.on("SELECT Archive", {}, "NO [NONEXISTENT] there is no such folder");
        QTRY_COMPARE(bench.state(mark), OperationState::Failed);
        QVERIFY(isFlagged(inbox, 5));
        QVERIFY(!isFlagged(archive, 21));
        const JournalEntry done = bench.journal->entries(1).first();
        QCOMPARE(done.state, OperationState::Done);
        QCOMPARE(done.change, Change(FlagChange{named("INBOX"), uidSet("5"), {flags::Flagged}, {}}));
        bench.journal->undo(done.id);
        QVERIFY(!isFlagged(inbox, 5));
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 5 -FLAGS.SILENT (\\Flagged)");
    }
};

QTEST_GUILESS_MAIN(TestOperationOrder)
#include "tst_operationorder.moc"
