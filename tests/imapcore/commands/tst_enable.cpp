#include "imapcore/commands/commandtesting.h"

#include "commands/enable.h"

using namespace imap;
using namespace testing;

class EnableTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void result();
};

void EnableTest::encode()
{
    QCOMPARE(encoded(Enable{.names = {"QRESYNC", "UTF8=ACCEPT"}}),
             QByteArray("A ENABLE QRESYNC UTF8=ACCEPT"));
    QVERIFY_EXCEPTION_THROWN(encoded(Enable{.names = {"A B"}}), std::invalid_argument);
    // RFC 5161 §3.1: not once a mailbox is selected.
    QCOMPARE(Enable{}.requirements().states, unsigned(Authenticated));
    // Names behind it would be read in a way that they were not written in.
    const Enable utf8{.names = {"QRESYNC", "utf8=accept"}};
    QVERIFY(utf8.requirements().barrier);
    QVERIFY(Enable{.names = {"IMAP4rev2"}}.requirements().barrier);
    QVERIFY(!Enable{.names = {"QRESYNC"}}.requirements().barrier);
}

void EnableTest::result()
{
    const Enable command{.names = {"CONDSTORE", "X"}};
    QCOMPARE(run(command, {"* ENABLED CONDSTORE", "* ENABLED CONDSTORE QRESYNC"}),
             (QList<QByteArray>{"CONDSTORE", "QRESYNC"}));
    QCOMPARE(run(command, {"* ENABLED"}), QList<QByteArray>{});
    QCOMPARE(run(command, {}), QList<QByteArray>{});
}

QTEST_GUILESS_MAIN(EnableTest)
#include "tst_enable.moc"
