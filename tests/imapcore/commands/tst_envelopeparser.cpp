#include "imapcore/commands/commandtesting.h"

using namespace imap;
using namespace testing;

class EnvelopeParserTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whole();
    void nilEverywhere();
    void emptyForNil();
    void groups();
    void liberal_data();
    void liberal();
    void malformed_data();
    void malformed();
    void manyAddresses();
    void truncated();
};

namespace
{

std::optional<Envelope> envelope(const QByteArray &text)
{
    const auto fetch = untagged<FetchResponse>("* 1 FETCH (ENVELOPE " + text + " UID 5)");
    return fetch && fetch->uid == Uid(5) ? fetch->envelope : std::nullopt;
}

// RFC 9051 §8, the sample connection, shortened.
const QByteArray sample =
    "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev2 WG mtg summary\" "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((\"Terry Gray\" NIL \"gray\" "
    "\"cac.washington.edu\")) "
    "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((NIL NIL \"imap\" \"cac.washington.edu\")) "
    "((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\") (\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL "
    "\"<B27397-0100000@cac.washington.ed>\")";

} // namespace

void EnvelopeParserTest::whole()
{
    const auto parsed = envelope(sample);
    QVERIFY(parsed);
    QCOMPARE(parsed->date, OptionalBytes("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)"));
    QCOMPARE(parsed->subject, OptionalBytes("IMAP4rev2 WG mtg summary"));
    QCOMPARE(parsed->from, (QList<Address>{{"Terry Gray", std::nullopt, "gray", "cac.washington.edu"}}));
    QCOMPARE(parsed->sender, parsed->from);
    QCOMPARE(parsed->cc.size(), 2);
    QCOMPARE(parsed->cc.at(1).mailbox, OptionalBytes("KLENSIN"));
    QVERIFY(parsed->bcc.isEmpty());
    QVERIFY(!parsed->inReplyTo);
    QCOMPARE(parsed->messageId, OptionalBytes("<B27397-0100000@cac.washington.ed>"));
}

void EnvelopeParserTest::nilEverywhere()
{
    QCOMPARE(envelope("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"), std::optional(Envelope()));
    QCOMPARE(envelope("NIL"), std::optional(Envelope()));
    // The word in quotes is a subject like any other.
    QCOMPARE(envelope("(NIL \"NIL\" NIL NIL NIL NIL NIL NIL NIL NIL)")->subject, OptionalBytes("NIL"));
}

void EnvelopeParserTest::emptyForNil()
{
    const auto parsed = envelope("(\"\" \"\" \"\" \"\" \"\" \"\" () \"\" \"\" \"\")");
    QVERIFY(parsed);
    QCOMPARE(parsed->subject, OptionalBytes(""));
    QVERIFY(parsed->from.isEmpty() && parsed->cc.isEmpty());
}

void EnvelopeParserTest::groups()
{
    const auto parsed = envelope(
        "(NIL NIL NIL NIL NIL ((NIL NIL \"A Group\" NIL)(\"Ed\" NIL \"ed\" \"ex.org\")(NIL NIL NIL NIL)"
        "(NIL NIL \"undisclosed-recipients\" NIL)(NIL NIL NIL NIL)) NIL NIL NIL NIL)");
    QVERIFY(parsed);
    QCOMPARE(parsed->to.size(), 5);
    QVERIFY(parsed->to.at(0).isGroupStart());
    QVERIFY(!parsed->to.at(1).isGroupStart() && !parsed->to.at(1).isGroupEnd());
    QVERIFY(parsed->to.at(2).isGroupEnd());
    QVERIFY(parsed->to.at(4).isGroupEnd());
}

void EnvelopeParserTest::liberal_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("subject");
    QTest::addColumn<int>("to");
    const auto row = [](const char *text, const char *subject, int to) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(subject) << to;
    };
    row("(NIL \"s\")", "s", 0);
    row("(NIL \"s\" NIL NIL NIL ((NIL NIL \"a\" \"b\")))", "s", 1);
    row("(NIL \"s\" NIL NIL NIL ((NIL NIL \"a\" \"b\")(NIL NIL \"c\" \"d\")  (NIL NIL \"e\" \"f\")) NIL NIL "
        "NIL NIL)",
        "s", 3);
    row("(NIL \"s\" NIL NIL NIL ((NIL NIL \"a\")) NIL NIL NIL NIL)", "s", 1);
    row("(NIL \"s\" NIL NIL NIL (NIL (NIL NIL \"a\" \"b\")) NIL NIL NIL NIL)", "s", 1);
    row("(NIL \"s\" NIL NIL NIL ((NIL NIL \"a\" \"b\" \"more\")) NIL NIL NIL NIL \"x\" (y))", "s", 1);
    row("(  NIL  {3}\r\na\"b  NIL NIL NIL  ( ( NIL NIL \"a\" \"b\" ) )  NIL NIL NIL NIL )", "a\"b", 1);
    row("(nil unquoted nil nil nil nil nil nil nil nil)", "unquoted", 0);
    row("(NIL (\"s\") NIL NIL NIL NIL NIL NIL NIL NIL)", "", 0);
    row("(NIL \"back\\slash \\\"q\\\" \\\\\" NIL NIL NIL NIL NIL NIL NIL NIL)", "back\\slash \"q\" \\", 0);
}

void EnvelopeParserTest::liberal()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, subject);
    QFETCH(int, to);
    const auto parsed = envelope(text);
    QVERIFY(parsed);
    QCOMPARE(parsed->subject.value_or(QByteArray("")), subject);
    QCOMPARE(int(parsed->to.size()), to);
    feedTruncated("* 1 FETCH (ENVELOPE " + text + ")");
}

void EnvelopeParserTest::malformed_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"(", "x", "(NIL", "(NIL \"s", "(NIL \"s\" ((NIL",
                             "(NIL NIL ((NIL NIL \"a\" \"b\"", "(NIL {9}\r\nx)"})
        QTest::newRow(text) << QByteArray(text);
}

void EnvelopeParserTest::malformed()
{
    QFETCH(QByteArray, text);
    QVERIFY(isMalformed("* 1 FETCH (ENVELOPE " + text));
}

void EnvelopeParserTest::manyAddresses()
{
    const QByteArray one = "(\"N\" NIL \"user\" \"example.org\")";
    const QByteArray text = "(NIL NIL NIL NIL NIL (" + one.repeated(20'000) + ") NIL NIL NIL NIL)";
    QCOMPARE(envelope(text)->to.size(), 20'000);
    QVERIFY(isMalformed("* 1 FETCH (ENVELOPE " + text + ")", {.listItems = 1000}));
}

void EnvelopeParserTest::truncated()
{
    feedTruncated("* 1 FETCH (ENVELOPE " + sample + ")");
}

QTEST_GUILESS_MAIN(EnvelopeParserTest)
#include "tst_envelopeparser.moc"
