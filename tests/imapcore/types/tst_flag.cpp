#include "support/randomvalues.h"
#include "types/flag.h"

#include <QSet>
#include <QtTest>

using namespace imap;

class TestFlag : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesWithoutCase();
    void tellsSystemFlagsFromKeywords();
    void setKeepsTheFirstSpelling();
    void setInsertsAndRemoves();
    void setsWithTheSameMembersAreEqual();
};

void TestFlag::comparesWithoutCase()
{
    QCOMPARE(Flag("\\SEEN"), flags::Seen);
    QVERIFY(!(Flag("\\Seen2") == flags::Seen));
    QVERIFY(!(Flag("Seen") == flags::Seen));
    QVERIFY(!(Flag("$a") < Flag("$A")));
    QVERIFY(Flag("$A") < Flag("$b"));
    const QSet<Flag> set{Flag("$Junk"), Flag("$JUNK"), Flag("$NotJunk")};
    QCOMPARE(set.size(), 2);
    // Only ASCII letters have a case here.
    QVERIFY(!(Flag("\xc4") == Flag("\xe4")));
}

void TestFlag::tellsSystemFlagsFromKeywords()
{
    QVERIFY(flags::Draft.isSystem());
    QVERIFY(!flags::Draft.isKeyword());
    QVERIFY(Flag("$Forwarded").isKeyword());
    QVERIFY(!Flag("$Forwarded").isSystem());
    QVERIFY(!Flag().isKeyword());
    QVERIFY(!Flag().isSystem());
}

void TestFlag::setKeepsTheFirstSpelling()
{
    FlagSet set{Flag("$MDNSent")};
    QVERIFY(!set.insert(Flag("$mdnsent")));
    QCOMPARE(set.toList().first().name(), QByteArray("$MDNSent"));
    const FlagSet list(QList<Flag>{Flag("b"), Flag("A"), Flag("a"), Flag("B")});
    QCOMPARE(list.size(), 2);
    QCOMPARE(list.toList().first().name(), QByteArray("A"));
    QCOMPARE(list.toList().last().name(), QByteArray("b"));
}

void TestFlag::setInsertsAndRemoves()
{
    FlagSet set;
    QVERIFY(set.isEmpty());
    QVERIFY(set.insert(flags::Seen));
    QVERIFY(set.contains(Flag("\\seen")));
    QVERIFY(!set.remove(flags::Draft));
    QVERIFY(set.remove(Flag("\\SEEN")));
    QVERIFY(!set.remove(flags::Seen));
    QVERIFY(set.isEmpty());
}

void TestFlag::setsWithTheSameMembersAreEqual()
{
    imap::test::RandomValues random;
    for (int i = 0; i < 1000; ++i) {
        QList<Flag> list;
        for (qsizetype n = random.below(12); n > 0; --n)
            list.append(Flag(random.text(3, "abAB$")));
        FlagSet forward;
        FlagSet backward;
        for (qsizetype n = 0; n < list.size(); ++n) {
            forward.insert(list[n]);
            backward.insert(list[list.size() - 1 - n]);
        }
        QCOMPARE(forward, backward);
        QCOMPARE(forward, FlagSet(list));
        for (const Flag &flag : list) {
            QVERIFY(forward.contains(Flag(flag.name().toUpper())));
            backward.remove(flag);
        }
        QVERIFY(backward.isEmpty());
    }
}

QTEST_APPLESS_MAIN(TestFlag)
#include "tst_flag.moc"
