#include "imapcore/commands/commandtesting.h"

#include "commands/namespaces.h"

using namespace imap;
using namespace testing;

class NamespacesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void parse_data();
    void parse();
    void names();
    void command();
};

void NamespacesTest::parse_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<int>>("sizes");
    const auto row = [](const char *line, const QList<int> &sizes) {
        QTest::newRow(line) << QByteArray(line) << sizes;
    };
    row("* NAMESPACE NIL NIL NIL", {0, 0, 0});
    row("* NAMESPACE ((\"\" \"/\")) NIL NIL", {1, 0, 0});
    row("* NAMESPACE ((\"\" \"/\")(\"#mh/\" \"/\" \"X-PARAM\" (\"FLAG1\" \"FLAG2\"))) ((\"~\" \"/\")) "
        "((\"#shared/\" \"/\")(\"#ftp/\" NIL))",
        {2, 1, 2});
    row("* NAMESPACE ((\"\" \"/\"))", {1, 0, 0});
    row("* NAMESPACE", {0, 0, 0});
    row("* NAMESPACE () () ()", {0, 0, 0});
    row("* NAMESPACE ((\"\" \"\")) nil nil", {1, 0, 0});
    row("* NAMESPACE ((NIL NIL)) NIL NIL", {1, 0, 0});
    row("* NAMESPACE ((\"\")) NIL NIL", {1, 0, 0});
    row("* NAMESPACE (( \"\"  \"/\" ) (\"a\" \".\") )  NIL  NIL ", {2, 0, 0});
}

void NamespacesTest::parse()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<int>, sizes);
    const auto response = untagged<NamespaceResponse>(line);
    QVERIFY(response);
    const Namespaces &all = response->namespaces;
    QCOMPARE((QList<int>{int(all.personal.size()), int(all.otherUsers.size()), int(all.shared.size())}),
             sizes);
    feedTruncated(line);
}

void NamespacesTest::names()
{
    const auto response =
        untagged<NamespaceResponse>("* NAMESPACE ((\"INBOX.\" \".\")) ((\"&AOQ-/\" \"/\")) ((\"x\" NIL))");
    QVERIFY(response);
    QCOMPARE(response->namespaces.personal.first().prefix.toString(), QStringLiteral("INBOX."));
    QCOMPARE(response->namespaces.personal.first().delimiter, std::optional<QChar>(u'.'));
    QCOMPARE(response->namespaces.otherUsers.first().prefix.toString(), QStringLiteral("ä/"));
    QVERIFY(!response->namespaces.shared.first().delimiter);
}

void NamespacesTest::command()
{
    QCOMPARE(encoded(Namespace{}), QByteArray("A NAMESPACE"));
    QCOMPARE(run(Namespace{}, {"* NAMESPACE ((\"\" \"/\")) NIL NIL"}).personal.size(), 1);
    QCOMPARE(run(Namespace{}, {}), Namespaces());
}

QTEST_GUILESS_MAIN(NamespacesTest)
#include "tst_namespaces.moc"
