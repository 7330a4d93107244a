#include "ui/support/fontwarmup.h"

#include <QGuiApplication>
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
};

QTEST_MAIN(TestFontWarmup)
#include "tst_fontwarmup.moc"
