#include "ui/models/foldertreemodel.h"

#include "support/fakeaccount.h"
#include "ui/models/roles.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <random>

using namespace ui;
using imap::FolderInfo;
using imap::FolderOwner;
using imap::FolderRole;
using imap::MailboxName;

class TestFolderTreeModel : public QObject
{
    Q_OBJECT

    struct Fixture {
        test::FakeAccount account;
        FolderTreeModel model;
        QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
        Fixture() { model.addAccount(&account); }
    };

    static FolderInfo folder(const char *name, FolderRole role = FolderRole::None,
                             QChar delimiter = QLatin1Char('/'))
    {
        FolderInfo info;
        info.name = MailboxName(QString::fromUtf8(name));
        info.delimiter = delimiter;
        info.role = role;
        return info;
    }
    static void tell(Fixture &f, const QList<FolderInfo> &folders)
    {
        f.account.tell({imap::FoldersChanged{folders, false}});
    }

    /// The tree as lines, two spaces a level; in parentheses what cannot be opened.
    static QStringList drawn(const QAbstractItemModel &model, const QModelIndex &parent, int depth = 0)
    {
        QStringList lines;
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex index = model.index(row, 0, parent);
            const QString name = index.data().toString();
            const bool open = index.data(FolderRoles::Selectable).toBool();
            lines << QString(depth * 2, QLatin1Char(' ')) + (open ? name : QStringLiteral("(%1)").arg(name));
            lines << drawn(model, index, depth + 1);
        }
        return lines;
    }
    static QString tree(const Fixture &f)
    {
        return drawn(f.model, f.model.index(0, 0)).join(QLatin1Char('\n'));
    }
    static QString lines(std::initializer_list<const char *> list)
    {
        QStringList lines;
        for (const char *line : list)
            lines << QString::fromUtf8(line);
        return lines.join(QLatin1Char('\n'));
    }

private Q_SLOTS:
    void specialFoldersComeFirst()
    {
        Fixture f;
        tell(f,
             {folder("Work/Reports"), folder("Trash", FolderRole::Trash), folder("Work"),
              folder("Gesendet", FolderRole::Sent), folder("inbox"), folder("Album 10"), folder("Album 9")});
        QCOMPARE(tree(f), lines({"Inbox", "Sent", "Trash", "Album 9", "Album 10", "Work", "  Reports"}));
        QCOMPARE(f.model.roleIndex(QStringLiteral("fake"), FolderRole::Sent)
                     .data(FolderRoles::Folder)
                     .value<MailboxName>(),
                 MailboxName(QStringLiteral("Gesendet")));
    }

    void missingParentsAreMade()
    {
        Fixture f;
        tell(f, {folder("INBOX"), folder("a/b/c")});
        QCOMPARE(tree(f), lines({"Inbox", "(a)", "  (b)", "    c"}));
    }

    // A person calls it so everywhere else.
    void specialFoldersKeepANameOfTheirOwn()
    {
        Fixture f;
        tell(f, {folder("INBOX"), folder("Zuse2", FolderRole::Archive), folder("SENT", FolderRole::Sent),
                 folder("Mail/Rubbish", FolderRole::Trash), folder("Entwürfe", FolderRole::Drafts)});
        QCOMPARE(tree(f), lines({"Inbox", "Drafts", "Sent", "Zuse2", "Rubbish"}));
        QCOMPARE(f.model.folderIndex(f.account.config().id, MailboxName(QStringLiteral("Zuse2")))
                     .data(FolderRoles::IconName)
                     .toString(),
                 QStringLiteral("folder-archive"));
    }

    // Courier puts everything below INBOX.
    void aCommonPrefixIsLeftOut()
    {
        Fixture f;
        tell(f, {folder("INBOX", FolderRole::None, u'.'), folder("INBOX.Work.2026", FolderRole::None, u'.'),
                 folder("INBOX.Sent", FolderRole::Sent, u'.')});
        QCOMPARE(tree(f), lines({"Inbox", "Sent", "(Work)", "  2026"}));
    }

    // INBOX is written in several ways, also in front of the names below it.
    void thereIsOneInbox()
    {
        Fixture f;
        tell(f, {folder("Inbox"), folder("Inbox/TTT"), folder("INBOX/x"), folder("inbox/x/y"),
                 folder("Inboxes")});
        QCOMPARE(tree(f), lines({"Inbox", "  TTT", "  x", "    y", "Inboxes"}));
    }
    void foldersBelowInboxStayThereOtherwise()
    {
        Fixture f;
        tell(f, {folder("INBOX"), folder("INBOX/Lists"), folder("Work")});
        QCOMPARE(tree(f), lines({"Inbox", "  Lists", "Work"}));
    }

    // Gmail keeps its special folders in a container that is nothing by itself.
    void emptiedContainersGo()
    {
        Fixture f;
        FolderInfo container = folder("[Gmail]");
        container.selectable = false;
        tell(f, {folder("INBOX"), container, folder("[Gmail]/All Mail", FolderRole::All),
                 folder("[Gmail]/Starred", FolderRole::Flagged)});
        QCOMPARE(tree(f), lines({"Inbox", "Starred", "All Mail"}));
        tell(f, {folder("INBOX"), container, folder("[Gmail]/All Mail", FolderRole::All),
                 folder("[Gmail]/Odd")});
        QCOMPARE(tree(f), lines({"Inbox", "All Mail", "([Gmail])", "  Odd"}));
    }

    void otherPeoplesFoldersAreGrouped()
    {
        Fixture f;
        FolderInfo anna = folder("user/anna");
        anna.owner = FolderOwner::OtherUsers;
        FolderInfo notes = folder("user/anna/Notes");
        notes.owner = FolderOwner::OtherUsers;
        FolderInfo team = folder("Public/Team");
        team.owner = FolderOwner::Shared;
        FolderInfo list = folder("Public/List");
        list.owner = FolderOwner::Shared;
        tell(f, {team, anna, notes, folder("INBOX"), list});
        QCOMPARE(tree(f),
                 lines({"Inbox", "(Other Users)", "  anna", "    Notes", "(Shared)", "  List", "  Team"}));
    }

    void updatesAreSmall()
    {
        Fixture f;
        tell(f, {folder("INBOX"), folder("a"), folder("b"), folder("b/x"), folder("c")});
        QSignalSpy resets(&f.model, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&f.model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&f.model, &QAbstractItemModel::rowsRemoved);
        const QPersistentModelIndex b =
            f.model.folderIndex(QStringLiteral("fake"), MailboxName(QStringLiteral("b")));
        tell(f, {folder("INBOX"), folder("aa"), folder("b"), folder("b/x"), folder("b/y"), folder("c")});
        QCOMPARE(tree(f), lines({"Inbox", "aa", "b", "  x", "  y", "c"}));
        QCOMPARE(inserted.size(), 2);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(resets.size(), 0);
        QCOMPARE(b.data().toString(), QStringLiteral("b"));
    }

    // Another client moved a folder below the Trash, which has children from then on: who hears of that looks
    // the open folder up.
    void whatWentIsNotFoundWhileTheRestFollows()
    {
        Fixture f;
        const QString id = QStringLiteral("fake");
        const MailboxName x(QStringLiteral("x"));
        const MailboxName below(QStringLiteral("x/y"));
        tell(f, {folder("INBOX"), folder("Trash", FolderRole::Trash), folder("x"), folder("x/y")});
        QVERIFY(f.model.folderIndex(id, x).isValid());
        int heard = 0;
        int found = 0;
        connect(&f.model, &QAbstractItemModel::dataChanged, this, [&] {
            ++heard;
            found +=
                int(f.model.folderIndex(id, x).isValid()) + int(f.model.folderIndex(id, below).isValid());
        });
        FolderInfo trash = folder("Trash", FolderRole::Trash);
        trash.attributes = imap::FlagSet{imap::Flag("\\HasChildren")};
        tell(f, {folder("INBOX"), trash, folder("Trash/x"), folder("Trash/x/y")});
        QCOMPARE(heard, 1);
        QCOMPARE(found, 0);
        QCOMPARE(tree(f), lines({"Inbox", "Trash", "  x", "    y"}));
        QVERIFY(f.model.folderIndex(id, MailboxName(QStringLiteral("Trash/x/y"))).isValid());
    }

    void aFolderThatBecomesSpecialMoves()
    {
        Fixture f;
        tell(f, {folder("INBOX"), folder("a"), folder("z")});
        QSignalSpy moved(&f.model, &QAbstractItemModel::rowsMoved);
        tell(f, {folder("INBOX"), folder("a"), folder("z", FolderRole::Archive)});
        QCOMPARE(tree(f), lines({"Inbox", "z", "a"}));
        QCOMPARE(moved.size(), 1);
    }

    void countsComeAndStay()
    {
        Fixture f;
        tell(f, {folder("INBOX"), folder("a"), folder("a/b")});
        const QString id = QStringLiteral("fake");
        const MailboxName b(QStringLiteral("a/b"));
        f.account.tell({imap::FolderStatusChanged{b, 10, 3}});
        QCOMPARE(f.model.folderIndex(id, b).data(FolderRoles::Unread).toInt(), 3);
        QCOMPARE(
            f.model.folderIndex(id, MailboxName(QStringLiteral("a"))).data(FolderRoles::UnreadBelow).toInt(),
            3);
        f.account.tell({imap::FolderStatusChanged{b, 11, {}}});
        QCOMPARE(f.model.folderIndex(id, b).data(FolderRoles::Total).toInt(), 11);
        tell(f, {folder("INBOX"), folder("a/b"), folder("a")});
        QCOMPARE(f.model.folderIndex(id, b).data(FolderRoles::Unread).toInt(), 3);
        QVERIFY(
            f.model.folderIndex(id, b).data(Qt::ToolTipRole).toString().contains(QStringLiteral("3 unread")));
        QCOMPARE(f.model.folderIndex(id, b).data(Qt::AccessibleTextRole).toString(),
                 QStringLiteral("b, 3 unread"));
        // What a closed folder shows in the place of those below is drawn anew, too.
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        FolderInfo more = folder("a/b");
        more.unseen = 5;
        tell(f, {folder("INBOX"), more, folder("a")});
        const QModelIndex above = f.model.folderIndex(id, MailboxName(QStringLiteral("a")));
        QCOMPARE(above.data(FolderRoles::UnreadBelow).toInt(), 5);
        QVERIFY(std::any_of(changed.begin(), changed.end(), [&above](const QList<QVariant> &one) {
            return one.at(0).toModelIndex() == above;
        }));
    }

    void theDotTellsTheTruth()
    {
        Fixture f;
        const QModelIndex account = f.model.accountIndex(QStringLiteral("fake"));
        QCOMPARE(account.data(FolderRoles::State).toInt(), int(State::Offline));
        f.account.tell({imap::ConnectionChanged{imap::ConnectionState::Online, true, 0, {}}});
        QCOMPARE(account.data(FolderRoles::State).toInt(), int(State::Live));
        QVERIFY(account.data(FolderRoles::StateText).toString().contains(QStringLiteral("by itself")));
        f.account.tell(
            {imap::ConnectionChanged{imap::ConnectionState::Waiting, false, 4500,
                                     std::make_shared<imap::AbortError>(
                                         imap::AbortError::Reason::HostNotFound, QStringLiteral("x"))}});
        QCOMPARE(account.data(FolderRoles::State).toInt(), int(State::Waiting));
        QVERIFY(account.data(Qt::ToolTipRole).toString().contains(QStringLiteral("5 s")));
        f.account.tell({imap::ConnectionChanged{imap::ConnectionState::LoginRefused, false, 0, {}}});
        QCOMPARE(account.data(FolderRoles::State).toInt(), int(State::Error));
    }

    void accountsComeAndGo()
    {
        Fixture f;
        test::FakeAccount second(QStringLiteral("second"));
        f.model.addAccount(&second);
        tell(f, {folder("INBOX")});
        second.tell({imap::FoldersChanged{{folder("INBOX"), folder("x")}, true}});
        QCOMPARE(f.model.rowCount(), 2);
        QVERIFY(f.model.index(0, 0).data(FolderRoles::Key) != f.model.index(1, 0).data(FolderRoles::Key));
        QCOMPARE(f.model.accountOf(f.model.index(0, 0, f.model.index(1, 0))), &second);
        f.model.removeAccount(QStringLiteral("fake"));
        QCOMPARE(f.model.rowCount(), 1);
        tell(f, {folder("INBOX"), folder("late")});
        second.tell({imap::FoldersChanged{{}, false}});
        QCOMPARE(f.model.rowCount(f.model.index(0, 0)), 0);
    }

    void anAccountGetsAnotherName()
    {
        Fixture f;
        const QModelIndex account = f.model.accountIndex(QStringLiteral("fake"));
        QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
        imap::AccountConfig config = f.account.config();
        config.displayName = QStringLiteral("Anna\nat home");
        f.account.reconfigure(config);
        f.model.renameAccount(config.id);
        QCOMPARE(account.data().toString(), QStringLiteral("Anna at home"));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0].at(0).toModelIndex(), account);
        f.model.renameAccount(config.id);
        f.model.renameAccount(QStringLiteral("nobody"));
        QCOMPARE(changed.size(), 1);
    }

    void hostileNames()
    {
        Fixture f;
        const QByteArray deep = QByteArray("a/").repeated(300) + "end";
        const QByteArray deeper = QByteArray("q/").repeated(100'000) + "end";
        tell(f, {folder("INBOX"), folder(""), folder("/"), folder("//"), folder("x//y"), folder("x/"),
                 folder("x"), folder("x"), folder(deep.constData()), folder(deeper.constData()),
                 folder("line\nbreak")});
        QVERIFY(tree(f).contains(QStringLiteral("line break")));
        QVERIFY(f.model.folderIndex(QStringLiteral("fake"), MailboxName(QString::fromUtf8(deep))).isValid());
    }

    void randomLists_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    // However one comes to a list of folders, the tree is the same as if it were the first.
    void randomLists()
    {
        QFETCH(quint32, seed);
        std::mt19937 random(seed);
        Fixture f;
        for (int step = 0; step < 60; ++step) {
            QList<FolderInfo> folders{folder("INBOX")};
            for (int i = int(random() % 20); i > 0; --i) {
                QByteArray name(1, char('a' + random() % 4));
                for (int level = int(random() % 3); level > 0; --level)
                    name += QByteArray("/") + char('a' + random() % 3);
                folders << folder(name.constData(), FolderRole(random() % 30 < 9 ? random() % 10 : 0));
            }
            tell(f, folders);
            Fixture fresh;
            tell(fresh, folders);
            QCOMPARE(tree(f), tree(fresh));
        }
    }
};

QTEST_MAIN(TestFolderTreeModel)
#include "tst_foldertreemodel.moc"
