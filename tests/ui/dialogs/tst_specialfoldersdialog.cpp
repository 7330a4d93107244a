#include "support/tabwalk.h"
#include "ui/dialogs/specialfoldersdialog.h"

#include "support/fakeserver.h"
#include "ui/dialogs/folderchooser.h"
#include "ui/dialogs/formfield.h"
#include "ui/views/noticeline.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;
using imap::FolderInfo;
using imap::FolderRole;
using imap::MailboxName;
using Kind = imap::RoleReason::Kind;

/// A person looks up which folder is for what, and wants another one.
class TestSpecialFoldersDialog : public QObject
{
    Q_OBJECT
    std::unique_ptr<test::FakeServer> m_account;
    std::unique_ptr<FolderTreeModel> m_tree;
    std::unique_ptr<SpecialFoldersDialog> m_dialog;
    QList<FolderInfo> m_folders;

    static MailboxName named(const char *name) { return MailboxName(QString::fromUtf8(name)); }
    static FolderInfo folder(const char *name, FolderRole role = FolderRole::None)
    {
        FolderInfo info;
        info.name = named(name);
        info.delimiter = QLatin1Char('/');
        info.role = role;
        return info;
    }
    void online()
    {
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, nullptr}});
    }
    void open()
    {
        m_dialog = std::make_unique<SpecialFoldersDialog>(m_tree.get(), m_account.get());
        // As the window does it.
        const auto choose = [this](FolderRole role, const std::optional<MailboxName> &name) {
            RoleChoices choices = m_tree->choices(QStringLiteral("fake"));
            if (name)
                choices.insert(role, *name);
            else
                choices.remove(role);
            m_tree->setChoices(QStringLiteral("fake"), choices);
        };
        connect(m_dialog.get(), &SpecialFoldersDialog::chosen, this, choose);
        connect(m_dialog.get(), &SpecialFoldersDialog::createWanted, this,
                [choose](FolderRole role, const MailboxName &name, bool chosen) {
                    if (chosen)
                        choose(role, name);
                });
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    QComboBox *choice(FolderRole role) const
    {
        return m_dialog->findChild<QComboBox *>(QStringLiteral("choice%1").arg(int(role)));
    }
    QPushButton *create(FolderRole role) const
    {
        return m_dialog->findChild<QPushButton *>(QStringLiteral("create%1").arg(int(role)));
    }
    QString words(FolderRole role) const { return choice(role)->accessibleDescription(); }
    QString state() const
    {
        const auto *label = m_dialog->findChild<QLabel *>(QStringLiteral("state"));
        return label->isVisible() ? label->text() : QString();
    }
    /// As a person: opens the list with the keyboard, goes down and takes the entry.
    void take(FolderRole role, int entry)
    {
        QComboBox *list = choice(role);
        list->setFocus();
        list->showPopup();
        QTRY_VERIFY(list->view()->isVisible());
        list->view()->setCurrentIndex(list->model()->index(entry, 0));
        QTest::keyClick(list->view(), Qt::Key_Return);
        QTRY_VERIFY(!list->view()->isVisible());
    }
    MailboxName used(FolderRole role) const { return m_tree->roleFolder(QStringLiteral("fake"), role); }

private Q_SLOTS:
    void init()
    {
        m_account = std::make_unique<test::FakeServer>();
        m_tree = std::make_unique<FolderTreeModel>();
        m_tree->addAccount(m_account.get());
        m_folders = {folder("INBOX"), folder("Sent", FolderRole::Sent),
                     folder("Papierkorb", FolderRole::Trash), folder("Work"), folder("Work/Old mail")};
        m_account->tell({imap::FoldersChanged{m_folders, false}});
        m_account->uses.told = true;
        m_account->uses.folders = {
            {FolderRole::Sent, named("Sent"), {Kind::Attribute, QStringLiteral("\\Sent")}},
            {FolderRole::Trash,
             named("Papierkorb"),
             {Kind::Name, QStringLiteral("papierkorb"), QStringLiteral("de")}}};
        online();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_tree.reset();
        m_account.reset();
    }

    void whatAndWhy()
    {
        open();
        QVERIFY(m_dialog->windowTitle().contains(QStringLiteral("Anna at example.org")));
        QTRY_COMPARE(choice(FolderRole::Sent)->currentText(), QStringLiteral("As the server says: Sent"));
        QVERIFY(words(FolderRole::Sent).contains(QStringLiteral("\\Sent")));
        QCOMPARE(choice(FolderRole::Trash)->currentText(), QStringLiteral("By its name: Papierkorb"));
        QVERIFY(words(FolderRole::Trash).contains(QStringLiteral("German")));
        QCOMPARE(choice(FolderRole::Archive)->currentText(), QStringLiteral("As the server says: none"));
        QVERIFY(words(FolderRole::Archive).contains(QStringLiteral("no folder has a usual name")));
        QVERIFY(words(FolderRole::Flagged).contains(QStringLiteral("Only servers")));
        QVERIFY(!create(FolderRole::Flagged)->isVisible());
        QVERIFY(!create(FolderRole::Sent)->isVisible());
        QCOMPARE(state(), QString());
    }

    void theKeyboardReachesEverything()
    {
        open();
        QCOMPARE(test::notReachedByTab(m_dialog.get()), QString());
    }
    void whileTheServerIsAsked()
    {
        m_account->holdInquiries = true;
        open();
        QVERIFY(state().contains(QStringLiteral("Asking")));
        QCOMPARE(choice(FolderRole::Sent)->currentText(), QStringLiteral("By itself: Sent"));
        m_account->releaseInquiries();
        QTRY_COMPARE(state(), QString());
    }

    void withoutAConnection()
    {
        m_account->tell({imap::ConnectionChanged{}});
        open();
        QVERIFY(state().contains(QStringLiteral("Not connected")));
        QVERIFY(m_account->inquiries.isEmpty());
        take(FolderRole::Sent, 1);
        QVERIFY(used(FolderRole::Sent).isEmpty());
        online();
        QTRY_COMPARE(m_account->inquiries.size(), 1);
        QTRY_COMPARE(state(), QString());
    }

    // Nobody knows yet whether it has such folders.
    void nothingIsOfferedBeforeTheFirstConnection()
    {
        m_dialog.reset();
        m_tree.reset();
        m_account = std::make_unique<test::FakeServer>();
        m_tree = std::make_unique<FolderTreeModel>();
        m_tree->addAccount(m_account.get());
        open();
        for (const FolderRole role : {FolderRole::Archive, FolderRole::Drafts, FolderRole::Sent})
            QVERIFY(!create(role)->isVisible());
        m_account->tell({imap::FoldersChanged{m_folders, false}});
        QTRY_VERIFY(create(FolderRole::Archive)->isVisible());
        QVERIFY(!create(FolderRole::Sent)->isVisible());
    }

    void aRefusedQuestionIsSaid()
    {
        m_account->failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("not today"));
        open();
        QTRY_VERIFY(state().contains(QStringLiteral("did not say")));
    }

    void anotherFolderIsChosenByTyping()
    {
        open();
        QTRY_VERIFY(words(FolderRole::Archive).contains(QStringLiteral("usual name")));
        take(FolderRole::Archive, 2); // choose
        QPointer<FolderChooser> chooser;
        QTRY_VERIFY(chooser = m_dialog->findChild<FolderChooser *>());
        QTest::keyClicks(chooser->findChild<QLineEdit *>(), QStringLiteral("old"));
        QTest::keyClick(chooser->findChild<QLineEdit *>(), Qt::Key_Return);
        QCOMPARE(used(FolderRole::Archive), named("Work/Old mail"));
        QCOMPARE(choice(FolderRole::Archive)->currentText(), QStringLiteral("Work/Old mail"));
        QCOMPARE(words(FolderRole::Archive), QStringLiteral("Your choice."));
        take(FolderRole::Archive, 0);
        QVERIFY(used(FolderRole::Archive).isEmpty());
        QCOMPARE(choice(FolderRole::Archive)->count(), 3); // what was chosen is not offered any more
    }

    // Keys as they come from the keyboard, through the windows: the Return that takes the entry is for nobody
    // else, and neither is one that is held down too long.
    void theChooserWaitsForAKeyOfItsOwn()
    {
        open();
        QTRY_VERIFY(words(FolderRole::Archive).contains(QStringLiteral("usual name")));
        QComboBox *list = choice(FolderRole::Archive);
        list->setFocus();
        list->showPopup();
        QTRY_VERIFY(list->view()->isVisible());
        QWindow *popup = list->view()->window()->windowHandle();
        QVERIFY(popup);
        QTest::keyClick(popup, Qt::Key_End);
        QCOMPARE(list->view()->currentIndex().row(), 2);
        QTest::keyClick(popup, Qt::Key_Return);
        QPointer<FolderChooser> chooser;
        QTRY_VERIFY(chooser = m_dialog->findChild<FolderChooser *>());
        QVERIFY(!m_tree->choices(QStringLiteral("fake")).contains(FolderRole::Archive));
        auto *typed = chooser->findChild<QLineEdit *>();
        QKeyEvent held(QEvent::KeyPress, Qt::Key_Return, Qt::NoModifier, QStringLiteral("\r"), true);
        QCoreApplication::sendEvent(typed, &held);
        QVERIFY(chooser && chooser->isVisible());
        QVERIFY(!m_tree->choices(QStringLiteral("fake")).contains(FolderRole::Archive));
        QTest::keyClicks(typed, QStringLiteral("work"));
        QTest::keyClick(typed, Qt::Key_Return);
        QCOMPARE(used(FolderRole::Archive), named("Work"));
    }

    // Whoever scrolls through the rows changes none of them.
    void theWheelScrolls()
    {
        open();
        m_dialog->resize(m_dialog->width(), 250);
        auto *scroll = m_dialog->findChild<QScrollArea *>();
        QTRY_VERIFY(scroll->verticalScrollBar()->maximum() > 0);
        QComboBox *list = choice(FolderRole::Drafts);
        choice(FolderRole::Sent)->setFocus();
        QTRY_VERIFY(choice(FolderRole::Sent)->hasFocus());
        const auto turn = [list](int by) {
            const QPointF place = list->rect().center();
            QWheelEvent event(place, list->mapToGlobal(place), {}, QPoint(0, by), Qt::NoButton,
                              Qt::NoModifier, Qt::NoScrollPhase, false);
            QSpontaneKeyEvent::setSpontaneous(&event); // only a person's goes on to what is around
            qApp->notify(list, &event);
        };
        scroll->verticalScrollBar()->setValue(0);
        turn(-120);
        QVERIFY(choice(FolderRole::Sent)->hasFocus());
        QVERIFY(m_tree->choices(QStringLiteral("fake")).isEmpty());
        QVERIFY(scroll->verticalScrollBar()->value() > 0);
        // Nor of the one that has the keyboard: a choice counts at once, and the last opens the chooser.
        list->setFocus();
        for (int i = 0; i < 3; ++i)
            turn(-120);
        QCoreApplication::processEvents();
        QVERIFY(m_tree->choices(QStringLiteral("fake")).isEmpty());
        QVERIFY(!m_dialog->findChild<FolderChooser *>());
    }

    void aChoiceIsTakenBack()
    {
        open();
        QTRY_VERIFY(words(FolderRole::Archive).contains(QStringLiteral("usual name")));
        m_tree->setChoices(QStringLiteral("fake"), {{FolderRole::Sent, named("Work")}});
        auto *undo = m_dialog->findChild<QPushButton *>(QStringLiteral("undo"));
        QVERIFY(!undo->isVisible());
        take(FolderRole::Sent, 1);
        QVERIFY(used(FolderRole::Sent).isEmpty());
        QTRY_VERIFY(undo->isVisible());
        QVERIFY2(m_dialog->notice()->words().contains(QStringLiteral("Sent")),
                 qPrintable(m_dialog->notice()->words()));
        QCOMPARE(test::notReachedByTab(m_dialog.get()), QString());
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        QTest::keyClick(m_dialog.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(used(FolderRole::Sent), named("Work"));
        QCOMPARE(choice(FolderRole::Sent)->currentText(), QStringLiteral("Work"));
        QVERIFY(!undo->isVisible());
        // As the server says, which is no choice either way.
        take(FolderRole::Trash, 0);
        QVERIFY(!undo->isVisible());
    }

    void givingUpLeavesAllAsItWas()
    {
        open();
        take(FolderRole::Sent, 2);
        QPointer<FolderChooser> chooser;
        QTRY_VERIFY(chooser = m_dialog->findChild<FolderChooser *>());
        QTest::keyClick(chooser->findChild<QLineEdit *>(), Qt::Key_Escape);
        QTRY_VERIFY(!chooser);
        QCOMPARE(choice(FolderRole::Sent)->currentIndex(), 0);
        QCOMPARE(used(FolderRole::Sent), named("Sent"));
    }

    void oneFolderForTwoUsesIsSaid()
    {
        open();
        m_tree->setChoices(QStringLiteral("fake"), {{FolderRole::Junk, named("Papierkorb")}});
        QTRY_VERIFY(words(FolderRole::Junk).contains(QStringLiteral("also used as Trash")));
        QVERIFY(words(FolderRole::Trash).contains(QStringLiteral("also used as Junk")));
        take(FolderRole::Junk, 0);
        QVERIFY(!words(FolderRole::Trash).contains(QStringLiteral("also")));
    }

    void aChosenFolderThatGoes()
    {
        open();
        m_tree->setChoices(QStringLiteral("fake"), {{FolderRole::Sent, named("Work")}});
        m_folders.removeAt(3);
        m_account->tell({imap::FoldersChanged{m_folders, false}});
        QTRY_VERIFY(words(FolderRole::Sent).contains(QStringLiteral("not there now")));
        QVERIFY(words(FolderRole::Sent).contains(QStringLiteral("Until it is: Sent")));
    }

    void aMissingFolderIsMade_data()
    {
        QTest::addColumn<bool>("canTell");
        QTest::newRow("the server learns what it is for") << true;
        QTest::newRow("it is chosen") << false;
    }
    void aMissingFolderIsMade()
    {
        QFETCH(bool, canTell);
        m_account->uses.canTell = canTell;
        open();
        QTRY_VERIFY(create(FolderRole::Archive)->isVisible() && m_account->inquiries.size() == 1);
        QTRY_VERIFY(words(FolderRole::Archive).contains(QStringLiteral("names none")));
        QSignalSpy wanted(m_dialog.get(), &SpecialFoldersDialog::createWanted);
        QTest::mouseClick(create(FolderRole::Archive), Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<FolderRole>(), FolderRole::Archive);
        QCOMPARE(wanted[0][1].value<MailboxName>(), named("Archive"));
        QCOMPARE(m_tree->choices(QStringLiteral("fake")).contains(FolderRole::Archive), !canTell);
        // The account shows it at once.
        m_folders << folder("Archive", canTell ? FolderRole::Archive : FolderRole::None);
        m_account->tell({imap::FoldersChanged{m_folders, false}});
        QTRY_VERIFY(!create(FolderRole::Archive)->isVisible());
        QCOMPARE(used(FolderRole::Archive), named("Archive"));
    }

    // The folders show an undo before the server has done it, and so what it says of a use is from before.
    void aMadeFolderIsTakenAwayAgain()
    {
        m_account->uses.canTell = true;
        m_account->uses.folders << imap::SpecialFolder{
            FolderRole::Junk, named("Junk"), {Kind::Attribute, QStringLiteral("\\Junk")}};
        const QList<FolderInfo> without = m_folders;
        m_folders << folder("Junk", FolderRole::Junk);
        m_account->tell({imap::FoldersChanged{m_folders, false}});
        open();
        QTRY_COMPARE(choice(FolderRole::Junk)->currentText(), QStringLiteral("As the server says: Junk"));
        imap::JournalEntry undo;
        undo.id = 2;
        undo.undoes = 1;
        undo.change = imap::DeleteFolderChange{named("Junk")};
        m_account->tell({imap::FoldersChanged{without, false}, imap::JournalChanged{{undo}}});
        QTRY_COMPARE(choice(FolderRole::Junk)->currentText(), QStringLiteral("As the server says: none"));
        QVERIFY2(!words(FolderRole::Junk).contains(QStringLiteral("\\Junk")),
                 qPrintable(words(FolderRole::Junk)));
        QVERIFY(create(FolderRole::Junk)->isVisible());
        // Made again, it is for the server to say once more.
        QSignalSpy wanted(m_dialog.get(), &SpecialFoldersDialog::createWanted);
        QTest::mouseClick(create(FolderRole::Junk), Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][2].toBool(), false);
        QVERIFY(!m_tree->choices(QStringLiteral("fake")).contains(FolderRole::Junk));
        // It is asked for that when it has done it.
        QCoreApplication::processEvents();
        m_account->inquiries.clear();
        undo.state = imap::OperationState::Done;
        m_account->tell({imap::JournalChanged{{undo}}});
        QTRY_VERIFY(m_account->inquiries.contains(QStringLiteral("uses")));
    }

    // Its use is left out of the journal where the server says that of another folder.
    void aFolderThatWasTypedAndIsRefused()
    {
        open();
        QTRY_VERIFY(words(FolderRole::Sent).contains(QStringLiteral("\\Sent")));
        take(FolderRole::Sent, 2);
        QPointer<FolderChooser> chooser;
        QTRY_VERIFY(chooser = m_dialog->findChild<FolderChooser *>());
        QSignalSpy wanted(m_dialog.get(), &SpecialFoldersDialog::createWanted);
        QTest::keyClicks(chooser->findChild<QLineEdit *>(), QStringLiteral("FullUp"));
        QTest::keyClick(chooser->findChild<QLineEdit *>(), Qt::Key_Return);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][1].value<MailboxName>(), named("FullUp"));
        QCOMPARE(wanted[0][2].toBool(), true);
        imap::JournalEntry entry;
        entry.id = 4;
        entry.change = imap::CreateFolderChange{named("FullUp"), FolderRole::None};
        entry.state = imap::OperationState::Failed;
        entry.error = QStringLiteral("Over quota");
        m_account->tell({imap::JournalChanged{{entry}}});
        QVERIFY2(words(FolderRole::Sent).contains(QStringLiteral("“FullUp” was not created: Over quota")),
                 qPrintable(words(FolderRole::Sent)));
        m_account->tell({imap::OperationFailed{
            4, std::make_shared<imap::CommandError>(QStringLiteral("refused"), "CREATE", "Over quota")}});
        QVERIFY2(
            words(FolderRole::Sent).contains(QStringLiteral("“FullUp” was not created: There is no room")),
            qPrintable(words(FolderRole::Sent)));
    }

    void aFolderThatTheServerDoesNotMake()
    {
        m_account->uses.canTell = true;
        open();
        QTRY_VERIFY(words(FolderRole::Archive).contains(QStringLiteral("names none")));
        QTest::mouseClick(create(FolderRole::Archive), Qt::LeftButton);
        imap::JournalEntry entry;
        entry.id = 1;
        entry.change = imap::CreateFolderChange{named("Archive"), FolderRole::Archive};
        entry.state = imap::OperationState::Failed;
        entry.error = QStringLiteral("No folders above 5 MB.");
        m_account->tell({imap::JournalChanged{{entry}}});
        QTRY_VERIFY(words(FolderRole::Archive).contains(QStringLiteral("was not created: No folders above")));
        QVERIFY(create(FolderRole::Archive)->isVisible());
        QVERIFY(!m_tree->choices(QStringLiteral("fake")).contains(FolderRole::Archive));
    }

    void whereMailMayNotBePutCannotBeChosen()
    {
        m_folders[3].myRights = imap::Rights("lr");
        m_account->tell({imap::FoldersChanged{m_folders, false}});
        open();
        take(FolderRole::Junk, 2);
        QPointer<FolderChooser> chooser;
        QTRY_VERIFY(chooser = m_dialog->findChild<FolderChooser *>());
        QSignalSpy chosen(m_dialog.get(), &SpecialFoldersDialog::chosen);
        QTest::keyClicks(chooser->findChild<QLineEdit *>(), QStringLiteral("inbox"));
        QTest::keyClick(chooser->findChild<QLineEdit *>(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 0);
        QTest::keyClick(chooser->findChild<QLineEdit *>(), Qt::Key_Escape);
    }

    void theAccountGoes()
    {
        open();
        QSignalSpy finished(m_dialog.get(), &QDialog::finished);
        m_tree->removeAccount(QStringLiteral("fake"));
        m_account.reset();
        QTRY_COMPARE(finished.size(), 1);
    }
};

QTEST_MAIN(TestSpecialFoldersDialog)
#include "tst_specialfoldersdialog.moc"
