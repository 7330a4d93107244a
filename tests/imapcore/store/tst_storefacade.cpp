#include "samples.h"
#include "store/store.h"

#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QtTest>
#ifdef Q_OS_LINUX
#include <sys/mount.h>
#endif

using namespace imap;
using namespace imap::store;

/// A small file system of its own, gone with the object.
class SmallDisk
{
public:
    bool mountAt(const QString &path)
    {
#ifdef Q_OS_LINUX
        if (mount("tmpfs", QFile::encodeName(path).constData(), "tmpfs", 0, "size=2m") == 0)
            m_path = path;
#else
        Q_UNUSED(path);
#endif
        return !m_path.isEmpty();
    }
    ~SmallDisk()
    {
#ifdef Q_OS_LINUX
        if (!m_path.isEmpty())
            umount2(QFile::encodeName(m_path).constData(), MNT_DETACH);
#endif
    }

private:
    QString m_path;
};

class TestStoreFacade : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void createdThenOpened();
    void directoryIsMade();
    void unwritableDirectory();
    void secondProgram();
    void atomicAcrossParts();
    void fullDisk();
};

void TestStoreFacade::createdThenOpened()
{
    QTemporaryDir directory;
    QCOMPARE(Store::open(directory.path())->report().outcome, OpenReport::Outcome::Created);
    QCOMPARE(Store::open(directory.path())->report().outcome, OpenReport::Outcome::Opened);
}

void TestStoreFacade::directoryIsMade()
{
    QTemporaryDir directory;
    const QString deep = directory.filePath(QStringLiteral("a/b/c"));
    QVERIFY(Store::open(deep));
    QVERIFY(QFile::exists(deep + QStringLiteral("/mail.sqlite")));
}

void TestStoreFacade::unwritableDirectory()
{
    QVERIFY_EXCEPTION_THROWN(Store::open(QStringLiteral("/proc/postrider")), LocalError);
    // A file where the directory should be.
    QTemporaryDir directory;
    QFile file(directory.filePath(QStringLiteral("x")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY_EXCEPTION_THROWN(Store::open(file.fileName()), LocalError);
}

void TestStoreFacade::secondProgram()
{
    QTemporaryDir directory;
    const auto first = Store::open(directory.path());
    try {
        Store::open(directory.path());
        QFAIL("opened twice");
    } catch (const LocalError &error) {
        QVERIFY(error.message().contains(QStringLiteral("in use")));
    }
    first->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX"))); // not disturbed
}

void TestStoreFacade::atomicAcrossParts()
{
    QTemporaryDir directory;
    const auto store = Store::open(directory.path());
    const FolderId folder = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    Transaction transaction = store->transaction();
    store->messages().upsert(folder, {samples::message(1)});
    try {
        store->mailboxes().saveRowMap(folder, 1, {{1, 1, 9}}); // refused
    } catch (const LocalError &) {
    }
    store->mailboxes().saveRowMap(folder, 1, {{1, 1, 1}});
    transaction.commit();
    QCOMPARE(store->messages().count(folder), 1u);
    QCOMPARE(store->mailboxes().loadRowMap(folder).runs.size(), 1);
}

void TestStoreFacade::fullDisk()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("small"));
    QVERIFY(QDir().mkpath(path));
    SmallDisk disk;
    if (!disk.mountAt(path))
        QSKIP("mounting is not allowed here");
    auto store = Store::open(path);
    const FolderId folder = store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
    store->messages().upsert(folder, {samples::message(1)});
    bool refused = false;
    quint32 written = 0;
    for (quint32 uid = 100; uid < 1'000'000 && !refused; uid += 100) {
        QList<MessageSummary> list;
        for (quint32 i = 0; i < 100; ++i)
            list.append(samples::message(uid + i));
        try {
            store->messages().upsert(folder, list);
            written += 100;
        } catch (const LocalError &error) {
            QVERIFY2(error.message().contains(QStringLiteral("no room")), error.what());
            refused = true;
        }
    }
    QVERIFY(refused);
    // What is there can be read, now and after a restart; nothing counts as damaged.
    QVERIFY(store->messages().load(folder, Uid(1)));
    QCOMPARE(store->messages().count(folder), written + 1);
    QByteArray body(2'000'000, Qt::Uninitialized);
    for (char &octet : body)
        octet = char(QRandomGenerator::global()->generate());
    QVERIFY_EXCEPTION_THROWN(store->bodies().put(folder, Uid(1), "1", body), LocalError);
    store.reset();
    store = Store::open(path);
    QCOMPARE(store->report().outcome, OpenReport::Outcome::Opened);
    QCOMPARE(store->messages().count(folder), written + 1);
    store.reset();
}

QTEST_APPLESS_MAIN(TestStoreFacade)
#include "tst_storefacade.moc"
