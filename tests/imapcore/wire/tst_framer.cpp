#include "support/randomvalues.h"
#include "wire/framer.h"

#include <QtTest>
#include <malloc.h>

using namespace imap::wire;

namespace
{

/// What came out, in words: "F@offset bytes" or "E@offset message|beginning".
QByteArrayList drain(Framer &framer)
{
    QByteArrayList result;
    while (const auto item = framer.next()) {
        if (const auto *frame = std::get_if<Frame>(&*item)) {
            result += "F@" + QByteArray::number(frame->offset) + ' ' + frame->bytes.toByteArray();
        } else {
            const auto &error = std::get<FrameError>(*item);
            result += "E@" + QByteArray::number(error.offset) + ' ' + error.message.toUtf8() + '|' +
                      error.beginning;
        }
    }
    return result;
}

QByteArrayList whole(const QByteArray &stream, const Limits &limits)
{
    Framer framer(limits);
    framer.push(stream);
    return drain(framer);
}

/// Pushes pieces of the lengths that `length` says.
template <class Length>
QByteArrayList inPieces(const QByteArray &stream, const Limits &limits, Length length)
{
    Framer framer(limits);
    QByteArrayList result;
    for (qsizetype at = 0; at < stream.size();) {
        const qsizetype count = std::min<qsizetype>(length(), stream.size() - at);
        framer.push(QByteArrayView(stream).sliced(at, count));
        result += drain(framer);
        at += count;
    }
    return result;
}

QByteArrayList frames(const QByteArrayList &described)
{
    QByteArrayList result;
    for (const QByteArray &one : described)
        result += one.startsWith('E') ? QByteArray("ERROR") : one.sliced(one.indexOf(' ') + 1);
    return result;
}

Limits small()
{
    Limits limits;
    limits.line = 60;
    limits.literal = 20;
    limits.response = 80;
    limits.literals = 3;
    return limits;
}

} // namespace

class TestFramer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsResponses_data();
    void cutsResponses();
    void anyCutGivesTheSame_data() { cutsResponses_data(); }
    void anyCutGivesTheSame();
    void refuses_data();
    void refuses();
    void randomStreams();
    void refusedLiteralIsNotStored();
    void endlessLineIsNotStored();
    void tellsWhatIsPending();
    void restIsGivenBack();
    void offsetsGoOnAfterCompaction();
    void memoryOfALongLineIsGivenBack();
};

void TestFramer::cutsResponses_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("expected");
    const auto row = [](const char *name, const QByteArray &stream, const QByteArrayList &expected) {
        QTest::newRow(name) << stream << expected;
    };
    row("lines", "* OK hi\r\n* 1 EXISTS\r\n", {"* OK hi", "* 1 EXISTS"});
    row("bare LF", "* OK hi\n* 1 EXISTS\n", {"* OK hi", "* 1 EXISTS"});
    row("empty line", "\r\n* OK hi\r\n", {"", "* OK hi"});
    row("not finished", "* OK hi\r\n* 1 EX", {"* OK hi"});
    row("literal", "* 1 FETCH (A {5}\r\nab\r\nc B {3}\r\nxyz)\r\n+ \r\n",
        {"* 1 FETCH (A {5}\r\nab\r\nc B {3}\r\nxyz)", "+ "});
    row("literal that looks like a response", "* 1 FETCH (A {13}\r\nA1 OK done\r\n1)\r\nA1 OK done\r\n",
        {"* 1 FETCH (A {13}\r\nA1 OK done\r\n1)", "A1 OK done"});
    row("empty literal", "* LIST () {0}\r\n {1}\r\nx\r\n", {"* LIST () {0}\r\n {1}\r\nx"});
    row("literal behind a bare LF", "* LIST () \"/\" {3}\nabc\n", {"* LIST () \"/\" {3}\nabc"});
    row("literal that ends in CR", "* LIST () \"/\" {2}\r\na\r\n* OK\r\n",
        {"* LIST () \"/\" {2}\r\na\r", "* OK"});
    row("literal with a plus", "* LIST () \"/\" {3+}\r\nabc\r\n", {"* LIST () \"/\" {3+}\r\nabc"});
    row("literal8", "* 1 FETCH (BINARY[1] ~{4}\r\n\r\n\r\n)\r\n", {"* 1 FETCH (BINARY[1] ~{4}\r\n\r\n\r\n)"});
    row("leading zeros", "* X {0003}\r\nabc\r\n", {"* X {0003}\r\nabc"});
    row("braces that announce nothing", "* X {}\r\n* X {a}\r\n* X {-1}\r\n* X {1 }\r\n* X }\r\n* X 1}\r\n",
        {"* X {}", "* X {a}", "* X {-1}", "* X {1 }", "* X }", "* X 1}"});
    row("more digits than any number", "* X {000000000000000000012}\r\n* Y\r\n",
        {"* X {000000000000000000012}", "* Y"});
    row("text of OK", "* OK try {12}\r\n* 1 EXISTS\r\n", {"* OK try {12}", "* 1 EXISTS"});
    row("text of any status", "* no x {1}\r\n* BAD {1}\r\n* Bye {1}\r\n* PREAUTH {1}\r\n* ok {1}\r\n",
        {"* no x {1}", "* BAD {1}", "* Bye {1}", "* PREAUTH {1}", "* ok {1}"});
    row("text of a tagged status", "A1 OK x {12}\r\nA2 NO {3}\r\nA3 BAD {4+}\r\n* 1 EXISTS\r\n",
        {"A1 OK x {12}", "A2 NO {3}", "A3 BAD {4+}", "* 1 EXISTS"});
    row("text behind a code", "* OK [ALERT] disk {12}\r\n* 1 EXISTS\r\n",
        {"* OK [ALERT] disk {12}", "* 1 EXISTS"});
    row("literal inside a code", "* NO [BADCHARSET ({5}\r\nUTF-8 {4}\r\nKOI8)] no {12}\r\nA1 OK\r\n",
        {"* NO [BADCHARSET ({5}\r\nUTF-8 {4}\r\nKOI8)] no {12}", "A1 OK"});
    row("text of a continuation", "+ go on {12}\r\n+\r\nA1 OK\r\n", {"+ go on {12}", "+", "A1 OK"});
    row("spaces too many or too few", "+go {12}\r\n *  OK  {3}\r\n A1  NO {4}\r\n",
        {"+go {12}", " *  OK  {3}", " A1  NO {4}"});
    row("data that starts like a status", "* OKAY {2}\r\nab\r\n* NOTE {1}\r\nx\r\n",
        {"* OKAY {2}\r\nab", "* NOTE {1}\r\nx"});
    row("a tagged BYE is no status", "A1 BYE {2}\r\nab\r\n", {"A1 BYE {2}\r\nab"});
    row("octets beyond ASCII and NUL", QByteArray("* X \xff\xfe\0\x80 {2}\r\n\0\xff)\r\n", 20),
        {QByteArray("* X \xff\xfe\0\x80 {2}\r\n\0\xff)", 17)});
}

void TestFramer::cutsResponses()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, expected);
    QCOMPARE(frames(whole(stream, {})), expected);
}

/// A server's bytes come in whatever pieces TCP and TLS make of them.
void TestFramer::anyCutGivesTheSame()
{
    QFETCH(QByteArray, stream);
    for (const Limits &limits : {Limits{}, small()}) {
        const QByteArrayList expected = whole(stream, limits);
        QCOMPARE(inPieces(stream, limits, [] { return 1; }), expected);
        for (qsizetype cut = 1; cut < stream.size(); ++cut) {
            bool first = true;
            const auto length = [&] { return std::exchange(first, false) ? cut : stream.size(); };
            QCOMPARE(inPieces(stream, limits, length), expected);
        }
    }
}

void TestFramer::refuses_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("expected");
    const QByteArray x(100, 'x');
    const auto row = [](const char *name, const QByteArray &stream, const QByteArrayList &expected) {
        QTest::newRow(name) << stream << expected;
    };
    row("long line", "* A\r\n* " + x + "\r\n* B\r\n",
        {"F@0 * A", "E@5 the response is too long|* " + x.first(58), "F@109 * B"});
    row("longest line", x.first(58) + "\r\n" + x.first(59) + "\r\n* B\r\n",
        {"F@0 " + x.first(58), "E@60 the response is too long|" + x.first(59) + '\r', "F@121 * B"});
    row("literal behind a long line", "* " + x + " {5}\r\nA\r\nB\n (x {2}\r\n\r\n)\r\n* B\r\n",
        {"E@0 the response is too long|* " + x.first(58), "F@127 * B"});
    row("text behind a long line", "* OK " + x + " {5}\r\n* B\r\n",
        {"E@0 the response is too long|* OK " + x.first(55), "F@111 * B"});
    row("large literal", "* X {21}\r\n" + QByteArray(21, '\n') + ")\r\n* B\r\n",
        {"E@0 a literal of 21 octets is too large|* X {21}\r\n", "F@34 * B"});
    row("several large literals", "* X {21}\r\n" + x.first(21) + "{99}\r\n" + x.first(99) + "\n* B\r\n",
        {"E@0 a literal of 21 octets is too large|* X {21}\r\n", "F@137 * B"});
    row("four literals", "* {1}\r\na {1}\r\nb {1}\r\nc {1}\r\n\n)\r\n* B\r\n",
        {"E@0 the response has too many literals|* {1}\r\na {1}\r\nb {1}\r\nc {1}\r\n", "F@32 * B"});
    row("long response",
        "* X {20}\r\n" + x.first(20) + " {20}\r\n" + x.first(20) + " {20}\r\n" + x.first(20) + "\r\n* B\r\n",
        {"E@0 the response is too long|* X {20}\r\n" + x.first(20) + " {20}\r\n" + x.first(20) + " {20}\r\n",
         "F@86 * B"});
    row("long line behind literals", "* X {20}\r\n" + x.first(20) + x.first(80) + "\r\n* B\r\n",
        {"E@0 the response is too long|* X {20}\r\n" + x.first(20) + x.first(50), "F@112 * B"});
    row("a number beyond all bounds", "* X {99999999999999999999}\r\nabc\r\n",
        {"E@0 a literal of 9223372036854775807 octets is too large|* X {99999999999999999999}\r\n"});
}

void TestFramer::refuses()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, expected);
    QCOMPARE(whole(stream, small()), expected);
    anyCutGivesTheSame();
}

void TestFramer::randomStreams()
{
    imap::test::RandomValues random;
    const QByteArrayList pieces{"* ",
                                "OK ",
                                "A1 ",
                                "NO [",
                                "]",
                                " {3}\r\n",
                                "{20}\r\n",
                                "{21}\r\n",
                                "\r\n",
                                "\n",
                                "\r",
                                "x",
                                "abc ",
                                "{",
                                "}",
                                "+ ",
                                "5}\n",
                                "(x y)",
                                "~{2}\n",
                                "{1+}\r\n",
                                "{999999999999999999999}\r\n",
                                "\"q\"",
                                "{000000000000000000000000000000000003}\r\n"};
    for (int round = 0; round < 3000; ++round) {
        QByteArray stream;
        for (qsizetype i = random.below(40); i > 0; --i)
            stream += pieces[random.below(pieces.size())];
        for (const Limits &limits : {Limits{}, small()}) {
            const QByteArrayList expected = whole(stream, limits);
            QCOMPARE(inPieces(stream, limits, [] { return 1; }), expected);
            QCOMPARE(inPieces(stream, limits, [&] { return 1 + random.below(15); }), expected);
        }
    }
}

/// A server that announces gigabytes gets them counted, not kept.
void TestFramer::refusedLiteralIsNotStored()
{
    Framer framer;
    framer.push("* 1 FETCH (BODY[] {4000000000}\r\n");
    QCOMPARE(frames(drain(framer)), QByteArrayList{"ERROR"});
    const QByteArray block(1'000'000, '\n');
    for (int i = 0; i < 4000; ++i) {
        framer.push(block);
        QVERIFY(drain(framer).isEmpty());
        QCOMPARE(framer.pending(), 0);
        QVERIFY(framer.midResponse());
    }
    framer.push(")\r\n* OK\r\n");
    QCOMPARE(drain(framer), QByteArrayList{"F@4000000035 * OK"});
}

void TestFramer::endlessLineIsNotStored()
{
    Limits limits;
    limits.line = 100'000;
    Framer framer(limits);
    const QByteArray block(10'000, 'x');
    int errors = 0;
    for (int i = 0; i < 1000; ++i) {
        framer.push(block);
        errors += int(drain(framer).size());
        QVERIFY(framer.pending() <= limits.line);
    }
    QCOMPARE(errors, 1);
    QVERIFY(framer.midResponse());
    framer.push("\r\n* OK\r\n");
    QCOMPARE(frames(drain(framer)), QByteArrayList{"* OK"});
}

/// After STARTTLS nothing may be pending: it would have been injected in the clear.
void TestFramer::tellsWhatIsPending()
{
    Framer framer;
    framer.push("A1 OK begin TLS\r\n");
    QCOMPARE(frames(drain(framer)), QByteArrayList{"A1 OK begin TLS"});
    QCOMPARE(framer.pending(), 0);
    QVERIFY(!framer.midResponse());
    framer.push("* CAPA");
    QVERIFY(drain(framer).isEmpty());
    QCOMPARE(framer.pending(), 6);
    QVERIFY(framer.midResponse());
    framer.reset();
    QCOMPARE(framer.pending(), 0);
    QVERIFY(!framer.midResponse());
    framer.push("* X {90}\r\n1234");
    QVERIFY(drain(framer).isEmpty());
    QVERIFY(framer.midResponse());
    framer.reset();
    framer.push("* OK\r\n");
    QCOMPARE(frames(drain(framer)), QByteArrayList{"* OK"});
}

/// Behind the answer to COMPRESS the bytes are no lines any more.
void TestFramer::restIsGivenBack()
{
    Framer framer;
    framer.push(QByteArray("A1 OK active\r\n\x4a\n\x00{5}\r\n", 22));
    QVERIFY(framer.next());
    QCOMPARE(framer.takeRest(), QByteArray("\x4a\n\x00{5}\r\n", 8));
    QCOMPARE(framer.pending(), 0);
    framer.push("* OK\r\n");
    QCOMPARE(frames(drain(framer)), QByteArrayList{"* OK"});
}

void TestFramer::offsetsGoOnAfterCompaction()
{
    Framer framer;
    quint64 offset = 0;
    const QByteArray line = "* 1 FETCH (FLAGS ())\r\n";
    for (int i = 0; i < 10'000; ++i) {
        framer.push(line + "* 2");
        const auto first = framer.next();
        QCOMPARE(std::get<Frame>(*first).offset, offset);
        QVERIFY(!framer.next());
        framer.push(" EXISTS\r\n");
        const auto second = framer.next();
        QCOMPARE(std::get<Frame>(*second).bytes, QByteArrayView("* 2 EXISTS"));
        QCOMPARE(std::get<Frame>(*second).offset, offset + quint64(line.size()));
        offset += quint64(line.size()) + 12;
    }
}

/// A million numbers come in one line; behind it the server may say nothing for hours.
void TestFramer::memoryOfALongLineIsGivenBack()
{
    const auto used = [] {
        const struct mallinfo2 info = mallinfo2();
        return qsizetype(info.uordblks + info.hblkhd);
    };
    Framer framer;
    const QByteArray line = "* SORT" + QByteArray(8'000'000, '1') + "\r\n";
    const qsizetype before = used();
    framer.push(line);
    const auto frame = framer.next();
    QCOMPARE(std::get<Frame>(*frame).bytes.size(), line.size() - 2);
    QVERIFY(!framer.next());
    QVERIFY2(used() < before + 100'000, QByteArray::number(used() - before));
    framer.push("* OK\r\n");
    QCOMPARE(drain(framer), QByteArrayList{"F@8000008 * OK"});
}

QTEST_APPLESS_MAIN(TestFramer)
#include "tst_framer.moc"
