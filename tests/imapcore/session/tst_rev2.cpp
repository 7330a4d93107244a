#include "commands/append.h"
#include "commands/enable.h"
#include "commands/list.h"
#include "commands/select.h"
#include "commands/status.h"
#include "support/conversation.h"

using namespace imap;
using namespace imap::test;

// UTF8=ACCEPT (RFC 6855) and IMAP4rev2 (RFC 9051): what changes on the wire once they are in force.

namespace
{

const QString drafts = QStringLiteral("Entwürfe & mehr");
const QByteArray draftsUtf8 = "\"Entw\xC3\xBCrfe & mehr\"";
const QByteArray draftsMutf7 = "\"Entw&APw-rfe &- mehr\"";

void enable(Conversation &talk, const QByteArray &name)
{
    Enable command;
    command.names = {name};
    talk.session().run(std::move(command));
    talk.client("A1 ENABLE " + name);
    talk.server("* ENABLED " + name + "\r\nA1 OK enabled");
}

Select select(const QString &name)
{
    Select command;
    command.mailbox = MailboxName(name);
    return command;
}

} // namespace

class TestRev2 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void namesOnTheWire_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<QByteArray>("enabled");
        QTest::addColumn<bool>("utf8");
        QTest::newRow("rev1") << QByteArray("IMAP4rev1") << QByteArray() << false;
        // RFC 9051 §6.3.1: both are offered, and until ENABLE the old one is in force.
        QTest::newRow("both, not enabled") << QByteArray("IMAP4rev1 IMAP4rev2") << QByteArray() << false;
        QTest::newRow("both, enabled")
            << QByteArray("IMAP4rev1 IMAP4rev2") << QByteArray("IMAP4rev2") << true;
        QTest::newRow("UTF8=ACCEPT offered")
            << QByteArray("IMAP4rev1 ENABLE UTF8=ACCEPT") << QByteArray() << false;
        QTest::newRow("UTF8=ACCEPT enabled")
            << QByteArray("IMAP4rev1 ENABLE UTF8=ACCEPT") << QByteArray("UTF8=ACCEPT") << true;
        QTest::newRow("something else enabled")
            << QByteArray("IMAP4rev1 ENABLE QRESYNC") << QByteArray("QRESYNC") << false;
        // There is nothing to enable.
        QTest::newRow("rev2 alone") << QByteArray("IMAP4rev2") << QByteArray() << true;
    }
    void namesOnTheWire()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(QByteArray, enabled);
        QFETCH(bool, utf8);
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY " + capabilities + "] hi");
        if (!enabled.isEmpty())
            enable(talk, enabled);
        const QByteArray tag = enabled.isEmpty() ? "A1" : "A2";
        QCOMPARE(talk.session().state().isUtf8(), utf8);
        // What is written ...
        const auto listed = talk.session().run(List{});
        talk.client(tag + " LIST \"\" *");
        // ... and read: "&-" is a name of its own where names are UTF-8.
        talk.server("* LIST () \"/\" " + (utf8 ? draftsUtf8 : draftsMutf7));
        talk.server("* LIST () \"/\" \"A&-B\"\r\n" + tag + " OK");
        const QList<MailboxInfo> found = listed.result().mailboxes;
        QCOMPARE(found.at(0).name.toString(), drafts);
        QCOMPARE(found.at(1).name.toString(), utf8 ? QStringLiteral("A&-B") : QStringLiteral("A&B"));
        talk.session().run(select(drafts));
        const QByteArray nextTag = enabled.isEmpty() ? "A2" : "A3";
        talk.client(nextTag + " SELECT " + (utf8 ? draftsUtf8 : draftsMutf7));
        talk.server("* 1 EXISTS\r\n" + nextTag + " OK");
        // A name that came goes back as it came.
        talk.session().run(select(found.at(1).name.toString()));
        talk.client((enabled.isEmpty() ? QByteArray("A3") : QByteArray("A4")) + " SELECT A&-B");
    }
    // Sent before the server said ENABLED it would be read in the new way and has been written in the old.
    void namesWaitForEnable()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 ENABLE UTF8=ACCEPT] hi");
        Enable command;
        command.names = {"UTF8=ACCEPT"};
        talk.session().run(std::move(command));
        talk.session().run(select(drafts));
        talk.client("A1 ENABLE UTF8=ACCEPT");
        QVERIFY(talk.isSilent());
        talk.server("* ENABLED UTF8=ACCEPT\r\nA1 OK");
        talk.client("A2 SELECT " + draftsUtf8);
    }
    // RFC 5161 §3.1: what the server does not list was not enabled.
    void refusedEnableChangesNothing()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 ENABLE UTF8=ACCEPT] hi");
        Enable command;
        command.names = {"UTF8=ACCEPT"};
        talk.session().run(std::move(command));
        talk.client("A1 ENABLE UTF8=ACCEPT");
        talk.server("* ENABLED\r\nA1 OK");
        talk.session().run(select(drafts));
        talk.client("A2 SELECT " + draftsMutf7);
    }
    // RFC 6855 §3: statuses and codes, too.
    void statusOfAUtf8Name()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev2] hi");
        Status status;
        status.mailbox = MailboxName(drafts);
        status.items.messages = true;
        const auto asked = talk.session().run(std::move(status));
        talk.client("A1 STATUS " + draftsUtf8 + " (MESSAGES)");
        talk.server("* STATUS " + draftsUtf8 + " (MESSAGES 3)\r\nA1 OK");
        QCOMPARE(asked.result().messages, std::optional<quint32>(3));
    }
    // Octets that are no UTF-8 are a name all the same, and go back unchanged.
    void namesThatAreNoUtf8()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev2] hi");
        const auto listed = talk.session().run(List{});
        talk.client("A1 LIST \"\" *");
        talk.server("* LIST () \"/\" \"caf\xE9\"\r\nA1 OK");
        const MailboxName name = listed.result().mailboxes.first().name;
        QCOMPARE(name.wireBytes(), QByteArray("caf\xE9"));
        Select command;
        command.mailbox = name;
        talk.session().run(std::move(command));
        QTRY_VERIFY(talk.unread().startsWith("A2 SELECT {4}\r\n") ||
                    talk.log().toText().contains(QLatin1String("SELECT {4")));
    }

    // ---- IMAP4rev2's SELECT

    void selectWithoutRecent()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev2] hi");
        const auto selected = talk.session().run(select(QStringLiteral("INBOX")));
        talk.client("A1 SELECT INBOX");
        talk.server(
            "* 172 EXISTS\r\n* OK [UIDVALIDITY 3857529045] UIDs valid\r\n* OK [UIDNEXT 4392] Predicted\r\n"
            "* FLAGS (\\Answered \\Seen)\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] Limited\r\n"
            "* LIST () \"/\" INBOX\r\nA1 OK [READ-WRITE] SELECT completed");
        const SelectResult result = selected.result();
        QCOMPARE(result.exists, 172u);
        QVERIFY(!result.recent);
        QCOMPARE(result.listed, std::optional<MailboxName>(MailboxName(QStringLiteral("INBOX"))));
        QCOMPARE(talk.session().state().mailbox->exists, 172u);
    }
    // RFC 9051 §7.1: until [CLOSED] the server may still speak of the mailbox that was open before.
    void whatComesBeforeClosedIsOfTheOldMailbox()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev2] hi");
        talk.session().run(select(QStringLiteral("INBOX")));
        talk.client("A1 SELECT INBOX");
        talk.server("* 10 EXISTS\r\nA1 OK [READ-WRITE] done");
        const auto selected = talk.session().run(select(QStringLiteral("Sent")));
        talk.client("A2 SELECT Sent");
        talk.server("* 11 EXISTS\r\n* 3 EXPUNGE\r\n* 4 FETCH (UID 77 FLAGS (\\Seen) MODSEQ (99))\r\n"
                    "* OK [HIGHESTMODSEQ 99] old");
        talk.server("* OK [CLOSED] Previous mailbox closed");
        talk.server("* 2 EXISTS\r\n* OK [UIDNEXT 3] next\r\nA2 OK [READ-ONLY] done");
        const SelectedMailbox mailbox = *talk.session().state().mailbox;
        QCOMPARE(mailbox.name.toString(), QStringLiteral("Sent"));
        QCOMPARE(mailbox.exists, 2u);
        QCOMPARE(mailbox.uidNext, Uid{3});
        QVERIFY(!mailbox.highestModSeq.isValid());
        QVERIFY(mailbox.readOnly);
        QCOMPARE(selected.result().exists, 2u);
    }
    // An EXPUNGE of the old mailbox with no [CLOSED] behind it (RFC 3501) does not bring the count below
    // zero.
    void oldServersSayNoClosed()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1] hi");
        talk.session().run(select(QStringLiteral("INBOX")));
        talk.client("A1 SELECT INBOX");
        talk.server("* 10 EXISTS\r\nA1 OK [READ-WRITE] done");
        talk.session().run(select(QStringLiteral("Sent")));
        talk.client("A2 SELECT Sent");
        talk.server("* 3 EXPUNGE\r\n* 2 EXISTS\r\n* 0 RECENT\r\nA2 OK done");
        QCOMPARE(talk.session().state().mailbox->exists, 2u);
    }
};

QTEST_GUILESS_MAIN(TestRev2)
#include "tst_rev2.moc"
