#include "mime/htmlstyle.h"

#include <QtTest>

using namespace imap::mime;

class TestHtmlStyle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hidden_data();
    void hidden();
    void others();
};

void TestHtmlStyle::hidden_data()
{
    QTest::addColumn<QByteArray>("style");
    QTest::addColumn<bool>("hidden");

    const auto row = [](const char *style, bool hidden) {
        QTest::newRow(style) << QByteArray(style) << hidden;
    };
    row("", false);
    row("display:none", true);
    row("color:red; DISPLAY : none !important ;", true);
    row("display:block", false);
    row("visibility:hidden", true);
    row("max-height:0px; overflow:hidden", true);
    row("max-height:0", true);
    row("max-width:600px", false);
    row("opacity:0", true);
    row("opacity:0.9", false);
    row("height:0;overflow:hidden", true);
    row("height:0", false);
    row("mso-hide:all", true);
    row("font-family:'display:none'", false);
    row(";;;:::", false);
}

void TestHtmlStyle::hidden()
{
    QFETCH(QByteArray, style);
    QFETCH(bool, hidden);
    QCOMPARE(styleHints(style).hidden, hidden);
}

void TestHtmlStyle::others()
{
    QCOMPARE(styleHints("font-size:0").tiny, std::optional(true));
    QCOMPARE(styleHints("font-size:1px").tiny, std::optional(true));
    QCOMPARE(styleHints("font-size:0.8em").tiny, std::nullopt);
    QCOMPARE(styleHints("font-size:13px").tiny, std::optional(false));
    QCOMPARE(styleHints("font-size:small").tiny, std::optional(false));
    QCOMPARE(styleHints("font-weight:700").bold, std::optional(true));
    QCOMPARE(styleHints("font-weight:normal").bold, std::optional(false));
    QCOMPARE(styleHints("color:red").bold, std::nullopt);
    QCOMPARE(styleHints(QByteArray(1'000'000, ' ') + "display:none").hidden, false); // far behind the limit
}

QTEST_GUILESS_MAIN(TestHtmlStyle)
#include "tst_mime_htmlstyle.moc"
