#include "imapcore/commands/commandtesting.h"

using namespace imap;
using namespace testing;

class SearchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_data();
    void parse();
    void sortKeepsTheOrder();
    void malformed_data();
    void malformed();
    void aMillion();
};

void SearchTest::parse_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<quint32>>("ids");
    QTest::addColumn<quint64>("modSeq");
    const auto row = [](const char *line, const QList<quint32> &ids, quint64 modSeq = 0) {
        QTest::newRow(line) << QByteArray(line) << ids << modSeq;
    };
    row("* SEARCH", {});
    row("* SEARCH ", {});
    row("* SEARCH 2 84 882", {2, 84, 882});
    row("* search 2  84 ", {2, 84});
    row("* SEARCH 2 5 (MODSEQ 917162500)", {2, 5}, 917162500);
    row("* SEARCH (modseq 7)", {}, 7);
    row("* SEARCH 0 3", {3});
    row("* SEARCH 4294967295", {4294967295u});
}

void SearchTest::parse()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<quint32>, ids);
    QFETCH(quint64, modSeq);
    const auto response = untagged<SearchResponse>(line);
    QVERIFY(response);
    QCOMPARE(response->ids, ids);
    QCOMPARE(response->modSeq.value_or(ModSeq()).value, modSeq);
    feedTruncated(line);
}

void SearchTest::sortKeepsTheOrder()
{
    const auto response = untagged<SortResponse>("* SORT 5 3 4 (MODSEQ 9)");
    QVERIFY(response);
    QCOMPARE(response->ids, (QList<quint32>{5, 3, 4}));
    QCOMPARE(response->modSeq, std::optional(ModSeq(9)));
}

void SearchTest::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line :
         {"* SEARCH x", "* SEARCH 1,2", "* SEARCH 4294967296", "* SEARCH (", "* SEARCH (MODSEQ)",
          "* SEARCH (MODSEQ 1", "* SEARCH (MODSEQ 1) 2", "* SEARCH 1 NIL"})
        QTest::newRow(line) << QByteArray(line);
}

void SearchTest::malformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(isMalformed(line));
}

/// The limit on list items is not one on the hits in a large mailbox.
void SearchTest::aMillion()
{
    const QByteArray line = "* SEARCH" + QByteArray(" 1234567").repeated(1'500'000);
    const auto response = untagged<SearchResponse>(line);
    QVERIFY(response);
    QCOMPARE(response->ids.size(), 1'500'000);
}

QTEST_GUILESS_MAIN(SearchTest)
#include "tst_search.moc"
