#include "ui/support/fontwarmup.h"

#include <QGuiApplication>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using ui::FontWarmup;

class TestFontWarmup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // What comes in meanwhile, a key or a batch of mail, must not wait for all of it.
    void letsOthersHaveTheirTurn()
    {
        FontWarmup warmup;
        QSignalSpy done(&warmup, &FontWarmup::done);
        int turns = 0;
        QTimer other;
        connect(&other, &QTimer::timeout, this, [&] { turns += warmup.isDone() ? 0 : 1; });
        other.start(1);
        warmup.start(QGuiApplication::font(), 1);
        QVERIFY(!warmup.isDone());
        QTRY_COMPARE(done.size(), 1);
        QVERIFY(warmup.isDone());
        QVERIFY2(turns >= 5, qPrintable(QString::number(turns)));
    }
    void canBeginAgain()
    {
        FontWarmup warmup;
        QSignalSpy done(&warmup, &FontWarmup::done);
        warmup.start(QGuiApplication::font(), 2);
        warmup.start(QGuiApplication::font(), 1.25);
        QTRY_COMPARE(done.size(), 1);
    }
    // What few read takes no memory of all the others.
    void ownLanguages()
    {
        const QLocale before;
        const auto steps = [](const char *language) {
            QLocale::setDefault(QLocale(QString::fromLatin1(language)));
            FontWarmup warmup;
            warmup.start(QGuiApplication::font(), 1);
            return warmup.stepCount();
        };
        const size_t usual = steps("de_DE");
        QVERIFY(usual > 5);
        for (const char *language : {"ko_KR", "ar_EG", "hi_IN"})
            QCOMPARE(steps(language), usual + 2);
        QLocale::setDefault(before);
    }
};

QTEST_MAIN(TestFontWarmup)
#include "tst_fontwarmup.moc"
