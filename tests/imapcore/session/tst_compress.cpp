#include "commands/connection.h"
#include "commands/status.h"
#include "commands/unauthenticate.h"
#include "net/deflate.h"
#include "session/signin.h"
#include "support/conversation.h"

#include <QCoro/QCoroTask>

using namespace imap;
using namespace imap::test;

namespace
{

/// A conversation that has agreed to compress; the test's side of the stream is here.
struct Compressed {
    explicit Compressed(SessionOptions options = Conversation::quick(), const QByteArray &behindTheOk = {})
        : talk(std::move(options))
    {
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] hi");
        agreed = talk.session().run(Compress{});
        talk.client("A1 COMPRESS DEFLATE");
        talk.raw("A1 OK DEFLATE active\r\n" +
                 (behindTheOk.isEmpty() ? QByteArray() : server.compress(behindTheOk)));
    }
    void says(const QByteArray &line) { talk.raw(server.compress(line + "\r\n")); }
    QByteArray heard()
    {
        server.push(talk.takeUnread());
        QByteArray all;
        while (const auto piece = server.next())
            all += *piece;
        return all;
    }

    Conversation talk;
    Deflate server;
    QFuture<Nothing> agreed;
};

} // namespace

class TestCompress : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void bothSidesCompressFromTheOkOn()
    {
        Compressed peer;
        QVERIFY(peer.agreed.isFinished() && peer.agreed.isResultReadyAt(0));
        const auto done = peer.talk.session().run(Noop{});
        QCOMPARE(peer.heard(), QByteArray("A2 NOOP\r\n"));
        peer.says("* 7 EXISTS\r\nA2 OK done");
        QVERIFY(done.isFinished());
        QVERIFY(!peer.talk.end());
    }
    // Nothing says that the first compressed bytes come in a packet of their own.
    void bytesBehindTheOkAreCompressed()
    {
        Compressed peer(Conversation::quick(), "* CAPABILITY IMAP4rev1 X-COMPRESSED\r\n");
        QVERIFY(peer.talk.session().state().capabilities.has("X-COMPRESSED"));
    }
    // RFC 8437 §4.1: TLS stays, compression does not.
    void unauthenticateEndsIt()
    {
        Compressed peer;
        Session &session = peer.talk.session();
        const auto told = session.run(Capability{});
        QCOMPARE(peer.heard(), QByteArray("A2 CAPABILITY\r\n"));
        peer.says("* CAPABILITY IMAP4rev1 UNAUTHENTICATE\r\nA2 OK done");
        const auto done = session.run(Unauthenticate{});
        QCOMPARE(peer.heard(), QByteArray("A3 UNAUTHENTICATE\r\n"));
        peer.says("A3 OK who are you?");
        QVERIFY(done.isFinished() && done.isResultReadyAt(0));
        QVERIFY(!session.compression());
        const auto again = session.run(Capability{});
        peer.talk.client("A4 CAPABILITY");
        peer.talk.server("* CAPABILITY IMAP4rev1 AUTH=PLAIN");
        peer.talk.server("A4 OK done");
        QVERIFY(again.isFinished());
        QVERIFY(!peer.talk.end());
        failureOf<IllegalStateError>(session.run(Status{}));
    }
    void whoeverSendsClearTextBehindIt()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] hi");
        talk.session().run(Compress{});
        talk.client("A1 COMPRESS DEFLATE");
        talk.raw("A1 OK DEFLATE active\r\n* CAPABILITY IMAP4rev1 X-EVIL\r\n");
        QTRY_VERIFY(talk.end());
        QVERIFY(dynamic_cast<const ProtocolError *>(talk.end()));
        QVERIFY(!talk.session().state().capabilities.has("X-EVIL"));
    }
    void nonsenseEndsTheSession()
    {
        Compressed peer;
        const auto done = peer.talk.session().run(Noop{});
        peer.talk.raw(QByteArray::fromHex("ffffffff"));
        failureOf<ProtocolError>(done);
        QVERIFY(dynamic_cast<const ProtocolError *>(peer.talk.end()));
    }
    // RFC 4978, section 3: nothing may be sent until the answer is there.
    void commandsWaitForTheAnswer()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] hi");
        talk.session().run(Compress{});
        talk.session().run(Noop{});
        talk.client("A1 COMPRESS DEFLATE");
        QVERIFY(talk.isSilent());
        talk.raw("A1 OK active\r\n");
        Deflate server;
        server.push(talk.takeUnread());
        QCOMPARE(server.next().value_or(QByteArray()), QByteArray("A2 NOOP\r\n"));
    }
    void refusedCompressionChangesNothing()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] hi");
        const auto refused = talk.session().run(Compress{});
        talk.client("A1 COMPRESS DEFLATE");
        talk.server("A1 NO [COMPRESSIONACTIVE] TLS does it");
        QCOMPARE(failureOf<CommandError>(refused).code().name, QByteArray("COMPRESSIONACTIVE"));
        talk.session().run(Noop{});
        talk.client("A2 NOOP");
        QVERIFY(!talk.session().compression());
    }
    void notOfferedNotSent()
    {
        Conversation talk;
        talk.greets("* PREAUTH [CAPABILITY IMAP4rev1] hi");
        failureOf<CapabilityError>(talk.session().run(Compress{}));
        QVERIFY(talk.isSilent());
    }
    // The wire log counts what went over the wire, and shows what was said.
    void bytesAreCountedOnTheWire()
    {
        Compressed peer;
        const quint64 before = peer.talk.log().bytesIn();
        const QByteArray text = QByteArray("* OK a long and very repetitive text ").repeated(100);
        peer.says(text);
        const quint64 onTheWire = peer.talk.log().bytesIn() - before;
        QVERIFY(onTheWire < quint64(text.size()) / 10);
        QCOMPARE(peer.talk.log().inflatedBytes(), quint64(text.size() + 2));
        QCOMPARE(peer.talk.session().compression()->plainIn, quint64(text.size() + 2));
        QVERIFY(peer.talk.log().toText().contains(QLatin1String("very repetitive")));
    }
    // 64 MiB of one line from 64 KiB: it is skipped as it comes, and the stream goes on behind it.
    void bomb()
    {
        SessionOptions options = Conversation::quick();
        options.limits.line = 1024 * 1024;
        Compressed peer(options);
        QSignalSpy malformed(&peer.talk.session(), &Session::malformed);
        peer.says("* OK " + QByteArray(64 * 1024 * 1024, 'x'));
        QCOMPARE(malformed.count(), 1);
        const auto done = peer.talk.session().run(Noop{});
        peer.says("A2 OK done");
        QVERIFY(done.isFinished());
    }
    void signInTurnsItOn_data()
    {
        QTest::addColumn<bool>("wanted");
        QTest::addColumn<bool>("offered");
        QTest::newRow("wanted and offered") << true << true;
        QTest::newRow("not offered") << true << false;
        QTest::newRow("not wanted") << false << true;
    }
    void signInTurnsItOn()
    {
        QFETCH(bool, wanted);
        QFETCH(bool, offered);
        Conversation talk;
        talk.greets(QByteArray("* PREAUTH [CAPABILITY IMAP4rev1") + (offered ? " COMPRESS=DEFLATE" : "") +
                    "] hi");
        SignInOptions options;
        options.compress = wanted;
        const auto signedIn = signIn(&talk.session(), options);
        if (wanted && offered) {
            talk.client("A1 COMPRESS DEFLATE");
            talk.server("A1 OK active");
        }
        QTRY_VERIFY(signedIn.isReady());
        QCOMPARE(talk.session().compression().has_value(), wanted && offered);
        QVERIFY(talk.isSilent());
    }
};

QTEST_GUILESS_MAIN(TestCompress)
#include "tst_compress.moc"
