#include "support/randomvalues.h"
#include "wire/framer.h"
#include "wire/reader.h"

#include <QtTest>

using namespace imap::wire;

namespace
{

/// Keeps what it gets, and how it was asked.
struct Kept final : Spill {
    explicit Kept(qint64 most)
        : room(most)
    {
    }
    bool write(QByteArrayView octets) override
    {
        if (room >= 0 && bytes.size() + octets.size() > room)
            return false;
        bytes.append(octets);
        return true;
    }
    ByteSourcePointer finish() override { return std::make_shared<MemorySource>(bytes); }
    QString failure() const override { return {}; }

    QByteArray bytes;
    qint64 room;
};

/// A framer that spills, and what it gave, in words: for each response its bytes with the spilled octets as
/// <octets>, for each question what was asked.
class Spilling
{
public:
    explicit Spilling(const Limits &limits, qint64 room = -1)
        : m_framer(limits)
    {
        m_framer.setSpillOpener(
            [this, room](QByteArrayView response, qint64 octets) -> std::shared_ptr<Spill> {
                result += "? " + QByteArray::number(octets) + ' ' + response.toByteArray();
                if (response.contains("KEEP"))
                    return nullptr;
                return std::make_shared<Kept>(room);
            });
    }

    void push(QByteArrayView bytes)
    {
        m_framer.push(bytes);
        while (const auto item = m_framer.next()) {
            if (const auto *frame = std::get_if<Frame>(&*item))
                result += "F@" + QByteArray::number(frame->offset) + ' ' + text(*frame);
            else
                result += "E@" + QByteArray::number(std::get<FrameError>(*item).offset) + ' ' +
                          std::get<FrameError>(*item).message.toUtf8() + '|' +
                          std::get<FrameError>(*item).beginning;
        }
    }
    const Framer &framer() const { return m_framer; }

    QByteArrayList result;

private:
    static QByteArray text(const Frame &frame)
    {
        QByteArray text = frame.bytes.toByteArray();
        for (auto literal = frame.spilled.rbegin(); literal != frame.spilled.rend(); ++literal)
            text.insert(literal->at, '<' + literal->octets->read(0, literal->size) + '>');
        return text;
    }

    Framer m_framer;
};

Limits small()
{
    Limits limits;
    limits.line = 60;
    limits.literal = 20;
    limits.response = 80;
    limits.literals = 3;
    limits.spillOver = 5;
    limits.spilled = 100;
    return limits;
}

template <class Length>
QByteArrayList inPieces(const QByteArray &stream, const Limits &limits, Length length, qint64 room = -1)
{
    Spilling framer(limits, room);
    for (qsizetype at = 0; at < stream.size();) {
        const qsizetype count = std::min<qsizetype>(length(), stream.size() - at);
        framer.push(QByteArrayView(stream).sliced(at, count));
        at += count;
    }
    return framer.result;
}

QByteArrayList whole(const QByteArray &stream, const Limits &limits, qint64 room = -1)
{
    return inPieces(
        stream, limits, [] { return std::numeric_limits<qsizetype>::max(); }, room);
}

} // namespace

class TestSpill : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void spills_data();
    void spills();
    void randomStreams();
    void whatCannotBeKept();
    void hugeLiteralPassesThrough();
    void resetForgets();
    void readBack();
    void readWithout();
};

void TestSpill::spills_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("expected");
    const auto row = [](const char *name, const QByteArray &stream, const QByteArrayList &expected) {
        QTest::newRow(name) << stream << expected;
    };
    const QByteArray x(100, 'x');
    row("at the threshold", "* A {5}\r\n12345\r\n", {"F@0 * A {5}\r\n12345"});
    row("over it", "* A {6}\r\n123456 b\r\n* B\r\n",
        {"? 6 * A {6}\r\n", "F@0 * A {6}\r\n<123456> b", "F@19 * B"});
    row("not taken", "* KEEP {6}\r\n123456\r\n", {"? 6 * KEEP {6}\r\n", "F@0 * KEEP {6}\r\n123456"});
    row("larger than memory allows", "* A {100}\r\n" + x + "\r\n",
        {"? 100 * A {100}\r\n", "F@0 * A {100}\r\n<" + x + '>'});
    row("larger than anything allows", "* A {101}\r\n" + x + "y\r\n* B\r\n",
        {"E@0 a literal of 101 octets is too large|* A {101}\r\n", "F@114 * B"});
    row("large and not taken", "* KEEP {21}\r\n" + x.first(21) + "\r\n* B\r\n",
        {"? 21 * KEEP {21}\r\n", "E@0 a literal of 21 octets is too large|* KEEP {21}\r\n", "F@36 * B"});
    row("line ends and announcements in it", "* A {14}\r\n* B {6}\r\n* C\r\n D\r\n",
        {"? 14 * A {14}\r\n", "F@0 * A {14}\r\n<* B {6}\r\n* C\r\n> D"});
    row("ends in CR", "* A {6}\r\n12345\r\r\n", {"? 6 * A {6}\r\n", "F@0 * A {6}\r\n<12345\r>"});
    row("two, and one between", "* A {6}\r\n123456 {2}\r\nab ~{7}\r\n1234567 c\r\n* B\r\n",
        {"? 6 * A {6}\r\n", "? 7 * A {6}\r\n {2}\r\nab ~{7}\r\n",
         "F@0 * A {6}\r\n<123456> {2}\r\nab ~{7}\r\n<1234567> c", "F@41 * B"});
    row("empty behind it", "* A {6}\r\n123456{0}\r\n\r\n",
        {"? 6 * A {6}\r\n", "F@0 * A {6}\r\n<123456>{0}\r\n"});
    row("too many literals", "* A {6}\r\n123456 {1}\r\na {6}\r\n123456 {6}\r\n123456 b\r\n* B\r\n",
        {"? 6 * A {6}\r\n", "? 6 * A {6}\r\n {1}\r\na {6}\r\n",
         "E@0 the response has too many literals|* A {6}\r\n {1}\r\na {6}\r\n {6}\r\n", "F@50 * B"});
    row("long line around it", "* A {6}\r\n123456" + x + "\r\n* B\r\n",
        {"? 6 * A {6}\r\n", "E@0 the response is too long|* A {6}\r\n" + x.first(51), "F@117 * B"});
    row("status responses keep theirs", "* NO [BADCHARSET ({6}\r\n123456)] no\r\n",
        {"F@0 * NO [BADCHARSET ({6}\r\n123456)] no"});
    row("text for people", "* OK try {12}\r\n* B\r\n", {"F@0 * OK try {12}", "F@15 * B"});
}

void TestSpill::spills()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, expected);
    const QByteArrayList result = whole(stream, small());
    QCOMPARE(result, expected);
    for (qsizetype cut = 0; cut <= stream.size(); ++cut) {
        bool first = true;
        const auto length = [&] {
            return std::exchange(first, false) ? std::max<qsizetype>(1, cut) : stream.size();
        };
        QCOMPARE(inPieces(stream, small(), length), result);
    }
    QCOMPARE(inPieces(stream, small(), [] { return 1; }), result);
}

void TestSpill::randomStreams()
{
    imap::test::RandomValues random;
    const QByteArrayList pieces{"* ",      "OK ",      "A1 ",       "NO [",      "]",          " {3}\r\n",
                                "{6}\r\n", "{20}\r\n", "{21}\r\n",  "{100}\r\n", "\r\n",       "\n",
                                "\r",      "x",        "abcdefgh ", "KEEP ",     "}",          "+ ",
                                "~{7}\n",  "{8+}\r\n", "{101}\r\n", "(x y)",     "1234567890", "1 FETCH (A "};
    for (int round = 0; round < 3000; ++round) {
        QByteArray stream;
        for (qsizetype i = random.below(40); i > 0; --i)
            stream += pieces[random.below(pieces.size())];
        const qint64 room = random.oneIn(4) ? -1 : 0;
        const QByteArrayList expected = whole(stream, small(), room);
        QCOMPARE(inPieces(
                     stream, small(), [] { return 1; }, room),
                 expected);
        QCOMPARE(inPieces(
                     stream, small(), [&] { return 1 + random.below(15); }, room),
                 expected);
    }
}

/// A full disk costs one response, not the connection.
void TestSpill::whatCannotBeKept()
{
    const QByteArray stream = "* A {50}\r\n" + QByteArray(50, 'x') + " b {7}\r\n1234567)\r\n* B\r\n";
    const QByteArrayList expected{"? 50 * A {50}\r\n",
                                  "E@0 a literal of 50 octets could not be kept|* A {50}\r\n", "F@78 * B"};
    QCOMPARE(whole(stream, small(), 10), expected);
    QCOMPARE(inPieces(
                 stream, small(), [] { return 1; }, 10),
             expected);
}

/// 4 GB through a buffer that stays small.
void TestSpill::hugeLiteralPassesThrough()
{
    struct Counter final : Spill {
        bool write(QByteArrayView octets) override
        {
            count += octets.size();
            return true;
        }
        ByteSourcePointer finish() override { return {}; }
        QString failure() const override { return {}; }
        qint64 count = 0;
    };
    const auto counter = std::make_shared<Counter>();
    Framer framer;
    framer.setSpillOpener([&](QByteArrayView, qint64) { return counter; });
    framer.push("* 1 FETCH (BODY[] {4000000000}\r\n");
    const QByteArray block(1'000'000, '\n');
    for (int i = 0; i < 4000; ++i) {
        QVERIFY(!framer.next());
        QVERIFY(framer.pending() < 100);
        QVERIFY(framer.midResponse());
        framer.push(block);
    }
    framer.push(")\r\n* OK\r\n");
    const auto frame = framer.next();
    QVERIFY(frame);
    QCOMPARE(std::get<Frame>(*frame).bytes, QByteArrayView("* 1 FETCH (BODY[] {4000000000}\r\n)"));
    QCOMPARE(std::get<Frame>(*frame).spilled, (QList<SpilledLiteral>{{32, 4'000'000'000, {}}}));
    QCOMPARE(counter->count, 4'000'000'000);
    const auto next = framer.next();
    QCOMPARE(std::get<Frame>(*next).bytes, QByteArrayView("* OK"));
    QCOMPARE(std::get<Frame>(*next).offset, 4'000'000'035u);
    QVERIFY(!framer.midResponse());
}

void TestSpill::resetForgets()
{
    Spilling spilling(small());
    spilling.push("* A {50}\r\nxxx");
    QVERIFY(spilling.framer().midResponse());
    Framer framer(small());
    framer.setSpillOpener([](QByteArrayView, qint64) { return std::make_shared<Kept>(-1); });
    framer.push("* A {50}\r\nxxx");
    QVERIFY(!framer.next());
    framer.reset();
    QVERIFY(!framer.midResponse());
    framer.push("* OK\r\n");
    QCOMPARE(std::get<Frame>(*framer.next()).bytes, QByteArrayView("* OK"));
}

void TestSpill::readBack()
{
    const QByteArray bytes = "x {6}\r\n {3}\r\nabc {6}\r\n)";
    const auto octets = std::make_shared<MemorySource>("123456");
    const QList<SpilledLiteral> spilled{{7, 6, octets}, {22, 6, nullptr}};
    Limits limits;
    Reader reader(bytes, limits, false, &spilled);
    QCOMPARE(reader.expectAtom(), QByteArrayView("x"));
    reader.expectSp();
    QVERIFY(!Reader(bytes).takeSpilled());
    Reader again = reader;
    const auto literal = reader.takeSpilled();
    QVERIFY(literal);
    QCOMPARE(literal->octets->read(0, 10), QByteArray("123456"));
    reader.expectSp();
    QVERIFY(!reader.takeSpilled());
    QCOMPARE(reader.expectString(), QByteArray("abc"));
    reader.expectSp();
    QVERIFY(reader.takeSpilled());
    QVERIFY(reader.take(')'));
    // Who knows nothing of spilling reads it as any other.
    QCOMPARE(again.expectString(), QByteArray("123456"));
    limits.literal = 5;
    Reader tight(bytes, limits, false, &spilled);
    tight.expectAtom();
    tight.expectSp();
    QVERIFY_EXCEPTION_THROWN(tight.expectString(), SyntaxError);
}

/// What a command took for itself, or what the disk lost, is a broken response and no crash.
void TestSpill::readWithout()
{
    const QByteArray bytes = "{6}\r\n";
    const QList<SpilledLiteral> taken{{5, 6, nullptr}};
    QVERIFY_EXCEPTION_THROWN(Reader(bytes, {}, false, &taken).expectString(), SyntaxError);
    const QList<SpilledLiteral> lost{{5, 6, std::make_shared<MemorySource>("123")}};
    QVERIFY_EXCEPTION_THROWN(Reader(bytes, {}, false, &lost).expectString(), SyntaxError);
}

QTEST_APPLESS_MAIN(TestSpill)
#include "tst_spill.moc"
