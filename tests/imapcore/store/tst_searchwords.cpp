#include "store/searchwords.h"
#include "types/searchterms.h"

#include <QtTest>

using namespace imap;
using namespace imap::store;

class TestSearchWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void expressions_data();
    void expressions();
    void longInputIsBounded();
    void preparedText();
    void snippets();
    void snippetOfCjk();
    void marksSurviveFolding();
    void snippetNeverSplitsACharacter();
};

void TestSearchWords::expressions_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("expression");
    QTest::newRow("a word") << QStringLiteral("invoice") << QByteArray("\"invoice\" *");
    QTest::newRow("all words") << QStringLiteral("  red  car ") << QByteArray("\"red\" * AND \"car\" *");
    QTest::newRow("short words stand as they are")
        << QStringLiteral("to be") << QByteArray("\"to\" AND \"be\"");
    QTest::newRow("a phrase") << QStringLiteral("\"red car\" b") << QByteArray("\"red car\" AND \"b\"");
    QTest::newRow("typographic quotes") << QString::fromUtf8("„rotes Auto“") << QByteArray("\"rotes Auto\"");
    QTest::newRow("still typing a phrase")
        << QStringLiteral("\"red ca") << QByteArray("\"red\" * AND \"ca\"");
    QTest::newRow("words of FTS5") << QStringLiteral("AND OR NOT NEAR(a b)")
                                   << QByteArray(
                                          "\"AND\" * AND \"OR\" AND \"NOT\" * AND \"NEAR(a\" * AND \"b)\"");
    QTest::newRow("columns and carets") << QStringLiteral("subject:x ^y -z w*")
                                        << QByteArray("\"subject:x\" * AND \"^y\" AND \"-z\" AND \"w*\"");
    QTest::newRow("nothing to find") << QStringLiteral(" \"*\" -- ^ ( ) \"\"\" ") << QByteArray();
    QTest::newRow("nothing") << QString() << QByteArray();
    QTest::newRow("NUL") << (QStringLiteral("abc") + QChar(u'\0') + QStringLiteral("def"))
                         << QByteArray("\"abc\" * AND \"def\" *");
    QTest::newRow("Han") << QString::fromUtf8("東京") << QByteArray("\"東\u200b京\" *");
    QTest::newRow("an address") << QStringLiteral("ann@example.org") << QByteArray("\"ann@example.org\" *");
}

void TestSearchWords::expressions()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, expression);
    QCOMPARE(matchExpression(typed), expression);
}

void TestSearchWords::longInputIsBounded()
{
    const QByteArray many = matchExpression(QStringLiteral("word ").repeated(10'000));
    QCOMPARE(many.count("AND"), 15);
    QVERIFY(matchExpression(QString(1'000'000, QLatin1Char('x'))).size() < 2000);
}

void TestSearchWords::preparedText()
{
    // Plain text is untouched; forms that only look different become the same.
    QCOMPARE(searchable(QStringLiteral("Plain TEXT-1")), QStringLiteral("Plain TEXT-1"));
    QCOMPARE(searchable(QString::fromUtf8("ＦＵＬＬ ﬁn ①")), QStringLiteral("FULL fin 1"));
    QCOMPARE(searchable(QString::fromUtf8("Straße Łódź Søren")), QString::fromUtf8("Strasse lodz Soren"));
    // Vowel signs that few people type.
    QCOMPARE(searchable(QString::fromUtf8("كَتَبَ")), QString::fromUtf8("كتب"));
    QCOMPARE(searchable(QString::fromUtf8("שָׁלוֹם")), QString::fromUtf8("שלום"));
    // Thai: each letter with its marks, and no marks on their own.
    QCOMPARE(searchable(QString::fromUtf8("กิน")), QString::fromUtf8("กิ\u200bน"));
    QCOMPARE(searchable(QString::fromUtf8("Ärger Việt ΕΛΛΗΝΙΚΆ ёлка")),
             QString::fromUtf8("Arger Viet ΕΛΛΗΝΙΚΑ елка"));
    QCOMPARE(searchable(QString::fromUtf8("안녕")), QString::fromUtf8("안녕"));
    QCOMPARE(searchable(QString::fromUtf8("が")), QString::fromUtf8("が"));
    // A script without spaces beside one with them.
    QCOMPARE(searchable(QString::fromUtf8("Qt入門x")), QString::fromUtf8("Qt\u200b入\u200b門\u200bx"));
    QCOMPARE(searchable(QString::fromUtf8("a😀b")), QString::fromUtf8("a\u200b😀\u200bb"));
}

void TestSearchWords::snippets()
{
    const QString text = QStringLiteral("Dear all,\n\nthe  budget of the next year is attached. ") +
                         QStringLiteral("Please read it. ").repeated(30) +
                         QStringLiteral("The Budget again.");
    const Snippet near = makeSnippet(text, QStringLiteral("budg"));
    QVERIFY(near.text.startsWith(QStringLiteral("Dear all, the budget of")));
    QVERIFY(near.text.size() <= 162);
    QCOMPARE(near.marks, (QList<TextSpan>{{14, 4}}));

    const Snippet far = makeSnippet(text, QStringLiteral("again"));
    QVERIFY(far.text.startsWith(QChar(0x2026)) && far.text.endsWith(QStringLiteral("The Budget again.")));
    QCOMPARE(far.marks.size(), 1);
    QCOMPARE(far.text.mid(far.marks[0].start, far.marks[0].length), QStringLiteral("again"));

    // "car" is not in "scar"; nothing found gives the beginning.
    const Snippet none = makeSnippet(QStringLiteral("an old scar"), QStringLiteral("car"));
    QCOMPARE(none, (Snippet{QStringLiteral("an old scar"), {}}));
    QCOMPARE(makeSnippet(QString(), QStringLiteral("car")), Snippet());
    QCOMPARE(makeSnippet(QStringLiteral("x"), QStringLiteral("***")).text, QStringLiteral("x"));
}

void TestSearchWords::snippetOfCjk()
{
    const Snippet snippet =
        makeSnippet(QString::fromUtf8("会議は東京都で行います"), QString::fromUtf8("京都"));
    QCOMPARE(snippet.marks, (QList<TextSpan>{{4, 2}}));
}

void TestSearchWords::marksSurviveFolding()
{
    // Folding makes one unit of two and two of one; marks are about the text as it stands.
    const QString text = QString::fromUtf8("ﬁne: e\u0301te\u0301 in der Großstraße");
    const Snippet snippet = makeSnippet(text, QStringLiteral("ete GROSSSTRASSE"));
    QCOMPARE(snippet.marks.size(), 2);
    QCOMPARE(snippet.text.mid(snippet.marks[0].start, snippet.marks[0].length),
             QString::fromUtf8("e\u0301te\u0301"));
    QCOMPARE(snippet.text.mid(snippet.marks[1].start, snippet.marks[1].length), QStringLiteral("Großstraße"));
}

void TestSearchWords::snippetNeverSplitsACharacter()
{
    const QString text =
        QString::fromUtf8("😀").repeated(500) + QStringLiteral("end") + QString::fromUtf8("😀").repeated(500);
    for (qsizetype length = 10; length < 40; ++length) {
        const Snippet snippet = makeSnippet(text, QStringLiteral("end"), length);
        QVERIFY(snippet.text.isValidUtf16());
        QCOMPARE(snippet.marks.size(), 1);
    }
}

QTEST_APPLESS_MAIN(TestSearchWords)
#include "tst_searchwords.moc"
