#include "support/fakeserver.h"
#include "support/mnemonics.h"
#include "support/tabwalk.h"
#include "ui/dialogs/accountsdialog.h"
#include "ui/dialogs/specialfoldersdialog.h"
#include "ui/dialogs/subscriptionsdialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/windowcase.h"
#include "ui/views/folderview.h"
#include "ui/views/noticeline.h"

#include <QComboBox>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeView>

using namespace ui;
using imap::FolderRole;
using imap::MailboxName;
using test::FakeAccount;
using test::inbox;

/// What is done to an account as a whole, in the window.
class TestAccountDeeds : public QObject, protected test::WindowCase
{
    Q_OBJECT
    const MailboxName m_bin{QStringLiteral("Bin")};
    const MailboxName m_trash{QStringLiteral("Trash")};
    std::unique_ptr<FakeAccount> m_other;

    FolderTreeModel *tree() const { return m_window->browser()->folderModel(); }
    QString id() const { return m_account->config().id; }
    QList<imap::FolderInfo> folders() const
    {
        return {folder(inbox, FolderRole::Inbox, 40), folder(m_trash, FolderRole::Trash, 0),
                folder(m_bin, FolderRole::None, 0)};
    }
    void openWindow()
    {
        openInbox();
        m_account->tell({imap::FoldersChanged{folders(), false}});
    }
    /// The program ends and is started again.
    void startAgain()
    {
        m_window->saveState();
        end();
        openWindow();
    }
    imap::Change lastChange() const
    {
        const QList<FakeAccount::Call> calls = m_account->callsOf(QStringLiteral("change"));
        return calls.isEmpty() ? imap::Change() : *calls.last().change;
    }
    template <class Dialog>
    Dialog *shown() const
    {
        auto *dialog = m_window->findChild<Dialog *>();
        return dialog && dialog->isVisible() ? dialog : nullptr;
    }
    QMenu *menuOf(const QModelIndex &index)
    {
        FolderView *view = m_window->folders();
        const QPoint place = view->visualRect(index).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, view->viewport()->mapToGlobal(place));
        QApplication::sendEvent(view->viewport(), &event);
        return qobject_cast<QMenu *>(QApplication::activePopupWidget());
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup()
    {
        m_window.reset();
        m_other.reset();
        end();
    }

    /// A person says that another folder is the Trash: it looks so, and what is deleted goes there, in the
    /// next run too.
    void theChosenTrashIsUsedEverywhere()
    {
        openWindow();
        m_window->actionSet()->specialFolders->trigger();
        auto *dialog = shown<SpecialFoldersDialog>();
        QVERIFY(dialog);
        Q_EMIT dialog->chosen(FolderRole::Trash, m_bin);
        dialog->close();
        for (int run = 1; run <= 2; ++run) {
            QCOMPARE(tree()->folderIndex(id(), m_bin).data(FolderRoles::IconName).toString(),
                     QStringLiteral("user-trash"));
            QCOMPARE(tree()->index(1, 0, tree()->index(0, 0)).data(FolderRoles::Folder).value<MailboxName>(),
                     m_bin);
            select(3);
            m_window->actionSet()->remove->trigger();
            QTRY_VERIFY(std::holds_alternative<imap::MoveChange>(lastChange()));
            QCOMPARE(std::get<imap::MoveChange>(lastChange()).target, m_bin);
            if (run == 1)
                startAgain();
        }
        // In it, deleting is for good; in the one that the server names, it is not.
        m_window->browser()->openFolder(m_account.get(), m_bin);
        QVERIFY(m_window->actionSet()->remove->text().contains(QStringLiteral("Good")));
        m_window->browser()->openFolder(m_account.get(), m_trash);
        QVERIFY(!m_window->actionSet()->remove->text().contains(QStringLiteral("Good")));
    }

    void noTrashAtAllAsksEachTime()
    {
        openWindow();
        m_window->actionSet()->specialFolders->trigger();
        Q_EMIT shown<SpecialFoldersDialog>()->chosen(FolderRole::Trash, MailboxName());
        shown<SpecialFoldersDialog>()->close();
        startAgain();
        select(3);
        m_window->actionSet()->remove->trigger();
        auto *question = m_window->findChild<QMessageBox *>(QStringLiteral("roleQuestion"));
        QVERIFY(question);
        question->close();
        QVERIFY(!std::holds_alternative<imap::MoveChange>(lastChange()));
    }

    void aChoiceGoesWithItsFolder()
    {
        openWindow();
        m_window->actionSet()->specialFolders->trigger();
        Q_EMIT shown<SpecialFoldersDialog>()->chosen(FolderRole::Trash, m_bin);
        const MailboxName moved(QStringLiteral("Old/Bin"));
        imap::JournalEntry entry;
        entry.id = 5;
        entry.change = imap::RenameFolderChange{m_bin, moved};
        QList<imap::FolderInfo> list = folders();
        list[2].name = moved;
        m_account->tell({imap::FoldersChanged{list, false}, imap::JournalChanged{{entry}}});
        QCOMPARE(tree()->roleFolder(id(), FolderRole::Trash), moved);
        // The server does not want it: all is as before.
        entry.state = imap::OperationState::Failed;
        m_account->tell({imap::JournalChanged{{entry}}, imap::FoldersChanged{folders(), false}});
        QCOMPARE(tree()->roleFolder(id(), FolderRole::Trash), m_bin);
    }

    void creatingASpecialFolderIsAChangeLikeOthers()
    {
        openWindow();
        m_window->actionSet()->specialFolders->trigger();
        auto *dialog = shown<SpecialFoldersDialog>();
        QTest::mouseClick(
            dialog->findChild<QPushButton *>(QStringLiteral("create%1").arg(int(FolderRole::Sent))),
            Qt::LeftButton);
        QCOMPARE(lastChange(), imap::Change(imap::CreateFolderChange{MailboxName(QStringLiteral("Sent")),
                                                                     FolderRole::Sent}));
    }

    void oneDialogOfAKind()
    {
        openWindow();
        for (int i = 0; i < 2; ++i) {
            m_window->actionSet()->specialFolders->trigger();
            m_window->actionSet()->subscriptions->trigger();
            m_window->actionSet()->accounts->trigger();
        }
        QCOMPARE(m_window->findChildren<SpecialFoldersDialog *>().size(), 1);
        QCOMPARE(m_window->findChildren<SubscriptionsDialog *>().size(), 1);
        QCOMPARE(m_window->findChildren<AccountsDialog *>().size(), 1);
    }

    void subscribingIsAChangeLikeOthers()
    {
        openWindow();
        m_window->actionSet()->subscriptions->trigger();
        auto *dialog = shown<SubscriptionsDialog>();
        QVERIFY(dialog);
        auto *list = dialog->findChild<QTreeView *>();
        const QModelIndexList found =
            list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, QStringLiteral("Bin"), 1);
        QVERIFY(!found.isEmpty());
        list->setFocus();
        list->setCurrentIndex(found.first());
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(lastChange(), imap::Change(imap::SubscribeChange{m_bin, false}));
    }

    void severalSubscriptionsAreOneDeed()
    {
        openWindow();
        m_window->actionSet()->subscriptions->trigger();
        auto *list = shown<SubscriptionsDialog>()->findChild<QTreeView *>();
        const QModelIndexList found =
            list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, QStringLiteral("Bin"), 1);
        QVERIFY(!found.isEmpty());
        list->setFocus();
        list->setCurrentIndex(found.first());
        list->selectAll();
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(m_account->callsOf(QStringLiteral("change")).size(), 2);
        QTRY_VERIFY2(m_window->operations()->undoWords().contains(QStringLiteral("2 folders")),
                     qPrintable(m_window->operations()->undoWords()));
        m_window->operations()->undo();
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 2);
        QVERIFY(!m_window->operations()->canUndo());
    }

    // The window's words and keys are behind the dialog, which has its own.
    void whatWasSubscribedIsTakenBackInTheDialog()
    {
        openWindow();
        m_window->actionSet()->subscriptions->trigger();
        auto *dialog = shown<SubscriptionsDialog>();
        QVERIFY(dialog);
        auto *list = dialog->findChild<QTreeView *>();
        const QModelIndexList found =
            list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, QStringLiteral("Bin"), 1);
        QVERIFY(!found.isEmpty());
        dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        list->setFocus();
        list->setCurrentIndex(found.first());
        QTest::keyClick(list, Qt::Key_Space);
        auto *undo = dialog->findChild<QPushButton *>(QStringLiteral("undo"));
        QTRY_VERIFY(undo->isVisible());
        QVERIFY2(dialog->notice()->words().contains(QStringLiteral("Bin")),
                 qPrintable(dialog->notice()->words()));
        QCOMPARE(test::notReachedByTab(dialog), QString());
        QCOMPARE(test::sharedLetters(dialog), QString());
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 1);
        QTRY_VERIFY2(dialog->notice()->words().startsWith(QStringLiteral("Taken back")),
                     qPrintable(dialog->notice()->words()));
        QVERIFY(!undo->isVisible());
    }

    void aFolderMadeForAUseIsTakenBackInTheDialog()
    {
        openWindow();
        m_window->actionSet()->specialFolders->trigger();
        auto *dialog = shown<SpecialFoldersDialog>();
        QVERIFY(dialog);
        m_window->operations()->change(
            m_account.get(),
            imap::CreateFolderChange{MailboxName(QStringLiteral("Drafts")), FolderRole::Drafts});
        auto *undo = dialog->findChild<QPushButton *>(QStringLiteral("undo"));
        QTRY_VERIFY(undo->isVisible());
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 1);
    }

    // Where the server is not told the use, the folder is chosen for it: that goes and comes with the folder.
    void theChoiceOfAMadeFolderIsUndoneWithIt()
    {
        openWindow();
        m_window->actionSet()->specialFolders->trigger();
        auto *dialog = shown<SpecialFoldersDialog>();
        QVERIFY(dialog);
        const MailboxName sent(QStringLiteral("Sent"));
        QTest::mouseClick(
            dialog->findChild<QPushButton *>(QStringLiteral("create%1").arg(int(FolderRole::Sent))),
            Qt::LeftButton);
        QCOMPARE(tree()->choices(id()).value(FolderRole::Sent), sent);
        imap::JournalEntry made;
        made.id = 1;
        made.change = imap::CreateFolderChange{sent, FolderRole::Sent};
        made.state = imap::OperationState::Done;
        made.canUndo = true;
        QList<imap::FolderInfo> list = folders();
        list << folder(sent, FolderRole::None, 0);
        m_account->tell({imap::FoldersChanged{list, false}, imap::JournalChanged{{made}}});
        QCOMPARE(tree()->roleFolder(id(), FolderRole::Sent), sent);

        auto *undo = dialog->findChild<QPushButton *>(QStringLiteral("undo"));
        QTRY_VERIFY(undo->isVisible());
        QTest::mouseClick(undo, Qt::LeftButton);
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 1);
        imap::JournalEntry back;
        back.id = 2;
        back.change = imap::DeleteFolderChange{sent};
        back.undoes = 1;
        made.state = imap::OperationState::Undone;
        m_account->tell({imap::FoldersChanged{folders(), false}, imap::JournalChanged{{back, made}}});
        QVERIFY(!tree()->choices(id()).contains(FolderRole::Sent));
        const auto *choice =
            dialog->findChild<QComboBox *>(QStringLiteral("choice%1").arg(int(FolderRole::Sent)));
        QTRY_VERIFY2(!choice->accessibleDescription().contains(QStringLiteral("not there")),
                     qPrintable(choice->accessibleDescription()));

        imap::JournalEntry again = made;
        again.id = 3;
        again.undoes = 2;
        again.state = imap::OperationState::Waiting;
        m_account->tell({imap::FoldersChanged{list, false}, imap::JournalChanged{{again}}});
        QCOMPARE(tree()->choices(id()).value(FolderRole::Sent), sent);
        // What was chosen since then stays, whatever becomes of that folder.
        Q_EMIT dialog->chosen(FolderRole::Sent, m_bin);
        again.state = imap::OperationState::Failed;
        m_account->tell({imap::FoldersChanged{folders(), false}, imap::JournalChanged{{again}}});
        QCOMPARE(tree()->choices(id()).value(FolderRole::Sent), m_bin);
    }

    void aRefusedFolderGivesTheEarlierChoiceBack()
    {
        openWindow();
        m_window->actionSet()->specialFolders->trigger();
        auto *dialog = shown<SpecialFoldersDialog>();
        QVERIFY(dialog);
        Q_EMIT dialog->chosen(FolderRole::Trash, m_bin);
        const MailboxName full(QStringLiteral("FullUp"));
        Q_EMIT dialog->createWanted(FolderRole::Trash, full, true);
        QCOMPARE(lastChange(), imap::Change(imap::CreateFolderChange{full, FolderRole::Trash}));
        QCOMPARE(tree()->choices(id()).value(FolderRole::Trash), full);
        imap::JournalEntry entry;
        entry.id = 1;
        entry.change = imap::CreateFolderChange{full, FolderRole::None}; // another one is said to be it
        m_account->tell({imap::JournalChanged{{entry}}});
        QCOMPARE(tree()->choices(id()).value(FolderRole::Trash), full);
        entry.state = imap::OperationState::Failed;
        entry.error = QStringLiteral("Over quota");
        m_account->tell({imap::JournalChanged{{entry}}});
        QCOMPARE(tree()->choices(id()).value(FolderRole::Trash), m_bin);
        QCOMPARE(tree()->roleFolder(id(), FolderRole::Trash), m_bin);
        dialog->close();
        startAgain();
        QCOMPARE(tree()->roleFolder(id(), FolderRole::Trash), m_bin);
    }

    // Clicked on behind a dialog, the window leaves the keyboard with the dialog.
    void theKeyboardStaysWithTheDialog()
    {
        openWindow();
        m_window->actionSet()->subscriptions->trigger();
        auto *dialog = shown<SubscriptionsDialog>();
        QVERIFY(dialog);
        dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        m_window->activateWindow();
        QCoreApplication::processEvents();
        QTRY_VERIFY(dialog->isActiveWindow());
    }

    // A server does not subscribe what is not there, so nobody is promised that it could be brought back.
    void aNameWithoutAFolderGoesForGood()
    {
        auto account = std::make_unique<test::FakeServer>();
        const MailboxName old{QStringLiteral("Old")};
        account->subscribed = {{old, QLatin1Char('/'), imap::FolderOwner::Personal, false}};
        openInbox(std::move(account));
        m_account->tell({imap::FoldersChanged{folders(), false}});
        m_window->actionSet()->subscriptions->trigger();
        auto *list = shown<SubscriptionsDialog>()->findChild<QTreeView *>();
        QModelIndexList found;
        QTRY_VERIFY(
            !(found = list->model()->match(list->model()->index(0, 0), Qt::DisplayRole, QStringLiteral("Old"),
                                           1, Qt::MatchExactly | Qt::MatchRecursive | Qt::MatchWrap))
                 .isEmpty());
        list->setFocus();
        list->setCurrentIndex(found.first());
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(lastChange(), imap::Change(imap::SubscribeChange{old, false}));
        QCoreApplication::processEvents();
        QVERIFY(!m_window->operations()->canUndo());
    }

    void onlySubscribedFoldersInTheNextRunToo()
    {
        openWindow();
        QList<imap::FolderInfo> list = folders();
        list[2].subscribed = false;
        m_account->tell({imap::FoldersChanged{list, false}});
        QVERIFY(tree()->folderIndex(id(), m_bin).isValid());
        m_window->actionSet()->subscribedOnly->trigger();
        QVERIFY(!tree()->folderIndex(id(), m_bin).isValid());
        startAgain();
        QVERIFY(m_window->actionSet()->subscribedOnly->isChecked());
        m_account->tell({imap::FoldersChanged{list, false}});
        QVERIFY(!tree()->folderIndex(id(), m_bin).isValid());
        m_window->actionSet()->subscribedOnly->trigger();
        QVERIFY(tree()->folderIndex(id(), m_bin).isValid());
    }

    /// The folder that is open may be one that is not shown.
    void anUnsubscribedFolderStaysOpen()
    {
        openWindow();
        m_window->actionSet()->subscribedOnly->trigger();
        m_account->serve(m_bin, 3, unread, 3);
        m_window->browser()->openFolder(m_account.get(), m_bin);
        QList<imap::FolderInfo> list = folders();
        list[2].subscribed = false;
        m_account->tell({imap::FoldersChanged{list, false}});
        QCoreApplication::processEvents();
        QCOMPARE(m_window->browser()->folder(), m_bin);
        QVERIFY(m_window->windowTitle().contains(QStringLiteral("Bin")));
        QCOMPARE(m_window->list()->model()->rowCount(), 3);
    }

    void theAccountsMenuIsAboutThatAccount()
    {
        openWindow();
        m_other = std::make_unique<FakeAccount>(QStringLiteral("other"));
        m_window->addAccount(m_other.get());
        m_other->tell({imap::FoldersChanged{{folder(inbox, FolderRole::Inbox, 0)}, false}});
        QMenu *menu = menuOf(tree()->accountIndex(QStringLiteral("other")));
        QVERIFY(menu);
        const QList<QAction *> actions = menu->actions();
        const auto found = std::find_if(actions.begin(), actions.end(), [](const QAction *action) {
            return action->text().contains(QStringLiteral("Check"));
        });
        QVERIFY(found != actions.end());
        (*found)->trigger();
        menu->close();
        QCOMPARE(m_other->callsOf(QStringLiteral("checkNow")).size(), 1);
        QCOMPARE(m_account->callsOf(QStringLiteral("checkNow")).size(), 0);
        m_window->removeAccount(m_other.get());
    }

    void theOrderIsTold()
    {
        openWindow();
        m_other = std::make_unique<FakeAccount>(QStringLiteral("other"));
        m_window->addAccount(m_other.get());
        QSignalSpy ordered(m_window->dialogs(), &AccountDialogs::ordered);
        m_window->actionSet()->accounts->trigger();
        auto *dialog = shown<AccountsDialog>();
        QVERIFY(dialog);
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("down")), Qt::LeftButton);
        QCOMPARE(ordered.size(), 1);
        QCOMPARE(ordered[0][0].toStringList(),
                 (QStringList{QStringLiteral("other"), QStringLiteral("fake")}));
        QCOMPARE(m_window->watch()->accounts().first(), m_other.get());
        // What it opens stands above it, and one of the two goes.
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("remove")), Qt::LeftButton);
        auto *question = dialog->findChild<QMessageBox *>(QStringLiteral("removeQuestion"));
        QVERIFY(question);
        question->close();
        m_window->removeAccount(m_other.get());
        QCOMPARE(dialog->findChild<QListView *>()->model()->rowCount(), 1);
    }
};

QTEST_MAIN(TestAccountDeeds)
#include "tst_accountdeeds.moc"
