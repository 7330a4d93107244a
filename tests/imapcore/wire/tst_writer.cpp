#include "wire/writer.h"

#include <QtTest>
#include <stdexcept>

using namespace imap;
using namespace imap::wire;

namespace
{

QByteArray joined(const QList<Chunk> &chunks)
{
    QByteArray bytes;
    for (const Chunk &chunk : chunks)
        bytes += chunk.bytes;
    return bytes;
}

QByteArray logged(const QList<Chunk> &chunks)
{
    QByteArray bytes;
    for (const Chunk &chunk : chunks)
        bytes += chunk.logged;
    return bytes;
}

/// The line of one command that needs no waiting, without its CRLF.
QByteArray line(const Writer &writer)
{
    const QList<Chunk> chunks = writer.finish({});
    return chunks.size() == 1 && chunks.first().bytes.endsWith("\r\n") ? chunks.first().bytes.chopped(2)
                                                                       : "several chunks";
}

const WriterOptions plus{.literalPlus = true};
const WriterOptions minus{.literalMinus = true};
const WriterOptions utf8{.utf8 = true};

} // namespace

class TestWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void separatesArguments();
    void astringChoosesItsForm_data();
    void astringChoosesItsForm();
    void stringIsNeverAnAtom();
    void synchronisingLiteralsCutTheCommand();
    void literalPlusNeedsNoWait();
    void literalMinusNeedsNoWaitWhenShort();
    void longStringsAreLiterals();
    void utf8StringsAreQuoted();
    void mailboxes();
    void listPatterns();
    void flags();
    void sets();
    void dateTimes();
    void base64();
    void secretsDoNotShow_data();
    void secretsDoNotShow();
    void longLiteralsAreNotLogged();
    void nothingBreaksOutOfTheLine_data();
    void nothingBreaksOutOfTheLine();
    void tags();
};

void TestWriter::separatesArguments()
{
    Writer writer;
    writer.atom("UID").atom("FETCH").set(UidSet::range(Uid{1}, Uid{5}));
    writer.open()
        .atom("FLAGS")
        .open()
        .close()
        .open()
        .raw("BODY.PEEK[HEADER.FIELDS (To)]<0.9>")
        .close()
        .close();
    writer.open().atom("CHANGEDSINCE").number(18446744073709551615ULL).close();
    QCOMPARE(joined(writer.finish("A12")),
             QByteArray("A12 UID FETCH 1:5 (FLAGS () (BODY.PEEK[HEADER.FIELDS (To)]<0.9>)) "
                        "(CHANGEDSINCE 18446744073709551615)\r\n"));
    QCOMPARE(joined(Writer().atom("DONE").finish({})), QByteArray("DONE\r\n"));
    QCOMPARE(joined(Writer().finish({})), QByteArray("\r\n"));
    QCOMPARE(line(Writer().nstring({}).nstring(QByteArray("NIL")).raw("")), QByteArray("NIL \"NIL\""));
}

void TestWriter::astringChoosesItsForm_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("wire");
    const auto row = [](const char *name, const QByteArray &value, const QByteArray &wire) {
        QTest::newRow(name) << value << wire;
    };
    row("atom", "a.b-c[1]", "a.b-c[1]");
    row("empty", "", "\"\"");
    row("NIL is a word like any other", "nil", "\"nil\"");
    row("space", "a b", "\"a b\"");
    row("quote and backslash", "a\"b\\c", "\"a\\\"b\\\\c\"");
    row("parenthesis", "(", "\"(\"");
    row("brace", "{3}", "\"{3}\"");
    row("wildcards", "%*", "\"%*\"");
}

void TestWriter::astringChoosesItsForm()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, wire);
    QCOMPARE(line(Writer().astring(value)), wire);
}

void TestWriter::stringIsNeverAnAtom()
{
    QCOMPARE(line(Writer().string("abc")), QByteArray("\"abc\""));
    QCOMPARE(line(Writer().string("")), QByteArray("\"\""));
}

void TestWriter::synchronisingLiteralsCutTheCommand()
{
    Writer writer;
    writer.atom("LOGIN").astring("J\xfcrgen").astring("a\r\nb").atom("x");
    const QList<Chunk> chunks = writer.finish("A1");
    QCOMPARE(chunks.size(), 3);
    QCOMPARE(chunks[0].bytes, QByteArray("A1 LOGIN {6}\r\n"));
    QVERIFY(!chunks[0].waits);
    QCOMPARE(chunks[1].bytes, QByteArray("J\xfcrgen {4}\r\n"));
    QVERIFY(chunks[1].waits);
    QCOMPARE(chunks[2].bytes, QByteArray("a\r\nb x\r\n"));
    QVERIFY(chunks[2].waits);
    for (const Chunk &chunk : chunks)
        QCOMPARE(chunk.logged, chunk.bytes);
    // An empty literal waits as well.
    QCOMPARE(Writer().literal("").finish("A1").size(), 2);
}

void TestWriter::literalPlusNeedsNoWait()
{
    Writer writer(plus);
    writer.atom("X").literal(QByteArray(5000, 'a')).open().literal("").close();
    const QList<Chunk> chunks = writer.finish("A1");
    QCOMPARE(chunks.size(), 1);
    QCOMPARE(chunks[0].bytes, "A1 X {5000+}\r\n" + QByteArray(5000, 'a') + " ({0+}\r\n)\r\n");
    QVERIFY(!chunks[0].waits);
}

void TestWriter::literalMinusNeedsNoWaitWhenShort()
{
    const QList<Chunk> shorter = Writer(minus).literal(QByteArray(4096, 'a')).finish("A1");
    QCOMPARE(shorter.size(), 1);
    QVERIFY(shorter[0].bytes.startsWith("A1 {4096+}\r\na"));
    const QList<Chunk> longer = Writer(minus).literal(QByteArray(4097, 'a')).finish("A1");
    QCOMPARE(longer.size(), 2);
    QCOMPARE(longer[0].bytes, QByteArray("A1 {4097}\r\n"));
}

void TestWriter::longStringsAreLiterals()
{
    QCOMPARE(line(Writer().string(QByteArray(1000, 'a'))), '"' + QByteArray(1000, 'a') + '"');
    QCOMPARE(Writer().string(QByteArray(1001, 'a')).finish({}).size(), 2);
    QCOMPARE(Writer().astring(QByteArray(1001, 'a')).finish({}).size(), 2);
}

void TestWriter::utf8StringsAreQuoted()
{
    QCOMPARE(line(Writer(utf8).string("gr\xc3\xbcn")), QByteArray("\"gr\xc3\xbcn\""));
    QCOMPARE(Writer().string("gr\xc3\xbcn").finish({}).size(), 2);
    // What is not UTF-8 may not stand in a quoted string (RFC 6855 §3).
    QCOMPARE(Writer(utf8).string("gr\xfcn").finish({}).size(), 2);
    QCOMPARE(Writer(utf8).string("gr\xc3").finish({}).size(), 2);
}

void TestWriter::mailboxes()
{
    const MailboxName name(QStringLiteral("Entwürfe & Co"));
    QCOMPARE(line(Writer().mailbox(name)), QByteArray("\"Entw&APw-rfe &- Co\""));
    QCOMPARE(line(Writer(utf8).mailbox(name)), QByteArray("\"Entw\xc3\xbcrfe & Co\""));
    QCOMPARE(line(Writer().mailbox(MailboxName(QStringLiteral("inbox")))), QByteArray("INBOX"));
    QCOMPARE(line(Writer().mailbox(MailboxName())), QByteArray("\"\""));
    QCOMPARE(line(Writer().mailbox(MailboxName(QStringLiteral("[Gmail]/Trash")))),
             QByteArray("[Gmail]/Trash"));
    QCOMPARE(line(Writer().mailbox(MailboxName(QStringLiteral("100%")))), QByteArray("\"100%\""));
    // A name that the server spelled in its own way goes back as it came.
    const MailboxName odd(QStringLiteral("R&D"), QByteArrayLiteral("R&D"));
    QCOMPARE(line(Writer().mailbox(odd)), QByteArray("R&D"));
    QCOMPARE(line(Writer(utf8).mailbox(odd)), QByteArray("R&D"));
    const MailboxName latin(QStringLiteral("ü"), QByteArrayLiteral("\xfc"));
    QCOMPARE(joined(Writer(plus).mailbox(latin).finish({})), QByteArray("{1+}\r\n\xfc\r\n"));
}

void TestWriter::listPatterns()
{
    QCOMPARE(line(Writer().listMailbox(QStringLiteral("*"))), QByteArray("*"));
    QCOMPARE(line(Writer().listMailbox(QStringLiteral("a/%"))), QByteArray("a/%"));
    QCOMPARE(line(Writer().listMailbox(QStringLiteral("Entwürfe/*"))), QByteArray("Entw&APw-rfe/*"));
    QCOMPARE(line(Writer().listMailbox(QStringLiteral("a b/*"))), QByteArray("\"a b/*\""));
    QCOMPARE(line(Writer().listMailbox(QString())), QByteArray("\"\""));
    QCOMPARE(line(Writer(utf8).listMailbox(QStringLiteral("ü*"))), QByteArray("\"\xc3\xbc*\""));
}

void TestWriter::flags()
{
    QCOMPARE(line(Writer().flag(imap::flags::Seen).flag(Flag("$Junk")).flag(Flag("a]"))),
             QByteArray("\\Seen $Junk a]"));
    QCOMPARE(line(Writer().flagList({})), QByteArray("()"));
    QCOMPARE(line(Writer().flagList({imap::flags::Seen, imap::flags::Deleted})),
             QByteArray("(\\Deleted \\Seen)"));
    for (const char *name :
         {"", "\\", "\\*", "a b", "a(", "\\Seen)", "gr\xfcn", "a\r\n", "%", "a\"", "a\\b", "{1}"})
        QVERIFY_EXCEPTION_THROWN(Writer().flag(Flag(name)), std::invalid_argument);
}

void TestWriter::sets()
{
    QCOMPARE(line(Writer().set(SeqSet::from(SeqNum{7}))), QByteArray("7:*"));
    QCOMPARE(line(Writer().set(UidSet::fromList({Uid{3}, Uid{1}, Uid{2}, Uid{9}}))), QByteArray("1:3,9"));
    QVERIFY_EXCEPTION_THROWN(Writer().set(UidSet()), std::invalid_argument);
}

void TestWriter::dateTimes()
{
    const QDateTime time(QDate(2024, 7, 1), QTime(1, 2, 3), Qt::OffsetFromUTC, 2 * 3600);
    QCOMPARE(line(Writer().dateTime(time)), QByteArray("\" 1-Jul-2024 01:02:03 +0200\""));
    QVERIFY_EXCEPTION_THROWN(Writer().dateTime(QDateTime()), std::invalid_argument);
}

void TestWriter::base64()
{
    QCOMPARE(line(Writer().base64("", false)), QByteArray("="));
    QCOMPARE(line(Writer().atom("A").base64(QByteArray("\0u\0p", 4), false)), QByteArray("A AHUAcA=="));
    QCOMPARE(logged(Writer().base64("x", false).finish({})), QByteArray("eA==\r\n"));
    QCOMPARE(logged(Writer().base64("x", true).finish({})), QByteArray("***\r\n"));
    QCOMPARE(logged(Writer().base64("", true).finish({})), QByteArray("***\r\n"));
}

void TestWriter::secretsDoNotShow_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("atom") << QByteArray("hunter2");
    QTest::newRow("quoted") << QByteArray("correct horse \"battery\" staple");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("literal") << QByteArray("p\xe4sswort");
    QTest::newRow("long literal") << QByteArray(7777, 's');
}

/// What the log holds says nothing about the secret, not even how long it is.
void TestWriter::secretsDoNotShow()
{
    QFETCH(QByteArray, secret);
    for (const WriterOptions &options : {WriterOptions{}, plus, minus, utf8}) {
        Writer writer(options);
        writer.atom("LOGIN").astring("joe").secret(Secret(secret)).atom("x");
        const QList<Chunk> chunks = writer.finish("A1");
        QByteArray text = logged(chunks);
        if (!secret.isEmpty()) {
            QVERIFY(joined(chunks).contains(secret) || joined(chunks).contains("horse"));
            QVERIFY(!text.contains(secret));
        }
        text.replace("{***}\r\n", "").replace("{***+}\r\n", "");
        QCOMPARE(text, QByteArray("A1 LOGIN joe *** x\r\n"));
    }
}

void TestWriter::longLiteralsAreNotLogged()
{
    const QByteArray message(100'000, 'm');
    const QList<Chunk> chunks = Writer().atom("APPEND").astring("INBOX").literal(message).finish("A1");
    QCOMPARE(joined(chunks).size(), 100'000 + 28);
    QCOMPARE(logged(chunks), QByteArray("A1 APPEND INBOX {100000}\r\n<100000 octets>\r\n"));
}

void TestWriter::nothingBreaksOutOfTheLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("CR LF") << QByteArray("a\r\nA2 DELETE INBOX");
    QTest::newRow("LF") << QByteArray("a\nb");
    QTest::newRow("CR") << QByteArray("a\rb");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
    QTest::newRow("only NUL") << QByteArray(1, '\0');
}

void TestWriter::nothingBreaksOutOfTheLine()
{
    QFETCH(QByteArray, text);
    const bool nul = text.contains('\0');
    QVERIFY_EXCEPTION_THROWN(Writer().atom(text), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(Writer().raw(text), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(Writer().flag(Flag(text)), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(Writer().atom("X").finish(text), std::invalid_argument);
    const MailboxName odd(QString::fromLatin1(text), text);
    if (nul) {
        QVERIFY_EXCEPTION_THROWN(Writer().astring(text), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(Writer().string(text), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(Writer().literal(text), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(Writer().secret(Secret(text)), std::invalid_argument);
        QVERIFY_EXCEPTION_THROWN(Writer().mailbox(odd), std::invalid_argument);
        return;
    }
    const QByteArray expected = '{' + QByteArray::number(text.size()) + "+}\r\n" + text + "\r\n";
    QCOMPARE(joined(Writer(plus).astring(text).finish({})), expected);
    QCOMPARE(joined(Writer(plus).string(text).finish({})), expected);
    QCOMPARE(joined(Writer(plus).secret(Secret(text)).finish({})), expected);
    QCOMPARE(joined(Writer(plus).mailbox(odd).finish({})), expected);
}

void TestWriter::tags()
{
    for (const char *tag : {"A 1", "+1", "A\r\n", "*", "(", "\""})
        QVERIFY_EXCEPTION_THROWN(Writer().atom("NOOP").finish(tag), std::invalid_argument);
    for (const char *word : {"", "a b", "a(", "\\Seen", "*", "%", "\"a\"", "{1}", "gr\xc3\xbcn"})
        QVERIFY_EXCEPTION_THROWN(Writer().atom(word), std::invalid_argument);
}

QTEST_APPLESS_MAIN(TestWriter)
#include "tst_writer.moc"
