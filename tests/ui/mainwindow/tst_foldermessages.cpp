#include "support/fakeserver.h"
#include "ui/dialogs/folderproperties.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/windowcase.h"
#include "ui/views/banner.h"
#include "ui/views/folderview.h"

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

using namespace ui;
using imap::FolderRole;
using imap::MailboxName;
using imap::UidSet;
using test::archive;
using test::FakeAccount;
using test::FakeServer;
using test::inbox;

static const MailboxName trash{QStringLiteral("Trash")};
static const MailboxName junk{QStringLiteral("Junk")};

/// What is done to all messages of a folder, open or not, and what is looked up about it.
class TestFolderMessages : public QObject, protected test::WindowCase
{
    Q_OBJECT

    FakeServer *m_server = nullptr;

    static QList<imap::FolderInfo> usual()
    {
        return {folder(inbox, FolderRole::Inbox, 40), folder(archive, FolderRole::Archive, 3),
                folder(trash, FolderRole::Trash, 5), folder(junk, FolderRole::Junk, 0)};
    }
    void open(const QList<imap::FolderInfo> &folders = usual())
    {
        auto server = std::make_unique<FakeServer>();
        m_server = server.get();
        openInbox(std::move(server));
        m_account->tell({imap::FoldersChanged{folders, false}});
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QCoreApplication::processEvents();
        m_account->clearCalls();
    }
    Actions *actions() const { return m_window->actionSet(); }
    void choose(const MailboxName &name) const
    {
        m_window->folders()->setCurrentIndex(
            m_window->browser()->folderModel()->folderIndex(m_account->config().id, name));
    }
    QList<imap::Change> changes() const
    {
        QList<imap::Change> found;
        for (const FakeAccount::Call &call : m_account->callsOf(QStringLiteral("change")))
            found << *call.change;
        return found;
    }
    QMessageBox *question() const
    {
        return m_window->findChild<QMessageBox *>(QStringLiteral("emptyFolderQuestion"));
    }
    FolderProperties *properties() const { return m_window->findChild<FolderProperties *>(); }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup()
    {
        end();
        m_server = nullptr;
    }

    void emptiesTheTrashAfterAQuestion()
    {
        open();
        m_server->messages.insert(trash, UidSet::range(imap::Uid{3}, imap::Uid{7}));
        choose(trash);
        QTRY_VERIFY(actions()->emptyFolder->isVisible() && actions()->emptyFolder->isEnabled());
        QVERIFY(actions()->emptyFolder->text().contains(QStringLiteral("Trash")));
        actions()->emptyFolder->trigger();
        QVERIFY(question());
        QVERIFY(question()->text().contains(QStringLiteral("5")));
        QVERIFY(m_server->inquiries.filter(QStringLiteral("messages Trash")).isEmpty());
        QTest::keyClick(question(), Qt::Key_Escape);
        QTRY_VERIFY(!question());
        QVERIFY(changes().isEmpty());
        actions()->emptyFolder->trigger();
        for (QAbstractButton *button : question()->buttons()) {
            if (question()->buttonRole(button) == QMessageBox::DestructiveRole)
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QTRY_COMPARE(changes(), (QList<imap::Change>{
                                    imap::DeleteChange{trash, UidSet::range(imap::Uid{3}, imap::Uid{7})}}));
        QTRY_VERIFY(m_window->operations()->undoWords().contains(QStringLiteral("Trash")));
    }

    void onlyTrashAndJunkAreEmptied()
    {
        open();
        choose(archive);
        QTRY_VERIFY(!actions()->emptyFolder->isVisible());
        choose(junk);
        QTRY_VERIFY(actions()->emptyFolder->isVisible());
        QVERIFY(!actions()->emptyFolder->isEnabled()); // there is nothing in it
        QList<imap::FolderInfo> folders = usual();
        folders[2].myRights = imap::Rights("lrswi");
        m_account->tell({imap::FoldersChanged{folders, false}});
        choose(trash);
        QTRY_VERIFY(actions()->emptyFolder->toolTip().contains(QStringLiteral("right t")));
    }

    void marksAllReadInAFolderThatIsNotOpen()
    {
        open();
        m_server->markedBy = 12;
        choose(archive);
        actions()->markFolderRead->trigger();
        QTRY_VERIFY(m_server->inquiries.contains(QStringLiteral("mark all read Archive")));
        QTRY_VERIFY(m_window->operations()->undoWords().contains(QStringLiteral("Archive")));
        actions()->undo->trigger();
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("undo")).size(), 1);
        QCOMPARE(m_account->callsOf(QStringLiteral("undo")).first().operation, quint64(12));
    }

    void nothingToMarkIsNoDeed()
    {
        open();
        choose(archive);
        actions()->markFolderRead->trigger(); // read by others meanwhile: entry 0
        QTRY_VERIFY(m_server->inquiries.contains(QStringLiteral("mark all read Archive")));
        QCoreApplication::processEvents();
        QVERIFY(!m_window->operations()->canUndo());
        QList<imap::FolderInfo> folders = usual();
        folders[1].unseen = 0;
        m_account->tell({imap::FoldersChanged{folders, false}});
        // What was counted before is known; a count of none switches it off.
        m_account->tell({imap::FolderStatusChanged{archive, 3, 0}});
        QTRY_VERIFY(!actions()->markFolderRead->isEnabled());
        folders[1].myRights = imap::Rights("lr");
        folders[1].unseen = 2;
        m_account->tell({imap::FoldersChanged{folders, false}});
        QTRY_VERIFY(actions()->markFolderRead->toolTip().contains(QStringLiteral("right s")));
    }

    void whatFailsIsSaid()
    {
        open();
        m_server->failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("Mailbox is locked"));
        choose(archive);
        actions()->markFolderRead->trigger();
        QTRY_VERIFY([&] {
            for (const Banner *banner : m_window->findChildren<Banner *>()) {
                for (const QLabel *label : banner->findChildren<QLabel *>()) {
                    if (label->isVisible() &&
                        label->text().contains(QStringLiteral("did not do what was asked")))
                        return true;
                }
            }
            return false;
        }());
        QVERIFY(changes().isEmpty());
    }

    void readOnlyLooksWithoutChanging()
    {
        open();
        choose(archive);
        QTRY_COMPARE(m_window->browser()->folder(), archive);
        const auto *sign = m_window->findChild<QLabel *>(QStringLiteral("folderReadOnly"));
        QVERIFY(!sign->isVisible());
        actions()->openReadOnly->trigger();
        QVERIFY(m_server->inquiries.contains(QStringLiteral("open read-only Archive")));
        QVERIFY(actions()->openReadOnly->isChecked());
        QVERIFY(sign->isVisible());
        QTRY_COMPARE(m_window->list()->model()->rowCount(), 3);
        select(0);
        QTRY_VERIFY(!actions()->star->isEnabled());
        for (const QAction *action : {actions()->star, actions()->markRead, actions()->remove,
                                      actions()->archive, actions()->moveTo, actions()->markFolderRead}) {
            QVERIFY2(!action->isEnabled(), qPrintable(action->text()));
            QVERIFY2(action->toolTip().contains(QStringLiteral("read-only")), qPrintable(action->text()));
        }
        QVERIFY(actions()->copyTo->isEnabled());
        // A click on it leaves it as it is.
        const QModelIndex index =
            m_window->browser()->folderModel()->folderIndex(m_account->config().id, archive);
        QTest::mouseClick(m_window->folders()->viewport(), Qt::LeftButton, {},
                          m_window->folders()->visualRect(index).center());
        QVERIFY(sign->isVisible());
        m_account->clearCalls();
        actions()->openReadOnly->trigger();
        QCOMPARE(m_account->callsOf(QStringLiteral("openFolder")).size(), 1);
        QVERIFY(!sign->isVisible());
        QTRY_VERIFY(actions()->star->isEnabled());
        // Another folder is opened as usual.
        actions()->openReadOnly->trigger();
        choose(inbox);
        QTRY_COMPARE(m_window->browser()->folder(), inbox);
        QVERIFY(!actions()->openReadOnly->isChecked());
        QVERIFY(!sign->isVisible());
    }

    void propertiesAskTheServer()
    {
        open();
        imap::FolderDetails told;
        told.name = archive;
        told.status.uidNext = imap::Uid{4711};
        m_server->details.insert(archive, told);
        m_server->holdInquiries = true;
        choose(archive);
        QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::AltModifier);
        QVERIFY(properties());
        const auto text = [this] { return folderFactsText(properties()->shown()); };
        QVERIFY(text().contains(QStringLiteral("Path: Archive")));
        QVERIFY(!text().contains(QStringLiteral("4711")));
        m_server->releaseInquiries();
        QTRY_VERIFY(text().contains(QStringLiteral("4711")));
        // Another folder's take their place.
        m_server->failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("No such folder"));
        choose(trash);
        actions()->folderProperties->trigger();
        QTRY_COMPARE(m_window->findChildren<FolderProperties *>().size(), 1);
        const auto *state = properties()->findChild<QLabel *>(QStringLiteral("propertiesState"));
        QTRY_VERIFY(state->text().contains(QStringLiteral("did not do what was asked")));
    }

    // What a cut left open is asked once more, without anybody pressing Refresh.
    void propertiesAskAgainAfterACut()
    {
        open();
        imap::FolderDetails told;
        told.name = archive;
        told.status.uidNext = imap::Uid{4711};
        m_server->details.insert(archive, told);
        m_server->failInquiry =
            std::make_shared<imap::AbortError>(imap::AbortError::Reason::Stopped, QStringLiteral("stopped"));
        choose(archive);
        actions()->folderProperties->trigger();
        const auto *state = properties()->findChild<QLabel *>(QStringLiteral("propertiesState"));
        QTRY_VERIFY2(state->text().contains(QStringLiteral("was closed before")), qPrintable(state->text()));
        const QString question = QStringLiteral("details Archive");
        QCOMPARE(m_server->inquiries.count(question), 1);
        m_server->failInquiry.reset();
        tellState(imap::ConnectionState::Waiting);
        QCOMPARE(m_server->inquiries.count(question), 1);
        tellState(imap::ConnectionState::Online);
        QTRY_VERIFY(folderFactsText(properties()->shown()).contains(QStringLiteral("4711")));
        tellState(imap::ConnectionState::Waiting);
        tellState(imap::ConnectionState::Online);
        QCoreApplication::processEvents();
        QCOMPARE(m_server->inquiries.count(question), 2);
    }

    void propertiesOfAFolderThatIsGone()
    {
        open();
        imap::FolderDetails told;
        told.name = trash;
        m_server->details.insert(trash, told);
        choose(trash);
        actions()->folderProperties->trigger();
        const auto *state = properties()->findChild<QLabel *>(QStringLiteral("propertiesState"));
        QTRY_VERIFY(state->text().isEmpty());
        m_account->clearCalls();
        // Deleted by others: the server has no status of it, and the list of folders says why.
        told.statusRefused = QStringLiteral("Mailbox does not exist");
        m_server->details.insert(trash, told);
        auto *refresh = properties()->findChild<QPushButton *>(QStringLiteral("refreshProperties"));
        QTest::mouseClick(refresh, Qt::LeftButton);
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("checkNow")).size(), 1);
        QList<imap::FolderInfo> folders = usual();
        folders.removeIf([](const imap::FolderInfo &info) { return info.name == trash; });
        m_account->tell({imap::FoldersChanged{folders, false}});
        QTRY_VERIFY2(state->text().contains(QStringLiteral("not there any more")), qPrintable(state->text()));
        QTest::mouseClick(refresh, Qt::LeftButton);
        QTRY_VERIFY(state->text().contains(QStringLiteral("not there any more")));
    }

    void theOpenFolderFollowsItsName()
    {
        open();
        choose(archive);
        QTRY_COMPARE(m_window->browser()->folder(), archive);
        const MailboxName old(QStringLiteral("Old"));
        imap::JournalEntry entry;
        entry.id = 9;
        entry.change = imap::RenameFolderChange{archive, old};
        QList<imap::FolderInfo> folders = usual();
        folders[1].name = old;
        imap::FolderReset reset;
        reset.folder = old;
        reset.total = 3;
        m_account->tell({imap::FoldersChanged{folders, false}, reset, imap::JournalChanged{{entry}}});
        QCOMPARE(m_window->browser()->folder(), old);
        QCOMPARE(m_window->list()->model()->rowCount(), 3);
        QVERIFY(m_account->callsOf(QStringLiteral("openFolder")).last().folder == archive);
        reset.total = 4;
        m_account->tell({reset});
        QCOMPARE(m_window->list()->model()->rowCount(), 4);
    }
};

QTEST_MAIN(TestFolderMessages)
#include "tst_foldermessages.moc"
