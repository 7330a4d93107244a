#include "commands/thread.h"
#include "imapcore/commands/commandtesting.h"

using namespace imap;
using namespace testing;

class ThreadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode()
    {
        Thread thread;
        QCOMPARE(encoded(thread), QByteArray("A UID THREAD REFERENCES US-ASCII ALL"));
        thread.algorithm = "refs";
        thread.byUid = false;
        thread.criteria = SearchKey::from(QStringLiteral("\u00fc")) || SearchKey::seen();
        QCOMPARE(encoded(thread, {.utf8 = true}),
                 QByteArray("A THREAD REFS UTF-8 OR FROM \"\xc3\xbc\" SEEN"));
        thread.algorithm = "a b";
        QVERIFY_EXCEPTION_THROWN(encoded(thread), std::invalid_argument);
    }
    void needs()
    {
        Thread thread;
        thread.check(Capabilities({"THREAD=REFERENCES"}));
        QVERIFY_EXCEPTION_THROWN(thread.check(Capabilities({"THREAD=REFS"})), CapabilityError);
        thread.algorithm = "x-new";
        thread.check(Capabilities({"THREAD=X-NEW"}));
        thread.criteria = SearchKey::gmail(QStringLiteral("x"));
        QVERIFY_EXCEPTION_THROWN(thread.check(Capabilities({"THREAD=X-NEW"})), CapabilityError);
    }
    void result()
    {
        const Threads threads =
            run(Thread(), {"* THREAD (2)(3 6 (4 23)(44 7 96))", "* 3 EXISTS", "* THREAD (97)"});
        QCOMPARE(threads.toByteArray(), QByteArray("(2)(3 6 (4 23)(44 7 96))(97)"));
        QVERIFY(run(Thread(), {}).isEmpty());
    }
    void refusals()
    {
        QVERIFY(Thread().error(completion("A BAD Unknown thread algorithm")));
        QVERIFY(!Thread().error(completion("A NO [INUSE] locked")));
    }
};

QTEST_GUILESS_MAIN(ThreadTest)
#include "tst_thread.moc"
