#include "storecase.h"

#include <QDir>
#include <QRandomGenerator>
#include <QtTest>

using namespace imap;
using namespace imap::store;

class TestBodyStore : public QObject, private StoreCase
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        begin();
        m_folder = m_store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    }
    void cleanup() { end(); }

    void sections();
    void emptyIsKept();
    void textIsPacked();
    void largeOnesAreFiles();
    void replacing();
    void leastRecentlyUsedGoFirst();
    void ageAndNumberAreBounds();
    void wholeRemovedMessagesStay();
    void evictionTakesFiles();
    void strayFilesGo();
    void missingFile();
    void damagedFile();
    void rolledBack();
    void tooLarge();
    void unknownFolder();

private:
    BodyStore &bodies() { return m_store->bodies(); }
    int evictTo(qint64 bytes)
    {
        return bodies().evictUnusedSince(QDateTime::fromMSecsSinceEpoch(m_now + 1, Qt::UTC), 1000, bytes);
    }
    void sweep()
    {
        while (bodies().removeStrayFiles(2)) {
        }
    }
    static QByteArray noise(qsizetype size)
    {
        QByteArray bytes(size, Qt::Uninitialized);
        QRandomGenerator random{quint32(size)};
        for (char &octet : bytes)
            octet = char(random.generate());
        return bytes;
    }
    QStringList files() const
    {
        return QDir(m_directory->filePath(QStringLiteral("bodies"))).entryList(QDir::Files);
    }
    QString onlyFile() const { return m_directory->filePath(QStringLiteral("bodies/") + files().value(0)); }

    FolderId m_folder;
};

void TestBodyStore::sections()
{
    const QByteArray bytes("Dear all,\r\n\0binary too", 22);
    QVERIFY(bodies().put(m_folder, Uid(7), "1", bytes));
    QVERIFY(bodies().put(m_folder, Uid(7), "1.MIME", "Content-Type: text/plain\r\n\r\n"));
    QCOMPARE(bodies().get(m_folder, Uid(7), "1"), std::optional(bytes));
    QVERIFY(bodies().has(m_folder, Uid(7), "1.MIME"));
    QVERIFY(!bodies().has(m_folder, Uid(7), "2"));
    QVERIFY(!bodies().get(m_folder, Uid(7), "2"));
    QVERIFY(!bodies().get(m_folder, Uid(8), "1"));
}

void TestBodyStore::emptyIsKept()
{
    bodies().put(m_folder, Uid(1), "TEXT", {});
    QVERIFY(bodies().has(m_folder, Uid(1), "TEXT"));
    QCOMPARE(bodies().get(m_folder, Uid(1), "TEXT"), std::optional(QByteArray()));
}

void TestBodyStore::textIsPacked()
{
    const QByteArray text =
        QByteArrayLiteral("All work and no play makes Jack a dull boy.\r\n").repeated(20'000);
    bodies().put(m_folder, Uid(1), "1", text);
    QVERIFY(bodies().totalSize() < text.size() / 10);
    QVERIFY(files().isEmpty());
    QCOMPARE(bodies().get(m_folder, Uid(1), "1"), std::optional(text));
    const QByteArray random = noise(5000);
    bodies().put(m_folder, Uid(2), "1", random);
    QCOMPARE(bodies().get(m_folder, Uid(2), "1"), std::optional(random));
}

void TestBodyStore::largeOnesAreFiles()
{
    const QByteArray limit = noise(BodyStore::FileThreshold);
    const QByteArray above = noise(BodyStore::FileThreshold + 1);
    bodies().put(m_folder, Uid(1), "2", limit);
    QCOMPARE(files().size(), 0);
    bodies().put(m_folder, Uid(1), "3", above);
    QCOMPARE(files().size(), 1);
    QCOMPARE(bodies().get(m_folder, Uid(1), "2"), std::optional(limit));
    QCOMPARE(bodies().get(m_folder, Uid(1), "3"), std::optional(above));
    QCOMPARE(bodies().totalSize(), limit.size() + above.size());
}

void TestBodyStore::replacing()
{
    bodies().put(m_folder, Uid(1), "1", noise(400'000));
    bodies().put(m_folder, Uid(1), "1", noise(300'000));
    QCOMPARE(bodies().get(m_folder, Uid(1), "1"), std::optional(noise(300'000)));
    QCOMPARE(bodies().totalSize(), 300'000);
    sweep();
    QCOMPARE(files().size(), 1);
}

void TestBodyStore::leastRecentlyUsedGoFirst()
{
    for (quint32 uid = 1; uid <= 4; ++uid) {
        bodies().put(m_folder, Uid(uid), "1", noise(1000));
        m_now += 120'000;
    }
    bodies().get(m_folder, Uid(1), "1"); // read again
    QCOMPARE(evictTo(2500), 2);
    QVERIFY(bodies().has(m_folder, Uid(1), "1"));
    QVERIFY(!bodies().has(m_folder, Uid(2), "1"));
    QVERIFY(!bodies().has(m_folder, Uid(3), "1"));
    QVERIFY(bodies().has(m_folder, Uid(4), "1"));
    QCOMPARE(evictTo(2500), 0);
    QCOMPARE(evictTo(0), 2);
    QCOMPARE(bodies().totalSize(), 0);
}

void TestBodyStore::ageAndNumberAreBounds()
{
    for (quint32 uid = 1; uid <= 5; ++uid) {
        bodies().put(m_folder, Uid(uid), "1", noise(1000));
        m_now += 120'000;
    }
    const QDateTime third = QDateTime::fromMSecsSinceEpoch(m_now - 3 * 120'000, Qt::UTC);
    QCOMPARE(bodies().evictUnusedSince(third, 1), 1);
    QCOMPARE(bodies().evictUnusedSince(third, 100), 1);
    QVERIFY(!bodies().has(m_folder, Uid(2), "1") && bodies().has(m_folder, Uid(3), "1"));
    QCOMPARE(bodies().evictUnusedSince(third, 100), 0);
}

void TestBodyStore::wholeRemovedMessagesStay()
{
    // A message that was deleted is brought back by uploading it whole; parts of it are of no use for that.
    MessageSummary message;
    message.uid = Uid(1);
    m_store->messages().upsert(m_folder, {message});
    bodies().put(m_folder, Uid(1), "", noise(1000));
    bodies().put(m_folder, Uid(1), "1", noise(1000));
    m_store->messages().markRemoved(m_folder, UidSet::single(Uid(1)));
    QCOMPARE(evictTo(0), 1);
    QVERIFY(bodies().has(m_folder, Uid(1), ""));
}

void TestBodyStore::evictionTakesFiles()
{
    bodies().put(m_folder, Uid(1), "1", noise(300'000));
    m_now += 120'000;
    bodies().put(m_folder, Uid(2), "1", noise(300'001));
    QCOMPARE(files().size(), 2);
    QCOMPARE(evictTo(300'001), 1);
    QCOMPARE(files().size(), 1);
    QVERIFY(bodies().get(m_folder, Uid(2), "1"));
}

void TestBodyStore::strayFilesGo()
{
    bodies().put(m_folder, Uid(1), "1", noise(300'000));
    bodies().put(m_folder, Uid(1), "2", "a blob has no file");
    const QString kept = files().value(0);
    for (const QString &name : {QStringLiteral("2.body"), QStringLiteral("777.body"),
                                QStringLiteral("1.body.Xw4"), QStringLiteral("notes")}) {
        QFile file(m_directory->filePath(QStringLiteral("bodies/") + name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    sweep();
    QCOMPARE(files(), QStringList{kept});
}

void TestBodyStore::missingFile()
{
    bodies().put(m_folder, Uid(1), "1", noise(300'000));
    QVERIFY(QFile::remove(onlyFile()));
    QVERIFY(!bodies().get(m_folder, Uid(1), "1"));
    QVERIFY(!bodies().has(m_folder, Uid(1), "1")); // and is fetched again
}

void TestBodyStore::damagedFile()
{
    bodies().put(m_folder, Uid(1), "1", noise(300'000));
    {
        QFile file(onlyFile());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.seek(1000));
        file.write("flipped");
    }
    QVERIFY(!bodies().get(m_folder, Uid(1), "1"));
    bodies().put(m_folder, Uid(1), "1", noise(300'000));
    QVERIFY(QFile::resize(onlyFile(), 10));
    QVERIFY(!bodies().get(m_folder, Uid(1), "1"));
}

void TestBodyStore::rolledBack()
{
    bodies().put(m_folder, Uid(1), "1", noise(300'000));
    {
        const Transaction transaction = m_store->transaction();
        bodies().put(m_folder, Uid(1), "1", noise(400'000));
    }
    QCOMPARE(bodies().get(m_folder, Uid(1), "1"), std::optional(noise(300'000)));
}

void TestBodyStore::tooLarge()
{
    // Zero pages that are never touched: the size alone decides.
    const QByteArray huge(BodyStore::MaxSection + 1, Qt::Uninitialized);
    QVERIFY(!bodies().put(m_folder, Uid(1), "1", huge));
    QVERIFY(!bodies().has(m_folder, Uid(1), "1"));
}

void TestBodyStore::unknownFolder()
{
    QVERIFY_EXCEPTION_THROWN(bodies().put(FolderId(99), Uid(1), "1", "x"), LocalError);
    QVERIFY(!bodies().get(FolderId(99), Uid(1), "1"));
    QVERIFY(!bodies().has(FolderId(99), Uid(1), "1"));
}

QTEST_APPLESS_MAIN(TestBodyStore)
#include "tst_bodystore.moc"
