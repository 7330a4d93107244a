#include "app/console/parsecommand.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>
#include <memory>
#include <unistd.h>

/// `postrider-imap parse`: the form of its output, which scripts rely on.
class ParseTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void response_data();
    void response();
    void bareTokens();
    void streamGoesOnBehindErrors();
    void incomplete();
    void greeting();
    void flagsKeepTheServersOrder();
    void deliversBeforeTheStreamEnds();
    void manyResponses();
    void threadsThatBranchTooDeeplyForJson();
};

namespace
{

using File = std::unique_ptr<std::FILE, int (*)(std::FILE *)>;

File temporary()
{
    return {std::tmpfile(), &std::fclose};
}

QList<QJsonObject> parse(const QByteArray &bytes, bool greeting = false)
{
    const File in = temporary();
    const File out = temporary();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), in.get());
    std::rewind(in.get());
    if (app::runParse(in.get(), out.get(), greeting) != 0)
        return {};
    std::rewind(out.get());
    QByteArray text;
    QByteArray buffer(65536, '\0');
    while (const size_t size = std::fread(buffer.data(), 1, size_t(buffer.size()), out.get()))
        text.append(buffer.constData(), qsizetype(size));
    QList<QJsonObject> objects;
    for (const QByteArray &line : text.split('\n')) {
        if (!line.isEmpty())
            objects.append(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

QString kindOf(const QJsonObject &object)
{
    return object.value(QStringLiteral("kind")).toString();
}

/// ENVELOPE and BODYSTRUCTURE.
template <class Row>
void messageRows(const Row &row)
{
    row("envelope",
        "* 1 FETCH (ENVELOPE (\"d\" \"=?utf-8?q?s?=\" ((\"N\" NIL \"m\" \"h\")) NIL NIL ((NIL NIL \"g\" "
        "NIL)(NIL NIL NIL NIL)) NIL NIL NIL \"<i>\"))",
        R"({"kind":"untagged","type":"FETCH","num":1,"data":{"envelope":{"date":"d","subject":"=?utf-8?q?s?=","from":[["N",null,"m","h"]],"sender":null,"reply_to":null,"to":[[null,null,"g",null],[null,null,null,null]],"cc":null,"bcc":null,"in_reply_to":null,"message_id":"<i>"}}})");
    row("body",
        "* 1 FETCH (BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL \"8BIT\" 10 2 NIL NIL "
        "NIL NIL)"
        "(\"image\" \"png\" NIL \"<i>\" \"d\" \"base64\" 99 \"md\" (\"attachment\" (\"filename\" \"f\")) "
        "\"en\" \"loc\") \"mixed\" (\"boundary\" \"b\") NIL NIL NIL))",
        R"({"kind":"untagged","type":"FETCH","num":1,"data":{"body":{"type":"multipart/mixed","params":{"boundary":"b"},"disposition":null,"language":[],"location":null,"parts":[
        {"type":"text/plain","params":{"charset":"utf-8"},"id":null,"desc":null,"enc":"8bit","size":10,"lines":2,"md5":null,"disposition":null,"language":[],"location":null},
        {"type":"image/png","params":{},"id":"<i>","desc":"d","enc":"base64","size":99,"md5":"md","disposition":{"type":"attachment","params":{"filename":"f"}},"language":["en"],"location":"loc"}]}}})");
    row("message body",
        "* 1 FETCH (BODY (\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 50 (NIL \"s\" NIL NIL NIL NIL NIL NIL "
        "NIL NIL) (\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1) 4))",
        R"({"kind":"untagged","type":"FETCH","num":1,"data":{"body":{"type":"message/rfc822","params":{},"id":null,"desc":null,"enc":"7bit","size":50,"lines":4,"md5":null,"disposition":null,"language":[],"location":null,
        "envelope":{"date":null,"subject":"s","from":null,"sender":null,"reply_to":null,"to":null,"cc":null,"bcc":null,"in_reply_to":null,"message_id":null},
        "body":{"type":"text/plain","params":{},"id":null,"desc":null,"enc":"7bit","size":1,"lines":1,"md5":null,"disposition":null,"language":[],"location":null}}}})");
}

/// What administrators ask for.
template <class Row>
void adminRows(const Row &row)
{
    row("acl", "* ACL \"a b\" alice lrswipkxtecda -bob w anyone \"\"",
        R"({"kind":"untagged","type":"ACL","data":{"mailbox":"a b","acl":[{"identifier":"alice","rights":"lrswipkxtecda"},{"identifier":"-bob","rights":"w"},{"identifier":"anyone","rights":""}]}})");
    row("listrights", "* LISTRIGHTS INBOX bob l r s cd",
        R"({"kind":"untagged","type":"LISTRIGHTS","data":{"mailbox":"INBOX","identifier":"bob","required":"l","optional":["r","s","cd"]}})");
    row("myrights", "* MYRIGHTS Entw&APw-rfe lrs",
        R"({"kind":"untagged","type":"MYRIGHTS","data":{"mailbox":"Entwürfe","rights":"lrs"}})");
    row("quota", "* QUOTA \"\" (STORAGE 10 512 message 3 9007199254740993)",
        R"({"kind":"untagged","type":"QUOTA","data":{"quota_root":"","resources":[{"resource":"STORAGE","usage":10,"limit":512},{"resource":"MESSAGE","usage":3,"limit":9007199254740993}]}})");
    row("quotaroot", "* QUOTAROOT INBOX \"\" \"User quota\"",
        R"({"kind":"untagged","type":"QUOTAROOT","data":{"mailbox":"INBOX","quota_roots":["","User quota"]}})");
    row("metadata", "* METADATA \"\" (/shared/comment NIL \"/private/x\" ~{3}\r\n\xff\xfe\xfd)",
        R"({"kind":"untagged","type":"METADATA","data":{"mailbox":"","entries":{"/shared/comment":null,"/private/x":{"b64":"//79"}}}})");
    row("metadata pushed", "* METADATA INBOX /shared/comment /private/comment",
        R"({"kind":"untagged","type":"METADATA","data":{"mailbox":"INBOX","entries":["/shared/comment","/private/comment"]}})");
    row("language", "* LANGUAGE (EN \"de\" i-default)",
        R"({"kind":"untagged","type":"LANGUAGE","data":{"languages":["EN","de","i-default"]}})");
    row("comparator", "* COMPARATOR i;unicode-casemap (\"i;unicode-casemap\" i;octet)",
        R"({"kind":"untagged","type":"COMPARATOR","data":{"comparator":"i;unicode-casemap","matching":["i;unicode-casemap","i;octet"]}})");
    row("jmapaccess", "* JMAPACCESS \"https://jmap.example/session\"",
        R"({"kind":"untagged","type":"JMAPACCESS","data":{"url":"https://jmap.example/session"}})");
    row("deleted storage", "* STATUS INBOX (MESSAGES 12 DELETED 4 DELETED-STORAGE 8)",
        R"({"kind":"untagged","type":"STATUS","data":{"mailbox":"INBOX","messages":12,"deleted":4,"deleted-storage":8}})");
}

} // namespace

void ParseTest::response_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &expected) {
        QTest::newRow(name) << bytes << expected;
    };
    row("tagged", "A1 OK [READ-WRITE] done",
        R"({"kind":"tagged","tag":"A1","type":"OK","code":{"name":"READ-WRITE","args":[]},"text":"done"})");
    row("tagged without code", "a bad no", R"({"kind":"tagged","tag":"a","type":"BAD","text":"no"})");
    row("continue", "+ PDE+", R"({"kind":"continue","text":"PDE+"})");
    row("bye", "* BYE off", R"({"kind":"untagged","type":"BYE","text":"off"})");
    row("code with tokens", "* OK [PERMANENTFLAGS (\\Seen \\*)] x",
        R"({"kind":"untagged","type":"OK","code":{"name":"PERMANENTFLAGS","args":[["\\Seen","\\*"]]},"text":"x"})");
    row("capability", "* CAPABILITY IMAP4rev1 AUTH=PLAIN",
        R"({"kind":"untagged","type":"CAPABILITY","data":{"capabilities":["IMAP4rev1","AUTH=PLAIN"]}})");
    row("enabled", "* ENABLED QRESYNC",
        R"({"kind":"untagged","type":"ENABLED","data":{"capabilities":["QRESYNC"]}})");
    row("exists", "* 23 exists", R"({"kind":"untagged","type":"EXISTS","num":23})");
    row("expunge", "* 1 EXPUNGE", R"({"kind":"untagged","type":"EXPUNGE","num":1})");
    row("vanished", "* VANISHED (EARLIER) 1:3,9",
        R"({"kind":"untagged","type":"VANISHED","data":{"earlier":true,"uids":"1:3,9"}})");
    row("list", "* LIST (\\HasNoChildren \\Sent) \"/\" \"Entw&APw-rfe\"",
        R"({"kind":"untagged","type":"LIST","data":{"attrs":["\\HasNoChildren","\\Sent"],"delim":"/","name":"Entwürfe"}})");
    row("list without delimiter", "* LSUB () NIL {3}\r\na b",
        R"({"kind":"untagged","type":"LSUB","data":{"attrs":[],"delim":null,"name":"a b"}})");
    row("inbox as it is spelled", "* XLIST (\\HasNoChildren \\Inbox) \"/\" \"Inbox\"",
        R"({"kind":"untagged","type":"XLIST","data":{"attrs":["\\HasNoChildren","\\Inbox"],"delim":"/","name":"Inbox"}})");
    row("list extended", "* LIST () \"/\" n (\"OLDNAME\" (\"o\"))",
        R"({"kind":"untagged","type":"LIST","data":{"attrs":[],"delim":"/","name":"n","extended":{"oldname":["o"]}}})");
    row("status", "* STATUS INBOX (MESSAGES 2 HIGHESTMODSEQ 18446744073709551615 MAILBOXID (x) FOO 1)",
        R"({"kind":"untagged","type":"STATUS","data":{"mailbox":"INBOX","messages":2,"highestmodseq":"18446744073709551615","mailboxid":"x","foo":"1"}})");
    row("namespace", "* NAMESPACE ((\"INBOX.\" \".\")) NIL ((\"#pub/\" \"/\"))",
        R"({"kind":"untagged","type":"NAMESPACE","data":{"personal":[["INBOX.","."]],"other":[],"shared":[["#pub/","/"]]}})");
    row("id", "* ID (\"name\" \"x\" \"os\" NIL)",
        R"({"kind":"untagged","type":"ID","data":{"params":{"name":"x","os":null}}})");
    row("search", "* SEARCH 3 1 2 (MODSEQ 917162500)",
        R"({"kind":"untagged","type":"SEARCH","data":{"ids":[3,1,2],"modseq":917162500}})");
    row("sort", "* SORT", R"({"kind":"untagged","type":"SORT","data":{"ids":[]}})");
    row("esearch", "* ESEARCH (TAG \"A1\") UID MIN 2 COUNT 3 ALL 9,2:3 MODSEQ 7 PARTIAL (1:2 9,2) X-NEW (a)",
        R"({"kind":"untagged","type":"ESEARCH","data":{"tag":"A1","uid":true,"min":2,"count":3,"all":"9,2:3","modseq":7,"partial":{"range":"1:2","ids":"9,2"},"x-new":["a"]}})");
    row("esearch in many mailboxes",
        "* ESEARCH (TAG A1 MAILBOX \"Entw&APw-rfe\" UIDVALIDITY 5) UID ADDTO (0 3 1 4:5) REMOVEFROM (0 7) "
        "RELEVANCY (4 99)",
        R"({"kind":"untagged","type":"ESEARCH","data":{"tag":"A1","mailbox":"Entwürfe","uidvalidity":5,"uid":true,"addto":[{"position":0,"ids":"3"},{"position":1,"ids":"4:5"}],"removefrom":[{"position":0,"ids":"7"}],"relevancy":[4,99]}})");
    row("thread", "* THREAD (2)(3 6 (4 23)(44 7 96))((8)(9))",
        R"({"kind":"untagged","type":"THREAD","data":{"threads":[[2],[3,6,[4,23],[44,7,96]],[[8],[9]]]}})");
    row("no thread", "* THREAD", R"({"kind":"untagged","type":"THREAD","data":{"threads":[]}})");
    row("unknown", "* 5 xyz nil (a \"b\" ()) BODY[HEADER.FIELDS (A B)]<0> 7",
        R"({"kind":"untagged","type":"XYZ","num":5,"args":[null,["a","b",[]],"BODY[HEADER.FIELDS (A B)]<0>","7"]})");
    row("not UTF-8", "* XYZ \"\xff\xfe\"", R"({"kind":"untagged","type":"XYZ","args":[{"b64":"//4="}]})");
    row("byte order mark", "* XYZ \"\xef\xbb\xbf\"",
        "{\"kind\":\"untagged\",\"type\":\"XYZ\",\"args\":[\"\xef\xbb\xbf\"]}");
    row("fetch",
        "* 12 FETCH (UID 7 FLAGS (\\Seen $X) RFC822.SIZE 4286 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" "
        "MODSEQ (5) "
        "X-GM-LABELS (\"\\\\Sent\" foo) BODY[1.2] NIL BODY[header.fields (a \"b\")] \"x\" BODY[]<10> "
        "{2}\r\nab X-FOO (1 NIL))",
        R"({"kind":"untagged","type":"FETCH","num":12,"data":{"uid":7,"flags":["\\Seen","$X"],"size":4286,"internaldate":"1996-07-17T02:44:25-07:00","modseq":5,"labels":["\\Sent","foo"],"items":{"BODY[1.2]":null,"BODY[HEADER.FIELDS (A B)]":"x","BODY[]<10>":"ab","X-FOO":["1",null]}}})");
    row("fetch extensions",
        "* 1 FETCH (PREVIEW \"Hi\" SAVEDATE \"17-Jul-1996 02:44:25 -0700\" EMAILID (M1) THREADID NIL "
        "X-GM-MSGID "
        "1278455344230334865 BINARY.SIZE[1] 7)",
        R"({"kind":"untagged","type":"FETCH","num":1,"data":{"items":{"PREVIEW":"Hi","SAVEDATE":"17-Jul-1996 02:44:25 -0700","EMAILID":["M1"],"THREADID":null,"X-GM-MSGID":"1278455344230334865","BINARY.SIZE[1]":"7"}}})");
    row("fetch by UID", "* 25996 UIDFETCH (FLAGS (\\Seen))",
        R"({"kind":"untagged","type":"UIDFETCH","num":25996,"data":{"uid":25996,"flags":["\\Seen"]}})");
    row("fetch two pieces", "* 1 FETCH (BODY[1]<0> \"a\" BODY[1]<5> \"b\" BINARY[2] \"c\" RFC822 \"d\")",
        R"({"kind":"untagged","type":"FETCH","num":1,"data":{"items":{"BODY[1]<0>":"a","BODY[1]<5>":"b","BINARY[2]":"c","RFC822":"d"}}})");
    messageRows(row);
    adminRows(row);
}

void ParseTest::response()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, expected);
    const QList<QJsonObject> objects = parse(bytes + "\r\n");
    QCOMPARE(objects.size(), 1);
    QJsonParseError error;
    const QJsonObject wanted = QJsonDocument::fromJson(expected, &error).object();
    QCOMPARE(error.error, QJsonParseError::NoError);
    QJsonObject found = objects.first();
    // The bare tokens beside what was understood are looked at once, in bareTokens().
    if (found.contains(QStringLiteral("data")) && !wanted.contains(QStringLiteral("args")))
        found.remove(QStringLiteral("args"));
    if (found != wanted)
        qDebug().noquote() << QJsonDocument(found).toJson(QJsonDocument::Compact);
    QCOMPARE(found, wanted);
}

/// What is typed can also be read as tokens, but for lists that may be very long.
void ParseTest::bareTokens()
{
    const auto args = [](const QByteArray &line) {
        return QJsonDocument(parse(line + "\r\n").first().value(QStringLiteral("args")).toArray())
            .toJson(QJsonDocument::Compact);
    };
    QCOMPARE(args("* CAPABILITY IMAP4rev1 IDLE"), QByteArray(R"(["IMAP4rev1","IDLE"])"));
    QCOMPARE(args("* FLAGS (\\Seen x)"), QByteArray(R"([["\\Seen","x"]])"));
    QCOMPARE(args("* STATUS \"a b\" (MESSAGES 1)"), QByteArray(R"(["a b",["MESSAGES","1"]])"));
    QCOMPARE(args("* NAMESPACE ((\"\" \"/\")) NIL NIL"), QByteArray(R"([[["","/"]],null,null])"));
    QCOMPARE(args("* VANISHED (EARLIER) 1:3"), QByteArray(R"([["EARLIER"],"1:3"])"));
    for (const char *line : {"* LIST () NIL x", "* SEARCH 1 2", "* 1 FETCH (UID 1)", "* 1 EXISTS"})
        QVERIFY2(!parse(QByteArray(line) + "\r\n").first().contains(QStringLiteral("args")), line);
}

/// A server's mistake costs one response, not those behind it.
void ParseTest::streamGoesOnBehindErrors()
{
    const QList<QJsonObject> objects = parse(
        "* 1 EXISTS\r\n* 1 FETCH (UID x)\r\n* X {99999999999}\r\n* 2 EXISTS\r\nA1 WHAT\r\n* 3 EXISTS\r\n");
    QVERIFY(objects.size() >= 4);
    QCOMPARE(kindOf(objects.at(1)), QStringLiteral("error"));
    QVERIFY(!objects.at(1).value(QStringLiteral("message")).toString().isEmpty());
    const int offset = objects.at(1).value(QStringLiteral("offset")).toInt();
    QVERIFY2(offset >= 12 && offset <= 12 + 17, "an offset in the stream");
    QCOMPARE(kindOf(objects.at(2)), QStringLiteral("error"));

    // An empty line is a server's mistake as well.
    QCOMPARE(kindOf(parse("\r\n* 1 EXISTS\r\n").first()), QStringLiteral("error"));

    const QList<QJsonObject> lines = parse("* 1 EXISTS\r\nA1 WHAT\r\n* 3 EXISTS\r\n");
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.at(1).value(QStringLiteral("tag")).toString(), QStringLiteral("A1"));
    QCOMPARE(lines.at(2).value(QStringLiteral("num")).toInt(), 3);
}

void ParseTest::incomplete()
{
    for (const char *tail : {"* 2 EXI", "* 2 FETCH (BODY[] {10}\r\nabc", "*", "* X {5}\r\n"}) {
        const QList<QJsonObject> objects = parse(QByteArray("* 1 EXISTS\r\n") + tail);
        QCOMPARE(objects.size(), 2);
        QCOMPARE(kindOf(objects.last()), QStringLiteral("incomplete"));
        QCOMPARE(objects.last().value(QStringLiteral("offset")).toInt(), 12);
    }
    QVERIFY(parse("").isEmpty());
}

void ParseTest::greeting()
{
    QCOMPARE(parse("* PREAUTH hi\r\n", true).size(), 1);
    QCOMPARE(kindOf(parse("* PREAUTH hi\r\n", true).first()), QStringLiteral("untagged"));
    const QList<QJsonObject> objects = parse("* 1 EXISTS\r\n* 2 EXISTS\r\n", true);
    QCOMPARE(objects.size(), 3);
    QCOMPARE(kindOf(objects.first()), QStringLiteral("error"));
}

void ParseTest::flagsKeepTheServersOrder()
{
    const QList<QJsonObject> objects =
        parse("* FLAGS (\\Seen \\Answered b \\Deleted a)\r\n"
              "* 1 FETCH (BODY[] {9}\r\nFLAGS (x) UID 1 FLAGS (\\Seen \\Deleted))\r\n"
              "* LIST (\\Trash \\HasNoChildren) NIL x\r\n");
    const auto list = [&](int index, const QString &key) {
        return objects.at(index).value(QStringLiteral("data")).toObject().value(key).toArray();
    };
    const QJsonArray flags{QStringLiteral("\\Seen"), QStringLiteral("\\Answered"), QStringLiteral("b"),
                           QStringLiteral("\\Deleted"), QStringLiteral("a")};
    QCOMPARE(list(0, QStringLiteral("flags")), flags);
    const QJsonArray fetched{QStringLiteral("\\Seen"), QStringLiteral("\\Deleted")};
    QCOMPARE(list(1, QStringLiteral("flags")), fetched);
    const QJsonArray attributes{QStringLiteral("\\Trash"), QStringLiteral("\\HasNoChildren")};
    QCOMPARE(list(2, QStringLiteral("attrs")), attributes);
}

/// Someone watches a live stream: a line is printed when its response is complete, not at the end.
void ParseTest::deliversBeforeTheStreamEnds()
{
    int in[2], out[2];
    QVERIFY(::pipe(in) == 0 && ::pipe(out) == 0);
    const std::unique_ptr<QThread> reader(QThread::create([&] {
        const File source(::fdopen(in[0], "r"), &std::fclose);
        const File sink(::fdopen(out[1], "w"), &std::fclose);
        app::runParse(source.get(), sink.get(), false);
    }));
    reader->start();
    const QByteArray line = "* 7 EXISTS\r\n";
    QCOMPARE(::write(in[1], line.constData(), size_t(line.size())), ssize_t(line.size()));
    char buffer[200];
    const ssize_t size = ::read(out[0], buffer, sizeof buffer);
    QVERIFY(QByteArrayView(buffer, std::max<ssize_t>(size, 0)).contains("\"num\":7"));
    ::close(in[1]);
    QVERIFY(reader->wait(10'000));
    ::close(out[0]);
}

void ParseTest::manyResponses()
{
    QByteArray bytes;
    for (int i = 1; i <= 20'000; ++i)
        bytes +=
            "* " + QByteArray::number(i) + " FETCH (UID " + QByteArray::number(i) + " FLAGS (\\Seen))\r\n";
    const QList<QJsonObject> objects = parse(bytes);
    QCOMPARE(objects.size(), 20'000);
    QCOMPARE(objects.last().value(QStringLiteral("num")).toInt(), 20'000);
}

/// Readers of JSON stop at depths of about a thousand; such a thread is printed as the server wrote it.
void ParseTest::threadsThatBranchTooDeeplyForJson()
{
    const auto line = [](int depth) {
        return "* THREAD " + QByteArray("(1 (2)").repeated(depth) + QByteArray(depth, ')') +
               "\r\n* THREAD (7)\r\n";
    };
    const auto thread = [](const QList<QJsonObject> &objects) {
        return objects.first()[QStringLiteral("data")][QStringLiteral("threads")][0];
    };
    QVERIFY(thread(parse(line(300))).isArray());
    const QList<QJsonObject> objects = parse(line(5000));
    QCOMPARE(objects.size(), 2);
    QVERIFY(thread(objects).toString().startsWith(QStringLiteral("(1 (2)(1 (2)")));
}

QTEST_GUILESS_MAIN(ParseTest)
#include "tst_parse.moc"
