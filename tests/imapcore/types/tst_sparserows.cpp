#include "support/randomvalues.h"
#include "types/sparserows.h"

#include <QtTest>
#include <memory>
#include <optional>
#include <vector>

using namespace imap;

namespace
{

using Model = std::vector<std::optional<int>>;

void compare(const SparseRows<int> &rows, const Model &model)
{
    QCOMPARE(rows.size(), qsizetype(model.size()));
    qsizetype known = 0;
    qsizetype before = -1;
    for (size_t i = 0; i < model.size(); ++i) {
        QCOMPARE(rows.lastKnownBefore(qsizetype(i)), before);
        before = model[i] ? qsizetype(i) : before;
        QCOMPARE(rows.firstKnownFrom(qsizetype(i)) == qsizetype(i), model[i].has_value());
        const int *value = rows.find(qsizetype(i));
        QCOMPARE(value != nullptr, model[i].has_value());
        if (value)
            QCOMPARE(*value, *model[i]);
        known += model[i] ? 1 : 0;
    }
    QCOMPARE(rows.knownCount(), known);
    QCOMPARE(rows.lastKnownBefore(rows.size()), before);
    QCOMPARE(rows.firstKnownFrom(rows.size()), -1);
    QVERIFY(!rows.find(-1));
    QVERIFY(!rows.find(rows.size()));
}

void compareVisited(const SparseRows<int> &rows, const Model &model, qsizetype first, qsizetype last)
{
    std::vector<std::pair<qsizetype, int>> visited;
    rows.forEachKnown(first, last, [&](qsizetype row, int value) { visited.emplace_back(row, value); });
    std::vector<std::pair<qsizetype, int>> expected;
    for (qsizetype i = std::max<qsizetype>(first, 0); i < std::min(last, qsizetype(model.size())); ++i) {
        if (model[size_t(i)])
            expected.emplace_back(i, *model[size_t(i)]);
    }
    QCOMPARE(visited, expected);
}

/// Compares by three ways, as findSorted wants it.
auto orderFor(int sought)
{
    return [sought](int value) { return value < sought ? -1 : value > sought ? 1 : 0; };
}

} // namespace

class TestSparseRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsUnknown();
    void ignoresWhatIsOutOfRange();
    void likeANaiveVector();
    void findsSorted();
    void aMillionRows();
    void holdsValuesThatOnlyMove();
};

void TestSparseRows::startsUnknown()
{
    SparseRows<int> rows(5);
    compare(rows, Model(5));
    rows.set(2, 7);
    Model model(5);
    model[2] = 7;
    compare(rows, model);
    rows.clear();
    compare(rows, {});
    compare(SparseRows<int>(), {});
    compare(SparseRows<int>(-3), {});
}

void TestSparseRows::ignoresWhatIsOutOfRange()
{
    SparseRows<int> rows(3);
    rows.set(-1, 1);
    rows.set(3, 1);
    rows.insertGap(-1, 1);
    rows.insertGap(4, 1);
    rows.insertGap(0, 0);
    rows.insertGap(0, -5);
    rows.remove(3);
    rows.remove(-1, 2);
    rows.remove(0, 0);
    rows.forget(3, 1);
    rows.forget(-1, 1);
    compare(rows, Model(3));
    rows.remove(1, 100);
    compare(rows, Model(1));
}

void TestSparseRows::likeANaiveVector()
{
    imap::test::RandomValues random;
    for (int round = 0; round < 60; ++round) {
        SparseRows<int> rows;
        Model model;
        const qsizetype most = random.oneIn(3) ? 12 : 400;
        for (int step = 0; step < 300; ++step) {
            const qsizetype size = qsizetype(model.size());
            const qsizetype row = random.below(size + 1);
            const qsizetype count = 1 + random.below(random.oneIn(4) ? 150 : 4);
            const qsizetype last = std::min(size, row + count);
            switch (random.below(7)) {
            case 0:
                if (size < most) {
                    rows.insertGap(row, count);
                    model.insert(model.begin() + row, size_t(count), std::nullopt);
                }
                break;
            case 1:
                rows.remove(row, count);
                model.erase(model.begin() + row, model.begin() + last);
                break;
            case 2:
                rows.forget(row, count);
                std::fill(model.begin() + row, model.begin() + last, std::nullopt);
                break;
            case 3: // a window, upwards
                for (qsizetype i = row; i < last; ++i) {
                    rows.set(i, step);
                    model[size_t(i)] = step;
                }
                break;
            case 4: // a window, downwards
                for (qsizetype i = last; i-- > row;) {
                    rows.set(i, -step);
                    model[size_t(i)] = -step;
                }
                break;
            default:
                rows.set(row, step * 1000);
                if (row < size)
                    model[size_t(row)] = step * 1000;
                break;
            }
            if (step % 20 == 0) {
                compare(rows, model);
                compareVisited(rows, model, random.below(most) - 5, random.below(most));
                compareVisited(rows, model, 0, rows.size());
            }
            if (QTest::currentTestFailed())
                return;
        }
        compare(rows, model);
    }
}

/// Messages are found by UID although the UIDs of most rows are not known.
void TestSparseRows::findsSorted()
{
    imap::test::RandomValues random;
    for (int round = 0; round < 300; ++round) {
        const qsizetype size = 1 + random.below(500);
        SparseRows<int> rows(size);
        Model model(static_cast<size_t>(size));
        const qsizetype density = 1 + random.below(8);
        for (qsizetype n = 0; n < size; ++n) {
            const qsizetype row = random.below(size);
            if (!random.oneIn(density))
                continue;
            rows.set(row, int(row) * 2);
            model[size_t(row)] = int(row) * 2;
        }
        for (qsizetype row = 0; row < size; ++row) {
            const qsizetype expected = model[size_t(row)] ? row : -1;
            QCOMPARE(rows.findSorted(orderFor(int(row) * 2)), expected);
            QCOMPARE(rows.findSorted(orderFor(int(row) * 2 + 1)), qsizetype(-1));
        }
        QCOMPARE(rows.findSorted(orderFor(-1)), qsizetype(-1));
        QCOMPARE(rows.findSorted(orderFor(int(size) * 2)), qsizetype(-1));
    }
    QCOMPARE(SparseRows<int>().findSorted(orderFor(1)), qsizetype(-1));
    QCOMPARE(SparseRows<int>(1000).findSorted(orderFor(1)), qsizetype(-1));
}

/// A mailbox of a million: its first message goes, new ones come, and it is filled from the end.
void TestSparseRows::aMillionRows()
{
    SparseRows<int> rows(1'000'000);
    for (int window = 999'800; window >= 0; window -= 200) {
        for (int row = window; row < window + 200; ++row)
            rows.set(row, row);
    }
    QCOMPARE(rows.knownCount(), 1'000'000);
    for (int i = 0; i < 100'000; ++i)
        rows.remove(0);
    QCOMPARE(rows.size(), 900'000);
    for (int i = 0; i < 100'000; ++i)
        rows.insertGap(rows.size(), 1);
    QCOMPARE(rows.size(), 1'000'000);
    QCOMPARE(rows.knownCount(), 900'000);
    for (int value = 100'000; value < 1'000'000; value += 37) {
        QCOMPARE(rows.findSorted(orderFor(value)), value - 100'000);
        QCOMPARE(*rows.find(value - 100'000), value);
    }
    // Every other row goes.
    for (qsizetype row = 0; row < 100'000; ++row)
        rows.remove(row);
    QCOMPARE(rows.size(), 900'000);
    for (int row = 0; row < 100'000; row += 41)
        QCOMPARE(*rows.find(row), 100'000 + 2 * row + 1);
    rows.forget(0, rows.size());
    QCOMPARE(rows.size(), 900'000);
    QCOMPARE(rows.knownCount(), 0);
}

void TestSparseRows::holdsValuesThatOnlyMove()
{
    SparseRows<std::unique_ptr<int>> rows(300);
    for (int row = 0; row < 300; row += 2)
        rows.set(row, std::make_unique<int>(row));
    for (int row = 1; row < 300; row += 2)
        rows.set(row, std::make_unique<int>(row));
    rows.remove(10, 100);
    QCOMPARE(**rows.find(10), 110);
    SparseRows<std::unique_ptr<int>> moved = std::move(rows);
    QCOMPARE(moved.size(), 200);
    QCOMPARE(**moved.find(199), 299);
}

QTEST_APPLESS_MAIN(TestSparseRows)
#include "tst_sparserows.moc"
