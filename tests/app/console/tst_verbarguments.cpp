#include "app/console/consoleerror.h"
#include "app/console/verbarguments.h"

#include <QtTest>

using namespace app;

/// The words behind a verb, and what is refused before anything is sent.
class VerbArgumentsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void text();
    void folders();
    void flags();
    void dates();
    void seconds();
    void options();
};

void VerbArgumentsTest::text()
{
    QCOMPARE(textArgument("Grüße 🚲"), QStringLiteral("Grüße 🚲"));
    QCOMPARE(textArgument(""), QString());
    QVERIFY_THROWS_EXCEPTION(UsageError, textArgument("Gr\xfc\xdf"));
    QVERIFY_THROWS_EXCEPTION(UsageError, textArgument("\xc3"));
}

void VerbArgumentsTest::folders()
{
    QCOMPARE(folderArgument("inbox").toString(), QStringLiteral("INBOX"));
    QCOMPARE(folderArgument("Entwürfe & mehr").toString(), QStringLiteral("Entwürfe & mehr"));
    QVERIFY_THROWS_EXCEPTION(UsageError, folderArgument(""));
    QVERIFY_THROWS_EXCEPTION(UsageError, folderArgument(QByteArray("a\0b", 3)));
    QVERIFY_THROWS_EXCEPTION(UsageError, folderArgument("\xff"));
}

void VerbArgumentsTest::flags()
{
    for (const char *flag : {"\\Seen", "$Forwarded", "NonJunk", "x+y"})
        QCOMPARE(flagArgument(flag).name(), QByteArray(flag));
    for (const char *no :
         {"", "\\", "a b", "a\r\nA1 LOGOUT", "(x)", "\"", "x\\y", "\\*", "%", "{3}", "ü", "a]b"})
        QVERIFY_THROWS_EXCEPTION(UsageError, flagArgument(no));
    QVERIFY((flagsArgument(" \\Seen  $Work ") == imap::FlagSet{imap::Flag("\\Seen"), imap::Flag("$Work")}));
    QVERIFY(flagsArgument("").isEmpty());
}

void VerbArgumentsTest::dates()
{
    const QDateTime date = dateArgument("2024-02-29T12:00:00+01:00");
    QCOMPARE(date.toUTC(), QDateTime(QDate(2024, 2, 29), QTime(11, 0), Qt::UTC));
    QCOMPARE(date.offsetFromUtc(), 3600);
    QCOMPARE(dateArgument("2024-02-29T12:00:00Z").offsetFromUtc(), 0);
    for (const char *no : {"", "yesterday", "2023-02-29T12:00:00Z", "29-Feb-2024"})
        QVERIFY_THROWS_EXCEPTION(UsageError, dateArgument(no));
}

void VerbArgumentsTest::seconds()
{
    QCOMPARE(secondsArgument("2"), 2000);
    QCOMPARE(secondsArgument("0.5"), 500);
    QCOMPARE(secondsArgument("0.0001"), 1);
    for (const char *no : {"", "0", "-1", "nan", "inf", "1e99", "two", "1s"})
        QVERIFY_THROWS_EXCEPTION(UsageError, secondsArgument(no));
}

void VerbArgumentsTest::options()
{
    QList<QByteArray> arguments{"INBOX",   "--flags", "\\Seen", "file", "--date=2024-02-29T12:00:00Z",
                                "--silent"};
    QCOMPARE(takeOption(arguments, "--flags"), QByteArray("\\Seen"));
    QCOMPARE(takeOption(arguments, "--date"), QByteArray("2024-02-29T12:00:00Z"));
    QVERIFY(!takeOption(arguments, "--flags"));
    QVERIFY(takeSwitch(arguments, "--silent"));
    QVERIFY(!takeSwitch(arguments, "--silent"));
    QCOMPARE(arguments, (QList<QByteArray>{"INBOX", "file"}));
    QList<QByteArray> unfinished{"x", "--date"};
    QVERIFY_THROWS_EXCEPTION(UsageError, takeOption(unfinished, "--date"));
}

QTEST_GUILESS_MAIN(VerbArgumentsTest)
#include "tst_verbarguments.moc"
