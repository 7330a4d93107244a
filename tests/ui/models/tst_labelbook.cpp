#include "ui/models/labelbook.h"
#include "ui/models/labels.h"

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ui;

/// What a person calls their labels, from run to run.
class TestLabelBook : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    QString file() const { return m_folder->filePath(QStringLiteral("s.ini")); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { LabelBook::shared().keepIn(nullptr); }

    void beginsWithWhatManyProgramsShare()
    {
        QSettings store(file(), QSettings::IniFormat);
        LabelBook book;
        book.keepIn(&store);
        QCOMPARE(book.entries().size(), 5);
        QCOMPARE(book.entries()[3].keyword.name(), QByteArray("$label4"));
        QCOMPARE(book.entries()[3].name, QStringLiteral("To Do"));
    }
    void isKeptFromRunToRun()
    {
        {
            QSettings store(file(), QSettings::IniFormat);
            LabelBook book;
            book.keepIn(&store);
            book.set({{imap::Flag("$label4"), QStringLiteral("Später"), 7}});
            book.add(QStringLiteral("  Größe, Maß  "));
        }
        QSettings store(file(), QSettings::IniFormat);
        LabelBook book;
        book.keepIn(&store);
        QCOMPARE(book.entries().size(), 2);
        QCOMPARE(book.entries()[0], (LabelBook::Entry{imap::Flag("$label4"), QStringLiteral("Später"), 7}));
        QCOMPARE(book.entries()[1].name, QStringLiteral("Größe, Maß"));
        QCOMPARE(book.entries()[1].keyword.name(), QByteArray("Grosse_Mass"));
    }
    void noLabelsAtAllIsAChoice()
    {
        {
            QSettings store(file(), QSettings::IniFormat);
            LabelBook book;
            book.keepIn(&store);
            book.set({});
        }
        QSettings store(file(), QSettings::IniFormat);
        LabelBook book;
        book.keepIn(&store);
        QVERIFY(book.entries().isEmpty());
    }
    void whatMakesNoSenseIsNotRead()
    {
        QSettings store(file(), QSettings::IniFormat);
        store.beginWriteArray(QStringLiteral("labels"), 5);
        const std::pair<const char *, const char *> rows[] = {
            {"a b", "A space"}, {"\\Seen", "A system flag"}, {"good", ""}, {"ok", "Fine"}, {"OK", "Twice"}};
        for (int i = 0; i < 5; ++i) {
            store.setArrayIndex(i);
            store.setValue(QStringLiteral("keyword"), QLatin1String(rows[i].first));
            store.setValue(QStringLiteral("name"), QLatin1String(rows[i].second));
            store.setValue(QStringLiteral("hue"), 99);
        }
        store.endArray();
        LabelBook book;
        book.keepIn(&store);
        QCOMPARE(book.entries().size(), 1);
        QCOMPARE(book.entries()[0].name, QStringLiteral("Fine"));
        QCOMPARE(book.entries()[0].hue, 11);
    }

    void keywords_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("keyword");
        QTest::newRow("plain") << QStringLiteral("Travel plans") << QByteArray("Travel_plans");
        QTest::newRow("specials") << QStringLiteral("a(b){c}%*\"\\]d") << QByteArray("Label");
        QTest::newRow("accents") << QStringLiteral("Été à Paris") << QByteArray("Ete_a_Paris");
        QTest::newRow("no latin") << QStringLiteral("旅行") << QByteArray("Label");
        QTest::newRow("taken") << QStringLiteral("taken") << QByteArray("taken2");
    }
    void keywords()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, keyword);
        const QList<LabelBook::Entry> others{{imap::Flag("Taken"), QStringLiteral("x"), 0}};
        QCOMPARE(LabelBook::keywordFor(name, others).name(), keyword);
    }
    void objections()
    {
        const QList<LabelBook::Entry> others{{imap::Flag("a"), QStringLiteral("Work"), 0}};
        QVERIFY(LabelBook::objection(QStringLiteral("Home"), others).isEmpty());
        QVERIFY(!LabelBook::objection(QStringLiteral(" work "), others).isEmpty());
        QVERIFY(!LabelBook::objection(QStringLiteral("  "), others).isEmpty());
        QVERIFY(!LabelBook::objection(QString(41, QLatin1Char('x')), others).isEmpty());
    }

    void rowsShowTheNamesOfTheBook()
    {
        LabelBook &book = LabelBook::shared();
        QSignalSpy changed(&book, &LabelBook::changed);
        book.set({{imap::Flag("zeta"), QStringLiteral("First"), 3},
                  {imap::Flag("$mdnsent"), QStringLiteral("Seen by"), 4}});
        QCOMPARE(changed.size(), 1);
        const QList<Label> labels = labelsOf(
            {imap::Flag("alpha"), imap::Flag("ZETA"), imap::Flag("$MDNSent"), imap::Flag("$Forwarded")});
        QCOMPARE(labels.size(), 3);
        QCOMPARE(labels[0].name, QStringLiteral("First"));
        QCOMPARE(labels[0].hue, 3);
        QCOMPARE(labels[1].name, QStringLiteral("Seen by")); // whoever names it wants to see it
        QCOMPARE(labels[2].name, QStringLiteral("Alpha"));
    }
};

QTEST_GUILESS_MAIN(TestLabelBook)
#include "tst_labelbook.moc"
