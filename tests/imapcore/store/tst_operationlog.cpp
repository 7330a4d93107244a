#include "storecase.h"

#include <QtTest>

using namespace imap;
using namespace imap::store;

class TestOperationLog : public QObject, private StoreCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void entriesComeBack();
    void waitingInOrder();
    void noneIsLeftOut();
    void statesSurviveReopening();
    void lastUndoable();
    void inverseMayComeLater();
    void wishToUndoSurvivesReopening();
    void recentFirst();
    void forgetting();
    void numbersAreNotUsedTwice();
    void unknownEntry();
    void withinATransaction();

private:
    OperationLog &log() { return m_store->operations(); }
    static LoggedOperation operation(const QByteArray &kind, const QByteArray &inverse = "back")
    {
        LoggedOperation made;
        made.kind = kind;
        made.folder = MailboxName(QStringLiteral("Práce"), QByteArrayLiteral("Pr&AOE-ce"));
        made.uidValidity = UidValidity(17);
        made.uids = *UidSet::parse("1:5,9");
        made.payload = QByteArray("\x00\x01 payload", 10);
        made.inverse = inverse;
        return made;
    }
    QList<quint64> waitingIds()
    {
        QList<quint64> ids;
        for (const LoggedOperation &entry : log().waiting())
            ids.append(entry.id);
        return ids;
    }
};

void TestOperationLog::entriesComeBack()
{
    LoggedOperation made = operation("flags");
    made.undoes = 3;
    const quint64 id = log().append(made);
    made.id = id;
    made.created = QDateTime::fromMSecsSinceEpoch(m_now, Qt::UTC);
    const auto back = log().load(id);
    QVERIFY(back);
    QCOMPARE(*back, made);
    QCOMPARE(back->folder.wireBytes(), made.folder.wireBytes());
    QVERIFY(!log().load(id + 1));
}

void TestOperationLog::waitingInOrder()
{
    const quint64 a = log().append(operation("a"));
    const quint64 b = log().append(operation("b"));
    const quint64 c = log().append(operation("c"));
    log().setState(b, OperationState::Running);
    QCOMPARE(waitingIds(), (QList<quint64>{a, c}));
    log().setState(b, OperationState::Waiting); // the connection broke before it was sent
    QCOMPARE(waitingIds(), (QList<quint64>{a, b, c}));
}

// Weeks without a connection.
void TestOperationLog::noneIsLeftOut()
{
    auto transaction = m_store->transaction(Durability::Power);
    for (int i = 0; i < 1001; ++i) {
        log().append(operation("waits"));
        log().setState(log().append(operation("runs")), OperationState::Running);
    }
    transaction.commit();
    QCOMPARE(log().waiting().size(), 1001);
    QCOMPARE(log().interrupted().size(), 1001);
}

void TestOperationLog::statesSurviveReopening()
{
    const quint64 a = log().append(operation("a"));
    const quint64 b = log().append(operation("b"));
    const quint64 c = log().append(operation("c"));
    log().setState(a, OperationState::Running);
    log().setState(b, OperationState::Failed, QStringLiteral("Odmítnuto: no such mailbox"));
    reopen();
    QCOMPARE(waitingIds(), QList<quint64>{c});
    QCOMPARE(log().interrupted().size(), 1);
    QCOMPARE(log().interrupted().first().id, a);
    QCOMPARE(log().load(b)->error, QStringLiteral("Odmítnuto: no such mailbox"));
}

void TestOperationLog::lastUndoable()
{
    QVERIFY(!log().lastUndoable());
    const quint64 a = log().append(operation("a"));
    const quint64 b = log().append(operation("b"));
    log().append(operation("expunge", {})); // nothing takes that back
    const quint64 refused = log().append(operation("d"));
    log().setState(refused, OperationState::Failed);
    log().setState(a, OperationState::Done);
    QCOMPARE(log().lastUndoable()->id, b);

    LoggedOperation undo = operation("b back");
    undo.undoes = b;
    log().append(undo);
    log().setState(b, OperationState::Undone);
    QCOMPARE(log().lastUndoable()->id, a);
}

void TestOperationLog::inverseMayComeLater()
{
    const quint64 id = log().append(operation("move", {}));
    QVERIFY(!log().lastUndoable());
    log().setInverse(id, "new uids: 77");
    QCOMPARE(log().lastUndoable()->inverse, QByteArray("new uids: 77"));
}

void TestOperationLog::wishToUndoSurvivesReopening()
{
    const quint64 id = log().append(operation("move"));
    log().setUndoWanted(id, true);
    reopen();
    QVERIFY(log().waiting().first().undoWanted);
    log().setUndoWanted(id, false);
    QVERIFY(!log().load(id)->undoWanted);
    QVERIFY_EXCEPTION_THROWN(log().setUndoWanted(id + 1, true), LocalError);
}

void TestOperationLog::recentFirst()
{
    for (int i = 0; i < 5; ++i)
        log().append(operation(QByteArray::number(i)));
    const auto list = log().recent(2);
    QCOMPARE(list.size(), 2);
    QCOMPARE(list[0].kind, QByteArray("4"));
    QCOMPARE(list[1].kind, QByteArray("3"));
}

void TestOperationLog::forgetting()
{
    const quint64 done = log().append(operation("a"));
    const quint64 waiting = log().append(operation("b"));
    log().setState(done, OperationState::Done);
    m_now += 1000;
    const quint64 later = log().append(operation("c"));
    log().setState(later, OperationState::Done);
    QCOMPARE(log().forgetBefore(QDateTime::fromMSecsSinceEpoch(m_now)), 1);
    QVERIFY(!log().load(done));
    QVERIFY(log().load(waiting)); // a change that was not sent is never forgotten
    QVERIFY(log().load(later));
}

void TestOperationLog::numbersAreNotUsedTwice()
{
    const quint64 first = log().append(operation("a"));
    log().setState(first, OperationState::Done);
    log().forgetBefore(QDateTime::fromMSecsSinceEpoch(m_now + 1));
    reopen();
    QVERIFY(log().append(operation("b")) > first);
}

void TestOperationLog::unknownEntry()
{
    QVERIFY_EXCEPTION_THROWN(log().setState(12, OperationState::Done), LocalError);
    QVERIFY_EXCEPTION_THROWN(log().setInverse(12, "x"), LocalError);
}

void TestOperationLog::withinATransaction()
{
    // The journal entry and the local half of a change: both or neither.
    {
        const Transaction transaction = m_store->transaction(Durability::Power);
        log().append(operation("a"));
    }
    QVERIFY(log().waiting().isEmpty());
    Transaction transaction = m_store->transaction(Durability::Power);
    log().append(operation("a"));
    transaction.commit();
    reopen();
    QCOMPARE(log().waiting().size(), 1);
}

QTEST_APPLESS_MAIN(TestOperationLog)
#include "tst_operationlog.moc"
