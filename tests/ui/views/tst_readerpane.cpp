#include "ui/views/readerpane.h"

#include "readeraccount.h"
#include "ui/views/attachmentstrip.h"
#include "ui/views/envelopeview.h"
#include "ui/views/messagebodyview.h"
#include "ui/views/statepage.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace ui;
using Content = ReaderPane::Content;

static const imap::MailboxName inbox{QStringLiteral("INBOX")};

/// What a reader sees from the moment of choosing a message.
class TestReaderPane : public QObject
{
    Q_OBJECT
    std::unique_ptr<test::ReaderAccount> m_account;
    std::unique_ptr<ReaderPane> m_reader;

    void open(const imap::MessageSummary &message)
    {
        m_reader->showMessage(m_account.get(), inbox, test::share(message));
    }
    void openWithText(const imap::MessageSummary &message, const char *text)
    {
        open(message);
        m_account->answer(test::share(message), {{"1", text}});
        QTRY_COMPARE(m_reader->content(), Content::Message);
    }
    QString state()
    {
        const auto pages = m_reader->findChildren<StatePage *>();
        for (const StatePage *page : pages) {
            if (page->isVisible())
                return page->title();
        }
        return {};
    }

private Q_SLOTS:
    void init()
    {
        m_account = std::make_unique<test::ReaderAccount>();
        m_reader = std::make_unique<ReaderPane>();
        m_reader->resize(700, 600);
        m_reader->setMarkReadDelay(-1);
        m_reader->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_reader.get()));
    }
    void cleanup()
    {
        m_reader.reset();
        m_account.reset();
    }

    void saysThatNothingIsSelected()
    {
        QCOMPARE(m_reader->content(), Content::Nothing);
        QCOMPARE(state(), QStringLiteral("No message selected"));
        m_reader->showSelection(1234);
        QVERIFY(state().startsWith(QStringLiteral("1")));
        QVERIFY(state().contains(QStringLiteral("selected")));
    }

    void showsHeadAtOnceAndTextWhenItComes()
    {
        QSignalSpy shown(m_reader.get(), &ReaderPane::messageShown);
        open(test::message(7));
        QCOMPARE(m_reader->content(), Content::Loading);
        QCOMPARE(m_reader->findChild<QLabel *>(QStringLiteral("subject"))->text(),
                 QStringLiteral("Plans for the week"));
        QCOMPARE(m_account->requests.size(), 1);
        QCOMPARE(m_account->requests[0].sections, QList<QByteArray>{"1"});
        m_account->answer(test::share(test::message(7)), {{"1", "Hello Ben,\r\n\r\nsee you.\r\n"}});
        QTRY_COMPARE(shown.size(), 1);
        QVERIFY(m_reader->body()->toPlainText().contains(QStringLiteral("see you.")));
        QVERIFY(m_reader->body()->isVisible());
        QCOMPARE(shown[0].at(2).toULongLong(), 24u);
    }

    // Passing quickly over messages must not show one message's text under another's head.
    void aLateAnswerIsIgnored()
    {
        open(test::message(1, "first"));
        open(test::message(2, "second"));
        QCOMPARE(m_account->requests.size(), 2);
        m_account->requests[0].promise->addResult(
            imap::MessageBody{inbox, imap::Uid(1), test::textPart(), {{"1", "text of the first"}}, false, 0});
        m_account->requests[0].promise->finish();
        QCoreApplication::processEvents();
        QCOMPARE(m_reader->content(), Content::Loading);
        m_account->answer(test::share(test::message(2)), {{"1", "text of the second"}});
        QTRY_COMPARE(m_reader->content(), Content::Message);
        QVERIFY(m_reader->body()->toPlainText().contains(QStringLiteral("second")));
    }

    void saysWhyItFailedAndTriesAgain()
    {
        open(test::message(1));
        m_account->fail(imap::CommandError(QStringLiteral("no"), "UID FETCH", "some trouble"));
        QTRY_COMPARE(m_reader->content(), Content::Failed);
        QVERIFY(!state().isEmpty());
        auto *page = m_reader->findChildren<StatePage *>().last();
        for (StatePage *candidate : m_reader->findChildren<StatePage *>()) {
            if (candidate->isVisible())
                page = candidate;
        }
        QVERIFY(page->text().contains(QStringLiteral("some trouble")));
        QTest::mouseClick(page->findChild<QPushButton *>(QStringLiteral("stateAction")), Qt::LeftButton);
        QCOMPARE(m_account->requests.size(), 2);
        QCOMPARE(m_reader->content(), Content::Loading);
    }

    void offlineIsSaidAndHealsByItself()
    {
        m_reader->setOnline(false);
        open(test::message(1));
        m_account->fail(imap::AbortError(imap::AbortError::Reason::Stopped, QStringLiteral("offline")));
        QTRY_COMPARE(m_reader->content(), Content::Failed);
        QCOMPARE(state(), QStringLiteral("Not on this computer yet"));
        m_reader->setOnline(true);
        QCOMPARE(m_account->requests.size(), 2);
        m_account->answer(test::share(test::message(1)), {{"1", "here"}});
        QTRY_COMPARE(m_reader->content(), Content::Message);
    }

    void aMessageThatGoesAwayIsSaid()
    {
        open(test::message(1));
        m_reader->messageGone(inbox, imap::Uid(2)); // another one
        QCOMPARE(m_reader->content(), Content::Loading);
        m_reader->messageGone(inbox, imap::Uid(1));
        QCOMPARE(m_reader->content(), Content::Gone);
        QCOMPARE(state(), QStringLiteral("The message is gone"));
        // The answer that comes afterwards changes nothing.
        m_account->answer(test::share(test::message(1)), {{"1", "too late"}});
        QCoreApplication::processEvents();
        QCOMPARE(m_reader->content(), Content::Gone);
        // Somebody who is reading is not interrupted.
        openWithText(test::message(3), "long read");
        m_reader->messageGone(inbox, imap::Uid(3));
        QVERIFY(m_reader->body()->isVisible());
    }

    void aMessageWithoutTextIsSaid()
    {
        imap::MessageSummary message = test::message(1);
        message.structure = test::filePart("application", "pdf", "plan.pdf", 4000);
        open(message);
        m_account->answer(test::share(message), {});
        QTRY_COMPARE(m_reader->content(), Content::Message);
        QVERIFY(m_reader->attachments()->isVisible());
    }

    void marksAsReadAfterAWhile()
    {
        m_reader->setMarkReadDelay(30);
        QSignalSpy due(m_reader.get(), &ReaderPane::markReadDue);
        openWithText(test::message(5), "text");
        QVERIFY(due.isEmpty());
        QTRY_COMPARE(due.size(), 1);
        QCOMPARE(due[0].at(1).value<imap::Uid>(), imap::Uid(5));
        // Only once: who marks it unread again wants it unread.
        QTest::qWait(60);
        QCOMPARE(due.size(), 1);
    }

    void passingByDoesNotMarkAsRead()
    {
        m_reader->setMarkReadDelay(40);
        QSignalSpy due(m_reader.get(), &ReaderPane::markReadDue);
        openWithText(test::message(1), "text");
        openWithText(test::message(2), "text");
        m_reader->showNothing();
        QTest::qWait(80);
        QVERIFY(due.isEmpty());
    }

    void neitherWhatIsReadNorWhatFailedIsMarked()
    {
        m_reader->setMarkReadDelay(10);
        QSignalSpy due(m_reader.get(), &ReaderPane::markReadDue);
        imap::MessageSummary read = test::message(1);
        read.flags.insert(imap::flags::Seen);
        openWithText(read, "text");
        open(test::message(2));
        m_account->fail(imap::CommandError(QStringLiteral("no")));
        QTRY_COMPARE(m_reader->content(), Content::Failed);
        QTest::qWait(40);
        QVERIFY(due.isEmpty());
        m_reader->setMarkReadDelay(-1);
        openWithText(test::message(3), "text");
        QTest::qWait(40);
        QVERIFY(due.isEmpty());
    }

    void decidingByHandEndsTheWait()
    {
        m_reader->setMarkReadDelay(40);
        QSignalSpy due(m_reader.get(), &ReaderPane::markReadDue);
        QSignalSpy read(m_reader.get(), &ReaderPane::readToggled);
        openWithText(test::message(1), "text");
        QTest::mouseClick(m_reader->findChild<QToolButton *>(QStringLiteral("read")), Qt::LeftButton);
        QCOMPARE(read.size(), 1);
        QCOMPARE(read[0].at(0).toBool(), true);
        QTest::qWait(80);
        QVERIFY(due.isEmpty());
    }

    void flagsFollowWithoutReloading()
    {
        openWithText(test::message(1), "text");
        imap::MessageSummary starred = test::message(1);
        starred.flags = imap::FlagSet{imap::flags::Flagged, imap::Flag("Work")};
        m_reader->updateMessage(inbox, test::share(starred));
        QCOMPARE(m_account->requests.size(), 1);
        QVERIFY(m_reader->findChild<QToolButton *>(QStringLiteral("star"))->isChecked());
        // Selecting it again does not load it again either.
        open(starred);
        QCOMPARE(m_account->requests.size(), 1);
        QCOMPARE(m_reader->content(), Content::Message);
    }

    void readOnlyFoldersSayWhy()
    {
        m_reader->setReadOnly(QStringLiteral("The folder is read-only."));
        openWithText(test::message(1), "text");
        auto *star = m_reader->findChild<QToolButton *>(QStringLiteral("star"));
        QVERIFY(!star->isEnabled());
        QVERIFY(star->toolTip().contains(QStringLiteral("The folder is read-only.")));
    }

    // The folder says what it allows again when rows go.
    void whatIsGoneCannotBeMarked()
    {
        auto *star = m_reader->findChild<QToolButton *>(QStringLiteral("star"));
        openWithText(test::message(1), "text");
        m_reader->messageGone(inbox, imap::Uid(1));
        m_reader->setReadOnly({});
        QVERIFY(!star->isEnabled());
        QVERIFY(star->toolTip().contains(QStringLiteral("removed")));
        open(test::message(2));
        QVERIFY(star->isEnabled());
        m_reader->messageGone(inbox, imap::Uid(2)); // in front of its text
        QVERIFY(!star->isEnabled());
        m_reader->setReadOnly(QStringLiteral("The folder is read-only."));
        open(test::message(3));
        QVERIFY(star->toolTip().contains(QStringLiteral("The folder is read-only.")));
    }

    void theReaderMayDieWhileLoading()
    {
        open(test::message(1));
        m_reader.reset();
        m_account->answer(test::share(test::message(1)), {{"1", "too late"}});
        QCoreApplication::processEvents();
    }

    void theAccountMayDieWhileLoading()
    {
        open(test::message(1));
        m_account.reset();
        QCoreApplication::processEvents();
        m_reader->retry();
        QTRY_COMPARE(m_reader->content(), Content::Failed);
    }
};

QTEST_MAIN(TestReaderPane)
#include "tst_readerpane.moc"
