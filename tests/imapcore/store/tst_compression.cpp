#include "store/compression.h"

#include <QtTest>

using namespace imap::store;

class TestCompression : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void roundTrip()
    {
        const QByteArray text = QByteArrayLiteral("the same words ").repeated(1000);
        const QByteArray packed = compress(text);
        QVERIFY(packed.size() < text.size() / 10);
        QCOMPARE(uncompress(packed, text.size()), std::optional(text));
        QCOMPARE(uncompress(compress(QByteArray()), 0), std::optional(QByteArray()));
    }
    void onlyTheSizeThatWasSaid()
    {
        const QByteArray packed = compress(QByteArray(1'000'000, 'a'));
        QVERIFY(!uncompress(packed, 999'999));
        QVERIFY(!uncompress(packed, 1'000'001));
        QVERIFY(!uncompress(packed.first(packed.size() / 2), 1'000'000));
        QVERIFY(!uncompress("nonsense", 100));
    }
    void checksums()
    {
        QCOMPARE(checksum("123456789"), 0xCBF43926u); // the check value of CRC-32
        QCOMPARE(checksum({}), 0u);
    }
};

QTEST_APPLESS_MAIN(TestCompression)
#include "tst_compression.moc"
