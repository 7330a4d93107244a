#include "support/randomvalues.h"
#include "wire/imapdate.h"

#include <QtTest>

using namespace imap::wire;

class TestImapDate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDateTimes_data();
    void readsDateTimes();
    void refuses_data();
    void refuses();
    void writesDateTimes();
    void writesDates();
    void randomTimes();
    void damagedTimesDoNotCrash();
};

void TestImapDate::readsDateTimes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("iso");
    const auto row = [](const char *text, const char *iso) {
        QTest::newRow(text) << QByteArray(text) << QString::fromLatin1(iso);
    };
    row("17-Jul-1996 02:44:25 -0700", "1996-07-17T02:44:25-07:00");
    row(" 1-Jul-2024 01:02:03 +0230", "2024-07-01T01:02:03+02:30");
    row("1-Jul-2024 01:02:03 +0000", "2024-07-01T01:02:03Z");
    row("01-jul-2024 01:02:03 -0000", "2024-07-01T01:02:03Z");
    row("29-FEB-2024 23:59:59 +1400", "2024-02-29T23:59:59+14:00");
    row("31-Dec-2016 23:59:60 +0000", "2016-12-31T23:59:59Z");
    row("01-Jan-0001 00:00:00 +0000", "0001-01-01T00:00:00Z");
}

void TestImapDate::readsDateTimes()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, iso);
    const auto time = parseDateTime(text);
    QVERIFY(time);
    QVERIFY(time->isValid());
    const QDateTime expected = QDateTime::fromString(iso, Qt::ISODate);
    QCOMPARE(*time, expected);
    QCOMPARE(time->offsetFromUtc(), expected.offsetFromUtc());
}

void TestImapDate::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             " ",
                             "-",
                             "17-Jul-1996",
                             "17-Jul-1996 02:44:25",
                             "17-Jul-1996 02:44:25 ",
                             "17-Jul-1996 02:44:25 0700",
                             "17-Jul-1996 02:44:25 -070",
                             "17-Jul-1996 02:44:25 -07000",
                             "17-Jul-1996 02:44:25 -0760",
                             "17-Jul-1996 02:44:25 -2400",
                             "30-Feb-1996 02:44:25 -0700",
                             "00-Jul-1996 02:44:25 -0700",
                             "17-Jux-1996 02:44:25 -0700",
                             "17-Jul-1996 24:44:25 -0700",
                             "17-Jul-1996 02:60:25 -0700",
                             "17-Jul-1996 02:44:61 -0700",
                             "17-Jul-96 02:44:25 -0700",
                             "017-Jul-1996 02:44:25 -0700",
                             "17 Jul 1996 02:44:25 -0700",
                             "17-Jul-0000 02:44:25 -0700",
                             "17-Jul-1996 02:44:25 -07:0",
                             "Wed, 17 Jul 1996 02:44:25 -0700",
                             "-Jul-1996 02:44:25 -0700",
                             "1x-Jul-1996 02:44:25 -0700"})
        QTest::newRow(text) << QByteArray(text);
}

void TestImapDate::refuses()
{
    QFETCH(QByteArray, text);
    QCOMPARE(parseDateTime(text), std::nullopt);
}

void TestImapDate::writesDateTimes()
{
    const QDateTime time(QDate(2024, 7, 1), QTime(1, 2, 3), Qt::OffsetFromUTC, -(9 * 60 + 30) * 60);
    QCOMPARE(formatDateTime(time), QByteArray(" 1-Jul-2024 01:02:03 -0930"));
    QCOMPARE(formatDateTime(time.toUTC()), QByteArray(" 1-Jul-2024 10:32:03 +0000"));
    const QDateTime december(QDate(1999, 12, 31), QTime(23, 59, 59), Qt::UTC);
    QCOMPARE(formatDateTime(december), QByteArray("31-Dec-1999 23:59:59 +0000"));
    QCOMPARE(formatDateTime(QDateTime()), QByteArray());
    QCOMPARE(formatDateTime(QDateTime(QDate(10000, 1, 1), QTime(0, 0), Qt::UTC)), QByteArray());
    // The offset is cut to whole minutes, the instant stays.
    const QDateTime odd(QDate(2000, 1, 1), QTime(12, 0), Qt::OffsetFromUTC, 53 * 60 + 28);
    QCOMPARE(formatDateTime(odd), QByteArray(" 1-Jan-2000 11:59:32 +0053"));
    QCOMPARE(parseDateTime(formatDateTime(odd)), std::optional(odd));
}

void TestImapDate::writesDates()
{
    QCOMPARE(formatDate(QDate(1994, 2, 1)), QByteArray("1-Feb-1994"));
    QCOMPARE(formatDate(QDate(2024, 12, 31)), QByteArray("31-Dec-2024"));
    QCOMPARE(formatDate(QDate(1, 1, 1)), QByteArray("1-Jan-0001"));
    QCOMPARE(formatDate(QDate()), QByteArray());
}

void TestImapDate::randomTimes()
{
    imap::test::RandomValues random;
    for (int i = 0; i < 20'000; ++i) {
        const QDateTime time = random.dateTime();
        const auto read = parseDateTime(formatDateTime(time));
        QVERIFY(read);
        QCOMPARE(*read, time);
        QCOMPARE(read->offsetFromUtc(), time.offsetFromUtc());
    }
}

void TestImapDate::damagedTimesDoNotCrash()
{
    imap::test::RandomValues random;
    for (int i = 0; i < 50'000; ++i) {
        QByteArray text = "17-Jul-1996 02:44:25 -0700";
        for (qsizetype n = 1 + random.below(3); n > 0; --n) {
            const qsizetype at = random.below(text.size());
            if (random.oneIn(3))
                text.remove(at, 1 + random.below(3));
            else
                text[at] = char(random.below(256));
            if (text.isEmpty())
                break;
        }
        if (const auto time = parseDateTime(text))
            QVERIFY(time->isValid());
    }
}

QTEST_APPLESS_MAIN(TestImapDate)
#include "tst_imapdate.moc"
