#include "imapcore/commands/commandtesting.h"

#include "commands/mailbox.h"

using namespace imap;
using namespace testing;

class MailboxTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void specialUse();
    void rawNamesGoBackUnchanged();
    void mailboxId();
    void nothingIsCollected();
};

namespace
{
MailboxName name(const char *text)
{
    return MailboxName(QString::fromUtf8(text));
}
} // namespace

void MailboxTest::encode()
{
    QCOMPARE(encoded(Create{.mailbox = name("Größe & Co")}), QByteArray("A CREATE \"Gr&APYA3w-e &- Co\""));
    QCOMPARE(encoded(Delete{.mailbox = name("a/b")}), QByteArray("A DELETE a/b"));
    QCOMPARE(encoded(Rename{.from = name("a"), .to = name("b c")}), QByteArray("A RENAME a \"b c\""));
    QCOMPARE(encoded(Subscribe{.mailbox = name("inbox")}), QByteArray("A SUBSCRIBE INBOX"));
    QCOMPARE(encoded(Unsubscribe{.mailbox = name("*%")}), QByteArray("A UNSUBSCRIBE \"*%\""));
    QCOMPARE(encoded(Delete{.mailbox = name("ä")}, {.utf8 = true}), QByteArray("A DELETE \"\xc3\xa4\""));
}

void MailboxTest::specialUse()
{
    const Create command{.mailbox = name("S"), .specialUse = {"\\Sent", "\\Flagged"}};
    QCOMPARE(encoded(command), QByteArray("A CREATE S (USE (\\Sent \\Flagged))"));
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"SPECIAL-USE"})), CapabilityError);
    command.check(Capabilities({"CREATE-SPECIAL-USE"}));
    QVERIFY_EXCEPTION_THROWN(encoded(Create{.mailbox = name("S"), .specialUse = {"\\a b"}}),
                             std::invalid_argument);
}

/// A name that is not modified UTF-7 can still be deleted.
void MailboxTest::rawNamesGoBackUnchanged()
{
    const auto list = untagged<ListResponse>("* LIST () \"/\" \"B\xfc\"");
    QVERIFY(list);
    const auto chunks = written(Delete{.mailbox = list->mailbox.name}).finish("A");
    QVERIFY(chunks.last().bytes.contains("B\xfc"));
}

void MailboxTest::mailboxId()
{
    const Create command{.mailbox = name("x")};
    QCOMPARE(run(command, {}, completion("A OK [MAILBOXID (F221-ea)] made")).mailboxId,
             OptionalBytes("F221-ea"));
    QVERIFY(!run(command, {}, completion("A OK [MAILBOXID] made")).mailboxId);
    QVERIFY(!run(command, {}, completion("A OK made")).mailboxId);
}

void MailboxTest::nothingIsCollected()
{
    const Untagged list = anyUntagged("* LIST () \"/\" x");
    Nothing nothing;
    CreateResult created;
    QVERIFY(!Create{}.collect(list, created));
    QVERIFY(!Delete{}.collect(list, nothing));
    QVERIFY(!Rename{}.collect(list, nothing));
    QVERIFY(!Subscribe{}.collect(list, nothing));
    QVERIFY(!Unsubscribe{}.collect(list, nothing));
}

QTEST_GUILESS_MAIN(MailboxTest)
#include "tst_mailbox.moc"
