#include "commands/connection.h"
#include "commands/expunge.h"
#include "commands/fetch.h"
#include "commands/store.h"
#include "support/folderview.h"
#include "support/liveaccount.h"
#include "support/otherclient.h"

using namespace imap;
using namespace imap::test;

namespace
{

/// So many messages, unless somebody wants to measure with more: 1000000 takes a while to make.
int bigCount()
{
    const int wanted = qEnvironmentVariableIntValue("POSTRIDER_BIG_FOLDER");
    return wanted > 0 ? wanted : 5000;
}

} // namespace

/// A folder after a time without a connection, in which everything happened on both sides.
class TestComingBack : public QObject
{
    Q_OBJECT

    std::unique_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;

    ConnectionSettings settings() const { return settingsOf(*m_server); }
    void open(const QString &folder)
    {
        m_account = makeAccount(accountOn(*m_server), m_cache->path(), std::make_shared<FixedSecret>());
        m_view = std::make_unique<FolderView>(m_account.get());
        m_account->start();
        m_account->openFolder(MailboxName(folder));
    }
    void openAndWait(const QString &folder)
    {
        open(folder);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 60'000);
    }
    void close()
    {
        m_account.reset();
        m_view.reset();
    }
    void scrollOver(const QString &folder)
    {
        const quint32 total = quint32(m_view->rows.size());
        for (quint32 first = 1; first <= total; first += 100) {
            const quint32 last = qMin(total, first + 99);
            m_account->showRows(MailboxName(folder), SeqNum{first}, SeqNum{last});
            QTRY_VERIFY_WITH_TIMEOUT(m_view->rows[first - 1] && m_view->rows[last - 1], 20'000);
        }
    }
    QList<FetchResponse> serverFlags(OtherClient &other)
    {
        other.run(Noop{}); // it hears of what came since
        Fetch fetch;
        fetch.messages = UidSet::from(Uid{1});
        fetch.items.flags = true;
        return other.run(std::move(fetch));
    }
    static void mark(OtherClient &other, const UidSet &uids, const Flag &flag)
    {
        Store store;
        store.messages = uids;
        store.flags = FlagSet{flag};
        store.silent = true;
        other.run(std::move(store));
    }
    void compareWith(OtherClient &other)
    {
        const QList<FetchResponse> messages = serverFlags(other);
        QCOMPARE(qsizetype(m_view->rows.size()), messages.size());
        int known = 0;
        for (qsizetype i = 0; i < messages.size(); ++i) {
            const auto &row = m_view->rows[size_t(i)];
            if (!row)
                continue;
            ++known;
            QCOMPARE(row->uid, *messages.at(i).uid);
            // Only one of two connections is told that a message is recent (RFC 3501 §2.3.2).
            FlagSet shown = row->flags;
            FlagSet there = *messages.at(i).flags;
            shown.remove(Flag("\\Recent"));
            there.remove(Flag("\\Recent"));
            if (shown != there)
                qWarning("row %lld, UID %u", i, row->uid.value);
            QCOMPARE(shown, there);
        }
        QVERIFY(known > 0);
    }

private Q_SLOTS:
    void initTestCase()
    {
        skipWithoutServer();
        m_server = std::make_unique<MailServer>();
        QVERIFY(m_server->start());
    }
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        close();
        m_cache.reset();
    }

    // One message new, ten flags changed: two flights behind the greeting, and little said, whatever the
    // size.
    void warmOpen()
    {
        const QString folder = QStringLiteral("Warm");
        QVERIFY(m_server->fill(folder, bigCount()));
        openAndWait(folder);
        qInfo("cold: %llu flights, %llu octets in", m_view->traffic.roundTrips, m_view->traffic.bytesIn);
        QVERIFY2(m_view->traffic.roundTrips <= 3, qPrintable(QString::number(m_view->traffic.roundTrips)));
        QTRY_VERIFY(m_view->connection.live);
        QTest::qWait(0);
        close();

        OtherClient other(settings(), QStringLiteral("alice"), "alice-secret");
        other.select(folder);
        const quint32 last = quint32(bigCount());
        mark(other, UidSet::range(Uid{last - 19}, Uid{last - 10}), flags::Flagged);
        QVERIFY(m_server->deliver(folder, "From: a@example.org\r\nSubject: News\r\n\r\nHello\r\n"));
        open(folder);
        QTRY_VERIFY(m_view->resets > 0);
        QVERIFY(m_view->beganFromCache); // on a busy machine the server has answered by now
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 60'000);
        qInfo("warm: %llu flights, %llu octets in", m_view->traffic.roundTrips, m_view->traffic.bytesIn);
        QVERIFY2(m_view->traffic.roundTrips <= 2, qPrintable(QString::number(m_view->traffic.roundTrips)));
        QVERIFY2(m_view->traffic.bytesIn < 12'000, qPrintable(QString::number(m_view->traffic.bytesIn)));
        QCOMPARE(m_view->rows.back()->envelope.subject, OptionalBytes("News"));
        compareWith(other);
    }

    // A week in which 10,000 flags changed there, 500 messages came and 500 went, and 50 were marked here.
    void aWeekOffline()
    {
        const QString folder = QStringLiteral("Week");
        const MailboxName name(folder);
        QVERIFY(m_server->fill(folder, 11'000));
        openAndWait(folder);
        scrollOver(folder);
        QTRY_VERIFY(m_view->connection.live);
        m_account->goOffline();
        QTRY_COMPARE(m_view->connection.state, ConnectionState::Offline);

        OtherClient other(settings(), QStringLiteral("alice"), "alice-secret");
        other.select(folder);
        mark(other, UidSet::range(Uid{1}, Uid{10'000}), Flag("$Week"));
        UidSet removed;
        for (quint32 uid = 20; uid <= 10'000; uid += 20)
            removed.add(Uid{uid});
        QCOMPARE(removed.count(), 500u);
        mark(other, removed, flags::Deleted);
        UidExpunge expunge;
        expunge.messages = removed;
        other.run(std::move(expunge));
        QVERIFY(m_server->fill(folder, 500));
        // Some of these are among those that went, and all changed there, too.
        QList<Uid> marked;
        for (quint32 uid = 1000; uid < 1050; ++uid)
            marked.append(Uid{uid});
        UidSet lost;
        for (const Uid uid : marked) {
            if (removed.contains(uid))
                lost.add(uid);
        }
        auto entry = m_account->changeFlags(name, marked, FlagSet{Flag("$Mine")}, {});
        QTRY_VERIFY(entry.isFinished());

        const quint64 before = m_view->traffic.roundTrips;
        const int synchronised = m_view->synchronised;
        m_account->retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > synchronised, 60'000);
        qInfo("a week: %llu flights", m_view->traffic.roundTrips - before);
        // Signing in, coming back in one, and the newest screenful, which is new. Where the machine has much
        // to do, the folder list and the limits may have been asked for before this is told.
        QVERIFY2(m_view->traffic.roundTrips - before <= 6,
                 qPrintable(QString::number(m_view->traffic.roundTrips - before)));
        QTRY_COMPARE(m_view->conflicts.size(), 1);
        QCOMPARE(m_view->conflicts.first().removed, lost);
        QCOMPARE(m_view->conflicts.first().merged.count(), quint64(marked.size()) - lost.count());
        QTRY_VERIFY_WITH_TIMEOUT(m_view->connection.live, 20'000);
        scrollOver(folder);
        compareWith(other);
        const auto one = m_view->message(Uid{1001});
        QVERIFY(one && one->flags.contains(Flag("$Mine")) && one->flags.contains(Flag("$Week")));
        QVERIFY(!m_view->message(Uid{1000}));
    }

    // "Select all" where 50 of 2,000 are known, and a date somewhere in ten years.
    void rowsThatNobodyHasLookedAt()
    {
        const QString folder = QStringLiteral("Unseen");
        QVERIFY(m_server->fill(folder, 2000));
        openAndWait(folder);
        QTRY_VERIFY(m_view->connection.live);
        auto all = m_account->resolve(MailboxName(folder), SeqSet::range(SeqNum{1}, SeqNum{2000}), 1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(all.isFinished(), 20'000);
        QCOMPARE(all.result().count(), 2000u);
        QCOMPARE(m_view->knownRows(), 50);
        const QDate day = m_view->rows.back()->internalDate.date().addYears(-5);
        auto found = m_account->findDate(MailboxName(folder), day);
        QTRY_VERIFY_WITH_TIMEOUT(found.isFinished(), 20'000);
        const quint32 number = found.result().value;
        QVERIFY(number > 100 && number < 1900);
        m_account->showRows(MailboxName(folder), SeqNum{number - 1}, SeqNum{number});
        QTRY_VERIFY(m_view->rows[number - 1] && m_view->rows[number - 2]);
        QVERIFY(m_view->rows[number - 1]->internalDate.date() >= day);
        QVERIFY(m_view->rows[number - 2]->internalDate.date() < day);
        auto none = m_account->findDate(MailboxName(folder), day.addYears(20));
        QTRY_VERIFY(none.isFinished());
        QVERIFY(!none.result().isValid());
    }
};

QTEST_GUILESS_MAIN(TestComingBack)
#include "tst_comingback.moc"
