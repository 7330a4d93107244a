#include "imapcore/commands/commandtesting.h"

#include "commands/fetch.h"

using namespace imap;
using namespace testing;

class FetchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode_data();
    void encode();
    void refuses_data();
    void refuses();
    void extensionsAreOffered_data();
    void extensionsAreOffered();
    void partialRanges();
    void requirements();
    void needs();
    void collectsWhatWasAsked();
    void collectsNumbers();
    void starMatchesAnything();
    void piecesOfOneMessageAreMerged();
    void anyOrder();
    void stream();
};

namespace
{
MessageSet uids(const char *text)
{
    return *UidSet::parse(text);
}
MessageSet numbers(const char *text)
{
    return *SeqSet::parse(text);
}
} // namespace

void FetchTest::encode_data()
{
    QTest::addColumn<Fetch>("command");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("uid, flags") << Fetch{.messages = uids("1:*"), .items = {.uid = true, .flags = true}}
                                << QByteArray("A UID FETCH 1:* (UID FLAGS)");
    const FetchItems row{.uid = true,
                         .flags = true,
                         .internalDate = true,
                         .size = true,
                         .envelope = true,
                         .bodyStructure = true,
                         .modSeq = true,
                         .headerFields = {{"References", "List-Id"}}};
    QTest::newRow("list row")
        << Fetch{.messages = numbers("101:200"), .items = row}
        << QByteArray("A FETCH 101:200 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE "
                      "MODSEQ BODY.PEEK[HEADER.FIELDS (References List-Id)])");
    const FetchItems parts{.sections = {{.section = ""},
                                        {.section = "1.2", .peek = false},
                                        {.section = "2.MIME", .partial = {{0, 1024}}},
                                        {.section = "3", .binary = true, .partial = {{1024, 1024}}},
                                        {.section = "HEADER.FIELDS.NOT (TO CC)"}}};
    QTest::newRow("sections") << Fetch{.messages = uids("5"), .items = parts}
                              << QByteArray(
                                     "A UID FETCH 5 (BODY.PEEK[] BODY[1.2] BODY.PEEK[2.MIME]<0.1024> "
                                     "BINARY.PEEK[3]<1024.1024> BODY.PEEK[HEADER.FIELDS.NOT (TO CC)])");
    QTest::newRow("changed since") << Fetch{.messages = uids("1:*"),
                                            .items = {.flags = true},
                                            .changedSince = ModSeq(12345),
                                            .vanished = true}
                                   << QByteArray("A UID FETCH 1:* (FLAGS) (CHANGEDSINCE 12345 VANISHED)");
    QTest::newRow("extra") << Fetch{.messages = uids("1"),
                                    .items = {.extra = {"X-GM-LABELS", "PREVIEW (LAZY)"}},
                                    .modifiers = {"PARTIAL -1:-30"}}
                           << QByteArray("A UID FETCH 1 (X-GM-LABELS PREVIEW (LAZY)) (PARTIAL -1:-30)");
    QTest::newRow("extensions")
        << Fetch{.messages = uids("1"),
                 .items = {.binarySizes = {"1.2", "3"},
                           .preview = FetchItems::Preview::Lazy,
                           .saveDate = true,
                           .emailId = true,
                           .threadId = true}}
        << QByteArray(
               "A UID FETCH 1 (BINARY.SIZE[1.2] BINARY.SIZE[3] PREVIEW (LAZY) SAVEDATE EMAILID THREADID)");
    QTest::newRow("gmail") << Fetch{.messages = uids("1"),
                                    .items = {.preview = FetchItems::Preview::Full,
                                              .gmailMessageId = true,
                                              .gmailThreadId = true,
                                              .gmailLabels = true}}
                           << QByteArray("A UID FETCH 1 (PREVIEW X-GM-MSGID X-GM-THRID X-GM-LABELS)");
    QTest::newRow("first hundred") << Fetch{.messages = uids("1:*"),
                                            .items = {.flags = true},
                                            .partial = PartialRange{1, 100}}
                                   << QByteArray("A UID FETCH 1:* (FLAGS) (PARTIAL 1:100)");
    QTest::newRow("last thirty, changed")
        << Fetch{.messages = uids("1:*"),
                 .items = {.flags = true},
                 .changedSince = ModSeq(5),
                 .partial = PartialRange{-1, -30}}
        << QByteArray("A UID FETCH 1:* (FLAGS) (CHANGEDSINCE 5 PARTIAL -1:-30)");
    QTest::newRow("nothing but the UIDs")
        << Fetch{.messages = uids("1:9")} << QByteArray("A UID FETCH 1:9 (UID)");
}

void FetchTest::encode()
{
    QFETCH(Fetch, command);
    QFETCH(QByteArray, bytes);
    QCOMPARE(encoded(command), bytes);
    const FetchStream stream{.messages = command.messages,
                             .items = command.items,
                             .changedSince = command.changedSince,
                             .vanished = command.vanished,
                             .partial = command.partial,
                             .modifiers = command.modifiers};
    QCOMPARE(encoded(stream), bytes);
}

/// What a caller takes from a message, such as a section, must not become a command.
void FetchTest::refuses_data()
{
    QTest::addColumn<FetchItems>("items");
    QTest::newRow("section ends early") << FetchItems{.sections = {{.section = "1] UID"}}};
    QTest::newRow("line end in section") << FetchItems{.sections = {{.section = "1\r\nA LOGOUT"}}};
    QTest::newRow("line end in extra") << FetchItems{.extra = {"X\r\nA LOGOUT"}};
    QTest::newRow("field name with colon") << FetchItems{.headerFields = {{"To:"}}};
    QTest::newRow("size of a part that ends early") << FetchItems{.binarySizes = {"1] UID"}};
    QTest::newRow("field name with parenthesis") << FetchItems{.headerFields = {{"To)] UID"}}};
}

void FetchTest::refuses()
{
    QFETCH(FetchItems, items);
    const Fetch command{.messages = uids("1"), .items = items};
    QVERIFY_EXCEPTION_THROWN(encoded(command), std::invalid_argument);
}

/// Nothing is asked of a server that does not know it.
void FetchTest::extensionsAreOffered_data()
{
    QTest::addColumn<Fetch>("command");
    QTest::addColumn<QByteArray>("capability");
    const auto row = [](const char *capability, const FetchItems &items) {
        QTest::newRow(capability) << Fetch{.messages = uids("1"), .items = items} << QByteArray(capability);
    };
    row("BINARY", {.binarySizes = {"1"}});
    row("IMAP4rev2", {.binarySizes = {"1"}});
    row("PREVIEW", {.preview = FetchItems::Preview::Lazy});
    row("SAVEDATE", {.saveDate = true});
    row("OBJECTID", {.threadId = true});
    row("X-GM-EXT-1", {.gmailLabels = true});
    QTest::newRow("PARTIAL") << Fetch{.messages = uids("1"), .partial = PartialRange{1, 2}}
                             << QByteArray("PARTIAL");
}

void FetchTest::extensionsAreOffered()
{
    QFETCH(Fetch, command);
    QFETCH(QByteArray, capability);
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"IMAP4rev1"})), CapabilityError);
    command.check(Capabilities({"IMAP4rev1", capability}));
}

void FetchTest::partialRanges()
{
    for (const PartialRange &range : {PartialRange{0, 5}, PartialRange{-1, 5}}) {
        const Fetch wrong{.messages = uids("1:9"), .partial = range};
        QVERIFY_EXCEPTION_THROWN(encoded(wrong), std::invalid_argument);
    }
    const Fetch byNumber{.messages = numbers("1:9"), .items = {.flags = true}, .partial = PartialRange{1, 2}};
    QVERIFY_EXCEPTION_THROWN(encoded(byNumber), std::invalid_argument);
}

void FetchTest::requirements()
{
    const Requirements byUid = Fetch{.messages = uids("1"), .items = {.flags = true}}.requirements();
    QCOMPARE(byUid.name, std::string_view("UID FETCH"));
    QVERIFY(byUid.mayCauseExpunge && !byUid.usesSequenceNumbers && byUid.readsFlags && !byUid.writesFlags);
    const Requirements byNumber = Fetch{.messages = numbers("1")}.requirements();
    QCOMPARE(byNumber.name, std::string_view("FETCH"));
    QVERIFY(!byNumber.mayCauseExpunge && byNumber.usesSequenceNumbers && !byNumber.readsFlags);

    // Without PEEK, the server sets \Seen.
    QVERIFY((Fetch{.items = {.sections = {{.section = "1", .peek = false}}}}.requirements().writesFlags));
    QVERIFY(!(Fetch{.items = {.sections = {{.section = "1"}}}}.requirements().writesFlags));
    QVERIFY((FetchItems{.extra = {"body[]"}}.setsSeen()));
    QVERIFY((FetchItems{.extra = {"RFC822.TEXT"}}.setsSeen()));
    QVERIFY(!(FetchItems{.extra = {"BODY.PEEK[]", "RFC822.HEADER"}}.setsSeen()));
}

void FetchTest::needs()
{
    const Capabilities plain({"IMAP4rev1"});
    (Fetch{.items = {.flags = true}}).check(plain);
    QVERIFY_EXCEPTION_THROWN((Fetch{.items = {.modSeq = true}}.check(plain)), CapabilityError);
    QVERIFY_EXCEPTION_THROWN((Fetch{.changedSince = ModSeq(1)}.check(plain)), CapabilityError);
    QVERIFY_EXCEPTION_THROWN(
        (Fetch{.changedSince = ModSeq(1), .vanished = true}.check(Capabilities({"CONDSTORE"}))),
        CapabilityError);
    const Fetch binary{.items = {.sections = {{.section = "1", .binary = true}}}};
    QVERIFY_EXCEPTION_THROWN(binary.check(plain), CapabilityError);
    binary.check(Capabilities({"IMAP4rev2"}));
    binary.check(Capabilities({"BINARY"}));
}

void FetchTest::collectsWhatWasAsked()
{
    const Fetch command{.messages = uids("4,7:9"), .items = {.flags = true}};
    const QList<FetchResponse> result =
        run(command, {"* 1 FETCH (UID 4 FLAGS ())", "* 2 FETCH (UID 5 FLAGS ())",
                      "* 3 FETCH (FLAGS (\\Seen))", "* 4 FETCH (UID 8 FLAGS (\\Seen))", "* 9 EXISTS"});
    QCOMPARE(result.size(), 2);
    QCOMPARE(result.at(0).uid, std::optional(Uid(4)));
    QCOMPARE(result.at(1).uid, std::optional(Uid(8)));
}

void FetchTest::collectsNumbers()
{
    const Fetch command{.messages = numbers("2:3"), .items = {.flags = true}};
    QCOMPARE(run(command, {"* 1 FETCH (FLAGS ())", "* 2 FETCH (FLAGS ())", "* 3 FETCH (FLAGS ())"}).size(),
             2);
}

/// "9:*" names the last message even if its UID is below 9 (RFC 9051 §9, seq-range).
void FetchTest::starMatchesAnything()
{
    const Fetch command{.messages = uids("9:*"), .items = {.flags = true}};
    QCOMPARE(run(command, {"* 1 FETCH (UID 3 FLAGS ())"}).size(), 1);
}

void FetchTest::piecesOfOneMessageAreMerged()
{
    const Fetch command{.messages = uids("1:9")};
    const QList<FetchResponse> result =
        run(command, {"* 2 FETCH (UID 4 RFC822.SIZE 10)", "* 3 FETCH (UID 5 FLAGS ())",
                      "* 2 FETCH (UID 4 FLAGS (\\Seen) BODY[1] \"x\" X-FOO 1)",
                      "* 2 FETCH (UID 4 FLAGS (a) BODY[2] NIL)"});
    QCOMPARE(result.size(), 2);
    const FetchResponse &merged = result.first();
    QCOMPARE(merged.size, std::optional<quint64>(10));
    QCOMPARE(merged.flags, std::optional(FlagSet{Flag("a")}));
    QCOMPARE(merged.sections.value("1"), OptionalBytes("x"));
    QVERIFY(merged.sections.contains("2"));
    QCOMPARE(merged.others.value("X-FOO"), atom("1"));
}

void FetchTest::anyOrder()
{
    const Fetch command{.messages = uids("1:9")};
    const QList<FetchResponse> result = run(command, {"* 9 FETCH (UID 9)", "* 1 FETCH (UID 1)",
                                                      "* 5 FETCH (UID 5)", "* 9 FETCH (UID 9 FLAGS ())"});
    QCOMPARE(result.size(), 3);
    QCOMPARE(result.at(1).uid, std::optional(Uid(5)));
    QVERIFY(result.at(2).flags);
}

void FetchTest::stream()
{
    const FetchStream command{.messages = uids("4"), .items = {.flags = true}};
    Nothing nothing;
    QVERIFY(command.collect(anyUntagged("* 1 FETCH (UID 4 FLAGS ())"), nothing));
    QVERIFY(!command.collect(anyUntagged("* 1 FETCH (UID 5 FLAGS ())"), nothing));
    QVERIFY(!command.collect(anyUntagged("* 1 EXISTS"), nothing));
    QVERIFY(command.requirements().readsFlags);
}

QTEST_GUILESS_MAIN(FetchTest)
#include "tst_fetch.moc"
