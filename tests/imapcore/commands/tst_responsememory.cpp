#include "commands/response.h"

#include <QtTest>
#include <malloc.h>

using namespace imap;

namespace
{

qsizetype heapInUse()
{
    const struct mallinfo2 info = mallinfo2();
    return qsizetype(info.uordblks + info.hblkhd);
}

/// A small base shows with few octets what the real one shows with many.
wire::Limits limitsOfTest()
{
    wire::Limits limits;
    limits.memoryBase = 16 * 1024;
    return limits;
}

/// What the limits promise, and as much again for the room that lists keep for growing.
qsizetype mostMemory(qsizetype octets)
{
    const wire::Limits limits = limitsOfTest();
    return 2 * (limits.memoryBase + limits.memoryFactor * octets);
}

const FetchResponse *fetchOf(const Response &response)
{
    const auto *untagged = std::get_if<Untagged>(&response);
    return untagged ? std::get_if<FetchResponse>(untagged) : nullptr;
}

QByteArray fetch(const QByteArray &items)
{
    return "* 1 FETCH (" + items + ')';
}

/// Different names, each with a value.
QByteArray numbered(const char *before, int count, const char *behind)
{
    QByteArray bytes;
    for (int i = 0; i < count; ++i)
        bytes += before + QByteArray::number(i) + behind;
    return bytes;
}

} // namespace

/// A server chooses what it sends, so it must not choose how much memory we take: what a response becomes is
/// bounded by a multiple of its octets.
class ResponseMemoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostile_data();
    void hostile();
    void streamGoesOn();
    void manyRecipients();
    void manyParts();
    void manyFlags();
    void repeatedListsAreShared();
    void stringsOfShortResponsesShareMemory();
};

void ResponseMemoryTest::hostile_data()
{
    QTest::addColumn<QByteArray>("line");
    const int many = 20'000;
    const auto row = [](const char *name, const QByteArray &line) { QTest::newRow(name) << line; };
    const auto repeated = [&](const char *bytes) { return QByteArray(bytes).repeated(many); };

    row("empty addresses", fetch("ENVELOPE (NIL NIL (" + repeated("()") + "))"));
    row("short addresses", fetch("ENVELOPE (NIL NIL NIL NIL NIL (" + repeated("(a b c d)") + "))"));
    row("empty parts", fetch("BODYSTRUCTURE (" + repeated("()") + " \"mixed\")"));
    row("short parts", fetch("BODYSTRUCTURE (" + repeated("(a b)") + " \"mixed\")"));
    row("parameters", fetch("BODYSTRUCTURE (\"text\" \"plain\" (" + repeated("a b ") + "))"));
    row("empty parameters", fetch("BODYSTRUCTURE (\"text\" \"plain\" (" + repeated("a\"\"") + "))"));
    row("languages",
        fetch("BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL NIL 1 1 NIL NIL (" + repeated("a ") + "))"));
    row("flags", fetch("FLAGS (" + numbered("a", many, " ") + ')'));
    row("tokens", fetch("X-A (" + repeated("a ") + ')'));
    row("empty lists", fetch("X-A (" + repeated("()") + ')'));
    row("unknown items", fetch(numbered("X", many, " 1 ")));
    row("unknown sections", fetch(numbered("BODY[", many, "] \"\" ")));
    row("unknown response", "* XFOO " + repeated("a "));
    row("identification", "* ID (" + repeated("a b ") + ')');
    row("namespaces", "* NAMESPACE (" + repeated("(a /)") + ") NIL NIL");
    row("capabilities", "* CAPABILITY " + numbered("A", many, " "));
    row("search", "* SEARCH " + repeated("1 "));
    row("sort", "* SORT " + repeated("1 "));
    row("threads", "* THREAD " + repeated("(1)"));
    row("extended search", "* ESEARCH ALL " + numbered("", many, ",") + "900000");
    row("changes of a search", "* ESEARCH ADDTO (" + repeated("0 1 ") + ')');
    row("unknown search data", "* ESEARCH " + numbered("X", many, " 1 "));
    row("quotas", "* QUOTA a (" + repeated("b 1 1 ") + ')');
    row("quota roots", "* QUOTAROOT a " + repeated("b "));
    row("rights", "* ACL a " + repeated("b l "));
    row("required rights", "* LISTRIGHTS a b l " + repeated("k "));
    row("annotations", "* METADATA a (" + repeated("/b c ") + ')');
    row("languages of the server", "* LANGUAGE (" + repeated("a ") + ')');
    row("vanished", "* VANISHED " + numbered("", many, ",") + "900000");
    row("list", "* LIST () NIL a (" + numbered("A", many, " (b)") + ')');
    row("status", "* STATUS a (" + numbered("A", many, " 1 ") + ')');
    row("code", "* OK [X " + repeated("a ") + "] text");
}

void ResponseMemoryTest::hostile()
{
    QFETCH(QByteArray, line);
    const qsizetype before = heapInUse();
    const Response response = parseResponse(line, limitsOfTest());
    const qsizetype taken = heapInUse() - before;
    QVERIFY2(taken <= mostMemory(line.size()), QByteArray::number(double(taken) / double(line.size())));
    QVERIFY(parseResponse(line, limitsOfTest()) == response);
}

void ResponseMemoryTest::streamGoesOn()
{
    const QByteArray line = fetch("ENVELOPE (NIL NIL (" + QByteArray("()").repeated(400'000) + "))");
    const Response refused = parseResponse(line);
    QCOMPARE(std::get<Malformed>(refused).keyword, QByteArray("FETCH"));
    const Response next = parseResponse("* 2 FETCH (UID 7)");
    QVERIFY(fetchOf(next));
}

void ResponseMemoryTest::manyRecipients()
{
    // Announcements of universities go to so many.
    const int count = 30'000;
    const Response response =
        parseResponse(fetch("ENVELOPE (NIL NIL NIL NIL NIL (" +
                            numbered("(NIL NIL \"a", count, "\" \"b.org\")") + ") NIL NIL NIL NIL)"));
    QVERIFY(fetchOf(response));
    QCOMPARE(fetchOf(response)->envelope->to.size(), count);
}

void ResponseMemoryTest::manyParts()
{
    const int count = 20'000;
    const QByteArray part = "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0)";
    const Response response = parseResponse(fetch("BODYSTRUCTURE (" + part.repeated(count) + " \"digest\")"));
    QVERIFY(fetchOf(response));
    QCOMPARE(fetchOf(response)->structure->parts.size(), count);
}

void ResponseMemoryTest::manyFlags()
{
    const int count = 20'000;
    const Response response = parseResponse(fetch("FLAGS (" + numbered("k", count, " ") + ')'));
    QVERIFY(fetchOf(response));
    QCOMPARE(fetchOf(response)->flags->size(), count);
}

/// The short way for what is the same octet by octet gives what the long way gives.
void ResponseMemoryTest::repeatedListsAreShared()
{
    const QByteArray one = "((\"A\" NIL \"a\" \"b.org\"))";
    const QByteArray other = "((\"A\" NIL \"a\" \"b.orga\"))";
    const QByteArray spaced = "((\"A\"  NIL \"a\" \"b.org\"))";
    const Response response = parseResponse(fetch("ENVELOPE (NIL NIL " + one + ' ' + one + ' ' + other + ' ' +
                                                  other + ' ' + spaced + " NIL NIL NIL)"));
    const Envelope &envelope = *fetchOf(response)->envelope;
    QCOMPARE(envelope.from.size(), 1);
    QVERIFY(envelope.sender == envelope.from);
    QVERIFY(envelope.sender.isSharedWith(envelope.from));
    QCOMPARE(envelope.replyTo.first().host, QByteArray("b.orga"));
    QVERIFY(envelope.to == envelope.replyTo);
    QVERIFY(envelope.cc == envelope.from);
    QVERIFY(envelope.bcc.isEmpty());
}

/// They are arrays as good as others: with a NUL behind them, and each can be changed alone.
void ResponseMemoryTest::stringsOfShortResponsesShareMemory()
{
    Envelope envelope;
    {
        const QByteArray line =
            fetch("ENVELOPE (\"date\" \"subject\" NIL NIL NIL NIL NIL NIL \"\" \"<id>\")");
        envelope = *fetchOf(parseResponse(line))->envelope;
    }
    for (OptionalBytes *field : {&envelope.date, &envelope.subject, &envelope.inReplyTo, &envelope.messageId})
        QCOMPARE(qstrlen((*field)->constData()), size_t((*field)->size()));
    *envelope.date += "+more than there was room for";
    envelope.subject->replace('s', 'S');
    envelope.messageId->prepend("in front");
    QCOMPARE(envelope.date, QByteArray("date+more than there was room for"));
    QCOMPARE(envelope.subject, QByteArray("Subject"));
    QCOMPARE(envelope.inReplyTo, QByteArray(""));
    QCOMPARE(envelope.messageId, QByteArray("in front<id>"));
}

QTEST_GUILESS_MAIN(ResponseMemoryTest)
#include "tst_responsememory.moc"
