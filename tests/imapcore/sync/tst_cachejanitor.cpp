#include "sync/cachejanitor.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QtTest>

using namespace imap;
using store::FolderId;
using store::LoggedOperation;
using OperationState = store::OperationState;

namespace
{

constexpr qint64 Day = 86'400'000;

MessageSummary letter(quint32 uid)
{
    MessageSummary message;
    message.uid = Uid(uid);
    message.envelope.subject = QByteArray("letter");
    return message;
}

} // namespace

/// The cache keeps its limits, and what undo may need outlives them.
class TestCacheJanitor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_now = 1'700'000'000'000;
        m_directory = std::make_unique<QTemporaryDir>();
        open();
        m_store->messages().upsert(m_folder, {letter(2)});
    }
    void cleanup()
    {
        m_janitor.reset();
        m_store.reset();
        m_directory.reset();
    }

    void removedMessagesAreKeptForAMonth()
    {
        remove(1);
        m_now += 29 * Day;
        work();
        QVERIFY(isKept(1));
        m_now += 2 * Day;
        work();
        QVERIFY(!isKept(1));
        QVERIFY(isKept(2)); // still in its folder
    }
    /// A deletion that waits for a connection since long needs what it deleted, to be taken back.
    void waitingEntriesKeepWhatTheyMayNeed()
    {
        const quint64 entry = append(OperationState::Waiting);
        remove(1);
        m_now += 40 * Day;
        work();
        QVERIFY(isKept(1));
        m_store->operations().setState(entry, OperationState::Done);
        work();
        QVERIFY(!isKept(1));
    }
    /// The undo of an old deletion was asked for, and waits: it needs the message as the deletion left it.
    void waitingUndoKeepsWhatItBringsBack()
    {
        const quint64 deletion = append(OperationState::Done);
        remove(1);
        m_now += 20 * Day;
        append(OperationState::Waiting, deletion);
        m_now += 15 * Day;
        work();
        QVERIFY(isKept(1));
        QVERIFY(m_store->operations().load(deletion));
    }
    void oldEntriesAreForgottenWithTheirMessages()
    {
        const quint64 old = append(OperationState::Done);
        m_now += 20 * Day;
        const quint64 recent = append(OperationState::Done);
        m_now += 15 * Day;
        work();
        QVERIFY(!m_store->operations().load(old));
        QVERIFY(m_store->operations().load(recent));
    }
    void bodiesKeepToTheirSize()
    {
        for (quint32 uid = 1; uid <= 100; ++uid) {
            m_store->bodies().put(m_folder, Uid(uid), "1", QByteArray(200, char(uid)));
            m_now += 60'000;
        }
        m_now += CacheJanitor::FreshMs;
        CacheLimits limits;
        limits.bodyBytes = 5000;
        m_janitor->setLimits(limits);
        work();
        QVERIFY(m_store->bodies().totalSize() <= 5000);
        QVERIFY(m_store->bodies().totalSize() > 4700);
        QVERIFY(m_store->bodies().has(m_folder, Uid(100), "1"));
        QVERIFY(!m_store->bodies().has(m_folder, Uid(1), "1"));
    }
    /// Nothing is taken from under the eyes of who is reading it, even where nothing is to be kept.
    void whatIsOnTheScreenStays()
    {
        CacheLimits limits;
        limits.bodyBytes = 0;
        m_janitor->setLimits(limits);
        m_store->bodies().put(m_folder, Uid(1), "1", "text");
        work();
        QVERIFY(m_store->bodies().has(m_folder, Uid(1), "1"));
        m_now += CacheJanitor::FreshMs + 1;
        work();
        QVERIFY(!m_store->bodies().has(m_folder, Uid(1), "1"));
    }
    void bodiesGrowOld()
    {
        CacheLimits limits;
        limits.bodyDays = 10;
        m_janitor->setLimits(limits);
        m_store->bodies().put(m_folder, Uid(1), "1", "text");
        m_now += 9 * Day;
        work();
        QVERIFY(m_store->bodies().get(m_folder, Uid(1), "1")); // somebody looked at it
        m_now += 9 * Day;
        work();
        QVERIFY(m_store->bodies().has(m_folder, Uid(1), "1"));
        m_now += 2 * Day;
        work();
        QVERIFY(!m_store->bodies().has(m_folder, Uid(1), "1"));
    }
    void roomGoesBackToTheDisk()
    {
        const QByteArray noise = randomBytes(100'000);
        for (quint32 uid = 1; uid <= 200; ++uid)
            m_store->bodies().put(m_folder, Uid(uid), "1", noise);
        m_store->checkpoint(1);
        const qint64 before = m_store->usage().total;
        QVERIFY(before > 20'000'000);
        m_now += Day;
        CacheLimits limits;
        limits.bodyBytes = 0;
        m_janitor->setLimits(limits);
        work();
        m_janitor.reset();
        m_store.reset();
        open();
        QVERIFY2(m_store->usage().total < before / 4, qPrintable(QString::number(m_store->usage().total)));
    }
    void goneFoldersAreForgotten()
    {
        store::StoredFolder inbox;
        inbox.name = MailboxName(QStringLiteral("INBOX"));
        m_store->mailboxes().ensureFolder(MailboxName(QStringLiteral("Gone")));
        m_store->mailboxes().saveFolders({inbox});
        m_now += 20 * Day;
        work();
        QVERIFY(m_store->mailboxes().folder(MailboxName(QStringLiteral("Gone"))));
        m_now += 20 * Day;
        work();
        QVERIFY(!m_store->mailboxes().folder(MailboxName(QStringLiteral("Gone"))));
    }
    void worksByItself()
    {
        remove(1);
        m_now += 31 * Day;
        m_janitor->start(0);
        QTRY_VERIFY(!isKept(1));
    }
    /// The log is written back while nobody waits, not by the commit of a click.
    void logIsWrittenBack()
    {
        m_store->checkpoint(1);
        const QString file = m_directory->filePath(QStringLiteral("mail.sqlite"));
        const qint64 before = QFile(file).size();
        for (quint32 uid = 1; uid <= 60; ++uid)
            m_store->bodies().put(m_folder, Uid(uid), "1", randomBytes(60'000));
        QCOMPARE(QFile(file).size(), before);
        QTRY_VERIFY(QFile(file).size() > before + 3'000'000);
        QVERIFY(!m_store->checkpoint(CacheJanitor::LogPages));
    }
    void emptied()
    {
        remove(1);
        m_store->mailboxes().saveSyncState(m_folder, {UidValidity(5), Uid(3), ModSeq(9), 1});
        m_store->bodies().put(m_folder, Uid(1), "", "needed for undo");
        m_store->bodies().put(m_folder, Uid(2), "1", randomBytes(400'000)); // a file
        m_store->operations().append({});
        const quint64 last = append(OperationState::Waiting);
        m_janitor.reset();
        m_store.reset();
        store::Store::empty(m_directory->path(), [this] { return m_now; });
        open();
        QCOMPARE(m_store->report().outcome, store::OpenReport::Outcome::Opened);
        QCOMPARE(m_store->mailboxes().folders().size(), 1);
        QCOMPARE(m_store->mailboxes().syncState(m_folder),
                 (store::FolderSyncState{UidValidity(5), {}, {}, 0}));
        QVERIFY(!isKept(2));
        QVERIFY(isKept(1));
        QCOMPARE(m_store->bodies().get(m_folder, Uid(1), ""), std::optional(QByteArray("needed for undo")));
        QCOMPARE(m_store->operations().waiting().size(), 2);
        QVERIFY(append(OperationState::Waiting) > last);
        QVERIFY(m_store->usage().total < 1'000'000);
        QCOMPARE(m_store->bodies().totalSize(), m_store->usage().bodies);
        QVERIFY(!QFile::exists(m_directory->filePath(QStringLiteral("mail.sqlite.new"))));
        // And goes on as any other.
        m_store->messages().upsert(m_folder, {letter(2)});
        QVERIFY(isKept(2));
    }
    void emptyingWhatIsOpenChangesNothing()
    {
        QVERIFY_EXCEPTION_THROWN(store::Store::empty(m_directory->path()), LocalError);
        QVERIFY(isKept(2));
    }

private:
    void open()
    {
        m_store = store::Store::open(m_directory->path(), [this] { return m_now; });
        m_folder = m_store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
        m_janitor = std::make_unique<CacheJanitor>(m_store.get(), CacheLimits(), [this] { return m_now; });
    }
    void remove(quint32 uid)
    {
        m_store->messages().upsert(m_folder, {letter(uid)});
        m_store->messages().markRemoved(m_folder, UidSet::single(Uid(uid)));
    }
    bool isKept(quint32 uid)
    {
        return m_store->messages().load(m_folder, Uid(uid), store::Include::AlsoRemoved).has_value();
    }
    quint64 append(OperationState state, quint64 undoes = 0)
    {
        LoggedOperation operation;
        operation.kind = "flags";
        operation.state = state;
        operation.undoes = undoes;
        return m_store->operations().append(operation);
    }
    void work()
    {
        while (m_janitor->workNow()) {
        }
    }
    static QByteArray randomBytes(qsizetype size)
    {
        QByteArray bytes(size, Qt::Uninitialized);
        QRandomGenerator random{quint32(size)};
        for (char &octet : bytes)
            octet = char(random.generate());
        return bytes;
    }

    qint64 m_now = 0;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<CacheJanitor> m_janitor;
    FolderId m_folder;
};

QTEST_GUILESS_MAIN(TestCacheJanitor)
#include "tst_cachejanitor.moc"
