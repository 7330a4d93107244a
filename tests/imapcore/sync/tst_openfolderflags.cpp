#include "imapcore/sync/desk.h"
#include "imapcore/sync/journalbench.h"

#include <QTemporaryDir>

using namespace imap;
using namespace imap::test;

/// Marks that change here and on the server while the folder is open.
class TestOpenFolderFlags : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_cache;

private Q_SLOTS:
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }

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
    // The first session that hears of a message is told \Recent; that it is gone later is nobody's doing.
    void onlyMarksThatSomebodySetAreAConflict()
    {
        Desk desk(m_cache->path());
        desk.greet();
        desk.select(1, 40);
        desk.talk.server(row(1, 10, "\\Seen \\Recent") + "\r\nA2 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        const MailboxName inbox(QStringLiteral("INBOX"));
        desk.journal.change(FlagChange{inbox, uidSet("10"), {flags::Flagged}, {}});
        desk.journal.change(FlagChange{inbox, uidSet("10"), {Flag("$label5")}, {}});
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Seen))");
        QTRY_COMPARE(desk.shownFlags(Uid{10}), (FlagSet{flags::Seen, flags::Flagged, Flag("$label5")}));
        QCOMPARE(desk.count<ChangesConflicted>(), 0);
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Seen $Work))");
        QTRY_COMPARE(desk.count<ChangesConflicted>(), 1);
    }
};

QTEST_GUILESS_MAIN(TestOpenFolderFlags)
#include "tst_openfolderflags.moc"
