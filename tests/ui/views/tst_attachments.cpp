#include "readeraccount.h"
#include "ui/views/attachmentactions.h"
#include "ui/views/attachmentstrip.h"

#include <QContextMenuEvent>
#include <QDir>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace ui;
using imap::mime::AttachmentInfo;

class TestAttachments : public QObject
{
    Q_OBJECT
    std::unique_ptr<test::ReaderAccount> m_account;
    std::unique_ptr<QWidget> m_window;
    AttachmentStrip *m_strip = nullptr;
    std::unique_ptr<QTemporaryDir> m_folder;
    AttachmentActions *m_actions = nullptr;
    QList<QUrl> m_opened;

    static AttachmentInfo file(const char *section, const char *name, const char *type = "application/pdf")
    {
        AttachmentInfo info;
        info.section = section;
        info.fileName = QString::fromUtf8(name);
        info.mimeType = type;
        info.size = 3;
        info.encoding = "base64";
        return info;
    }
    void answer(const char *section, const QByteArray &content)
    {
        imap::MessageBody body;
        body.sections.insert(section, content.toBase64());
        m_account->requests.last().promise->addResult(body);
        m_account->requests.last().promise->finish();
    }
    QToolButton *button(const char *section)
    {
        return m_strip->findChild<QToolButton *>(QStringLiteral("attachment-") + QLatin1String(section));
    }
    QLabel *problem() { return m_strip->findChild<QLabel *>(QStringLiteral("attachmentProblem")); }
    static QByteArray contentOf(const QString &path)
    {
        QFile opened(path);
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray("(not there)");
    }

private Q_SLOTS:
    void init()
    {
        m_opened.clear();
        m_account = std::make_unique<test::ReaderAccount>();
        m_folder = std::make_unique<QTemporaryDir>();
        m_window = std::make_unique<QWidget>();
        m_window->resize(600, 200);
        m_strip = new AttachmentStrip(m_window.get());
        m_strip->resize(600, 100);
        m_actions = new AttachmentActions(m_strip, m_window.get());
        m_actions->setOpen([this](const QUrl &url) {
            m_opened << url;
            return true;
        });
        m_actions->setMessage(m_account.get(), imap::MailboxName(QStringLiteral("INBOX")), imap::Uid(1));
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        m_account.reset();
    }

    void hidesWithoutFiles()
    {
        m_strip->setAttachments({});
        QVERIFY(!m_strip->isVisible());
        AttachmentInfo picture = file("2", "logo.png", "image/png");
        picture.isInline = true;
        m_strip->setAttachments({picture});
        QVERIFY(!m_strip->isVisible()); // it is in the text
        m_strip->setAttachments({picture, file("3", "plan.pdf")});
        QVERIFY(m_strip->isVisible());
        QVERIFY(button("3")->text().contains(QStringLiteral("plan.pdf")));
    }

    // The arrow of the button is for the mouse.
    void theKeyboardSavesASingleFile()
    {
        m_strip->setAttachments({file("2", "plan.pdf")});
        auto *save = m_strip->findChild<QToolButton *>(QStringLiteral("saveAll"));
        QVERIFY(save->isVisible());
        QCOMPARE(save->text(), QStringLiteral("Save As…"));
        QVERIFY(save->focusPolicy() & Qt::TabFocus);
        QSignalSpy wanted(m_strip, &AttachmentStrip::saveWanted);
        m_actions->setChooseFile([](const QString &, const auto &) {});
        QTest::keyClick(save, Qt::Key_Space);
        QCOMPARE(wanted.size(), 1);
        m_strip->setAttachments({file("2", "plan.pdf"), file("3", "b.pdf")});
        QCOMPARE(save->text(), QStringLiteral("Save All…"));
    }

    void theMenuOfAFileOpensByKey()
    {
        m_strip->setAttachments({file("2", "plan.pdf"), file("3", "b.pdf")});
        QMenu *menu = button("3")->menu();
        const QPoint middle = button("3")->rect().center();
        QContextMenuEvent key(QContextMenuEvent::Keyboard, middle, button("3")->mapToGlobal(middle));
        QCoreApplication::sendEvent(button("3"), &key);
        QTRY_VERIFY(menu->isVisible());
        QTest::keyClick(menu, Qt::Key_Escape);
        QTRY_VERIFY(!menu->isVisible());
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        button("3")->setFocus();
        QTest::keyClick(button("3"), Qt::Key_F10, Qt::ShiftModifier);
        QTRY_VERIFY(menu->isVisible());
        QSignalSpy wanted(m_strip, &AttachmentStrip::saveWanted);
        m_actions->setChooseFile([](const QString &, const auto &) {});
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Down);
        QTest::keyClick(menu, Qt::Key_Return);
        QTRY_COMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0].at(0).value<AttachmentInfo>().section, QByteArray("3"));
        QVERIFY(m_account->requests.isEmpty()); // nothing was opened
    }

    void opensAReadOnlyCopy()
    {
        m_strip->setAttachments({file("2", "plan.pdf")});
        QTest::mouseClick(button("2"), Qt::LeftButton, {}, QPoint(10, 10));
        QCOMPARE(m_account->requests.size(), 1);
        QCOMPARE(m_account->requests[0].sections, QList<QByteArray>{"2"});
        QVERIFY(!button("2")->isEnabled()); // under way
        answer("2", "PDF");
        QTRY_COMPARE(m_opened.size(), 1);
        const QString path = m_opened[0].toLocalFile();
        QVERIFY(path.endsWith(QStringLiteral("/plan.pdf")));
        QCOMPARE(contentOf(path), QByteArray("PDF"));
        QVERIFY(!(QFile::permissions(path) & (QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther)));
        QVERIFY(button("2")->isEnabled());
        m_window.reset(); // and with the window the copy goes
        QVERIFY(!QFile::exists(path));
    }

    void programsAreAskedAboutFirst()
    {
        m_strip->setAttachments({file("2", "invoice.pdf.exe")});
        QTest::mouseClick(button("2"), Qt::LeftButton, {}, QPoint(10, 10));
        auto *question = m_window->findChild<QMessageBox *>(QStringLiteral("riskQuestion"));
        QVERIFY(question);
        QVERIFY(question->text().contains(QStringLiteral("invoice.pdf.exe")));
        QVERIFY(m_account->requests.isEmpty());
        QTest::keyClick(question, Qt::Key_Return); // a thoughtless Return opens nothing
        QTRY_VERIFY(!m_window->findChild<QMessageBox *>());
        QVERIFY(m_account->requests.isEmpty());
        m_actions->open(file("2", "invoice.pdf.exe"));
        question = m_window->findChild<QMessageBox *>(QStringLiteral("riskQuestion"));
        for (QAbstractButton *candidate : question->buttons()) {
            if (question->buttonRole(candidate) == QMessageBox::AcceptRole)
                QTest::mouseClick(candidate, Qt::LeftButton);
        }
        QCOMPARE(m_account->requests.size(), 1);
    }

    void risk_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<bool>("risky");
        const auto row = [](const char *name, const char *type, bool risky) {
            QTest::addRow("%s %s", name, type) << QString::fromUtf8(name) << QByteArray(type) << risky;
        };
        row("plan.pdf", "application/pdf", false);
        row("photo.JPG", "image/jpeg", false);
        row("notes.txt", "text/plain", false);
        row("letter.docx", "application/octet-stream", false);
        row("letter.docm", "application/octet-stream", true);
        row("setup.EXE", "application/octet-stream", true);
        row("setup.exe.", "application/octet-stream", true);
        row("setup.exe ", "application/octet-stream", true);
        row("run.sh", "text/plain", true);
        row("start.desktop", "text/plain", true);
        row("page.html", "text/html", true);
        row("picture", "image/svg+xml", true);
        row("noextension", "application/x-executable", true);
        row("exe", "application/pdf", false);
    }
    void risk()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, type);
        QTEST(isRisky(name, type), "risky");
    }

    void savesWherePeopleSay()
    {
        m_strip->setAttachments({file("2", "plan.pdf")});
        const QString path = m_folder->filePath(QStringLiteral("my plan.pdf"));
        m_actions->setChooseFile([&](const QString &proposal, const auto &chosen) {
            QCOMPARE(proposal, QStringLiteral("plan.pdf"));
            chosen(path);
        });
        QSignalSpy saved(m_actions, &AttachmentActions::saved);
        m_actions->save(m_strip->attachments().first());
        answer("2", "PDF");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(contentOf(path), QByteArray("PDF"));
    }

    void savesAllWithoutOverwriting()
    {
        m_strip->setAttachments({file("2", "a.pdf"), file("3", "b.pdf")});
        QFile mine(m_folder->filePath(QStringLiteral("b.pdf")));
        QVERIFY(mine.open(QIODevice::WriteOnly));
        mine.write("mine");
        mine.close();
        m_actions->setChooseFolder([&](const QString &, const auto &chosen) { chosen(m_folder->path()); });
        QSignalSpy saved(m_actions, &AttachmentActions::saved);
        QTest::mouseClick(m_strip->findChild<QToolButton *>(QStringLiteral("saveAll")), Qt::LeftButton);
        QCOMPARE(m_account->requests.size(), 1);
        answer("2", "A");
        QTRY_COMPARE(m_account->requests.size(), 2);
        answer("3", "B");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0].at(0).toInt(), 2);
        QCOMPARE(contentOf(mine.fileName()), QByteArray("mine"));
        QCOMPARE(contentOf(m_folder->filePath(QStringLiteral("b (2).pdf"))), QByteArray("B"));
    }

    // Large files take their time, and people go on reading.
    void savingGoesOnWhenOneMovesOn()
    {
        m_strip->setAttachments({file("2", "a.pdf"), file("3", "b.pdf")});
        m_actions->setChooseFolder([&](const QString &, const auto &chosen) { chosen(m_folder->path()); });
        QSignalSpy saved(m_actions, &AttachmentActions::saved);
        QTest::mouseClick(m_strip->findChild<QToolButton *>(QStringLiteral("saveAll")), Qt::LeftButton);
        m_actions->setMessage(m_account.get(), imap::MailboxName(QStringLiteral("INBOX")), imap::Uid(2));
        m_strip->setAttachments({file("3", "other.pdf")});
        answer("2", "A");
        QTRY_COMPARE(m_account->requests.size(), 2);
        QCOMPARE(m_account->requests.last().uid, imap::Uid(1));
        QVERIFY(button("3")->isEnabled()); // of the other message nothing is on its way
        answer("3", "B");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0].at(0).toInt(), 2);
        QCOMPARE(contentOf(m_folder->filePath(QStringLiteral("b.pdf"))), QByteArray("B"));
    }

    void oneThatFailsDoesNotKeepTheOthers()
    {
        m_strip->setAttachments({file("2", "a.pdf"), file("3", "b.pdf")});
        m_actions->setChooseFolder([&](const QString &, const auto &chosen) { chosen(m_folder->path()); });
        QSignalSpy saved(m_actions, &AttachmentActions::saved);
        QTest::mouseClick(m_strip->findChild<QToolButton *>(QStringLiteral("saveAll")), Qt::LeftButton);
        m_account->fail(imap::CommandError(QStringLiteral("no"), "UID FETCH", "some trouble"));
        QTRY_COMPARE(m_account->requests.size(), 2);
        answer("3", "B");
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(saved[0].at(0).toInt(), 1);
        QVERIFY(problem()->isVisible());
        QVERIFY(problem()->text().contains(QStringLiteral("a.pdf")));
    }

    void whatFailsLaterIsSaidElsewhere()
    {
        m_strip->setAttachments({file("2", "plan.pdf")});
        QString path = m_folder->filePath(QStringLiteral("plan.pdf"));
        m_actions->setChooseFile([&](const QString &, const auto &chosen) { chosen(path); });
        QSignalSpy failed(m_actions, &AttachmentActions::failed);
        const AttachmentInfo plan = m_strip->attachments().first();
        const auto moveOn = [this] {
            m_actions->setMessage(m_account.get(), imap::MailboxName(QStringLiteral("INBOX")), imap::Uid(2));
        };
        m_actions->save(plan);
        moveOn();
        m_account->fail(imap::AbortError(imap::AbortError::Reason::ConnectionLost, QStringLiteral("x")));
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed[0].at(0).toString().contains(QStringLiteral("plan.pdf")));
        path = m_folder->filePath(QStringLiteral("nowhere/plan.pdf"));
        m_actions->save(plan);
        moveOn();
        answer("2", "PDF");
        QTRY_COMPARE(failed.size(), 2);
        QVERIFY(failed[1].at(0).toString().contains(QStringLiteral("could not be written")));
        QVERIFY(!problem()->isVisible());
    }

    void aRenamedFolderIsNoOtherMessage()
    {
        m_strip->setAttachments({file("2", "plan.pdf")});
        m_actions->open(m_strip->attachments().first());
        m_actions->followRename(imap::MailboxName(QStringLiteral("Elsewhere")));
        answer("2", "PDF");
        QTRY_COMPARE(m_opened.size(), 1);
        QVERIFY(button("2")->isEnabled());
    }

    void failuresAreSaidUnderTheStrip()
    {
        m_strip->setAttachments({file("2", "plan.pdf")});
        m_actions->open(m_strip->attachments().first());
        m_account->fail(imap::AbortError(imap::AbortError::Reason::ConnectionLost, QStringLiteral("x")));
        QTRY_VERIFY(problem()->isVisible());
        QVERIFY(problem()->text().contains(QStringLiteral("plan.pdf")));
        QVERIFY(button("2")->isEnabled());
        QVERIFY(m_opened.isEmpty());
    }

    void manyFilesFold()
    {
        QList<AttachmentInfo> files;
        for (int i = 0; i < 100; ++i)
            files << file(QByteArray::number(i).constData(), "x.pdf");
        m_strip->setAttachments(files);
        QVERIFY(m_strip->findChildren<QToolButton *>().size() < 15);
    }
};

QTEST_MAIN(TestAttachments)
#include "tst_attachments.moc"
