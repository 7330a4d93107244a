#include "ui/models/folderchoices.h"

#include "support/fakeaccount.h"
#include "ui/models/foldertreemodel.h"

#include <QTest>

using namespace ui;
using imap::FolderRole;
using imap::MailboxName;

/// Finding a folder by typing, and naming a new one.
class TestFolderChoices : public QObject
{
    Q_OBJECT

    struct Fixture {
        test::FakeAccount account;
        FolderTreeModel tree;
        QString id = account.config().id;
        Fixture() { tree.addAccount(&account); }
        explicit Fixture(const QList<imap::FolderInfo> &folders)
            : Fixture()
        {
            account.tell({imap::FoldersChanged{folders, false}});
        }
        QStringList found(const QString &typed, const QStringList &recent = {}) const
        {
            QList<MailboxName> names;
            for (const QString &name : recent)
                names << MailboxName(name);
            QStringList list;
            const QList<FolderChoice> choices = matchingChoices(folderChoices(tree, id), typed, names);
            for (const FolderChoice &choice : choices)
                list << (choice.recent ? QStringLiteral("*") : QString()) + choice.folder.toString();
            return list;
        }
        QString made(const char *typed) const
        {
            return newFolderName(tree, id, QString::fromUtf8(typed)).toString();
        }
    };
    static imap::FolderInfo folder(const char *name, char delimiter = '/', FolderRole role = FolderRole::None)
    {
        imap::FolderInfo info;
        info.name = MailboxName(QString::fromUtf8(name));
        info.delimiter = QLatin1Char(delimiter);
        info.role = role;
        return info;
    }
    static QList<imap::FolderInfo> usual()
    {
        imap::FolderInfo container = folder("Projects");
        container.selectable = false;
        return {folder("INBOX"),
                folder("Trash", '/', FolderRole::Trash),
                container,
                folder("Projects/House"),
                folder("Projects/Übung"),
                folder("Lists/house-music"),
                folder("Warehouse")};
    }

private Q_SLOTS:
    void namesComeWithTheirPlaceAndContainersNotAtAll()
    {
        const Fixture f(usual());
        const QList<FolderChoice> all = folderChoices(f.tree, f.id);
        const auto house = std::find_if(all.begin(), all.end(), [](const FolderChoice &choice) {
            return choice.folder == MailboxName(QStringLiteral("Projects/House"));
        });
        QVERIFY(house != all.end());
        QCOMPARE(house->name, QStringLiteral("House"));
        QCOMPARE(house->above, QStringLiteral("Projects"));
        QVERIFY(std::none_of(all.begin(), all.end(), [](const FolderChoice &choice) {
            return choice.folder == MailboxName(QStringLiteral("Projects"));
        }));
        QVERIFY(folderChoices(f.tree, QStringLiteral("nobody")).isEmpty());
    }

    void beginningsComeBeforeMiddles()
    {
        const Fixture f(usual());
        QCOMPARE(f.found(QStringLiteral("house")),
                 (QStringList{QStringLiteral("Lists/house-music"), QStringLiteral("Projects/House"),
                              QStringLiteral("Warehouse")}));
        QCOMPARE(f.found(QStringLiteral("pro ho")), QStringList{QStringLiteral("Projects/House")});
        QCOMPARE(f.found(QStringLiteral("proj/house")), QStringList{QStringLiteral("Projects/House")});
        QCOMPARE(f.found(QStringLiteral("UBUNG")), QStringList{QStringLiteral("Projects/Übung")});
        QCOMPARE(f.found(QStringLiteral("inbo")), QStringList{QStringLiteral("INBOX")});
        QVERIFY(f.found(QStringLiteral("nothing like it")).isEmpty());
    }

    void withoutWordsTheRecentOnesComeFirst()
    {
        const Fixture f(usual());
        const QStringList list =
            f.found({}, {QStringLiteral("Warehouse"), QStringLiteral("Gone"), QStringLiteral("INBOX")});
        QCOMPARE(list.mid(0, 2), (QStringList{QStringLiteral("*Warehouse"), QStringLiteral("*INBOX")}));
        QCOMPARE(list.size(), 6);
        QCOMPARE(list.count(QStringLiteral("Warehouse")), 0);
    }

    void newNamesFollowTheServersWays()
    {
        const Fixture plain(usual());
        QCOMPARE(plain.made("  Taxes "), QStringLiteral("Taxes"));
        QCOMPARE(plain.made("Taxes//2026/ "), QStringLiteral("Taxes/2026"));
        QCOMPARE(plain.made(" / "), QString());
        QCOMPARE(plain.made(""), QString());
        // Courier and Cyrus keep everything below INBOX.
        const Fixture below({folder("INBOX", '.'), folder("INBOX.Sent", '.'), folder("INBOX.a.b", '.')});
        QCOMPARE(below.made("Taxes/2026"), QStringLiteral("INBOX.Taxes.2026"));
        const Fixture bare({folder("INBOX", '.')});
        QCOMPARE(bare.made("a/b"), QStringLiteral("a.b"));
        const Fixture unknown;
        QCOMPARE(unknown.made("Archive"), QStringLiteral("Archive"));
    }

    void titlesAreTheTreesOrOneLine()
    {
        const Fixture f(usual());
        QCOMPARE(folderTitle(f.tree, f.id, MailboxName(QStringLiteral("Projects/House"))),
                 QStringLiteral("House"));
        QCOMPARE(folderTitle(f.tree, f.id, MailboxName(QStringLiteral("two\nlines"))),
                 QStringLiteral("two lines"));
    }
};

QTEST_MAIN(TestFolderChoices)
#include "tst_folderchoices.moc"
