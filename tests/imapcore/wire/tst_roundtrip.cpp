#include "support/randomvalues.h"
#include "support/writetoken.h"
#include "wire/framer.h"
#include "wire/reader.h"
#include "wire/writer.h"

#include <QtTest>

using namespace imap;
using namespace imap::wire;

namespace
{

constexpr int rounds = 3000;

WriterOptions randomOptions(imap::test::RandomValues &random)
{
    return {.literalPlus = random.oneIn(2), .literalMinus = random.oneIn(2), .utf8 = random.oneIn(2)};
}

/// Writes, frames and reads one value again, on a connection where both agree on what names are.
template <class Write, class Read>
auto passed(const WriterOptions &options, Write write, Read read)
{
    Writer writer(options);
    writer.atom("DATA");
    write(writer);
    writer.atom("end");
    QByteArray bytes;
    for (const Chunk &chunk : writer.finish("A1"))
        bytes += chunk.bytes;
    Framer framer;
    framer.push(bytes);
    const auto item = framer.next();
    if (!item || !std::holds_alternative<Frame>(*item) || framer.pending() != 0)
        throw std::runtime_error("not one frame: " + bytes.toStdString());
    Reader reader(std::get<Frame>(*item).bytes, {}, options.utf8);
    reader.expectAtom();
    reader.expectSp();
    reader.expectAtom();
    reader.expectSp();
    auto value = read(reader);
    reader.expectSp();
    if (!reader.takeKeyword("end"))
        reader.fail("end");
    reader.expectEnd();
    return value;
}

template <class Write, class Read>
auto passed(imap::test::RandomValues &random, Write write, Read read)
{
    return passed(randomOptions(random), write, read);
}

} // namespace

/// What the writer encodes is one frame for the framer and the same value for the reader.
class TestRoundTrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void strings();
    void atomsAndNumbers();
    void mailboxes();
    void flags();
    void sets();
    void dateTimes();
    void tokens();

private:
    imap::test::RandomValues m_random;
};

void TestRoundTrip::strings()
{
    for (int i = 0; i < rounds; ++i) {
        const QByteArray value = m_random.oneIn(2)    ? m_random.bytes(60)
                                 : m_random.oneIn(20) ? m_random.text(6000)
                                                      : m_random.text(30);
        const auto astring = [&](Writer &writer) { writer.astring(value); };
        const auto string = [&](Writer &writer) { writer.string(value); };
        const auto literal = [&](Writer &writer) { writer.literal(value); };
        const auto secret = [&](Writer &writer) { writer.secret(Secret(value)); };
        QCOMPARE(passed(m_random, astring, [](Reader &reader) { return reader.expectAString(); }), value);
        QCOMPARE(passed(m_random, string, [](Reader &reader) { return reader.expectString(); }), value);
        QCOMPARE(passed(m_random, literal, [](Reader &reader) { return reader.expectString(); }), value);
        QCOMPARE(passed(m_random, secret, [](Reader &reader) { return reader.expectAString(); }), value);
        const OptionalBytes optional = m_random.oneIn(3) ? OptionalBytes() : OptionalBytes(value);
        const auto nstring = [&](Writer &writer) { writer.nstring(optional); };
        QCOMPARE(passed(m_random, nstring, [](Reader &reader) { return reader.expectNString(); }), optional);
    }
}

void TestRoundTrip::atomsAndNumbers()
{
    for (int i = 0; i < rounds; ++i) {
        const QByteArray atom = m_random.atom();
        const auto number = quint64(m_random.below(std::numeric_limits<qsizetype>::max()));
        const auto write = [&](Writer &writer) { writer.atom(atom).number(number); };
        QCOMPARE(passed(m_random, write,
                        [](Reader &reader) {
                            const QByteArray text = reader.expectAtom().toByteArray();
                            reader.expectSp();
                            return std::pair(text, reader.expectNumber64());
                        }),
                 std::pair(atom, number));
    }
}

void TestRoundTrip::mailboxes()
{
    for (int i = 0; i < rounds; ++i) {
        const MailboxName name = m_random.mailboxName();
        const auto write = [&](Writer &writer) { writer.mailbox(name); };
        const auto read = [](Reader &reader) { return reader.expectMailbox(); };
        QCOMPARE(passed(m_random, write, read).toString(), name.toString());
        // Whatever bytes a server calls a mailbox, the same bytes address it.
        const QByteArray bytes =
            m_random.oneIn(2) ? m_random.bytes(12) : m_random.text(12, "&&-AOka b\xc3\xbc");
        const auto writeBytes = [&](Writer &writer) { writer.astring(bytes); };
        const WriterOptions options = randomOptions(m_random);
        const MailboxName known = passed(options, writeBytes, read);
        QByteArray again;
        for (const Chunk &chunk : Writer(options).mailbox(known).finish({}))
            again += chunk.bytes;
        const QByteArray spelled = Reader(again).expectAString();
        if (!known.isInbox())
            QCOMPARE(spelled, bytes);
    }
}

void TestRoundTrip::flags()
{
    for (int i = 0; i < rounds; ++i) {
        const FlagSet set = m_random.flagSet();
        const auto write = [&](Writer &writer) { writer.flagList(set); };
        QCOMPARE(passed(m_random, write, [](Reader &reader) { return reader.expectFlagList(); }), set);
    }
}

void TestRoundTrip::sets()
{
    for (int i = 0; i < rounds; ++i) {
        const auto set = m_random.numberSet<Uid>();
        const auto write = [&](Writer &writer) { writer.set(set); };
        QCOMPARE(passed(m_random, write, [](Reader &reader) { return reader.expectSet<Uid>(); }), set);
    }
}

void TestRoundTrip::dateTimes()
{
    for (int i = 0; i < rounds; ++i) {
        const QDateTime time = m_random.dateTime();
        const auto write = [&](Writer &writer) { writer.dateTime(time); };
        const QDateTime read =
            passed(m_random, write, [](Reader &reader) { return reader.expectDateTime(); });
        QCOMPARE(read, time);
        QCOMPARE(read.offsetFromUtc(), time.offsetFromUtc());
    }
}

void TestRoundTrip::tokens()
{
    for (int i = 0; i < rounds; ++i) {
        const Token token = m_random.token();
        const auto put = [&](Writer &writer) { write(writer, token); };
        QVERIFY(passed(m_random, put, [](Reader &reader) { return reader.expectToken(); }) == token);
    }
}

QTEST_APPLESS_MAIN(TestRoundTrip)
#include "tst_roundtrip.moc"
