#include "deedscase.h"
#include "ui/dialogs/folderchooser.h"
#include "ui/mainwindow/changesdock.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/views/changespanel.h"
#include "ui/views/folderview.h"
#include "ui/views/messagemime.h"

#include <QDropEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QToolButton>

using namespace ui;
using namespace test;
using imap::MailboxName;
using imap::Uid;
using imap::UidSet;

/// What the window tells of changes: why one cannot be made, and what waits, failed, or can be undone.
class TestChangesTold : public QObject, private DeedsCase
{
    Q_OBJECT
private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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
        // What failed does not hide that something else waits.
        imap::JournalEntry other = entry;
        other.id = 4;
        other.state = imap::OperationState::Waiting;
        m_account->tell({imap::JournalChanged{{other}}});
        QTRY_COMPARE(sign->text(), QStringLiteral("1 change failed, 1 waits"));
        other.state = imap::OperationState::Done;
        m_account->tell({imap::JournalChanged{{other}}});
        QTRY_COMPARE(sign->text(), QStringLiteral("1 change failed"));
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
};

QTEST_MAIN(TestChangesTold)
#include "tst_changestold.moc"
