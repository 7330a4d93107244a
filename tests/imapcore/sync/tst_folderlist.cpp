#include "support/conversation.h"
#include "sync/folderlist.h"

#include <QCoro/QCoroTask>
#include <QTemporaryDir>

using namespace imap;
using namespace imap::test;

namespace
{

struct Desk {
    Desk()
        : store(store::Store::open(directory.filePath(QStringLiteral("cache"))))
        , list(store.get(), [this](Event event) { events.append(std::move(event)); })
    {
    }
    const FolderInfo *find(const char *name) const { return list.find(MailboxName(QString::fromUtf8(name))); }

    QTemporaryDir directory;
    Conversation talk;
    std::unique_ptr<store::Store> store;
    QList<Event> events;
    FolderList list;
};

} // namespace

class TestFolderList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// One command brings what a modern server knows; the roles are its own words.
    void modernServer()
    {
        Desk desk;
        desk.talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 LIST-EXTENDED LIST-STATUS SPECIAL-USE XLIST] hi");
        auto task = desk.list.refresh(&desk.talk.session());
        desk.talk.client("A1 LIST \"\" * RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES UNSEEN))");
        desk.talk.server("* LIST (\\Subscribed) \"/\" INBOX");
        desk.talk.server("* STATUS INBOX (MESSAGES 5 UNSEEN 2)");
        desk.talk.server("* LIST (\\Sent) \"/\" Weg");
        desk.talk.server("* STATUS Weg (MESSAGES 1 UNSEEN 0)");
        desk.talk.server("A1 OK done");
        QVERIFY(task.isReady());
        QVERIFY(desk.talk.isSilent());
        QCOMPARE(desk.find("Weg")->role, FolderRole::Sent);
        QVERIFY(!desk.find("Weg")->subscribed);
        QCOMPARE(desk.find("INBOX")->role, FolderRole::Inbox);
        QCOMPARE(desk.find("INBOX")->unseen, std::optional<quint32>(2));
    }
    /// Created meanwhile, a folder is told of by itself and in the list.
    void aFolderThatIsNamedTwice()
    {
        Desk desk;
        desk.talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 LIST-EXTENDED LIST-STATUS SPECIAL-USE] hi");
        auto task = desk.list.refresh(&desk.talk.session());
        desk.talk.client("A1 LIST \"\" * RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES UNSEEN))");
        desk.talk.server("* LIST () \"/\" Junk\r\n* LIST () \"/\" INBOX\r\n"
                         "* LIST (\\Subscribed \\Junk) \"/\" Junk\r\nA1 OK done");
        QVERIFY(task.isReady());
        QCOMPARE(desk.list.folders().size(), 2);
        QVERIFY(desk.find("Junk")->subscribed);
        QCOMPARE(desk.find("Junk")->role, FolderRole::Junk);
    }
    /// A message is marked while the server is asked: its answer may be from before, so it is asked again.
    void whatIsCountedHereMeanwhile()
    {
        Desk desk;
        desk.talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 LIST-EXTENDED LIST-STATUS SPECIAL-USE] hi");
        const QByteArray list =
            " LIST \"\" * RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES UNSEEN))";
        const QByteArray answer =
            "* LIST (\\Subscribed) \"/\" INBOX\r\n* STATUS INBOX (MESSAGES 5 UNSEEN 2)\r\n";
        const MailboxName inbox(QStringLiteral("INBOX"));
        const auto unseen = [&desk] { return desk.find("INBOX")->unseen.value(); };
        auto first = desk.list.refresh(&desk.talk.session());
        desk.talk.client("A1" + list);
        desk.talk.server(answer + "A1 OK done");
        QCOMPARE(unseen(), 2U);
        auto second = desk.list.refresh(&desk.talk.session());
        desk.talk.client("A2" + list);
        desk.list.addCounts(inbox, 0, 1);
        desk.talk.server(answer + "A2 OK done");
        QCOMPARE(unseen(), 3U);
        desk.talk.client("A3 STATUS INBOX (UNSEEN)");
        desk.list.addCounts(inbox, 0, 1);
        desk.talk.server("* STATUS INBOX (UNSEEN 3)\r\nA3 OK done");
        QCOMPARE(unseen(), 4U);
        desk.talk.client("A4 STATUS INBOX (UNSEEN)");
        desk.talk.server("* STATUS INBOX (UNSEEN 6)\r\nA4 OK done");
        QCOMPARE(unseen(), 6U);
        QVERIFY(second.isReady());
        QVERIFY(desk.talk.isSilent());
    }
    /// What the server said of Gmail's labels is known without it the next time, and told at once where it is
    /// news.
    void gmailLabels()
    {
        Desk desk;
        const auto told = [&desk] { return std::get<FoldersChanged>(desk.events.last()); };
        store::StoredFolder inbox;
        inbox.name = MailboxName(QStringLiteral("INBOX"));
        desk.store->mailboxes().saveFolders({inbox});
        desk.list.showCache();
        QVERIFY(told().fromCache && !told().gmailLabels);
        desk.list.setGmailLabels(true);
        QVERIFY(told().fromCache && told().gmailLabels);
        desk.events.clear();
        desk.list.setGmailLabels(true);
        QVERIFY(desk.events.isEmpty());
        FolderList next(desk.store.get(), [&desk](Event event) { desk.events.append(std::move(event)); });
        next.showCache();
        QVERIFY(told().gmailLabels);
    }
    /// Gmail before SPECIAL-USE: what its folders are for is in XLIST alone. In one flight with the rest.
    void oldGmail()
    {
        Desk desk;
        desk.talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 XLIST] hi");
        auto task = desk.list.refresh(&desk.talk.session());
        desk.talk.client("A1 LIST \"\" *");
        desk.talk.client("A2 XLIST \"\" *");
        desk.talk.client("A3 LSUB \"\" *");
        desk.talk.server("* LIST () \"/\" Alles");
        desk.talk.server("A1 OK done");
        desk.talk.server("* XLIST (\\Inbox) \"/\" Posteingang");
        desk.talk.server("* XLIST (\\AllMail) \"/\" Alles");
        desk.talk.server("A2 OK done");
        desk.talk.server("* LSUB () \"/\" Alles");
        desk.talk.server("A3 OK done");
        desk.talk.client("A4 STATUS Alles (MESSAGES UNSEEN)");
        desk.talk.server("* STATUS Alles (MESSAGES 7 UNSEEN 3)");
        desk.talk.server("A4 OK done");
        QVERIFY(task.isReady());
        QCOMPARE(desk.list.folders().size(), 1);
        QCOMPARE(desk.find("Alles")->role, FolderRole::All);
        QCOMPARE(desk.find("Alles")->total, std::optional<quint32>(7));
    }
    /// A server that announces XLIST and then refuses it costs nothing but that.
    void refusedXlist()
    {
        Desk desk;
        desk.talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 XLIST LIST-EXTENDED LIST-STATUS NAMESPACE] hi");
        auto task = desk.list.refresh(&desk.talk.session());
        desk.talk.client("A1 NAMESPACE");
        desk.talk.client("A2 LIST \"\" * RETURN (SUBSCRIBED CHILDREN STATUS (MESSAGES UNSEEN))");
        desk.talk.client("A3 XLIST \"\" *");
        desk.talk.server("* NAMESPACE ((\"Mail/\" \"/\")) NIL NIL");
        desk.talk.server("A1 OK done");
        desk.talk.server("* LIST () \"/\" Mail/Papierkorb");
        desk.talk.server("A2 OK done");
        desk.talk.server("A3 BAD what?");
        QVERIFY(task.isReady());
        QCOMPARE(desk.find("Mail/Papierkorb")->role, FolderRole::Trash);
    }
    /// What may be done where comes with the list, if the server can.
    void rightsWithTheList()
    {
        Desk desk;
        desk.talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 ACL LIST-EXTENDED LIST-STATUS LIST-MYRIGHTS] hi");
        auto task = desk.list.refresh(&desk.talk.session());
        desk.talk.client("A1 LIST \"\" * RETURN (SUBSCRIBED CHILDREN STATUS (MESSAGES UNSEEN) MYRIGHTS)");
        desk.talk.server("* LIST () \"/\" a");
        desk.talk.server("* STATUS a (MESSAGES 5 UNSEEN 2)");
        desk.talk.server("* MYRIGHTS a lrs");
        desk.talk.server("A1 OK done");
        QVERIFY(task.isReady());
        QVERIFY(desk.find("a")->allows('s'));
        QVERIFY(!desk.find("a")->allows('w'));
        QVERIFY(desk.talk.isSilent());
    }
    /// Else those of others are asked for, and an own one when it is opened.
    void rightsOneByOne()
    {
        Desk desk;
        desk.talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 ACL NAMESPACE LIST-EXTENDED LIST-STATUS] hi");
        auto task = desk.list.refresh(&desk.talk.session());
        desk.talk.client("A1 NAMESPACE");
        desk.talk.client("A2 LIST \"\" * RETURN (SUBSCRIBED CHILDREN STATUS (MESSAGES UNSEEN))");
        desk.talk.server("* NAMESPACE ((\"\" \"/\")) ((\"Others/\" \"/\")) NIL");
        desk.talk.server("A1 OK done");
        desk.talk.server("* LIST () \"/\" mine");
        desk.talk.server("* LIST (\\Noselect) \"/\" Others/bob");
        desk.talk.server("* LIST () \"/\" Others/bob/a");
        desk.talk.server("* LIST () \"/\" Others/bob/b");
        desk.talk.server("A2 OK done");
        desk.talk.client("A3 MYRIGHTS Others/bob/a");
        desk.talk.client("A4 MYRIGHTS Others/bob/b");
        desk.talk.server("* MYRIGHTS Others/bob/a lr");
        desk.talk.server("A3 OK done");
        desk.talk.server("A4 NO [NOPERM] no");
        QVERIFY(task.isReady());
        QVERIFY(desk.talk.isSilent());
        QCOMPARE(desk.find("Others/bob/a")->myRights, std::optional(Rights("lr")));
        QVERIFY(!desk.find("Others/bob/b")->myRights);
        QVERIFY(desk.find("Others/bob/b")->allows('w')); // nobody said otherwise
        QVERIFY(desk.list.wantsRights(desk.talk.session(), MailboxName(QStringLiteral("mine"))));
        desk.list.setRights(MailboxName(QStringLiteral("mine")), Rights("lrswite"));
        QVERIFY(!desk.list.wantsRights(desk.talk.session(), MailboxName(QStringLiteral("mine"))));
        QVERIFY(!desk.find("mine")->allows('a'));
        // Whose folder it is may change their mind.
        QVERIFY(desk.list.wantsRights(desk.talk.session(), MailboxName(QStringLiteral("Others/bob/a"))));
    }
};

QTEST_GUILESS_MAIN(TestFolderList)
#include "tst_folderlist.moc"
