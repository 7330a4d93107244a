#include "support/fakeaccount.h"
#include "support/fakemail.h"
#include "ui/dialogs/accountdialog.h"
#include "ui/dialogs/passworddialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/listheader.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/panelayout.h"
#include "ui/views/banner.h"
#include "ui/views/folderview.h"
#include "ui/views/messagelistview.h"
#include "ui/views/readerpane.h"
#include "ui/views/statepage.h"
#include "ui/views/toast.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace ui;
using test::FakeAccount;

static const imap::MailboxName inbox{QStringLiteral("INBOX")};
static const imap::MailboxName archive{QStringLiteral("Archive")};

/// A person with an account uses the window.
class TestMainWindow : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_store;
    std::unique_ptr<FakeAccount> m_account;
    std::unique_ptr<MainWindow> m_window;

    static imap::CheckAccount check()
    {
        return [](const imap::AccountConfig &, const imap::Secret &) {
            return QtFuture::makeReadyFuture(imap::AccountCheck{});
        };
    }
    void makeWindow()
    {
        m_window = std::make_unique<MainWindow>(m_store.get(), check());
        m_window->resize(1280, 800);
    }
    void show()
    {
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    static imap::FolderInfo folder(const imap::MailboxName &name, imap::FolderRole role, quint32 total)
    {
        imap::FolderInfo info;
        info.name = name;
        info.delimiter = QLatin1Char('/');
        info.role = role;
        info.total = total;
        info.unseen = 2;
        return info;
    }
    static imap::MessageSummaryPtr unread(quint32 uid)
    {
        return test::fakeMessage(uid, QStringLiteral("Anna"), QStringLiteral("Subject %1").arg(uid), {});
    }
    /// A window with an account whose INBOX has 40 unread messages and is on the screen.
    void openInbox()
    {
        makeWindow();
        m_account = std::make_unique<FakeAccount>();
        m_account->serve(inbox, 40, unread, 40);
        m_account->serve(archive, 3, unread, 3);
        for (quint32 uid = 1; uid <= 40; ++uid) {
            imap::MessageBody body;
            body.folder = inbox;
            body.uid = imap::Uid(uid);
            body.structure = imap::BodyStructure();
            body.structure->type = "text";
            body.structure->subtype = "plain";
            body.structure->encoding = "7bit";
            body.sections.insert("1", "text of " + QByteArray::number(uid));
            m_account->bodies.insert(body.uid, body);
        }
        m_window->addAccount(m_account.get());
        m_window->openFirst();
        tellState(imap::ConnectionState::Online);
        m_account->tell({imap::FoldersChanged{
            {folder(inbox, imap::FolderRole::Inbox, 40), folder(archive, imap::FolderRole::Archive, 3)},
            false}});
        show();
        QTRY_COMPARE(m_window->list()->model()->rowCount(), 40);
    }
    /// Conversations of two: 1 and 21, 2 and 22, ...
    void tellConversations(const imap::Arrangement &arrangement, quint32 total)
    {
        std::vector<quint32> uids, groups;
        for (quint32 uid = 1; uid <= total; ++uid) {
            uids.push_back(uid);
            groups.push_back(uid % (total / 2));
        }
        m_account->tell(
            {imap::ArrangementReset{inbox, arrangement, imap::ArrangementSource::Cache,
                                    std::make_shared<const imap::ArrangedMessages>(
                                        imap::ArrangedMessages::conversations(uids, groups, {}))}});
    }
    void tellState(imap::ConnectionState state, std::shared_ptr<const imap::Error> error = nullptr)
    {
        m_account->tell({imap::ConnectionChanged{state, true, 5000, std::move(error)}});
    }
    void select(int row) { clickRow(row, {}); }
    void clickRow(int row, Qt::KeyboardModifiers modifiers)
    {
        const QModelIndex index = m_window->list()->model()->index(row, 0);
        QTest::mouseClick(m_window->list()->viewport(), Qt::LeftButton, modifiers,
                          m_window->list()->visualRect(index).center());
    }
    QList<imap::FlagChange> flagCalls()
    {
        QList<imap::FlagChange> made;
        const auto calls = m_account->callsOf(QStringLiteral("change"));
        for (const FakeAccount::Call &call : calls)
            made << std::get<imap::FlagChange>(*call.change);
        return made;
    }
    Banner *banner() { return m_window->findChild<Banner *>(); }
    Toast *toast() { return m_window->findChild<Toast *>(); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store =
            std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    }
    void cleanup()
    {
        m_window.reset();
        m_account.reset();
    }

    void firstStartOffersToAddAnAccount()
    {
        makeWindow();
        show();
        auto *add = m_window->findChild<QPushButton *>(QStringLiteral("stateAction"));
        for (QPushButton *button : m_window->findChildren<QPushButton *>(QStringLiteral("stateAction"))) {
            if (button->isVisible())
                add = button;
        }
        QVERIFY(add->isVisible());
        QTest::mouseClick(add, Qt::LeftButton);
        QVERIFY(m_window->findChild<AccountDialog *>());
        QVERIFY(!m_window->actionSet()->log->isEnabled());
        QVERIFY(!m_window->actionSet()->log->toolTip().isEmpty());
    }

    void opensTheInboxAndShowsWhatIsChosen()
    {
        openInbox();
        QCOMPARE(m_account->callsOf(QStringLiteral("openFolder")).constFirst().folder, inbox);
        QTRY_VERIFY(!m_window->folders()->currentIndex().data().toString().isEmpty());
        QCOMPARE(m_window->windowTitle(), QStringLiteral("Inbox — Postrider"));
        QCOMPARE(m_window->reader()->content(), ReaderPane::Content::Nothing);
        select(0); // the newest is on top
        QTRY_COMPARE(m_window->reader()->content(), ReaderPane::Content::Message);
        QCOMPARE(m_window->reader()->uid(), imap::Uid(40));
        clickRow(3, Qt::ShiftModifier);
        QTRY_COMPARE(m_window->reader()->content(), ReaderPane::Content::Several);
    }

    void marksAsReadAfterAMomentAndQuietly()
    {
        m_store->setValue(QStringLiteral("window/markReadAfterMs"), 30);
        openInbox();
        select(0);
        QTRY_COMPARE(flagCalls().size(), 1);
        QCOMPARE(flagCalls()[0].uids, imap::UidSet::single(imap::Uid(40)));
        QCOMPARE(flagCalls()[0].add, imap::FlagSet{imap::flags::Seen});
        QVERIFY(!toast()->isVisible());
        QVERIFY(!m_window->actionSet()->undo->isEnabled());
    }

    void arrowKeysPassByWithoutMarking()
    {
        m_store->setValue(QStringLiteral("window/markReadAfterMs"), 150);
        openInbox();
        select(0);
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(m_window->list(), Qt::Key_Down);
        QTRY_COMPARE(flagCalls().size(), 1); // the one where it stopped
        QCOMPARE(flagCalls()[0].uids, imap::UidSet::single(imap::Uid(35)));
    }

    void starsSeveralAndTakesItBack()
    {
        m_store->setValue(QStringLiteral("window/markRead"), false);
        openInbox();
        select(0);
        clickRow(2, Qt::ShiftModifier);
        m_window->actionSet()->star->trigger();
        QCOMPARE(flagCalls().size(), 1);
        QCOMPARE(flagCalls()[0].uids.count(), quint64(3));
        QCOMPARE(flagCalls()[0].add, imap::FlagSet{imap::flags::Flagged});
        QTRY_VERIFY(toast()->isVisible());
        QVERIFY(
            toast()->findChild<QLabel *>(QStringLiteral("toastText"))->text().startsWith(QLatin1Char('3')));
        QTRY_VERIFY(m_window->actionSet()->star->isChecked());
        QTest::mouseClick(toast()->findChild<QToolButton *>(QStringLiteral("toastUndo")), Qt::LeftButton);
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 1);
        // the same by keyboard, for what was done before
        m_window->actionSet()->markRead->trigger();
        QTRY_VERIFY(m_window->actionSet()->undo->isEnabled());
        m_window->list()->setFocus();
        QTest::keyClick(m_window->list(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 2);
    }

    void whatTheServerRefusesIsSaid()
    {
        m_store->setValue(QStringLiteral("window/markRead"), false);
        openInbox();
        select(0);
        m_window->actionSet()->star->trigger();
        QTRY_VERIFY(m_window->actionSet()->undo->isEnabled());
        m_account->tell(
            {imap::OperationFailed{1, std::make_shared<imap::CommandError>(QStringLiteral("no"), "UID STORE",
                                                                           "over my dead body")}});
        QVERIFY(!m_window->actionSet()->undo->isEnabled());
        const auto banners = m_window->findChildren<Banner *>();
        QVERIFY(std::any_of(banners.begin(), banners.end(), [](Banner *each) {
            return each->isVisible() && each->findChild<QLabel *>(QStringLiteral("bannerText"))
                                            ->text()
                                            .contains(QStringLiteral("over my dead body"));
        }));
    }

    void readOnlyFoldersSwitchActionsOffWithAReason()
    {
        openInbox();
        imap::FolderReset reset;
        reset.folder = inbox;
        reset.total = 2;
        reset.readOnly = true;
        reset.rows = {{imap::SeqNum(1), unread(1)}, {imap::SeqNum(2), unread(2)}};
        m_account->tell({reset});
        select(0);
        QTRY_VERIFY(!m_window->actionSet()->star->isEnabled());
        QVERIFY(m_window->actionSet()->star->toolTip().contains(QStringLiteral("read")));
        m_window->reader()->setMarkReadDelay(0);
        select(1);
        QTRY_COMPARE(m_window->reader()->content(), ReaderPane::Content::Message);
        QTest::qWait(30);
        QVERIFY(flagCalls().isEmpty());
    }

    void aRemovedMessageIsSaidInTheReader()
    {
        openInbox();
        select(0);
        QTRY_COMPARE(m_window->reader()->content(), ReaderPane::Content::Message);
        m_account->tell({imap::MessagesRemoved{inbox, {imap::SeqNum(40)}}});
        QTRY_COMPARE(m_window->reader()->content(), ReaderPane::Content::Gone);
    }

    void anotherFolderEmptiesTheReader()
    {
        openInbox();
        select(0);
        QTRY_COMPARE(m_window->reader()->content(), ReaderPane::Content::Message);
        const QModelIndex index =
            m_window->browser()->folderModel()->folderIndex(m_account->config().id, archive);
        QTest::mouseClick(m_window->folders()->viewport(), Qt::LeftButton, {},
                          m_window->folders()->visualRect(index).center());
        QTRY_COMPARE(m_window->list()->model()->rowCount(), 3);
        QCOMPARE(m_window->reader()->content(), ReaderPane::Content::Nothing);
        QCOMPARE(m_window->windowTitle(), QStringLiteral("Archive — Postrider"));
    }

    // The folder may be open before anybody knows what it is: --folder, or the one of the last run.
    void aFolderThatTurnsOutToBeSentNamesRecipients()
    {
        openInbox();
        const imap::MailboxName sent(QStringLiteral("Gesendet"));
        m_account->serve(
            sent, 1,
            [](quint32 uid) {
                auto message = std::make_shared<imap::MessageSummary>(*unread(uid));
                imap::Address to;
                to.name = QByteArray("Recipient");
                to.mailbox = QByteArray("r");
                to.host = QByteArray("example.org");
                message->envelope.to = {to};
                return message;
            },
            1);
        m_window->browser()->openFolder(m_account.get(), sent);
        QTRY_COMPARE(m_window->list()->model()->rowCount(), 1);
        QCOMPARE(m_window->browser()->listModel()->displayAt(0)->correspondents, QStringLiteral("Anna"));
        m_account->tell({imap::FoldersChanged{{folder(sent, imap::FolderRole::Sent, 1)}, false}});
        QTRY_COMPARE(m_window->browser()->listModel()->displayAt(0)->correspondents,
                     QStringLiteral("Recipient"));
        QCOMPARE(m_window->windowTitle(), QStringLiteral("Sent — Postrider"));
    }

    void connectionTroubleIsSaidAndActedOn()
    {
        openInbox();
        QVERIFY(!banner()->isVisible());
        tellState(imap::ConnectionState::Waiting,
                  std::make_shared<imap::AbortError>(imap::AbortError::Reason::ConnectionLost,
                                                     QStringLiteral("x")));
        QVERIFY(banner()->isVisible());
        QTest::mouseClick(banner()->findChild<QPushButton *>(QStringLiteral("bannerAction")), Qt::LeftButton);
        QCOMPARE(m_account->callsOf(QStringLiteral("retryNow")).size(), 1);
        tellState(imap::ConnectionState::Online);
        QVERIFY(!banner()->isVisible());
        m_window->actionSet()->offline->trigger();
        QCOMPARE(m_account->callsOf(QStringLiteral("goOffline")).size(), 1);
    }

    void aRefusedPasswordCanBeEnteredFromTheBanner()
    {
        openInbox();
        tellState(imap::ConnectionState::LoginRefused,
                  std::make_shared<imap::LoginError>(QStringLiteral("no"), "LOGIN", "nope"));
        QSignalSpy given(m_window->dialogs(), &AccountDialogs::passwordGiven);
        QTest::mouseClick(banner()->findChild<QPushButton *>(QStringLiteral("bannerAction")), Qt::LeftButton);
        auto *dialog = m_window->findChild<PasswordDialog *>();
        QVERIFY(dialog);
        m_window->dialogs()->askPassword(m_account->config(), {}); // asked twice, one dialog
        QCOMPARE(m_window->findChildren<PasswordDialog *>().size(), 1);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(QStringLiteral("password")), QStringLiteral("new"));
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE(given.size(), 1);
        QCOMPARE(given[0].at(1).value<imap::Secret>().reveal(), QByteArray("new"));
    }

    void alertsAreShown()
    {
        openInbox();
        m_account->tell({imap::AlertRaised{QStringLiteral("Maintenance at noon")}});
        const auto labels = m_window->findChildren<QLabel *>(QStringLiteral("bannerText"));
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text() == QStringLiteral("Maintenance at noon");
        }));
    }

    void listOnlyOpensAndGoesBack()
    {
        openInbox();
        m_window->actionSet()->layoutListOnly->trigger();
        QVERIFY(!m_window->reader()->isVisible());
        select(0);
        QTest::keyClick(m_window->list(), Qt::Key_Return);
        QTRY_VERIFY(m_window->reader()->isVisible());
        QVERIFY(!m_window->list()->isVisible());
        QVERIFY(m_window->actionSet()->back->isVisible());
        m_window->actionSet()->back->trigger();
        QVERIFY(m_window->list()->isVisible());
    }

    void keepsItsStateOverRuns()
    {
        openInbox();
        m_window->actionSet()->layoutStacked->trigger();
        m_window->actionSet()->table->trigger();
        m_window->actionSet()->oldestFirst->trigger();
        m_window->actionSet()->markReadByItself->trigger();
        m_window->browser()->openFolder(m_account.get(), archive);
        m_window->close();
        m_window.reset();
        makeWindow();
        QVERIFY(m_window->actionSet()->layoutStacked->isChecked());
        QVERIFY(m_window->actionSet()->table->isChecked());
        QVERIFY(m_window->actionSet()->oldestFirst->isChecked());
        QCOMPARE(m_window->reader()->markReadDelay(), -1);
        QCOMPARE(m_window->list()->mode(), MessageListView::Mode::Table);
        m_window->addAccount(m_account.get());
        m_account->clearCalls();
        m_window->openFirst();
        QCOMPARE(m_account->callsOf(QStringLiteral("openFolder")).constFirst().folder, archive);
    }

    void everyActionHasAPlaceInAMenu()
    {
        makeWindow();
        QSet<QAction *> inMenus;
        const auto menus = m_window->findChildren<QMenu *>();
        for (const QMenu *menu : menus) {
            const auto actions = menu->actions();
            for (QAction *action : actions)
                inMenus << action;
        }
        const auto actions = m_window->actionSet()->findChildren<QAction *>();
        QVERIFY(actions.size() > 30);
        QSet<QKeySequence> used;
        for (QAction *action : actions) {
            QVERIFY2(inMenus.contains(action), qPrintable(action->text()));
            QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->text()));
            const auto shortcuts = action->shortcuts();
            for (const QKeySequence &shortcut : shortcuts) {
                QVERIFY2(!used.contains(shortcut), qPrintable(shortcut.toString()));
                used << shortcut;
            }
        }
    }

    /// The order is chosen by a key, said in the header, and comes back with its folder.
    void conversationsOfAFolder()
    {
        openInbox();
        auto *header = m_window->findChild<ListHeader *>();
        QTest::keyClick(m_window.get(), Qt::Key_T, Qt::ControlModifier);
        const imap::Arrangement conversations{imap::Arrangement::By::Arrival, true};
        QCOMPARE(m_account->callsOf(QStringLiteral("arrange")).last().arrangement, conversations);
        QVERIFY(m_window->actionSet()->threads->isChecked());
        QCOMPARE(header->stateText(), QStringLiteral("The server groups …"));
        m_account->tell({imap::ArrangementStarted{inbox, conversations, 10, 40}});
        QCOMPARE(header->stateText(), QStringLiteral("Grouping … 25 %"));
        QVERIFY(m_window->findChild<QToolButton *>(QStringLiteral("stopSorting"))->isVisible());
        tellConversations(conversations, 40);
        QCOMPARE(m_window->list()->model()->rowCount(), 20);
        QVERIFY(!m_window->findChild<QToolButton *>(QStringLiteral("stopSorting"))->isVisible());

        m_window->list()->setCurrentIndex(m_window->list()->model()->index(0, 0));
        m_window->actionSet()->markRead->trigger();
        const auto marked = m_account->callsOf(QStringLiteral("change"));
        QVERIFY(std::any_of(marked.begin(), marked.end(), [](const FakeAccount::Call &call) {
            const auto *flags = std::get_if<imap::FlagChange>(&*call.change);
            return flags && flags->uids.toList() == QList<imap::Uid>{imap::Uid(20), imap::Uid(40)};
        }));
        QTRY_VERIFY(m_window->operations()->undoWords().startsWith(QStringLiteral("2 messages")));

        m_window->browser()->openFolder(m_account.get(), archive);
        QVERIFY(!m_window->actionSet()->threads->isChecked());
        m_account->clearCalls();
        m_window->browser()->openFolder(m_account.get(), inbox);
        QCOMPARE(m_account->callsOf(QStringLiteral("arrange")).last().arrangement, conversations);
        // A person who does not want to wait has the folder's own order.
        QTest::mouseClick(m_window->findChild<QToolButton *>(QStringLiteral("stopSorting")), Qt::LeftButton);
        QVERIFY(m_account->callsOf(QStringLiteral("arrange")).last().arrangement.isPlain());
        QCOMPARE(m_window->list()->model()->rowCount(), 40);
        QVERIFY(!m_window->actionSet()->threads->isChecked());
    }

    void onlyWhatIsKnownIsSaid()
    {
        openInbox();
        auto *header = m_window->findChild<ListHeader *>();
        m_window->actionSet()->sortSubject->trigger();
        const imap::Arrangement bySubject{imap::Arrangement::By::Subject, false};
        m_account->tell({imap::ArrangementReset{
            inbox, bySubject, imap::ArrangementSource::KnownOnly,
            std::make_shared<const imap::ArrangedMessages>(imap::ArrangedMessages::list({3, 1, 2}))}});
        QVERIFY2(header->noteText().startsWith(QStringLiteral("Shown are the 3 of 40 messages")),
                 qPrintable(header->noteText()));
        QVERIFY(header->noteText().contains(QStringLiteral("does not sort")));
        tellState(imap::ConnectionState::Offline);
        QVERIFY(header->noteText().contains(QStringLiteral("can be reached")));
        m_window->actionSet()->oldestFirst->trigger();
        m_window->actionSet()->sortArrival->trigger();
        m_account->tell({imap::ArrangementReset{inbox, {}, {}, {}}});
        QVERIFY(header->noteText().isEmpty());
    }

    // A letter that two entries of a menu have chooses neither.
    void lettersOfMenusAreTheirOwn()
    {
        openInbox();
        const Actions *actions = m_window->actionSet();
        for (QAction *sort : {actions->sortArrival, actions->sortSubject, actions->sortSize}) {
            sort->trigger();
            for (const QMenu *menu : m_window->menuBar()->findChildren<QMenu *>()) {
                QHash<QKeySequence, QString> seen;
                for (const QAction *entry : menu->actions()) {
                    const QKeySequence letter = QKeySequence::mnemonic(entry->text());
                    if (letter.isEmpty() || !entry->isVisible())
                        continue;
                    QVERIFY2(!seen.contains(letter),
                             qPrintable(entry->text() + QStringLiteral(" and ") + seen.value(letter)));
                    seen.insert(letter, entry->text());
                }
            }
        }
    }

    void accountsComeAndGo()
    {
        openInbox();
        auto second = std::make_unique<FakeAccount>(QStringLiteral("second"));
        second->serve(inbox, 1, unread, 1);
        m_window->addAccount(second.get());
        QCOMPARE(m_window->watch()->accounts().size(), 2);
        m_window->removeAccount(m_account.get());
        m_account.reset();
        QTRY_COMPARE(m_window->browser()->account(), second.get());
        m_window->removeAccount(second.get());
        second.reset();
        QVERIFY(!m_window->actionSet()->check->isEnabled());
        QCoreApplication::processEvents();
    }

    // The button that stops sorting comes and goes beside words; nothing moves.
    void theHeaderKeepsItsHeight()
    {
        openInbox();
        auto *header = m_window->findChild<ListHeader *>();
        const int before = header->sizeHint().height();
        header->setSorting(QStringLiteral("Sorting"), 10, 40);
        QVERIFY(header->findChild<QToolButton *>(QStringLiteral("stopSorting"))->isVisible());
        QCOMPARE(header->sizeHint().height(), before);
    }

    void aRemovedAccountLeavesNoFoldersBehind()
    {
        openInbox();
        m_store->setValue(QStringLiteral("targets/fake"), QStringList{QStringLiteral("Archive")});
        m_window->removeAccount(m_account.get());
        QVERIFY(!m_store->contains(QStringLiteral("targets/fake")));
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
