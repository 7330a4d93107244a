#include "samples.h"
#include "store/store.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

using namespace imap;
using namespace imap::store;
using sqlite::Database;

using Outcome = OpenReport::Outcome;

class TestSchema : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_directory.reset(); }

    void migrationsAreThere();
    void upgrade();
    void upgradeKeepsTheJournal();
    void upgradeToLabels();
    void failedUpgradeChangesNothing();
    void newerVersionIsLeftAlone();
    void zeroBytes();
    void garbage();
    void truncated();
    void foreignDatabase();
    void lostTables();
    void journalIsRescued();
    void journalAroundADamagedPage();
    void journalInTheLogIsRescued();
    void damageMetWhileRunning();
    void damagedDescription();
    void falseAlarm();
    void twiceWithinASecond();
    void unseenUsesItsIndex();

private:
    QString path() const { return m_directory->filePath(QStringLiteral("mail.sqlite")); }
    QDateTime now() const { return QDateTime(QDate(2025, 5, 6), QTime(7, 8, 9), Qt::UTC); }
    OpenedDatabase open() const { return openDatabase(path(), bundledMigrations(), now()); }
    void write(const QByteArray &bytes) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QByteArray read() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void fillJournal(int entries, const QByteArray &payload) const
    {
        const auto store = Store::open(m_directory->path());
        for (int i = 0; i < entries; ++i) {
            LoggedOperation operation;
            operation.kind = "flags";
            operation.payload = payload + QByteArray::number(i);
            store->operations().append(operation);
        }
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestSchema::migrationsAreThere()
{
    QVERIFY(!bundledMigrations().isEmpty());
    const OpenedDatabase opened = open();
    QCOMPARE(opened.report.outcome, Outcome::Created);
    QCOMPARE(opened.database->number("PRAGMA user_version"), bundledMigrations().size());
    auto mode = opened.database->prepare("PRAGMA journal_mode");
    QVERIFY(mode.step());
    QCOMPARE(mode.text(0), QStringLiteral("wal"));
    QCOMPARE(opened.database->number("PRAGMA auto_vacuum"), 2); // incremental: purging gives room back
}

void TestSchema::upgrade()
{
    open();
    const QList<QByteArray> more = bundledMigrations() << "ALTER TABLE folders ADD COLUMN colour INTEGER"
                                                       << "CREATE TABLE extra (a)";
    const OpenedDatabase opened = openDatabase(path(), more, now());
    QCOMPARE(opened.report.outcome, Outcome::Upgraded);
    QCOMPARE(opened.database->number("PRAGMA user_version"), more.size());
    QCOMPARE(opened.database->number("SELECT count(colour) FROM folders"), 0);
}

void TestSchema::upgradeToLabels()
{
    {
        const OpenedDatabase old = openDatabase(path(), bundledMigrations().first(5), now());
        old.database->execute("INSERT INTO folders (id, name, wire, attributes, role, owner, selectable, "
                              "subscribed, position) VALUES (1, 'INBOX', '', '', 0, 0, 1, 1, 0);"
                              "INSERT INTO generations (id, folder, uid_validity) VALUES (1, 1, 7);"
                              "INSERT INTO messages (id, flags, modseq, size) VALUES (4294967297, 1, 5, 9);");
    }
    const auto store = Store::open(m_directory->path());
    QCOMPARE(store->report().outcome, Outcome::Upgraded);
    QVERIFY(!store->mailboxes().hasGmailLabels());
    QCOMPARE(store->messages().loadLabels(FolderId{1}, Uid(1), Uid(9)), (QList<StoredLabels>{{Uid(1), {}}}));
}

void TestSchema::upgradeKeepsTheJournal()
{
    {
        const OpenedDatabase old = openDatabase(path(), bundledMigrations().first(4), now());
        old.database
            ->prepare(
                "INSERT INTO operations (created, kind, folder, folder_wire, uid_validity, uids, payload, "
                "inverse, state, error, undoes) VALUES (1, 'move', 'INBOX', '', 7, '4', 'p', 'i', 1, '', 0)")
            .run();
    }
    const auto store = Store::open(m_directory->path());
    QCOMPARE(store->report().outcome, Outcome::Upgraded);
    const QList<LoggedOperation> open = store->operations().interrupted();
    QCOMPARE(open.size(), 1);
    QCOMPARE(open.first().kind, QByteArray("move"));
    QCOMPARE(open.first().uids, *UidSet::parse("4"));
    QVERIFY(!open.first().undoWanted);
}

void TestSchema::failedUpgradeChangesNothing()
{
    open();
    const QList<QByteArray> more = bundledMigrations() << "CREATE TABLE extra (a)"
                                                       << "nonsense";
    QVERIFY_EXCEPTION_THROWN(openDatabase(path(), more, now()), LocalError);
    const OpenedDatabase opened = open();
    QCOMPARE(opened.report.outcome, Outcome::Opened);
    QCOMPARE(opened.database->number("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"), 0);
}

void TestSchema::newerVersionIsLeftAlone()
{
    openDatabase(path(), bundledMigrations() << "CREATE TABLE extra (a)", now());
    const QByteArray before = read();
    try {
        open();
        QFAIL("opened");
    } catch (const LocalError &error) {
        QVERIFY(error.message().contains(QStringLiteral("newer version")));
    }
    QCOMPARE(read(), before);
}

void TestSchema::zeroBytes()
{
    write({});
    QCOMPARE(open().report.outcome, Outcome::Created);
}

void TestSchema::garbage()
{
    write(QByteArrayLiteral("this was never a database ").repeated(1000));
    const OpenedDatabase opened = open();
    QCOMPARE(opened.report.outcome, Outcome::Rebuilt);
    QCOMPARE(opened.report.setAside, path() + QStringLiteral(".broken-20250506-070809"));
    QVERIFY(QFile::exists(opened.report.setAside));
    QVERIFY(opened.report.reason.contains(QStringLiteral("damaged")));
    QVERIFY(!opened.report.journalComplete);
    QCOMPARE(opened.database->number("SELECT count(*) FROM folders"), 0);
    QVERIFY(!QFile::exists(Database::damageMarker(path())));
}

void TestSchema::truncated()
{
    fillJournal(3, "x");
    const QByteArray whole = read();
    for (const qsizetype size : {qsizetype(50), qsizetype(4096), whole.size() / 2, whole.size() - 100}) {
        QVERIFY(QDir(m_directory->path()).removeRecursively());
        QVERIFY(QDir().mkpath(m_directory->path()));
        write(whole.first(size));
        const OpenedDatabase opened = open();
        QCOMPARE(opened.report.outcome, Outcome::Rebuilt);
        opened.database->execute("INSERT INTO generations (uid_validity) VALUES (1)");
    }
}

void TestSchema::foreignDatabase()
{
    {
        Database other(path(), Database::Mode::ReadWrite);
        other.execute("CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')");
    }
    const QByteArray before = read();
    const OpenedDatabase opened = open();
    QCOMPARE(opened.report.outcome, Outcome::Rebuilt);
    QVERIFY(opened.report.reason.contains(QStringLiteral("another program")));
    QVERIFY(opened.report.journalComplete);
    QFile aside(opened.report.setAside);
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), before);
}

void TestSchema::lostTables()
{
    fillJournal(2, "x");
    open().database->execute("DROP TABLE summaries");
    const OpenedDatabase opened = open();
    QCOMPARE(opened.report.outcome, Outcome::Rebuilt);
    QCOMPARE(opened.report.rescuedOperations, 2);
}

void TestSchema::journalIsRescued()
{
    fillJournal(5, "payload ");
    open().database->execute("UPDATE operations SET undo_wanted = 1 WHERE id = 2");
    open().database->execute("DROP TABLE folders");
    const auto store = Store::open(m_directory->path());
    QCOMPARE(store->report().outcome, Outcome::Rebuilt);
    QCOMPARE(store->report().rescuedOperations, 5);
    QVERIFY(store->operations().load(2)->undoWanted);
    QVERIFY(!store->operations().load(3)->undoWanted);
    QVERIFY(store->report().journalComplete);
    const auto waiting = store->operations().waiting();
    QCOMPARE(waiting.size(), 5);
    QCOMPARE(waiting[4].payload, QByteArray("payload 4"));
    QVERIFY(store->operations().append({}) > waiting[4].id);
}

void TestSchema::journalAroundADamagedPage()
{
    // Each entry fills about a page, so that one bad page costs few entries.
    fillJournal(60, QByteArray(3000, 'p') + "number ");
    QByteArray bytes = read();
    const qsizetype hit = bytes.indexOf("number 30");
    QVERIFY(hit > 0);
    const qsizetype page = hit / 4096 * 4096;
    bytes.replace(page, 4096, QByteArray(4096, '\xee'));
    write(bytes);
    QFile marker(Database::damageMarker(path()));
    QVERIFY(marker.open(QIODevice::WriteOnly));
    marker.close();
    const auto store = Store::open(m_directory->path());
    QCOMPARE(store->report().outcome, Outcome::Rebuilt);
    QVERIFY(!store->report().journalComplete);
    QVERIFY(store->report().rescuedOperations >= 50);
    QVERIFY(store->operations().load(1) && store->operations().load(60));
}

void TestSchema::journalInTheLogIsRescued()
{
    // Killed before the log was written back, and a page is bad as well: the newest entry is in
    // mail.sqlite-wal only.
    fillJournal(20, QByteArray(3000, 'p') + "number ");
    QTemporaryDir copy;
    const QString copied = copy.filePath(QStringLiteral("mail.sqlite"));
    {
        const auto store = Store::open(m_directory->path());
        LoggedOperation operation;
        operation.payload = "new";
        store->operations().append(operation);
        QVERIFY(QFile::copy(path(), copied));
        QVERIFY(QFile::copy(path() + QStringLiteral("-wal"), copied + QStringLiteral("-wal")));
    }
    QFile file(copied);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qsizetype hit = file.readAll().indexOf("number 10");
    QVERIFY(hit > 0 && file.seek(hit / 4096 * 4096));
    file.write(QByteArray(4096, '\xee'));
    file.close();
    QFile marker(Database::damageMarker(copied));
    QVERIFY(marker.open(QIODevice::WriteOnly));
    marker.close();
    const auto store = Store::open(copy.path());
    QCOMPARE(store->report().outcome, Outcome::Rebuilt);
    QCOMPARE(store->operations().load(21)->payload, QByteArray("new"));
    QVERIFY(!QFile::exists(copied + QStringLiteral("-shm")));
}

void TestSchema::damageMetWhileRunning()
{
    // Opening looks at few pages. What is found later is looked into when the program starts again.
    {
        const auto store = Store::open(m_directory->path());
        const FolderId folder = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
        QList<MessageSummary> list;
        for (quint32 uid = 1; uid <= 2000; ++uid)
            list.append(samples::message(uid));
        store->messages().upsert(folder, list);
    }
    QByteArray bytes = read();
    const qsizetype hit = bytes.indexOf("<1000@example.org>");
    QVERIFY(hit > 0);
    bytes.replace(hit / 4096 * 4096, 4096, QByteArray(4096, '\xee'));
    write(bytes);
    {
        const auto store = Store::open(m_directory->path());
        QCOMPARE(store->report().outcome, Outcome::Opened);
        const FolderId folder = store->mailboxes().folders().first().id;
        QVERIFY_EXCEPTION_THROWN(store->messages().load(folder, Uid(1), Uid(2000), 2000), LocalError);
        QVERIFY(store->messages().load(folder, Uid(1)));
    }
    const auto store = Store::open(m_directory->path());
    QCOMPARE(store->report().outcome, Outcome::Rebuilt);
    QVERIFY(store->mailboxes().folders().isEmpty());
}

void TestSchema::damagedDescription()
{
    // The text that describes a table is not what it was: all pages are sound, and no statement fits.
    fillJournal(3, "x");
    QByteArray bytes = read();
    QVERIFY(bytes.contains("highest_modseq INTEGER"));
    bytes.replace("highest_modseq INTEGER", "highest_nodseq INTEGER");
    write(bytes);
    QVERIFY_EXCEPTION_THROWN(
        Store::open(m_directory->path())->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX"))),
        LocalError);
    const auto store = Store::open(m_directory->path());
    QCOMPARE(store->report().outcome, Outcome::Rebuilt);
    QCOMPARE(store->report().rescuedOperations, 3);
}

void TestSchema::falseAlarm()
{
    fillJournal(1, "x");
    QFile marker(Database::damageMarker(path()));
    QVERIFY(marker.open(QIODevice::WriteOnly));
    marker.close();
    QCOMPARE(open().report.outcome, Outcome::Opened);
    QVERIFY(!marker.exists());
}

void TestSchema::twiceWithinASecond()
{
    write(QByteArray(5000, 'x'));
    const QString first = open().report.setAside;
    write(QByteArray(5000, 'y'));
    const QString second = open().report.setAside;
    QVERIFY(first != second);
    QVERIFY(QFile::exists(first) && QFile::exists(second));
}

void TestSchema::unseenUsesItsIndex()
{
    // Counting must not walk the read messages: a folder has a million of them.
    const OpenedDatabase opened = open();
    auto plan =
        opened.database->prepare("EXPLAIN QUERY PLAN SELECT count(*) FROM messages WHERE id BETWEEN 1 AND 9 "
                                 "AND removed_at IS NULL AND flags & 1 = 0");
    QVERIFY(plan.step());
    auto forced = opened.database->prepare(
        "EXPLAIN QUERY PLAN SELECT count(*) FROM messages INDEXED BY messages_unseen "
        "WHERE id BETWEEN 1 AND 9 AND removed_at IS NULL AND flags & 1 = 0");
    QVERIFY(forced.step());
    QVERIFY2(forced.text(3).contains(QStringLiteral("SEARCH messages USING COVERING INDEX messages_unseen")),
             qPrintable(forced.text(3)));
}

QTEST_APPLESS_MAIN(TestSchema)
#include "tst_schema.moc"
