#include "losingdisk.h"
#include "samples.h"
#include "store/store.h"

#include <QFile>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QtTest>
#ifdef Q_OS_LINUX
#include <sys/mount.h>
#endif

using namespace imap;
using namespace imap::store;

/// Disks that lose power and disks that run full: nothing that was acknowledged as safe is lost, and
/// everything goes on when it can.
class TestFaultyDisk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_directory.reset(); }

    void onlyTheJournalWaitsForTheDisk();
    void powerLoss();
    void powerLossWhileUpgrading();
    void fullDisk();
    void fullDiskForJournal();
    void fullFileSystem();

private:
    static LoggedOperation entry(int number)
    {
        LoggedOperation operation;
        operation.kind = "flags";
        operation.payload = QByteArray::number(number);
        return operation;
    }
    static void verifyWhole(const QString &directory)
    {
        sqlite::Database database(directory + QStringLiteral("/mail.sqlite"),
                                  sqlite::Database::Mode::ReadWrite);
        auto check = database.prepare("PRAGMA integrity_check");
        QVERIFY(check.step());
        QCOMPARE(check.text(0), QStringLiteral("ok"));
        database.execute("INSERT INTO search (search) VALUES ('integrity-check')");
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestFaultyDisk::onlyTheJournalWaitsForTheDisk()
{
    LosingDisk disk;
    const auto store = Store::open(m_directory->path());
    const FolderId folder = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    disk.takeSyncs();
    for (quint32 uid = 1; uid <= 100; ++uid)
        store->messages().upsert(folder, {samples::message(uid)});
    QCOMPARE(disk.takeSyncs(), 0);
    store->operations().append(entry(1));
    QCOMPARE(disk.takeSyncs(), 1);
    store->operations().setState(1, OperationState::Done);
    QCOMPARE(disk.takeSyncs(), 1);
    // One sync for all that belongs together.
    Transaction transaction = store->transaction(Durability::Power);
    store->operations().append(entry(2));
    store->messages().markRemoved(folder, UidSet::single(Uid(3)));
    transaction.commit();
    QCOMPARE(disk.takeSyncs(), 1);
    store->messages().upsert(folder, {samples::message(101)});
    QCOMPARE(disk.takeSyncs(), 0);
}

void TestFaultyDisk::powerLoss()
{
    const quint32 seed = qEnvironmentVariableIntValue("POSTRIDER_TEST_SEED") > 0
                             ? quint32(qEnvironmentVariableIntValue("POSTRIDER_TEST_SEED"))
                             : QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    for (int round = 0; round < 25; ++round) {
        const QString before = m_directory->filePath(QStringLiteral("before%1").arg(round));
        const QString after = m_directory->filePath(QStringLiteral("after%1").arg(round));
        QVERIFY(QDir().mkpath(after));
        QMap<quint64, OperationState> acknowledged;
        {
            LosingDisk disk;
            const auto store = Store::open(before);
            const FolderId folder = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
            acknowledged.insert(store->operations().append(entry(0)), OperationState::Waiting);
            const int steps = random.bounded(60);
            for (int step = 1; step <= steps; ++step) {
                switch (random.bounded(5)) {
                case 0:
                    acknowledged.insert(store->operations().append(entry(step)), OperationState::Waiting);
                    break;
                case 1:
                    store->operations().setState(acknowledged.lastKey(), OperationState::Done);
                    acknowledged.last() = OperationState::Done;
                    break;
                case 2:
                    store->checkpoint(1);
                    break;
                default: {
                    QList<MessageSummary> list;
                    for (quint32 i = 0; i < 20; ++i)
                        list.append(samples::message(1 + random.bounded(500U)));
                    store->messages().upsert(folder, list);
                    const auto waiting = store->search().next(folder, 5);
                    for (const UnindexedMessage &message : waiting)
                        store->search().put(message.key, {QStringLiteral("subject"), {}, {}, {}});
                }
                }
            }
            disk.losePower(before, after, random);
        }
        const auto store = Store::open(after);
        QCOMPARE(store->report().outcome, OpenReport::Outcome::Opened);
        for (auto entry = acknowledged.cbegin(); entry != acknowledged.cend(); ++entry) {
            const auto found = store->operations().load(entry.key());
            QVERIFY2(found && found->state == entry.value(),
                     qPrintable(QStringLiteral("round %1, entry %2").arg(round).arg(entry.key())));
        }
    }
    for (int round = 0; round < 25; ++round)
        verifyWhole(m_directory->filePath(QStringLiteral("after%1").arg(round)));
}

void TestFaultyDisk::powerLossWhileUpgrading()
{
    QRandomGenerator random(4);
    for (int round = 0; round < 10; ++round) {
        const QString before = m_directory->filePath(QStringLiteral("old%1").arg(round));
        const QString after = m_directory->filePath(QStringLiteral("new%1").arg(round));
        QVERIFY(QDir().mkpath(before) && QDir().mkpath(after));
        samples::makeFirstVersion(
            before + QStringLiteral("/mail.sqlite"),
            "INSERT INTO operations (created, kind, folder, folder_wire, uid_validity, uids, payload, "
            "inverse, state, error, undoes) "
            "VALUES (1, 'flags', 'INBOX', x'', 1, '1', x'', x'', 0, '', 0)");
        {
            LosingDisk disk;
            const auto store = Store::open(before);
            QCOMPARE(store->report().outcome, OpenReport::Outcome::Upgraded);
            disk.losePower(before, after, random);
        }
        const auto store = Store::open(after);
        QVERIFY(store->report().outcome != OpenReport::Outcome::Rebuilt);
        QCOMPARE(store->operations().waiting().size(), 1);
    }
}

void TestFaultyDisk::fullDisk()
{
    LosingDisk disk;
    const auto store = Store::open(m_directory->path());
    const FolderId folder = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    disk.setRoom(300'000);
    quint32 kept = 0;
    QString words;
    try {
        for (quint32 uid = 1; uid <= 100'000; ++uid) {
            store->messages().upsert(folder, {samples::message(uid)});
            kept = uid;
        }
    } catch (const LocalError &error) {
        words = error.message();
    }
    QVERIFY2(words.contains(QStringLiteral("no room left on the disk")), qPrintable(words));
    QVERIFY(kept > 10);
    // What is there can be read; what fails again says so again, and breaks nothing.
    QCOMPARE(store->messages().count(folder), kept);
    QVERIFY_EXCEPTION_THROWN(store->bodies().put(folder, Uid(1), "1", QByteArray(100'000, 'x').toBase64()),
                             LocalError);
    QVERIFY_EXCEPTION_THROWN(store->search().startAnew(), LocalError);
    QVERIFY(*store->messages().load(folder, Uid(kept)) == samples::message(kept));
    disk.setEndlessRoom();
    store->messages().upsert(folder, {samples::message(kept + 1)});
    QCOMPARE(store->messages().count(folder), kept + 1);
}

void TestFaultyDisk::fullDiskForJournal()
{
    LosingDisk disk;
    QList<quint64> acknowledged;
    {
        const auto store = Store::open(m_directory->path());
        acknowledged.append(store->operations().append(entry(1)));
        disk.setRoom(0);
        // The change is refused in words; it is not half there.
        for (int i = 0; i < 3; ++i) {
            try {
                LoggedOperation large = entry(2);
                large.inverse = QByteArray(200'000, 'x');
                store->operations().append(large);
                QFAIL("there was room");
            } catch (const sqlite::SqliteError &error) {
                QVERIFY(error.message().contains(QStringLiteral("no room left")));
            }
        }
        QCOMPARE(store->operations().waiting().size(), 1);
        disk.setEndlessRoom();
        acknowledged.append(store->operations().append(entry(3)));
    }
    disk.setRoom(0);
    // Also a program that is started on a full disk shows what it has.
    const auto store = Store::open(m_directory->path());
    QCOMPARE(store->report().outcome, OpenReport::Outcome::Opened);
    QCOMPARE(store->operations().waiting().size(), 2);
    disk.setEndlessRoom();
}

/// The same on a file system that is really full, where bodies in files need room, too.
void TestFaultyDisk::fullFileSystem()
{
#ifdef Q_OS_LINUX
    const QByteArray place = m_directory->path().toLocal8Bit();
    if (mount("none", place.constData(), "tmpfs", 0, "size=3m") != 0)
        QSKIP("a file system can be mounted by root only");
    const auto unmount = qScopeGuard([place] { umount2(place.constData(), MNT_DETACH); });
    QFile other(m_directory->filePath(QStringLiteral("of-somebody-else")));
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write(QByteArray(200'000, 'x')) == 200'000);
    other.close();
    {
        const auto store = Store::open(m_directory->path());
        const FolderId folder = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
        QByteArray noise(400'000, Qt::Uninitialized);
        QRandomGenerator random(1);
        for (char &octet : noise)
            octet = char(random.generate());
        quint32 kept = 0;
        QString words;
        try {
            for (quint32 uid = 1; uid <= 20; ++uid) {
                store->bodies().put(folder, Uid(uid), "1", noise);
                kept = uid;
            }
        } catch (const LocalError &error) {
            words = error.message();
        }
        // The part's file or the row that names it, whichever comes first.
        QVERIFY2(words.contains(QStringLiteral("cannot be kept")) ||
                     words.contains(QStringLiteral("no room left")),
                 qPrintable(words));
        QVERIFY(kept > 1);
        QCOMPARE(store->bodies().get(folder, Uid(kept), "1"), std::optional(noise));
        QVERIFY(!store->bodies().has(folder, Uid(kept + 1), "1"));
        // A little room again: older ones go, and the new one is kept.
        QVERIFY(other.remove());
        store->bodies().evictUnusedSince(QDateTime::currentDateTimeUtc().addDays(1), 10);
        QVERIFY(store->bodies().put(folder, Uid(kept + 1), "1", noise));
    }
#else
    QSKIP("Linux only");
#endif
}

QTEST_GUILESS_MAIN(TestFaultyDisk)
#include "tst_faultydisk.moc"
