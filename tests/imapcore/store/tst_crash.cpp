#include "samples.h"
#include "store/store.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QtTest>

using namespace imap;
using namespace imap::store;

/// A program that is killed loses nothing that it was told is kept, and leaves nothing half done.
class TestCrash : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void killed();
    void killedWhileUpgrading();
    void lostLog();
    void flippedBits();

private:
    /// Runs the writer until it has said `rounds` numbers, kills it and returns the last one it said.
    static int runAndKill(const QString &directory, int rounds);
    static void verify(const QString &directory, int acknowledged);
    static void verifyPages(const QString &directory);
    /// A bit of everything. Throws.
    static void use(Store &store);
};

int TestCrash::runAndKill(const QString &directory, int rounds)
{
    QProcess writer;
    writer.start(QStringLiteral(STORE_WRITER), {directory});
    QList<QByteArray> lines;
    while (lines.size() < rounds + 1 && writer.waitForReadyRead(30'000)) {
        while (writer.canReadLine())
            lines.append(writer.readLine().trimmed());
    }
    writer.kill(); // SIGKILL: no destructor runs, and it is at work on the next round
    writer.waitForFinished();
    while (writer.canReadLine())
        lines.append(writer.readLine().trimmed());
    return lines.size() < 2 ? -1 : lines.last().toInt();
}

void TestCrash::verify(const QString &directory, int acknowledged)
{
    const auto store = Store::open(directory);
    QCOMPARE(store->report().outcome, OpenReport::Outcome::Opened);
    const auto inbox = store->mailboxes().folder(MailboxName(QStringLiteral("INBOX")));
    if (!inbox && acknowledged < 0)
        return; // it did not come as far as that
    QVERIFY(inbox);
    const FolderId folder = inbox->id;
    const FolderSyncState state = store->mailboxes().syncState(folder);
    QVERIFY(state.exists >= quint32(acknowledged + 1) * 10);

    // Every part tells of the same number of rounds.
    const quint32 rounds = state.exists / 10;
    if (rounds == 0 && acknowledged < 0)
        return;
    QCOMPARE(store->messages().count(folder), state.exists);
    QCOMPARE(store->mailboxes().loadRowMap(folder), (RowMap{state.exists, {{1, 1, state.exists}}}));
    QCOMPARE(quint32(store->operations().recent(1'000'000).size()), rounds);
    for (quint32 round = 0; round < rounds; ++round)
        QVERIFY(store->bodies().has(folder, Uid((round + 1) * 10), "1"));
    QVERIFY(store->bodies().get(folder, Uid(state.exists), "1"));
    QCOMPARE(store->messages().load(folder, Uid(state.exists - 1)), samples::message(state.exists - 1));

    // The small steps up to the last round that was acknowledged, too.
    if (acknowledged < 0)
        return;
    QVERIFY(
        store->messages().load(folder, Uid(quint32(acknowledged + 1) * 10))->flags.contains(flags::Flagged));
    const auto indexed = store->search().find("\"round\"", folder, 0, 1'000'000);
    QVERIFY(quint32(indexed.size()) + store->search().waiting() >= state.exists);
}

void TestCrash::verifyPages(const QString &directory)
{
    sqlite::Database database(directory + QStringLiteral("/mail.sqlite"), sqlite::Database::Mode::ReadWrite);
    auto check = database.prepare("PRAGMA integrity_check");
    QVERIFY(check.step());
    QCOMPARE(check.text(0), QStringLiteral("ok"));
    database.execute("INSERT INTO search (search) VALUES ('integrity-check')");
}

void TestCrash::use(Store &store)
{
    const FolderId folder = store.mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    store.messages().load(folder, Uid(1), Uid(1000), 1000);
    store.messages().unseen(folder);
    store.operations().recent(1000);
    for (quint32 uid = 10; uid < 300; uid += 10)
        store.bodies().get(folder, Uid(uid), "1");
    try {
        store.search().find("\"round\"", folder, 0, 1000);
        const auto waiting = store.search().next(folder, 50);
        for (const UnindexedMessage &message : waiting)
            store.search().put(message.key, {QStringLiteral("again"), {}, {}, {}});
        store.messages().markRemoved(folder, UidSet::single(Uid(5)));
        store.messages().purgeRemovedBefore(QDateTime::currentDateTimeUtc().addDays(1));
    } catch (const sqlite::SqliteError &) {
        store.search().startAnew(); // as the indexer does
    }
    store.operations().append({});
}

void TestCrash::killed()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    QTemporaryDir directory;
    for (int attempt = 0; attempt < 50; ++attempt) {
        const int acknowledged = runAndKill(directory.path(), random.bounded(12));
        verify(directory.path(), acknowledged);
        if (QTest::currentTestFailed())
            return;
        if (attempt % 10 == 9)
            verifyPages(directory.path());
    }
}

/// An old version's cache is brought up to date, and the program is killed in the middle of it: the next
/// start finds the old or the new one, whole.
void TestCrash::killedWhileUpgrading()
{
    QTemporaryDir directory;
    const QString old = directory.filePath(QStringLiteral("old.sqlite"));
    samples::makeFirstVersion(
        old,
        "INSERT INTO folders (name, wire, attributes, role, owner, selectable, subscribed, position) "
        "VALUES ('INBOX', x'', x'', 0, 0, 1, 1, 0);"
        "INSERT INTO generations (folder, uid_validity) VALUES (1, 1);"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) "
        "INSERT INTO summaries (id, envelope) SELECT 4294967296 + i, x'00' FROM n;"
        "INSERT INTO messages (id, flags, modseq, size) SELECT id, 0, 0, 0 FROM summaries;"
        "INSERT INTO operations (created, kind, folder, folder_wire, uid_validity, uids, payload, inverse, "
        "state, error, undoes) VALUES (1, 'flags', 'INBOX', x'', 1, '1', x'', x'', 0, '', 0)");
    QRandomGenerator random(7);
    for (int attempt = 0; attempt < 10; ++attempt) {
        const QString place = directory.filePath(QString::number(attempt));
        QVERIFY(QDir().mkpath(place));
        QVERIFY(QFile::copy(old, place + QStringLiteral("/mail.sqlite")));
        QProcess writer;
        writer.start(QStringLiteral(STORE_WRITER), {place});
        QVERIFY(writer.waitForStarted());
        writer.waitForReadyRead(random.bounded(60)); // however far it comes in that time
        writer.kill();
        writer.waitForFinished();
        {
            const auto store = Store::open(place);
            QVERIFY(store->report().outcome == OpenReport::Outcome::Opened ||
                    store->report().outcome == OpenReport::Outcome::Upgraded);
            QVERIFY(store->operations().load(1));
            const FolderId folder = store->mailboxes().folder(MailboxName(QStringLiteral("INBOX")))->id;
            QVERIFY(store->messages().count(folder) >= 50'000);
            QVERIFY(store->search().waiting() >= 49'000);
        }
        verifyPages(place);
    }
}

/// Somebody deleted mail.sqlite-wal behind a killed program ("what is this?"): what was in it is lost, and
/// nothing else.
void TestCrash::lostLog()
{
    QTemporaryDir directory;
    QVERIFY(runAndKill(directory.path(), 20) > 0);
    QFile::remove(directory.filePath(QStringLiteral("mail.sqlite-wal")));
    {
        const auto store = Store::open(directory.path());
        store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
        store->operations().append({});
    }
    verifyPages(directory.path());
}

/// A failing disk turns bits over, anywhere. The program never crashes over that, and does not meet the same
/// damage again and again.
void TestCrash::flippedBits()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    QTemporaryDir directory;
    const QString good = directory.filePath(QStringLiteral("good"));
    QVERIFY(runAndKill(good, 30) > 0);
    Store::open(good); // the log is written back
    QFile file(good + QStringLiteral("/mail.sqlite"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    for (int attempt = 0; attempt < 30; ++attempt) {
        const QString place = directory.filePath(QString::number(attempt));
        QVERIFY(QDir().mkpath(place));
        QByteArray bytes = whole;
        for (int flips = 1 + random.bounded(40); flips > 0; --flips) {
            const qsizetype at = random.bounded(int(bytes.size()));
            bytes[at] = char(bytes[at] ^ (1 << random.bounded(8)));
        }
        QFile out(place + QStringLiteral("/mail.sqlite"));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size());
        out.close();
        int damaged = 0; // starts
        for (int start = 0; start < 6; ++start) {
            QString damage;
            try {
                const auto store = Store::open(place);
                use(*store);
            } catch (const sqlite::SqliteError &error) {
                if (error.isDamage())
                    damage = error.message();
            } catch (const LocalError &) {
                // A number that became another one (of a folder, of the version) is no damage that shows.
            }
            // What shows while working, as soon as it comes to that, is put right by the next start.
            damaged += damage.isEmpty() ? 0 : 1;
            QVERIFY2(damaged <= 2, qPrintable(damage));
        }
    }
}

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
