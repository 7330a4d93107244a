#include "commands/charset.h"
#include "commands/search.h"
#include "imapcore/commands/commandtesting.h"
#include "support/randomvalues.h"

using namespace imap;
using namespace testing;

namespace
{

using Key = SearchKey;

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

Search searching(const Key &criteria, const QByteArray &charset = {})
{
    Search search;
    search.criteria = criteria;
    search.charset = charset;
    return search;
}

/// Any tree that has a text form: without raw words.
class RandomKeys
{
public:
    Key key(int depth)
    {
        switch (depth > 0 ? m_random.below(12) : 0) {
        case 8:
            return Key::allOf(keys(depth));
        case 9:
            return Key::anyOf(keys(depth));
        case 10:
            return !key(depth - 1);
        case 11:
            return Key::fuzzy(key(depth - 1));
        default:
            return leaf();
        }
    }

private:
    QList<Key> keys(int depth)
    {
        QList<Key> list;
        for (qsizetype i = m_random.below(5); i >= 0; --i)
            list.append(key(depth - 1));
        return list;
    }
    QString text()
    {
        return m_random.oneIn(2) ? m_random.unicode(12) : QString::fromLatin1(m_random.text(12));
    }
    Key leaf()
    {
        switch (m_random.below(9)) {
        case 0:
            return Key::Simple(m_random.below(16));
        case 1:
            return Key::keyword(Flag(m_random.atom().replace(']', '_')), m_random.oneIn(2));
        case 2:
            return Key::text(Key::TextField(m_random.below(8)), text());
        case 3:
            return Key::header("X-" + m_random.text(8, "abcXYZ-"), text());
        case 4:
            return Key::date(Key::DateField(m_random.below(9)),
                             QDate(1970, 1, 1).addDays(m_random.below(40'000)));
        case 5:
            return Key::number(Key::NumberField(m_random.below(6)), quint64(m_random.below(4'294'967'296)));
        case 6:
            return m_random.oneIn(2) ? Key::messages(m_random.numberSet<Uid>())
                                     : Key::messages(m_random.numberSet<SeqNum>());
        case 7:
            return m_random.oneIn(2) ? Key::modified(ModSeq(quint64(m_random.below(1'000'000))))
                                     : Key::modified({ModSeq(7), "/flags/\\" + m_random.text(5, "abc$ \"(\\"),
                                                      Key::Modified::Scope(m_random.below(3))});
        default:
            return Key::name(Key::NameField(m_random.below(3)), "M" + m_random.text(8, "abcXYZ019-_"));
        }
    }

    test::RandomValues m_random;
};

} // namespace

class SearchCriteriaTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void forms_data();
    void forms();
    void charsets_data();
    void charsets();
    void notInTheCharset_data();
    void notInTheCharset();
    void rawWords_data();
    void rawWords();
    void rawWordsThatAreRefused();
    void longTextsAreLiterals();
    void nothingEscapesTheLine();
    void roundTrip();
    void gmailLabels();
};

void SearchCriteriaTest::forms_data()
{
    QTest::addColumn<SearchKey>("key");
    QTest::addColumn<QByteArray>("criteria");
    const auto row = [](const char *criteria, const Key &key) {
        QTest::newRow(criteria) << key << QByteArray(criteria);
    };
    row("FROM \"ann\" NOT SEEN", Key::from(s("ann")) && !Key::seen());
    row("SUBJECT \"a \\\"b\\\" \\\\\"", Key::subject(s("a \"b\" \\")));
    row("SUBJECT \"\"", Key::subject(QString()));
    row("SUBJECT \"NIL\"", Key::subject(s("NIL")));
    row("SUBJECT \"{5}\"", Key::subject(s("{5}")));
    row("HEADER \"List-Id\" \"\"", Key::header("List-Id", QString()));
    row("OR (SEEN FLAGGED) NOT (DRAFT DELETED)",
        (Key::seen() && Key::flagged()) || !(Key::draft() && Key::deleted()));
    row("OR OR SEEN FLAGGED OR DRAFT DELETED",
        Key::anyOf({Key::seen(), Key::flagged(), Key::draft(), Key::deleted()}));
    row("SINCE 1-Feb-2024", Key::since(QDate(2024, 2, 1)));
    row("UID 1:5,9:*", Key::messages(*UidSet::parse("1:5,9:*")));
    row("1:5,9:*", Key::messages(*SeqSet::parse("1:5,9:*")));
    row("KEYWORD $Work UNKEYWORD $Junk", Key::flag(Flag("$Work")) && Key::keyword(Flag("$Junk"), false));
    row("$", Key::savedResult());
    row("MODSEQ \"/flags/\\\\draft\" priv 9",
        Key::modified({ModSeq(9), "/flags/\\draft", Key::Modified::Scope::Private}));
    row("FUZZY (SUBJECT \"a\" BODY \"b\")", Key::fuzzy(Key::subject(s("a")) && Key::body(s("b"))));
    row("EMAILID M1 FILTER mine",
        Key::name(Key::NameField::EmailId, "M1") && Key::name(Key::NameField::Filter, "mine"));
    row("X-GM-RAW \"in:anywhere \\\"a b\\\"\"", Key::gmail(s("in:anywhere \"a b\"")));
    row("YOUNGER 60 LARGER 5000000000",
        Key::number(Key::NumberField::Younger, 60) && Key::larger(5000000000));
}

void SearchCriteriaTest::forms()
{
    QFETCH(SearchKey, key);
    QFETCH(QByteArray, criteria);
    QCOMPARE(encoded(searching(key)), "A UID SEARCH " + criteria);
}

void SearchCriteriaTest::charsets_data()
{
    QTest::addColumn<SearchKey>("key");
    QTest::addColumn<QByteArray>("charset");
    QTest::addColumn<bool>("utf8");
    QTest::addColumn<QByteArray>("line");
    const Key plain = Key::subject(s("x"));
    const Key umlaut = Key::subject(s("ü"));
    const QByteArray none;
    QTest::newRow("ASCII") << plain << none << false << QByteArray("SUBJECT \"x\"");
    QTest::newRow("not ASCII") << umlaut << none << false
                               << QByteArray("CHARSET UTF-8 SUBJECT {2+}\r\n\xc3\xbc");
    QTest::newRow("deep inside") << !(Key::seen() || umlaut) << none << false
                                 << QByteArray("CHARSET UTF-8 NOT OR SEEN SUBJECT {2+}\r\n\xc3\xbc");
    QTest::newRow("asked, ASCII") << plain << QByteArray("UTF-8") << false
                                  << QByteArray("CHARSET UTF-8 SUBJECT \"x\"");
    QTest::newRow("Latin 1") << umlaut << QByteArray("ISO-8859-1") << false
                             << QByteArray("CHARSET ISO-8859-1 SUBJECT {1+}\r\n\xfc");
    QTest::newRow("KOI8-R") << Key::from(s("ж")) << QByteArray("koi8-r") << false
                            << QByteArray("CHARSET koi8-r FROM {1+}\r\n\xd6");
    QTest::newRow("with shifts") << Key::from(s("日")) << QByteArray("ISO-2022-JP") << false
                                 << QByteArray("CHARSET ISO-2022-JP FROM {8+}\r\n\x1b$BF|\x1b(B");
    // RFC 6855 §3: after ENABLE UTF8=ACCEPT a charset must not be said.
    QTest::newRow("UTF-8 mode") << umlaut << none << true << QByteArray("SUBJECT \"\xc3\xbc\"");
    QTest::newRow("UTF-8 mode, asked")
        << umlaut << QByteArray("ISO-8859-1") << true << QByteArray("SUBJECT \"\xc3\xbc\"");
}

void SearchCriteriaTest::charsets()
{
    QFETCH(SearchKey, key);
    QFETCH(QByteArray, charset);
    QFETCH(bool, utf8);
    QFETCH(QByteArray, line);
    QCOMPARE(encoded(searching(key, charset), {.literalPlus = true, .utf8 = utf8}), "A UID SEARCH " + line);
}

/// The word that cannot be sent is named, so that it can be underlined.
void SearchCriteriaTest::notInTheCharset_data()
{
    QTest::addColumn<QByteArray>("charset");
    QTest::addColumn<QString>("word");
    QTest::newRow("US-ASCII") << QByteArray("US-ASCII") << s("Grüße");
    QTest::newRow("Latin 1") << QByteArray("ISO-8859-1") << s("日本");
    QTest::newRow("unknown") << QByteArray("X-NO-SUCH") << s("Grüße");
    QTest::newRow("options of the converter") << QByteArray("US-ASCII//TRANSLIT") << s("Grüße");
    QTest::newRow("NUL") << QByteArray() << QString(u'\0');
    QTest::newRow("NUL everywhere") << QByteArray("UTF-16") << s("Grüße");
    QTest::newRow("half a character") << QByteArray() << QString(QChar(0xd83d));
}

void SearchCriteriaTest::notInTheCharset()
{
    QFETCH(QByteArray, charset);
    QFETCH(QString, word);
    try {
        encoded(searching(Key::seen() && Key::subject(word), charset));
        QFAIL("written");
    } catch (const InvalidCriteriaError &error) {
        QCOMPARE(error.fault().text, word);
        QVERIFY(!error.message().isEmpty());
    }
}

void SearchCriteriaTest::rawWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *text, const char *line) {
        QTest::newRow(text) << s(text) << QByteArray(line);
    };
    row("X-GUID abc", "X-GUID abc");
    row("X  (A \"b c\") {1}x", "X  (A \"b c\") {1}x");
    row("OR (SUBJECT grün) X-NEW (\"ä \\\"b\" 5)",
        "CHARSET UTF-8 OR (SUBJECT {5+}\r\ngr\xc3\xbcn) X-NEW ({5+}\r\n\xc3\xa4 \"b 5)");
}

void SearchCriteriaTest::rawWords()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, line);
    QCOMPARE(encoded(searching(Key::raw(text)), {.literalPlus = true}), "A UID SEARCH " + line);
}

/// What looks like the beginning of a literal would make both sides wait for each other.
void SearchCriteriaTest::rawWordsThatAreRefused()
{
    for (const char *text : {"SUBJECT {5}", "SUBJECT {5+}", "SUBJECT {0}", "SUBJECT ~{3}", "ü {5}"})
        QVERIFY_EXCEPTION_THROWN(encoded(searching(Key::raw(s(text)))), InvalidCriteriaError);
    QVERIFY_EXCEPTION_THROWN(encoded(searching(Key::raw(s("A\r\nB LOGOUT")))), std::invalid_argument);
}

void SearchCriteriaTest::longTextsAreLiterals()
{
    const QByteArray text(5000, 'x');
    const Search search = searching(Key::body(QString::fromLatin1(text)) && Key::seen());
    const QList<wire::Chunk> chunks = written(search).finish("A");
    QCOMPARE(chunks.size(), 2);
    QCOMPARE(chunks.at(0).bytes, QByteArray("A UID SEARCH BODY {5000}\r\n"));
    QVERIFY(chunks.at(1).waits);
    QCOMPARE(chunks.at(1).bytes, text + " SEEN\r\n");
}

/// Whatever a person types, it stays an argument.
void SearchCriteriaTest::nothingEscapesTheLine()
{
    QCOMPARE(encoded(searching(Key::subject(s("a\r\nB LOGOUT"))), {.literalPlus = true}),
             QByteArray("A UID SEARCH SUBJECT {11+}\r\na\r\nB LOGOUT"));
    QVERIFY_EXCEPTION_THROWN(encoded(searching(Key::flag(Flag("a) ALL")))), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(encoded(searching(Key::name(Key::NameField::Filter, "a\r\nb"))),
                             std::invalid_argument);
}

/// What is written is what was meant: read as a person's own words it gives the same tree.
void SearchCriteriaTest::roundTrip()
{
    RandomKeys random;
    for (int i = 0; i < 2000; ++i) {
        const Key key = random.key(5);
        const QByteArray line = encoded(searching(key), {.literalPlus = true, .utf8 = true});
        const QString criteria = QString::fromUtf8(line.sliced(qstrlen("A UID SEARCH ")));
        const Key back = Key::parse(criteria);
        QVERIFY2(back == key, qPrintable(criteria + s(" came back as ") + back.toText()));
        QVERIFY2(Key::parse(key.toText()) == key, qPrintable(key.toText()));
    }
}

/// Labels are coded as names of mailboxes are, whatever the charset.
void SearchCriteriaTest::gmailLabels()
{
    const Key label = Key::text(Key::TextField::GmailLabel, s("Ärger"));
    QCOMPARE(encoded(searching(label)), QByteArray("A UID SEARCH X-GM-LABELS &AMQ-rger"));
    QCOMPARE(encoded(searching(Key::text(Key::TextField::GmailLabel, s("\\Sent")))),
             QByteArray("A UID SEARCH X-GM-LABELS \"\\\\Sent\""));
}

QTEST_GUILESS_MAIN(SearchCriteriaTest)
#include "tst_searchcriteria.moc"
