#include "samples.h"
#include "store/searchwords.h"
#include "store/store.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace imap;
using namespace imap::store;

class TestSearchIndex : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        open();
        m_inbox = m_store->mailboxes().ensureFolder(MailboxName(QStringLiteral("INBOX")));
        m_other = m_store->mailboxes().ensureFolder(MailboxName(QStringLiteral("Other")));
        m_store->mailboxes().saveSyncState(m_inbox, {UidValidity(1), Uid(1), {}, 0});
    }
    void cleanup()
    {
        m_store.reset();
        m_directory.reset();
    }

    void newestOfTheOpenFolderFirst();
    void survivesRestart();
    void bodiesComeBehind();
    void bodyStaysWhenItsSectionsGo();
    void strayEntriesLeaveTheQueue();
    void findsWhatPeopleType_data();
    void findsWhatPeopleType();
    void everyTypedTextIsSafe();
    void removedAreHiddenAndPurgedAreGone();
    void changedTextLeavesNothingBehind();
    void halfCharactersAreForgottenToo();
    void otherUidValidity();
    void goneFolder();
    void pages();
    void startAnew();
    void bodyTotal();

private:
    void open()
    {
        m_store = Store::open(m_directory->path(), [this] { return m_now; });
    }
    void add(FolderId folder, quint32 first, quint32 last)
    {
        QList<MessageSummary> list;
        for (quint32 uid = first; uid <= last; ++uid)
            list.append(samples::message(uid));
        m_store->messages().upsert(folder, list);
    }
    /// Gives every waiting message the same text.
    void indexAll(const SearchText &text)
    {
        const auto waiting = m_store->search().next({}, 10'000);
        for (const UnindexedMessage &message : waiting)
            m_store->search().put(message.key, text);
    }
    void addWith(FolderId folder, quint32 uid, const SearchText &text)
    {
        add(folder, uid, uid);
        indexAll(text);
    }
    QList<quint32> find(const QString &typed, std::optional<FolderId> folder = {})
    {
        QList<quint32> uids;
        const auto keys = m_store->search().find(matchExpression(typed), folder, 0, 1000);
        for (const MessageKey key : keys)
            uids.append(m_store->search().locate(key)->uid.value);
        return uids;
    }
    qint64 indexRows() const
    {
        sqlite::Database database(m_directory->filePath(QStringLiteral("mail.sqlite")),
                                  sqlite::Database::Mode::ReadOnly);
        return database.number("SELECT count(*) FROM search_texts");
    }

    qint64 m_now = 1'700'000'000'000;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;
    FolderId m_inbox;
    FolderId m_other;
};

void TestSearchIndex::newestOfTheOpenFolderFirst()
{
    add(m_inbox, 1, 5);
    add(m_other, 1, 3);
    const auto some = m_store->search().next(m_inbox, 2);
    QCOMPARE(some.size(), 2);
    QCOMPARE(some[0].folder, m_inbox);
    QCOMPARE(some[0].uid, Uid(5));
    QCOMPARE(some[1].uid, Uid(4));
    QCOMPARE(m_store->search().waiting(), 8U);
    // What is done does not come again; when the folder is done, others follow.
    const auto rest = m_store->search().next(m_inbox, 100);
    for (const auto &message : rest)
        m_store->search().put(message.key, {});
    QCOMPARE(m_store->search().next(m_inbox, 1).first().folder, m_other);
}

void TestSearchIndex::survivesRestart()
{
    add(m_inbox, 1, 3);
    m_store->search().put(m_store->search().next({}, 1).first().key, {QStringLiteral("kept"), {}, {}, {}});
    m_store.reset();
    open();
    QCOMPARE(m_store->search().waiting(), 2U);
    QCOMPARE(find(QStringLiteral("kept")), QList<quint32>{3});
}

void TestSearchIndex::bodiesComeBehind()
{
    addWith(m_inbox, 1, {QStringLiteral("subject"), {}, {}, {}});
    QCOMPARE(m_store->search().waiting(), 0U);
    m_store->bodies().put(m_inbox, Uid(1), "1", "text");
    const auto again = m_store->search().next({}, 10);
    QCOMPARE(again.size(), 1);
    m_store->search().put(again[0].key, {QStringLiteral("subject"), {}, {}, QStringLiteral("whole text")});
    QCOMPARE(find(QStringLiteral("whole subject")), QList<quint32>{1});
}

void TestSearchIndex::bodyStaysWhenItsSectionsGo()
{
    // The limit of the cache takes the body away; some other section comes later.
    addWith(m_inbox, 1, {QStringLiteral("subject"), {}, {}, QStringLiteral("whole text")});
    m_store->bodies().put(m_inbox, Uid(1), "2", "x");
    indexAll({QStringLiteral("subject"), {}, {}, {}});
    QCOMPARE(find(QStringLiteral("whole")), QList<quint32>{1});
}

void TestSearchIndex::strayEntriesLeaveTheQueue()
{
    // A body without a summary, and messages under a UIDVALIDITY that is no more.
    m_store->bodies().put(m_inbox, Uid(9), "1", "text");
    add(m_other, 1, 3);
    m_store->messages().dropFolderContents(m_other);
    QVERIFY(m_store->search().next(m_inbox, 10).isEmpty());
    QCOMPARE(m_store->search().waiting(), 0U);
}

void TestSearchIndex::findsWhatPeopleType_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *typed, bool found) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << found;
    };
    row("příklad", true);
    row("PRIKLAD", true);
    row("prik", true);
    row("iklad", false);
    row("alice@example.org", true);
    row("alice", true);
    row("example.org", true);
    row("plan.pdf", true);
    row("strasse", true);
    row("Straße", true);
    row("京都", true);
    row("東京都", true);
    row("都東", false);
    row("会議", true);
    row("กิน", true);
    row("กาน", false);
    row("안녕", true);
    row("한국어", false);
    row("😀", true);
    row("😁", false);
    row("\"quick fox\"", true);
    row("\"fox quick\"", false);
    row("fox quick", true);
    row("fox missing", false);
    row("qui fo", false); // two letters are a word, not a beginning
    row("qui fox", true);
    row("\"qui\"", false); // in quotes as it stands
    row("e-mail", true);
    row("email", false);
    row("кириллица", true);
    row("КИРИЛ", true);
    row("Ελληνικά", true);
    row("ελληνικα", true);
    row("كتب", true);
    row("42", true);
    row("", false);
}

void TestSearchIndex::findsWhatPeopleType()
{
    QFETCH(QString, typed);
    QFETCH(bool, found);
    addWith(m_inbox, 7,
            {QString::fromUtf8("Příklad 東京都"), QStringLiteral("Alice Example\nalice@example.org"),
             QStringLiteral("plan.pdf"),
             QString::fromUtf8("A quick fox, Straße 42. 会議 กิน ข้าว 안녕하세요 😀 e-mail "
                               "Кириллица ΕΛΛΗΝΙΚΆ كَتَبَ")});
    QCOMPARE(find(typed), found ? QList<quint32>{7} : QList<quint32>());
    QCOMPARE(find(typed, m_inbox), found ? QList<quint32>{7} : QList<quint32>());
    QVERIFY(find(typed, m_other).isEmpty());
}

void TestSearchIndex::everyTypedTextIsSafe()
{
    addWith(m_inbox, 1, {QStringLiteral("word"), {}, {}, {}});
    const char *pieces[] = {
        "\"", "*", "(",        ")",  "AND ", "OR ",          "NOT ", "NEAR(", "-",   "^",  ":",  "{",
        "}",  "+", ",",        "'",  ";",    "--",           "/*",   "%",     "\\",  "\n", "\t", "word",
        " ",  "é", "subject:", "東", "😀",    "\xEF\xBF\xBE", "[",    "]",     "\"*", "..."};
    quint32 seed = 12345;
    for (int round = 0; round < 3000; ++round) {
        QString typed;
        for (int i = 0; i < 8; ++i) {
            seed = seed * 1664525 + 1013904223;
            typed += QString::fromUtf8(pieces[(seed >> 16) % std::size(pieces)]);
        }
        find(typed); // throws where SQLite finds an error of syntax
    }
    find(QString(QChar(0xD800)) + QStringLiteral("x"));
    QCOMPARE(find(QStringLiteral("word")), QList<quint32>{1});
}

void TestSearchIndex::removedAreHiddenAndPurgedAreGone()
{
    add(m_inbox, 1, 4);
    indexAll({QStringLiteral("same words"), {}, {}, QStringLiteral("body")});
    m_store->messages().markRemoved(m_inbox, UidSet::single(Uid(3)));
    QCOMPARE(find(QStringLiteral("same")), (QList<quint32>{4, 2, 1}));
    // Undone: the entry is still there.
    m_store->messages().upsert(m_inbox, {samples::message(3)});
    QCOMPARE(find(QStringLiteral("same")), (QList<quint32>{4, 3, 2, 1}));
    m_store->messages().markRemoved(m_inbox, UidSet::single(Uid(3)));
    m_now += 1000;
    QCOMPARE(m_store->messages().purgeRemovedBefore(QDateTime::fromMSecsSinceEpoch(m_now, Qt::UTC)), 1);
    m_store.reset();
    QCOMPARE(indexRows(), 3);
    sqlite::Database database(m_directory->filePath(QStringLiteral("mail.sqlite")),
                              sqlite::Database::Mode::ReadWrite);
    QCOMPARE(database.number("SELECT count(*) FROM search WHERE search MATCH 'same'"), 3);
    database.execute("INSERT INTO search (search) VALUES ('integrity-check')");
}

void TestSearchIndex::changedTextLeavesNothingBehind()
{
    addWith(m_inbox, 1, {QStringLiteral("before"), {}, {}, {}});
    const MessageKey key = m_store->search().find("\"before\"", {}, 0, 1).first();
    m_store->search().put(key, {QStringLiteral("after"), {}, {}, {}});
    QVERIFY(find(QStringLiteral("before")).isEmpty());
    QCOMPARE(find(QStringLiteral("after")), QList<quint32>{1});
    QCOMPARE(m_store->search().text(key), std::optional(SearchText{QStringLiteral("after"), {}, {}, {}}));
}

void TestSearchIndex::halfCharactersAreForgottenToo()
{
    // A text that is cut in the middle of a character must be taken out of the index as it was put in.
    const QString half = QStringLiteral("word") + QChar(0xD83D);
    addWith(m_inbox, 1, {half, {}, {}, QString(SearchIndex::MaxBody - 1, u'x') + QString::fromUtf8("😀")});
    m_store->messages().markRemoved(m_inbox, UidSet::single(Uid(1)));
    m_store->messages().purgeRemovedBefore(QDateTime::fromMSecsSinceEpoch(m_now + 1, Qt::UTC));
    m_store.reset();
    sqlite::Database database(m_directory->filePath(QStringLiteral("mail.sqlite")),
                              sqlite::Database::Mode::ReadWrite);
    for (const char *word : {"word", "x*"}) {
        auto rows = database.prepare("SELECT count(*) FROM search WHERE search MATCH ?");
        QVERIFY(rows.bind(1, QString::fromLatin1(word)).step());
        QCOMPARE(rows.number(0), 0);
    }
}

void TestSearchIndex::otherUidValidity()
{
    addWith(m_inbox, 1, {QStringLiteral("old"), {}, {}, {}});
    m_store->mailboxes().saveSyncState(m_inbox, {UidValidity(2), Uid(2), {}, 1});
    QVERIFY(find(QStringLiteral("old")).isEmpty());
    QVERIFY(find(QStringLiteral("old"), m_inbox).isEmpty());
    addWith(m_inbox, 1, {QStringLiteral("new"), {}, {}, {}});
    QCOMPARE(find(QStringLiteral("new"), m_inbox), QList<quint32>{1});
}

void TestSearchIndex::goneFolder()
{
    addWith(m_other, 1, {QStringLiteral("word"), {}, {}, {}});
    StoredFolder inbox;
    inbox.name = MailboxName(QStringLiteral("INBOX"));
    m_store->mailboxes().saveFolders({inbox});
    QVERIFY(find(QStringLiteral("word")).isEmpty());
}

void TestSearchIndex::pages()
{
    add(m_inbox, 1, 10);
    indexAll({QStringLiteral("word"), {}, {}, {}});
    const auto first = m_store->search().find("\"word\"", m_inbox, 0, 4);
    QCOMPARE(first.size(), 4);
    QCOMPARE(m_store->search().locate(first.last())->uid, Uid(7));
    const auto second = m_store->search().find("\"word\"", m_inbox, first.last(), 100);
    QCOMPARE(second.size(), 6);
    QCOMPARE(m_store->search().locate(second.first())->uid, Uid(6));
}

void TestSearchIndex::startAnew()
{
    add(m_inbox, 1, 3);
    indexAll({QStringLiteral("word"), {}, {}, {}});
    m_store->search().startAnew();
    QVERIFY(find(QStringLiteral("word")).isEmpty());
    QCOMPARE(m_store->search().waiting(), 3U);
    indexAll({QStringLiteral("word"), {}, {}, {}});
    QCOMPARE(find(QStringLiteral("word")), (QList<quint32>{3, 2, 1}));
}

void TestSearchIndex::bodyTotal()
{
    // Kept by the database itself, so that asking costs nothing; it must be what a sum would give.
    const auto check = [this] {
        m_store.reset();
        sqlite::Database database(m_directory->filePath(QStringLiteral("mail.sqlite")),
                                  sqlite::Database::Mode::ReadWrite);
        QCOMPARE(database.number("SELECT stored FROM body_total"),
                 database.number("SELECT coalesce(sum(stored), 0) FROM bodies"));
    };
    for (quint32 uid = 1; uid <= 5; ++uid)
        m_store->bodies().put(m_inbox, Uid(uid), "1", QByteArray(int(uid) * 100, 'x'));
    m_store->bodies().put(m_inbox, Uid(2), "1", QByteArray("shorter"));
    QVERIFY(m_store->bodies().totalSize() > 0);
    check();
    open();
    m_store->bodies().evictUnusedSince(QDateTime::fromMSecsSinceEpoch(m_now + 1, Qt::UTC), 100, 300);
    QVERIFY(m_store->bodies().totalSize() <= 300);
    check();
}

QTEST_APPLESS_MAIN(TestSearchIndex)
#include "tst_searchindex.moc"
