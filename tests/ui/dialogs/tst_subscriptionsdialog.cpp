#include "support/tabwalk.h"
#include "ui/dialogs/subscriptionsdialog.h"

#include "support/fakeserver.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeView>
#include <QtTest>

using namespace ui;
using imap::FolderInfo;
using imap::MailboxName;

/// A person marks the folders to be subscribed.
class TestSubscriptionsDialog : public QObject
{
    Q_OBJECT
    std::unique_ptr<test::FakeServer> m_account;
    std::unique_ptr<FolderTreeModel> m_tree;
    std::unique_ptr<SubscriptionsDialog> m_dialog;
    QList<FolderInfo> m_folders;

    static MailboxName named(const QString &name) { return MailboxName(name); }
    static FolderInfo folder(const QString &name, bool subscribed)
    {
        FolderInfo info;
        info.name = named(name);
        info.delimiter = QLatin1Char('/');
        info.subscribed = subscribed;
        return info;
    }
    void tell() { m_account->tell({imap::FoldersChanged{m_folders, false}}); }
    void online()
    {
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, nullptr}});
    }
    void open()
    {
        m_dialog = std::make_unique<SubscriptionsDialog>(m_tree.get(), m_account.get());
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }
    QTreeView *list() const { return m_dialog->findChild<QTreeView *>(QStringLiteral("folders")); }
    QLineEdit *typed() const { return m_dialog->findChild<QLineEdit *>(QStringLiteral("filter")); }
    QString words() const { return list()->accessibleDescription(); }
    QModelIndex find(const QString &name) const
    {
        return list()
            ->model()
            ->match(list()->model()->index(0, 0), Qt::DisplayRole, name, 1,
                    Qt::MatchExactly | Qt::MatchRecursive | Qt::MatchWrap)
            .value(0);
    }
    bool isMarked(const QString &name) const
    {
        return find(name).data(Qt::CheckStateRole).toInt() == Qt::Checked;
    }
    void clickMark(const QString &name)
    {
        const QModelIndex index = find(name);
        QVERIFY(index.isValid());
        list()->scrollTo(index);
        QStyleOptionViewItem option;
        option.initFrom(list());
        option.rect = list()->visualRect(index);
        option.features = QStyleOptionViewItem::HasCheckIndicator | QStyleOptionViewItem::HasDisplay;
        const QRect mark =
            list()->style()->subElementRect(QStyle::SE_ItemViewItemCheckIndicator, &option, list());
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, mark.center());
    }
    static imap::JournalEntry entry(const QString &name, bool subscribed, imap::OperationState state,
                                    const QString &error = {})
    {
        imap::JournalEntry entry;
        entry.id = 1;
        entry.change = imap::SubscribeChange{named(name), subscribed};
        entry.state = state;
        entry.error = error;
        return entry;
    }
    imap::Subscription gone(const QString &name) const
    {
        return {named(name), QLatin1Char('/'), imap::FolderOwner::Personal, false};
    }

private Q_SLOTS:
    void init()
    {
        m_account = std::make_unique<test::FakeServer>();
        m_tree = std::make_unique<FolderTreeModel>();
        m_tree->addAccount(m_account.get());
        m_folders = {folder(QStringLiteral("INBOX"), true), folder(QStringLiteral("Work"), false),
                     folder(QStringLiteral("Work/Old"), true)};
        tell();
        online();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_tree.reset();
        m_account.reset();
    }

    void aClickIsAWishThatShowsWhenItIsTrue()
    {
        open();
        QVERIFY(m_dialog->windowTitle().contains(QStringLiteral("Anna at example.org")));
        QVERIFY(words().contains(QStringLiteral("2 of 3")));
        QSignalSpy wanted(m_dialog.get(), &SubscriptionsDialog::subscribeWanted);
        clickMark(QStringLiteral("Work"));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].value<MailboxName>(), named(QStringLiteral("Work")));
        QCOMPARE(wanted[0][1].toBool(), true);
        m_folders[1].subscribed = true;
        tell();
        QVERIFY(isMarked(QStringLiteral("Work")));
        QVERIFY(words().contains(QStringLiteral("3 of 3")));
        clickMark(QStringLiteral("Old"));
        QCOMPARE(wanted.size(), 2);
        QCOMPARE(wanted[1][1].toBool(), false);
    }

    void oneIsNotSeveral()
    {
        m_folders = {folder(QStringLiteral("INBOX"), true), folder(QStringLiteral("Work"), false)};
        tell();
        open();
        QVERIFY2(words().startsWith(QStringLiteral("1 of 2 folders is subscribed.")), qPrintable(words()));
        m_folders.removeLast();
        tell();
        QVERIFY2(words().startsWith(QStringLiteral("The only folder is subscribed.")), qPrintable(words()));
    }

    void theKeyboardReachesEverything()
    {
        open();
        QCOMPARE(test::notReachedByTab(m_dialog.get()), QString());
    }
    void whatWasRefusedIsSaid()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &SubscriptionsDialog::subscribeWanted);
        clickMark(QStringLiteral("Work"));
        m_account->tell({imap::JournalChanged{{entry(
            QStringLiteral("Work"), true, imap::OperationState::Failed, QStringLiteral("Too many."))}}});
        QCOMPARE(words(), QStringLiteral("“Work” was not subscribed: Too many."));
        QVERIFY(!isMarked(QStringLiteral("Work")));
        // What it means follows; what is said of another change does not count.
        const auto error = std::make_shared<imap::CommandError>(QStringLiteral("refused"), "SUBSCRIBE",
                                                                "Mailbox does not exist");
        m_account->tell({imap::OperationFailed{9, error}});
        QCOMPARE(words(), QStringLiteral("“Work” was not subscribed: Too many."));
        m_account->tell({imap::OperationFailed{1, error}});
        QVERIFY2(
            words().startsWith(QStringLiteral("“Work” was not subscribed: The folder does not exist on")),
            qPrintable(words()));
        // The next deed ends the words about the last.
        clickMark(QStringLiteral("Old"));
        QVERIFY(words().contains(QStringLiteral("2 of 3")));
    }

    void severalAtOnce()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &SubscriptionsDialog::subscribeWanted);
        QSignalSpy together(m_dialog.get(), &SubscriptionsDialog::allWanted);
        m_folders[2].subscribed = false;
        tell();
        list()->setFocus();
        list()->selectAll();
        list()->setCurrentIndex(find(QStringLiteral("Work")));
        list()->selectAll();
        QTest::keyClick(list(), Qt::Key_Space);
        QCOMPARE(wanted.size(), 0);
        QCOMPARE(together.size(), 1);
        const auto both = together[0][0].value<QList<MailboxName>>(); // not the inbox
        QCOMPARE(both.size(), 2);
        QVERIFY(both.contains(named(QStringLiteral("Work"))));
        QVERIFY(both.contains(named(QStringLiteral("Work/Old"))));
        QCOMPARE(together[0][1].toBool(), true);
    }

    void aNameThatIsNoMore()
    {
        m_account->subscribed = {gone(QStringLiteral("Lists/old"))};
        open();
        QTRY_VERIFY(find(QStringLiteral("Lists/old")).isValid());
        QVERIFY(find(QStringLiteral("No Longer There")).isValid());
        QVERIFY(list()->isExpanded(find(QStringLiteral("No Longer There"))));
        QSignalSpy wanted(m_dialog.get(), &SubscriptionsDialog::subscribeWanted);
        clickMark(QStringLiteral("Lists/old"));
        QCOMPARE(wanted.size(), 1);
        QVERIFY(!isMarked(QStringLiteral("Lists/old")));
        // Refused: it stays, and why. Then it goes.
        m_account->tell(
            {imap::JournalChanged{{entry(QStringLiteral("Lists/old"), false, imap::OperationState::Failed,
                                         QStringLiteral("Read only."))}}});
        QVERIFY(isMarked(QStringLiteral("Lists/old")));
        QVERIFY(words().contains(QStringLiteral("is subscribed still: Read only.")));
        clickMark(QStringLiteral("Lists/old"));
        m_account->subscribed.clear();
        m_account->tell(
            {imap::JournalChanged{{entry(QStringLiteral("Lists/old"), false, imap::OperationState::Done)}}});
        QTRY_VERIFY(!find(QStringLiteral("Lists/old")).isValid());
        QVERIFY(!find(QStringLiteral("No Longer There")).isValid());
    }

    void typingFindsFoldersWithTheirParents()
    {
        open();
        typed()->insert(QStringLiteral("öld"));
        QCOMPARE(list()->model()->rowCount(), 1); // Work, above it
        QVERIFY(find(QStringLiteral("Old")).isValid());
        QVERIFY(list()->isExpanded(find(QStringLiteral("Work"))));
        QTest::keyClicks(typed(), QStringLiteral("qq"));
        QCOMPARE(list()->model()->rowCount(), 0);
        QVERIFY(words().contains(QStringLiteral("No folder")));
        typed()->clear();
        QCOMPARE(list()->model()->rowCount(), 2);
    }

    void whatWasClosedStaysClosed()
    {
        open();
        list()->collapse(find(QStringLiteral("Work")));
        m_folders << folder(QStringLiteral("New"), true);
        tell();
        QVERIFY(find(QStringLiteral("New")).isValid());
        QVERIFY(!list()->isExpanded(find(QStringLiteral("Work"))));
        QTest::keyClicks(typed(), QStringLiteral("old"));
        QVERIFY(list()->isExpanded(find(QStringLiteral("Work"))));
        typed()->clear();
        QVERIFY(!list()->isExpanded(find(QStringLiteral("Work"))));
    }

    void offlineIsSaid()
    {
        open();
        m_account->tell({imap::ConnectionChanged{}});
        QVERIFY(words().contains(QStringLiteral("sent later")));
        online();
        QVERIFY(!words().contains(QStringLiteral("sent later")));
    }

    void refreshAsksAgain()
    {
        open();
        auto *refresh = m_dialog->findChild<QPushButton *>(QStringLiteral("refresh"));
        QTRY_VERIFY(refresh->isEnabled());
        const int before = m_account->inquiries.size();
        QTest::mouseClick(refresh, Qt::LeftButton);
        QCOMPARE(m_account->inquiries.size(), before + 1);
        QCOMPARE(m_account->callsOf(QStringLiteral("checkNow")).size(), 1);
    }

    // An answer that was on its way when a name went is from before that.
    void whatGoesWhileTheServerIsAskedIsAskedForOnceMore()
    {
        m_account->subscribed = {gone(QStringLiteral("Lists/old"))};
        open();
        QTRY_VERIFY(find(QStringLiteral("Lists/old")).isValid());
        m_account->inquiries.clear();
        m_account->holdInquiries = true;
        QTest::mouseClick(m_dialog->findChild<QPushButton *>(QStringLiteral("refresh")), Qt::LeftButton);
        m_account->tell(
            {imap::JournalChanged{{entry(QStringLiteral("Lists/old"), false, imap::OperationState::Done)}}});
        QCOMPARE(m_account->inquiries.size(), 1);
        m_account->releaseInquiries();
        QTRY_COMPARE(m_account->inquiries.size(), 2);
    }

    void whatThePaneShows()
    {
        open();
        m_dialog->setSubscribedOnly(true);
        auto *only = m_dialog->findChild<QCheckBox *>(QStringLiteral("subscribedOnly"));
        QVERIFY(only->isChecked());
        QSignalSpy wanted(m_dialog.get(), &SubscriptionsDialog::subscribedOnlyWanted);
        QTest::keyClick(only, Qt::Key_Space);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][0].toBool(), false);
    }

    void allIsShownHereWhateverThePaneShows()
    {
        m_tree->setSubscribedOnly(true);
        open();
        QVERIFY(find(QStringLiteral("Work")).isValid());
        m_folders << folder(QStringLiteral("Other"), false);
        tell();
        QVERIFY(find(QStringLiteral("Other")).isValid());
    }
};

QTEST_MAIN(TestSubscriptionsDialog)
#include "tst_subscriptionsdialog.moc"
