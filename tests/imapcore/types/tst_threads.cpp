#include "types/thread.h"

#include <QtTest>

using namespace imap;

class ThreadsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void text_data();
    void text();
    void ends();
    void aMillionDeep();
    void aMillionApart();
};

void ThreadsTest::text_data()
{
    using Nodes = QList<Threads::Node>;
    QTest::addColumn<Nodes>("nodes");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("nesting");
    QTest::newRow("none") << Nodes{} << QByteArray() << 0;
    QTest::newRow("one") << Nodes{{2, 0}} << QByteArray("(2)") << 1;
    QTest::newRow("RFC 5256") << Nodes{{2, 0}, {3, 0}, {6, 1}, {4, 2}, {23, 3}, {44, 2}, {7, 3}, {96, 4}}
                              << QByteArray("(2)(3 6 (4 23)(44 7 96))") << 2;
    QTest::newRow("no parent") << Nodes{{0, 0}, {3, 1}, {5, 1}} << QByteArray("((3)(5))") << 2;
    QTest::newRow("no parent, one child") << Nodes{{0, 0}, {3, 1}} << QByteArray("((3))") << 2;
    QTest::newRow("no parent as the only answer")
        << Nodes{{9, 0}, {0, 1}, {2, 2}, {3, 2}} << QByteArray("(9 ((2)(3)))") << 3;
    QTest::newRow("no parent inside")
        << Nodes{{1, 0}, {0, 1}, {2, 2}, {3, 2}, {4, 1}} << QByteArray("(1 ((2)(3))(4))") << 3;
}

void ThreadsTest::text()
{
    using Nodes = QList<Threads::Node>;
    QFETCH(Nodes, nodes);
    QFETCH(QByteArray, text);
    QFETCH(int, nesting);
    const Threads threads{nodes};
    QCOMPARE(threads.toByteArray(), text);
    QCOMPARE(threads.nesting(0, nodes.size()), nesting);
}

void ThreadsTest::ends()
{
    const Threads threads{{{2, 0}, {3, 0}, {6, 1}, {4, 2}, {7, 1}, {9, 0}}};
    QCOMPARE(threads.endOf(0), 1);
    QCOMPARE(threads.endOf(1), 5);
    QCOMPARE(threads.endOf(2), 4);
    QCOMPARE(threads.endOf(5), 6);
    QCOMPARE(threads.toByteArray(1, 5), QByteArray("(3 (6 4)(7))"));
}

/// Each answers the one before: one long line, and no stack that grows with it.
void ThreadsTest::aMillionDeep()
{
    Threads chain, branches;
    for (quint32 i = 0; i < 1'000'000; ++i) {
        chain.nodes.append({i + 1, i});
        branches.nodes.append({0, i});
    }
    QCOMPARE(chain.nesting(0, chain.nodes.size()), 1);
    QVERIFY(chain.toByteArray().endsWith(" 999999 1000000)"));
    QCOMPARE(branches.nesting(0, branches.nodes.size()), 1'000'000);
    QCOMPARE(branches.toByteArray(), QByteArray(1'000'000, '(') + QByteArray(1'000'000, ')'));
}

void ThreadsTest::aMillionApart()
{
    Threads threads;
    for (quint32 i = 1; i <= 1'000'000; ++i)
        threads.nodes.append({i, i == 1 ? 0u : 1u});
    QCOMPARE(threads.endOf(0), 1'000'000);
    QVERIFY(threads.toByteArray().startsWith("(1 (2)(3)"));
}

QTEST_GUILESS_MAIN(ThreadsTest)
#include "tst_threads.moc"
