#include "store/compression.h"
#include "store/rowmap.h"
#include "store/varint.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace imap::store;

class TestRowMap : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
    void neighboursBecomeOne();
    void aMillionSparseRuns();
    void contradictions_data();
    void contradictions();
    void nonsenseIsRefused();
    void bombIsRefused();
};

void TestRowMap::roundTrip_data()
{
    QTest::addColumn<quint32>("total");
    QTest::addColumn<QList<QList<quint32>>>("runs");
    using Runs = QList<QList<quint32>>;
    QTest::newRow("empty") << 0u << Runs{};
    QTest::newRow("nothing known") << 1'000'000u << Runs{};
    QTest::newRow("all") << 10u << Runs{{1, 5, 10}};
    QTest::newRow("newest") << 1'000'000u << Runs{{999'801, 4'000'000, 200}};
    QTest::newRow("gaps") << 100u << Runs{{1, 1, 3}, {4, 9, 1}, {50, 77, 20}, {100, 4'294'967'295u, 1}};
    QTest::newRow("highest") << 4'294'967'295u << Runs{{1, 1, 4'294'967'295u}};
}

static RowMap mapOf(quint32 total, const QList<QList<quint32>> &runs)
{
    RowMap map{total, {}};
    for (const auto &run : runs)
        map.runs.append(RowRun{run[0], run[1], run[2]});
    return map;
}

void TestRowMap::roundTrip()
{
    QFETCH(quint32, total);
    QFETCH(QList<QList<quint32>>, runs);
    const RowMap map = mapOf(total, runs);
    QVERIFY(map.isValid());
    QCOMPARE(decodeRowMap(encodeRowMap(map)), std::optional(map));
}

void TestRowMap::neighboursBecomeOne()
{
    const RowMap map = mapOf(10, {{1, 3, 2}, {3, 5, 4}, {8, 10, 1}});
    QCOMPARE(decodeRowMap(encodeRowMap(map)), std::optional(mapOf(10, {{1, 3, 6}, {8, 10, 1}})));
}

void TestRowMap::aMillionSparseRuns()
{
    QRandomGenerator random(7);
    RowMap map{1'000'000, {}};
    quint32 uid = 1;
    for (quint32 seq = 1; seq <= map.total; ++seq) {
        uid += 2 + random.bounded(8u);
        map.runs.append(RowRun{seq, uid, 1});
    }
    const QByteArray bytes = encodeRowMap(map);
    QVERIFY(bytes.size() < 1'500'000);
    QCOMPARE(decodeRowMap(bytes), std::optional(map));
}

void TestRowMap::contradictions_data()
{
    QTest::addColumn<quint32>("total");
    QTest::addColumn<QList<QList<quint32>>>("runs");
    using Runs = QList<QList<quint32>>;
    QTest::newRow("zero count") << 10u << Runs{{1, 1, 0}};
    QTest::newRow("sequence number 0") << 10u << Runs{{0, 1, 1}};
    QTest::newRow("uid 0") << 10u << Runs{{1, 0, 1}};
    QTest::newRow("beyond total") << 10u << Runs{{9, 9, 3}};
    QTest::newRow("overlap") << 10u << Runs{{1, 1, 3}, {3, 9, 1}};
    QTest::newRow("uids descend") << 10u << Runs{{1, 5, 1}, {2, 4, 1}};
    QTest::newRow("uid overflow") << 10u << Runs{{1, 4'294'967'290u, 10}};
}

void TestRowMap::contradictions()
{
    QFETCH(quint32, total);
    QFETCH(QList<QList<quint32>>, runs);
    QVERIFY(!mapOf(total, runs).isValid());
    QVERIFY(!decodeRowMap(encodeRowMap(mapOf(total, runs))));
}

void TestRowMap::nonsenseIsRefused()
{
    QVERIFY(!decodeRowMap({}));
    QVERIFY(!decodeRowMap("x"));
    QVERIFY(!decodeRowMap(QByteArray("\x01\x07\x00\x00", 4)));
    RowMap map{1000, {}};
    for (quint32 seq = 1; seq <= 300; seq += 3)
        map.runs.append(RowRun{seq, seq * 7, 2});
    const QByteArray good = encodeRowMap(map);
    for (qsizetype i = 0; i < good.size(); ++i)
        QVERIFY(!decodeRowMap(good.first(i)));
    QRandomGenerator random(3);
    for (int round = 0; round < 3000; ++round) {
        QByteArray bytes = good;
        bytes[random.bounded(int(bytes.size()))] = char(random.bounded(256));
        const auto back = decodeRowMap(bytes);
        QVERIFY(!back || back->isValid());
    }
}

void TestRowMap::bombIsRefused()
{
    ByteWriter out;
    out.number(1);
    out.number(1);
    out.number(quint64(1) << 40); // says a terabyte
    out.raw(compress(QByteArray(100'000, 'a')));
    QVERIFY(!decodeRowMap(out.bytes()));
    ByteWriter more;
    more.number(1);
    more.number(1);
    more.number(100); // unpacks to more than it says
    more.raw(compress(QByteArray(100'000, 'a')));
    QVERIFY(!decodeRowMap(more.bytes()));
}

QTEST_APPLESS_MAIN(TestRowMap)
#include "tst_rowmap.moc"
