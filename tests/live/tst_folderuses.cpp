#include "account/serverhandle.h"
#include "commands/list.h"
#include "commands/mailbox.h"
#include "support/folderview.h"
#include "support/liveaccount.h"
#include "support/otherclient.h"

using namespace imap;
using namespace imap::test;
using Program = MailServer::Program;
Q_DECLARE_METATYPE(MailServer::Program)

namespace
{

MailboxName named(const QString &name)
{
    return MailboxName(name);
}

} // namespace

/// What folders are for, and which are subscribed: asked and changed on real servers, seen by a second
/// program.
class TestFolderUses : public QObject
{
    Q_OBJECT

    std::unique_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;
    std::unique_ptr<OtherClient> m_other;

    static void servers()
    {
        QTest::addColumn<Program>("program");
        if (MailServer::missing(Program::Dovecot).isEmpty())
            QTest::newRow("Dovecot") << Program::Dovecot;
        if (MailServer::missing(Program::Cyrus).isEmpty())
            QTest::newRow("Cyrus") << Program::Cyrus;
    }
    void begin(Program program)
    {
        m_server = std::make_unique<MailServer>(QStringList{}, program);
        QVERIFY(m_server->start());
        m_cache = std::make_unique<QTemporaryDir>();
        m_account = makeAccount(accountOn(*m_server), m_cache->path(), std::make_shared<FixedSecret>());
        m_view = std::make_unique<FolderView>(m_account.get());
        m_other =
            std::make_unique<OtherClient>(settingsOf(*m_server), QStringLiteral("alice"), "alice-secret");
        m_account->start();
        m_account->openFolder(named(QStringLiteral("INBOX")));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->folders.isEmpty(), 20'000);
    }
    ServerHandle *server() const { return dynamic_cast<ServerHandle *>(m_account.get()); }
    template <class T>
    T answer(QFuture<T> asked)
    {
        [&] { QTRY_VERIFY_WITH_TIMEOUT(asked.isFinished(), 20'000); }();
        return asked.result();
    }
    OperationState ends(const Change &change)
    {
        const quint64 operation = answer(m_account->change(change));
        const auto state = [&] { return m_view->journal.value(operation).state; };
        [&] { QTRY_VERIFY_WITH_TIMEOUT(state() >= OperationState::Done, 30'000); }();
        return state();
    }
    std::optional<SpecialFolder> use(FolderRole role)
    {
        const SpecialUses uses = answer(server()->specialUses());
        for (const SpecialFolder &special : uses.folders) {
            if (special.role == role)
                return special;
        }
        return std::nullopt;
    }
    /// As the second program sees it.
    bool isSubscribed(const QString &name)
    {
        List list;
        list.subscribed = true;
        const ListResult result = m_other->run(std::move(list));
        return std::any_of(result.mailboxes.begin(), result.mailboxes.end(), [&](const MailboxInfo &one) {
            return one.name == named(name) && one.attributes.contains(Flag("\\Subscribed"));
        });
    }
    bool showsSubscribed(const QString &name) const
    {
        const FolderInfo *folder = m_view->find(name);
        return folder && folder->subscribed;
    }
    QStringList gone()
    {
        QStringList names;
        const QList<Subscription> all = answer(server()->subscriptions());
        for (const Subscription &one : all) {
            if (!one.exists)
                names << one.name.toString();
        }
        return names;
    }

private Q_SLOTS:
    void cleanup()
    {
        m_account.reset();
        m_view.reset();
        m_other.reset();
        m_server.reset();
    }

    void aFolderIsMadeForItsUse_data() { servers(); }
    void aFolderIsMadeForItsUse()
    {
        QFETCH(Program, program);
        begin(program);
        const SpecialUses uses = answer(server()->specialUses());
        QVERIFY(uses.told);
        QCOMPARE(uses.canTell, program == Program::Cyrus);
        // No name would tell: only a server that was told knows.
        const QString name = QStringLiteral("Zettelkasten");
        const FolderRole role = program == Program::Cyrus ? FolderRole::Archive : FolderRole::None;
        QVERIFY(program != Program::Cyrus || !use(FolderRole::Archive));
        QCOMPARE(ends(CreateFolderChange{named(name), role}), OperationState::Done);
        QTRY_VERIFY(m_view->find(name));
        QVERIFY(isSubscribed(name));
        if (program == Program::Cyrus) {
            const auto archive = use(FolderRole::Archive);
            QVERIFY(archive);
            QCOMPARE(archive->name, named(name));
            QCOMPARE(archive->reason.kind, RoleReason::Kind::Attribute);
            QTRY_COMPARE(m_view->find(name)->role, FolderRole::Archive);
        }
    }

    void subscriptionsAreSeenBothWays_data() { servers(); }
    void subscriptionsAreSeenBothWays()
    {
        QFETCH(Program, program);
        begin(program);
        const QString name = QStringLiteral("Lists");
        m_other->run(Create{.mailbox = named(name)});
        m_account->checkNow();
        QTRY_VERIFY_WITH_TIMEOUT(m_view->find(name), 20'000);
        QVERIFY(!showsSubscribed(name));
        QCOMPARE(ends(SubscribeChange{named(name), true}), OperationState::Done);
        QVERIFY(showsSubscribed(name));
        QVERIFY(isSubscribed(name));
        // The other program thinks better of it.
        m_other->run(Unsubscribe{.mailbox = named(name)});
        m_account->checkNow();
        QTRY_VERIFY_WITH_TIMEOUT(!showsSubscribed(name), 20'000);
        QCOMPARE(ends(SubscribeChange{named(name), true}), OperationState::Done);
        QCOMPARE(ends(SubscribeChange{named(name), false}), OperationState::Done);
        QVERIFY(!isSubscribed(name));
    }

    /// A folder goes and leaves its name in the list of subscriptions.
    void aNameWithoutAFolder_data() { servers(); }
    void aNameWithoutAFolder()
    {
        QFETCH(Program, program);
        begin(program);
        const QString name = QStringLiteral("Yesterday");
        m_other->run(Create{.mailbox = named(name)});
        m_other->run(Subscribe{.mailbox = named(name)});
        m_other->run(Delete{.mailbox = named(name)});
        QCOMPARE(gone(), QStringList{name});
        QCOMPARE(ends(SubscribeChange{named(name), false}), OperationState::Done);
        QCOMPARE(gone(), QStringList{});
    }

    /// Refused: nothing of it stays, and the server's words say why.
    void aNameThatTheServerDoesNotTake_data() { servers(); }
    void aNameThatTheServerDoesNotTake()
    {
        QFETCH(Program, program);
        begin(program);
        const QString name = QStringLiteral("INBOX/") + QString(300, QLatin1Char('x'));
        const quint64 operation =
            answer(m_account->change(CreateFolderChange{named(name), FolderRole::Archive}));
        QTRY_COMPARE_WITH_TIMEOUT(m_view->journal.value(operation).state, OperationState::Failed, 30'000);
        QVERIFY(!m_view->journal.value(operation).error.isEmpty());
        QVERIFY(!m_view->find(name));
        QVERIFY(!isSubscribed(name));
    }
};

int main(int argc, char **argv)
{
    if (!MailServer::missing(Program::Cyrus).isEmpty())
        skipWithoutServer();
    QCoreApplication application(argc, argv);
    TestFolderUses test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_folderuses.moc"
