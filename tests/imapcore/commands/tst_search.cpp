#include "commands/search.h"
#include "imapcore/commands/commandtesting.h"

using namespace imap;
using namespace testing;

namespace
{

using Key = SearchKey;

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Search searching(const Key &criteria, std::optional<SearchReturn> returns = {})
{
    Search search;
    search.criteria = criteria;
    search.returns = returns;
    return search;
}

QByteArray textOf(const std::optional<MessageSet> &ids)
{
    return ids ? std::visit([](const auto &set) { return set.toByteArray(); }, *ids) : QByteArray("unknown");
}

/// The name of the capability that is missing, or nothing.
QByteArray missing(const Search &search, const char *capabilities)
{
    try {
        search.check(Capabilities(QByteArray(capabilities).split(' ')));
    } catch (const CapabilityError &error) {
        return error.message().toUtf8();
    }
    return {};
}

} // namespace

class SearchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode_data();
    void encode();
    void needs_data();
    void needs();
    void requirements();
    void results_data();
    void results();
    void nothingFound();
    void byNumber();
    void updates();
    void otherResponsesAreNotItsOwn();
    void returnWords();
    void compact();
    void refusals_data();
    void refusals();
    void refusedForOtherReasons();
    void cancelUpdate();
};

void SearchTest::encode_data()
{
    QTest::addColumn<Search>("search");
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *line, const Search &search) {
        QTest::newRow(line) << search << QByteArray(line);
    };
    row("A UID SEARCH ALL", {});
    Search numbers = searching(Key::seen());
    numbers.byUid = false;
    row("A SEARCH SEEN", numbers);
    row("A UID SEARCH RETURN (ALL) ALL", searching({}, SearchReturn{}));
    row("A UID SEARCH RETURN (MIN MAX COUNT) UNSEEN",
        searching(Key::Simple::Unseen, SearchReturn{.min = true, .max = true, .count = true}));
    row("A UID SEARCH RETURN (SAVE) FLAGGED", searching(Key::flagged(), SearchReturn{.save = true}));
    row("A UID SEARCH RETURN (PARTIAL -1:-50) ALL",
        searching({}, SearchReturn{.partial = PartialRange{-1, -50}}));
    row("A UID SEARCH RETURN (ALL UPDATE CONTEXT) ALL",
        searching({}, SearchReturn{.all = true, .update = true, .context = true}));
    Search charset = searching(Key::subject(s("x")));
    charset.charset = "ISO-8859-1";
    row("A UID SEARCH CHARSET ISO-8859-1 SUBJECT \"x\"", charset);
}

void SearchTest::encode()
{
    QFETCH(Search, search);
    QFETCH(QByteArray, line);
    QCOMPARE(encoded(search), line);
}

/// What the server does not offer is not sent to it.
void SearchTest::needs_data()
{
    QTest::addColumn<Search>("search");
    QTest::addColumn<QByteArray>("with"); // and one more is needed
    QTest::addColumn<QByteArray>("more");
    const auto row = [](const char *with, const char *more, const Search &search) {
        QTest::addRow("%s %s %s", with, more, encoded(search).constData())
            << search << QByteArray(with) << QByteArray(more);
    };
    const auto date = [](Key::DateField field) { return Key::date(field, QDate(2024, 1, 1)); };
    row("IMAP4rev1", "ESEARCH", searching({}, SearchReturn{.count = true}));
    row("IMAP4rev1", "IMAP4rev2", searching({}, SearchReturn{.count = true}));
    row("IMAP4rev1", "CONTEXT=SEARCH", searching({}, SearchReturn{.count = true}));
    row("IMAP4rev1 ESEARCH", "SEARCHRES", searching({}, SearchReturn{.save = true}));
    row("IMAP4rev1 ESEARCH", "PARTIAL", searching({}, SearchReturn{.partial = PartialRange{1, 5}}));
    row("IMAP4rev1", "PARTIAL", searching({}, SearchReturn{.partial = PartialRange{-1, -5}}));
    row("IMAP4rev1 CONTEXT=SEARCH", "PARTIAL", searching({}, SearchReturn{.partial = PartialRange{-1, -5}}));
    row("IMAP4rev1", "CONTEXT=SEARCH", searching({}, SearchReturn{.partial = PartialRange{1, 5}}));
    row("IMAP4rev1 ESEARCH", "CONTEXT=SEARCH", searching({}, SearchReturn{.update = true}));
    row("IMAP4rev1 ESEARCH", "SEARCH=FUZZY", searching({}, SearchReturn{.relevancy = true}));
    row("IMAP4rev1", "SEARCHRES", searching(Key::savedResult()));
    row("IMAP4rev1", "WITHIN", searching(Key::number(Key::NumberField::Younger, 1)));
    row("IMAP4rev1", "WITHIN", searching(Key::seen() && !Key::number(Key::NumberField::Older, 1)));
    row("IMAP4rev1", "SAVEDATE", searching(date(Key::DateField::SavedSince)));
    row("IMAP4rev1", "SAVEDATE", searching(date(Key::DateField::SavedOn) || Key::seen()));
    row("IMAP4rev1", "SAVEDATE", searching(Key::Simple::SaveDateSupported));
    row("IMAP4rev1", "CONDSTORE", searching(Key::modified(ModSeq(1))));
    row("IMAP4rev1", "QRESYNC", searching(Key::modified(ModSeq(1))));
    row("IMAP4rev1", "OBJECTID", searching(Key::name(Key::NameField::EmailId, "M1")));
    row("IMAP4rev1", "FILTERS", searching(Key::name(Key::NameField::Filter, "f")));
    row("IMAP4rev1", "SEARCH=FUZZY", searching(Key::fuzzy(Key::subject(s("x")))));
    row("IMAP4rev1", "X-GM-EXT-1", searching(Key::gmail(s("x"))));
    row("IMAP4rev1", "X-GM-EXT-1", searching(Key::number(Key::NumberField::GmailThreadId, 5)));
    row("IMAP4rev2", "IMAP4rev1", searching(Key::Simple::Recent));
}

void SearchTest::needs()
{
    QFETCH(Search, search);
    QFETCH(QByteArray, with);
    QFETCH(QByteArray, more);
    QVERIFY(!missing(search, with).isEmpty());
    QCOMPARE(missing(search, with + ' ' + more), QByteArray());
}

void SearchTest::requirements()
{
    const Requirements byUid = searching(Key::seen()).requirements();
    QCOMPARE(byUid.states, unsigned(Selected));
    QVERIFY(!byUid.usesSequenceNumbers);
    QVERIFY(byUid.mayCauseExpunge);
    Search numbers;
    numbers.byUid = false;
    QVERIFY(numbers.requirements().usesSequenceNumbers);
    QVERIFY(!numbers.requirements().mayCauseExpunge);
    // The numbers may also be among the criteria.
    QVERIFY(searching(!Key::messages(*SeqSet::parse("1:5"))).requirements().usesSequenceNumbers);
    QVERIFY(!searching(!Key::messages(*UidSet::parse("1:5"))).requirements().usesSequenceNumbers);
}

/// The result does not depend on which response brought it.
void SearchTest::results_data()
{
    QTest::addColumn<QList<QByteArray>>("responses");
    QTest::addColumn<QByteArray>("ids");
    QTest::addColumn<SearchResult>("rest");
    const auto row = [](const char *name, const QList<QByteArray> &responses, const char *ids,
                        const SearchResult &rest = {}) {
        QTest::newRow(name) << responses << QByteArray(ids) << rest;
    };
    row("SEARCH", {"* SEARCH 2 84 882"}, "2,84,882");
    row("SEARCH in no order", {"* SEARCH 9 3 4 2 9"}, "2:4,9");
    row("SEARCH in two lines", {"* SEARCH 9 3", "* SEARCH 4"}, "3:4,9");
    row("SEARCH with MODSEQ", {"* SEARCH 2 5 (MODSEQ 917)"}, "2,5", {.modSeq = ModSeq(917)});
    row("SEARCH of nothing", {"* SEARCH"}, "");
    row("no SEARCH", {}, "");
    row("ESEARCH", {"* ESEARCH (TAG \"A\") UID ALL 9,2:4"}, "2:4,9", {.tag = "A"});
    row("ESEARCH without tag", {"* ESEARCH UID ALL 2"}, "2");
    row("ESEARCH of nothing", {"* ESEARCH (TAG \"A\") UID"}, "", {.tag = "A"});
    row("ESEARCH with more", {"* ESEARCH (TAG \"A\") UID MIN 2 MAX 9 COUNT 4 MODSEQ 7 ALL 2:4,9"}, "2:4,9",
        {.min = 2, .max = 9, .count = 4, .modSeq = ModSeq(7), .tag = "A"});
    row("among others", {"* 3 EXISTS", "* SEARCH 1", "* 1 FETCH (FLAGS ())"}, "1");
}

void SearchTest::results()
{
    QFETCH(QList<QByteArray>, responses);
    QFETCH(QByteArray, ids);
    QFETCH(SearchResult, rest);
    SearchResult result = run(searching({}), responses);
    QCOMPARE(textOf(result.ids), ids);
    QVERIFY(std::holds_alternative<UidSet>(*result.ids));
    result.ids.reset();
    QVERIFY(result == rest);
}

/// Ids that were not asked for are not known; that is not the same as none.
void SearchTest::nothingFound()
{
    const Search count = searching({}, SearchReturn{.count = true});
    QCOMPARE(textOf(run(count, {"* ESEARCH (TAG \"A\") UID COUNT 0"}).ids), QByteArray("unknown"));
    const Search all = searching({}, SearchReturn{.all = true, .count = true});
    QCOMPARE(textOf(run(all, {"* ESEARCH (TAG \"A\") UID COUNT 0"}).ids), QByteArray());
    const Search partial = searching({}, SearchReturn{.partial = PartialRange{1, 10}});
    const SearchResult result = run(partial, {"* ESEARCH (TAG \"A\") UID PARTIAL (1:10 3,5:6)"});
    QCOMPARE(result.partial->ids.toByteArray(), QByteArray("3,5:6"));
    QCOMPARE(textOf(result.ids), QByteArray("unknown"));
}

void SearchTest::byNumber()
{
    Search search;
    search.byUid = false;
    const SearchResult result = run(search, {"* SEARCH 3 1"});
    QCOMPARE(std::get<SeqSet>(*result.ids).toByteArray(), QByteArray("1,3"));
    QVERIFY(std::holds_alternative<SeqSet>(*run(search, {}).ids));
}

/// RFC 5267 §4.3: the answer may be followed by changes, or by the server's word that none will come.
void SearchTest::updates()
{
    const Search search = searching({}, SearchReturn{.all = true, .update = true});
    const SearchResult result =
        run(search, {"* ESEARCH (TAG \"A\") UID ALL 1:3",
                     "* ESEARCH (TAG \"A\") UID ADDTO (0 7 0 9:10) REMOVEFROM (0 2)"});
    QCOMPARE(result.tag, QByteArray("A"));
    QCOMPARE(result.changes.size(), 3);
    QCOMPARE(result.changes.at(1).ids.toByteArray(), QByteArray("9:10"));
    QVERIFY(!result.changes.at(1).removed);
    QVERIFY(result.changes.at(2).removed);
    QVERIFY(!result.noUpdate);
    QVERIFY(run(search, {"* NO [NOUPDATE \"A\"] too many contexts"}).noUpdate);
    QVERIFY(run(search, {}, completion("A OK [NOUPDATE \"A\"] done")).noUpdate);
}

void SearchTest::otherResponsesAreNotItsOwn()
{
    SearchResult result;
    for (const char *line : {"* SORT 1 2", "* THREAD (1)", "* 3 EXISTS", "* OK fine",
                             "* ESEARCH (TAG \"A\" MAILBOX \"x\" UIDVALIDITY 1) UID ALL 1"})
        QVERIFY2(!Search().collect(anyUntagged(line), result), line);
    QVERIFY(result == SearchResult());
}

void SearchTest::returnWords()
{
    QVERIFY(SearchReturn::parse(s("min MAX")) == (SearchReturn{.min = true, .max = true}));
    QVERIFY(SearchReturn::parse(s(" ALL COUNT  SAVE ")) ==
            (SearchReturn{.all = true, .count = true, .save = true}));
    QVERIFY(
        SearchReturn::parse(s("PARTIAL -1:-5 UPDATE CONTEXT RELEVANCY")) ==
        (SearchReturn{.update = true, .context = true, .relevancy = true, .partial = PartialRange{-1, -5}}));
    QVERIFY(SearchReturn::parse(QString()).wantsAll());
    for (const char *wrong : {"MINI", "PARTIAL", "PARTIAL 1", "MIN (MAX)"})
        QVERIFY_EXCEPTION_THROWN(SearchReturn::parse(s(wrong)), InvalidCriteriaError);
}

/// A million hits are one short line where the server knows ranges.
void SearchTest::compact()
{
    const Search search = searching(Key::seen());
    QCOMPARE(encoded(search.compactFor(Capabilities({"IMAP4rev1"}))), QByteArray("A UID SEARCH SEEN"));
    QCOMPARE(encoded(search.compactFor(Capabilities({"IMAP4rev1", "ESEARCH"}))),
             QByteArray("A UID SEARCH RETURN (ALL) SEEN"));
    const Search count = searching({}, SearchReturn{.count = true});
    QCOMPARE(encoded(count.compactFor(Capabilities({"ESEARCH"}))), encoded(count));
}

void SearchTest::refusals_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<Search>("search");
    QTest::addColumn<QByteArray>("says"); // in the message
    const Search plain = searching(Key::subject(s("x")));
    const Search umlauts = searching(Key::subject(s("ü")));
    QTest::newRow("BAD") << QByteArray("A BAD Unknown argument X") << plain << QByteArray("refused");
    QTest::newRow("NO") << QByteArray("A NO cannot") << plain << QByteArray("refused");
    QTest::newRow("BADCHARSET") << QByteArray("A NO [BADCHARSET (US-ASCII \"KOI8-R\")] no") << umlauts
                                << QByteArray("charset UTF-8. It knows US-ASCII, KOI8-R.");
    QTest::newRow("BADCHARSET alone")
        << QByteArray("A NO [BADCHARSET] no") << umlauts << QByteArray("charset UTF-8.");
    // Exchange 2003 and others have no code for it.
    QTest::newRow("BAD about the charset") << QByteArray("A BAD Unsupported Charset") << umlauts
                                           << QByteArray("does not search in the charset UTF-8");
    QTest::newRow("BAD beside a charset") << QByteArray("A BAD Command Argument Error") << umlauts
                                          << QByteArray("charset UTF-8, which some servers do not take");
}

void SearchTest::refusals()
{
    QFETCH(QByteArray, line);
    QFETCH(Search, search);
    QFETCH(QByteArray, says);
    const Completion end = completion(line);
    const std::exception_ptr error = search.error(end);
    QVERIFY(error);
    try {
        std::rethrow_exception(error);
    } catch (const InvalidCriteriaError &refusal) {
        QVERIFY2(refusal.message().toUtf8().contains(says), refusal.what());
        QCOMPARE(refusal.serverText(), end.text);
        QCOMPARE(refusal.command(), QByteArray("UID SEARCH"));
    }
}

/// A server that is out of order has not judged the criteria.
void SearchTest::refusedForOtherReasons()
{
    for (const char *line : {"A NO [UNAVAILABLE] index gone", "A NO [SERVERBUG] oops",
                             "A NO [LIMIT] slow down", "A NO [NOTSAVED] no room"})
        QVERIFY2(!searching({}).error(completion(line)), line);
}

void SearchTest::cancelUpdate()
{
    CancelUpdate cancel;
    cancel.tags = {"A1", "A2"};
    QCOMPARE(encoded(cancel), QByteArray("A CANCELUPDATE \"A1\" \"A2\""));
    QVERIFY_EXCEPTION_THROWN(cancel.check(Capabilities({"ESEARCH"})), CapabilityError);
    cancel.check(Capabilities({"CONTEXT=SORT"}));
}

Q_DECLARE_METATYPE(imap::SearchResult)
QTEST_GUILESS_MAIN(SearchTest)
#include "tst_search.moc"
