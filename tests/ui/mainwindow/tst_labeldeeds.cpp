#include "ui/dialogs/labelchooser.h"
#include "ui/dialogs/labelsdialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/models/foldertreemodel.h"
#include "ui/models/labelbook.h"
#include "ui/views/folderview.h"
#include "ui/views/toast.h"
#include "windowcase.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>

using namespace ui;
using imap::Flag;

/// A person labels messages: by the popup, by keys, and edits the labels.
class TestLabelDeeds : public QObject, private test::WindowCase
{
    Q_OBJECT

    LabelChooser *chooser() const { return m_window->findChild<LabelChooser *>(); }
    QAction *action(const char *name) const { return m_window->findChild<QAction *>(QLatin1String(name)); }
    QListView *list() const { return chooser()->findChild<QListView *>(QStringLiteral("labelList")); }
    QLineEdit *typed() const { return chooser()->findChild<QLineEdit *>(QStringLiteral("labelTyped")); }
    QModelIndex row(const char *name) const
    {
        for (int i = 0; i < list()->model()->rowCount(); ++i) {
            const QModelIndex index = list()->model()->index(i, 0);
            if (index.data().toString() == QLatin1String(name))
                return index;
        }
        return {};
    }
    int stateOf(const char *name) const { return row(name).data(Qt::CheckStateRole).toInt(); }
    void click(const char *name)
    {
        list()->scrollTo(row(name));
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(row(name)).center());
    }
    void choose()
    {
        action("labels")->trigger();
        QTRY_VERIFY(chooser() && chooser()->isVisible());
    }
    /// Rows are newest first: row 0 is UID 40.
    void give(quint32 uid, const imap::FlagSet &flags)
    {
        m_account->changeFlags(test::inbox, {imap::Uid(uid)}, flags, {});
        m_account->clearCalls();
    }
    imap::FlagChange lastChange() const
    {
        const auto calls = m_account->callsOf(QStringLiteral("change"));
        return calls.isEmpty() ? imap::FlagChange{} : std::get<imap::FlagChange>(*calls.last().change);
    }

    imap::LabelChange lastLabels() const
    {
        const auto calls = m_account->callsOf(QStringLiteral("change"));
        const auto *change =
            calls.isEmpty() ? nullptr : std::get_if<imap::LabelChange>(&*calls.last().change);
        return change ? *change : imap::LabelChange{};
    }
    /// The account is one of Gmail's, with the labels Archive, Home and Work.
    void tellGmail()
    {
        const auto none = imap::FolderRole::None;
        m_account->tell({imap::FoldersChanged{{folder(test::inbox, imap::FolderRole::Inbox, 40),
                                               folder(test::archive, none, 3),
                                               folder(imap::MailboxName(QStringLiteral("Work")), none, 1),
                                               folder(imap::MailboxName(QStringLiteral("Home")), none, 1)},
                                              false,
                                              true}});
    }
    void label(quint32 uid, const QStringList &labels)
    {
        auto message = std::make_shared<imap::MessageSummary>(*unread(uid));
        message->gmailLabels = labels;
        message->flags = {Flag("holiday")};
        m_account->tell({imap::MessagesChanged{test::inbox, {{imap::SeqNum(uid), message}}}});
    }

private Q_SLOTS:
    void init()
    {
        begin();
        openInbox();
    }
    void cleanup()
    {
        end();
        LabelBook::shared().keepIn(nullptr);
    }

    void threeStates()
    {
        give(40, {Flag("$label1"), Flag("$label2"), Flag("holiday")});
        give(39, {Flag("$label1")});
        select(0);
        clickRow(1, Qt::ControlModifier);
        choose();
        QCOMPARE(stateOf("Important"), int(Qt::Checked));
        QCOMPARE(stateOf("Work"), int(Qt::PartiallyChecked));
        QCOMPARE(stateOf("Later"), int(Qt::Unchecked));
        QCOMPARE(stateOf("Holiday"), int(Qt::PartiallyChecked)); // nobody has named it here
        QCOMPARE(stateOf("Read"), int(Qt::Unchecked));
        // Where some have it, all get it; the popup stays.
        click("Work");
        QCOMPARE(stateOf("Work"), int(Qt::Checked));
        QCOMPARE(lastChange().add, imap::FlagSet{Flag("$label2")});
        QCOMPARE(lastChange().uids, imap::UidSet::fromList({imap::Uid(39), imap::Uid(40)}));
        click("Important");
        QCOMPARE(lastChange().remove, imap::FlagSet{Flag("$label1")});
        QVERIFY(chooser()->isVisible());
        QTest::keyClick(typed(), Qt::Key_Escape);
        QTRY_VERIFY(!chooser());
    }
    void byTyping()
    {
        select(0);
        choose();
        QTest::keyClicks(typed(), QStringLiteral("lat"));
        QTest::keyClick(typed(), Qt::Key_Return);
        QCOMPARE(lastChange().add, imap::FlagSet{Flag("$label5")});
        QTRY_VERIFY(!chooser());
    }
    // A message is read by itself after a moment.
    void thePopupFollowsTheMessages()
    {
        select(0);
        choose();
        QCOMPARE(stateOf("Read"), int(Qt::Unchecked));
        give(40, {imap::flags::Seen});
        QTRY_COMPARE(stateOf("Read"), int(Qt::Checked));
        // What a person chose stays.
        click("Work");
        QCOMPARE(stateOf("Work"), int(Qt::Checked));
        give(40, {Flag("$label5")});
        QTRY_COMPARE(stateOf("Later"), int(Qt::Checked));
        QCOMPARE(stateOf("Work"), int(Qt::Checked));
    }
    void aLetterWithAltTypesNothing()
    {
        select(0);
        choose();
        QTest::keyClick(typed(), Qt::Key_B, Qt::AltModifier);
        QCOMPARE(typed()->text(), QString());
        QVERIFY(chooser()->isVisible());
        QTest::keyClick(typed(), Qt::Key_B);
        QCOMPARE(typed()->text(), QStringLiteral("b"));
    }
    void aNewOneIsMadeOfWhatWasTyped()
    {
        select(0);
        choose();
        QTest::keyClicks(typed(), QStringLiteral("Garden"));
        QCOMPARE(list()->model()->rowCount(), 1);
        QTest::keyClick(typed(), Qt::Key_Return);
        QCOMPARE(lastChange().add, imap::FlagSet{Flag("Garden")});
        QCOMPARE(LabelBook::shared().entries().last().name, QStringLiteral("Garden"));
        // It is there the next time, and on the row.
        QTRY_VERIFY(!chooser());
        choose();
        QCOMPARE(stateOf("Garden"), int(Qt::Checked));
    }
    void byKey()
    {
        select(0);
        action("label4")->trigger();
        QCOMPARE(lastChange().add, imap::FlagSet{Flag("$label4")});
        action("label4")->trigger();
        QCOMPARE(lastChange().remove, imap::FlagSet{Flag("$label4")});
        m_account->clearCalls();
        action("label9")->trigger(); // there is none
        QVERIFY(m_account->callsOf(QStringLiteral("change")).isEmpty());
    }
    void whatTheFolderDoesNotKeepIsSaid()
    {
        imap::FolderReset reset;
        reset.folder = test::inbox;
        reset.total = 40;
        reset.keywordsAllowed = false;
        reset.permanentFlags = {imap::flags::Seen, imap::flags::Flagged, Flag("$label1")};
        for (quint32 uid = 1; uid <= 40; ++uid)
            reset.rows << imap::MessageRow{imap::SeqNum(uid), unread(uid)};
        m_account->tell({reset});
        select(0);
        choose();
        QVERIFY(row("Important").flags() & Qt::ItemIsEnabled);
        QVERIFY(!(row("Work").flags() & Qt::ItemIsEnabled));
        QVERIFY(row("Work").data(Qt::ToolTipRole).toString().contains(QStringLiteral("does not keep")));
        click("Work");
        QVERIFY(m_account->callsOf(QStringLiteral("change")).isEmpty());
        const auto *note = chooser()->findChild<QLabel *>(QStringLiteral("labelNote"));
        QVERIFY(note->isVisible() && note->text().contains(QStringLiteral("no new labels")));
        QTest::keyClicks(typed(), QStringLiteral("Garden"));
        QVERIFY(!list()->isVisible());
        // A key says it, too.
        chooser()->close();
        action("label2")->trigger();
        QVERIFY(m_account->callsOf(QStringLiteral("change")).isEmpty());
        const auto *toast = m_window->findChild<Toast *>();
        QVERIFY(toast->isVisible());
        QVERIFY(toast->findChild<QLabel *>(QStringLiteral("toastText"))
                    ->text()
                    .contains(QStringLiteral("does not keep")));
    }
    void gmailHasLabelsOfItsOwn()
    {
        tellGmail();
        label(40, {QStringLiteral("Hidden"), QStringLiteral("Work"), QStringLiteral("\\Important")});
        const auto *model = qobject_cast<const MessageListModel *>(m_window->list()->model());
        QVERIFY(model);
        QCOMPARE(model->displayAt(0)->labels.size(), 3); // and the keyword
        select(0);
        clickRow(1, Qt::ControlModifier);
        choose();
        QCOMPARE(stateOf("Work"), int(Qt::PartiallyChecked));
        QCOMPARE(stateOf("Home"), int(Qt::Unchecked));
        QCOMPARE(stateOf("Hidden"), int(Qt::PartiallyChecked)); // no folder shows it
        QCOMPARE(stateOf("Holiday"), int(Qt::PartiallyChecked));
        QCOMPARE(stateOf("Read"), int(Qt::Unchecked));
        QVERIFY(!row("Important").isValid() && !row("To Do").isValid() && !row("INBOX").isValid());
        click("Work");
        QCOMPARE(stateOf("Work"), int(Qt::Checked));
        QCOMPARE(lastLabels(), (imap::LabelChange{test::inbox,
                                                  imap::UidSet::fromList({imap::Uid(39), imap::Uid(40)}),
                                                  {QStringLiteral("Work")},
                                                  {}}));
        click("Work");
        QCOMPARE(lastLabels().remove, QStringList{QStringLiteral("Work")});
        click("Read");
        QCOMPARE(lastChange().add, imap::FlagSet{imap::flags::Seen});
    }
    void aNewLabelOfGmail()
    {
        tellGmail();
        const qsizetype named = LabelBook::shared().entries().size();
        select(0);
        choose();
        QTest::keyClicks(typed(), QStringLiteral("Work/Garden"));
        QTest::keyClick(typed(), Qt::Key_Return);
        QCOMPARE(lastLabels().add, QStringList{QStringLiteral("Work/Garden")});
        QCOMPARE(LabelBook::shared().entries().size(), named);
    }
    void keysOfGmailsLabels()
    {
        tellGmail();
        label(40, {QStringLiteral("Work")});
        select(0);
        action("label2")->trigger();
        QCOMPARE(lastLabels().add, QStringList{QStringLiteral("Home")});
        action("label3")->trigger();
        QCOMPARE(lastLabels().remove, QStringList{QStringLiteral("Work")});
        m_account->clearCalls();
        action("label4")->trigger(); // there is none
        QVERIFY(m_account->callsOf(QStringLiteral("change")).isEmpty());
    }
    // Whoever is in the folder of a label has it; to take it off is to move the message away.
    void theLabelOfTheFolderStays()
    {
        tellGmail();
        FolderView *folders = m_window->folders();
        const auto *tree = qobject_cast<const FolderTreeModel *>(folders->model());
        QVERIFY(tree);
        folders->setCurrentIndex(tree->folderIndex(m_account->config().id, test::archive));
        QTRY_COMPARE(m_window->list()->model()->rowCount(), 3);
        select(0);
        choose();
        QCOMPARE(stateOf("Archive"), int(Qt::Checked));
        QVERIFY(!(row("Archive").flags() & Qt::ItemIsEnabled));
        m_account->clearCalls();
        action("label1")->trigger();
        QVERIFY(m_account->callsOf(QStringLiteral("change")).isEmpty());
    }
    void withoutAMessageThereIsAReason()
    {
        m_window->list()->clearSelection();
        QTRY_VERIFY(!action("labels")->isEnabled());
        QVERIFY(action("labels")->toolTip().contains(QStringLiteral("Choose a message")));
    }
    void labelsAreEdited()
    {
        give(40, {Flag("$label1")});
        action("editLabels")->trigger();
        auto *dialog = m_window->findChild<LabelsDialog *>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        const auto press = [&](const char *name) {
            QTest::mouseClick(dialog->findChild<QPushButton *>(QLatin1String(name)), Qt::LeftButton);
        };
        auto *name = dialog->findChild<QLineEdit *>(QStringLiteral("name"));
        const auto type = [&](const char *text) {
            name->selectAll();
            QTest::keyClicks(name, QString::fromUtf8(text));
        };
        type("Urgent");
        QTest::mouseClick(dialog->findChild<QAbstractButton *>(QStringLiteral("hue8")), Qt::LeftButton);
        press("down");
        press("add");
        type("work"); // there is one
        const auto *problem = dialog->findChild<QLabel *>(QStringLiteral("problem"));
        QVERIFY(problem->isVisible());
        QPushButton *save = nullptr;
        for (QPushButton *one : dialog->findChildren<QPushButton *>()) {
            if (one->text().contains(QStringLiteral("Save")))
                save = one;
        }
        QVERIFY(save && !save->isEnabled());
        type("Garden");
        QVERIFY(save->isEnabled());
        auto *rows = dialog->findChild<QListWidget *>(QStringLiteral("labels"));
        rows->setCurrentRow(2);
        press("remove"); // Personal
        QTest::mouseClick(save, Qt::LeftButton);
        QStringList names;
        for (const LabelBook::Entry &entry : LabelBook::shared().entries())
            names << entry.name;
        QCOMPARE(names,
                 (QStringList{QStringLiteral("Work"), QStringLiteral("Urgent"), QStringLiteral("To Do"),
                              QStringLiteral("Later"), QStringLiteral("Garden")}));
        QCOMPARE(LabelBook::shared().find(Flag("$label1"))->hue, 8);
        QCOMPARE(LabelBook::shared().entries().last().keyword.name(), QByteArray("Garden"));
        // Rows follow at once.
        const auto *model = qobject_cast<const MessageListModel *>(m_window->list()->model());
        QVERIFY(model);
        QCOMPARE(model->displayAt(0)->labels.first().name, QStringLiteral("Urgent"));
    }
    void aReasonThatIsTheSameForAllIsSaidOnce()
    {
        imap::FolderReset reset;
        reset.folder = test::inbox;
        reset.total = 40;
        reset.keywordsAllowed = false;
        reset.permanentFlags = {imap::flags::Seen};
        for (quint32 uid = 1; uid <= 40; ++uid)
            reset.rows << imap::MessageRow{imap::SeqNum(uid), unread(uid)};
        m_account->tell({reset});
        select(0);
        choose();
        const auto *note = chooser()->findChild<QLabel *>(QStringLiteral("labelNote"));
        QVERIFY(note->isVisible());
        QCOMPARE(note->text().count(QStringLiteral("does not keep")), 1);
        QVERIFY(!(row("Work").flags() & Qt::ItemIsEnabled));
        QVERIFY(row("Work").data(Qt::ToolTipRole).toString().contains(QStringLiteral("does not keep")));
        QVERIFY(row("Read").flags() & Qt::ItemIsEnabled);
    }
    // "Persona" was never meant: it is what stood there before the name of another label was complete.
    void aNameThatIsRefusedLeavesTheOneBefore()
    {
        action("editLabels")->trigger();
        auto *dialog = m_window->findChild<LabelsDialog *>();
        QTRY_VERIFY(dialog && dialog->isVisible());
        auto *rows = dialog->findChild<QListWidget *>(QStringLiteral("labels"));
        QCOMPARE(rows->item(1)->text(), QStringLiteral("Work"));
        rows->setCurrentRow(1);
        auto *name = dialog->findChild<QLineEdit *>(QStringLiteral("name"));
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("Personal"));
        QCOMPARE(rows->item(1)->text(), QStringLiteral("Work"));
        rows->setCurrentRow(0);
        QCOMPARE(dialog->entries().at(1).name, QStringLiteral("Work"));
        rows->setCurrentRow(1);
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("Personal mail"));
        QCOMPARE(dialog->entries().at(1).name, QStringLiteral("Personal mail"));
        dialog->close();
    }
    // Other programs set keywords that read like labels of here.
    void labelsOfTheSameNameAreToldApart()
    {
        give(40, {Flag("$label2"), Flag("$Work"), Flag("$Todo")});
        select(0);
        choose();
        QCOMPARE(stateOf("Work"), int(Qt::Checked));
        QCOMPARE(stateOf("Work ($Work)"), int(Qt::Checked));
        QCOMPARE(stateOf("To Do"), int(Qt::Unchecked));
        QCOMPARE(stateOf("To Do ($Todo)"), int(Qt::Checked));
        click("Work ($Work)");
        QCOMPARE(lastChange().remove, imap::FlagSet{Flag("$Work")});
    }
};

QTEST_MAIN(TestLabelDeeds)
#include "tst_labeldeeds.moc"
