#include "imapcore/commands/commandtesting.h"

#include "commands/expunge.h"

using namespace imap;
using namespace testing;

class ExpungeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void requirements();
    void keepsTheOrder();
    void vanished();
};

void ExpungeTest::encode()
{
    QCOMPARE(encoded(Expunge{}), QByteArray("A EXPUNGE"));
    QCOMPARE(encoded(UidExpunge{.messages = *UidSet::parse("3000:3002,9")}),
             QByteArray("A UID EXPUNGE 9,3000:3002"));
    // Without a set it would be EXPUNGE, and take what others have marked.
    QVERIFY_EXCEPTION_THROWN(encoded(UidExpunge{}), std::invalid_argument);
}

void ExpungeTest::requirements()
{
    QVERIFY(Expunge{}.requirements().modifiesMailbox && Expunge{}.requirements().mayCauseExpunge);
    QVERIFY(UidExpunge{}.requirements().capability == "UIDPLUS");
}

/// Each number counts from the list as it is after those before it, so the order is part of the answer.
void ExpungeTest::keepsTheOrder()
{
    const ExpungeResult result =
        run(Expunge{}, {"* 3 EXPUNGE", "* 3 EXPUNGE", "* 5 FETCH (FLAGS ())", "* 8 EXPUNGE", "* 9 EXISTS"},
            completion("A OK [HIGHESTMODSEQ 7] Expunge completed."));
    QCOMPARE(result.text, QByteArray("Expunge completed."));
    QCOMPARE(result.responses.size(), 4);
    QCOMPARE(std::get<ExpungeResponse>(result.responses.at(2)).number, SeqNum(8));
    QCOMPARE(std::get<ExistsResponse>(result.responses.at(3)).count, 9u);
}

void ExpungeTest::vanished()
{
    const ExpungeResult result = run(UidExpunge{.messages = *UidSet::parse("1:9")},
                                     {"* VANISHED (EARLIER) 1:3", "* VANISHED 5,7"}, completion("A OK x"));
    QCOMPARE(result.responses.size(), 1);
    QCOMPARE(std::get<VanishedResponse>(result.responses.first()).uids.toByteArray(), QByteArray("5,7"));
}

QTEST_GUILESS_MAIN(ExpungeTest)
#include "tst_expunge.moc"
