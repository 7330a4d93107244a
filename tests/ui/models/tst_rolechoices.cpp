#include "ui/models/rolechoices.h"

#include "support/fakeaccount.h"
#include "ui/models/folderchoices.h"
#include "ui/models/foldertreemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace ui;
using imap::FolderInfo;
using imap::FolderRole;
using imap::MailboxName;

/// What a person chose stands above what the server says, and some folders are not shown.
class TestRoleChoices : public QObject
{
    Q_OBJECT

    static MailboxName named(const char *name) { return MailboxName(QString::fromUtf8(name)); }
    static FolderInfo folder(const char *name, FolderRole role = FolderRole::None, bool subscribed = true)
    {
        FolderInfo info;
        info.name = named(name);
        info.delimiter = QLatin1Char('/');
        info.role = role;
        info.subscribed = subscribed;
        return info;
    }
    static QList<FolderInfo> usual()
    {
        return {folder("INBOX"),
                folder("Sent", FolderRole::Sent),
                folder("Trash", FolderRole::Trash),
                folder("Gone"),
                folder("Work"),
                folder("Work/Old")};
    }

    struct Fixture {
        test::FakeAccount account;
        FolderTreeModel model;
        QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
        QString id = account.config().id;
        explicit Fixture(const QList<FolderInfo> &folders = usual())
        {
            model.addAccount(&account);
            tell(folders);
        }
        void tell(const QList<FolderInfo> &folders) { account.tell({imap::FoldersChanged{folders, false}}); }
        QStringList shown(const QModelIndex &parent, int depth = 0) const
        {
            QStringList lines;
            for (int row = 0; row < model.rowCount(parent); ++row) {
                const QModelIndex index = model.index(row, 0, parent);
                lines << QString(depth, QLatin1Char(' ')) + index.data().toString();
                lines << shown(index, depth + 1);
            }
            return lines;
        }
        QString tree() const { return shown(model.index(0, 0)).join(QLatin1Char('|')); }
        QString iconOf(const char *name) const
        {
            return model.folderIndex(id, named(name)).data(FolderRoles::IconName).toString();
        }
    };

private Q_SLOTS:
    void aChoiceStandsAboveTheServer()
    {
        Fixture f;
        QCOMPARE(f.tree(), QStringLiteral("Inbox|Sent|Trash|Gone|Work| Old"));
        QSignalSpy resets(&f.model, &QAbstractItemModel::modelReset);
        f.model.setChoices(f.id, {{FolderRole::Trash, named("Gone")}});
        // The chosen one is the Trash, the server's is a folder like others.
        QCOMPARE(f.tree(), QStringLiteral("Inbox|Sent|Gone|Trash|Work| Old"));
        QCOMPARE(f.iconOf("Gone"), QStringLiteral("user-trash"));
        QCOMPARE(f.iconOf("Trash"), QStringLiteral("folder"));
        QCOMPARE(f.model.roleFolder(f.id, FolderRole::Trash), named("Gone"));
        QCOMPARE(f.model.roleIndex(f.id, FolderRole::Trash), f.model.folderIndex(f.id, named("Gone")));
        QCOMPARE(resets.size(), 0);
        // A new list does not undo it.
        f.tell(usual());
        QCOMPARE(f.iconOf("Gone"), QStringLiteral("user-trash"));
        f.model.setChoices(f.id, {});
        QCOMPARE(f.iconOf("Gone"), QStringLiteral("folder"));
        QCOMPARE(f.model.roleFolder(f.id, FolderRole::Trash), named("Trash"));
    }

    void noFolderIsAChoice()
    {
        Fixture f;
        f.model.setChoices(f.id, {{FolderRole::Sent, MailboxName()}});
        QVERIFY(f.model.roleFolder(f.id, FolderRole::Sent).isEmpty());
        QCOMPARE(f.iconOf("Sent"), QStringLiteral("folder"));
    }

    void aChoiceThatIsNotThereDoesNotCount()
    {
        FolderInfo container = folder("Box");
        container.selectable = false;
        Fixture f(usual() << container);
        f.model.setChoices(f.id, {{FolderRole::Trash, named("Nowhere")},
                                  {FolderRole::Sent, named("Box")},
                                  {FolderRole::Archive, named("INBOX")}});
        QCOMPARE(f.model.roleFolder(f.id, FolderRole::Trash), named("Trash"));
        QCOMPARE(f.model.roleFolder(f.id, FolderRole::Sent), named("Sent"));
        QVERIFY(f.model.roleFolder(f.id, FolderRole::Archive).isEmpty());
        f.tell(usual() << folder("Nowhere"));
        QCOMPARE(f.model.roleFolder(f.id, FolderRole::Trash), named("Nowhere"));
    }

    void oneFolderMayServeTwice()
    {
        Fixture f;
        f.model.setChoices(f.id, {{FolderRole::Archive, named("Sent")}});
        QCOMPARE(f.model.roleFolder(f.id, FolderRole::Archive), named("Sent"));
        QCOMPARE(f.model.roleFolder(f.id, FolderRole::Sent), named("Sent"));
        // It shows as what it was chosen for.
        QCOMPARE(f.iconOf("Sent"), QStringLiteral("folder-archive"));
    }

    /// A name that cannot be encoded again is sent as the server spelled it.
    void theServersSpellingIsKept()
    {
        const MailboxName odd(QStringLiteral("&odd"), "&odd");
        FolderInfo info = folder("x");
        info.name = odd;
        const auto roles = rolesWith({{FolderRole::Junk, MailboxName(QStringLiteral("&odd"))}}, {info});
        QCOMPARE(roles.value(FolderRole::Junk).wireBytes(), QByteArray("&odd"));
    }

    void onlySubscribedFoldersAndWhatIsAboveThem()
    {
        Fixture f({folder("INBOX", FolderRole::None, false), folder("Trash", FolderRole::Trash, false),
                   folder("Work", FolderRole::None, false), folder("Work/Old"),
                   folder("Work/New", FolderRole::None, false), folder("Play", FolderRole::None, false)});
        f.account.tell({imap::FolderStatusChanged{named("Play"), 7, 2}});
        QSignalSpy resets(&f.model, &QAbstractItemModel::modelReset);
        f.model.setSubscribedOnly(true);
        QCOMPARE(f.tree(), QStringLiteral("Inbox|Work| Old"));
        QVERIFY(f.model.folderIndex(f.id, named("Work")).data(FolderRoles::Selectable).toBool());
        QCOMPARE(f.model.leftOut(f.id), 3);
        QVERIFY(f.model.accountIndex(f.id)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("3 folders that are not subscribed")));
        // Not shown is not forgotten: it can be moved to, and the Trash is the Trash.
        QCOMPARE(f.model.roleFolder(f.id, FolderRole::Trash), named("Trash"));
        QCOMPARE(f.model.folder(f.id, named("Play")).total, std::optional<quint32>(7));
        QCOMPARE(folderChoices(f.model, f.id).size(), 6);
        QCOMPARE(folderTitle(f.model, f.id, named("Trash")), QStringLiteral("Trash"));
        f.account.tell({imap::FolderStatusChanged{named("Play"), 8, {}}});
        f.model.setSubscribedOnly(false);
        QCOMPARE(f.tree(), QStringLiteral("Inbox|Trash|Play|Work| New| Old"));
        QCOMPARE(f.model.folderIndex(f.id, named("Play")).data(FolderRoles::Total).toInt(), 8);
        QCOMPARE(f.model.leftOut(f.id), 0);
        QCOMPARE(resets.size(), 0);
    }

    void subscribingShowsAFolder()
    {
        Fixture f({folder("INBOX"), folder("a", FolderRole::None, false)});
        f.model.setSubscribedOnly(true);
        QCOMPARE(f.tree(), QStringLiteral("Inbox"));
        f.tell({folder("INBOX"), folder("a")});
        QCOMPARE(f.tree(), QStringLiteral("Inbox|a"));
    }

    void accountsAreMoved()
    {
        Fixture f;
        test::FakeAccount second(QStringLiteral("second"));
        test::FakeAccount third(QStringLiteral("third"));
        f.model.addAccount(&second);
        f.model.addAccount(&third);
        const auto order = [&] {
            QStringList ids;
            for (int row = 0; row < f.model.rowCount(); ++row)
                ids << f.model.index(row, 0).data(FolderRoles::AccountId).toString();
            return ids.join(QLatin1Char(' '));
        };
        const QPersistentModelIndex sent = f.model.folderIndex(f.id, named("Sent"));
        f.model.moveAccount(f.id, 2);
        QCOMPARE(order(), QStringLiteral("second third fake"));
        QCOMPARE(sent.data().toString(), QStringLiteral("Sent"));
        f.model.moveAccount(QStringLiteral("third"), 0);
        QCOMPARE(order(), QStringLiteral("third second fake"));
        f.model.moveAccount(QStringLiteral("third"), 7); // no such place
        f.model.moveAccount(QStringLiteral("nobody"), 0);
        QCOMPARE(order(), QStringLiteral("third second fake"));
        f.account.tell({imap::FolderStatusChanged{named("Sent"), 3, 1}});
        QCOMPARE(sent.data(FolderRoles::Unread).toInt(), 1);
    }
};

QTEST_MAIN(TestRoleChoices)
#include "tst_rolechoices.moc"
