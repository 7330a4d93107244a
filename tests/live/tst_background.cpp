#include "store/store.h"
#include "support/folderview.h"
#include "support/liveaccount.h"

#include <QRegularExpression>

using namespace imap;
using namespace imap::test;

namespace
{

QByteArray letter(const QByteArray &subject)
{
    return "From: Anna <anna@example.org>\r\nTo: alice@example.org\r\nSubject: " + subject +
           "\r\nDate: Mon, 2 Feb 2026 10:00:00 +0100\r\n\r\nHello, " + subject + "\r\n";
}

} // namespace

/// What an account does besides what people ask for: fetching ahead, hearing of news.
class TestBackground : public QObject
{
    Q_OBJECT

    std::unique_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;
    AccountConfig m_config;

    void open(const QString &folder)
    {
        m_account = makeAccount(m_config, m_cache->path(), std::make_shared<FixedSecret>());
        m_view = std::make_unique<FolderView>(m_account.get());
        m_account->start();
        m_account->openFolder(MailboxName(folder));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 20'000);
    }
    void close()
    {
        m_account.reset();
        m_view.reset();
    }
    quint32 stored(const QString &folder)
    {
        const auto store = store::Store::open(m_cache->path());
        return store->messages().count(store->mailboxes().ensureFolder(MailboxName(folder)));
    }
    QStringList log()
    {
        auto text = m_account->wireLog();
        (void)QTest::qWaitFor([&] { return text.isFinished(); });
        return text.result().split(QLatin1Char('\n'));
    }
    bool isFilled() const
    {
        const FillProgress &fill = m_view->fill;
        return fill.folder.isEmpty() && fill.total > 0 && fill.done == fill.total;
    }

private Q_SLOTS:
    void initTestCase()
    {
        skipWithoutServer();
        m_server = std::make_unique<MailServer>();
        QVERIFY(m_server->start());
        QVERIFY(m_server->fill(QStringLiteral("Big"), 8000));
        QVERIFY(m_server->fill(QStringLiteral("Small"), 300));
    }
    void init()
    {
        m_cache = std::make_unique<QTemporaryDir>();
        m_config = accountOn(*m_server);
    }
    void cleanup()
    {
        close();
        m_cache.reset();
    }

    // The program is closed in the middle of it, and goes on where it was.
    void fillsAndGoesOnAfterARestart()
    {
        m_config.fill.keep = FillPolicy::Keep::Headers;
        open(QStringLiteral("Big"));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->fill.done > 0, 20'000);
        close();
        const quint32 before = stored(QStringLiteral("Big"));
        QVERIFY(before > 50);

        open(QStringLiteral("Small"));
        QTRY_VERIFY_WITH_TIMEOUT(isFilled(), 60'000);
        QCOMPARE(m_view->fill.total, quint64(8300));
        quint64 asked = 0;
        for (const QString &line : log()) {
            const QRegularExpressionMatch match =
                QRegularExpression(QStringLiteral("fill\\]  A\\d+ FETCH (\\d+):(\\d+) .*ENVELOPE"))
                    .match(line);
            if (match.hasMatch())
                asked += match.captured(2).toULongLong() - match.captured(1).toULongLong() + 1;
        }
        close();
        QCOMPARE(stored(QStringLiteral("Big")), 8000u);
        QVERIFY2(asked <= 8300 - before + 1000, qPrintable(QString::number(asked)));

        // All of it can be looked at without a server.
        open(QStringLiteral("Small"));
        m_account->goOffline();
        m_account->openFolder(MailboxName(QStringLiteral("Big")));
        QTRY_COMPARE(int(m_view->rows.size()), 8000);
    }
    // Rows that were fetched ahead are there when somebody scrolls to them: nothing is asked for.
    void scrollingToWhatIsThereAsksForNothing()
    {
        m_config.fill.keep = FillPolicy::Keep::Headers;
        open(QStringLiteral("Big"));
        QTRY_VERIFY_WITH_TIMEOUT(isFilled(), 60'000);
        const quint64 before = m_view->traffic.roundTrips;
        m_account->showRows(MailboxName(QStringLiteral("Big")), SeqNum{3000}, SeqNum{3040});
        QTRY_VERIFY(m_view->rows[2999] && m_view->rows[3039]);
        QVERIFY(!log().join(QString()).contains(QLatin1String("[scroll]")));
        QVERIFY(before > 0);
    }
    // Between a click and its answer nothing more is asked for ahead.
    void aClickGoesFirst()
    {
        m_config.fill.keep = FillPolicy::Keep::Headers;
        open(QStringLiteral("Big"));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->rows.back(), 10'000);
        auto body =
            m_account->fetchSections(MailboxName(QStringLiteral("Big")), m_view->rows.back()->uid, {"1"});
        QTRY_VERIFY_WITH_TIMEOUT(body.isFinished(), 10'000);
        QVERIFY(body.result().sections.contains("1"));
        bool waiting = false;
        for (const QString &line : log()) {
            if (line.contains(QLatin1String("[open message]")))
                waiting = !line.contains(QLatin1String("  S  ")) || !line.contains(QLatin1String(" OK "));
            QVERIFY2(!waiting || !line.contains(QLatin1String("C  [connection 2: fill")), qPrintable(line));
        }
        QTRY_VERIFY_WITH_TIMEOUT(isFilled(), 60'000);
    }
    void pausedUntilItMayGoOn()
    {
        m_config.fill.keep = FillPolicy::Keep::Headers;
        m_account = makeAccount(m_config, m_cache->path(), std::make_shared<FixedSecret>());
        m_view = std::make_unique<FolderView>(m_account.get());
        m_account->pauseFill(true); // before there is anything to pause
        m_account->start();
        m_account->openFolder(MailboxName(QStringLiteral("Small")));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->connection.live, 20'000);
        QVERIFY(m_view->fill.paused);
        const quint64 done = m_view->fill.done;
        QVERIFY(done < 8300);
        m_account->pauseFill(false);
        QTRY_VERIFY_WITH_TIMEOUT(isFilled(), 60'000);
        QVERIFY(!m_view->fill.paused);
    }
    // Texts, too, and then a message opens without the server.
    void everythingIsReadableOffline()
    {
        m_config.fill.keep = FillPolicy::Keep::Everything;
        QVERIFY(m_server->deliver(QStringLiteral("Texts"), letter("One")));
        QVERIFY(m_server->deliver(QStringLiteral("Texts"), letter("Two")));
        open(QStringLiteral("Texts"));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->fill.folder == MailboxName(QStringLiteral("INBOX")) ||
                                     m_view->fill.folder == MailboxName(QStringLiteral("Small")) ||
                                     m_view->fill.folder == MailboxName(QStringLiteral("Big")),
                                 20'000);
        m_account->goOffline();
        auto body = m_account->fetchSections(MailboxName(QStringLiteral("Texts")), Uid{2}, {"1"});
        QTRY_VERIFY(body.isFinished());
        QVERIFY(body.result().fromCache);
        QVERIFY(body.result().sections.value("1").contains("Hello, Two"));
    }
    // NOTIFY brings what the row needs, and the counts of other folders; nothing is asked for.
    void newMailCostsNoTrip()
    {
        open(QStringLiteral("Small"));
        QTRY_VERIFY(log().join(QString()).contains(QLatin1String("NOTIFY SET")));
        QTRY_VERIFY(m_view->connection.live);
        const qsizetype before = log().filter(QStringLiteral("  C  ")).size();
        const qsizetype rows = qsizetype(m_view->rows.size());
        QVERIFY(m_server->deliver(QStringLiteral("Small"), letter("Pushed")));
        QTRY_COMPARE_WITH_TIMEOUT(qsizetype(m_view->rows.size()), rows + 1, 10'000);
        QTRY_VERIFY(m_view->rows.back());
        QCOMPARE(m_view->rows.back()->envelope.subject, OptionalBytes("Pushed"));
        const auto unseen = m_view->find(QStringLiteral("Big"))->unseen;
        QVERIFY(unseen);
        QVERIFY(m_server->deliver(QStringLiteral("Big"), letter("Elsewhere")));
        QTRY_COMPARE_WITH_TIMEOUT(m_view->find(QStringLiteral("Big"))->unseen,
                                  std::optional<quint32>(*unseen + 1), 10'000);
        const QStringList now = log().filter(QStringLiteral("  C  ")).mid(before);
        QVERIFY2(now.filter(QStringLiteral("FETCH")).isEmpty(), qPrintable(now.join(QLatin1Char('\n'))));
        QVERIFY2(now.filter(QStringLiteral("STATUS")).isEmpty(), qPrintable(now.join(QLatin1Char('\n'))));
    }
    // The one connection that there is goes back and forth, and clicks are answered.
    void withOneConnection()
    {
        m_config.fill.keep = FillPolicy::Keep::Headers;
        m_config.maximumConnections = 1;
        open(QStringLiteral("Small"));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->fill.done > 1000, 30'000);
        auto body =
            m_account->fetchSections(MailboxName(QStringLiteral("Small")), m_view->rows.back()->uid, {"1"});
        QTRY_VERIFY_WITH_TIMEOUT(body.isFinished(), 10'000);
        QVERIFY(body.result().sections.contains("1"));
        QTRY_VERIFY_WITH_TIMEOUT(isFilled(), 120'000);
        QVERIFY(!log().join(QString()).contains(QLatin1String("connection 2")));
        const size_t rows = m_view->rows.size();
        QVERIFY(m_server->deliver(QStringLiteral("Small"), letter("News")));
        QTRY_COMPARE_WITH_TIMEOUT(int(m_view->rows.size()), int(rows) + 1, 20'000);
    }
};

QTEST_GUILESS_MAIN(TestBackground)
#include "tst_background.moc"
