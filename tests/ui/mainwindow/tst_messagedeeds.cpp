#include "support/fakeaccount.h"
#include "support/fakemail.h"
#include "ui/dialogs/folderchooser.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/changesdock.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/views/changespanel.h"
#include "ui/views/folderview.h"
#include "ui/views/messagelistview.h"
#include "ui/views/messagemime.h"
#include "ui/views/readerpane.h"
#include "ui/views/toast.h"

#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace ui;
using imap::FolderRole;
using imap::MailboxName;
using imap::Uid;
using imap::UidSet;
using test::FakeAccount;

static const MailboxName inbox{QStringLiteral("INBOX")};
static const MailboxName archive{QStringLiteral("Archive")};
static const MailboxName trash{QStringLiteral("Trash")};
static const MailboxName junk{QStringLiteral("Junk")};

/// A person moves, archives and deletes mail in the window.
class TestMessageDeeds : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_store;
    std::unique_ptr<FakeAccount> m_account;
    std::unique_ptr<MainWindow> m_window;

    static imap::FolderInfo folder(const MailboxName &name, FolderRole role)
    {
        imap::FolderInfo info;
        info.name = name;
        info.delimiter = QLatin1Char('/');
        info.role = role;
        return info;
    }
    static QList<imap::FolderInfo> usual()
    {
        return {folder(inbox, FolderRole::Inbox), folder(archive, FolderRole::Archive),
                folder(trash, FolderRole::Trash), folder(junk, FolderRole::Junk),
                folder(MailboxName(QStringLiteral("Taxes")), FolderRole::None)};
    }
    static imap::MessageSummaryPtr message(quint32 uid)
    {
        return test::fakeMessage(uid, QStringLiteral("Anna"), QStringLiteral("Subject %1").arg(uid),
                                 {imap::flags::Seen});
    }
    void open(const QList<imap::FolderInfo> &folders = usual(), const MailboxName &first = inbox,
              quint32 total = 20)
    {
        m_window = std::make_unique<MainWindow>(m_store.get(),
                                                [](const imap::AccountConfig &, const imap::Secret &) {
                                                    return QtFuture::makeReadyFuture(imap::AccountCheck{});
                                                });
        m_window->resize(1280, 800);
        m_account = std::make_unique<FakeAccount>();
        for (const imap::FolderInfo &info : folders)
            m_account->serve(info.name, total, message, qMin(total, 50U));
        m_account->journalEntries = m_past;
        m_window->addAccount(m_account.get());
        m_window->openFirst(first.toString());
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, nullptr}});
        m_account->tell({imap::FoldersChanged{folders, false}});
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_COMPARE(list()->model()->rowCount(), int(total));
        list()->setFocus();
    }
    /// As a window manager does when a popup is gone.
    void activate()
    {
        m_window->activateWindow();
        QTRY_VERIFY(m_window->isActiveWindow());
        list()->setFocus();
    }
    MessageListView *list() const { return m_window->list(); }
    const Actions *actions() const { return m_window->actionSet(); }
    Toast *toast() const { return m_window->findChild<Toast *>(); }
    QString toastWords() const
    {
        return toast()->isVisible() ? toast()->findChild<QLabel *>(QStringLiteral("toastText"))->text()
                                    : QString();
    }
    QModelIndex row(int row) const { return list()->model()->index(row, 0); }
    void select(int first, int last = -1)
    {
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(row(first)).center());
        if (last >= 0)
            QTest::mouseClick(list()->viewport(), Qt::LeftButton, Qt::ShiftModifier,
                              list()->visualRect(row(last)).center());
    }
    QList<int> selectedRows() const
    {
        QList<int> rows;
        const QModelIndexList indexes = list()->selectionModel()->selectedRows();
        for (const QModelIndex &index : indexes)
            rows << index.row();
        std::sort(rows.begin(), rows.end());
        return rows;
    }
    QList<imap::Change> changes() const
    {
        QList<imap::Change> made;
        const auto calls = m_account->callsOf(QStringLiteral("change"));
        for (const FakeAccount::Call &call : calls)
            made << *call.change;
        return made;
    }
    void press(QMessageBox *question, const QString &words)
    {
        const auto buttons = question->buttons();
        for (QAbstractButton *button : buttons) {
            if (button->text().contains(words))
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    static imap::MoveChange moved(std::initializer_list<quint32> uids, const MailboxName &target)
    {
        UidSet set;
        for (const quint32 uid : uids)
            set.add(Uid(uid));
        return {inbox, set, target};
    }

    QList<imap::JournalEntry> m_past;

private Q_SLOTS:
    void init()
    {
        m_past.clear();
        m_folder = std::make_unique<QTemporaryDir>();
        m_store =
            std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        m_store->setValue(QStringLiteral("window/markRead"), false);
    }
    void cleanup()
    {
        m_window.reset();
        m_account.reset();
    }

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

    void readOnlyFoldersSayWhy()
    {
        open();
        imap::FolderReset reset;
        reset.folder = inbox;
        reset.total = 2;
        reset.readOnly = true;
        reset.rows = {{imap::SeqNum(1), message(1)}, {imap::SeqNum(2), message(2)}};
        m_account->tell({reset});
        QTRY_COMPARE(list()->model()->rowCount(), 2);
        select(0);
        for (QAction *action :
             {actions()->archive, actions()->remove, actions()->purge, actions()->junk, actions()->moveTo}) {
            QTRY_VERIFY2(!action->isEnabled(), qPrintable(action->text()));
            QVERIFY(action->toolTip().contains(QStringLiteral("read")));
        }
        QVERIFY(actions()->copyTo->isEnabled());
        QTest::keyClick(list(), Qt::Key_Delete);
        QVERIFY(changes().isEmpty());
        // Its star is no button: the press chooses the message.
        const QRect row = list()->visualRect(list()->model()->index(1, 0));
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                          QPoint(row.right() - 19, row.bottom() - 18));
        QCOMPARE(list()->currentIndex().row(), 1);
    }

    // What the rights forbid is off and says so, with the letter (RFC 4314 §2.1); drops and keys as well.
    void missingRightsSayWhy()
    {
        QList<imap::FolderInfo> folders = usual();
        open(folders);
        select(0);
        QTRY_VERIFY(actions()->remove->isEnabled());
        const auto allow = [&](const MailboxName &name, const char *rights) {
            for (imap::FolderInfo &info : folders) {
                if (info.name == name)
                    info.myRights = imap::Rights(rights);
            }
            m_account->tell({imap::FoldersChanged{folders, false}});
        };
        const auto says = [](const QAction *action, const char *right) {
            return !action->isEnabled() &&
                   action->toolTip().contains(
                       QStringLiteral("right %1 is missing").arg(QLatin1String(right)));
        };
        allow(inbox, "lri");
        QTRY_VERIFY(says(actions()->remove, "t"));
        for (const QAction *action :
             {actions()->archive, actions()->purge, actions()->junk, actions()->moveTo})
            QVERIFY2(says(action, "t"), qPrintable(action->text()));
        QVERIFY(says(actions()->star, "w"));
        QVERIFY(says(actions()->markRead, "s") && says(actions()->markUnread, "s"));
        QVERIFY(actions()->copyTo->isEnabled());
        QTest::keyClick(list(), Qt::Key_Delete);
        QTest::keyClick(list(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(changes().isEmpty());

        allow(inbox, "lrswit");
        QTRY_VERIFY(says(actions()->remove, "e"));
        QVERIFY(actions()->star->isEnabled() && actions()->markUnread->isEnabled());

        // RFC 2086's d is both.
        allow(inbox, "lrswid");
        QTRY_VERIFY(actions()->remove->isEnabled());

        // And where it would go to.
        allow(trash, "lr");
        QTRY_VERIFY(says(actions()->remove, "i"));
        QVERIFY(actions()->remove->toolTip().contains(QStringLiteral("Trash")));
        QVERIFY(actions()->purge->isEnabled() && actions()->archive->isEnabled());
        FolderView *view = m_window->folders();
        const QModelIndex target =
            m_window->browser()->folderModel()->folderIndex(m_account->config().id, trash);
        MessageMime mime(m_account->config().id, inbox, 1);
        for (const Qt::KeyboardModifiers keys :
             {Qt::KeyboardModifiers(), Qt::KeyboardModifiers(Qt::ControlModifier)}) {
            QDropEvent drop(view->visualRect(target).center(), Qt::MoveAction | Qt::CopyAction, &mime,
                            Qt::LeftButton, keys);
            drop.ignore();
            QCoreApplication::sendEvent(view->viewport(), &drop);
            QVERIFY(!drop.isAccepted());
        }
        QVERIFY(changes().isEmpty());
        actions()->moveTo->trigger();
        auto *typed =
            m_window->findChild<FolderChooser *>()->findChild<QLineEdit *>(QStringLiteral("folderTyped"));
        QTest::keyClicks(typed, QStringLiteral("Trash"));
        auto *found =
            m_window->findChild<FolderChooser *>()->findChild<QListView *>(QStringLiteral("folderList"));
        QVERIFY(
            found->model()->index(0, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("right i")));
        QTest::keyClick(typed, Qt::Key_Return);
        QVERIFY(changes().isEmpty());
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

    // Undo goes on where the last run ended.
    void whatAnEarlierRunDidCanBeUndone()
    {
        imap::JournalEntry entry;
        entry.id = 7;
        entry.created = QDateTime::currentDateTimeUtc().addDays(-1);
        entry.change = moved({3, 4, 5}, archive);
        entry.state = imap::OperationState::Done;
        entry.canUndo = true;
        imap::JournalEntry read = entry; // by itself, when it was read
        read.id = 8;
        read.change = imap::FlagChange{inbox, UidSet::single(Uid(1)), imap::FlagSet{imap::flags::Seen},
                                       imap::FlagSet()};
        m_past = {read, entry};
        open();
        QTRY_VERIFY(actions()->undo->isEnabled());
        QVERIFY(actions()->undo->toolTip().contains(QStringLiteral("3 messages moved to Archive")));
        QTest::keyClick(list(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 1);
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).first().operation, quint64(7));
        QTRY_VERIFY(!actions()->undo->isEnabled());
        QTRY_VERIFY(actions()->redo->isEnabled());
    }

    void whatFailedIsSeenInTheStatusLine()
    {
        open();
        auto *sign = m_window->findChild<QToolButton *>(QStringLiteral("changesSign"));
        QVERIFY(!sign->isVisible());
        imap::JournalEntry entry;
        entry.id = 3;
        entry.created = QDateTime::currentDateTimeUtc();
        entry.change = moved({1}, archive);
        entry.state = imap::OperationState::Waiting;
        m_account->tell({imap::JournalChanged{{entry}}});
        QTRY_VERIFY(sign->isVisible());
        QVERIFY(sign->text().contains(QStringLiteral("wait")));
        entry.state = imap::OperationState::Failed;
        m_account->tell({imap::JournalChanged{{entry}}});
        QTRY_VERIFY(sign->text().contains(QStringLiteral("failed")));
        QVERIFY(!m_window->changes()->isVisible());
        QTest::mouseClick(sign, Qt::LeftButton);
        QVERIFY(m_window->changes()->isVisible());
        QVERIFY(actions()->changes->isChecked());
        QCOMPARE(m_window->changes()->panel()->shown(), ChangesPanel::Show::Failed);
        QListView *view = m_window->changes()->panel()->view();
        QCOMPARE(view->model()->rowCount(), 1);
        Q_EMIT m_window->changes()->panel()->retryWanted(m_account.get(), 3);
        QCOMPARE(m_account->callsOf(QStringLiteral("retryOperation")).size(), 1);
        Q_EMIT m_window->changes()->panel()->dropWanted(m_account.get(), 3);
        QCOMPARE(m_account->callsOf(QStringLiteral("dropOperation")).size(), 1);
        QTest::keyClick(list(), Qt::Key_F8);
        QVERIFY(!m_window->changes()->isVisible());
    }

    void whatIsStillToComeIsSeenAndPaused()
    {
        open();
        auto *fill = m_window->findChild<QToolButton *>(QStringLiteral("fillStatus"));
        QVERIFY(!fill->isVisible());
        imap::FillProgress progress{inbox, 1000, 4000, false, imap::FillProgress::Waiting::Nothing};
        m_account->tell({progress});
        QTRY_VERIFY(fill->isVisible());
        QVERIFY(fill->text().contains(QLocale().toString(3000)));
        QAction *pause = fill->menu()->actions().constFirst();
        pause->trigger();
        QCOMPARE(m_account->callsOf(QStringLiteral("pauseFill")).size(), 1);
        progress.paused = true;
        m_account->tell({progress});
        QTRY_VERIFY(fill->text().contains(QStringLiteral("paused")));
        QVERIFY(pause->isChecked());
        pause->trigger();
        QVERIFY(!pause->isChecked());
        m_account->tell({imap::FillProgress{{}, 4000, 4000, false, imap::FillProgress::Waiting::Nothing}});
        QTRY_VERIFY(!fill->isVisible());
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
