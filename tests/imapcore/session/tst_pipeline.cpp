#include "commands/connection.h"
#include "commands/fetch.h"
#include "commands/list.h"
#include "commands/search.h"
#include "commands/select.h"
#include "commands/sort.h"
#include "commands/status.h"
#include "commands/store.h"
#include "session/pipeline.h"

#include <QtTest>

using namespace imap;

Q_DECLARE_METATYPE(Requirements)

namespace
{

Requirements byNumber()
{
    FetchStream fetch;
    fetch.messages = SeqSet::single(SeqNum{1});
    fetch.items.flags = true;
    return fetch.requirements();
}

Requirements byUid()
{
    FetchStream fetch;
    fetch.messages = UidSet::single(Uid{1});
    fetch.items.flags = true;
    return fetch.requirements();
}

} // namespace

class TestPipeline : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pairs_data()
    {
        QTest::addColumn<Requirements>("running");
        QTest::addColumn<Requirements>("next");
        QTest::addColumn<bool>("allowed");
        const Requirements select = Select{}.requirements();
        const Requirements list = List{}.requirements();
        const Requirements noop = Noop{}.requirements();
        const Requirements capability = Capability{}.requirements();
        QTest::newRow("LIST, SELECT") << list << select << true;
        QTest::newRow("SELECT, LIST") << select << list << true;
        QTest::newRow("NOOP, FETCH by number") << noop << byNumber() << false;
        QTest::newRow("LIST, FETCH by number") << list << byNumber() << false;
        QTest::newRow("NOOP, UID FETCH") << noop << byUid() << true;
        QTest::newRow("UID FETCH, FETCH by number") << byUid() << byNumber() << false;
        QTest::newRow("FETCH by number twice") << byNumber() << byNumber() << true;
        QTest::newRow("FETCH by number, NOOP") << byNumber() << noop << true;
        QTest::newRow("CAPABILITY, FETCH by number") << capability << byNumber() << true;
        QTest::newRow("SELECT twice") << select << select << false;
        QTest::newRow("UNSELECT, SELECT") << Unselect{}.requirements() << select << false;
        QTest::newRow("SELECT, UNSELECT") << select << Unselect{}.requirements() << false;
        QTest::newRow("STARTTLS, CAPABILITY") << StartTls{}.requirements() << capability << false;
        QTest::newRow("CAPABILITY, STARTTLS") << capability << StartTls{}.requirements() << false;
        QTest::newRow("LOGOUT behind LIST") << list << Logout{}.requirements() << false;
        // Both are answered by "* SEARCH", which does not say whose it is.
        QTest::newRow("SEARCH twice") << Search{}.requirements() << Search{}.requirements() << false;
        QTest::newRow("LIST twice") << List{}.requirements() << List{}.requirements() << false;
        QTest::newRow("LSUB twice") << Lsub{}.requirements() << Lsub{}.requirements() << false;
        QTest::newRow("LIST, LSUB") << List{}.requirements() << Lsub{}.requirements() << true;
        QTest::newRow("SEARCH, SORT") << Search{}.requirements() << Sort{}.requirements() << true;
        QTest::newRow("SEARCH, NOOP") << Search{}.requirements() << noop << true;
        QTest::newRow("SELECT, SEARCH") << select << Search{}.requirements() << false;
        QTest::newRow("SELECT, STATUS") << select << Status{}.requirements() << true;
    }
    void pairs()
    {
        QFETCH(Requirements, running);
        QFETCH(Requirements, next);
        QFETCH(bool, allowed);
        QCOMPARE(mayStart(next, std::span(&running, 1)), allowed);
    }
    void fetchDoesNotOvertakeItsSelect()
    {
        const Requirements select = Select{}.requirements();
        QVERIFY(!mayStart(byNumber(), std::span(&select, 1)));
    }
    // By UID it may share the flight, when whoever asks knows what the answer is worth. By number it never
    // may.
    void onlyAFetchThatIsMeantForItFollowsSelect()
    {
        const Requirements select = Select{}.requirements();
        FetchStream fetch;
        fetch.messages = UidSet::single(Uid{1});
        QVERIFY(!mayStart(fetch.requirements(), std::span(&select, 1)));
        fetch.behindSelect = true;
        QVERIFY(mayStart(fetch.requirements(), std::span(&select, 1)));
        fetch.messages = SeqSet::single(SeqNum{1});
        QVERIFY(!mayStart(fetch.requirements(), std::span(&select, 1)));
    }
    void anythingMayStartAlone()
    {
        for (const Requirements &one :
             {byNumber(), byUid(), Select{}.requirements(), StartTls{}.requirements()})
            QVERIFY(mayStart(one, {}));
    }
};

QTEST_APPLESS_MAIN(TestPipeline)
#include "tst_pipeline.moc"
