#include "types/capability.h"

#include <QtTest>

using namespace imap;

class TestCapability : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesWithoutCase();
    void knowsWhatImpliesWhat();
    void removedStaysAway();
    void mechanisms();
    void values();
    void endlessListIsBounded();
};

void TestCapability::comparesWithoutCase()
{
    const Capabilities capabilities({"imap4REV1", "Idle", "IDLE", ""});
    QVERIFY(capabilities.has("IMAP4rev1"));
    QVERIFY(capabilities.has("idle"));
    QVERIFY(!capabilities.has("MOVE"));
    QVERIFY(!capabilities.has(""));
    QCOMPARE(capabilities.names(), QList<QByteArray>({"imap4REV1", "Idle"}));
    QVERIFY(Capabilities().isEmpty());
}

void TestCapability::knowsWhatImpliesWhat()
{
    QVERIFY(Capabilities({"QRESYNC"}).has("condstore"));
    QVERIFY(!Capabilities({"CONDSTORE"}).has("QRESYNC"));
    QVERIFY(Capabilities({"LITERAL+"}).has("LITERAL-"));
    QVERIFY(!Capabilities({"LITERAL-"}).has("LITERAL+"));
    const Capabilities rev2({"IMAP4rev2"});
    for (const char *name : {"MOVE", "UIDPLUS", "ENABLE", "LIST-STATUS", "literal-"})
        QVERIFY(rev2.has(name));
    for (const char *name : {"CONDSTORE", "LITERAL+", "IMAP4rev1", "QUOTA"})
        QVERIFY(!rev2.has(name));
}

/// A quirk switches an extension off, even one that something else brings along.
void TestCapability::removedStaysAway()
{
    Capabilities capabilities({"IMAP4rev2", "QRESYNC", "LITERAL+", "MOVE", "Idle"});
    for (const char *name : {"move", "ENABLE", "CONDSTORE", "LITERAL-", "IDLE"}) {
        QVERIFY(capabilities.has(name));
        capabilities.remove(name);
        QVERIFY(!capabilities.has(name));
    }
    QVERIFY(capabilities.has("QRESYNC"));
    QVERIFY(capabilities.has("UIDPLUS"));
    QCOMPARE(capabilities.names(), QList<QByteArray>({"IMAP4rev2", "QRESYNC", "LITERAL+"}));
}

void TestCapability::mechanisms()
{
    const Capabilities capabilities({"AUTH=plain", "IDLE", "auth=SCRAM-SHA-256", "AUTH=", "AUTHX=Y"});
    QCOMPARE(capabilities.authMechanisms(), QList<QByteArray>({"PLAIN", "SCRAM-SHA-256"}));
}

void TestCapability::values()
{
    const Capabilities capabilities({"APPENDLIMIT", "appendlimit=35651584", "RIGHTS=", "X=a=b"});
    QCOMPARE(capabilities.value("APPENDLIMIT"), QByteArray("35651584"));
    QCOMPARE(capabilities.value("RIGHTS"), QByteArray());
    QCOMPARE(capabilities.value("X"), QByteArray("a=b"));
    QCOMPARE(capabilities.value("APPEND"), QByteArray());
}

void TestCapability::endlessListIsBounded()
{
    QList<QByteArray> names;
    for (int i = 0; i < 200'000; ++i)
        names.append("X" + QByteArray::number(i));
    const Capabilities capabilities(names);
    QVERIFY(capabilities.has("X0"));
    QVERIFY(capabilities.names().size() <= 1000);
}

QTEST_APPLESS_MAIN(TestCapability)
#include "tst_capability.moc"
