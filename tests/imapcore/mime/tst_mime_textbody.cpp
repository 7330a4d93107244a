#include "mime/textbody.h"
#include "parts.h"

#include <QtTest>

using namespace imap;
using namespace imap::mime;
using namespace test;

namespace
{

MessageBody body(const BodyStructure &structure, const QMap<QByteArray, QByteArray> &sections)
{
    MessageBody message;
    message.uid = Uid(1);
    message.structure = structure;
    message.sections = sections;
    return message;
}

BodyStructure both(quint64 plainSize = 1000, quint64 htmlSize = 1000)
{
    return multipart("alternative", {leaf("text/plain", "quoted-printable", plainSize),
                                     leaf("text/html", "quoted-printable", htmlSize)});
}

} // namespace

class TestTextBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wanted();
    void wantedPictures();
    void alternative();
    void stub();
    void flowed();
    void pictures();
    void forwarded();
    void footer();
    void notes();
    void missing();
    void calendar();
    void metaCharset();
    void quoteRuns();
    void plainTextOfBlocks();
    void budget();
};

void TestTextBody::wanted()
{
    QCOMPARE(wantedSections(leaf("text/plain"), true), (QList<QByteArray>{"1"}));
    QCOMPARE(wantedSections(both(), true), (QList<QByteArray>{"1"}));
    QCOMPARE(wantedSections(both(), true, Preference::Html), (QList<QByteArray>{"2"}));
    QCOMPARE(wantedSections(both(100, 50'000), true), (QList<QByteArray>{"1", "2"})); // may be a stub
    QCOMPARE(wantedSections(multipart("mixed", {both(), attached(leaf("application/pdf"), "a.pdf"),
                                                attached(leaf("text/plain"), "b.txt")}),
                            true),
             (QList<QByteArray>{"1.1"}));
    QVERIFY(wantedSections(leaf("application/pdf"), true).isEmpty());
    QVERIFY(wantedSections(multipart("encrypted", {leaf("application/pgp-encrypted")}), true).isEmpty());
    QCOMPARE(wantedSections(multipart("mixed", {leaf("text/plain"), leaf("text/calendar")}), true),
             (QList<QByteArray>{"1"}));
    QCOMPARE(wantedSections(leaf("text/calendar"), true), (QList<QByteArray>{"1"}));
    // HTML too large to fetch: the plain text is better than nothing.
    QCOMPARE(wantedSections(both(1000, 100'000'000), true, Preference::Html), (QList<QByteArray>{"1"}));
}

void TestTextBody::wantedPictures()
{
    const BodyStructure logo = withId(leaf("image/png", "base64"), "logo@x");
    const BodyStructure structure = multipart("related", {leaf("text/html"), logo, logo});
    QCOMPARE(wantedSections(structure, true), (QList<QByteArray>{"1", "2", "3"}));
    QCOMPARE(wantedSections(structure, false), (QList<QByteArray>{"1"}));
    QList<BodyStructure> big{leaf("text/html")};
    for (int i = 0; i < 20; ++i)
        big.append(withId(leaf("image/png", "base64", 2'500'000), "p" + QByteArray::number(i)));
    QCOMPARE(wantedSections(multipart("related", big), true).size(), 1 + 5);
    QList<BodyStructure> many{leaf("text/html")};
    for (int i = 0; i < 500; ++i)
        many.append(withId(leaf("image/png", "base64", 10), "p" + QByteArray::number(i)));
    QVERIFY(wantedSections(multipart("related", many), true).size() <= 64);
}

void TestTextBody::alternative()
{
    const MessageBody message = body(both(), {{"1", "caf=C3=A9"}, {"2", "<p>caf&eacute; <b>html</b></p>"}});
    TextBody text = textBody(message);
    QCOMPARE(text.blocks.size(), 1);
    QCOMPARE(text.blocks[0].text, QStringLiteral("café"));
    QVERIFY(!text.fromHtml && text.hasHtml && text.complete && !text.truncated);
    QCOMPARE(text.charset, QByteArray("utf-8"));
    QCOMPARE(text.text, QStringLiteral("café\n"));
    text = textBody(message, Preference::Html);
    QCOMPARE(text.blocks[0].text, QStringLiteral("café html"));
    QVERIFY(text.fromHtml);
    // Only one of the two was fetched: that one is shown.
    QCOMPARE(textBody(body(both(), {{"2", "<p>x</p>"}})).text, QStringLiteral("x\n"));
    QCOMPARE(textBody(body(both(), {{"1", "y"}}), Preference::Html).text, QStringLiteral("y\n"));
}

void TestTextBody::stub()
{
    const auto shown = [](const QByteArray &plain) {
        return textBody(body(both(quint64(plain.size()), 50'000), {{"1", plain}, {"2", "<p>The news</p>"}}))
            .text;
    };
    QCOMPARE(shown("Your mail reader does not support HTML."), QStringLiteral("The news\n"));
    QCOMPARE(shown("View this message in your browser: http://x.org/y"), QStringLiteral("The news\n"));
    QCOMPARE(shown(" \r\n "), QStringLiteral("The news\n"));
    QCOMPARE(shown("Yes, at five."), QStringLiteral("Yes, at five.\n"));
}

void TestTextBody::flowed()
{
    BodyStructure part = leaf("text/plain");
    part.parameters = {{"charset", "iso-8859-1"}, {"format", "Flowed"}, {"delsp", "Yes"}};
    QCOMPARE(textBody(body(part, {{"1", "a\xE9 \r\nb\r\n> c \r\n> d\r\n"}})).text,
             QStringLiteral("aéb\n\n> cd\n"));
}

void TestTextBody::pictures()
{
    const BodyStructure logo = withId(leaf("image/png", "base64"), "logo@x");
    const TextBody text = textBody(body(
        multipart("related", {leaf("text/html"), logo}),
        {{"1",
          "a<img src='cid:logo@x' alt='Logo'>b<img src='cid:nowhere' alt='gone'>c<img src='cid:no2'>d"}}));
    QCOMPARE(text.blocks.size(), 6);
    QCOMPARE(text.blocks[1].kind, BlockKind::Picture);
    QCOMPARE(text.blocks[1].resource, QByteArray("2"));
    QCOMPARE(text.blocks[3].kind, BlockKind::Paragraph);
    QCOMPARE(text.blocks[3].text, QStringLiteral("gone"));
    QVERIFY(text.blocks[3].resource.isEmpty());
}

void TestTextBody::forwarded()
{
    const TextBody text = textBody(
        body(multipart("mixed", {leaf("text/plain"), message("=?utf-8?Q?N=C3=A9ws?=", leaf("text/plain")),
                                 leaf("text/plain")}),
             {{"1", "see"}, {"2.1", "inner"}, {"3", "end"}}));
    QCOMPARE(text.blocks.size(), 6);
    QCOMPARE(text.blocks[1].kind, BlockKind::Rule);
    QCOMPARE(text.blocks[2].kind, BlockKind::MessageHeader);
    QVERIFY(text.blocks[2].text.startsWith(QStringLiteral("Néws\nAnn\n2020-11-23 10:00")));
    QCOMPARE(text.blocks[3].text, QStringLiteral("inner"));
    QCOMPARE(text.blocks[4].kind, BlockKind::Rule);
    QCOMPARE(text.blocks[5].text, QStringLiteral("end"));
}

void TestTextBody::footer()
{
    const TextBody text = textBody(body(multipart("mixed", {leaf("text/plain"), leaf("text/plain")}),
                                        {{"1", "mail"}, {"2", "list footer"}}));
    QCOMPARE(text.blocks.size(), 3);
    QCOMPARE(text.blocks[1].kind, BlockKind::Rule);
}

void TestTextBody::notes()
{
    TextBody text = textBody(
        body(multipart("signed", {leaf("text/plain"), leaf("application/pgp-signature")}), {{"1", "x"}}));
    QCOMPARE(text.blocks[0].note, NoteKind::Signed);
    QCOMPARE(text.text, QStringLiteral("x\n"));
    text = textBody(body(leaf("application/pkcs7-mime"), {}));
    QCOMPARE(text.blocks[0].note, NoteKind::Encrypted);
    text = textBody(body(leaf("text/plain", "7bit", 1'000'000'000), {}));
    QCOMPARE(text.blocks[0].note, NoteKind::TooLarge);
    text = textBody(body(leaf("application/pdf"), {}));
    QCOMPARE(text.blocks[0].note, NoteKind::NoText);
    text = textBody(body(leaf("text/plain"), {{"1", QByteArray(3'000'000, 'a')}}));
    QVERIFY(text.truncated);
    QCOMPARE(text.blocks.last().note, NoteKind::Truncated);
}

void TestTextBody::missing()
{
    TextBody text = textBody(body(leaf("text/plain"), {}));
    QVERIFY(!text.complete);
    QCOMPARE(text.blocks[0].note, NoteKind::NotLoaded);
    QCOMPARE(text.blocks[0].text, QStringLiteral("1"));
    QVERIFY(textBody(body(leaf("text/plain", "7bit", 0), {})).complete);
    QVERIFY(!textBody(MessageBody()).complete);
}

void TestTextBody::calendar()
{
    const QByteArray ics = "BEGIN:VEVENT\r\nSUMMARY:Lunch\r\nDTSTART:20231123T120000Z\r\nEND:VEVENT\r\n";
    QCOMPARE(textBody(body(leaf("text/calendar"), {{"1", ics}})).text,
             QStringLiteral("Lunch\n2023-11-23 12:00 UTC\n"));
    QCOMPARE(textBody(body(multipart("mixed", {leaf("text/plain"), leaf("text/calendar")}),
                           {{"1", "come"}, {"2", ics}}))
                 .text,
             QStringLiteral("come\n"));
}

void TestTextBody::metaCharset()
{
    BodyStructure part = leaf("text/html", "8bit");
    part.parameters.clear();
    QCOMPARE(
        textBody(body(part, {{"1", "<meta http-equiv=x content=\"text/html; charset=koi8-r\">\xF0\xD2"}}))
            .text,
        QStringLiteral("Пр\n"));
    QCOMPARE(textBody(body(part, {{"1", "caf\xC3\xA9"}})).text, QStringLiteral("café\n"));
}

void TestTextBody::quoteRuns()
{
    const TextBody text = textBody(body(leaf("text/plain"), {{"1", "> a\n>> b\n\nc\n\n> d\n"}}));
    QCOMPARE(text.quoteRuns, (QList<QuoteRun>{{0, 2}, {3, 1}}));
}

void TestTextBody::plainTextOfBlocks()
{
    const TextBody text = textBody(body(
        leaf("text/html"), {{"1", "<h1>T</h1><ul><li>a<li>b<ul><li>c</ul></ul><blockquote>q<br>r</blockquote>"
                                  "<table><tr><td>x<td>y<tr><td>z<td>w</table>"}}));
    QCOMPARE(text.text, QStringLiteral("T\n\n• a\n• b\n  • c\n\n> q\n> r\n\nx\ty\nz\tw\n"));
}

void TestTextBody::budget()
{
    QList<BodyStructure> parts(60, leaf("text/html"));
    QMap<QByteArray, QByteArray> sections;
    for (int i = 1; i <= 60; ++i)
        sections.insert(QByteArray::number(i), QByteArray("<p>x").repeated(400'000));
    QElapsedTimer timer;
    timer.start();
    const TextBody text = textBody(body(multipart("mixed", parts), sections));
    QVERIFY(text.truncated);
    QVERIFY(text.blocks.size() <= maximumBlocks + 1);
    QVERIFY2(timer.elapsed() < 30'000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestTextBody)
#include "tst_mime_textbody.moc"
