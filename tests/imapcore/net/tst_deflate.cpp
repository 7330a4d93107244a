#include "net/deflate.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace imap;

namespace
{

/// All that comes out now.
QByteArray drain(Deflate &deflate)
{
    QByteArray all;
    while (const auto piece = deflate.next()) {
        [&] { QVERIFY(!piece->isEmpty() && piece->size() <= Deflate::PieceSize); }();
        all += *piece;
    }
    return all;
}

QByteArray noise(qsizetype size)
{
    QRandomGenerator random(7);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(random.bounded(256));
    return bytes;
}

} // namespace

class DeflateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothWays_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("a command") << QByteArray("A1 NOOP\r\n");
        QTest::newRow("one octet") << QByteArray("*");
        QTest::newRow("large") << QByteArray("* 1 FETCH (FLAGS (\\Seen))\r\n").repeated(50'000);
        QTest::newRow("noise") << noise(300'000);
        QTest::newRow("a full piece") << noise(Deflate::PieceSize);
    }
    void bothWays()
    {
        QFETCH(QByteArray, text);
        Deflate client;
        Deflate server;
        // One stream: each flush can be read at once, and the next one builds on it.
        for (int i = 0; i < 3; ++i) {
            server.push(client.compress(text));
            QCOMPARE(drain(server), text);
        }
        QVERIFY(!server.isBroken());
        QCOMPARE(client.counts().plainOut, quint64(3 * text.size()));
        QCOMPARE(server.counts().plainIn, client.counts().plainOut);
        QCOMPARE(server.counts().wireIn, client.counts().wireOut);
    }
    void nothingIsSentForNothing()
    {
        Deflate deflate;
        deflate.compress("A1 NOOP\r\n");
        QVERIFY(deflate.compress({}).size() <= 5); // at most an empty block
        QVERIFY(!deflate.next());
    }
    // However the network cuts it.
    void octetByOctet()
    {
        const QByteArray text = QByteArray("* 23 EXISTS\r\n* FLAGS (\\Answered)\r\n").repeated(100);
        Deflate client;
        Deflate server;
        QByteArray all;
        for (const char octet : client.compress(text)) {
            server.push(QByteArray(1, octet));
            all += drain(server);
        }
        QCOMPARE(all, text);
    }
    // RFC 4978 has no zlib header; what a shell's zlib gives is something else.
    void rawDeflate()
    {
        Deflate deflate;
        // python3: c = zlib.compressobj(9, zlib.DEFLATED, -15); c.compress(b"* OK hi\r\n") +
        // c.flush(Z_SYNC_FLUSH)
        deflate.push(QByteArray::fromHex("d252f0f756c8c8e4e502000000ffff"));
        QCOMPARE(drain(deflate), QByteArray("* OK hi\r\n"));
    }
    void nonsense_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("clear text") << QByteArray("* OK not compressed\r\n");
        QTest::newRow("a zlib header") << QByteArray::fromHex("789cd252f0f756c8c8e4e502000000ffff");
        QTest::newRow("a reserved block") << QByteArray::fromHex("07");
        QTest::newRow("behind the end") << QByteArray::fromHex("0300") + "more";
    }
    void nonsense()
    {
        QFETCH(QByteArray, bytes);
        Deflate deflate;
        deflate.push(bytes);
        drain(deflate);
        QVERIFY(deflate.isBroken());
        deflate.push(Deflate().compress("A1 OK\r\n"));
        QVERIFY(!deflate.next());
    }
    void theEndIsNoError()
    {
        Deflate deflate;
        deflate.push(QByteArray::fromHex("0300")); // the last block, empty
        QVERIFY(!deflate.next());
        QVERIFY(!deflate.isBroken());
    }
    // A thousand times what came: it must come in pieces.
    void bomb()
    {
        Deflate server;
        const QByteArray bomb = server.compress(QByteArray(32 * 1024 * 1024, 'A'));
        QVERIFY(bomb.size() < 64 * 1024);
        Deflate client;
        client.push(bomb);
        quint64 total = 0;
        while (const auto piece = client.next()) {
            QVERIFY(piece->size() <= Deflate::PieceSize);
            total += quint64(piece->size());
        }
        QCOMPARE(total, quint64(32 * 1024 * 1024));
    }
};

QTEST_GUILESS_MAIN(DeflateTest)
#include "tst_deflate.moc"
