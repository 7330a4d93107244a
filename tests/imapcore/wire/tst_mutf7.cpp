#include "support/randomvalues.h"
#include "wire/mutf7.h"

#include <QtTest>

using namespace imap::wire;

class TestMutf7 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothWays_data();
    void bothWays();
    void readsWhatWeWouldWriteDifferently_data();
    void readsWhatWeWouldWriteDifferently();
    void refuses_data();
    void refuses();
    void halfACharacterIsReplaced();
    void randomNames();
    void randomBytes();
};

void TestMutf7::bothWays_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QString() << QByteArray("");
    QTest::newRow("plain") << QStringLiteral("Drafts/2024 (old)") << QByteArray("Drafts/2024 (old)");
    QTest::newRow("all direct characters end at ~") << QStringLiteral(" ~") << QByteArray(" ~");
    QTest::newRow("ampersand") << QStringLiteral("R&D && more") << QByteArray("R&-D &-&- more");
    QTest::newRow("umlaut") << QStringLiteral("Entwürfe") << QByteArray("Entw&APw-rfe");
    QTest::newRow("RFC 3501 example")
        << QStringLiteral("~peter/mail/台北/日本語") << QByteArray("~peter/mail/&U,BTFw-/&ZeVnLIqe-");
    QTest::newRow("comma for slash") << QStringLiteral("台") << QByteArray("&U,A-");
    QTest::newRow("beyond the BMP") << QStringLiteral("😀") << QByteArray("&2D3eAA-");
    QTest::newRow("ampersand behind a shift") << QStringLiteral("é&é") << QByteArray("&AOk-&-&AOk-");
    QTest::newRow("DEL") << QStringLiteral("a\u007f") << QByteArray("a&AH8-");
    QTest::newRow("tab") << QStringLiteral("a\tb") << QByteArray("a&AAk-b");
    QTest::newRow("minus behind a shift") << QStringLiteral("é-") << QByteArray("&AOk--");
}

void TestMutf7::bothWays()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QCOMPARE(encodeMutf7(name), bytes);
    QCOMPARE(decodeMutf7(bytes), std::optional(name));
}

void TestMutf7::readsWhatWeWouldWriteDifferently_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("name");
    QTest::newRow("a shift for ASCII") << QByteArray("&AGE-") << QStringLiteral("a");
    QTest::newRow("two shifts in a row") << QByteArray("&AOk-&AOk-") << QStringLiteral("éé");
    QTest::newRow("an ampersand in a shift") << QByteArray("&ACY-") << QStringLiteral("&");
}

void TestMutf7::readsWhatWeWouldWriteDifferently()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, name);
    QCOMPARE(decodeMutf7(bytes), std::optional(name));
    QVERIFY(encodeMutf7(name) != bytes);
}

void TestMutf7::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("shift not closed") << QByteArray("&AOk");
    QTest::newRow("lone ampersand at the end") << QByteArray("a&");
    QTest::newRow("ampersand of a name that was not encoded") << QByteArray("R&D stuff");
    QTest::newRow("not base64") << QByteArray("&A_k-");
    QTest::newRow("slash is no base64 here") << QByteArray("&U/A-");
    QTest::newRow("padding") << QByteArray("&AOk=-");
    QTest::newRow("half a unit") << QByteArray("&AO-");
    QTest::newRow("one superfluous digit") << QByteArray("&AOkA-");
    QTest::newRow("bits left over") << QByteArray("&AOl-");
    QTest::newRow("high surrogate alone") << QByteArray("&2D0-");
    QTest::newRow("low surrogate alone") << QByteArray("&3gA-");
    QTest::newRow("surrogates the wrong way round") << QByteArray("&3gDYPQ-");
    QTest::newRow("NUL") << QByteArray("&AAA-");
    QTest::newRow("UTF-8") << QByteArray("Entw\xc3\xbcrfe");
    QTest::newRow("control") << QByteArray("a\tb");
}

void TestMutf7::refuses()
{
    QFETCH(QByteArray, bytes);
    QCOMPARE(decodeMutf7(bytes), std::nullopt);
}

void TestMutf7::halfACharacterIsReplaced()
{
    const QString half = QStringLiteral("a") + QChar(0xd83d);
    QCOMPARE(decodeMutf7(encodeMutf7(half)), std::optional(QStringLiteral("a\ufffd")));
    const QString other = QChar(0xde00) + QStringLiteral("b");
    QCOMPARE(decodeMutf7(encodeMutf7(other)), std::optional(QStringLiteral("\ufffdb")));
}

void TestMutf7::randomNames()
{
    imap::test::RandomValues random;
    for (int i = 0; i < 20'000; ++i) {
        const QString name = random.unicode(40);
        const QByteArray bytes = encodeMutf7(name);
        QVERIFY(std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0x20 && c < 0x7f; }));
        QCOMPARE(decodeMutf7(bytes), std::optional(name));
    }
}

/// What decodes at all is a whole name, which can be written and read again.
void TestMutf7::randomBytes()
{
    imap::test::RandomValues random;
    int decoded = 0;
    for (int i = 0; i < 100'000; ++i) {
        const QByteArray bytes = random.text(12, "&&&-AOkCQDgw,+a/\x80");
        if (const auto name = decodeMutf7(bytes)) {
            ++decoded;
            QVERIFY(name->isValidUtf16());
            QCOMPARE(decodeMutf7(encodeMutf7(*name)), name);
        }
    }
    QVERIFY(decoded > 0);
}

QTEST_APPLESS_MAIN(TestMutf7)
#include "tst_mutf7.moc"
