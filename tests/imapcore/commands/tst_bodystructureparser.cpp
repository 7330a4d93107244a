#include "imapcore/commands/commandtesting.h"

using namespace imap;
using namespace testing;

class BodyStructureParserTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void text();
    void multipart();
    void message();
    void messageWithoutEnvelope_data();
    void messageWithoutEnvelope();
    void types_data();
    void types();
    void emptyMultiparts_data();
    void emptyMultiparts();
    void dispositionSurvives_data();
    void dispositionSurvives();
    void extensionsAreSkipped();
    void numbers_data();
    void numbers();
    void sectionNumbers();
    void depth();
    void parts();
    void truncated();
};

namespace
{

std::optional<BodyStructure> body(const QByteArray &text)
{
    const auto fetch = untagged<FetchResponse>("* 1 FETCH (BODYSTRUCTURE " + text + " UID 5)");
    return fetch && fetch->uid == Uid(5) ? fetch->structure : std::nullopt;
}

const QByteArray plain = "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 1152 23)";
const QByteArray noEnvelope = "(NIL \"in\" NIL NIL NIL NIL NIL NIL NIL \"<i@x>\")";

} // namespace

void BodyStructureParserTest::text()
{
    const auto parsed = body(
        "(\"TEXT\" \"Html\" (\"CHARSET\" \"UTF-8\" \"Name\" \"A b\") \"<id>\" \"descr\" \"Quoted-Printable\" "
        "4294967296 92 "
        "\"md5==\" (\"INLINE\" (\"FileName\" \"x.html\")) (\"en\" \"de\") \"http://x/\" \"ext\" (1 (2)))");
    QVERIFY(parsed);
    QCOMPARE(parsed->mimeType(), QByteArray("text/html"));
    QCOMPARE(parsed->parameter("charset"), QByteArray("UTF-8"));
    QCOMPARE(parsed->id, OptionalBytes("<id>"));
    QCOMPARE(parsed->description, OptionalBytes("descr"));
    QCOMPARE(parsed->encoding, QByteArray("quoted-printable"));
    QCOMPARE(parsed->size, 4294967296u);
    QCOMPARE(parsed->lines, 92u);
    QCOMPARE(parsed->md5, OptionalBytes("md5=="));
    QCOMPARE(parsed->disposition->type, QByteArray("inline"));
    QCOMPARE(parsed->fileName(), QByteArray("x.html"));
    QCOMPARE(parsed->language, (QList<QByteArray>{"en", "de"}));
    QCOMPARE(parsed->location, OptionalBytes("http://x/"));
}

void BodyStructureParserTest::multipart()
{
    const auto parsed = body("((" + plain +
                             "(\"text\" \"html\" NIL NIL NIL \"base64\" 5 1) \"ALTERNATIVE\") "
                             "(\"image\" \"png\" NIL NIL NIL \"base64\" 7) \"MIXED\" (\"BOUNDARY\" \"b\") "
                             "(\"inline\" NIL) \"en\" \"loc\" 1 2)");
    QVERIFY(parsed);
    QCOMPARE(parsed->mimeType(), QByteArray("multipart/mixed"));
    QCOMPARE(parsed->parts.size(), 2);
    QCOMPARE(parsed->parts.first().subtype, QByteArray("alternative"));
    QCOMPARE(parsed->parts.first().parts.at(1).size, 5u);
    QCOMPARE(parsed->parameter("boundary"), QByteArray("b"));
    QCOMPARE(parsed->language, QList<QByteArray>{"en"});
    QCOMPARE(parsed->location, OptionalBytes("loc"));
}

void BodyStructureParserTest::message()
{
    const QByteArray tail = " \"7BIT\" 4554 " + noEnvelope + ' ' + plain +
                            " 73 NIL (\"attachment\" (\"filename\" \"m.eml\")) NIL NIL)";
    for (const char *type : {"RFC822", "GLOBAL"}) {
        const auto parsed = body("(\"MESSAGE\" \"" + QByteArray(type) + "\" NIL NIL NIL" + tail);
        QVERIFY(parsed);
        QVERIFY(parsed->isMessage());
        QCOMPARE(parsed->lines, 73u);
        QVERIFY(parsed->envelope);
        QCOMPARE(parsed->envelope->subject, OptionalBytes("in"));
        QCOMPARE(parsed->parts.size(), 1);
        QCOMPARE(parsed->parts.first().mimeType(), QByteArray("text/plain"));
        QCOMPARE(parsed->fileName(), QByteArray("m.eml"));
    }
    // Other messages are leaves (RFC 9051 §7.5.2).
    const auto status =
        body("(\"message\" \"delivery-status\" NIL NIL NIL \"7BIT\" 100 \"md5\" (\"inline\" NIL))");
    QVERIFY(status && !status->envelope);
    QCOMPARE(status->disposition->type, QByteArray("inline"));
}

/// Some servers give up on an attached message they cannot read.
void BodyStructureParserTest::messageWithoutEnvelope_data()
{
    QTest::addColumn<QByteArray>("tail");
    QTest::addColumn<int>("lines");
    QTest::addColumn<bool>("attachment");
    QTest::newRow("nothing") << QByteArray() << 0 << false;
    QTest::newRow("lines") << QByteArray(" 12") << 12 << false;
    QTest::newRow("as a basic part") << QByteArray(" NIL (\"attachment\" (\"filename\" \"x\")) NIL NIL") << 0
                                     << true;
    QTest::newRow("NIL NIL") << QByteArray(" NIL NIL 7 NIL (\"attachment\" NIL)") << 7 << true;
    QTest::newRow("NIL envelope") << " NIL " + plain + " 7 NIL (\"attachment\" NIL)" << 7 << true;
    QTest::newRow("NIL body") << ' ' + noEnvelope + " NIL 7 NIL (\"attachment\" NIL)" << 7 << true;
    QTest::newRow("only the envelope") << ' ' + noEnvelope << 0 << false;
    QTest::newRow("envelope and body") << ' ' + noEnvelope + ' ' + plain << 0 << false;
}

void BodyStructureParserTest::messageWithoutEnvelope()
{
    QFETCH(QByteArray, tail);
    QFETCH(int, lines);
    QFETCH(bool, attachment);
    const auto parsed = body("(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 50" + tail + ")");
    QVERIFY(parsed);
    QCOMPARE(parsed->lines, quint64(lines));
    QCOMPARE(parsed->disposition.has_value(), attachment);
    if (attachment)
        QCOMPARE(parsed->disposition->type, QByteArray("attachment"));
}

void BodyStructureParserTest::types_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("type");
    const auto row = [](const char *text, const char *type) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(type);
    };
    row("(\"text\" \"plain\")", "text/plain");
    row("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 10)", "text/plain");
    row("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 NIL NIL NIL NIL)", "text/plain");
    row("(\"text\" \"plain\" \"\" \"\" \"\" \"\" 10 1 \"\" \"\" \"\" \"\")", "text/plain");
    row("(NIL NIL NIL NIL NIL NIL 0)", "text/plain");
    row("(\"\" \"\" NIL NIL NIL NIL 0)", "text/plain");
    row("()", "text/plain");
    row("( \"Image\"  \"X-PNG\"  ( )  NIL NIL  \"BASE64\"  10 )", "image/x-png");
    row("(application pdf NIL NIL NIL base64 10)", "application/pdf");
    row("(\"application\" NIL NIL NIL NIL \"7bit\" 10)", "application/");
    row("(\"application\" \"x\" NIL NIL NIL NIL NIL)", "application/x");
    row("(\"chemical\" \"x-pdb\" NIL NIL NIL \"7bit\" 10)", "chemical/x-pdb");
    row("(\"text\" {5}\r\nplain (\"charset\" {5}\r\nutf-8) NIL NIL \"7bit\" 10 1)", "text/plain");
}

void BodyStructureParserTest::types()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, type);
    const auto parsed = body(text);
    QVERIFY(parsed);
    QCOMPARE(parsed->mimeType(), type);
    feedTruncated("* 1 FETCH (BODYSTRUCTURE " + text + ")");
}

void BodyStructureParserTest::emptyMultiparts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("subtype only") << QByteArray("(\"MIXED\")");
    QTest::newRow("parameters") << QByteArray("(\"mixed\" (\"boundary\" \"b\") NIL NIL NIL)");
    QTest::newRow("no parameters") << QByteArray("(\"mixed\" NIL NIL NIL NIL)");
    QTest::newRow("NIL for the parts") << QByteArray("(NIL \"MIXED\" (\"boundary\" \"b\") NIL NIL)");
    QTest::newRow("as a basic part") << QByteArray(
        "(\"multipart\" \"mixed\" (\"boundary\" \"b\") NIL NIL \"7bit\" 0)");
}

void BodyStructureParserTest::emptyMultiparts()
{
    QFETCH(QByteArray, text);
    const auto parsed = body(text);
    QVERIFY(parsed);
    QCOMPARE(parsed->mimeType(), QByteArray("multipart/mixed"));
    QVERIFY(parsed->parts.isEmpty());
    // Also inside another one.
    const auto outer = body('(' + text + plain + " \"mixed\")");
    QVERIFY(outer);
    QCOMPARE(outer->parts.size(), 2);
    QVERIFY(outer->parts.first().isMultipart());
    feedTruncated("* 1 FETCH (BODYSTRUCTURE " + text + ")");
}

/// The name of an attachment must not be lost to fields that a server left out.
void BodyStructureParserTest::dispositionSurvives_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray disposition = "(\"attachment\" (\"filename\" \"f\"))";
    const QByteArray start = "(\"application\" \"pdf\" NIL NIL NIL \"base64\" 9";
    QTest::newRow("usual") << start + " NIL " + disposition + " NIL NIL)";
    QTest::newRow("end") << start + " NIL " + disposition + ")";
    QTest::newRow("lines of no text") << start + " 3 NIL " + disposition + ")";
    QTest::newRow("negative lines") << start + " -1 NIL " + disposition + ")";
    QTest::newRow("no md5") << start + " " + disposition + ")";
    QTest::newRow("text without lines")
        << "(\"text\" \"plain\" NIL NIL NIL \"base64\" 9 NIL " + disposition + " NIL NIL)";
    QTest::newRow("more in the disposition") << start + " NIL (\"attachment\" (\"filename\" \"f\") \"x\"))";
    QTest::newRow("value NIL besides") << start + " NIL (\"attachment\" (\"size\" NIL \"filename\" \"f\")))";
    QTest::newRow("odd parameters") << start + " NIL (\"attachment\" (\"filename\" \"f\" \"size\")))";
}

void BodyStructureParserTest::dispositionSurvives()
{
    QFETCH(QByteArray, text);
    const auto parsed = body(text);
    QVERIFY(parsed);
    QVERIFY(parsed->disposition);
    QCOMPARE(parsed->disposition->type, QByteArray("attachment"));
    QCOMPARE(parsed->fileName(), QByteArray("f"));
    QVERIFY(hasAttachments(*parsed));
}

void BodyStructureParserTest::extensionsAreSkipped()
{
    const auto parsed = body(
        '(' + plain.chopped(1) +
        " NIL \"inline\" NIL NIL NIL 5 (a (b {3}\r\n)(\")) \"x\") \"mixed\" NIL NIL NIL NIL (1 2) \"3\")");
    QVERIFY(parsed);
    QCOMPARE(parsed->parts.size(), 1);
    QCOMPARE(parsed->parts.first().disposition->type, QByteArray("inline"));
}

void BodyStructureParserTest::numbers_data()
{
    QTest::addColumn<QByteArray>("size");
    QTest::addColumn<bool>("ok");
    QTest::addColumn<quint64>("value");
    QTest::newRow("NIL") << QByteArray("NIL") << true << quint64(0);
    QTest::newRow("quoted") << QByteArray("\"12\"") << true << quint64(12);
    QTest::newRow("negative") << QByteArray("-1") << true << quint64(0);
    QTest::newRow("largest") << QByteArray("18446744073709551615") << true << ~quint64(0);
    QTest::newRow("too large") << QByteArray("18446744073709551616") << false << quint64(0);
    QTest::newRow("far too large") << QByteArray(100, '9') << false << quint64(0);
}

void BodyStructureParserTest::numbers()
{
    QFETCH(QByteArray, size);
    QFETCH(bool, ok);
    QFETCH(quint64, value);
    const QByteArray text = "(\"text\" \"plain\" NIL NIL NIL \"7bit\" " + size + " 1)";
    const auto parsed = body(text);
    QCOMPARE(parsed.has_value(), ok);
    QCOMPARE(isMalformed("* 1 FETCH (BODY " + text + ")"), !ok);
    if (ok)
        QCOMPARE(parsed->size, value);
}

void BodyStructureParserTest::sectionNumbers()
{
    const auto parsed = body('(' + plain + "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 9 " + noEnvelope +
                             " (" + plain + plain + " \"mixed\") 3) \"mixed\")");
    QVERIFY(parsed);
    QList<QByteArray> sections;
    forEachPart(*parsed, [&](const BodyStructure &, const QByteArray &section) { sections.append(section); });
    QCOMPARE(sections, (QList<QByteArray>{"1", "2", "2.1", "2.2"}));
}

void BodyStructureParserTest::depth()
{
    const auto nested = [](int levels) {
        return QByteArray(levels, '(') + plain + QByteArray(" \"mixed\")").repeated(levels);
    };
    QVERIFY(body(nested(50)));
    QVERIFY(isMalformed("* 1 FETCH (BODYSTRUCTURE " + nested(70) + ")"));
    QVERIFY(isMalformed("* 1 FETCH (BODYSTRUCTURE " + nested(100'000) + ")"));
    const QByteArray message = "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 9 " + noEnvelope + ' ';
    QVERIFY(isMalformed("* 1 FETCH (BODYSTRUCTURE " + message.repeated(50'000) + plain +
                        QByteArray(" 3)").repeated(50'000) + ")"));
    // Reading ahead at each level must not take the square of the size.
    QVERIFY(isMalformed("* 1 FETCH (BODYSTRUCTURE " +
                        QByteArray("(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 9 NIL ").repeated(50'000) +
                        ")"));
}

/// Two octets a part on the wire, hundreds in memory.
void BodyStructureParserTest::parts()
{
    QCOMPARE(body('(' + QByteArray("()").repeated(1000) + " \"mixed\")")->parts.size(), 1000);
    QVERIFY(
        isMalformed("* 1 FETCH (BODYSTRUCTURE (" + QByteArray("()").repeated(1'000'000) + " \"mixed\"))"));
    const QByteArray group = '(' + QByteArray("()").repeated(1000) + " \"mixed\")";
    QVERIFY(isMalformed("* 1 FETCH (BODYSTRUCTURE (" + group.repeated(500) + " \"mixed\"))"));
}

void BodyStructureParserTest::truncated()
{
    feedTruncated("* 1 FETCH (BODYSTRUCTURE (" + plain +
                  "(\"message\" \"rfc822\" (\"a\" \"b\") \"i\" NIL \"7bit\" 9 " + noEnvelope + " (" + plain +
                  " \"mixed\" (\"x\" \"y\") NIL (\"en\") \"l\" (1)) 3 \"m\" (\"attachment\" (\"f\" "
                  "{1}\r\nx))) \"mixed\"))");
}

QTEST_GUILESS_MAIN(BodyStructureParserTest)
#include "tst_bodystructureparser.moc"
