#include "imapcore/sync/journalbench.h"
#include "sync/adminoperation.h"
#include "sync/deleteoperation.h"
#include "sync/flagoperation.h"
#include "sync/folderoperation.h"
#include "sync/moveoperation.h"
#include "sync/operationcodec.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace imap;
using namespace imap::test;

namespace
{

const Place place{named("INBOX"), UidValidity(7), uidSet("1:3,9")};

KeptMessage keptMessage()
{
    KeptMessage message;
    message.folder = named("INBOX");
    message.validity = UidValidity(7);
    message.uid = Uid(4);
    message.flags = {flags::Seen, Flag("Work")};
    message.date = JournalBench::date;
    message.messageId = "<m4>";
    message.size = 104;
    message.kept = true;
    return message;
}

/// One of each kind, with everything noted that can be.
QList<OperationPtr> allKinds()
{
    TransferPart part{.place = place, .target = named("Archive")};
    part.begun = part.done = true;
    part.mark = {UidValidity(9), Uid(21)};
    part.prints = {{Uid(1), "<m1>", 101, 5}};
    part.copied = {UidValidity(9), {{Uid(1), Uid(21), 3}}};
    part.others = uidSet("8");
    DeletionPart deletion{.place = place};
    deletion.messages = {keptMessage()};
    deletion.begun = deletion.done = true;
    RestoreItem item{.message = keptMessage(), .item = 3};
    item.begun = item.done = true;
    item.now = Uid(30);
    item.validity = UidValidity(7);
    FolderInfo folder;
    folder.name = named("Later");
    folder.delimiter = QLatin1Char('/');
    folder.role = FolderRole::Archive;
    folder.total = 3;
    folder.unseen = 0;
    const LostFolder lost{.name = folder.name, .role = folder.role, .subscribed = true, .info = folder};
    return {
        std::make_shared<FlagOperation>(QList<FlagStep>{{place, true, {flags::Seen, Flag("$Work")}}}),
        std::make_shared<LabelOperation>(QList<LabelStep>{{place, false, {QStringLiteral("Wörk")}}}),
        std::make_shared<TransferOperation>(TransferOperation::Kind::Copy, QList<TransferPart>{part}),
        std::make_shared<TransferOperation>(TransferOperation::Kind::Move, QList<TransferPart>{part}),
        std::make_shared<DeleteOperation>(QList<DeletionPart>{deletion}),
        DeleteOperation::ofCopies({place}, std::make_shared<CreateFolderOperation>(folder)),
        std::make_shared<RestoreOperation>(quint64(5), QList<RestoreItem>{item}),
        std::make_shared<RestoreOperation>(quint64(5), QList<RestoreItem>{item}, lost),
        std::make_shared<CreateFolderOperation>(folder),
        std::make_shared<RenameFolderOperation>(FolderRename{named("A"), named("B"), QLatin1Char('/')},
                                                QList<MailboxName>{named("A/C")}),
        std::make_shared<DeleteFolderOperation>(folder.name, folder),
        std::make_shared<SubscribeOperation>(named("A"), true, false),
        std::make_shared<AdminOperation>(AclChange{named("A"), "anna", Rights("lrs")}),
        std::make_shared<AdminOperation>(AclChange{named("A"), "anna", Rights("lrs"), Rights("lrsw")}),
        std::make_shared<AdminOperation>(QuotaChange{"root", {{"STORAGE", 512}}}),
        std::make_shared<AdminOperation>(
            MetadataChange{named("A"), {{"/private/comment", {}}, {"/shared/x", "y"}}}),
    };
}

store::LoggedOperation written(const OperationPtr &operation)
{
    store::LoggedOperation entry;
    operation->write(entry);
    entry.inverse = encodeInverse(operation->inverse());
    return entry;
}

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

} // namespace

class TestJournal : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void entriesReadBack()
    {
        const QList<OperationPtr> operations = allKinds();
        for (const OperationPtr &operation : operations) {
            const store::LoggedOperation entry = written(operation);
            const OperationPtr again = readOperation(entry);
            QVERIFY2(again, entry.kind);
            QCOMPARE(written(again).payload, entry.payload);
            QCOMPARE(written(again).inverse, entry.inverse);
            QCOMPARE(again->change(), operation->change());
            if (const OperationPtr inverse = operation->inverse()) {
                QVERIFY2(readInverse(entry), entry.kind);
                QCOMPARE(readInverse(entry)->change(), inverse->change());
            }
        }
    }
    // A journal that somebody else wrote, or a disk: nothing is believed, and nothing crashes.
    void brokenEntriesAreRefused()
    {
        QRandomGenerator random(20261126);
        const QList<OperationPtr> operations = allKinds();
        for (const OperationPtr &operation : operations) {
            const store::LoggedOperation entry = written(operation);
            for (qsizetype length = 0; length < entry.payload.size(); ++length) {
                store::LoggedOperation cut = entry;
                cut.payload.truncate(length);
                QVERIFY2(!readOperation(cut), entry.kind);
            }
            for (int round = 0; round < 300; ++round) {
                store::LoggedOperation broken = entry;
                broken.payload[random.bounded(int(broken.payload.size()))] = char(random.bounded(256));
                if (const OperationPtr read = readOperation(broken))
                    read->change();
            }
            store::LoggedOperation longer = entry;
            longer.payload += 'x';
            QVERIFY2(!readOperation(longer), entry.kind);
        }
        store::LoggedOperation unknown;
        unknown.kind = "teleport";
        QVERIFY(!readOperation(unknown));
    }
    void entriesOfTheFirstVersionAreSent()
    {
        JournalBench bench;
        store::LoggedOperation old;
        old.kind = "flags";
        old.folder = named("INBOX");
        old.uidValidity = UidValidity(7);
        old.uids = uidSet("4");
        QDataStream stream(&old.payload, QIODevice::WriteOnly);
        stream.setVersion(QDataStream::Qt_6_0);
        stream << quint32(1) << QByteArray("4") << true << quint32(1) << QByteArray("\\Seen");
        QDataStream back(&old.inverse, QIODevice::WriteOnly);
        back.setVersion(QDataStream::Qt_6_0);
        back << quint32(1) << QByteArray("4") << false << quint32(1) << QByteArray("\\Seen");
        const quint64 id = bench.store->operations().append(old);
        bench.reopen();
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Seen)");
        QTRY_COMPARE(bench.state(id), OperationState::Done);
        bench.journal->undo(id);
        bench.on("NOOP");
        bench.on("UID STORE 4 -FLAGS.SILENT (\\Seen)");
    }
    void allThatWaitsIsThereAgain()
    {
        JournalBench bench;
        const store::LoggedOperation mark = written(FlagOperation::from(
            FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}}, UidValidity(7)));
        quint64 last = 0;
        {
            auto transaction = bench.store->transaction(store::Durability::Power);
            for (int i = 0; i < 1001; ++i)
                last = bench.store->operations().append(mark);
            transaction.commit();
        }
        bench.reopen();
        QCOMPARE(bench.journal->undo(last), 0U);
        QCOMPARE(bench.state(last), OperationState::Undone);
    }
    void entriesThatCannotBeReadFail()
    {
        JournalBench bench;
        store::LoggedOperation broken;
        broken.kind = "move";
        broken.payload = "x";
        const quint64 id = bench.store->operations().append(broken);
        bench.reopen();
        QCOMPARE(bench.state(id), OperationState::Failed);
        QVERIFY(!bench.entry(id).error.isEmpty());
    }

    void undoOfWhatWasNotSentDropsIt()
    {
        JournalBench bench;
        const quint64 move = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.reopen();
        QCOMPARE(bench.journal->hiddenIn(named("INBOX")), uidSet("4"));
        QCOMPARE(bench.state(move), OperationState::Waiting);
        QCOMPARE(bench.journal->undo(move), 0U);
        QCOMPARE(bench.state(move), OperationState::Undone);
        QCOMPARE(bench.shown.last().second, uidSet("4"));
        QVERIFY_EXCEPTION_THROWN(bench.journal->undo(move), LocalError);
        bench.connect();
        QVERIFY(bench.isSilent());
    }
    void undoOfWhatIsUnderWayWaitsForIt()
    {
        JournalBench bench;
        bench.connect();
        const quint64 move = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.unanswered("UID MOVE 4 Archive");
        QCOMPARE(bench.journal->undo(move), 0U);
        bench.talk->server("* OK [COPYUID 9 4 21] moved\r\nA3 OK done");
        QTRY_COMPARE(bench.state(move), OperationState::Undone);
    }
    void undoOfAMarkThatIsUnderWay()
    {
        JournalBench bench;
        bench.connect();
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        bench.onSelect("INBOX", 7);
        bench.unanswered("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        const quint64 undo = bench.journal->undo(mark);
        QVERIFY(undo > 0);
        bench.talk->server("A2 OK done");
        bench.on("NOOP");
        bench.on("UID STORE 4 -FLAGS.SILENT (\\Flagged)");
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
        QCOMPARE(bench.state(mark), OperationState::Undone);
        QVERIFY(!bench.entry(mark).canUndo);
    }
    // What its connections do not survive is not sent with each new one at once.
    void whatTakesConnectionsAlongWaitsLonger()
    {
        JournalBench bench;
        bench.know("Archive", 9);
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        for (int i = 0; i < 2; ++i) {
            bench.connect();
            bench.onSelect("INBOX", 7);
            bench.unanswered("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
            bench.cut();
        }
        QElapsedTimer since;
        since.start();
        bench.connect();
        QVERIFY(bench.isSilent());
        // Others go out, and do not take it with them.
        bench.journal->change(FlagChange{named("Archive"), uidSet("21"), {flags::Flagged}, {}});
        bench.onSelect("Archive", 9);
        bench.on("UID STORE 21 +FLAGS.SILENT (\\Flagged)");
        QTRY_VERIFY_WITH_TIMEOUT(bench.talk->unread().contains("SELECT INBOX"), 10'000);
        QVERIFY2(since.elapsed() > 1000, qPrintable(QString::number(since.elapsed())));
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        QTRY_COMPARE(bench.state(mark), OperationState::Done);
    }
    void undoOfWhatIsUnderWayOutlivesTheProgram()
    {
        JournalBench bench;
        bench.connect();
        const quint64 move = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.unanswered("UID MOVE 4 Archive");
        QCOMPARE(bench.journal->undo(move), 0U);
        bench.reopen();
        QCOMPARE(bench.state(move), OperationState::Running);
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4 (UID)");
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("21:*"), {JournalBench::print(1, 21, 4)});
        QTRY_COMPARE(bench.state(move), OperationState::Undone);
        QVERIFY(bench.journal->hasWaiting()); // the way back
    }
    // What the server refuses needs no way back, and one is not made when it is tried again.
    void undoOfWhatIsRefusedIsForgotten()
    {
        JournalBench bench;
        bench.connect();
        const quint64 move = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.unanswered("UID MOVE 4 Archive");
        QCOMPARE(bench.journal->undo(move), 0U);
        bench.talk->server("A3 NO [OVERQUOTA] too much");
        QTRY_COMPARE(bench.state(move), OperationState::Failed);
        QVERIFY(!bench.store->operations().load(move)->undoWanted);
    }
    void marksThatCancelOutCostNothing()
    {
        JournalBench bench;
        const quint64 on =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4:5"), {flags::Flagged}, {}});
        const quint64 off =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4:5"), {}, {flags::Flagged}});
        QVERIFY(!bench.journal->hasWaiting());
        // One back, the mark is there again; another one back, it is not.
        bench.journal->undo(off);
        QVERIFY(bench.journal->hasWaiting());
        QVERIFY(bench.entry(on).canUndo);
        bench.journal->undo(on);
        QVERIFY(!bench.journal->hasWaiting());
        bench.connect();
        QVERIFY(bench.isSilent());
        QVERIFY(!bench.store->messages()
                     .load(bench.store->mailboxes().ensureFolder(named("INBOX")), Uid(4))
                     ->flags.contains(flags::Flagged));
    }
    void marksThatDoNotCancelOutAreSent()
    {
        JournalBench bench;
        bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        bench.journal->change(FlagChange{named("INBOX"), uidSet("4:5"), {}, {flags::Flagged}});
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        bench.on("NOOP");
        bench.on("UID STORE 4:5 -FLAGS.SILENT (\\Flagged)");
    }
    // The second stands when the one in front of it is taken back, and has then found what that one found.
    void changesBehindOneThatIsTakenBackStand()
    {
        JournalBench bench;
        const auto unseen = [&bench] { return bench.folders->find(named("INBOX"))->unseen.value_or(0); };
        const quint64 first =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("1:2"), {flags::Seen}, {}});
        const quint64 second =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("2:3"), {flags::Seen}, {}});
        QCOMPARE(unseen(), 2U);
        bench.journal->undo(first);
        QCOMPARE(having(bench, flags::Seen), uidSet("2:3"));
        QCOMPARE(unseen(), 3U);
        bench.reopen();
        bench.journal->undo(second);
        QCOMPARE(having(bench, flags::Seen), UidSet());
        QCOMPARE(unseen(), 5U);
    }
    void changesBackBehindOneThatIsTakenBackFindNothing()
    {
        JournalBench bench;
        const quint64 on =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("1"), {flags::Flagged}, {}});
        const quint64 off =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("1,4"), {}, {flags::Flagged}});
        bench.journal->undo(on);
        QCOMPARE(having(bench, flags::Flagged), UidSet());
        bench.journal->undo(off);
        QCOMPARE(having(bench, flags::Flagged), UidSet());
    }
    // Somebody else has set it, too: there is something to remove now.
    void marksOfWhichTheServerSpokeBetweenAreSent()
    {
        JournalBench bench;
        bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        QCOMPARE(bench.journal->hear(named("INBOX"), Uid(4), {flags::Flagged}), FlagSet{flags::Flagged});
        bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {}, {flags::Flagged}});
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        bench.on("NOOP");
        bench.on("UID STORE 4 -FLAGS.SILENT (\\Flagged)");
    }
    // All unread messages of a folder are marked, most of which nobody has looked at here: undo is for all of
    // them, and a restart in between does not forget that.
    void whatIsNotStoredIsTakenBackToo()
    {
        JournalBench bench;
        const FlagChange change{named("INBOX"), uidSet("4:5,100:102"), {flags::Seen}, {}};
        const quint64 mark = bench.journal->changeAll(change);
        QCOMPARE(bench.folders->find(named("INBOX"))->unseen, std::optional<quint32>(0));
        bench.reopen();
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4:5,100:102 +FLAGS.SILENT (\\Seen)");
        QTRY_COMPARE(bench.state(mark), OperationState::Done);
        bench.journal->undo(mark);
        QCOMPARE(bench.folders->find(named("INBOX"))->unseen, std::optional<quint32>(5));
        bench.on("NOOP");
        bench.on("UID STORE 4:5,100:102 -FLAGS.SILENT (\\Seen)");
    }
    void whatIsNotStoredIsShownAgainWhenRefused()
    {
        JournalBench bench;
        bench.connect();
        const quint64 mark =
            bench.journal->changeAll(FlagChange{named("INBOX"), uidSet("4,100"), {flags::Seen}, {}});
        QCOMPARE(bench.folders->find(named("INBOX"))->unseen, std::optional<quint32>(3));
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4,100 +FLAGS.SILENT (\\Seen)", {}, "NO [NOPERM] you may not");
        QTRY_COMPARE(bench.state(mark), OperationState::Failed);
        QCOMPARE(bench.entry(mark).error, QStringLiteral("you may not")); // in the server's own words
        QCOMPARE(bench.folders->find(named("INBOX"))->unseen, std::optional<quint32>(5));
    }
    // Its mark was not there when the server counted; the last one of a folder has it counted again.
    void unreadMessagesAreCountedBehindWhatWaited()
    {
        JournalBench bench;
        bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Seen}, {}});
        const quint64 last =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("5"), {flags::Seen}, {}});
        bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        QSignalSpy miscounted(bench.journal.get(), &Journal::miscounted);
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Seen)");
        bench.on("NOOP");
        QCOMPARE(miscounted.size(), 0);
        bench.on("UID STORE 5 +FLAGS.SILENT (\\Seen)");
        QTRY_COMPARE(bench.state(last), OperationState::Done);
        QCOMPARE(miscounted.size(), 1);
        QCOMPARE(miscounted.at(0).at(0).value<MailboxName>(), named("INBOX"));
        bench.on("NOOP");
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        QTRY_VERIFY(!bench.journal->hasWaiting());
        QCOMPARE(miscounted.size(), 1);
        // What is sent at once is counted here.
        const quint64 now = bench.journal->change(FlagChange{named("INBOX"), uidSet("6"), {flags::Seen}, {}});
        bench.on("NOOP");
        bench.on("UID STORE 6 +FLAGS.SILENT (\\Seen)");
        QTRY_COMPARE(bench.state(now), OperationState::Done);
        QCOMPARE(miscounted.size(), 1);
    }
    // A change of flags does not wait for news of messages that the session was told of.
    void flagsOfKnownMessagesAreSentAtOnce()
    {
        JournalBench bench;
        bench.connect();
        const auto mark = [&bench](const char *uids) {
            bench.journal->change(FlagChange{named("INBOX"), uidSet(uids), {flags::Flagged}, {}});
        };
        mark("4");
        bench.on("SELECT INBOX", {"* 9 EXISTS", "* OK [UIDVALIDITY 7] x", "* OK [UIDNEXT 10] x"});
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        mark("5:9");
        bench.on("UID STORE 5:9 +FLAGS.SILENT (\\Flagged)");
        // By another session it is known that there is a tenth, by this one it is not.
        mark("6,10");
        bench.on("NOOP", {"* 10 EXISTS", "* 10 FETCH (UID 10 FLAGS ())"});
        bench.on("UID STORE 6,10 +FLAGS.SILENT (\\Flagged)");
        mark("10");
        bench.on("UID STORE 10 +FLAGS.SILENT (\\Flagged)");
    }
    void emptyChangesAreNotEntered()
    {
        JournalBench bench;
        QCOMPARE(bench.journal->change(FlagChange{named("INBOX"), {}, {flags::Seen}, {}}), 0U);
        QCOMPARE(bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("INBOX")}), 0U);
        QVERIFY_EXCEPTION_THROWN(
            bench.journal->change(MoveChange{named("Unknown"), uidSet("4"), named("INBOX")}), LocalError);
        QVERIFY_EXCEPTION_THROWN(bench.journal->change(DeleteChange{named("INBOX"), UidSet::from(Uid(1))}),
                                 LocalError);
        QVERIFY(bench.journal->entries(10).isEmpty());
    }
    void folderThatWasMadeAnew()
    {
        JournalBench bench;
        const quint64 move = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.connect();
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 8);
        QTRY_COMPARE(bench.state(move), OperationState::Failed);
        QVERIFY(bench.isSilent());
    }
    void undoneUndoLeavesTheChangeDone()
    {
        JournalBench bench;
        bench.connect();
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        QTRY_COMPARE(bench.state(mark), OperationState::Done);
        bench.cut();
        const quint64 undo = bench.journal->undo(mark);
        QCOMPARE(bench.state(mark), OperationState::Undone);
        bench.journal->drop(undo);
        QCOMPARE(bench.state(mark), OperationState::Done);
        QVERIFY(bench.entry(mark).canUndo);
    }
    // A cut came between: nobody knows whether the change was done, and it is sent again, also by a program
    // that was started anew.
    void undoneUndoLeavesTheChangeToBeDone()
    {
        JournalBench bench;
        bench.connect();
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        bench.onSelect("INBOX", 7);
        bench.unanswered("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        bench.cut();
        const quint64 undo = bench.journal->undo(mark);
        QVERIFY(undo > 0);
        QCOMPARE(bench.journal->undo(undo), 0U);
        QCOMPARE(bench.state(mark), OperationState::Running);
        bench.reopen();
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        QTRY_COMPARE(bench.state(mark), OperationState::Done);
    }
};

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
