#include "types/error.h"
#include "types/searchkey.h"

#include <QtTest>

using namespace imap;

namespace
{

using Key = SearchKey;

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

/// The fault of a line, or of words, that cannot be read.
template <class Typed>
std::optional<InvalidCriteriaError> errorOf(const Typed &typed)
{
    try {
        Key::parse(typed);
    } catch (const InvalidCriteriaError &error) {
        return error;
    }
    return {};
}

} // namespace

class SearchKeyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lines_data();
    void lines();
    void words_data();
    void words();
    void nestedLists();
    void faults_data();
    void faults();
    void faultsOfWords();
    void canonical();
    void builders();
    void longOrNestsLittle();
    void depthIsBounded();
    void hostileLines_data();
    void hostileLines();
    void systemFlagsThatHaveNoKey();
    void whatCannotBeWritten();
};

void SearchKeyTest::lines_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<SearchKey>("key");
    QTest::addColumn<QString>("text"); // as it is written back
    const auto row = [](const char *line, const Key &key, const char *text = nullptr) {
        QTest::newRow(line) << s(line) << key << s(text ? text : line);
    };
    row("ALL", Key::all());
    row("", Key::all(), "ALL");
    row("  \t ", Key::all(), "ALL");
    row("unseen", Key::Simple::Unseen, "UNSEEN");
    row("SUBJECT Grüße UNSEEN", Key::subject(s("Grüße")) && Key(Key::Simple::Unseen));
    row("subject \"a b\" ALL", Key::subject(s("a b")), "SUBJECT \"a b\"");
    row("FROM \"say \\\"hi\\\" \\\\\"", Key::from(s("say \"hi\" \\")));
    row("TEXT \"\"", Key::anywhere(QString()));
    row("OR (FROM a) NOT SEEN", Key::from(s("a")) || !Key::seen(), "OR FROM a NOT SEEN");
    row("or ( from a  to b ) not ( seen )", (Key::from(s("a")) && Key::to(s("b"))) || !Key::seen(),
        "OR (FROM a TO b) NOT SEEN");
    row("NOT (SEEN FLAGGED)", !(Key::seen() && Key::flagged()));
    row("(((SEEN)))", Key::seen(), "SEEN");
    row("(SEEN (FLAGGED DRAFT))", Key::seen() && Key::flagged() && Key::draft(), "SEEN FLAGGED DRAFT");
    row("OR SEEN OR FLAGGED DRAFT", Key::anyOf({Key::seen(), Key::flagged(), Key::draft()}));
    row("OR OR SEEN FLAGGED DRAFT", Key::anyOf({Key::seen(), Key::flagged(), Key::draft()}),
        "OR SEEN OR FLAGGED DRAFT");
    row("NOT NOT SEEN", Key::seen(), "SEEN");
    row("FUZZY SUBJECT meting", Key::fuzzy(Key::subject(s("meting"))));
    row("CC a BCC b BODY c", Key::cc(s("a")) && Key::bcc(s("b")) && Key::body(s("c")));
    row("KEYWORD $Work UNKEYWORD Later", Key::flag(Flag("$Work")) && Key::keyword(Flag("Later"), false));
    row("KEYWORD \\Seen UNKEYWORD \\flagged", Key::seen() && !Key::flagged(), "SEEN NOT FLAGGED");
    row("HEADER List-Id \"\"", Key::header("List-Id", QString()));
    row("HEADER X-Spam yes", Key::header("X-Spam", s("yes")));
    row("SINCE 1-Feb-2024", Key::since(QDate(2024, 2, 1)));
    row("SINCE 01-feb-2024", Key::since(QDate(2024, 2, 1)), "SINCE 1-Feb-2024");
    row("BEFORE 2024-02-29", Key::before(QDate(2024, 2, 29)), "BEFORE 29-Feb-2024");
    row("ON \"1-Jan-0001\"", Key::on(QDate(1, 1, 1)), "ON 1-Jan-0001");
    row("SENTBEFORE 1-Mar-2020 SENTON 2-Mar-2020 SENTSINCE 3-Mar-2020",
        Key::date(Key::DateField::SentBefore, QDate(2020, 3, 1)) &&
            Key::date(Key::DateField::SentOn, QDate(2020, 3, 2)) &&
            Key::date(Key::DateField::SentSince, QDate(2020, 3, 3)));
    row("SAVEDBEFORE 1-Mar-2020 SAVEDON 2-Mar-2020 SAVEDSINCE 3-Mar-2020 SAVEDATESUPPORTED",
        Key::date(Key::DateField::SavedBefore, QDate(2020, 3, 1)) &&
            Key::date(Key::DateField::SavedOn, QDate(2020, 3, 2)) &&
            Key::date(Key::DateField::SavedSince, QDate(2020, 3, 3)) && Key(Key::Simple::SaveDateSupported));
    row("YOUNGER 3600 OLDER 4294967295",
        Key::number(Key::NumberField::Younger, 3600) && Key::number(Key::NumberField::Older, 4294967295u));
    row("LARGER 9223372036854775807 SMALLER 0", Key::larger(9223372036854775807u) && Key::smaller(0));
    row("UID 1:5,9,20:*", Key::messages(*UidSet::parse("1:5,9,20:*")));
    row("1:5,9,20:*", Key::messages(*SeqSet::parse("1:5,9,20:*")));
    row("*", Key::messages(*SeqSet::parse("*")));
    row("$", Key::savedResult());
    row("UID $", Key::savedResult(), "$");
    row("MODSEQ 620162338", Key::modified(ModSeq(620162338)));
    row("MODSEQ \"/flags/\\\\draft\" ALL 7",
        Key::modified({ModSeq(7), "/flags/\\draft", Key::Modified::Scope::All}),
        "MODSEQ \"/flags/\\\\draft\" all 7");
    row("EMAILID M00000001 THREADID T64b478a75b7ea9",
        Key::name(Key::NameField::EmailId, "M00000001") &&
            Key::name(Key::NameField::ThreadId, "T64b478a75b7ea9"));
    row("FILTER on-the-road", Key::name(Key::NameField::Filter, "on-the-road"));
    row("X-GM-RAW \"has:attachment in:unread\"", Key::gmail(s("has:attachment in:unread")));
    row("X-GM-LABELS Ärger X-GM-MSGID 1278455344230334865 X-GM-THRID 18446744073709551615",
        Key::text(Key::TextField::GmailLabel, s("Ärger")) &&
            Key::number(Key::NumberField::GmailMessageId, 1278455344230334865u) &&
            Key::number(Key::NumberField::GmailThreadId, 18446744073709551615u));
    // Parentheses in words
    row("SUBJECT (draft) SEEN", Key::subject(s("(draft)")) && Key::seen(), "SUBJECT \"(draft)\" SEEN");
    row("SUBJECT :) SEEN", Key::subject(s(":)")) && Key::seen(), "SUBJECT \":)\" SEEN");
    row("(SUBJECT \":)\") SEEN", Key::subject(s(":)")) && Key::seen(), "SUBJECT \":)\" SEEN");
    row("OR (SUBJECT f(x)) SEEN", Key::subject(s("f(x)")) || Key::seen(), "OR SUBJECT \"f(x)\" SEEN");
    row("OR (SUBJECT \"a b\") SEEN", Key::subject(s("a b")) || Key::seen(), "OR SUBJECT \"a b\" SEEN");
    row("SUBJECT NOT", Key::subject(s("NOT")));
    row("SUBJECT it\"s", Key::subject(s("it\"s")), "SUBJECT \"it\\\"s\"");
}

void SearchKeyTest::lines()
{
    QFETCH(QString, line);
    QFETCH(SearchKey, key);
    QFETCH(QString, text);
    const Key parsed = Key::parse(line);
    QCOMPARE(parsed.toText(), text);
    QVERIFY(parsed == key);
    QVERIFY(Key::parse(text) == key);
}

/// As a shell hands words over: spaces inside one belong to it where a value is wanted.
void SearchKeyTest::words_data()
{
    QTest::addColumn<QStringList>("typed");
    QTest::addColumn<SearchKey>("key");
    QTest::newRow("none") << QStringList{} << Key::all();
    QTest::newRow("a value with spaces")
        << QStringList{s("SUBJECT"), s("a b (c"), s("SEEN")} << (Key::subject(s("a b (c")) && Key::seen());
    QTest::newRow("a quote is a quote") << QStringList{s("SUBJECT"), s("\"")} << Key::subject(s("\""));
    QTest::newRow("quoted twice") << QStringList{s("SUBJECT"), s("\"a b\"")} << Key::subject(s("a b"));
    QTest::newRow("a group in one word")
        << QStringList{s("OR"), s("(FROM a)"), s("NOT SEEN")} << (Key::from(s("a")) || !Key::seen());
    QTest::newRow("a group in many") << QStringList{s("OR"), s("(FROM"), s("a b)"), s("NOT"), s("SEEN")}
                                     << (Key::from(s("a b")) || !Key::seen());
    QTest::newRow("parentheses alone") << QStringList{s("NOT"), s("("), s("SEEN"), s("FROM"), s("a"), s(")")}
                                       << !(Key::seen() && Key::from(s("a")));
    QTest::newRow("one line") << QStringList{s("SUBJECT \"a b\" UNSEEN")}
                              << (Key::subject(s("a b")) && Key(Key::Simple::Unseen));
    QTest::newRow("a closing one at the end of a value")
        << QStringList{s("SUBJECT"), s("smile :)")} << Key::subject(s("smile :)"));
    QTest::newRow("empty value") << QStringList{s("HEADER"), s("X-A"), QString()}
                                 << Key::header("X-A", QString());
    QTest::newRow("empty words between") << QStringList{QString(), s("SEEN"), QString()} << Key::seen();
}

void SearchKeyTest::words()
{
    QFETCH(QStringList, typed);
    QFETCH(SearchKey, key);
    const Key parsed = Key::parse(typed);
    QVERIFY2(parsed == key, qPrintable(parsed.toText()));
}

/// As a program has them, where no quoting is needed to tell a value from a group.
void SearchKeyTest::nestedLists()
{
    using List = QList<Token>;
    const auto atom = [](const char *text) { return Token{Token::Atom{text}}; };
    const auto string = [](const char *bytes) { return Token{Token::String{bytes}}; };
    const auto list = [](const List &items) { return Token{items}; };
    QVERIFY(Key::parse(List{}) == Key::all());
    QVERIFY(Key::parse(List{atom("OR"), list({atom("FROM"), string("a) \"b\\"), atom("SEEN")}), atom("not"),
                            list({atom("SUBJECT"), string("")})}) ==
            ((Key::from(s("a) \"b\\")) && Key::seen()) || !Key::subject(QString())));
    QVERIFY(Key::parse(List{atom("SUBJECT"), atom("(x)"), atom("UID"), atom("1:5")}) ==
            (Key::subject(s("(x)")) && Key::messages(*UidSet::parse("1:5"))));
    try {
        Key::parse(List{atom("SEEN"), list({atom("FLAGGED"), atom("COLOUR")})});
        QFAIL("understood");
    } catch (const InvalidCriteriaError &error) {
        QCOMPARE(error.fault(), (InvalidCriteriaError::Fault{1, s("COLOUR")}));
    }
    Token deep = atom("SEEN");
    for (int i = 0; i < 2000; ++i)
        deep = list({deep});
    QVERIFY_EXCEPTION_THROWN(Key::parse(List{deep}), InvalidCriteriaError);
    // A string is no key, whatever it says.
    QVERIFY_EXCEPTION_THROWN(Key::parse(List{string("SEEN")}), InvalidCriteriaError);
}

void SearchKeyTest::faults_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *line, int index, const char *word) {
        QTest::newRow(line) << s(line) << index << s(word);
    };
    row("SEEN FLAVOUR sweet", 1, "FLAVOUR");
    row("SINCE yesterday", 1, "yesterday");
    row("SINCE 30-Feb-2024", 1, "30-Feb-2024");
    row("SINCE 1-Foo-2024", 1, "1-Foo-2024");
    row("ON 1-Feb-24", 1, "1-Feb-24");
    row("ON 0000-01-01", 1, "0000-01-01");
    row("LARGER 1k", 1, "1k");
    row("LARGER -1", 1, "-1");
    row("LARGER +1", 1, "+1");
    row("LARGER 9223372036854775808", 1, "9223372036854775808");
    row("YOUNGER 4294967296", 1, "4294967296");
    row("UID 0", 1, "0");
    row("UID a:b", 1, "a:b");
    row("1,,2", 0, "1,,2");
    row("SEEN FROM", 1, "FROM");
    row("SEEN NOT", 1, "NOT");
    row("OR SEEN", 1, "SEEN");
    row("(FROM)", 0, "FROM");
    row("SEEN (FLAGGED FROM ) DRAFT", 2, "FROM");
    row("HEADER Subject", 0, "HEADER");
    row("(SEEN", 0, "(SEEN");
    row("SEEN)", 0, ")");
    row("SEEN () FLAGGED", 1, "()");
    row("(NOT)", 0, ")");
    row("SUBJECT \"open", 1, "\"open");
    row("KEYWORD \\Foo", 1, "\\Foo");
    row("KEYWORD a\"b", 1, "a\"b");
    row("HEADER ä b", 1, "ä");
    row("MODSEQ /flags/a some 1", 2, "some");
    row("MODSEQ x", 1, "x");
}

void SearchKeyTest::faults()
{
    QFETCH(QString, line);
    QFETCH(int, index);
    QFETCH(QString, word);
    const auto error = errorOf(line);
    QVERIFY(error);
    QCOMPARE(error->fault().word, index);
    QCOMPARE(error->fault().text, word);
    QVERIFY(!error->message().isEmpty());
}

/// What is one word for the shell is one word in the error, too.
void SearchKeyTest::faultsOfWords()
{
    const auto error = errorOf(QStringList{s("SUBJECT"), s("a b c"), s("OR SEEN COLOUR")});
    QVERIFY(error);
    QCOMPARE(error->fault().word, 2);
    QCOMPARE(error->fault().text, s("COLOUR"));
}

void SearchKeyTest::canonical()
{
    const Key a = Key::seen(), b = Key::flagged(), c = Key::draft();
    QVERIFY(((a && b) && c) == (a && (b && c)));
    QVERIFY(((a || b) || c) == (a || (b || c)));
    QVERIFY((a && b) != (b && a));
    QVERIFY((a && b) != (a || b));
    QVERIFY((!!a) == a);
    QVERIFY((Key::all() && a) == a);
    QVERIFY((a && Key::all()) == a);
    QVERIFY(Key::allOf({}) == Key::all());
    QVERIFY(Key::anyOf({}) == (!Key::all()));
    QVERIFY(Key::anyOf({a}) == a);
    QVERIFY(Key() == Key::all());
}

void SearchKeyTest::builders()
{
    QCOMPARE((Key::from(s("ann")) && !Key::seen()).toText(), s("FROM ann NOT SEEN"));
    QCOMPARE(Key::flag(flags::Answered).toText(), s("ANSWERED"));
    QCOMPARE(Key::flag(flags::Recent).toText(), s("RECENT"));
    QCOMPARE(Key::flag(Flag("$Junk")).toText(), s("KEYWORD $Junk"));
    QCOMPARE((Key::raw(s("X-NEW 1 X-NEWER 2")) || Key::seen()).toText(), s("OR (X-NEW 1 X-NEWER 2) SEEN"));
}

/// A filter of a thousand senders must not nest a thousand ORs: servers stop at depths of a few dozen.
void SearchKeyTest::longOrNestsLittle()
{
    QList<Key> keys;
    for (int i = 0; i < 1000; ++i)
        keys.append(Key::from(QString::number(i)));
    const Key either = Key::anyOf(keys);
    QCOMPARE(either.depth(), 2);
    int waiting = 0, deepest = 0; // ORs that still lack an arm
    QList<int> arms;
    const QList<SearchPiece> pieces = either.pieces();
    for (const SearchPiece &piece : pieces) {
        if (piece.text == QLatin1String("OR")) {
            arms.append(2);
            deepest = std::max(deepest, ++waiting);
        } else if (piece.kind == SearchPiece::Kind::Text) {
            while (!arms.isEmpty() && --arms.last() == 0) {
                arms.removeLast();
                --waiting;
            }
        }
    }
    QVERIFY(arms.isEmpty());
    QCOMPARE(deepest, 10);
    QVERIFY(Key::parse(either.toText()) == either);
}

void SearchKeyTest::depthIsBounded()
{
    Key key = Key::seen();
    const auto deeper = [&] { key = !(key && Key::flagged()); };
    for (int i = 0; i < 31; ++i)
        deeper();
    QVERIFY(key.depth() <= Key::maxDepth);
    QVERIFY(Key::parse(key.toText()) == key);
    QVERIFY_EXCEPTION_THROWN(for (int i = 0; i < 5; ++i) deeper(), InvalidCriteriaError);
}

void SearchKeyTest::hostileLines_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("parentheses") << QString(100'000, u'(');
    QTest::newRow("parentheses apart") << s("( ").repeated(100'000);
    QTest::newRow("closing") << QString(100'000, u')');
    QTest::newRow("NOT") << s("NOT ").repeated(100'000);
    QTest::newRow("OR") << s("OR ").repeated(100'000);
    QTest::newRow("FUZZY") << s("FUZZY ").repeated(100'000) + s("SEEN");
}

void SearchKeyTest::hostileLines()
{
    QFETCH(QString, line);
    QVERIFY(errorOf(line));
    QVERIFY(errorOf(QStringList{line}));
    QVERIFY(errorOf(line.split(u' ')));
}

void SearchKeyTest::systemFlagsThatHaveNoKey()
{
    QVERIFY_EXCEPTION_THROWN(Key::flag(Flag("\\Junk")), InvalidCriteriaError);
}

void SearchKeyTest::whatCannotBeWritten()
{
    QVERIFY_EXCEPTION_THROWN(Key::messages(UidSet()).pieces(), InvalidCriteriaError);
    QVERIFY_EXCEPTION_THROWN(Key::on(QDate()).pieces(), InvalidCriteriaError);
    QVERIFY_EXCEPTION_THROWN(Key::on(QDate(10000, 1, 1)).pieces(), InvalidCriteriaError);
}

QTEST_GUILESS_MAIN(SearchKeyTest)
#include "tst_searchkey.moc"
