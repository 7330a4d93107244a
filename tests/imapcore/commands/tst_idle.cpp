#include "imapcore/commands/commandtesting.h"

#include "commands/idle.h"

using namespace imap;
using namespace testing;

class IdleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void idle();
};

void IdleTest::idle()
{
    QCOMPARE(encoded(Idle{}), QByteArray("A IDLE"));
    QCOMPARE(Idle{}.requirements().capability, std::string_view("IDLE"));
    QVERIFY(Idle{}.requirements().barrier);
    QVERIFY(!Idle{}.respond("idling"));
    Nothing nothing;
    QVERIFY(!Idle{}.collect(anyUntagged("* 4 EXISTS"), nothing));
}

QTEST_GUILESS_MAIN(IdleTest)
#include "tst_idle.moc"
