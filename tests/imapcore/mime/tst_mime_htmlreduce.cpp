#include "mime/htmlreduce.h"

#include <QtTest>

using namespace imap::mime;

class TestHtmlReduce : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reduces_data();
    void reduces();
    void bounds();
};

void TestHtmlReduce::reduces_data()
{
    QTest::addColumn<QByteArray>("html");
    QTest::addColumn<QByteArray>("reduced"); // behind the doctype

    const auto row = [](const char *html, const char *reduced) {
        QTest::newRow(html) << QByteArray(html) << QByteArray(reduced);
    };
    row("text", "text");
    row("a < b <3 <", "a &lt; b &lt;3 &lt;");
    row("<p>a<p>b", "<p>a</p><p>b");
    row("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c");
    row("<b>a</b><A HREF='x'>c</A>",
        "<wbr class=\"b\">a<wbr class=\"/b\"><wbr class=\"a\" href=\"x\">c<wbr class=\"/a\">");
    row("<script>if (a<b) '<p>'</script>x", "x");
    row("<SCRIPT>x</sCripT >y", "y");
    row("<style>p{}</style>x<title>t</title>", "x");
    row("<script>never closed <p>x", "");
    row("<select><option>a</select>x", "x");
    row("a<!-- <p>b --> c<!doctype html><?xml x?>d", "a cd");
    row("<!--[if mso]><table><![endif]-->x", "x");
    row("a<!-- open", "a");
    row("<o:p>x</o:p><unknown>y</unknown>", "xy");
    row("<font style='display:none'>x</font>y", "<span style=\"display:none\">x</span>y");
    row("<p onclick='x' style=\"a:'b'\">", "<p style=\"a:'b'\">");
    row("<img src=cid:x alt=\"a>b\" onerror=alert(1)>", "<img src=\"cid:x\" alt=\"a>b\">");
    row("</div>x", "x");
    row("<div><table><tr><td></div>x</table>y", "<div><table><tr><td>x</td></tr></table>y");
    row("<tr><td>a<td>b", "<br><br>a<br>b");
    row("<table>stray<tr>more<td>x</table>",
        "<table><tr><td>stray</td></tr><tr><td>more</td><td>x</td></tr></table>");
    row("<p/>x", "<p>x");
    row("<p", "<p>");
    row("<p style=\"", "<p style=\"\">");
    row("</>x</ >y", "xy");
}

void TestHtmlReduce::reduces()
{
    QFETCH(QByteArray, html);
    QFETCH(QByteArray, reduced);
    const QByteArray prefix = "<!doctype html><body>";
    QCOMPARE(reduceHtml(html).html, prefix + reduced);
}

void TestHtmlReduce::bounds()
{
    const QByteArray deep = reduceHtml(QByteArray("<div>").repeated(10'000)).html;
    QCOMPARE(deep.count("<div>"), maximumHtmlDepth);
    const QByteArray closed =
        reduceHtml(QByteArray("<div>").repeated(10'000) + "x" + QByteArray("</div>").repeated(10'000)).html;
    QCOMPARE(closed.count("</div>"), maximumHtmlDepth);
    const ReducedHtml many = reduceHtml(QByteArray("<p>").repeated(500'000));
    QVERIFY(many.truncated);
    QVERIFY(many.html.count("<p>") <= maximumHtmlTags);
    QByteArray attributes = "<p";
    for (int i = 0; i < 50'000; ++i)
        attributes += " class=a" + QByteArray::number(i);
    QVERIFY(reduceHtml(attributes + ">x").html.count("class") <= maximumAttributes);
    QVERIFY(reduceHtml(QByteArray("\xC3\xA9").repeated(2'000'000)).html.isValidUtf8());
}

QTEST_GUILESS_MAIN(TestHtmlReduce)
#include "tst_mime_htmlreduce.moc"
