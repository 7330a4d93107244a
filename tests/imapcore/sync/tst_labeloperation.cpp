#include "imapcore/sync/journalbench.h"

using namespace imap;
using namespace imap::test;

/// What the journal says to Gmail to give and take labels, and what is shown meanwhile.
class TestLabelOperation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void labelsComeBackAsTheyWere()
    {
        JournalBench bench("IMAP4rev1 X-GM-EXT-1");
        bench.connect();
        const quint64 labels =
            bench.journal->change(LabelChange{named("INBOX"), uidSet("4:5"), {QStringLiteral("Work")}, {}});
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4:5 (X-GM-LABELS)",
                 {"* 4 FETCH (UID 4 X-GM-LABELS (Work))", "* 5 FETCH (UID 5 X-GM-LABELS (\\Inbox))"});
        bench.on("UID STORE 4:5 +X-GM-LABELS.SILENT (Work)");
        QTRY_COMPARE(bench.state(labels), OperationState::Done);
        bench.journal->undo(labels);
        bench.on("NOOP");
        bench.on("UID FETCH 5 (X-GM-LABELS)", {"* 5 FETCH (UID 5 X-GM-LABELS (\\Inbox Work))"});
        bench.on("UID STORE 5 -X-GM-LABELS.SILENT (Work)");
    }
    void labelsShowAtOnceAndGoWhereTheyAreRefused()
    {
        for (const int refused : {1, 2, 0}) { // the first step, the second, none
            JournalBench bench("IMAP4rev1 X-GM-EXT-1");
            const QStringList half{QStringLiteral("New"), QStringLiteral("Old"),
                                   QStringLiteral("\\Important")};
            const QStringList before{QStringLiteral("Old"), QStringLiteral("\\Important")};
            const QStringList after{QStringLiteral("New"), QStringLiteral("\\Important")};
            const store::FolderId inbox = bench.store->mailboxes().ensureFolder(named("INBOX"));
            const auto seen = [&] { return bench.store->messages().load(inbox, Uid(4))->gmailLabels; };
            const auto kept = [&] {
                return bench.store->messages().loadLabels(inbox, Uid(4), Uid(4)).first().labels;
            };
            bench.store->messages().setLabels(inbox, {{Uid(4), before}});
            UidSet told;
            QObject::connect(bench.journal.get(), &Journal::changed, bench.journal.get(),
                             [&told](const MailboxName &, const UidSet &uids) { told.unite(uids); });
            const quint64 labels = bench.journal->change(
                LabelChange{named("INBOX"), uidSet("4:5"), {QStringLiteral("New")}, {QStringLiteral("Old")}});
            QCOMPARE(told, uidSet("4:5"));
            QCOMPARE(seen(), after);
            QCOMPARE(bench.journal->overlayLabels(named("INBOX"), Uid(6), before), before);
            QCOMPARE(kept(), before); // the server does not know yet
            bench.reopen();
            QCOMPARE(seen(), after);
            bench.connect();
            bench.onSelect("INBOX", 7);
            bench.on("UID FETCH 4:5 (X-GM-LABELS)");
            bench.on("UID FETCH 4:5 (X-GM-LABELS)");
            bench.on("UID STORE 4:5 +X-GM-LABELS.SILENT (New)", {}, refused == 1 ? "NO no" : "OK done");
            if (refused != 1)
                bench.on("UID STORE 4:5 -X-GM-LABELS.SILENT (Old)", {}, refused == 2 ? "NO no" : "OK done");
            QTRY_COMPARE(bench.state(labels), refused ? OperationState::Failed : OperationState::Done);
            const QStringList truth = refused == 1 ? before : refused == 2 ? half : after;
            QCOMPARE(seen(), truth);
            QCOMPARE(kept(), truth);
        }
    }
    void labelsFollowTheirFoldersNames()
    {
        JournalBench bench("IMAP4rev1 X-GM-EXT-1");
        bench.store->mailboxes().setGmailLabels(true);
        const store::FolderId inbox = bench.store->mailboxes().ensureFolder(named("INBOX"));
        store::FolderSyncState inStep = bench.store->mailboxes().syncState(inbox);
        inStep.highestModSeq = ModSeq(9);
        bench.store->mailboxes().saveSyncState(inbox, inStep);
        bench.connect();
        const quint64 labels = bench.journal->change(LabelChange{
            named("INBOX"), uidSet("4"), {QStringLiteral("Later/Old"), QStringLiteral("\\Starred")}, {}});
        bench.onSelect("INBOX", 7);
        bench.on("UID FETCH 4 (X-GM-LABELS)", {"* 4 FETCH (UID 4 X-GM-LABELS ())"});
        bench.on("UID STORE 4 +X-GM-LABELS.SILENT (Later/Old \\Starred)");
        QTRY_COMPARE(bench.state(labels), OperationState::Done);
        const quint64 rename = bench.journal->change(RenameFolderChange{named("Later"), named("Soon")});
        bench.on("RENAME Later Soon");
        for (const char *command :
             {"UNSUBSCRIBE Later", "SUBSCRIBE Soon", "UNSUBSCRIBE Later/Old", "SUBSCRIBE Soon/Old"})
            bench.on(command);
        QTRY_COMPARE(bench.state(rename), OperationState::Done);
        // Every message may have another label now.
        QVERIFY(!bench.store->mailboxes().syncState(inbox).highestModSeq.isValid());
        bench.journal->undo(labels);
        bench.on("NOOP");
        bench.on("UID FETCH 4 (X-GM-LABELS)", {"* 4 FETCH (UID 4 X-GM-LABELS (Soon/Old \\Starred))"});
        bench.on("UID FETCH 4 (X-GM-LABELS)", {"* 4 FETCH (UID 4 X-GM-LABELS (Soon/Old \\Starred))"});
        bench.on("UID STORE 4 -X-GM-LABELS.SILENT (\\Starred)");
        bench.on("UID STORE 4 -X-GM-LABELS.SILENT (Soon/Old)");
    }
    // A label is a folder: one that nobody knew is there from now on, of others the counts are other ones.
    void labelsAreFolders()
    {
        for (const char *label : {"Later", "New"}) {
            JournalBench bench("IMAP4rev1 X-GM-EXT-1");
            QList<MailboxName> touched;
            std::optional<bool> listChanged;
            QObject::connect(bench.journal.get(), &Journal::done, bench.journal.get(),
                             [&](const QList<MailboxName> &folders, bool list) {
                                 touched = folders;
                                 listChanged = list;
                             });
            bench.connect();
            bench.journal->change(LabelChange{
                named("INBOX"), uidSet("4"), {QString::fromLatin1(label), QStringLiteral("\\Starred")}, {}});
            bench.onSelect("INBOX", 7);
            bench.on("UID FETCH 4 (X-GM-LABELS)");
            bench.on("UID STORE 4 +X-GM-LABELS.SILENT (" + QByteArray(label) + " \\Starred)");
            QTRY_VERIFY(listChanged);
            QCOMPARE(*listChanged, qstrcmp(label, "New") == 0);
            QVERIFY(touched.contains(named(label)));
        }
    }
};

QTEST_GUILESS_MAIN(TestLabelOperation)
#include "tst_labeloperation.moc"
