#include "ui/models/messagelistmodel.h"

#include "support/fakeaccount.h"
#include "support/fakemail.h"
#include "ui/models/roles.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

using namespace ui;
using imap::SeqNum;
using imap::Uid;

class TestMessageListModel : public QObject
{
    Q_OBJECT

    const imap::MailboxName m_inbox{QStringLiteral("INBOX")};

    /// Without a tester, which looks at every row at every change.
    struct BigFixture {
        test::FakeAccount account;
        MessageListModel model;
    };
    struct Fixture : BigFixture {
        QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    };

    void open(BigFixture &f, quint32 total, quint32 newestKnown)
    {
        f.account.serve(
            m_inbox, total, [](quint32 uid) { return test::fakeMessage(uid); }, newestKnown);
        f.model.open(&f.account, {m_inbox, QStringLiteral("Inbox"), Correspondents::From, {}});
    }
    QList<imap::MessageRow> rows(quint32 first, quint32 last, int shift = 0) const
    {
        QList<imap::MessageRow> list;
        for (quint32 number = first; number <= last; ++number)
            list << imap::MessageRow{SeqNum(number), test::fakeMessage(quint32(int(number) + shift))};
        return list;
    }
    imap::FolderReset reset(quint32 total, const QList<imap::MessageRow> &known) const
    {
        imap::FolderReset event;
        event.folder = m_inbox;
        event.total = total;
        event.rows = known;
        return event;
    }

private Q_SLOTS:
    void allRowsAreThereFromTheStart()
    {
        Fixture f;
        open(f, 1000, 50);
        QCOMPARE(f.model.rowCount(), 1000);
        QCOMPARE(f.model.uidAt(0), Uid(1000));
        QCOMPARE(f.model.uidAt(49), Uid(951));
        QVERIFY(!f.model.uidAt(50).isValid());
        QCOMPARE(f.model.status().phase, FolderPhase::Open);
        QCOMPARE(f.model.data(f.model.index(0, MessageColumn::Size), Qt::TextAlignmentRole).toInt() &
                     Qt::AlignRight,
                 int(Qt::AlignRight));
    }

    // Without a connection nobody tells which flags are kept: what is done waits until somebody does.
    void marksAreTakenInOffline()
    {
        Fixture f;
        open(f, 10, 10);
        f.model.close();
        f.account.hold();
        f.model.open(&f.account, {m_inbox, QStringLiteral("Inbox"), Correspondents::From, {}});
        imap::FolderReset cached = reset(10, rows(1, 10));
        cached.fromCache = true;
        f.account.tell({cached});
        QCOMPARE(f.model.status().phase, FolderPhase::Cached);
        QVERIFY(f.model.canKeep(imap::flags::Flagged) && f.model.canKeep(imap::flags::Seen));
        QSignalSpy changed(&f.model, &MessageListModel::statusChanged);
        imap::FolderReset told = reset(10, rows(1, 10));
        told.permanentFlags = {imap::flags::Seen};
        f.account.tell({told});
        QVERIFY(f.model.canKeep(imap::flags::Seen) && !f.model.canKeep(imap::flags::Flagged));
        QVERIFY(!changed.isEmpty());
    }

    void rowsBeforeContentsWhenTheSizeIsKnown()
    {
        Fixture f;
        f.account.hold();
        f.account.serve(
            m_inbox, 300, [](quint32 uid) { return test::fakeMessage(uid); }, 20);
        f.model.open(&f.account, {m_inbox, QStringLiteral("Inbox"), Correspondents::From, 299});
        QCOMPARE(f.model.rowCount(), 299);
        QCOMPARE(f.model.status().phase, FolderPhase::Opening);
        f.model.setVisibleRows(0, 10);
        QTest::qWait(30);
        QVERIFY2(f.account.callsOf(QStringLiteral("showRows")).isEmpty(), "the account knows no numbers yet");
        f.account.release();
        QCOMPARE(f.model.rowCount(), 300);
        QTRY_COMPARE(f.account.callsOf(QStringLiteral("showRows")).size(), 1);
    }

    void whatIsOnTheScreenIsAskedFor()
    {
        Fixture f;
        open(f, 10'000, 0);
        f.model.setVisibleRows(5000, 5019);
        f.model.setVisibleRows(6000, 6019);
        QTRY_VERIFY(f.model.uidAt(6000).isValid());
        const auto calls = f.account.callsOf(QStringLiteral("showRows"));
        QCOMPARE(calls.size(), 1);
        QCOMPARE(calls.first().first, SeqNum(10'000 - 6039));
        QCOMPARE(calls.first().last, SeqNum(10'000 - 5980));
        QVERIFY(!f.model.uidAt(5000).isValid());
        f.model.setVisibleRows(6000, 6019);
        QTest::qWait(30);
        QCOMPARE(f.account.callsOf(QStringLiteral("showRows")).size(), 1);
    }

    void memoryIsBounded()
    {
        BigFixture f;
        open(f, 1'000'000, 0);
        qsizetype most = 0;
        for (int row = 0; row < 20'000; row += 50) {
            f.model.setVisibleRows(row, row + 20);
            f.account.tell({imap::MessagesChanged{
                m_inbox, rows(quint32(1'000'000 - row - 100), quint32(1'000'000 - row))}});
            most = std::max(most, f.model.knownCount());
        }
        QVERIFY2(most < 800, qPrintable(QString::number(most)));
        QVERIFY(f.model.uidAt(19'950).isValid());
        f.account.tell({imap::MessagesChanged{m_inbox, rows(1, 500)}});
        QVERIFY2(!f.model.uidAt(999'999).isValid(), "far from the screen, so not kept");
    }

    // The server knows all that are unread; of most of them no row has contents yet.
    void theNextUnreadMessage()
    {
        Fixture f;
        const imap::UidSet unread = *imap::UidSet::parse("3,100:102,990");
        f.account.serve(
            m_inbox, 1000,
            [unread](quint32 uid) {
                // It was not told yet that 990 was marked here.
                const bool read = !unread.contains(Uid(uid)) || uid == 990;
                return test::fakeMessage(uid, read ? imap::FlagSet{imap::flags::Seen} : imap::FlagSet{});
            },
            50);
        f.model.open(&f.account, {m_inbox, QStringLiteral("Inbox"), Correspondents::From, {}});
        QCOMPARE(f.model.nextUnread(-1, unread), Uid(102));
        QCOMPARE(f.model.nextUnread(20, unread), Uid(102));
        QCOMPARE(f.model.nextUnread(-1, *imap::UidSet::parse("990")), Uid());
        QCOMPARE(f.model.nextUnread(-1, {}), Uid());
        f.model.setVisibleRows(890, 999);
        QTRY_COMPARE(f.model.uidAt(997), Uid(3));
        QCOMPARE(f.model.nextUnread(899, unread), Uid(100));
        QCOMPARE(f.model.nextUnread(900, unread), Uid(3));
        QCOMPARE(f.model.nextUnread(997, unread), Uid(102)); // from the top again
        f.model.setNewestFirst(false);
        QCOMPARE(f.model.nextUnread(2, unread), Uid(100));
        QCOMPARE(f.model.nextUnread(101, unread), Uid(3));
    }

    void whichMessageHasANumber()
    {
        Fixture f;
        open(f, 1000, 50);
        const auto of = [&f](quint32 number) {
            return f.model.messageOfNumber(SeqNum(number)).result().toByteArray();
        };
        QCOMPARE(of(1000), QByteArray("1000"));
        QVERIFY(f.account.callsOf(QStringLiteral("resolve")).isEmpty());
        QCOMPARE(of(3), QByteArray("3"));
        QCOMPARE(f.account.callsOf(QStringLiteral("resolve")).size(), 1);
        QCOMPARE(of(0), QByteArray());
        QCOMPARE(of(1001), QByteArray());
        QCOMPARE(f.account.callsOf(QStringLiteral("resolve")).size(), 1);
    }

    void selectedRowsAreNotForgotten()
    {
        BigFixture f;
        open(f, 100'000, 50);
        const QPersistentModelIndex current = f.model.index(3, 0);
        f.model.setPinned([&] { return QItemSelection(f.model.index(10, 0), f.model.index(20, 0)); });
        for (int row = 0; row < 10'000; row += 50) {
            f.model.setVisibleRows(row, row + 20);
            f.account.tell(
                {imap::MessagesChanged{m_inbox, rows(quint32(100'000 - row - 100), quint32(100'000 - row))}});
        }
        QCOMPARE(f.model.uidAt(current.row()), Uid(99'997));
        QVERIFY(f.model.uidAt(15).isValid());
        QVERIFY(!f.model.uidAt(40).isValid());
        QCOMPARE(f.model.uids(QItemSelection(f.model.index(10, 0), f.model.index(20, 0))).size(), 11);
    }

    // With everything selected one scrolls on: what was seen is forgotten as ever.
    void allSelectedIsForgottenAgain()
    {
        BigFixture f;
        open(f, 100'000, 50);
        f.model.setPinned([&] { return QItemSelection(f.model.index(0, 0), f.model.index(99'999, 0)); });
        for (int row = 0; row < 10'000; row += 50) {
            f.model.setVisibleRows(row, row + 20);
            f.account.tell(
                {imap::MessagesChanged{m_inbox, rows(quint32(100'000 - row - 100), quint32(100'000 - row))}});
        }
        QVERIFY2(f.model.knownCount() < 800, qPrintable(QString::number(f.model.knownCount())));
    }

    void newMailComesOnTop()
    {
        Fixture f;
        open(f, 100, 100);
        QSignalSpy inserted(&f.model, &QAbstractItemModel::rowsInserted);
        const QPersistentModelIndex current = f.model.index(0, 0);
        f.account.deliver(m_inbox, 3);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(inserted.first().at(1).toInt(), 0);
        QCOMPARE(inserted.first().at(2).toInt(), 2);
        QCOMPARE(current.row(), 3);
        QCOMPARE(f.model.uidAt(0), Uid(103));
    }

    void removalsComeInRuns()
    {
        Fixture f;
        open(f, 100, 100);
        QSignalSpy removed(&f.model, &QAbstractItemModel::rowsRemoved);
        const QPersistentModelIndex current = f.model.index(50, 0);
        f.account.tell({imap::MessagesRemoved{m_inbox, {SeqNum(90), SeqNum(90), SeqNum(90), SeqNum(3)}}});
        QCOMPARE(removed.size(), 2);
        QCOMPARE(removed.first().at(1).toInt(), 8);
        QCOMPARE(removed.first().at(2).toInt(), 10);
        QCOMPARE(f.model.rowCount(), 96);
        QCOMPARE(f.model.uidAt(current.row()), Uid(50));
        QCOMPARE(f.model.rowOf(Uid(93)), 7);
        QCOMPARE(f.model.rowOf(Uid(90)), -1);
    }

    void changesOfManyRowsAreOneSignal()
    {
        Fixture f;
        open(f, 100, 100);
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        QList<imap::MessageRow> some;
        for (const quint32 number : {10u, 11u, 12u, 40u})
            some << imap::MessageRow{SeqNum(number), test::fakeMessage(number, {})};
        f.account.tell({imap::MessagesChanged{m_inbox, some}});
        QCOMPARE(changed.size(), 2);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 88);
        QCOMPARE(changed.first().at(1).toModelIndex().row(), 90);
        changed.clear();
        some.clear();
        for (quint32 number = 1; number <= 100; number += number % 3 == 0 ? 2 : 1)
            some << imap::MessageRow{SeqNum(number), test::fakeMessage(number, {imap::flags::Flagged})};
        f.account.tell({imap::MessagesChanged{m_inbox, some}});
        QCOMPARE(changed.size(), 1);
        f.account.tell({imap::MessagesChanged{m_inbox, some}});
        QCOMPARE(changed.size(), 1);
    }

    // The connection broke; meanwhile messages came and went. The selection stays with its messages.
    void resetKeepsPersistentIndexesByUid()
    {
        Fixture f;
        open(f, 100, 100);
        QSignalSpy resets(&f.model, &QAbstractItemModel::modelReset);
        const QPersistentModelIndex kept = f.model.index(f.model.rowOf(Uid(95)), 0);
        const QPersistentModelIndex gone = f.model.index(f.model.rowOf(Uid(97)), 0);
        // 97 went, 101 to 103 came.
        QList<imap::MessageRow> known = rows(90, 96);
        for (quint32 number = 97; number <= 102; ++number)
            known << imap::MessageRow{SeqNum(number), test::fakeMessage(number + 1)};
        f.account.tell({reset(102, known)});
        QCOMPARE(resets.size(), 0);
        QCOMPARE(f.model.rowCount(), 102);
        QCOMPARE(f.model.uidAt(kept.row()), Uid(95));
        QVERIFY(!gone.isValid());
        QCOMPARE(f.model.uidAt(0), Uid(103));
        QCOMPARE(f.model.uidAt(f.model.rowCount() - 1), Uid(1));
    }

    void resetWithoutNewsIsQuiet()
    {
        Fixture f;
        open(f, 100, 30);
        QSignalSpy layout(&f.model, &QAbstractItemModel::layoutChanged);
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        f.account.tell({reset(100, rows(71, 100))});
        QCOMPARE(layout.size() + changed.size(), 0);
    }

    void resetToLess()
    {
        Fixture f;
        open(f, 100, 100);
        const QPersistentModelIndex kept = f.model.index(f.model.rowOf(Uid(99)), 0);
        f.account.tell({reset(2, {{SeqNum(1), test::fakeMessage(50)}, {SeqNum(2), test::fakeMessage(99)}})});
        QCOMPARE(f.model.rowCount(), 2);
        QCOMPARE(kept.row(), 0);
        f.account.tell({reset(0, {})});
        QCOMPARE(f.model.rowCount(), 0);
        QVERIFY(!kept.isValid());
    }

    // What was kept through a reset may have been at the wrong number; the account's word corrects it.
    void correctionsMoveTheSelectionAlong()
    {
        Fixture f;
        open(f, 100, 100);
        f.account.tell({reset(100, {})});
        const QPersistentModelIndex current = f.model.index(f.model.rowOf(Uid(50)), 0);
        f.account.tell({imap::MessagesChanged{m_inbox, rows(40, 60, 1)}});
        QCOMPARE(f.model.uidAt(current.row()), Uid(50));
        QCOMPARE(f.model.numberAt(current.row()), SeqNum(49));
    }

    void anotherFolderStartsAnew()
    {
        Fixture f;
        open(f, 100, 100);
        QSignalSpy resets(&f.model, &QAbstractItemModel::modelReset);
        const imap::MailboxName other(QStringLiteral("Other"));
        f.model.open(&f.account, {other, QStringLiteral("Other"), Correspondents::To, {}});
        QCOMPARE(resets.size(), 1);
        QCOMPARE(f.model.rowCount(), 0);
        f.account.tell({reset(50, rows(1, 50))}); // late news of the old one
        QCOMPARE(f.model.rowCount(), 0);
        QCOMPARE(
            f.model.headerData(MessageColumn::Correspondents, Qt::Horizontal, Qt::DisplayRole).toString(),
            QStringLiteral("To"));
    }

    void anAccountThatIsOnlineAlready()
    {
        Fixture f;
        MessageListModel::Opening opening;
        opening.folder = m_inbox;
        opening.connection = imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, {}};
        f.model.open(&f.account, opening);
        QCOMPARE(f.model.status().connection, imap::ConnectionState::Online);
        QCOMPARE(f.model.status().phase, FolderPhase::Opening);
    }

    void failureIsToldAndUntold()
    {
        Fixture f;
        QSignalSpy status(&f.model, &MessageListModel::statusChanged);
        open(f, 0, 0);
        f.account.tell(
            {imap::FolderFailed{m_inbox, std::make_shared<imap::CommandError>(QStringLiteral("no"))}});
        QCOMPARE(f.model.status().phase, FolderPhase::Failed);
        QVERIFY(f.model.status().error);
        f.account.tell({reset(1, {}), imap::FolderSynchronised{m_inbox, 1, 1}});
        QCOMPARE(f.model.status().phase, FolderPhase::Synchronised);
        QVERIFY(!f.model.status().error);
        QVERIFY(status.size() >= 3);
    }

    // Deleted by another program while it is open: nothing of it is shown until it is there again.
    void aFolderThatWentHasNoRows()
    {
        Fixture f;
        open(f, 3, 3);
        QCOMPARE(f.model.rowCount(), 3);
        f.account.tell({imap::FolderFailed{
            m_inbox, std::make_shared<imap::CommandError>(QStringLiteral("SELECT was refused"), "SELECT",
                                                          "Mailbox does not exist")}});
        QCOMPARE(f.model.status().phase, FolderPhase::Failed);
        QCOMPARE(f.model.rowCount(), 0);
        f.account.tell({imap::MessagesInserted{m_inbox, 1}}); // of rows that nobody has
        QCOMPARE(f.model.rowCount(), 0);
        f.account.tell({reset(2, {}), imap::FolderSynchronised{m_inbox, 2, 0}});
        QCOMPARE(f.model.rowCount(), 2);
        QCOMPARE(f.model.status().phase, FolderPhase::Synchronised);
        // What is refused for another reason is still there.
        f.account.tell(
            {imap::FolderFailed{m_inbox, std::make_shared<imap::CommandError>(QStringLiteral("no"))}});
        QCOMPARE(f.model.rowCount(), 2);
    }

    // Renamed here without a connection: its server learns the new name behind the opening.
    void aNameThatTheServerDoesNotKnowYet()
    {
        Fixture f;
        open(f, 3, 3);
        const imap::MailboxName named(QStringLiteral("Renamed"));
        f.model.followRename(named);
        const auto notThere = std::make_shared<imap::CommandError>(QStringLiteral("SELECT was refused"),
                                                                   "SELECT", "Mailbox does not exist");
        f.account.tell({imap::FolderFailed{named, notThere}});
        QCOMPARE(f.model.rowCount(), 3);
        imap::FolderReset opened = reset(3, {});
        opened.folder = named;
        f.account.tell({opened, imap::FolderSynchronised{named, 3, 0}});
        f.account.tell({imap::FolderFailed{named, notThere}});
        QCOMPARE(f.model.rowCount(), 0);
    }

    void aBatchCountsOnce()
    {
        Fixture f;
        open(f, 10, 10);
        imap::EventBatch batch;
        batch.revision = 100;
        batch.events = {imap::MessagesInserted{m_inbox, 1}};
        f.model.apply(batch);
        f.model.apply(batch);
        QCOMPARE(f.model.rowCount(), 11);
    }

    // A message that was moved away and stays after all comes back where it was, not at the end.
    void insertedInTheMiddle()
    {
        Fixture f;
        open(f, 10, 10);
        const Uid second = f.model.uidAt(1);
        const Uid third = f.model.uidAt(2);
        QVERIFY(second.isValid());
        // Newest first: number 9 is row 1 until something comes in front of it.
        f.account.tell({imap::MessagesInserted{m_inbox, 2, SeqNum(9)}});
        QCOMPARE(f.model.rowCount(), 12);
        QCOMPARE(f.model.uidAt(1), second);
        QVERIFY(!f.model.uidAt(2).isValid());
        QVERIFY(!f.model.uidAt(3).isValid());
        QCOMPARE(f.model.uidAt(4), third);
    }

    void hostileNumbers()
    {
        BigFixture f;
        open(f, 10, 10);
        f.account.tell({imap::MessagesRemoved{m_inbox, {SeqNum(0), SeqNum(11), SeqNum(4'294'967'295u)}}});
        QCOMPARE(f.model.rowCount(), 10);
        f.account.tell({imap::MessagesInserted{m_inbox, 4'294'967'295u}});
        QCOMPARE(qsizetype(f.model.rowCount()), MessageListModel::maximumRows);
        f.account.tell({imap::MessagesInserted{m_inbox, 1, SeqNum(4'294'967'295u)}});
        f.account.tell({reset(4'294'967'295u, rows(1, 3))});
        QCOMPARE(qsizetype(f.model.rowCount()), MessageListModel::maximumRows);
    }

    void oldestFirst()
    {
        Fixture f;
        open(f, 100, 100);
        const QPersistentModelIndex current = f.model.index(0, 0);
        f.model.setNewestFirst(false);
        QCOMPARE(f.model.uidAt(0), Uid(1));
        QCOMPARE(f.model.uidAt(current.row()), Uid(100));
        f.account.deliver(m_inbox, 1);
        QCOMPARE(f.model.uidAt(100), Uid(101));
    }

    void typeAheadFindsKnownRows()
    {
        BigFixture f;
        open(f, 1'000'000, 100);
        QElapsedTimer timer;
        timer.start();
        const int row = f.model.findText(QStringLiteral("marie"), 0);
        QVERIFY(timer.elapsed() < 200);
        QVERIFY(row >= 0);
        QVERIFY(f.model.displayAt(row)->correspondents.contains(QStringLiteral("Marie")));
        QVERIFY(f.model.findText(QStringLiteral("curie"), row + 1) > row);
        QCOMPARE(f.model.findText(QStringLiteral("nobody at all"), 0), -1);
    }

    // Nothing may walk all rows: an event costs the same in a thousand and in ten million messages.
    void constantWorkPerEvent()
    {
        BigFixture f;
        open(f, 10'000'000, 50);
        f.model.setVisibleRows(0, 20);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 300; ++i) {
            f.account.deliver(m_inbox, 1);
            f.account.tell({imap::MessagesRemoved{m_inbox, {SeqNum(1)}}});
        }
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(f.model.rowCount(), 10'000'000);
    }

    void previews()
    {
        Fixture f;
        open(f, 10, 10);
        QVERIFY(f.model.displayAt(0)->preview.isEmpty());
        f.model.setPreview(Uid(10), QStringLiteral("Hello\nthere"));
        QCOMPARE(f.model.displayAt(0)->preview, QStringLiteral("Hello there"));
    }
};

QTEST_MAIN(TestMessageListModel)
#include "tst_messagelistmodel.moc"
