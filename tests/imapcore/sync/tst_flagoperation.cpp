#include "imapcore/sync/journalbench.h"

using namespace imap;
using namespace imap::test;

namespace
{

/// Messages of INBOX that are stored with this flag.
UidSet having(JournalBench &bench, const Flag &flag)
{
    UidSet uids;
    const store::FolderId inbox = bench.store->mailboxes().ensureFolder(named("INBOX"));
    const QList<store::StoredFlags> all = bench.store->messages().loadFlags(inbox, Uid(1), Uid(9));
    for (const store::StoredFlags &message : all) {
        if (message.flags.contains(flag))
            uids.add(message.uid);
    }
    return uids;
}

const QByteArray CountsChanges = "IMAP4rev1 UIDPLUS MOVE CONDSTORE";

/// INBOX is selected, where the server keeps mod-sequences; it tells of all messages.
void onSelectCounting(JournalBench &bench)
{
    bench.on("SELECT INBOX (CONDSTORE)",
             {"* 9 EXISTS", "* OK [UIDVALIDITY 7] x", "* OK [UIDNEXT 10] x", "* OK [HIGHESTMODSEQ 60] x"});
}

} // namespace

/// Flags that the server keeps, or passes over without a word.
class TestFlagOperation : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // The server passes over what is not allowed, and says OK all the same.
    void flagsThatAreNotKeptAreRefused()
    {
        JournalBench bench(CountsChanges + " ACL");
        bench.connect();
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        QCOMPARE(having(bench, flags::Flagged), uidSet("4"));
        onSelectCounting(bench);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        bench.on("UID FETCH 4 (FLAGS MODSEQ)", {"* 4 FETCH (UID 4 FLAGS (\\Answered) MODSEQ (50))"});
        bench.on("MYRIGHTS INBOX", {"* MYRIGHTS INBOX lrs"});
        QTRY_COMPARE(bench.state(mark), OperationState::Failed);
        QCOMPARE(bench.entry(mark).error,
                 QStringLiteral("You do not have the right to change these flags in this folder."));
        QCOMPARE(bench.count<OperationFailed>(), 1);
        QCOMPARE(having(bench, flags::Flagged), UidSet());
        QCOMPARE(having(bench, flags::Answered), uidSet("4")); // as the server has it
        QVERIFY(!bench.journal->hasWaiting());
    }
    // What was so before, or has gone, is not answered for either.
    void silenceIsNoRefusal()
    {
        JournalBench bench(CountsChanges);
        bench.connect();
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("3:6"), {flags::Flagged}, {}});
        onSelectCounting(bench);
        bench.on("UID STORE 3:6 +FLAGS.SILENT (\\Flagged)",
                 {"* 3 FETCH (UID 3 MODSEQ (61))", "* 6 FETCH (UID 6 FLAGS (\\Flagged) MODSEQ (61))"});
        bench.on("UID FETCH 4:5 (FLAGS MODSEQ)", {"* 4 FETCH (UID 4 FLAGS (\\Flagged) MODSEQ (50))"});
        QTRY_COMPARE(bench.state(mark), OperationState::Done);
        QVERIFY(bench.isSilent());
        QCOMPARE(bench.count<OperationFailed>(), 0);
    }
    // All answered for: not one command more.
    void flagsThatAreAnsweredForAreNotLookedAt()
    {
        JournalBench bench(CountsChanges);
        bench.connect();
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("3:4"), {flags::Flagged}, {}});
        onSelectCounting(bench);
        bench.on("UID STORE 3:4 +FLAGS.SILENT (\\Flagged)",
                 {"* 3 FETCH (UID 3 MODSEQ (61))", "* 4 FETCH (UID 4 MODSEQ (61))"});
        QTRY_COMPARE(bench.state(mark), OperationState::Done);
        QVERIFY(bench.isSilent());
    }
    // What the server did of it is an entry of its own, which has its way back.
    void whatWasKeptOfAChangeStays()
    {
        JournalBench bench(CountsChanges);
        bench.connect();
        const quint64 mark = bench.journal->change(
            FlagChange{named("INBOX"), uidSet("3:4"), {flags::Flagged, flags::Seen}, {}});
        onSelectCounting(bench);
        // For one the right is another than for the other, so that there was a change is not enough.
        bench.on("UID STORE 3:4 +FLAGS (\\Flagged \\Seen)",
                 {"* 3 FETCH (UID 3 FLAGS (\\Flagged \\Seen) MODSEQ (61))",
                  "* 4 FETCH (UID 4 FLAGS (\\Seen) MODSEQ (62))"});
        bench.on("UID FETCH 4 (FLAGS MODSEQ)", {"* 4 FETCH (UID 4 FLAGS (\\Seen) MODSEQ (62))"});
        QTRY_COMPARE(bench.state(mark), OperationState::Failed);
        QCOMPARE(bench.entry(mark).error,
                 QStringLiteral("The server did not keep the change, and does not say why."));
        const auto failed = std::get<FlagChange>(bench.entry(mark).change);
        QCOMPARE(failed.uids, uidSet("4"));
        QCOMPARE(failed.add, FlagSet{flags::Flagged});
        QCOMPARE(having(bench, flags::Flagged), uidSet("3"));
        QCOMPARE(having(bench, flags::Seen), uidSet("3:4"));
        const JournalEntry done = bench.journal->entries(1).first();
        QCOMPARE(done.state, OperationState::Done);
        QVERIFY(done.canUndo);
    }
    // The right was taken away meanwhile: the mark stays, and can be taken back later.
    void anUndoThatIsNotKeptIsRefused()
    {
        JournalBench bench(CountsChanges);
        bench.connect();
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        onSelectCounting(bench);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)", {"* 4 FETCH (UID 4 MODSEQ (61))"});
        QTRY_COMPARE(bench.state(mark), OperationState::Done);
        const quint64 undo = bench.journal->undo(mark);
        QCOMPARE(having(bench, flags::Flagged), UidSet());
        bench.on("UID STORE 4 -FLAGS.SILENT (\\Flagged)");
        bench.on("UID FETCH 4 (FLAGS MODSEQ)", {"* 4 FETCH (UID 4 FLAGS (\\Flagged) MODSEQ (61))"});
        QTRY_COMPARE(bench.state(undo), OperationState::Failed);
        QCOMPARE(having(bench, flags::Flagged), uidSet("4"));
        QCOMPARE(bench.state(mark), OperationState::Done);
        QVERIFY(bench.entry(mark).canUndo);
    }
};

QTEST_GUILESS_MAIN(TestFlagOperation)
#include "tst_flagoperation.moc"
