#include "support/mnemonics.h"
#include "support/spokennames.h"
#include "ui/dialogs/accountdialog.h"
#include "ui/dialogs/passworddialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/panelayout.h"
#include "ui/mainwindow/windowcase.h"
#include "ui/views/banner.h"
#include "ui/views/folderview.h"
#include "ui/views/messagebodyview.h"
#include "ui/views/readerpane.h"
#include "ui/views/statepage.h"
#include "ui/views/toast.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace ui;
using test::archive;
using test::FakeAccount;
using test::inbox;

/// A person with an account uses the window.
class TestMainWindow : public QObject, protected test::WindowCase
{
    Q_OBJECT
    QList<imap::FlagChange> flagCalls()
    {
        QList<imap::FlagChange> made;
        const auto calls = m_account->callsOf(QStringLiteral("change"));
        for (const FakeAccount::Call &call : calls)
            made << std::get<imap::FlagChange>(*call.change);
        return made;
    }
    Banner *banner() { return m_window->findChild<Banner *>(); }
    bool bannerSays(const QString &words) const
    {
        const auto labels = m_window->findChildren<QLabel *>(QStringLiteral("bannerText"));
        return std::any_of(labels.begin(), labels.end(), [&words](const QLabel *label) {
            return label->isVisible() && label->text() == words;
        });
    }
    Toast *toast() { return m_window->findChild<Toast *>(); }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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

    void aFailureNamesItsOwnServer()
    {
        openInbox();
        FakeAccount second(QStringLiteral("second"));
        imap::AccountConfig config = second.config();
        config.connection.host = QStringLiteral("mail.example.net");
        second.reconfigure(config);
        m_window->addAccount(&second);
        Q_EMIT m_window->operations()->failed(
            &second, QStringLiteral("Folder made"),
            imap::AbortError(imap::AbortError::Reason::HostNotFound, QStringLiteral("x")));
        const auto labels = m_window->findChildren<QLabel *>(QStringLiteral("bannerText"));
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().contains(QStringLiteral("mail.example.net"));
        }));
        m_window->removeAccount(&second);
    }

    // Its Undo would take back whatever was done before.
    void theToastGoesWithItsDeed()
    {
        m_store->setValue(QStringLiteral("window/markRead"), false);
        openInbox();
        select(0);
        m_window->actionSet()->star->trigger();
        QTRY_VERIFY(toast()->isVisible());
        select(1);
        m_window->actionSet()->archive->trigger();
        const auto said = [this] {
            return toast()->findChild<QLabel *>(QStringLiteral("toastText"))->text();
        };
        QTRY_VERIFY(said().contains(QStringLiteral("Archive")));
        m_account->tell({imap::OperationFailed{
            2, std::make_shared<imap::CommandError>(QStringLiteral("no"), "UID MOVE", "no room")}});
        QVERIFY(!toast()->isVisible());
        QVERIFY(m_window->actionSet()->undo->isEnabled()); // the star is there
        m_window->actionSet()->undo->trigger();
        QTRY_VERIFY(said().startsWith(QStringLiteral("Taken back")));
        QVERIFY(toast()->isVisible());
        QVERIFY(!toast()->findChild<QToolButton *>(QStringLiteral("toastUndo"))->isVisible());
    }

    // What was to be taken back still holds: nothing may say that it does not.
    void aRefusedUndoIsNotSaidToBeDone()
    {
        m_store->setValue(QStringLiteral("window/markRead"), false);
        openInbox();
        select(0);
        m_window->actionSet()->archive->trigger();
        QTRY_VERIFY(m_window->actionSet()->undo->isEnabled());
        m_window->actionSet()->undo->trigger();
        auto *said = toast()->findChild<QLabel *>(QStringLiteral("toastText"));
        QTRY_VERIFY(said->text().startsWith(QStringLiteral("Taken back")));
        QTRY_VERIFY(m_window->actionSet()->redo->isEnabled());
        m_account->tell({imap::OperationFailed{
            2, std::make_shared<imap::CommandError>(QStringLiteral("no"), "UID MOVE", "it stays there")}});
        QVERIFY(!toast()->isVisible());
        QVERIFY(!m_window->actionSet()->redo->isEnabled());
        const auto labels = m_window->findChildren<QLabel *>(QStringLiteral("bannerText"));
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().startsWith(QStringLiteral("Could not take back")) &&
                   label->text().contains(QStringLiteral("it stays there"));
        }));
    }

    // Not every server tells by itself that a folder went.
    void aFolderThatIsRefusedAsGoneIsLookedFor()
    {
        openInbox();
        const auto refusedAs = [this](const QByteArray &words) {
            m_account->tell({imap::OperationFailed{
                1, std::make_shared<imap::CommandError>(QStringLiteral("no"), "SETACL", words)}});
        };
        refusedAs("Permission denied");
        QCOMPARE(m_account->callsOf(QStringLiteral("checkNow")).size(), 0);
        refusedAs("Mailbox does not exist");
        QCOMPARE(m_account->callsOf(QStringLiteral("checkNow")).size(), 1);
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
        QVERIFY(!m_window->reader()->findChild<QToolButton *>(QStringLiteral("star"))->isEnabled());
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

    // They went to the search field: what was typed next searched.
    void theKeysAreInTheListWhenAStripGoes()
    {
        openInbox();
        for (const auto state : {imap::ConnectionState::Waiting, imap::ConnectionState::Offline}) {
            tellState(state);
            auto *button = banner()->findChild<QPushButton *>(QStringLiteral("bannerAction"));
            QVERIFY(button->isVisible());
            button->setFocus();
            QTest::keyClick(button, Qt::Key_Space);
            tellState(imap::ConnectionState::Online);
            QVERIFY(!banner()->isVisible());
            QCOMPARE(m_window->focusWidget(), m_window->list());
        }
    }
    void theKeysAreInTheListAfterTheFirstAccount()
    {
        makeWindow();
        show();
        m_account = std::make_unique<test::FakeAccount>();
        m_window->addAccount(m_account.get());
        QCOMPARE(m_window->focusWidget(), m_window->list());
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
        QVERIFY(bannerSays(QStringLiteral("Maintenance at noon")));
    }
    void whatBothSidesChangedIsSaid()
    {
        openInbox();
        m_account->tell({imap::ChangesConflicted{inbox, *imap::UidSet::parse("7"), {}}});
        QVERIFY(
            bannerSays(QStringLiteral("A message that you changed was removed on the server meanwhile.")));
        m_account->tell(
            {imap::ChangesConflicted{inbox, *imap::UidSet::parse("1:3"), *imap::UidSet::parse("9,12")}});
        QVERIFY(bannerSays(QStringLiteral("3 messages that you changed were removed on the server meanwhile. "
                                          "2 messages were also changed elsewhere; your marks stand.")));
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

    void anOpenedMessageHasTheKeys()
    {
        openInbox();
        m_account->bodies.remove(imap::Uid(39));
        const auto *body = m_window->reader()->body();
        select(0);
        QTRY_COMPARE(m_window->reader()->content(), ReaderPane::Content::Message);
        QVERIFY(!body->hasFocus());
        QTest::keyClick(m_window->list(), Qt::Key_Return);
        QTRY_VERIFY(body->hasFocus());
        QTest::keyClick(m_window->reader()->body(), Qt::Key_Escape);
        QTRY_VERIFY(m_window->list()->hasFocus());
        // Its text is on its way.
        select(1);
        QTest::keyClick(m_window->list(), Qt::Key_Return);
        QTRY_COMPARE(m_account->pendingFetches.size(), size_t(1));
        QVERIFY(!m_window->list()->hasFocus());
        imap::MessageBody late = m_account->bodies.value(imap::Uid(38));
        late.uid = imap::Uid(39);
        m_account->bodies.insert(late.uid, late); // for the text, when it is known how the message is built
        m_account->pendingFetches.back()->addResult(late);
        m_account->pendingFetches.back()->finish();
        QTRY_COMPARE(m_window->reader()->content(), ReaderPane::Content::Message);
        QTRY_COMPARE(QApplication::focusWidget(), body);
        // Whoever reads on from there stays in the text.
        QTest::keyClick(m_window->reader()->body(), Qt::Key_Down, Qt::AltModifier);
        QTRY_COMPARE(m_window->reader()->uid(), imap::Uid(38));
        QTRY_COMPARE(m_window->reader()->content(), ReaderPane::Content::Message);
        QTRY_VERIFY(body->hasFocus());
    }

    void escapeGoesBackFromTheTextAlone()
    {
        openInbox();
        m_window->actionSet()->layoutListOnly->trigger();
        select(0);
        QTest::keyClick(m_window->list(), Qt::Key_Return);
        QTRY_VERIFY(m_window->reader()->body()->hasFocus());
        QTest::keyClick(m_window->reader()->body(), Qt::Key_Escape);
        QVERIFY(m_window->list()->isVisible());
        QTRY_VERIFY(m_window->list()->hasFocus());
    }

    void everythingHasANameForScreenReaders()
    {
        openInbox();
        QCOMPARE(m_window->folders()->accessibleName(), QStringLiteral("Folders"));
        QCOMPARE(m_window->list()->accessibleName(), QStringLiteral("Messages"));
        QCOMPARE(test::unnamedFields(m_window.get()), QString());
    }

    // Where two want the same letter, pressing it does neither.
    void buttonsAndMenusHaveLettersOfTheirOwn()
    {
        openInbox();
        QCOMPARE(test::sharedLetters(m_window.get()), QString());
        tellState(imap::ConnectionState::Offline);
        QVERIFY(banner()->isVisible());
        QCOMPARE(test::sharedLetters(m_window.get()), QString());
        m_account->bodies.clear();
        select(0);
        QTRY_COMPARE(m_account->pendingFetches.size(), size_t(1));
        const imap::AbortError lost(imap::AbortError::Reason::ConnectionLost, QStringLiteral("x"));
        tellState(imap::ConnectionState::Waiting, std::make_shared<imap::AbortError>(lost));
        m_account->pendingFetches.back()->setException(std::make_exception_ptr(lost));
        m_account->pendingFetches.back()->finish();
        QTRY_COMPARE(m_window->reader()->content(), ReaderPane::Content::Failed);
        QVERIFY(banner()->isVisible());
        QCOMPARE(test::sharedLetters(m_window.get()), QString());
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

    void accountsComeAndGo()
    {
        openInbox();
        auto second = std::make_unique<FakeAccount>(QStringLiteral("second"));
        second->serve(inbox, 1, unread, 1);
        m_window->addAccount(second.get());
        QCOMPARE(m_window->watch()->accounts().size(), 2);
        // Both have an Inbox.
        QCOMPARE(m_window->windowTitle(), QStringLiteral("Inbox (Anna at example.org) — Postrider"));
        m_window->removeAccount(m_account.get());
        m_account.reset();
        QTRY_COMPARE(m_window->browser()->account(), second.get());
        QTRY_COMPARE(m_window->windowTitle(), QStringLiteral("Inbox — Postrider"));
        m_window->removeAccount(second.get());
        second.reset();
        QVERIFY(!m_window->actionSet()->check->isEnabled());
        QCoreApplication::processEvents();
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
