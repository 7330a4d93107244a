#include "support/arrangements.h"
#include "support/fakeserver.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/windowcase.h"
#include "ui/views/folderview.h"
#include "ui/views/readerpane.h"
#include "ui/views/toast.h"

#include <QLabel>

using namespace ui;
using imap::Uid;
using imap::UidSet;
using test::FakeServer;
using test::inbox;

/// A person goes through a folder: to the next unread message, to a day.
class TestGoingAbout : public QObject, protected test::WindowCase
{
    Q_OBJECT
    FakeServer *m_server = nullptr;
    const imap::MailboxName m_lists{QStringLiteral("Lists")};

    /// "Lists" is open, with `total` messages of which these are unread; the newest few are known.
    void open(quint32 total, const QByteArray &unreadUids)
    {
        auto server = std::make_unique<FakeServer>();
        m_server = server.get();
        openInbox(std::move(server));
        const UidSet uids = UidSet::parse(unreadUids).value_or(UidSet());
        m_server->messages.insert(m_lists, uids);
        m_account->serve(
            m_lists, total,
            [uids](quint32 uid) {
                return test::fakeMessage(uid, uids.contains(Uid(uid)) ? imap::FlagSet{}
                                                                      : imap::FlagSet{imap::flags::Seen});
            },
            qMin(total, 5U));
        m_window->browser()->openFolder(m_account.get(), m_lists);
        QTRY_COMPARE(model()->rowCount(), int(total));
        m_window->reader()->setMarkReadDelay(-1);
        m_window->list()->setFocus();
        choose(0);
        QTRY_VERIFY(model()->messageAt(qMin(int(total) - 1, 12)));
    }
    MessageListModel *model() const { return m_window->browser()->listModel(); }
    void choose(int row)
    {
        m_window->list()->selectionModel()->setCurrentIndex(
            model()->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    void goOn() { m_window->actionSet()->nextUnread->trigger(); }
    Uid current() const { return model()->uidAt(m_window->list()->currentIndex().row()); }
    int asked() const { return int(m_server->inquiries.count(QStringLiteral("unread Lists"))); }
    QString said() const
    {
        const auto *toast = m_window->findChild<Toast *>();
        return toast->isVisible() ? toast->findChild<QLabel *>(QStringLiteral("toastText"))->text()
                                  : QString();
    }
    void sort(const imap::Arrangement &arrangement, imap::ArrangedMessages messages)
    {
        m_account->tell(
            {imap::ArrangementReset{m_lists, arrangement, imap::ArrangementSource::Cache,
                                    std::make_shared<const imap::ArrangedMessages>(std::move(messages))}});
    }

    imap::FolderInfo listed(const imap::MailboxName &name,
                            imap::FolderOwner owner = imap::FolderOwner::Personal) const
    {
        imap::FolderInfo info = folder(name, imap::FolderRole::None, 1);
        info.owner = owner;
        return info;
    }
    void list(const QList<imap::FolderInfo> &others)
    {
        m_account->tell({imap::FoldersChanged{
            QList<imap::FolderInfo>{folder(inbox, imap::FolderRole::Inbox, 40)} + others, false}});
    }
    bool isNoticed(const QString &words) const
    {
        const auto labels = m_window->findChildren<QLabel *>(QStringLiteral("bannerText"));
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
            return label->isVisible() && label->text().contains(words);
        });
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup()
    {
        end();
        m_server = nullptr;
    }

    void whatIsKnownIsNotAskedFor()
    {
        open(400, "5,395");
        goOn();
        QCOMPARE(current(), Uid(395));
        QCOMPARE(asked(), 0);
    }

    // Of a large folder most rows were never looked at.
    void theServerKnowsTheNextUnreadMessage()
    {
        open(400, "5,7");
        goOn();
        QTRY_COMPARE(current(), Uid(7));
        QCOMPARE(asked(), 1);
        const int row = m_window->list()->currentIndex().row();
        QVERIFY(row >= m_window->list()->firstVisibleRow() && row <= m_window->list()->lastVisibleRow());
        QTRY_COMPARE(m_window->reader()->uid(), Uid(7));
        goOn();
        QCOMPARE(current(), Uid(5)); // known by now
        QCOMPARE(asked(), 1);
    }

    void withoutAConnectionTheKnownOnesCount()
    {
        open(400, "5,399");
        choose(30);
        tellState(imap::ConnectionState::Offline);
        goOn();
        QCOMPARE(current(), Uid(399)); // from the top again
        QCOMPARE(asked(), 0);
    }

    void aServerThatDoesNotTellIsNoDeadEnd()
    {
        open(400, "5,399");
        choose(30);
        m_server->failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("no"));
        goOn();
        QTRY_COMPARE(current(), Uid(399));
        QCOMPARE(asked(), 1);
    }

    void thatThereIsNoneIsSaid()
    {
        open(3, {});
        goOn();
        QCOMPARE(said(), QStringLiteral("There is no unread message here."));
        QCOMPARE(current(), Uid(3));
    }

    void aLateAnswerMovesNobody()
    {
        open(400, "5");
        m_server->holdInquiries = true;
        goOn();
        choose(2);
        m_server->releaseInquiries();
        QCoreApplication::processEvents();
        QCOMPARE(current(), Uid(398));
        m_server->holdInquiries = true;
        goOn();
        m_window->browser()->openFolder(m_account.get(), inbox);
        m_server->releaseInquiries();
        QCoreApplication::processEvents();
        QVERIFY(!m_window->list()->selectionModel()->hasSelection());
    }

    // As in any list of files, where Ctrl moves without choosing.
    void theArrowsWithCtrlLeaveTheChoiceAlone()
    {
        open(40, "35");
        const QItemSelectionModel *selection = m_window->list()->selectionModel();
        QTest::keyClick(m_window->list(), Qt::Key_Down, Qt::ControlModifier);
        QTest::keyClick(m_window->list(), Qt::Key_Down, Qt::ControlModifier);
        QTest::keyClick(m_window->list(), Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(m_window->list()->currentIndex().row(), 1);
        QVERIFY(selection->isSelected(model()->index(0, 0)));
        QVERIFY(!selection->isSelected(model()->index(1, 0)));
        QTest::keyClick(m_window->list(), Qt::Key_PageDown, Qt::AltModifier);
        QCOMPARE(current(), Uid(35));
    }

    void toADayInTheFoldersOwnOrder()
    {
        open(400, {});
        m_account->dateFound = imap::SeqNum(9);
        m_window->browser()->goToDate(QDate(2025, 3, 4));
        QTRY_COMPARE(current(), Uid(9));
        QVERIFY(m_window->list()->hasFocus());
        m_account->dateFound = {}; // nothing is as new as that
        m_window->browser()->goToDate(QDate(2045, 3, 4));
        QTRY_COMPARE(current(), Uid(400));
    }

    // The number counts in the folder's own order, the rows stand in another one.
    void toADayInAnotherOrder()
    {
        open(40, {});
        m_window->actionSet()->sortSubject->trigger();
        QList<quint32> uids;
        for (quint32 uid = 1; uid <= 39; uid += 2)
            uids.push_back(uid);
        for (quint32 uid = 2; uid <= 40; uid += 2)
            uids.push_back(uid);
        sort({imap::Arrangement::By::Subject, false}, imap::ArrangedMessages::list(uids));
        m_account->dateFound = imap::SeqNum(3);
        m_window->browser()->goToDate(QDate(2025, 3, 4));
        QTRY_COMPARE(current(), Uid(3));
        QCOMPARE(m_window->list()->currentIndex().row(), 1);
    }

    void toADayInConversations()
    {
        open(40, {});
        m_window->actionSet()->threads->trigger();
        std::vector<quint32> uids, groups;
        for (quint32 uid = 1; uid <= 40; ++uid) {
            uids.push_back(uid);
            groups.push_back(uid % 20);
        }
        sort({imap::Arrangement::By::Arrival, true}, imap::test::conversationsOf(uids, groups));
        QCOMPARE(model()->rowCount(), 20);
        m_account->dateFound = imap::SeqNum(39);
        m_window->browser()->goToDate(QDate(2025, 3, 4));
        QTRY_COMPARE(current(), Uid(39));
        m_account->dateFound = imap::SeqNum(2); // is in the conversation of 22
        m_window->browser()->goToDate(QDate(2025, 3, 4));
        QTRY_COMPARE(current(), Uid(22));
    }

    // An INBOX has every account.
    void aDayOfAnotherAccountMovesNobody()
    {
        open(40, {});
        m_window->browser()->openFolder(m_account.get(), inbox);
        test::FakeAccount second(QStringLiteral("second"));
        second.serve(inbox, 40, unread, 40);
        m_window->addAccount(&second);
        m_account->dateFound = imap::SeqNum(9);
        m_window->browser()->goToDate(QDate(2025, 3, 4));
        m_window->browser()->openFolder(&second, inbox);
        QCoreApplication::processEvents();
        QVERIFY(!m_window->list()->selectionModel()->hasSelection());
        m_window->removeAccount(&second);
    }

    // An account that was just added: its folders come later than its Inbox is opened.
    void theTreeFollowsIntoANewAccount()
    {
        openInbox();
        const auto *folders = m_window->folders();
        const FolderTreeModel *tree = m_window->browser()->folderModel();
        QTRY_COMPARE(QModelIndex(folders->currentIndex()), tree->folderIndex(m_account->config().id, inbox));
        test::FakeAccount second(QStringLiteral("second"));
        second.serve(inbox, 7, unread, 7);
        m_window->addAccount(&second);
        m_window->browser()->openFolder(&second, inbox);
        QVERIFY(tree->accountOf(folders->currentIndex()) == &second);
        second.tell({imap::FoldersChanged{{folder(inbox, imap::FolderRole::Inbox, 7)}, false}});
        QTRY_COMPARE(QModelIndex(folders->currentIndex()),
                     tree->folderIndex(QStringLiteral("second"), inbox));
        QVERIFY(m_window->browser()->account() == &second);
        m_window->removeAccount(&second);
    }

    void anAccountThatWaitsTriesWhenItIsOpened()
    {
        openInbox();
        test::FakeAccount second(QStringLiteral("second"));
        second.serve(inbox, 7, unread, 7);
        m_window->addAccount(&second);
        second.tell({imap::ConnectionChanged{imap::ConnectionState::Waiting, false, 30'000, nullptr}});
        QCOMPARE(second.callsOf(QStringLiteral("retryNow")).size(), 0);
        m_window->browser()->openFolder(&second, inbox);
        QCOMPARE(second.callsOf(QStringLiteral("retryNow")).size(), 1);
        QCOMPARE(m_account->callsOf(QStringLiteral("retryNow")).size(), 0);
        QVERIFY(isNoticed(QStringLiteral("Anna at example.org: ")));
        m_window->removeAccount(&second);
    }

    // Its making is undone in the panel of changes, where nobody leaves it before.
    void aFolderThatIsDeletedIsLeft()
    {
        openInbox();
        m_window->browser()->openFolder(m_account.get(), test::archive);
        QTRY_COMPARE(model()->rowCount(), 3);
        imap::JournalEntry entry;
        entry.id = 9;
        entry.change = imap::DeleteFolderChange{imap::MailboxName(QStringLiteral("Elsewhere"))};
        m_account->tell({imap::JournalChanged{{entry}}});
        entry.change = imap::DeleteFolderChange{test::archive};
        entry.state = imap::OperationState::Failed;
        m_account->tell({imap::JournalChanged{{entry}}});
        QCoreApplication::processEvents();
        QCOMPARE(m_window->browser()->folder(), test::archive);
        entry.state = imap::OperationState::Waiting;
        m_account->tell({imap::JournalChanged{{entry}}});
        QTRY_COMPARE(m_window->browser()->folder(), inbox);
        QTRY_COMPARE(model()->rowCount(), 40);
    }

    // It was the last of the own ones, with a heading behind it.
    void aFolderThatOthersDeleteIsLeft()
    {
        openInbox();
        const imap::MailboxName fill(QStringLiteral("Fill"));
        const imap::FolderInfo team =
            listed(imap::MailboxName(QStringLiteral("Team")), imap::FolderOwner::Shared);
        m_account->serve(fill, 1, unread, 1);
        list({listed(fill), team});
        m_window->browser()->openFolder(m_account.get(), fill);
        QTRY_COMPARE(model()->rowCount(), 1);
        list({listed(fill), team});
        QCoreApplication::processEvents();
        QCOMPARE(m_window->browser()->folder(), fill);
        list({team});
        QTRY_COMPARE(m_window->browser()->folder(), inbox);
        QTRY_COMPARE(model()->rowCount(), 40);
        QCOMPARE(QModelIndex(m_window->folders()->currentIndex()),
                 m_window->browser()->folderModel()->folderIndex(m_account->config().id, inbox));
        QVERIFY(isNoticed(QStringLiteral("“Fill” was deleted or renamed by another program.")));
    }

    // The reader follows, though a selection does not tell of what goes with an order.
    void whatIsSelectedGoesWithTheOrder()
    {
        openInbox();
        clickRow(0, {});
        clickRow(4, Qt::ShiftModifier);
        const auto isSaid = [this](const QString &words) {
            const auto labels = m_window->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
                return label->isVisible() && label->text() == words;
            });
        };
        QTRY_VERIFY(isSaid(QStringLiteral("5 messages selected")));
        imap::FolderReset other;
        other.folder = inbox;
        other.total = 45;
        for (quint32 i = 0; i < 45; ++i)
            other.rows.append({imap::SeqNum{i + 1}, unread(1000 + i)});
        m_account->tell({other});
        QTRY_VERIFY(isSaid(QStringLiteral("No message selected")));
    }

    // It stands with those that are for something from then on, and its row goes from where it was.
    void aFolderThatGetsAUseStaysTheCurrentOne()
    {
        openInbox();
        imap::FolderInfo old = listed(imap::MailboxName(QStringLiteral("Mail/Old")));
        const imap::FolderInfo other = listed(imap::MailboxName(QStringLiteral("Mail/Other")));
        m_account->serve(old.name, 2, unread, 2);
        m_account->serve(other.name, 1, unread, 1);
        list({old, other});
        m_window->browser()->openFolder(m_account.get(), old.name);
        QTRY_COMPARE(model()->rowCount(), 2);
        const auto isCurrent = [&] {
            return QModelIndex(m_window->folders()->currentIndex()) ==
                   m_window->browser()->folderModel()->folderIndex(m_account->config().id, old.name);
        };
        QTRY_VERIFY(isCurrent());
        old.role = imap::FolderRole::Junk;
        list({old, other});
        QVERIFY(isCurrent());
        old.role = imap::FolderRole::None;
        list({old, other});
        QVERIFY(isCurrent());
    }

    void theFolderAboveIsTheNearest()
    {
        openInbox();
        const imap::MailboxName deep(QStringLiteral("Team/Deep"));
        const imap::FolderInfo team =
            listed(imap::MailboxName(QStringLiteral("Team")), imap::FolderOwner::Shared);
        m_account->serve(team.name, 2, unread, 2);
        m_account->serve(deep, 1, unread, 1);
        list({team, listed(deep, imap::FolderOwner::Shared)});
        m_window->browser()->openFolder(m_account.get(), deep);
        QTRY_COMPARE(model()->rowCount(), 1);
        list({team});
        QTRY_COMPARE(m_window->browser()->folder(), team.name);
        QTRY_COMPARE(model()->rowCount(), 2);
        QVERIFY(isNoticed(QStringLiteral("you may not see it any more")));
    }

    // What one did oneself is no news.
    void anOwnDeletionIsLeftInSilence()
    {
        openInbox();
        list({listed(test::archive)});
        m_window->browser()->openFolder(m_account.get(), test::archive);
        QTRY_COMPARE(model()->rowCount(), 3);
        imap::JournalEntry entry;
        entry.id = 9;
        entry.change = imap::DeleteFolderChange{test::archive};
        m_account->tell({imap::FoldersChanged{{folder(inbox, imap::FolderRole::Inbox, 40)}, false},
                         imap::JournalChanged{{entry}}});
        QTRY_COMPARE(m_window->browser()->folder(), inbox);
        QTRY_COMPARE(model()->rowCount(), 40);
        QVERIFY(!isNoticed(QStringLiteral("deleted")));
    }

    // Another program took it, or the right to see it, and nobody has told yet.
    void thatAFolderDoesNotOpenMayMeanThatItIsGone()
    {
        openInbox();
        list({listed(test::archive)});
        m_window->browser()->openFolder(m_account.get(), test::archive);
        QTRY_COMPARE(model()->rowCount(), 3);
        m_account->clearCalls();
        m_account->tell(
            {imap::FolderFailed{test::archive, std::make_shared<imap::CommandError>(QStringLiteral("no"))}});
        QTRY_COMPARE(m_account->callsOf(QStringLiteral("checkNow")).size(), 1);
        list({});
        QTRY_COMPARE(m_window->browser()->folder(), inbox);
    }

    // The server leaves out what one may not see any more, but only who asks gets to know.
    void whoGivesUpAccessSeesOtherFolders()
    {
        openInbox();
        const imap::MailboxName handover(QStringLiteral("Users/bob/Handover"));
        list({listed(test::archive), listed(handover, imap::FolderOwner::OtherUsers)});
        m_account->clearCalls();
        imap::JournalEntry entry;
        entry.id = 9;
        entry.state = imap::OperationState::Done;
        entry.change = imap::AclChange{test::archive, "bob", {}, {}};
        m_account->tell({imap::JournalChanged{{entry}}});
        QCOMPARE(m_account->callsOf(QStringLiteral("checkNow")).size(), 0);
        entry.change = imap::AclChange{handover, "anna", {}, {}};
        entry.state = imap::OperationState::Waiting;
        m_account->tell({imap::JournalChanged{{entry}}});
        QCOMPARE(m_account->callsOf(QStringLiteral("checkNow")).size(), 0);
        entry.state = imap::OperationState::Done;
        m_account->tell({imap::JournalChanged{{entry}}});
        QCOMPARE(m_account->callsOf(QStringLiteral("checkNow")).size(), 1);
    }

    // Each account has its folder open; only one of them is shown, and what the other told is forgotten here.
    void backToTheFolderOfAnotherAccount()
    {
        open(40, {});
        test::FakeAccount second(QStringLiteral("second"));
        second.serve(inbox, 7, unread, 7);
        m_window->addAccount(&second);
        for (int turn = 0; turn < 2; ++turn) {
            m_window->browser()->openFolder(m_account.get(), inbox);
            QTRY_COMPARE(model()->rowCount(), 40);
            QTRY_VERIFY(model()->messageAt(0));
            m_window->browser()->openFolder(&second, inbox);
            QTRY_COMPARE(model()->rowCount(), 7);
            QTRY_VERIFY(model()->messageAt(0));
        }
        m_window->removeAccount(&second);
    }
};

QTEST_MAIN(TestGoingAbout)
#include "tst_goingabout.moc"
