#include "imapcore/commands/commandtesting.h"

#include "commands/jmapaccess.h"
#include "commands/language.h"
#include "commands/unauthenticate.h"

using namespace imap;
using namespace testing;

class LanguageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void languages_data();
    void languages();
    void comparators();
    void jmapAccess();
    void malformed_data();
    void malformed();
    void needs();
};

void LanguageTest::encode()
{
    QCOMPARE(encoded(Language{}), QByteArray("A LANGUAGE"));
    QCOMPARE(encoded(Language{{"de-CH", "de", "default"}}), QByteArray("A LANGUAGE de-CH de default"));
    QCOMPARE(encoded(Comparator{}), QByteArray("A COMPARATOR"));
    QCOMPARE(encoded(Comparator{{"i;unicode-casemap", "cz;*"}}),
             QByteArray("A COMPARATOR i;unicode-casemap \"cz;*\""));
    QCOMPARE(encoded(GetJmapAccess{}), QByteArray("A GETJMAPACCESS"));
    QCOMPARE(encoded(Unauthenticate{}), QByteArray("A UNAUTHENTICATE"));
}

void LanguageTest::languages_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QList<QByteArray>>("tags");
    QTest::newRow("several") << QByteArray("* LANGUAGE (EN DE \"IT\" i-default)")
                             << QList<QByteArray>{"EN", "DE", "IT", "i-default"};
    QTest::newRow("one") << QByteArray("* LANGUAGE (DE)") << QList<QByteArray>{"DE"};
    QTest::newRow("bare") << QByteArray("* language DE") << QList<QByteArray>{"DE"};
    QTest::newRow("none") << QByteArray("* LANGUAGE NIL") << QList<QByteArray>();
    QTest::newRow("nothing") << QByteArray("* LANGUAGE") << QList<QByteArray>();
}

void LanguageTest::languages()
{
    QFETCH(QByteArray, line);
    QFETCH(QList<QByteArray>, tags);
    QCOMPARE(run(Language{}, {"* LIST () \"/\" x", line}), tags);
    feedTruncated(line);
}

void LanguageTest::comparators()
{
    const ComparatorResult found =
        run(Comparator{}, {"* COMPARATOR i;unicode-casemap (i;unicode-casemap \"i;octet\")"});
    QCOMPARE(found.active, QByteArray("i;unicode-casemap"));
    QCOMPARE(found.matching, (QList<QByteArray>{"i;unicode-casemap", "i;octet"}));
    QVERIFY(run(Comparator{}, {"* COMPARATOR \"i;octet\""}).matching.isEmpty());
}

void LanguageTest::jmapAccess()
{
    QCOMPARE(run(GetJmapAccess{}, {"* JMAPACCESS \"https://jmap.example/.well-known/jmap\""}),
             QByteArray("https://jmap.example/.well-known/jmap"));
    QCOMPARE(run(GetJmapAccess{}, {}), QByteArray());
}

void LanguageTest::malformed_data()
{
    QTest::addColumn<QByteArray>("line");
    for (const char *line :
         {"* LANGUAGE (", "* LANGUAGE (a", "* LANGUAGE (a) b", "* LANGUAGE ((a))", "* COMPARATOR",
          "* COMPARATOR (a)", "* COMPARATOR a (b", "* JMAPACCESS", "* JMAPACCESS (a)"})
        QTest::newRow(line) << QByteArray(line);
}

void LanguageTest::malformed()
{
    QFETCH(QByteArray, line);
    QVERIFY(isMalformed(line));
    feedTruncated(line);
}

void LanguageTest::needs()
{
    QCOMPARE(Language{}.requirements().states, unsigned(AnyState)); // also before sign-in
    QCOMPARE(Comparator{}.requirements().capability, std::string_view("I18NLEVEL=2"));
    QVERIFY(Unauthenticate{}.requirements().barrier);
}

QTEST_GUILESS_MAIN(LanguageTest)
#include "tst_language.moc"
