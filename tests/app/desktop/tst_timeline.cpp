#include "app/desktop/heartbeat.h"
#include "app/desktop/timeline.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThread>
#include <QtTest>

using app::Timeline;

static QList<QJsonObject> lines(const QString &path)
{
    QList<QJsonObject> objects;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return objects;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (!line.isEmpty())
            objects << QJsonDocument::fromJson(line).object();
    }
    return objects;
}

class TestTimeline : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesOneObjectALineAtOnce()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("t.jsonl"));
        Timeline timeline(path);
        QVERIFY(timeline.isOn());
        timeline.record("connected", {{QStringLiteral("account"), QStringLiteral("a")}}, {3, 100, 20});
        const QList<QJsonObject> first = lines(path);
        QCOMPARE(first.size(), 1);
        QCOMPARE(first[0].value(QLatin1String("event")).toString(), QStringLiteral("connected"));
        QCOMPARE(first[0].value(QLatin1String("account")).toString(), QStringLiteral("a"));
        QCOMPARE(first[0].value(QLatin1String("round_trips")).toInt(), 3);
        QCOMPARE(first[0].value(QLatin1String("bytes_in")).toInt(), 100);
        QCOMPARE(first[0].value(QLatin1String("bytes_out")).toInt(), 20);
        timeline.recordAt(12.34, "window-shown");
        QCOMPARE(lines(path).value(1).value(QLatin1String("ms")).toDouble(), 12.3);

        Timeline next(path); // a second run appends
        next.record("window-shown");
        QCOMPARE(lines(path).size(), 3);
    }

    // The kernel's start time counts, so the milliseconds before main() are not forgotten; and the test
    // has not been running for an hour.
    void countsFromTheStartOfTheProcess()
    {
        const double now = Timeline::now();
        QVERIFY(now >= 0);
        QVERIFY2(now < 3'600'000, qPrintable(QString::number(now)));
        QTRY_VERIFY(Timeline::now() > now);
    }

    void isOffWithoutAFile()
    {
        Timeline off{QString()};
        QVERIFY(!off.isOn());
        off.record("connected");
        QCOMPARE(off.problem(), QString());
        Timeline impossible(QStringLiteral("/nonexistent/folder/t"));
        QVERIFY(!impossible.isOn());
        QVERIFY(!impossible.problem().isEmpty());
    }

    void noticesABlockedThread()
    {
        app::Heartbeat heartbeat(50);
        QSignalSpy late(&heartbeat, &app::Heartbeat::late);
        QTimer::singleShot(20, this, [] { QThread::msleep(120); });
        QTRY_VERIFY(!late.isEmpty());
        QVERIFY(late.first().first().toDouble() >= 100);
        QVERIFY(late.first().at(1).toDouble() < 60); // asleep is not at work
    }
};

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
