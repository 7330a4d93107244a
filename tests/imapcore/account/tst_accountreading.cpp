#include "accountbench.h"

#include <QtTest>

using namespace imap;
using namespace imap::test;

namespace
{

/// What became of a task.
template <class T>
struct Outcome {
    std::optional<T> value;
    QString error; ///< the name of what was thrown
    bool isOver() const { return value || !error.isEmpty(); }
};

template <class T>
QCoro::Task<> keep(QCoro::Task<T> task, std::shared_ptr<Outcome<T>> outcome)
{
    try {
        T value = co_await task;
        outcome->value = std::move(value);
    } catch (const Error &error) {
        outcome->error = QString::fromLatin1(error.name());
    }
}

template <class T>
std::shared_ptr<Outcome<T>> outcomeOf(QCoro::Task<T> task)
{
    auto outcome = std::make_shared<Outcome<T>>();
    keep(std::move(task), outcome);
    return outcome;
}

std::shared_ptr<Outcome<MessageBody>> readIn(Bench &bench, const char *name, quint32 uid)
{
    return outcomeOf(bench.account->fetchSections(folder(name), Uid{uid}, {"1"}));
}

QList<quint32> uidsOf(const ServerHits &hits)
{
    QList<quint32> uids;
    for (const MessageSummaryPtr &message : hits.messages)
        uids.append(message->uid.value);
    return uids;
}

} // namespace

/// Messages are read in any folder, whichever is open.
class TestAccountReading : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // A search finds messages everywhere: opening one must not take the open folder from the screen.
    void messageOfAnotherFolder()
    {
        Bench bench;
        bench.open("INBOX");
        QTRY_VERIFY(bench.connection.live);
        const auto first = readIn(bench, "Work", 2);
        QTRY_VERIFY(first->isOver());
        QCOMPARE(first->error, QString());
        QCOMPARE(first->value->sections.value("1"), QByteArray("text 2"));
        QCOMPARE(first->value->folder, folder("Work"));
        QVERIFY(!first->value->fromCache);
        QVERIFY(bench.saidOn(2, QStringLiteral("EXAMINE Work")));
        QVERIFY(!bench.saidOn(1, QStringLiteral("SELECT Work")));
        QVERIFY(!bench.saidOn(1, QStringLiteral("EXAMINE Work")));
        QVERIFY(bench.connection.live);
        // Once read, it is here: also without a connection.
        bench.account->goOffline();
        const auto again = readIn(bench, "Work", 2);
        QTRY_VERIFY(again->isOver());
        QVERIFY(again->value && again->value->fromCache);
        const auto other = readIn(bench, "Work", 3);
        QTRY_VERIFY(other->isOver());
        QCOMPARE(other->error, QStringLiteral("AbortError"));
    }
    void messageThatIsGone()
    {
        Bench bench;
        bench.open("INBOX");
        QTRY_VERIFY(bench.connection.state == ConnectionState::Online); // just so: it has not settled yet
        const auto gone = readIn(bench, "Work", 99);
        QTRY_VERIFY(gone->isOver());
        QCOMPARE(gone->error, QStringLiteral("CommandError"));
        const auto nowhere = readIn(bench, "Nowhere", 1);
        QTRY_VERIFY(nowhere->isOver());
        QCOMPARE(nowhere->error, QStringLiteral("CommandError"));
    }
    // What is used is asked for with the mail, and what a person looked up is told to all.
    void howFullIsAskedForWithTheMail()
    {
        Bench bench;
        bench.server.capabilities += " QUOTA";
        int used = 10;
        bench.server.special = [&used](const QByteArray &tag, const QByteArray &command) -> QByteArray {
            if (!command.startsWith("GETQUOTAROOT"))
                return QByteArray();
            return "* QUOTAROOT " + command.mid(13) + " user\r\n* QUOTA user (STORAGE " +
                   QByteArray::number(used) + " 100)\r\n" + tag + " OK done\r\n";
        };
        bench.open("INBOX");
        quint64 told = 0;
        QObject::connect(&bench.account->events(), &EventBatcher::batchReady, bench.account.get(),
                         [&told](const EventBatch &batch) {
                             for (const Event &event : batch.events) {
                                 const auto *quota = std::get_if<QuotaChanged>(&event);
                                 told =
                                     quota && !quota->quotas.isEmpty() ? quota->quotas.first().usage : told;
                             }
                         });
        QTRY_COMPARE(told, quint64(10));
        used = 80;
        bench.account->checkNow();
        QTRY_COMPARE(told, quint64(80));
        used = 30;
        const auto overview = outcomeOf(bench.account->quotaOverview({}));
        QTRY_VERIFY(overview->isOver());
        QCOMPARE(overview->error, QString());
        QCOMPARE(overview->value->folders.size(), 2);
        QTRY_COMPARE(told, quint64(30));
    }
    // RFC 9051 §2.3.1.1: under another UIDVALIDITY the UID is that of somebody else's message.
    void folderThatWasMadeAnew()
    {
        Bench bench;
        bench.open("Work");
        QTRY_VERIFY(bench.connection.live);
        bench.account->openFolder(folder("INBOX"));
        QTRY_VERIFY(bench.saidOn(1, QStringLiteral("SELECT INBOX")));
        bench.server.special = [](const QByteArray &tag, const QByteArray &command) {
            return command.startsWith("EXAMINE Work")
                       ? "* 5 EXISTS\r\n* OK [UIDVALIDITY 8] x\r\n" + tag + " OK done\r\n"
                       : QByteArray();
        };
        const auto stale = readIn(bench, "Work", 2);
        QTRY_VERIFY(stale->isOver());
        QCOMPARE(stale->error, QStringLiteral("CommandError"));
        QVERIFY(!bench.saidOn(2, QStringLiteral("UID FETCH 2 ")));
    }
    // One connection in all: it is lent for the moment, and the open folder comes back.
    void overTheOnlyConnection()
    {
        Bench bench;
        bench.config.maximumConnections = 1;
        bench.open("INBOX");
        QTRY_VERIFY(bench.connection.live);
        const auto read = readIn(bench, "Work", 4);
        QTRY_VERIFY(read->isOver());
        QCOMPARE(read->error, QString());
        QCOMPARE(read->value->sections.value("1"), QByteArray("text 4"));
        QCOMPARE(bench.server.made, 1);
        QTRY_COMPARE(bench.server.count(QStringLiteral("1 SELECT INBOX")), 2);
        QTRY_VERIFY(bench.connection.live);
    }
    // The only other one fills the cache, and waits because somebody acts: who clicks gets it all the same.
    void overTheConnectionThatFills()
    {
        bool waits = false;
        Bench bench;
        bench.config.maximumConnections = 2;
        bench.config.fill.keep = FillPolicy::Keep::Headers;
        bench.open("INBOX");
        QObject::connect(&bench.account->events(), &EventBatcher::batchReady, bench.account.get(),
                         [&waits](const EventBatch &batch) {
                             for (const Event &event : batch.events) {
                                 if (const auto *progress = std::get_if<FillProgress>(&event))
                                     waits = progress->waitingFor == FillProgress::Waiting::Person;
                             }
                         });
        const auto act = [&bench] {
            bench.account->showRows(folder("INBOX"), SeqNum{1}, SeqNum{3});
            return true;
        };
        QTRY_VERIFY(act() && waits);
        const auto read = readIn(bench, "Work", 2);
        QTRY_VERIFY(read->isOver());
        QCOMPARE(read->error, QString());
        QCOMPARE(read->value->sections.value("1"), QByteArray("text 2"));
        QCOMPARE(bench.server.made, 2);
    }
    // What is not kept here is found by the server, and what it found is kept from then on.
    void serverSearch()
    {
        Bench bench;
        bench.open("INBOX");
        QTRY_COMPARE(bench.connection.state, ConnectionState::Online);
        ServerSearch search;
        search.folder = folder("Work");
        search.criteria = SearchKey::anywhere(QStringLiteral("budget"));
        search.limit = 3;
        const auto first = outcomeOf(bench.account->searchServer(search));
        QTRY_VERIFY(first->isOver());
        QCOMPARE(first->error, QString());
        QCOMPARE(uidsOf(*first->value), (QList<quint32>{5, 4, 3}));
        QCOMPARE(first->value->messages.first()->envelope.subject, std::optional<QByteArray>("s5"));
        QCOMPARE(first->value->found, 5U);
        QCOMPARE(first->value->next, Uid{3});
        QVERIFY(bench.saidOn(2, QStringLiteral("UID SEARCH TEXT \"budget\"")));
        QVERIFY(!bench.saidOn(1, QStringLiteral("UID SEARCH")));
        const auto fetches = [&] { return bench.server.lines.filter(QStringLiteral("ENVELOPE")).size(); };
        const auto before = fetches();
        const auto again = outcomeOf(bench.account->searchServer(search));
        QTRY_VERIFY(again->isOver());
        QCOMPARE(uidsOf(*again->value), (QList<quint32>{5, 4, 3}));
        QCOMPARE(fetches(), before);
        search.before = first->value->next;
        bench.server.special = [](const QByteArray &tag, const QByteArray &command) {
            return command.startsWith("UID SEARCH") ? "* SEARCH 1 2\r\n" + tag + " OK done\r\n"
                                                    : QByteArray();
        };
        const auto rest = outcomeOf(bench.account->searchServer(search));
        QTRY_VERIFY(rest->isOver());
        QVERIFY(bench.saidOn(2, QStringLiteral("UID SEARCH UID 1:2 TEXT \"budget\"")));
        QCOMPARE(uidsOf(*rest->value), (QList<quint32>{2, 1}));
        QVERIFY(!rest->value->next.isValid());
    }
    void serverThatDoesNotSearch()
    {
        Bench bench;
        bench.open("INBOX");
        QTRY_COMPARE(bench.connection.state, ConnectionState::Online);
        bench.server.special = [](const QByteArray &tag, const QByteArray &command) {
            return command.startsWith("UID SEARCH") ? tag + " NO [BADCHARSET (US-ASCII)] no\r\n"
                                                    : QByteArray();
        };
        ServerSearch search;
        search.folder = folder("Work");
        search.criteria = SearchKey::anywhere(QStringLiteral("b\u00fcdget"));
        const auto refused = outcomeOf(bench.account->searchServer(search));
        QTRY_VERIFY(refused->isOver());
        QCOMPARE(refused->error, QStringLiteral("InvalidCriteriaError"));
        bench.account->goOffline();
        const auto offline = outcomeOf(bench.account->searchServer(search));
        QTRY_VERIFY(offline->isOver());
        QCOMPARE(offline->error, QStringLiteral("AbortError"));
    }
};

QTEST_GUILESS_MAIN(TestAccountReading)
#include "tst_accountreading.moc"
