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

    void star(quint32 uid, const QString &words, bool quiet = false)
    {
        const qsizetype before = m_account->callsOf(QStringLiteral("changeFlags")).size();
        m_operations->changeFlags(m_account.get(), inbox, {imap::Uid(uid)}, {imap::flags::Flagged}, {}, words,
                                  quiet);
        QCOMPARE(m_account->callsOf(QStringLiteral("changeFlags")).size(), before + 1);
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void init()
    {
        m_account = std::make_unique<FakeAccount>();
        m_operations = std::make_unique<Operations>();
    }

    void undoesInReverseAndRedoes()
    {
        QSignalSpy done(m_operations.get(), &Operations::done);
        star(1, QStringLiteral("first"));
        star(2, QStringLiteral("second"));
        QTRY_COMPARE(done.size(), 2);
        QCOMPARE(m_operations->undoWords(), QStringLiteral("second"));
        m_operations->undo();
        QTRY_COMPARE(done.size(), 3);
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).last().operation, quint64(2));
        QCOMPARE(m_operations->undoWords(), QStringLiteral("first"));
        QCOMPARE(m_operations->redoWords(), QStringLiteral("second"));
        m_operations->redo(); // takes back the taking back, which was operation 3
        QTRY_COMPARE(done.size(), 4);
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).last().operation, quint64(3));
        QCOMPARE(m_operations->undoWords(), QStringLiteral("second"));
        QVERIFY(!m_operations->canRedo());
    }

    void aNewDeedEndsRedo()
    {
        star(1, QStringLiteral("first"));
        QTRY_VERIFY(m_operations->canUndo());
        m_operations->undo();
        QTRY_VERIFY(m_operations->canRedo());
        star(2, QStringLiteral("second"));
        QTRY_VERIFY(!m_operations->canRedo());
    }

    // What the program does by itself is not the user's to take back.
    void quietOnesLeaveNoTrace()
    {
        star(1, QString(), true);
        QCoreApplication::processEvents();
        QVERIFY(!m_operations->canUndo());
    }

    void failuresAreToldAndNotUndoable()
    {
        QSignalSpy failed(m_operations.get(), &Operations::failed);
        m_account->failFlags = std::make_shared<imap::CommandError>(QStringLiteral("no"));
        star(1, QStringLiteral("first"));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!m_operations->canUndo());
    }

    void whatTheServerRefusedIsForgotten()
    {
        star(1, QStringLiteral("first"));
        QTRY_VERIFY(m_operations->canUndo());
        QCOMPARE(m_operations->refused(m_account.get(), 99), QString());
        QCOMPARE(m_operations->refused(m_account.get(), 1), QStringLiteral("first"));
        QVERIFY(!m_operations->canUndo());
    }

    void accountsThatGoTakeTheirsAlong()
    {
        FakeAccount other(QStringLiteral("other"));
        star(1, QStringLiteral("first"));
        m_operations->changeFlags(&other, inbox, {imap::Uid(1)}, {imap::flags::Seen}, {},
                                  QStringLiteral("other's"));
        QTRY_COMPARE(m_operations->undoWords(), QStringLiteral("other's"));
        m_operations->forget(&other);
        QCOMPARE(m_operations->undoWords(), QStringLiteral("first"));
        m_account.reset(); // without a word
        m_operations->undo();
        QVERIFY(!m_operations->canUndo());
    }
};

QTEST_GUILESS_MAIN(TestOperations)
#include "tst_operations.moc"
