#include "mime/plaintext.h"

#include <QtTest>

using namespace imap::mime;

namespace
{

/// Blocks in a form that fits on a line: "2>" quote, "sig:", "pre:", then the text; "/" is a line break.
QStringList sketch(const BlockList &list)
{
    QStringList lines;
    for (const Block &block : list.blocks) {
        QString line;
        if (block.quoteLevel > 0)
            line += QString::number(block.quoteLevel) + QLatin1Char('>');
        line += block.signature ? QStringLiteral("sig:") : QString();
        line += block.preformatted ? QStringLiteral("pre:") : QString();
        line += block.kind == BlockKind::Rule ? QStringLiteral("----") : block.text;
        lines.append(line.replace(QLatin1Char('\n'), QLatin1Char('/')));
    }
    return lines;
}

} // namespace

class TestPlainText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blocks_data();
    void blocks();
    void links();
    void limits();
};

void TestPlainText::blocks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<PlainFormat>("format");
    QTest::addColumn<QString>("expected"); // blocks separated by "|"

    const PlainFormat fixed;
    const PlainFormat flowed{true, false};
    const PlainFormat delSp{true, true};
    const auto row = [](const char *name, const QString &text, PlainFormat format, const QString &expected) {
        QTest::newRow(name) << text << format << expected;
    };
    row("empty", QStringLiteral("\n\n \n"), fixed, QString());
    row("paragraphs", QStringLiteral("one\ntwo\n\n\nthree\n"), fixed, QStringLiteral("one/two|three"));
    row("quotes", QStringLiteral("Ann wrote:\n> b\n> c\n>\n> d\n>> e\n> > f\ng"), fixed,
        QStringLiteral("Ann wrote:|1>b/c|1>d|2>e/f|g"));
    row("no space behind the mark", QStringLiteral(">a\n>b"), fixed, QStringLiteral("1>a/b"));
    row("indent in a quote stays", QStringLiteral(">   a\n> b"), fixed, QStringLiteral("1>  a/b"));
    row("mbox From", QStringLiteral(">From here on\nx"), fixed, QStringLiteral("From here on/x"));
    row("signature", QStringLiteral("text\n-- \nAnn\nPhone"), fixed, QStringLiteral("text|sig:Ann/Phone"));
    row("signature without space", QStringLiteral("text\n--\nAnn"), fixed, QStringLiteral("text|sig:Ann"));
    row("dashes in a long text", QStringLiteral("text\n--\n") + QStringLiteral("word ").repeated(300), fixed,
        QStringLiteral("text/--/") + QStringLiteral("word ").repeated(300).trimmed());
    row("signature in a quote", QStringLiteral("> text\n> -- \n> Ann\n\nreply"), fixed,
        QStringLiteral("1>text|1>sig:Ann|reply"));
    row("reply above the quote", QStringLiteral("yes\n-- \nAnn\n\nOn Monday Bob wrote:\n> no"), fixed,
        QStringLiteral("yes|sig:Ann|On Monday Bob wrote:|1>no"));
    row("original message", QStringLiteral("yes\n\n-----Original Message-----\nFrom: Bob\n\nno"), fixed,
        QStringLiteral("yes|-----Original Message-----|1>From: Bob|1>no"));
    row("rule", QStringLiteral("a\n\n_____________\n\nb"), fixed, QStringLiteral("a|----|b"));
    row("columns", QStringLiteral("name   price\nbread   1.00\nmilk    2.00"), fixed,
        QStringLiteral("pre:name   price/bread   1.00/milk    2.00"));
    row("two spaces behind sentences", QStringLiteral("One.  Two.  Three.\nFour.  Five."), fixed,
        QStringLiteral("One.  Two.  Three./Four.  Five."));
    row("code", QStringLiteral("see\n\n    int a;\n    int b;\n\nend"), fixed,
        QStringLiteral("see|pre:    int a;/    int b;|end"));
    row("patch", QStringLiteral("diff --git a/x b/x\n--- a/x\n+++ b/x"), fixed,
        QStringLiteral("pre:diff --git a/x b/x/--- a/x/+++ b/x"));
    row("controls", QStringLiteral("a\u202Eb\u0007c"), fixed, QStringLiteral("abc"));

    row("flowed", QStringLiteral("This \nflows \non.\nNew line.\n\nNext."), flowed,
        QStringLiteral("This flows on./New line.|Next."));
    row("flowed quotes", QStringLiteral("> This \n> flows.\n>> deeper \n>> too\n> back"), flowed,
        QStringLiteral("1>This flows.|2>deeper too|1>back"));
    row("flowed, quote ends a paragraph", QStringLiteral("> soft \nnot in the quote"), flowed,
        QStringLiteral("1>soft|not in the quote"));
    row("space-stuffed", QStringLiteral(" From me\n >not a quote"), flowed,
        QStringLiteral("From me/>not a quote"));
    row("marks have no spaces", QStringLiteral("> > x"), flowed, QStringLiteral("1>> x"));
    row("flowed signature", QStringLiteral("text \n-- \nAnn"), flowed, QStringLiteral("text|sig:Ann"));
    row("DelSp", QStringLiteral("日本 \n語\nab \n c"), delSp, QStringLiteral("日本語/abc"));
    row("flowed, not DelSp", QStringLiteral("ab \ncd"), flowed, QStringLiteral("ab cd"));
}

void TestPlainText::blocks()
{
    QFETCH(QString, text);
    QFETCH(PlainFormat, format);
    QFETCH(QString, expected);
    QCOMPARE(sketch(plainBlocks(text, format)).join(QLatin1Char('|')), expected);
}

void TestPlainText::links()
{
    const BlockList list = plainBlocks(QStringLiteral("> see\n> https://x.org/a \n> end"), {true, false});
    QCOMPARE(list.blocks.size(), 1);
    QCOMPARE(list.blocks[0].text, QStringLiteral("see\nhttps://x.org/a end"));
    QCOMPARE(list.blocks[0].links, (QList<Link>{{4, 15, QStringLiteral("https://x.org/a"), false}}));
}

void TestPlainText::limits()
{
    QElapsedTimer timer;
    timer.start();
    const QString word(3'000'000, QLatin1Char('a'));
    const BlockList one = plainBlocks(word, {});
    QVERIFY(one.truncated);
    for (const QString &piece :
         {QStringLiteral(">"), QStringLiteral("a\n\n"), QStringLiteral("> "), QStringLiteral("a \n"),
          QStringLiteral(">\n"), QStringLiteral("  a"), QStringLiteral("-- \n"), QStringLiteral("http://x "),
          QStringLiteral("a.  "), QStringLiteral("-----Original Message-----\n"), QString(QChar(0xD83C))}) {
        for (const bool flowed : {false, true}) {
            const BlockList list =
                plainBlocks(piece.repeated(1'200'000 / int(piece.size())), {flowed, flowed});
            qsizetype length = 0;
            qsizetype links = 0;
            for (const Block &block : list.blocks) {
                QVERIFY(block.text.size() <= maximumBlockLength);
                QVERIFY(block.quoteLevel <= maximumQuoteLevel);
                length += block.text.size();
                links += block.links.size();
            }
            QVERIFY(list.blocks.size() <= maximumBlocks && length <= maximumTextLength &&
                    links <= maximumLinks);
        }
    }
    QVERIFY2(timer.elapsed() < 40'000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestPlainText)
#include "tst_mime_plaintext.moc"
