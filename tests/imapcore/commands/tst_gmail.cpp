#include "imapcore/commands/commandtesting.h"

#include "commands/gmail.h"

using namespace imap;
using namespace testing;

class GmailTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode_data();
    void encode();
    void needsGmail();
    void updates();
};

void GmailTest::encode_data()
{
    QTest::addColumn<QStringList>("labels");
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("utf8");
    const auto row = [](const char *name, const QStringList &labels, const QByteArray &plain,
                        const QByteArray &utf8) { QTest::newRow(name) << labels << plain << utf8; };
    row("none", {}, "()", "()");
    row("Gmail's own", {QStringLiteral("\\Inbox"), QStringLiteral("\\Starred")}, "(\\Inbox \\Starred)",
        "(\\Inbox \\Starred)");
    row("words", {QStringLiteral("Work"), QStringLiteral("Muy Importante")}, "(Work \"Muy Importante\")",
        "(Work \"Muy Importante\")");
    row("nested", {QStringLiteral("Work/2024")}, "(Work/2024)", "(Work/2024)");
    row("beyond ASCII", {QStringLiteral("Entw\u00fcrfe")}, "(Entw&APw-rfe)", "(\"Entw\xc3\xbcrfe\")");
    row("ampersand", {QStringLiteral("A&B")}, "(A&-B)", "(A&B)");
    // Names that look like something else stay names.
    row("quotes", {QStringLiteral("a\"b")}, "(\"a\\\"b\")", "(\"a\\\"b\")");
    row("backslash inside", {QStringLiteral("\\a b"), QStringLiteral("\\")}, "(\"\\\\a b\" \"\\\\\")",
        "(\"\\\\a b\" \"\\\\\")");
    row("parentheses and NIL", {QStringLiteral("(x)"), QStringLiteral("NIL"), QString()},
        "(\"(x)\" \"NIL\" \"\")", "(\"(x)\" \"NIL\" \"\")");
}

void GmailTest::encode()
{
    QFETCH(QStringList, labels);
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, utf8);
    StoreGmailLabels command{.messages = UidSet::single(Uid(7)), .labels = labels};
    QCOMPARE(encoded(command), "A UID STORE 7 +X-GM-LABELS " + plain);
    command.action = Store::Remove;
    command.silent = true;
    QCOMPARE(encoded(command, {.utf8 = true}), "A UID STORE 7 -X-GM-LABELS.SILENT " + utf8);
    command.messages = SeqSet::single(SeqNum(2));
    command.action = Store::Replace;
    command.silent = false;
    QCOMPARE(encoded(command), "A STORE 2 X-GM-LABELS " + plain);
}

void GmailTest::needsGmail()
{
    const Requirements needs = StoreGmailLabels{.messages = UidSet::single(Uid(7))}.requirements();
    QVERIFY(needs.capability == "X-GM-EXT-1");
    QVERIFY(needs.modifiesMailbox);
}

void GmailTest::updates()
{
    const StoreGmailLabels command{.messages = *UidSet::parse("7,9")};
    const StoreResult result =
        run(command, {"* 1 FETCH (X-GM-LABELS (\\Inbox Work) UID 7)", "* 3 FETCH (X-GM-LABELS () UID 8)"});
    QCOMPARE(result.updates.size(), 1);
    QCOMPARE(*result.updates.first().gmailLabels,
             QStringList({QStringLiteral("\\Inbox"), QStringLiteral("Work")}));
}

QTEST_GUILESS_MAIN(GmailTest)
#include "tst_gmail.moc"
