#include "sync/specialfolders.h"

#include <QtTest>

using namespace imap;

namespace
{

FolderInfo folder(const char *name, const char *attribute = nullptr, QChar delimiter = QLatin1Char('/'))
{
    FolderInfo info;
    info.name = MailboxName(QString::fromUtf8(name));
    info.delimiter = delimiter;
    if (attribute)
        info.attributes.insert(Flag(attribute));
    return info;
}

} // namespace

class TestSpecialFolders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theServersWordCounts()
    {
        QList<FolderInfo> folders{folder("Sent"), folder("Gesendet", "\\Sent"), folder("inbox"),
                                  folder("x", "\\junk"), folder("[Gmail]/Todos", "\\AllMail")};
        assignRoles(folders);
        QCOMPARE(folders.at(0).role, FolderRole::None); // the server says that another one is Sent
        QCOMPARE(folders.at(1).role, FolderRole::Sent);
        QCOMPARE(folders.at(2).role, FolderRole::Inbox);
        QCOMPARE(folders.at(3).role, FolderRole::Junk); // Cyrus writes lower case
        QCOMPARE(folders.at(4).role, FolderRole::All);
    }
    void namesAreGuessedAtTheTopOnly()
    {
        QList<FolderInfo> folders{folder("Work/Trash"), folder("Entwürfe"), folder("已删除"),
                                  folder("INBOX.Sent Items", nullptr, QLatin1Char('.'))};
        assignRoles(folders);
        QCOMPARE(folders.at(0).role, FolderRole::None);
        QCOMPARE(folders.at(1).role, FolderRole::Drafts);
        QCOMPARE(folders.at(2).role, FolderRole::Trash);
        QCOMPARE(folders.at(3).role, FolderRole::Sent);
    }
    void aRoleIsOneFolders()
    {
        QList<FolderInfo> folders{folder("Trash"), folder("Deleted Items"),
                                  folder("Users/bob/Sent", "\\Sent")};
        folders[2].owner = FolderOwner::OtherUsers;
        assignRoles(folders);
        QCOMPARE(folders.at(0).role, FolderRole::Trash);
        QCOMPARE(folders.at(1).role, FolderRole::None);
        QCOMPARE(folders.at(2).role, FolderRole::None);
    }
    void namespacesDecideTheOwner()
    {
        const auto entry = [](const char *prefix) {
            return NamespaceEntry{MailboxName(QString::fromLatin1(prefix)), QLatin1Char('/')};
        };
        const Namespaces namespaces{{entry("")}, {entry("Users/")}, {entry("Public/")}};
        const auto owner = [&](const char *name) {
            return ownerOf(MailboxName(QString::fromLatin1(name)), namespaces);
        };
        QCOMPARE(owner("Drafts"), FolderOwner::Personal);
        QCOMPARE(owner("Users/bob/Work"), FolderOwner::OtherUsers);
        QCOMPARE(owner("Public"), FolderOwner::Shared);
        QCOMPARE(owner("Publicity"), FolderOwner::Personal);
        QCOMPARE(owner("INBOX"), FolderOwner::Personal);
    }
};

QTEST_APPLESS_MAIN(TestSpecialFolders)
#include "tst_specialfolders.moc"
