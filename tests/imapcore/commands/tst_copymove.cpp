#include "imapcore/commands/commandtesting.h"

#include "commands/copymove.h"

using namespace imap;
using namespace testing;

class CopyMoveTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void refusesNothing();
    void requirements();
    void copyUidOfTheTaggedLine();
    void moveTellsItBeforeTheExpunges();
    void withoutUidPlus();
    void namesOnlyWhatWasAskedFor();
    void tryCreate();
};

void CopyMoveTest::encode()
{
    const MailboxName into(QStringLiteral("Entwürfe/Alte & neue"));
    QCOMPARE(encoded(Copy{.messages = *UidSet::parse("2,4:5"), .mailbox = into}),
             QByteArray("A UID COPY 2,4:5 \"Entw&APw-rfe/Alte &- neue\""));
    QCOMPARE(encoded(Copy{.messages = *SeqSet::parse("2:*"), .mailbox = MailboxName(QStringLiteral("x"))}),
             QByteArray("A COPY 2:* x"));
    QCOMPARE(encoded(Move{.messages = *UidSet::parse("7"), .mailbox = into}, {.utf8 = true}),
             QByteArray("A UID MOVE 7 \"Entwürfe/Alte & neue\""));
    QCOMPARE(encoded(Move{.messages = *SeqSet::parse("1"), .mailbox = MailboxName(QStringLiteral("INBOX"))}),
             QByteArray("A MOVE 1 INBOX"));
}

void CopyMoveTest::refusesNothing()
{
    QVERIFY_EXCEPTION_THROWN(encoded(Copy{.mailbox = MailboxName(QStringLiteral("x"))}),
                             std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(encoded(Move{.mailbox = MailboxName(QStringLiteral("x"))}),
                             std::invalid_argument);
}

void CopyMoveTest::requirements()
{
    const Requirements copy = Copy{.messages = UidSet::single(Uid(1))}.requirements();
    QVERIFY(!copy.modifiesMailbox && copy.capability.empty() && !copy.usesSequenceNumbers);
    const Requirements move = Move{.messages = SeqSet::single(SeqNum(1))}.requirements();
    QVERIFY(move.modifiesMailbox && move.usesSequenceNumbers && move.mayCauseExpunge);
    QVERIFY(move.capability == "MOVE");
}

void CopyMoveTest::copyUidOfTheTaggedLine()
{
    const Copy command{.messages = *UidSet::parse("304,319:320")};
    const CopyResult result =
        run(command, {"* 5 EXISTS"}, completion("A OK [COPYUID 38505 304,319:320 3956:3958] Done"));
    QCOMPARE(result.text, QByteArray("Done"));
    QVERIFY(result.copied);
    QCOMPARE(result.copied->destinationOf(Uid(319)), Uid(3957));
}

/// RFC 6851 §4.3: an untagged OK carries the code, because the EXPUNGEs follow it.
void CopyMoveTest::moveTellsItBeforeTheExpunges()
{
    const Move command{.messages = *UidSet::parse("42:69")};
    const CopyResult result = run(command,
                                  {"* OK [COPYUID 432432 42:43 1202:1203]", "* 22 EXPUNGE",
                                   "* OK [ALERT] quota", "* OK [COPYUID 432432 69 1210] more"},
                                  completion("A OK Done"));
    QVERIFY(result.copied);
    QCOMPARE(result.copied->count(), 3u);
    QCOMPARE(result.copied->destinationOf(Uid(69)), Uid(1210));
    // Servers that answer as for COPY.
    QVERIFY(run(command, {}, completion("A OK [COPYUID 1 42 7] Done")).copied);
}

void CopyMoveTest::withoutUidPlus()
{
    QVERIFY(!run(Copy{}, {}, completion("A OK Done")).copied);
    QVERIFY(!run(Move{}, {"* OK [COPYUID 1 2] odd"}, completion("A OK [HIGHESTMODSEQ 7] Done")).copied);
}

/// What was copied is removed next where there is no MOVE, so a server's mistake must not name others.
void CopyMoveTest::namesOnlyWhatWasAskedFor()
{
    const Copy command{.messages = *UidSet::parse("5,7:9")};
    for (const char *code : {"COPYUID 9 1:100 201:300", "COPYUID 9 5:7 201:203", "COPYUID 9 201 5"})
        QVERIFY2(!run(command, {}, completion("A OK [" + QByteArray(code) + "] Done")).copied, code);
    QVERIFY(run(command, {}, completion("A OK [COPYUID 9 7:8 201:202] Done")).copied);
    QVERIFY(
        run(Copy{.messages = *UidSet::parse("5:*")}, {}, completion("A OK [COPYUID 9 6 201] Done")).copied);
    const Move move{.messages = *UidSet::parse("5")};
    QVERIFY(!run(move, {"* OK [COPYUID 9 6 201] moved"}, completion("A OK Done")).copied);
}

/// The code stays on the error, for those who offer to make the folder.
void CopyMoveTest::tryCreate()
{
    QCOMPARE(completion("A NO [TRYCREATE] no such mailbox").code.name, QByteArray("TRYCREATE"));
}

QTEST_GUILESS_MAIN(CopyMoveTest)
#include "tst_copymove.moc"
