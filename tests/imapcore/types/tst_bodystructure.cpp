#include "types/bodystructure.h"

#include <QtTest>

using namespace imap;

namespace
{

BodyStructure leaf(const char *type, const char *subtype)
{
    BodyStructure part;
    part.type = type;
    part.subtype = subtype;
    return part;
}

BodyStructure multipart(const char *subtype, const QList<BodyStructure> &parts)
{
    BodyStructure part = leaf("multipart", subtype);
    part.parts = parts;
    return part;
}

BodyStructure message(const BodyStructure &body)
{
    BodyStructure part = leaf("message", "rfc822");
    part.parts = {body};
    part.envelope = std::make_shared<Envelope>();
    return part;
}

BodyStructure with(BodyStructure part, const char *disposition, const ParameterList &parameters = {})
{
    part.disposition = Disposition{disposition, parameters};
    return part;
}

BodyStructure named(BodyStructure part, const char *name)
{
    part.parameters.append(std::pair<QByteArray, QByteArray>("name", name));
    return part;
}

BodyStructure withId(BodyStructure part)
{
    part.id = "<a@b>";
    return part;
}

const BodyStructure plain = leaf("text", "plain");
const BodyStructure html = leaf("text", "html");
const BodyStructure image = leaf("image", "png");
const BodyStructure pdf = leaf("application", "pdf");

QByteArray numbering(const BodyStructure &root)
{
    QByteArrayList list;
    forEachPart(root, [&](const BodyStructure &node, const QByteArray &section) {
        list += section + ' ' + node.mimeType();
    });
    return list.join(", ");
}

} // namespace

Q_DECLARE_METATYPE(imap::BodyStructure)

class TestBodyStructure : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersParts_data();
    void numbersParts();
    void rfc3501Example();
    void attachments_data();
    void attachments();
    void names();
    void compares();
};

void TestBodyStructure::numbersParts_data()
{
    QTest::addColumn<BodyStructure>("root");
    QTest::addColumn<QByteArray>("sections");
    const auto row = [](const char *name, const BodyStructure &root, const char *sections) {
        QTest::newRow(name) << root << QByteArray(sections);
    };
    row("one part", plain, "1 text/plain");
    row("two parts", multipart("alternative", {plain, html}), "1 text/plain, 2 text/html");
    row("nested", multipart("mixed", {multipart("alternative", {plain, html}), pdf}),
        "1.1 text/plain, 1.2 text/html, 2 application/pdf");
    row("forwarded text", multipart("mixed", {plain, message(plain)}),
        "1 text/plain, 2 message/rfc822, 2.1 text/plain");
    row("forwarded multipart", multipart("mixed", {plain, message(multipart("alternative", {plain, html}))}),
        "1 text/plain, 2 message/rfc822, 2.1 text/plain, 2.2 text/html");
    row("message that is only a forwarded text", message(plain), "1 message/rfc822, 1.1 text/plain");
    row("message that is only a forwarded multipart", message(multipart("mixed", {plain, pdf})),
        "1 message/rfc822, 1.1 text/plain, 1.2 application/pdf");
    row("forwarded twice", message(message(plain)), "1 message/rfc822, 1.1 message/rfc822, 1.1.1 text/plain");
    row("message without a body", leaf("message", "rfc822"), "1 message/rfc822");
    row("empty multipart", multipart("mixed", {}), "");
}

void TestBodyStructure::numbersParts()
{
    QFETCH(BodyStructure, root);
    QFETCH(QByteArray, sections);
    QCOMPARE(numbering(root), sections);
}

/// The message whose part numbers RFC 3501 §6.4.5 spells out.
void TestBodyStructure::rfc3501Example()
{
    const BodyStructure octets = leaf("application", "octet-stream");
    const BodyStructure third = message(multipart("mixed", {plain, octets}));
    const BodyStructure gif = leaf("image", "gif");
    const BodyStructure fourthTwo =
        message(multipart("mixed", {plain, multipart("alternative", {plain, html})}));
    const BodyStructure root =
        multipart("mixed", {plain, octets, third, multipart("mixed", {gif, fourthTwo})});
    QCOMPARE(numbering(root),
             QByteArray("1 text/plain, 2 application/octet-stream, 3 message/rfc822, 3.1 text/plain, "
                        "3.2 application/octet-stream, 4.1 image/gif, 4.2 message/rfc822, 4.2.1 text/plain, "
                        "4.2.2.1 text/plain, 4.2.2.2 text/html"));
}

void TestBodyStructure::attachments_data()
{
    QTest::addColumn<BodyStructure>("root");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *name, const BodyStructure &root, bool expected) {
        QTest::newRow(name) << root << expected;
    };
    const BodyStructure alternative = multipart("alternative", {plain, html});
    row("text", plain, false);
    row("text and HTML", alternative, false);
    row("pictures of the HTML", multipart("related", {html, withId(with(image, "inline"))}), false);
    row("named pictures of the HTML",
        multipart("related", {html, withId(named(with(image, "inline"), "logo.png"))}), false);
    row("alternative in related", multipart("related", {alternative, image}), false);
    row("PDF", multipart("mixed", {alternative, pdf}), true);
    row("PDF in related", multipart("related", {html, pdf}), true);
    row("only a PDF", pdf, true);
    row("photo", multipart("mixed", {plain, with(image, "inline")}), true);
    row("text as an attachment", multipart("mixed", {plain, with(plain, "attachment")}), true);
    row("named text", multipart("mixed", {plain, named(plain, "notes.txt")}), true);
    row("text named as RFC 2231 does",
        multipart("mixed", {plain, with(plain, "inline", {{"filename*0*", "utf-8''a"}})}), true);
    row("forwarded message", multipart("mixed", {plain, message(plain)}), true);
    row("delivery report", multipart("report", {plain, leaf("message", "delivery-status"), message(plain)}),
        false);
    row("signed", multipart("signed", {plain, named(leaf("application", "pgp-signature"), "signature.asc")}),
        false);
    row("signed, with a PDF",
        multipart("signed", {multipart("mixed", {plain, pdf}), leaf("application", "pkcs7-signature")}),
        true);
    row("encrypted",
        multipart("encrypted", {leaf("application", "pgp-encrypted"),
                                named(leaf("application", "octet-stream"), "encrypted.asc")}),
        false);
    row("AMP", multipart("alternative", {plain, leaf("text", "x-amp-html"), html}), false);
    row("deep", multipart("mixed", {plain, multipart("mixed", {multipart("mixed", {plain, pdf})})}), true);
}

void TestBodyStructure::attachments()
{
    QFETCH(BodyStructure, root);
    QFETCH(bool, expected);
    QCOMPARE(hasAttachments(root), expected);
}

void TestBodyStructure::names()
{
    BodyStructure part = named(pdf, "content-type.pdf");
    QCOMPARE(part.fileName(), QByteArray("content-type.pdf"));
    part.disposition = Disposition{"attachment", {}};
    QCOMPARE(part.fileName(), QByteArray("content-type.pdf"));
    part.disposition = Disposition{"attachment", {{"filename", "disposition.pdf"}}};
    QCOMPARE(part.fileName(), QByteArray("disposition.pdf"));
    QCOMPARE(part.parameter("name"), QByteArray("content-type.pdf"));
    QCOMPARE(part.parameter("charset"), QByteArray());
    QCOMPARE(plain.fileName(), QByteArray());
}

void TestBodyStructure::compares()
{
    BodyStructure a = message(plain);
    BodyStructure b = message(plain);
    QVERIFY(a.envelope != b.envelope);
    QVERIFY(a == b);
    b.envelope->subject = "x";
    QVERIFY(!(a == b));
    b.envelope.reset();
    QVERIFY(!(a == b));
    BodyStructure c = message(html);
    QVERIFY(!(a == c));
}

QTEST_APPLESS_MAIN(TestBodyStructure)
#include "tst_bodystructure.moc"
