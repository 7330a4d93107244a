#include "ui/models/journalmodel.h"

#include "support/fakeaccount.h"
#include "ui/models/changewords.h"
#include "ui/models/labelbook.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ui;
using imap::JournalEntry;
using imap::MailboxName;
using imap::OperationState;
using imap::Uid;
using imap::UidSet;

static const MailboxName inbox{QStringLiteral("INBOX")};
static const MailboxName archive{QStringLiteral("Archive")};

/// What the panel of changes says, from the journals of accounts.
class TestJournalModel : public QObject
{
    Q_OBJECT

    static QString nameOf(const QString &, const MailboxName &folder)
    {
        return folder.isInbox() ? QStringLiteral("Inbox") : folder.toString();
    }
    struct Fixture {
        test::FakeAccount account;
        JournalModel model{&TestJournalModel::nameOf};
        QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

        void begin()
        {
            model.addAccount(&account);
            account.tell({imap::ConnectionChanged{}});
        }
        QList<quint64> ids() const
        {
            QList<quint64> list;
            for (int row = 0; row < model.rowCount(); ++row)
                list << model.index(row).data(JournalRole::Id).toULongLong();
            return list;
        }
    };
    static UidSet three() { return UidSet::range(Uid(4), Uid(6)); }
    static JournalEntry moved(quint64 id, OperationState state = OperationState::Done)
    {
        JournalEntry entry;
        entry.id = id;
        entry.created = QDateTime::fromSecsSinceEpoch(1'790'000'000 + qint64(id), Qt::UTC);
        entry.change = imap::MoveChange{inbox, three(), archive};
        entry.state = state;
        entry.canUndo = state == OperationState::Done;
        return entry;
    }

private Q_SLOTS:
    void wordsSayWhatWasDone_data()
    {
        QTest::addColumn<imap::Change>("change");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *words, const imap::Change &change) {
            QTest::newRow(words) << change << QString::fromUtf8(words);
        };
        const UidSet one = UidSet::single(Uid(7));
        const imap::FlagSet seen{imap::flags::Seen};
        const imap::FlagSet star{imap::flags::Flagged};
        row("Message marked as read", imap::FlagChange{inbox, one, seen, {}});
        row("3 messages marked as unread", imap::FlagChange{inbox, three(), {}, seen});
        row("3 messages starred", imap::FlagChange{inbox, three(), star, {}});
        row("Star removed from 3 messages", imap::FlagChange{inbox, three(), {}, star});
        row("Message marked: Important, Answered",
            imap::FlagChange{inbox, one, {imap::flags::Answered, imap::Flag("$Label1")}, {}});
        row("3 messages no longer marked: Tax 2026",
            imap::FlagChange{inbox, three(), {}, {imap::Flag("$tax_2026")}});
        row("Message no longer labelled Work", imap::LabelChange{inbox, one, {}, {QStringLiteral("Work")}});
        row("3 messages moved to Archive", imap::MoveChange{inbox, three(), archive});
        row("Message copied to Inbox", imap::CopyChange{archive, one, inbox});
        row("3 messages deleted for good", imap::DeleteChange{inbox, three()});
        row("Folder “Archive” made", imap::CreateFolderChange{archive, imap::FolderRole::Archive});
        row("Folder “Archive” deleted", imap::DeleteFolderChange{archive});
        row("Folder “A” renamed to “B”",
            imap::RenameFolderChange{MailboxName(QStringLiteral("A")), MailboxName(QStringLiteral("B"))});
        row("Rights of bob in “Archive” changed", imap::AclChange{archive, "bob", imap::Rights("lr")});
        row("Rights taken away from bob in “Archive” changed",
            imap::AclChange{archive, "-bob", imap::Rights("w")});
        row("Rights of everybody in “Archive” changed",
            imap::AclChange{archive, "anyone", imap::Rights("lr")});
        row("Rights of users who sign in in “Archive” changed",
            imap::AclChange{archive, "authenticated", imap::Rights("lr")});
        row("Annotations of the server changed", imap::MetadataChange{});
    }
    void wordsSayWhatWasDone()
    {
        QFETCH(imap::Change, change);
        QTEST(changeWords(change, [](const MailboxName &folder) { return nameOf({}, folder); }), "words");
        QVERIFY(!changeIconName(change).isEmpty());
    }

    void aLabelIsCalledAsInTheBook()
    {
        ui::LabelBook &book = ui::LabelBook::shared();
        const QList<ui::LabelBook::Entry> before = book.entries();
        book.set({{imap::Flag("$label1"), QStringLiteral("Aunt Emma"), 3}});
        const imap::Change change =
            imap::FlagChange{inbox, three(), imap::FlagSet{imap::Flag("$Label1")}, imap::FlagSet()};
        const QString words =
            changeWords(change, [](const MailboxName &folder) { return nameOf({}, folder); });
        book.set(before);
        QCOMPARE(words, QStringLiteral("3 messages marked: Aunt Emma"));
    }

    void thePastComesWhenTheAccountIsThere()
    {
        Fixture f;
        f.account.journalEntries = {moved(3), moved(2), moved(1)};
        f.model.addAccount(&f.account);
        QVERIFY(f.account.callsOf(QStringLiteral("journal")).isEmpty()); // it was not started
        f.account.tell({imap::ConnectionChanged{}});
        QTRY_COMPARE(f.ids(), (QList<quint64>{3, 2, 1}));
        f.account.tell({imap::ConnectionChanged{}});
        QCOMPARE(f.account.callsOf(QStringLiteral("journal")).size(), 1);
        const QModelIndex top = f.model.index(0);
        QCOMPARE(top.data().toString(), QStringLiteral("3 messages moved to Archive"));
        QCOMPARE(top.data(JournalRole::Place).toString(), QStringLiteral("Inbox"));
        QVERIFY(top.data(JournalRole::CanUndo).toBool());
        QVERIFY(!top.data(JournalRole::CanRetry).toBool());
        QVERIFY(!top.data(JournalRole::CanDrop).toBool());
    }

    void newsComeOnTopAndChangeInPlace()
    {
        Fixture f;
        f.account.journalEntries = {moved(1)};
        f.begin();
        QSignalSpy counts(&f.model, &JournalModel::countsChanged);
        f.account.tell({imap::JournalChanged{{moved(2, OperationState::Waiting)}}});
        QTRY_COMPARE(f.ids(), (QList<quint64>{2, 1}));
        QCOMPARE(f.model.counts(), (JournalModel::Counts{1, 0}));
        QVERIFY(f.model.index(0).data(JournalRole::CanDrop).toBool());
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        JournalEntry failed = moved(2, OperationState::Failed);
        failed.error = QStringLiteral("over quota");
        f.account.tell({imap::JournalChanged{{failed}}});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(f.model.counts(), (JournalModel::Counts{0, 1}));
        QVERIFY(f.model.index(0).data(JournalRole::CanRetry).toBool());
        QVERIFY(f.model.index(0).data(JournalRole::StateWords).toString().contains(failed.error));
        f.account.tell({imap::JournalChanged{{failed}}}); // nothing new
        QCOMPARE(changed.size(), 1);
        QVERIFY(counts.size() >= 2);
    }

    // What happens while the past is still being read is truer than the past.
    void newsBeforeThePastWin()
    {
        Fixture f;
        f.account.journalEntries = {moved(5, OperationState::Waiting)};
        f.model.addAccount(&f.account);
        f.account.tell({imap::JournalChanged{{moved(5)}}});
        QTRY_COMPARE(f.account.callsOf(QStringLiteral("journal")).size(), 1);
        QCoreApplication::processEvents();
        QCOMPARE(f.ids(), QList<quint64>{5});
        QCOMPARE(f.model.index(0).data(JournalRole::State).toInt(), int(OperationState::Done));
    }

    void accountsAreMixedByTimeAndGoTogether()
    {
        Fixture f;
        test::FakeAccount other(QStringLiteral("other"));
        f.account.journalEntries = {moved(30), moved(10)};
        other.journalEntries = {moved(20)};
        f.begin();
        f.model.addAccount(&other);
        other.tell({imap::ConnectionChanged{}});
        QTRY_COMPARE(f.ids(), (QList<quint64>{30, 20, 10}));
        QVERIFY(f.model.index(1).data(JournalRole::Place).toString().contains(QStringLiteral("Anna")));
        f.model.removeAccount(&other);
        QCOMPARE(f.ids(), (QList<quint64>{30, 10}));
        other.tell({imap::JournalChanged{{moved(21)}}});
        QCOMPARE(f.model.rowCount(), 2);
    }

    // A week offline: what is done goes first, what waits stays.
    void manyEntriesAreTrimmed()
    {
        Fixture f;
        f.begin();
        QList<JournalEntry> many{moved(1, OperationState::Waiting)};
        for (quint64 id = 2; id <= 2500; ++id)
            many << moved(id);
        f.account.tell({imap::JournalChanged{many}});
        QCOMPARE(f.model.rowCount(), 2000);
        QCOMPARE(f.ids().first(), quint64(2500));
        QCOMPARE(f.ids().last(), quint64(1));
        QCOMPARE(f.model.counts().waiting, 1);
    }
};

QTEST_MAIN(TestJournalModel)
#include "tst_journalmodel.moc"
