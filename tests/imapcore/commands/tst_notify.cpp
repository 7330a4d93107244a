#include "imapcore/commands/commandtesting.h"

#include "commands/notify.h"

using namespace imap;
using namespace testing;

class NotifyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip_data();
    void roundTrip();
    void encode();
    void badGroups_data();
    void badGroups();
    void forbidden_data();
    void forbidden();
    void statusFirst();
    void badEvent();
    void overflow();
};

void NotifyTest::roundTrip_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("written");
    const auto row = [](const char *typed, const char *written) {
        QTest::newRow(typed) << QByteArray(typed) << QByteArray(written);
    };
    row("personal MessageNew MessageExpunge", "(personal (MessageNew MessageExpunge))");
    row("(Personal (flagchange messagenew messageexpunge MailboxName))",
        "(personal (MessageNew MessageExpunge FlagChange MailboxName))");
    row("selected (MessageNew (UID BODY.PEEK[HEADER.FIELDS (From Subject)]) MessageExpunge)",
        "(selected (MessageNew (UID BODY.PEEK[HEADER.FIELDS (From Subject)]) MessageExpunge))");
    row("selected-delayed MessageNew (FLAGS) MessageExpunge",
        "(selected-delayed (MessageNew (FLAGS) MessageExpunge))");
    row("inboxes SubscriptionChange AnnotationChange", "(inboxes (AnnotationChange SubscriptionChange))");
    row("subscribed MailboxMetadataChange ServerMetadataChange X-Event",
        "(subscribed (MailboxMetadataChange ServerMetadataChange X-Event))");
    row("subtree Work MailboxName", "(subtree Work (MailboxName))");
    row("subtree (Work \"a b\" Entwürfe) (MailboxName)",
        "(subtree (Work \"a b\" Entw&APw-rfe) (MailboxName))");
    row("(mailboxes INBOX none)", "(mailboxes INBOX NONE)");
    row("personal", "(personal NONE)");
}

void NotifyTest::roundTrip()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, written);
    const NotifyGroup group = NotifyGroup::parse(typed);
    QCOMPARE(encoded(Notify{.groups = {group}}), "A NOTIFY SET " + written);
    QCOMPARE(encoded(Notify{.groups = {NotifyGroup::parse(typed)}}), "A NOTIFY SET " + written);
}

void NotifyTest::encode()
{
    QCOMPARE(encoded(Notify{}), QByteArray("A NOTIFY NONE"));
    QCOMPARE(encoded(Notify{.groups = {}, .status = true}), QByteArray("A NOTIFY NONE"));
    const Notify two{.groups = {NotifyGroup::parse("selected MessageNew MessageExpunge"),
                                NotifyGroup::parse("subtree Lists none")},
                     .status = true};
    QCOMPARE(encoded(two),
             QByteArray("A NOTIFY SET STATUS (selected (MessageNew MessageExpunge)) (subtree Lists NONE)"));
}

void NotifyTest::badGroups_data()
{
    QTest::addColumn<QByteArray>("typed");
    for (const char *typed : {"", "()", "everything MessageNew", "subtree", "subtree ()", "subtree ((a))",
                              "(personal (MessageNew)", "personal (MessageNew) MessageExpunge",
                              "((personal) (MessageNew))", "mailboxes a ((b))"})
        QTest::newRow(typed) << QByteArray(typed);
}

void NotifyTest::badGroups()
{
    QFETCH(QByteArray, typed);
    QVERIFY_EXCEPTION_THROWN(NotifyGroup::parse(typed), std::invalid_argument);
}

void NotifyTest::forbidden_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char *typed, bool allowed) {
        QTest::newRow(typed) << QByteArray(typed) << allowed;
    };
    row("personal MessageNew", false);
    row("personal MessageExpunge", false);
    row("personal FlagChange", false);
    row("personal MessageNew MessageExpunge FlagChange", true);
    row("personal AnnotationChange", false);
    row("personal MessageNew (UID) MessageExpunge", false);
    row("selected MessageNew (UID) MessageExpunge", true);
    row("selected MessageNew MessageExpunge MailboxName", false);
    row("personal MailboxName", true);
    row("personal none", true);
}

/// Dovecot takes some of these and then tells half of it.
void NotifyTest::forbidden()
{
    QFETCH(QByteArray, typed);
    QFETCH(bool, allowed);
    const Notify command{.groups = {NotifyGroup::parse(typed)}};
    if (allowed)
        command.check({});
    else
        QVERIFY_EXCEPTION_THROWN(command.check({}), std::invalid_argument);

    const Notify twice{.groups = {NotifyGroup::parse("selected MessageNew MessageExpunge"),
                                  NotifyGroup::parse("selected-delayed MessageNew MessageExpunge")}};
    QVERIFY_EXCEPTION_THROWN(twice.check({}), std::invalid_argument);
    const Notify nowhere{.groups = {NotifyGroup{.filter = {.kind = NotifyFilter::Kind::Mailboxes}}}};
    QVERIFY_EXCEPTION_THROWN(nowhere.check({}), std::invalid_argument);
}

void NotifyTest::statusFirst()
{
    Notify command{.groups = {NotifyGroup::parse("personal MessageNew MessageExpunge")}, .status = true};
    const QList<QByteArray> answer{"* STATUS INBOX (MESSAGES 3 UIDNEXT 7)", "* LIST () \"/\" x",
                                   "* STATUS Work (MESSAGES 1)"};
    const Notify::Result result = run(command, answer);
    QCOMPARE(result.size(), 2);
    QCOMPARE(result.value(MailboxName(QStringLiteral("INBOX"))).uidNext, std::optional(Uid(7)));
    command.status = false;
    QVERIFY(run(command, answer).isEmpty());
}

void NotifyTest::badEvent()
{
    const auto events = [](const char *line) { return unsupportedEvents(completion(line).code); };
    const QList<QByteArray> two{"AnnotationChange", "MailboxMetadataChange"};
    QCOMPARE(events("A NO [BADEVENT (AnnotationChange MailboxMetadataChange)] no"), two);
    QCOMPARE(events("A NO [BADEVENT AnnotationChange MailboxMetadataChange] Unsupported NOTIFY events"), two);
    QVERIFY(events("A NO [BADEVENT] no").isEmpty());
    QVERIFY(events("A NO [CANNOT x] no").isEmpty());
}

void NotifyTest::overflow()
{
    QVERIFY(isNotificationOverflow(anyUntagged("* OK [NotificationOverflow] ...A comment can go here...")));
    QVERIFY(!isNotificationOverflow(anyUntagged("* OK NOTIFICATIONOVERFLOW")));
    QVERIFY(!isNotificationOverflow(anyUntagged("* NO [NOTIFICATIONOVERFLOW] x")));
    QVERIFY(!isNotificationOverflow(anyUntagged("* 1 EXISTS")));
}

QTEST_GUILESS_MAIN(NotifyTest)
#include "tst_notify.moc"
