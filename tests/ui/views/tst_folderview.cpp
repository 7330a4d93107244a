#include "ui/views/folderview.h"

#include "support/fakeaccount.h"
#include "ui/models/roles.h"

#include <QSignalSpy>
#include <QTest>

using namespace ui;
using imap::FolderInfo;
using imap::MailboxName;

class TestFolderView : public QObject
{
    Q_OBJECT

    struct Fixture {
        test::FakeAccount account;
        FolderTreeModel model;
        FolderView view;
        Fixture()
        {
            model.addAccount(&account);
            view.setModel(&model);
            view.resize(240, 400);
            view.show();
        }
        QModelIndex at(const char *name) const
        {
            return model.folderIndex(QStringLiteral("fake"), MailboxName(QString::fromUtf8(name)));
        }
    };

    static void tell(Fixture &f, std::initializer_list<const char *> names)
    {
        QList<FolderInfo> folders;
        for (const char *name : names) {
            FolderInfo info;
            info.name = MailboxName(QString::fromUtf8(name));
            info.delimiter = QLatin1Char('/');
            info.unseen = 3;
            folders << info;
        }
        f.account.tell({imap::FoldersChanged{folders, false}});
    }

private Q_SLOTS:
    void accountsAreOpenFoldersAreNot()
    {
        Fixture f;
        tell(f, {"INBOX", "Work", "Work/Reports"});
        QVERIFY(f.view.isExpanded(f.model.index(0, 0)));
        QVERIFY(!f.view.isExpanded(f.at("Work")));
    }

    void whatIsOpenStaysOpen()
    {
        Fixture f;
        tell(f, {"INBOX", "Work", "Work/Reports", "Zoo", "Zoo/Apes"});
        f.view.expand(f.at("Work"));
        tell(f, {"INBOX", "Aaa", "Work", "Work/Reports", "Work/Reports/2026", "Zoo", "Zoo/Apes"});
        QVERIFY(f.view.isExpanded(f.at("Work")));
        QVERIFY(!f.view.isExpanded(f.at("Zoo")));
        // Even if the server forgot it for a while.
        tell(f, {"INBOX"});
        tell(f, {"INBOX", "Work", "Work/Reports"});
        QVERIFY(f.view.isExpanded(f.at("Work")));
    }

    void expansionOutlivesTheProgram()
    {
        QStringList stored;
        {
            Fixture f;
            tell(f, {"INBOX", "Work", "Work/Reports"});
            f.view.expand(f.at("Work"));
            f.view.collapse(f.model.index(0, 0));
            stored = f.view.expansion();
        }
        Fixture f;
        f.view.setExpansion(stored);
        tell(f, {"INBOX", "Work", "Work/Reports"});
        QVERIFY(f.view.isExpanded(f.at("Work")));
        QVERIFY(!f.view.isExpanded(f.model.index(0, 0)));
    }

    void choosing()
    {
        Fixture f;
        tell(f, {"INBOX", "a/b"});
        QSignalSpy chosen(&f.view, &FolderView::currentFolderChanged);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.view.visualRect(f.at("INBOX")).center());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().at(1).value<MailboxName>(), MailboxName(QStringLiteral("INBOX")));
        // "a" is no folder.
        const QModelIndex a = f.at("INBOX").sibling(1, 0);
        QCOMPARE(a.data().toString(), QStringLiteral("a"));
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.view.visualRect(a).center());
        QCOMPARE(chosen.size(), 1);
        f.view.setFocus();
        QTest::keyClick(&f.view, Qt::Key_Right);
        QVERIFY(f.view.isExpanded(a));
        QTest::keyClick(&f.view, Qt::Key_Down);
        QCOMPARE(chosen.size(), 2);
    }

    void theOtherButtonAsksOnly()
    {
        Fixture f;
        tell(f, {"INBOX", "a"});
        QSignalSpy chosen(&f.view, &FolderView::currentFolderChanged);
        QSignalSpy menu(&f.view, &FolderView::contextMenuWanted);
        const QPoint place = f.view.visualRect(f.at("a")).center();
        QTest::mouseClick(f.view.viewport(), Qt::RightButton, {}, place);
        QContextMenuEvent event(QContextMenuEvent::Mouse, place, f.view.viewport()->mapToGlobal(place));
        QApplication::sendEvent(f.view.viewport(), &event);
        QCOMPARE(chosen.size(), 0);
        QCOMPARE(menu.size(), 1);
        QCOMPARE(menu.first().at(0).toModelIndex(), f.at("a"));
    }

    // The hairline below the account's name, and words beside it when it matters.
    void quotaMeter()
    {
        Fixture f;
        tell(f, {"INBOX"});
        const QRect row = f.view.visualRect(f.model.index(0, 0));
        const auto painted = [&] { return f.view.viewport()->grab(row).toImage(); };
        const auto tell = [&](quint64 used) {
            f.account.tell({imap::QuotaChanged{{{"", "STORAGE", used, 1000}}}});
            return painted();
        };
        const QImage without = painted();
        QVERIFY(!f.model.index(0, 0).data(FolderRoles::QuotaShare).isValid());
        const QImage half = tell(500);
        const QImage high = tell(850);
        const QImage full = tell(960);
        QVERIFY(half != without);
        // Nothing but the line is added while there is room.
        const QRect above(0, 0, half.width(), half.height() - int(4 * half.devicePixelRatio()));
        QCOMPARE(half.copy(above), without.copy(above));
        QVERIFY(high.copy(above) != half.copy(above));
        QVERIFY(full.copy(above) != high.copy(above));
        // The line grows from where reading begins.
        const auto inkAt = [&](const QImage &image, double share) {
            return image.pixelColor(int(image.width() * share),
                                    image.height() - int(image.devicePixelRatio()) - 1);
        };
        QVERIFY(inkAt(half, 0.3) != inkAt(half, 0.7));
        QCOMPARE(inkAt(high, 0.3), inkAt(high, 0.7));
        QVERIFY(inkAt(high, 0.3) != inkAt(half, 0.3));
        f.account.tell({imap::QuotaChanged{}});
        QCOMPARE(painted(), without);
    }
    void quotaInTheTooltip()
    {
        Fixture f;
        f.account.tell({imap::ConnectionChanged{imap::ConnectionState::Online, false, 0, {}},
                        imap::QuotaChanged{{{"", "STORAGE", 1258291, 2097152}, {"", "MESSAGE", 10, 40}}}});
        const QModelIndex account = f.model.index(0, 0);
        QCOMPARE(account.data(Qt::ToolTipRole).toString(),
                 QStringLiteral("Connected\n1.2 GB of 2 GB used (60 %)\n10 of 40 messages used (25 %)"));
        QVERIFY(
            account.data(Qt::AccessibleTextRole).toString().contains(QLatin1String("1.2 GB of 2 GB used")));
    }

    // Headings are rows like others to Qt, which takes the next one.
    void aHeadingIsNoSuccessor()
    {
        Fixture f;
        FolderInfo own;
        own.name = MailboxName(QStringLiteral("Fill"));
        FolderInfo shared;
        shared.name = MailboxName(QStringLiteral("Team"));
        shared.owner = imap::FolderOwner::Shared;
        FolderInfo inbox;
        inbox.name = MailboxName(QStringLiteral("INBOX"));
        f.account.tell({imap::FoldersChanged{{inbox, own, shared}, false}});
        f.view.setCurrentIndex(f.at("Fill"));
        f.account.tell({imap::FoldersChanged{{inbox, shared}, false}});
        QCOMPARE(QModelIndex(f.view.currentIndex()), f.at("INBOX"));
        // It goes with its heading.
        f.view.setCurrentIndex(f.at("Team"));
        f.account.tell({imap::FoldersChanged{{inbox}, false}});
        QCOMPARE(QModelIndex(f.view.currentIndex()), f.at("INBOX"));
    }

    void rowsAreAsHighAsDesigned()
    {
        Fixture f;
        tell(f, {"INBOX"});
        QVERIFY(f.view.visualRect(f.at("INBOX")).height() >= 28);
        for (const int width : {240, 60, 20, 1}) {
            f.view.resize(width, 300);
            f.view.grab();
        }
        f.view.setLayoutDirection(Qt::RightToLeft);
        f.view.grab();
    }
};

QTEST_MAIN(TestFolderView)
#include "tst_folderview.moc"
