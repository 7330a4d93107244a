#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/mailsearch.h"
#include "ui/mainwindow/panelayout.h"
#include "ui/support/formatting.h"
#include "ui/views/envelopeview.h"
#include "ui/views/folderview.h"
#include "ui/views/readerpane.h"
#include "ui/views/searchbar.h"
#include "ui/views/searchfield.h"
#include "ui/views/searchnotice.h"
#include "ui/views/toast.h"
#include "windowcase.h"

#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QToolButton>

using namespace ui;
using imap::Uid;
using imap::UidSet;
using test::archive;
using test::FakeAccount;
using test::inbox;

/// A person searches mail in the window, with keys and mouse.
class TestMailSearch : public QObject, private test::WindowCase
{
    Q_OBJECT

    static imap::CacheHits found(const QList<QPair<imap::MailboxName, quint32>> &messages)
    {
        imap::CacheHits hits;
        hits.kept = imap::Kept::Everything;
        for (const auto &[folder, uid] : messages) {
            imap::CacheHit hit;
            hit.folder = folder;
            hit.message = unread(uid);
            hits.hits << hit;
        }
        return hits;
    }
    MailSearch *search() const { return m_window->search(); }
    SearchField *field() const { return search()->field(); }
    MessageListView *results() const { return search()->results(); }
    ReaderPane *reader() const { return m_window->reader(); }
    const Actions *actions() const { return m_window->actionSet(); }
    /// The shortcut, and then keys.
    void type(const QString &text)
    {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(field()->hasFocus());
        QTest::keyClicks(field(), text);
    }
    void typeAndFind(const QString &text, int rows)
    {
        type(text);
        QTRY_VERIFY(search()->isActive());
        QTRY_COMPARE(search()->model()->status().phase, SearchStatus::Phase::Done);
        QCOMPARE(results()->model()->rowCount(), rows);
        QVERIFY(results()->isVisible());
        QVERIFY(!m_window->list()->isVisible());
    }
    void click(int row, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseClick(results()->viewport(), Qt::LeftButton, modifiers,
                          results()->visualRect(results()->model()->index(row, 0)).center());
    }
    QList<imap::Change> changes() const
    {
        QList<imap::Change> all;
        const QList<FakeAccount::Call> calls = m_account->callsOf(QStringLiteral("change"));
        for (const FakeAccount::Call &call : calls)
            all << *call.change;
        return all;
    }
    void twoFolders()
    {
        openInbox();
        m_account->find = [](const imap::CacheSearch &asked) {
            if (asked.folder)
                return found({{inbox, 12}, {inbox, 7}});
            return found({{inbox, 12}, {archive, 2}, {inbox, 7}});
        };
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // Ctrl+K, words, and the list is what was found; Escape, and it is the list that it was.
    void searchAndBack()
    {
        openInbox();
        m_account->find = [](const imap::CacheSearch &) { return found({{inbox, 12}, {inbox, 7}}); };
        m_window->resize(1280, 400);
        MessageListView *list = m_window->list();
        list->verticalScrollBar()->setValue(list->verticalScrollBar()->maximum() / 2);
        const int place = list->verticalScrollBar()->value();
        QVERIFY(place > 0);
        select(list->firstVisibleRow() + 1);
        const int chosen = list->currentIndex().row();
        QTRY_VERIFY(reader()->uid().isValid());
        const Uid read = reader()->uid();
        QVERIFY(field()->placeholderText().contains(QStringLiteral("Inbox")));

        typeAndFind(QStringLiteral("subj"), 2);
        QCOMPARE(m_account->callsOf(QStringLiteral("searchCache")).size(), 1); // not one for each key
        QCOMPARE(m_account->callsOf(QStringLiteral("searchCache")).value(0).search.folder,
                 std::optional(inbox));
        QCOMPARE(search()->bar()->countText(), messageCountText(2));
        QCOMPARE(reader()->uid(), read); // nothing else was chosen yet
        QTest::keyClick(field(), Qt::Key_Down);
        QTRY_COMPARE(reader()->uid(), Uid(12));
        QTest::keyClick(results(), Qt::Key_Down);
        QTRY_COMPARE(reader()->uid(), Uid(7));
        QTest::keyClick(results(), Qt::Key_Escape);
        QVERIFY(!search()->isActive());
        QVERIFY(list->isVisible());
        QVERIFY(list->hasFocus());
        QCOMPARE(field()->text(), QString());
        QCOMPARE(list->verticalScrollBar()->value(), place);
        QCOMPARE(list->currentIndex().row(), chosen);
        QVERIFY(list->selectionModel()->isRowSelected(chosen));
        QTRY_COMPARE(reader()->uid(), read);
    }
    void clearButton()
    {
        twoFolders();
        typeAndFind(QStringLiteral("s"), 2);
        QToolButton *clear = nullptr;
        for (auto *button : field()->findChildren<QToolButton *>()) {
            const QAction *action = button->defaultAction();
            if (action && action->objectName() == QLatin1String("_q_qlineeditclearaction"))
                clear = button;
        }
        QVERIFY(clear);
        QTest::mouseClick(clear, Qt::LeftButton);
        QTRY_VERIFY(!search()->isActive());
        QVERIFY(m_window->list()->isVisible());
        QVERIFY(field()->hasFocus()); // to type something else
    }
    // Where is searched is chosen at the left, is said, and is kept.
    void scope()
    {
        twoFolders();
        typeAndFind(QStringLiteral("s"), 2);
        QMenu *menu = search()->bar()->scopeButton()->menu();
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 2); // one account: no choice between accounts
        QVERIFY(menu->actions().at(0)->isChecked());
        menu->actions().at(1)->trigger();
        QTRY_COMPARE(results()->model()->rowCount(), 3);
        QVERIFY(!m_account->callsOf(QStringLiteral("searchCache")).last().search.folder);
        QVERIFY(field()->placeholderText().contains(QStringLiteral("Anna at example.org")));
        // Of hits from elsewhere the folder is said, of the open one not.
        QCOMPARE(search()->model()->displayAt(0)->place, QString());
        QCOMPARE(search()->model()->displayAt(1)->place, QStringLiteral("Archive"));
        end();
        m_window.reset();
        openInbox();
        QCOMPARE(search()->scope(), SearchScope::Account);
    }
    void allAccounts()
    {
        twoFolders();
        FakeAccount work(QStringLiteral("work"));
        work.find = [](const imap::CacheSearch &) { return found({{inbox, 30}}); };
        m_window->addAccount(&work);
        search()->setScope(SearchScope::All);
        typeAndFind(QStringLiteral("s"), 4);
        QVERIFY(search()->model()->displayAt(0)->place.startsWith(QStringLiteral("Inbox")));
        QCOMPARE(search()->model()->hitAt(0)->account, &work);
        click(0);
        QTRY_COMPARE(work.callsOf(QStringLiteral("fetchSections")).size(), 1);
        m_window->removeAccount(&work);
        QTRY_COMPARE(results()->model()->rowCount(), 3);
    }
    // A hit of another folder is read without opening that.
    void readingAHitFromElsewhere()
    {
        twoFolders();
        search()->setScope(SearchScope::Account);
        typeAndFind(QStringLiteral("s"), 3);
        m_account->clearCalls();
        click(1);
        QTRY_COMPARE(reader()->content(), ReaderPane::Content::Message);
        QCOMPARE(reader()->folder(), archive);
        QCOMPARE(m_account->callsOf(QStringLiteral("fetchSections")).value(0).folder, archive);
        QVERIFY(m_account->callsOf(QStringLiteral("openFolder")).isEmpty());
        // Having been read counts where the message is.
        QTRY_COMPARE_WITH_TIMEOUT(changes().size(), 1, 10'000);
        const auto seen = std::get<imap::FlagChange>(changes().value(0));
        QCOMPARE(seen.folder, archive);
        QCOMPARE(seen.uids, UidSet::single(Uid(2)));
        // What happens in the open folder does not take it from the eyes.
        m_account->deliver(inbox, 1);
        imap::FolderReset anew;
        anew.folder = inbox;
        anew.total = 3;
        m_account->tell({anew});
        QTest::qWait(50);
        QCOMPARE(reader()->folder(), archive);
    }
    void doubleClickShowsItInItsFolder()
    {
        twoFolders();
        search()->setScope(SearchScope::Account);
        typeAndFind(QStringLiteral("s"), 3);
        click(1);
        QTest::mouseDClick(results()->viewport(), Qt::LeftButton, {},
                           results()->visualRect(results()->model()->index(1, 0)).center());
        QTRY_VERIFY(!search()->isActive());
        QCOMPARE(m_window->browser()->folder(), archive);
        QTRY_COMPARE(reader()->uid(), Uid(2));
        QCOMPARE(m_window->browser()->listModel()->uidAt(m_window->list()->currentIndex().row()), Uid(2));
    }
    // In a large folder nobody knows yet where the message stands.
    void messageFarDownInItsFolder()
    {
        openInbox();
        m_account->serve(archive, 50'000, unread, 30);
        m_account->find = [](const imap::CacheSearch &) { return found({{archive, 1234}}); };
        typeAndFind(QStringLiteral("s"), 1);
        click(0);
        QVERIFY(actions()->showInFolder->isEnabled());
        actions()->showInFolder->trigger();
        QTRY_COMPARE(m_window->browser()->folder(), archive);
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("findMessage")).size(), 1);
        QTRY_COMPARE(reader()->uid(), Uid(1234));
        const int row = m_window->list()->currentIndex().row();
        QVERIFY(row >= m_window->list()->firstVisibleRow() && row <= m_window->list()->lastVisibleRow());
    }
    // Several folders, one deed, one undo.
    void deletingHits()
    {
        twoFolders();
        m_account->tell({imap::FoldersChanged{
            {folder(inbox, imap::FolderRole::Inbox, 40), folder(archive, imap::FolderRole::Archive, 3),
             folder(imap::MailboxName(QStringLiteral("Trash")), imap::FolderRole::Trash, 0)},
            false}});
        search()->setScope(SearchScope::Account);
        typeAndFind(QStringLiteral("s"), 3);
        click(0);
        click(1, Qt::ShiftModifier);
        QTest::keyClick(results(), Qt::Key_Delete);
        QTRY_COMPARE(changes().size(), 2);
        const auto first = std::get<imap::MoveChange>(changes().value(0));
        const auto second = std::get<imap::MoveChange>(changes().value(1));
        QCOMPARE(first.folder, inbox);
        QCOMPARE(first.uids, UidSet::single(Uid(12)));
        QCOMPARE(second.folder, archive);
        QCOMPARE(second.uids, UidSet::single(Uid(2)));
        QCOMPARE(second.target, imap::MailboxName(QStringLiteral("Trash")));
        // The next one is chosen.
        QTRY_COMPARE(reader()->uid(), Uid(7));
        QTRY_VERIFY(m_window->operations()->canUndo());
        QVERIFY(m_window->operations()->undoWords().contains(QLatin1Char('2')));
        QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 2);
        QVERIFY(!m_window->operations()->canUndo());
        QTRY_VERIFY(m_window->operations()->canRedo());
    }
    void marksOnHits()
    {
        twoFolders();
        search()->setScope(SearchScope::Account);
        typeAndFind(QStringLiteral("s"), 3);
        click(1);
        QTRY_COMPARE(reader()->folder(), archive);
        QTest::keyClick(m_window.get(), Qt::Key_D, Qt::ControlModifier);
        QTRY_COMPARE(changes().size(), 1);
        const auto star = std::get<imap::FlagChange>(changes().value(0));
        QCOMPARE(star.folder, archive);
        QCOMPARE(star.add, imap::FlagSet{imap::flags::Flagged});
        // And the reader's own button.
        Q_EMIT reader()->readToggled(true);
        QTRY_COMPARE(changes().size(), 2);
        QCOMPARE(std::get<imap::FlagChange>(changes().value(1)).folder, archive);
    }
    void serverIsAsked()
    {
        openInbox();
        m_account->find = [](const imap::CacheSearch &) {
            auto hits = found({{inbox, 12}});
            hits.kept = imap::Kept::Part;
            return hits;
        };
        m_account->findOnServer = [](const imap::ServerSearch &) {
            imap::ServerHits hits;
            hits.messages = {unread(12), unread(3)};
            hits.found = 2;
            return hits;
        };
        typeAndFind(QStringLiteral("s"), 1);
        QVERIFY2(search()->bar()->noteText().contains(QStringLiteral("Inbox")),
                 qPrintable(search()->bar()->noteText()));
        QToolButton *button = search()->bar()->serverButton();
        QVERIFY(button->isVisible() && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_COMPARE(results()->model()->rowCount(), 2);
        QVERIFY(!button->isVisible());
        QCOMPARE(search()->bar()->noteText(), QString());
        // Without a connection the button says why not.
        tellState(imap::ConnectionState::Offline);
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(field(), QStringLiteral("t"));
        QTRY_VERIFY(button->isVisible());
        QVERIFY(!button->isEnabled());
        QVERIFY(button->toolTip().contains(QStringLiteral("mail.example.org")));
    }
    void whatTheListSays()
    {
        openInbox();
        m_account->holdSearches = true;
        m_account->find = [](const imap::CacheSearch &) {
            imap::CacheHits none;
            none.kept = imap::Kept::Part;
            return none;
        };
        type(QStringLiteral("xyz"));
        QTRY_COMPARE(m_account->heldSearches.size(), 1U);
        const auto notice = [this] {
            SearchedPlace place;
            place.folder = QStringLiteral("Inbox");
            place.online = true;
            return noticeFor(*search()->model(), place);
        };
        QCOMPARE(search()->bar()->countText(), QStringLiteral("Searching …"));
        m_account->heldSearches[0]();
        QTRY_COMPARE(search()->bar()->countText(), QStringLiteral("Nothing found"));
        QVERIFY(notice().title.contains(QStringLiteral("xyz")));
        QVERIFY(notice().text.contains(QStringLiteral("which is not all")));
        QVERIFY(notice().text.contains(QStringLiteral("server")));
        m_account->failSearch = std::make_shared<imap::LocalError>(QStringLiteral("disk full"));
        QTest::keyClick(field(), Qt::Key_Backspace);
        QTRY_COMPARE(m_account->heldSearches.size(), 2U);
        m_account->heldSearches[1]();
        QTRY_VERIFY(notice().text.contains(QStringLiteral("Disk full")));
    }
    // Another folder is chosen in the tree: that is what one wants to see.
    void choosingAFolderEndsIt()
    {
        twoFolders();
        typeAndFind(QStringLiteral("s"), 2);
        FolderView *folders = m_window->folders();
        const QModelIndex index =
            m_window->browser()->folderModel()->folderIndex(QStringLiteral("fake"), archive);
        folders->scrollTo(index);
        QTest::mouseClick(folders->viewport(), Qt::LeftButton, {}, folders->visualRect(index).center());
        QTRY_VERIFY(!search()->isActive());
        QTRY_COMPARE(m_window->browser()->folder(), archive);
        QCOMPARE(field()->text(), QString());
        QVERIFY(m_window->list()->isVisible());
    }
    // With room for one pane only the results come in front of the message, and Return reads a hit.
    void listOnly()
    {
        twoFolders();
        actions()->layoutListOnly->trigger();
        select(0);
        QTest::keyClick(m_window->list(), Qt::Key_Return);
        QTRY_VERIFY(m_window->panes()->isReading());
        typeAndFind(QStringLiteral("s"), 2);
        QVERIFY(!m_window->panes()->isReading());
        QTest::keyClick(field(), Qt::Key_Return);
        QTest::keyClick(results(), Qt::Key_Return);
        QTRY_VERIFY(m_window->panes()->isReading());
        QTRY_COMPARE(reader()->uid(), Uid(12));
        QTest::keyClick(reader(), Qt::Key_Escape);
        QTRY_VERIFY(results()->isVisible());
        QVERIFY(search()->isActive());
    }
    // As narrow as a window gets, the field is still there.
    void narrowWindow()
    {
        twoFolders();
        // In one pane at a time it can be narrower still.
        m_window->resize(100, 600);
        QTRY_VERIFY(m_window->minimumSizeHint().width() < 500);
        m_window->resize(100, 600);
        QTRY_VERIFY(m_window->width() < 500);
        const int narrow = m_window->width();
        QTRY_VERIFY(field()->isVisible()); // below the buttons
        QVERIFY(field()->width() >= field()->minimumSizeHint().width());
        type(QString(500, QLatin1Char('x')));
        QTRY_VERIFY(search()->isActive());
        QCOMPARE(m_window->width(), narrow);
    }
};

QTEST_MAIN(TestMailSearch)
#include "tst_mailsearch.moc"
