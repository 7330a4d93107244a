#include "sync/uidrows.h"

#include <QRandomGenerator>
#include <QtTest>
#include <vector>

using namespace imap;

namespace
{

/// The same as a plain list, which is slow and obviously right.
struct Row {
    quint32 uid = 0;
    bool hidden = false;
    bool operator==(const Row &) const = default;
};
using Plain = std::vector<Row>;

Plain plain(const UidRows &rows)
{
    Plain result;
    rows.forEachRun(0, rows.size(), [&](qsizetype row, const UidRows::Run &run) {
        QCOMPARE(row, qsizetype(result.size()));
        QVERIFY(run.uid || !run.hidden);
        for (quint32 i = 0; i < run.count; ++i)
            result.push_back({run.uid ? run.uid + i : 0, bool(run.hidden)});
    });
    return result;
}

/// The latest word counts: who contradicts it is unknown.
void set(Plain &rows, size_t row, quint32 uid, size_t count)
{
    for (size_t i = 0; i < rows.size(); ++i) {
        const bool wrong = i < row ? rows[i].uid >= uid : rows[i].uid && rows[i].uid < uid + count;
        if (wrong || (i >= row && i < row + count))
            rows[i] = {};
    }
    for (size_t i = 0; i < count; ++i)
        rows[row + i] = {quint32(uid + i), false};
}

void compareQuestions(const UidRows &rows, const Plain &expected, quint32 highest)
{
    qsizetype known = 0;
    qsizetype shown = 0;
    qsizetype lastKnown = -1;
    qsizetype lastUnknown = -1;
    for (qsizetype i = 0; i < qsizetype(expected.size()); ++i) {
        const Row &row = expected[size_t(i)];
        QCOMPARE(rows.at(i), Uid{row.uid});
        QCOMPARE(rows.isHidden(i), row.hidden);
        QCOMPARE(rows.knownBefore(i), known);
        QCOMPARE(rows.shownBefore(i), shown);
        QCOMPARE(rows.lastKnownBefore(i), lastKnown);
        QCOMPARE(rows.lastUnknownBefore(i), lastUnknown);
        if (!row.hidden)
            QCOMPARE(rows.rowOfShown(shown), i);
        if (row.uid)
            QCOMPARE(rows.rowOf(Uid{row.uid}), i);
        known += row.uid ? 1 : 0;
        shown += row.hidden ? 0 : 1;
        (row.uid ? lastKnown : lastUnknown) = i;
    }
    QCOMPARE(rows.knownCount(), known);
    QCOMPARE(rows.shownCount(), shown);
    QCOMPARE(rows.rowOfShown(shown), rows.size());
    for (quint32 uid = 1; uid <= highest + 1; ++uid) {
        qsizetype at = 0;
        while (at < qsizetype(expected.size()) && expected[size_t(at)].uid < uid)
            ++at;
        QCOMPARE(rows.lowerBound(uid), at);
    }
}

} // namespace

class TestUidRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsKnownAtFirst()
    {
        const UidRows rows(1'000'000);
        QCOMPARE(rows.size(), 1'000'000);
        QCOMPARE(rows.knownCount(), 0);
        QVERIFY(!rows.at(999'999).isValid());
        QVERIFY(!rows.at(1'000'000).isValid());
        QVERIFY(!rows.at(-1).isValid());
        QCOMPARE(rows.rowOf(Uid{1}), -1);
        QCOMPARE(rows.lastUnknownBefore(1'000'000), 999'999);
    }
    // A server may claim any number of messages that fits 32 bits.
    void moreRowsThanARunHolds()
    {
        UidRows rows(4'294'967'295);
        QCOMPARE(rows.size(), 4'294'967'295);
        QVERIFY(!rows.set(4'294'967'294, Uid{4'294'967'295u}));
        QCOMPARE(rows.rowOf(Uid{4'294'967'295u}), 4'294'967'294);
        rows.remove(0, 4'294'967'294);
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.at(0), Uid{4'294'967'295u});
    }
    void neighboursAreOneRun()
    {
        UidRows rows(10);
        for (const qsizetype row : {4, 6, 5, 3})
            rows.set(row, Uid{quint32(100 + row)});
        QList<UidRows::Run> runs;
        rows.forEachRun(0, 10, [&](qsizetype, const UidRows::Run &run) { runs.append(run); });
        QCOMPARE(runs.size(), 3);
        QCOMPARE(runs.at(1).uid, 103u);
        QCOMPARE(quint32(runs.at(1).count), 4u);
    }
    void theLatestWordCounts()
    {
        UidRows rows(5);
        for (quint32 row = 0; row < 5; ++row)
            rows.set(row, Uid{10 * (row + 1)});
        QVERIFY(rows.set(2, Uid{45}));
        QCOMPARE(plain(rows), (Plain{{10}, {20}, {45}, {}, {50}}));
        QVERIFY(rows.set(4, Uid{15}));
        QCOMPARE(plain(rows), (Plain{{10}, {}, {}, {}, {15}}));
    }

    void likeAPlainList_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void likeAPlainList()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        const auto below = [&](qsizetype limit) { return qsizetype(random.bounded(qint64(limit))); };
        UidRows rows(60);
        Plain expected(60);
        for (int step = 0; step < 1500; ++step) {
            const qsizetype row = below(qsizetype(expected.size()) + 1);
            const qsizetype count = qMin(1 + below(5), qsizetype(expected.size()) - row);
            const auto at = expected.begin() + row;
            switch (random.bounded(6)) {
            case 0:
                rows.insertUnknown(row, 7);
                expected.insert(at, 7, Row{});
                break;
            case 1:
                rows.remove(row, count);
                expected.erase(at, at + count);
                break;
            case 2:
                rows.forget(row, count);
                std::fill(at, at + count, Row{});
                break;
            case 3: {
                const bool hidden = below(2) == 0;
                rows.setHidden(row, count, hidden);
                std::for_each(at, at + count, [&](Row &one) { one.hidden = hidden && one.uid; });
                break;
            }
            default:
                if (count > 0) {
                    const quint32 uid = quint32(qMax<qsizetype>(1, 4 * row + below(9) - 4));
                    rows.set(row, Uid{uid}, count);
                    set(expected, size_t(row), uid, size_t(count));
                }
            }
            QCOMPARE(rows.size(), qsizetype(expected.size()));
            if (step % 50 == 0) {
                QCOMPARE(plain(rows), expected);
                compareQuestions(rows, expected, 4 * quint32(expected.size()) + 20);
            }
        }
    }
    void madeOfRuns()
    {
        UidRows::Runs runs;
        UidRows::pushUnknown(runs, 3);
        for (quint32 uid = 1; uid < 2000; uid += 2) {
            UidRows::Run run;
            run.uid = uid;
            run.count = 1;
            UidRows::push(runs, run);
        }
        const UidRows rows(runs);
        QCOMPARE(rows.size(), 1003);
        QCOMPARE(rows.rowOf(Uid{1001}), 503);
        QCOMPARE(rows.lowerBound(1000), 503);
    }
};

QTEST_GUILESS_MAIN(TestUidRows)
#include "tst_uidrows.moc"
