#include "imapcore/commands/commandtesting.h"

#include "commands/list.h"

using namespace imap;
using namespace testing;

class ListTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode_data();
    void encode();
    void encodeUtf8();
    void needs();
    void parse_data();
    void parse();
    void extended();
    void malformed_data();
    void malformed();
    void result();
    void rightsAndMetadata();
    void emptyPattern();
    void lsubAndXlist();
    void patterns_data();
    void patterns();
};

void ListTest::encode_data()
{
    QTest::addColumn<List>("command");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const QByteArray &bytes, const List &command) {
        QTest::newRow(bytes.constData()) << command << "A " + bytes;
    };
    row("LIST \"\" *", List{});
    row("LIST \"\" \"\"", List{.patterns = {QString()}});
    row("LIST Foo/ \"a b%\"",
        List{.reference = MailboxName(QStringLiteral("Foo/")), .patterns = {QStringLiteral("a b%")}});
    row("LIST \"\" &AOQ-/%", List{.patterns = {QStringLiteral("ä/%")}});
    row("LIST \"\" (INBOX Drafts%)", List{.patterns = {QStringLiteral("INBOX"), QStringLiteral("Drafts%")}});
    row("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %",
        List{.patterns = {QStringLiteral("%")}, .subscribed = true, .recursiveMatch = true});
    row("LIST (REMOTE SPECIAL-USE) \"\" *", List{.remote = true, .specialUse = true});
    row("LIST \"\" * RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES UNSEEN))",
        List{.returnChildren = true,
             .returnSubscribed = true,
             .returnSpecialUse = true,
             .returnStatus = {.messages = true, .unseen = true}});
    row("LIST \"\" % RETURN (MYRIGHTS METADATA (/private/comment \"/shared/a b\"))",
        List{.patterns = {QStringLiteral("%")},
             .returnMyRights = true,
             .returnMetadata = {"/private/comment", "/shared/a b"}});
}

void ListTest::encode()
{
    QFETCH(List, command);
    QFETCH(QByteArray, bytes);
    QCOMPARE(encoded(command), bytes);
}

void ListTest::encodeUtf8()
{
    const List command{.patterns = {QStringLiteral("ä%")}};
    QCOMPARE(encoded(command, {.utf8 = true}), QByteArray("A LIST \"\" \"\xc3\xa4%\""));
}

void ListTest::needs()
{
    const Capabilities plain({"IMAP4rev1"});
    List{}.check(plain);
    QVERIFY_EXCEPTION_THROWN((List{.subscribed = true}.check(plain)), CapabilityError);
    QVERIFY_EXCEPTION_THROWN((List{.returnChildren = true}.check(plain)), CapabilityError);
    QVERIFY_EXCEPTION_THROWN((List{.returnSpecialUse = true}.check(Capabilities({"LIST-EXTENDED"}))),
                             CapabilityError);
    QVERIFY_EXCEPTION_THROWN(
        (List{.returnStatus = {.messages = true}}.check(Capabilities({"LIST-EXTENDED"}))), CapabilityError);
    QVERIFY_EXCEPTION_THROWN((List{.returnStatus = {.size = true}}.check(Capabilities({"LIST-STATUS"}))),
                             CapabilityError);
    QVERIFY_EXCEPTION_THROWN((List{.returnMyRights = true}.check(Capabilities({"ACL"}))), CapabilityError);
    QVERIFY_EXCEPTION_THROWN((List{.returnMetadata = {"/a"}}.check(Capabilities({"METADATA"}))),
                             CapabilityError);
    List{.returnMyRights = true, .returnMetadata = {"/a"}}.check(
        Capabilities({"LIST-MYRIGHTS", "LIST-METADATA"}));
    List{.subscribed = true, .returnSpecialUse = true, .returnStatus = {.messages = true, .size = true}}
        .check(Capabilities({"IMAP4rev2"}));
}

void ListTest::parse_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("delimiter");
    QTest::addColumn<QByteArrayList>("attributes");
    const auto row = [](const char *line, const QString &name, const QString &delimiter,
                        const QByteArrayList &attributes = {}) {
        QTest::newRow(line) << QByteArray(line) << name << delimiter << attributes;
    };
    row("* LIST (\\HasNoChildren \\Sent) \"/\" \"Sent Items\"", QStringLiteral("Sent Items"),
        QStringLiteral("/"), {"\\hasnochildren", "\\SENT"});
    row("* LIST () NIL INBOX", QStringLiteral("INBOX"), {});
    row("* LIST () nil inbox", QStringLiteral("INBOX"), {});
    row("* LIST () \"\" x", QStringLiteral("x"), {});
    row("* LIST () \"\\\\\" \"a\\\\b\"", QStringLiteral("a\\b"), QStringLiteral("\\"));
    row("* LIST (\\Noselect) \"/\" \"\"", QString(), QStringLiteral("/"), {"\\NoSelect"});
    row("* LIST () \".\" {5}\r\na\"b c", QStringLiteral("a\"b c"), QStringLiteral("."));
    row("* LIST () \"/\" &Jjo-", QStringLiteral("☺"), QStringLiteral("/"));
    row("* LIST () \"/\" \"\xe2\x98\xba\"", QStringLiteral("☺"), QStringLiteral("/"));
    row("* LIST () \"/\" NIL", QStringLiteral("NIL"), QStringLiteral("/"));
    row("* LIST () \"/\" a[b]c", QStringLiteral("a[b]c"), QStringLiteral("/"));
    row("* LIST () \"/\" Deleted Items", QStringLiteral("Deleted Items"), QStringLiteral("/"));
    row("* LIST (\\Marked ) / x ", QStringLiteral("x"), QStringLiteral("/"), {"\\Marked"});
    row("* LIST NIL \"/\" x", QStringLiteral("x"), QStringLiteral("/"));
}

void ListTest::parse()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, name);
    QFETCH(QString, delimiter);
    QFETCH(QByteArrayList, attributes);
    const auto list = untagged<ListResponse>(line);
    QVERIFY(list);
    QCOMPARE(list->mailbox.name.toString(), name);
    QCOMPARE(list->mailbox.delimiter ? QString(*list->mailbox.delimiter) : QString(), delimiter);
    FlagSet expected;
    for (const QByteArray &attribute : attributes)
        expected.insert(Flag(attribute));
    QCOMPARE(list->mailbox.attributes, expected);
    feedTruncated(line);
}

void ListTest::extended()
{
    const auto list = untagged<ListResponse>(
        "* LIST (\\NonExistent) \"/\" \"Foo\" (\"CHILDINFO\" (\"SUBSCRIBED\") oldname (\"a\") \"X\" 5)");
    QVERIFY(list);
    QVERIFY(!list->mailbox.isSelectable());
    QCOMPARE(list->extended.value("CHILDINFO"), Token{Token::List{string("SUBSCRIBED")}});
    QCOMPARE(list->extended.value("OLDNAME"), Token{Token::List{string("a")}});
    QCOMPARE(list->extended.value("X"), atom("5"));
}

void ListTest::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line : {"* LIST", "* LIST (\\A", "* LIST ()", "* LIST () NIL", "* LIST () \"/\"",
                             "* LIST () \"/\" {9}\r\nabc", "* LIST () \"/\" x (\"A\"", "* LIST () \"/\" \"x"})
        QTest::newRow(line) << QByteArray(line);
}

void ListTest::malformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(isMalformed(line));
}

/// Two LIST commands may run at once, and servers tell of new mailboxes on their own.
void ListTest::result()
{
    const List command{.patterns = {QStringLiteral("Work/%")}, .returnStatus = {.messages = true}};
    const ListResult result =
        run(command, {"* LIST () \"/\" Work/a", "* LIST () \"/\" Work/a/b", "* LIST () \"/\" Other",
                      "* LIST () \"/\" Work/b", "* STATUS Work/a (MESSAGES 4)"});
    QCOMPARE(result.mailboxes.size(), 2);
    QCOMPARE(result.mailboxes.at(1).name.toString(), QStringLiteral("Work/b"));
    QCOMPARE(result.statuses.value(MailboxName(QStringLiteral("Work/a"))).messages,
             std::optional<quint32>(4));

    ListResult plain;
    QVERIFY(!List{}.collect(anyUntagged("* STATUS Work/a (MESSAGES 4)"), plain));
    QVERIFY(!List{}.collect(anyUntagged("* LSUB () \"/\" x"), plain));
}

/// As Cyrus says it: the mailbox, then what was asked of it.
void ListTest::rightsAndMetadata()
{
    const QList<QByteArray> answer{"* LIST () \"/\" x", "* MYRIGHTS x lrs",
                                   "* METADATA x (/private/comment \"c\" /b NIL)", "* METADATA x /b",
                                   "* LIST () \"/\" y"};
    const MailboxName x(QStringLiteral("x"));
    const ListResult result =
        run(List{.returnMyRights = true, .returnMetadata = {"/private/comment"}}, answer);
    QCOMPARE(result.mailboxes.size(), 2);
    QCOMPARE(result.rights, (QHash<MailboxName, Rights>{{x, Rights("lrs")}}));
    QCOMPARE(result.metadata.value(x), (QList<MetadataEntry>{{"/private/comment", "c"}, {"/b", {}}}));
    const ListResult plain = run(List{}, answer);
    QVERIFY(plain.rights.isEmpty() && plain.metadata.isEmpty());
}

void ListTest::emptyPattern()
{
    const List command{.patterns = {QString()}};
    QCOMPARE(run(command, {"* LIST (\\Noselect) \"/\" \"\"", "* LIST () \"/\" x"}).mailboxes.size(), 1);
}

void ListTest::lsubAndXlist()
{
    QCOMPARE(encoded(Lsub{}), QByteArray("A LSUB \"\" *"));
    QCOMPARE(encoded(Xlist{.pattern = QStringLiteral("%")}), QByteArray("A XLIST \"\" %"));
    QCOMPARE(run(Lsub{}, {"* LSUB (\\Noselect) \".\" a", "* LIST () \".\" b"}).size(), 1);
    const auto folders = run(Xlist{}, {"* XLIST (\\Inbox) \"/\" \"Posteingang\""});
    QCOMPARE(folders.size(), 1);
    QVERIFY(folders.first().attributes.contains(Flag("\\Inbox")));
}

void ListTest::patterns_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char *name, const char *pattern, bool matches) {
        QTest::addRow("%s %s", name, pattern)
            << QString::fromUtf8(name) << QString::fromUtf8(pattern) << matches;
    };
    row("a", "*", true);
    row("", "*", true);
    row("a/b", "*", true);
    row("a", "%", true);
    row("a/b", "%", false);
    row("a/b", "%/%", true);
    row("a/b/c", "%/%", false);
    row("a/b/c", "a/*", true);
    row("a", "a/*", false);
    row("a/b/c", "*c", true);
    row("a/b/c", "*%c", true);
    row("a/b/c", "%c", false);
    row("a/ab/x", "%/%b/*", true);
    row("aab", "%ab", true);
    row("abc/abd", "*b%d", true);
    row("a*", "a*", true);
    row("INBOX", "inbox", true);
    row("INBOX", "in%", true);
    row("Inbox2", "INBOX2", false);
    row("b", "a", false);
    row("a", "", false);
}

void ListTest::patterns()
{
    QFETCH(QString, name);
    QFETCH(QString, pattern);
    QFETCH(bool, matches);
    QCOMPARE(matchesListPattern(name, pattern, u'/'), matches);
    if (matches)
        QVERIFY(matchesListPattern(name, pattern, std::nullopt));
}

QTEST_GUILESS_MAIN(ListTest)
#include "tst_list.moc"
