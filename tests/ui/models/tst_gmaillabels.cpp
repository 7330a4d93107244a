#include "ui/models/gmaillabels.h"

#include "support/fakeaccount.h"
#include "ui/models/foldertreemodel.h"

#include <QTest>

using namespace ui;
using imap::FolderRole;

/// Which labels an account of Gmail has.
class TestGmailLabels : public QObject
{
    Q_OBJECT

    static imap::FolderInfo folder(const char *name, FolderRole role = FolderRole::None)
    {
        imap::FolderInfo info;
        info.name = imap::MailboxName(QString::fromUtf8(name));
        info.delimiter = QLatin1Char('/');
        info.role = role;
        return info;
    }

private Q_SLOTS:
    void foldersOfPeopleAreLabels()
    {
        test::FakeAccount account;
        FolderTreeModel tree;
        const QString id = account.config().id;
        tree.addAccount(&account);
        imap::FolderInfo container = folder("[Gmail]");
        container.selectable = false;
        imap::FolderInfo shared = folder("Team");
        shared.owner = imap::FolderOwner::Shared;
        const QList<imap::FolderInfo> folders{folder("INBOX", FolderRole::Inbox),
                                              folder("Work"),
                                              container,
                                              folder("[Gmail]/All Mail", FolderRole::All),
                                              folder("[Gmail]/Wichtig", FolderRole::Important),
                                              folder("Archive", FolderRole::Archive),
                                              shared,
                                              folder("Work/House")};
        QVERIFY(!gmailLabels(tree, id));
        account.tell({imap::FoldersChanged{folders, false}});
        QVERIFY(!gmailLabels(tree, id));
        account.tell({imap::FoldersChanged{folders, false, true}});
        QCOMPARE(gmailLabels(tree, id),
                 std::optional(QStringList{QStringLiteral("Archive"), QStringLiteral("Work"),
                                           QStringLiteral("Work/House")}));
        // What a person takes for the archive is a label as before.
        tree.setChoices(id, {{FolderRole::Archive, folders.at(1).name}});
        QCOMPARE(gmailLabels(tree, id)->size(), 3);
    }
    void newOnes()
    {
        QCOMPARE(newGmailLabel(QStringLiteral("  Two  words ")), QStringLiteral("Two words"));
        QCOMPARE(newGmailLabel(QStringLiteral("\\\\Inbox")), QStringLiteral("Inbox"));
        QCOMPARE(newGmailLabel(QStringLiteral("\\")), QString());
    }
};

QTEST_GUILESS_MAIN(TestGmailLabels)
#include "tst_gmaillabels.moc"
