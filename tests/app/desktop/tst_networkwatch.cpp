#include "app/desktop/networkwatch.h"

#include <QSignalSpy>
#include <QtTest>

/// What the desktop tells of its network, as one change.
class TestNetworkWatch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aBurstIsOneChange()
    {
        app::NetworkWatch watch;
        QSignalSpy changed(&watch, &app::NetworkWatch::changed);
        watch.noted();
        watch.noted();
        watch.noted();
        QCOMPARE(changed.size(), 0); // an address is not a route
        QVERIFY(changed.wait());
        watch.noted();
        QVERIFY(changed.wait());
        QCOMPARE(changed.size(), 2);
    }
    void aMachineWithoutSuchServicesIsQuiet()
    {
        app::NetworkWatch watch;
        QSignalSpy changed(&watch, &app::NetworkWatch::changed);
        watch.start();
        QCOMPARE(changed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestNetworkWatch)
#include "tst_networkwatch.moc"
