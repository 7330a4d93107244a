#include "support/fakeaccount.h"
#include "ui/mainwindow/operations.h"

#include <QSignalSpy>
#include <QtTest>

using test::FakeAccount;
using ui::Operations;

static const imap::MailboxName inbox{QStringLiteral("INBOX")};

class TestOperations : public QObject
{
    Q_OBJECT
    std::unique_ptr<FakeAccount> m_account;
    std::unique_ptr<Operations> m_operations;

    static QString nameOf(const QString &, const imap::MailboxName &folder) { return folder.toString(); }
    /// `moved(1)` is called "Message moved to 1".
    void move(quint32 uid, bool quiet = false)
    {
        const qsizetype before = m_account->callsOf(QStringLiteral("change")).size();
        m_operations->change(m_account.get(), change(uid), quiet);
        QCOMPARE(m_account->callsOf(QStringLiteral("change")).size(), before + 1);
        QCoreApplication::processEvents();
    }
    static imap::Change change(quint32 uid)
    {
        return imap::MoveChange{inbox, imap::UidSet::single(imap::Uid(uid)),
                                imap::MailboxName(QString::number(uid))};
    }
    static QString words(quint32 uid) { return QStringLiteral("Message moved to %1").arg(uid); }
    static imap::JournalEntry entry(quint64 id, imap::OperationState state = imap::OperationState::Done)
    {
        imap::JournalEntry made;
        made.id = id;
        made.created = QDateTime::currentDateTimeUtc().addSecs(qint64(id) - 1000);
        made.change = change(quint32(id));
        made.state = state;
        made.canUndo = state == imap::OperationState::Done || state == imap::OperationState::Waiting;
        return made;
    }

private Q_SLOTS:
    void init()
    {
        m_account = std::make_unique<FakeAccount>();
        m_operations = std::make_unique<Operations>(&TestOperations::nameOf);
    }

    void undoesInReverseAndRedoes()
    {
        QSignalSpy done(m_operations.get(), &Operations::done);
        move(1);
        move(2);
        QTRY_COMPARE(done.size(), 2);
        QCOMPARE(m_operations->undoWords(), words(2));
        m_operations->undo();
        QTRY_COMPARE(done.size(), 3);
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).last().operation, quint64(2));
        QCOMPARE(m_operations->undoWords(), words(1));
        QCOMPARE(m_operations->redoWords(), words(2));
        m_operations->redo(); // takes back the taking back, which was operation 3
        QTRY_COMPARE(done.size(), 4);
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).last().operation, quint64(3));
        QCOMPARE(m_operations->undoWords(), words(2));
        QVERIFY(!m_operations->canRedo());
    }

    void aNewDeedEndsRedo()
    {
        move(1);
        QTRY_VERIFY(m_operations->canUndo());
        m_operations->undo();
        QTRY_VERIFY(m_operations->canRedo());
        move(2);
        QTRY_VERIFY(!m_operations->canRedo());
    }

    // What the program does by itself is not the user's to take back.
    void quietOnesLeaveNoTrace()
    {
        move(1, true);
        QCoreApplication::processEvents();
        QVERIFY(!m_operations->canUndo());
    }

    void failuresAreToldAndNotUndoable()
    {
        QSignalSpy failed(m_operations.get(), &Operations::failed);
        m_account->failChange = std::make_shared<imap::CommandError>(QStringLiteral("no"));
        move(1);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!m_operations->canUndo());
    }

    void whatTheServerRefusedIsForgotten()
    {
        move(1);
        QTRY_VERIFY(m_operations->canUndo());
        QCOMPARE(m_operations->refused(m_account.get(), 99).words, QString());
        QCOMPARE(m_operations->refused(m_account.get(), 1).words, words(1));
        QVERIFY(!m_operations->canUndo());
    }

    void accountsThatGoTakeTheirsAlong()
    {
        FakeAccount other(QStringLiteral("other"));
        move(1);
        m_operations->change(&other, change(9));
        QTRY_COMPARE(m_operations->undoWords(), words(9));
        m_operations->forget(&other);
        QCOMPARE(m_operations->undoWords(), words(1));
        m_account.reset(); // without a word
        m_operations->undo();
        QVERIFY(!m_operations->canUndo());
    }

    void earlierRunsAreRememberedInOrder()
    {
        m_account->journalEntries = {entry(9), entry(8, imap::OperationState::Failed), entry(7)};
        imap::JournalEntry back = entry(10); // an undo is not undone by undoing
        back.undoes = 6;
        m_account->journalEntries.prepend(back);
        m_operations->add(m_account.get());
        QVERIFY(m_account->callsOf(QStringLiteral("journal")).isEmpty()); // not started yet
        m_account->tell({imap::ConnectionChanged{}});
        QTRY_COMPARE(m_operations->undoWords(), words(9));
        move(1);
        QCOMPARE(m_operations->undoWords(), words(1));
        m_operations->undo();
        QTRY_COMPARE(m_operations->undoWords(), words(9));
        m_operations->undo();
        QTRY_COMPARE(m_operations->undoWords(), words(7));
        m_operations->undo();
        QTRY_VERIFY(!m_operations->canUndo());
    }

    // Dropped in the panel of changes, or undone by another window on the same journal.
    void whatIsTakenBackElsewhereIsForgotten()
    {
        m_operations->add(m_account.get());
        move(1);
        move(2);
        QTRY_COMPARE(m_operations->undoWords(), words(2));
        m_account->tell({imap::JournalChanged{{entry(2, imap::OperationState::Undone)}}});
        QTRY_COMPARE(m_operations->undoWords(), words(1));
        m_account->tell({imap::JournalChanged{{entry(1, imap::OperationState::Running)}}});
        QCOMPARE(m_operations->undoWords(), words(1));
    }

    // A folder goes with those below it: one deed for people, an entry for each in the journal.
    void severalChangesAreOneDeed()
    {
        QSignalSpy done(m_operations.get(), &Operations::done);
        QSignalSpy failed(m_operations.get(), &Operations::failed);
        move(9);
        m_operations->changeAll(m_account.get(), {change(1), change(2), change(3)}, QStringLiteral("All"));
        QTRY_COMPARE(m_operations->undoWords(), QStringLiteral("All"));
        QCOMPARE(done.size(), 2);
        m_operations->undo();
        QTRY_COMPARE(m_operations->redoWords(), QStringLiteral("All"));
        QCOMPARE(done.size(), 3);
        QList<quint64> undone;
        for (const FakeAccount::Call &call : m_account->callsOf(QStringLiteral("undo")))
            undone << call.operation;
        QCOMPARE(undone, (QList<quint64>{4, 3, 2})); // what was done last goes first
        QCOMPARE(m_operations->undoWords(), words(9));
        m_operations->redo();
        QTRY_COMPARE(m_operations->undoWords(), QStringLiteral("All"));
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).last().operation, quint64(5));
        QVERIFY(failed.isEmpty());
    }

    void aRefusedPartLeavesTheOthers()
    {
        m_operations->changeAll(m_account.get(), {change(1), change(2)}, QStringLiteral("All"));
        QTRY_VERIFY(m_operations->canUndo());
        QCOMPARE(m_operations->refused(m_account.get(), 1).words, words(1));
        QCOMPARE(m_operations->undoWords(), QStringLiteral("All"));
        QCOMPARE(m_operations->refused(m_account.get(), 2).words, words(2));
        QVERIFY(!m_operations->canUndo());
    }

    void aRefusedUndoIsKnownAsOne()
    {
        move(1);
        QTRY_VERIFY(m_operations->canUndo());
        m_operations->undo();
        QTRY_VERIFY(m_operations->canRedo());
        const Operations::Refused refused = m_operations->refused(m_account.get(), 2);
        QCOMPARE(refused.words, words(1));
        QVERIFY(refused.wasUndo);
        QVERIFY(!m_operations->canRedo());
        // Doing it again takes the undo back; that is refused as the deed itself would be.
        move(3);
        QTRY_COMPARE(m_operations->undoWords(), words(3));
        m_operations->undo();
        QTRY_VERIFY(m_operations->canRedo());
        m_operations->redo();
        QTRY_VERIFY(m_operations->canUndo());
        QVERIFY(!m_operations->refused(m_account.get(), 5).wasUndo);
    }

    void anUndoThatFailsSaysSoOnce()
    {
        QSignalSpy done(m_operations.get(), &Operations::done);
        QSignalSpy failed(m_operations.get(), &Operations::failed);
        m_operations->changeAll(m_account.get(), {change(1), change(2)}, QStringLiteral("All"));
        QTRY_COMPARE(done.size(), 1);
        m_account->failChange = std::make_shared<imap::LocalError>(QStringLiteral("no way back"));
        m_operations->undo();
        QTRY_COMPARE(failed.size(), 1);
        QCoreApplication::processEvents();
        QCOMPARE(failed.size(), 1);
        QCOMPARE(done.size(), 1);
        QVERIFY(!m_operations->canRedo());
    }

    // Of two deeds the one that was said first is meant.
    void aDeedIsTakenBackByItsNumber()
    {
        QSignalSpy done(m_operations.get(), &Operations::done);
        move(1);
        move(2);
        QTRY_COMPARE(done.size(), 2);
        const quint64 first = done[0].at(2).toULongLong();
        QVERIFY(first != done[1].at(2).toULongLong());
        QVERIFY(m_operations->canUndo(first));
        m_operations->undo(first);
        QTRY_COMPARE(done.size(), 3);
        QCOMPARE(done[2].at(2).toULongLong(), 0u); // there is nothing to take back of that
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).last().operation, quint64(1));
        QCOMPARE(m_operations->undoWords(), words(2));
        QCOMPARE(m_operations->redoWords(), words(1));
        m_operations->undo(first); // it is gone
        QCoreApplication::processEvents();
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 1);
        m_operations->redo();
        QTRY_COMPARE(done.size(), 4);
        QVERIFY(m_operations->canUndo(done[3].at(2).toULongLong()));
        const quint64 second = done[1].at(2).toULongLong();
        m_operations->refused(m_account.get(), 2);
        QVERIFY(!m_operations->canUndo(second));
    }

    void anyOneCanBeTakenBackByItself()
    {
        move(1);
        move(2);
        QTRY_COMPARE(m_operations->undoWords(), words(2));
        m_operations->undo(m_account.get(), 1, words(1));
        QTRY_COMPARE(m_operations->redoWords(), words(1));
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).last().operation, quint64(1));
        QCOMPARE(m_operations->undoWords(), words(2));
    }
};

QTEST_GUILESS_MAIN(TestOperations)
#include "tst_operations.moc"
