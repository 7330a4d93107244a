#include "imapcore/commands/commandtesting.h"
#include "imapcore/commands/corpus.h"

using namespace imap;
using namespace testing;

/// Which kind of response a line is, and what is done with lines that are none.
class ResponseTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void tagged();
    void taggedThatBreaks();
    void continuation_data();
    void continuation();
    void status_data();
    void status();
    void codes_data();
    void codes();
    void unknownKeepsItsTokens();
    void numberedKeywordNeedsItsNumber();
    void malformed_data();
    void malformed();
    void malformedSaysWhere();
    void limits();
    void corpusIsUnderstood_data() { corpus::columns(); }
    void corpusIsUnderstood();
    void truncation_data() { corpus::columns(); }
    void truncation();
    void everyByteReplaced_data() { corpus::columns(); }
    void everyByteReplaced();
};

void ResponseTest::tagged()
{
    const Response response = parseResponse("A12 OK [READ-WRITE] SELECT completed");
    const auto *tagged = std::get_if<TaggedResponse>(&response);
    QVERIFY(tagged);
    QCOMPARE(tagged->tag, QByteArray("A12"));
    QCOMPARE(tagged->status.kind, StatusResponse::Kind::Ok);
    QCOMPARE(tagged->status.code.name, QByteArray("READ-WRITE"));
    QCOMPARE(tagged->status.text, QByteArray("SELECT completed"));

    QCOMPARE(completion("a no").status, Completion::Status::No);
    QCOMPARE(completion("a  Bad  what?").text, QByteArray("what?"));
}

/// A session must learn which command failed even if the rest of the line is garbage.
void ResponseTest::taggedThatBreaks()
{
    for (const char *line : {"A7 FINE done", "A7 BYE", "A7 OK(x)", "A7", "A7 "}) {
        const Response response = parseResponse(line);
        const auto *malformed = std::get_if<Malformed>(&response);
        QVERIFY2(malformed, line);
        QCOMPARE(malformed->tag, QByteArray("A7"));
    }
    const Response response = parseResponse("A7 FINE done");
    QCOMPARE(std::get<Malformed>(response).keyword, QByteArray("FINE"));
}

void ResponseTest::continuation_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("text") << QByteArray("+ idling") << QByteArray("idling");
    QTest::newRow("base64") << QByteArray("+ PDE4OTYuNjk3MTcwOTUyQHg+")
                            << QByteArray("PDE4OTYuNjk3MTcwOTUyQHg+");
    QTest::newRow("empty") << QByteArray("+ ") << QByteArray();
    QTest::newRow("bare") << QByteArray("+") << QByteArray();
    QTest::newRow("no space") << QByteArray("+OK go on") << QByteArray("OK go on");
}

void ResponseTest::continuation()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, text);
    const Response response = parseResponse(line);
    const auto *continuation = std::get_if<ContinuationResponse>(&response);
    QVERIFY(continuation);
    QCOMPARE(continuation->text, text);
}

void ResponseTest::status_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("text");
    using Kind = StatusResponse::Kind;
    const auto row = [](const char *line, Kind kind, const char *code, const char *text) {
        QTest::newRow(line) << QByteArray(line) << int(kind) << QByteArray(code) << QByteArray(text);
    };
    row("* OK IMAP4rev1 ready", Kind::Ok, "", "IMAP4rev1 ready");
    row("* ok lower case", Kind::Ok, "", "lower case");
    row("* OK", Kind::Ok, "", "");
    row("* OK ", Kind::Ok, "", "");
    row("* NO [ALERT] Disk 95% full", Kind::No, "ALERT", "Disk 95% full");
    row("* NO [alert]no space", Kind::No, "ALERT", "no space");
    row("* BAD Command line too long", Kind::Bad, "", "Command line too long");
    row("* BYE [UNAVAILABLE] later", Kind::Bye, "UNAVAILABLE", "later");
    row("* PREAUTH [CAPABILITY IMAP4rev1] you are in", Kind::Preauth, "CAPABILITY", "you are in");
    row("*  OK  two spaces", Kind::Ok, "", "two spaces");
    // What only looks like a code is text: nothing the server said is lost.
    row("* OK [UIDNEXT 12", Kind::Ok, "", "[UIDNEXT 12");
    row("* OK [] empty", Kind::Ok, "", "[] empty");
    row("* OK [X \"open] text", Kind::Ok, "", "[X \"open] text");
    row("* NO [X (a] b", Kind::No, "", "[X (a] b");
}

void ResponseTest::status()
{
    QFETCH(QByteArray, line);
    QFETCH(int, kind);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, text);
    const auto status = untagged<StatusResponse>(line);
    QVERIFY(status);
    QCOMPARE(int(status->kind), kind);
    QCOMPARE(status->code.name, code);
    QCOMPARE(status->text, text);
}

void ResponseTest::codes_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<Token>>("arguments");
    const auto row = [](const char *line, const QList<Token> &arguments) {
        QTest::newRow(line) << QByteArray(line) << arguments;
    };
    row("[UIDNEXT 4392] Predicted next UID", {atom("4392")});
    row("[COPYUID 38505 304,319:320 3956:3958] Done",
        {atom("38505"), atom("304,319:320"), atom("3956:3958")});
    row("[PERMANENTFLAGS (\\Deleted \\Seen \\*)] Limited",
        {Token{Token::List{atom("\\Deleted"), atom("\\Seen"), atom("\\*")}}});
    row("[PERMANENTFLAGS ()] none", {Token{Token::List{}}});
    row("[BADCHARSET ({5}\r\nUTF-8)] x", {Token{Token::List{string("UTF-8")}}});
    row("[REFERRAL imap://user;AUTH=*@host/box] x", {atom("imap://user;AUTH=*@host/box")});
    row("[BADURL \"a]b\"] x", {string("a]b")});
    row("[METADATA LONGENTRIES 2199] x", {atom("LONGENTRIES"), atom("2199")});
    row("[NOMODSEQ] x", {});
    row("[NOMODSEQ ] x", {});
    row("[X-CODE NIL nil] x", {Token{Token::Nil{}}, Token{Token::Nil{}}});
}

void ResponseTest::codes()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<Token>, arguments);
    const auto status = untagged<StatusResponse>("* OK " + line);
    QVERIFY(status);
    QVERIFY(!status->code.isEmpty());
    QCOMPARE(status->code.arguments, arguments);
    QVERIFY(!status->text.contains(']'));
}

void ResponseTest::unknownKeepsItsTokens()
{
    const auto unknown =
        untagged<UnknownResponse>("* 5 xfoo (1 NIL \"NIL\" {3}\r\na\"b) BODY[HEADER.FIELDS (A B)]<0>");
    QVERIFY(unknown);
    QCOMPARE(unknown->keyword, QByteArray("XFOO"));
    QCOMPARE(unknown->number, std::optional<quint32>(5));
    const QList<Token> expected{
        Token{Token::List{atom("1"), Token{Token::Nil{}}, string("NIL"), string("a\"b")}},
        atom("BODY[HEADER.FIELDS (A B)]<0>")};
    QCOMPARE(unknown->arguments, expected);
    QVERIFY(untagged<UnknownResponse>("* XFOO"));
    // A keyword that takes no number is another one with it.
    QVERIFY(untagged<UnknownResponse>("* 5 SEARCH 1"));
    QVERIFY(untagged<UnknownResponse>("* 5 OK"));
}

void ResponseTest::numberedKeywordNeedsItsNumber()
{
    QCOMPARE(untagged<ExistsResponse>("* 23 exists")->count, 23u);
    QCOMPARE(untagged<ExistsResponse>("* 0 EXISTS")->count, 0u);
    QCOMPARE(untagged<RecentResponse>("* 5  RECENT ")->count, 5u);
    QCOMPARE(untagged<ExpungeResponse>("* 44 EXPUNGE")->number, SeqNum(44));
    QCOMPARE(untagged<ExistsResponse>("* 4294967295 EXISTS")->count, 4294967295u);
}

void ResponseTest::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line : {"",
                             " ",
                             "*",
                             "* ",
                             "*OK",
                             "* 5",
                             "* 5 ",
                             "* EXISTS",
                             "* 0 EXPUNGE",
                             "* 0 FETCH (FLAGS ())",
                             "* 4294967296 EXISTS",
                             "* 99999999999999999999999 EXISTS",
                             "* 3 EXISTS 4",
                             "* (",
                             "* XFOO (",
                             "* XFOO )",
                             "* XFOO \"open",
                             "* XFOO {5}\r\nabc",
                             "* LIST",
                             "* LIST ()",
                             "* STATUS INBOX",
                             "* 1 FETCH",
                             "* 1 FETCH (UID)",
                             "* 1 FETCH (UID x)",
                             "* 1 FETCH (UID 1",
                             "* FLAGS",
                             "* FLAGS (\\Seen",
                             "* VANISHED",
                             "* VANISHED 0",
                             "* SEARCH 1 x",
                             "* NAMESPACE (",
                             "* ID (",
                             "\"quoted\" OK",
                             "(",
                             "\r\n"})
        QTest::newRow(line) << QByteArray(line);
    QTest::newRow("NUL") << QByteArray("* \0 EXISTS", 10);
    QTest::newRow("binary") << QByteArray("\xff\xfe\x00\x01", 4);
}

void ResponseTest::malformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(isMalformed(line));
}

void ResponseTest::malformedSaysWhere()
{
    const QByteArray line = "* 12 FETCH (UID 99999999999 FLAGS ())" + QByteArray(500, 'x');
    const Response response = parseResponse(line);
    const auto &malformed = std::get<Malformed>(response);
    QCOMPARE(malformed.keyword, QByteArray("FETCH"));
    QVERIFY(malformed.offset >= 16 && malformed.offset <= 27);
    QVERIFY(!malformed.expected.isEmpty());
    QCOMPARE(malformed.beginning, line.first(200));
    QVERIFY(malformed.tag.isEmpty());
}

void ResponseTest::limits()
{
    // Nesting: a stack is finite.
    for (const char *head : {"* XFOO ", "* 1 FETCH (X-Y ", "* 1 FETCH (BODYSTRUCTURE ", "* OK [X ", "* ID ",
                             "* LIST () NIL a (x ", "* 1 FETCH (ENVELOPE (NIL NIL "}) {
        const QByteArray deep = head + QByteArray(200'000, '(');
        const Response response = parseResponse(deep);
        QVERIFY2(!std::holds_alternative<TaggedResponse>(response), head);
    }
    const wire::Limits few{.listItems = 10};
    QVERIFY(!isMalformed("* FLAGS (a b c d e f g h i j)", few));
    QVERIFY(isMalformed("* FLAGS (a b c d e f g h i j k)", few));
    QVERIFY(isMalformed("* XFOO " + QByteArray("a ").repeated(100), few));
}

void ResponseTest::corpusIsUnderstood()
{
    QFETCH(QByteArray, bytes);
    const Response response = parseResponse(bytes);
    if (const auto *malformed = std::get_if<Malformed>(&response))
        QFAIL("expected " + malformed->expected + " at " + QByteArray::number(malformed->offset));
    if (const auto *untagged = std::get_if<Untagged>(&response))
        QVERIFY(!std::holds_alternative<UnknownResponse>(*untagged));
}

void ResponseTest::truncation()
{
    QFETCH(QByteArray, bytes);
    feedTruncated(bytes);
}

void ResponseTest::everyByteReplaced()
{
    QFETCH(QByteArray, bytes);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        for (const char c : {'(', ')', '"', '{', '9', ' ', '\0', '\xff', ']'}) {
            QByteArray changed = bytes;
            changed[i] = c;
            (void)parseResponse(changed);
        }
    }
}

QTEST_GUILESS_MAIN(ResponseTest)
#include "tst_response.moc"
