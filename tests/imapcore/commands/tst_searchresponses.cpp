#include "imapcore/commands/commandtesting.h"

using namespace imap;
using namespace testing;

class SearchResponsesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_data();
    void parse();
    void sortKeepsTheOrder();
    void malformed_data();
    void malformed();
    void aMillion();
    void esearch();
    void esearchIsLiberal();
    void commandOfAnAnswer();
    void threads_data();
    void threads();
    void hostileThreads();
};

void SearchResponsesTest::parse_data()
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

void SearchResponsesTest::parse()
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

void SearchResponsesTest::sortKeepsTheOrder()
{
    const auto response = untagged<SortResponse>("* SORT 5 3 4 (MODSEQ 9)");
    QVERIFY(response);
    QCOMPARE(response->ids, (QList<quint32>{5, 3, 4}));
    QCOMPARE(response->modSeq, std::optional(ModSeq(9)));
}

void SearchResponsesTest::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line : {"* SEARCH x",
                             "* SEARCH 1,2",
                             "* SEARCH 4294967296",
                             "* SEARCH (",
                             "* SEARCH (MODSEQ)",
                             "* SEARCH (MODSEQ 1",
                             "* SEARCH (MODSEQ 1) 2",
                             "* SEARCH 1 NIL",
                             "* ESEARCH (TAG",
                             "* ESEARCH (TAG \"A\"",
                             "* ESEARCH MIN",
                             "* ESEARCH MIN x",
                             "* ESEARCH ALL 1:*",
                             "* ESEARCH ALL 0",
                             "* ESEARCH ALL (1)",
                             "* ESEARCH COUNT 4294967296",
                             "* ESEARCH PARTIAL 1:2",
                             "* ESEARCH PARTIAL (0:1 1)",
                             "* ESEARCH PARTIAL (1:2 1",
                             "* ESEARCH ADDTO (0)",
                             "* ESEARCH ADDTO (0 1 5)",
                             "* ESEARCH RELEVANCY 5",
                             "* ESEARCH (MAILBOX x UIDVALIDITY y)",
                             "* THREAD 1",
                             "* THREAD (1",
                             "* THREAD (1))",
                             "* THREAD (a)",
                             "* THREAD (1,2)"})
        QTest::newRow(line) << QByteArray(line);
}

void SearchResponsesTest::malformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(isMalformed(line));
}

/// The limit on list items is not one on the hits in a large mailbox.
void SearchResponsesTest::aMillion()
{
    const QByteArray line = "* SEARCH" + QByteArray(" 1234567").repeated(1'500'000);
    const auto response = untagged<SearchResponse>(line);
    QVERIFY(response);
    QCOMPARE(response->ids.size(), 1'500'000);
}

/// All that an ESEARCH can bring (RFC 9051 §7.3.4, RFC 5267, RFC 6203, RFC 7377, RFC 9394).
void SearchResponsesTest::esearch()
{
    const QByteArray line = "* ESEARCH (TAG \"A282\" MAILBOX \"Entw&APw-rfe\" UIDVALIDITY 42) UID MIN 2 MAX "
                            "47 ALL 2,10:15,7 COUNT 17 "
                            "MODSEQ 1236 PARTIAL (-1:-100 200:250,252) ADDTO (0 2 1 2:3) REMOVEFROM (0 7) "
                            "RELEVANCY (4 99) X-NEW (a b)";
    const auto response = untagged<EsearchResponse>(line);
    QVERIFY(response);
    QCOMPARE(response->tag, QByteArray("A282"));
    QCOMPARE(response->mailbox->toString(), QStringLiteral("Entw\u00fcrfe"));
    QCOMPARE(response->uidValidity, std::optional(UidValidity(42)));
    QVERIFY(response->uid);
    QCOMPARE(response->min, std::optional(2u));
    QCOMPARE(response->max, std::optional(47u));
    QCOMPARE(response->count, std::optional(17u));
    QCOMPARE(response->all->toByteArray(), QByteArray("2,10:15,7"));
    QCOMPARE(response->modSeq, std::optional(ModSeq(1236)));
    QCOMPARE(response->partial->range, (PartialRange{-1, -100}));
    QCOMPARE(response->partial->ids.toByteArray(), QByteArray("200:250,252"));
    QCOMPARE(response->changes.size(), 3);
    QCOMPARE(response->changes.at(1).position, 1u);
    QVERIFY(response->changes.at(2).removed);
    QCOMPARE(response->relevancy, (QList<quint32>{4, 99}));
    QCOMPARE(response->others.value("X-NEW").list().size(), 2);
    feedTruncated(line);
}

void SearchResponsesTest::esearchIsLiberal()
{
    for (const char *line : {"* ESEARCH", "* esearch (tag A1)  uid  count 0 ", "* ESEARCH(TAG \"A\")COUNT 0",
                             "* ESEARCH COUNT 0 ALL NIL", "* ESEARCH (TAG \"A\" X-FOO (1 2)) COUNT 0",
                             "* ESEARCH PARTIAL (1:10 NIL)", "* ESEARCH UID (MODSEQ 284535)",
                             "* ESEARCH PARTIAL (1:10)", "* ESEARCH (TAG {2}\r\nA1) UID"}) {
        const auto response = untagged<EsearchResponse>(line);
        QVERIFY2(response, line);
        QVERIFY(!response->all || response->all->isEmpty());
    }
}

/// Two searches may run at once, and each ESEARCH says whose it is.
void SearchResponsesTest::commandOfAnAnswer()
{
    QCOMPARE(commandTag(anyUntagged("* ESEARCH (TAG \"A7\") COUNT 1")), QByteArray("A7"));
    QCOMPARE(commandTag(anyUntagged("* ESEARCH COUNT 1")), QByteArray());
    QCOMPARE(commandTag(anyUntagged("* SEARCH 1")), QByteArray());
}

void SearchResponsesTest::threads_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("text"); // as it is written
    const auto row = [](const char *line, const char *text = nullptr) {
        QTest::newRow(line) << QByteArray(line) << QByteArray(text ? text : line).mid(9);
    };
    row("* THREAD (2)(3 6 (4 23)(44 7 96))");
    row("* THREAD (166)(167)(168)(169)(172)(170)(171)(173)(174 (175)(176)(178)(181)(180))(179)(177 "
        "(183)(182)(188)(184)(185)(186)(187)(189))(190)(191)(192)(193)(194 195)");
    row("* THREAD ((3)(5))");
    row("* THREAD (((3)(5))(7))");
    row("* thread  ( 1  2 )  (3) ", "* THREAD (1 2)(3)");
    row("* THREAD (1 (2))", "* THREAD (1 2)");
    row("* THREAD (1)()(2)", "* THREAD (1)(2)");
    row("* THREAD (9 ((2)(3)))");
    row("* THREAD ((()))(()(3))((1)())", "* THREAD ((3))((1))");
    QTest::newRow("none") << QByteArray("* THREAD") << QByteArray();
    QTest::newRow("none, space") << QByteArray("* THREAD ") << QByteArray();
}

void SearchResponsesTest::threads()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, text);
    const auto response = untagged<ThreadResponse>(line);
    QVERIFY(response);
    QCOMPARE(response->threads.toByteArray(), text);
    feedTruncated(line);
}

void SearchResponsesTest::hostileThreads()
{
    QByteArray chain = "* THREAD (1", wide = "* THREAD (1 ";
    for (int i = 2; i <= 1'000'000; ++i) {
        chain += ' ' + QByteArray::number(i);
        wide += '(' + QByteArray::number(i) + ')';
    }
    const auto deep = untagged<ThreadResponse>(chain + ')');
    QVERIFY(deep);
    QCOMPARE(deep->threads.nodes.last().depth, 999'999u);
    const auto broad = untagged<ThreadResponse>(wide + ')');
    QVERIFY(broad);
    QCOMPARE(broad->threads.nodes.size(), 1'000'000);
    // No conversation of people branches ten thousand times on one path.
    QVERIFY(isMalformed("* THREAD " + QByteArray(1'000'000, '(') + '1' + QByteArray(1'000'000, ')')));
    QByteArray branches = "* THREAD ";
    for (int i = 1; i <= 5000; ++i)
        branches += '(' + QByteArray::number(i) + " (7)";
    QVERIFY(untagged<ThreadResponse>(branches + QByteArray(5000, ')')));
}

QTEST_GUILESS_MAIN(SearchResponsesTest)
#include "tst_searchresponses.moc"
