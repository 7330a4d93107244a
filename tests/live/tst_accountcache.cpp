#include "account/cachehandle.h"
#include "support/folderview.h"
#include "support/liveaccount.h"

using namespace imap;
using namespace imap::test;

namespace
{

const QString folder = QStringLiteral("Cached");

QByteArray letter(const QByteArray &subject, const QByteArray &text)
{
    return "From: =?utf-8?q?J=C3=BCrgen?= <juergen@example.org>\r\nTo: alice@example.org\r\nSubject: " +
           subject +
           "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           text.toBase64() + "\r\n";
}

} // namespace

/// What an account keeps of a real server's mail can be searched without it, measured and emptied.
class TestAccountCache : public QObject
{
    Q_OBJECT

    std::unique_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;

    void open()
    {
        m_account = makeAccount(accountOn(*m_server), m_cache->path(), std::make_shared<FixedSecret>());
        m_view = std::make_unique<FolderView>(m_account.get());
        m_account->start();
        m_account->openFolder(MailboxName(folder));
    }
    template <class T>
    T wait(QFuture<T> future)
    {
        [&] { QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 20'000); }();
        return future.result();
    }
    CacheHandle &cache() { return dynamic_cast<CacheHandle &>(*m_account); }
    CacheHits search(const char *typed)
    {
        CacheSearch wanted;
        wanted.text = QString::fromUtf8(typed);
        return wait(cache().searchCache(wanted));
    }

private Q_SLOTS:
    void initTestCase()
    {
        skipWithoutServer();
        m_server = std::make_unique<MailServer>();
        QVERIFY(m_server->start());
        m_cache = std::make_unique<QTemporaryDir>();
        QVERIFY(m_server->deliver(folder, letter("Plans", "We meet in the Garten on Tuesday.")));
        QVERIFY(m_server->deliver(folder, letter("=?utf-8?b?5p2x5Lqs?=", "nothing")));
    }
    void cleanup()
    {
        m_account.reset();
        m_view.reset();
    }

    void searchedOnlineAndOffline()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(m_view->knownRows(), 2, 20'000);
        // Headers come into the index by themselves, decoded.
        QTRY_COMPARE_WITH_TIMEOUT(search("jurgen").hits.size(), 2, 20'000);
        QCOMPARE(search("京").hits.size(), 1);
        QCOMPARE(search("garten").hits.size(), 0);
        // And a text that somebody read.
        wait(m_account->fetchSections(MailboxName(folder), Uid{1}, {"1"}));
        QTRY_COMPARE_WITH_TIMEOUT(search("garten").hits.size(), 1, 20'000);
        m_account->goOffline();
        QTRY_COMPARE(m_view->connection.state, ConnectionState::Offline);
        const CacheHits hits = search("\"meet in\" gart");
        QCOMPARE(hits.hits.size(), 1);
        QCOMPARE(hits.hits[0].folder, MailboxName(folder));
        QCOMPARE(hits.hits[0].message->uid, Uid{1});
        QCOMPARE(hits.hits[0].snippet, QStringLiteral("We meet in the Garten on Tuesday."));
        QCOMPARE(hits.hits[0].marks.size(), 2);
    }
    void measuredAndEmptied()
    {
        open();
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 20'000);
        const CacheUsage before = wait(cache().cacheUsage());
        QVERIFY(before.bodies > 0 && before.total > before.bodies);
        m_view->synchronised = 0;
        const CacheUsage after = wait(cache().emptyCache());
        QCOMPARE(after.bodies, 0);
        // It goes on as after a fresh start, with the same folder.
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 20'000);
        QTRY_COMPARE(m_view->knownRows(), 2);
        QCOMPARE(search("garten").hits.size(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(search("plans").hits.size(), 1, 20'000);
    }
    /// Somebody presses it while a message is being fetched.
    void emptiedInTheMiddle()
    {
        open();
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 20'000);
        for (int round = 0; round < 20; ++round) {
            auto body = m_account->fetchSections(MailboxName(folder), Uid{quint32(1 + round % 2)}, {"1"});
            auto emptied = cache().emptyCache();
            wait(emptied);
            QTRY_VERIFY(body.isFinished()); // with the text or with an error, but it ends
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_view->knownRows(), 2, 20'000);
    }
};

QTEST_GUILESS_MAIN(TestAccountCache)
#include "tst_accountcache.moc"
