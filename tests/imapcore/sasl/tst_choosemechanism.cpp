#include "sasl/choosemechanism.h"

#include <QtTest>

using namespace imap;

class ChooseMechanismTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void order_data();
    void order();
};

void ChooseMechanismTest::order_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<bool>("allowed");
    QTest::addColumn<QByteArray>("forced");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray all = "LOGIN PLAIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256";
    const QByteArray best = "SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN";
    QTest::newRow("all, encrypted") << all << true << false << QByteArray() << best;
    QTest::newRow("all, in clear") << all << false << false << QByteArray()
                                   << QByteArray("SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5");
    QTest::newRow("all, in clear, allowed") << all << false << true << QByteArray() << best;
    QTest::newRow("only PLAIN, in clear")
        << QByteArray("PLAIN") << false << false << QByteArray() << QByteArray();
    QTest::newRow("lower case") << QByteArray("plain scram-sha-1") << true << false << QByteArray()
                                << QByteArray("SCRAM-SHA-1 PLAIN");
    QTest::newRow("unknown ones") << QByteArray("GSSAPI NTLM PLAIN X-MINE") << true << false << QByteArray()
                                  << QByteArray("PLAIN");
    QTest::newRow("offered twice") << QByteArray("PLAIN PLAIN") << true << false << QByteArray()
                                   << QByteArray("PLAIN");
    QTest::newRow("nothing") << QByteArray() << true << true << QByteArray() << QByteArray();
    QTest::newRow("forced") << all << true << false << QByteArray("plain") << QByteArray("PLAIN");
    QTest::newRow("forced, not offered")
        << QByteArray("PLAIN") << true << false << QByteArray("CRAM-MD5") << QByteArray();
    QTest::newRow("forced does not allow clear text")
        << all << false << false << QByteArray("LOGIN") << QByteArray();
    QTest::newRow("forced and allowed") << all << false << true << QByteArray("LOGIN") << QByteArray("LOGIN");
    QTest::newRow("forced, unknown") << QByteArray("NTLM") << true << false << QByteArray("NTLM")
                                     << QByteArray();
}

void ChooseMechanismTest::order()
{
    QFETCH(QByteArray, offered);
    QFETCH(bool, encrypted);
    QFETCH(bool, allowed);
    QFETCH(QByteArray, forced);
    QFETCH(QByteArray, expected);
    const QList<QByteArray> names = mechanismOrder(offered.split(' '), encrypted, allowed, forced);
    QCOMPARE(names.join(' '), expected);
}

QTEST_GUILESS_MAIN(ChooseMechanismTest)
#include "tst_choosemechanism.moc"
