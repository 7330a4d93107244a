#include "imapcore/sync/mailboxscript.h"

#include <QTemporaryDir>

using namespace imap;
using namespace imap::test;

namespace
{

const MailboxName inbox(QStringLiteral("INBOX"));

/// Opens, and waits until everything was asked and answered. The view has scrolled over `first` to `last`.
void visit(Desk &desk, MailboxScript &server, quint32 first = 0, quint32 last = 0)
{
    desk.folder.showCache();
    desk.greet(server.greeting());
    desk.attached = desk.folder.attach(&desk.talk.session());
    server.serve(desk.talk);
    for (quint32 from = first; from > 0 && from <= last; from += 100) {
        desk.folder.showRows(SeqNum{from}, SeqNum{qMin(last, from + 99)});
        server.serve(desk.talk);
    }
}

/// Rows that a view does not know are 0; all others must be the server's, in their places.
int compareRows(const QList<quint32> &shown, const MailboxScript &server)
{
    [&] { QCOMPARE(shown.size(), server.messages.size()); }();
    int known = 0;
    for (qsizetype i = 0; i < shown.size() && i < server.messages.size(); ++i) {
        if (shown.at(i) == 0)
            continue;
        ++known;
        [&] { QCOMPARE(shown.at(i), server.messages.at(i).uid); }();
    }
    return known;
}

void compareFlags(Desk &desk, const MailboxScript &server)
{
    for (const MailboxScript::Message &message : server.messages) {
        const auto stored = desk.store->messages().load(desk.folder.id(), Uid{message.uid});
        if (!stored)
            continue;
        FlagSet expected;
        for (const QByteArray &name : message.flags.split(' ')) {
            if (!name.isEmpty())
                expected.insert(Flag(name));
        }
        if (stored->flags != expected)
            qWarning("UID %u of %s", message.uid, message.flags.constData());
        [&] { QCOMPARE(stored->flags, expected); }();
    }
}

} // namespace

/// Coming back to a folder after a time in which everything may have happened.
class TestResync : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_cache;

private Q_SLOTS:
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }

    // What QRESYNC is for: one flight says what is gone, what changed, and brings what is new.
    void oneFlight()
    {
        MailboxScript server;
        for (int i = 0; i < 3000; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            visit(desk, server, 1, 3000);
            QCOMPARE(compareRows(desk.shown(), server), 3000);
        }
        server.arrive();
        server.expunge(1500);
        server.expunge(10);
        server.setFlags(2000, "\\Seen");
        Desk desk(m_cache->path());
        desk.folder.showCache();
        desk.greet(server.greeting());
        const quint64 before = desk.talk.log().roundTrips();
        desk.attached = desk.folder.attach(&desk.talk.session());
        const QByteArray asked = desk.talk.unread();
        QVERIFY2(asked.startsWith("A1 ENABLE QRESYNC\r\nA2 SELECT INBOX (QRESYNC (1 "), asked);
        QVERIFY2(asked.contains(" 1:3000 (1501 1501)))\r\nA3 UID FETCH 1,3000 (UID FLAGS MODSEQ)\r\n"
                                "A4 UID FETCH 3001:3100 ("),
                 asked);
        server.serve(desk.talk);
        QCOMPARE(desk.count<FolderSynchronised>(), 1);
        QCOMPARE(desk.talk.log().roundTrips() - before, 1);
        // All is known without a word about the rest.
        desk.folder.showRows(SeqNum{1}, SeqNum{2999});
        QCOMPARE(compareRows(desk.shown(), server), 2999);
        QVERIFY(desk.talk.isSilent());
        compareFlags(desk, server);
        QVERIFY(desk.shownFlags(Uid{2003}).contains(flags::Seen));
        QVERIFY(!desk.store->messages().load(desk.folder.id(), Uid{11}));
    }
    // What was on the screen stands elsewhere now. It is told of, so that who looks at it finds it again.
    void whatWasOnTheScreenIsFoundAgain()
    {
        MailboxScript server;
        for (int i = 0; i < 600; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            visit(desk, server, 1, 600);
        }
        for (int i = 0; i < 100; ++i)
            server.expunge(10);
        for (int i = 0; i < 500; ++i)
            server.arrive();
        Desk desk(m_cache->path());
        desk.folder.showCache();
        desk.folder.showRows(SeqNum{551}, SeqNum{570});
        desk.greet(server.greeting());
        desk.attached = desk.folder.attach(&desk.talk.session());
        server.serve(desk.talk);
        const QList<quint32> shown = desk.shown();
        compareRows(shown, server);
        for (quint32 uid = 551; uid <= 570; ++uid)
            QVERIFY2(shown.contains(uid), QByteArray::number(uid));
    }
    // The removed one of two neighbours was known and the other was not: counting tells where that left a
    // gap.
    void gapsShrink()
    {
        MailboxScript server;
        for (int i = 0; i < 400; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            visit(desk, server, 1, 20);
            QCOMPARE(compareRows(desk.shown(), server), 70);
        }
        for (int i = 0; i < 30; ++i)
            server.expunge(100);
        server.expunge(5);
        Desk desk(m_cache->path());
        visit(desk, server);
        desk.folder.showRows(SeqNum{1}, SeqNum{369});
        QCOMPARE(compareRows(desk.shown(), server), 69);
    }
    void noModSeqsAnyMore()
    {
        MailboxScript server;
        for (int i = 0; i < 300; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            visit(desk, server, 1, 300);
        }
        for (int i = 0; i < 300; i += 7)
            server.setFlags(i, "\\Answered");
        server.expunge(20);
        server.capabilities = "IMAP4rev1 IDLE";
        Desk desk(m_cache->path());
        visit(desk, server, 1, 299);
        QCOMPARE(compareRows(desk.shown(), server), 299);
        compareFlags(desk, server);
    }
    // A mailbox that came out of a backup: what changed since is nothing that mod-sequences could tell.
    void modSeqsThatGoBackwards()
    {
        MailboxScript server;
        for (int i = 0; i < 300; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            visit(desk, server, 1, 300);
        }
        server.modSeq = 20;
        for (MailboxScript::Message &message : server.messages)
            message.modSeq = 20;
        server.setFlags(40, "\\Flagged");
        Desk desk(m_cache->path());
        visit(desk, server, 1, 300);
        QCOMPARE(compareRows(desk.shown(), server), 300);
        compareFlags(desk, server);
    }
    void anotherUidValidity()
    {
        MailboxScript server;
        for (int i = 0; i < 300; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            visit(desk, server, 1, 300);
        }
        server.validity = 2;
        server.messages = server.messages.mid(0, 120);
        server.setFlags(3, "\\Seen");
        Desk desk(m_cache->path());
        visit(desk, server, 1, 120);
        QCOMPARE(compareRows(desk.shown(), server), 120);
        compareFlags(desk, server);
    }
    // Nothing of what waits to be done to messages is done to others with their UIDs, or seen on them.
    void changesThatWaitAcrossAnotherUidValidity()
    {
        MailboxScript server;
        for (int i = 0; i < 3; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            visit(desk, server);
        }
        server.validity = 2;
        Desk desk(m_cache->path());
        desk.folders.setHiddenUids(
            [&desk](const MailboxName &folder) { return desk.journal.hiddenIn(folder); });
        desk.journal.change(FlagChange{inbox, UidSet::single(Uid{1}), {flags::Seen}, {}});
        desk.journal.change(DeleteChange{inbox, UidSet::single(Uid{2})});
        visit(desk, server);
        QCOMPARE(desk.count<OperationFailed>(), 2);
        QVERIFY(!desk.journal.hasWaiting());
        QCOMPARE(compareRows(desk.shown(), server), 3);
        compareFlags(desk, server);
    }
    void wordsThatTheServerOffersAndRefuses_data()
    {
        QTest::addColumn<QByteArray>("refuses");
        QTest::newRow("QRESYNC") << QByteArray("QRESYNC");
        QTest::newRow("both") << QByteArray("(");
    }
    void wordsThatTheServerOffersAndRefuses()
    {
        QFETCH(QByteArray, refuses);
        MailboxScript server;
        for (int i = 0; i < 100; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            visit(desk, server, 1, 100);
        }
        server.refuses = refuses;
        server.expunge(3);
        Desk desk(m_cache->path());
        visit(desk, server);
        QCOMPARE(desk.count<FolderFailed>(), 0);
        QCOMPARE(desk.count<FolderSynchronised>(), 1);
        desk.folder.showRows(SeqNum{1}, SeqNum{99});
        QCOMPARE(compareRows(desk.shown(), server), 99);
    }
    // The cache stays on the screen: it is all that is left of the folder.
    void aFolderThatIsGone()
    {
        MailboxScript server;
        for (int i = 0; i < 100; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            visit(desk, server, 1, 100);
        }
        Desk desk(m_cache->path());
        desk.folder.showCache();
        desk.greet(server.greeting());
        desk.attached = desk.folder.attach(&desk.talk.session());
        desk.talk.server(
            "* ENABLED QRESYNC\r\nA1 OK\r\nA2 NO [NONEXISTENT] no such mailbox\r\nA3 BAD nothing selected");
        QTRY_COMPARE(desk.count<FolderFailed>(), 1);
        QCOMPARE(compareRows(desk.shown(), server), 50);
        desk.folder.showRows(SeqNum{1}, SeqNum{100});
        QCOMPARE(compareRows(desk.shown(), server), 100);
    }
    // A change that was told may stand behind one that was not, when the connection is cut in between.
    void modSeqsAreNotTakenFromWhatComesInBetween()
    {
        MailboxScript server;
        for (int i = 0; i < 100; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            visit(desk, server);
            server.setFlags(10, "\\Flagged");
            server.setFlags(90, "\\Flagged");
            desk.talk.server("* 91 FETCH (UID 91 FLAGS (\\Flagged) MODSEQ (" +
                             QByteArray::number(server.modSeq) + "))");
            desk.folder.showRows(SeqNum{1}, SeqNum{100});
        }
        Desk desk(m_cache->path());
        visit(desk, server, 1, 100);
        compareFlags(desk, server);
    }

    // The same while it waits in IDLE, where nothing says how much more there is to come.
    void norFromThePartOfAnIdleThatArrived()
    {
        MailboxScript server;
        for (int i = 0; i < 100; ++i)
            server.arrive();
        {
            Desk desk(m_cache->path());
            desk.talk.session().setKeepLive(true);
            visit(desk, server);
            if (!server.log.contains(" IDLE\n")) {
                QTRY_VERIFY(desk.talk.unread().contains(" IDLE\r\n"));
                server.serve(desk.talk);
            }
            QVERIFY(desk.talk.session().isIdling());
            server.setFlags(90, "\\Flagged");
            server.setFlags(60, "\\Flagged");
            desk.talk.server("* 61 FETCH (UID 61 FLAGS (\\Flagged) MODSEQ (" +
                             QByteArray::number(server.modSeq) + "))");
            desk.talk.transport().closes(); // "* 91 FETCH" would have been next
            desk.talk.settle();
            desk.folder.detach();
        }
        Desk desk(m_cache->path());
        visit(desk, server, 1, 100);
        compareFlags(desk, server);
    }

    void random_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<int>("lie");
        QTest::addColumn<quint32>("seed");
        using Lie = MailboxScript::Lie;
        const QByteArray all = "IMAP4rev1 IDLE ENABLE CONDSTORE QRESYNC ESEARCH";
        for (quint32 seed = 1; seed <= 3; ++seed) {
            QTest::addRow("qresync %u", seed) << all << int(Lie::None) << seed;
            QTest::addRow("forgetful %u", seed) << all << int(Lie::Forgetful) << seed;
            QTest::addRow("lying %u", seed) << all << int(Lie::VanishedThere) << seed;
            QTest::addRow("silent %u", seed) << all << int(Lie::Silent) << seed;
            QTest::addRow("condstore %u", seed)
                << QByteArray("IMAP4rev1 IDLE CONDSTORE ESEARCH") << 0 << seed;
            QTest::addRow("no esearch %u", seed) << QByteArray("IMAP4rev1 IDLE CONDSTORE") << 0 << seed;
            QTest::addRow("plain %u", seed) << QByteArray("IMAP4rev1 IDLE") << 0 << seed;
        }
    }
    /// Several absences, with parts of the list known; each return ends with the server's list and flags.
    void random()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(int, lie);
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        const auto below = [&](qsizetype limit) { return qsizetype(random.bounded(int(limit))); };
        MailboxScript server;
        server.capabilities = capabilities;
        server.lie = MailboxScript::Lie(lie);
        for (int i = 0; i < 400; ++i)
            server.arrive(quint32(below(3)));
        for (int round = 0; round < 5; ++round) {
            Desk desk(m_cache->path());
            const quint32 first = 1 + quint32(below(200));
            visit(desk, server, first, first + quint32(below(250)));
            QCOMPARE(desk.count<FolderSynchronised>(), 1);
            QVERIFY(compareRows(desk.shown(), server) >= 50);
            compareFlags(desk, server);
            // Something while it is open, told as it happens.
            if (below(2) == 0) {
                const qsizetype row = below(server.messages.size());
                const quint32 uid = server.messages.at(row).uid;
                server.expunge(row);
                desk.talk.server(desk.talk.session().state().isEnabled("QRESYNC")
                                     ? "* VANISHED " + QByteArray::number(uid)
                                     : "* " + QByteArray::number(row + 1) + " EXPUNGE");
                server.serve(desk.talk);
                QVERIFY(compareRows(desk.shown(), server) >= 49);
            }
            desk.folder.detach();
            const qsizetype arrivals = below(3) == 0 ? 150 : below(5);
            for (qsizetype i = 0; i < arrivals; ++i)
                server.arrive(quint32(below(3)));
            for (qsizetype i = below(3) == 0 ? 60 : below(4); i > 0; --i)
                server.expunge(below(server.messages.size()));
            for (qsizetype i = below(20); i > 0; --i)
                server.setFlags(below(server.messages.size()), below(2) ? "\\Seen" : "\\Flagged $Work");
        }
    }
};

QTEST_GUILESS_MAIN(TestResync)
#include "tst_resync.moc"
