#include "app/console/consoleerror.h"
#include "app/console/shellwords.h"

#include <QtTest>

using namespace app;

/// Lines of verbs are cut as a shell cuts them, so that what works there works in a file.
class ShellWordsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void words_data();
    void words();
    void flagsKeepTheirBackslash();
    void mistakes();
    void quotedWordsComeBack();
};

void ShellWordsTest::words_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<QByteArray>>("expected");
    const auto row = [](const char *name, const QByteArray &line, const QList<QByteArray> &expected) {
        QTest::newRow(name) << line << expected;
    };
    row("nothing", "", {});
    row("blanks", " \t \r", {});
    row("words", "fetch  1:*\tFLAGS", {"fetch", "1:*", "FLAGS"});
    row("carriage return at the end", "noop\r", {"noop"});
    row("comment", "# fetch 1 FLAGS", {});
    row("comment behind", "noop # nothing", {"noop"});
    row("a sharp inside a word", "select-folder C#", {"select-folder", "C#"});
    row("a quoted sharp", "select-folder '#shared'", {"select-folder", "#shared"});
    row("single quotes", R"(add-flags 1 '\Seen' 'a "b" \n')", {"add-flags", "1", "\\Seen", R"(a "b" \n)"});
    row("double quotes", R"(x "a 'b' \"c\" \\ \$ \` \n")", {"x", R"(a 'b' "c" \ $ ` \n)"});
    row("backslash", R"(x a\ b \\Seen \'\")", {"x", "a b", "\\Seen", "'\""});
    row("backslash before a letter", R"(x \Seen)", {"x", "Seen"});
    row("empty words", R"(setacl f '' "")", {"setacl", "f", "", ""});
    row("pieces join", R"(a'b c'"d e"\ f)", {"ab cd e f"});
    row("UTF-8", "search SUBJECT 'Grüße 日本'", {"search", "SUBJECT", "Grüße 日本"});
    row("nothing is expanded", "x $HOME ~ `ls` *", {"x", "$HOME", "~", "`ls`", "*"});
}

void ShellWordsTest::words()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<QByteArray>, expected);
    QCOMPARE(splitShellWords(line), expected);
}

/// People type \Seen, not \\Seen; in the shell for people that is what it means.
void ShellWordsTest::flagsKeepTheirBackslash()
{
    const QList<QByteArray> expected{"add-flags", "1", "\\Seen", "\\Seen", "a b"};
    QCOMPARE(splitShellWords(R"(add-flags 1 \Seen \\Seen a\ b)", Backslash::KeepsFlags), expected);
}

void ShellWordsTest::mistakes()
{
    for (const char *line : {"x 'a", "x \"a", "x \"a\\\"", "x a\\", "'"})
        QVERIFY_THROWS_EXCEPTION(UsageError, splitShellWords(line));
}

void ShellWordsTest::quotedWordsComeBack()
{
    for (const QByteArray &word :
         QList<QByteArray>{"", "plain", "two words", "it's", "\"", "\\Seen", "#x", "a#b", "$x", "Grüße",
                           "tab\t", "~", "'''", "BODY.PEEK[HEADER.FIELDS (A)]<0.9>"}) {
        const QByteArray quoted = quoteShellWord(word);
        QCOMPARE(splitShellWords("x " + quoted), (QList<QByteArray>{"x", word}));
        QCOMPARE(splitShellWords("x " + quoted, Backslash::KeepsFlags), (QList<QByteArray>{"x", word}));
    }
    QCOMPARE(quoteShellWord("INBOX"), QByteArray("INBOX"));
    QCOMPARE(quoteShellWord("1,3:5,10:*"), QByteArray("1,3:5,10:*"));
}

QTEST_GUILESS_MAIN(ShellWordsTest)
#include "tst_shellwords.moc"
