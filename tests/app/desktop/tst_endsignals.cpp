#include "app/desktop/endsignals.h"

#include <QSignalSpy>
#include <QtTest>
#include <csignal>

using app::EndSignals;

class TestEndSignals : public QObject
{
    Q_OBJECT

    static bool isOurs(int wish)
    {
        struct sigaction now = {};
        sigaction(wish, nullptr, &now);
        return now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN;
    }

private Q_SLOTS:
    void tellsTheWish_data()
    {
        QTest::addColumn<int>("wish");
        QTest::newRow("the session ends") << SIGTERM;
        QTest::newRow("Ctrl-C") << SIGINT;
        QTest::newRow("the terminal is gone") << SIGHUP;
    }
    void tellsTheWish()
    {
        QFETCH(int, wish);
        signal(wish, SIG_DFL);
        EndSignals signals_;
        QSignalSpy asked(&signals_, &EndSignals::endAsked);
        QCOMPARE(raise(wish), 0);
        QTRY_COMPARE(asked.size(), 1);
        QVERIFY2(!isOurs(wish), "the second wish must end the program, whatever it is busy with");
    }
    void leavesNothingBehind()
    {
        signal(SIGTERM, SIG_DFL);
        {
            EndSignals signals_;
            QVERIFY(isOurs(SIGTERM));
        }
        QVERIFY(!isOurs(SIGTERM));
    }
    // nohup postrider &
    void whatWasIgnoredStaysIgnored()
    {
        signal(SIGHUP, SIG_IGN);
        EndSignals signals_;
        QSignalSpy asked(&signals_, &EndSignals::endAsked);
        QCOMPARE(raise(SIGHUP), 0);
        QCOMPARE(raise(SIGTERM), 0);
        QTRY_COMPARE(asked.size(), 1);
        signal(SIGHUP, SIG_DFL);
    }
};

QTEST_GUILESS_MAIN(TestEndSignals)
#include "tst_endsignals.moc"
