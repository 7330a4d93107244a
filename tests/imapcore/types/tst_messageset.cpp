#include "support/randomvalues.h"
#include "types/messageset.h"

#include <QtTest>
#include <algorithm>
#include <set>

using namespace imap;

namespace
{

UidSet parsed(const char *text)
{
    return UidSet::parse(text).value();
}

} // namespace

class TestMessageSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesItsShortestForm_data();
    void writesItsShortestForm();
    void refuses_data();
    void refuses();
    void makers();
    void starIsTheEnd();
    void listsItsNumbers();
    void splitsForShortLines();
    void likeASetOfNumbers();
    void unitesAndSubtracts_data();
    void unitesAndSubtracts();
};

void TestMessageSet::unitesAndSubtracts_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<QByteArray>("both");
    QTest::addColumn<QByteArray>("without");
    QTest::newRow("apart") << QByteArray("1:3") << QByteArray("5") << QByteArray("1:3,5")
                           << QByteArray("1:3");
    QTest::newRow("hole") << QByteArray("1:9") << QByteArray("4:5,7") << QByteArray("1:9")
                          << QByteArray("1:3,6,8:9");
    QTest::newRow("ends") << QByteArray("3:5") << QByteArray("1:3,5:9") << QByteArray("1:9")
                          << QByteArray("4");
    QTest::newRow("all") << QByteArray("2,4,6") << QByteArray("1:9") << QByteArray("1:9") << QByteArray("");
    QTest::newRow("one hole in many")
        << QByteArray("1:3,5:7,9") << QByteArray("3:9") << QByteArray("1:9") << QByteArray("1:2");
    QTest::newRow("star") << QByteArray("5:*") << QByteArray("7:9") << QByteArray("5:*")
                          << QByteArray("5:6,10:*");
}

void TestMessageSet::unitesAndSubtracts()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    UidSet both = UidSet::parse(first).value();
    UidSet without = both;
    both.unite(UidSet::parse(second).value());
    without.subtract(UidSet::parse(second).value());
    QTEST(both.toByteArray(), "both");
    QTEST(without.toByteArray(), "without");
}

void TestMessageSet::writesItsShortestForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("canonical");
    const auto row = [](const char *text, const char *canonical) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(canonical);
    };
    row("1", "1");
    row("1,2,3", "1:3");
    row("3,1,2", "1:3");
    row("5:3", "3:5");
    row("1:3,2:5", "1:5");
    row("1:10,3:4", "1:10");
    row("3:4,1:10,12", "1:10,12");
    row("1:2,4:5,3", "1:5");
    row("10:*", "10:*");
    row("*:10", "10:*");
    row("*", "*");
    row("5:*,3,7:9", "3,5:*");
    row("1,1,1", "1");
    row("4294967294", "4294967294");
}

void TestMessageSet::writesItsShortestForm()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, canonical);
    const auto set = UidSet::parse(text);
    QVERIFY(set);
    QCOMPARE(set->toByteArray(), canonical);
    QCOMPARE(UidSet::parse(canonical), set);
}

void TestMessageSet::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",    "0",  "0:5", "1:0",        ",",          "1,",          ",1", "1,,2",
                             ":",   "1:", ":1",  "1:2:3",      "-1",         "1 ",          " 1", "a",
                             "1:a", "**", "1*",  "4294967295", "4294967296", "99999999999", "$"})
        QTest::newRow(text) << QByteArray(text);
}

void TestMessageSet::refuses()
{
    QFETCH(QByteArray, text);
    QCOMPARE(UidSet::parse(text), std::nullopt);
}

void TestMessageSet::makers()
{
    QCOMPARE(UidSet::single(Uid{7}).toByteArray(), QByteArray("7"));
    QCOMPARE(UidSet::range(Uid{3}, Uid{5}).toByteArray(), QByteArray("3:5"));
    // Nothing between: the rows from 1 to none, say.
    QVERIFY(UidSet::range(Uid{5}, Uid{3}).isEmpty());
    QCOMPARE(UidSet::from(Uid{9}).toByteArray(), QByteArray("9:*"));
    QCOMPARE(UidSet::fromList({Uid{5}, Uid{4}, Uid{9}, Uid{4}, Uid{0}}).toByteArray(), QByteArray("4:5,9"));
    QVERIFY(UidSet::fromList({}).isEmpty());
    QVERIFY(UidSet::single(Uid{0}).isEmpty());
}

void TestMessageSet::starIsTheEnd()
{
    QVERIFY(UidSet::from(Uid{9}).hasStar());
    QVERIFY(parsed("*").hasStar());
    QVERIFY(!parsed("9").hasStar());
    QVERIFY(!UidSet().hasStar());
    QVERIFY(UidSet::from(Uid{9}).contains(Uid{4'000'000'000}));
    QVERIFY(!UidSet::from(Uid{9}).contains(Uid{8}));
}

void TestMessageSet::listsItsNumbers()
{
    QCOMPARE(parsed("3:5,9").toList(), QList<Uid>({Uid{3}, Uid{4}, Uid{5}, Uid{9}}));
    QCOMPARE(parsed("3:5,9").count(), 4ULL);
    // A server can say 1:4294967294 in a dozen bytes.
    QCOMPARE(parsed("1:4294967294").toList(1000).size(), 1000);
    QCOMPARE(parsed("1:4294967294").count(), 4294967294ULL);
    QCOMPARE(parsed("5:*").toList(3), QList<Uid>({Uid{5}, Uid{6}, Uid{7}}));
    QVERIFY(UidSet().toList().isEmpty());
    QVERIFY(UidSet().toByteArray().isEmpty());
}

void TestMessageSet::splitsForShortLines()
{
    QList<Uid> list;
    for (quint32 i = 1; i < 5000; ++i)
        list.append(Uid{i * 7});
    const UidSet set = UidSet::fromList(list);
    UidSet again;
    const QList<UidSet> parts = set.split(100);
    for (const UidSet &part : parts) {
        QVERIFY(!part.isEmpty());
        QVERIFY(part.toByteArray().size() <= 100);
        for (const auto &range : part.ranges())
            again.addRange(range.first, range.last);
    }
    QCOMPARE(again, set);
    QVERIFY(parts.size() < 5000 * 6 / 80);
    QCOMPARE(parsed("1:3,9:*").split(1000), QList<UidSet>{parsed("1:3,9:*")});
    QCOMPARE(parsed("100:300,900").split(1).size(), 2); // a range is never cut
    QVERIFY(UidSet().split(100).isEmpty());
}

void TestMessageSet::likeASetOfNumbers()
{
    imap::test::RandomValues random;
    for (int i = 0; i < 2000; ++i) {
        UidSet set;
        std::set<quint32> model;
        for (qsizetype n = random.below(30); n > 0; --n) {
            const auto first = quint32(random.below(80));
            const auto last = quint32(random.below(80));
            set.addRange(first, last);
            for (quint32 value = first; first > 0 && value <= last; ++value)
                model.insert(value);
        }
        QList<Uid> expected;
        for (const quint32 value : model)
            expected.append(Uid{value});
        QCOMPARE(set.toList(), expected);
        QCOMPARE(set.count(), quint64(model.size()));
        for (quint32 value = 0; value < 90; ++value)
            QCOMPARE(set.contains(Uid{value}), model.count(value) == 1);
        const auto &ranges = set.ranges();
        for (qsizetype n = 1; n < ranges.size(); ++n)
            QVERIFY(ranges[n - 1].last + 1 < ranges[n].first);
        if (!set.isEmpty())
            QCOMPARE(UidSet::parse(set.toByteArray()), std::optional(set));
        std::shuffle(expected.begin(), expected.end(), std::mt19937(quint32(i)));
        QCOMPARE(UidSet::fromList(expected), set);
    }
}

QTEST_APPLESS_MAIN(TestMessageSet)
#include "tst_messageset.moc"
