#include "imapcore/commands/commandtesting.h"

#include "commands/status.h"

using namespace imap;
using namespace testing;

class StatusTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void parse();
    void oddAnswers();
    void malformed_data();
    void malformed();
    void result();
    void support();
};

void StatusTest::encode()
{
    const Status command{.mailbox = MailboxName(QStringLiteral("Entwürfe")),
                         .items = {.messages = true, .uidNext = true, .unseen = true, .extra = {"X-FOO"}}};
    QCOMPARE(encoded(command), QByteArray("A STATUS Entw&APw-rfe (MESSAGES UIDNEXT UNSEEN X-FOO)"));
    const Status all{.mailbox = MailboxName(QStringLiteral("a b")),
                     .items = {true, true, true, true, true, true, true, true, true, true, true, {}}};
    QCOMPARE(encoded(all),
             QByteArray("A STATUS \"a b\" (MESSAGES UIDNEXT UIDVALIDITY UNSEEN RECENT DELETED SIZE "
                        "HIGHESTMODSEQ APPENDLIMIT MAILBOXID DELETED-STORAGE)"));
}

void StatusTest::parse()
{
    const auto response = untagged<MailboxStatusResponse>(
        "* STATUS \"a b\" (MESSAGES 231 RECENT 1 UNSEEN 2 DELETED 3 UIDNEXT 44292 UIDVALIDITY 4294967295 "
        "HIGHESTMODSEQ "
        "7011231777 SIZE 5000000000 APPENDLIMIT 257890 MAILBOXID (F22-1) DELETED-STORAGE 8)");
    QVERIFY(response);
    QCOMPARE(response->mailbox.toString(), QStringLiteral("a b"));
    const MailboxStatus &status = response->status;
    QCOMPARE(status.messages, std::optional<quint32>(231));
    QCOMPARE(status.recent, std::optional<quint32>(1));
    QCOMPARE(status.unseen, std::optional<quint32>(2));
    QCOMPARE(status.deleted, std::optional<quint32>(3));
    QCOMPARE(status.uidNext, std::optional(Uid(44292)));
    QCOMPARE(status.uidValidity, std::optional(UidValidity(4294967295u)));
    QCOMPARE(status.highestModSeq, std::optional(ModSeq(7011231777u)));
    QCOMPARE(status.size, std::optional<quint64>(5000000000u));
    QCOMPARE(status.appendLimit, std::optional<quint64>(257890));
    QCOMPARE(status.mailboxId, std::optional<QByteArray>("F22-1"));
    QCOMPARE(status.deletedStorage, std::optional<quint64>(8));
}

void StatusTest::oddAnswers()
{
    QCOMPARE(untagged<MailboxStatusResponse>("* STATUS x ()")->status, MailboxStatus());
    const auto response =
        untagged<MailboxStatusResponse>("* status x (messages 1 APPENDLIMIT NIL UNSEEN NIL Foo (a b))");
    QVERIFY(response);
    QCOMPARE(response->status.messages, std::optional<quint32>(1));
    QVERIFY(!response->status.appendLimit);
    QVERIFY(!response->status.unseen);
    QVERIFY(response->others.contains("FOO"));
    QVERIFY(response->others.value("UNSEEN").isNil());
}

void StatusTest::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line :
         {"* STATUS", "* STATUS INBOX", "* STATUS INBOX (MESSAGES)", "* STATUS INBOX (MESSAGES 1",
          "* STATUS INBOX (MESSAGES 4294967296)", "* STATUS INBOX (SIZE 18446744073709551616)"})
        QTest::newRow(line) << QByteArray(line);
}

void StatusTest::malformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(isMalformed(line));
    feedTruncated(line);
}

/// Answers for other mailboxes may come in between (RFC 9051 §7).
void StatusTest::result()
{
    const Status command{.mailbox = MailboxName(QStringLiteral("inbox"))};
    const MailboxStatus status = run(command, {"* STATUS other (MESSAGES 9)", "* STATUS INBOX (MESSAGES 3)",
                                               "* STATUS other (MESSAGES 8)"});
    QCOMPARE(status.messages, std::optional<quint32>(3));
    QCOMPARE(run(command, {}), MailboxStatus());
}

void StatusTest::support()
{
    const StatusItems all{.messages = true,
                          .deleted = true,
                          .size = true,
                          .highestModSeq = true,
                          .appendLimit = true,
                          .mailboxId = true,
                          .deletedStorage = true};
    const StatusItems plain = all.supportedBy(Capabilities({"IMAP4rev1"}));
    QCOMPARE(plain, StatusItems{.messages = true});
    const Capabilities rich({"IMAP4rev2", "QRESYNC", "APPENDLIMIT", "OBJECTID", "QUOTA=RES-STORAGE"});
    QCOMPARE(all.supportedBy(rich), all);
    const Status command{.mailbox = MailboxName(QStringLiteral("x")), .items = all};
    command.check(rich);
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"IMAP4rev1", "CONDSTORE"})), CapabilityError);
    // One limit for all mailboxes is known without asking.
    QVERIFY(StatusItems{.appendLimit = true}.supportedBy(Capabilities({"APPENDLIMIT=100"})).isEmpty());
    // RFC 9208 brings the number of deleted messages to IMAP4rev1.
    const StatusItems deleted{.deleted = true};
    QCOMPARE(deleted.supportedBy(Capabilities({"IMAP4rev1", "QUOTA=RES-MESSAGE"})), deleted);
    QVERIFY(StatusItems{}.isEmpty());
    QVERIFY(!all.isEmpty());
}

QTEST_GUILESS_MAIN(StatusTest)
#include "tst_status.moc"
