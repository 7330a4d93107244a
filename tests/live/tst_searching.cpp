#include "account/cachehandle.h"
#include "support/folderview.h"
#include "support/liveaccount.h"

using namespace imap;
using namespace imap::test;

namespace
{

const MailboxName opened(QStringLiteral("Searched"));
const MailboxName other(QStringLiteral("Elsewhere"));
const MailboxName target(QStringLiteral("Found"));

QByteArray letter(const QByteArray &subject, const QByteArray &text)
{
    return "From: =?utf-8?q?J=C3=BCrgen?= <juergen@example.org>\r\nTo: alice@example.org\r\nSubject: " +
           subject + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n";
}

} // namespace

/// What one does with mail that a search found, in folders that are not open, on a real server.
class TestSearching : public QObject
{
    Q_OBJECT

    std::unique_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;

    template <class T>
    T wait(QFuture<T> future)
    {
        [&] { QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 20'000); }();
        return future.result();
    }
    ServerHits onServer(const char *word, Uid before = {}, qsizetype limit = 200)
    {
        ServerSearch search;
        search.folder = other;
        search.criteria = SearchKey::anywhere(QString::fromUtf8(word));
        search.limit = limit;
        search.before = before;
        return wait(m_account->searchServer(search));
    }
    QList<CacheHit> inCache(const char *typed)
    {
        CacheSearch search;
        search.text = QString::fromUtf8(typed);
        return wait(dynamic_cast<CacheHandle &>(*m_account).searchCache(search)).hits;
    }
    static QList<quint32> uids(const ServerHits &hits)
    {
        QList<quint32> all;
        for (const MessageSummaryPtr &message : hits.messages)
            all << message->uid.value;
        return all;
    }

private Q_SLOTS:
    void initTestCase()
    {
        skipWithoutServer();
        m_server = std::make_unique<MailServer>();
        QVERIFY(m_server->start());
        m_cache = std::make_unique<QTemporaryDir>();
        QVERIFY(m_server->deliver(opened.toString(), letter("Open", "nothing")));
        QVERIFY(m_server->deliver(other.toString(), letter("Plans", "We meet in the Garten on Tuesday.")));
        QVERIFY(m_server->deliver(other.toString(), letter("Minutes", "Rain in the garten, so inside.")));
        QVERIFY(m_server->deliver(other.toString(), letter("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "from elsewhere")));
        QVERIFY(m_server->deliver(target.toString(), letter("There", "nothing")));
        m_account = makeAccount(accountOn(*m_server), m_cache->path(), std::make_shared<FixedSecret>());
        m_view = std::make_unique<FolderView>(m_account.get());
        m_account->start();
        m_account->openFolder(opened);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 20'000);
    }
    void cleanupTestCase()
    {
        m_account.reset();
        m_view.reset();
    }

    // Nothing of that folder is here: the server finds it, and it can be read, marked and moved at once.
    void fromTheServerToTheReader()
    {
        QVERIFY(inCache("garten").isEmpty());
        const ServerHits all = onServer("garten");
        QCOMPARE(uids(all), (QList<quint32>{2, 1}));
        QCOMPARE(all.found, 2U);
        QCOMPARE(all.messages.first()->envelope.subject, std::optional<QByteArray>("Minutes"));
        const ServerHits newest = onServer("garten", {}, 1);
        QCOMPARE(uids(newest), QList<quint32>{2});
        QCOMPARE(uids(onServer("garten", newest.next, 1)), QList<quint32>{1});
        QCOMPARE(uids(onServer("Gr\u00fc\u00dfe")), QList<quint32>{3});

        const MessageBody body = wait(m_account->fetchSections(other, Uid{1}, {"1"}));
        QVERIFY(body.sections.value("1").contains("Garten"));
        QVERIFY(!body.fromCache);
        // What was found and read is found here from now on.
        QTRY_COMPARE_WITH_TIMEOUT(inCache("garten").size(), 1, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(inCache("minutes").size(), 1, 20'000);
        QCOMPARE(m_view->knownRows(), 1); // and the open folder is still the other one
    }
    void markedMovedAndUndone()
    {
        wait(m_account->changeFlags(other, {Uid{2}}, {flags::Flagged}, {}));
        QTRY_VERIFY(inCache("minutes").value(0).message->flags.contains(flags::Flagged));
        const quint64 moved = wait(m_account->change(MoveChange{other, UidSet::single(Uid{2}), target}));
        QVERIFY(inCache("minutes").isEmpty()); // at once, whatever the server does
        QTRY_COMPARE_WITH_TIMEOUT(uids(onServer("rain")), QList<quint32>(), 20'000);
        const auto isDone = [&] {
            const auto entries = wait(m_account->journal(10));
            return std::any_of(entries.cbegin(), entries.cend(), [&](const JournalEntry &entry) {
                return entry.id == moved && entry.state == OperationState::Done;
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 20'000);
        QVERIFY(inCache("minutes").isEmpty()); // nor when it is done
        wait(m_account->undo(moved));
        QTRY_COMPARE_WITH_TIMEOUT(onServer("rain").messages.size(), 1, 20'000);
        QVERIFY(onServer("rain").messages.first()->flags.contains(flags::Flagged));
    }
    void deletedForGood()
    {
        QTRY_COMPARE_WITH_TIMEOUT(inCache("plans").size(), 1, 20'000);
        wait(m_account->change(DeleteChange{other, UidSet::single(Uid{1})}));
        QVERIFY(inCache("plans").isEmpty());
        const auto gone = [&] {
            auto fetched = m_account->fetchSections(other, Uid{1}, {"HEADER"});
            [&] { QTRY_VERIFY_WITH_TIMEOUT(fetched.isFinished(), 20'000); }();
            try {
                fetched.waitForFinished();
                return false;
            } catch (const CommandError &) {
                return true;
            }
        };
        QTRY_VERIFY_WITH_TIMEOUT(gone(), 20'000);
        QVERIFY(inCache("plans").isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSearching)
#include "tst_searching.moc"
