#include "support/arrangements.h"
#include "ui/models/roles.h"
#include "ui/views/columnheader.h"
#include "ui/views/listfixture.h"

#include <QSignalSpy>

using namespace ui;
using imap::ArrangedMessages;
using imap::Arrangement;
using imap::Uid;

namespace
{

/// Two hundred messages in conversations of four: {1, 51, 101, 151}, {2, 52, 102, 152}, ...
struct ThreadFixture : ListFixture {
    ThreadFixture()
    {
        std::vector<quint32> uids, groups;
        for (quint32 uid = 1; uid <= 200; ++uid) {
            uids.push_back(uid);
            groups.push_back(uid % 50);
        }
        const Arrangement conversations{Arrangement::By::Arrival, true};
        model.arrange(conversations, true);
        account.tell({imap::ArrangementReset{
            inbox, conversations, imap::ArrangementSource::Cache,
            std::make_shared<const ArrangedMessages>(imap::test::conversationsOf(uids, groups))}});
        settle();
    }
    void settle()
    {
        QTRY_VERIFY(model.messageAt(view.firstVisibleRow()) && model.messageAt(view.lastVisibleRow()));
        view.grab();
    }
    void select(int row) { view.setCurrentIndex(model.index(row, 0)); }
};

} // namespace

class TestMessageListThreads : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rightOpensAndLeftCloses()
    {
        ThreadFixture f;
        QCOMPARE(f.model.rowCount(), 50);
        f.select(1);
        QTest::keyClick(&f.view, Qt::Key_Right);
        QCOMPARE(f.model.rowCount(), 53);
        QCOMPARE(f.view.currentIndex().row(), 1);
        f.settle();
        QCOMPARE(f.model.uidAt(2), Uid(149));
        QTest::keyClick(&f.view, Qt::Key_Down);
        QTest::keyClick(&f.view, Qt::Key_Down);
        QCOMPARE(f.selected(), QList<Uid>{Uid(99)});
        QTest::keyClick(&f.view, Qt::Key_Left); // from within: on the conversation afterwards
        QCOMPARE(f.model.rowCount(), 50);
        QCOMPARE(f.view.currentIndex().row(), 1);
        QCOMPARE(f.selected(), (QList<Uid>{Uid(49), Uid(99), Uid(149), Uid(199)}));
        QTest::keyClick(&f.view, Qt::Key_Left);
        QCOMPARE(f.model.rowCount(), 50);
    }

    void mirroredTheKeysAre()
    {
        ThreadFixture f;
        f.view.setLayoutDirection(Qt::RightToLeft);
        f.select(0);
        QTest::keyClick(&f.view, Qt::Key_Right);
        QCOMPARE(f.model.rowCount(), 50);
        QTest::keyClick(&f.view, Qt::Key_Left);
        QCOMPARE(f.model.rowCount(), 53);
        f.view.grab();
    }

    void theCountCanBePressed()
    {
        ThreadFixture f;
        for (const auto mode : {MessageListView::Mode::Cards, MessageListView::Mode::Table}) {
            f.view.setMode(mode);
            f.view.grab();
            const QPoint count = countPlace(f, 2);
            QVERIFY(!count.isNull());
            QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, count);
            QCOMPARE(f.model.rowCount(), 53);
            QVERIFY(f.selected().isEmpty()); // only opened
            QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, count);
            QCOMPARE(f.model.rowCount(), 50);
        }
    }

    void aStarOnAConversationIsForAllOfIt()
    {
        ThreadFixture f;
        QSignalSpy toggled(&f.view, &MessageListView::flagToggleRequested);
        f.view.setMode(MessageListView::Mode::Table);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {},
                          f.view.visualRect(f.model.index(0, MessageColumn::Star)).center());
        QCOMPARE(toggled.size(), 1);
        QCOMPARE(f.model.uids(toggled.first().first().value<QItemSelection>()),
                 (QList<Uid>{Uid(50), Uid(100), Uid(150), Uid(200)}));
    }

    void newMailAboveLeavesTheScreenInPlace()
    {
        ThreadFixture f;
        f.view.scrollTo(f.model.index(30, 0), QAbstractItemView::PositionAtTop);
        f.settle();
        const Uid top = f.model.uidAt(f.view.firstVisibleRow());
        f.account.deliver(f.inbox, 1);
        f.account.tell(
            {imap::ArrangementMoved{f.inbox, {}, {ArrangedMessages::Addition{Uid(201), true, 0, {Uid(5)}}}}});
        f.settle();
        QCOMPARE(f.model.uidAt(f.view.firstVisibleRow()), top);
    }

    void columnsSort()
    {
        ListFixture f(20, 20);
        f.view.setMode(MessageListView::Mode::Table);
        f.view.resize(1000, 400);
        ColumnHeader *header = f.view.header();
        const auto press = [&](int column) {
            QTest::mouseClick(
                header->viewport(), Qt::LeftButton, {},
                QPoint(header->sectionViewportPosition(column) + header->sectionSize(column) / 2, 10));
        };
        QSignalSpy chosen(&f.view, &MessageListView::orderChosen);
        press(MessageColumn::Subject);
        const Arrangement bySubject{Arrangement::By::Subject, false};
        QCOMPARE(f.account.callsOf(QStringLiteral("arrange")).last().arrangement, bySubject);
        QCOMPARE(header->orderColumn(), int(MessageColumn::Date)); // until it is so
        f.account.tell({imap::ArrangementReset{
            f.inbox, bySubject, imap::ArrangementSource::Server,
            std::make_shared<const ArrangedMessages>(ArrangedMessages::list({7, 3, 5}))}});
        QCOMPARE(header->orderColumn(), int(MessageColumn::Subject));
        QVERIFY(!f.model.isNewestFirst());
        press(MessageColumn::Subject);
        QVERIFY(f.model.isNewestFirst());
        press(MessageColumn::Labels);
        QCOMPARE(chosen.size(), 2);
        press(MessageColumn::Date);
        QVERIFY(f.account.callsOf(QStringLiteral("arrange")).last().arrangement.isPlain());
        f.view.grab();
    }

private:
    /// Where the count of a row's conversation is, found as a person would, by looking for what can be
    /// pressed.
    static QPoint countPlace(ThreadFixture &f, int row)
    {
        const int column = f.view.mode() == MessageListView::Mode::Table ? int(MessageColumn::Subject) : 0;
        const QRect rect = f.view.visualRect(f.model.index(row, column));
        QStyleOptionViewItem option;
        option.initFrom(&f.view);
        option.font = f.view.font();
        option.rect = rect;
        const auto *delegate = static_cast<const MessageDelegate *>(f.view.itemDelegate());
        for (int y = rect.top(); y < rect.bottom(); y += 2) {
            for (int x = rect.left(); x < rect.right(); x += 2) {
                if (delegate->partAt(option, f.model.index(row, column), {x, y}) ==
                    MessageDelegate::Part::Thread)
                    return {x + 3, y + 3};
            }
        }
        return {};
    }
};

QTEST_MAIN(TestMessageListThreads)
#include "tst_messagelistthreads.moc"
