#include "deedscase.h"
#include "ui/dialogs/folderchooser.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/views/folderview.h"
#include "ui/views/messagemime.h"
#include "ui/views/readerpane.h"

#include <QDropEvent>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

using namespace ui;
using namespace test;
using imap::FolderRole;
using imap::MailboxName;
using imap::Uid;
using imap::UidSet;

/// A person moves, archives and deletes mail in the window.
class TestMessageDeeds : public QObject, private DeedsCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void deleteMovesToTheTrashAndGoesOn()
    {
        open();
        select(2);
        QTest::keyClick(list(), Qt::Key_Delete);
        QCOMPARE(changes(), QList<imap::Change>{moved({18}, trash)});
        QCOMPARE(selectedRows(), QList<int>{3}); // the next one, before anything has gone
        QTRY_COMPARE(toastWords(), QStringLiteral("Message moved to Trash"));
        m_account->tell({imap::MessagesRemoved{inbox, {imap::SeqNum(18)}}});
        QCOMPARE(selectedRows(), QList<int>{2});
        QTRY_COMPARE(m_window->reader()->uid(), Uid(17));
        QTest::mouseClick(toast()->findChild<QToolButton *>(QStringLiteral("toastUndo")), Qt::LeftButton);
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 1);
        QTRY_VERIFY(toastWords().contains(QStringLiteral("Taken back")));
    }

    void atTheEndTheOneBeforeIsNext()
    {
        open();
        list()->scrollTo(row(19));
        select(18, 19);
        m_window->actionSet()->archive->trigger();
        QCOMPARE(changes(), QList<imap::Change>{moved({1, 2}, archive)});
        QCOMPARE(selectedRows(), QList<int>{17});
        QVERIFY(list()->viewport()->rect().intersects(list()->visualRect(row(17))));
    }

    void everythingGone()
    {
        open();
        m_window->actionSet()->selectAll->trigger();
        QTest::keyClick(list(), Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(changes().size(), 1);
        QCOMPARE(std::get<imap::MoveChange>(changes().first()).uids, UidSet::range(Uid(1), Uid(20)));
        QVERIFY(selectedRows().isEmpty());
    }

    // A key pressed among the folders must not delete mail.
    void deleteAmongTheFoldersDeletesNothing()
    {
        open();
        select(2);
        m_window->folders()->setFocus();
        QTest::keyClick(m_window->folders(), Qt::Key_Delete);
        QVERIFY(changes().isEmpty());
        m_window->reader()->setFocus();
        QTest::keyClick(m_window->reader(), Qt::Key_Delete);
        QCOMPARE(changes().size(), 1);
    }

    // Letters find messages; none of them may do anything to one.
    void typingAheadChangesNothing()
    {
        open();
        select(2);
        for (char letter = 'a'; letter <= 'z'; ++letter)
            QTest::keyClick(list(), letter);
        QVERIFY(changes().isEmpty());
    }

    void inTheTrashDeletingIsForGoodAndAsks()
    {
        open(usual(), trash);
        select(0, 2);
        QTRY_VERIFY(actions()->remove->text().contains(QStringLiteral("Good")));
        QTest::keyClick(list(), Qt::Key_Delete);
        auto *question = m_window->findChild<QMessageBox *>(QStringLiteral("purgeQuestion"));
        QVERIFY(question);
        QVERIFY(question->text().contains(QLatin1Char('3')));
        // News while it is open: the messages that were meant are deleted, not those in their rows.
        m_account->deliver(trash, 1);
        QVERIFY(changes().isEmpty());
        press(question, QStringLiteral("Delete"));
        QTRY_COMPARE(changes().size(), 1);
        QCOMPARE(changes().first(), imap::Change(imap::DeleteChange{trash, UidSet::range(Uid(18), Uid(20))}));
        QTRY_COMPARE(toastWords(), QStringLiteral("3 messages deleted for good"));
    }

    void secondThoughtsDeleteNothing()
    {
        open();
        select(0);
        QTest::keyClick(list(), Qt::Key_Delete, Qt::ShiftModifier);
        auto *question = m_window->findChild<QMessageBox *>(QStringLiteral("purgeQuestion"));
        QVERIFY(question);
        QTest::keyClick(question, Qt::Key_Return); // the default is not to
        QTRY_VERIFY(!question->isVisible());
        QVERIFY(changes().isEmpty());
        QCOMPARE(selectedRows(), QList<int>{0});
    }

    void junkAndBack()
    {
        open();
        select(0);
        QVERIFY(!actions()->notJunk->isVisible());
        QTest::keyClick(list(), Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(changes(), QList<imap::Change>{moved({20}, junk)});
        m_window->browser()->openFolder(m_account.get(), junk);
        QTRY_COMPARE(list()->model()->rowCount(), 20);
        select(0);
        QTRY_VERIFY(actions()->notJunk->isVisible() && actions()->notJunk->isEnabled());
        QVERIFY(!actions()->junk->isVisible());
        QTest::keyClick(list(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(changes().size(), 2);
        QCOMPARE(changes().last(), imap::Change(imap::MoveChange{junk, UidSet::single(Uid(20)), inbox}));
    }

    void movesByTypingAFoldersName()
    {
        open();
        select(1, 3);
        QTest::keyClick(list(), Qt::Key_M, Qt::ControlModifier);
        auto *chooser = m_window->findChild<FolderChooser *>();
        QVERIFY(chooser);
        auto *typed = chooser->findChild<QLineEdit *>(QStringLiteral("folderTyped"));
        QTest::keyClicks(typed, QStringLiteral("tax"));
        QTest::keyClick(typed, Qt::Key_Return);
        const MailboxName taxes(QStringLiteral("Taxes"));
        QTRY_COMPARE(changes(), QList<imap::Change>{moved({17, 18, 19}, taxes)});
        QCOMPARE(selectedRows(), QList<int>{4});
        activate();
        // The next time it is the first that is offered. A copy leaves the message where it is.
        QTest::keyClick(list(), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        chooser = nullptr;
        for (auto *each : m_window->findChildren<FolderChooser *>()) {
            if (each->isVisible())
                chooser = each;
        }
        QVERIFY(chooser);
        QTest::keyClick(chooser->findChild<QLineEdit *>(QStringLiteral("folderTyped")), Qt::Key_Return);
        QTRY_COMPARE(changes().size(), 2);
        QCOMPARE(changes().last(), imap::Change(imap::CopyChange{inbox, UidSet::single(Uid(16)), taxes}));
        QCOMPARE(selectedRows(), QList<int>{4});
    }

    void aNewFolderIsMadeOnTheWay()
    {
        open();
        select(0);
        actions()->moveTo->trigger();
        auto *typed =
            m_window->findChild<FolderChooser *>()->findChild<QLineEdit *>(QStringLiteral("folderTyped"));
        QTest::keyClicks(typed, QStringLiteral("Holidays"));
        QTest::keyClick(typed, Qt::Key_Return);
        const MailboxName made(QStringLiteral("Holidays"));
        QTRY_COMPARE(changes(), (QList<imap::Change>{imap::CreateFolderChange{made, FolderRole::None},
                                                     moved({20}, made)}));
        QTRY_VERIFY(toastWords().contains(QStringLiteral("Holidays")));
    }

    void withoutATrashOneIsOffered()
    {
        open(
            {folder(inbox, FolderRole::Inbox), folder(MailboxName(QStringLiteral("Bin")), FolderRole::None)});
        select(0);
        QTest::keyClick(list(), Qt::Key_Delete);
        auto *question = m_window->findChild<QMessageBox *>(QStringLiteral("roleQuestion"));
        QVERIFY(question);
        QVERIFY(changes().isEmpty());
        press(question, QStringLiteral("Make"));
        QTRY_COMPARE(changes(), (QList<imap::Change>{imap::CreateFolderChange{trash, FolderRole::Trash},
                                                     moved({20}, trash)}));
    }

    void aChosenTrashIsRemembered()
    {
        open(
            {folder(inbox, FolderRole::Inbox), folder(MailboxName(QStringLiteral("Bin")), FolderRole::None)});
        select(0);
        QTest::keyClick(list(), Qt::Key_Delete);
        press(m_window->findChild<QMessageBox *>(QStringLiteral("roleQuestion")), QStringLiteral("hoose"));
        auto *chooser = m_window->findChild<FolderChooser *>();
        QVERIFY(chooser);
        auto *typed = chooser->findChild<QLineEdit *>(QStringLiteral("folderTyped"));
        QTest::keyClicks(typed, QStringLiteral("bin"));
        QTest::keyClick(typed, Qt::Key_Return);
        const MailboxName bin(QStringLiteral("Bin"));
        QTRY_COMPARE(changes(), QList<imap::Change>{moved({20}, bin)});
        activate();
        QTest::keyClick(list(), Qt::Key_Delete);
        QTRY_COMPARE(changes().size(), 2); // without a question
        QCOMPARE(std::get<imap::MoveChange>(changes().last()).target, bin);
    }

    void droppedMessagesAreMovedOrCopied()
    {
        open();
        select(0, 1);
        FolderView *folders = m_window->folders();
        const auto drop = [&](const MailboxName &target, Qt::KeyboardModifiers modifiers) {
            const QModelIndex index =
                m_window->browser()->folderModel()->folderIndex(m_account->config().id, target);
            MessageMime mime(m_account->config().id, inbox, 2);
            const QPoint place = folders->visualRect(index).center();
            QDragEnterEvent enter(place, Qt::MoveAction | Qt::CopyAction, &mime, Qt::LeftButton, modifiers);
            QCoreApplication::sendEvent(folders->viewport(), &enter);
            QDropEvent event(place, Qt::MoveAction | Qt::CopyAction, &mime, Qt::LeftButton, modifiers);
            event.ignore();
            QCoreApplication::sendEvent(folders->viewport(), &event);
            return event.isAccepted();
        };
        QVERIFY(!drop(inbox, {}));
        QVERIFY(drop(junk, Qt::ControlModifier));
        QTRY_COMPARE(changes().last(),
                     imap::Change(imap::CopyChange{inbox, UidSet::range(Uid(19), Uid(20)), junk}));
        QVERIFY(drop(archive, {}));
        QTRY_COMPARE(changes().last(), imap::Change(moved({19, 20}, archive)));
        // The folder that is shown stays the one that was shown.
        QCOMPARE(m_window->browser()->folder(), inbox);
    }

    void theListHasAMenu()
    {
        open();
        QTest::mouseClick(list()->viewport(), Qt::RightButton, {}, list()->visualRect(row(4)).center());
        QContextMenuEvent event(QContextMenuEvent::Mouse, list()->visualRect(row(4)).center(),
                                list()->viewport()->mapToGlobal(list()->visualRect(row(4)).center()));
        QCoreApplication::sendEvent(list()->viewport(), &event);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QVERIFY(menu->actions().contains(actions()->archive));
        QCOMPARE(selectedRows(), QList<int>{4});
        actions()->archive->trigger();
        menu->close();
        QCOMPARE(changes(), QList<imap::Change>{moved({16}, archive)});
    }
};

QTEST_MAIN(TestMessageDeeds)
#include "tst_messagedeeds.moc"
