#include "imapcore/commands/commandtesting.h"

#include "commands/acl.h"

using namespace imap;
using namespace testing;

class AclTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void setAcl_data();
    void setAcl();
    void parse_data();
    void parse();
    void listRights();
    void myRights();
    void malformed_data();
    void malformed();
    void limits();
    void results();
    void needs();
};

namespace
{

const MailboxName drafts(QStringLiteral("Entwürfe"));

} // namespace

void AclTest::encode()
{
    QCOMPARE(encoded(GetAcl{drafts}), QByteArray("A GETACL Entw&APw-rfe"));
    QCOMPARE(encoded(MyRights{drafts}), QByteArray("A MYRIGHTS Entw&APw-rfe"));
    QCOMPARE(encoded(ListRights{drafts, "bob"}), QByteArray("A LISTRIGHTS Entw&APw-rfe bob"));
    QCOMPARE(encoded(DeleteAcl{drafts, "a b"}), QByteArray("A DELETEACL Entw&APw-rfe \"a b\""));
    QCOMPARE(encoded(ListRights{drafts, "nil"}), QByteArray("A LISTRIGHTS Entw&APw-rfe \"nil\""));
    // UTF-8 that may not stand in quotes yet.
    QCOMPARE(encoded(DeleteAcl{drafts, "jürgen"}, {.literalPlus = true}),
             QByteArray("A DELETEACL Entw&APw-rfe {7+}\r\njürgen"));
}

void AclTest::setAcl_data()
{
    QTest::addColumn<SetAcl>("command");
    QTest::addColumn<QByteArray>("bytes");
    const MailboxName x(QStringLiteral("x"));
    using Change = SetAcl::Change;
    QTest::newRow("replace") << SetAcl{x, "bob", Rights("srl")} << QByteArray("A SETACL x bob lrs");
    QTest::newRow("add") << SetAcl{x, "bob", Rights("w"), Change::Add} << QByteArray("A SETACL x bob +w");
    QTest::newRow("remove") << SetAcl{x, "anyone", Rights("lr"), Change::Remove}
                            << QByteArray("A SETACL x anyone -lr");
    QTest::newRow("negative") << SetAcl{x, "-bob", Rights("w")} << QByteArray("A SETACL x -bob w");
    // Replaced by nothing, an entry would stay and hide what others give.
    QTest::newRow("nothing left") << SetAcl{x, "bob", {}} << QByteArray("A DELETEACL x bob");
    QTest::newRow("add nothing") << SetAcl{x, "bob", {}, Change::Add} << QByteArray("A SETACL x bob +");
    QTest::newRow("nobody") << SetAcl{x, "", Rights("l")} << QByteArray("A SETACL x \"\" l");
}

void AclTest::setAcl()
{
    QFETCH(SetAcl, command);
    QFETCH(QByteArray, bytes);
    QCOMPARE(encoded(command), bytes);
    QVERIFY(bytes.contains(QByteArray(command.requirements().name.data())));
}

void AclTest::parse_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("entries");
    QTest::newRow("dovecot")
        << QByteArray("* ACL Acl anyone l bob lrw -bob w carol kxeilprwtscd alice lrwstipekxacd")
        << QStringLiteral("anyone=l bob=lrw -bob=w carol=lrswipkxtecd alice=lrswipkxtecda");
    QTest::newRow("cyrus") << QByteArray("* ACL Acl alice lrswipkxtecdan0")
                           << QStringLiteral("alice=lrswipkxtecdan0");
    QTest::newRow("nobody") << QByteArray("* ACL Acl") << QString();
    QTest::newRow("no rights") << QByteArray("* ACL Acl bob \"\" carol NIL") << QStringLiteral("bob= carol=");
    QTest::newRow("cut off") << QByteArray("* ACL Acl bob lr carol") << QStringLiteral("bob=lr carol=");
    QTest::newRow("strings") << QByteArray("* acl {3}\r\nAcl  \"a b\"  \"LRlr\" ")
                             << QStringLiteral("a b=lr");
}

void AclTest::parse()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, entries);
    const auto acl = untagged<AclResponse>(line);
    QVERIFY(acl);
    QCOMPARE(acl->mailbox.toString(), QStringLiteral("Acl"));
    QStringList words;
    for (const AclEntry &entry : acl->entries)
        words << QString::fromUtf8(entry.identifier + '=' + entry.rights.toByteArray());
    QCOMPARE(words.join(u' '), entries);
    feedTruncated(line);
}

void AclTest::listRights()
{
    const auto list = untagged<ListRightsResponse>("* LISTRIGHTS x \"a b\" la r swi cd 0");
    QVERIFY(list);
    QCOMPARE(list->identifier, QByteArray("a b"));
    QCOMPARE(list->required, Rights("la"));
    QCOMPARE(list->optional, (QList<Rights>{Rights("r"), Rights("swi"), Rights("cd"), Rights("0")}));
    const auto bare = untagged<ListRightsResponse>("* LISTRIGHTS x bob");
    QVERIFY(bare);
    QVERIFY(bare->required.isEmpty() && bare->optional.isEmpty());
}

void AclTest::myRights()
{
    QCOMPARE(untagged<MyRightsResponse>("* MYRIGHTS INBOX rwiptsldaex")->rights, Rights("lrswipxteda"));
    QCOMPARE(untagged<MyRightsResponse>("* MYRIGHTS INBOX \"\"")->rights, Rights());
    QCOMPARE(untagged<MyRightsResponse>("* MYRIGHTS INBOX")->rights, Rights());
}

void AclTest::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line :
         {"* ACL", "* ACL x (bob lr)", "* ACL x bob lr)", "* ACL x {9}\r\nbob", "* ACL x \"bob",
          "* LISTRIGHTS", "* LISTRIGHTS x", "* LISTRIGHTS x bob (l)", "* MYRIGHTS", "* MYRIGHTS x lr s"})
        QTest::newRow(line) << QByteArray(line);
}

void AclTest::malformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(isMalformed(line));
    feedTruncated(line);
}

void AclTest::limits()
{
    wire::Limits limits;
    limits.listItems = 10;
    QVERIFY(!isMalformed("* ACL x" + QByteArray(" a l").repeated(10), limits));
    QVERIFY(isMalformed("* ACL x" + QByteArray(" a l").repeated(11), limits));
    QVERIFY(isMalformed("* LISTRIGHTS x bob l" + QByteArray(" r").repeated(11), limits));
}

/// Several may be under way at once.
void AclTest::results()
{
    const GetAcl get{MailboxName(QStringLiteral("x"))};
    QCOMPARE(run(get, {"* ACL y bob l", "* ACL x carol r", "* ACL z bob w"}),
             (QList<AclEntry>{{"carol", Rights("r")}}));
    QCOMPARE(run(get, {}), QList<AclEntry>());
    const ListRights list{MailboxName(QStringLiteral("x")), "bob"};
    QCOMPARE(run(list, {"* LISTRIGHTS x bob l r", "* MYRIGHTS x l"}),
             (GrantableRights{Rights("l"), {Rights("r")}}));
    QCOMPARE(
        run(MyRights{MailboxName(QStringLiteral("inbox"))}, {"* MYRIGHTS other lr", "* MYRIGHTS INBOX l"}),
        Rights("l"));
}

void AclTest::needs()
{
    QCOMPARE(GetAcl{}.requirements().capability, std::string_view("ACL"));
    QCOMPARE(SetAcl{}.requirements().name, std::string_view("DELETEACL"));
    QCOMPARE((SetAcl{drafts, "bob", Rights("l")}.requirements().name), std::string_view("SETACL"));
}

QTEST_GUILESS_MAIN(AclTest)
#include "tst_acl.moc"
