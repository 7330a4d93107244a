#include "commands/sort.h"
#include "imapcore/commands/commandtesting.h"

using namespace imap;
using namespace testing;

namespace
{

Sort sorting(const char *keys, const SearchKey &criteria = {}, std::optional<SearchReturn> returns = {})
{
    Sort sort;
    sort.keys = parseSortKeys(QString::fromLatin1(keys));
    sort.criteria = criteria;
    sort.returns = returns;
    return sort;
}

bool offered(const Sort &sort, const char *capabilities)
{
    try {
        sort.check(Capabilities(QByteArray(capabilities).split(' ')));
        return true;
    } catch (const CapabilityError &) {
        return false;
    }
}

} // namespace

class SortTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode()
    {
        QCOMPARE(encoded(sorting("DATE")), QByteArray("A UID SORT (DATE) US-ASCII ALL"));
        QCOMPARE(encoded(sorting("reverse arrival subject REVERSE size", SearchKey::seen())),
                 QByteArray("A UID SORT (REVERSE ARRIVAL SUBJECT REVERSE SIZE) US-ASCII SEEN"));
        QCOMPARE(encoded(sorting("(CC FROM TO DISPLAYFROM DISPLAYTO RELEVANCY)")),
                 QByteArray("A UID SORT (CC FROM TO DISPLAYFROM DISPLAYTO RELEVANCY) US-ASCII ALL"));
        QCOMPARE(encoded(sorting("DATE", {}, SearchReturn{.all = true, .count = true})),
                 QByteArray("A UID SORT RETURN (ALL COUNT) (DATE) US-ASCII ALL"));
        Sort numbers = sorting("DATE", SearchKey::subject(QStringLiteral("\u00fc")));
        numbers.byUid = false;
        QCOMPARE(encoded(numbers, {.literalPlus = true}),
                 QByteArray("A SORT (DATE) UTF-8 SUBJECT {2+}\r\n\xc3\xbc"));
        // Here the charset must be said, also in UTF-8 mode.
        QCOMPARE(encoded(sorting("DATE"), {.utf8 = true}), QByteArray("A UID SORT (DATE) UTF-8 ALL"));
        QVERIFY_EXCEPTION_THROWN(encoded(Sort()), std::invalid_argument);
    }
    void keys_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("word");
        QTest::newRow("none") << QString() << -1;
        QTest::newRow("no key") << QStringLiteral("REVERSE") << 0;
        QTest::newRow("twice") << QStringLiteral("DATE REVERSE REVERSE DATE") << 2;
        QTest::newRow("unknown") << QStringLiteral("DATE COLOUR") << 1;
        QTest::newRow("nothing reversed") << QStringLiteral("DATE REVERSE") << 1;
    }
    void keys()
    {
        QFETCH(QString, text);
        QFETCH(int, word);
        try {
            parseSortKeys(text);
            QFAIL("taken");
        } catch (const InvalidCriteriaError &error) {
            QCOMPARE(error.fault().word, word);
        }
    }
    void needs()
    {
        QVERIFY(offered(sorting("DATE"), "SORT"));
        QCOMPARE(sorting("DATE").requirements().capability, std::string_view("SORT"));
        QVERIFY(!offered(sorting("DISPLAYFROM"), "SORT"));
        QVERIFY(offered(sorting("DISPLAYTO"), "SORT SORT=DISPLAY"));
        const Sort count = sorting("DATE", {}, SearchReturn{.count = true});
        QVERIFY(!offered(count, "SORT ESEARCH"));
        QVERIFY(offered(count, "SORT ESORT"));
        const Sort partial = sorting("DATE", {}, SearchReturn{.partial = PartialRange{1, 9}});
        QVERIFY(!offered(partial, "SORT ESORT"));
        QVERIFY(offered(partial, "SORT CONTEXT=SORT"));
        QVERIFY(!offered(sorting("DATE", {}, SearchReturn{.update = true}), "SORT ESORT CONTEXT=SEARCH"));
        QVERIFY(!offered(sorting("DATE", SearchKey::savedResult()), "SORT"));
    }
    /// The order of the answer is the answer, whichever response tells it.
    void results()
    {
        const auto list = [](const SortResult &result) { return result.ids->toByteArray(); };
        QCOMPARE(list(run(sorting("DATE"), {"* SORT 5 3 4"})), QByteArray("5,3,4"));
        QCOMPARE(list(run(sorting("DATE"), {"* SORT 5 3", "* SORT 4 (MODSEQ 9)"})), QByteArray("5,3,4"));
        QCOMPARE(run(sorting("DATE"), {"* SORT 5 (MODSEQ 9)"}).modSeq, std::optional(ModSeq(9)));
        QCOMPARE(list(run(sorting("DATE"), {})), QByteArray());
        const SortResult extended =
            run(sorting("DATE", {}, SearchReturn{}), {"* ESEARCH (TAG \"A\") UID MIN 9 ALL 9,1:3,7 COUNT 5"});
        QCOMPARE(extended.ids->toList(), (QList<quint32>{9, 1, 2, 3, 7}));
        QCOMPARE(extended.min, std::optional(9u));
        QVERIFY(!run(sorting("DATE", {}, SearchReturn{.count = true}), {"* ESEARCH COUNT 3"}).ids);
        SortResult none;
        QVERIFY(!sorting("DATE").collect(anyUntagged("* SEARCH 1 2"), none));
    }
    void refusals()
    {
        const auto message = [](const char *line) {
            try {
                if (const auto error = sorting("DATE").error(completion(line)))
                    std::rethrow_exception(error);
            } catch (const InvalidCriteriaError &refusal) {
                return refusal.message().toUtf8();
            }
            return QByteArray();
        };
        QVERIFY(message("A NO [BADCHARSET] x").contains("US-ASCII"));
        QVERIFY(message("A BAD Unknown sort key").contains("refused"));
        QCOMPARE(message("A NO [UNAVAILABLE] later"), QByteArray());
    }
};

QTEST_GUILESS_MAIN(SortTest)
#include "tst_sort.moc"
