#include "mime/links.h"

#include <QtTest>

using namespace imap::mime;

class TestLinks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void positions();
    void targets_data();
    void targets();
    void deceptive_data();
    void deceptive();
    void bounds();
};

void TestLinks::finds_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("targets");

    const auto row = [](const QString &text, const QStringList &targets) {
        QTest::newRow(qPrintable(text)) << text << targets;
    };
    row(QStringLiteral("no link here: http is a word, www too"), {});
    row(QStringLiteral("see http://example.org/a?b=c&d#e."),
        {QStringLiteral("http://example.org/a?b=c&d#e")});
    row(QStringLiteral("(https://example.org/x)"), {QStringLiteral("https://example.org/x")});
    row(QStringLiteral("<https://example.org/x>"), {QStringLiteral("https://example.org/x")});
    row(QStringLiteral("https://en.example.org/wiki/A_(b), and"),
        {QStringLiteral("https://en.example.org/wiki/A_(b)")});
    row(QStringLiteral("\"HTTP://Example.org\"!"), {QStringLiteral("HTTP://Example.org")});
    row(QStringLiteral("www.example.org, really"), {QStringLiteral("http://www.example.org")});
    row(QStringLiteral("awww.example.org"), {});
    row(QStringLiteral("http://"), {});
    row(QStringLiteral("http://?"), {});
    row(QStringLiteral("mail ann@example.org."), {QStringLiteral("mailto:ann@example.org")});
    row(QStringLiteral("mailto:ann@example.org"), {QStringLiteral("mailto:ann@example.org")});
    row(QStringLiteral("http://user@example.org/"), {QStringLiteral("http://user@example.org/")});
    row(QStringLiteral("@ann and a@b and x@y.z"), {});
    row(QStringLiteral("javascript:alert(1) file:///etc/passwd data:text/html,x ftp://x.org"), {});
    row(QStringLiteral("http://例え.jp/道、次"), {QStringLiteral("http://例え.jp/道")});
    row(QStringLiteral("a https://x.org b https://y.org"),
        {QStringLiteral("https://x.org"), QStringLiteral("https://y.org")});
    row(QStringLiteral("http://[::1]/x"), {QStringLiteral("http://[::1]/x")});
    row(QStringLiteral("*https://x.org*"), {QStringLiteral("https://x.org")});
}

void TestLinks::finds()
{
    QFETCH(QString, text);
    QFETCH(QStringList, targets);
    QStringList found;
    for (const Link &link : findLinks(text, 100))
        found.append(link.target);
    QCOMPARE(found, targets);
}

void TestLinks::positions()
{
    const QString text = QStringLiteral("é https://x.org/, y@z.org");
    const QList<Link> links = findLinks(text, 100);
    QCOMPARE(links.size(), 2);
    QCOMPARE(text.mid(links[0].start, links[0].length), QStringLiteral("https://x.org/"));
    QCOMPARE(text.mid(links[1].start, links[1].length), QStringLiteral("y@z.org"));
}

void TestLinks::targets_data()
{
    QTest::addColumn<QString>("href");
    QTest::addColumn<QString>("safe");

    const auto row = [](const QString &href, const QString &safe) {
        QTest::newRow(qPrintable(href.left(60))) << href << safe;
    };
    row(QStringLiteral(" https://x.org/a \n"), QStringLiteral("https://x.org/a"));
    row(QStringLiteral("HTTPS://x.org"), QStringLiteral("HTTPS://x.org"));
    row(QStringLiteral("ht\ntps://x.org/\tb"), QStringLiteral("https://x.org/b"));
    row(QStringLiteral("mailto:a@x.org?subject=b"), QStringLiteral("mailto:a@x.org?subject=b"));
    row(QStringLiteral("mailto:"), {});
    for (const char16_t *bad :
         {u"javascript:alert(1)", u"java\nscript:alert(1)", u"data:text/html,x", u"file:///x", u"vbscript:x",
          u"//x.org", u"/relative", u"#top", u"x.org", u"http:", u"http:///x", u"https://", u"", u"cid:x",
          u"about:blank", u"qrc:/x", u"view-source:http://x.org"})
        row(QString::fromUtf16(bad), {});
    row(QStringLiteral("http://x.org/") + QString(5000, QLatin1Char('a')), {});
}

void TestLinks::targets()
{
    QFETCH(QString, href);
    QFETCH(QString, safe);
    QCOMPARE(safeTarget(href), safe);
}

void TestLinks::deceptive_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("target");
    QTest::addColumn<bool>("bad");

    const auto row = [](const QString &text, const QString &target, bool bad) {
        QTest::newRow(qPrintable(text + target)) << text << target << bad;
    };
    row(QStringLiteral("click here"), QStringLiteral("http://evil.example/"), false);
    row(QStringLiteral("https://bank.example/login"), QStringLiteral("http://evil.example/"), true);
    row(QStringLiteral("www.bank.example"), QStringLiteral("http://evil.example/"), true);
    row(QStringLiteral("bank.com"), QStringLiteral("http://evil.example/"), true);
    row(QStringLiteral("www.bank.example"), QStringLiteral("https://bank.example/x"), false);
    row(QStringLiteral("bank.example"), QStringLiteral("https://login.bank.example/x"), false);
    row(QStringLiteral("https://bank.com"), QStringLiteral("https://bank.com@evil.example/"), true);
    row(QStringLiteral("https://bank.com"), QStringLiteral("https://bank.com.evil.example/"), true);
    row(QStringLiteral("report.pdf"), QStringLiteral("https://x.example/"), false);
    row(QStringLiteral("e.g. this"), QStringLiteral("https://x.example/"), false);
}

void TestLinks::deceptive()
{
    QFETCH(QString, text);
    QFETCH(QString, target);
    QFETCH(bool, bad);
    QCOMPARE(isDeceptive(text, target), bad);
}

void TestLinks::bounds()
{
    QElapsedTimer timer;
    timer.start();
    for (const char16_t *piece :
         {u"http://", u"http://a:b:c,", u"www.", u"@", u"a@", u"a@b.", u"http://x.org/)))", u"h"}) {
        const QString text = QString::fromUtf16(piece).repeated(1'000'000 / int(QStringView(piece).size()));
        QVERIFY(findLinks(text, 1000).size() <= 1000);
    }
    QVERIFY2(timer.elapsed() < 15'000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestLinks)
#include "tst_mime_links.moc"
