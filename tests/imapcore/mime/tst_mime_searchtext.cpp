#include "mime/searchtext.h"
#include "parts.h"

#include <QtTest>

using namespace imap;
using namespace test;

class TestSearchText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void headersAreDecoded()
    {
        MessageSummary summary;
        summary.envelope.subject = QByteArray("=?utf-8?q?Gr=C3=BC=C3=9Fe?= from =?iso-8859-1?Q?M=FCnchen?=");
        summary.envelope.from = {
            {QByteArray("=?utf-8?b?SsO8cmdlbg==?="), {}, QByteArray("j"), QByteArray("a.example")}};
        summary.envelope.sender = summary.envelope.from;
        summary.envelope.to = {
            {{}, {}, QByteArray("team"), {}}, {{}, {}, QByteArray("bob"), QByteArray("b.example")}, {}};
        summary.envelope.bcc = {{QByteArray("Hidden"), {}, QByteArray("h"), QByteArray("c.example")}};
        const SearchText text = mime::searchText(summary, {});
        QCOMPARE(text.subject, QString::fromUtf8("Grüße from München"));
        // Each once, in the order of the headers.
        QCOMPARE(text.people,
                 QString::fromUtf8("Jürgen\nj@a.example\nbob@b.example\nteam\nHidden\nh@c.example"));
        QVERIFY(text.files.isEmpty() && text.body.isEmpty());
    }
    void namesOfAttachmentsNeedNoBody()
    {
        MessageSummary summary;
        summary.structure = multipart(
            "mixed", {leaf("text/plain"), attached(leaf("application/pdf"), "r\xC3\xA9sum\xC3\xA9.pdf")});
        const SearchText text = mime::searchText(summary, {});
        QCOMPARE(text.files, QString::fromUtf8("résumé.pdf"));
        QVERIFY(text.body.isEmpty());
    }
    void bodyIsTextWithoutOurOwnNotes()
    {
        MessageSummary summary;
        summary.structure = multipart("mixed", {leaf("text/html"), leaf("text/plain")});
        QCOMPARE(mime::searchSections(*summary.structure), (QList<QByteArray>{"1", "2"}));
        MessageBody body;
        body.sections.insert("1", "<style>p{}</style><p>Only <b>this</b> is here</p>");
        QCOMPARE(mime::searchText(summary, body).body.trimmed(), QStringLiteral("Only this is here"));
        MessageBody none;
        QVERIFY(mime::searchText(summary, none).body.isEmpty());
    }
    void thousandsOfPeopleAreBounded()
    {
        MessageSummary summary;
        for (int i = 0; i < 20'000; ++i)
            summary.envelope.to.append({{}, {}, QByteArray::number(i), QByteArray("x.example")});
        QVERIFY(mime::searchText(summary, {}).people.size() < 10'000);
    }
};

QTEST_APPLESS_MAIN(TestSearchText)
#include "tst_mime_searchtext.moc"
