#include "types/mailbox.h"
#include "types/mailboxname.h"

#include <QSet>
#include <QtTest>

using namespace imap;

class TestMailboxName : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inboxIsOneName();
    void otherNamesHaveCase();
    void wireBytesAreNotPartOfTheIdentity();
    void selectable();
};

/// RFC 9051 §5.1: INBOX in any case is the same mailbox, but only as a whole name.
void TestMailboxName::inboxIsOneName()
{
    const MailboxName name(QStringLiteral("iNboX"));
    QCOMPARE(name.toString(), QStringLiteral("INBOX"));
    QVERIFY(name.isInbox());
    QVERIFY(name == MailboxName(QStringLiteral("INBOX")));
    QCOMPARE(qHash(name), qHash(MailboxName(QStringLiteral("Inbox"))));
    QVERIFY(!MailboxName(QStringLiteral("INBOX/a")).isInbox());
    QCOMPARE(MailboxName(QStringLiteral("inbox/a")).toString(), QStringLiteral("inbox/a"));
    QVERIFY(!MailboxName(QStringLiteral("INBOXES")).isInbox());
}

void TestMailboxName::otherNamesHaveCase()
{
    QVERIFY(!(MailboxName(QStringLiteral("Drafts")) == MailboxName(QStringLiteral("drafts"))));
    const QSet<MailboxName> set{MailboxName(QStringLiteral("a")), MailboxName(QStringLiteral("A"))};
    QCOMPARE(set.size(), 2);
    QVERIFY(MailboxName().isEmpty());
}

void TestMailboxName::wireBytesAreNotPartOfTheIdentity()
{
    const MailboxName odd(QStringLiteral("R&D"), "R&D");
    QCOMPARE(odd.wireBytes(), QByteArray("R&D"));
    QVERIFY(odd == MailboxName(QStringLiteral("R&D")));
    QVERIFY(MailboxName(QStringLiteral("R&D")).wireBytes().isEmpty());
}

void TestMailboxName::selectable()
{
    MailboxInfo info;
    QVERIFY(info.isSelectable());
    info.attributes = {Flag("\\noselect")};
    QVERIFY(!info.isSelectable());
    info.attributes = {Flag("\\NONEXISTENT"), Flag("\\HasChildren")};
    QVERIFY(!info.isSelectable());
}

QTEST_APPLESS_MAIN(TestMailboxName)
#include "tst_mailboxname.moc"
