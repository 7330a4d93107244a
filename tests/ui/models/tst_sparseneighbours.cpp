#include "types/sparserows.h"

#include <QTest>
#include <random>

using namespace imap;

class TestSparseNeighbours : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The structure must always say what a plain list of optional values says.
    void agreesWithAPlainList_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void agreesWithAPlainList()
    {
        QFETCH(quint32, seed);
        std::mt19937 random(seed);
        const auto below = [&](qsizetype n) { return n > 0 ? qsizetype(random() % quint32(n)) : 0; };
        SparseRows<int> rows;
        std::vector<std::optional<int>> plain;
        for (int step = 0; step < 3000; ++step) {
            const qsizetype size = qsizetype(plain.size());
            switch (random() % 5) {
            case 0: {
                const qsizetype at = below(size + 1);
                const qsizetype count = 1 + below(6);
                rows.insertGap(at, count);
                plain.insert(plain.begin() + at, size_t(count), std::nullopt);
                break;
            }
            case 1: {
                const qsizetype at = below(size);
                const qsizetype count = std::min(below(5), size - at);
                rows.remove(at, count);
                plain.erase(plain.begin() + at, plain.begin() + at + count);
                break;
            }
            case 2: {
                const qsizetype at = below(size);
                const qsizetype count = std::min(below(5), size - at);
                rows.forget(at, count);
                std::fill(plain.begin() + at, plain.begin() + at + count, std::nullopt);
                break;
            }
            default: {
                const qsizetype at = below(size);
                rows.set(at, step);
                if (at < size)
                    plain[size_t(at)] = step;
                break;
            }
            }
            QCOMPARE(rows.size(), qsizetype(plain.size()));
            const qsizetype probe = below(qsizetype(plain.size()) + 1);
            checkRow(rows, plain, probe);
        }
        qsizetype known = 0;
        for (qsizetype row = 0; row < qsizetype(plain.size()); ++row) {
            checkRow(rows, plain, row);
            known += plain[size_t(row)].has_value();
        }
        QCOMPARE(rows.knownCount(), known);
    }

    void findsInSortedValues()
    {
        SparseRows<int> rows(1'000'000);
        for (const int row : {5, 6, 7, 500'000, 999'999})
            rows.set(row, row * 2);
        const auto find = [&](int wanted) {
            return rows.findSorted([&](int value) { return value - wanted; });
        };
        QCOMPARE(find(12), 6);
        QCOMPARE(find(1'000'000), 500'000);
        QCOMPARE(find(13), -1);
        QCOMPARE(rows.lastKnownBefore(500'000), 7);
        QCOMPARE(rows.firstKnownFrom(8), 500'000);
        QCOMPARE(rows.firstKnownFrom(1'000'000), -1);
        QCOMPARE(rows.lastKnownBefore(5), -1);
    }

private:
    static void checkRow(const SparseRows<int> &rows, const std::vector<std::optional<int>> &plain,
                         qsizetype row)
    {
        const int *value = rows.find(row);
        const bool inside = row < qsizetype(plain.size());
        QCOMPARE(value != nullptr, inside && plain[size_t(row)].has_value());
        if (value)
            QCOMPARE(*value, *plain[size_t(row)]);
        qsizetype before = std::min(row, qsizetype(plain.size())) - 1;
        while (before >= 0 && !plain[size_t(before)])
            --before;
        QCOMPARE(rows.lastKnownBefore(row), before);
        qsizetype from = row;
        while (from < qsizetype(plain.size()) && !plain[size_t(from)])
            ++from;
        QCOMPARE(rows.firstKnownFrom(row), from < qsizetype(plain.size()) ? from : -1);
    }
};

QTEST_GUILESS_MAIN(TestSparseNeighbours)
#include "tst_sparseneighbours.moc"
