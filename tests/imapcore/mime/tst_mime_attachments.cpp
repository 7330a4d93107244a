#include "mime/attachments.h"
#include "parts.h"

#include <QtTest>

using namespace imap;
using namespace imap::mime;
using namespace test;

class TestAttachments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyText();
    void usual();
    void names();
    void related();
    void forwarded();
    void signedMail();
    void singlePart();
    void bounds();
};

void TestAttachments::onlyText()
{
    QVERIFY(attachments(leaf("text/plain")).isEmpty());
    QVERIFY(attachments(multipart("alternative", {leaf("text/plain"), leaf("text/html")})).isEmpty());
}

void TestAttachments::usual()
{
    BodyStructure pdf = attached(leaf("application/pdf", "base64", 78'000), "r.pdf");
    const auto list = attachments(
        multipart("mixed", {multipart("alternative", {leaf("text/plain"), leaf("text/html")}), pdf}));
    QCOMPARE(list.size(), 1);
    QCOMPARE(list[0].section, QByteArray("2"));
    QCOMPARE(list[0].fileName, QStringLiteral("r.pdf"));
    QCOMPARE(list[0].mimeType, QByteArray("application/pdf"));
    QCOMPARE(list[0].size, 57'000U);
    QCOMPARE(list[0].encoding, QByteArray("base64"));
    QVERIFY(!list[0].isInline);
}

void TestAttachments::names()
{
    BodyStructure word = leaf("application/octet-stream");
    word.parameters = {{"name", "=?utf-8?Q?gr=C3=BCn.DOCX?="}};
    BodyStructure evil = attached(leaf("image/png"), "../../x.png");
    const auto list =
        attachments(multipart("mixed", {word, evil, evil, leaf("image/jpeg"), leaf("image/jpeg"),
                                        attached(leaf("text/plain"), "notes.txt")}));
    QCOMPARE(list.size(), 6);
    QCOMPARE(list[0].fileName, QStringLiteral("grün.DOCX"));
    QCOMPARE(list[0].mimeType,
             QByteArray("application/vnd.openxmlformats-officedocument.wordprocessingml.document"));
    QCOMPARE(list[1].fileName, QStringLiteral("_.._x.png"));
    QCOMPARE(list[2].fileName, QStringLiteral("_.._x (2).png"));
    QCOMPARE(list[3].fileName, QStringLiteral("attachment.jpg"));
    QCOMPARE(list[4].fileName, QStringLiteral("attachment (2).jpg"));
    QCOMPARE(list[5].fileName, QStringLiteral("notes.txt"));
}

void TestAttachments::related()
{
    BodyStructure logo = withId(leaf("image/png", "base64"), "logo@x");
    const auto list = attachments(multipart("related", {leaf("text/html"), logo}));
    QCOMPARE(list.size(), 1);
    QVERIFY(list[0].isInline);
    QCOMPARE(list[0].contentId, QByteArray("logo@x"));
}

void TestAttachments::forwarded()
{
    const auto list = attachments(multipart(
        "mixed",
        {leaf("text/plain"),
         message("Old news", multipart("mixed", {leaf("text/plain"), attached(leaf("image/gif"), "a.gif")})),
         message("Single", attached(leaf("image/gif"), "b.gif"))}));
    QCOMPARE(list.size(), 4);
    QCOMPARE(list[0].section, QByteArray("2"));
    QCOMPARE(list[0].fileName, QStringLiteral("Old news.eml"));
    QCOMPARE(list[1].section, QByteArray("2.2"));
    QCOMPARE(list[3].section, QByteArray("3.1"));
}

void TestAttachments::signedMail()
{
    const auto list =
        attachments(multipart("signed", {leaf("text/plain"), leaf("application/pgp-signature")}));
    QVERIFY(list.isEmpty());
}

void TestAttachments::singlePart()
{
    const auto list = attachments(attached(leaf("application/pdf", "base64"), "only.pdf"));
    QCOMPARE(list.size(), 1);
    QCOMPARE(list[0].section, QByteArray("1"));
}

void TestAttachments::bounds()
{
    QList<BodyStructure> many(2000, leaf("image/png"));
    QCOMPARE(attachments(multipart("mixed", many)).size(), maximumAttachments);
    BodyStructure deep = leaf("image/png");
    for (int i = 0; i < 500; ++i)
        deep = multipart("mixed", {deep});
    QVERIFY(attachments(deep).isEmpty());
}

QTEST_GUILESS_MAIN(TestAttachments)
#include "tst_mime_attachments.moc"
