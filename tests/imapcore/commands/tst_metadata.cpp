#include "imapcore/commands/commandtesting.h"

#include "commands/metadata.h"

using namespace imap;
using namespace testing;

class MetadataTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encodeGet_data();
    void encodeGet();
    void encodeSet();
    void parse_data();
    void parse();
    void pushed();
    void malformed_data();
    void malformed();
    void limits();
    void result();
    void longEntries();
    void needs();
};

void MetadataTest::encodeGet_data()
{
    QTest::addColumn<GetMetadata>("command");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const QByteArray &bytes, const GetMetadata &command) {
        QTest::newRow(bytes.constData()) << command << "A " + bytes;
    };
    using Depth = GetMetadata::Depth;
    const MailboxName notes(QStringLiteral("Notes"));
    row("GETMETADATA Notes (/private/comment)", {.mailbox = notes, .entries = {"/private/comment"}});
    row("GETMETADATA \"\" (/shared/comment /shared/admin)",
        {.entries = {"/shared/comment", "/shared/admin"}});
    // The options stand in front of the mailbox: Dovecot takes no others.
    row("GETMETADATA (MAXSIZE 1024) Notes (/private)",
        {.mailbox = notes, .entries = {"/private"}, .maxSize = 1024});
    row("GETMETADATA (MAXSIZE 0 DEPTH infinity) Notes (/private)",
        {.mailbox = notes, .entries = {"/private"}, .maxSize = 0, .depth = Depth::Infinity});
    row("GETMETADATA (DEPTH 1) Notes (/private)",
        {.mailbox = notes, .entries = {"/private"}, .depth = Depth::One});
}

void MetadataTest::encodeGet()
{
    QFETCH(GetMetadata, command);
    QFETCH(QByteArray, bytes);
    QCOMPARE(encoded(command), bytes);
}

void MetadataTest::encodeSet()
{
    const MailboxName inbox(QStringLiteral("INBOX"));
    const SetMetadata set{inbox,
                          {{"/private/comment", "a \"b\""}, {"/shared/comment", {}}, {"/private/x", "NIL"}}};
    QCOMPARE(encoded(set),
             QByteArray("A SETMETADATA INBOX (/private/comment \"a \\\"b\\\"\" /shared/comment NIL "
                        "/private/x \"NIL\")"));
    const SetMetadata lines{{}, {{"/private/comment", "a\r\nb"}}};
    QCOMPARE(encoded(lines, {.literalPlus = true}),
             QByteArray("A SETMETADATA \"\" (/private/comment {4+}\r\na\r\nb)"));
    const SetMetadata binary{inbox, {{"/private/key", QByteArray("a\0b", 3)}}};
    QCOMPARE(encoded(binary, {.literalPlus = true}),
             QByteArray("A SETMETADATA INBOX (/private/key ~{3+}\r\na\0b)", 45));
    QCOMPARE(written(binary).finish("A").size(), 2); // a literal that waits
}

void MetadataTest::parse_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<MetadataEntry>>("entries");
    const auto row = [](const char *name, const QByteArray &line, const QList<MetadataEntry> &entries) {
        QTest::newRow(name) << line << entries;
    };
    row("dovecot",
        "* METADATA Meta (/private/big {20}\r\n12345678901234567890 /private/comment {10}\r\nMy comment)",
        {{"/private/big", "12345678901234567890"}, {"/private/comment", "My comment"}});
    row("cyrus", "* METADATA Meta (\"/private/comment\" \"My comment\" \"/private/sort\" NIL)",
        {{"/private/comment", "My comment"}, {"/private/sort", {}}});
    row("the text NIL", "* METADATA Meta (/a \"NIL\" /b nil)", {{"/a", "NIL"}, {"/b", {}}});
    row("empty value", "* METADATA Meta (/a \"\" /b {0}\r\n)", {{"/a", ""}, {"/b", ""}});
    row("binary", QByteArray("* METADATA Meta (/a ~{3}\r\na\0b)", 30), {{"/a", QByteArray("a\0b", 3)}});
    row("none", "* METADATA Meta ()", {});
    row("cut off", "* metadata Meta  ( /a  \"x\"  /b )", {{"/a", "x"}, {"/b", {}}});
    row("atom", "* METADATA Meta (/a word)", {{"/a", "word"}});
}

void MetadataTest::parse()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<MetadataEntry>, entries);
    const auto response = untagged<MetadataResponse>(line);
    QVERIFY(response);
    QCOMPARE(response->mailbox.toString(), QStringLiteral("Meta"));
    QCOMPARE(response->entries, entries);
    QVERIFY(response->changed.isEmpty());
    feedTruncated(line);
}

/// Somebody else changed something: only the names come (RFC 5464 §4.4.2).
void MetadataTest::pushed()
{
    const auto server = untagged<MetadataResponse>("* METADATA \"\" /shared/comment");
    QVERIFY(server);
    QVERIFY(server->mailbox.isEmpty());
    QCOMPARE(server->changed, QList<QByteArray>{"/shared/comment"});
    const auto mailbox =
        untagged<MetadataResponse>("* METADATA \"INBOX\" /shared/comment \"/private/comment\"");
    QCOMPARE(mailbox->changed, (QList<QByteArray>{"/shared/comment", "/private/comment"}));
    QVERIFY(mailbox->entries.isEmpty());
}

void MetadataTest::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line : {"* METADATA", "* METADATA x (", "* METADATA x (/a", "* METADATA x (/a \"b\"",
                             "* METADATA x (/a {9}\r\nb)", "* METADATA x (/a (b))", "* METADATA x ((/a b))",
                             "* METADATA x /a (b)", "* METADATA x (/a b) c"})
        QTest::newRow(line) << QByteArray(line);
}

void MetadataTest::malformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(isMalformed(line));
    feedTruncated(line);
}

void MetadataTest::limits()
{
    wire::Limits few;
    few.listItems = 10;
    QVERIFY(isMalformed("* METADATA x (" + QByteArray("/a b ").repeated(11) + ')', few));
    QVERIFY(isMalformed("* METADATA x" + QByteArray(" /a").repeated(11), few));

    // The same name again and again must not take the square of the time.
    const GetMetadata command{.mailbox = MailboxName(QStringLiteral("x")), .entries = {"/a"}};
    QByteArray names;
    for (int i = 0; i < 100'000; ++i)
        names += "/" + QByteArray::number(i) + " v ";
    QCOMPARE(run(command, {"* METADATA x (" + names + ')'}).entries.size(), 100'000);
}

void MetadataTest::result()
{
    const GetMetadata command{.mailbox = MailboxName(QStringLiteral("x")), .entries = {"/a", "/b"}};
    const MetadataResult result =
        run(command, {"* METADATA y (/a 1)", "* METADATA x (/a 2)", "* METADATA x /c",
                      "* METADATA \"\" (/a 3)", "* METADATA x (/b NIL /A 4)"});
    QCOMPARE(result.entries, (QList<MetadataEntry>{{"/a", "4"}, {"/b", {}}}));
    QVERIFY(!result.longest);
    QVERIFY(run(command, {}).entries.isEmpty());
}

void MetadataTest::longEntries()
{
    const GetMetadata command{.mailbox = MailboxName(QStringLiteral("x")), .entries = {"/a"}, .maxSize = 10};
    const auto longest = [&](const char *line) { return run(command, {}, completion(line)).longest; };
    QCOMPARE(longest("A OK [METADATA LONGENTRIES 2199] done"), std::optional<quint64>(2199));
    QCOMPARE(longest("A OK [METADATA LONGENTRIES] done"), std::nullopt);
    QCOMPARE(longest("A OK [METADATA LONGENTRIES x] done"), std::nullopt);
    QCOMPARE(longest("A OK [METADATA MAXSIZE 10] done"), std::nullopt);
    QCOMPARE(longest("A OK done"), std::nullopt);
}

void MetadataTest::needs()
{
    const GetMetadata ofServer{.entries = {"/shared/comment"}};
    const GetMetadata ofMailbox{.mailbox = MailboxName(QStringLiteral("x")), .entries = {"/private/comment"}};
    ofServer.check(Capabilities({"METADATA-SERVER"}));
    ofServer.check(Capabilities({"METADATA"}));
    ofMailbox.check(Capabilities({"METADATA"}));
    QVERIFY_EXCEPTION_THROWN(ofMailbox.check(Capabilities({"METADATA-SERVER"})), CapabilityError);
    QVERIFY_EXCEPTION_THROWN(ofServer.check(Capabilities({"IMAP4rev1"})), CapabilityError);
    QVERIFY_EXCEPTION_THROWN((SetMetadata{MailboxName(QStringLiteral("x")), {}}.check(Capabilities())),
                             CapabilityError);
}

QTEST_GUILESS_MAIN(MetadataTest)
#include "tst_metadata.moc"
