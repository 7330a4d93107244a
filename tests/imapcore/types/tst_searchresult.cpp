#include "types/searchresult.h"

#include <QtTest>

using namespace imap;

class SearchResultTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runs_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QList<quint32>>("list");
        QTest::addColumn<QByteArray>("set");
        QTest::newRow("one") << QByteArray("7") << QList<quint32>{7} << QByteArray("7");
        QTest::newRow("order") << QByteArray("9,1:3,7") << QList<quint32>{9, 1, 2, 3, 7}
                               << QByteArray("1:3,7,9");
        QTest::newRow("descending") << QByteArray("5:3,1") << QList<quint32>{5, 4, 3, 1}
                                    << QByteArray("1,3:5");
        QTest::newRow("twice") << QByteArray("2,2") << QList<quint32>{2, 2} << QByteArray("2");
        QTest::newRow("highest") << QByteArray("4294967295") << QList<quint32>{4294967295u}
                                 << QByteArray("*"); // the largest number means the last message
    }
    void runs()
    {
        QFETCH(QByteArray, text);
        QFETCH(QList<quint32>, list);
        QFETCH(QByteArray, set);
        const auto runs = NumberRuns::parse(text);
        QVERIFY(runs);
        QCOMPARE(runs->toByteArray(), text);
        QCOMPARE(runs->toList(), list);
        QCOMPARE(runs->count(), quint64(list.size()));
        QCOMPARE(runs->toSet<Uid>().toByteArray(), set);
    }
    void noRuns()
    {
        for (const char *text : {"", "0", "1,", ",1", "1:", ":1", "1:0", "a", "1 2", "4294967296", "*", "1:*",
                                 "00000000001", "1,,2", "1:2:3", "-1"})
            QVERIFY2(!NumberRuns::parse(text), text);
    }
    /// A short line may claim all numbers there are: nobody writes them all down.
    void hugeRun()
    {
        const auto runs = NumberRuns::parse("1:4294967295,1:4294967295");
        QVERIFY(runs);
        QCOMPARE(runs->count(), quint64(2) * 4294967295u);
        QCOMPARE(runs->toList(1000).size(), 1000);
        QCOMPARE(runs->toSet<SeqNum>().ranges().size(), 1);
    }
    void wildOrder()
    {
        QByteArray text;
        for (quint32 i = 500'000; i > 0; --i)
            text += QByteArray::number(i * 7 % 4'000'037) + ',';
        const auto runs = NumberRuns::parse(text.chopped(1));
        QVERIFY(runs);
        QCOMPARE(runs->toSet<Uid>().count(), quint64(500'000));
    }
    void partialRanges()
    {
        QCOMPARE(PartialRange::parse("1:500"), std::optional(PartialRange{1, 500}));
        QCOMPARE(PartialRange::parse("-1:-100"), std::optional(PartialRange{-1, -100}));
        QCOMPARE(PartialRange::parse("-1:-100")->toByteArray(), QByteArray("-1:-100"));
        QVERIFY(PartialRange::parse("-1:-100")->fromTheEnd());
        for (const char *text : {"", "1", ":", "1:", ":1", "0:1", "1:0", "-1:1", "1:-1", "--1:-2", "-:-1",
                                 "1:2:3", "a:b", "1:4294967296"})
            QVERIFY2(!PartialRange::parse(text), text);
    }
};

QTEST_GUILESS_MAIN(SearchResultTest)
#include "tst_searchresult.moc"
