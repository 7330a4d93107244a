#include "ui/models/quotawords.h"

#include <QtTest>

using namespace ui;
using imap::Quota;

class TestQuotaWords : public QObject
{
    Q_OBJECT

    static QString said(const char *resource, quint64 usage, quint64 limit)
    {
        return quotaText({"", resource, usage, limit}, QLocale(QLocale::English));
    }

private Q_SLOTS:
    void words_data()
    {
        QTest::addColumn<QByteArray>("resource");
        QTest::addColumn<quint64>("usage");
        QTest::addColumn<quint64>("limit");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *resource, quint64 usage, quint64 limit,
                            const char *words) {
            QTest::newRow(name) << QByteArray(resource) << usage << limit << QString::fromUtf8(words);
        };
        // STORAGE is in units of 1024 octets: 2097152 of them are what an administrator calls 2 GB.
        row("storage", "STORAGE", 1258291, 2097152, "1.2 GB of 2 GB used (60 %)");
        row("small", "STORAGE", 3, 512, "3 kB of 512 kB used (less than 1 %)");
        row("empty", "STORAGE", 0, 1024, "0 kB of 1 MB used (0 %)");
        row("huge", "STORAGE", 1ULL << 40, 1ULL << 41, "1,024 TB of 2,048 TB used (50 %)");
        row("almost", "STORAGE", 999'999, 1'000'000, "977 MB of 977 MB used (99 %)");
        row("over", "STORAGE", 300, 200, "300 kB of 200 kB used (150 %)");
        row("messages", "MESSAGE", 1234, 5000, "1,234 of 5,000 messages used (25 %)");
        row("folders", "MAILBOX", 3, 10, "3 of 10 folders used (30 %)");
        row("folders of Cyrus", "X-NUM-FOLDERS", 3, 10, "3 of 10 folders used (30 %)");
        row("annotations", "ANNOTATION-STORAGE", 12, 24, "12 kB of 24 kB for annotations used (50 %)");
        row("unknown", "X-RULES", 1, 4, "X-RULES: 1 of 4 used (25 %)");
        row("nothing allowed", "MESSAGE", 0, 0, "0 of 0 messages used (0 %)");
    }
    void words()
    {
        QFETCH(QByteArray, resource);
        QFETCH(quint64, usage);
        QFETCH(quint64, limit);
        QTEST(said(resource.constData(), usage, limit), "words");
    }

    // Just below a threshold is below it, whatever the rounded figure says.
    void levels()
    {
        QCOMPARE(quotaLevel(quotaShare({"", "STORAGE", 799, 1000})), QuotaLevel::Fine);
        QCOMPARE(quotaLevel(quotaShare({"", "STORAGE", 800, 1000})), QuotaLevel::High);
        QCOMPARE(quotaLevel(quotaShare({"", "STORAGE", 949, 1000})), QuotaLevel::High);
        QCOMPARE(quotaLevel(quotaShare({"", "STORAGE", 950, 1000})), QuotaLevel::Full);
        QCOMPARE(quotaLevel(quotaShare({"", "STORAGE", 5, 0})), QuotaLevel::Full);
        QCOMPARE(quotaLevel(quotaShare({"", "STORAGE", 0, 0})), QuotaLevel::Fine);
    }
    void nearestLimitCounts()
    {
        QVERIFY(!fullest({}));
        QCOMPARE(fullest({{"", "STORAGE", 10, 100}, {"", "MESSAGE", 90, 100}})->resource,
                 QByteArray("MESSAGE"));
    }
    // What a server calls things is one line of plain text.
    void foreignNames()
    {
        QCOMPARE(quotaRootName("user/alice"), QStringLiteral("user/alice"));
        QCOMPARE(quotaRootName("a\r\nb"), QStringLiteral("a b"));
        QVERIFY(!quotaRootName("").isEmpty());
        QVERIFY(resourceTip("X-RULES").contains(QLatin1String("X-RULES")));
    }
};

QTEST_MAIN(TestQuotaWords)
#include "tst_quotawords.moc"
