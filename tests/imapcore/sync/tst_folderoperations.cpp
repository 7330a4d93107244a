#include "imapcore/sync/journalbench.h"

using namespace imap;
using namespace imap::test;

namespace
{

QStringList names(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

} // namespace

/// What the journal says to the server about folders, rights, limits and annotations.
class TestFolderOperations : public QObject
{
    Q_OBJECT

    static inline const QByteArray WithUses =
        "IMAP4rev1 UIDPLUS UNSELECT METADATA SPECIAL-USE CREATE-SPECIAL-USE";

    /// A folder with one message was deleted and is to come back: seven commands.
    static quint64 undoOfADeletion(JournalBench &bench)
    {
        bench.connect();
        const quint64 deletion = bench.journal->change(DeleteFolderChange{named("Archive")});
        bench.on("STATUS Archive (MESSAGES)", {"* STATUS Archive (MESSAGES 1)"});
        bench.onSelect("Archive", 9);
        bench.on("UID FETCH 1:* (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)",
                 {"* 1 FETCH (UID 3 FLAGS (\\Seen) INTERNALDATE \"02-Feb-2026 10:00:00 +0100\" RFC822.SIZE 4 "
                  "ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL \"<m3>\"))"});
        bench.on("UID FETCH 3 (BODY.PEEK[])", {"* 1 FETCH (UID 3 BODY[] \"a: b\")"});
        bench.on("UNSELECT");
        bench.on("DELETE Archive");
        bench.on("UNSUBSCRIBE Archive");
        [&] { QTRY_COMPARE(bench.state(deletion), OperationState::Done); }();
        return bench.journal->undo(deletion);
    }
    static quint64 madeForSent(JournalBench &bench)
    {
        bench.connect();
        const quint64 create = bench.journal->change(CreateFolderChange{named("Out"), FolderRole::Sent});
        bench.on("CREATE Out (USE (\\Sent))");
        bench.on("SUBSCRIBE Out");
        [&] { QTRY_COMPARE(bench.state(create), OperationState::Done); }();
        return create;
    }
    /// The folder is about to go, and the server says why it cannot.
    static void refusedForItsUse(JournalBench &bench)
    {
        bench.on("STATUS Out (MESSAGES)", {"* STATUS Out (MESSAGES 0)"});
        bench.on("DELETE Out", {}, "NO SPECIAL-USE flag conflict");
        bench.on("LIST \"\" Out", {"* LIST (\\Sent) \"/\" Out"});
        bench.on("GETMETADATA Out (/private/specialuse)",
                 {"* METADATA Out (/private/specialuse \"\\\\Sent\")"});
        bench.on("SETMETADATA Out (/private/specialuse NIL)");
    }

private Q_SLOTS:
    void createAndBack()
    {
        JournalBench bench;
        bench.connect();
        const quint64 create =
            bench.journal->change(CreateFolderChange{named("Later/New"), FolderRole::None});
        QCOMPARE(bench.folderNames(), names("INBOX Archive Later Later/Old Later/New"));
        bench.on("CREATE Later/New");
        bench.on("SUBSCRIBE Later/New");
        QTRY_COMPARE(bench.state(create), OperationState::Done);
        const quint64 undo = bench.journal->undo(create);
        QVERIFY(!bench.folderNames().contains(QStringLiteral("Later/New")));
        bench.on("STATUS Later/New (MESSAGES)", {"* STATUS Later/New (MESSAGES 0)"});
        bench.on("DELETE Later/New");
        bench.on("UNSUBSCRIBE Later/New");
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
    }
    void undoDoesNotDeleteWhatCameIn()
    {
        JournalBench bench;
        bench.connect();
        const quint64 create = bench.journal->change(CreateFolderChange{named("New"), FolderRole::None});
        bench.on("CREATE New");
        bench.on("SUBSCRIBE New");
        QTRY_COMPARE(bench.state(create), OperationState::Done);
        const quint64 undo = bench.journal->undo(create);
        bench.on("STATUS New (MESSAGES)", {"* STATUS New (MESSAGES 3)"});
        QTRY_COMPARE(bench.state(undo), OperationState::Failed);
        QVERIFY(bench.folderNames().contains(QStringLiteral("New")));
        QCOMPARE(bench.state(create), OperationState::Done);
    }
    void createTellsTheUse()
    {
        JournalBench bench("IMAP4rev1 CREATE-SPECIAL-USE");
        bench.connect();
        bench.journal->change(CreateFolderChange{named("Out"), FolderRole::Sent});
        bench.on("CREATE Out (USE (\\Sent))");
    }
    // A folder whose name sounds like it does not have the use; one of which the server says so has.
    void onlyTheServersWordKeepsAUseFromANewFolder_data()
    {
        QTest::addColumn<FlagSet>("attributes");
        QTest::addColumn<QByteArray>("command");
        QTest::newRow("guessed by its name") << FlagSet() << QByteArray("CREATE Keep (USE (\\Archive))");
        QTest::newRow("said by the server") << FlagSet{Flag("\\Archive")} << QByteArray("CREATE Keep");
    }
    void onlyTheServersWordKeepsAUseFromANewFolder()
    {
        QFETCH(FlagSet, attributes);
        QFETCH(QByteArray, command);
        JournalBench bench(WithUses);
        QList<store::StoredFolder> list = bench.store->mailboxes().folders();
        for (store::StoredFolder &folder : list) {
            if (!(folder.name == named("Archive")))
                continue;
            folder.role = int(FolderRole::Archive);
            folder.attributes = attributes;
        }
        bench.store->mailboxes().saveFolders(list);
        bench.reopen();
        QCOMPARE(bench.folders->find(named("Archive"))->role, FolderRole::Archive);
        bench.connect();
        const quint64 create = bench.journal->change(CreateFolderChange{named("Keep"), FolderRole::Archive});
        bench.on(command);
        bench.on("SUBSCRIBE Keep");
        QTRY_COMPARE(bench.state(create), OperationState::Done);
    }
    void refusedCreateGoesFromTheList()
    {
        JournalBench bench;
        bench.connect();
        const quint64 create = bench.journal->change(CreateFolderChange{named("New"), FolderRole::None});
        bench.on("CREATE New", {}, "NO [NOPERM] you may not");
        QTRY_COMPARE(bench.state(create), OperationState::Failed);
        QVERIFY(!bench.folderNames().contains(QStringLiteral("New")));
        QVERIFY_EXCEPTION_THROWN(
            bench.journal->change(CreateFolderChange{named("Archive"), FolderRole::None}), LocalError);
    }
    void createIsNotRepeatedAfterACut()
    {
        JournalBench bench;
        bench.connect();
        const quint64 create = bench.journal->change(CreateFolderChange{named("New"), FolderRole::None});
        bench.unanswered("CREATE New");
        bench.cut();
        bench.connect();
        bench.on("LIST \"\" New", {"* LIST () \"/\" New"});
        bench.on("SUBSCRIBE New"); // which the cut may have kept from it
        QTRY_COMPARE(bench.state(create), OperationState::Done);
    }

    void renameTakesChildrenAndSubscriptionsAlong()
    {
        JournalBench bench;
        const quint64 mark =
            bench.journal->change(FlagChange{named("INBOX"), uidSet("4"), {flags::Flagged}, {}});
        const quint64 move =
            bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Later/Old")});
        const quint64 rename = bench.journal->change(RenameFolderChange{named("Later"), named("Soon")});
        QCOMPARE(bench.folderNames(), names("INBOX Archive Soon Soon/Old"));
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Flagged)");
        bench.onStatus("Later/Old", 9, 21); // it is called so until the server has been told
        bench.on("NOOP");
        bench.on("UID MOVE 4 Later/Old", {"* OK [COPYUID 9 4 21] moved"});
        bench.on("RENAME Later Soon");
        bench.on("UNSUBSCRIBE Later");
        bench.on("SUBSCRIBE Soon");
        bench.on("UNSUBSCRIBE Later/Old");
        bench.on("SUBSCRIBE Soon/Old");
        QTRY_COMPARE(bench.state(rename), OperationState::Done);
        QCOMPARE(bench.entry(move).change,
                 Change(MoveChange{named("INBOX"), uidSet("4"), named("Soon/Old")}));

        // What was done before finds its messages under the new name.
        bench.journal->undo(mark);
        bench.onSelect("Soon/Old", 9);
        bench.on("UID STORE 21 -FLAGS.SILENT (\\Flagged)");
        bench.journal->undo(rename);
        QCOMPARE(bench.folderNames(), names("INBOX Archive Later Later/Old"));
        bench.on("RENAME Soon Later");
    }
    void refusedRename()
    {
        JournalBench bench;
        const quint64 rename = bench.journal->change(RenameFolderChange{named("Later"), named("Soon")});
        const quint64 move = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Soon")});
        bench.connect();
        bench.on("RENAME Later Soon", {}, "NO [NOPERM] you may not");
        QTRY_COMPARE(bench.state(rename), OperationState::Failed);
        QCOMPARE(bench.folderNames(), names("INBOX Archive Later Later/Old"));
        bench.onStatus("Later", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.on("UID MOVE 4 Later", {"* OK [COPYUID 9 4 21] moved"});
        QTRY_COMPARE(bench.state(move), OperationState::Done);
        QVERIFY_EXCEPTION_THROWN(
            bench.journal->change(RenameFolderChange{named("Later"), named("Later/Old/X")}), LocalError);
    }
    void renameIsNotRepeatedAfterACut()
    {
        JournalBench bench;
        bench.connect();
        const quint64 rename = bench.journal->change(RenameFolderChange{named("Archive"), named("Soon")});
        bench.unanswered("RENAME Archive Soon");
        bench.cut();
        bench.reopen();
        QVERIFY(bench.folderNames().contains(QStringLiteral("Soon")));
        bench.connect();
        bench.on("LIST \"\" Soon", {"* LIST () \"/\" Soon"});
        bench.on("LIST \"\" Archive");
        bench.on("UNSUBSCRIBE Archive");
        bench.on("SUBSCRIBE Soon");
        QTRY_COMPARE(bench.state(rename), OperationState::Done);
    }

    void thereAndBackCanBothBeUndone()
    {
        JournalBench bench;
        bench.connect();
        const Change there = RenameFolderChange{named("Archive"), named("Later/Archive")};
        const Change back = RenameFolderChange{named("Later/Archive"), named("Archive")};
        const auto goes = [&](const char *from, const char *to, quint64 operation) {
            bench.on(QByteArray("RENAME ") + from + " " + to);
            bench.on(QByteArray("UNSUBSCRIBE ") + from);
            bench.on(QByteArray("SUBSCRIBE ") + to);
            QTRY_COMPARE(bench.state(operation), OperationState::Done);
        };
        const quint64 first = bench.journal->change(there);
        goes("Archive", "Later/Archive", first);
        const quint64 second = bench.journal->change(back);
        goes("Later/Archive", "Archive", second);
        QCOMPARE(bench.entry(first).change, there); // as it was
        goes("Archive", "Later/Archive", bench.journal->undo(second));
        goes("Later/Archive", "Archive", bench.journal->undo(first));
        QVERIFY(bench.folderNames().contains(QStringLiteral("Archive")));
        QCOMPARE(bench.entry(first).change, there);
    }
    // The way back leads to the name that it had, not to where another folder went that had it meanwhile.
    void anotherFolderOfTheOldName()
    {
        JournalBench bench;
        bench.connect();
        const quint64 rename = bench.journal->change(RenameFolderChange{named("Archive"), named("Soon")});
        bench.on("RENAME Archive Soon");
        bench.on("UNSUBSCRIBE Archive");
        bench.on("SUBSCRIBE Soon");
        QTRY_COMPARE(bench.state(rename), OperationState::Done);
        const quint64 create = bench.journal->change(CreateFolderChange{named("Archive"), FolderRole::None});
        bench.on("CREATE Archive");
        bench.on("SUBSCRIBE Archive");
        QTRY_COMPARE(bench.state(create), OperationState::Done);
        const quint64 other = bench.journal->change(RenameFolderChange{named("Archive"), named("Else")});
        bench.on("RENAME Archive Else");
        bench.on("UNSUBSCRIBE Archive");
        bench.on("SUBSCRIBE Else");
        QTRY_COMPARE(bench.state(other), OperationState::Done);
        bench.journal->undo(rename);
        bench.on("RENAME Soon Archive");
    }

    void deletedFolderComesBackWithItsMessages()
    {
        JournalBench bench;
        bench.connect();
        const quint64 deletion = bench.journal->change(DeleteFolderChange{named("Archive")});
        QVERIFY(!bench.folderNames().contains(QStringLiteral("Archive")));
        bench.on("STATUS Archive (MESSAGES)", {"* STATUS Archive (MESSAGES 1)"});
        bench.onSelect("Archive", 9);
        bench.on("UID FETCH 1:* (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)",
                 {"* 1 FETCH (UID 3 FLAGS (\\Seen) INTERNALDATE \"02-Feb-2026 10:00:00 +0100\" RFC822.SIZE 4 "
                  "ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL \"<m3>\"))"});
        bench.on("UID FETCH 3 (BODY.PEEK[])", {"* 1 FETCH (UID 3 BODY[] \"a: b\")"});
        bench.on("UNSELECT");
        bench.on("DELETE Archive");
        bench.on("UNSUBSCRIBE Archive");
        QTRY_COMPARE(bench.state(deletion), OperationState::Done);
        const quint64 undo = bench.journal->undo(deletion);
        QVERIFY(bench.folderNames().contains(QStringLiteral("Archive")));
        bench.on("CREATE Archive");
        bench.on("SUBSCRIBE Archive");
        bench.onStatus("Archive", 10, 1);
        bench.unanswered("APPEND Archive (\\Seen) \" 2-Feb-2026 10:00:00 +0100\" {4}");
        bench.talk->server("+ go on");
        bench.talk->client("a: b");
        bench.talk->server("A11 OK [APPENDUID 10 1] done");
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
        // Entries about the old folder find the message in the new one.
        QCOMPARE(bench.store->notes().locate({named("Archive"), UidValidity(9), uidSet("3")}),
                 (QList<Place>{{named("Archive"), UidValidity(10), uidSet("1")}}));
    }
    void deletedFolderThatIsTooLarge()
    {
        JournalBench bench;
        bench.connect();
        const quint64 deletion = bench.journal->change(DeleteFolderChange{named("Archive")});
        bench.on("STATUS Archive (MESSAGES)", {"* STATUS Archive (MESSAGES 100000)"});
        bench.on("DELETE Archive");
        bench.on("UNSUBSCRIBE Archive");
        QTRY_COMPARE(bench.state(deletion), OperationState::Done);
        QVERIFY(!bench.entry(deletion).canUndo);
        QVERIFY_EXCEPTION_THROWN(bench.journal->change(DeleteFolderChange{named("INBOX")}), LocalError);
    }
    void deletionIsNotRepeatedAfterACut()
    {
        JournalBench bench;
        bench.connect();
        const quint64 deletion = bench.journal->change(DeleteFolderChange{named("Archive")});
        bench.on("STATUS Archive (MESSAGES)", {"* STATUS Archive (MESSAGES 0)"});
        bench.unanswered("DELETE Archive");
        bench.cut();
        bench.connect();
        bench.on("LIST \"\" Archive");
        bench.on("UNSUBSCRIBE Archive");
        QTRY_COMPARE(bench.state(deletion), OperationState::Done);
        QVERIFY(bench.entry(deletion).canUndo);
    }
    void subscribeAndBack()
    {
        JournalBench bench;
        bench.connect();
        const quint64 change = bench.journal->change(SubscribeChange{named("Archive"), false});
        QVERIFY(!bench.folders->find(named("Archive"))->subscribed);
        bench.on("UNSUBSCRIBE Archive");
        QTRY_COMPARE(bench.state(change), OperationState::Done);
        bench.journal->undo(change);
        QVERIFY(bench.folders->find(named("Archive"))->subscribed);
        bench.on("SUBSCRIBE Archive");
    }

    // Cyrus makes what is missing above a folder by itself and says no code for a name that is there already.
    void whatTheServerMadeItselfGetsItsMessages()
    {
        JournalBench bench;
        const quint64 undo = undoOfADeletion(bench);
        bench.on("CREATE Archive", {}, "NO Mailbox already exists");
        bench.on("LIST \"\" Archive", {"* LIST (\\HasChildren) \"/\" Archive"});
        bench.on("SUBSCRIBE Archive");
        bench.onStatus("Archive", 10, 1);
        bench.unanswered("APPEND Archive (\\Seen) \" 2-Feb-2026 10:00:00 +0100\" {4}");
        bench.talk->server("+ go on");
        bench.talk->client("a: b");
        bench.talk->server("A12 OK [APPENDUID 10 1] done");
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
    }
    void refusedRestoringCanBeTriedAgain()
    {
        JournalBench bench;
        const quint64 undo = undoOfADeletion(bench);
        bench.on("CREATE Archive", {}, "NO Permission denied");
        // A name that others are below is no place for messages.
        bench.on("LIST \"\" Archive", {"* LIST (\\Noselect) \"/\" Archive"});
        QTRY_COMPARE(bench.state(undo), OperationState::Failed);
        bench.journal->retry(undo);
        bench.on("CREATE Archive");
        bench.on("SUBSCRIBE Archive");
        bench.onStatus("Archive", 10, 1);
        bench.unanswered("APPEND Archive (\\Seen) \" 2-Feb-2026 10:00:00 +0100\" {4}");
        bench.talk->server("+ go on");
        bench.talk->client("a: b");
        bench.talk->server("A13 OK [APPENDUID 10 1] done");
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
    }
    void deletingWhatIsGoneIsDone()
    {
        JournalBench bench;
        bench.connect();
        const quint64 deletion = bench.journal->change(DeleteFolderChange{named("Archive")});
        bench.on("STATUS Archive (MESSAGES)", {}, "NO Mailbox does not exist");
        bench.on("DELETE Archive", {}, "NO Mailbox does not exist");
        bench.on("LIST \"\" Archive");
        bench.on("UNSUBSCRIBE Archive");
        QTRY_COMPARE(bench.state(deletion), OperationState::Done);
        QVERIFY(!bench.folderNames().contains(QStringLiteral("Archive")));
    }
    void refusedDeletionComesBack()
    {
        JournalBench bench;
        bench.connect();
        const quint64 deletion = bench.journal->change(DeleteFolderChange{named("Archive")});
        bench.on("STATUS Archive (MESSAGES)", {"* STATUS Archive (MESSAGES 0)"});
        bench.on("DELETE Archive", {}, "NO Permission denied");
        bench.on("LIST \"\" Archive", {"* LIST () \"/\" Archive"});
        QTRY_COMPARE(bench.state(deletion), OperationState::Failed);
        QVERIFY(bench.folderNames().contains(QStringLiteral("Archive")));
    }

    // Cyrus deletes no folder that it was told a use of.
    void theUseGoesBeforeTheFolder()
    {
        JournalBench bench(WithUses);
        const quint64 create = madeForSent(bench);
        const quint64 undo = bench.journal->undo(create);
        refusedForItsUse(bench);
        bench.on("DELETE Out");
        bench.on("UNSUBSCRIBE Out");
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
        // Made once more, while another has become what it was.
        const quint64 again = bench.journal->undo(undo);
        bench.on("CREATE Out (USE (\\Sent))", {}, "NO [USEATTR] SPECIAL-USE flag conflict");
        bench.on("LIST \"\" Out");
        bench.on("CREATE Out");
        bench.on("SUBSCRIBE Out");
        QTRY_COMPARE(bench.state(again), OperationState::Done);
    }
    void theUseComesBackWithARefusal()
    {
        JournalBench bench(WithUses);
        const quint64 create = madeForSent(bench);
        const quint64 undo = bench.journal->undo(create);
        refusedForItsUse(bench);
        bench.on("DELETE Out", {}, "NO Permission denied");
        bench.on("SETMETADATA Out (/private/specialuse \"\\\\Sent\")");
        QTRY_COMPARE(bench.state(undo), OperationState::Failed);
        QVERIFY(bench.folderNames().contains(QStringLiteral("Out")));
    }

    void rightsComeBackAsTheyWere()
    {
        JournalBench bench("IMAP4rev1 ACL RIGHTS=texk");
        bench.connect();
        const quint64 change = bench.journal->change(AclChange{named("Archive"), "anna", Rights("lrs")});
        bench.on("GETACL Archive", {"* ACL Archive bob lr anna lrswi"});
        bench.on("SETACL Archive anna lrs");
        QTRY_COMPARE(bench.state(change), OperationState::Done);
        const quint64 undo = bench.journal->undo(change);
        bench.on("GETACL Archive", {"* ACL Archive bob lr anna lrs"});
        bench.on("SETACL Archive anna lrswi");
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
        // An entry that was not there goes again.
        const quint64 fresh = bench.journal->change(AclChange{named("Archive"), "carol", Rights("lr")});
        bench.on("GETACL Archive", {"* ACL Archive bob lr"});
        bench.on("SETACL Archive carol lr");
        QTRY_COMPARE(bench.state(fresh), OperationState::Done);
        bench.journal->undo(fresh);
        bench.on("GETACL Archive", {"* ACL Archive carol lr"});
        bench.on("DELETEACL Archive carol");
    }
    // Somebody has taken w from anna since she was seen with it, and given her t: both stay.
    void whatOthersChangedMeanwhileStays()
    {
        JournalBench bench("IMAP4rev1 ACL RIGHTS=texk");
        bench.connect();
        const quint64 change =
            bench.journal->change(AclChange{named("Archive"), "anna", Rights("lrwi"), Rights("lrsw")});
        bench.on("GETACL Archive", {"* ACL Archive anna lrst"});
        bench.on("SETACL Archive anna -s");
        bench.on("SETACL Archive anna +i");
        QTRY_COMPARE(bench.state(change), OperationState::Done);
        QCOMPARE(bench.entry(change).change,
                 Change(AclChange{named("Archive"), "anna", Rights("lrwi"), Rights("lrsw")}));
        // Taken back it is as it was, but for the l that is gone by then.
        const quint64 undo = bench.journal->undo(change);
        bench.on("GETACL Archive", {"* ACL Archive anna rit"});
        bench.on("SETACL Archive anna -i");
        bench.on("SETACL Archive anna +s");
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
    }
    void aDifferenceMayBeSentAgain()
    {
        JournalBench bench("IMAP4rev1 ACL RIGHTS=texk");
        bench.connect();
        const quint64 change =
            bench.journal->change(AclChange{named("Archive"), "anna", Rights("lrsi"), Rights("lrs")});
        bench.on("GETACL Archive", {"* ACL Archive anna lrs"});
        bench.unanswered("SETACL Archive anna +i");
        bench.cut();
        bench.reopen();
        bench.connect();
        bench.on("SETACL Archive anna +i");
        QTRY_COMPARE(bench.state(change), OperationState::Done);
    }
    void theLastRightTakenTakesTheEntry()
    {
        JournalBench bench("IMAP4rev1 ACL RIGHTS=texk");
        bench.connect();
        bench.journal->change(AclChange{named("Archive"), "anna", Rights("lr"), Rights("lrs")});
        bench.on("GETACL Archive", {"* ACL Archive anna s"});
        bench.on("DELETEACL Archive anna");
    }
    void somebodyNewIsSetWhole()
    {
        JournalBench bench("IMAP4rev1 ACL"); // the rights of RFC 2086
        bench.connect();
        const quint64 change =
            bench.journal->change(AclChange{named("Archive"), "carol", Rights("lrte"), Rights()});
        bench.on("GETACL Archive", {"* ACL Archive bob lr"});
        bench.on("SETACL Archive carol lrd");
        QTRY_COMPARE(bench.state(change), OperationState::Done);
        // Somebody else was quicker, and gave more.
        bench.journal->change(AclChange{named("Archive"), "dave", Rights("lr"), Rights()});
        bench.on("GETACL Archive", {"* ACL Archive dave rsa"});
        bench.on("SETACL Archive dave +lr");
    }
    // The right a goes last: behind it nothing can be given.
    void theRightToShareGoesLast()
    {
        JournalBench bench("IMAP4rev1 ACL RIGHTS=texk");
        bench.connect();
        bench.journal->change(AclChange{named("Archive"), "anna", Rights("lrs"), Rights("lra")});
        bench.on("GETACL Archive", {"* ACL Archive anna lra"});
        bench.on("SETACL Archive anna +s");
        bench.on("SETACL Archive anna -a");
    }
    // What was there before is asked once: after a cut it might be what was just set.
    void limitsAreReadOnce()
    {
        JournalBench bench;
        bench.connect();
        const quint64 change = bench.journal->change(QuotaChange{"root", {{"STORAGE", 512}}});
        bench.on("GETQUOTA root", {"* QUOTA root (STORAGE 10 1024)"});
        bench.unanswered("SETQUOTA root (STORAGE 512)");
        bench.cut();
        bench.reopen();
        bench.connect();
        bench.on("SETQUOTA root (STORAGE 512)");
        QTRY_COMPARE(bench.state(change), OperationState::Done);
        bench.journal->undo(change);
        bench.on("GETQUOTA root", {"* QUOTA root (STORAGE 10 512)"});
        bench.on("SETQUOTA root (STORAGE 1024)");
    }
    void annotationsComeBack()
    {
        JournalBench bench;
        bench.connect();
        const quint64 change =
            bench.journal->change(MetadataChange{named("Archive"), {{"/private/comment", "new"}}});
        bench.on("GETMETADATA Archive (/private/comment)", {"* METADATA Archive (/private/comment \"old\")"});
        bench.on("SETMETADATA Archive (/private/comment \"new\")");
        QTRY_COMPARE(bench.state(change), OperationState::Done);
        bench.journal->undo(change);
        bench.on("GETMETADATA Archive (/private/comment)");
        bench.on("SETMETADATA Archive (/private/comment \"old\")");
    }
};

QTEST_GUILESS_MAIN(TestFolderOperations)
#include "tst_folderoperations.moc"
