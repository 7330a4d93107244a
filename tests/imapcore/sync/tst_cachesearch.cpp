#include "sync/cachesearcher.h"
#include "sync/searchindexer.h"

#include <QTemporaryDir>
#include <QtTest>
#include <sqlite3.h>

using namespace imap;
using store::FolderId;

namespace
{

/// A message says what it is in its subject; its body is section "1".
MessageSummary letter(quint32 uid, const QByteArray &subject, qint64 time)
{
    MessageSummary message;
    message.uid = Uid(uid);
    message.envelope.subject = subject;
    message.internalDate = QDateTime::fromSecsSinceEpoch(time, Qt::UTC);
    message.structure = BodyStructure();
    message.structure->type = "text";
    message.structure->subtype = "plain";
    return message;
}

TextExtractor plainExtractor()
{
    return {[](const BodyStructure &) { return QList<QByteArray>{"1"}; },
            [](const MessageSummary &summary, const MessageBody &body) {
                return SearchText{QString::fromUtf8(*summary.envelope.subject),
                                  {},
                                  {},
                                  QString::fromUtf8(body.sections.value("1"))};
            }};
}

QString operator""_L(const char *text, size_t size)
{
    return QString::fromUtf8(text, qsizetype(size));
}

/// Writes nonsense over what the index keeps, as a failing disk would.
bool damageIndex(const QString &file)
{
    sqlite3 *raw = nullptr;
    const bool done =
        sqlite3_open(file.toUtf8().constData(), &raw) == SQLITE_OK &&
        sqlite3_exec(raw, "UPDATE search_data SET block = randomblob(length(block)) WHERE id > 10", nullptr,
                     nullptr, nullptr) == SQLITE_OK;
    sqlite3_close(raw);
    return done;
}

} // namespace

/// From what is stored to what a search in the cache answers.
class TestCacheSearch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_store = store::Store::open(m_directory->path());
        m_inbox = m_store->mailboxes().ensureFolder(inbox);
        m_archive = m_store->mailboxes().ensureFolder(archive);
        m_indexer = std::make_unique<SearchIndexer>(m_store.get(), plainExtractor());
        m_searcher = std::make_unique<CacheSearcher>(m_store.get());
    }
    void cleanup()
    {
        m_searcher.reset();
        m_indexer.reset();
        m_store.reset();
        m_directory.reset();
    }

    void indexesByItself()
    {
        add(m_inbox, {letter(1, "hello", 100)});
        m_store->bodies().put(m_inbox, Uid(1), "1", "the whole text");
        m_indexer->start(0);
        QTRY_COMPARE(m_store->search().waiting(), 0U);
        const CacheHits hits = search({{}, QStringLiteral("whole")});
        QCOMPARE(hits.hits.size(), 1);
        QCOMPARE(hits.hits[0].folder, inbox);
        QCOMPARE(hits.hits[0].message->uid, Uid(1));
        QCOMPARE(hits.hits[0].snippet, QStringLiteral("the whole text"));
        QCOMPARE(hits.hits[0].marks, (QList<TextSpan>{{4, 5}}));
        QVERIFY(hits.next.isEmpty());
    }
    /// What an indexing run looks at does not count as read by a person: the limit of the cache goes by that.
    void indexingIsNoUse()
    {
        qint64 now = 1'000'000'000;
        m_store.reset();
        m_store = store::Store::open(m_directory->filePath(QStringLiteral("other")), [&] { return now; });
        m_indexer = std::make_unique<SearchIndexer>(m_store.get(), plainExtractor());
        m_searcher.reset();
        const FolderId folder = m_store->mailboxes().ensureFolder(inbox);
        add(folder, {letter(1, "old", 1), letter(2, "new", 2)});
        m_store->bodies().put(folder, Uid(2), "1", QByteArray(100, 'b'));
        now += 3'600'000;
        m_store->bodies().put(folder, Uid(1), "1", QByteArray(100, 'a'));
        now += 3'600'000;
        while (m_indexer->workNow()) {
        }
        m_store->bodies().evictUnusedSince(QDateTime::fromMSecsSinceEpoch(now, Qt::UTC), 100, 100);
        QVERIFY(m_store->bodies().has(folder, Uid(1), "1"));
        QVERIFY(!m_store->bodies().has(folder, Uid(2), "1"));
    }
    void clicksHoldItBack()
    {
        add(m_inbox, {letter(1, "hello", 100)});
        m_indexer->start(0);
        m_indexer->holdBack();
        QCoreApplication::processEvents();
        QCOMPARE(m_store->search().waiting(), 1U);
        QTRY_COMPARE(m_store->search().waiting(), 0U);
    }
    void allFoldersByTime()
    {
        // Old mail was moved into the archive last: its UIDs are the highest, and it is still old.
        add(m_inbox, {letter(1, "red first", 100), letter(2, "red third", 300)});
        add(m_archive, {letter(7, "red second", 200), letter(8, "red oldest", 50), letter(9, "blue", 400)});
        indexAll();
        const CacheHits hits = search({{}, QStringLiteral("red")});
        QCOMPARE(subjects(hits), (QStringList{"red third"_L, "red second"_L, "red first"_L, "red oldest"_L}));
        QCOMPARE(hits.hits[1].folder, archive);
        QCOMPARE(subjects(search({inbox, QStringLiteral("red")})),
                 (QStringList{"red third"_L, "red first"_L}));
    }
    /// Its owner moved it away, and the server does not know yet.
    void hiddenMessages()
    {
        add(m_inbox, {letter(1, "red first", 100), letter(2, "red second", 200)});
        indexAll();
        m_searcher->setHidden(
            [](const MailboxName &folder) { return folder == inbox ? UidSet::single(Uid(2)) : UidSet(); });
        QCOMPARE(subjects(search({{}, QStringLiteral("red")})), QStringList{"red first"_L});
        QCOMPARE(subjects(search({inbox, QStringLiteral("red")})), QStringList{"red first"_L});
    }
    /// Who finds nothing is told whether there was everything to look at.
    void howMuchIsKept()
    {
        store::StoredFolder listed;
        listed.name = inbox;
        listed.total = 2;
        store::StoredFolder empty;
        empty.name = archive;
        empty.total = 0;
        m_store->mailboxes().saveFolders({listed, empty});
        const auto kept = [this] { return search({inbox, QStringLiteral("red")}).kept; };
        add(m_inbox, {letter(1, "red", 100)});
        QCOMPARE(kept(), Kept::Part);
        QCOMPARE(search({archive, QStringLiteral("red")}).kept, Kept::Everything);
        store::FillState state;
        state.rows = UidSet::range(Uid(1), Uid(9));
        state.doneAt = 2;
        m_store->fills().save(m_inbox, state);
        QCOMPARE(kept(), Kept::Headers);
        state.bodies = state.rows;
        m_store->fills().save(m_inbox, state);
        QCOMPARE(kept(), Kept::Everything);
        QCOMPARE(search({{}, QStringLiteral("red")}).kept, Kept::Everything);
        // One more has come since.
        store::FolderSyncState sync;
        sync.uidNext = Uid(11);
        m_store->mailboxes().saveSyncState(m_inbox, sync);
        QCOMPARE(kept(), Kept::Part);
    }
    void pages_data()
    {
        QTest::addColumn<bool>("all");
        QTest::newRow("in one folder") << false;
        QTest::newRow("in all folders") << true;
    }
    void pages()
    {
        QFETCH(bool, all);
        // Equal times, too: no hit may be lost or told twice between two pages.
        for (quint32 uid = 1; uid <= 25; ++uid) {
            add(m_inbox, {letter(uid, "word " + QByteArray::number(uid), 100 + uid / 10)});
            if (all)
                add(m_archive, {letter(uid, "word a" + QByteArray::number(uid), 100 + uid / 7)});
        }
        indexAll();
        CacheSearch wanted{all ? std::nullopt : std::optional(inbox), QStringLiteral("word"), 7, {}};
        QStringList found;
        qint64 time = std::numeric_limits<qint64>::max();
        for (int page = 0; page < 20; ++page) {
            const CacheHits hits = search(wanted);
            QVERIFY(hits.hits.size() <= 7);
            for (const CacheHit &hit : hits.hits) {
                QVERIFY(hit.message->internalDate.toSecsSinceEpoch() <= time);
                time = hit.message->internalDate.toSecsSinceEpoch();
            }
            found += subjects(hits);
            wanted.after = hits.next;
            if (hits.next.isEmpty())
                break;
        }
        QCOMPARE(found.size(), all ? 50 : 25);
        QCOMPARE(QSet<QString>(found.begin(), found.end()).size(), found.size());
    }
    void nothingToFind()
    {
        add(m_inbox, {letter(1, "word", 1)});
        indexAll();
        QVERIFY(search({{}, QStringLiteral("\"* - \"")}).hits.isEmpty());
        QVERIFY(search({{}, QString()}).hits.isEmpty());
        QVERIFY(search({MailboxName(QStringLiteral("Nowhere")), QStringLiteral("word")}).hits.isEmpty());
        CacheSearch odd{{}, QStringLiteral("word"), -5, "no place"};
        QCOMPARE(search(odd).hits.size(), 1);
    }
    void tellsWhatIsNotIndexedYet()
    {
        add(m_inbox, {letter(1, "word", 1), letter(2, "word", 2)});
        QCOMPARE(search({{}, QStringLiteral("word")}).notIndexed, 2U);
    }
    void manySearchesAtOnce()
    {
        add(m_inbox, {letter(1, "red", 1), letter(2, "blue", 2)});
        indexAll();
        QStringList answers;
        for (const char *word : {"red", "blue", "red"}) {
            m_searcher->search(
                {{}, QLatin1String(word)}, [&](const CacheHits &hits) { answers += subjects(hits); },
                [](const std::exception_ptr &) {});
        }
        QTRY_COMPARE(answers, (QStringList{"red"_L, "blue"_L, "red"_L}));
    }
    /// The index is damaged: it is made again, by itself, and nothing else suffers.
    void damagedIndexIsMadeAgain()
    {
        for (quint32 uid = 1; uid <= 200; ++uid)
            add(m_inbox, {letter(uid, "word number " + QByteArray::number(uid), uid)});
        indexAll();
        m_searcher.reset();
        m_indexer.reset();
        m_store.reset();
        QVERIFY(damageIndex(m_directory->filePath(QStringLiteral("mail.sqlite"))));
        m_store = store::Store::open(m_directory->path());
        QCOMPARE(m_store->report().outcome, store::OpenReport::Outcome::Opened);
        m_indexer = std::make_unique<SearchIndexer>(m_store.get(), plainExtractor());
        m_searcher = std::make_unique<CacheSearcher>(m_store.get());
        QVERIFY_EXCEPTION_THROWN(search({{}, QStringLiteral("word")}), LocalError);
        m_indexer->start(0);
        QTRY_COMPARE(m_store->search().waiting(), 0U);
        QCOMPARE(search({{}, QStringLiteral("word")}).hits.size(), 50);
        m_store.reset();
        m_store = store::Store::open(m_directory->path());
        QCOMPARE(m_store->report().outcome, store::OpenReport::Outcome::Opened);
        m_searcher = std::make_unique<CacheSearcher>(m_store.get());
    }

private:
    static inline const MailboxName inbox{QStringLiteral("INBOX")};
    static inline const MailboxName archive{QStringLiteral("Archive")};

    void add(FolderId folder, const QList<MessageSummary> &messages)
    {
        m_store->messages().upsert(folder, messages);
    }
    void indexAll()
    {
        while (m_indexer->workNow()) {
        }
    }
    CacheHits search(const CacheSearch &wanted)
    {
        std::optional<CacheHits> answer;
        std::exception_ptr failure;
        m_searcher->search(
            wanted, [&](CacheHits hits) { answer = std::move(hits); },
            [&](const std::exception_ptr &error) { failure = error; });
        while (!answer && !failure)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (failure)
            std::rethrow_exception(failure);
        return *answer;
    }
    static QStringList subjects(const CacheHits &hits)
    {
        QStringList list;
        for (const CacheHit &hit : hits.hits)
            list.append(QString::fromUtf8(*hit.message->envelope.subject));
        return list;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<SearchIndexer> m_indexer;
    std::unique_ptr<CacheSearcher> m_searcher;
    FolderId m_inbox;
    FolderId m_archive;
};

QTEST_GUILESS_MAIN(TestCacheSearch)
#include "tst_cachesearch.moc"
