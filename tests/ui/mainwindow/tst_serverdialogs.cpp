#include "support/fakeserver.h"
#include "ui/dialogs/annotationsdialog.h"
#include "ui/dialogs/quotadialog.h"
#include "ui/dialogs/serverdialog.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/mailbrowser.h"
#include "ui/mainwindow/windowcase.h"
#include "ui/views/folderview.h"

#include <QLabel>
#include <QMenu>
#include <QToolButton>

using namespace ui;
using test::inbox;

/// The dialogs about the server, and what is said of limits, in the whole window.
class TestServerDialogs : public QObject, protected test::WindowCase
{
    Q_OBJECT

    std::unique_ptr<test::FakeServer> m_server;

    void openWindow()
    {
        makeWindow();
        m_window->addAccount(m_server.get());
        m_server->tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, {}}});
        show();
    }
    /// What stands in the banner of notices; empty while there is none.
    QString notice() const
    {
        for (const QLabel *label : m_window->findChildren<QLabel *>(QStringLiteral("bannerText"))) {
            if (label->isVisible())
                return label->text();
        }
        return {};
    }
    void closeNotice()
    {
        for (QToolButton *button : m_window->findChildren<QToolButton *>()) {
            if (button->isVisible() && button->accessibleName().contains(QLatin1String("notice")))
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    /// The menu of an account's row, opened by a click.
    QMenu *accountMenu(const QString &account)
    {
        FolderView *folders = m_window->folders();
        const QModelIndex row = m_window->browser()->folderModel()->accountIndex(account);
        const QPoint place = folders->visualRect(row).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, folders->viewport()->mapToGlobal(place));
        QApplication::sendEvent(folders->viewport(), &event);
        return m_window->findChild<QMenu *>(QStringLiteral("accountMenu"));
    }
    void tellUsed(quint64 percent)
    {
        m_server->tell({imap::QuotaChanged{{{"", "STORAGE", percent * 10, 1000}}}});
    }

private Q_SLOTS:
    void init()
    {
        begin();
        m_server = std::make_unique<test::FakeServer>(QStringLiteral("alice"));
        m_server->quota.offered = true;
        m_server->quota.canSet = true;
        m_server->quota.roots = {"q"};
        m_server->quota.quotas = {{"q", "STORAGE", 1, 1024}};
    }
    void cleanup()
    {
        end();
        m_server.reset();
    }

    void fromTheFileMenuOneOfAKind()
    {
        openWindow();
        m_window->actionSet()->quota->trigger();
        m_window->actionSet()->quota->trigger();
        QCOMPARE(m_window->findChildren<QuotaDialog *>().size(), 1);
        QVERIFY(m_window->findChild<QuotaDialog *>()->isVisible());
        m_window->actionSet()->serverInformation->trigger();
        m_window->actionSet()->serverInformation->trigger();
        QCOMPARE(m_window->findChildren<ServerDialog *>().size(), 1);
    }
    void withoutAnAccountTheReasonIsSaid()
    {
        makeWindow();
        show();
        QVERIFY(!m_window->actionSet()->quota->isEnabled());
        QVERIFY(m_window->actionSet()->quota->toolTip().contains(QLatin1String("no account")));
    }
    // The account whose row was clicked, not the one whose folder is open.
    void fromTheAccountsRow()
    {
        openWindow();
        test::FakeServer other(QStringLiteral("bob"));
        other.quota = m_server->quota;
        m_window->addAccount(&other);
        other.tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, {}}});
        QMenu *menu = accountMenu(QStringLiteral("bob"));
        QVERIFY(menu && menu->isVisible());
        menu->findChild<QAction *>(QStringLiteral("quota"))->trigger();
        menu->close();
        QCOMPARE(other.inquiries, QStringList{QStringLiteral("quota")});
        QVERIFY(m_server->inquiries.isEmpty());
        // Another account's dialog takes its place.
        m_window->actionSet()->quota->trigger();
        QTRY_COMPARE(m_window->findChildren<QuotaDialog *>().size(), 1);
        m_window->removeAccount(&other);
    }

    void changesGoThroughTheJournal()
    {
        openWindow();
        m_window->actionSet()->quota->trigger();
        auto *dialog = m_window->findChild<QuotaDialog *>();
        const imap::QuotaChange change{"q", {{"STORAGE", 2048}}};
        Q_EMIT dialog->changeWanted(change);
        QTRY_COMPARE(m_server->callsOf(QStringLiteral("change")).size(), 1);
        QCOMPARE(std::get<imap::QuotaChange>(*m_server->callsOf(QStringLiteral("change")).first().change),
                 change);
        QTRY_VERIFY(m_window->operations()->canUndo());
    }

    void limitsAreTakenBackFromTheirDialog()
    {
        openWindow();
        m_window->actionSet()->quota->trigger();
        auto *dialog = m_window->findChild<QuotaDialog *>();
        Q_EMIT dialog->changeWanted(imap::QuotaChange{"q", {{"STORAGE", 2048}}});
        QTRY_VERIFY(m_window->operations()->canUndo());
        Q_EMIT dialog->undoWanted(1);
        QTRY_COMPARE(m_server->callsOf(QStringLiteral("undo")).size(), 1);
        QCOMPARE(m_server->callsOf(QStringLiteral("undo")).first().operation, 1u);
        QTRY_VERIFY(!m_window->operations()->canUndo());
    }

    // ------------------------------------------------------------ annotations

    void annotationsOfTheFolderAndOfTheServer()
    {
        m_server->notes.insert(test::inbox, {true, {{"/private/comment", "old"}}, {}});
        m_server->notes.insert(imap::MailboxName(), {true, {}, {}});
        openWindow();
        m_server->tell({imap::FoldersChanged{{folder(inbox, imap::FolderRole::Inbox, 3)}, false}});
        FolderView *folders = m_window->folders();
        const QModelIndex account = m_window->browser()->folderModel()->accountIndex(QStringLiteral("alice"));
        folders->setCurrentIndex(account.model()->index(0, 0, account));
        QTRY_VERIFY(m_window->actionSet()->annotations->isEnabled());
        m_window->actionSet()->annotations->trigger();
        QPointer<AnnotationsDialog> dialog = m_window->findChild<AnnotationsDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->model()->folder(), inbox);
        QTRY_COMPARE(dialog->model()->rowCount(), 1);
        dialog->model()->change("/private/comment", QByteArray("new"));
        QTRY_COMPARE(m_server->callsOf(QStringLiteral("change")).size(), 1);
        QTRY_VERIFY(m_window->operations()->canUndo());
        // Of the server, by the account's row; it takes the place of the other.
        accountMenu(QStringLiteral("alice"))->findChild<QAction *>(QStringLiteral("annotations"))->trigger();
        QTRY_VERIFY(!dialog);
        dialog = m_window->findChild<AnnotationsDialog *>();
        QVERIFY(dialog && dialog->model()->folder().isEmpty());
        QVERIFY(dialog->windowTitle().contains(QStringLiteral("Server")));
    }

    // ------------------------------------------------------------ warnings

    void saidOnceAtEachStep()
    {
        openWindow();
        tellUsed(79);
        QCOMPARE(notice(), QString());
        tellUsed(82);
        QVERIFY2(notice().contains(QLatin1String("82 %")), qPrintable(notice()));
        closeNotice();
        QCOMPARE(notice(), QString());
        for (const quint64 used : {83, 79, 81, 94})
            tellUsed(used);
        QCOMPARE(notice(), QString());
        tellUsed(96);
        QVERIFY2(notice().contains(QLatin1String("almost full")), qPrintable(notice()));
        closeNotice();
        tellUsed(99);
        QCOMPARE(notice(), QString());
        // Room was made, and then filled again.
        tellUsed(40);
        QCOMPARE(notice(), QString());
        tellUsed(85);
        QVERIFY(notice().contains(QLatin1String("85 %")));
    }
    // The meter below the folders shows the figures of now, and so does what is still being said.
    void whatIsSaidFollowsTheFigures()
    {
        openWindow();
        tellUsed(82);
        tellUsed(92);
        QVERIFY2(notice().contains(QLatin1String("92 %")), qPrintable(notice()));
        tellUsed(79);
        QVERIFY2(notice().contains(QLatin1String("79 %")), qPrintable(notice()));
        closeNotice();
        tellUsed(90);
        QCOMPARE(notice(), QString());
    }
    void goesWhenThereIsRoomAgain()
    {
        openWindow();
        tellUsed(96);
        QVERIFY(notice().contains(QLatin1String("almost full")));
        tellUsed(94); // hardly less
        QVERIFY(!notice().isEmpty());
        tellUsed(30);
        QCOMPARE(notice(), QString());
        // A limit that is lifted, and an account that goes.
        tellUsed(96);
        QVERIFY(!notice().isEmpty());
        m_server->tell({imap::QuotaChanged{}});
        QCOMPARE(notice(), QString());
    }
    // What the server refused for want of room is said first, and the warning follows by itself.
    void leavesOtherWordsAlone()
    {
        openWindow();
        m_server->tell({imap::AlertRaised{QStringLiteral("There is no room left")}});
        tellUsed(96);
        QStringList said;
        for (const QLabel *label : m_window->findChildren<QLabel *>(QStringLiteral("bannerText"))) {
            if (label->isVisible())
                said << label->text();
        }
        QCOMPARE(said.size(), 2);
        QVERIFY(said.join(QLatin1Char('\n')).contains(QLatin1String("There is no room left")));
        QVERIFY(said.join(QLatin1Char('\n')).contains(QLatin1String("almost full")));
    }
    void notSaidAgainAtEveryStart()
    {
        openWindow();
        tellUsed(85);
        QVERIFY(!notice().isEmpty());
        m_window.reset();
        openWindow();
        tellUsed(85);
        QCOMPARE(notice(), QString());
        tellUsed(95);
        QVERIFY(!notice().isEmpty());
    }
};

QTEST_MAIN(TestServerDialogs)
#include "tst_serverdialogs.moc"
