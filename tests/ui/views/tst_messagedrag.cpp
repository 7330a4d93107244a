#include "listfixture.h"
#include "ui/models/foldertreemodel.h"
#include "ui/models/roles.h"
#include "ui/views/cardlayout.h"
#include "ui/views/folderview.h"
#include "ui/views/messagemime.h"

#include <QDrag>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;
using imap::MailboxName;
using imap::Uid;

/// Messages are taken away by the buttons of their rows and dragged into folders.
class TestMessageDrag : public QObject
{
    Q_OBJECT

    static void hover(ListFixture &f, const QPoint &place)
    {
        QEnterEvent enter(place, place, f.view.viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(&f.view, &enter);
        f.view.setAttribute(Qt::WA_UnderMouse);
        f.view.viewport()->setAttribute(Qt::WA_UnderMouse);
        QTest::mouseMove(f.view.viewport(), place);
        QMouseEvent move(QEvent::MouseMove, place, f.view.viewport()->mapToGlobal(place), Qt::NoButton,
                         Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.view.viewport(), &move);
    }
    static CardLayout layout(const ListFixture &f, int row)
    {
        QCoreApplication::processEvents(); // the scroll bar takes its place
        CardNeeds needs;
        needs.archive = true;
        needs.remove = true;
        return layoutCard(f.view.visualRect(f.model.index(row, 0)), f.view.font(), needs, Qt::LeftToRight);
    }

    struct Folders {
        test::FakeAccount account;
        FolderTreeModel tree;
        FolderView view;
        std::unique_ptr<MessageMime> messages;
        QString asked;

        Folders()
            : messages(
                  std::make_unique<MessageMime>(account.config().id, MailboxName(QStringLiteral("INBOX")), 3))
        {
            tree.addAccount(&account);
            QList<imap::FolderInfo> list;
            for (const char *name : {"INBOX", "Archive", "Projects", "Projects/House"}) {
                imap::FolderInfo info;
                info.name = MailboxName(QString::fromUtf8(name));
                info.delimiter = QLatin1Char('/');
                list << info;
            }
            for (int i = 0; i < 60; ++i) {
                imap::FolderInfo info;
                info.name = MailboxName(QStringLiteral("X%1").arg(i));
                info.delimiter = QLatin1Char('/');
                list << info;
            }
            account.tell({imap::FoldersChanged{list, false}});
            view.setModel(&tree);
            view.resize(240, 360);
            view.show();
            (void)QTest::qWaitForWindowExposed(&view);
            view.setDropJudge([this](const QModelIndex &index, const MessageMime &, bool copy) {
                asked = index.data().toString();
                if (asked == QStringLiteral("Archive"))
                    return FolderView::DropAnswer{{}, QStringLiteral("read-only")};
                return FolderView::DropAnswer{
                    copy ? QStringLiteral("Copy 3 here") : QStringLiteral("Move 3 here"), {}};
            });
        }
        QModelIndex folder(const char *name) const
        {
            return tree.folderIndex(account.config().id, MailboxName(QString::fromUtf8(name)));
        }
        QPoint at(const char *name) const { return view.visualRect(folder(name)).center(); }
        void enter()
        {
            QDragEnterEvent event({5, 5}, Qt::MoveAction | Qt::CopyAction, messages.get(), Qt::LeftButton,
                                  {});
            QCoreApplication::sendEvent(view.viewport(), &event);
        }
        bool move(const QPoint &place, Qt::KeyboardModifiers modifiers = {})
        {
            QDragMoveEvent event(place, Qt::MoveAction | Qt::CopyAction, messages.get(), Qt::LeftButton,
                                 modifiers);
            QCoreApplication::sendEvent(view.viewport(), &event);
            return event.isAccepted();
        }
        bool drop(const QPoint &place, Qt::KeyboardModifiers modifiers = {})
        {
            QDropEvent event(place, Qt::MoveAction | Qt::CopyAction, messages.get(), Qt::LeftButton,
                             modifiers);
            event.ignore();
            QCoreApplication::sendEvent(view.viewport(), &event);
            return event.isAccepted();
        }
        void leave()
        {
            QDragLeaveEvent event;
            QCoreApplication::sendEvent(view.viewport(), &event);
        }
    };

private Q_SLOTS:
    void theButtonsUnderThePointerTakeAway()
    {
        ListFixture f;
        f.view.offerToTakeAway(true, true);
        QSignalSpy archive(&f.view, &MessageListView::archiveRequested);
        QSignalSpy remove(&f.view, &MessageListView::removeRequested);
        f.click(0);
        const CardLayout card = layout(f, 3);
        // Where no pointer hovers there are no such buttons: a tap there chooses the message.
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, card.removeTarget.center());
        QCOMPARE(remove.size(), 0);
        f.click(0);
        hover(f, card.removeTarget.center());
        f.view.grab();
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, card.removeTarget.center());
        QCOMPARE(remove.size(), 1);
        QCOMPARE(f.model.uids(remove[0][0].value<QItemSelection>()), QList<Uid>{Uid(197)});
        QCOMPARE(f.selected(), QList<Uid>{Uid(200)}); // what was chosen stays so
        hover(f, card.archiveTarget.center());
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, card.archiveTarget.center());
        QCOMPARE(archive.size(), 1);
    }

    // The next message comes up under the pointer: the second press of a double click must not take it, too.
    void aDoubleClickTakesOneMessage()
    {
        ListFixture f;
        f.view.offerToTakeAway(true, true);
        QSignalSpy remove(&f.view, &MessageListView::removeRequested);
        const QPoint place = layout(f, 2).removeTarget.center();
        hover(f, place);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(f.view.viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(remove.size(), 1);
    }

    void aButtonOfTheSelectionMeansAllOfIt()
    {
        ListFixture f;
        f.view.offerToTakeAway(true, true);
        f.click(1);
        f.click(5, Qt::ShiftModifier);
        QSignalSpy archive(&f.view, &MessageListView::archiveRequested);
        const QPoint place = layout(f, 3).archiveTarget.center();
        hover(f, place);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(archive.size(), 1);
        QCOMPARE(f.model.uids(archive[0][0].value<QItemSelection>()).size(), 5);
    }

    void withoutLeaveThereAreNoSuchButtons()
    {
        ListFixture f;
        f.view.offerToTakeAway(false, false);
        QSignalSpy archive(&f.view, &MessageListView::archiveRequested);
        QSignalSpy remove(&f.view, &MessageListView::removeRequested);
        for (const QPoint &place :
             {layout(f, 3).archiveTarget.center(), layout(f, 3).removeTarget.center()}) {
            hover(f, place);
            QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, place);
        }
        QCOMPARE(archive.size() + remove.size(), 0);
        QCOMPARE(f.selected(), QList<Uid>{Uid(197)});
    }

    void pressingOneOfSeveralKeepsThemForTheDrag()
    {
        ListFixture f;
        f.click(1);
        f.click(4, Qt::ShiftModifier);
        QTest::mousePress(f.view.viewport(), Qt::LeftButton, {}, f.rowCenter(2));
        QCOMPARE(f.selectedRows(), 4);
        // Within the distance of a shaking hand it is no drag, and nothing is chosen by moving.
        QMouseEvent move(QEvent::MouseMove, f.rowCenter(2) + QPoint(2, 2),
                         f.view.viewport()->mapToGlobal(f.rowCenter(2) + QPoint(2, 2)), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.view.viewport(), &move);
        QCOMPARE(f.selectedRows(), 4);
        QTest::mouseRelease(f.view.viewport(), Qt::LeftButton, {}, f.rowCenter(2));
        QCOMPARE(f.selectedRows(), 1);
    }

    void theMenuIsForTheRowUnderThePointer()
    {
        ListFixture f;
        QSignalSpy wanted(&f.view, &MessageListView::contextMenuWanted);
        f.click(1);
        QTest::mouseClick(f.view.viewport(), Qt::RightButton, {}, f.rowCenter(3));
        QContextMenuEvent event(QContextMenuEvent::Mouse, f.rowCenter(3),
                                f.view.viewport()->mapToGlobal(f.rowCenter(3)));
        QCoreApplication::sendEvent(f.view.viewport(), &event);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(f.selected(), QList<Uid>{Uid(197)});
        QContextMenuEvent key(QContextMenuEvent::Keyboard, {0, 0}, {0, 0});
        QCoreApplication::sendEvent(f.view.viewport(), &key);
        QCOMPARE(wanted.size(), 2);
        QVERIFY(f.view.viewport()->rect().contains(f.view.viewport()->mapFromGlobal(wanted[1][0].toPoint())));
    }

    void foldersSayWhatADropWouldDo()
    {
        Folders f;
        QSignalSpy dropped(&f.view, &FolderView::messagesDropped);
        f.enter();
        QVERIFY(f.move(f.at("INBOX")));
        QCOMPARE(f.asked, f.folder("INBOX").data().toString());
        const QImage lit = f.view.grab().toImage();
        QVERIFY(!f.move(f.at("Archive"))); // the judge has a reason
        QVERIFY(f.view.grab().toImage() != lit);
        QVERIFY(!f.drop(f.at("Archive")));
        QCOMPARE(dropped.size(), 0);
        f.enter();
        QVERIFY(f.move(f.at("Projects"), Qt::ControlModifier));
        QVERIFY(f.drop(f.at("Projects"), Qt::ControlModifier));
        QCOMPARE(dropped.size(), 1);
        QCOMPARE(dropped[0][0].toModelIndex(), f.folder("Projects"));
        QCOMPARE(dropped[0][1].toBool(), true);
        f.enter();
        QVERIFY(f.drop(f.at("INBOX")));
        QCOMPARE(dropped[1][1].toBool(), false);
    }

    void foreignThingsAreNotTaken()
    {
        Folders f;
        QMimeData text;
        text.setText(QStringLiteral("hello"));
        QDragEnterEvent enter(f.at("INBOX"), Qt::CopyAction, &text, Qt::LeftButton, {});
        QCoreApplication::sendEvent(f.view.viewport(), &enter);
        QVERIFY(!enter.isAccepted());
        QDropEvent drop(f.at("INBOX"), Qt::CopyAction, &text, Qt::LeftButton, {});
        drop.ignore();
        QCoreApplication::sendEvent(f.view.viewport(), &drop);
        QVERIFY(!drop.isAccepted());
    }

    void restingOnAClosedFolderOpensIt()
    {
        Folders f;
        QVERIFY(!f.view.isExpanded(f.folder("Projects")));
        f.enter();
        f.move(f.at("Projects"));
        f.move(f.at("Projects") + QPoint(3, 0)); // moving within it does not begin anew
        QTRY_VERIFY(f.view.isExpanded(f.folder("Projects")));
        // Nothing came of it: it closes, and was never a person's wish.
        f.leave();
        QVERIFY(!f.view.isExpanded(f.folder("Projects")));
        QVERIFY(f.view.expansion().isEmpty());
        f.enter();
        f.move(f.at("Projects"));
        QTRY_VERIFY(f.view.isExpanded(f.folder("Projects")));
        f.move(f.at("Projects/House"));
        QVERIFY(f.drop(f.at("Projects/House")));
        QVERIFY(f.view.isExpanded(f.folder("Projects"))); // where the messages went stays to be seen
    }

    void theEdgeScrolls()
    {
        Folders f;
        const int before = f.view.verticalScrollBar()->value();
        f.enter();
        QCursor::setPos(f.view.viewport()->mapToGlobal(QPoint(60, f.view.viewport()->height() - 4)));
        f.move({60, f.view.viewport()->height() - 4});
        QTRY_VERIFY(f.view.verticalScrollBar()->value() > before);
        f.leave();
    }
};

QTEST_MAIN(TestMessageDrag)
#include "tst_messagedrag.moc"
