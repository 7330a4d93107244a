#include "ui/models/messagerows.h"

#include "support/fakemail.h"

#include <QTest>

using namespace ui;
using imap::MessageRow;
using imap::SeqNum;
using imap::Uid;

class TestMessageRows : public QObject
{
    Q_OBJECT

    static MessageRow row(quint32 number, quint32 uid) { return {SeqNum(number), test::fakeMessage(uid)}; }
    static QList<MessageRow> rows(quint32 first, quint32 last, int shift = 0)
    {
        QList<MessageRow> list;
        for (quint32 number = first; number <= last; ++number)
            list << row(number, quint32(int(number) + shift));
        return list;
    }
    static MessageRows make(qsizetype total, const QList<MessageRow> &known)
    {
        MessageRows made;
        made.append(total);
        made.learn(known, [](qsizetype) { return true; });
        return made;
    }
    static quint32 uid(const MessageRows &rows, qsizetype index)
    {
        const auto *entry = rows.at(index);
        return entry ? entry->message->uid.value : 0;
    }

private Q_SLOTS:
    void expungeNumbersBecomeRuns_data()
    {
        QTest::addColumn<QList<quint32>>("numbers");
        QTest::addColumn<QList<QPoint>>("runs");
        QTest::newRow("the same number again") << QList<quint32>{5, 5, 5} << QList<QPoint>{{4, 3}};
        QTest::newRow("from the end") << QList<quint32>{7, 6, 5} << QList<QPoint>{{4, 3}};
        QTest::newRow("both ways") << QList<quint32>{5, 5, 4, 4} << QList<QPoint>{{3, 4}};
        QTest::newRow("apart") << QList<quint32>{2, 4} << QList<QPoint>{{1, 1}, {3, 1}};
        QTest::newRow("not there") << QList<quint32>{0, 11, 4294967295u, 1} << QList<QPoint>{{0, 1}};
        QTest::newRow("gone by then") << QList<quint32>{10, 10} << QList<QPoint>{{9, 1}};
    }
    void expungeNumbersBecomeRuns()
    {
        QFETCH(QList<quint32>, numbers);
        QFETCH(QList<QPoint>, runs);
        QList<SeqNum> list;
        for (const quint32 number : numbers)
            list << SeqNum(number);
        QList<QPoint> found;
        for (const IndexRun &run : removalRuns(list, 10))
            found << QPoint(int(run.first), int(run.count));
        QCOMPARE(found, runs);
    }

    void uidsAlwaysAscend()
    {
        MessageRows known = make(10, rows(1, 10));
        // Message 3 suddenly is UID 8: then what stood between cannot be right.
        QVERIFY(known.wouldMove({row(3, 8)}));
        known.learn({row(3, 8)}, [](qsizetype) { return true; });
        QCOMPARE(uid(known, 2), 8u);
        QCOMPARE(uid(known, 1), 2u);
        for (qsizetype index = 3; index <= 7; ++index)
            QCOMPARE(uid(known, index), 0u);
        QCOMPARE(uid(known, 8), 9u);
        QCOMPARE(known.indexOf(Uid(8)), 2);
    }

    void nonsenseIsLeftOut()
    {
        MessageRows known = make(10, {row(0, 5), row(11, 5), MessageRow{SeqNum(3), nullptr}, row(4, 0)});
        QCOMPARE(known.knownCount(), 0);
    }

    void farRowsAreNotTakenIn()
    {
        MessageRows known = make(100, {});
        known.learn(rows(1, 100), [](qsizetype index) { return index >= 90; });
        QCOMPARE(known.knownCount(), 10);
    }

    void aChangeOfFlagsKeepsTheDecodedWords()
    {
        MessageRows known = make(1, {row(1, 1)});
        known.at(0)->display =
            std::make_shared<const MessageDisplay>(makeDisplay(*known.at(0)->message, Correspondents::From));
        known.learn({MessageRow{SeqNum(1), test::fakeMessage(1, {})}}, [](qsizetype) { return true; });
        QVERIFY(known.at(0)->display);
        QVERIFY(known.at(0)->display->unread);
        QVERIFY(known.learn({MessageRow{SeqNum(1), test::fakeMessage(1, {})}}, {}).empty());
    }

    // Reconnected: three came, nothing went. All that was known stays, also far from what the reset tells.
    void resetAfterNewMail()
    {
        const MessageRows before = make(1000, rows(400, 420) + rows(980, 1000));
        const MessageRows after = before.afterReset(1003, rows(984, 1003));
        QVERIFY(before.isKeptBy(after));
        QCOMPARE(uid(after, 409), 410u);
        QCOMPARE(uid(after, 1002), 1003u);
        QCOMPARE(before.differences(after).size(), size_t(0));
    }

    // One far below went: what is above moved by one, what may be on either side follows the upper part.
    void resetAfterARemovalBelow()
    {
        const MessageRows before = make(1000, rows(400, 420) + rows(980, 1000));
        const MessageRows after = before.afterReset(999, rows(980, 999, 1));
        QVERIFY(!before.isKeptBy(after));
        QCOMPARE(uid(after, 998), 1000u);
        QCOMPARE(uid(after, 408), 410u);
    }

    void resetWithoutRows()
    {
        const MessageRows before = make(10, rows(1, 10));
        QVERIFY(before.isKeptBy(before.afterReset(12, {})));
        QCOMPARE(before.afterReset(4, {}).knownCount(), 4);
        QCOMPARE(before.afterReset(0, {}).total(), 0);
    }

    // The mailbox was made anew on the server: the same UIDs are other messages.
    void resetWithOtherMessagesUnderTheSameUids()
    {
        const MessageRows before = make(10, rows(1, 10));
        auto other = std::make_shared<imap::MessageSummary>(*test::fakeMessage(10));
        other->size += 1;
        const MessageRows after = before.afterReset(10, {MessageRow{SeqNum(10), other}});
        QCOMPARE(after.knownCount(), 1);
        QCOMPARE(uid(after, 9), 10u);
    }

    void resetThatContradictsItself()
    {
        const MessageRows before = make(10, {});
        const MessageRows after =
            before.afterReset(10, {row(3, 9), row(2, 9), row(2, 1), row(5, 4), row(9, 20)});
        QCOMPARE(uid(after, 1), 9u);
        QCOMPARE(uid(after, 2), 0u);
        QCOMPARE(uid(after, 8), 20u);
    }
};

QTEST_GUILESS_MAIN(TestMessageRows)
#include "tst_messagerows.moc"
