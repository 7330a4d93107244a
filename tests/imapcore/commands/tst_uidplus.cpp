#include "imapcore/commands/commandtesting.h"

#include "commands/uidplus.h"

using namespace imap;
using namespace testing;

namespace
{

ResponseCode code(const QByteArray &text)
{
    return completion("A OK [" + text + "] done").code;
}

QByteArray pairsOf(const CopiedUids &copied)
{
    QByteArray text;
    for (const auto &[from, to] : copied.pairs())
        text += QByteArray::number(from.value) + '>' + QByteArray::number(to.value) + ' ';
    return text.trimmed();
}

} // namespace

class UidPlusTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void copied_data();
    void copied();
    void copiedMillions();
    void notCopied_data();
    void notCopied();
    void destinations();
    void appending();
    void appended();
    void notAppended();
};

void UidPlusTest::copied_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pairs");
    QTest::newRow("one") << QByteArray("COPYUID 38505 304 3956") << QByteArray("304>3956");
    QTest::newRow("RFC 4315's example")
        << QByteArray("COPYUID 38505 304,319:320 3956:3958") << QByteArray("304>3956 319>3957 320>3958");
    // The n-th source goes with the n-th destination, in whatever order they stand.
    QTest::newRow("not ascending") << QByteArray("COPYUID 1 9,3,5 20:22") << QByteArray("9>20 3>21 5>22");
    QTest::newRow("range the other way") << QByteArray("COPYUID 1 7:5 11:9") << QByteArray("5>9 6>10 7>11");
    QTest::newRow("cut at different places")
        << QByteArray("COPYUID 1 1:2,5:7 10:12,20:21") << QByteArray("1>10 2>11 5>12 6>20 7>21");
}

void UidPlusTest::copied()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, pairs);
    const auto copied = copiedUids(code(text));
    QVERIFY(copied);
    QCOMPARE(pairsOf(*copied), pairs);
}

/// What a server says in twenty characters must not cost gigabytes.
void UidPlusTest::copiedMillions()
{
    const auto copied = copiedUids(code("COPYUID 1 1:4000000000 200000001:4200000000"));
    QVERIFY(copied);
    QCOMPARE(copied->count(), 4'000'000'000u);
    QCOMPARE(copied->runs.size(), 1);
    QCOMPARE(copied->destinationOf(Uid(7)), Uid(200'000'007));
    QCOMPARE(copied->pairs(3).size(), 3);
    QVERIFY(!appendedUids(code("APPENDUID 1 1:4000000000")));
}

void UidPlusTest::notCopied_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"COPYUID", "COPYUID 1", "COPYUID 1 1", "COPYUID 1 1:2 5", "COPYUID 1 1 5:6", "COPYUID 0 1 1",
          "COPYUID 1 * 5", "COPYUID 1 0 5", "COPYUID 1 1, 5,", "COPYUID 1 (1) 5", "COPYUID 1 NIL NIL",
          "COPYUID 1 99999999999 5", "COPYUID 1 4294967295 5", "COPYUID 1 1 5 6", "APPENDUID 1 5"})
        QTest::newRow(text) << QByteArray(text);
}

void UidPlusTest::notCopied()
{
    QFETCH(QByteArray, text);
    QVERIFY(!copiedUids(code(text)));
}

void UidPlusTest::destinations()
{
    const auto copied = copiedUids(code("COPYUID 9 304,319:320 3956:3958"));
    QVERIFY(copied);
    QCOMPARE(copied->uidValidity, UidValidity(9));
    QCOMPARE(copied->destinationOf(Uid(320)), Uid(3958));
    QVERIFY(!copied->destinationOf(Uid(305)));
    QVERIFY(!copied->destinationOf(Uid(1)));
    QVERIFY(!copied->destinationOf(Uid(321)));
}

/// One operation may take several commands; what they tell is one answer.
void UidPlusTest::appending()
{
    auto copied = copiedUids(code("COPYUID 9 1:2 11:12"));
    copied->append(*copiedUids(code("COPYUID 9 3 13")));
    QCOMPARE(copied->runs.size(), 1);
    copied->append(*copiedUids(code("COPYUID 9 5 14")));
    QCOMPARE(pairsOf(*copied), QByteArray("1>11 2>12 3>13 5>14"));
}

void UidPlusTest::appended()
{
    const auto one = appendedUids(code("APPENDUID 38505 3955"));
    QVERIFY(one);
    QCOMPARE(*one, (AppendedUids{UidValidity(38505), {Uid(3955)}}));
    QCOMPARE(appendedUids(code("APPENDUID 1 9,3:4"))->uids, (QList<Uid>{Uid(9), Uid(3), Uid(4)}));
}

void UidPlusTest::notAppended()
{
    for (const char *text : {"APPENDUID", "APPENDUID 1", "APPENDUID 0 5", "APPENDUID 1 *", "APPENDUID 1 ()",
                             "APPENDUID 1 5 6", "COPYUID 1 5"})
        QVERIFY2(!appendedUids(code(text)), text);
}

QTEST_GUILESS_MAIN(UidPlusTest)
#include "tst_uidplus.moc"
