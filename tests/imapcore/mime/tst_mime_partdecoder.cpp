#include "mime/partdecoder.h"

#include <QtTest>

using namespace imap;
using namespace imap::mime;

class TestPartDecoder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void transfer_data();
    void transfer();
    void sizes();
    void text();
    void neverLonger();
};

void TestPartDecoder::transfer_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("decoded");

    const auto row = [](const char *name, const char *encoding, const char *bytes, const char *decoded) {
        QTest::newRow(name) << QByteArray(encoding) << QByteArray(bytes) << QByteArray(decoded);
    };
    row("7bit", "7bit", "a=20\r\n", "a=20\r\n");
    row("8bit", "8bit", "\xFF\x80", "\xFF\x80");
    row("none", "", "abc", "abc");
    row("unknown", "x-magic", "abc", "abc");
    row("base64", "base64", "SGVsbG8s\r\nIHdvcmxk\r\n", "Hello, world");
    row("base64 upper case", "BASE64", "SGVsbG8=", "Hello");
    row("base64 padding missing", "base64", "SGVsbG8", "Hello");
    row("base64 padding in the middle", "base64", "SGVsbG8=\r\nLCB3b3JsZA==\r\n", "Hello, world");
    row("base64 rubbish inside", "base64",
        "SGVs!bG8s*IHdv\xFF"
        "cmxk",
        "Hello, world");
    row("base64 cut", "base64", "SGVsbG8sI", "Hello,");
    row("base64 footer", "base64", "SGVsbG8=\r\n", "Hello");
    row("base64 empty", "base64", "", "");
    row("qp", "quoted-printable", "caf=C3=A9 =3D\r\n", "caf\xC3\xA9 =\r\n");
    row("qp lower case hex", "quoted-printable", "=c3=a9", "\xC3\xA9");
    row("qp soft break", "quoted-printable", "one=\r\ntwo=\nthree", "onetwothree");
    row("qp lone equals", "quoted-printable", "1 = 2", "1 = 2");
    row("qp bad hex", "quoted-printable", "a=ZZb", "a=ZZb");
    row("qp 8bit", "quoted-printable", "caf\xE9", "caf\xE9");
    row("uuencode", "x-uuencode", "begin 644 a.txt\n,2&5L;&\\L('=O<FQD\n`\nend\n", "Hello, world");
    row("uuencode without frame", "uuencode", ",2&5L;&\\L('=O<FQD\r\nend\r\n", "Hello, world");
    row("uuencode, only a beginning", "uuencode", "begin 644 x", "");
}

void TestPartDecoder::transfer()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, decoded);
    QCOMPARE(decodeTransfer(bytes, encoding), decoded);
}

void TestPartDecoder::sizes()
{
    QByteArray wrapped;
    const QByteArray all = QByteArray(100'000, 'x').toBase64();
    for (qsizetype i = 0; i < all.size(); i += 76)
        wrapped += all.mid(i, 76) + "\r\n";
    const quint64 estimate = decodedSize(quint64(wrapped.size()), "base64");
    QVERIFY2(estimate > 99'900 && estimate < 100'100, qPrintable(QString::number(estimate)));
    QCOMPARE(decodedSize(100, "7bit"), 100U);
}

void TestPartDecoder::text()
{
    BodyStructure part;
    part.type = "text";
    part.subtype = "plain";
    part.encoding = "quoted-printable";
    part.parameters = {{"charset", "iso-8859-2"}};
    QCOMPARE(decodePart("=B1\r\n=B6\rx\x07\n\ty=00z", part), QStringLiteral("ą\nś\nx\n\tyz"));
    part.parameters = {{"charset", "utf-8"}};
    QCOMPARE(decodePart("\xEF\xBB\xBFmarked", part), QStringLiteral("marked"));
}

void TestPartDecoder::neverLonger()
{
    QRandomGenerator random(7);
    for (int round = 0; round < 300; ++round) {
        QByteArray bytes(int(random.bounded(2000)), Qt::Uninitialized);
        for (char &c : bytes)
            c = "=AZaz09+/ \r\n_M`\xFF"[random.bounded(17)];
        for (const char *encoding : {"base64", "quoted-printable", "x-uuencode", "7bit"})
            QVERIFY(decodeTransfer("begin 644 x\n" + bytes, encoding).size() <= bytes.size() + 12);
    }
}

QTEST_GUILESS_MAIN(TestPartDecoder)
#include "tst_mime_partdecoder.moc"
