#include "mime/htmltext.h"

#include <QtTest>

using namespace imap::mime;

namespace
{

/// Blocks in a form that fits on a line; see the cases.
QString sketch(const BlockList &list)
{
    QStringList lines;
    for (const Block &block : list.blocks) {
        QString line;
        if (block.quoteLevel > 0)
            line += QString::number(block.quoteLevel) + QLatin1Char('>');
        line += block.signature ? QStringLiteral("sig:") : QString();
        line += block.preformatted ? QStringLiteral("pre:") : QString();
        switch (block.kind) {
        case BlockKind::Heading:
            line += QStringLiteral("h%1:").arg(block.level);
            break;
        case BlockKind::ListItem:
            line += QStringLiteral("l%1%2:").arg(block.level).arg(block.marker);
            break;
        case BlockKind::TableRow:
            line += QStringLiteral("row%1:").arg(block.level);
            break;
        case BlockKind::Rule:
            line += QStringLiteral("----");
            break;
        case BlockKind::Picture:
            line += QStringLiteral("pic(%1):").arg(QString::fromLatin1(block.resource));
            break;
        default:
            break;
        }
        line += block.text;
        lines.append(
            line.replace(QLatin1Char('\n'), QLatin1Char('/')).replace(QLatin1Char('\t'), QLatin1Char(';')));
    }
    return lines.join(QLatin1Char('|'));
}

} // namespace

class TestHtmlText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blocks_data();
    void blocks();
    void links();
    void spans();
    void hostile_data();
    void hostile();
};

void TestHtmlText::blocks_data()
{
    QTest::addColumn<QString>("html");
    QTest::addColumn<QString>("expected");

    const auto row = [](const char *name, const char *html, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(html) << QString::fromUtf8(expected);
    };
    row("empty", "", "");
    row("text", "<p>Hello</p><p>World</p>", "Hello|World");
    row("white space", "<p>  a \n\t b&nbsp;&nbsp;c </p>", "a b c");
    row("entities", "&lt;b&gt; &amp; &eacute; &#8364; &#x1F389; &hellip; &bogus;", "<b> & é € 🎉 … &bogus;");
    row("br", "a<br>b<br/>c<br><br>d", "a/b/c|d");
    row("div per line", "<div>a</div><div>b</div><div><br></div><div>c</div>", "a|b|c");
    row("head", "<html><head><title>T</title><style>p{}</style><meta charset=x></head><body>x</body></html>",
        "x");
    row("script", "a<script>alert('<p>x')</script>b<noscript>c</noscript>", "abc");
    row("comments", "a<!-- hidden <p> -->b<!--[if mso]>mso<![endif]-->c", "abc");
    row("headings", "<h1>A</h1>b<h3>C</h3>", "h1:A|b|h3:C");
    row("rule", "a<hr>b", "a|----|b");
    row("list", "<ul><li>a</li><li>b<ul><li>c</ul></ul>d", "l1•:a|l1•:b|l2•:c|d");
    row("numbers", "<ol start=3><li>a<li>b</ol>", "l13.:a|l14.:b");
    row("paragraphs in an item", "<ul><li><p>a</p><p>b</p></li></ul>", "l1•:a|l1:b");
    row("definitions", "<dl><dt>a<dd>b</dl>", "a|l1:b");
    row("quote", "a<blockquote>b<blockquote>c</blockquote>d</blockquote>e", "a|1>b|2>c|1>d|e");
    row("gmail quote",
        "<div>yes</div><div class=\"gmail_quote\"><div>Ann wrote:<br></div><blockquote "
        "class=gmail_quote>no</blockquote></div>",
        "yes|Ann wrote:|1>no");
    row("pre", "<pre>  a\n    b\n</pre>c", "pre:  a/    b|c");
    row("signature class", "a<div class='moz-signature'>Ann</div>", "a|sig:Ann");
    row("signature mark", "a<br>-- <br>Ann<br>x<p>y</p>", "a|sig:Ann/x|sig:y");
    row("signature mark, own paragraph", "<p>a</p><p>--&nbsp;</p><p>Ann</p>", "a|sig:Ann");
    row("data table", "<table><tr><th>Item<th>Price<tr><td>Bread<td>1.00<tr><td>Milk<td></table>",
        "row2:Item;Price|row2:Bread;1.00|row2:Milk;");
    row("layout table", "<table><tr><td><p>a</p><p>b</p><p>c</p></td><td>d</td></tr></table>", "a|b|c|d");
    row("one row of layout",
        "<table><tr><td>A sentence that is far too long to be one of the fields of a receipt.<td>b</table>",
        "A sentence that is far too long to be one of the fields of a receipt.|b");
    row("total", "<table><tr><td>Total<td>12.00</table>", "row2:Total;12.00");
    row("one column", "<table><tr><td>a<tr><td>b</table>", "a|b");
    row("nested tables", "<table><tr><td>x<table><tr><td>a<td>b</table></td><td>y</td></table>",
        "x|row2:a;b|y");
    row("cells without a table", "<td>a</td><td>b</td>", "a/b");
    row("picture", "<p>a <img src='http://x/y.png' alt='logo'> b</p>", "a logo b");
    row("picture without words", "a<img src='http://x/y.png'>b", "ab");
    row("tracking pixel", "a<img src='http://x/y.png' width=1 height=1 alt='track'>b", "ab");
    row("own picture", "a<img src='cid:logo%40x' alt='Logo'>b", "a|pic(cid:logo@x):Logo|b");
    row("hidden", "<div style='display:none'>pre<b>header</b></div>x", "x");
    row("hidden by attribute", "<div hidden>pre</div>x", "x");
    row("preheader", "<span class='preheader'>pre</span>x", "x");
    row("max-height", "<div style='max-height:0px;overflow:hidden'>pre</div>x", "x");
    row("tiny inside out",
        "<table><tr><td style='font-size:0'>lost<div style='font-size:13px'>found</div></td>", "found");
    row("hidden font", "<font style='font-size:1px'>pre</font>x", "x");
    row("hidden link", "<a style='display:none' href='http://x.org'>pre</a>x", "x");
    row("fillers", "<p>&#847;&zwnj;&nbsp;&#8203;&shy; &#847;&zwnj;</p><p>a&#8203;b</p>", "ab");
    row("joined emoji", "👩‍💻", "👩‍💻");
    row("overridden", "a&#x202E;b", "ab");
    row("forms", "<form><label>Name</label><input value=x><textarea>t</textarea><button>Go</button></form>",
        "NameGo");
    row("unclosed everything", "<div><p>a<b>b<ul><li>c<table><tr><td>d", "ab|l1•:c|d");
    row("misnested", "<b><p>a</b>b</p><i>c<div>d</i>e</div>", "ab|c|de");
    row("office",
        "<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>",
        "a|b");
}

void TestHtmlText::blocks()
{
    QFETCH(QString, html);
    QFETCH(QString, expected);
    QCOMPARE(sketch(htmlBlocks(html)), expected);
}

void TestHtmlText::links()
{
    const auto first = [](const char *html) {
        const BlockList list = htmlBlocks(QString::fromUtf8(html));
        return list.blocks.isEmpty() ? Block() : list.blocks.first();
    };
    Block block = first("<p>see <a href='https://x.org/?a=1&amp;b=2'> this  page </a>, ok</p>");
    QCOMPARE(block.text, QStringLiteral("see this page , ok"));
    QCOMPARE(block.links, (QList<Link>{{4, 9, QStringLiteral("https://x.org/?a=1&b=2"), false}}));
    block = first("<a href='http://evil.example'>https://bank.example/</a>");
    QVERIFY(block.links[0].deceptive);
    QCOMPARE(block.links[0].target, QStringLiteral("http://evil.example"));
    for (const char *bad : {"<a href='javascript:alert(1)'>x</a>", "<a href=' java&#10;script:x'>x</a>",
                            "<a href='data:text/html,x'>x</a>", "<a href='/x'>x</a>", "<a>x</a>",
                            "<a href='file:///etc/passwd'>x</a>"})
        QVERIFY2(first(bad).links.isEmpty() && first(bad).text == QStringLiteral("x"), bad);
    block = first("plain https://x.org/ here");
    QCOMPARE(block.links.size(), 1);
    block = first("https://a.org <a href='https://b.org'>see https://c.org too</a> d@e.org");
    QCOMPARE(block.links.size(), 3);
    QCOMPARE(block.links[1].target, QStringLiteral("https://b.org"));
    QCOMPARE(block.links[2].target, QStringLiteral("mailto:d@e.org"));
    block = first("<a href='https://x.org/a'><img src='http://x/y.png' alt='Shop'></a>");
    QCOMPARE(block.text, QStringLiteral("Shop"));
    QCOMPARE(block.links.size(), 1);
    block = first("<a href='https://www.x.org/a'><img src='http://x/y.png'></a>");
    QCOMPARE(block.text, QStringLiteral("x.org"));
    QCOMPARE(block.links.size(), 1);
    const BlockList two = htmlBlocks(QStringLiteral("<a href='https://x.org/'><p>a</p><p>b</p></a><p>c</p>"));
    QCOMPARE(two.blocks.size(), 3);
    QCOMPARE(two.blocks[1].links.size(), 1);
    QVERIFY(two.blocks[2].links.isEmpty());
    block = first("<table><tr><td><a href='https://x.org/'>a</a><td>b</table>");
    QCOMPARE(block.links, (QList<Link>{{0, 1, QStringLiteral("https://x.org/"), false}}));
}

void TestHtmlText::spans()
{
    const Block block =
        htmlBlocks(QStringLiteral("a <b>b <i>c</i></b> <code>d</code> <b style='font-weight:normal'>e</b>"))
            .blocks.first();
    QCOMPARE(block.text, QStringLiteral("a b c d e"));
    QCOMPARE(block.spans,
             (QList<Span>{{2, 1, Span::Strong}, {4, 1, Span::Strong | Span::Emphasis}, {6, 1, Span::Code}}));
    const Block styled =
        htmlBlocks(QStringLiteral("<span style='font-weight:bold'>a</span> b")).blocks.first();
    QCOMPARE(styled.spans, (QList<Span>{{0, 1, Span::Strong}}));
}

void TestHtmlText::hostile_data()
{
    QTest::addColumn<QByteArray>("html");

    const auto row = [](const char *name, const QByteArray &html) { QTest::newRow(name) << html; };
    row("10,000 divs", QByteArray("<div>").repeated(10'000) + "x");
    row("400,000 divs", QByteArray("<div>").repeated(400'000) + "x");
    row("tables 25 deep", QByteArray("<table><tr><td>a").repeated(25));
    row("tables 20,000 deep", QByteArray("<table><tr><td>a").repeated(20'000));
    row("2 MB word", QByteArray(2'000'000, 'a'));
    row("300 x 100 cells", "<table>" + ("<tr>" + QByteArray("<td>x").repeated(100)).repeated(300));
    row("colspans", QByteArray("<table><tr><td colspan=-5 rowspan=-7>x<tr><td>y</table>").repeated(1000));
    row("open formatting", [] {
        QByteArray html;
        for (int i = 0; i < 50'000; ++i)
            html += "<p><b id=" + QByteArray::number(i) + ">x<font size=1><a href=http://x.org/" +
                    QByteArray::number(i) + ">";
        return html;
    }());
    row("many attributes", [] {
        QByteArray html = "<p";
        for (int i = 0; i < 200'000; ++i)
            html += " a" + QByteArray::number(i) + "=x";
        return html + ">x";
    }());
    row("foster parents", QByteArray("<table>x<tr>y").repeated(50'000));
    row("comments", QByteArray("<!--").repeated(300'000));
    row("open scripts", QByteArray("<svg><select><object>").repeated(80'000));
    row("ends only", QByteArray("</p></div></table>").repeated(100'000));
    row("blockquotes", QByteArray("<blockquote>x").repeated(50'000));
    row("lists", QByteArray("<ul><li>x").repeated(50'000));
    row("links", QByteArray("<a href=http://x.org>x</a> ").repeated(60'000));
    row("entities", QByteArray("&amp;").repeated(300'000));
    row("broken entities", QByteArray("&a&#&#x").repeated(200'000));
    row("brackets", QByteArray("<").repeated(1'000'000));
    row("quotes", QByteArray("<p a='").repeated(200'000));
    row("nul", QByteArray(500'000, '\0'));
}

void TestHtmlText::hostile()
{
    QFETCH(QByteArray, html);
    QElapsedTimer timer;
    timer.start();
    const BlockList list = htmlBlocks(QString::fromUtf8(html));
    // Far above what it takes (tens of ms optimised), far below anything quadratic.
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
    qsizetype length = 0;
    for (const Block &block : list.blocks) {
        QVERIFY(block.text.size() <= maximumBlockLength);
        QVERIFY(block.quoteLevel <= maximumQuoteLevel);
        length += block.text.size();
    }
    QVERIFY(list.blocks.size() <= maximumBlocks && length <= maximumTextLength);
}

QTEST_GUILESS_MAIN(TestHtmlText)
#include "tst_mime_htmltext.moc"
