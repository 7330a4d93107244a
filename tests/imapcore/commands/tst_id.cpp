#include "imapcore/commands/commandtesting.h"

#include "commands/id.h"

using namespace imap;
using namespace testing;

class IdTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void parse_data();
    void parse();
    void result();
};

void IdTest::encode()
{
    QCOMPARE(encoded(Id{}), QByteArray("A ID NIL"));
    const Id command{.fields = {{"name", "Postrider"}, {"version", std::nullopt}, {"os", "say \"x\""}}};
    QCOMPARE(encoded(command),
             QByteArray("A ID (\"name\" \"Postrider\" \"version\" NIL \"os\" \"say \\\"x\\\"\")"));
}

void IdTest::parse_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArrayList>("flat"); // name, value, ...; "(nil)" for NIL
    QTest::newRow("nil") << QByteArray("* ID NIL") << QByteArrayList{};
    QTest::newRow("empty") << QByteArray("* ID ()") << QByteArrayList{};
    QTest::newRow("nothing") << QByteArray("* ID") << QByteArrayList{};
    QTest::newRow("fields") << QByteArray("* ID (\"name\" \"x\" \"os\" NIL \"v\" {1}\r\n2)")
                            << QByteArrayList{"name", "x", "os", "(nil)", "v", "2"};
    QTest::newRow("NIL in quotes is text")
        << QByteArray("* ID (\"a\" \"NIL\")") << QByteArrayList{"a", "NIL"};
    QTest::newRow("odd") << QByteArray("* ID (\"a\" \"b\" \"c\")") << QByteArrayList{"a", "b", "c", "(nil)"};
    QTest::newRow("no name") << QByteArray("* ID (NIL \"b\" \"c\" \"d\")") << QByteArrayList{"c", "d"};
}

void IdTest::parse()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArrayList, flat);
    const auto id = untagged<IdResponse>(line);
    QVERIFY(id);
    QByteArrayList seen;
    for (const auto &[name, value] : id->fields)
        seen << name << value.value_or("(nil)");
    QCOMPARE(seen, flat);
    feedTruncated(line);
}

void IdTest::result()
{
    const IdFields fields = run(Id{}, {"* 1 EXISTS", "* ID (\"name\" \"Cyrus\")"});
    QCOMPARE(fields.size(), 1);
    QVERIFY(run(Id{}, {}).isEmpty());
    QCOMPARE(Id{}.requirements().capability, std::string_view("ID"));
}

QTEST_GUILESS_MAIN(IdTest)
#include "tst_id.moc"
