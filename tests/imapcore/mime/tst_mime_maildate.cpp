#include "mime/maildate.h"

#include <QtTest>

using namespace imap::mime;

class TestMailDate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
};

void TestMailDate::parses_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QString>("iso");

    const auto row = [](const char *raw, const char *iso) {
        QTest::newRow(raw) << QByteArray(raw) << QString::fromLatin1(iso);
    };
    row("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00");
    row("Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T10:52:37+02:00");
    row("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z");
    row("1 Jan 49 00:00 UT", "2049-01-01T00:00:00Z");
    row("1 Jan 50 00:00 UT", "1950-01-01T00:00:00Z");
    row("1 Jan 103 00:00 UT", "2003-01-01T00:00:00Z");
    row("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "");
    row("Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n         -0330 (Newfoundland "
        "Time)",
        "1969-02-13T23:32:00-03:30");
    row("Mon, 23 Nov 2020 10:00:00 EST", "2020-11-23T10:00:00-05:00");
    row("Mon, 23 Nov 2020 10:00:00 (a (nested) comment) +0530", "2020-11-23T10:00:00+05:30");
    row("Mon, 23 Nov 2020 10:00:00 +0000 (UTC)", "2020-11-23T10:00:00Z");
    row("Mon, 23 Nov 2020 10:00:00 A", "2020-11-23T10:00:00Z");
    row("Mon, 23 Nov 2020 10:00:00", "2020-11-23T10:00:00Z");
    row("Mon, 23 Nov 2020 10:00:00 -9900", "2020-11-23T10:00:00Z");
    row("Mon, 23 Nov 2020 10:00:00 +05:30", "2020-11-23T10:00:00+05:30");
    row("Mon, 23 Nov 2020 10:00:00+0100", "2020-11-23T10:00:00+01:00");
    row("Mon, 23 Nov 2020 23:59:60 +0000", "2020-11-23T23:59:59Z");
    row("Mon, 23 Nov 2020", "2020-11-23T00:00:00Z");
    row("23-Nov-2020 10:00:00 +0100", "2020-11-23T10:00:00+01:00");
    row("Mon Nov 23 10:00:00 2020", "2020-11-23T10:00:00Z");
    row("Mon Nov 23 10:00:00 CET 2020", "2020-11-23T10:00:00+01:00");
    row("Mon, 23 November 2020 10.00.00 +0100", "2020-11-23T10:00:00+01:00");
    row("Mon, 23 Nov 2020 10:00:00 PM +0100", "2020-11-23T22:00:00+01:00");
    row("mar., 24 nov. 2020 10:00:00 +0100", "2020-11-24T10:00:00+01:00");
    row("2020-11-23T10:00:00Z", "2020-11-23T10:00:00Z");
    row("2020-11-23T10:00:00+02:00", "2020-11-23T10:00:00+02:00");
    row("2020-11-23 10:00:00", "2020-11-23T10:00:00Z");
}

void TestMailDate::parses()
{
    QFETCH(QByteArray, raw);
    QFETCH(QString, iso);
    const auto date = parseDate(raw);
    if (iso.isEmpty()) // obsolete white space within the time: the day at least is right
        QVERIFY(date && date->date() == QDate(1997, 11, 21));
    else
        QCOMPARE(date ? date->toString(Qt::ISODate) : QStringLiteral("none"), iso);
}

void TestMailDate::refuses_data()
{
    QTest::addColumn<QByteArray>("raw");
    for (const char *raw : {"", "   ", "yesterday", "31 Feb 2020 10:00", "0 Jan 2020", "1 Foo 2020",
                            "(1 Jan 2020)", "1 Jan", "99999999999999999999", "1 Jan 99999 10:00",
                            "((((((((((", "Mon, , ,", "::::", "1 Jan 0000 10:00:00 +0000"})
        QTest::newRow(raw) << QByteArray(raw);
    QTest::newRow("long") << QByteArray(1'000'000, '(');
    QTest::newRow("late") << QByteArray(300, ' ') + "1 Jan 2020 10:00";
    QTest::newRow("nul") << QByteArray("\0\0\0", 3);
}

void TestMailDate::refuses()
{
    QFETCH(QByteArray, raw);
    QVERIFY(!parseDate(raw));
}

QTEST_GUILESS_MAIN(TestMailDate)
#include "tst_mime_maildate.moc"
