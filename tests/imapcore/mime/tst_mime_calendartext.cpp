#include "mime/calendartext.h"

#include <QtTest>

using namespace imap::mime;

class TestCalendarText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void event();
    void rubbish();
    void enriched();
};

void TestCalendarText::event()
{
    const QString ics =
        QStringLiteral("BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nDTSTART:19700101T000000\nEND:VTIMEZONE\n"
                       "BEGIN:VEVENT\nSUMMARY;LANGUAGE=en:Lunch\\, maybe\n"
                       "DTSTART;TZID=\"Europe/Ber\n lin\":20231123T120000\nDTEND:20231123T120000Z\n"
                       "LOCATION:Room 1\nORGANIZER;CN=\"Ann: A\":mailto:ann@example.org\n"
                       "DESCRIPTION:one\\ntwo\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:no\nEND:VEVENT\n");
    QCOMPARE(calendarText(ics),
             QStringLiteral("Lunch, maybe\n2023-11-23 12:00 (Europe/Berlin) – 2023-11-23 12:00 UTC\nRoom 1\n"
                            "ann@example.org\none\ntwo"));
}

void TestCalendarText::rubbish()
{
    QCOMPARE(calendarText(QString()), QString());
    QCOMPARE(calendarText(QStringLiteral("SUMMARY:outside\n")), QString());
    QCOMPARE(calendarText(QStringLiteral("BEGIN:VEVENT\nSUMMARY\n:::\nDTSTART:1\n")), QStringLiteral("1"));
    (void)calendarText(QStringLiteral("BEGIN:VEVENT\n") + QString(2'000'000, QLatin1Char(';')));
}

void TestCalendarText::enriched()
{
    QCOMPARE(
        enrichedText(QStringLiteral("<bold>Now</bold> is <<the>> <color><param>red</param>time</color>")),
        QStringLiteral("Now is <the>> time"));
    QCOMPARE(enrichedText(QStringLiteral("a < b")), QStringLiteral("a < b"));
    QCOMPARE(enrichedText(QString(1'000'000, QLatin1Char('<'))).size(), 500'000);
    QCOMPARE(enrichedText(QStringLiteral("</param>x")), QStringLiteral("x"));
}

QTEST_GUILESS_MAIN(TestCalendarText)
#include "tst_mime_calendartext.moc"
