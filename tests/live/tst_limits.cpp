#include "account/serverhandle.h"
#include "commands/quota.h"
#include "support/folderview.h"
#include "support/liveaccount.h"
#include "support/otherclient.h"

using namespace imap;
using namespace imap::test;
using Program = MailServer::Program;

namespace
{

const MailboxName inbox{QStringLiteral("INBOX")};

QByteArray letter(const QByteArray &id, qsizetype octets)
{
    QByteArray body;
    while (body.size() < octets)
        body += "The same line again and again, until there is no room for it any more.\r\n";
    return "From: Anna <anna@example.org>\r\nSubject: " + id + "\r\nMessage-ID: <" + id +
           "@example.org>\r\nDate: Mon, 2 Feb 2026 10:00:00 +0100\r\n\r\n" + body;
}

} // namespace

/// Limits on real servers: what an account tells of them by itself, who may change them, and what is said
/// when there is no room left.
class TestQuota : public QObject
{
    Q_OBJECT

    QHash<Program, std::shared_ptr<MailServer>> m_servers;
    std::shared_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;

    /// Whether there is such a server; started at its first use.
    bool use(Program program)
    {
        m_server = m_servers.value(program);
        if (m_server || !MailServer::missing(program).isEmpty())
            return bool(m_server);
        // Small enough to be filled.
        auto server = std::make_shared<MailServer>(
            QStringList{QStringLiteral("--quota"), QStringLiteral("2M")}, program);
        if (server->start())
            m_server = server;
        m_servers.insert(program, m_server);
        return bool(m_server);
    }
    void signIn(const QString &user)
    {
        AccountConfig config = accountOn(*m_server);
        config.id = config.user = user;
        m_account = makeAccount(config, m_cache->path() + QLatin1Char('/') + user,
                                std::make_shared<FixedSecret>(user.toUtf8() + "-secret"));
        m_view = std::make_unique<FolderView>(m_account.get());
        m_account->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_view->connection.state, ConnectionState::Online, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->folders.isEmpty(), 20'000);
    }
    void signOut()
    {
        m_account.reset();
        m_view.reset();
    }
    OtherClient other(const QString &user = QStringLiteral("alice"))
    {
        return OtherClient(settingsOf(*m_server), user, user.toUtf8() + "-secret");
    }
    quint64 change(const Change &change)
    {
        auto made = m_account->change(change);
        [&] { QTRY_VERIFY(made.isFinished()); }();
        return made.result();
    }
    bool ends(quint64 operation)
    {
        const auto state = [&] { return m_view->journal.value(operation).state; };
        [&] { QTRY_VERIFY_WITH_TIMEOUT(state() >= OperationState::Done, 30'000); }();
        return state() == OperationState::Done;
    }
    QuotaOverview overview()
    {
        auto asked = dynamic_cast<ServerHandle &>(*m_account).quotaOverview();
        [&] { QTRY_VERIFY_WITH_TIMEOUT(asked.isFinished(), 30'000); }();
        return asked.result();
    }
    /// What the account told last of one resource of INBOX.
    std::optional<Quota> told(const QByteArray &resource) const
    {
        for (const Quota &quota : m_view->quotas.value_or(QList<Quota>())) {
            if (quota.resource == resource)
                return quota;
        }
        return std::nullopt;
    }
    quint64 usedStorage() const
    {
        const auto quota = told("STORAGE");
        return quota ? quota->usage : 0;
    }
    static quint64 limitOf(const QList<Quota> &quotas, const QByteArray &resource)
    {
        for (const Quota &quota : quotas) {
            if (quota.resource == resource)
                return quota.limit;
        }
        return 0;
    }
    static void bothServers()
    {
        QTest::addColumn<Program>("program");
        QTest::newRow("Dovecot") << Program::Dovecot;
        QTest::newRow("Cyrus") << Program::Cyrus;
    }
    /// The last change was refused for want of room, in words of the server's.
    void verifyFull()
    {
        QVERIFY(!m_view->failures.isEmpty());
        const std::shared_ptr<const Error> error = m_view->failures.last().error;
        QVERIFY(error);
        // Cyrus 3.6 says it to APPEND in words only.
        QVERIFY2(error->code().name.isEmpty() || error->code().name == "OVERQUOTA", error->what());
        QVERIFY2(error->serverText().toLower().contains("quota"), error->serverText());
    }

private Q_SLOTS:
    void initTestCase() { skipWithoutServer(); }
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        signOut();
        m_cache.reset();
    }

    void toldAfterSignIn_data() { bothServers(); }
    void toldAfterSignIn()
    {
        QFETCH(Program, program);
        if (!use(program))
            QSKIP("no such server here");
        signIn(QStringLiteral("alice"));
        QTRY_VERIFY_WITH_TIMEOUT(told("STORAGE"), 20'000);
        QCOMPARE(told("STORAGE")->limit, 2048u);
        if (program == Program::Dovecot)
            QCOMPARE(told("MESSAGE")->limit, 500'000u);
    }

    // What one puts there and takes away oneself is seen at once, not at the next round.
    void ownChangesMoveIt_data() { bothServers(); }
    void ownChangesMoveIt()
    {
        QFETCH(Program, program);
        if (!use(program))
            QSKIP("no such server here");
        signIn(QStringLiteral("bob"));
        QTRY_VERIFY_WITH_TIMEOUT(told("STORAGE"), 20'000);
        const quint64 before = usedStorage();
        const quint64 append = change(AppendChange{inbox, letter("big", 300'000), {}, {}});
        QVERIFY(ends(append));
        QTRY_VERIFY_WITH_TIMEOUT(usedStorage() >= before + 290, 20'000);
        auto undone = m_account->undo(append);
        QTRY_VERIFY(undone.isFinished());
        QVERIFY(ends(undone.result()));
        QTRY_COMPARE_WITH_TIMEOUT(usedStorage(), before, 20'000);
    }

    void overviewNamesRootsAndFolders_data() { bothServers(); }
    void overviewNamesRootsAndFolders()
    {
        QFETCH(Program, program);
        if (!use(program))
            QSKIP("no such server here");
        signIn(QStringLiteral("alice"));
        const QuotaOverview all = overview();
        QVERIFY(all.offered);
        QVERIFY(!all.roots.isEmpty());
        QCOMPARE(limitOf(all.quotas, "STORAGE"), 2048u);
        const auto has = [&](const char *name) {
            return std::any_of(all.folders.begin(), all.folders.end(), [&](const MailboxQuotaRoots &one) {
                return one.mailbox == MailboxName(QString::fromLatin1(name)) && !one.quotaRoots.isEmpty();
            });
        };
        QVERIFY(has("INBOX"));
        QVERIFY(has("Drafts"));
    }

    // A user may not; the server says so, and the limits are as they were.
    void refusedToUsers_data() { bothServers(); }
    void refusedToUsers()
    {
        QFETCH(Program, program);
        if (!use(program))
            QSKIP("no such server here");
        signIn(QStringLiteral("alice"));
        const QuotaOverview before = overview();
        const quint64 operation = change(QuotaChange{before.roots.first(), {{"STORAGE", 999'999}}});
        QVERIFY(!ends(operation));
        QTRY_COMPARE(m_view->failures.size(), 1);
        QVERIFY(!m_view->failures.first().error->serverText().isEmpty());
        const QuotaOverview after = overview();
        QCOMPARE(limitOf(after.quotas, "STORAGE"), limitOf(before.quotas, "STORAGE"));
        QCOMPARE(limitOf(after.quotas, "MESSAGE"), limitOf(before.quotas, "MESSAGE"));
    }

    void administratorSetsAndTakesBack()
    {
        if (!use(Program::Cyrus))
            QSKIP("no Cyrus here");
        OtherClient carol = other(QStringLiteral("carol")); // makes her mailbox
        signIn(QStringLiteral("cyrus"));
        const QByteArray root = "user/carol";
        const auto seen = [&] { return carol.run(GetQuotaRoot{inbox}).quotas; };
        QVERIFY(overview().roots.contains(root));
        QVERIFY(overview().canSet);
        QCOMPARE(limitOf(seen(), "STORAGE"), 2048u);

        const quint64 set = change(QuotaChange{root, {{"STORAGE", 4096}, {"MESSAGE", 77}}});
        QVERIFY(ends(set));
        QCOMPARE(limitOf(seen(), "STORAGE"), 4096u);
        QCOMPARE(limitOf(seen(), "MESSAGE"), 77u);

        // Those that are not named are lifted.
        QVERIFY(ends(change(QuotaChange{root, {{"MESSAGE", 78}}})));
        QCOMPARE(limitOf(seen(), "STORAGE"), 0u);
        QCOMPARE(limitOf(seen(), "MESSAGE"), 78u);

        auto undone = m_account->undo(set);
        QTRY_VERIFY(undone.isFinished());
        QVERIFY(ends(undone.result()));
        QCOMPARE(limitOf(seen(), "STORAGE"), 2048u);
        QCOMPARE(limitOf(seen(), "MESSAGE"), 0u);
    }
    // The connection goes in the middle: it is done once all the same.
    void cutInTheMiddle()
    {
        if (!use(Program::Cyrus))
            QSKIP("no Cyrus here");
        OtherClient carol = other(QStringLiteral("carol"));
        signIn(QStringLiteral("cyrus"));
        auto made = m_account->change(QuotaChange{"user/carol", {{"STORAGE", 5000}}});
        m_account->goOffline();
        QTRY_VERIFY(made.isFinished());
        QTRY_COMPARE(m_view->connection.state, ConnectionState::Offline);
        m_account->retryNow();
        QVERIFY(ends(made.result()));
        QCOMPARE(limitOf(carol.run(GetQuotaRoot{inbox}).quotas, "STORAGE"), 5000u);
    }
    void rootThatIsNotThere()
    {
        if (!use(Program::Cyrus))
            QSKIP("no Cyrus here");
        signIn(QStringLiteral("cyrus"));
        QVERIFY(!ends(change(QuotaChange{"user/nobody-of-that-name", {{"STORAGE", 10}}})));
        QTRY_COMPARE(m_view->failures.size(), 1);
    }

    // No room left: the message that does not fit is refused in words, and nothing of it stays.
    void fullOnAppendAndCopy_data() { bothServers(); }
    void fullOnAppendAndCopy()
    {
        QFETCH(Program, program);
        if (!use(program))
            QSKIP("no such server here");
        signIn(QStringLiteral("alice"));
        QVERIFY(ends(change(AppendChange{inbox, letter("fits", 1'200'000), {}, {}})));
        QVERIFY(!ends(change(AppendChange{inbox, letter("does-not", 1'200'000), {}, {}})));
        QTRY_COMPARE(m_view->failures.size(), 1);
        verifyFull();
        OtherClient alice = other();
        Select select;
        select.mailbox = inbox;
        QCOMPARE(alice.run(std::move(select)).exists, 1u);

        m_account->openFolder(inbox);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->rows.size() == 1 && m_view->rows.front(), 20'000);
        const Uid uid = m_view->rows.front()->uid;
        const MailboxName drafts(QStringLiteral("Drafts"));
        QVERIFY(!ends(change(CopyChange{inbox, UidSet::single(uid), drafts})));
        QTRY_COMPARE(m_view->failures.size(), 2);
        verifyFull();
        QTRY_COMPARE_WITH_TIMEOUT(m_view->find(QStringLiteral("Drafts"))->total.value_or(99), 0u, 20'000);

        // Moving takes no room, and making room shows.
        QTRY_VERIFY_WITH_TIMEOUT(usedStorage() > 1100, 20'000);
        QVERIFY(ends(change(DeleteChange{inbox, UidSet::single(uid)})));
        QTRY_VERIFY_WITH_TIMEOUT(usedStorage() < 200, 20'000);
    }
};

QTEST_GUILESS_MAIN(TestQuota)
#include "tst_limits.moc"
