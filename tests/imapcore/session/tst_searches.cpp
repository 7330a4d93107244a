#include "commands/multisearch.h"
#include "commands/select.h"
#include "commands/sort.h"
#include "support/conversation.h"

using namespace imap;
using namespace imap::test;

namespace
{

/// A session that has INBOX open; the next tag is A2.
struct Opened : Conversation {
    Opened()
    {
        greets("* PREAUTH [CAPABILITY IMAP4rev1 ESEARCH ESORT SORT CONTEXT=SEARCH MULTISEARCH UTF8=ACCEPT "
               "ENABLE] ready");
        Select command;
        command.mailbox = MailboxName(QStringLiteral("INBOX"));
        auto done = session().run(std::move(command));
        client("A1 SELECT INBOX");
        server("* 9 EXISTS\r\nA1 OK [READ-WRITE] done");
        [&] { QTRY_VERIFY(done.isFinished()); }();
    }
};

Search searching(const SearchKey &criteria, std::optional<SearchReturn> returns = {})
{
    Search search;
    search.criteria = criteria;
    search.returns = returns;
    return search;
}

QByteArray uids(const SearchResult &result)
{
    return result.ids ? std::get<UidSet>(*result.ids).toByteArray() : QByteArray("unknown");
}

} // namespace

class TestSearches : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // "* SEARCH" does not say whose it is, so the second search waits for the end of the first.
    void twoSearchesDoNotMix()
    {
        Opened talk;
        auto seen = talk.session().run(searching(SearchKey::seen()));
        auto flagged = talk.session().run(searching(SearchKey::flagged()));
        talk.client("A2 UID SEARCH SEEN");
        QVERIFY(talk.isSilent());
        talk.server("* SEARCH 1 2\r\nA2 OK done");
        talk.client("A3 UID SEARCH FLAGGED");
        talk.server("* SEARCH 7\r\nA3 OK done");
        QTRY_VERIFY(flagged.isFinished());
        QCOMPARE(uids(seen.result()), QByteArray("1:2"));
        QCOMPARE(uids(flagged.result()), QByteArray("7"));
    }
    // SEARCH and SORT are told apart, so they may run together.
    void searchBesideSort()
    {
        Opened talk;
        Sort command;
        command.keys = parseSortKeys(QStringLiteral("DATE"));
        auto found = talk.session().run(searching(SearchKey::seen()));
        auto sorted = talk.session().run(std::move(command));
        talk.client("A2 UID SEARCH SEEN");
        talk.client("A3 UID SORT (DATE) US-ASCII ALL");
        talk.server("* SEARCH 1 2\r\nA2 OK done\r\n* SORT 5 3 4\r\nA3 OK done");
        QTRY_VERIFY(sorted.isFinished());
        QCOMPARE(uids(found.result()), QByteArray("1:2"));
        QCOMPARE(sorted.result().ids->toByteArray(), QByteArray("5,3,4"));
    }
    // An ESEARCH names the command that it answers, in whatever order the server finishes them.
    void answersFindTheirCommand()
    {
        Opened talk;
        MultiSearch everywhere;
        everywhere.criteria = SearchKey::flagged();
        auto here =
            talk.session().run(searching(SearchKey::seen(), SearchReturn{.all = true, .count = true}));
        auto there = talk.session().run(std::move(everywhere));
        talk.client("A2 UID SEARCH RETURN (ALL COUNT) SEEN");
        talk.client("A3 ESEARCH RETURN (ALL) FLAGGED");
        talk.server("* ESEARCH (TAG \"A3\") UID ALL 8\r\n* ESEARCH (TAG \"A2\") UID ALL 1:2 COUNT 2\r\n"
                    "A3 OK done\r\nA2 OK done");
        QTRY_VERIFY(here.isFinished() && there.isFinished());
        QCOMPARE(uids(here.result()), QByteArray("1:2"));
        QCOMPARE(there.result().size(), 1);
        QCOMPARE(uids(there.result().first().found), QByteArray("8"));
    }
    // RFC 5267 §4.3: changes of an earlier search go on coming, also while another one runs.
    void changesOfAnEarlierSearch()
    {
        Opened talk;
        auto watched =
            talk.session().run(searching(SearchKey::seen(), SearchReturn{.all = true, .update = true}));
        talk.client("A2 UID SEARCH RETURN (ALL UPDATE) SEEN");
        talk.server("* ESEARCH (TAG \"A2\") UID ALL 1:2\r\nA2 OK done");
        QTRY_VERIFY(watched.isFinished());
        QCOMPARE(watched.result().tag, QByteArray("A2"));
        QList<EsearchResponse> told;
        QObject::connect(&talk.session(), &Session::untagged, &talk.session(), [&](const Untagged &untagged) {
            if (const auto *esearch = std::get_if<EsearchResponse>(&untagged))
                told.append(*esearch);
        });
        auto other = talk.session().run(searching(SearchKey::flagged(), SearchReturn{.all = true}));
        talk.client("A3 UID SEARCH RETURN (ALL) FLAGGED");
        talk.server(
            "* ESEARCH (TAG \"A2\") UID ADDTO (0 5)\r\n* ESEARCH (TAG \"A3\") UID ALL 7\r\nA3 OK done");
        QTRY_VERIFY(other.isFinished());
        QCOMPARE(uids(other.result()), QByteArray("7"));
        QVERIFY(other.result().changes.isEmpty());
        QCOMPARE(told.size(), 2);
        QCOMPARE(told.first().changes.first().ids.toByteArray(), QByteArray("5"));
    }
    // Nothing of a search that cannot be sent reaches the server, and the connection lives on.
    void whatCannotBeSent()
    {
        Opened talk;
        auto unsupported = talk.session().run(searching(SearchKey::gmail(QStringLiteral("x"))));
        QCOMPARE(failureOf<CapabilityError>(unsupported).command(), QByteArray("UID SEARCH"));
        Search command = searching(SearchKey::subject(QStringLiteral("\u65e5\u672c")));
        command.charset = "ISO-8859-1";
        auto unencodable = talk.session().run(std::move(command));
        QCOMPARE(failureOf<InvalidCriteriaError>(unencodable).fault().text, QStringLiteral("\u65e5\u672c"));
        QVERIFY(talk.isSilent());
        auto next = talk.session().run(searching(SearchKey::seen()));
        QVERIFY(talk.takeUnread().endsWith(" UID SEARCH SEEN\r\n"));
    }
    void refusedCriteria()
    {
        Opened talk;
        auto refused = talk.session().run(searching(SearchKey::raw(QStringLiteral("FLAVOUR sweet"))));
        talk.client("A2 UID SEARCH FLAVOUR sweet");
        talk.server("A2 BAD Unknown argument FLAVOUR");
        const auto error = failureOf<InvalidCriteriaError>(refused);
        QCOMPARE(error.serverText(), QByteArray("Unknown argument FLAVOUR"));
        QVERIFY(error.sessionUsable());
    }
};

QTEST_GUILESS_MAIN(TestSearches)
#include "tst_searches.moc"
