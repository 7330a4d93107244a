#include "account/serverhandle.h"
#include "commands/acl.h"
#include "support/folderview.h"
#include "support/liveaccount.h"
#include "support/otherclient.h"
#include "ui/models/aclmodel.h"

#include <QSignalSpy>
#include <QTimer>

using namespace imap;
using namespace imap::test;
using ui::AclModel;

Q_DECLARE_METATYPE(imap::test::MailServer::Program)

namespace
{

using Program = MailServer::Program;

/// Somebody with an account of their own, and the sharing of a folder before their eyes.
struct Person {
    Person(const MailServer &server, const QString &name)
        : cache(std::make_unique<QTemporaryDir>())
    {
        AccountConfig config = accountOn(server);
        config.id = config.user = name;
        account =
            makeAccount(config, cache->path(), std::make_shared<FixedSecret>(name.toUtf8() + "-secret"));
        view = std::make_unique<FolderView>(account.get());
        account->start();
    }
    ~Person()
    {
        model.reset();
        account.reset();
    }
    bool isReady() const
    {
        return !view->folders.isEmpty() && view->connection.state == ConnectionState::Online;
    }
    /// The dialog's model, which makes its changes by the journal.
    void share(const MailboxName &folder)
    {
        FolderInfo info;
        info.name = folder;
        if (const FolderInfo *known = view->find(folder.toString()))
            info = *known;
        model = std::make_unique<AclModel>(account.get(), info);
        QObject::connect(model.get(), &AclModel::changeWanted, account.get(),
                         [this](const AclChange &change) { account->change(change); });
    }
    QByteArray shown(const QByteArray &identifier) const
    {
        const int row = model->rowOf(identifier);
        return row < 0 ? QByteArray("none") : model->entryAt(row).rights.current().toByteArray();
    }
    /// Asks from now on: a server may remember what it said for a second.
    void askOften()
    {
        QObject::connect(&often, &QTimer::timeout, model.get(), &AclModel::refresh);
        often.start(500);
    }
    /// The newest entry of the journal.
    quint64 newest() const { return view->journal.isEmpty() ? 0 : view->journal.lastKey(); }
    bool ended(OperationState state) const
    {
        return !view->journal.isEmpty() && view->journal.last().state == state;
    }

    std::unique_ptr<QTemporaryDir> cache;
    std::unique_ptr<AccountHandle> account;
    std::unique_ptr<FolderView> view;
    std::unique_ptr<AclModel> model;
    QTimer often;
};

} // namespace

/// Alice shares folders with bob: what each of them sees, and what is true on the server.
class TestSharing : public QObject
{
    Q_OBJECT
    QMap<Program, std::shared_ptr<MailServer>> m_servers;
    std::shared_ptr<MailServer> m_server;
    std::unique_ptr<Person> m_alice;
    std::unique_ptr<Person> m_bob;
    MailboxName m_folder;
    QString m_seenByBob;

    static void bothServers()
    {
        QTest::addColumn<Program>("program");
        QTest::newRow("dovecot") << Program::Dovecot;
        QTest::newRow("cyrus") << Program::Cyrus;
    }
    /// Alice with a folder that has the name of the story, and its sharing.
    void begin()
    {
        QFETCH(Program, program);
        if (const QString why = MailServer::missing(program); !why.isEmpty())
            QSKIP(qPrintable(why));
        if (!m_servers.contains(program)) {
            m_servers.insert(program, std::make_shared<MailServer>(QStringList(), program));
            QVERIFY(m_servers[program]->start());
        }
        m_server = m_servers[program];
        const QString name = QString::fromLatin1(QTest::currentTestFunction());
        m_folder = MailboxName(name);
        m_seenByBob = (program == Program::Dovecot ? QStringLiteral("Users/alice/")
                                                   : QStringLiteral("Other Users/alice/")) +
                      name;
        m_alice = std::make_unique<Person>(*m_server, QStringLiteral("alice"));
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->isReady(), 30'000);
        m_alice->account->change(CreateFolderChange{m_folder, FolderRole::None});
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->ended(OperationState::Done), 30'000);
        m_alice->share(m_folder);
        QTRY_COMPARE_WITH_TIMEOUT(m_alice->model->phase(), AclModel::Phase::Ready, 30'000);
        QVERIFY(m_alice->model->canChange());
    }
    void change(const QByteArray &identifier, const char *rights)
    {
        const quint64 before = m_alice->newest();
        m_alice->model->change(identifier, Rights(rights));
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->newest() > before && m_alice->ended(OperationState::Done), 30'000);
    }
    void callBob()
    {
        m_bob = std::make_unique<Person>(*m_server, QStringLiteral("bob"));
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->isReady(), 30'000);
    }
    /// What the server says to a program that does not keep anything; "none": no such entry.
    QByteArray onServer(const QByteArray &identifier) const
    {
        OtherClient other(settingsOf(*m_server), QStringLiteral("alice"), "alice-secret");
        GetAcl command;
        command.mailbox = m_folder;
        const QList<AclEntry> entries = other.run(std::move(command));
        for (const AclEntry &entry : entries) {
            if (entry.identifier == identifier)
                return entry.rights.current().toByteArray();
        }
        return "none";
    }

private Q_SLOTS:
    void cleanup()
    {
        m_bob.reset();
        m_alice.reset();
    }
    void cleanupTestCase() { m_servers.clear(); }

    void bobSeesWhatAliceShares_data() { bothServers(); }
    void bobSeesWhatAliceShares()
    {
        begin();
        if (!m_alice)
            return; // there is no such server
        change("bob", "lrs");
        QCOMPARE(onServer("bob"), QByteArray("lrs"));
        QTRY_COMPARE(m_alice->shown("bob"), QByteArray("lrs"));
        callBob();
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->view->find(m_seenByBob), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->view->find(m_seenByBob)->myRights.has_value(), 30'000);
        const FolderInfo seen = *m_bob->view->find(m_seenByBob);
        QCOMPARE(seen.owner, FolderOwner::OtherUsers);
        QVERIFY(seen.allows('r') && seen.allows('s') && !seen.allows('w') && !seen.allows('t') &&
                !seen.allows('i'));
        // Bob may not see what others may do, nor change it, and is told whom to ask.
        m_bob->share(seen.name);
        QTRY_COMPARE_WITH_TIMEOUT(m_bob->model->phase(), AclModel::Phase::Ready, 30'000);
        QVERIFY(!m_bob->model->canChange());
        QCOMPARE(m_bob->model->administrators(), QStringList{QStringLiteral("alice")});
        // More rights, seen by bob when his program asks.
        change("bob", "lrswipte");
        m_bob->askOften();
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->model->ownRights()->allows('t'), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->view->find(m_seenByBob)->allows('i'), 30'000);
    }

    void takenBack_data() { bothServers(); }
    void takenBack()
    {
        begin();
        if (!m_alice)
            return; // there is no such server
        change("bob", "lrs");
        const quint64 first = m_alice->newest();
        change("bob", "lrsw");
        const quint64 second = m_alice->newest();
        m_alice->account->undo(second);
        QTRY_COMPARE_WITH_TIMEOUT(onServer("bob"), QByteArray("lrs"), 30'000);
        QTRY_COMPARE(m_alice->shown("bob"), QByteArray("lrs"));
        m_alice->account->undo(first);
        QTRY_COMPARE_WITH_TIMEOUT(onServer("bob"), QByteArray("none"), 30'000);
        QTRY_COMPARE(m_alice->shown("bob"), QByteArray("none"));
    }

    /// Alice's program does not know yet what another program of hers took.
    void whatAnotherProgramTookStaysTaken_data() { bothServers(); }
    void whatAnotherProgramTookStaysTaken()
    {
        begin();
        if (!m_alice)
            return; // there is no such server
        change("bob", "lrsw");
        OtherClient other(settingsOf(*m_server), QStringLiteral("alice"), "alice-secret");
        SetAcl taken;
        taken.mailbox = m_folder;
        taken.identifier = "bob";
        taken.rights = Rights("lrs");
        other.run(std::move(taken));
        const quint64 before = m_alice->newest();
        m_alice->account->change(AclChange{m_folder, "bob", Rights("lrswi"), Rights("lrsw")});
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->newest() > before && m_alice->ended(OperationState::Done), 30'000);
        QCOMPARE(onServer("bob"), QByteArray("lrsi"));
        m_alice->account->undo(m_alice->newest());
        QTRY_COMPARE_WITH_TIMEOUT(onServer("bob"), QByteArray("lrs"), 30'000);
    }

    void refusedWithoutTheRight_data() { bothServers(); }
    void refusedWithoutTheRight()
    {
        begin();
        if (!m_alice)
            return; // there is no such server
        change("bob", "lrs");
        callBob();
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->view->find(m_seenByBob), 30'000);
        m_bob->share(MailboxName(m_seenByBob));
        QTRY_COMPARE_WITH_TIMEOUT(m_bob->model->phase(), AclModel::Phase::Ready, 30'000);
        QSignalSpy refused(m_bob->model.get(), &AclModel::refused);
        m_bob->model->change("bob", Rights("lrswipkxtea"));
        QCOMPARE(m_bob->shown("bob"), QByteArray("lrswipkxtea"));
        QTRY_COMPARE_WITH_TIMEOUT(refused.size(), 1, 30'000);
        QVERIFY(!refused[0][1].toString().isEmpty());
        QCOMPARE(m_bob->shown("bob"), QByteArray("none"));
        QCOMPARE(onServer("bob"), QByteArray("lrs"));
    }

    /// Dovecot answers OK and does nothing, Cyrus says no: to people it is the same.
    void flagsThatMayNotBeSet_data() { bothServers(); }
    void flagsThatMayNotBeSet()
    {
        begin();
        if (!m_alice)
            return; // there is no such server
        const quint64 before = m_alice->newest();
        m_alice->account->change(AppendChange{
            m_folder, "From: Anna <anna@example.org>\r\nSubject: Look\r\n\r\nHello\r\n", {}, {}});
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->newest() > before && m_alice->ended(OperationState::Done), 30'000);
        change("bob", "lrs");
        callBob();
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->view->find(m_seenByBob), 30'000);
        const MailboxName folder(m_seenByBob);
        m_bob->account->openFolder(folder);
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->view->folder == folder && m_bob->view->synchronised > 0 &&
                                     m_bob->view->knownRows() == 1,
                                 30'000);
        const Uid uid = m_bob->view->rows.front()->uid;
        m_bob->account->change(FlagChange{folder, UidSet::single(uid), {flags::Flagged}, {}});
        QTRY_COMPARE_WITH_TIMEOUT(m_bob->view->failures.size(), 1, 30'000);
        QVERIFY(m_bob->ended(OperationState::Failed));
        QTRY_VERIFY(!m_bob->view->message(uid)->flags.contains(flags::Flagged));
        // What may be done is done.
        m_bob->account->change(FlagChange{folder, UidSet::single(uid), {flags::Seen}, {}});
        QTRY_VERIFY_WITH_TIMEOUT(m_bob->ended(OperationState::Done), 30'000);
        QVERIFY(m_bob->view->message(uid)->flags.contains(flags::Seen));
        QCOMPARE(m_bob->view->failures.size(), 1);
    }

    void everybodyButBob_data() { bothServers(); }
    void everybodyButBob()
    {
        begin();
        if (!m_alice)
            return; // there is no such server
        change("anyone", "lrs");
        change("-bob", "s");
        QCOMPARE(onServer("-bob"), QByteArray("s"));
        QTRY_VERIFY(m_alice->model->rowOf("-bob") >= 0);
        QVERIFY(m_alice->model->whoAt(m_alice->model->rowOf("-bob")).negative);
        callBob();
        m_bob->share(MailboxName(m_seenByBob));
        QTRY_COMPARE_WITH_TIMEOUT(m_bob->model->phase(), AclModel::Phase::Ready, 30'000);
        QTRY_COMPARE(m_bob->model->ownRights(), std::optional(Rights("lr")));
        change("-bob", "");
        m_bob->askOften();
        QTRY_COMPARE_WITH_TIMEOUT(m_bob->model->ownRights(), std::optional(Rights("lrs")), 30'000);
    }

    /// What a server says can be granted is true: all of it given, it is there.
    void whatCanBeGranted_data() { bothServers(); }
    void whatCanBeGranted()
    {
        begin();
        if (!m_alice)
            return; // there is no such server
        m_alice->model->askGrantable("carol");
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->model->grantable("carol"), 30'000);
        const Rights all = ui::allRights(*m_alice->model->grantable("carol")).current();
        QVERIFY(ui::roleOf(all) == ui::AccessRole::All);
        change("carol", all.toByteArray().constData());
        QCOMPARE(onServer("carol"), all.toByteArray());
    }

    /// The server goes away with the change under way, and comes back.
    void cutInTheMiddle_data() { bothServers(); }
    void cutInTheMiddle()
    {
        begin();
        if (!m_alice)
            return; // there is no such server
        change("bob", "lrs");
        const quint64 before = m_alice->newest();
        m_alice->model->change("bob", Rights("lrswi"));
        m_server->stop();
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->newest() > before, 30'000);
        QCOMPARE(m_alice->shown("bob"), QByteArray("lrswi"));
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->view->connection.state != ConnectionState::Online, 30'000);
        QTRY_VERIFY(!m_alice->model->isOnline());
        QVERIFY(m_server->start());
        m_alice->account->retryNow();
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->ended(OperationState::Done), 60'000);
        QCOMPARE(onServer("bob"), QByteArray("lrswi"));
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->model->isOnline(), 30'000);
        QTRY_COMPARE(m_alice->shown("bob"), QByteArray("lrswi"));
    }

    void changedWithoutAConnection_data() { bothServers(); }
    void changedWithoutAConnection()
    {
        begin();
        if (!m_alice)
            return; // there is no such server
        change("bob", "lrs");
        m_alice->account->goOffline();
        QTRY_VERIFY(!m_alice->model->isOnline());
        m_alice->model->change("bob", {});
        QCOMPARE(m_alice->shown("bob"), QByteArray("none"));
        QCOMPARE(onServer("bob"), QByteArray("lrs"));
        m_alice->account->retryNow();
        QTRY_COMPARE_WITH_TIMEOUT(onServer("bob"), QByteArray("none"), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_alice->model->isOnline(), 30'000);
        QCOMPARE(m_alice->shown("bob"), QByteArray("none"));
    }
};

QTEST_GUILESS_MAIN(TestSharing)
#include "tst_sharing.moc"
