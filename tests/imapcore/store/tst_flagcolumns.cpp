#include "store/flagcolumns.h"

#include <QtTest>

using namespace imap;
using namespace imap::store;

class TestFlagColumns : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip();
    void seenIsTheBitThatSqlCounts();
    void caseOfSystemFlags();
    void unknownSystemFlags();
    void namesThatAreNoAtoms();
    void attributes();
    void labels();
};

void TestFlagColumns::roundTrip()
{
    const FlagSet set{flags::Seen, flags::Flagged, flags::Draft, Flag("$Forwarded"), Flag("NonJunk")};
    const FlagColumns columns = toColumns(set);
    QCOMPARE(fromColumns(columns.mask, columns.words), set);
    QCOMPARE(fromColumns(0, {}), FlagSet());
}

void TestFlagColumns::seenIsTheBitThatSqlCounts()
{
    QCOMPARE(toColumns({flags::Seen}).mask, 1);
    QCOMPARE(toColumns({Flag("Seen")}).mask, 0); // a keyword
}

void TestFlagColumns::caseOfSystemFlags()
{
    QCOMPARE(toColumns({Flag("\\SEEN")}).mask, FlagColumns::Seen);
}

void TestFlagColumns::unknownSystemFlags()
{
    const FlagColumns columns = toColumns({Flag("\\Phishing"), flags::Answered});
    QCOMPARE(columns.words, QByteArray("\\Phishing"));
    QVERIFY(fromColumns(columns.mask, columns.words).contains(Flag("\\phishing")));
}

void TestFlagColumns::namesThatAreNoAtoms()
{
    QCOMPARE(toColumns({Flag("a b"), Flag(""), Flag("c\nd"), Flag("ok")}).words, QByteArray("ok"));
    QCOMPARE(fromColumns(0, "  a   b ").size(), 2);
}

void TestFlagColumns::attributes()
{
    const FlagSet attributes{Flag("\\HasChildren"), Flag("\\Sent"), Flag("\\Noselect")};
    QCOMPARE(fromColumns(0, wordsOf(attributes)), attributes);
}

void TestFlagColumns::labels()
{
    const QStringList labels{QStringLiteral("Grüße & mehr"), QStringLiteral("\\Inbox"),
                             QStringLiteral("a b")};
    QCOMPARE(labelsFromColumn(*labelsToColumn(labels)), labels);
    QVERIFY(!labelsToColumn({}));
    QVERIFY(!labelsToColumn({QString(), QStringLiteral("two\nlines")}));
    QCOMPARE(labelsFromColumn({}), QStringList());
}

QTEST_APPLESS_MAIN(TestFlagColumns)
#include "tst_flagcolumns.moc"
