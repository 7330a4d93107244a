#include "types/acl.h"

#include <QtTest>

using namespace imap;

class RightsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lettersInOneOrder();
    void sets();
    void virtualRights_data();
    void virtualRights();
    void forOldServers();
    void negativeEntries();
};

void RightsTest::lettersInOneOrder()
{
    QCOMPARE(Rights("dacetxkpiwsrl").toByteArray(), QByteArray("lrswipkxtecda"));
    QCOMPARE(Rights("9n0zz").toByteArray(), QByteArray("nz09"));
    QCOMPARE(Rights("").toByteArray(), QByteArray());
    // No rights, whatever a server puts there.
    QVERIFY(Rights(QByteArray("L R\0+-\xe4", 7)).isEmpty());
    QByteArray all;
    for (char right = 'a'; right <= 'z'; ++right)
        all += right;
    all += "0123456789";
    QCOMPARE(Rights(all).toByteArray().size(), 36);
    QCOMPARE(Rights(Rights(all).toByteArray()), Rights(all));
}

void RightsTest::sets()
{
    QCOMPARE(Rights("lr") | Rights("rs"), Rights("lrs"));
    QCOMPARE(Rights("lrs") - Rights("sx"), Rights("lr"));
    QVERIFY(Rights("lr") != Rights("l"));
    QVERIFY(Rights("k").contains('k') && !Rights("k").contains('c'));
}

void RightsTest::virtualRights_data()
{
    QTest::addColumn<QByteArray>("rights");
    QTest::addColumn<QByteArray>("allowed");
    QTest::newRow("RFC 4314") << QByteArray("lkte") << QByteArray("lkctde");
    QTest::newRow("RFC 4314 with its c and d") << QByteArray("lrkcted") << QByteArray("lrkcted");
    QTest::newRow("delete mailboxes only") << QByteArray("xc") << QByteArray("xc");
    QTest::newRow("tied to d") << QByteArray("xd") << QByteArray("xcd");
    QTest::newRow("RFC 2086") << QByteArray("lcd") << QByteArray("lcdkxte");
    QTest::newRow("RFC 2086, d") << QByteArray("d") << QByteArray("dxte");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
}

/// Whether "delete this folder" is offered must not depend on which of the two RFCs the server follows.
void RightsTest::virtualRights()
{
    QFETCH(QByteArray, rights);
    QFETCH(QByteArray, allowed);
    for (char right = 'a'; right <= 'z'; ++right)
        QVERIFY2(Rights(rights).allows(right) == allowed.contains(right), QByteArray(1, right));
}

void RightsTest::forOldServers()
{
    QCOMPARE(Rights("lrswipkxtea").obsolete(), Rights("lrswipcda"));
    QCOMPARE(Rights("lre").obsolete(), Rights("lrd"));
    QCOMPARE(Rights("lrx").obsolete(), Rights("lrc"));
    QCOMPARE(Rights("lrcd").obsolete(), Rights("lrcd"));
    QCOMPARE(Rights("lrswipcda").current(), Rights("lrswipkxtea"));
    QCOMPARE(Rights("lrkcted").current(), Rights("lrkte"));
    QCOMPARE(Rights("xd").current(), Rights("x"));
}

void RightsTest::negativeEntries()
{
    QVERIFY((AclEntry{"-bob", Rights("w")}.isNegative()));
    QVERIFY((!AclEntry{"bob-", Rights("w")}.isNegative()));
}

QTEST_APPLESS_MAIN(RightsTest)
#include "tst_rights.moc"
