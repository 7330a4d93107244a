#include "ui/models/labelbook.h"
#include "ui/models/labels.h"

#include <QTest>

using namespace ui;

class TestLabels : public QObject
{
    Q_OBJECT

    static QStringList names(const QList<Label> &labels)
    {
        QStringList names;
        for (const Label &label : labels)
            names << label.name;
        return names;
    }

private Q_SLOTS:
    void names_data()
    {
        QTest::addColumn<QByteArray>("keyword");
        QTest::addColumn<QString>("name");
        QTest::newRow("dollar") << QByteArray("$Work") << QStringLiteral("Work");
        QTest::newRow("thunderbird") << QByteArray("$LABEL4") << QStringLiteral("To Do");
        QTest::newRow("forwarded") << QByteArray("$Forwarded") << QStringLiteral("Forwarded");
        QTest::newRow("lower case") << QByteArray("travel_plans") << QStringLiteral("Travel plans");
        QTest::newRow("only dollars") << QByteArray("$$") << QString();
        QTest::newRow("line breaks") << QByteArray("a\r\nb") << QStringLiteral("A b");
    }
    void names()
    {
        QFETCH(QByteArray, keyword);
        QFETCH(QString, name);
        QCOMPARE(labelName(imap::Flag(keyword)), name);
    }

    void programsNotesAreNotShown()
    {
        const imap::FlagSet flags{imap::Flag("\\Seen"),  imap::Flag("\\Flagged"), imap::Flag("$MDNSent"),
                                  imap::Flag("NonJunk"), imap::Flag("NotJunk"),   imap::Flag("$Forwarded"),
                                  imap::Flag("Receipts")};
        QCOMPARE(names(labelsOf(flags)), QStringList{QStringLiteral("Receipts")});
    }

    void oneNameIsShownOnce() { QCOMPARE(labelsOf({imap::Flag("$Work"), imap::Flag("$label2")}).size(), 1); }

    void aServerWithAThousandKeywordsIsHarmless()
    {
        imap::FlagSet flags;
        for (int i = 0; i < 1000; ++i)
            flags.insert(imap::Flag("k" + QByteArray::number(i)));
        flags.insert(imap::Flag(QByteArray(100'000, 'x')));
        QCOMPARE(labelsOf(flags).size(), 32);
        QVERIFY(labelName(imap::Flag(QByteArray(100'000, 'x'))).size() <= 40);
    }

    void gmailsOwnAreNoLabels()
    {
        const QStringList gmail{QStringLiteral("Receipts"), QStringLiteral("Work/House"),
                                QStringLiteral("\\Important"), QStringLiteral("\\Inbox")};
        const QList<Label> labels = labelsOf({imap::Flag("Receipts"), imap::flags::Flagged}, gmail);
        QCOMPARE(names(labels), (QStringList{QStringLiteral("Receipts"), QStringLiteral("Work/House")}));
        QVERIFY(!labels.first().flag.name().isEmpty());
        QVERIFY(labels.last().flag.name().isEmpty());
    }
    void aLabelOfGmailHasTheColourOfItsName()
    {
        const LabelBook::Entry &first = LabelBook::shared().entries().first();
        QCOMPARE(gmailLabel(first.name.toUpper()).hue, first.hue);
        QCOMPARE(gmailLabel(QStringLiteral("Garden")).hue, labelHue(imap::Flag("Garden")));
    }

    void hueStaysWithTheName()
    {
        QCOMPARE(labelsOf({imap::Flag("Travel")}).first().hue, labelsOf({imap::Flag("travel")}).first().hue);
    }
};

QTEST_GUILESS_MAIN(TestLabels)
#include "tst_labels.moc"
