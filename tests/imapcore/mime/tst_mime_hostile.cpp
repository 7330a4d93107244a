// Whatever bytes come in: no crash, no control characters, bounded output. A generated corpus: random bytes,
// random pieces of the formats, and mutated real looking mails.

#include "mime/attachments.h"
#include "mime/calendartext.h"
#include "mime/headertext.h"
#include "mime/htmltext.h"
#include "mime/maildate.h"
#include "mime/partdecoder.h"
#include "mime/people.h"
#include "mime/plaintext.h"
#include "mime/textbody.h"
#include "parts.h"

#include <QtTest>

using namespace imap;
using namespace imap::mime;
using namespace test;

namespace
{

class Generator
{
public:
    explicit Generator(quint32 seed)
        : m_random(seed)
    {
    }

    int below(int limit) { return int(m_random.bounded(limit)); }

    QByteArray bytes(int limit)
    {
        QByteArray result(below(limit), Qt::Uninitialized);
        for (char &c : result)
            c = char(m_random.generate());
        return result;
    }

    QByteArray pieces(const QList<QByteArray> &dictionary, int count)
    {
        QByteArray result;
        for (int i = below(count); i >= 0; --i)
            result += below(8) == 0 ? bytes(6) : dictionary[below(int(dictionary.size()))];
        return result;
    }

private:
    QRandomGenerator m_random;
};

const QList<QByteArray> headerPieces = {"=?utf-8?Q?",  "=?iso-2022-jp?B?",
                                        "=?gb2312?b?", "?=",
                                        " ",           "\r\n ",
                                        "=C3",         "=A9",
                                        "w6Q=",        "GyRCRnxLXA==",
                                        "Ann",         "\"",
                                        "\\",          "<",
                                        ">",           "@",
                                        "(",           ")",
                                        "_",           "?",
                                        "=?",          "utf-7?Q?",
                                        "+Jjo-",       "*",
                                        "'",           "%C3%A9",
                                        ";",           "\x1b$B",
                                        "\xE2\x80\xAE"};
const QList<QByteArray> htmlPieces = {"<p>",
                                      "</p>",
                                      "<div style='display:none'>",
                                      "</div>",
                                      "<table>",
                                      "<tr>",
                                      "<td>",
                                      "</td>",
                                      "</table>",
                                      "<a href='http://x.org/'>",
                                      "</a>",
                                      "<b>",
                                      "</b>",
                                      "<ul>",
                                      "<li>",
                                      "</ul>",
                                      "<blockquote>",
                                      "</blockquote>",
                                      "<pre>",
                                      "</pre>",
                                      "<img src=cid:x alt=y>",
                                      "<br>",
                                      "<hr>",
                                      "<!--",
                                      "-->",
                                      "<script>",
                                      "</script>",
                                      "<style>",
                                      "</style>",
                                      "&amp;",
                                      "&#x202e;",
                                      "&nbsp;",
                                      "word ",
                                      "\n",
                                      "<h1>",
                                      "</h1>",
                                      "<svg>",
                                      "<math>",
                                      "<select>",
                                      "<template>",
                                      "</body>",
                                      "<body>",
                                      "<frameset>",
                                      "<font size=1>",
                                      "</font>",
                                      "<",
                                      ">",
                                      "'",
                                      "\"",
                                      "--<br>",
                                      "<form>",
                                      "</form>",
                                      "<caption>",
                                      "<dd>",
                                      "<dt>"};
const QList<QByteArray> textPieces = {"> ",
                                      ">",
                                      "\n",
                                      "word ",
                                      "-- \n",
                                      "https://x.org/a ",
                                      "(",
                                      ")",
                                      "a@b.org",
                                      "    ",
                                      "\t",
                                      "-----Original Message-----\n",
                                      "_____\n",
                                      "\n\n",
                                      "\xC3\xA9",
                                      " \n",
                                      "From ",
                                      "www.x.org",
                                      "diff --git ",
                                      "\xE2\x80\xAE",
                                      "\xF0\x9F\x8E\x89"};

bool isClean(const QString &text, bool singleLine)
{
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        const bool lineOrTab = !singleLine && (u == u'\n' || u == u'\t');
        if ((u < 0x20 && !lineOrTab) || (u >= 0x7F && u < 0xA0) || u == 0x202E)
            return false;
    }
    return true;
}

bool isGood(const BlockList &list)
{
    if (list.blocks.size() > maximumBlocks)
        return false;
    for (const Block &block : list.blocks) {
        if (block.text.size() > maximumBlockLength || !isClean(block.text, false) ||
            block.quoteLevel > maximumQuoteLevel)
            return false;
        qsizetype last = 0;
        for (const Link &link : block.links) {
            const bool web = link.target.startsWith(QLatin1String("http"), Qt::CaseInsensitive) ||
                             link.target.startsWith(QLatin1String("mailto:"), Qt::CaseInsensitive);
            if (link.start < last || link.length <= 0 || link.start + link.length > block.text.size() || !web)
                return false;
            last = link.start + link.length;
        }
        last = 0;
        for (const Span &span : block.spans) {
            if (span.start < last || span.length <= 0 || span.start + span.length > block.text.size())
                return false;
            last = span.start + span.length;
        }
    }
    return true;
}

constexpr int rounds = 1500;

} // namespace

class TestHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headers();
    void dates();
    void parts();
    void html();
    void plain();
    void messages();
};

void TestHostile::headers()
{
    Generator generator(1);
    for (int round = 0; round < rounds; ++round) {
        const QByteArray raw = round % 2 == 0 ? generator.bytes(300) : generator.pieces(headerPieces, 40);
        const QString text = decodeHeader(raw, round % 3 == 0 ? "koi8-r" : "");
        QVERIFY2(isClean(text, true) && text.isValidUtf16(), raw.toHex());
        const ParameterList parameters = {
            {"filename*0*", raw}, {"filename*1", generator.bytes(50)}, {"filename", raw}};
        const QString name = safeFileName(decodeParameter(parameters, "filename"), raw);
        QVERIFY2(!name.isEmpty() && !name.contains(QLatin1Char('/')) && !name.startsWith(QLatin1Char('.')) &&
                     name.toUtf8().size() <= maximumFileNameBytes && isClean(name, true),
                 raw.toHex());
        const Address address{raw, std::nullopt, generator.pieces(headerPieces, 8),
                              generator.pieces(headerPieces, 8)};
        const QList<Person> list = people({address, Address(), address});
        QVERIFY(isClean(correspondents(list), true));
        for (const Person &person : list)
            QVERIFY(initials(person).size() <= 8 && colourIndex(person) < colourCount &&
                    isClean(person.full(), true));
    }
}

void TestHostile::dates()
{
    const QList<QByteArray> pieces = {"Mon", ",", " ", "23", "Nov", "2020", "10:00:00", "+0100", "(",  ")",
                                      "GMT", "-", ":", "99", "T",   "Z",    ".",        "PM",    "\\", "/"};
    Generator generator(2);
    for (int round = 0; round < rounds * 4; ++round) {
        const auto date = parseDate(round % 2 == 0 ? generator.bytes(60) : generator.pieces(pieces, 12));
        QVERIFY(!date || (date->isValid() && date->date().year() <= 9999));
    }
}

void TestHostile::parts()
{
    Generator generator(3);
    for (int round = 0; round < rounds; ++round) {
        BodyStructure part = leaf("text/plain", generator.below(2) != 0 ? "base64" : "quoted-printable");
        static const QList<QByteArray> charsets = {"utf-8",       "utf-7",       "utf-16", "gb18030",
                                                   "iso-2022-jp", "iso-2022-kr", "hz",     "big5",
                                                   "koi8-r",      "euc-tw",      "x",      ""};
        part.parameters = {{"charset", charsets[generator.below(int(charsets.size()))]}};
        QVERIFY(isClean(decodePart(generator.bytes(500).toBase64(), part), false));
        QVERIFY(isClean(decodePart(generator.bytes(500), part), false));
        QVERIFY(calendarText(QString::fromLatin1(
                                 generator.pieces({"BEGIN:VEVENT\n", "SUMMARY:", ";", "\"", ":", "\n"}, 30)))
                    .size() < 500);
    }
}

void TestHostile::html()
{
    Generator generator(4);
    for (int round = 0; round < rounds; ++round) {
        const QByteArray raw = generator.pieces(htmlPieces, 80);
        QVERIFY2(isGood(htmlBlocks(QString::fromUtf8(raw))), raw.constData());
    }
    for (int round = 0; round < 50; ++round) {
        const QByteArray raw = generator.pieces(htmlPieces, 20'000);
        QVERIFY2(isGood(htmlBlocks(QString::fromUtf8(raw))), raw.left(500).constData());
    }
}

void TestHostile::plain()
{
    Generator generator(5);
    for (int round = 0; round < rounds; ++round) {
        const QByteArray raw = generator.pieces(textPieces, round % 10 == 0 ? 4000 : 60);
        const PlainFormat format{generator.below(2) != 0, generator.below(2) != 0};
        QVERIFY2(isGood(plainBlocks(QString::fromUtf8(raw), format)), raw.left(500).constData());
    }
}

void TestHostile::messages()
{
    Generator generator(6);
    const std::function<BodyStructure(int)> random = [&](int depth) -> BodyStructure {
        static const QList<QByteArray> leaves = {"text/plain",
                                                 "text/html",
                                                 "text/calendar",
                                                 "image/png",
                                                 "text/enriched",
                                                 "application/pdf",
                                                 "application/pkcs7-mime",
                                                 "text/x-patch",
                                                 "a/b",
                                                 "/"};
        static const QList<QByteArray> kinds = {"mixed",  "alternative", "related", "signed",
                                                "report", "appledouble", "x"};
        if (depth > 0 && generator.below(3) == 0)
            return message(generator.bytes(30), random(depth - 1));
        if (depth > 0 && generator.below(2) == 0) {
            QList<BodyStructure> children;
            for (int i = generator.below(5); i > 0; --i)
                children.append(random(depth - 1));
            return multipart(kinds[generator.below(int(kinds.size()))], children);
        }
        BodyStructure part =
            leaf(leaves[generator.below(int(leaves.size()))], generator.below(2) != 0 ? "base64" : "8bit",
                 quint64(generator.below(2000)));
        if (generator.below(3) == 0)
            part = attached(part, generator.bytes(20));
        return generator.below(3) == 0 ? withId(part, "x") : part;
    };
    for (int round = 0; round < rounds; ++round) {
        MessageBody message;
        message.structure = random(5);
        const QList<QByteArray> wanted = wantedSections(*message.structure, true);
        QVERIFY(wanted.size() <= 64);
        for (const QByteArray &section : wanted) {
            if (generator.below(6) != 0)
                message.sections.insert(section, generator.below(2) != 0 ? generator.pieces(htmlPieces, 20)
                                                                         : generator.bytes(100));
        }
        const TextBody text =
            textBody(message, generator.below(2) != 0 ? Preference::Html : Preference::Plain);
        QVERIFY(!text.blocks.isEmpty());
        QVERIFY(isGood({text.blocks, false}));
        for (const AttachmentInfo &info : attachments(*message.structure))
            QVERIFY(!info.section.isEmpty() && !info.fileName.isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_mime_hostile.moc"
