#include "imapcore/store/losingdisk.h"
#include "imapcore/sync/desk.h"

#include <QTemporaryDir>

using namespace imap;
using namespace imap::test;

/// The disk runs full while a folder is on the screen: people are told, and what the server says goes on.
class TestFullDisk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void newsAreShownThatCannotBeKept()
    {
        QTemporaryDir cache;
        LosingDisk disk;
        Desk desk(cache.path());
        desk.greet();
        desk.open({10, 11, 12}, 40);
        desk.talk.takeUnread();
        disk.setRoom(0);
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Seen))");
        QTRY_VERIFY(desk.count<AlertRaised>() > 0);
        desk.talk.server("* 2 EXPUNGE");
        QTRY_COMPARE(desk.shown(), (QList<quint32>{10, 12}));
        desk.talk.server("* 3 EXISTS");
        QTRY_VERIFY(desk.talk.unread().contains("A3 UID FETCH 40:* (UID FLAGS"));
        desk.talk.server(row(3, 40) + "\r\nA3 OK");
        QTRY_COMPARE(desk.shown(), (QList<quint32>{10, 12, 40}));

        disk.setEndlessRoom();
        QVERIFY(desk.store->messages().load(desk.folder.id(), Uid{11})); // nobody could note that it went
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Flagged))");
        QTRY_COMPARE(desk.shownFlags(Uid{10}), FlagSet{flags::Flagged});
        desk.folder.detach();
        QVERIFY(!desk.store->messages().load(desk.folder.id(), Uid{11}));
    }
    // Flags that could not be stored are not known the next time, however much the server counts changes.
    void flagsThatWereLostAreAskedForAgain()
    {
        QTemporaryDir cache;
        LosingDisk disk;
        Desk desk(cache.path());
        desk.greet("* PREAUTH [CAPABILITY IMAP4rev1 IDLE CONDSTORE] ready");
        desk.attached = desk.folder.attach(&desk.talk.session());
        desk.talk.client("A1 SELECT INBOX (CONDSTORE)");
        desk.talk.server("* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 40] x\r\n"
                         "* OK [HIGHESTMODSEQ 7] x\r\nA1 OK done");
        desk.talk.server(QByteArray(row(1, 10)).replace("FLAGS ()", "FLAGS () MODSEQ (7)") + "\r\nA2 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        disk.setRoom(0);
        desk.talk.server("* 1 FETCH (UID 10 FLAGS (\\Seen) MODSEQ (8))");
        QTRY_VERIFY(desk.count<AlertRaised>() > 0);
        disk.setEndlessRoom();
        desk.folder.detach();
        QVERIFY(!desk.store->mailboxes().syncState(desk.folder.id()).highestModSeq.isValid());
    }
};

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_fulldisk.moc"
