#include "mime/headertext.h"

#include <QtTest>

using namespace imap;
using namespace imap::mime;

class TestParameterText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parameter_data();
    void parameter();
    void fileName_data();
    void fileName();
    void longNames();
    void manyPieces();
};

void TestParameterText::parameter_data()
{
    QTest::addColumn<ParameterList>("list");
    QTest::addColumn<QString>("text");

    QTest::newRow("none") << ParameterList{} << QString();
    QTest::newRow("plain") << ParameterList{{"filename", "a.txt"}} << QStringLiteral("a.txt");
    QTest::newRow("rfc2231") << ParameterList{{"filename*", "UTF-8''%e2%82%ac%20rates.txt"}}
                             << QStringLiteral("€ rates.txt");
    QTest::newRow("rfc2231 latin1") << ParameterList{{"filename*", "iso-8859-1'de'Gr%FC%DFe.txt"}}
                                    << QStringLiteral("Grüße.txt");
    QTest::newRow("continued") << ParameterList{{"filename*1", "b.txt"}, {"filename*0", "a"}}
                               << QStringLiteral("ab.txt");
    QTest::newRow("rfc2231 example") << ParameterList{{"filename*0*",
                                                       "us-ascii'en'This%20is%20even%20more%20"},
                                                      {"filename*1*", "%2A%2A%2Afun%2A%2A%2A%20"},
                                                      {"filename*2", "isn't it!"}}
                                     << QStringLiteral("This is even more ***fun*** isn't it!");
    QTest::newRow("split character") << ParameterList{{"filename*0*", "utf-8''caf%C3"},
                                                      {"filename*1*", "%A9.txt"}}
                                     << QStringLiteral("café.txt");
    QTest::newRow("gap") << ParameterList{{"filename*0", "a"}, {"filename*2", "c"}} << QStringLiteral("a");
    QTest::newRow("extended wins") << ParameterList{{"filename", "?.txt"}, {"filename*", "utf-8''%C3%A4.txt"}}
                                   << QStringLiteral("ä.txt");
    QTest::newRow("encoded word") << ParameterList{{"filename", "=?utf-8?B?w6QudHh0?="}}
                                  << QStringLiteral("ä.txt");
    QTest::newRow("encoded word in pieces")
        << ParameterList{{"filename*0", "=?utf-8?Q?gr=C3=BC"}, {"filename*1", "n.txt?="}}
        << QStringLiteral("grün.txt");
    QTest::newRow("raw utf-8") << ParameterList{{"filename", "gr\xC3\xBCn.txt"}}
                               << QStringLiteral("grün.txt");
    QTest::newRow("raw latin1") << ParameterList{{"filename", "gr\xFCn.txt"}} << QStringLiteral("grün.txt");
    QTest::newRow("no quotes") << ParameterList{{"filename*", "gr%C3%BCn.txt"}} << QStringLiteral("grün.txt");
    QTest::newRow("bad percent") << ParameterList{{"filename*", "utf-8''100%.txt"}}
                                 << QStringLiteral("100%.txt");
    QTest::newRow("percent stays") << ParameterList{{"filename", "100%25.txt"}}
                                   << QStringLiteral("100%25.txt");
    QTest::newRow("smuggled line") << ParameterList{{"filename*", "utf-8''a%0D%0Ab"}}
                                   << QStringLiteral("a b");
}

void TestParameterText::parameter()
{
    QFETCH(ParameterList, list);
    QFETCH(QString, text);
    QCOMPARE(decodeParameter(list, "filename"), text);
}

void TestParameterText::fileName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("safe");

    const auto row = [](const QString &name, const char *type, const QString &safe) {
        QTest::addRow("%s", qPrintable(name.left(30) + QLatin1Char('|') + QLatin1String(type)))
            << name << QByteArray(type) << safe;
    };
    row(QStringLiteral("report.pdf"), "", QStringLiteral("report.pdf"));
    row(QStringLiteral("../../etc/passwd"), "", QStringLiteral("_.._etc_passwd"));
    row(QStringLiteral("..\\..\\boot.ini"), "", QStringLiteral("_.._boot.ini"));
    row(QStringLiteral("/etc/passwd"), "", QStringLiteral("_etc_passwd"));
    row(QStringLiteral("C:\\autoexec.bat"), "", QStringLiteral("C__autoexec.bat"));
    row(QStringLiteral(".bashrc"), "", QStringLiteral("bashrc"));
    row(QStringLiteral("file.txt. . ."), "", QStringLiteral("file.txt"));
    row(QStringLiteral("photo\u202Egpj.exe"), "", QStringLiteral("photogpj.exe"));
    row(QStringLiteral("a\nb\tc.txt"), "", QStringLiteral("a b c.txt"));
    row(QStringLiteral("NUL"), "", QStringLiteral("_NUL"));
    row(QStringLiteral("com1.txt"), "", QStringLiteral("_com1.txt"));
    row(QStringLiteral("common.txt"), "", QStringLiteral("common.txt"));
    row(QStringLiteral("a\u2215b\uFF0Fc"), "", QStringLiteral("a_b_c"));
    row(QStringLiteral("Grüße 你好.txt"), "", QStringLiteral("Grüße 你好.txt"));
    row(QString(), "", QStringLiteral("attachment"));
    row(QString(), "image/JPEG", QStringLiteral("attachment.jpg"));
    row(QStringLiteral(".."), "text/plain", QStringLiteral("attachment.txt"));
    row(QStringLiteral("///"), "application/pdf", QStringLiteral("attachment.pdf"));
}

void TestParameterText::fileName()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, type);
    QFETCH(QString, safe);
    QCOMPARE(safeFileName(name, type), safe);
}

void TestParameterText::longNames()
{
    const QString ascii = safeFileName(QString(5000, QLatin1Char('a')) + QStringLiteral(".pdf"));
    QVERIFY(ascii.toUtf8().size() <= maximumFileNameBytes);
    const QString chinese = safeFileName(QString(300, QChar(0x4F60)) + QStringLiteral(".pdf"));
    QVERIFY(chinese.toUtf8().size() <= maximumFileNameBytes);
    QVERIFY(chinese.endsWith(QStringLiteral("你.pdf")));
    const QString noStem = safeFileName(QStringLiteral("a.") + QString(300, QLatin1Char('b')));
    QVERIFY(noStem.toUtf8().size() <= maximumFileNameBytes && noStem.startsWith(QStringLiteral("a.b")));
}

void TestParameterText::manyPieces()
{
    ParameterList list;
    for (int i = 0; i < 3000; ++i)
        list.append({"filename*" + QByteArray::number(i), QByteArray(100, 'a')});
    QVERIFY(decodeParameter(list, "filename").size() <= maximumHeaderLength);
}

QTEST_GUILESS_MAIN(TestParameterText)
#include "tst_mime_parametertext.moc"
