#include "commands/auth.h"
#include "commands/select.h"
#include "session/promises.h"
#include "support/tinyserver.h"
#include "sync/bodyfill.h"
#include "sync/rowfill.h"

#include <QCoro/QCoroFuture>
#include <QTemporaryDir>
#include <QtTest>

using namespace imap;
using namespace imap::test;

namespace
{

QList<quint32> firstUids(quint32 count)
{
    QList<quint32> uids(count);
    std::iota(uids.begin(), uids.end(), 1);
    return uids;
}

UidSet range(quint32 first, quint32 last)
{
    return UidSet::range(Uid{first}, Uid{last});
}

/// Open until a test shuts it, by hand or after so many commands.
class TestGate final : public FillGate
{
public:
    int turns = -1; ///< so many more commands; -1: any number
    bool mustStop() const override { return turns == 0; }
    QFuture<Nothing> turn() override
    {
        if (turns > 0)
            --turns;
        QPromise<Nothing> promise;
        promise.start();
        QFuture<Nothing> future = promise.future();
        finishPromise(promise, Nothing());
        return future;
    }
};

/// One folder of a tiny server over one connection, and the cache.
class Bench
{
public:
    explicit Bench(const QString &cache)
        : store(store::Store::open(cache))
        , gate(std::make_shared<TestGate>())
    {
        server.folders = {{"INBOX", firstUids(1000)}};
    }
    void connectTo(const char *folder = "INBOX")
    {
        session = std::make_unique<Session>(server.connection(), SessionOptions(), &log);
        auto opened = session->open();
        QTRY_VERIFY(opened.isFinished());
        Login login{"alice", Secret(QByteArray("x"))};
        auto in = session->run(std::move(login));
        QTRY_VERIFY(in.isFinished());
        select(folder);
        name = MailboxName(QString::fromLatin1(folder));
        id = store->mailboxes().ensureFolder(name);
        server.lines.clear();
    }
    void select(const char *folder)
    {
        Select select;
        select.mailbox = MailboxName(QString::fromLatin1(folder));
        select.readOnly = true;
        auto selected = session->run(std::move(select));
        QTRY_VERIFY(selected.isFinished());
    }
    FillJob job()
    {
        FillJob job;
        job.store = store.get();
        job.session = session.get();
        job.gate = gate;
        job.folder = name;
        job.id = id;
        job.small = small;
        return job;
    }
    /// 1: all is there, 0: stopped, -1: it threw, -2: it did not end.
    int fillRows(std::optional<int> days = {})
    {
        auto result = std::make_shared<int>(-2);
        RowFill fill(job());
        QObject::connect(&fill, &RowFill::filled, &fill, [this](const StoredRows &rows) {
            told.append({rows.first.value, quint32(rows.uids.size())});
        });
        rows(&fill, days, result);
        (void)QTest::qWaitFor([&] { return *result != -2; }, 10'000);
        return *result;
    }
    int fillTexts(FillPolicy::Keep keep)
    {
        auto result = std::make_shared<int>(-2);
        texts(job(), FillPolicy{keep, 30}, result);
        (void)QTest::qWaitFor([&] { return *result != -2; }, 10'000);
        return *result;
    }
    UidSet stored() const { return store->messages().uids(id, Uid{1}, Uid{UidSet::Star - 1}); }
    /// Numbers of messages that were asked for, whatever for.
    quint64 asked() const
    {
        quint64 count = 0;
        for (const QString &line : server.lines) {
            const QStringList words = line.split(QLatin1Char(' '));
            const qsizetype at = words.indexOf(QStringLiteral("FETCH"));
            if (at > 0 && line.contains(QLatin1String("ENVELOPE")))
                count += UidSet::parse(words.value(at + 1).toLatin1()).value_or(UidSet()).count();
        }
        return count;
    }

    TinyServer server;
    WireLog log;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Session> session;
    std::shared_ptr<TestGate> gate;
    MailboxName name;
    store::FolderId id;
    bool small = false;
    QList<std::pair<quint32, quint32>> told;

private:
    static QCoro::Task<> rows(RowFill *fill, std::optional<int> days, std::shared_ptr<int> result)
    {
        try {
            const bool done = co_await fill->run(days);
            *result = done ? 1 : 0;
        } catch (const std::exception &) {
            *result = -1;
        }
    }
    static QCoro::Task<> texts(FillJob job, FillPolicy policy, std::shared_ptr<int> result)
    {
        try {
            const bool done = co_await imap::fillBodies(job, policy);
            *result = done ? 1 : 0;
        } catch (const std::exception &) {
            *result = -1;
        }
    }
};

} // namespace

class TestFill : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_cache;

private Q_SLOTS:
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }

    void setsOfUids()
    {
        const auto set = [](const char *text) { return UidSet::parse(text).value_or(UidSet()); };
        QCOMPARE(difference(set("1:10"), set("3,5:7,10")), set("1:2,4,8:9"));
        QCOMPARE(difference(set("1:10"), {}), set("1:10"));
        QCOMPARE(difference(set("5"), set("1:100")), UidSet());
        QCOMPARE(intersection(set("1:10,20"), set("9:30")), set("9:10,20"));
        UidSet rest = set("1:5,8,10:12");
        QCOMPARE(takeHighest(rest, 5), set("5,8,10:12"));
        QCOMPARE(rest, set("1:4"));
        QCOMPARE(takeHighest(rest, 100), set("1:4"));
        QVERIFY(rest.isEmpty());
    }

    void newestFirstAndAllOnce()
    {
        Bench bench(m_cache->path());
        bench.connectTo();
        QCOMPARE(bench.fillRows(), 1);
        QCOMPARE(bench.stored(), range(1, 1000));
        QVERIFY(bench.server.lines.first().contains(QLatin1String("FETCH 901:1000 (")));
        QCOMPARE(bench.asked(), 1000u);
        QCOMPARE(bench.told.first(), (std::pair<quint32, quint32>{901, 100}));
        QCOMPARE(bench.store->fills().state(bench.id).rows, range(1, 1000));
        // Nothing is left to do, and nothing is said.
        bench.server.lines.clear();
        QCOMPARE(bench.fillRows(), 1);
        QVERIFY2(bench.server.lines.isEmpty(), qPrintable(bench.server.lines.join(QLatin1Char('\n'))));
    }
    // Stopped in the middle, with the program closed; new mail came and old mail went meanwhile.
    void goesOnWhereItEnded()
    {
        {
            Bench bench(m_cache->path());
            bench.connectTo();
            bench.gate->turns = 4;
            QCOMPARE(bench.fillRows(), 0);
            QVERIFY(!bench.stored().isEmpty());
        }
        Bench bench(m_cache->path());
        QList<quint32> &uids = bench.server.folders["INBOX"];
        uids.removeAll(3);
        uids.removeAll(990);
        uids.append({1001, 1002, 1005});
        bench.connectTo();
        const UidSet before = bench.stored();
        QVERIFY(before.count() > 100 && before.count() < 1000);
        QCOMPARE(bench.fillRows(), 1);
        // What was there is not fetched again, but for the window that meets it.
        QVERIFY2(bench.asked() < 1001 - before.count() + 20, QByteArray::number(bench.asked()).constData());
        QVERIFY(bench.stored().contains(Uid{1005}));
        QVERIFY(bench.stored().contains(Uid{1}));
        QVERIFY(!bench.stored().contains(Uid{3}));
        QCOMPARE(difference(range(1, 1005), bench.store->fills().state(bench.id).rows), UidSet());
    }
    // What went away unnoticed goes here, too, where finding that out is cheap.
    void whatIsGoneIsFound()
    {
        Bench bench(m_cache->path());
        bench.server.capabilities = "IMAP4rev1 ESEARCH";
        bench.server.special = [&bench](const QByteArray &tag, const QByteArray &command) {
            if (!command.startsWith("UID SEARCH"))
                return QByteArray();
            return "* ESEARCH (TAG \"" + tag + "\") UID ALL 1:499,501:1000\r\n" + tag + " OK done\r\n";
        };
        bench.connectTo();
        QCOMPARE(bench.fillRows(), 1);
        QCOMPARE(bench.stored().count(), 1000u);
        bench.server.folders["INBOX"].removeAll(500);
        bench.select("INBOX");
        QCOMPARE(bench.fillRows(), 1);
        QVERIFY(!bench.stored().contains(Uid{500}));
        QCOMPARE(bench.stored().count(), 999u);
    }
    void onlyRecentOnes()
    {
        Bench bench(m_cache->path());
        bench.server.special = [](const QByteArray &tag, const QByteArray &command) {
            if (!command.startsWith("UID SEARCH"))
                return QByteArray();
            return (command.contains("SINCE") ? "* SEARCH 700 999 1000\r\n" : QByteArray()) + tag +
                   " OK done\r\n";
        };
        bench.connectTo();
        QCOMPARE(bench.fillRows(7), 1);
        QCOMPARE(bench.stored().toByteArray(), QByteArray("700,999:1000"));
        bench.server.lines.clear();
        QCOMPARE(bench.fillRows(7), 1);
        QCOMPARE(bench.asked(), 0u);
        // Another policy begins with what is there.
        QCOMPARE(bench.fillRows(), 1);
        QCOMPARE(bench.stored(), range(1, 1000));
        QVERIFY(bench.asked() < 1100);
    }
    void smallWindowsOverTheConnectionOfPeople()
    {
        Bench bench(m_cache->path());
        bench.connectTo();
        bench.small = true;
        QCOMPARE(bench.fillRows(), 1);
        for (const QString &line : std::as_const(bench.server.lines)) {
            const QByteArray set = line.section(QLatin1Char(' '), 2, 2).toLatin1();
            QVERIFY2(UidSet::parse(set)->count() <= RowFill::SmallWindow, qPrintable(line));
        }
    }
    // A message that the open folder knows better keeps what is known of it.
    void doesNotUndoWhatIsNewer()
    {
        Bench bench(m_cache->path());
        bench.connectTo();
        MessageSummary known;
        known.uid = Uid{500};
        known.flags = FlagSet{flags::Seen};
        MessageSummary gone;
        gone.uid = Uid{501};
        bench.store->messages().upsert(bench.id, {known, gone});
        bench.store->messages().markRemoved(bench.id, UidSet::single(Uid{501}));
        QCOMPARE(bench.fillRows(), 1);
        QVERIFY(bench.store->messages().load(bench.id, Uid{500})->flags.contains(flags::Seen));
        QVERIFY(!bench.stored().contains(Uid{501}));
    }
    void anotherUidValidityBeginsAnew()
    {
        Bench bench(m_cache->path());
        bench.connectTo();
        store::FolderSyncState state;
        state.uidValidity = UidValidity{7};
        bench.store->mailboxes().saveSyncState(bench.id, state);
        QCOMPARE(bench.fillRows(), 1);
        state.uidValidity = UidValidity{8};
        bench.store->mailboxes().saveSyncState(bench.id, state);
        QVERIFY(bench.store->fills().state(bench.id).rows.isEmpty());
    }
    void brokenConnection()
    {
        Bench bench(m_cache->path());
        bench.connectTo();
        int windows = 0;
        bench.server.special = [&](const QByteArray &, const QByteArray &command) {
            if (command.startsWith("FETCH ") && ++windows == 3)
                bench.server.transport(1)->closes();
            return QByteArray();
        };
        QCOMPARE(bench.fillRows(), -1);
        const UidSet before = bench.stored();
        bench.server.special = {};
        bench.connectTo();
        QCOMPARE(bench.fillRows(), 1);
        QCOMPARE(bench.stored(), range(1, 1000));
        QVERIFY(!before.isEmpty());
    }
    void texts()
    {
        Bench bench(m_cache->path());
        bench.server.folders["INBOX"] = firstUids(100);
        bench.connectTo();
        QCOMPARE(bench.fillRows(), 1);
        bench.gate->turns = 3;
        QCOMPARE(bench.fillTexts(FillPolicy::Keep::Everything), 0);
        QVERIFY(bench.store->bodies().has(bench.id, Uid{100}, "1"));
        QVERIFY(!bench.store->bodies().has(bench.id, Uid{1}, "1"));
        bench.gate->turns = -1;
        bench.server.lines.clear();
        QCOMPARE(bench.fillTexts(FillPolicy::Keep::Everything), 1);
        QCOMPARE(bench.store->bodies().get(bench.id, Uid{1}, "1"), std::optional<QByteArray>("text 1"));
        for (const QString &line : std::as_const(bench.server.lines))
            QVERIFY2(!line.contains(QLatin1String("100")), qPrintable(line));
    }
    // UIDs that no message has are done with those around them: what is noted stays short.
    void textsOfAFolderWithGaps()
    {
        Bench bench(m_cache->path());
        QList<quint32> uids;
        for (quint32 uid = 10; uid <= 1000; uid += 10)
            uids.append(uid);
        bench.server.folders["INBOX"] = uids;
        bench.server.special = [](const QByteArray &tag, const QByteArray &command) {
            return command.startsWith("UID SEARCH") && command.contains("SINCE")
                       ? "* SEARCH 980 1000\r\n" + tag + " OK done\r\n"
                       : QByteArray();
        };
        bench.connectTo();
        QCOMPARE(bench.fillRows(), 1);
        const auto noted = [&bench] { return bench.store->fills().state(bench.id).bodies; };
        // Others are left alone, and are not noted.
        QCOMPARE(bench.fillTexts(FillPolicy::Keep::RecentBodies), 1);
        QVERIFY(bench.store->bodies().has(bench.id, Uid{980}, "1"));
        QCOMPARE(intersection(noted(), bench.stored()).toByteArray(), QByteArray("980,1000"));
        bench.gate->turns = 3;
        QCOMPARE(bench.fillTexts(FillPolicy::Keep::Everything), 0);
        QVERIFY(bench.store->bodies().has(bench.id, Uid{990}, "1"));
        QVERIFY(!bench.store->bodies().has(bench.id, Uid{10}, "1"));
        QVERIFY(difference(range(980, 1000), noted()).isEmpty());
        bench.gate->turns = -1;
        QCOMPARE(bench.fillTexts(FillPolicy::Keep::Everything), 1);
        QVERIFY(bench.store->bodies().has(bench.id, Uid{10}, "1"));
        QCOMPARE(noted(), range(1, 1000));
    }
    void whatOfAMessageIsKept()
    {
        BodyStructure mixed;
        mixed.type = "multipart";
        mixed.subtype = "mixed";
        BodyStructure text;
        text.type = "text";
        text.subtype = "plain";
        text.size = 5000;
        BodyStructure icon;
        icon.type = "image";
        icon.subtype = "png";
        icon.size = 900;
        BodyStructure film;
        film.type = "video";
        film.subtype = "mp4";
        film.size = 30'000'000;
        mixed.parts = {text, icon, film};
        QCOMPARE(sectionsToKeep(mixed, false), (QList<QByteArray>{"1", "2"}));
        QCOMPARE(sectionsToKeep(mixed, true), (QList<QByteArray>{"1", "2", "3"}));
    }
};

QTEST_GUILESS_MAIN(TestFill)
#include "tst_fill.moc"
