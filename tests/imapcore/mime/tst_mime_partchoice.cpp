#include "mime/partchoice.h"
#include "parts.h"

#include <QtTest>

using namespace imap;
using namespace imap::mime;
using namespace test;

Q_DECLARE_METATYPE(imap::BodyStructure)

namespace
{

/// "Plain 1, Html 2" and so on.
QString sketch(const BodyStructure &structure, bool preferHtml)
{
    static const QStringList names = {QStringLiteral("plain"),     QStringLiteral("enriched"),
                                      QStringLiteral("html"),      QStringLiteral("calendar"),
                                      QStringLiteral("picture"),   QStringLiteral("message"),
                                      QStringLiteral("end"),       QStringLiteral("signed"),
                                      QStringLiteral("encrypted"), QStringLiteral("large")};
    QStringList list;
    for (const ChosenPart &part : chooseParts(structure, [preferHtml](auto &&...) { return preferHtml; })) {
        QString line = names.at(int(part.role)) + QLatin1Char(' ') + QString::fromLatin1(part.section);
        for (const InlinePicture &picture : part.pictures)
            line += QLatin1Char('+') + QString::fromLatin1(picture.section);
        list.append(line.trimmed());
    }
    return list.join(QStringLiteral(", "));
}

} // namespace

class TestPartChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chooses_data();
    void chooses();
    void bounds();
};

void TestPartChoice::chooses_data()
{
    QTest::addColumn<BodyStructure>("structure");
    QTest::addColumn<QString>("plain");
    QTest::addColumn<QString>("html");

    const auto row = [](const char *name, const BodyStructure &structure, const char *plain,
                        const char *html = nullptr) {
        QTest::newRow(name) << structure << QString::fromLatin1(plain)
                            << QString::fromLatin1(html ? html : plain);
    };
    const BodyStructure text = leaf("text/plain");
    const BodyStructure web = leaf("text/html");
    const BodyStructure picture = withId(leaf("image/png", "base64"), "a@x");
    BodyStructure shown = leaf("image/png", "base64");
    shown.disposition = Disposition{"inline", {{"filename", "a.png"}}};
    const BodyStructure both = multipart("alternative", {text, web});

    row("plain", text, "plain 1");
    row("html", web, "html 1");
    row("alternative", both, "plain 1", "html 2");
    row("alternative in mixed", multipart("mixed", {both, attached(leaf("application/pdf"), "a.pdf")}),
        "plain 1.1", "html 1.2");
    row("html with pictures", multipart("related", {web, picture}), "html 1+2");
    row("outlook", multipart("related", {both, picture}), "plain 1.1", "html 1.2+2");
    row("apple", multipart("alternative", {text, multipart("related", {web, picture})}), "plain 1",
        "html 2.1+2.2");
    row("apple, pictures between texts", multipart("mixed", {text, shown, text}),
        "plain 1, picture 2, plain 3");
    row("apple, html in mixed", multipart("alternative", {text, multipart("mixed", {web, shown, web})}),
        "plain 1", "html 2.1, picture 2.2, html 2.3");
    row("footer", multipart("mixed", {both, text}), "plain 1.1, plain 2", "html 1.2, plain 2");
    row("text attachment", multipart("mixed", {text, attached(text, "a.txt")}), "plain 1");
    row("forward", multipart("mixed", {text, message("x", both)}), "plain 1, message 2, plain 2.1, end 2",
        "plain 1, message 2, html 2.2, end 2");
    row("forward of one part", message("x", text), "message 1, plain 1.1, end 1");
    row("forward as attachment", multipart("mixed", {text, attached(message("x", text), "x.eml")}),
        "plain 1");
    row("digest", multipart("digest", {message("x", text), message("y", text)}),
        "message 1, plain 1.1, end 1, message 2, plain 2.1, end 2");
    row("signed", multipart("signed", {both, leaf("application/pgp-signature")}), "signed, plain 1.1",
        "signed, html 1.2");
    row("encrypted",
        multipart("encrypted", {leaf("application/pgp-encrypted"), leaf("application/octet-stream")}),
        "encrypted");
    row("s/mime", leaf("application/pkcs7-mime", "base64"), "encrypted 1");
    row("invitation", multipart("alternative", {text, web, leaf("text/calendar")}), "plain 1", "html 2");
    row("calendar alone", leaf("text/calendar"), "calendar 1");
    row("report", multipart("report", {text, leaf("message/delivery-status"), leaf("text/rfc822-headers")}),
        "plain 1, plain 2, plain 3");
    row("appledouble", multipart("appledouble", {leaf("application/applefile"), shown}), "picture 2");
    row("enriched", multipart("alternative", {leaf("text/enriched"), leaf("application/pdf")}), "enriched 1");
    row("too large", leaf("text/plain", "7bit", maximumTextSize + 1), "large 1");
    row("picture too large",
        multipart("related", {web, withId(leaf("image/png", "base64", maximumPictureSize + 1), "a")}),
        "html 1");
    row("only a pdf", leaf("application/pdf"), "");
    row("no parts", multipart("mixed", {}), "");
    row("empty alternative", multipart("alternative", {}), "");
    BodyStructure start = multipart("related", {picture, withId(web, "root@x")});
    start.parameters = {{"start", "<root@x>"}};
    row("start", start, "html 2+1");
}

void TestPartChoice::chooses()
{
    QFETCH(BodyStructure, structure);
    QFETCH(QString, plain);
    QFETCH(QString, html);
    QCOMPARE(sketch(structure, false), plain);
    QCOMPARE(sketch(structure, true), html);
}

void TestPartChoice::bounds()
{
    const QList<BodyStructure> many(5000, leaf("text/plain"));
    QVERIFY(chooseParts(multipart("mixed", many), [](auto &&...) { return false; }).size() <=
            maximumChosenParts);
    BodyStructure deep = leaf("text/plain");
    BodyStructure forwards = leaf("text/plain");
    for (int i = 0; i < 300; ++i) {
        deep = multipart("alternative", {deep});
        forwards = message("x", forwards);
    }
    QVERIFY(chooseParts(deep, [](auto &&...) { return false; }).isEmpty());
    QVERIFY(chooseParts(forwards, [](auto &&...) { return false; }).size() <= 2 * maximumPartDepth + 2);
}

QTEST_GUILESS_MAIN(TestPartChoice)
#include "tst_mime_partchoice.moc"
