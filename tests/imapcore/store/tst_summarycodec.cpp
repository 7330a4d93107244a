#include "samples.h"
#include "store/summarycodec.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace imap;
using namespace imap::store;

class TestSummaryCodec : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void envelopes();
    void nilIsNotEmpty();
    void structures();
    void nestedMessage();
    void commonWordsAreShort();
    void deepStructureIsCut();
    void cutShortIsRefused();
    void extraBytesAreRefused();
    void otherVersionIsRefused();
    void nonsenseIsRefused();
    void hugeCountsTakeNoMemory();
};

void TestSummaryCodec::envelopes()
{
    const Envelope envelope = samples::envelope(7);
    QCOMPARE(decodeEnvelope(encodeEnvelope(envelope)), std::optional(envelope));
    QCOMPARE(decodeEnvelope(encodeEnvelope(Envelope())), std::optional(Envelope()));
}

void TestSummaryCodec::nilIsNotEmpty()
{
    Envelope envelope;
    envelope.subject = QByteArray("");
    const auto back = decodeEnvelope(encodeEnvelope(envelope));
    QVERIFY(back && back->subject && !back->date);
    QVERIFY(back->subject->isEmpty());
}

void TestSummaryCodec::structures()
{
    const BodyStructure structure = samples::structure();
    const auto back = decodeStructure(encodeStructure(structure));
    QVERIFY(back);
    QVERIFY(*back == structure);
    QVERIFY(decodeStructure(encodeStructure(BodyStructure())) == std::optional(BodyStructure()));
}

void TestSummaryCodec::nestedMessage()
{
    BodyStructure forwarded = samples::leaf("message", "rfc822", 5000);
    forwarded.envelope = std::make_shared<Envelope>(samples::envelope(3));
    forwarded.parts = {samples::structure()};
    forwarded.size = std::numeric_limits<quint64>::max();
    const auto back = decodeStructure(encodeStructure(forwarded));
    QVERIFY(back);
    QVERIFY(*back == forwarded);
}

void TestSummaryCodec::commonWordsAreShort()
{
    // type, subtype, charset=utf-8, encoding: a typical text part is not much more than its numbers
    QVERIFY(encodeStructure(samples::leaf("text", "plain", 1000)).size() <= 20);
    const Envelope envelope = samples::envelope(1);
    QVERIFY(encodeEnvelope(envelope).size() < 220);
}

void TestSummaryCodec::deepStructureIsCut()
{
    BodyStructure root = samples::leaf("text", "plain", 1);
    for (int i = 0; i < MaxStructureDepth + 50; ++i) {
        BodyStructure outer;
        outer.type = "multipart";
        outer.subtype = "mixed";
        outer.parts = {root};
        root = outer;
    }
    const auto back = decodeStructure(encodeStructure(root));
    QVERIFY(back);
    int depth = 0;
    for (const BodyStructure *node = &*back; !node->parts.isEmpty(); node = &node->parts.first())
        ++depth;
    QCOMPARE(depth, MaxStructureDepth);
}

void TestSummaryCodec::cutShortIsRefused()
{
    const QByteArray envelope = encodeEnvelope(samples::envelope(1));
    for (qsizetype i = 0; i < envelope.size(); ++i)
        QVERIFY(!decodeEnvelope(envelope.first(i)));
    const QByteArray structure = encodeStructure(samples::structure());
    for (qsizetype i = 0; i < structure.size(); ++i)
        QVERIFY(!decodeStructure(structure.first(i)));
}

void TestSummaryCodec::extraBytesAreRefused()
{
    QVERIFY(!decodeEnvelope(encodeEnvelope(samples::envelope(1)) + 'x'));
    QVERIFY(!decodeStructure(encodeStructure(samples::structure()) + 'x'));
}

void TestSummaryCodec::otherVersionIsRefused()
{
    QByteArray bytes = encodeEnvelope(samples::envelope(1));
    bytes[0] = 2;
    QVERIFY(!decodeEnvelope(bytes));
}

void TestSummaryCodec::nonsenseIsRefused()
{
    // Whatever a damaged page holds: an answer or none, but never a read beyond the bytes (ASan looks).
    QRandomGenerator random(1);
    const QByteArray envelope = encodeEnvelope(samples::envelope(1));
    const QByteArray structure = encodeStructure(samples::structure());
    for (int round = 0; round < 5000; ++round) {
        QByteArray bytes = round % 2 ? envelope : structure;
        for (int change = random.bounded(1, 6); change > 0; --change)
            bytes[random.bounded(1, int(bytes.size()))] = char(random.bounded(256));
        if (round % 2)
            decodeEnvelope(bytes);
        else
            decodeStructure(bytes);
    }
}

void TestSummaryCodec::hugeCountsTakeNoMemory()
{
    // version, date NIL, subject NIL, then From with 2^63 addresses
    const QByteArray bytes = QByteArray("\x01\x00\x00", 3) + "\xff\xff\xff\xff\xff\xff\xff\xff\x7f";
    QVERIFY(!decodeEnvelope(bytes));
    // a string of 2^62 octets
    QVERIFY(!decodeEnvelope(QByteArray("\x01", 1) + "\xfe\xff\xff\xff\xff\xff\xff\xff\x7f"));
    // a number of more than 64 bits
    QVERIFY(!decodeEnvelope(QByteArray("\x01", 1) + QByteArray(30, '\xff')));
}

QTEST_APPLESS_MAIN(TestSummaryCodec)
#include "tst_summarycodec.moc"
