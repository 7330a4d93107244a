#include "store/sqlite.h"

#include <QTemporaryDir>
#include <QtTest>
#include <sqlite3.h>

using namespace imap::sqlite;

class TestSqlite : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_database = std::make_unique<Database>(path(), Database::Mode::ReadWrite);
        m_database->enableWal();
        m_database->execute("CREATE TABLE t (a INTEGER, b TEXT, c BLOB)");
    }
    void cleanup()
    {
        m_database.reset();
        m_directory.reset();
    }

    void valuesComeBackAsTheyWere();
    void textMayHoldNul();
    void nullIsNotEmpty();
    void statementsAreKept();
    void twoOfOneTextMayRun();
    void transactionsRollBack();
    void savepointsRollBackAlone();
    void powerSafeTransactionEnds();
    void lockedOut();
    void readOnlyRefusesWrites();
    void unwritablePlace();
    void brokenStatement();

private:
    QString path() const { return m_directory->filePath(QStringLiteral("x.sqlite")); }
    qint64 rows() { return m_database->number("SELECT count(*) FROM t"); }
    void insert(int a) { m_database->prepare("INSERT INTO t (a) VALUES (?)").bind(1, a).run(); }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Database> m_database;
};

void TestSqlite::valuesComeBackAsTheyWere()
{
    const QString text = QStringLiteral("Příklad \U0001F4E8");
    const QByteArray bytes("\0\xff\x80 x", 5);
    auto insert = m_database->prepare("INSERT INTO t (a, b, c) VALUES (?, ?, ?)");
    insert.bind(1, std::numeric_limits<quint64>::max()).bind(2, text).bind(3, bytes).run();
    auto row = m_database->prepare("SELECT a, b, c FROM t");
    QVERIFY(row.step());
    QCOMPARE(quint64(row.number(0)), std::numeric_limits<quint64>::max());
    QCOMPARE(row.text(1), text);
    QCOMPARE(row.blob(2), bytes);
    QVERIFY(!row.step());
}

void TestSqlite::textMayHoldNul()
{
    const QString text = QStringLiteral("a") + QChar(u'\0') + QStringLiteral("b");
    m_database->prepare("INSERT INTO t (b) VALUES (?)").bind(1, text).run();
    auto row = m_database->prepare("SELECT b FROM t");
    QVERIFY(row.step());
    QCOMPARE(row.text(0), text);
}

void TestSqlite::nullIsNotEmpty()
{
    auto insert = m_database->prepare("INSERT INTO t (a, b, c) VALUES (?, ?, ?)");
    insert.bind(1, std::optional<quint32>()).bind(2, QString()).bind(3, QByteArray()).run();
    auto row = m_database->prepare("SELECT a, b, c FROM t");
    QVERIFY(row.step());
    QVERIFY(row.isNull(0));
    QVERIFY(!row.isNull(1));
    QVERIFY(!row.isNull(2));
    QVERIFY(row.view(2).isEmpty());
}

void TestSqlite::statementsAreKept()
{
    for (int i = 0; i < 3; ++i)
        insert(i);
    QCOMPARE(rows(), 3);
    // Parameters of the use before do not leak into the next.
    m_database->prepare("INSERT INTO t (a) VALUES (?)").run();
    QCOMPARE(m_database->number("SELECT count(*) FROM t WHERE a IS NULL"), 1);
}

void TestSqlite::twoOfOneTextMayRun()
{
    insert(1);
    insert(2);
    int pairs = 0;
    auto outer = m_database->prepare("SELECT a FROM t");
    while (outer.step()) {
        auto inner = m_database->prepare("SELECT a FROM t");
        while (inner.step())
            ++pairs;
    }
    QCOMPARE(pairs, 4);
}

void TestSqlite::transactionsRollBack()
{
    {
        Transaction transaction(*m_database);
        insert(1);
        QVERIFY(m_database->inTransaction());
    }
    QCOMPARE(rows(), 0);
    Transaction transaction(*m_database);
    insert(1);
    Transaction moved(std::move(transaction));
    moved.commit();
    QVERIFY(!m_database->inTransaction());
    QCOMPARE(rows(), 1);
}

void TestSqlite::savepointsRollBackAlone()
{
    Transaction outer(*m_database);
    insert(1);
    {
        Transaction inner(*m_database);
        insert(2);
        Transaction innermost(*m_database);
        insert(3);
        innermost.commit();
    }
    {
        Transaction inner(*m_database);
        insert(4);
        inner.commit();
    }
    outer.commit();
    QCOMPARE(m_database->number("SELECT sum(a) FROM t"), 5);
}

void TestSqlite::powerSafeTransactionEnds()
{
    const qint64 normal = m_database->number("PRAGMA synchronous");
    {
        Transaction transaction(*m_database, Durability::Power);
        QVERIFY(m_database->number("PRAGMA synchronous") > normal);
        insert(1);
        transaction.commit();
    }
    QCOMPARE(m_database->number("PRAGMA synchronous"), normal);
}

void TestSqlite::lockedOut()
{
    // Two programs replaying one journal would do everything twice.
    try {
        Database second(path(), Database::Mode::ReadWrite);
        second.number("SELECT count(*) FROM t");
        QFAIL("opened twice");
    } catch (const SqliteError &error) {
        QCOMPARE(error.code(), SQLITE_BUSY);
        QVERIFY(error.message().contains(QStringLiteral("in use")));
        QVERIFY(!error.isDamage());
    }
}

void TestSqlite::readOnlyRefusesWrites()
{
    m_database.reset();
    Database reader(path(), Database::Mode::ReadOnly);
    QCOMPARE(reader.number("SELECT count(*) FROM t"), 0);
    QVERIFY_EXCEPTION_THROWN(reader.execute("INSERT INTO t (a) VALUES (1)"), imap::LocalError);
}

void TestSqlite::unwritablePlace()
{
    QVERIFY_EXCEPTION_THROWN(Database(QStringLiteral("/proc/no/such/x.sqlite"), Database::Mode::ReadWrite),
                             imap::LocalError);
}

void TestSqlite::brokenStatement()
{
    QVERIFY_EXCEPTION_THROWN(m_database->prepare("SELECT nothing FROM nowhere"), SqliteError);
    QVERIFY_EXCEPTION_THROWN(m_database->prepare("SELECT 1").bind(7, 1), SqliteError);
    QVERIFY(!m_database->isDamaged());
}

QTEST_APPLESS_MAIN(TestSqlite)
#include "tst_sqlite.moc"
