#include "support/arrangements.h"
#include "support/fakeaccount.h"
#include "support/fakemail.h"
#include "ui/models/messagelistmodel.h"
#include "ui/models/roles.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace ui;
using imap::ArrangedMessages;
using imap::Arrangement;
using imap::Uid;

namespace
{

const imap::MailboxName inbox{QStringLiteral("INBOX")};
const Arrangement bySubject{Arrangement::By::Subject, false};
const Arrangement conversations{Arrangement::By::Arrival, true};

struct Fixture {
    test::FakeAccount account;
    MessageListModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    explicit Fixture(quint32 total = 10, const Arrangement &arrangement = {})
    {
        account.serve(
            inbox, total, [](quint32 uid) { return test::fakeMessage(uid); }, total);
        MessageListModel::Opening opening{inbox, QStringLiteral("Inbox"), Correspondents::From, {}};
        opening.arrangement = arrangement;
        model.open(&account, opening);
    }
    void tell(const Arrangement &arrangement, ArrangedMessages messages,
              imap::ArrangementSource source = imap::ArrangementSource::Cache)
    {
        account.tell({imap::ArrangementReset{inbox, arrangement, source,
                                             std::make_shared<const ArrangedMessages>(std::move(messages))}});
    }
    void sortBySubject(QList<quint32> uids)
    {
        model.arrange(bySubject, false);
        tell(bySubject, ArrangedMessages::list(std::move(uids)));
        model.setVisibleRows(0, 9);
        settle();
    }
    /// {2}, {1, 3}, {4, 5, 6}: rows 6, 3, 2
    void group(const std::vector<quint8> &unread = {})
    {
        model.arrange(conversations, true);
        tell(conversations, imap::test::conversationsOf({1, 2, 3, 4, 5, 6}, {0, 1, 0, 2, 2, 2}, unread));
        model.setVisibleRows(0, 9);
        settle();
    }
    void settle() { QTRY_VERIFY(isSettled()); }
    bool isSettled() const
    {
        for (int row = 0; row < model.rowCount(); ++row) {
            if (!model.messageAt(row))
                return false;
        }
        return true;
    }
    QList<quint32> shown() const
    {
        QList<quint32> uids;
        for (int row = 0; row < model.rowCount(); ++row)
            uids << model.uidAt(row).value;
        return uids;
    }
    QItemSelection rows(int first, int last) const
    {
        return {model.index(first, 0), model.index(last, MessageColumn::Count - 1)};
    }
};

} // namespace

class TestMessageListArranged : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theOrderArrives()
    {
        Fixture f(4);
        QSignalSpy changed(&f.model, &MessageListModel::orderChanged);
        f.model.arrange(bySubject, false);
        QVERIFY(f.model.order().making);
        QCOMPARE(f.account.callsOf(QStringLiteral("arrange")).last().arrangement, bySubject);
        QCOMPARE(f.shown(), (QList<quint32>{4, 3, 2, 1})); // until it is there
        f.account.tell({imap::ArrangementStarted{inbox, bySubject, 50, 100}});
        QCOMPARE(f.model.order().done, 50u);
        f.tell(bySubject, ArrangedMessages::list({3, 1, 4, 2}));
        QVERIFY(!f.model.order().making);
        QVERIFY(!f.model.order().descending);
        QVERIFY(changed.size() >= 3);
        f.model.setVisibleRows(0, 3);
        f.settle();
        QCOMPARE(f.shown(), (QList<quint32>{3, 1, 4, 2}));
        f.model.arrange(bySubject, true);
        QCOMPARE(f.shown(), (QList<quint32>{2, 4, 1, 3}));
        QCOMPARE(f.account.callsOf(QStringLiteral("arrange")).size(), 1); // turned round here
        f.model.arrange({}, true);
        f.account.tell({imap::ArrangementReset{inbox, {}, {}, {}}});
        QCOMPARE(f.shown(), (QList<quint32>{4, 3, 2, 1}));
    }

    void indexesFollowTheirMessages()
    {
        Fixture f(5);
        const QPersistentModelIndex second = f.model.index(f.model.rowOf(Uid(2)), 0);
        f.sortBySubject({2, 5, 1, 4, 3});
        QCOMPARE(second.row(), 0);
        f.model.arrange({}, false);
        f.account.tell({imap::ArrangementReset{inbox, {}, {}, {}}});
        QCOMPARE(second.row(), 1);
    }

    void theNextUnreadRow()
    {
        Fixture f(5);
        f.account.changeFlags(inbox, {Uid(1), Uid(4), Uid(5)}, {}, {imap::flags::Seen});
        f.sortBySubject({2, 5, 1, 4, 3});
        const imap::UidSet unread = *imap::UidSet::parse("1,4,5,77");
        QCOMPARE(f.model.nextUnread(-1, unread), Uid(5));
        QCOMPARE(f.model.nextUnread(1, unread), Uid(1));
        QCOMPARE(f.model.nextUnread(3, unread), Uid(5)); // from the top again
        QCOMPARE(f.model.nextUnread(-1, *imap::UidSet::parse("77")), Uid());
        // Numbers count in the folder's own order.
        QCOMPARE(f.model.rowOfNumber(imap::SeqNum(3)), -1);
        QCOMPARE(f.model.messageOfNumber(imap::SeqNum(3)).result().toByteArray(), QByteArray("3"));
    }

    void whatHappensMovesRows()
    {
        Fixture f(5);
        f.sortBySubject({2, 5, 1, 4, 3});
        const QPersistentModelIndex four = f.model.index(3, 0);
        f.account.deliver(inbox, 1);
        f.account.tell(
            {imap::ArrangementMoved{inbox, {Uid(5)}, {ArrangedMessages::Addition{Uid(6), true, 1}}}});
        f.settle();
        QCOMPARE(f.shown(), (QList<quint32>{2, 6, 1, 4, 3}));
        QCOMPARE(four.row(), 3);
        QCOMPARE(f.model.folderCount(), 6);
    }

    void conversationsAreRows()
    {
        Fixture f(6);
        f.group({0, 0, 0, 1, 0, 0});
        QCOMPARE(f.shown(), (QList<quint32>{6, 3, 2}));
        QCOMPARE(f.model.threadAt(0).count, 3);
        QVERIFY(f.model.displayAt(0)->unread); // though the newest is read
        QVERIFY(!f.model.displayAt(1)->unread);
        QVERIFY(f.model.index(0, 0)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith(QStringLiteral("Conversation of 3 messages, Unread")));
        f.model.setExpanded(0, true);
        f.settle();
        QCOMPARE(f.shown(), (QList<quint32>{6, 5, 4, 3, 2}));
        QVERIFY(!f.model.displayAt(0)->unread);
        QVERIFY(f.model.threadAt(0).newest);
        QVERIFY(!f.model.threadAt(2).newest);
        QCOMPARE(f.model.newestRowOf(2), 0);
        f.model.setExpanded(2, false);
        QCOMPARE(f.shown(), (QList<quint32>{6, 3, 2}));
        f.model.setAllExpanded(true);
        f.settle();
        QCOMPARE(f.shown(), (QList<quint32>{6, 5, 4, 3, 1, 2}));
        f.model.setNewestFirst(false);
        QCOMPARE(f.shown(), (QList<quint32>{2, 1, 3, 4, 5, 6}));
    }

    /// What is done to a collapsed conversation is done to all of it.
    void aRowStandsForItsConversation()
    {
        Fixture f(6);
        f.group();
        QCOMPARE(f.model.uids(f.rows(0, 0)), (QList<Uid>{Uid(4), Uid(5), Uid(6)}));
        QCOMPARE(f.model.messageCount(f.rows(0, 1)), 5);
        f.model.setExpanded(0, true);
        QCOMPARE(f.model.uids(f.rows(1, 3)), (QList<Uid>{Uid(1), Uid(3), Uid(4), Uid(5)}));
        QCOMPARE(f.model.messageCount(f.rows(0, 0)), 1);
    }

    void anAnswerTakesItsConversationToTheTop()
    {
        Fixture f(6);
        f.group();
        QItemSelectionModel selection(&f.model);
        selection.setCurrentIndex(f.model.index(1, 0),
                                  QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        f.account.deliver(inbox, 1);
        f.account.tell(
            {imap::ArrangementMoved{inbox, {}, {ArrangedMessages::Addition{Uid(7), true, 0, {Uid(3)}}}}});
        QCOMPARE(f.model.threadAt(0).unread, 1);
        f.settle();
        QCOMPARE(f.shown(), (QList<quint32>{7, 6, 2}));
        QCOMPARE(selection.currentIndex().row(), 0);
        QVERIFY(selection.isRowSelected(0));
        f.model.setExpanded(0, true);
        f.settle();
        QCOMPARE(f.shown(), (QList<quint32>{7, 3, 1, 6, 2}));
        f.account.tell({imap::ArrangementMoved{inbox, {Uid(7)}, {}}});
        QCOMPARE(f.shown(), (QList<quint32>{6, 3, 1, 2}));
    }

    void readElsewhere()
    {
        Fixture f(6);
        f.group({0, 0, 0, 1, 0, 0});
        QVERIFY(f.model.displayAt(0)->unread);
        f.account.tell({imap::MessagesChanged{inbox, {{imap::SeqNum(4), test::fakeMessage(4)}}}});
        QVERIFY(!f.model.displayAt(0)->unread);
    }

    /// A folder that was left in another order shows no other rows meanwhile.
    void openedInAnOrder()
    {
        Fixture f(5, bySubject);
        QCOMPARE(f.account.callsOf(QStringLiteral("arrange")).size(), 1);
        QCOMPARE(f.model.rowCount(), 5);
        QVERIFY(!f.model.messageAt(0));
        f.tell(bySubject, ArrangedMessages::list({3, 1, 4, 2, 5}));
        f.model.setVisibleRows(0, 4);
        f.settle();
        QCOMPARE(f.shown().size(), 5);
    }

    void stoppedMeanwhile()
    {
        Fixture f(5, bySubject);
        f.model.stopArranging();
        QVERIFY(!f.model.order().making);
        QCOMPARE(f.shown(), (QList<quint32>{5, 4, 3, 2, 1}));
        QVERIFY(f.account.callsOf(QStringLiteral("arrange")).last().arrangement.isPlain());
        f.tell(bySubject, ArrangedMessages::list({3, 1, 4, 2, 5})); // too late
        QCOMPARE(f.shown(), (QList<quint32>{5, 4, 3, 2, 1}));
    }

    void failed()
    {
        Fixture f(5);
        f.model.arrange(bySubject, false);
        f.account.tell({imap::ArrangementFailed{
            inbox, bySubject, std::make_shared<const imap::CommandError>(QStringLiteral("no"))}});
        QVERIFY(!f.model.order().making);
        QVERIFY(f.model.order().error);
        QCOMPARE(f.shown(), (QList<quint32>{5, 4, 3, 2, 1}));
    }

    void onlyWhatIsKnown()
    {
        Fixture f(10);
        f.model.arrange(bySubject, false);
        f.tell(bySubject, ArrangedMessages::list({3, 1}), imap::ArrangementSource::KnownOnly);
        QCOMPARE(f.model.rowCount(), 2);
        QCOMPARE(f.model.arrangedCount(), 2);
        QCOMPARE(f.model.folderCount(), 10);
    }

    /// Rows that come, go and move under an expanded list, with a selection on it; the tester looks on.
    void anything()
    {
        Fixture f(30);
        std::vector<quint32> uids, groups;
        for (quint32 uid = 1; uid <= 30; ++uid) {
            uids.push_back(uid);
            groups.push_back(uid % 11);
        }
        f.model.arrange(conversations, true);
        f.tell(conversations, imap::test::conversationsOf(uids, groups));
        f.model.setVisibleRows(0, 40);
        f.settle();
        QRandomGenerator random(5);
        QHash<quint32, QPersistentModelIndex> pointed;
        quint32 next = 31;
        for (int turn = 0; turn < 400; ++turn) {
            switch (random.bounded(5)) {
            case 0:
                f.model.setExpanded(int(random.bounded(f.model.rowCount())), random.bounded(2));
                break;
            case 1:
                f.model.setNewestFirst(random.bounded(2));
                break;
            case 2: {
                const Uid gone(uids.at(random.bounded(quint32(uids.size()))));
                f.account.tell({imap::ArrangementMoved{inbox, {gone}, {}}});
                std::erase(uids, gone.value);
                break;
            }
            default: {
                f.account.deliver(inbox, 1);
                ArrangedMessages::Addition addition{Uid(next), false, 0, {}};
                for (quint32 i = random.bounded(3); i > 0 && !uids.empty(); --i)
                    addition.joins << Uid(uids.at(random.bounded(quint32(uids.size()))));
                f.account.tell({imap::ArrangementMoved{inbox, {}, {addition}}});
                uids.push_back(next++);
            }
            }
            if (uids.size() < 3)
                break;
            QVERIFY(f.model.rowCount() <= int(uids.size()));
            QItemSelection all = f.rows(0, f.model.rowCount() - 1);
            QCOMPARE(f.model.messageCount(all), qint64(uids.size()));
        }
    }

    void aMillionSelected()
    {
        test::FakeAccount account;
        MessageListModel model;
        account.serve(
            inbox, 1'000'000, [](quint32 uid) { return test::fakeMessage(uid); }, 50);
        model.open(&account, {inbox, QStringLiteral("Inbox"), Correspondents::From, {}});
        QList<quint32> uids;
        for (quint32 uid = 1'000'000; uid > 0; --uid)
            uids.push_back(uid);
        model.arrange(bySubject, false);
        account.tell({imap::ArrangementReset{
            inbox, bySubject, {}, std::make_shared<const ArrangedMessages>(ArrangedMessages::list(uids))}});
        const QItemSelection all{model.index(0, 0), model.index(999'999, MessageColumn::Count - 1)};
        QCOMPARE(model.messageCount(all), 1'000'000);
        const QList<Uid> found = model.uids(all);
        QCOMPARE(found.size(), 1'000'000);
        QVERIFY(found.first() == Uid(1) && found.last() == Uid(1'000'000));
        QVERIFY(std::is_sorted(found.begin(), found.end()));
    }
};

QTEST_GUILESS_MAIN(TestMessageListArranged)
#include "tst_messagelistarranged.moc"
