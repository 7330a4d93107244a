#include "ui/views/changespanel.h"

#include "support/fakeaccount.h"
#include "ui/views/changedelegate.h"
#include "ui/views/statepage.h"

#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace ui;
using imap::JournalEntry;
using imap::MailboxName;
using imap::OperationState;

/// A person looks through what was changed and does something about it.
class TestChangesPanel : public QObject
{
    Q_OBJECT

    static JournalEntry entry(quint64 id, OperationState state, const char *target)
    {
        JournalEntry made;
        made.id = id;
        // Their order must not depend on when a millisecond ends.
        made.created = QDateTime(QDate(2026, 5, 4), QTime(9, 30), Qt::UTC).addSecs(qint64(id));
        made.change = imap::MoveChange{MailboxName(QStringLiteral("INBOX")),
                                       imap::UidSet::single(imap::Uid(quint32(id))),
                                       MailboxName(QString::fromUtf8(target))};
        made.state = state;
        made.canUndo = state == OperationState::Done || state == OperationState::Waiting;
        made.error = state == OperationState::Failed ? QStringLiteral("the folder is full") : QString();
        return made;
    }
    struct Fixture {
        test::FakeAccount account;
        JournalModel model{[](const QString &, const MailboxName &folder) { return folder.toString(); }};
        ChangesPanel panel{&model};
        QListView *list = panel.view();

        explicit Fixture(const QList<JournalEntry> &entries)
        {
            account.journalEntries = entries;
            model.addAccount(&account);
            account.tell({imap::ConnectionChanged{}});
            QCoreApplication::processEvents();
            panel.resize(640, 260);
            panel.show();
            (void)QTest::qWaitForWindowExposed(&panel);
        }
        QModelIndex row(int row) const { return list->model()->index(row, 0); }
        void press(int at, ChangeDelegate::Part part)
        {
            QStyleOptionViewItem option;
            option.initFrom(list);
            option.rect = list->visualRect(row(at));
            const auto *delegate = qobject_cast<ChangeDelegate *>(list->itemDelegate());
            QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                              delegate->partRect(option, row(at), part).center());
        }
        StatePage *page() const { return panel.findChild<StatePage *>(); }
    };
    static QList<JournalEntry> some()
    {
        return {entry(4, OperationState::Waiting, "Trash"), entry(3, OperationState::Failed, "Full"),
                entry(2, OperationState::Done, "Archive"), entry(1, OperationState::Undone, "Archive")};
    }

private Q_SLOTS:
    void emptyItSaysWhatItIsFor()
    {
        Fixture f({});
        QTRY_VERIFY(f.page()->isVisible());
        QVERIFY(!f.page()->text().isEmpty());
        f.account.tell({imap::JournalChanged{{entry(1, OperationState::Waiting, "Trash")}}});
        QTRY_VERIFY(f.list->isVisible());
        QVERIFY(!f.page()->isVisible());
    }

    void statesAndWordsNarrowIt()
    {
        Fixture f(some());
        QTRY_COMPARE(f.list->model()->rowCount(), 4);
        f.panel.setShown(ChangesPanel::Show::Failed);
        QCOMPARE(f.list->model()->rowCount(), 1);
        QVERIFY(f.row(0).data(JournalRole::StateWords).toString().contains(QStringLiteral("full")));
        f.panel.setShown(ChangesPanel::Show::Done);
        QCOMPARE(f.list->model()->rowCount(), 2);
        f.panel.setShown(ChangesPanel::Show::All);
        QTest::keyClicks(f.panel.findChild<QLineEdit *>(QStringLiteral("changesWords")),
                         QStringLiteral("archive"));
        QCOMPARE(f.list->model()->rowCount(), 2);
        QTest::keyClicks(f.panel.findChild<QLineEdit *>(QStringLiteral("changesWords")),
                         QStringLiteral("xyz"));
        QVERIFY(f.page()->isVisible());
        // It is live behind the filter, too.
        f.panel.findChild<QLineEdit *>(QStringLiteral("changesWords"))->clear();
        f.panel.setShown(ChangesPanel::Show::Waiting);
        QCOMPARE(f.list->model()->rowCount(), 1);
        f.account.tell({imap::JournalChanged{{entry(4, OperationState::Done, "Trash")}}});
        QTRY_COMPARE(f.list->model()->rowCount(), 0);
    }

    void eachCanBeTriedDroppedAndTakenBack()
    {
        Fixture f(some());
        QTRY_COMPARE(f.list->model()->rowCount(), 4);
        QSignalSpy retry(&f.panel, &ChangesPanel::retryWanted);
        QSignalSpy drop(&f.panel, &ChangesPanel::dropWanted);
        QSignalSpy undo(&f.panel, &ChangesPanel::undoWanted);
        f.press(1, ChangeDelegate::Part::Retry);
        f.press(1, ChangeDelegate::Part::Drop);
        f.press(0, ChangeDelegate::Part::Drop);
        f.press(2, ChangeDelegate::Part::Undo);
        f.press(3, ChangeDelegate::Part::Undo); // has none: a press on its words, or on nothing
        QCOMPARE(retry.size(), 1);
        QCOMPARE(retry[0][1].toULongLong(), quint64(3));
        QCOMPARE(drop.size(), 2);
        QCOMPARE(drop[1][1].toULongLong(), quint64(4));
        QCOMPARE(undo.size(), 1);
        QCOMPARE(undo[0][1].toULongLong(), quint64(2));
        QCOMPARE(undo[0][0].value<imap::AccountHandle *>(), &f.account);
    }

    // Two quick presses on Undo are one, and open no details.
    void aDoubleClickOnAButtonIsOnePress()
    {
        Fixture f(some());
        QTRY_COMPARE(f.list->model()->rowCount(), 4);
        QSignalSpy undo(&f.panel, &ChangesPanel::undoWanted);
        QSignalSpy details(&f.panel, &ChangesPanel::detailsWanted);
        f.press(2, ChangeDelegate::Part::Undo);
        QStyleOptionViewItem option;
        option.initFrom(f.list);
        option.rect = f.list->visualRect(f.row(2));
        const QPoint place = qobject_cast<ChangeDelegate *>(f.list->itemDelegate())
                                 ->partRect(option, f.row(2), ChangeDelegate::Part::Undo)
                                 .center();
        QTest::mouseDClick(f.list->viewport(), Qt::LeftButton, {}, place);
        QTest::mouseRelease(f.list->viewport(), Qt::LeftButton, {}, place);
        QCOMPARE(undo.size(), 1);
        QCOMPARE(details.size(), 0);
        QTest::mouseDClick(f.list->viewport(), Qt::LeftButton, {},
                           QPoint(60, f.list->visualRect(f.row(2)).top() + 12));
        QCOMPARE(details.size(), 1);
    }

    void theKeyboardDoesTheSame()
    {
        Fixture f(some());
        QTRY_COMPARE(f.list->model()->rowCount(), 4);
        QSignalSpy details(&f.panel, &ChangesPanel::detailsWanted);
        QSignalSpy drop(&f.panel, &ChangesPanel::dropWanted);
        QSignalSpy closed(&f.panel, &ChangesPanel::closeWanted);
        f.list->setFocus();
        f.list->setCurrentIndex(f.row(2));
        QTest::keyClick(f.list, Qt::Key_Return);
        QCOMPARE(details.size(), 1);
        QTest::keyClick(f.list, Qt::Key_Delete); // done: not to be dropped
        QCOMPARE(drop.size(), 0);
        QTest::keyClick(f.list, Qt::Key_Up);
        QTest::keyClick(f.list, Qt::Key_Delete);
        QCOMPARE(drop.size(), 1);
        const QPoint middle = f.list->visualRect(f.row(1)).center();
        QContextMenuEvent wanted(QContextMenuEvent::Keyboard, middle,
                                 f.list->viewport()->mapToGlobal(middle));
        QCoreApplication::sendEvent(f.list->viewport(), &wanted);
        auto *menu = f.panel.findChild<QMenu *>();
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 5);
        QVERIFY(!menu->actions().at(0)->isEnabled()); // a failed one has nothing to be taken back
        QVERIFY(!menu->actions().at(0)->toolTip().isEmpty());
        QVERIFY(menu->actions().at(1)->isEnabled());
        menu->close();
        QTest::keyClick(f.list, Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
    }

    void narrowAndMirroredItIsDrawn()
    {
        Fixture f(some());
        f.panel.setLayoutDirection(Qt::RightToLeft);
        f.panel.resize(200, 160);
        QVERIFY(!f.panel.grab().isNull());
        f.panel.resize(1, 1);
        QVERIFY(!f.panel.grab().isNull());
    }
};

QTEST_MAIN(TestChangesPanel)
#include "tst_changespanel.moc"
