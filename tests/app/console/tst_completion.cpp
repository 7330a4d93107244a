#include "app/console/completion.h"
#include "app/console/verbs.h"

#include <QtTest>

using namespace app;

/// What Tab does in the shell for people.
class CompletionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void candidates_data();
    void candidates();
    void replaced_data();
    void replaced();
    void everyVerbIsOffered();
};

namespace
{

CompletionWords known()
{
    return {
        {"INBOX", "Archive/2025", "Archive/2026", "It's mine", "Größe", "Grüße", "two words", "two worlds"},
        {"\\Seen", "\\Flagged", "$Work", "$Workshop"},
        {"IMAP4rev1", "IDLE", "ID"}};
}

} // namespace

void CompletionTest::candidates_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<QByteArray>>("expected");
    const auto row = [](const QByteArray &line, const QList<QByteArray> &expected) {
        QTest::newRow(line.constData()) << line << expected;
    };
    row("select-f", {"select-folder"});
    row("qui", {"quit"});
    row("  folder-e", {"folder-exists"});
    row("help select-f", {"select-folder"});
    row("select-folder Arch", {"Archive/2025", "Archive/2026"});
    row("select-folder arch", {"Archive/2025", "Archive/2026"});
    row("select-folder 'two w", {"two words", "two worlds"});
    row("select-folder two\\ wo", {"two words", "two worlds"});
    row("select-folder \"two wor", {"two words", "two worlds"});
    row("select-folder It", {"It's mine"});
    row("select-folder 'It'\\''s", {"It's mine"});
    row("select-folder Gr", {"Größe", "Grüße"});
    row("select-folder INBOX ", {});
    row("folder-status 'two words' M", {"MAILBOXID", "MESSAGES"});
    row("folder-status INBOX MESSAGES UNS", {"UNSEEN"});
    row("fetch 1:* ENV", {"ENVELOPE"});
    row("fetch 1:* FLAGS env", {"ENVELOPE"});
    row("fetch ", {});
    row("add-flags 1 \\F", {"\\Flagged"});
    row("add-flags 1 $W", {"$Work", "$Workshop"});
    row("add-flags 1 \\Seen $Wo", {"$Work", "$Workshop"});
    row("add-flags 1 --si", {"--silent"});
    row("add-flags --silent 1 \\Se", {"\\Seen"});
    row("has-capability ID", {"ID", "IDLE"});
    row("nonsense ", {});
    row("select-folder INBOX # Arch", {});
}

void CompletionTest::candidates()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<QByteArray>, expected);
    QCOMPARE(complete(line, known()).candidates, expected);
}

void CompletionTest::replaced_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const QByteArray &line, const QByteArray &expected) {
        QTest::newRow(line.constData()) << line << expected;
    };
    row("select-f", "select-folder ");
    row("select-folder Arch", "select-folder Archive/202");
    row("select-folder Archive/202", "select-folder Archive/202");
    row("select-folder inb", "select-folder INBOX ");
    row("select-folder two", "select-folder 'two wor");
    row("select-folder 'two wor", "select-folder 'two wor");
    row("select-folder 'two word", "select-folder 'two words' ");
    row("select-folder two\\ world", "select-folder 'two worlds' ");
    row("select-folder It", "select-folder 'It'\\''s mine' ");
    // Not half of an umlaut, which two letters share.
    row("select-folder Gr", "select-folder Gr");
    row("add-flags 1 \\Fl", "add-flags 1 \\Flagged ");
    row("fetch 1 BODY.P", "fetch 1 BODY.PEEK[");
    row("select-folder Nix", "select-folder Nix");
    row("", "");
    row("select-folder ", "select-folder ");
}

void CompletionTest::replaced()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, expected);
    const Completion completion = complete(line, known());
    const QByteArray better = replacement(line, completion);
    QCOMPARE(better.isEmpty() ? line : line.first(completion.start) + better, expected);
}

void CompletionTest::everyVerbIsOffered()
{
    const QList<QByteArray> offered = complete("", known()).candidates;
    for (const ConnectionVerb &verb : connectionVerbs())
        QVERIFY2(offered.contains(verb.name), verb.name);
    for (const ShellVerb &verb : shellVerbs())
        QVERIFY2(offered.contains(verb.name), verb.name);
}

QTEST_GUILESS_MAIN(CompletionTest)
#include "tst_completion.moc"
