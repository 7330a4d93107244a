#include "app/desktop/commandline.h"

#include <QtTest>

using app::CommandLine;

static CommandLine parse(const QStringList &arguments)
{
    return app::parseCommandLine(QStringList{QStringLiteral("postrider")} + arguments);
}

/// What people and scripts type, and what they get told when it makes no sense.
class TestCommandLine : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsWithoutArguments() { QCOMPARE(parse({}), CommandLine()); }

    void takesEverything()
    {
        const CommandLine line =
            parse({QStringLiteral("--profile"), QStringLiteral("/tmp/p"), QStringLiteral("--account"),
                   QStringLiteral("imaps://ann@mail.example.org"), QStringLiteral("--password-command"),
                   QStringLiteral("pass show mail"), QStringLiteral("--ca-file=/tmp/ca.pem"),
                   QStringLiteral("--keep"), QStringLiteral("headers"), QStringLiteral("--folder"),
                   QStringLiteral("Grüße/2024"), QStringLiteral("--timeline"), QStringLiteral("/tmp/t.jsonl"),
                   QStringLiteral("--dark")});
        QCOMPARE(line.action, CommandLine::Action::Run);
        QCOMPARE(line.profile, QStringLiteral("/tmp/p"));
        QCOMPARE(line.accountUrl, QStringLiteral("imaps://ann@mail.example.org"));
        QCOMPARE(line.passwordCommand, QStringLiteral("pass show mail"));
        QCOMPARE(line.caFile, QStringLiteral("/tmp/ca.pem"));
        QCOMPARE(line.keep, imap::FillPolicy::Keep::Headers);
        QCOMPARE(line.folder, QStringLiteral("Grüße/2024"));
        QCOMPARE(line.timeline, QStringLiteral("/tmp/t.jsonl"));
        QCOMPARE(line.look, CommandLine::Look::Dark);
    }

    void refusesNonsense_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown option") << QStringList{QStringLiteral("--colour")};
        QTest::newRow("stray word") << QStringList{QStringLiteral("INBOX")};
        QTest::newRow("value missing") << QStringList{QStringLiteral("--profile")};
        QTest::newRow("dark and light") << QStringList{QStringLiteral("--dark"), QStringLiteral("--light")};
        QTest::newRow("password command alone")
            << QStringList{QStringLiteral("--password-command"), QStringLiteral("x")};
        QTest::newRow("keep alone") << QStringList{QStringLiteral("--keep"), QStringLiteral("headers")};
        QTest::newRow("keep what") << QStringList{QStringLiteral("--account"), QStringLiteral("imaps://a@b"),
                                                  QStringLiteral("--keep"), QStringLiteral("some")};
        QTest::newRow("authority alone") << QStringList{QStringLiteral("--ca-file"), QStringLiteral("x")};
    }
    void refusesNonsense()
    {
        QFETCH(QStringList, arguments);
        const CommandLine line = parse(arguments);
        QCOMPARE(line.action, CommandLine::Action::Refuse);
        QVERIFY(!line.text.isEmpty());
    }

    void showsHelpAndVersion()
    {
        const CommandLine help = parse({QStringLiteral("--help")});
        QCOMPARE(help.action, CommandLine::Action::ShowHelp);
        for (const char *option : {"--profile", "--account", "--password-command", "--ca-file", "--keep",
                                   "--folder", "--timeline", "--dark", "--light"})
            QVERIFY2(help.text.contains(QLatin1String(option)), option);
        const CommandLine version = parse({QStringLiteral("--version")});
        QCOMPARE(version.action, CommandLine::Action::ShowVersion);
        QVERIFY(version.text.startsWith(QStringLiteral("postrider ")));
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
