#include "support/fakeaccount.h"
#include "ui/models/folderrules.h"
#include "ui/models/foldertreemodel.h"
#include "ui/models/roles.h"

#include <QSignalSpy>
#include <QtTest>

using namespace ui;
using imap::FolderInfo;
using imap::MailboxName;

class TestFolderRules : public QObject
{
    Q_OBJECT

    struct Folder {
        const char *name;
        const char *rights = nullptr;
        const char *attribute = nullptr;
        imap::FolderOwner owner = imap::FolderOwner::Personal;
    };
    struct Tree {
        test::FakeAccount account;
        test::FakeAccount other{QStringLiteral("other")};
        FolderTreeModel model;

        explicit Tree(std::initializer_list<Folder> folders, char delimiter = '/')
        {
            model.addAccount(&account);
            model.addAccount(&other);
            QList<FolderInfo> list;
            for (const Folder &folder : folders) {
                FolderInfo info;
                info.name = MailboxName(QString::fromUtf8(folder.name));
                if (delimiter)
                    info.delimiter = QLatin1Char(delimiter);
                if (folder.rights)
                    info.myRights = imap::Rights(folder.rights);
                if (folder.attribute)
                    info.attributes.insert(imap::Flag(folder.attribute));
                info.selectable = !info.attributes.contains(imap::Flag("\\Noselect"));
                info.owner = folder.owner;
                list << info;
            }
            account.tell({imap::FoldersChanged{list, false}});
            other.tell({imap::FoldersChanged{{list.first()}, false}});
        }
        QModelIndex top() const { return model.index(0, 0); }
        QModelIndex at(const char *name) const
        {
            return model.folderIndex(QStringLiteral("fake"), MailboxName(QString::fromUtf8(name)));
        }
    };

private Q_SLOTS:
    void namesThatCanAndCannotBe_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *name, bool good) {
            QTest::newRow(name) << QString::fromUtf8(name) << good;
        };
        row("Taxes", true);
        row("Steuern & Geb\u00fchren", true);
        row("\u65e5\u672c\u8a9e", true);
        row("  Taxes  ", true);
        row("a.b", true);
        row("house", true); // another one than House
        row("", false);
        row("   ", false);
        row("a/b", false);
        row("House", false);
        row("inbox", false);
        row("INBOX", false);
        row("a\x01"
            "b",
            false);
        row("a\nb", false);
        row("a\u202e"
            "b",
            false); // turns what follows round
        row("*", false);
        row("50%", false);
        row(".", false);
        row("..", false);
        row("#news", false);
        row("~bob", false);
        QTest::newRow("long") << QString(255, QLatin1Char('x')) << true;
        QTest::newRow("too long") << QString(256, QLatin1Char('x')) << false;
    }
    void namesThatCanAndCannotBe()
    {
        QFETCH(QString, name);
        QFETCH(bool, good);
        const Tree tree({{"INBOX"}, {"House"}, {"Gone", nullptr, "\\Noselect"}, {"Gone/Child"}});
        QCOMPARE(nameProblem(tree.model, tree.top(), name).isEmpty(), good);
    }

    // What only holds others can become a folder (RFC 9051 §6.3.4).
    void aNameWithoutAFolderIsFree()
    {
        const Tree tree({{"INBOX"}, {"Gone", nullptr, "\\Noselect"}, {"Gone/Child"}, {"House"}});
        QVERIFY(nameProblem(tree.model, tree.top(), QStringLiteral("Gone")).isEmpty());
        QVERIFY(!renameProblem(tree.model, tree.at("House"), QStringLiteral("Gone")).isEmpty());
        QVERIFY(renameProblem(tree.model, tree.at("House"), QStringLiteral("House")).isEmpty());
    }

    // Reserved at the top only: below a folder they are names like others.
    void reservedNamesAreFreeBelow()
    {
        const Tree tree({{"INBOX"}, {"House"}});
        QVERIFY(nameProblem(tree.model, tree.at("House"), QStringLiteral("inbox")).isEmpty());
        QVERIFY(nameProblem(tree.model, tree.at("House"), QStringLiteral("#1")).isEmpty());
    }

    void namesAtTheirPlaces()
    {
        const Tree slash({{"INBOX"}, {"Work"}, {"Work/House"}, {"Lost/Child"}});
        QCOMPARE(nameAt(slash.model, slash.top(), QStringLiteral("A")), MailboxName(QStringLiteral("A")));
        QCOMPARE(nameAt(slash.model, slash.at("Work"), QStringLiteral("A")),
                 MailboxName(QStringLiteral("Work/A")));
        QCOMPARE(lastPart(slash.model, slash.at("Work/House")), QStringLiteral("House"));
        QCOMPARE(renamedTo(slash.model, slash.at("Work/House"), QStringLiteral("Flat")),
                 MailboxName(QStringLiteral("Work/Flat")));
        // "Lost" is no folder, but something can be made below it.
        QCOMPARE(nameAt(slash.model, slash.at("Lost/Child").parent(), QStringLiteral("A")),
                 MailboxName(QStringLiteral("Lost/A")));
        // All folders are below INBOX: what is made at the top is, too.
        const Tree dotted({{"INBOX"}, {"INBOX.Work"}, {"INBOX.Work.House"}}, '.');
        QCOMPARE(nameAt(dotted.model, dotted.top(), QStringLiteral("A")),
                 MailboxName(QStringLiteral("INBOX.A")));
        QCOMPARE(renamedTo(dotted.model, dotted.at("INBOX.Work"), QStringLiteral("B")),
                 MailboxName(QStringLiteral("INBOX.B")));
        QVERIFY(!nameProblem(dotted.model, dotted.top(), QStringLiteral("Inbox")).isEmpty());
        QVERIFY(!nameProblem(dotted.model, dotted.top(), QStringLiteral("a.b")).isEmpty());
        QVERIFY(nameProblem(dotted.model, dotted.top(), QStringLiteral("a/b")).isEmpty());
    }

    void rightsAreObeyedAndNamed()
    {
        const Tree tree({{"INBOX"},
                         {"Free", "lrswipkxtea"},
                         {"Read", "lr"},
                         {"Old", "lrc"}, // RFC 2086: c makes and deletes
                         {"Leaf", nullptr, "\\Noinferiors"}});
        QVERIFY(createReason(tree.model, tree.at("Free")).isEmpty());
        QVERIFY(renameReason(tree.model, tree.at("Free")).isEmpty());
        QVERIFY(deleteReason(tree.model, tree.at("Free")).isEmpty());
        QVERIFY(createReason(tree.model, tree.at("Old")).isEmpty());
        QVERIFY(deleteReason(tree.model, tree.at("Old")).isEmpty());
        QVERIFY(createReason(tree.model, tree.at("Read")).contains(QStringLiteral("right k")));
        QVERIFY(renameReason(tree.model, tree.at("Read")).contains(QStringLiteral("right x")));
        QVERIFY(deleteReason(tree.model, tree.at("Read")).contains(QStringLiteral("right x")));
        QVERIFY(!createReason(tree.model, tree.at("Leaf")).isEmpty());
        QVERIFY(!renameReason(tree.model, tree.at("INBOX")).isEmpty());
        QVERIFY(!deleteReason(tree.model, tree.at("INBOX")).isEmpty());
        QVERIFY(!renameReason(tree.model, tree.top()).isEmpty());
        QVERIFY(!deleteReason(tree.model, QModelIndex()).isEmpty());
        QVERIFY(createReason(tree.model, tree.at("INBOX")).isEmpty());
        const Tree flat({{"INBOX"}, {"A"}}, 0);
        QVERIFY(!createReason(flat.model, flat.at("A")).isEmpty());
        QVERIFY(createReason(flat.model, flat.top()).isEmpty());
    }

    void wherePutting()
    {
        const Tree tree(
            {{"INBOX"}, {"Work"}, {"Work/House"}, {"Work/House/Roof"}, {"House"}, {"Read", "lr"}, {"Free"}});
        const auto why = [&](const char *folder, const QModelIndex &place) {
            return moveReason(tree.model, tree.at(folder), place);
        };
        QVERIFY(why("Work/House", tree.at("Free")).isEmpty());
        QVERIFY(why("Work/House/Roof", tree.top()).isEmpty());
        QVERIFY(!why("Work/House", tree.top()).isEmpty()); // there is a House
        QVERIFY(!why("Work", tree.at("Work")).isEmpty());
        QVERIFY(!why("Work", tree.at("Work/House/Roof")).isEmpty());
        QVERIFY(!why("Work/House", tree.at("Work")).isEmpty()); // there already
        QVERIFY(!why("Free", tree.top()).isEmpty());
        QVERIFY(why("Free", tree.at("Read")).contains(QStringLiteral("right k")));
        QVERIFY(!why("Read", tree.at("Free")).isEmpty());
        QVERIFY(!why("INBOX", tree.at("Free")).isEmpty());
        QVERIFY(!why("Free", tree.model.index(1, 0)).isEmpty()); // another account
        QVERIFY(!why("Free",
                     tree.model.folderIndex(QStringLiteral("other"), MailboxName(QStringLiteral("INBOX"))))
                     .isEmpty());
    }

    void whatIsBelowByName()
    {
        const Tree tree({{"INBOX"}, {"A"}, {"A/Sent", nullptr, "\\Sent"}, {"A/B/C"}, {"AB"}});
        QStringList names;
        for (const FolderInfo &info : foldersBelow(tree.model, tree.at("A")))
            names << info.name.toString();
        names.sort();
        QCOMPARE(names, (QStringList{QStringLiteral("A/B/C"), QStringLiteral("A/Sent")}));
        QVERIFY(foldersBelow(tree.model, tree.top()).isEmpty());
    }

    void theModelAsksForAnotherName()
    {
        Tree tree({{"INBOX"}, {"Work"}, {"Work/House"}, {"Read", "lr"}});
        QSignalSpy wanted(&tree.model, &FolderTreeModel::renameWanted);
        const QModelIndex house = tree.at("Work/House");
        QVERIFY(tree.model.flags(house) & Qt::ItemIsEditable);
        QVERIFY(!(tree.model.flags(tree.at("INBOX")) & (Qt::ItemIsEditable | Qt::ItemIsDragEnabled)));
        QVERIFY(!(tree.model.flags(tree.at("Read")) & Qt::ItemIsEditable));
        QVERIFY(!(tree.model.flags(tree.top()) & Qt::ItemIsEditable));
        QCOMPARE(house.data(Qt::EditRole).toString(), QStringLiteral("House"));
        QVERIFY(!tree.model.setData(house, QStringLiteral("House"), Qt::EditRole));
        QVERIFY(!tree.model.setData(house, QStringLiteral("a/b"), Qt::EditRole));
        QVERIFY(!tree.model.setData(tree.at("INBOX"), QStringLiteral("X"), Qt::EditRole));
        QCOMPARE(wanted.size(), 0);
        QVERIFY(tree.model.setData(house, QStringLiteral(" Flat "), Qt::EditRole));
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.first().at(1).value<MailboxName>(), MailboxName(QStringLiteral("Work/Flat")));
        QCOMPARE(tree.at("Work/House").data().toString(), QStringLiteral("House")); // until it is told
    }
};

QTEST_MAIN(TestFolderRules)
#include "tst_folderrules.moc"
