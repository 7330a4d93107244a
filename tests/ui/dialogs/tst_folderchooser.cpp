#include "ui/dialogs/changedetails.h"
#include "ui/dialogs/folderchooser.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;
using imap::MailboxName;

/// A folder is found by typing, and chosen by Return or a click.
class TestFolderChooser : public QObject
{
    Q_OBJECT
    std::unique_ptr<QWidget> m_window;
    QPointer<FolderChooser> m_chooser;

    static FolderChoice folder(const char *name)
    {
        const QString text = QString::fromUtf8(name);
        return {MailboxName(text), text, {}, QStringLiteral("folder"), {}};
    }
    void ask(FolderChooser::Question question)
    {
        question.title = QStringLiteral("Move 3 messages to");
        m_chooser = new FolderChooser(question, m_window.get());
        m_chooser->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_chooser));
    }
    FolderChooser::Question usual() const
    {
        FolderChooser::Question question;
        question.folders = {folder("INBOX"), folder("Archive"), folder("Taxes"), folder("Trash")};
        question.folders[0].reason = QStringLiteral("they are here already");
        question.recent = {MailboxName(QStringLiteral("Taxes"))};
        question.newName = [](const QString &typed) { return MailboxName(typed.trimmed()); };
        return question;
    }
    QLineEdit *typed() const { return m_chooser->findChild<QLineEdit *>(QStringLiteral("folderTyped")); }
    QListView *list() const { return m_chooser->findChild<QListView *>(QStringLiteral("folderList")); }
    void type(const char *text) { QTest::keyClicks(typed(), QString::fromUtf8(text)); }

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(900, 600);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void returnTakesTheMostRecentOne()
    {
        ask(usual());
        QSignalSpy chosen(m_chooser, &FolderChooser::chosen);
        QTest::keyClick(typed(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<FolderChoice>().folder, MailboxName(QStringLiteral("Taxes")));
        QTRY_VERIFY(!m_chooser); // it is gone
    }

    void typingNarrowsAndArrowsGoAbout()
    {
        ask(usual());
        QSignalSpy chosen(m_chooser, &FolderChooser::chosen);
        type("t");
        // Those that begin with it, the most recent first, then those that have it, then a new one.
        QCOMPARE(list()->currentIndex().data().toString(), QStringLiteral("Taxes"));
        QTest::keyClick(typed(), Qt::Key_Down);
        QCOMPARE(list()->currentIndex().data().toString(), QStringLiteral("Trash"));
        QTest::keyClick(typed(), Qt::Key_Up);
        QTest::keyClick(typed(), Qt::Key_Up); // not beyond the first
        QCOMPARE(list()->currentIndex().row(), 0);
        QTest::keyClick(typed(), Qt::Key_PageDown);
        QVERIFY(list()->currentIndex().row() > 1);
        QTest::keyClick(typed(), Qt::Key_Escape);
        QTRY_VERIFY(!m_chooser);
        QCOMPARE(chosen.size(), 0);
    }

    void whatCannotBeChosenIsPassedBy()
    {
        ask(usual());
        QSignalSpy chosen(m_chooser, &FolderChooser::chosen);
        type("inbox");
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                          list()->visualRect(list()->model()->index(0, 0)).center());
        QTest::keyClick(typed(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 0);
        QVERIFY(list()
                    ->model()
                    ->index(0, 0)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("already")));
    }

    void namesAreShownAsTheyAre()
    {
        FolderChooser::Question question;
        question.folders = {folder("R&D")};
        ask(question);
        QCOMPARE(list()->model()->index(0, 0).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("<qt>R&amp;D</qt>"));
    }

    void aNewFolderIsOfferedWhereNoneIsCalledSo()
    {
        ask(usual());
        QSignalSpy chosen(m_chooser, &FolderChooser::chosen);
        type("archive");
        QCOMPARE(list()->model()->rowCount(), 1); // there is one, whatever the case
        type("d");
        QCOMPARE(list()->model()->rowCount(), 1);
        QTest::keyClick(typed(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QVERIFY(chosen[0][0].value<FolderChoice>().isNew);
        QCOMPARE(chosen[0][0].value<FolderChoice>().folder, MailboxName(QStringLiteral("archived")));
    }

    void nothingFoundIsSaid()
    {
        FolderChooser::Question question = usual();
        question.newName = {};
        ask(question);
        type("qqq");
        QVERIFY(!list()->isVisible());
        const auto labels = m_chooser->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() && label->text().startsWith(QStringLiteral("No folder"));
        }));
        QTest::keyClick(typed(), Qt::Key_Return);
        QVERIFY(m_chooser);
    }

    void aClickChooses()
    {
        ask(usual());
        QSignalSpy chosen(m_chooser, &FolderChooser::chosen);
        m_chooser->grab(); // draws every kind of row
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                          list()->visualRect(list()->model()->index(2, 0)).center());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<FolderChoice>().folder, MailboxName(QStringLiteral("Archive")));
    }

    void detailsHaveTheNumbersAndTheReason()
    {
        imap::JournalEntry entry;
        entry.id = 12;
        entry.undoes = 11;
        entry.created = QDateTime::currentDateTimeUtc();
        entry.change = imap::DeleteChange{MailboxName(QStringLiteral("INBOX")),
                                          imap::UidSet::range(imap::Uid(3), imap::Uid(5))};
        ChangeDetails details(entry, {QStringLiteral("what"), QStringLiteral("<b>why</b>"),
                                      QStringLiteral("account"), QStringLiteral("folder")});
        QStringList texts;
        const auto labels = details.findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            texts << label->text();
            QVERIFY(label->textFormat() == Qt::PlainText || !label->text().contains(QLatin1Char('<')));
        }
        QVERIFY(texts.contains(QStringLiteral("3:5")));
        QVERIFY(texts.contains(QStringLiteral("<b>why</b>")));
        QVERIFY(texts.contains(QStringLiteral("number 11")));
    }
};

QTEST_MAIN(TestFolderChooser)
#include "tst_folderchooser.moc"
