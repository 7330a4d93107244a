#include "support/fakeserver.h"
#include "support/mnemonics.h"
#include "support/spokennames.h"
#include "support/tabwalk.h"
#include "ui/dialogs/newfolderdialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/windowcase.h"
#include "ui/support/fusionstyle.h"
#include "ui/views/foldermime.h"
#include "ui/views/folderview.h"
#include "ui/views/nameeditor.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDropEvent>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

using namespace ui;
using imap::FolderRole;
using imap::MailboxName;
using test::archive;
using test::FakeAccount;
using test::FakeServer;
using test::inbox;

static const MailboxName work{QStringLiteral("Work")};
static const MailboxName house{QStringLiteral("Work/House")};
static const MailboxName trash{QStringLiteral("Trash")};

/// A person makes, renames, moves and deletes folders in the window.
class TestFolderDeeds : public QObject, protected test::WindowCase
{
    Q_OBJECT

    FakeServer *m_server = nullptr;

    static QList<imap::FolderInfo> usual()
    {
        QList<imap::FolderInfo> list{folder(inbox, FolderRole::Inbox, 40),
                                     folder(archive, FolderRole::Archive, 3),
                                     folder(trash, FolderRole::Trash, 5), folder(work, FolderRole::None, 12),
                                     folder(house, FolderRole::None, 0)};
        return list;
    }
    void open(const QList<imap::FolderInfo> &folders = usual())
    {
        auto server = std::make_unique<FakeServer>();
        m_server = server.get();
        openInbox(std::move(server));
        tell(folders);
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QCoreApplication::processEvents();
        m_account->clearCalls();
    }
    void tell(const QList<imap::FolderInfo> &folders)
    {
        m_account->tell({imap::FoldersChanged{folders, false}});
    }
    Actions *actions() const { return m_window->actionSet(); }
    FolderView *pane() const { return m_window->folders(); }
    QModelIndex at(const MailboxName &name) const
    {
        return m_window->browser()->folderModel()->folderIndex(m_account->config().id, name);
    }
    void choose(const MailboxName &name)
    {
        pane()->setExpanded(at(work), true);
        pane()->setCurrentIndex(at(name));
        QCoreApplication::processEvents(); // the actions follow
    }
    /// Whether it was taken.
    bool drop(QMimeData *data, const QPoint &place) const
    {
        // A drop without a drag comes nowhere.
        QDragEnterEvent enter(place, Qt::MoveAction, data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(pane()->viewport(), &enter);
        QDropEvent event(place, Qt::MoveAction, data, Qt::LeftButton, {});
        event.ignore();
        QCoreApplication::sendEvent(pane()->viewport(), &event);
        return event.isAccepted();
    }
    QList<imap::Change> changes() const
    {
        QList<imap::Change> found;
        for (const FakeAccount::Call &call : m_account->callsOf(QStringLiteral("change")))
            found << *call.change;
        return found;
    }
    template <class Widget>
    Widget *find(const char *name) const
    {
        return m_window->findChild<Widget *>(QLatin1String(name));
    }
    NewFolderDialog *dialog() const { return find<NewFolderDialog>("newFolderDialog"); }
    QMessageBox *question() const { return find<QMessageBox>("deleteFolderQuestion"); }
    QString toastWords() const
    {
        const auto *toast = m_window->findChild<QWidget *>(QStringLiteral("toast"));
        QStringList words;
        for (const QLabel *label : toast ? toast->findChildren<QLabel *>() : QList<QLabel *>())
            words << label->text();
        return words.join(QLatin1Char(' '));
    }
    imap::FolderDetails details(const MailboxName &name, quint32 messages, std::optional<quint64> size) const
    {
        imap::FolderDetails told;
        told.name = name;
        told.status.messages = messages;
        told.status.size = size;
        return told;
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup()
    {
        end();
        m_server = nullptr;
    }

    void makesAFolderBelowTheChosenOne()
    {
        open();
        choose(work);
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(dialog());
        auto *place = dialog()->findChild<QComboBox *>(QStringLiteral("folderPlace"));
        QCOMPARE(place->currentText(), QStringLiteral("Work"));
        auto *name = dialog()->findChild<QLineEdit *>(QStringLiteral("folderName"));
        auto *create = dialog()->findChild<QPushButton *>(QStringLiteral("createFolder"));
        QVERIFY(!create->isEnabled());
        QTest::keyClicks(name, QStringLiteral("House")); // there is one
        QVERIFY(!create->isEnabled());
        QVERIFY(!name->accessibleDescription().trimmed().isEmpty());
        QTest::keyClicks(name, QStringLiteral("hold"));
        QVERIFY(create->isEnabled());
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(changes(), (QList<imap::Change>{imap::CreateFolderChange{
                                MailboxName(QStringLiteral("Work/Household")), FolderRole::None}}));
        QTRY_VERIFY(!dialog());
        QTRY_VERIFY(toastWords().contains(QStringLiteral("Household")));
        // It is there, where one can see it.
        QList<imap::FolderInfo> more = usual();
        more << folder(MailboxName(QStringLiteral("Work/Household")), FolderRole::None, 0);
        pane()->setExpanded(at(work), false);
        actions()->newFolder->trigger();
        QTest::keyClicks(dialog()->findChild<QLineEdit *>(QStringLiteral("folderName")), QStringLiteral("B"));
        QTest::mouseClick(dialog()->findChild<QPushButton *>(QStringLiteral("createFolder")), Qt::LeftButton);
        tell(more);
        QVERIFY(pane()->isExpanded(at(work)));
    }

    void anotherPlaceCanBeChosen()
    {
        open();
        choose(work);
        actions()->newFolder->trigger();
        auto *place = dialog()->findChild<QComboBox *>(QStringLiteral("folderPlace"));
        QStringList places;
        for (int i = 0; i < place->count(); ++i)
            places << place->itemText(i);
        QVERIFY(places.contains(QStringLiteral("Work › House")));
        QCOMPARE(places.first(), m_account->config().displayName);
        place->setCurrentIndex(0);
        QTest::keyClicks(dialog()->findChild<QLineEdit *>(QStringLiteral("folderName")),
                         QStringLiteral("House"));
        QTest::mouseClick(dialog()->findChild<QPushButton *>(QStringLiteral("createFolder")), Qt::LeftButton);
        QCOMPARE(changes(), (QList<imap::Change>{imap::CreateFolderChange{
                                MailboxName(QStringLiteral("House")), FolderRole::None}}));
    }

    void whereNoneCanBeMadeIsSaid()
    {
        QList<imap::FolderInfo> folders = usual();
        folders[3].myRights = imap::Rights("lr");
        open(folders);
        choose(work);
        actions()->newFolder->trigger();
        auto *place = dialog()->findChild<QComboBox *>(QStringLiteral("folderPlace"));
        QCOMPARE(place->currentText(), m_account->config().displayName);
        QVERIFY2(place->accessibleDescription().contains(QStringLiteral("Work")),
                 qPrintable(place->accessibleDescription()));
        QVERIFY(place->accessibleDescription().contains(QStringLiteral("right k")));
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog());
        choose(house);
        actions()->newFolder->trigger();
        QVERIFY(dialog()
                    ->findChild<QComboBox *>(QStringLiteral("folderPlace"))
                    ->accessibleDescription()
                    .isEmpty());
    }

    // Five hundred places do not cover the screen.
    void aLongListOfPlacesScrolls()
    {
        const auto before = QApplication::style()->name();
        QApplication::setStyle(new FusionStyle);
        NewFolderDialog::Question question;
        for (int i = 0; i < 500; ++i)
            question.places << NewFolderDialog::Place{QString::number(i), QStringLiteral("folder")};
        question.problemOf = [](int, const QString &) { return QString(); };
        NewFolderDialog many(question);
        many.open();
        QVERIFY(QTest::qWaitForWindowExposed(&many));
        auto *place = many.findChild<QComboBox *>(QStringLiteral("folderPlace"));
        place->showPopup();
        QTRY_VERIFY(place->view()->isVisible());
        const int row = place->view()->sizeHintForRow(0);
        const int height = place->view()->window()->height();
        place->hidePopup();
        QApplication::setStyle(before);
        QVERIFY2(height <= 18 * row, qPrintable(QString::number(height)));
    }

    // The server's answer brings a row more, which takes no room from the words of two lines.
    void theDialogGrowsForItsWords()
    {
        NewFolderDialog::Question question;
        question.places = {{QStringLiteral("Anna"), QStringLiteral("folder")}};
        question.notThere = QStringLiteral("Not below “Reading”: The server does not let you make folders "
                                           "here, and so it is the account itself: right k is missing.");
        question.problemOf = [](int, const QString &) { return QString(); };
        NewFolderDialog asked(question);
        asked.open();
        QVERIFY(QTest::qWaitForWindowExposed(&asked));
        QLabel *words = nullptr;
        for (auto *label : asked.findChildren<QLabel *>()) {
            if (label->text() == question.notThere)
                words = label;
        }
        QVERIFY(words);
        const auto fits = [words] { return words->height() >= words->heightForWidth(words->width()); };
        QVERIFY(words->heightForWidth(words->width()) > words->fontMetrics().height());
        QTRY_VERIFY(fits());
        asked.offerRoles({});
        auto *role = asked.findChild<QComboBox *>(QStringLiteral("folderRole"));
        QTRY_VERIFY(role->isVisible() && role->height() >= role->minimumSizeHint().height());
        QTRY_VERIFY(fits());
        asked.resize(asked.width(), 10);
        QTRY_VERIFY(fits());
    }

    // Folders come and go while the dialog is open.
    void aPlaceThatWentIsSaid()
    {
        open();
        choose(house);
        actions()->newFolder->trigger();
        auto *name = dialog()->findChild<QLineEdit *>(QStringLiteral("folderName"));
        QTest::keyClicks(name, QStringLiteral("New"));
        tell({usual().mid(0, 4)});
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(dialog()->isVisible());
        QVERIFY(!name->accessibleDescription().trimmed().isEmpty());
        QVERIFY(changes().isEmpty());
    }

    void aUseIsOfferedWhereTheServerCanBeTold()
    {
        open();
        actions()->newFolder->trigger();
        QVERIFY(!find<QComboBox>("folderRole"));
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog());
        m_server->server.capabilities = {"IMAP4rev1", "CREATE-SPECIAL-USE"};
        m_server->uses.folders = {
            {FolderRole::Archive, archive, {imap::RoleReason::Kind::Attribute, QStringLiteral("\\Archive")}},
            {FolderRole::Trash, trash, {imap::RoleReason::Kind::Name, QStringLiteral("trash")}}};
        m_window->browser()->folderModel()->setChoices(
            m_account->config().id,
            {{FolderRole::Junk, MailboxName(QStringLiteral("Gone"))}, {FolderRole::Drafts, archive}});
        pane()->setCurrentIndex(pane()->model()->index(0, 0));
        actions()->newFolder->trigger();
        QTRY_VERIFY(find<QComboBox>("folderRole"));
        auto *role = find<QComboBox>("folderRole");
        const int sent = role->findData(int(FolderRole::Sent));
        dialog()->activateWindow();
        QTRY_VERIFY(dialog()->isActiveWindow() && role->isVisible());
        QCOMPARE(test::notReachedByTab(dialog()), QString());
        QCOMPARE(test::unnamedFields(dialog()), QString());
        QCOMPARE(test::sharedLetters(dialog()), QString());
        auto *place = dialog()->findChild<QComboBox *>(QStringLiteral("folderPlace"));
        place->setFocus();
        QTest::keyClick(place, Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), role);
        QTest::keyClick(dialog(), Qt::Key_N, Qt::AltModifier);
        QTRY_VERIFY(dialog()->findChild<QLineEdit *>(QStringLiteral("folderName"))->hasFocus());
        // There is an archive already, and each use has one folder.
        const QModelIndex taken = role->model()->index(role->findData(int(FolderRole::Archive)), 0);
        QVERIFY(!(role->model()->flags(taken) & Qt::ItemIsEnabled));
        // What is only guessed from a name takes no use away.
        const QModelIndex guessed = role->model()->index(role->findData(int(FolderRole::Trash)), 0);
        QVERIFY(role->model()->flags(guessed) & Qt::ItemIsEnabled);
        // Neither does a chosen folder that is gone; one that is there does.
        const QModelIndex gone = role->model()->index(role->findData(int(FolderRole::Junk)), 0);
        QVERIFY(role->model()->flags(gone) & Qt::ItemIsEnabled);
        const QModelIndex chosen = role->model()->index(role->findData(int(FolderRole::Drafts)), 0);
        QVERIFY(!(role->model()->flags(chosen) & Qt::ItemIsEnabled));
        role->setCurrentIndex(sent);
        QTest::keyClicks(dialog()->findChild<QLineEdit *>(QStringLiteral("folderName")),
                         QStringLiteral("Gone Out"));
        QTest::mouseClick(dialog()->findChild<QPushButton *>(QStringLiteral("createFolder")), Qt::LeftButton);
        QCOMPARE(changes(), (QList<imap::Change>{imap::CreateFolderChange{
                                MailboxName(QStringLiteral("Gone Out")), FolderRole::Sent}}));
    }

    void f2RenamesInThePane()
    {
        open();
        choose(house);
        pane()->setFocus();
        QTest::keyClick(pane(), Qt::Key_F2);
        auto *editor = m_window->findChild<NameEditor *>();
        QVERIFY(editor);
        QTest::keyClicks(editor, QStringLiteral("Flat"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(
            changes(),
            (QList<imap::Change>{imap::RenameFolderChange{house, MailboxName(QStringLiteral("Work/Flat"))}}));
    }

    void whatCannotBeDoneIsOffWithTheReason()
    {
        QList<imap::FolderInfo> folders = usual();
        folders[3].myRights = imap::Rights("lrs");
        open(folders);
        QTRY_VERIFY(!actions()->renameFolder->isEnabled()); // the Inbox
        QVERIFY(!actions()->deleteFolder->isEnabled());
        choose(work);
        QTRY_VERIFY(actions()->deleteFolder->toolTip().contains(QStringLiteral("right x")));
        QVERIFY(actions()->renameFolder->toolTip().contains(QStringLiteral("right x")));
        // The right comes while one looks.
        folders[3].myRights = imap::Rights("lrskx");
        tell(folders);
        QTRY_VERIFY(actions()->deleteFolder->isEnabled());
        choose(archive);
        QTRY_VERIFY(actions()->deleteFolder->isEnabled());
        pane()->setCurrentIndex(pane()->model()->index(0, 0));
        QTRY_VERIFY(!actions()->renameFolder->isEnabled());
        QVERIFY(actions()->newFolder->isEnabled());
    }

    void theMenuIsAboutTheFolderBelowThePointer()
    {
        open();
        choose(work);
        const QPoint place = pane()->visualRect(at(house)).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, pane()->viewport()->mapToGlobal(place));
        QApplication::sendEvent(pane()->viewport(), &event);
        QTRY_VERIFY(QApplication::activePopupWidget());
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu->actions().contains(actions()->deleteFolder));
        QCOMPARE(pane()->currentIndex(), at(work));
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(actions()->deleteFolder).center());
        QTRY_COMPARE(changes(), (QList<imap::Change>{imap::DeleteFolderChange{house}}));
        // Later it is about the current one again.
        QTRY_VERIFY(!QApplication::activePopupWidget());
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        actions()->subscribed->trigger();
        QCOMPARE(changes().last(), imap::Change(imap::SubscribeChange{work, false}));
    }

    // Nothing is asked where all can be put back.
    void littleIsDeletedAtOnce()
    {
        open({usual().mid(0, 4)});
        m_server->details.insert(work, details(work, 12, 34'000));
        choose(work);
        actions()->deleteFolder->trigger();
        QTRY_COMPARE(changes(), (QList<imap::Change>{imap::DeleteFolderChange{work}}));
        QVERIFY(!question());
        QTRY_VERIFY(toastWords().contains(QStringLiteral("12")));
        actions()->undo->trigger();
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 1);
    }

    void muchIsAskedAbout_data()
    {
        QTest::addColumn<quint32>("messages");
        QTest::addColumn<quint64>("size");
        QTest::newRow("many") << quint32(1001) << quint64(5000);
        QTest::newRow("large") << quint32(12) << quint64(200) * 1024 * 1024;
        QTest::newRow("size not told") << quint32(12) << quint64(0);
    }
    void muchIsAskedAbout()
    {
        QFETCH(quint32, messages);
        QFETCH(quint64, size);
        QList<imap::FolderInfo> folders = usual().mid(0, 4);
        folders[3].total = messages;
        open(folders);
        m_server->details.insert(work,
                                 details(work, messages, size ? std::optional<quint64>(size) : std::nullopt));
        choose(work);
        actions()->deleteFolder->trigger();
        QTRY_VERIFY(question());
        QVERIFY(question()->text().contains(QLocale().toString(messages)));
        QVERIFY(changes().isEmpty());
        QTest::keyClick(question(), Qt::Key_Return); // which is Cancel
        QTRY_VERIFY(!question());
        QVERIFY(changes().isEmpty());
        actions()->deleteFolder->trigger();
        QTRY_VERIFY(question());
        QTest::mouseClick(question()->findChild<QPushButton *>(QStringLiteral("deleteOne")), Qt::LeftButton);
        QTRY_COMPARE(changes(), (QList<imap::Change>{imap::DeleteFolderChange{work}}));
    }

    // Without a connection nobody knows how much it is.
    void offlineItIsAskedAbout()
    {
        open({usual().mid(0, 4)});
        m_server->failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("offline"));
        choose(work);
        actions()->deleteFolder->trigger();
        QTRY_VERIFY(question());
    }

    void foldersBelowStayOrGo()
    {
        open();
        choose(work);
        actions()->deleteFolder->trigger();
        QTRY_VERIFY(question());
        QVERIFY(question()->informativeText().contains(QStringLiteral("below it")));
        QTest::mouseClick(question()->findChild<QPushButton *>(QStringLiteral("deleteOne")), Qt::LeftButton);
        QTRY_COMPARE(changes(), (QList<imap::Change>{imap::DeleteFolderChange{work}}));
        QTRY_VERIFY(!question());
        m_account->clearCalls();
        actions()->deleteFolder->trigger();
        QTRY_VERIFY(question());
        QTest::mouseClick(question()->findChild<QPushButton *>(QStringLiteral("deleteAll")), Qt::LeftButton);
        // From below, one deed, one undo.
        QTRY_COMPARE(changes(),
                     (QList<imap::Change>{imap::DeleteFolderChange{house}, imap::DeleteFolderChange{work}}));
        QTRY_COMPARE(m_window->operations()->undoWords(),
                     QStringLiteral("Folder “Work” and the one below it deleted"));
    }

    // What only holds others cannot go without them.
    void aHolderGoesWithAllOrNotAtAll()
    {
        QList<imap::FolderInfo> folders = usual();
        folders[3].selectable = false;
        open(folders);
        choose(work);
        actions()->deleteFolder->trigger();
        QTRY_VERIFY(question());
        QVERIFY(!question()->findChild<QPushButton *>(QStringLiteral("deleteOne")));
        QVERIFY(question()->findChild<QPushButton *>(QStringLiteral("deleteAll")));
    }

    void theOpenFolderIsLeftBeforeItGoes()
    {
        open();
        choose(house);
        QTRY_COMPARE(m_window->browser()->folder(), house);
        actions()->deleteFolder->trigger();
        QTRY_COMPARE(changes(), (QList<imap::Change>{imap::DeleteFolderChange{house}}));
        QCOMPARE(m_window->browser()->folder(), inbox);
    }

    void aFolderIsDraggedElsewhere()
    {
        open();
        choose(house);
        FolderMime moved(m_account->config().id, house);
        const QPoint place = pane()->visualRect(at(archive)).center();
        QVERIFY(drop(&moved, place));
        QCOMPARE(changes(), (QList<imap::Change>{imap::RenameFolderChange{
                                house, MailboxName(QStringLiteral("Archive/House"))}}));
        QTRY_COMPARE(m_window->operations()->undoWords(),
                     QStringLiteral("Folder “House” moved to “Archive”"));
        FolderMime above(m_account->config().id, work);
        const QPoint below = pane()->visualRect(at(house)).center();
        QVERIFY(!drop(&above, below));
        QCOMPARE(changes().size(), 1);
        const QPoint top = pane()->visualRect(pane()->model()->index(0, 0)).center();
        QVERIFY(drop(&moved, top));
        QCOMPARE(changes().last(),
                 imap::Change(imap::RenameFolderChange{house, MailboxName(QStringLiteral("House"))}));
    }

    void subscribing()
    {
        open();
        choose(work);
        QTRY_VERIFY(actions()->subscribed->isChecked());
        actions()->subscribed->trigger();
        QCOMPARE(changes(), (QList<imap::Change>{imap::SubscribeChange{work, false}}));
        QList<imap::FolderInfo> folders = usual();
        folders[3].subscribed = false;
        tell(folders);
        QTRY_VERIFY(!actions()->subscribed->isChecked());
        // Refused: it is as it was.
        tell(usual());
        QTRY_VERIFY(actions()->subscribed->isChecked());
    }

    void refreshing()
    {
        open();
        actions()->refreshFolder->trigger();
        QCOMPARE(m_account->callsOf(QStringLiteral("checkNow")).size(), 1);
    }

    void withoutAnAccountNothingCanBeDone()
    {
        makeWindow();
        show();
        for (const QAction *action : {actions()->newFolder, actions()->renameFolder, actions()->deleteFolder,
                                      actions()->subscribed, actions()->refreshFolder}) {
            QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
            QVERIFY(!action->toolTip().isEmpty());
        }
    }
};

QTEST_MAIN(TestFolderDeeds)
#include "tst_folderdeeds.moc"
