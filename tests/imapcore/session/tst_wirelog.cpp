#include "session/wirelog.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace imap;

class TestWireLog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // Lines are short, and what an entry has beside its text is most of it.
    void takesNoMoreThanItMay()
    {
        constexpr qsizetype limit = 100'000;
        WireLog log(limit);
        for (int i = 0; i < 5000; ++i)
            log.note(QByteArray::number(i));
        QVERIFY2(log.memory() < limit * 3 / 2, qPrintable(QString::number(log.memory())));
        QVERIFY(log.count() > 300);
        QCOMPARE(texts(log).size(), log.count());
        QCOMPARE(texts(log).first(), QByteArray::number(5000 - log.count()));
        QCOMPARE(texts(log).last(), "4999");
    }

    // Blocks end anywhere, and a line may be longer than the whole log.
    void keepsTheNewest()
    {
        constexpr qsizetype limit = 3000;
        WireLog log(limit);
        QRandomGenerator random(5);
        QList<QByteArray> said;
        for (int i = 0; i < 3000; ++i) {
            said << QByteArray::number(i) + QByteArray(random.bounded(random.bounded(20) ? 90 : 5000), 'x');
            log.server(said.last() + "\r\n", "open INBOX");
            said.last().truncate(WireLog::MaxText);
            const QList<QByteArray> kept = texts(log);
            QVERIFY(!kept.isEmpty() && kept.size() == log.count());
            QCOMPARE(kept, said.last(kept.size()));
            QVERIFY(kept.size() == 1 || log.memory() < 4 * limit);
        }
    }

    void entriesAreWhatWasSaid()
    {
        WireLog log;
        log.client("A1 NOOP\r\n", 9, "check");
        log.server("A1 OK done", "check");
        QList<WireLog::Entry> entries;
        log.each([&entries](const WireLog::Entry &entry) { entries << entry; });
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0].text, QByteArray("A1 NOOP"));
        QCOMPARE(entries[0].cause, QByteArray("check"));
        QCOMPARE(entries[0].bytes, 9);
        QCOMPARE(entries[0].roundTrip, 1u);
        QVERIFY(entries[0].direction == WireLog::Direction::Client);
        QVERIFY(entries[1].direction == WireLog::Direction::Server);
        QVERIFY(qAbs(entries[1].time.secsTo(QDateTime::currentDateTime())) < 60);
    }

    void whatIsBesideStandsInTheWhole()
    {
        WireLog whole;
        WireLog side(&whole, "fill");
        side.client("B1 NOOP", 9, "look");
        side.note("closed");
        QList<QByteArray> causes;
        whole.each([&causes](const WireLog::Entry &entry) { causes << entry.cause; });
        QCOMPARE(causes, (QList<QByteArray>{"fill: look", "fill"}));
        QCOMPARE(side.count(), 0);
    }

private:
    static QList<QByteArray> texts(const WireLog &log)
    {
        QList<QByteArray> texts;
        log.each([&texts](const WireLog::Entry &entry) { texts << entry.text; });
        return texts;
    }
};

QTEST_GUILESS_MAIN(TestWireLog)
#include "tst_wirelog.moc"
