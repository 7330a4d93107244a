#include "ui/support/formatting.h"

#include <QTest>
#include <QTimeZone>

using namespace ui;

class TestFormatting : public QObject
{
    Q_OBJECT

    const QLocale m_english{QLocale::English, QLocale::UnitedKingdom};
    const QLocale m_american{QLocale::English, QLocale::UnitedStates};
    // A Thursday.
    const QDateTime m_now{QDate(2026, 3, 12), QTime(16, 30)};

private Q_SLOTS:
    void listDates_data()
    {
        QTest::addColumn<QDateTime>("date");
        QTest::addColumn<QString>("text");
        const auto at = [](int y, int m, int d) { return QDateTime(QDate(y, m, d), QTime(9, 5)); };
        QTest::newRow("today") << at(2026, 3, 12) << QStringLiteral("09:05");
        QTest::newRow("yesterday") << at(2026, 3, 11) << QStringLiteral("Wed");
        QTest::newRow("six days ago") << at(2026, 3, 6) << QStringLiteral("Fri");
        QTest::newRow("a week ago") << at(2026, 3, 5) << QStringLiteral("5 Mar");
        QTest::newRow("last year") << at(2025, 12, 31) << QStringLiteral("31 Dec 2025");
        QTest::newRow("tomorrow") << at(2026, 3, 13) << QStringLiteral("13 Mar");
        QTest::newRow("never") << QDateTime() << QString();
    }
    void listDates()
    {
        QFETCH(QDateTime, date);
        QFETCH(QString, text);
        QCOMPARE(listDate(date, m_now, m_english), text);
    }

    void anotherOffsetIsTheSameMoment()
    {
        const QDateTime date = QDateTime(QDate(2026, 3, 12), QTime(9, 5)).toOffsetFromUtc(9 * 3600);
        QCOMPARE(listDate(date, m_now, m_english), QStringLiteral("09:05"));
    }

    void orderFollowsTheLocale()
    {
        const QDateTime date(QDate(2026, 1, 5), QTime(9, 5));
        QCOMPARE(listDate(date, m_now, m_american), QStringLiteral("Jan 5"));
        QCOMPARE(listDate(date, m_now, QLocale(QLocale::Japanese)), QStringLiteral("1\u67085\u65e5"));
        const QDateTime old(QDate(2020, 1, 5), QTime(9, 5));
        QCOMPARE(listDate(old, m_now, QLocale(QLocale::Japanese)), QStringLiteral("2020/1/5"));
    }

    void readerDates()
    {
        const auto text = [&](const QDateTime &date) { return readerDate(date, m_now, m_english); };
        QCOMPARE(text(QDateTime(QDate(2026, 3, 12), QTime(14, 5))), QStringLiteral("Thursday 14:05, today"));
        QCOMPARE(text(QDateTime(QDate(2026, 3, 9), QTime(14, 5))),
                 QStringLiteral("Monday 14:05, 3 days ago"));
        QCOMPARE(text(QDateTime(QDate(2026, 1, 9), QTime(14, 5))),
                 QStringLiteral("9 Jan, 14:05, 2 months ago"));
        QCOMPARE(text(QDateTime(QDate(2019, 1, 9), QTime(14, 5))),
                 QStringLiteral("9 Jan 2019, 14:05, 7 years ago"));
        QCOMPARE(text(QDateTime(QDate(2027, 1, 9), QTime(14, 5))), QStringLiteral("9 Jan 2027, 14:05"));
        QCOMPARE(text(QDateTime()), QString());
    }

    void exactDatesTellTheSendersOffset()
    {
        const QDateTime local(QDate(2026, 3, 9), QTime(14, 5, 9));
        QVERIFY(exactDate(local, m_english).contains(QStringLiteral("14:05:09")));
        QVERIFY(!exactDate(local, m_english).contains(QLatin1Char('\n')));
        const QDateTime far = local.toOffsetFromUtc(local.offsetFromUtc() - (5 * 3600 + 1800));
        QVERIFY(exactDate(far, m_english).contains(QStringLiteral("UTC\u22125:30")) ||
                local.offsetFromUtc() != 0);
    }

    void sizes()
    {
        QCOMPARE(sizeText(0, m_english), QStringLiteral("0 bytes"));
        QCOMPARE(sizeText(1, m_english), QStringLiteral("1 byte"));
        QCOMPARE(sizeText(999, m_english), QStringLiteral("999 bytes"));
        QCOMPARE(sizeText(3400, m_english), QStringLiteral("3.4 kB"));
        QCOMPARE(sizeText(9960, m_english), QStringLiteral("10 kB"));
        QCOMPARE(sizeText(999'600, m_english), QStringLiteral("1.0 MB"));
        QCOMPARE(sizeText(12'345'678, m_english), QStringLiteral("12 MB"));
        QCOMPARE(sizeText(3'400, QLocale(QLocale::German)), QStringLiteral("3,4 kB"));
    }

    // Qt takes escaped text for plain where it sees no tag in it.
    void tipsAreShownAsTheyAre()
    {
        QCOMPARE(plainTip(QStringLiteral("R&D\n<b>")), QStringLiteral("<qt>R&amp;D<br>&lt;b&gt;</qt>"));
        QCOMPARE(plainTip({}), QString());
    }

    void counts()
    {
        QCOMPARE(messageCountText(0, m_english), QStringLiteral("No messages"));
        QCOMPARE(messageCountText(1, m_english), QStringLiteral("1 message"));
        QCOMPARE(messageCountText(1'000'000, m_english), QStringLiteral("1,000,000 messages"));
        QCOMPARE(countText(12345, m_english), QStringLiteral("12,345"));
    }
};

QTEST_GUILESS_MAIN(TestFormatting)
#include "tst_formatting.moc"
