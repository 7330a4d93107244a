#include "imapcore/commands/commandtesting.h"

#include "commands/connection.h"

using namespace imap;
using namespace testing;

class ConnectionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void capability();
    void capabilityInTheCode();
    void oddCapabilities();
    void noResultOfTheOthers();
};

void ConnectionTest::encode()
{
    QCOMPARE(encoded(Capability{}), QByteArray("A CAPABILITY"));
    QCOMPARE(encoded(Noop{}), QByteArray("A NOOP"));
    QCOMPARE(encoded(Logout{}), QByteArray("A LOGOUT"));
    QCOMPARE(encoded(StartTls{}), QByteArray("A STARTTLS"));
    QVERIFY(StartTls{}.requirements().barrier);
    QCOMPARE(StartTls{}.requirements().states, unsigned(NotAuthenticated));
    QCOMPARE(encoded(Compress{}), QByteArray("A COMPRESS DEFLATE"));
    QVERIFY(Compress{}.requirements().barrier);
    QCOMPARE(Compress{}.requirements().capability, std::string_view("COMPRESS=DEFLATE"));
}

void ConnectionTest::capability()
{
    const Capabilities result = run(Capability{}, {"* CAPABILITY IMAP4rev1 AUTH=PLAIN  idle"});
    QVERIFY(result.has("IDLE"));
    QCOMPARE(result.authMechanisms(), QList<QByteArray>{"PLAIN"});
    QVERIFY(run(Capability{}, {"* 3 EXISTS"}).isEmpty());
}

/// Some servers answer CAPABILITY with nothing but the code of the tagged line.
void ConnectionTest::capabilityInTheCode()
{
    const Capabilities result =
        run(Capability{}, {}, completion("A OK [CAPABILITY IMAP4rev1 X[Y] ENABLE] done"));
    QVERIFY(result.has("ENABLE"));
    QVERIFY(!capabilitiesFrom(completion("A OK [ALERT] x").code));
}

void ConnectionTest::oddCapabilities()
{
    QCOMPARE(untagged<CapabilityResponse>("* CAPABILITY")->capabilities, Capabilities());
    QCOMPARE(untagged<CapabilityResponse>("* capability IMAP4rev1 IMAP4REV1 ")->capabilities.names().size(),
             1);
    QVERIFY(isMalformed("* CAPABILITY IMAP4rev1 \"x"));
}

void ConnectionTest::noResultOfTheOthers()
{
    Nothing nothing;
    const Untagged exists = anyUntagged("* 3 EXISTS");
    QVERIFY(!Noop{}.collect(exists, nothing));
    QVERIFY(!Logout{}.collect(anyUntagged("* BYE"), nothing));
    QVERIFY(!StartTls{}.collect(exists, nothing));
    QVERIFY(!Compress{}.collect(exists, nothing));
}

QTEST_GUILESS_MAIN(ConnectionTest)
#include "tst_connection.moc"
