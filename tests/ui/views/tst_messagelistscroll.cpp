#include "listfixture.h"

#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <algorithm>

using namespace ui;
using imap::SeqNum;
using imap::Uid;

/// What stays on the screen when the folder changes, and what that costs.
class TestMessageListScroll : public QObject
{
    Q_OBJECT

    /// The message at the top of the viewport and how many pixels of it are hidden.
    static std::pair<quint32, int> top(const ListFixture &f)
    {
        const int row = f.view.firstVisibleRow();
        return {f.model.uidAt(row).value, f.view.visualRect(f.model.index(row, 0)).top()};
    }
    static void scroll(ListFixture &f, int pixels)
    {
        f.view.verticalScrollBar()->setValue(pixels);
        QTRY_VERIFY(f.model.uidAt(f.view.lastVisibleRow()).isValid());
    }

private Q_SLOTS:
    void newMailAtTheTopIsShown()
    {
        ListFixture f;
        f.account.deliver(f.inbox, 2);
        QCOMPARE(f.view.verticalScrollBar()->value(), 0);
        QCOMPARE(top(f).first, 202u);
    }

    void newMailElsewhereDoesNotMoveAnything()
    {
        ListFixture f;
        scroll(f, 1234);
        const auto before = top(f);
        f.account.deliver(f.inbox, 5);
        QCOMPARE(top(f), before);
    }

    void removalsAboveDoNotMoveAnything()
    {
        ListFixture f;
        scroll(f, 1234);
        const auto before = top(f);
        f.account.tell({imap::MessagesRemoved{f.inbox, {SeqNum(199), SeqNum(195), SeqNum(194), SeqNum(3)}}});
        QCOMPARE(top(f), before);
    }

    void removalsOfWhatIsShown()
    {
        ListFixture f;
        scroll(f, 1234);
        const int row = f.view.firstVisibleRow();
        QList<SeqNum> numbers;
        for (int i = 0; i < 4; ++i)
            numbers << SeqNum(f.model.numberAt(row + 1 - i));
        std::sort(numbers.begin(), numbers.end(), std::greater<>());
        const Uid next = f.model.uidAt(row + 2);
        f.account.tell({imap::MessagesRemoved{f.inbox, numbers}});
        QCOMPARE(f.model.uidAt(f.view.firstVisibleRow()), next);
    }

    /// A banner takes room from the list: the message that is read stays in sight, others let things be.
    void whatIsReadStaysWhenTheListShrinks()
    {
        ListFixture f;
        scroll(f, 1234);
        const QSize size = f.view.size();
        const auto before = top(f);
        f.view.resize(size - QSize(0, 90));
        QCOMPARE(top(f), before);
        f.view.resize(size);
        const QModelIndex last = f.model.index(f.view.lastVisibleRow() - 1, 0);
        f.view.setCurrentIndex(last);
        f.view.resize(size - QSize(0, 90));
        const QRect seen = f.view.viewport()->rect();
        QVERIFY(seen.contains(f.view.visualRect(last)));
    }

    void everythingRemoved()
    {
        ListFixture f(20, 20);
        scroll(f, 300);
        f.account.tell({imap::MessagesRemoved{f.inbox, QList<SeqNum>(20, SeqNum(1))}});
        QCOMPARE(f.view.firstVisibleRow(), -1);
        QVERIFY(!f.view.grab().isNull());
    }

    // Reconnected after news: same message at the same pixel, same current message, same selection.
    void resetKeepsThePlace()
    {
        ListFixture f;
        scroll(f, 2345);
        const int row = f.view.firstVisibleRow() + 2;
        f.click(row);
        const auto before = top(f);
        const Uid chosen = f.model.uidAt(row);
        QSignalSpy current(&f.view, &MessageListView::currentMessageChanged);
        imap::FolderReset reset;
        reset.folder = f.inbox;
        reset.total = 203;
        // 196 went, 201 to 204 came.
        for (quint32 number = 150; number <= 203; ++number)
            reset.rows << imap::MessageRow{SeqNum(number),
                                           test::fakeMessage(number < 196 ? number : number + 1)};
        f.account.tell({reset});
        QCOMPARE(top(f), before);
        QCOMPARE(f.model.uidAt(f.view.currentIndex().row()), chosen);
        QCOMPARE(f.selected(), QList<Uid>{chosen});
        QCOMPARE(current.last().first().toInt(), row + 3);
    }

    void otherOrderKeepsThePlace()
    {
        ListFixture f;
        scroll(f, 3000);
        const auto before = top(f);
        f.model.setNewestFirst(false);
        QCOMPARE(top(f), before);
    }

    void otherModeKeepsThePlace()
    {
        ListFixture f;
        scroll(f, 3024);
        const auto before = top(f);
        f.view.setMode(MessageListView::Mode::Table);
        QCOMPARE(top(f).first, before.first);
    }

    void anotherFolderStartsAtTheTop()
    {
        ListFixture f;
        scroll(f, 3000);
        const imap::MailboxName other(QStringLiteral("Other"));
        f.account.serve(
            other, 300, [](quint32 uid) { return test::fakeMessage(uid); }, 50);
        f.model.open(&f.account, {other, QStringLiteral("Other"), Correspondents::From, {}});
        QCOMPARE(f.view.verticalScrollBar()->value(), 0);
        QCOMPARE(top(f).first, 300u);
    }

    void onlyWhatIsSeenIsAskedFor()
    {
        ListFixture f(1'000'000, 50);
        QTest::qWait(50);
        f.account.clearCalls();
        QSignalSpy visible(&f.view, &MessageListView::visibleRowsChanged);
        f.view.verticalScrollBar()->setValue(500'000 * 56);
        QTRY_VERIFY(!f.account.callsOf(QStringLiteral("showRows")).isEmpty());
        const auto call = f.account.callsOf(QStringLiteral("showRows")).first();
        QVERIFY(call.last.value - call.first.value < 100);
        QCOMPARE(visible.last().at(0).toInt(), 500'000);
        QTRY_COMPARE(f.model.uidAt(500'000), Uid(500'000));
    }

    void thirtyMillionRowsCanBeReached()
    {
        ListFixture f(60'000'000, 10);
        QCOMPARE(f.model.rowCount(), 30'000'000);
        QFont large = f.view.font();
        large.setPointSize(40);
        f.view.setFont(large);
        QTest::keyClick(&f.view, Qt::Key_End);
        QCOMPARE(f.view.currentIndex().row(), 29'999'999);
        QVERIFY(f.view.viewport()->rect().contains(f.rowCenter(29'999'999)));
    }

    // A view of Qt takes tens of milliseconds for each of these.
    void aMillionRowsCostWhatAScreenCosts()
    {
        ListFixture f(1'000'000, 50);
        f.view.repaint();
        QList<qint64> inserts, frames;
        QElapsedTimer timer;
        for (int i = 0; i < 40; ++i) {
            timer.start();
            f.account.deliver(f.inbox, 1);
            inserts << timer.nsecsElapsed() / 1000;
        }
        for (int i = 0; i < 40; ++i) {
            timer.start();
            f.view.verticalScrollBar()->setValue(i * 20'011);
            f.view.viewport()->repaint();
            frames << timer.nsecsElapsed() / 1000;
        }
        std::sort(inserts.begin(), inserts.end());
        std::sort(frames.begin(), frames.end());
        qInfo("insertion: median %lld us; frame: median %lld us, latest %lld us", inserts[20], frames[20],
              frames.last());
        QVERIFY2(inserts[20] < 5000, "insertion depends on the number of rows");
        QVERIFY2(frames[20] < 50'000, "frames are late");
        timer.start();
        QTest::keyClick(&f.view, Qt::Key_A, Qt::ControlModifier);
        f.view.repaint();
        QVERIFY2(timer.elapsed() < 500, "selecting all walks all rows");
    }
};

QTEST_MAIN(TestMessageListScroll)
#include "tst_messagelistscroll.moc"
