#include "mime/htmltext.h"
#include "mime/partchoice.h"
#include "mime/stubtext.h"
#include "mime/textbody.h"
#include "parts.h"

#include <QtTest>

using namespace imap;
using namespace imap::mime;
using namespace test;

namespace
{

/// A newsletter's HTML: headline, three stories, a footer.
const char newsletter[] =
    "<html><head><style>td{padding:8px}</style></head><body><table><tr><td><h1>The Harbour "
    "Herald</h1></td></tr>"
    "<tr><td><p>The new quay opens on Saturday at ten. The mayor will cut a rope, because the ribbon blew "
    "away "
    "last time, and the brass band plays until the rain comes.</p>"
    "<p>The ferry to the islands leaves twenty minutes later from Monday on, so that those who come by train "
    "have time for a coffee. Bicycles travel free on weekdays.</p>"
    "<p>Found: a glove, left hand, red, with a hole. It waits in the office for its owner and its "
    "partner.</p>"
    "</td></tr><tr><td><p><a "
    "href='https://herald.example/u'>Unsubscribe</a></p></td></tr></table></body></html>";

/// One big picture, as shops send it.
const char poster[] =
    "<html><body><table><tr><td><a href='https://shop.example/s'><img alt='Spring sale' "
    "src='https://shop.example/spring.jpg'></a></td></tr><tr><td><a href='https://shop.example/u'>"
    "Unsubscribe</a></td></tr></table></body></html>";

bool stub(const char *plain, const char *html)
{
    return isStub(QString::fromUtf8(plain), htmlBlocks(QString::fromUtf8(html)));
}

QByteArray link(const char *words)
{
    return QByteArray(words) + " https://click.mail.example/?qs=" + QByteArray(900, 'a') + "\r\n";
}

} // namespace

class TestStubText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letters();
    void stubs_data();
    void stubs();
    void realMail_data();
    void realMail();
    void longLinksDoNotMakeALongText();
    void picturesInPlaceOfText();
    void theQuoteDoesNotCount();
};

void TestStubText::letters()
{
    const auto letters = [](const char *text) { return lettersToRead(QString::fromUtf8(text)); };
    QCOMPARE(letters("Look: https://example.org/a?b (or www.example.org), ann@example.org!"),
             QStringLiteral("Lookor"));
    QCOMPARE(letters("[image: logo.png] [cid:image001.png@01DA] [Bild: Hafen am Abend]"), QString());
    QCOMPARE(letters("[1] see [https://example.org]"), QStringLiteral("1see"));
    QCOMPARE(letters("\u200c \u034f \u00a0 \u00ad"), QString());
    QCOMPARE(letters("日本 𝒜 ж"), QStringLiteral("日本𝒜ж"));
    QCOMPARE(letters("[never closed: text"), QStringLiteral("neverclosedtext"));
}

void TestStubText::stubs_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("html");
    const auto row = [](const char *name, const char *plain, const char *html = newsletter) {
        QTest::newRow(name) << QByteArray(plain) << QByteArray(html);
    };
    row("nothing", "");
    row("blank lines", " \r\n\r\n\t\xC2\xA0\r\n");
    row("fillers", "\u200c \u034f \u00ad \u200c \u034f");
    row("browser", "View this email in your browser: https://herald.example/42");
    row("browser, poster",
        "Having trouble viewing this email? View it in your browser: https://shop.example/s", poster);
    row("with a footer",
        "View this email in your browser (https://herald.example/42)\r\n\r\n** The Harbour Herald\r\n\r\n"
        "------\r\nCopyright \xC2\xA9 2026 The Harbour Herald, All rights reserved.\r\nYou get this because "
        "you "
        "signed up on our page.\r\n\r\nWant to change how you receive these emails?\r\nYou can ** update "
        "your "
        "preferences (https://herald.example/p)\r\nor ** unsubscribe from this list "
        "(https://herald.example/u)\r\n");
    row("no HTML here", "This message is in HTML format. Your mail reader does not show HTML.");
    row("no HTML here, poster", "Your mail reader does not support HTML.", poster);
    row("German",
        "Falls dieser Newsletter nicht richtig erscheint: zur Webansicht\r\nhttps://herald.example/42");
    row("French",
        "Si vous ne visualisez pas cet e-mail, consultez la version en ligne : https://herald.example");
    row("Dutch", "Kunt u deze e-mail niet goed lezen? Bekijk de webversie: https://herald.example/42");
    row("Russian", "Открыть письмо в браузере: https://herald.example/42");
    row("Japanese", "このメールをブラウザで見る https://herald.example/42");
    row("a link alone", "https://herald.example/42\r\n");
    row("the headline alone", "The Harbour Herald\r\n");
    row("the first words", "The new quay opens on Saturday at ten. Read more: https://herald.example/42\r\n");
}

void TestStubText::stubs()
{
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, html);
    QVERIFY(stub(plain.constData(), html.constData()));
}

void TestStubText::realMail_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("html");
    const auto row = [](const char *name, const char *plain, const char *html) {
        QTest::newRow(name) << QByteArray(plain) << QByteArray(html);
    };
    row("one line", "Yes, at five.\r\n", "<div dir='ltr'>Yes, at five.</div>");
    row("about browsers", "Which browser do you use? I see nothing in mine.\r\n",
        "<div>Which browser do you use? I see nothing in mine.</div>");
    row("about HTML", "Please, no HTML.\r\n", "<p>Please, no HTML.</p>");
    row("a signature in the HTML only", "See you on the quay.\r\n",
        "<p>See you on the quay.</p><p><b>Bob Carter</b><br>Harbour Office<br>Tel. 0123 456 789</p>");
    row("a disclaimer in the HTML only", "The key is under the mat.\r\n",
        "<p>The key is under the mat.</p><p>This message may be confidential. If it is not for you, please "
        "tell "
        "the sender and delete it. Think before you print it, and drink enough water.</p>");
    row("a code", "Your code is 4711. It is good for ten minutes.\r\n",
        "<table><tr><td><h2>Your code is 4711.</h2><p>It is good for ten minutes.</p><p>You did not ask for "
        "it? "
        "Then do nothing.</p></td></tr></table>");
    row("a notice with a browser link",
        "Hello Ann,\r\n\r\nyour parcel waits at the harbour office until Friday, between eight and "
        "four.\r\n\r\n"
        "Open in your browser: https://parcel.example/7\r\n",
        "<p>Hello Ann,</p><p>your parcel waits at the harbour office until Friday, between eight and "
        "four.</p>"
        "<p><a href='https://parcel.example/7'>Open in your browser</a></p>");
    row("the news as text",
        "The new quay opens on Saturday at ten. The mayor will cut a rope, because the ribbon blew away last "
        "time, "
        "and the brass band plays until the rain comes.\r\n\r\nThe ferry to the islands leaves twenty "
        "minutes later "
        "from Monday on.\r\n\r\nView in your browser: https://herald.example/42\r\n",
        newsletter);
}

void TestStubText::realMail()
{
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, html);
    QVERIFY(!stub(plain.constData(), html.constData()));
}

// Links that count who follows them are longer than many letters; sizes alone must not hide the news.
void TestStubText::longLinksDoNotMakeALongText()
{
    const QByteArray plain = link("View in your browser:") + link("Unsubscribe:") + link("Privacy:");
    QByteArray html = newsletter;
    html += "<!--" + QByteArray(30'000, 'x') + "-->";
    BodyStructure structure = multipart("alternative", {leaf("text/plain", "8bit", quint64(plain.size())),
                                                        leaf("text/html", "8bit", quint64(html.size()))});
    QCOMPARE(wantedSections(structure, false), (QList<QByteArray>{"1", "2"}));
    MessageBody body;
    body.structure = structure;
    body.sections = {{"1", plain}, {"2", html}};
    const TextBody text = textBody(body);
    QVERIFY(text.fromHtml);
    QVERIFY(text.text.contains(QStringLiteral("brass band")));
}

// Gmail and Outlook name the picture in the plain half of a mail that is nothing else.
void TestStubText::picturesInPlaceOfText()
{
    const QByteArray plain = "[image: photo.jpg]\r\n";
    const QByteArray html = "<div dir=\"ltr\"><img src=\"cid:ii_1\" alt=\"photo.jpg\"></div>";
    BodyStructure structure =
        multipart("related", {multipart("alternative", {leaf("text/plain", "8bit", quint64(plain.size())),
                                                        leaf("text/html", "8bit", quint64(html.size()))}),
                              withId(leaf("image/jpeg", "base64"), "ii_1")});
    QCOMPARE(wantedSections(structure, true), (QList<QByteArray>{"1.1", "1.2", "2"}));
    MessageBody body;
    body.structure = structure;
    body.sections = {{"1.1", plain}, {"1.2", html}, {"2", "x"}};
    const TextBody text = textBody(body);
    QCOMPARE(text.blocks.size(), 1);
    QCOMPARE(text.blocks[0].kind, BlockKind::Picture);
}

void TestStubText::theQuoteDoesNotCount()
{
    QByteArray quoted = "<p>Yes, at five.</p><blockquote>";
    for (int i = 0; i < 20; ++i)
        quoted += "<p>And then we could go on to the lighthouse and look at the lamp.</p>";
    quoted += "</blockquote>";
    QVERIFY(!stub("Yes, at five.\r\n", quoted.constData()));
    QVERIFY(stub("> You asked for it in a browser\r\n> or not at all\r\n", newsletter));
}

QTEST_GUILESS_MAIN(TestStubText)
#include "tst_mime_stubtext.moc"
