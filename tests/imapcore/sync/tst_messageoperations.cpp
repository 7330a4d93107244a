#include "imapcore/sync/journalbench.h"

using namespace imap;
using namespace imap::test;

/// What the journal says to the server to move, copy, delete and append, and what it does after a cut.
class TestMessageOperations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void moveAndBack()
    {
        JournalBench bench;
        bench.connect();
        const quint64 move =
            bench.journal->change(MoveChange{named("INBOX"), uidSet("4:5"), named("Archive")});
        QCOMPARE(bench.journal->hiddenIn(named("INBOX")), uidSet("4:5"));
        QCOMPARE(bench.hidden.size(), 1);
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.on("UID MOVE 4:5 Archive", {"* OK [COPYUID 9 4:5 21:22] moved", "* 4 EXPUNGE", "* 4 EXPUNGE"});
        QTRY_COMPARE(bench.state(move), OperationState::Done);
        QVERIFY(bench.journal->hiddenIn(named("INBOX")).isEmpty());

        const quint64 undo = bench.journal->undo(move);
        QCOMPARE(bench.state(move), OperationState::Undone);
        QCOMPARE(bench.entry(undo).undoes, move);
        QCOMPARE(bench.entry(undo).change,
                 Change(MoveChange{named("Archive"), uidSet("21:22"), named("INBOX")}));
        bench.onStatus("INBOX", 7, 30);
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("21:22"),
                 {JournalBench::print(1, 21, 4), JournalBench::print(2, 22, 5)});
        bench.on("UID MOVE 21:22 INBOX", {"* OK [COPYUID 7 21:22 30:31] moved"});
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
        QVERIFY(bench.entry(undo).canUndo);
    }

    void moveThatArrivedBeforeTheCut()
    {
        JournalBench bench;
        bench.connect();
        const quint64 move =
            bench.journal->change(MoveChange{named("INBOX"), uidSet("4:5"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.unanswered("UID MOVE 4:5 Archive");
        bench.cut();
        QCOMPARE(bench.state(move), OperationState::Running);
        QCOMPARE(bench.journal->hiddenIn(named("INBOX")), uidSet("4:5"));
        bench.reopen(); // the program ended, too
        QCOMPARE(bench.journal->hiddenIn(named("INBOX")), uidSet("4:5"));
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4:5 (UID)");
        bench.onSelect("Archive", 9);
        bench.on(
            JournalBench::fetchPrints("21:*"),
            {JournalBench::print(1, 21, 8), JournalBench::print(2, 22, 5), JournalBench::print(3, 23, 4)});
        QTRY_COMPARE(bench.state(move), OperationState::Done);
        // Another message arrived beside them; it is not brought back.
        QVERIFY(bench.journal->undo(move) > 0);
        bench.onStatus("INBOX", 7, 30);
        bench.on("NOOP");
        bench.on(JournalBench::fetchPrints("22:23"), {});
        bench.on("UID MOVE 22:23 INBOX", {"* OK [COPYUID 7 22:23 30:31] moved"});
    }

    void moveThatWasLostInTheCut()
    {
        JournalBench bench;
        bench.connect();
        const quint64 move =
            bench.journal->change(MoveChange{named("INBOX"), uidSet("4:5"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.unanswered("UID MOVE 4:5 Archive");
        bench.cut();
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4:5 (UID)", {"* 4 FETCH (UID 4)", "* 5 FETCH (UID 5)"});
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("21:*"), {JournalBench::print(9, 20, 4)});
        bench.onSelect("INBOX", 7);
        bench.on("UID MOVE 4:5 Archive", {"* OK [COPYUID 9 4:5 21:22] moved"});
        QTRY_COMPARE(bench.state(move), OperationState::Done);
    }

    // COPY arrived, its answer did not: the copies are not made again, and the old ones go.
    void copyThenCut()
    {
        JournalBench bench("IMAP4rev1 UIDPLUS");
        bench.connect();
        const quint64 move =
            bench.journal->change(MoveChange{named("INBOX"), uidSet("4:5"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4:5 (UID)", {"* 4 FETCH (UID 4)", "* 5 FETCH (UID 5)"});
        bench.unanswered("UID COPY 4:5 Archive");
        bench.cut();
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4:5 (UID)", {"* 4 FETCH (UID 4)", "* 5 FETCH (UID 5)"});
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("21:*"),
                 {JournalBench::print(1, 21, 4), JournalBench::print(2, 22, 5)});
        bench.onSelect("INBOX", 7);
        bench.on("UID STORE 4:5 +FLAGS.SILENT (\\Deleted)");
        bench.on("UID EXPUNGE 4:5", {"* 4 EXPUNGE", "* 4 EXPUNGE"});
        QTRY_COMPARE(bench.state(move), OperationState::Done);
        QVERIFY(bench.entry(move).canUndo);
    }

    void copyAndBack()
    {
        JournalBench bench;
        bench.connect();
        const quint64 copy =
            bench.journal->change(CopyChange{named("INBOX"), uidSet("4:5"), named("Archive")});
        QVERIFY(bench.journal->hiddenIn(named("INBOX")).isEmpty());
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.on("UID COPY 4:5 Archive", {}, "OK [COPYUID 9 4:5 21:22] done");
        QTRY_COMPARE(bench.state(copy), OperationState::Done);
        const quint64 undo = bench.journal->undo(copy);
        bench.onSelect("Archive", 9);
        bench.on("UID STORE 21:22 +FLAGS.SILENT (\\Deleted)");
        bench.on("UID EXPUNGE 21:22", {"* 1 EXPUNGE", "* 1 EXPUNGE"});
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
        bench.journal->undo(undo);
        bench.onStatus("Archive", 9, 23);
        bench.onSelect("INBOX", 7);
        bench.on("UID COPY 4:5 Archive", {}, "OK [COPYUID 9 4:5 23:24] done");
    }

    // Without UIDPLUS the copies are found by what they are.
    void copiesAreFoundWithoutUidplus()
    {
        JournalBench bench("IMAP4rev1 MOVE");
        bench.connect();
        const quint64 move = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.on("UID MOVE 4 Archive", {"* 4 EXPUNGE"});
        bench.onSelect("Archive", 9);
        bench.on(JournalBench::fetchPrints("21:*"), {JournalBench::print(1, 21, 4)});
        QTRY_COMPARE(bench.state(move), OperationState::Done);
        QVERIFY(bench.entry(move).canUndo);
    }

    void refusedMoveComesBack()
    {
        JournalBench bench;
        bench.connect();
        const quint64 move = bench.journal->change(MoveChange{named("INBOX"), uidSet("4"), named("Nowhere")});
        bench.on("STATUS Nowhere (UIDNEXT UIDVALIDITY)", {}, "NO [NONEXISTENT] no such mailbox");
        QTRY_COMPARE(bench.state(move), OperationState::Failed);
        QCOMPARE(bench.shown.size(), 1);
        QCOMPARE(bench.shown.first().second, uidSet("4"));
        QCOMPARE(bench.count<OperationFailed>(), 1);
        QVERIFY(!bench.entry(move).error.isEmpty());
        QVERIFY(!bench.entry(move).canUndo);
        QVERIFY_EXCEPTION_THROWN(bench.journal->undo(move), LocalError);

        bench.journal->retry(move);
        QCOMPARE(bench.journal->hiddenIn(named("INBOX")), uidSet("4"));
        bench.onStatus("Nowhere", 3, 1);
        bench.onSelect("INBOX", 7);
        bench.on("UID MOVE 4 Nowhere", {"* OK [COPYUID 3 4 1] moved"});
        QTRY_COMPARE(bench.state(move), OperationState::Done);
    }

    void deletedMessagesCanBeAppendedAgain()
    {
        JournalBench bench;
        bench.connect();
        const quint64 deletion = bench.journal->change(DeleteChange{named("INBOX"), uidSet("4")});
        QCOMPARE(bench.journal->hiddenIn(named("INBOX")), uidSet("4"));
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)",
                 {"* 4 FETCH (UID 4 FLAGS (\\Seen \\Recent Work) INTERNALDATE \"02-Feb-2026 10:00:00 +0100\" "
                  "RFC822.SIZE 5 ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL \"<m4>\"))"});
        bench.on("UID FETCH 4 (BODY.PEEK[])", {"* 4 FETCH (UID 4 BODY[] \"a: b\")"});
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Deleted)");
        bench.on("UID EXPUNGE 4", {"* 4 EXPUNGE"});
        QTRY_COMPARE(bench.state(deletion), OperationState::Done);

        bench.reopen();
        const quint64 undo = bench.journal->undo(deletion);
        bench.connect();
        bench.onStatus("INBOX", 7, 30);
        bench.unanswered("APPEND INBOX (\\Seen Work) \" 2-Feb-2026 10:00:00 +0100\" {4}");
        bench.talk->server("+ go on");
        bench.talk->client("a: b");
        bench.talk->server("A2 OK [APPENDUID 7 30] done");
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
        const QList<Place> now = bench.store->notes().locate({named("INBOX"), UidValidity(7), uidSet("4")});
        QCOMPARE(now, (QList<Place>{{named("INBOX"), UidValidity(7), uidSet("30")}}));
    }

    // The answer to the first APPEND was heard and not written down: it is found, and not sent again.
    void restoringGoesOnAfterACut()
    {
        JournalBench bench("IMAP4rev1 UIDPLUS LITERAL+");
        const auto described = [](quint32 uid) {
            return JournalBench::print(uid, uid, uid).replace("INTERNALDATE", "FLAGS (\\Seen) INTERNALDATE");
        };
        const QByteArray append = "APPEND INBOX (\\Seen) \" 2-Feb-2026 10:00:00 +0100\" {4+}\r\na: ";
        bench.connect();
        const quint64 deletion = bench.journal->change(DeleteChange{named("INBOX"), uidSet("4:5")});
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4:5 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)", {described(4), described(5)});
        bench.on("UID FETCH 4:5 (BODY.PEEK[])",
                 {"* 4 FETCH (UID 4 BODY[] \"a: 4\")", "* 5 FETCH (UID 5 BODY[] \"a: 5\")"});
        bench.on("UID STORE 4:5 +FLAGS.SILENT (\\Deleted)");
        bench.on("UID EXPUNGE 4:5", {"* 4 EXPUNGE", "* 4 EXPUNGE"});
        QTRY_COMPARE(bench.state(deletion), OperationState::Done);
        bench.reopen();
        const quint64 undo = bench.journal->undo(deletion);
        bench.connect();
        bench.onStatus("INBOX", 7, 30);
        bench.on(append + "4", {}, "OK [APPENDUID 7 30] done");
        bench.unanswered("STATUS INBOX (UIDNEXT UIDVALIDITY)");
        bench.cut();
        bench.reopen();
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on(JournalBench::fetchPrints("30:*"), {JournalBench::print(9, 30, 4)});
        bench.onStatus("INBOX", 7, 31);
        bench.on(append + "5", {}, "OK [APPENDUID 7 31] done");
        QTRY_COMPARE(bench.state(undo), OperationState::Done);
        const QList<Place> now = bench.store->notes().locate({named("INBOX"), UidValidity(7), uidSet("4:5")});
        QCOMPARE(now, (QList<Place>{{named("INBOX"), UidValidity(7), uidSet("30:31")}}));
    }

    void deletionTellsThatItCannotBeUndone()
    {
        JournalBench bench;
        bench.connect();
        const quint64 deletion = bench.journal->change(DeleteChange{named("INBOX"), uidSet("4")});
        bench.onSelect("INBOX", 7);
        bench.on(
            "UID FETCH 4 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)",
            {"* 4 FETCH (UID 4 FLAGS () INTERNALDATE \"02-Feb-2026 10:00:00 +0100\" RFC822.SIZE 60000000 "
             "ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL \"<m4>\"))"});
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Deleted)");
        bench.on("UID EXPUNGE 4", {"* 4 EXPUNGE"});
        QTRY_COMPARE(bench.state(deletion), OperationState::Done);
        QVERIFY(!bench.entry(deletion).canUndo);
        QVERIFY_EXCEPTION_THROWN(bench.journal->undo(deletion), LocalError);
    }

    // Dovecot says OK where the right to it is missing, and does nothing.
    void messagesThatStayAreNotDone()
    {
        JournalBench bench;
        bench.connect();
        const quint64 deletion = bench.journal->change(DeleteChange{named("INBOX"), uidSet("4")});
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)");
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Deleted)");
        bench.on("UID EXPUNGE 4");
        bench.on("UID FETCH 4 (UID)", {"* 4 FETCH (UID 4)"});
        bench.on("UID STORE 4 -FLAGS.SILENT (\\Deleted)");
        QTRY_COMPARE(bench.state(deletion), OperationState::Failed);
        QCOMPARE(bench.count<OperationFailed>(), 1);
        QVERIFY(bench.journal->hiddenIn(named("INBOX")).isEmpty());
        QVERIFY(!bench.entry(deletion).canUndo);
    }

    // A bare EXPUNGE takes all that are marked; those that others have marked stay, and stay marked.
    void othersKeepTheirMarksWithoutUidplus()
    {
        JournalBench bench("IMAP4rev1");
        bench.connect();
        bench.journal->change(DeleteChange{named("INBOX"), uidSet("4")});
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)");
        bench.on("UID SEARCH DELETED", {"* SEARCH 2 4 6"});
        bench.on("UID STORE 2,6 -FLAGS.SILENT (\\Deleted)");
        bench.unanswered("UID STORE 4 +FLAGS.SILENT (\\Deleted)");
        bench.cut();
        bench.connect();
        bench.onSelect("INBOX", 7);
        bench.on("UID SEARCH DELETED", {"* SEARCH"});
        bench.on("UID STORE 4 +FLAGS.SILENT (\\Deleted)");
        bench.on("EXPUNGE", {"* 4 EXPUNGE"});
        bench.on("UID STORE 2,6 +FLAGS.SILENT (\\Deleted)");
    }

    // Half a literal could only be taken back by ending the connection, and would be tried again for ever.
    void whatTheServerCannotStoreIsNotBegun()
    {
        const QByteArray message("Subject: x\r\n\r\na\0b", 17);
        for (const char *capabilities : {"IMAP4rev1 UIDPLUS LITERAL+", "IMAP4rev1 UIDPLUS LITERAL+ BINARY"}) {
            JournalBench bench(capabilities);
            bench.connect();
            const quint64 append =
                bench.journal->change(AppendChange{named("Archive"), message, {}, bench.date});
            if (!QByteArray(capabilities).contains("BINARY")) {
                QTRY_COMPARE(bench.state(append), OperationState::Failed);
                QVERIFY(bench.talk->isSilent());
                continue;
            }
            bench.onStatus("Archive", 9, 21);
            bench.on("APPEND Archive \" 2-Feb-2026 10:00:00 +0100\" ~{17+}\r\n" + message, {},
                     "OK [APPENDUID 9 21] done");
            QTRY_COMPARE(bench.state(append), OperationState::Done);
        }
    }

    // However many there are, little of them is in memory at a time, and their order stays.
    void manyMessagesAreLookedAtInSlices()
    {
        JournalBench bench("IMAP4rev1 UIDPLUS");
        bench.connect();
        bench.journal->change(MoveChange{named("INBOX"), uidSet("1:6000"), named("Archive")});
        bench.onStatus("Archive", 9, 21);
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 1:5000 (UID)", {"* 4 FETCH (UID 4)"});
        bench.on("UID FETCH 5001:6000 (UID)", {"* 5 FETCH (UID 5001)"});
        bench.unanswered("UID COPY 4,5001 Archive");
    }
    void manyMessagesAreKeptInSlices()
    {
        const auto described = [](quint32 number, quint32 uid) {
            return JournalBench::print(number, uid, uid).replace("INTERNALDATE", "FLAGS () INTERNALDATE");
        };
        JournalBench bench;
        bench.connect();
        bench.journal->change(DeleteChange{named("INBOX"), uidSet("1:1001")});
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 1:1000 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)", {described(4, 4)});
        bench.on("UID FETCH 1001 (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)", {described(5, 1001)});
        bench.unanswered("UID FETCH 4,1001 (BODY.PEEK[])");
    }

    void appendIsNotDoubledByACut()
    {
        for (const bool arrived : {true, false}) {
            JournalBench bench("IMAP4rev1 UIDPLUS LITERAL+");
            bench.connect();
            const quint64 append = bench.journal->change(
                AppendChange{named("Archive"), "Message-ID: <m4>\r\n\r\nhi\r\n", {flags::Seen}, bench.date});
            const QByteArray command = "APPEND Archive (\\Seen) \" 2-Feb-2026 10:00:00 +0100\" {24+}\r\n"
                                       "Message-ID: <m4>\r\n\r\nhi\r\n";
            bench.onStatus("Archive", 9, 21);
            bench.unanswered(command);
            bench.cut();
            bench.connect();
            bench.onSelect("Archive", 9);
            bench.on(JournalBench::fetchPrints("21:*"),
                     arrived ? QList<QByteArray>{JournalBench::print(1, 21, 4)} : QList<QByteArray>());
            if (!arrived) {
                bench.onStatus("Archive", 9, 21);
                bench.on(command, {}, "OK [APPENDUID 9 21] done");
            }
            QTRY_COMPARE(bench.state(append), OperationState::Done);
            QVERIFY(bench.entry(append).canUndo);
            bench.journal->undo(append);
            bench.on("NOOP"); // another session put it there
            bench.on("UID STORE 21 +FLAGS.SILENT (\\Deleted)");
            bench.on("UID EXPUNGE 21", {"* 4 EXPUNGE"});
        }
    }
};

QTEST_GUILESS_MAIN(TestMessageOperations)
#include "tst_messageoperations.moc"
