#include "wire/reader.h"

#include <QtTest>

using namespace imap;
using namespace imap::wire;

namespace
{

/// A token as text: atoms bare, strings in quotes, NIL as <nil>.
QByteArray describe(const Token &token)
{
    if (token.isNil())
        return "<nil>";
    if (const auto *atom = std::get_if<Token::Atom>(&token.value))
        return atom->text;
    if (const auto *string = std::get_if<Token::String>(&token.value))
        return '"' + string->bytes + '"';
    QByteArrayList items;
    for (const Token &item : token.list())
        items += describe(item);
    return '(' + items.join(' ') + ')';
}

QByteArray describe(const QList<Token> &tokens)
{
    const QByteArray list = describe(Token{tokens});
    return list.sliced(1, list.size() - 2);
}

} // namespace

class TestReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesOrLeaves();
    void keywordsStandAlone();
    void atoms();
    void numbers();
    void strings_data();
    void strings();
    void brokenStrings_data();
    void brokenStrings();
    void nilIsNotTheTextNil();
    void words();
    void stringsOfEachLength();
    void memoryIsClaimed();
    void astrings();
    void mailboxes_data();
    void mailboxes();
    void flags();
    void flagLists();
    void manyFlagsInAnyOrder();
    void sets();
    void longSetInAnyOrder();
    void dateTimes();
    void tokens_data();
    void tokens();
    void tokensStop();
    void nestingIsLimited();
    void itemsAreLimited();
    void unmatchedBracketsTakeLinearTime();
    void errorsTellWhere();
};

void TestReader::takesOrLeaves()
{
    Reader reader("(a   b)  ");
    QVERIFY(!reader.take('x'));
    QCOMPARE(reader.offset(), 0);
    QVERIFY(reader.take('('));
    QVERIFY(!reader.takeSp());
    QCOMPARE(reader.expectAtom(), QByteArrayView("a"));
    reader.expectSp();
    QCOMPARE(reader.peek(), 'b');
    QCOMPARE(reader.rest(), QByteArrayView("b)  "));
    QVERIFY_EXCEPTION_THROWN(reader.expectEnd(), SyntaxError);
    QCOMPARE(reader.text(), QByteArray("b)  "));
    QVERIFY(reader.atEnd());
    QCOMPARE(reader.peek(), '\0');
    QVERIFY(!reader.take('\0'));
    reader.expectEnd();
    QVERIFY_EXCEPTION_THROWN(reader.expectSp(), SyntaxError);
    QVERIFY_EXCEPTION_THROWN(reader.expect(')'), SyntaxError);
    Reader spaces("   ");
    spaces.expectEnd();
}

void TestReader::keywordsStandAlone()
{
    Reader reader("BodyStructure NILS nil)body[1]");
    QVERIFY(!reader.takeKeyword("BODY"));
    QVERIFY(reader.takeKeyword("BODYSTRUCTURE"));
    reader.expectSp();
    QVERIFY(!reader.takeNil());
    QCOMPARE(reader.expectAtom(), QByteArrayView("NILS"));
    reader.expectSp();
    QVERIFY(reader.takeNil());
    reader.expect(')');
    QVERIFY(reader.takeKeyword("BODY"));
    reader.expect('[');
    QVERIFY(!reader.takeKeyword("1]longer than the rest"));
}

void TestReader::atoms()
{
    Reader reader("BODY[1]<0> RFC822.SIZE \\* a%b gr\xc3\xbcn \"q\"");
    QCOMPARE(reader.expectAtom(), QByteArrayView("BODY"));
    QCOMPARE(reader.expectAtom("[]"), QByteArrayView("[1]<0>"));
    reader.expectSp();
    QCOMPARE(reader.expectAtom(), QByteArrayView("RFC822.SIZE"));
    reader.expectSp();
    QVERIFY_EXCEPTION_THROWN(reader.expectAtom(), SyntaxError);
    QCOMPARE(reader.expectAtom("\\*"), QByteArrayView("\\*"));
    reader.expectSp();
    QCOMPARE(reader.expectAtom("%"), QByteArrayView("a%b"));
    reader.expectSp();
    QCOMPARE(reader.expectAtom(), QByteArrayView("gr\xc3\xbcn"));
    reader.expectSp();
    QVERIFY_EXCEPTION_THROWN(reader.expectAtom(), SyntaxError);
}

void TestReader::numbers()
{
    Reader reader("0 4294967295 18446744073709551615 12x");
    QCOMPARE(reader.expectNumber32(), 0U);
    reader.expectSp();
    QCOMPARE(reader.expectUid(), Uid{4294967295U});
    reader.expectSp();
    QCOMPARE(reader.expectNumber64(), 18446744073709551615ULL);
    reader.expectSp();
    quint64 value = 7;
    QVERIFY(reader.takeNumber(value));
    QCOMPARE(value, 12ULL);
    QVERIFY(!reader.takeNumber(value));
    QCOMPARE(value, 12ULL);
    for (const char *text : {"", "x", "-1", "4294967296", "99999999999999999999", "123456789012345678901"})
        QVERIFY_EXCEPTION_THROWN(Reader(text).expectNumber32(), SyntaxError);
    for (const char *text : {"18446744073709551616", "000000000000000000000", "99999999999999999999"})
        QVERIFY_EXCEPTION_THROWN(Reader(text).expectNumber64(), SyntaxError);
}

void TestReader::strings_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, const QByteArray &wire, const QByteArray &value) {
        QTest::newRow(name) << wire << value;
    };
    row("empty", "\"\"", "");
    row("quoted", "\"a b (c) {3}\"", "a b (c) {3}");
    row("escapes", R"("\"a\\b\"")", "\"a\\b\"");
    row("only escapes", R"("\\\\")", "\\\\");
    row("a backslash that was not escaped", R"("C:\dir")", "C:\\dir");
    row("octets beyond ASCII", "\"Gr\xfc\xdf\"", "Gr\xfc\xdf");
    row("literal", "{5}\r\na\r\n\"b", "a\r\n\"b");
    row("empty literal", "{0}\r\n", "");
    row("literal behind a bare LF", "{2}\nab", "ab");
    row("literal with a plus", "{2+}\r\nab", "ab");
    row("literal8", QByteArray("~{3}\r\na\0b", 9), QByteArray("a\0b", 3));
}

void TestReader::strings()
{
    QFETCH(QByteArray, wire);
    QFETCH(QByteArray, value);
    const QByteArray followed = wire + " x";
    Reader reader(followed);
    QVERIFY(reader.atString());
    const QByteArray read = reader.expectString();
    QCOMPARE(read, value);
    QVERIFY(!read.isNull());
    QCOMPARE(reader.rest(), QByteArrayView(" x"));
    QCOMPARE(Reader(wire).expectNString(), OptionalBytes(value));
    QCOMPARE(Reader(wire).expectAString(), value);
}

void TestReader::brokenStrings_data()
{
    QTest::addColumn<QByteArray>("wire");
    for (const char *wire : {"",
                             "abc",
                             "\"",
                             "\"abc",
                             "\"abc\\\"",
                             "\"a\rb\"",
                             "\"a\nb\"",
                             "{",
                             "{}",
                             "{3",
                             "{3}",
                             "{3}\r\nab",
                             "{3}abc",
                             "{-1}\r\n",
                             "{99999999999999999999}\r\nab",
                             "{18446744073709551615}\r\nab",
                             "~",
                             "~a",
                             "~{1}\r\n",
                             "{3++}\r\nabc",
                             "\"{3}\r\nabc\""})
        QTest::newRow(wire) << QByteArray(wire);
}

void TestReader::brokenStrings()
{
    QFETCH(QByteArray, wire);
    QVERIFY_EXCEPTION_THROWN(Reader(wire).expectString(), SyntaxError);
}

/// A folder or a subject may be called NIL.
void TestReader::nilIsNotTheTextNil()
{
    Reader reader("NIL \"NIL\" nil {3}\r\nNIL NILL");
    QCOMPARE(reader.expectNString(), std::nullopt);
    reader.expectSp();
    QCOMPARE(reader.expectNString(), OptionalBytes("NIL"));
    reader.expectSp();
    QVERIFY(reader.takeNil());
    reader.expectSp();
    QVERIFY(!reader.takeNil());
    QCOMPARE(reader.expectNString(), OptionalBytes("NIL"));
    reader.expectSp();
    QCOMPARE(reader.expectNString(), OptionalBytes("NILL")); // quotes forgotten
    QVERIFY_EXCEPTION_THROWN(reader.expectNString(), SyntaxError);
    QCOMPARE(Reader("NIL").expectAString(), QByteArray("NIL"));
}

/// Common words are found in a table; that must not show.
void TestReader::words()
{
    for (const QByteArray word : {"text", "UTF-8", "utf-8", "Utf-8", "NonJunk", "charset", "Quoted-Printable",
                                  "tex", "textt", "x-own", "", "a", "$Forwarded"}) {
        const QByteArray wire = '"' + word + '"';
        QCOMPARE(Reader(wire).expectWord(), word);
        QCOMPARE(Reader(wire).expectLowerWord(), word.toLower());
        QCOMPARE(Reader(word.isEmpty() ? wire : word).expectWord(), word); // quotes forgotten
        QCOMPARE(Reader('{' + QByteArray::number(word.size()) + "}\r\n" + word).expectLowerWord(),
                 word.toLower());
        const QByteArray read = Reader(wire).expectWord();
        QCOMPARE(qstrlen(read.constData()), size_t(word.size()));
    }
    const QByteArray longWord(100, 'A');
    QCOMPARE(Reader('"' + longWord + '"').expectLowerWord(), longWord.toLower());
    QCOMPARE(Reader("nil").expectWord(), QByteArray());
    QCOMPARE(Reader("\"a\\\"b\"").expectLowerWord(), QByteArray("a\"b"));
    QVERIFY_EXCEPTION_THROWN(Reader("\"text").expectWord(), SyntaxError);
}

/// Quoted strings are scanned in blocks, so each place in a block has to be tried.
void TestReader::stringsOfEachLength()
{
    for (int size = 0; size < 70; ++size) {
        const QByteArray text(size, 'x');
        const QByteArray wire = '"' + text + "\" rest";
        Reader reader(wire);
        QCOMPARE(reader.expectString(), text);
        QCOMPARE(reader.rest().toByteArray(), QByteArray(" rest"));
        QCOMPARE(Reader('"' + text + "\\\\" + text + "\\\"\"").expectString(), text + '\\' + text + '"');
        QVERIFY_EXCEPTION_THROWN(Reader('"' + text).expectString(), SyntaxError);
        QVERIFY_EXCEPTION_THROWN(Reader('"' + text + "\n\"").expectString(), SyntaxError);
        QVERIFY_EXCEPTION_THROWN(Reader('"' + text + "\r" + text + '"').expectString(), SyntaxError);
    }
}

void TestReader::memoryIsClaimed()
{
    Limits limits;
    limits.memoryFactor = 2;
    limits.memoryBase = 10;
    Reader reader("12345", limits);
    reader.claim(15);
    reader.claim(5);
    QVERIFY_EXCEPTION_THROWN(reader.claim(1), SyntaxError);
}

void TestReader::astrings()
{
    QCOMPARE(Reader("[Gmail]/All").expectAString(), QByteArray("[Gmail]/All"));
    QCOMPARE(Reader("INBOX\\a%b*c{d}~ x").expectAString(), QByteArray("INBOX\\a%b*c{d}~"));
    QCOMPARE(Reader("a)").expectAString(), QByteArray("a"));
    for (const char *text : {"", " a", ")", "(", "\r\n", "\x7f"})
        QVERIFY_EXCEPTION_THROWN(Reader(text).expectAString(), SyntaxError);
}

void TestReader::mailboxes_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *what, const QByteArray &wire, const QString &name,
                        const QByteArray &bytes) { QTest::newRow(what) << wire << name << bytes; };
    row("atom", "Drafts", QStringLiteral("Drafts"), "");
    row("INBOX in any case", "\"inBox\"", QStringLiteral("INBOX"), "");
    row("modified UTF-7", "\"Entw&APw-rfe &- mehr\"", QStringLiteral("Entwürfe & mehr"), "");
    row("literal", "{4}\r\na\"b\\", QStringLiteral("a\"b\\"), "");
    row("raw UTF-8", "\"Entw\xc3\xbcrfe\"", QStringLiteral("Entwürfe"), "Entw\xc3\xbcrfe");
    row("latin-1", "\"Entw\xfcrfe\"", QStringLiteral("Entwürfe"), "Entw\xfcrfe");
    row("ampersand that was not encoded", "\"R&D\"", QStringLiteral("R&D"), "R&D");
    row("superfluous shift", "\"&AGE-b\"", QStringLiteral("ab"), "&AGE-b");
    row("half a character", "\"&2D0-\"", QStringLiteral("&2D0-"), "&2D0-");
    row("line end in a name", "{3}\r\na\r\n", QStringLiteral("a\r\n"), "a\r\n");
    row("NIL", "NIL", QStringLiteral("NIL"), "");
    row("empty", "\"\"", QString(), "");
}

void TestReader::mailboxes()
{
    QFETCH(QByteArray, wire);
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    Reader reader(wire);
    const MailboxName mailbox = reader.expectMailbox();
    QCOMPARE(mailbox.toString(), name);
    QCOMPARE(mailbox.wireBytes(), bytes);
    QVERIFY(reader.atEnd());
}

void TestReader::flags()
{
    Reader reader("\\Seen \\sEEN $Forwarded NonJunk \\* a]b gr\xfcn \"x {3}x)");
    QCOMPARE(reader.expectFlag(), imap::flags::Seen);
    reader.expectSp();
    QCOMPARE(reader.expectFlag(), imap::flags::Seen);
    for (const char *name : {"$Forwarded", "NonJunk", "\\*", "a]b", "gr\xfcn", "\"x", "{3}x"}) {
        reader.expectSp();
        QCOMPARE(reader.expectFlag().name(), QByteArray(name));
    }
    QVERIFY_EXCEPTION_THROWN(reader.expectFlag(), SyntaxError);
}

void TestReader::flagLists()
{
    QCOMPARE(Reader("()").expectFlagList(), FlagSet());
    QCOMPARE(Reader("( )").expectFlagList(), FlagSet());
    const FlagSet expected{imap::flags::Seen, Flag("$Junk")};
    QCOMPARE(Reader("(\\Seen $Junk)").expectFlagList(), expected);
    QCOMPARE(Reader("( $junk  \\SEEN \\Seen )").expectFlagList(), expected);
    for (const char *text : {"", "(", "(\\Seen", "\\Seen", "(\\Seen\r\n)", "((a))"})
        QVERIFY_EXCEPTION_THROWN(Reader(text).expectFlagList(), SyntaxError);
}

void TestReader::manyFlagsInAnyOrder()
{
    QByteArray list = "(";
    for (int i = 0; i < 300'000; ++i)
        list += 'f' + QByteArray::number(quint32(i) * 2654435761U) + ' ';
    list += ')';
    QCOMPARE(Reader(list).expectFlagList().size(), 300'000);
}

void TestReader::sets()
{
    Reader reader("1,3:5,9:7 x");
    QCOMPARE(reader.expectSet<Uid>().toByteArray(), QByteArray("1,3:5,7:9"));
    QCOMPARE(reader.rest(), QByteArrayView(" x"));
    for (const char *text : {"", "0", "1:*", "*", "1,", ",1", "1:", "a", "4294967295", "1,,2", "1:2:3"})
        QVERIFY_EXCEPTION_THROWN(Reader(text).expectSet<SeqNum>(), SyntaxError);
}

/// A hostile server must not make a set cost quadratic time.
void TestReader::longSetInAnyOrder()
{
    QByteArray text;
    for (quint32 i = 1; i <= 300'000; ++i)
        text += QByteArray::number((i * 2654435761U) % 4'000'000'000U + 1) + ',';
    text.chop(1);
    QVERIFY(Reader(text).expectSet<Uid>().count() > 200'000);
}

void TestReader::dateTimes()
{
    Reader reader("\"17-Jul-1996 02:44:25 -0700\" \"yesterday\" NIL x");
    const QDateTime time = reader.expectDateTime();
    QCOMPARE(time, QDateTime(QDate(1996, 7, 17), QTime(9, 44, 25), Qt::UTC));
    QCOMPARE(time.offsetFromUtc(), -7 * 3600);
    reader.expectSp();
    QVERIFY(!reader.expectDateTime().isValid());
    reader.expectSp();
    QVERIFY(!reader.expectDateTime().isValid());
}

void TestReader::tokens_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QByteArray>("tokens");
    const auto row = [](const char *name, const QByteArray &wire, const QByteArray &tokens) {
        QTest::newRow(name) << wire << tokens;
    };
    row("nothing", "", "");
    row("kinds", "a 12 NIL \"NIL\" nil {1}\r\nx ~{1}\r\ny () (a (b \"c\"))",
        "a 12 <nil> \"NIL\" <nil> \"x\" \"y\" () (a (b \"c\"))");
    row("no spaces", "(a)(b)\"c\"(\"d\"\"e\")", "(a) (b) \"c\" (\"d\" \"e\")");
    row("many spaces", "  a   ( b  c  )  ", "a (b c)");
    row("section", "BODY[HEADER.FIELDS (A B)]<0> {2}\r\nhi", "BODY[HEADER.FIELDS (A B)]<0> \"hi\"");
    row("section with quotes", "BODY[HEADER.FIELDS (\"A\")] x", "BODY[HEADER.FIELDS (\"A\")] x");
    row("flags", "(\\Seen \\* $x a]b)", "(\\Seen \\* $x a]b)");
    row("bracket that stays open", "a[b c(d) e[f]", "a[b c(d) e[f]");
    row("octets beyond ASCII", "gr\xfcn", "gr\xfcn");
    row("ends at a parenthesis", "a b) c", "a b");
}

void TestReader::tokens()
{
    QFETCH(QByteArray, wire);
    QFETCH(QByteArray, tokens);
    QCOMPARE(describe(Reader(wire).tokens()), tokens);
}

/// Response codes end at "]" (RFC 9051 §7.1), but not inside what they hold.
void TestReader::tokensStop()
{
    Reader reader("PERMANENTFLAGS (\\Deleted a]b \\*) \"c]\" X[1 2] d] text");
    QCOMPARE(describe(reader.tokens(']')), QByteArray("PERMANENTFLAGS (\\Deleted a]b \\*) \"c]\" X[1 2] d"));
    QCOMPARE(reader.rest(), QByteArrayView("] text"));
    Reader empty("] text");
    QVERIFY(empty.tokens(']').isEmpty());
    for (const char *text : {"(a", "\"a", "a (b \r", "{5}\r\nabc", "(a\x01)"})
        QVERIFY_EXCEPTION_THROWN(Reader(text).tokens(']'), SyntaxError);
}

void TestReader::nestingIsLimited()
{
    const Limits limits;
    const auto nested = [](int depth) { return QByteArray(depth, '(') + QByteArray(depth, ')'); };
    Reader(nested(limits.depth)).expectToken();
    QVERIFY_EXCEPTION_THROWN(Reader(nested(limits.depth + 1)).expectToken(), SyntaxError);
    QVERIFY_EXCEPTION_THROWN(Reader(QByteArray(1'000'000, '(')).expectToken(), SyntaxError);
    // A level that was left does not count.
    QByteArray wide;
    for (int i = 0; i < 200; ++i)
        wide += nested(limits.depth);
    QCOMPARE(Reader(wide).tokens().size(), 200);
}

void TestReader::itemsAreLimited()
{
    Limits limits;
    limits.listItems = 10;
    Reader ten("(1 2 3 4 5 6 7 8 9 10)", limits);
    int items = 0;
    ten.expectList([&] { items += int(ten.expectNumber32() > 0); });
    QCOMPARE(items, 10);
    Reader eleven("(1 2 3 4 5 6 7 8 9 10 11)", limits);
    QVERIFY_EXCEPTION_THROWN(eleven.expectList([&] { eleven.expectNumber32(); }), SyntaxError);
    QCOMPARE(Reader("1 2 3 4 5 6 7 8 9 10", limits).tokens().size(), 10);
    QVERIFY_EXCEPTION_THROWN(Reader("1 2 3 4 5 6 7 8 9 10 11", limits).tokens(), SyntaxError);
    QVERIFY_EXCEPTION_THROWN(Reader("(((1) (2 3) 4) (5 6 7))", limits).tokens(), SyntaxError);
}

void TestReader::unmatchedBracketsTakeLinearTime()
{
    const QByteArray open(2'000'000, '[');
    QCOMPARE(Reader(open).tokens().size(), 1);
    QByteArray separate;
    for (int i = 0; i < 500'000; ++i)
        separate += "[ ";
    Limits limits;
    limits.memoryFactor = 64; // as tokens, so small pieces take more than a server may ask for
    QCOMPARE(Reader(separate, limits).tokens().size(), 500'000);
}

void TestReader::errorsTellWhere()
{
    Reader reader("abc (");
    reader.expectAtom();
    reader.expectSp();
    try {
        reader.expectNumber32();
        QFAIL("accepted");
    } catch (const SyntaxError &error) {
        QCOMPARE(error.offset(), 4);
        QCOMPARE(error.expected(), QByteArray("number"));
        QCOMPARE(error.what(), "number");
    }
    try {
        reader.expect(')');
        QFAIL("accepted");
    } catch (const SyntaxError &error) {
        QCOMPARE(error.expected(), QByteArray(")"));
    }
}

QTEST_APPLESS_MAIN(TestReader)
#include "tst_reader.moc"
