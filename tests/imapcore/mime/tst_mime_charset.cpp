#include "mime/charset.h"

#include <QtTest>

#include <thread>

using namespace imap::mime;

class TestCharset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodes_data();
    void decodes();
    void hostileNames();
    void fromManyThreads();
    void everyByteInEveryCharset();
};

void TestCharset::decodes_data()
{
    QTest::addColumn<QByteArray>("charset");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");

    const auto row = [](const char *charset, const char *bytes, const QString &text) {
        QTest::addRow("%s %s", charset, QByteArray(bytes).toPercentEncoding().constData())
            << QByteArray(charset) << QByteArray(bytes) << text;
    };
    row("utf-8", "caf\xC3\xA9", QStringLiteral("café"));
    row("UTF8", "caf\xC3\xA9", QStringLiteral("café"));
    row("\"utf-8\"", "caf\xC3\xA9", QStringLiteral("café"));
    row("utf-8", "caf\xE9!", QStringLiteral("caf\uFFFD!"));
    row("us-ascii", "caf\xC3\xA9", QStringLiteral("café"));
    row("us-ascii", "caf\xE9", QStringLiteral("café"));
    row("unknown-8bit", "caf\xE9", QStringLiteral("café"));
    row("x-unknown", "caf\xC3\xA9", QStringLiteral("café"));
    row("", "caf\xE9", QStringLiteral("café"));
    row("iso-8859-1", "\x80 \x93x\x94", QStringLiteral("€ “x”"));
    row("ISO_8859-1", "\xE9", QStringLiteral("é"));
    row("iso-8859-2", "\xB1\xB6", QStringLiteral("ąś"));
    row("iso-8859-8-i", "\xF9\xEC", QStringLiteral("של"));
    row("iso-8859-9", "\xFE", QStringLiteral("ş"));
    row("iso-8859-15", "\xA4", QStringLiteral("€"));
    row("cp1252", "\x85", QStringLiteral("…"));
    row("windows-1252", "\x81", QStringLiteral("\uFFFD"));
    row("cp-1251", "\xCF\xF0", QStringLiteral("Пр"));
    row("win1251", "\xCF\xF0", QStringLiteral("Пр"));
    row("koi8-u", "\xA4", QStringLiteral("є"));
    row("ibm850", "\x81", QStringLiteral("ü"));
    row("x-mac-roman", "\x8E", QStringLiteral("é"));
    row("macintosh", "\x8E", QStringLiteral("é"));
    row("ks_c_5601-1987", "\xB0\xA1\x8C\x63", QStringLiteral("가똠"));
    row("gb2312", "\xC4\xE3\xE9\x46", QStringLiteral("你镕"));
    row("gbk", "\x80", QStringLiteral("\uFFFD"));
    row("hz-gb-2312", "~{VPND~}~~ok", QStringLiteral("中文~ok"));
    row("big5", "\xA4\xA4\xA4\xE5", QStringLiteral("中文"));
    row("shift_jis", "\x93\xFA\x87\x40", QStringLiteral("日①"));
    row("iso-2022-jp", "\x1b$BF|K\\\x1b(B ok \x1b(I1\x1b(B", QStringLiteral("日本 ok ｱ"));
    row("iso-2022-jp", "\x1b$BF|K\\\nok", QStringLiteral("日本\nok"));
    row("euc-jp", "\xC6\xFC\xCB\xDC", QStringLiteral("日本"));
    row("unicode-1-1-utf-7", "Hi Mom +Jjo-!", QStringLiteral("Hi Mom ☺!"));
    row("utf-7", "1 +- 1", QStringLiteral("1 + 1"));
    row("tis-620", "\xA1", QStringLiteral("ก"));
    row("utf-16le", "a\xE9", QString(QChar(0xE961)));
    row("x-iso-8859-2", "\xB1", QStringLiteral("ą"));
}

void TestCharset::decodes()
{
    QFETCH(QByteArray, charset);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    QCOMPARE(decodeText(bytes, charset), text);
}

void TestCharset::hostileNames()
{
    for (const QByteArray &name :
         {QByteArray("utf-8//IGNORE"), QByteArray("../../x"), QByteArray(100'000, 'x'), QByteArray("\0\0", 2),
          QByteArray("x-x-x-x-x-x-x-"), QByteArray("iso-8859-99"), QByteArray("ebcdic-us"),
          QByteArray("'\"'\"'"), QByteArray(";")})
        QCOMPARE(decodeText("caf\xE9", name), QStringLiteral("café"));
}

void TestCharset::fromManyThreads()
{
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&wrong] {
            for (int i = 0; i < 500; ++i) {
                wrong += decodeText("\xF0\xD2", "koi8-r") != QStringLiteral("Пр");
                wrong += decodeText("\xC4\xE3", "gb2312") != QStringLiteral("你");
                wrong += decodeText("\xB1", "iso-8859-2") != QStringLiteral("ą");
                wrong += decodeText("\xA4\xA4", "big5") != QStringLiteral("中");
                wrong += decodeText("\xC6\xFC", "euc-jp") != QStringLiteral("日");
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

void TestCharset::everyByteInEveryCharset()
{
    QByteArray all;
    for (int i = 255; i >= 0; --i)
        all += char(i);
    all = all.repeated(40);
    for (const char *charset :
         {"utf-8", "utf-7", "utf-16", "utf-32", "cp1250", "koi8-r", "big5", "gb18030", "hz", "iso-2022-jp",
          "iso-2022-kr", "johab", "euc-tw", "euc-jp", "shift_jis", "cp949", "viscii", "tcvn", "cp950"}) {
        const QString text = decodeText(all, charset);
        QVERIFY2(!text.isEmpty() && text.size() <= all.size() * 2, charset);
        QVERIFY2(text.isValidUtf16(), charset);
    }
}

QTEST_GUILESS_MAIN(TestCharset)
#include "tst_mime_charset.moc"
