#include "sync/sortkey.h"

#include <QRandomGenerator>
#include <QtTest>
#include <algorithm>

using namespace imap;
using By = Arrangement::By;

namespace
{

MessageSummary mail(const QByteArray &subject, const QByteArray &name = "Ann")
{
    MessageSummary message;
    message.uid = Uid(1);
    message.internalDate = QDateTime(QDate(2026, 3, 4), QTime(10, 0), Qt::UTC);
    message.envelope.subject = subject;
    message.envelope.from = {{name, {}, QByteArray("zoe"), QByteArray("example.org")}};
    return message;
}

} // namespace

class SortKeyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void base_data();
    void base();
    void subjects_data();
    void subjects();
    void peopleByTheirNames();
    void datesAsShown();
    void sizes();
    void sorterSorts();
    void equalKeysStandByUid();
};

void SortKeyTest::base_data()
{
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("base");
    QTest::addColumn<bool>("isAnswer");
    QTest::newRow("plain") << "Lunch"
                           << "Lunch" << false;
    QTest::newRow("re") << "Re: Lunch"
                        << "Lunch" << true;
    QTest::newRow("many") << "RE: Fwd:  re[2]: Lunch"
                          << "Lunch" << true;
    QTest::newRow("German") << "AW: WG: Lunch"
                            << "Lunch" << true;
    QTest::newRow("list") << "[dev] Re: [dev] Lunch"
                          << "Lunch" << true;
    QTest::newRow("only a list") << "[dev]"
                                 << "[dev]" << false;
    QTest::newRow("fwd behind") << "Lunch (fwd) (FWD)"
                                << "Lunch" << true;
    QTest::newRow("no prefix") << "Regarding: Lunch"
                               << "Regarding: Lunch" << false;
    QTest::newRow("a colon") << ": Lunch"
                             << ": Lunch" << false;
    QTest::newRow("nothing") << ""
                             << "" << false;
    QTest::newRow("nothing answered") << "Re:"
                                      << "" << true;
    QTest::newRow("spaces") << "  Re :  a   b "
                            << "a b" << true;
    QTest::newRow("long") << QString(QStringLiteral("Re: ")).repeated(100'000) + QStringLiteral("x") << "x"
                          << true;
}

void SortKeyTest::base()
{
    QFETCH(QString, subject);
    const BaseSubject found = baseSubject(subject);
    QTEST(found.text, "base");
    QTEST(found.isAnswer, "isAnswer");
}

void SortKeyTest::subjects_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::newRow("letters") << QByteArray("apple") << QByteArray("Banana");
    QTest::newRow("Re: does not count") << QByteArray("Re: apple") << QByteArray("banana");
    QTest::newRow("quotes do not count") << QByteArray("\"apple\"") << QByteArray("banana");
    QTest::newRow("coded") << QByteArray("=?utf-8?q?=C3=84pfel?=") << QByteArray("banana");
    QTest::newRow("accents") << QByteArray("=?utf-8?q?=C3=A9cole_a?=") << QByteArray("ecole b");
    QTest::newRow("shorter first") << QByteArray("meeting") << QByteArray("meeting notes");
    QTest::newRow("far behind") << QByteArray("a very long subject with an end 1")
                                << QByteArray("a very long subject with an end 2");
}

void SortKeyTest::subjects()
{
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    QVERIFY(sortKey(By::Subject, mail(first)) < sortKey(By::Subject, mail(second)));
}

void SortKeyTest::peopleByTheirNames()
{
    QVERIFY(sortKey(By::From, mail("s", "Ann")) < sortKey(By::From, mail("s", "bob")));
    MessageSummary unnamed = mail("s", {});
    unnamed.envelope.from.first().name.reset(); // is called by the address
    QVERIFY(sortKey(By::From, mail("s", "Ann")) < sortKey(By::From, unnamed));
    QVERIFY(sortKey(By::To, mail("s")).isEmpty());
}

void SortKeyTest::datesAsShown()
{
    MessageSummary early = mail("s"), late = mail("s"), future = mail("s");
    early.envelope.date = QByteArray("Tue, 3 Mar 2026 10:00:00 +0000");
    late.envelope.date = QByteArray("Tue, 3 Mar 2026 10:00:00 -0500");
    future.envelope.date = QByteArray("Tue, 3 Mar 2099 10:00:00 -0500"); // counts as when it came
    QVERIFY(sortKey(By::Date, early) < sortKey(By::Date, late));
    QVERIFY(sortKey(By::Date, late) < sortKey(By::Date, future));
    QCOMPARE(sortKey(By::Date, future), sortKey(By::Date, mail("s")));
}

void SortKeyTest::sizes()
{
    MessageSummary small = mail("s"), large = mail("s");
    small.size = 999;
    large.size = 10'000'000'000;
    QVERIFY(sortKey(By::Size, small) < sortKey(By::Size, large));
}

/// In steps, over many runs, it is the order that sorting all at once makes.
void SortKeyTest::sorterSorts()
{
    QRandomGenerator random(7);
    for (const int count : {0, 1, 4096, 4097, 50'000}) {
        KeySorter sorter;
        std::vector<std::pair<QByteArray, quint32>> all;
        for (quint32 uid = 1; uid <= quint32(count); ++uid) {
            QByteArray key(qsizetype(random.bounded(20)), 'a');
            for (char &letter : key)
                letter = char('a' + random.bounded(3));
            all.emplace_back(key, uid);
            sorter.add(Uid(uid), key);
        }
        std::sort(all.begin(), all.end());
        QList<quint32> expected;
        for (const auto &[key, uid] : all)
            expected.push_back(uid);
        while (sorter.step()) {
        }
        QCOMPARE(sorter.take(), expected);
    }
}

void SortKeyTest::equalKeysStandByUid()
{
    KeySorter sorter;
    for (const quint32 uid : {7u, 3u, 9u})
        sorter.add(Uid(uid), "the same long subject");
    QCOMPARE(sorter.take(), (QList<quint32>{3, 7, 9}));
}

QTEST_APPLESS_MAIN(SortKeyTest)
#include "tst_sortkey.moc"
