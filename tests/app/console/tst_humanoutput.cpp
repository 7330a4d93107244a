#include "app/console/humanoutput.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace app;

/// Results as people read them in the shell.
class HumanOutputTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void text_data();
    void text();
    void updates_data();
    void updates();
    void linesAreCutAtTheWindow();
    void nothingReachesTheTerminalButText();
};

namespace
{

QList<QJsonObject> objects(const QByteArray &lines)
{
    QList<QJsonObject> found;
    for (const QByteArray &line : lines.split('\n'))
        found.append(QJsonDocument::fromJson(line).object());
    return found;
}

} // namespace

void HumanOutputTest::text_data()
{
    QTest::addColumn<QByteArray>("items");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &items, const char *expected) {
        QTest::newRow(name) << items << QString::fromUtf8(expected);
    };
    row("folders",
        "{\"name\":\"INBOX\",\"flags\":[],\"delimiter\":\"/\"}\n"
        "{\"name\":\"Sent\",\"flags\":[\"\\\\Sent\",\"\\\\Marked\"],\"delimiter\":\"/\"}",
        "INBOX\nSent   \\Sent \\Marked\n");
    row("numbers", R"({"messages":3,"unseen":0})", "messages: 3\nunseen: 0\n");
    row("ids", R"({"ids":[1,2,3,7,9,10]})", "1:3,7,9,10  (6 messages)\n");
    row("sorted ids keep their order", R"({"ids":[9,8,1,2,3],"modseq":5})",
        "9,8,1:3  (5 messages)\nmodseq: 5\n");
    row("no ids", R"({"ids":[]})", "nothing found\n");
    row("words", R"({"capabilities":["A","B"]})", "A B\n");
    row("done", R"({"name":"x","done":true})", "done\n");
    row("several alike",
        "{\"resource\":\"STORAGE\",\"usage\":1,\"limit\":20}\n{\"resource\":\"MESSAGE\",\"usage\":5,"
        "\"limit\":5000}",
        "resource  limit  usage\nSTORAGE   20     1\nMESSAGE   5000   5\n");
    row("messages",
        R"({"uid":7,"seq":1,"flags":["\\Seen"],"envelope":{"date":"d","subject":"=?utf-8?q?Gr=C3=BC=C3=9Fe?=","from":[["=?utf-8?q?J=C3=BCrgen?=",null,"j","x.example"]]}})",
        "uid  seq  flags  date  from    subject\n7    1    \\Seen  d     Jürgen  Grüße\n");
    row("a message without a name", R"({"uid":7,"seq":1,"envelope":{"from":[[null,null,"j","x.example"]]}})",
        "uid  seq  date  from         subject\n7    1          j@x.example\n");
    row("a text", R"({"uid":7,"seq":1,"BODY[1]":"one\r\ntwo"})",
        "uid  seq\n7    1\n--- BODY[1], 8 bytes\none\ntwo\n");
    row("a structure",
        R"({"uid":7,"seq":1,"bodystructure":{"type":"multipart/mixed","parts":[{"type":"text/plain","size":3},{"type":"image/png","size":9,"disposition":{"type":"attachment","params":{"filename":"a.png"}}}]}})",
        "uid  seq\n7    1\n  multipart/mixed\n    1 text/plain, 3 bytes\n    2 image/png, 9 bytes, a.png\n");
    row("bytes", R"({"value":{"b64":"//79"}})", "value: (3 bytes that are not text)\n");
    row("nothing", R"({"value":null,"empty":"","no":false})", "empty: \"\"\nno: no\nvalue: -\n");
}

void HumanOutputTest::text()
{
    QFETCH(QByteArray, items);
    QFETCH(QString, expected);
    QCOMPARE(humanText(objects(items), 0), expected);
}

void HumanOutputTest::updates_data()
{
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &response, const char *expected) {
        QTest::newRow(name) << response << QString::fromUtf8(expected);
    };
    row("exists", R"({"kind":"untagged","type":"EXISTS","num":12})", "12 messages");
    row("expunge", R"({"kind":"untagged","type":"EXPUNGE","num":3})", "message 3 was removed");
    row("vanished", R"({"kind":"untagged","type":"VANISHED","data":{"uids":"3:5"}})",
        "messages 3:5 were removed (UIDs)");
    row("flags", R"({"kind":"untagged","type":"FETCH","num":3,"data":{"uid":9,"flags":["\\Seen"]}})",
        "message with UID 9 has the flags \\Seen");
    row("no flags", R"({"kind":"untagged","type":"FETCH","num":3,"data":{"flags":[]}})",
        "message 3 has the flags (none)");
    row("alert",
        R"({"kind":"untagged","type":"OK","code":{"name":"ALERT","args":[]},"text":"Disk is nearly full"})",
        "the server warns: Disk is nearly full");
    row("bye", R"({"kind":"untagged","type":"BYE","text":"Good night"})", "the server says BYE: Good night");
    row("still here", R"({"kind":"untagged","type":"OK","text":"Still here"})", "");
    row("recent", R"({"kind":"untagged","type":"RECENT","num":1})", "");
}

void HumanOutputTest::updates()
{
    QFETCH(QByteArray, response);
    QFETCH(QString, expected);
    QCOMPARE(humanUpdate(QJsonDocument::fromJson(response).object()), expected);
}

void HumanOutputTest::linesAreCutAtTheWindow()
{
    const QString text =
        humanText(objects(R"({"uid":7,"seq":1,"envelope":{"subject":"A rather long subject"}})"), 30);
    for (const QString &line : text.split(QLatin1Char('\n')))
        QVERIFY2(line.size() <= 30, qPrintable(line));
    QVERIFY(text.contains(QChar(0x2026)));
}

/// A subject or a server must not move the cursor, change colours or set the title of the window.
void HumanOutputTest::nothingReachesTheTerminalButText()
{
    const QJsonObject item{{QStringLiteral("uid"), 1},
                           {QStringLiteral("seq"), 1},
                           {QStringLiteral("BODY[1]"), QStringLiteral("a\x1b]0;title\x07"
                                                                      "b\r\nc\td")},
                           {QStringLiteral("x\x1b[2J"), QStringLiteral("y\x1b[2J\u009b1m")},
                           {QStringLiteral("envelope"),
                            QJsonObject{{QStringLiteral("subject"), QStringLiteral("\x1b[31mred")}}}};
    for (const QString &text : {humanText({item}, 0), humanText({item, item}, 80)}) {
        for (const QChar c : text)
            QVERIFY2(c == QLatin1Char('\n') || c == QLatin1Char('\t') || c.unicode() >= 0x20,
                     "a control character");
        QVERIFY(!text.contains(QChar(0x9b)) && !text.contains(QChar(0x7f)));
    }
    QCOMPARE(terminalText(QStringLiteral("a\r\nb\x1b")), QStringLiteral("a\nb\uFFFD"));
}

QTEST_GUILESS_MAIN(HumanOutputTest)
#include "tst_humanoutput.moc"
