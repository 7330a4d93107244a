#include "support/fakeserver.h"
#include "support/tabwalk.h"
#include "ui/dialogs/rightspane.h"
#include "ui/dialogs/sharewithdialog.h"
#include "ui/dialogs/sharingdialog.h"
#include "ui/views/statepage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;
using imap::AclChange;
using imap::AclEntry;
using imap::OperationState;
using imap::Rights;

static const imap::MailboxName shared{QStringLiteral("Shared")};

/// A person shares a folder by mouse and keys. The account's user is anna.
class TestSharingDialog : public QObject
{
    Q_OBJECT
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<test::FakeServer> m_account;
    QPointer<SharingDialog> m_dialog;
    QList<AclChange> m_changes;
    quint64 m_operation = 0;

    void serve(const QList<AclEntry> &entries, const char *mine = "lrswipkxtea", bool newRights = true)
    {
        imap::FolderAccess access;
        access.offered = true;
        access.newRights = newRights;
        access.mine = Rights(mine);
        access.entries = entries;
        m_account->access.insert(shared, access);
    }
    void open(const imap::FolderInfo &given = {})
    {
        imap::FolderInfo info = given;
        if (info.name.isEmpty())
            info.name = shared;
        auto *model = new AclModel(m_account.get(), info);
        m_dialog = new SharingDialog(model, QStringLiteral("Shared"), QStringLiteral("Anna"), m_window.get());
        connect(model, &AclModel::changeWanted, this, [this](AclChange change) {
            change.seen.reset(); // tst_aclmodel looks at that
            m_changes << change;
        });
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog));
    }
    void openReady(const QList<AclEntry> &entries)
    {
        serve(entries);
        open();
        QTRY_COMPARE(m_dialog->model()->phase(), AclModel::Phase::Ready);
    }
    template <class Widget>
    Widget *find(const char *name) const
    {
        return m_dialog->findChild<Widget *>(QLatin1String(name));
    }
    QString words(const char *name) const
    {
        const auto *label = find<QLabel>(name);
        return label && label->isVisible() ? label->text() : QString();
    }
    QString stateWords() const
    {
        const auto *page = m_dialog->findChild<StatePage *>();
        return page->isVisible() ? page->title() : QString();
    }
    void choose(const char *identifier)
    {
        const QModelIndex index = m_dialog->model()->index(m_dialog->model()->rowOf(identifier));
        m_dialog->list()->scrollTo(index);
        QTest::mouseClick(m_dialog->list()->viewport(), Qt::LeftButton, {},
                          m_dialog->list()->visualRect(index).center() - QPoint(40, 0));
        QCOMPARE(m_dialog->list()->currentIndex(), index);
    }
    /// Presses the role of that entry and then an entry of its menu.
    void giveRole(const char *identifier, const QString &words)
    {
        const int row = m_dialog->model()->rowOf(identifier);
        QTest::mouseClick(m_dialog->list()->viewport(), Qt::LeftButton, {}, m_dialog->roleRect(row).center());
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        for (QAction *action : menu->actions()) {
            if (action->text().contains(words)) {
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                QTRY_VERIFY(!QApplication::activePopupWidget());
                return;
            }
        }
        menu->close();
        QFAIL(qPrintable(words));
    }
    int asked() const { return int(m_account->inquiries.count(QStringLiteral("access Shared"))); }
    void tell(const AclChange &change, OperationState state, const QString &error = {}, quint64 undoes = 0)
    {
        if (state == OperationState::Waiting)
            ++m_operation;
        imap::JournalEntry entry;
        entry.id = m_operation;
        entry.undoes = undoes;
        entry.change = change;
        entry.state = state;
        entry.error = error;
        m_account->tell({imap::JournalChanged{{entry}}});
    }
    void press(const char *box)
    {
        auto *check = find<QCheckBox>(box);
        QVERIFY(check && check->isEnabled());
        QTest::mouseClick(check, Qt::LeftButton, {}, QPoint(8, check->height() / 2));
    }
    ShareWithDialog *openAdd()
    {
        QTest::mouseClick(find<QPushButton>("addPerson"), Qt::LeftButton);
        return m_dialog->findChild<ShareWithDialog *>();
    }
    static QString problemOf(const ShareWithDialog *add)
    {
        QStringList texts;
        const auto labels = add->findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            if (label->isVisible())
                texts << label->text();
        }
        return texts.join(QLatin1Char('|'));
    }

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->show();
        m_account = std::make_unique<test::FakeServer>();
        m_changes.clear();
        m_operation = 0;
    }
    void cleanup()
    {
        m_window.reset();
        m_account.reset();
    }

    void ownRightsStandAtTheTop()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        QVERIFY(words("ownRights").contains(QStringLiteral("everything")));
        QVERIFY(words("ownRights").contains(QStringLiteral("lrswipkxtea")));
        QVERIFY(words("sharingNote").isEmpty());
        QCOMPARE(m_dialog->list()->model()->rowCount(), 2);
        QVERIFY(m_dialog->windowTitle().contains(QStringLiteral("Shared")));
    }

    void aRoleIsGivenByMenu()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        giveRole("bob", QStringLiteral("Write"));
        QCOMPARE(m_changes, (QList<AclChange>{{shared, "bob", Rights("lrswipte")}}));
        // Seen at once, in the row and in the check marks.
        QCOMPARE(m_dialog->list()->currentIndex().data(AclRole::AccessText).toString(),
                 QStringLiteral("Write"));
        QVERIFY(m_dialog->rights()->box('t')->isChecked());
        tell(m_changes.last(), OperationState::Waiting);
        QVERIFY(words("message").contains(QStringLiteral("bob")));
        QSignalSpy undo(m_dialog, &SharingDialog::undoWanted);
        m_dialog->activateWindow(); // as a window manager does when a popup is gone
        QTRY_VERIFY(m_dialog->isActiveWindow());
        QTest::keyClick(m_dialog, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(undo.size(), 1);
        QCOMPARE(undo[0][0].toULongLong(), m_operation);
        QVERIFY(words("message").isEmpty()); // and nothing more to undo
        // What becomes of it is said here: nobody looks at the window behind.
        tell(m_changes.last(), OperationState::Done);
        const AclChange back{shared, "bob", Rights("lrs")};
        tell(back, OperationState::Waiting, {}, 1);
        tell(back, OperationState::Done, {}, 1);
        QCOMPARE(words("message"), QStringLiteral("Taken back: The rights of bob were changed."));
        QVERIFY(!find<QPushButton>("undo")->isVisible());
    }

    void theKeyboardReachesEverything()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        QCOMPARE(test::notReachedByTab(m_dialog), QString());
    }
    void theKeyboardDoesItAll()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        QListView *list = m_dialog->list();
        list->setFocus();
        QTest::keyClick(list, Qt::Key_End);
        QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("bob"));
        QTest::keyClick(list, Qt::Key_Return);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QVERIFY(menu->actions().constFirst()->actionGroup()); // one of several: the style marks it so
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(m_changes.size(), 1);
        QCOMPARE(m_changes.last().rights, Rights("lrsw"));
        QTest::keyClick(list, Qt::Key_Delete);
        QTRY_COMPARE(m_changes.size(), 2);
        QCOMPARE(m_changes.last(), (AclChange{shared, "bob", {}}));
        QCOMPARE(list->model()->rowCount(), 1);
    }

    void singleRightsByCheckMarks()
    {
        m_account->grantable.insert(
            "bob", imap::GrantableRights{Rights("l"),
                                         {Rights("r"), Rights("s"), Rights("w"), Rights("i"), Rights("te"),
                                          Rights("kx"), Rights("a"), Rights("7")}});
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs7")}});
        choose("bob");
        QTRY_VERIFY(m_account->inquiries.contains(QStringLiteral("grantable Shared bob")));
        QTRY_VERIFY(!m_dialog->rights()->box('l')->isEnabled()); // always given
        QVERIFY(m_dialog->rights()->box('l')->isChecked());
        QVERIFY(m_dialog->rights()->box('l')->toolTip().contains(QStringLiteral("always")));
        QVERIFY(!m_dialog->rights()->box('p')->isEnabled()); // cannot be given
        QVERIFY(m_dialog->rights()->box('7') && m_dialog->rights()->box('7')->isEnabled());
        QVERIFY(words("rightsNotes").contains(QStringLiteral("together")));
        press("right-t");
        QCOMPARE(m_changes.last().rights, Rights("lrste7"));
        QVERIFY(m_dialog->rights()->box('e')->isChecked());
        press("right-7");
        QCOMPARE(m_changes.last().rights, Rights("lrste"));
        press("right-e");
        QCOMPARE(m_changes.last().rights, Rights("lrs"));
    }

    void onOldServersThereAreOldRights()
    {
        serve({{"bob", Rights("lrscd")}}, "lrswipcda", false);
        open();
        QTRY_VERIFY(m_dialog->rights()->box('c'));
        QVERIFY(!m_dialog->rights()->box('k'));
        QVERIFY(m_dialog->rights()->box('d')->isChecked());
        press("right-d");
        QCOMPARE(m_changes.last().rights, Rights("lrsc"));
    }

    /// What Cyrus shows to old programs (c, d) is seen and left to the server (RFC 4314 §2.1.1).
    void oldLettersOfNewServersAreLeftAlone()
    {
        openReady({{"bob", Rights("lrskxtecd")}});
        QTRY_VERIFY(m_dialog->rights()->box('c'));
        QVERIFY(m_dialog->rights()->box('c')->isChecked() && !m_dialog->rights()->box('c')->isEnabled());
        press("right-k");
        QCOMPARE(m_changes.last().rights, Rights("lrsxte"));
    }

    void somebodyIsAdded()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        ShareWithDialog *add = openAdd();
        QVERIFY(add);
        auto *name = add->findChild<QLineEdit *>(QStringLiteral("identifier"));
        auto *ok = add->findChild<QPushButton *>(QStringLiteral("add"));
        // Nobody, and somebody who is there.
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(add->isVisible());
        QVERIFY(problemOf(add).contains(QStringLiteral("Whom")));
        QTest::keyClicks(name, QStringLiteral("  bob "));
        QVERIFY(!ok->isEnabled());
        QVERIFY(problemOf(add).contains(QStringLiteral("already")));
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("carol@example.org"));
        auto *role = add->findChild<QComboBox *>(QStringLiteral("role"));
        QTest::keyClick(role, Qt::Key_Down);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE(m_changes, (QList<AclChange>{{shared, "carol@example.org", Rights("lrsw")}}));
        QCOMPARE(m_dialog->list()->currentIndex().data().toString(), QStringLiteral("carol@example.org"));
    }

    void everybodyAndWhatIsTakenAway()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"anyone", Rights("lrs")}});
        ShareWithDialog *add = openAdd();
        QTest::mouseClick(add->findChild<QRadioButton *>(QStringLiteral("anyone")), Qt::LeftButton, {},
                          QPoint(8, 8));
        QVERIFY(!add->findChild<QPushButton *>(QStringLiteral("add"))->isEnabled());
        QVERIFY(problemOf(add).contains(QStringLiteral("already")));
        QTest::mouseClick(add->findChild<QRadioButton *>(QStringLiteral("authenticated")), Qt::LeftButton, {},
                          QPoint(8, 8));
        QVERIFY(add->findChild<QPushButton *>(QStringLiteral("add"))->isEnabled());
        QTest::mouseClick(add->findChild<QRadioButton *>(QStringLiteral("somebody")), Qt::LeftButton, {},
                          QPoint(8, 8));
        QTest::keyClicks(add->findChild<QLineEdit *>(QStringLiteral("identifier")), QStringLiteral("bob"));
        QTest::mouseClick(add->findChild<QCheckBox *>(QStringLiteral("negative")), Qt::LeftButton, {},
                          QPoint(8, 8));
        QTest::mouseClick(add->findChild<QPushButton *>(QStringLiteral("add")), Qt::LeftButton);
        QTRY_COMPARE(m_changes, (QList<AclChange>{{shared, "-bob", Rights("lrs")}}));
        const QModelIndex row = m_dialog->list()->currentIndex();
        QVERIFY(row.data(AclRole::Negative).toBool());
        QVERIFY(row.data(AclRole::KindText).toString().contains(QStringLiteral("Taken away")));
        press("right-s");
        QCOMPARE(m_changes.last(), (AclChange{shared, "-bob", Rights("lr")}));
        giveRole("-bob", QStringLiteral("Everything"));
        QCOMPARE(m_changes.last().rights, Rights("lrswipkxtea"));
    }

    void givingUpTheRightToShareAsksFirst()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        choose("anna");
        press("right-a");
        QVERIFY(m_changes.isEmpty());
        QVERIFY(m_dialog->rights()->box('a')->isChecked());
        auto *question = m_dialog->findChild<QMessageBox *>(QStringLiteral("giveUpQuestion"));
        QVERIFY(question);
        QTest::keyClick(question, Qt::Key_Return); // second thoughts are the default
        QTRY_VERIFY(!m_dialog->findChild<QMessageBox *>(QStringLiteral("giveUpQuestion")));
        QVERIFY(m_changes.isEmpty());
        QTest::mouseClick(find<QPushButton>("removePerson"), Qt::LeftButton);
        question = m_dialog->findChild<QMessageBox *>(QStringLiteral("giveUpQuestion"));
        QVERIFY(question);
        QVERIFY(question->text().contains(QStringLiteral("all your access")));
        for (QAbstractButton *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_COMPARE(m_changes, (QList<AclChange>{{shared, "anna", {}}}));
        // What is behind it is not a fault of the server, and no undo can reach it.
        tell(m_changes.last(), OperationState::Waiting);
        m_account->access[shared].mine.reset();
        m_account->access[shared].entries.reset();
        tell(m_changes.last(), OperationState::Done);
        QTRY_COMPARE(stateWords(), QStringLiteral("You have no access to this folder any more"));
        QCOMPARE(words("message"), QString()); // and no Undo beside it
    }

    void aRefusedChangeIsShownAsItWas()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        choose("bob");
        press("right-w");
        tell(m_changes.last(), OperationState::Waiting);
        QVERIFY(m_dialog->rights()->box('w')->isChecked());
        tell(m_changes.last(), OperationState::Failed, QStringLiteral("Permission denied"));
        QVERIFY(!m_dialog->rights()->box('w')->isChecked());
        QVERIFY(words("message").contains(QStringLiteral("Permission denied")));
        QVERIFY(words("message").contains(QStringLiteral("bob")));
        QVERIFY(!find<QPushButton>("undo")->isVisible());
        QTest::mouseClick(find<QPushButton>("refreshSharing"), Qt::LeftButton);
        QCOMPARE(words("message"), QString()); // what is shown is new
    }

    void withoutTheRightItIsReadOnly()
    {
        serve({{"alice", Rights("lrswipkxtea")}, {"anna", Rights("lrs")}}, "lrs");
        open();
        QTRY_VERIFY(words("sharingNote").contains(QStringLiteral("right a is missing")));
        QVERIFY(words("sharingNote").endsWith(QStringLiteral("Ask alice.")));
        QVERIFY(words("ownRights").contains(QStringLiteral("(lrs)")));
        QVERIFY(!find<QPushButton>("addPerson")->isVisible());
        choose("anna");
        QVERIFY(!m_dialog->rights()->box('w')->isEnabled());
        QVERIFY(m_dialog->rights()->box('w')->toolTip().contains(QStringLiteral("right a is missing")));
        QTest::keyClick(m_dialog->list(), Qt::Key_Delete);
        QTest::mouseClick(m_dialog->list()->viewport(), Qt::LeftButton, {}, m_dialog->roleRect(0).center());
        QVERIFY(!QApplication::activePopupWidget());
        QVERIFY(m_changes.isEmpty());
    }

    void whatOthersChangedIsAskedFor()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        m_dialog->activateWindow();
        QTRY_VERIFY(m_dialog->isActiveWindow());
        const auto access = [this] { return m_dialog->model()->entryAt(1).rights; };
        serve({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lr")}});
        QTest::keyClick(m_dialog, Qt::Key_F5);
        QTRY_COMPARE(access(), Rights("lr"));
        serve({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("l")}});
        QTest::mouseClick(find<QPushButton>("refreshSharing"), Qt::LeftButton);
        QTRY_COMPARE(access(), Rights("l"));
        // Back from another window.
        const int before = asked();
        QWidget another;
        another.show();
        another.activateWindow();
        QTRY_VERIFY(another.isActiveWindow());
        serve({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrw")}});
        m_dialog->activateWindow();
        QTRY_VERIFY(asked() > before);
        QTRY_COMPARE(access(), Rights("lrw"));
    }

    void anAnswerThatComesLateBringsTheKeyboard()
    {
        serve({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        m_account->holdInquiries = true;
        open();
        QListView *list = m_dialog->list();
        QVERIFY(!list->isVisible());
        m_dialog->activateWindow();
        QTRY_VERIFY(m_dialog->isActiveWindow());
        m_account->releaseInquiries();
        QTRY_VERIFY(list->isVisible());
        QCOMPARE(m_dialog->focusWidget(), list);
        // A view that gets the keyboard makes a row current, and marks none.
        QVERIFY(list->currentIndex().isValid());
        QVERIFY(list->selectionModel()->isSelected(list->currentIndex()));
        // A question in between leaves the keyboard where it is.
        m_dialog->rights()->box('w')->setFocus();
        QSignalSpy answered(m_dialog->model(), &AclModel::stateChanged);
        m_dialog->model()->ask();
        QTRY_VERIFY(!answered.isEmpty());
        QCOMPARE(m_dialog->focusWidget(), m_dialog->rights()->box('w'));
    }

    void tabGoesFromThePeopleToTheRights()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        m_dialog->activateWindow();
        QTRY_VERIFY(m_dialog->isActiveWindow());
        m_dialog->list()->setFocus();
        QTRY_VERIFY(m_dialog->rights()->box('s')->isVisible()); // its layout shows it, by and by
        QStringList way;
        for (int stop = 0; stop < 5; ++stop) {
            QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Tab);
            way << m_dialog->focusWidget()->objectName();
        }
        QCOMPARE(way, (QStringList{QStringLiteral("addPerson"), QStringLiteral("removePerson"),
                                   QStringLiteral("right-l"), QStringLiteral("right-r"),
                                   QStringLiteral("right-s")}));
    }

    /// Qt says of all rows that the keyboard is used, once it was.
    void onlyTheCurrentRowHasAFrame()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        m_dialog->activateWindow();
        QTRY_VERIFY(m_dialog->isActiveWindow());
        QListView *list = m_dialog->list();
        list->setFocus();
        list->setCurrentIndex(list->model()->index(0, 0));
        const auto other = [list] {
            const QRect row = list->visualRect(list->model()->index(1, 0));
            return list->viewport()->grab(row).toImage();
        };
        m_dialog->setAttribute(Qt::WA_KeyboardFocusChange, false);
        const QImage before = other();
        m_dialog->setAttribute(Qt::WA_KeyboardFocusChange, true);
        QCOMPARE(other(), before);
    }

    /// The letter that is underlined, and Ctrl+Z: both take back.
    void undoByItsLetter()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        m_dialog->activateWindow();
        QTRY_VERIFY(m_dialog->isActiveWindow());
        choose("bob");
        QSignalSpy undo(m_dialog, &SharingDialog::undoWanted);
        press("right-w");
        tell(m_changes.last(), OperationState::Waiting);
        QTest::keyClick(m_dialog, Qt::Key_U, Qt::AltModifier);
        QTRY_COMPARE(undo.size(), 1);
        press("right-i");
        tell(m_changes.last(), OperationState::Waiting);
        QTest::keyClick(m_dialog, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(undo.size(), 2);
    }

    void wordsSayWhatHappened()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}, {"erin", Rights("lrsw")}});
        AclModel *model = m_dialog->model();
        const auto enter = [this](const char *identifier, const char *rights, const char *seen) {
            m_dialog->model()->change(identifier, Rights(rights));
            tell(AclChange{shared, identifier, Rights(rights), Rights(seen)}, OperationState::Waiting);
        };
        enter("carol", "lrs", "");
        QCOMPARE(words("message"), QStringLiteral("carol was added."));
        enter("carol", "lrsw", "lrs");
        QCOMPARE(words("message"), QStringLiteral("The rights of carol were changed."));
        enter("-dave", "w", "");
        QCOMPARE(words("message"), QStringLiteral("Rights were taken away from dave."));
        // The connection goes while the last one is under way.
        enter("bob", "", "lrs");
        QCOMPARE(words("message"), QStringLiteral("bob was removed."));
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Waiting, false, 1000, nullptr}});
        QVERIFY(!model->isOnline());
        QCOMPARE(words("message"), QStringLiteral("bob will be removed when there is a connection again."));
        serve({{"anna", Rights("lrswipkxtea")}, {"erin", Rights("lrsw")}});
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, nullptr}});
        QTRY_COMPARE(words("message"), QStringLiteral("bob was removed."));
        // The server keeps what it always gives.
        const AclChange made{shared, "erin", Rights("lrs"), Rights("lrsw")};
        model->change("erin", made.rights);
        tell(made, OperationState::Waiting);
        tell(made, OperationState::Done);
        QTRY_COMPARE(words("message"),
                     QStringLiteral("The server leaves erin this right: “Mark and label messages”."));
    }

    void aFolderThatIsGone()
    {
        openReady({{"anna", Rights("lrswipkxtea")}, {"bob", Rights("lrs")}});
        QVERIFY(!words("ownRights").isEmpty());
        imap::FolderAccess access = m_account->access.value(shared);
        access.entries.reset();
        access.refused = QStringLiteral("Mailbox does not exist");
        m_account->access.insert(shared, access);
        m_dialog->model()->ask();
        QTRY_VERIFY(stateWords().contains(QStringLiteral("does not tell")));
        QCOMPARE(words("ownRights"), QString());
        QCOMPARE(words("sharingNote"), QString());
    }

    /// The words below the list take room: the row that they are about stays in sight.
    void theCurrentRowStaysInSight()
    {
        QList<AclEntry> entries{{"anna", Rights("lrswipkxtea")}};
        for (int i = 10; i < 60; ++i)
            entries << AclEntry{"user" + QByteArray::number(i), Rights("lrs")};
        openReady(entries);
        QListView *list = m_dialog->list();
        const QRect all = list->viewport()->rect();
        // The last row that is seen whole.
        int row = 0;
        while (all.contains(list->visualRect(list->model()->index(row + 1, 0))))
            ++row;
        const QModelIndex last = list->model()->index(row, 0);
        list->setCurrentIndex(last);
        press("right-w");
        tell(m_changes.last(), OperationState::Waiting);
        QTRY_VERIFY(list->viewport()->height() < all.height());
        QTRY_VERIFY(list->viewport()->rect().contains(list->visualRect(last)));
    }

    void onlyTheOwnRightsAreTold()
    {
        imap::FolderInfo info;
        info.name = imap::MailboxName(QStringLiteral("Users/alice/Letters"));
        info.delimiter = QLatin1Char('/');
        info.owner = imap::FolderOwner::OtherUsers;
        imap::FolderAccess access;
        access.offered = true;
        access.mine = Rights("lr");
        access.refused = QStringLiteral("Permission denied");
        m_account->access.insert(info.name, access);
        open(info);
        QTRY_VERIFY(stateWords().contains(QStringLiteral("not shown")));
        QVERIFY(words("sharingNote").contains(QStringLiteral("alice")));
        QVERIFY(words("ownRights").contains(QStringLiteral("(lr)")));
    }

    void states()
    {
        m_account->access.insert(shared, imap::FolderAccess{});
        m_account->holdInquiries = true;
        open();
        QVERIFY(stateWords().contains(QStringLiteral("Asking")));
        m_account->releaseInquiries();
        QTRY_VERIFY(stateWords().contains(QStringLiteral("does not share")));
        QVERIFY(words("ownRights").isEmpty());
        m_dialog->close();

        m_account->failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("NO"));
        open();
        QTRY_VERIFY(stateWords().contains(QStringLiteral("does not tell")));
        m_account->failInquiry.reset();
        serve({{"bob", Rights("lrs")}});
        QTest::mouseClick(m_dialog->findChild<QPushButton *>(QStringLiteral("stateAction")), Qt::LeftButton);
        QTRY_VERIFY(stateWords().isEmpty());
        QCOMPARE(m_dialog->list()->model()->rowCount(), 1);
        const auto place = [this] {
            const QListView *list = m_dialog->list();
            return list->viewport()->mapTo(m_dialog, list->visualRect(list->model()->index(0, 0)).topLeft());
        };
        const QPoint before = place();
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Offline, false, 0, nullptr}});
        QVERIFY(words("connectionNote").contains(QStringLiteral("No connection")));
        QCoreApplication::processEvents();
        QCOMPARE(place(), before); // a click that is under way meets the row that it was meant for
        press("right-w");          // it can be changed all the same
        QCOMPARE(m_changes.size(), 1);
    }
};

QTEST_MAIN(TestSharingDialog)
#include "tst_sharingdialog.moc"
