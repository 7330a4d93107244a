#include "account/serverhandle.h"
#include "commands/acl.h"
#include "commands/fetch.h"
#include "commands/list.h"
#include "commands/mailbox.h"
#include "support/folderview.h"
#include "support/liveaccount.h"
#include "support/otherclient.h"

using namespace imap;
using namespace imap::test;
using Program = MailServer::Program;

namespace
{

QByteArray letter(const QByteArray &id)
{
    return "From: Anna <anna@example.org>\r\nSubject: " + id + "\r\nMessage-ID: <" + id +
           "@example.org>\r\nDate: Mon, 2 Feb 2026 10:00:00 +0100\r\n\r\nHello, " + id + "\r\n";
}

} // namespace

/// What people do to folders, on each kind of server, as somebody else's mail program sees it.
class TestFolders : public QObject
{
    Q_OBJECT

    std::unique_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;
    std::unique_ptr<OtherClient> m_other;

    /// A name at the top of alice's own folders, as the server spells it.
    static MailboxName own(Program program, const QString &name)
    {
        return MailboxName(program == Program::Cyrus ? QStringLiteral("INBOX.") + name : name);
    }
    static MailboxName below(Program program, const MailboxName &above, const QString &name)
    {
        return MailboxName(above.toString() + QLatin1Char(program == Program::Cyrus ? '.' : '/') + name);
    }
    void startServer(Program program)
    {
        if (const QString why = MailServer::missing(program); !why.isEmpty())
            QSKIP(qPrintable(why));
        // All folders below INBOX, with dots between, and those of others below "user.".
        const QStringList dotted{QStringLiteral("--dotted")};
        m_server = std::make_unique<MailServer>(program == Program::Cyrus ? dotted : QStringList(), program);
        QVERIFY(m_server->start());
    }
    void signIn(Program program)
    {
        if (!m_server)
            startServer(program);
        if (!m_server)
            return;
        m_other =
            std::make_unique<OtherClient>(settingsOf(*m_server), QStringLiteral("alice"), "alice-secret");
        m_account = makeAccount(accountOn(*m_server), m_cache->path(), std::make_shared<FixedSecret>());
        m_view = std::make_unique<FolderView>(m_account.get());
        m_account->start();
        m_account->openFolder(MailboxName(QStringLiteral("INBOX")));
        QTRY_COMPARE_WITH_TIMEOUT(m_view->connection.state, ConnectionState::Online, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->folders.isEmpty() && m_view->synchronised > 0, 30'000);
    }
    ServerHandle *server() const { return dynamic_cast<ServerHandle *>(m_account.get()); }
    template <class T>
    static T wait(QFuture<T> future)
    {
        [&] { QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 30'000); }();
        return future.result();
    }
    quint64 change(const Change &change) { return wait(m_account->change(change)); }
    bool ends(quint64 operation)
    {
        const auto state = [&] { return m_view->journal.value(operation).state; };
        [&] { QTRY_VERIFY_WITH_TIMEOUT(state() >= OperationState::Done, 60'000); }();
        return state() == OperationState::Done;
    }
    /// The same with a server that goes away while the change is under way, and comes back.
    bool endsAfterCut(const Change &made)
    {
        const quint64 operation = change(made);
        m_other.reset();
        m_server->stop();
        [&] {
            QTRY_VERIFY_WITH_TIMEOUT(m_view->connection.state != ConnectionState::Online, 30'000);
            QVERIFY(m_server->start());
        }();
        m_other =
            std::make_unique<OtherClient>(settingsOf(*m_server), QStringLiteral("alice"), "alice-secret");
        m_account->retryNow();
        return ends(operation);
    }
    bool isShown(const MailboxName &name) const { return m_view->find(name.toString()); }
    /// Whether the other program sees such a folder.
    bool isThere(const MailboxName &name)
    {
        const ListResult result = m_other->run(List());
        return std::any_of(result.mailboxes.begin(), result.mailboxes.end(),
                           [&](const MailboxInfo &one) { return one.name == name && one.isSelectable(); });
    }
    bool isSubscribed(const MailboxName &name)
    {
        const QList<MailboxInfo> names = m_other->run(Lsub());
        return std::any_of(names.begin(), names.end(),
                           [&](const MailboxInfo &one) { return one.name == name; });
    }
    void makeThere(const MailboxName &name)
    {
        Create command;
        command.mailbox = name;
        m_other->run(std::move(command));
    }
    void deleteThere(const MailboxName &name)
    {
        Delete command;
        command.mailbox = name;
        m_other->run(std::move(command));
    }
    /// How many messages the other program finds there, and how many of them are unread.
    std::pair<int, int> counts(const MailboxName &name)
    {
        m_other->select(name.toString());
        Fetch fetch;
        fetch.messages = UidSet::from(Uid{1});
        fetch.items.flags = true;
        const QList<FetchResponse> messages = m_other->run(std::move(fetch));
        const auto unread = std::count_if(messages.begin(), messages.end(), [](const FetchResponse &one) {
            return !one.flags->contains(flags::Seen);
        });
        return {int(messages.size()), int(unread)};
    }
    void deliver(Program program, const QString &name, int count)
    {
        for (int i = 1; i <= count; ++i)
            QVERIFY(m_server->deliver(own(program, name).toString(), letter("l" + QByteArray::number(i))));
        m_account->checkNow();
        QTRY_VERIFY_WITH_TIMEOUT(isShown(own(program, name)), 30'000);
    }
    static void bothServers()
    {
        QTest::addColumn<Program>("program");
        QTest::newRow("Dovecot") << Program::Dovecot;
        QTest::newRow("Cyrus") << Program::Cyrus;
    }

private Q_SLOTS:
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        m_account.reset();
        m_view.reset();
        m_other.reset();
        m_server.reset();
        m_cache.reset();
    }

    void madeRenamedMovedDeletedAndBack_data() { bothServers(); }
    void madeRenamedMovedDeletedAndBack()
    {
        QFETCH(Program, program);
        signIn(program);
        if (!m_account)
            return; // there is no such server
        const MailboxName work = own(program, QStringLiteral("Work"));
        const MailboxName house = below(program, work, QStringLiteral("H\u00e4user"));
        QVERIFY(ends(change(CreateFolderChange{work})));
        QVERIFY(ends(change(CreateFolderChange{house})));
        QVERIFY(isThere(house));
        QVERIFY(isSubscribed(house));
        QVERIFY(m_server->deliver(house.toString(), letter("roof")));
        const MailboxName flat = below(program, work, QStringLiteral("Flat"));
        QVERIFY(ends(change(RenameFolderChange{house, flat})));
        QVERIFY(isThere(flat) && !isThere(house));
        const MailboxName top = own(program, QStringLiteral("Flat"));
        const quint64 move = change(RenameFolderChange{flat, top});
        QTRY_VERIFY(isShown(top) && !isShown(flat)); // at once
        QVERIFY(ends(move));
        QVERIFY(isThere(top) && isSubscribed(top) && !isThere(flat));
        QVERIFY(ends(wait(m_account->undo(move))));
        QVERIFY(isThere(flat));
        const quint64 deletion = change(DeleteFolderChange{flat});
        QTRY_VERIFY(!isShown(flat));
        QVERIFY(ends(deletion));
        QVERIFY(!isThere(flat));
        // With the message that was in it.
        QVERIFY(ends(wait(m_account->undo(deletion))));
        QVERIFY(isThere(flat));
        QCOMPARE(counts(flat).first, 1);
    }

    // What is below comes back first: Cyrus makes what is missing above it by itself.
    void aTreeComesBackFromBelow_data() { bothServers(); }
    void aTreeComesBackFromBelow()
    {
        QFETCH(Program, program);
        signIn(program);
        if (!m_account)
            return; // there is no such server
        const MailboxName tree = own(program, QStringLiteral("Tree"));
        const MailboxName twig = below(program, tree, QStringLiteral("Twig"));
        QVERIFY(ends(change(CreateFolderChange{tree})));
        QVERIFY(ends(change(CreateFolderChange{twig})));
        deliver(program, QStringLiteral("Tree"), 3);
        QVERIFY(m_server->deliver(twig.toString(), letter("leaf")));
        const quint64 twigGoes = change(DeleteFolderChange{twig});
        const quint64 treeGoes = change(DeleteFolderChange{tree});
        QVERIFY(ends(twigGoes));
        QVERIFY(ends(treeGoes));
        QVERIFY(!isThere(tree) && !isThere(twig));
        QVERIFY(ends(wait(m_account->undo(twigGoes))));
        QVERIFY(ends(wait(m_account->undo(treeGoes))));
        QVERIFY(isSubscribed(tree) && isSubscribed(twig));
        QCOMPARE(counts(tree).first, 3);
        QCOMPARE(counts(twig).first, 1);
    }

    void cutInTheMiddle_data() { bothServers(); }
    void cutInTheMiddle()
    {
        QFETCH(Program, program);
        signIn(program);
        if (!m_account)
            return; // there is no such server
        const MailboxName made = own(program, QStringLiteral("Made"));
        const MailboxName renamed = own(program, QStringLiteral("Renamed"));
        QVERIFY(endsAfterCut(CreateFolderChange{made, FolderRole::None}));
        QVERIFY(isThere(made) && isShown(made) && isSubscribed(made));
        QVERIFY(endsAfterCut(RenameFolderChange{made, renamed}));
        QVERIFY(isThere(renamed) && !isThere(made));
        QVERIFY(isShown(renamed) && !isShown(made));
        QVERIFY(endsAfterCut(SubscribeChange{renamed, false}));
        QVERIFY(isThere(renamed) && !isSubscribed(renamed));
        QVERIFY(endsAfterCut(DeleteFolderChange{renamed}));
        QVERIFY(!isThere(renamed) && !isShown(renamed));
    }

    void refusedOnesRollBack_data() { bothServers(); }
    void refusedOnesRollBack()
    {
        QFETCH(Program, program);
        signIn(program);
        if (!m_account)
            return; // there is no such server
        const MailboxName taken = own(program, QStringLiteral("Taken"));
        makeThere(taken); // which we have not heard of
        const quint64 create = change(CreateFolderChange{taken});
        QVERIFY(!ends(create));
        QTRY_COMPARE(m_view->failures.size(), 1);
        QVERIFY(!m_view->failures.first().error->message().isEmpty());
        // It is there all the same, as the server says.
        QTRY_VERIFY_WITH_TIMEOUT(isShown(taken), 30'000);
        // Gone meanwhile.
        const MailboxName gone = own(program, QStringLiteral("Gone"));
        QVERIFY(ends(change(CreateFolderChange{gone})));
        deleteThere(gone);
        QVERIFY(!ends(change(RenameFolderChange{gone, own(program, QStringLiteral("Else"))})));
        QTRY_COMPARE(m_view->failures.size(), 2);
        QTRY_VERIFY_WITH_TIMEOUT(!isShown(gone), 30'000);
        QVERIFY(!isShown(own(program, QStringLiteral("Else"))));
    }

    // No right: somebody else's folder.
    void withoutTheRight_data() { bothServers(); }
    void withoutTheRight()
    {
        QFETCH(Program, program);
        startServer(program);
        if (!m_server)
            return; // there is no such server
        OtherClient bob(settingsOf(*m_server), QStringLiteral("bob"), "bob-secret");
        const MailboxName theirs = own(program, QStringLiteral("Theirs"));
        Create command;
        command.mailbox = theirs;
        bob.run(std::move(command));
        SetAcl acl;
        acl.mailbox = theirs;
        acl.identifier = "alice";
        acl.rights = Rights("lrs");
        bob.run(std::move(acl));
        const MailboxName shared(program == Program::Cyrus ? QStringLiteral("user.bob.Theirs")
                                                           : QStringLiteral("Users/bob/Theirs"));
        signIn(program);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(shared), 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->find(shared.toString())->allows('x'), 30'000);
        QVERIFY(!ends(change(DeleteFolderChange{shared})));
        QTRY_COMPARE(m_view->failures.size(), 1);
        QTRY_VERIFY(isShown(shared));
    }

    void allReadInAFolderThatWasNeverOpen_data() { bothServers(); }
    void allReadInAFolderThatWasNeverOpen()
    {
        QFETCH(Program, program);
        signIn(program);
        if (!m_account)
            return; // there is no such server
        makeThere(own(program, QStringLiteral("News")));
        deliver(program, QStringLiteral("News"), 4);
        const MailboxName news = own(program, QStringLiteral("News"));
        const quint64 mark = wait(server()->markAllRead(news));
        QVERIFY(mark > 0);
        QVERIFY(ends(mark));
        QCOMPARE(counts(news), (std::pair(4, 0)));
        QTRY_COMPARE_WITH_TIMEOUT(m_view->find(news.toString())->unseen.value_or(9), 0U, 30'000);
        QCOMPARE(wait(server()->markAllRead(news)), 0U); // nothing left to do
        QVERIFY(ends(wait(m_account->undo(mark))));
        QCOMPARE(counts(news), (std::pair(4, 4)));
    }

    void emptiedAndBack_data() { bothServers(); }
    void emptiedAndBack()
    {
        QFETCH(Program, program);
        signIn(program);
        if (!m_account)
            return; // there is no such server
        makeThere(own(program, QStringLiteral("Bin")));
        deliver(program, QStringLiteral("Bin"), 3);
        const MailboxName bin = own(program, QStringLiteral("Bin"));
        const UidSet all = wait(server()->messagesIn(bin, false));
        QCOMPARE(all.count(), 3U);
        const quint64 emptying = change(DeleteChange{bin, all});
        QVERIFY(ends(emptying));
        QCOMPARE(counts(bin).first, 0);
        QTRY_COMPARE_WITH_TIMEOUT(m_view->find(bin.toString())->total.value_or(9), 0U, 30'000);
        QVERIFY(wait(server()->messagesIn(bin, false)).isEmpty());
        QVERIFY(ends(wait(m_account->undo(emptying))));
        QCOMPARE(counts(bin).first, 3);
    }

    void readOnlyAndNot_data() { bothServers(); }
    void readOnlyAndNot()
    {
        QFETCH(Program, program);
        signIn(program);
        if (!m_account)
            return; // there is no such server
        makeThere(own(program, QStringLiteral("Look")));
        deliver(program, QStringLiteral("Look"), 2);
        const MailboxName look = own(program, QStringLiteral("Look"));
        server()->openReadOnly(look);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->folder == look && m_view->readOnly && m_view->rows.size() == 2,
                                 30'000);
        // What is done there all the same goes its own way.
        QVERIFY(ends(change(FlagChange{look, UidSet::single(Uid{1}), {flags::Flagged}, {}})));
        QVERIFY(m_view->readOnly);
        QTRY_VERIFY_WITH_TIMEOUT(
            m_view->message(Uid{1}) && m_view->message(Uid{1})->flags.contains(flags::Flagged), 30'000);
        m_account->openFolder(look);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->folder == look && !m_view->fromCache && !m_view->readOnly, 30'000);
    }

    void subscribing_data() { bothServers(); }
    void subscribing()
    {
        QFETCH(Program, program);
        signIn(program);
        if (!m_account)
            return; // there is no such server
        const MailboxName list = own(program, QStringLiteral("List"));
        QVERIFY(ends(change(CreateFolderChange{list})));
        QVERIFY(ends(change(SubscribeChange{list, false})));
        QVERIFY(!isSubscribed(list));
        QVERIFY(!m_view->find(list.toString())->subscribed);
        QVERIFY(ends(change(SubscribeChange{list, true})));
        QVERIFY(isSubscribed(list));
    }

    // CREATE-SPECIAL-USE, which Cyrus has.
    void madeForAUse()
    {
        signIn(Program::Cyrus);
        if (!m_account)
            return; // there is no such server
        const ServerDetails details = wait(server()->serverDetails());
        QVERIFY(details.capabilities.contains("CREATE-SPECIAL-USE"));
        const MailboxName kept = own(Program::Cyrus, QStringLiteral("Kept"));
        const quint64 create = change(CreateFolderChange{kept, FolderRole::Archive});
        QVERIFY(ends(create));
        const auto role = [&] {
            const FolderInfo *folder = m_view->find(kept.toString());
            return folder ? folder->role : FolderRole::None;
        };
        QTRY_COMPARE_WITH_TIMEOUT(role(), FolderRole::Archive, 30'000);
        List list;
        list.returnSpecialUse = true;
        const ListResult result = m_other->run(std::move(list));
        QVERIFY(std::any_of(result.mailboxes.begin(), result.mailboxes.end(), [&](const MailboxInfo &one) {
            return one.name == kept && one.attributes.contains(Flag("\\Archive"));
        }));
        // It deletes nothing that serves a purpose.
        QVERIFY(ends(wait(m_account->undo(create))));
        QVERIFY(!isThere(kept));
    }
};

QTEST_GUILESS_MAIN(TestFolders)
#include "tst_folders.moc"
