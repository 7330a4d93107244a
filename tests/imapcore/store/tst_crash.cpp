#include "samples.h"
#include "store/store.h"

#include <QProcess>
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

private:
    /// Runs the writer until it has said `rounds` numbers, kills it and returns the last one it said.
    static int runAndKill(const QString &directory, int rounds);
    static void verify(const QString &directory, int acknowledged);
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
    writer.kill(); // SIGKILL: no destructor runs
    writer.waitForFinished();
    while (writer.canReadLine())
        lines.append(writer.readLine().trimmed());
    return lines.isEmpty() ? -1 : lines.last().toInt();
}

void TestCrash::verify(const QString &directory, int acknowledged)
{
    const auto store = Store::open(directory);
    QCOMPARE(store->report().outcome, OpenReport::Outcome::Opened);
    const FolderId folder = store->mailboxes().folders().first().id;
    const FolderSyncState state = store->mailboxes().syncState(folder);
    QVERIFY(state.exists >= quint32(acknowledged + 1) * 10);

    // Every part tells of the same number of rounds.
    const quint32 rounds = state.exists / 10;
    QCOMPARE(store->messages().count(folder), state.exists);
    QCOMPARE(store->mailboxes().loadRowMap(folder), (RowMap{state.exists, {{1, 1, state.exists}}}));
    QCOMPARE(quint32(store->operations().waiting(1'000'000).size()), rounds);
    for (quint32 round = 0; round < rounds; ++round)
        QVERIFY(store->bodies().get(folder, Uid((round + 1) * 10), "1"));
    QVERIFY(*store->messages().load(folder, Uid(state.exists)) == samples::message(state.exists));
}

void TestCrash::killed()
{
    QTemporaryDir directory;
    for (int attempt = 0; attempt < 5; ++attempt) {
        const int acknowledged = runAndKill(directory.path(), 10 + attempt * 23);
        QVERIFY(acknowledged > 0);
        verify(directory.path(), acknowledged);
        if (QTest::currentTestFailed())
            return;
        sqlite::Database database(directory.filePath(QStringLiteral("mail.sqlite")),
                                  sqlite::Database::Mode::ReadWrite);
        auto check = database.prepare("PRAGMA integrity_check");
        QVERIFY(check.step());
        QCOMPARE(check.text(0), QStringLiteral("ok"));
    }
}

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
