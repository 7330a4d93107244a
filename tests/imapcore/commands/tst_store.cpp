#include "imapcore/commands/commandtesting.h"

#include "commands/store.h"

using namespace imap;
using namespace testing;

class StoreTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode_data();
    void encode();
    void refusesWhatIsNoFlag();
    void requirements();
    void updates();
    void modified();
};

void StoreTest::encode_data()
{
    QTest::addColumn<Store>("command");
    QTest::addColumn<QByteArray>("bytes");
    const MessageSet uids = *UidSet::parse("4,7:9");
    const MessageSet numbers = *SeqSet::parse("1:*");
    const FlagSet seen{flags::Seen};
    QTest::newRow("add") << Store{.messages = uids, .flags = seen}
                         << QByteArray("A UID STORE 4,7:9 +FLAGS (\\Seen)");
    QTest::newRow("remove") << Store{.messages = numbers,
                                     .action = Store::Remove,
                                     .flags = {Flag("$X"), flags::Deleted}}
                            << QByteArray("A STORE 1:* -FLAGS ($X \\Deleted)");
    QTest::newRow("replace with none") << Store{.messages = uids, .action = Store::Replace, .silent = true}
                                       << QByteArray("A UID STORE 4,7:9 FLAGS.SILENT ()");
    QTest::newRow("unchanged since")
        << Store{.messages = uids, .flags = seen, .silent = true, .unchangedSince = ModSeq(12121230045)}
        << QByteArray("A UID STORE 4,7:9 (UNCHANGEDSINCE 12121230045) +FLAGS.SILENT (\\Seen)");
    QTest::newRow("unchanged since 0") << Store{.messages = uids, .flags = seen, .unchangedSince = ModSeq(0)}
                                       << QByteArray("A UID STORE 4,7:9 (UNCHANGEDSINCE 0) +FLAGS (\\Seen)");
}

void StoreTest::encode()
{
    QFETCH(Store, command);
    QFETCH(QByteArray, bytes);
    QCOMPARE(encoded(command), bytes);
}

void StoreTest::refusesWhatIsNoFlag()
{
    for (const char *name : {"", "a b", "a\r\nb", "(", "\\", "x\"", "\xc3\xa4"}) {
        const Store command{.messages = UidSet::single(Uid(1)), .flags = {Flag(name)}};
        QVERIFY_EXCEPTION_THROWN(encoded(command), std::invalid_argument);
    }
    QVERIFY_EXCEPTION_THROWN(encoded(Store{.flags = {flags::Seen}}), std::invalid_argument);
}

void StoreTest::requirements()
{
    const Requirements byUid = Store{.messages = UidSet::single(Uid(1))}.requirements();
    QVERIFY(byUid.modifiesMailbox && byUid.writesFlags && byUid.mayCauseExpunge &&
            !byUid.usesSequenceNumbers);
    QCOMPARE(byUid.states, unsigned(Selected));
    const Requirements byNumber = Store{.messages = SeqSet::single(SeqNum(1))}.requirements();
    QVERIFY(byNumber.usesSequenceNumbers && !byNumber.mayCauseExpunge);
    const Store conditional{.messages = UidSet::single(Uid(1)), .unchangedSince = ModSeq(1)};
    QVERIFY_EXCEPTION_THROWN(conditional.check(Capabilities({"IMAP4rev1"})), CapabilityError);
    conditional.check(Capabilities({"CONDSTORE"}));
}

void StoreTest::updates()
{
    const Store command{.messages = *UidSet::parse("4,7")};
    const StoreResult result = run(command,
                                   {"* 2 FETCH (UID 4 FLAGS (\\Seen))", "* 9 FETCH (UID 99 FLAGS ())",
                                    "* 3 FETCH (FLAGS (\\Seen))", "* 3 EXPUNGE"},
                                   completion("A OK done"));
    QCOMPARE(result.updates.size(), 2);
    QVERIFY(result.modified.isEmpty());

    // With CONDSTORE each message has its answer, which nobody needs.
    const Store silent{.messages = *UidSet::parse("4,7"), .silent = true};
    QVERIFY(run(silent, {"* 2 FETCH (UID 4 MODSEQ (9))"}).updates.isEmpty());

    // It is asked by some which of them have it now: the latest word counts.
    const Store star{.messages = *UidSet::parse("4,7"), .flags = {flags::Flagged}, .silent = true};
    QCOMPARE(run(star, {"* 2 FETCH (UID 4 MODSEQ (9))", "* 3 FETCH (UID 7 FLAGS (\\Flagged))",
                        "* 2 FETCH (UID 4 FLAGS ())", "* 3 FETCH (FLAGS (\\Flagged))"})
                 .confirmed,
             UidSet::single(Uid(7)));

    const Store numbered{.messages = *SeqSet::parse("2:3")};
    QCOMPARE(run(numbered, {"* 2 FETCH (FLAGS ())", "* 4 FETCH (FLAGS ())"}).updates.size(), 1);
}

/// RFC 7162 §3.1.3: what another client changed first is not stored, and the answer is still OK.
void StoreTest::modified()
{
    const Completion answer = completion("A OK [MODIFIED 7,9] Conditional STORE failed");
    QCOMPARE(run(Store{.messages = *UidSet::parse("1:9")}, {}, answer).modified.toByteArray(),
             QByteArray("7,9"));
    const StoreResult numbers = run(Store{.messages = *SeqSet::parse("1:9")}, {}, answer);
    QCOMPARE(numbers.modifiedNumbers.toByteArray(), QByteArray("7,9"));
    QVERIFY(numbers.modified.isEmpty());
    for (const char *line : {"A OK [MODIFIED] x", "A OK [MODIFIED x] x", "A OK [MODIFIED ()] x", "A OK x"})
        QVERIFY(run(Store{.messages = *UidSet::parse("1")}, {}, completion(line)).modified.isEmpty());
    // A NO carries it as well; the error then has the code.
    QCOMPARE(completion("A NO [MODIFIED 2] gone").code.arguments, QList<Token>{atom("2")});
}

QTEST_GUILESS_MAIN(StoreTest)
#include "tst_store.moc"
