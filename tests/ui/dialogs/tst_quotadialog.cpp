#include "support/fakeserver.h"
#include "support/tabwalk.h"
#include "ui/dialogs/quotadialog.h"
#include "ui/views/statepage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeView>
#include <QtTest>

using namespace ui;
using imap::ConnectionState;
using imap::MailboxName;

class TestQuotaDialog : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::FakeServer> m_account;
    std::unique_ptr<QuotaDialog> m_dialog;

    void open(ConnectionState state = ConnectionState::Online)
    {
        m_dialog =
            std::make_unique<QuotaDialog>(m_account.get(), imap::ConnectionChanged{state, true, 0, {}});
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
        if (!m_account->holdInquiries)
            QTRY_VERIFY(!this->state()->isVisible() ||
                        !this->state()->title().contains(QLatin1String("Asking")));
    }
    template <class Widget>
    Widget *find(const char *name) const
    {
        auto *found = m_dialog->findChild<Widget *>(QString::fromLatin1(name));
        if (!found)
            qFatal("no %s", name);
        return found;
    }
    StatePage *state() const { return m_dialog->findChild<StatePage *>(); }
    QTreeView *tree() const { return find<QTreeView>("limits"); }
    QString words() const
    {
        auto *label = find<QLabel>("message");
        return label->isVisible() ? label->text() : QString();
    }
    void click(const char *name)
    {
        auto *button = find<QPushButton>(name);
        QVERIFY2(button->isVisible(), name);
        QVERIFY2(button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    /// What stands below the first root, "Name: used".
    QStringList firstRoot() const
    {
        QStringList rows;
        const QModelIndex root = tree()->model()->index(0, 0);
        for (int row = 0; row < tree()->model()->rowCount(root); ++row)
            rows << tree()->model()->index(row, 0, root).data().toString() + QStringLiteral(": ") +
                        tree()->model()->index(row, 1, root).data().toString();
        return rows;
    }
    static imap::QuotaOverview overview()
    {
        imap::QuotaOverview overview;
        overview.offered = true;
        overview.canSet = true;
        overview.roots = {"User quota"};
        overview.quotas = {{"User quota", "STORAGE", 600, 1024}, {"User quota", "X-RULES", 2, 10}};
        overview.folders = {{MailboxName(QStringLiteral("INBOX")), {"User quota"}},
                            {MailboxName(QStringLiteral("Public")), {}}};
        return overview;
    }
    static imap::JournalEntry entry(const imap::QuotaChange &change, imap::OperationState state)
    {
        imap::JournalEntry entry;
        entry.id = 7;
        entry.change = change;
        entry.state = state;
        return entry;
    }
    static void type(QDoubleSpinBox *box, const char *text)
    {
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QString::fromLatin1(text));
        QTest::keyClick(box, Qt::Key_Tab);
    }

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale(QLocale::English));
        m_account = std::make_unique<test::FakeServer>();
        m_account->quota = overview();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_account.reset();
    }

    void everythingThatLimits()
    {
        open();
        QCOMPARE(firstRoot(),
                 (QStringList{QStringLiteral("Storage: 600 kB of 1 MB used (59 %)"),
                              QStringLiteral("X-RULES: 2 of 10 used (20 %)"), QStringLiteral("1 folder: ")}));
        QVERIFY(tree()->isExpanded(tree()->model()->index(0, 0)));
        QCOMPARE(tree()->model()->index(1, 0).data().toString(), QStringLiteral("Without any limit"));
        QVERIFY(!find<QLineEdit>("filter")->isVisible()); // too few to search for
    }

    // ------------------------------------------------------------ states

    void askingIsSaid()
    {
        m_account->holdInquiries = true;
        open();
        QVERIFY(state()->isVisible());
        QVERIFY(state()->title().contains(QLatin1String("Asking")));
        m_account->releaseInquiries();
        QTRY_VERIFY(tree()->isVisible());
        QCOMPARE(tree()->window()->focusWidget(), tree()); // not on a button any more
    }
    void howFarAskingIs()
    {
        auto &promise = m_account->quotaPromise.emplace();
        promise.start();
        m_account->holdInquiries = true;
        open();
        promise.setProgressRange(0, 1500);
        promise.setProgressValue(32);
        QTRY_COMPARE(state()->text(), QStringLiteral("32 of 1,500 folders have answered."));
        promise.addResult(overview());
        promise.finish();
        QTRY_VERIFY(tree()->isVisible());
        QCOMPARE(words(), QString());
    }
    void aSlowRefreshTellsHowFarItIs()
    {
        open();
        auto &promise = m_account->quotaPromise.emplace();
        promise.start();
        click("refresh");
        // Only one that takes its time does, so that quick ones do not flicker.
        int answered = 0;
        promise.setProgressRange(0, 1'000'000);
        const auto told = [this, &promise, &answered] {
            promise.setProgressValue(++answered);
            return words().startsWith(QStringLiteral("Asking the server…"));
        };
        QTRY_VERIFY(told());
        promise.addResult(overview());
        promise.finish();
        QTRY_COMPARE(words(), QString());
        QVERIFY(find<QPushButton>("refresh")->isEnabled());
    }
    void whoLeavesAsksNoMore()
    {
        auto &promise = m_account->quotaPromise.emplace();
        promise.start();
        m_account->holdInquiries = true;
        open();
        QVERIFY(!promise.isCanceled());
        m_dialog.reset();
        QVERIFY(promise.isCanceled());
        promise.finish();
    }
    void theKeyboardReachesEverything()
    {
        open();
        QCOMPARE(test::notReachedByTab(m_dialog.get()), QString());
        tree()->setCurrentIndex(tree()->model()->index(0, 0));
        click("changeLimits");
        QCOMPARE(test::notReachedByTab(m_dialog.get()), QString());
    }
    void withoutQuota()
    {
        m_account->quota = {};
        open();
        QVERIFY(state()->isVisible());
        QVERIFY2(state()->text().contains(QLatin1String("RFC 9208")), qPrintable(state()->text()));
        QVERIFY(!find<QPushButton>("changeLimits")->isVisible());
    }
    void nothingLimitsAnything()
    {
        m_account->quota.quotas.clear();
        m_account->quota.roots.clear();
        m_account->quota.folders = {{MailboxName(QStringLiteral("INBOX")), {}}};
        open();
        QVERIFY(tree()->isVisible());
        QCOMPARE(tree()->model()->rowCount(), 1);
        QCOMPARE(tree()->model()->index(0, 0).data().toString(), QStringLiteral("Without any limit"));
    }
    void refusedCanBeTriedAgain()
    {
        m_account->failInquiry = std::make_shared<imap::CommandError>(QStringLiteral("no quota today"));
        open();
        QVERIFY(state()->isVisible());
        m_account->failInquiry.reset();
        QTest::mouseClick(state()->findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_VERIFY(tree()->isVisible());
    }
    void offlineIsSaidAndPasses()
    {
        open(ConnectionState::Waiting);
        QVERIFY(m_account->inquiries.isEmpty());
        QVERIFY(state()->isVisible());
        QCOMPARE(state()->title(), QStringLiteral("Not connected"));
        m_account->tell({imap::ConnectionChanged{ConnectionState::Online, true, 0, {}}});
        QTRY_VERIFY(tree()->isVisible());
        // Going away again keeps what is known, and says why nothing can be changed.
        m_account->tell({imap::ConnectionChanged{ConnectionState::Waiting, false, 0, {}}});
        QVERIFY(tree()->isVisible());
        QVERIFY(!find<QPushButton>("changeLimits")->isEnabled());
        QVERIFY(!find<QPushButton>("changeLimits")->toolTip().isEmpty());
    }
    void closesWithItsAccount()
    {
        open();
        m_account.reset();
        QTRY_VERIFY(!m_dialog->isVisible());
    }

    // ------------------------------------------------------------ changing

    void allLimitsOfARootAreSentTogether()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        click("changeLimits");
        auto *amount = find<QDoubleSpinBox>("amount STORAGE");
        QVERIFY(amount->isVisible());
        QCOMPARE(amount->value(), 1.0);
        QCOMPARE(find<QComboBox>("unit STORAGE")->currentText(), QStringLiteral("MB"));
        QVERIFY(!find<QPushButton>("applyLimits")->isEnabled()); // nothing was changed
        type(amount, "2.5");
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().value<imap::QuotaChange>(),
                 (imap::QuotaChange{"User quota", {{"X-RULES", 10}, {"STORAGE", 2560}}}));
        // Shown at once, and as being on its way.
        QVERIFY(firstRoot().contains(QStringLiteral("Storage: 600 kB of 2.5 MB used (23 %)")));
    }
    void whatSomebodyElseChangedMeanwhileStays()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        click("changeLimits");
        type(find<QDoubleSpinBox>("amount STORAGE"), "3");
        m_account->quota.quotas[1].limit = 99;
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().value<imap::QuotaChange>(),
                 (imap::QuotaChange{"User quota", {{"X-RULES", 99}, {"STORAGE", 3072}}}));
    }
    void limitsAreLiftedAndSet()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        click("changeLimits");
        QTest::mouseClick(find<QCheckBox>("none STORAGE"), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(!find<QDoubleSpinBox>("amount STORAGE")->isEnabled());
        QTest::mouseClick(find<QCheckBox>("none MESSAGE"), Qt::LeftButton, {}, QPoint(8, 8));
        type(find<QDoubleSpinBox>("amount MESSAGE"), "5000");
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().value<imap::QuotaChange>(),
                 (imap::QuotaChange{"User quota", {{"X-RULES", 10}, {"MESSAGE", 5000}}}));
    }
    // A limit with more digits than the box shows does not change by being looked at.
    void untouchedLimitsStayExact()
    {
        m_account->quota.quotas[0].limit = 1'234'567;
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        click("changeLimits");
        QVERIFY(!find<QPushButton>("applyLimits")->isEnabled());
        type(find<QDoubleSpinBox>("amount X-RULES"), "11");
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().value<imap::QuotaChange>(),
                 (imap::QuotaChange{"User quota", {{"STORAGE", 1'234'567}, {"X-RULES", 11}}}));
    }
    void lessThanWhatIsUsedIsSaid()
    {
        open();
        click("changeLimits");
        find<QComboBox>("unit STORAGE")->setCurrentIndex(0);
        type(find<QDoubleSpinBox>("amount STORAGE"), "10");
        QVERIFY(find<QLabel>("words STORAGE")->text().contains(QLatin1String("nothing more can be kept")));
        QVERIFY(find<QPushButton>("applyLimits")->isEnabled()); // it is the administrator's to decide
    }

    void doneIsSaidAndAskedFor()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        click("changeLimits");
        type(find<QDoubleSpinBox>("amount STORAGE"), "2");
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        const auto change = wanted.first().first().value<imap::QuotaChange>();
        m_account->quota.quotas[0].limit = 2048;
        m_account->tell({imap::JournalChanged{{entry(change, imap::OperationState::Running)}}});
        m_account->tell({imap::JournalChanged{{entry(change, imap::OperationState::Done)}}});
        QTRY_COMPARE(firstRoot().first(), QStringLiteral("Storage: 600 kB of 2 MB used (29 %)"));
        QVERIFY2(words().contains(QLatin1String("were changed")), qPrintable(words()));
        QVERIFY(find<QPushButton>("changeLimits")->isVisible());
    }
    void refusedIsShownBackWithTheServersWords()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        click("changeLimits");
        type(find<QDoubleSpinBox>("amount STORAGE"), "2");
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        const auto change = wanted.first().first().value<imap::QuotaChange>();
        imap::JournalEntry failed = entry(change, imap::OperationState::Failed);
        failed.error = QStringLiteral("Permission denied");
        const auto error = std::make_shared<imap::CommandError>(
            QStringLiteral("refused"), "SETQUOTA", "Permission denied", imap::ResponseCode{"NOPERM", {}});
        m_account->tell({imap::JournalChanged{{failed}}, imap::OperationFailed{7, error}});
        QCOMPARE(firstRoot().first(), QStringLiteral("Storage: 600 kB of 1 MB used (59 %)"));
        QVERIFY2(words().contains(QLatin1String("Permission denied")), qPrintable(words()));
        QVERIFY2(words().contains(QLatin1String("stay as they were")), qPrintable(words()));
        // What was typed is still there, to be put right.
        QCOMPARE(find<QDoubleSpinBox>("amount STORAGE")->value(), 2.0);
        QVERIFY(find<QDoubleSpinBox>("amount STORAGE")->isEnabled());
    }
    void theRowStaysChosenAfterARefusal()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        click("changeLimits");
        type(find<QDoubleSpinBox>("amount STORAGE"), "2");
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        m_dialog->showFailure(imap::LocalError(QStringLiteral("the disk is full")));
        QVERIFY(tree()->currentIndex().isValid());
        QCOMPARE(tree()->currentIndex().data().toString(), QStringLiteral("User quota"));
    }
    void takenBackFromTheLine()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        QSignalSpy undo(m_dialog.get(), &QuotaDialog::undoWanted);
        click("changeLimits");
        type(find<QDoubleSpinBox>("amount STORAGE"), "2");
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        imap::JournalEntry done =
            entry(wanted.first().first().value<imap::QuotaChange>(), imap::OperationState::Done);
        done.canUndo = true;
        m_account->tell({imap::JournalChanged{{done}}});
        click("undo");
        QCOMPARE(undo.size(), 1);
        QCOMPARE(undo.first().first().toULongLong(), 7u);
        // Refused: it is said here, where it was asked for.
        imap::JournalEntry back = entry({"User quota", {{"STORAGE", 1024}}}, imap::OperationState::Failed);
        back.id = 8;
        back.undoes = 7;
        back.error = QStringLiteral("Permission denied");
        m_account->tell({imap::JournalChanged{{back}}});
        QVERIFY2(words().contains(QLatin1String("could not be taken back. Permission denied")),
                 qPrintable(words()));
        done.id = 9;
        m_account->tell({imap::JournalChanged{{done}}});
        QVERIFY(!find<QPushButton>("undo")->isVisible()); // not a change of this dialog
    }
    void whatWasTakenBackIsSaid()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        click("changeLimits");
        type(find<QDoubleSpinBox>("amount STORAGE"), "2");
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        imap::JournalEntry done =
            entry(wanted.first().first().value<imap::QuotaChange>(), imap::OperationState::Done);
        done.canUndo = true;
        m_account->quota.quotas[0].limit = 2048;
        m_account->tell({imap::JournalChanged{{done}}});
        QTRY_COMPARE(firstRoot().first(), QStringLiteral("Storage: 600 kB of 2 MB used (29 %)"));
        click("undo");
        imap::JournalEntry back = entry({"User quota", {{"STORAGE", 1024}}}, imap::OperationState::Done);
        back.id = 8;
        back.undoes = 7;
        m_account->quota.quotas[0].limit = 1024;
        m_account->tell({imap::JournalChanged{{back}}});
        QTRY_COMPARE(firstRoot().first(), QStringLiteral("Storage: 600 kB of 1 MB used (59 %)"));
        QVERIFY2(words().contains(QLatin1String("as they were before")), qPrintable(words()));
    }
    // An answer that was on its way when a change was taken back is from before that.
    void whatChangesWhileTheServerIsAskedIsAskedForOnceMore()
    {
        open();
        auto &promise = m_account->quotaPromise.emplace();
        promise.start();
        click("refresh");
        imap::QuotaOverview before = overview();
        before.quotas[0].limit = 2048;
        imap::JournalEntry back = entry({"User quota", {{"STORAGE", 3072}}}, imap::OperationState::Done);
        m_account->tell({imap::JournalChanged{{back}}});
        m_account->quota.quotas[0].limit = 3072;
        promise.addResult(before);
        promise.finish();
        m_account->quotaPromise.reset();
        QTRY_COMPARE(firstRoot().first(), QStringLiteral("Storage: 600 kB of 3 MB used (20 %)"));
        QTRY_VERIFY(find<QPushButton>("refresh")->isEnabled());
        QCOMPARE(m_account->inquiries.count(QStringLiteral("quota")), 3);
    }
    void theEditorGoesWithItsRow()
    {
        m_account->quota.roots << "Team";
        m_account->quota.quotas << imap::Quota{"Team", "STORAGE", 100, 2048};
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        const QModelIndex root = tree()->model()->index(0, 0);
        tree()->setCurrentIndex(root);
        click("changeLimits");
        auto *amount = find<QDoubleSpinBox>("amount STORAGE");
        type(amount, "9");
        // A row of the same root is no other one.
        tree()->setFocus();
        QTest::keyClick(tree(), Qt::Key_Down);
        QVERIFY(amount->isVisible());
        tree()->setCurrentIndex(tree()->model()->index(1, 0));
        QVERIFY(!amount->isVisible());
        QVERIFY(find<QPushButton>("changeLimits")->isVisible());
        click("changeLimits");
        amount = find<QDoubleSpinBox>("amount STORAGE");
        QCOMPARE(amount->value(), 2.0);
        QCOMPARE(wanted.size(), 0);
    }
    // One thing at a time: what is edited, then the dialog.
    void escapeLeavesTheEditorFirst()
    {
        open();
        click("changeLimits");
        auto *amount = find<QDoubleSpinBox>("amount STORAGE");
        amount->setFocus();
        QTest::keyClick(amount, Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!amount->isVisible());
        QVERIFY(find<QPushButton>("changeLimits")->isVisible());
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
    }
    // The style paints the selection's ground also where something else has the keyboard.
    void theSelectedFiguresCanBeReadWithoutFocus()
    {
        open();
        QPalette palette = tree()->palette();
        palette.setColor(QPalette::Text, Qt::red);
        palette.setColor(QPalette::Highlight, Qt::blue);
        palette.setColor(QPalette::HighlightedText, Qt::green);
        tree()->setPalette(palette);
        const QModelIndex storage = tree()->model()->index(0, 0, tree()->model()->index(0, 0));
        tree()->setCurrentIndex(storage);
        find<QPushButton>("refresh")->setFocus();
        QTRY_VERIFY(!tree()->hasFocus());
        const QRect used = tree()->visualRect(storage.siblingAtColumn(1));
        const QImage row = tree()->viewport()->grab(used).toImage();
        int red = 0;
        int green = 0;
        for (int y = 0; y < row.height(); ++y) {
            for (int x = row.width() / 2; x < row.width(); ++x) { // behind the bar
                red += row.pixelColor(x, y).red() > 128 && row.pixelColor(x, y).green() < 64;
                green += row.pixelColor(x, y).green() > 128;
            }
        }
        QCOMPARE(red, 0);
        QVERIFY(green > 0);
    }
    void whatCouldNotBeEnteredIsShownBack()
    {
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        click("changeLimits");
        type(find<QDoubleSpinBox>("amount STORAGE"), "2");
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        m_dialog->showFailure(imap::LocalError(QStringLiteral("the disk is full")));
        QCOMPARE(firstRoot().first(), QStringLiteral("Storage: 600 kB of 1 MB used (59 %)"));
        QVERIFY2(words().contains(QLatin1String("disk is full")), qPrintable(words()));
    }
    void aFolderWithoutALimitGetsOne()
    {
        m_account->details[MailboxName(QStringLiteral("Public"))].rawName = "Public";
        open();
        QSignalSpy wanted(m_dialog.get(), &QuotaDialog::changeWanted);
        const QModelIndex without = tree()->model()->index(1, 0);
        tree()->setCurrentIndex(without);
        QVERIFY(!find<QPushButton>("changeLimits")->isEnabled());
        tree()->expand(without);
        tree()->setCurrentIndex(tree()->model()->index(0, 0, without));
        click("changeLimits");
        QTRY_VERIFY(m_dialog->findChild<QCheckBox *>(QStringLiteral("none STORAGE")));
        auto *none = find<QCheckBox>("none STORAGE");
        QTRY_VERIFY(none->isVisible());
        QTest::mouseClick(none, Qt::LeftButton, {}, QPoint(8, 8));
        click("applyLimits");
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().first().value<imap::QuotaChange>(),
                 (imap::QuotaChange{"Public", {{"STORAGE", 1024 * 1024}}}));
    }
    void whereTheServerLetsNobody()
    {
        m_account->quota.canSet = false;
        open();
        QVERIFY(!find<QPushButton>("changeLimits")->isEnabled());
        QVERIFY(find<QPushButton>("changeLimits")->toolTip().contains(QLatin1String("QUOTASET")));
    }
    // What was taken back from the main window shows here, too.
    void undoneElsewhereIsAskedFor()
    {
        open();
        m_account->quota.quotas[0].limit = 4096;
        m_account->tell(
            {imap::JournalChanged{{entry({"User quota", {{"STORAGE", 4096}}}, imap::OperationState::Done)}}});
        QTRY_COMPARE(firstRoot().first(), QStringLiteral("Storage: 600 kB of 4 MB used (15 %)"));
    }

    // Mail that comes in while the dialog is open moves the bar.
    void figuresFollow()
    {
        open();
        m_account->tell({imap::QuotaChanged{{{"User quota", "STORAGE", 1000, 1024}}}});
        QCOMPARE(firstRoot().first(), QStringLiteral("Storage: 1,000 kB of 1 MB used (98 %)"));
        QCOMPARE(m_account->inquiries.size(), 1);
    }
    // Somebody else's failure is none of this dialog's business.
    void otherFailuresPassBy()
    {
        open();
        click("changeLimits");
        type(find<QDoubleSpinBox>("amount STORAGE"), "2");
        m_account->holdInquiries = true;
        click("applyLimits");
        m_dialog->showFailure(imap::LocalError(QStringLiteral("something else")));
        QVERIFY(!words().contains(QLatin1String("something else")));
    }

    // ------------------------------------------------------------ many

    void fiveHundredFoldersAreFound()
    {
        for (int i = 0; i < 500; ++i)
            m_account->quota.folders.append(
                {MailboxName(QStringLiteral("Projects/%1").arg(i)), {QByteArray("User quota")}});
        open();
        auto *filter = find<QLineEdit>("filter");
        QVERIFY(filter->isVisible());
        QTest::keyClicks(filter, QStringLiteral("projects/499"));
        const QAbstractItemModel *model = tree()->model();
        const QModelIndex root = model->index(0, 0);
        QCOMPARE(model->rowCount(root), 1);
        const QModelIndex group = model->index(0, 0, root);
        QCOMPARE(model->rowCount(group), 1);
        QVERIFY(tree()->isExpanded(group));
        filter->clear();
        QVERIFY(!tree()->isExpanded(model->index(2, 0, model->index(0, 0))));
    }
    void openedFoldersStayOpenOverARefresh()
    {
        open();
        const auto group = [this] { return tree()->model()->index(2, 0, tree()->model()->index(0, 0)); };
        tree()->expand(group());
        m_account->quota.folders.append({MailboxName(QStringLiteral("New")), {QByteArray("User quota")}});
        click("refresh");
        QTRY_COMPARE(tree()->model()->rowCount(group()), 2);
        QVERIFY(tree()->isExpanded(group()));
    }
};

QTEST_MAIN(TestQuotaDialog)
#include "tst_quotadialog.moc"
