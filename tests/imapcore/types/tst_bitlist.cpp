#include "types/bitlist.h"

#include <QRandomGenerator>
#include <QTest>
#include <algorithm>
#include <vector>

using imap::BitList;

namespace
{

/// What differs from the plain list, or nothing.
QString difference(const BitList &list, const std::vector<bool> &plain)
{
    if (list.size() != qsizetype(plain.size()))
        return QStringLiteral("size %1, not %2").arg(list.size()).arg(plain.size());
    qsizetype before = 0;
    for (qsizetype place = 0; place < list.size(); ++place) {
        if (list.at(place) != plain[size_t(place)])
            return QStringLiteral("place %1").arg(place);
        if (list.countBefore(place) != before)
            return QStringLiteral("%1 before %2, not %3").arg(list.countBefore(place)).arg(place).arg(before);
        if (plain[size_t(place)] && list.find(before) != place)
            return QStringLiteral("number %1 at %2, not %3").arg(before).arg(list.find(before)).arg(place);
        before += plain[size_t(place)];
    }
    return list.count() == before ? QString()
                                  : QStringLiteral("%1 in all, not %2").arg(list.count()).arg(before);
}

} // namespace

/// Bits against a plain list that does the same.
class TestBitList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whateverIsDone()
    {
        QRandomGenerator random(23);
        BitList list;
        std::vector<bool> plain;
        for (int turn = 0; turn < 3000; ++turn) {
            const qsizetype place = random.bounded(qint64(plain.size() + 1));
            const qsizetype rest = qsizetype(plain.size()) - place;
            const bool value = random.bounded(2);
            switch (random.bounded(6)) {
            case 0:
                list.append(value);
                plain.push_back(value);
                break;
            case 1:
                list.insert(place, value);
                plain.insert(plain.begin() + place, value);
                break;
            case 2: {
                BitList others;
                std::vector<bool> same;
                for (quint32 i = random.bounded(200); i > 0; --i) {
                    same.push_back(random.bounded(3) == 0);
                    others.append(same.back());
                }
                list.insert(place, others);
                plain.insert(plain.begin() + place, same.begin(), same.end());
                break;
            }
            case 3: {
                const qsizetype count = std::min<qsizetype>(rest, random.bounded(200));
                const BitList some = list.mid(place, count);
                QCOMPARE(difference(some, {plain.begin() + place, plain.begin() + place + count}), QString());
                list.remove(place, count);
                plain.erase(plain.begin() + place, plain.begin() + place + count);
                break;
            }
            default:
                if (rest == 0)
                    break;
                list.set(place, value);
                plain[size_t(place)] = value;
            }
            if (turn % 20 == 0)
                QCOMPARE(difference(list, plain), QString());
        }
        QVERIFY(list.size() > 500);
    }

    void copiesStayAsTheyWere()
    {
        BitList one;
        for (int i = 0; i < 1000; ++i)
            one.append(i % 3 == 0);
        BitList other = one;
        QVERIFY(other == one);
        other.set(600, !other.at(600));
        QVERIFY(!(other == one));
        QCOMPARE(one.count(), 334);
        QCOMPARE(other.count(), 335 - 2 * (600 % 3 == 0));
        other.set(600, one.at(600));
        QVERIFY(other == one);
    }

    void aMillionTakeLittle()
    {
        BitList list;
        list.reserve(1'000'000);
        for (int i = 0; i < 1'000'000; ++i)
            list.append(i % 2);
        QVERIFY2(list.memory() < 140'000, qPrintable(QString::number(list.memory())));
        QCOMPARE(list.find(400'000), 800'001);
    }
};

QTEST_APPLESS_MAIN(TestBitList)
#include "tst_bitlist.moc"
