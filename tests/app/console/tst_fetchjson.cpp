#include "app/console/fetchjson.h"
#include "commands/response.h"

#include <QJsonDocument>
#include <QtTest>

using namespace app;

/// A message as the verbs print it, which scripts rely on.
class FetchJsonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void message_data();
    void message();
};

void FetchJsonTest::message_data()
{
    QTest::addColumn<QByteArray>("items");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &items, const QByteArray &expected) {
        QTest::newRow(name) << items << expected;
    };
    row("numbers and flags", "UID 7 FLAGS (\\Seen a) MODSEQ (12)",
        R"({"seq":3,"uid":7,"flags":["\\Seen","a"],"modseq":12})");
    row("no UID", "FLAGS ()", R"({"seq":3,"flags":[]})");
    row("size under both names", "RFC822.SIZE 44", R"({"seq":3,"size":44,"rfc822.size":44})");
    row("date", "INTERNALDATE \" 2-Feb-2026 09:30:00 +0100\"",
        R"({"seq":3,"internaldate":"2026-02-02T09:30:00+01:00"})");
    row("date in UTC", "INTERNALDATE \"02-Feb-2026 09:30:00 +0000\"",
        R"({"seq":3,"internaldate":"2026-02-02T09:30:00Z"})");
    row("sections",
        "BODY[] \"a\" BODY[HEADER.FIELDS (From)] \"b\" BODY[1]<5> \"c\" BINARY[2] \"d\" RFC822.TEXT NIL",
        R"({"seq":3,"BODY[]":"a","BODY[HEADER.FIELDS (FROM)]":"b","BODY[1]<5>":"c","BINARY[2]":"d","RFC822.TEXT":null})");
    row("not text", "BODY[1] {2}\r\n\xff\xfe", R"({"seq":3,"BODY[1]":{"b64":"//4="}})");
    row("labels", "X-GM-LABELS (\"\\\\Inbox\" \"Gr&APwA3w-e\" \"two words\") X-GM-MSGID 1278455344230334865",
        R"({"seq":3,"labels":["\\Inbox","Grüße","two words"],"x-gm-labels":["\\Inbox","Grüße","two words"],"x-gm-msgid":"1278455344230334865"})");
    row("others", "PREVIEW \"Hello\" EMAILID (M1) THREADID NIL SAVEDATE NIL",
        R"({"seq":3,"preview":"Hello","emailid":["M1"],"threadid":null,"savedate":null})");
    row("structure", "BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1)",
        R"({"seq":3,"bodystructure":{"type":"text/plain","params":{},"disposition":null,"language":[],"location":null,"id":null,"desc":null,"enc":"7bit","size":1,"md5":null,"lines":1}})");
}

void FetchJsonTest::message()
{
    QFETCH(QByteArray, items);
    QFETCH(QByteArray, expected);
    const imap::Response response = imap::parseResponse("* 3 FETCH (" + items + ")");
    const auto *untagged = std::get_if<imap::Untagged>(&response);
    QVERIFY(untagged && std::get_if<imap::FetchResponse>(untagged));
    const QJsonObject found = messageJson(std::get<imap::FetchResponse>(*untagged));
    QCOMPARE(QJsonDocument(found).toJson(),
             QJsonDocument(QJsonDocument::fromJson(expected).object()).toJson());
}

QTEST_GUILESS_MAIN(FetchJsonTest)
#include "tst_fetchjson.moc"
