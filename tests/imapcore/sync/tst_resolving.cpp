#include "imapcore/sync/mailboxscript.h"

#include <QTemporaryDir>

using namespace imap;
using namespace imap::test;

namespace
{

/// What a task comes to while the server answers.
template <class T>
std::optional<T> outcome(QCoro::Task<T> task, MailboxScript &server, Conversation &talk,
                         QString *error = nullptr)
{
    std::optional<T> result;
    const auto take = [](QCoro::Task<T> running, std::optional<T> *into, QString *why) -> QCoro::Task<> {
        try {
            T value = co_await running;
            *into = value;
        } catch (const Error &failure) {
            if (why)
                *why = failure.message();
        }
    };
    auto waiting = take(std::move(task), &result, error);
    server.serve(talk);
    return result;
}

QCoro::Task<> findDate(OpenFolder *folder, QDate day, std::optional<SeqNum> *found)
{
    const SeqNum number = co_await folder->findDate(day);
    *found = number;
}

} // namespace

/// Rows that nobody has looked at, and what can be done with them all the same.
class TestResolving : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_cache;

    void open(Desk &desk, MailboxScript &server)
    {
        desk.greet(server.greeting());
        desk.attached = desk.folder.attach(&desk.talk.session());
        server.serve(desk.talk);
        server.log.clear();
    }

private Q_SLOTS:
    void init() { m_cache = std::make_unique<QTemporaryDir>(); }

    void selectAll_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::newRow("ESEARCH") << QByteArray("IMAP4rev1 IDLE ESEARCH");
        QTest::newRow("SEARCH") << QByteArray("IMAP4rev1 IDLE");
    }
    // Of 1,000 messages 50 are known: the others are found without fetching any.
    void selectAll()
    {
        QFETCH(QByteArray, capabilities);
        MailboxScript server;
        server.capabilities = capabilities;
        for (int i = 0; i < 1000; ++i)
            server.arrive(quint32(i % 3));
        Desk desk(m_cache->path());
        open(desk, server);
        desk.folder.hide(UidSet::single(Uid{server.messages.last().uid}));
        const auto uids =
            outcome(desk.folder.resolve(SeqSet::range(SeqNum{1}, SeqNum{999})), server, desk.talk);
        QVERIFY(uids);
        QList<Uid> expected;
        for (const quint32 uid : server.uids())
            expected.append(Uid{uid});
        expected.removeLast();
        QCOMPARE(uids->toList(), expected);
        QVERIFY2(!server.log.contains("ENVELOPE"), server.log);
        QCOMPARE(server.log.count("SEARCH"), 1);
    }
    void someInTheMiddle()
    {
        MailboxScript server;
        for (int i = 0; i < 1000; ++i)
            server.arrive(quint32(i % 3));
        Desk desk(m_cache->path());
        open(desk, server);
        const auto uids =
            outcome(desk.folder.resolve(SeqSet::parse("300:310,500,990:1000").value()), server, desk.talk);
        QVERIFY(uids);
        QCOMPARE(uids->count(), 23u);
        QVERIFY(uids->contains(Uid{server.messages.at(299).uid}));
        QVERIFY(!uids->contains(Uid{server.messages.at(310).uid}));
        QVERIFY(uids->contains(Uid{server.messages.at(499).uid}));
    }
    // Who comes from a search wants to see a message of which only the UID is known.
    void whereAMessageStands()
    {
        MailboxScript server;
        for (int i = 0; i < 1000; ++i)
            server.arrive(quint32(i % 3));
        Desk desk(m_cache->path());
        open(desk, server);
        const Uid newest{server.messages.last().uid};
        const auto known = outcome(desk.folder.findMessage(newest), server, desk.talk);
        QCOMPARE(known, std::optional(SeqNum{1000}));
        QVERIFY2(server.log.isEmpty(), server.log);
        const Uid far{server.messages.at(299).uid};
        const auto found = outcome(desk.folder.findMessage(far), server, desk.talk);
        QCOMPARE(found, std::optional(SeqNum{300}));
        QVERIFY2(!server.log.contains("ENVELOPE"), server.log);
        const auto gone = outcome(desk.folder.findMessage(Uid{newest.value + 7}), server, desk.talk);
        QCOMPARE(gone, std::optional(SeqNum{}));
        // Numbers are those of what is shown.
        desk.folder.hide(UidSet::single(far));
        const auto behind = outcome(desk.folder.findMessage(newest), server, desk.talk);
        QCOMPARE(behind, std::optional(SeqNum{999}));
        const auto hidden = outcome(desk.folder.findMessage(far), server, desk.talk);
        QCOMPARE(hidden, std::optional(SeqNum{}));
        desk.folder.detach();
        const auto offline = outcome(desk.folder.findMessage(newest), server, desk.talk);
        QCOMPARE(offline, std::optional(SeqNum{999}));
    }
    // Another folder is opened while the server is asked for dates, one by one as it has no ESEARCH.
    void dateInAFolderThatIsClosed()
    {
        Desk desk(m_cache->path());
        desk.greet();
        auto folder = std::make_unique<OpenFolder>(desk.store.get(), &desk.folders, &desk.journal,
                                                   MailboxName(QStringLiteral("INBOX")), desk.sink);
        desk.attached = folder->attach(&desk.talk.session());
        desk.talk.client("A1 SELECT INBOX");
        desk.talk.server("* 1 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 40] x\r\nA1 OK done");
        desk.talk.server(row(1, 10) + "\r\nA2 OK");
        QTRY_COMPARE(desk.count<FolderSynchronised>(), 1);
        desk.talk.takeUnread();
        const QByteArray date = "* 1 FETCH (INTERNALDATE \"02-Feb-2026 10:00:00 +0100\")\r\n";
        std::optional<SeqNum> found;
        auto looking = findDate(folder.get(), QDate(2026, 2, 2), &found);
        desk.talk.client("A3 FETCH 1 (INTERNALDATE)");
        desk.talk.server(date + "A3 OK");
        QTRY_COMPARE(found, std::optional(SeqNum{1}));
        found.reset();
        auto lookingAgain = findDate(folder.get(), QDate(2026, 2, 2), &found);
        desk.talk.client("A4 FETCH 1 (INTERNALDATE)");
        folder.reset();
        desk.talk.server(date + "A4 OK");
        QTRY_COMPARE(found, std::optional(SeqNum{}));
    }
    // What is known needs nobody; what is not cannot be guessed.
    void withoutAConnection()
    {
        MailboxScript server;
        for (int i = 0; i < 200; ++i)
            server.arrive();
        Desk desk(m_cache->path());
        open(desk, server);
        desk.folder.detach();
        const auto known =
            outcome(desk.folder.resolve(SeqSet::range(SeqNum{160}, SeqNum{170})), server, desk.talk);
        QCOMPARE(known.value(), UidSet::range(Uid{160}, Uid{170}));
        QString error;
        const auto all =
            outcome(desk.folder.resolve(SeqSet::range(SeqNum{1}, SeqNum{200})), server, desk.talk, &error);
        QVERIFY(!all);
        QVERIFY2(error.contains(QStringLiteral("no connection")), qPrintable(error));
    }
};

QTEST_GUILESS_MAIN(TestResolving)
#include "tst_resolving.moc"
