#include "listfixture.h"

#include "ui/models/roles.h"
#include "ui/views/columnheader.h"

#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>

using namespace ui;
using imap::Uid;

class TestMessageListView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void selectionWithTheMouse()
    {
        ListFixture f;
        f.click(2);
        QCOMPARE(f.selected(), QList<Uid>{Uid(198)});
        f.click(5, Qt::ShiftModifier);
        QCOMPARE(f.selected().size(), 4);
        f.click(3, Qt::ControlModifier);
        QCOMPARE(f.selected().size(), 3);
        f.click(1);
        QCOMPARE(f.selected(), QList<Uid>{Uid(199)});
    }

    void selectionWithTheKeyboard()
    {
        ListFixture f;
        QSignalSpy current(&f.view, &MessageListView::currentMessageChanged);
        f.click(0);
        QTest::keyClick(&f.view, Qt::Key_Down);
        QCOMPARE(f.view.currentIndex().row(), 1);
        QTest::keyClick(&f.view, Qt::Key_End);
        QCOMPARE(f.view.currentIndex().row(), 199);
        QCOMPARE(f.view.lastVisibleRow(), 199);
        QTest::keyClick(&f.view, Qt::Key_PageUp);
        QVERIFY(f.view.currentIndex().row() < 195 && f.view.currentIndex().row() > 180);
        QTest::keyClick(&f.view, Qt::Key_Home);
        QTest::keyClick(&f.view, Qt::Key_Up);
        QCOMPARE(f.view.currentIndex().row(), 0);
        QTest::keyClick(&f.view, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&f.view, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(f.selectedRows(), 3);
        QTest::keyClick(&f.view, Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(f.selected().size(), 200);
        QCOMPARE(current.last().first().toInt(), 199);
        QTest::keyClick(&f.view, Qt::Key_Home);
        QTest::keyClick(&f.view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(f.selected().size(), 200);
    }

    void activation()
    {
        ListFixture f;
        QSignalSpy activated(&f.view, &MessageListView::messageActivated);
        f.click(3);
        QTest::keyClick(&f.view, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.first().first().value<Uid>(), Uid(197));
        f.click(4);
        QTest::mouseDClick(f.view.viewport(), Qt::LeftButton, {}, f.rowCenter(4));
        QCOMPARE(activated.size(), 2);
    }

    void typeAhead()
    {
        ListFixture f;
        f.click(0);
        QTest::keyClicks(&f.view, QStringLiteral("marie"));
        const int first = f.view.currentIndex().row();
        QVERIFY(f.model.displayAt(first)->correspondents.startsWith(QStringLiteral("Marie")));
        QCOMPARE(f.selected(), QList<Uid>{f.model.uidAt(first)});
        f.view.keyboardSearch({});
        f.view.keyboardSearch(QStringLiteral("m"));
        f.view.keyboardSearch(QStringLiteral("m"));
        QVERIFY(f.view.currentIndex().row() > first);
    }

    // The star is where one can hit it, and pressing it does not choose another message.
    void starsAndReadMarks()
    {
        ListFixture f;
        f.click(0);
        QSignalSpy toggled(&f.view, &MessageListView::flagToggleRequested);
        const QRect row = f.view.visualRect(f.model.index(3, 0));
        const QPoint star(row.right() - 19, row.bottom() - 18);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, star);
        QCOMPARE(toggled.size(), 1);
        QCOMPARE(f.model.uids(toggled.first().at(0).value<QItemSelection>()), QList<Uid>{Uid(197)});
        QCOMPARE(toggled.first().at(1).value<imap::Flag>(), imap::flags::Flagged);
        QCOMPARE(toggled.first().at(2).toBool(), true);
        QCOMPARE(f.selected(), QList<Uid>{Uid(200)});
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, star - QPoint(24, 0));
        QCOMPARE(toggled.last().at(1).value<imap::Flag>(), imap::flags::Seen);
        QCOMPARE(toggled.last().at(2).toBool(), false);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, QPoint(16, row.top() + 18));
        QCOMPARE(toggled.size(), 3);
    }

    // A press there would do nothing, so it chooses the message as anywhere else.
    void marksThatCannotBeChangedAreNoButtons()
    {
        ListFixture f;
        f.view.offerMarks(false, false);
        QSignalSpy toggled(&f.view, &MessageListView::flagToggleRequested);
        f.click(0);
        const QRect row = f.view.visualRect(f.model.index(3, 0));
        const QPoint star(row.right() - 19, row.bottom() - 18);
        for (const QPoint &place : {star, star - QPoint(24, 0), QPoint(16, row.top() + 18)}) {
            f.click(0);
            QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, place);
            QCOMPARE(f.selected(), QList<Uid>{Uid(197)});
        }
        f.view.grab();
        f.view.setMode(MessageListView::Mode::Table);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {},
                          f.view.visualRect(f.model.index(1, MessageColumn::Star)).center());
        QCOMPARE(f.selected(), QList<Uid>{Uid(199)});
        QCOMPARE(toggled.size(), 0);
        f.view.offerMarks(true, false);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {},
                          f.view.visualRect(f.model.index(1, MessageColumn::Star)).center());
        QCOMPARE(toggled.size(), 1);
    }

    void aStarOnASelectionMeansAllOfIt()
    {
        ListFixture f;
        f.click(1);
        f.click(4, Qt::ShiftModifier);
        QSignalSpy toggled(&f.view, &MessageListView::flagToggleRequested);
        const QRect row = f.view.visualRect(f.model.index(3, 0));
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, QPoint(row.right() - 19, row.bottom() - 18));
        QCOMPARE(f.model.uids(toggled.first().at(0).value<QItemSelection>()).size(), 4);
        QCOMPARE(f.selectedRows(), 4);
    }

    void paintedRowsAreTold()
    {
        ListFixture f(200, 0);
        f.account.hold();
        QSignalSpy first(&f.view, &MessageListView::firstScreenPainted);
        QSignalSpy painted(&f.view, &MessageListView::rowPainted);
        const imap::MailboxName other(QStringLiteral("Other"));
        f.account.serve(other, 50, [](quint32 uid) { return test::fakeMessage(uid); });
        f.model.open(&f.account, {other, QStringLiteral("Other"), Correspondents::From, 50});
        f.view.repaint();
        QCOMPARE(painted.size(), 0);
        QCOMPARE(first.size(), 0);
        f.account.release();
        QTRY_COMPARE(first.size(), 1);
        QCOMPARE(first.first().first().toInt(), f.view.lastVisibleRow() - f.view.firstVisibleRow() + 1);
        QCOMPARE(painted.first().first().value<Uid>(), Uid(50));
        const qsizetype before = painted.size();
        f.view.repaint();
        QCOMPARE(painted.size(), before);
    }

    // Whoever measures how long a flag takes to be seen must not be told of rows that only came back.
    void flagsAreToldWhenTheyAreDrawn()
    {
        ListFixture f(5000, 200);
        const auto draw = [&f] { f.view.viewport()->repaint(); };
        draw();
        QSignalSpy told(&f.view, &MessageListView::flagsPainted);
        f.account.changeFlags(f.inbox, {Uid(4999)}, {imap::flags::Flagged}, {});
        QCOMPARE(told.size(), 0); // not before the pixels
        draw();
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().first().value<Uid>(), Uid(4999));
        draw();
        f.account.changeFlags(f.inbox, {Uid(4998)}, {imap::flags::Recent}, {});
        draw();
        QCOMPARE(told.size(), 1);

        f.view.scrollTo(f.model.index(4000, 0));
        QTRY_VERIFY(f.model.uidAt(4000).isValid());
        draw();
        f.account.changeFlags(f.inbox, {Uid(5000)}, {imap::flags::Answered}, {});
        draw();
        QCOMPARE(told.size(), 1); // nobody sees it yet
        f.view.scrollTo(f.model.index(0, 0));
        QTRY_VERIFY(f.model.uidAt(0).isValid());
        draw();
        QCOMPARE(told.size(), 2);
        QCOMPARE(told.last().first().value<Uid>(), Uid(5000));
    }

    void firstScreenFromTheCache()
    {
        ListFixture f(0, 0);
        QSignalSpy first(&f.view, &MessageListView::firstScreenPainted);
        const imap::MailboxName other(QStringLiteral("Other"));
        f.model.open(&f.account, {other, QStringLiteral("Other"), Correspondents::From, {}});
        imap::FolderReset reset;
        reset.folder = other;
        reset.total = 2;
        reset.fromCache = true;
        for (const quint32 uid : {1u, 2u})
            reset.rows << imap::MessageRow{imap::SeqNum(uid), test::fakeMessage(uid)};
        f.account.tell({reset});
        QTRY_COMPARE(first.size(), 1);
        QCOMPARE(first.first().at(0).toInt(), 2);
        QCOMPARE(first.first().at(1).toBool(), true);
    }

    void tableMode()
    {
        ListFixture f;
        f.view.setMode(MessageListView::Mode::Table);
        QVERIFY(f.view.header()->isVisible());
        QCOMPARE(f.view.visualRect(f.model.index(0, 0)).height(), 28);
        const QRect subject = f.view.visualRect(f.model.index(2, MessageColumn::Subject));
        QCOMPARE(f.view.indexAt(subject.center()).column(), int(MessageColumn::Subject));
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, subject.center());
        QCOMPARE(f.selected(), QList<Uid>{Uid(198)});
        QSignalSpy toggled(&f.view, &MessageListView::flagToggleRequested);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {},
                          f.view.visualRect(f.model.index(1, MessageColumn::Star)).center());
        QCOMPARE(toggled.size(), 1);
        f.view.grab();
        f.view.setMode(MessageListView::Mode::Cards);
        QVERIFY(!f.view.header()->isVisible());
        QCOMPARE(f.selected(), QList<Uid>{Uid(198)});
    }

    void columnsByChoiceAndOrder()
    {
        ListFixture f;
        f.view.setMode(MessageListView::Mode::Table);
        ColumnHeader *header = f.view.header();
        const auto middle = [&](int column) {
            return QPoint(header->sectionViewportPosition(column) + header->sectionSize(column) / 2, 10);
        };
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, middle(MessageColumn::Date));
        QVERIFY(!f.model.isNewestFirst());
        QCOMPARE(f.model.uidAt(0), Uid(1));
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, middle(MessageColumn::Subject));
        QVERIFY(!f.model.isNewestFirst());
        const QPoint place = middle(MessageColumn::Size);
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, header->viewport()->mapToGlobal(place));
        QApplication::sendEvent(header->viewport(), &event);
        auto *menu = header->findChild<QMenu *>();
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 5);
        menu->actions().last()->trigger();
        QVERIFY(header->isSectionHidden(MessageColumn::Size));
        menu->close();
        f.view.grab();
    }

    void aNarrowPaneKeepsTheSubjectReadable()
    {
        ListFixture f;
        f.view.setMode(MessageListView::Mode::Table);
        const ColumnHeader *header = f.view.header();
        f.view.resize(1000, 400);
        QVERIFY(!header->isSectionHidden(MessageColumn::Size));
        const int people = header->sectionSize(MessageColumn::Correspondents);
        f.view.resize(400, 400);
        QVERIFY(header->isSectionHidden(MessageColumn::Size));
        QVERIFY(header->isSectionHidden(MessageColumn::Labels));
        QVERIFY(!header->isSectionHidden(MessageColumn::Date));
        QVERIFY(header->sectionSize(MessageColumn::Subject) >
                QFontMetrics(header->font()).horizontalAdvance(QStringLiteral("Words of a subject")));
        QVERIFY(header->length() <= f.view.viewport()->width());
        f.view.resize(1000, 400);
        QVERIFY(!header->isSectionHidden(MessageColumn::Size));
        QCOMPARE(header->sectionSize(MessageColumn::Correspondents), people);
    }

    void columnsAreRemembered()
    {
        ListFixture f;
        f.view.setMode(MessageListView::Mode::Table);
        f.view.resize(1000, 400);
        f.view.header()->setColumns({QStringLiteral("date:150"), QStringLiteral("people:201"),
                                     QStringLiteral("-size:99"), QStringLiteral("-subject:1"),
                                     QStringLiteral("flavour:7"), QStringLiteral("labels:999999")});
        const ColumnHeader *header = f.view.header();
        QCOMPARE(header->visualIndex(MessageColumn::Date), 0);
        QCOMPARE(header->sectionSize(MessageColumn::Date), 150);
        QCOMPARE(header->sectionSize(MessageColumn::Correspondents), 201);
        QVERIFY(header->isSectionHidden(MessageColumn::Size));
        QVERIFY(!header->isSectionHidden(MessageColumn::Subject));
        const QStringList columns = header->columns();
        QVERIFY(columns.contains(QStringLiteral("-size:99")));
        // What only has no room now is still wanted.
        f.view.resize(300, 400);
        QCOMPARE(header->columns(), columns);
        ListFixture other;
        other.view.header()->setColumns(columns);
        QCOMPARE(other.view.header()->columns(), columns);
    }

    void drawsAtAnyWidthInAnyState()
    {
        ListFixture f(50, 30);
        for (const bool mirrored : {false, true}) {
            f.view.setLayoutDirection(mirrored ? Qt::RightToLeft : Qt::LeftToRight);
            for (const auto mode : {MessageListView::Mode::Cards, MessageListView::Mode::Table}) {
                f.view.setMode(mode);
                for (const int width : {1, 40, 100, 200, 600}) {
                    f.view.resize(width, 2000);
                    f.view.grab();
                }
            }
        }
        f.model.close();
        f.view.grab();
    }

    void screenReadersSeeRows()
    {
        ListFixture f;
        QAccessibleInterface *list = QAccessible::queryAccessibleInterface(&f.view);
        QVERIFY(list);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 200);
        QAccessibleInterface *row = list->child(1);
        QCOMPARE(row->role(), QAccessible::ListItem);
        QCOMPARE(row->text(QAccessible::Name), f.model.index(1, 0).data(Qt::AccessibleTextRole).toString());
        QVERIFY(row->text(QAccessible::Name).contains(f.model.displayAt(1)->subject));
        QCOMPARE(list->indexOfChild(row), 1);
        QCOMPARE(list->child(1), row);
        f.click(1);
        QVERIFY(row->state().selected);
        QVERIFY(!list->child(2)->state().selected);
        QCOMPARE(list->focusChild(), row);
        QSignalSpy activated(&f.view, &QAbstractItemView::activated);
        row->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(activated.size(), 1);
        QVERIFY(!list->child(200));
    }
};

QTEST_MAIN(TestMessageListView)
#include "tst_messagelistview.moc"
