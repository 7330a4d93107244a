#include "imapcore/commands/commandtesting.h"

#include "commands/fetch.h"

using namespace imap;
using namespace testing;

class FetchDataTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void simpleItems();
    void lenient();
    void sections_data();
    void sections();
    void literalsKeepEveryByte();
    void origins();
    void others();
    void extensions();
    void gmailLabels();
    void byUid();
    void malformed_data();
    void malformed();
    void truncated();
};

void FetchDataTest::simpleItems()
{
    const auto fetch = untagged<FetchResponse>(
        "* 12 FETCH (FLAGS (\\Seen $X) UID 4827313 RFC822.SIZE 5000000000 MODSEQ (65402) "
        "INTERNALDATE \" 7-Feb-1994 02:44:25 -0700\" ENVELOPE NIL BODY (\"TEXT\" \"PLAIN\" NIL NIL NIL "
        "\"7BIT\" 3 1))");
    QVERIFY(fetch);
    QCOMPARE(fetch->number, SeqNum(12));
    QCOMPARE(fetch->uid, std::optional(Uid(4827313)));
    QCOMPARE(fetch->flags, std::optional(FlagSet{flags::Seen, Flag("$x")}));
    QCOMPARE(fetch->size, std::optional<quint64>(5000000000u));
    QCOMPARE(fetch->modSeq, std::optional(ModSeq(65402)));
    QCOMPARE(fetch->internalDate->toString(Qt::ISODate), QStringLiteral("1994-02-07T02:44:25-07:00"));
    QCOMPARE(fetch->envelope, std::optional(Envelope()));
    QCOMPARE(fetch->structure->mimeType(), QByteArray("text/plain"));
    QVERIFY(fetch->sections.isEmpty() && fetch->others.isEmpty());
}

void FetchDataTest::lenient()
{
    const auto fetch = untagged<FetchResponse>(
        "* 1 fetch ( flags NIL uid 7  MODSEQ 5 RFC822.SIZE NIL INTERNALDATE \"soon\" BODYSTRUCTURE NIL ) ");
    QVERIFY(fetch);
    QCOMPARE(fetch->flags, std::optional(FlagSet()));
    QCOMPARE(fetch->uid, std::optional(Uid(7)));
    QCOMPARE(fetch->modSeq, std::optional(ModSeq(5)));
    QVERIFY(!fetch->size);
    QVERIFY(fetch->internalDate && !fetch->internalDate->isValid());
    QVERIFY(!fetch->structure);
    QVERIFY(untagged<FetchResponse>("* 1 FETCH (UID 1 FLAGS ()UID 2)"));
    // Domino puts items in a list of their own; mail.ru says more of a structure than belongs to it.
    const auto domino =
        untagged<FetchResponse>("* 2 FETCH (UID 14935 (FLAGS (\\Seen) RFC822.SIZE 9) MODSEQ (5))");
    QVERIFY(domino);
    QCOMPARE(domino->size, std::optional<quint64>(9));
    QCOMPARE(domino->modSeq, std::optional(ModSeq(5)));
    const auto more =
        untagged<FetchResponse>("* 2 FETCH (UID 7 BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL "
                                "\"7bit\" 1 1)((\"a\" 2)(UID 9)) FLAGS (\\Seen))");
    QVERIFY(more && more->structure && more->flags);
    QCOMPARE(more->uid, std::optional(Uid(7)));
    // Courier of old answers UID STORE so.
    const auto unnumbered = untagged<FetchResponse>("* 0 FETCH (UID 16334 FLAGS ())");
    QVERIFY(unnumbered && !unnumbered->number.isValid());
    QCOMPARE(unnumbered->uid, std::optional(Uid(16334)));
    QVERIFY(isMalformed("* 0 FETCH (FLAGS ())"));
    FetchResponse empty;
    empty.number = SeqNum(1);
    QCOMPARE(*untagged<FetchResponse>("* 1 FETCH ()"), empty);
}

void FetchDataTest::sections_data()
{
    QTest::addColumn<QByteArray>("item");
    QTest::addColumn<QByteArray>("key");
    const auto row = [](const char *item, const char *key) {
        QTest::newRow(item) << QByteArray(item) << QByteArray(key);
    };
    row("BODY[]", "");
    row("body[header]", "HEADER");
    row("BODY[1.2.mime]", "1.2.MIME");
    row("BODY[TEXT]<0>", "TEXT");
    row("BODY[TEXT]<0.100>", "TEXT");
    row("BODY[HEADER.FIELDS (References)]", "HEADER.FIELDS (REFERENCES)");
    row("BODY[HEADER.FIELDS (\"To\"  \"CC\")]", "HEADER.FIELDS (TO CC)");
    row("BODY[HEADER.FIELDS ({2}\r\nTo cc)]", "HEADER.FIELDS (TO CC)");
    row("BODY[header.fields.not (to cc )]", "HEADER.FIELDS.NOT (TO CC)");
    row("BODY[2.HEADER.FIELDS(TO)]", "2.HEADER.FIELDS (TO)");
    row("BINARY[1]", "BINARY[1]");
    row("BINARY[1.2]<5>", "BINARY[1.2]");
    row("RFC822", "RFC822");
    row("RFC822.HEADER", "RFC822.HEADER");
    row("rfc822.text", "RFC822.TEXT");
}

void FetchDataTest::sections()
{
    QFETCH(QByteArray, item);
    QFETCH(QByteArray, key);
    const auto fetch = untagged<FetchResponse>("* 1 FETCH (" + item + " {3}\r\na)b UID 5)");
    QVERIFY(fetch);
    QCOMPARE(fetch->sections.keys(), QList<QByteArray>{key});
    QCOMPARE(fetch->sections.value(key), OptionalBytes("a)b"));
    QCOMPARE(fetch->uid, std::optional(Uid(5)));
    const auto nil = untagged<FetchResponse>("* 1 FETCH (" + item + " NIL)");
    QVERIFY(nil && nil->sections.contains(key) && !nil->sections.value(key));
    const auto empty = untagged<FetchResponse>("* 1 FETCH (" + item + " \"\")");
    QVERIFY(empty && empty->sections.value(key));
    QCOMPARE(headerFieldsKey({"To", "cc"}), QByteArray("HEADER.FIELDS (TO CC)"));
}

void FetchDataTest::literalsKeepEveryByte()
{
    QByteArray body;
    for (int i = 0; i < 256; ++i)
        body += char(i);
    body += "\r\n* 1 EXISTS\r\n)";
    const QByteArray size = QByteArray::number(body.size());
    const auto fetch = untagged<FetchResponse>("* 1 FETCH (BODY[] {" + size + "}\r\n" + body +
                                               " BINARY[1] ~{" + size + "}\r\n" + body + ")");
    QVERIFY(fetch);
    QCOMPARE(fetch->sections.value(""), OptionalBytes(body));
    QCOMPARE(fetch->sections.value("BINARY[1]"), OptionalBytes(body));
}

void FetchDataTest::origins()
{
    const auto fetch = untagged<FetchResponse>(
        "* 1 FETCH (BODY[1]<0> \"a\" BODY[1]<100> \"b\" BODY[2]<7> \"c\" BODY[3] \"d\")");
    QVERIFY(fetch);
    QCOMPARE(fetch->sections.value("1"), OptionalBytes("a"));
    QCOMPARE(fetch->origins.value("1", 99), 0u);
    QCOMPARE(fetch->sections.value("1<100>"), OptionalBytes("b"));
    QCOMPARE(fetch->origins.value("1<100>"), 100u);
    QCOMPARE(fetch->origins.value("2"), 7u);
    QVERIFY(!fetch->origins.contains("3"));
}

void FetchDataTest::others()
{
    const auto fetch = untagged<FetchResponse>("* 1 FETCH (X-GM-MSGID 1278455344230334865 x-gm-labels "
                                               "(\"\\\\Inbox\" foo) BINARY.SIZE[1.2] 7 PREVIEW NIL "
                                               "EMAILID (M1) X-UNKNOWN \"s\")");
    QVERIFY(fetch);
    QCOMPARE(fetch->gmailMessageId, std::optional<quint64>(1278455344230334865));
    QCOMPARE(fetch->gmailLabels,
             std::optional<QStringList>({QStringLiteral("\\Inbox"), QStringLiteral("foo")}));
    QCOMPARE(fetch->binarySizes.value("1.2"), 7u);
    QVERIFY(fetch->preview && !*fetch->preview);
    QCOMPARE(fetch->emailId, std::optional<QByteArray>("M1"));
    QCOMPARE(fetch->others.value("X-UNKNOWN"), string("s"));
    QCOMPARE(fetch->others.size(), 1);
}

void FetchDataTest::extensions()
{
    const auto fetch = untagged<FetchResponse>("* 1 FETCH (PREVIEW {7}\r\nGr\xc3\xbc\xc3\x9f SAVEDATE "
                                               "\"17-Jul-1996 02:44:25 -0700\" THREADID (T64b478a75b7ea9) "
                                               "EMAILID (M6d99ac3275bb4e) X-GM-THRID 1266894439832287888)");
    QVERIFY(fetch);
    QCOMPARE(fetch->preview.value_or(OptionalBytes()), OptionalBytes("Gr\xc3\xbc\xc3\x9f "));
    QCOMPARE(fetch->saveDate->toUTC(), QDateTime(QDate(1996, 7, 17), QTime(9, 44, 25), Qt::UTC));
    QCOMPARE(fetch->threadId, std::optional<QByteArray>("T64b478a75b7ea9"));
    QCOMPARE(fetch->gmailThreadId, std::optional<quint64>(1266894439832287888));
    const auto none =
        untagged<FetchResponse>("* 1 FETCH (SAVEDATE NIL THREADID NIL X-GM-LABELS () PREVIEW \"\")");
    QVERIFY(none);
    QVERIFY(none->saveDate && !none->saveDate->isValid());
    QCOMPARE(none->threadId, std::optional<QByteArray>(""));
    QCOMPARE(none->gmailLabels, std::optional<QStringList>(QStringList()));
    QCOMPARE(none->preview, std::optional<OptionalBytes>(OptionalBytes("")));
}

/// Names as Gmail spells them: its own with a backslash, quoted or not; people's in modified UTF-7, or in
/// UTF-8 once that is enabled.
void FetchDataTest::gmailLabels()
{
    const auto fetch = untagged<FetchResponse>(
        "* 1 FETCH (X-GM-LABELS (\\Important \"\\\\Sent\" Muy \"Muy "
        "Importante\" Entw&APw-rfe {9}\r\nEntw\xc3\xbcrf A&-B \"a&b\" [Mailbox] [Gmail]/Sent))");
    QVERIFY(fetch);
    const QStringList expected{QStringLiteral("\\Important"),   QStringLiteral("\\Sent"),
                               QStringLiteral("Muy"),           QStringLiteral("Muy Importante"),
                               QStringLiteral("Entw\u00fcrfe"), QStringLiteral("Entw\u00fcrf "),
                               QStringLiteral("A&B"),           QStringLiteral("a&b"),
                               QStringLiteral("[Mailbox]"),     QStringLiteral("[Gmail]/Sent")};
    QCOMPARE(*fetch->gmailLabels, expected);
}

void FetchDataTest::byUid()
{
    const auto fetch = untagged<FetchResponse>("* 25996 UIDFETCH (FLAGS (\\Seen))");
    QVERIFY(fetch);
    QCOMPARE(fetch->uid, std::optional<Uid>(Uid(25996)));
    QVERIFY(!fetch->number.isValid());
    QVERIFY(fetch->flags->contains(flags::Seen));
    QVERIFY(isMalformed("* 0 UIDFETCH (FLAGS ())"));
    // It is the number in front that counts.
    QCOMPARE(untagged<FetchResponse>("* 7 UIDFETCH (UID 8)")->uid, std::optional<Uid>(Uid(7)));
}

void FetchDataTest::malformed_data()
{
    QTest::addColumn<QByteArray>("items");
    for (const char *items : {"UID 0",
                              "UID NIL",
                              "UID 4294967296",
                              "RFC822.SIZE 99999999999999999999",
                              "RFC822.SIZE x",
                              "BODY[1",
                              "BODY[1] {5}\r\nabc",
                              "BODY[1]<x> \"a\"",
                              "BODY[1]<99999999999999999999> \"a\"",
                              "BODY[1] (a)",
                              "BODY[HEADER.FIELDS (a] \"x\"",
                              "FLAGS (\\Seen",
                              "FLAGS x",
                              "MODSEQ (x)",
                              "MODSEQ ()",
                              "ENVELOPE (",
                              "BODYSTRUCTURE (\"a\" \"b\" NIL NIL NIL \"7bit\" 99999999999999999999)",
                              "X-FOO",
                              "\"UID\" 1",
                              "BODY[1] {99999999999999999999}\r\n"})
        QTest::newRow(items) << QByteArray(items);
}

void FetchDataTest::malformed()
{
    QFETCH(QByteArray, items);
    QVERIFY(isMalformed("* 1 FETCH (" + items + ")"));
}

void FetchDataTest::truncated()
{
    feedTruncated(
        "* 1 FETCH (UID 1 BODY[HEADER.FIELDS (\"A\" {1}\r\nB)]<0.5> {3}\r\nabc MODSEQ (7) X-A (1 (2 \"3\")) "
        "INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" BINARY[1] ~{2}\r\nab RFC822 \"\\\"\" FLAGS (\\Seen))");
}

QTEST_GUILESS_MAIN(FetchDataTest)
#include "tst_fetchdata.moc"
