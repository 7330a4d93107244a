#include "support/fakeaccount.h"
#include "ui/models/foldertreemodel.h"
#include "ui/models/roles.h"
#include "ui/views/foldermime.h"
#include "ui/views/folderview.h"
#include "ui/views/messagemime.h"
#include "ui/views/nameeditor.h"

#include <QDrag>
#include <QSignalSpy>
#include <QTimer>
#include <QtTest>

using namespace ui;
using imap::MailboxName;

/// Folders get other names and places in the pane itself.
class TestFolderEditing : public QObject
{
    Q_OBJECT

    struct Pane {
        test::FakeAccount account;
        FolderTreeModel tree;
        FolderView view;
        QSignalSpy wanted{&tree, &FolderTreeModel::renameWanted};
        QStringList asked;

        Pane()
        {
            tree.addAccount(&account);
            tell();
            view.setModel(&tree);
            view.resize(240, 360);
            view.show();
            (void)QTest::qWaitForWindowActive(&view);
            view.setFolderDropJudge([this](const QModelIndex &place, const FolderMime &moved) {
                asked << moved.folder().toString() + QLatin1Char('>') + place.data().toString();
                if (place.data().toString() == QStringLiteral("Inbox"))
                    return FolderView::DropAnswer{{}, QStringLiteral("no")};
                return FolderView::DropAnswer{QStringLiteral("Move here"), {}};
            });
        }
        void tell(quint32 unread = 0)
        {
            QList<imap::FolderInfo> list;
            for (const char *name : {"INBOX", "Archive", "Projects", "Projects/House"}) {
                imap::FolderInfo info;
                info.name = MailboxName(QString::fromUtf8(name));
                info.delimiter = QLatin1Char('/');
                info.unseen = unread;
                list << info;
            }
            account.tell({imap::FoldersChanged{list, false}});
        }
        QModelIndex folder(const char *name) const
        {
            return tree.folderIndex(account.config().id, MailboxName(QString::fromUtf8(name)));
        }
        NameEditor *edit(const char *name)
        {
            view.setCurrentIndex(folder(name));
            view.edit(folder(name));
            return view.findChild<NameEditor *>();
        }
        bool isEditing() const
        {
            const auto *editor = view.findChild<NameEditor *>();
            return editor && editor->isVisible();
        }
        QString words() const
        {
            const auto *label = view.findChild<QLabel *>(QStringLiteral("folderNameProblem"));
            return label && label->isVisible() ? label->text() : QString();
        }
    };
    template <class Event>
    static bool send(Pane &pane, const QPoint &place, QMimeData *data)
    {
        Event event(place, Qt::MoveAction, data, Qt::LeftButton, {});
        event.ignore();
        QCoreApplication::sendEvent(pane.view.viewport(), &event);
        return event.isAccepted();
    }

private Q_SLOTS:
    void returnTakesTheName()
    {
        Pane pane;
        NameEditor *editor = pane.edit("Projects");
        QVERIFY(editor);
        QCOMPARE(editor->text(), QStringLiteral("Projects"));
        QCOMPARE(editor->selectedText(), QStringLiteral("Projects"));
        QTest::keyClicks(editor, QStringLiteral("Work"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(!pane.isEditing());
        QCOMPARE(pane.wanted.size(), 1);
        QCOMPARE(pane.wanted.first().at(1).value<MailboxName>(), MailboxName(QStringLiteral("Work")));
    }

    void escapeDoesNot()
    {
        Pane pane;
        NameEditor *editor = pane.edit("Projects");
        QTest::keyClicks(editor, QStringLiteral("Work"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QTRY_VERIFY(!pane.isEditing());
        QCOMPARE(pane.wanted.size(), 0);
    }

    void whatIsWrongIsSaidWhileTyping()
    {
        Pane pane;
        NameEditor *editor = pane.edit("Projects");
        QVERIFY(pane.words().isEmpty());
        QTest::keyClicks(editor, QStringLiteral("Archive"));
        QVERIFY(!pane.words().isEmpty());
        QCOMPARE(editor->accessibleDescription(), pane.words());
        QTest::keyClick(editor, Qt::Key_Return); // not taken
        QVERIFY(pane.isEditing());
        QCOMPARE(pane.wanted.size(), 0);
        QTest::keyClick(editor, Qt::Key_End);
        QTest::keyClicks(editor, QStringLiteral("d"));
        QVERIFY(pane.words().isEmpty());
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(!pane.isEditing());
        QCOMPARE(pane.wanted.size(), 1);
    }

    // One frame around the words, and no more room than they need.
    void theWordsHaveTheirSize()
    {
        Pane pane;
        NameEditor *editor = pane.edit("Projects");
        const auto *label = pane.view.findChild<QLabel *>(QStringLiteral("folderNameProblem"));
        const auto heightFor = [&](const char *name) {
            editor->selectAll();
            QTest::keyClicks(editor, QString::fromLatin1(name));
            return label->isVisible() ? label->height() : -1;
        };
        const int low = heightFor(".");
        QVERIFY(low > 0);
        QCOMPARE(label->frameRect(), label->rect());
        QVERIFY(heightFor("*") > low);
        QCOMPARE(heightFor("."), low);
    }

    void leavingWithAWrongNameChangesNothing()
    {
        Pane pane;
        NameEditor *editor = pane.edit("Projects");
        QTest::keyClicks(editor, QStringLiteral("a/b"));
        QVERIFY(!pane.words().isEmpty());
        pane.view.setFocus();
        QTRY_VERIFY(!pane.isEditing());
        QVERIFY(pane.words().isEmpty());
        QCOMPARE(pane.wanted.size(), 0);
    }

    // News comes all the time: counts of the folder whose name is being typed.
    void newsLeavesWhatIsTyped()
    {
        Pane pane;
        NameEditor *editor = pane.edit("Projects");
        QTest::keyClicks(editor, QStringLiteral("Wo"));
        pane.tell(7);
        QCOMPARE(editor->text(), QStringLiteral("Wo"));
        QVERIFY(pane.isEditing());
    }

    void theInboxAndAccountsAreNotEdited()
    {
        Pane pane;
        QTest::ignoreMessage(QtWarningMsg, "edit: editing failed");
        QVERIFY(!pane.edit("INBOX"));
        QTest::ignoreMessage(QtWarningMsg, "edit: editing failed");
        pane.view.edit(pane.tree.index(0, 0));
        QVERIFY(!pane.isEditing());
    }

    void narrowAndRightToLeft()
    {
        Pane pane;
        NameEditor *editor = pane.edit("Projects/House");
        QVERIFY(editor);
        QTest::keyClicks(editor, QStringLiteral("a/b"));
        for (const int width : {240, 120, 20}) {
            pane.view.resize(width, 300);
            pane.view.setLayoutDirection(width == 120 ? Qt::RightToLeft : Qt::LeftToRight);
            QCoreApplication::processEvents();
            pane.view.grab();
        }
    }

    void aFolderIsPutOntoAnother()
    {
        Pane pane;
        QSignalSpy dropped(&pane.view, &FolderView::folderDropped);
        FolderMime moved(pane.account.config().id, MailboxName(QStringLiteral("Archive")));
        const QPoint projects = pane.view.visualRect(pane.folder("Projects")).center();
        const QPoint inbox = pane.view.visualRect(pane.folder("INBOX")).center();
        const QPoint account = pane.view.visualRect(pane.tree.index(0, 0)).center();
        QVERIFY(send<QDragEnterEvent>(pane, projects, &moved));
        QVERIFY(send<QDragMoveEvent>(pane, projects, &moved));
        const QImage lit = pane.view.grab().toImage();
        QVERIFY(!send<QDragMoveEvent>(pane, inbox, &moved));
        QVERIFY(lit != pane.view.grab().toImage());
        QVERIFY(!send<QDropEvent>(pane, inbox, &moved));
        QCOMPARE(dropped.size(), 0);
        QVERIFY(send<QDragEnterEvent>(pane, account, &moved));
        QVERIFY(send<QDragMoveEvent>(pane, account, &moved));
        QVERIFY(send<QDropEvent>(pane, projects, &moved));
        QCOMPARE(dropped.size(), 1);
        QCOMPARE(dropped.first().at(0).toModelIndex(), pane.folder("Projects"));
        QCOMPARE(dropped.first().at(1).toString(), pane.account.config().id);
        QCOMPARE(dropped.first().at(2).value<MailboxName>(), MailboxName(QStringLiteral("Archive")));
    }

    // Without a judge for messages only folders are taken, and the other way round.
    void eachKindHasItsJudge()
    {
        Pane pane;
        MessageMime messages(pane.account.config().id, MailboxName(QStringLiteral("INBOX")), 3);
        FolderMime moved(pane.account.config().id, MailboxName(QStringLiteral("Archive")));
        const QPoint place = pane.view.visualRect(pane.folder("Projects")).center();
        QVERIFY(!send<QDragEnterEvent>(pane, place, &messages));
        pane.view.setDropJudge([](const QModelIndex &, const MessageMime &, bool) {
            return FolderView::DropAnswer{QStringLiteral("Move 3 here"), {}};
        });
        QVERIFY(send<QDragEnterEvent>(pane, place, &messages));
        QVERIFY(send<QDragMoveEvent>(pane, place, &messages));
        QVERIFY(pane.asked.isEmpty());
        pane.view.setFolderDropJudge({});
        QVERIFY(!send<QDragEnterEvent>(pane, place, &moved));
    }

    void aClosedFolderOpensForWhatIsMadeInIt()
    {
        Pane pane;
        pane.view.openWhenThere(pane.folder("Projects"));
        QVERIFY(pane.view.isExpanded(pane.folder("Projects")));
        pane.view.openWhenThere(pane.folder("Archive"));
        imap::FolderInfo info;
        info.name = MailboxName(QStringLiteral("Archive/2026"));
        info.delimiter = QLatin1Char('/');
        imap::FolderInfo above = info;
        above.name = MailboxName(QStringLiteral("Archive"));
        pane.account.tell({imap::FoldersChanged{{above, info}, false}});
        QVERIFY(pane.view.isExpanded(pane.folder("Archive")));
    }
};

QTEST_MAIN(TestFolderEditing)
#include "tst_folderediting.moc"
