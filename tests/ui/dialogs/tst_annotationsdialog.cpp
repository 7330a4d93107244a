#include "support/fakeserver.h"
#include "support/mnemonics.h"
#include "support/spokennames.h"
#include "support/tabwalk.h"
#include "ui/dialogs/addannotation.h"
#include "ui/dialogs/annotationsdialog.h"
#include "ui/views/statepage.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTreeView>
#include <QtTest>

using namespace ui;
using imap::MetadataChange;
using imap::MetadataEntry;
using imap::OperationState;

static const imap::MailboxName noted{QStringLiteral("Noted")};

/// A person reads and writes what is noted on a folder, by mouse and keys.
class TestAnnotationsDialog : public QObject
{
    Q_OBJECT
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<test::FakeServer> m_account;
    QPointer<AnnotationsDialog> m_dialog;
    QList<MetadataChange> m_changes;

    void open(const QList<MetadataEntry> &entries, bool offered = true)
    {
        m_account->notes.insert(noted, imap::Annotations{offered, entries, {}});
        auto *model = new AnnotationModel(m_account.get(), noted);
        m_dialog = new AnnotationsDialog(model, QStringLiteral("Noted"), m_window.get());
        connect(model, &AnnotationModel::changeWanted, this,
                [this](const MetadataChange &change) { m_changes << change; });
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog));
        QTRY_VERIFY(m_dialog->model()->phase() != AnnotationModel::Phase::Asking);
    }
    template <class Widget>
    Widget *find(const char *name) const
    {
        return m_dialog->findChild<Widget *>(QLatin1String(name));
    }
    QPlainTextEdit *text() const { return find<QPlainTextEdit>("says"); }
    QString message() const
    {
        const auto *label = find<QLabel>("message");
        return label->isVisible() ? label->text() : QString();
    }
    void press(const char *name)
    {
        auto *button = find<QPushButton>(name);
        QVERIFY(button && button->isVisible() && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void type(const QString &words)
    {
        text()->setFocus();
        text()->selectAll();
        QTest::keyClicks(text(), words);
    }
    void tell(OperationState state, const QString &error = {}, quint64 undoes = 0)
    {
        imap::JournalEntry told;
        told.id = undoes ? undoes + 1 : 9;
        told.undoes = undoes;
        told.change = m_changes.last();
        told.state = state;
        told.error = error;
        m_account->tell({imap::JournalChanged{{told}}});
    }
    static MetadataChange change(const char *entry, std::optional<QByteArray> value)
    {
        return {noted, {{entry, value}}};
    }

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->show();
        m_account = std::make_unique<test::FakeServer>();
        m_changes.clear();
    }
    void cleanup()
    {
        m_window.reset();
        m_account.reset();
    }

    void theFirstIsShownWhole()
    {
        open({{"/private/comment", "Two\nlines"}, {"/shared/comment", "all"}});
        QCOMPARE(text()->toPlainText(), QStringLiteral("Two\nlines"));
        QCOMPARE(find<QLabel>("entry")->text(), QStringLiteral("/private/comment"));
        QVERIFY(!find<QPushButton>("saveNote")->isEnabled());
    }

    void writtenSavedAndUndone()
    {
        open({{"/private/comment", "old"}});
        type(QStringLiteral("new"));
        press("saveNote");
        QCOMPARE(m_changes, QList<MetadataChange>{change("/private/comment", "new")});
        tell(OperationState::Waiting);
        QVERIFY(message().contains(QStringLiteral("Comment")));
        QSignalSpy undo(m_dialog, &AnnotationsDialog::undoWanted);
        press("undo");
        QCOMPARE(undo.size(), 1);
        QCOMPARE(undo[0][0].toULongLong(), 9ULL);
        // What becomes of it is said here: nobody looks at the window behind.
        tell(OperationState::Done);
        m_changes << change("/private/comment", "old");
        tell(OperationState::Waiting, {}, 9);
        QVERIFY(message().isEmpty());
        tell(OperationState::Done, {}, 9);
        QCOMPARE(message(), QStringLiteral("Taken back: “Comment” was written."));
        QVERIFY(!find<QPushButton>("undo")->isVisible());
    }
    void whatWaitsIsNotWrittenYet()
    {
        open({{"/private/comment", "old"}});
        m_account->failInquiry = std::make_shared<imap::AbortError>(imap::AbortError::Reason::HostNotFound,
                                                                    QStringLiteral("no connection"));
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Waiting, false, 1000, nullptr}});
        type(QStringLiteral("new"));
        press("saveNote");
        tell(OperationState::Waiting);
        QCOMPARE(message(), QStringLiteral("“Comment” will be written when there is a connection again."));
        QVERIFY(find<QPushButton>("undo")->isVisible());
        // Taken back before it was sent.
        press("undo");
        tell(OperationState::Undone);
        QCOMPARE(message(), QStringLiteral("Taken back: “Comment” was written."));
        press("removeNote");
        tell(OperationState::Waiting);
        QCOMPARE(message(), QStringLiteral("“Comment” will be removed when there is a connection again."));
        m_account->failInquiry.reset();
        m_account->notes[noted].entries.clear();
        m_account->tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, nullptr}});
        QTRY_COMPARE(message(), QStringLiteral("“Comment” was removed."));
    }

    void lettersAreOfOneButtonEach()
    {
        open({});
        QVERIFY(find<QPushButton>("stateAction")->isVisible());
        QCOMPARE(test::sharedLetters(m_dialog), QString());
        QCOMPARE(test::unnamedFields(m_dialog), QString());
    }
    void theKeyboardReachesEverything()
    {
        open({{"/private/comment", "Two\nlines"}, {"/shared/comment", "all"}});
        QCOMPARE(test::notReachedByTab(m_dialog), QString());
    }
    void whatWasTypedIsSavedOnLeaving()
    {
        open({{"/private/comment", "old"}, {"/shared/comment", "all"}});
        type(QStringLiteral("for the next row"));
        QTest::keyClick(find<QTreeView>("annotations"), Qt::Key_Down);
        QTRY_COMPARE(m_changes, QList<MetadataChange>{change("/private/comment", "for the next row")});
        QCOMPARE(text()->toPlainText(), QStringLiteral("all"));
        type(QStringLiteral("for the end"));
        m_dialog->close();
        QCOMPARE(m_changes.last(), change("/shared/comment", "for the end"));
    }
    void escapeGivesUpWhatWasTyped()
    {
        open({{"/private/comment", "old"}});
        type(QStringLiteral("oh no"));
        QTest::keyClick(text(), Qt::Key_Escape);
        QCOMPARE(text()->toPlainText(), QStringLiteral("old"));
        QVERIFY(m_dialog->isVisible());
        QTest::keyClick(text(), Qt::Key_Escape);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(m_changes, QList<MetadataChange>());
    }

    // Where there is nothing to save, its letter is not for the text either.
    void theLettersOfGreyedButtonsTypeNothing()
    {
        open({{"/private/comment", "old"}});
        text()->setFocus();
        QTest::keyClick(text(), Qt::Key_S, Qt::AltModifier);
        QTest::keyClick(text(), Qt::Key_V, Qt::AltModifier);
        QCOMPARE(text()->toPlainText(), QStringLiteral("old"));
        QTest::keyClicks(text(), QStringLiteral("sv"));
        QVERIFY(text()->toPlainText().contains(QStringLiteral("sv")));
    }

    void revertIsNotSaved()
    {
        open({{"/private/comment", "old"}});
        type(QStringLiteral("oh no"));
        press("revertNote");
        QCOMPARE(text()->toPlainText(), QStringLiteral("old"));
        m_dialog->close();
        QVERIFY(m_changes.isEmpty());
    }

    /// News from the server do not take away what a person is writing.
    void newsDoNotDisturbWriting()
    {
        open({{"/private/comment", "old"}});
        type(QStringLiteral("half a sen"));
        m_account->notes[noted].entries = {{"/private/comment", "from elsewhere"}};
        m_dialog->model()->refresh();
        QTRY_COMPARE(m_dialog->model()->valueAt(0), QByteArray("from elsewhere"));
        QCOMPARE(text()->toPlainText(), QStringLiteral("half a sen"));
        press("revertNote");
        QCOMPARE(text()->toPlainText(), QStringLiteral("from elsewhere"));
    }

    void aRefusedOneIsShownAsItWas()
    {
        open({{"/shared/comment", "as it was"}});
        type(QStringLiteral("mine"));
        press("saveNote");
        tell(OperationState::Waiting);
        tell(OperationState::Failed, QStringLiteral("Permission denied"));
        QCOMPARE(text()->toPlainText(), QStringLiteral("as it was"));
        QVERIFY2(message().contains(QStringLiteral("Permission denied")), qPrintable(message()));
        QVERIFY(!find<QPushButton>("undo")->isVisible());
        QVERIFY(message().contains(QStringLiteral("stays as it was")));
        press("refreshNotes");
        QCOMPARE(message(), QString()); // what is shown is new
    }
    void aRefusedNewOneWasNeverThere()
    {
        open({{"/shared/comment", "as it was"}});
        m_dialog->model()->change("/private/comment", QByteArray("mine"));
        tell(OperationState::Waiting);
        tell(OperationState::Failed, QStringLiteral("Permission denied"));
        QVERIFY2(message().contains(QStringLiteral("was not added")), qPrintable(message()));
    }

    void removed()
    {
        open({{"/private/comment", "a"}, {"/shared/comment", "b"}});
        press("removeNote");
        QCOMPARE(m_changes.last(), change("/private/comment", {}));
        QCOMPARE(text()->toPlainText(), QStringLiteral("b"));
        // Nothing left is nothing noted, and the page says so.
        text()->selectAll();
        QTest::keyClick(text(), Qt::Key_Delete);
        press("saveNote");
        QCOMPARE(m_changes.last(), change("/shared/comment", {}));
        QVERIFY(m_dialog->findChild<StatePage *>()->isVisible());
        QVERIFY(!find<QPushButton>("removeNote")->isEnabled());
    }

    void added()
    {
        open({{"/private/comment", "a"}});
        press("addNote");
        auto *add = m_dialog->findChild<AddAnnotation *>();
        QVERIFY(add);
        auto *ok = add->findChild<QPushButton *>(QStringLiteral("add"));
        auto *says = add->findChild<QPlainTextEdit *>(QStringLiteral("annotationText"));
        QLineEdit *name = add->findChild<QComboBox *>(QStringLiteral("annotationName"))->lineEdit();
        // There is a comment of one's own: another name is wanted, and nothing is for everybody by itself.
        QCOMPARE(name->text(), QString());
        QVERIFY(add->findChild<QRadioButton *>(QStringLiteral("onlyMe"))->isChecked());
        QTest::keyClicks(says, QStringLiteral("hello"));
        QVERIFY(!ok->isEnabled());
        QTest::keyClicks(name, QStringLiteral("comment"));
        QVERIFY(!ok->isEnabled());
        QTest::mouseClick(add->findChild<QRadioButton *>(QStringLiteral("everybody")), Qt::LeftButton, {},
                          QPoint(8, 8));
        QVERIFY(ok->isEnabled());
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("vendor/example"));
        QVERIFY(!ok->isEnabled());
        QTest::keyClicks(name, QStringLiteral("/note"));
        QVERIFY(ok->isEnabled());
        QTest::mouseClick(ok, Qt::LeftButton);
        QTRY_COMPARE(m_changes, QList<MetadataChange>{change("/shared/vendor/example/note", "hello")});
        QCOMPARE(text()->toPlainText(), QStringLiteral("hello"));
    }

    void aNewOneIsForOneself()
    {
        open({});
        press("stateAction");
        auto *add = m_dialog->findChild<AddAnnotation *>();
        QVERIFY(add && add->findChild<QRadioButton *>(QStringLiteral("onlyMe"))->isChecked());
        QCOMPARE(add->entry(), QByteArray("/private/comment"));
    }

    /// The letters that are underlined work beside the other keys.
    void buttonsByTheirLetters()
    {
        open({{"/private/comment", "old"}});
        m_dialog->activateWindow();
        QTRY_VERIFY(m_dialog->isActiveWindow());
        type(QStringLiteral("new"));
        QTest::keyClick(text(), Qt::Key_S, Qt::AltModifier);
        QTRY_COMPARE(m_changes, QList<MetadataChange>{change("/private/comment", "new")});
        tell(OperationState::Done);
        m_account->notes[noted].entries = {{"/private/comment", "letter"}};
        QTest::keyClick(text(), Qt::Key_R, Qt::AltModifier);
        QTRY_COMPARE(text()->toPlainText(), QStringLiteral("letter"));
        m_account->notes[noted].entries = {{"/private/comment", "key"}};
        QTest::keyClick(text(), Qt::Key_F5);
        QTRY_COMPARE(text()->toPlainText(), QStringLiteral("key"));
        type(QStringLiteral("newer"));
        QTest::keyClick(text(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(m_changes.last(), change("/private/comment", "newer"));
    }

    void theListHasTheKeyboardWhenItComes()
    {
        m_account->holdInquiries = true;
        m_account->notes.insert(noted, imap::Annotations{true, {{"/private/comment", "a"}}, {}});
        auto *model = new AnnotationModel(m_account.get(), noted);
        m_dialog = new AnnotationsDialog(model, QStringLiteral("Noted"), m_window.get());
        connect(model, &AnnotationModel::changeWanted, this,
                [this](const MetadataChange &change) { m_changes << change; });
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog));
        auto *tree = find<QTreeView>("annotations");
        QVERIFY(!tree->isVisible());
        m_account->releaseInquiries();
        QTRY_VERIFY(tree->isVisible());
        QCOMPARE(m_dialog->focusWidget(), tree);
        m_dialog->activateWindow();
        QTRY_VERIFY(tree->hasFocus());
        QTest::keyClick(tree, Qt::Key_Delete);
        QTRY_COMPARE(m_changes, QList<MetadataChange>{change("/private/comment", {})});
    }

    /// A view that gets the keyboard with its first rows makes one current, and marks none.
    void theFirstRowLooksChosen()
    {
        m_account->holdInquiries = true;
        m_account->notes.insert(noted, imap::Annotations{true, {{"/private/comment", "a"}}, {}});
        m_dialog = new AnnotationsDialog(new AnnotationModel(m_account.get(), noted), QStringLiteral("Noted"),
                                         m_window.get());
        m_dialog->open();
        m_dialog->activateWindow();
        QTRY_VERIFY(m_dialog->isActiveWindow());
        m_account->releaseInquiries();
        auto *tree = find<QTreeView>("annotations");
        QTRY_VERIFY(tree->hasFocus());
        QTRY_VERIFY(tree->currentIndex().isValid());
        QVERIFY(tree->selectionModel()->isSelected(tree->currentIndex()));
    }

    void whatIsNoTextCanOnlyBeRemoved()
    {
        open({{"/private/vendor/x/y", QByteArray("\x00\x01", 2)}});
        QVERIFY(text()->isReadOnly());
        QVERIFY(!find<QPushButton>("saveNote")->isEnabled());
        press("removeNote");
        QCOMPARE(m_changes.last(), change("/private/vendor/x/y", {}));
    }

    /// Somebody deleted the folder meanwhile.
    void aRefreshOfAFolderThatIsGone()
    {
        open({{"/private/comment", "old"}});
        m_account->failInquiry =
            std::make_shared<imap::CommandError>(QStringLiteral("Mailbox doesn't exist"));
        press("refreshNotes");
        const auto *page = m_dialog->findChild<StatePage *>();
        QTRY_VERIFY(page->isVisible());
        QVERIFY2(page->title().contains(QStringLiteral("does not tell")), qPrintable(page->title()));
        QVERIFY(!page->text().isEmpty());
        QVERIFY(!find<QPushButton>("addNote")->isVisible());
        m_account->failInquiry.reset();
        press("stateAction");
        QTRY_VERIFY(!page->isVisible());
        QCOMPARE(text()->toPlainText(), QStringLiteral("old"));
    }

    void nothingNotedOrNotKept()
    {
        open({});
        const auto *page = m_dialog->findChild<StatePage *>();
        QVERIFY(page->isVisible());
        QVERIFY(page->title().contains(QStringLiteral("Nothing")));
        delete m_dialog;
        open({}, false);
        QVERIFY(m_dialog->findChild<StatePage *>()->text().contains(QStringLiteral("METADATA")));
        QVERIFY(!find<QPushButton>("addNote")->isVisible());
    }
};

QTEST_MAIN(TestAnnotationsDialog)
#include "tst_annotationsdialog.moc"
