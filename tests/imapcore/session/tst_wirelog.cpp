#include "session/wirelog.h"

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
        QVERIFY(qsizetype(log.entries().size() * sizeof(WireLog::Entry)) < limit);
        QVERIFY(log.entries().size() > 300);
        QCOMPARE(log.entries().back().text, QByteArray("4999"));
    }
};

QTEST_GUILESS_MAIN(TestWireLog)
#include "tst_wirelog.moc"
