#include "support/fakeaccount.h"
#include "ui/models/foldertreemodel.h"
#include "ui/models/roles.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

using namespace ui;
using imap::MailboxName;
using imap::OperationState;

/// A folder that gets another name or place stays the same row.
class TestFolderRenames : public QObject
{
    Q_OBJECT

    struct Tree {
        test::FakeAccount account;
        FolderTreeModel model;
        QAbstractItemModelTester tester{&model};
        QSignalSpy renamed{&model, &FolderTreeModel::folderRenamed};

        Tree()
        {
            model.addAccount(&account);
            account.tell({list({"INBOX", "Work", "Work/House", "Work/House/Roof", "Archive"})});
        }
        static imap::FoldersChanged list(std::initializer_list<const char *> names)
        {
            imap::FoldersChanged told;
            for (const char *name : names) {
                imap::FolderInfo info;
                info.name = MailboxName(QString::fromUtf8(name));
                info.delimiter = QLatin1Char('/');
                told.folders << info;
            }
            return told;
        }
        static imap::JournalChanged rename(quint64 id, const char *from, const char *to, OperationState state)
        {
            imap::JournalEntry entry;
            entry.id = id;
            entry.change = imap::RenameFolderChange{MailboxName(QString::fromUtf8(from)),
                                                    MailboxName(QString::fromUtf8(to))};
            entry.state = state;
            return {{entry}};
        }
        QModelIndex at(const char *name) const
        {
            return model.folderIndex(account.config().id, MailboxName(QString::fromUtf8(name)));
        }
    };

private Q_SLOTS:
    void init() { qRegisterMetaType<ui::NameChange>(); }

    void anotherNameIsTheSameRow()
    {
        Tree tree;
        const QPersistentModelIndex house = tree.at("Work/House");
        const QPersistentModelIndex roof = tree.at("Work/House/Roof");
        QSignalSpy removed(&tree.model, &QAbstractItemModel::rowsRemoved);
        // As the account tells it: the list first, then what the journal did, in one batch.
        tree.account.tell({Tree::list({"INBOX", "Work", "Work/Flat", "Work/Flat/Roof", "Archive"}),
                           Tree::rename(7, "Work/House", "Work/Flat", OperationState::Waiting)});
        QVERIFY(house.isValid());
        QCOMPARE(house.data().toString(), QStringLiteral("Flat"));
        QCOMPARE(QModelIndex(house), tree.at("Work/Flat"));
        QCOMPARE(QModelIndex(roof), tree.at("Work/Flat/Roof"));
        QCOMPARE(removed.size(), 0);
        QCOMPARE(tree.renamed.size(), 1);
        // The rest of its way changes nothing more.
        tree.account.tell({Tree::rename(7, "Work/House", "Work/Flat", OperationState::Running)});
        tree.account.tell({Tree::rename(7, "Work/House", "Work/Flat", OperationState::Done)});
        QCOMPARE(tree.renamed.size(), 1);
        QCOMPARE(QModelIndex(house), tree.at("Work/Flat"));
    }

    void anotherPlaceIsTheSameRow()
    {
        Tree tree;
        const QPersistentModelIndex house = tree.at("Work/House");
        tree.account.tell({Tree::list({"INBOX", "Work", "Archive", "Archive/House", "Archive/House/Roof"}),
                           Tree::rename(7, "Work/House", "Archive/House", OperationState::Waiting)});
        QCOMPARE(QModelIndex(house), tree.at("Archive/House"));
        QCOMPARE(house.parent(), tree.at("Archive"));
        QCOMPARE(tree.model.rowCount(tree.at("Work")), 0);
        // To the top, below the account's header.
        tree.account.tell({Tree::list({"INBOX", "Work", "Archive", "House", "House/Roof"}),
                           Tree::rename(8, "Archive/House", "House", OperationState::Waiting)});
        QCOMPARE(QModelIndex(house), tree.at("House"));
        QCOMPARE(house.parent(), tree.model.index(0, 0));
    }

    void aRefusedOneGoesBack()
    {
        Tree tree;
        const QPersistentModelIndex house = tree.at("Work/House");
        tree.account.tell({Tree::list({"INBOX", "Work", "Archive", "Archive/House", "Archive/House/Roof"}),
                           Tree::rename(7, "Work/House", "Archive/House", OperationState::Waiting)});
        tree.account.tell({Tree::list({"INBOX", "Work", "Work/House", "Work/House/Roof", "Archive"}),
                           Tree::rename(7, "Work/House", "Archive/House", OperationState::Failed)});
        QCOMPARE(QModelIndex(house), tree.at("Work/House"));
        QCOMPARE(tree.renamed.size(), 2);
        // Given up later on: it is not taken back once more.
        tree.account.tell({Tree::rename(7, "Work/House", "Archive/House", OperationState::Undone)});
        QCOMPARE(tree.renamed.size(), 2);
    }

    // Refused because there is one of that name, which must not be taken for it.
    void theOneThatWasThereStays()
    {
        Tree tree;
        const QPersistentModelIndex archive = tree.at("Archive");
        tree.account.tell({Tree::rename(7, "Gone", "Archive", OperationState::Failed)});
        QCOMPARE(QModelIndex(archive), tree.at("Archive"));
        QCOMPARE(tree.renamed.size(), 0);
    }

    void undoGoesBackByAnEntryOfItsOwn()
    {
        Tree tree;
        const QPersistentModelIndex house = tree.at("Work/House");
        tree.account.tell({Tree::list({"INBOX", "Work", "Work/Flat", "Work/Flat/Roof", "Archive"}),
                           Tree::rename(7, "Work/House", "Work/Flat", OperationState::Waiting)});
        tree.account.tell({Tree::rename(7, "Work/House", "Work/Flat", OperationState::Done)});
        imap::JournalChanged undone = Tree::rename(8, "Work/Flat", "Work/House", OperationState::Waiting);
        undone.entries += Tree::rename(7, "Work/House", "Work/Flat", OperationState::Undone).entries;
        tree.account.tell(
            {Tree::list({"INBOX", "Work", "Work/House", "Work/House/Roof", "Archive"}), undone});
        QCOMPARE(QModelIndex(house), tree.at("Work/House"));
        QCOMPARE(tree.renamed.size(), 2);
    }

    void keysFollow()
    {
        Tree tree;
        QSignalSpy keys(&tree.model, &FolderTreeModel::keyChanged);
        const QString before = tree.at("Work/House").data(FolderRoles::Key).toString();
        tree.account.tell({Tree::list({"INBOX", "Work", "Work/Flat", "Work/Flat/Roof", "Archive"}),
                           Tree::rename(7, "Work/House", "Work/Flat", OperationState::Waiting)});
        QCOMPARE(keys.size(), 2); // its own and that of the one below
        QCOMPARE(keys.first().at(0).toString(), before);
        QCOMPARE(keys.first().at(1).toString(), tree.at("Work/Flat").data(FolderRoles::Key).toString());
    }
};

QTEST_MAIN(TestFolderRenames)
#include "tst_folderrenames.moc"
