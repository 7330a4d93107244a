#include "commands/fetch.h"
#include "commands/list.h"
#include "commands/mailbox.h"
#include "support/folderview.h"
#include "support/liveaccount.h"
#include "support/otherclient.h"

#include <QRandomGenerator>

using namespace imap;
using namespace imap::test;

namespace
{

QByteArray letter(const QByteArray &id)
{
    return "From: Anna <anna@example.org>\r\nSubject: " + id + "\r\nMessage-ID: <" + id +
           "@example.org>\r\nDate: Mon, 2 Feb 2026 10:00:00 +0100\r\n\r\nHello, " + id + "\r\n";
}

MailboxName named(const QString &name)
{
    return MailboxName(name);
}

/// Message-ID and flags of each message.
using Contents = QList<QByteArray>;

} // namespace

/// The journal of a real account on a real server: what the user does, without a connection too, and back.
class TestChanges : public QObject
{
    Q_OBJECT

    std::unique_ptr<MailServer> m_server;
    std::unique_ptr<QTemporaryDir> m_cache;
    std::unique_ptr<AccountHandle> m_account;
    std::unique_ptr<FolderView> m_view;
    std::unique_ptr<OtherClient> m_other;

    ConnectionSettings settings() const { return settingsOf(*m_server); }
    void start(const QString &folder)
    {
        m_account = makeAccount(accountOn(*m_server), m_cache->path(), std::make_shared<FixedSecret>());
        m_view = std::make_unique<FolderView>(m_account.get());
        m_account->start();
        m_account->openFolder(named(folder));
    }
    void startAndWait(const QString &folder)
    {
        start(folder);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > 0, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_view->folders.isEmpty(), 20'000);
    }
    void show(const QString &folder)
    {
        const int before = m_view->synchronised;
        m_account->openFolder(named(folder));
        QTRY_VERIFY_WITH_TIMEOUT(m_view->synchronised > before || m_view->folder == named(folder), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->folder == named(folder), 20'000);
    }
    void stop()
    {
        m_account.reset();
        m_view.reset();
    }
    void goOffline()
    {
        m_account->goOffline();
        QTRY_COMPARE(m_view->connection.state, ConnectionState::Offline);
    }
    quint64 change(const Change &change)
    {
        auto made = m_account->change(change);
        [&] { QTRY_VERIFY(made.isFinished()); }();
        return made.result();
    }
    quint64 undo(quint64 operation)
    {
        auto made = m_account->undo(operation);
        [&] { QTRY_VERIFY(made.isFinished()); }();
        return made.result();
    }
    OperationState stateOf(quint64 operation) { return m_view->journal.value(operation).state; }
    bool ends(quint64 operation)
    {
        [&] { QTRY_VERIFY_WITH_TIMEOUT(stateOf(operation) >= OperationState::Done, 30'000); }();
        return stateOf(operation) == OperationState::Done;
    }
    Contents contents(const QString &folder)
    {
        m_other->select(folder);
        Fetch fetch;
        fetch.messages = UidSet::from(Uid{1});
        fetch.items.flags = true;
        fetch.items.envelope = true;
        Contents list;
        const QList<FetchResponse> messages = m_other->run(std::move(fetch));
        for (const FetchResponse &message : messages) {
            QByteArray one = message.envelope->messageId.value_or("?");
            for (const Flag &flag : *message.flags)
                one += flag == flags::Recent ? QByteArray() : ' ' + flag.name();
            list.append(one);
        }
        std::sort(list.begin(), list.end());
        return list;
    }
    QStringList folderNames()
    {
        QStringList names;
        const ListResult result = m_other->run(List());
        for (const MailboxInfo &folder : result.mailboxes)
            names.append(folder.name.toString());
        names.sort();
        return names;
    }
    void fill(const QString &folder, int count, const QByteArray &prefix)
    {
        for (int i = 1; i <= count; ++i)
            QVERIFY(m_server->deliver(folder, letter(prefix + QByteArray::number(i))));
    }

private Q_SLOTS:
    void initTestCase()
    {
        skipWithoutServer();
        m_server = std::make_unique<MailServer>();
        QVERIFY(m_server->start());
        m_other = std::make_unique<OtherClient>(settings(), QStringLiteral("alice"), "alice-secret");
    }
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        stop();
        m_cache.reset();
    }

    void movedWithoutAConnectionAndBack()
    {
        fill(QStringLiteral("Move"), 3, "m");
        fill(QStringLiteral("Target"), 1, "t");
        startAndWait(QStringLiteral("Move"));
        goOffline();
        const quint64 move = change(MoveChange{named(QStringLiteral("Move")), *UidSet::parse("1:2"),
                                               named(QStringLiteral("Target"))});
        QTRY_COMPARE(int(m_view->rows.size()), 1);
        stop();

        start(QStringLiteral("Move"));
        QTRY_COMPARE_WITH_TIMEOUT(int(m_view->rows.size()), 1, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(contents(QStringLiteral("Target")).size(), 3, 20'000);
        QVERIFY(ends(move));
        QCOMPARE(contents(QStringLiteral("Move")), Contents{"<m3@example.org>"});
        QCOMPARE(int(m_view->rows.size()), 1);

        const quint64 back = undo(move);
        QVERIFY(ends(back));
        QCOMPARE(contents(QStringLiteral("Target")).size(), 1);
        QCOMPARE(contents(QStringLiteral("Move")).size(), 3);
        QTRY_COMPARE_WITH_TIMEOUT(int(m_view->rows.size()), 3, 10'000);
        // Once more, which is to undo the undo.
        QVERIFY(ends(undo(back)));
        QCOMPARE(contents(QStringLiteral("Target")).size(), 3);
    }
    // A message that is gone for good comes back with its flags, and so do marks that were made before.
    void undoAfterExpunge()
    {
        fill(QStringLiteral("Gone"), 2, "g");
        startAndWait(QStringLiteral("Gone"));
        const quint64 mark =
            change(FlagChange{named(QStringLiteral("Gone")), *UidSet::parse("2"), {flags::Flagged}, {}});
        QVERIFY(ends(mark));
        const quint64 deletion = change(DeleteChange{named(QStringLiteral("Gone")), *UidSet::parse("2")});
        QVERIFY(ends(deletion));
        QCOMPARE(contents(QStringLiteral("Gone")), Contents{"<g1@example.org>"});
        QTRY_COMPARE(int(m_view->rows.size()), 1);
        QVERIFY(ends(undo(deletion)));
        QCOMPARE(contents(QStringLiteral("Gone")),
                 (Contents{"<g1@example.org>", "<g2@example.org> \\Flagged"}));
        QVERIFY(ends(undo(mark)));
        QCOMPARE(contents(QStringLiteral("Gone")), (Contents{"<g1@example.org>", "<g2@example.org>"}));
    }
    void refusedMoveComesBack()
    {
        fill(QStringLiteral("Stay"), 2, "s");
        startAndWait(QStringLiteral("Stay"));
        const quint64 move = change(MoveChange{named(QStringLiteral("Stay")), *UidSet::parse("1"),
                                               named(QStringLiteral("No/Where"))});
        QVERIFY(!ends(move));
        QTRY_COMPARE(m_view->failures.size(), 1);
        QTRY_COMPARE(int(m_view->rows.size()), 2);
        QCOMPARE(contents(QStringLiteral("Stay")).size(), 2);
    }
    void foldersWithoutAConnection()
    {
        fill(QStringLiteral("Old"), 2, "o");
        const QStringList before = folderNames();
        startAndWait(QStringLiteral("INBOX"));
        QTRY_VERIFY(m_view->find(QStringLiteral("Old")));
        goOffline();
        const quint64 rename =
            change(RenameFolderChange{named(QStringLiteral("Old")), named(QStringLiteral("Elder"))});
        const quint64 create =
            change(CreateFolderChange{named(QStringLiteral("Elder/Child")), FolderRole::None});
        QTRY_VERIFY(m_view->find(QStringLiteral("Elder/Child")));
        QVERIFY(!m_view->find(QStringLiteral("Old")));
        QCOMPARE(folderNames(), before);
        m_account->retryNow();
        QVERIFY(ends(rename) && ends(create));
        QVERIFY(folderNames().contains(QStringLiteral("Elder/Child")));
        const quint64 deletion = change(DeleteFolderChange{named(QStringLiteral("Elder/Child"))});
        QVERIFY(ends(deletion));
        QVERIFY(ends(undo(deletion)) && ends(undo(create)) && ends(undo(rename)));
        QCOMPARE(folderNames(), before);
        QCOMPARE(contents(QStringLiteral("Old")).size(), 2);
    }
    void rightsAndAnnotations()
    {
        startAndWait(QStringLiteral("INBOX"));
        const MailboxName folder = named(QStringLiteral("Archive"));
        const quint64 rights = change(AclChange{folder, "bob", Rights("lr")});
        QVERIFY(ends(rights));
        const quint64 more = change(AclChange{folder, "bob", Rights("lrs")});
        QVERIFY(ends(more) && ends(undo(more)) && ends(undo(rights)));
        const quint64 note = change(MetadataChange{folder, {{"/private/comment", "hello"}}});
        QVERIFY(ends(note) && ends(undo(note)));
    }

    // Two hundred things at random, all of them taken back: the server is as it was.
    void anythingCanBeTakenBack()
    {
        const QStringList folders{QStringLiteral("RandomA"), QStringLiteral("RandomB"),
                                  QStringLiteral("RandomC")};
        for (const QString &folder : folders)
            fill(folder, 6, folder.toLatin1());
        const quint32 seed = qEnvironmentVariableIsSet("POSTRIDER_SEED")
                                 ? quint32(qEnvironmentVariableIntValue("POSTRIDER_SEED"))
                                 : QRandomGenerator::global()->generate();
        qInfo("seed %u (POSTRIDER_SEED repeats it)", seed);
        QRandomGenerator random(seed);
        const auto allContents = [&] {
            QList<Contents> all;
            for (const QString &folder : folders)
                all.append(contents(folder));
            return all;
        };
        const QList<Contents> first = allContents();
        QList<Contents> now = first;
        const QStringList namesBefore = folderNames();

        startAndWait(folders.first());
        QList<quint64> done;
        QHash<quint64, QList<Contents>> before;
        int made = 0;
        for (int round = 0; round < 200; ++round) {
            const QString folder = folders.at(random.bounded(3));
            const QString target = folders.at(random.bounded(3));
            show(folder);
            QTRY_COMPARE_WITH_TIMEOUT(qsizetype(m_view->rows.size()), contents(folder).size(), 20'000);
            QTRY_COMPARE_WITH_TIMEOUT(m_view->knownRows(), int(m_view->rows.size()), 20'000);
            const QList<quint32> uids = m_view->uids();
            UidSet some;
            for (int i = random.bounded(1, 4); i > 0 && !uids.isEmpty(); --i)
                some.add(Uid(uids.at(random.bounded(int(uids.size())))));
            const Flag flag = QList<Flag>{flags::Seen, flags::Flagged, Flag("$Work")}.at(random.bounded(3));
            Change next = FlagChange{named(folder), some, {flag}, {}};
            switch (random.bounded(8)) {
            case 0:
                next = FlagChange{named(folder), some, {}, {flag}};
                break;
            case 1:
            case 2:
                next = MoveChange{named(folder), some, named(target)};
                break;
            case 3:
                next = CopyChange{named(folder), some, named(target)};
                break;
            case 4:
                next = DeleteChange{named(folder), some};
                break;
            case 5:
                next = AppendChange{named(folder),
                                    letter("new" + QByteArray::number(round)),
                                    {flag},
                                    QDateTime::currentDateTime()};
                break;
            case 6:
                next = CreateFolderChange{named(QStringLiteral("Made%1").arg(++made)), FolderRole::None};
                break;
            default:
                break;
            }
            const quint64 operation = change(next);
            if (operation == 0)
                continue;
            QVERIFY2(ends(operation), qPrintable(m_view->journal.value(operation).error));
            done.append(operation);
            qDebug("%llu: %d in %s, %s, to %s", operation, int(next.index()), qPrintable(folder),
                   some.toByteArray().constData(), qPrintable(target));
            before.insert(operation, std::exchange(now, allContents()));
        }
        int undone = 0;
        while (!done.isEmpty()) {
            const quint64 operation = done.takeLast();
            if (!m_view->journal.value(operation).canUndo)
                continue; // it changed nothing
            const quint64 back = undo(operation);
            QVERIFY2(ends(back), qPrintable(m_view->journal.value(back).error));
            ++undone;
            const QList<Contents> after = allContents();
            if (after != before.value(operation)) {
                auto log = m_account->wireLog();
                QTRY_VERIFY(log.isFinished());
                for (qsizetype i = 0; i < folders.size(); ++i)
                    qWarning("%s was %s, is %s", qPrintable(folders.at(i)),
                             before.value(operation).at(i).join(", ").constData(),
                             after.at(i).join(", ").constData());
                qWarning("%s", qPrintable(log.result().right(8000)));
            }
            QVERIFY2(after == before.value(operation), qPrintable(QString::number(operation)));
        }
        qInfo("%d of 200 changes taken back", undone);
        QVERIFY(undone > 100);
        for (qsizetype i = 0; i < folders.size(); ++i)
            QCOMPARE(contents(folders.at(i)), first.at(i));
        QCOMPARE(folderNames(), namesBefore);
    }
};

QTEST_GUILESS_MAIN(TestChanges)
#include "tst_changes.moc"
