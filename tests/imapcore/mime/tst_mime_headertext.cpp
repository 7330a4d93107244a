#include "mime/headertext.h"

#include <QtTest>

using namespace imap::mime;

class TestHeaderText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodes_data();
    void decodes();
    void hint();
    void bounded();
    void manyOpenWordsAreQuick();
};

void TestHeaderText::decodes_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<QString>("text");

    const auto row = [](const char *name, const QByteArray &raw, const QString &text) {
        QTest::newRow(name) << raw << text;
    };
    row("plain", "Hello", QStringLiteral("Hello"));
    row("empty", "", QString());
    row("q", "=?iso-8859-1?Q?Keld_J=F8rn_Simonsen?=", QStringLiteral("Keld Jørn Simonsen"));
    row("b", "=?UTF-8?B?SMOpbGxv?=", QStringLiteral("Héllo"));
    row("lower case", "=?utf-8?b?SMOpbGxv?=", QStringLiteral("Héllo"));
    // RFC 2047 §8
    row("rfc a", "(=?ISO-8859-1?Q?a?=)", QStringLiteral("(a)"));
    row("rfc a b", "=?ISO-8859-1?Q?a?= b", QStringLiteral("a b"));
    row("rfc a+b", "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", QStringLiteral("ab"));
    row("rfc a+b folded", "=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=", QStringLiteral("ab"));
    row("rfc a_b", "=?ISO-8859-1?Q?a_b?=", QStringLiteral("a b"));
    row("rfc a_+b", "=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", QStringLiteral("a b"));
    row("language", "=?US-ASCII*EN?Q?Keith_Moore?=", QStringLiteral("Keith Moore"));
    row("split character q", "=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", QStringLiteral("café"));
    row("split character b", "=?UTF-8?B?w6TDtsM=?=\r\n =?UTF-8?B?vMOf?=", QStringLiteral("äöüß"));
    row("split base64 group", "=?UTF-8?B?SMOpb?= =?UTF-8?B?Gxv?=", QStringLiteral("Héllo"));
    row("split over q and b", "=?utf-8?Q?caf=C3?= =?UTF-8?B?qQ==?=", QStringLiteral("café"));
    row("gb2312 split", "=?gb2312?B?xOO6?= =?gb2312?B?w8rAvec=?=", QStringLiteral("你好世界"));
    row("iso-2022-jp", "=?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?=", QStringLiteral("日本語"));
    row("iso-2022-jp circled", "=?ISO-2022-JP?B?GyRCLSEbKEI=?=", QStringLiteral("①"));
    row("shift_jis", "=?Shift_JIS?B?k/qWe4zq?=", QStringLiteral("日本語"));
    row("koi8-r", "=?koi8-r?Q?=F0=D2=C9=D7=C5=D4?=", QStringLiteral("Привет"));
    row("windows-1251", "=?windows-1251?B?z/Do4uXy?=", QStringLiteral("Привет"));
    row("euc-kr", "=?ks_c_5601-1987?B?sKGzqg==?=", QStringLiteral("가나"));
    row("big5", "=?big5?B?pKSk5Q==?=", QStringLiteral("中文"));
    row("unknown charset", "=?x-klingon?Q?caf=C3=A9?=", QStringLiteral("café"));
    row("lying ascii", "=?us-ascii?Q?caf=E9?=", QStringLiteral("café"));
    row("euro as latin1", "=?iso-8859-1?Q?=80_5?=", QStringLiteral("€ 5"));
    row("no space around", "a=?utf-8?Q?b?=c", QStringLiteral("abc"));
    row("side by side", "=?utf-8?Q?a?==?utf-8?Q?b?=", QStringLiteral("ab"));
    row("space inside", "=?utf-8?Q?a b c?=", QStringLiteral("a b c"));
    row("bad hex", "=?utf-8?Q?100=_=ZZ?=", QStringLiteral("100= =ZZ"));
    row("question at the end", "=?utf-8?Q?Ready?\?=", QStringLiteral("Ready?"));
    row("bad base64", "=?utf-8?B?SGVs*bG8?=", QStringLiteral("Hello"));
    row("unknown encoding", "=?utf-8?X?abc?=", QStringLiteral("=?utf-8?X?abc?="));
    row("cut off", "=?utf-8?Q?Hello_wor", QStringLiteral("Hello wor"));
    row("cut off in text", "=?utf-8?Q?Hello wor", QStringLiteral("=?utf-8?Q?Hello wor"));
    row("looks like one", "1 =? 2", QStringLiteral("1 =? 2"));
    row("raw utf-8", "caf\xC3\xA9", QStringLiteral("café"));
    row("raw latin-1", "caf\xE9", QStringLiteral("café"));
    row("raw cp1252", "\x93quoted\x94", QStringLiteral("“quoted”"));
    row("raw iso-2022-jp", "Re: \x1b$BF|K\\8l\x1b(B", QStringLiteral("Re: 日本語"));
    row("folded", "one\r\n two\r\n\tthree", QStringLiteral("one two three"));
    row("white space", "  a \t b  ", QStringLiteral("a b"));
    row("line break smuggled", "=?utf-8?Q?a=0D=0ABcc:_x?=", QStringLiteral("a Bcc: x"));
    row("nul", QByteArray("a\0b", 3), QStringLiteral("a b"));
    row("escape", "a\x1b[31mb", QStringLiteral("a [31mb"));
    row("bidi override", "=?utf-8?Q?exe=E2=80=AEgpj?=", QStringLiteral("exegpj"));
    row("truncated utf-8", "=?utf-8?Q?caf=C3?=", QStringLiteral("caf\uFFFD"));
    row("emoji", "=?UTF-8?B?8J+OiQ==?=", QStringLiteral("🎉"));
    row("emoji split", "=?UTF-8?B?8J8=?= =?UTF-8?B?jok=?=", QStringLiteral("🎉"));
    row("text between words", "=?utf-8?Q?a?= and =?utf-8?Q?b?=", QStringLiteral("a and b"));
    row("quoted word", "\"=?utf-8?Q?a?=\"", QStringLiteral("\"a\""));
}

void TestHeaderText::decodes()
{
    QFETCH(QByteArray, raw);
    QFETCH(QString, text);
    QCOMPARE(decodeHeader(raw), text);
}

void TestHeaderText::hint()
{
    QCOMPARE(decodeHeader("\xF0\xD2\xC9\xD7\xC5\xD4", "koi8-r"), QStringLiteral("Привет"));
    QCOMPARE(decodeHeader("caf\xC3\xA9", "koi8-r"), QStringLiteral("café"));
}

void TestHeaderText::bounded()
{
    QCOMPARE(decodeHeader(QByteArray(1'000'000, 'a')).size(), maximumHeaderLength);
    QByteArray emoji;
    for (int i = 0; i < 20'000; ++i)
        emoji += "\xF0\x9F\x8E\x89";
    const QString text = decodeHeader("a" + emoji);
    QVERIFY(text.size() <= maximumHeaderLength);
    QVERIFY(!text.back().isHighSurrogate());
    QByteArray marks = "e";
    for (int i = 0; i < 1000; ++i)
        marks += "\xCC\x81";
    QVERIFY(decodeHeader(marks).size() < 12);
}

void TestHeaderText::manyOpenWordsAreQuick()
{
    QElapsedTimer timer;
    timer.start();
    for (const char *piece : {"=?u?Q?", "=?", "=?utf-8?Q?a?=", "=?utf-8?B?YQ==?= ", "=?utf-8?Q?a?= x "})
        (void)decodeHeader(QByteArray(piece).repeated(20'000));
    QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestHeaderText)
#include "tst_mime_headertext.moc"
