#include "commands/connection.h"
#include "commands/fetchinto.h"
#include "commands/select.h"
#include "session/filesink.h"
#include "support/conversation.h"

#include <QTemporaryDir>

using namespace imap;
using namespace imap::test;

namespace
{

constexpr qsizetype threshold = 1000;

SessionOptions spilling()
{
    SessionOptions options = Conversation::quick();
    options.limits.spillOver = threshold;
    options.limits.literal = 10 * threshold;
    return options;
}

void select(Conversation &talk)
{
    talk.greets("* PREAUTH [CAPABILITY IMAP4rev1 BINARY] ready");
    Select command;
    command.mailbox = MailboxName(QStringLiteral("INBOX"));
    auto done = talk.session().run(std::move(command));
    talk.client("A1 SELECT INBOX");
    talk.server("* 3 EXISTS\r\nA1 OK [READ-WRITE] done");
    QTRY_VERIFY(done.isFinished());
}

Fetch whole(quint32 uid)
{
    Fetch fetch;
    fetch.messages = UidSet::single(Uid(uid));
    fetch.items.sections = {FetchSection{}};
    return fetch;
}

FetchInto into(std::shared_ptr<wire::Spill> sink)
{
    FetchInto fetch;
    fetch.message = UidSet::single(Uid(7));
    fetch.into = std::move(sink);
    return fetch;
}

/// Takes some octets and no more.
struct Narrow final : wire::Spill {
    bool write(QByteArrayView octets) override
    {
        taken += octets.size();
        return taken <= 2000;
    }
    wire::ByteSourcePointer finish() override { return {}; }
    QString failure() const override
    {
        return taken > 2000 ? QStringLiteral("no space left on device") : QString();
    }
    qint64 taken = 0;
};

} // namespace

class TestSpilling : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fetchOfALargeMessage();
    void nobodyAsked();
    void tooLargeForATemporaryFile();
    void intoAFile();
    void progress();
    void stopped();
    void connectionBreaks();
    void fullDisk();
};

void TestSpilling::fetchOfALargeMessage()
{
    Conversation talk(spilling());
    select(talk);
    auto done = talk.session().run(whole(7));
    talk.client("A2 UID FETCH 7 (BODY.PEEK[])");
    // Larger than what may be in memory.
    const QByteArray message = QByteArray("All work and no play\r\n").repeated(1000);
    talk.transport().setPieceSize(777);
    talk.server("* 2 FETCH (UID 7 BODY[] {" + QByteArray::number(message.size()) + "}\r\n" + message +
                " FLAGS (\\Seen))\r\nA2 OK done");
    QTRY_VERIFY(done.isFinished());
    QCOMPARE(done.result().size(), 1);
    const FetchResponse response = done.result().first();
    QVERIFY(response.sections.isEmpty());
    QVERIFY(response.flags->contains(flags::Seen));
    QCOMPARE(response.spilled.value("").size, message.size());
    QCOMPARE(response.spilled.value("").octets->read(22, 20), QByteArray("All work and no play"));
    QCOMPARE(response.section(""), OptionalBytes(message));
}

/// A server cannot fill the disk with what it was not asked for.
void TestSpilling::nobodyAsked()
{
    Conversation talk(spilling());
    select(talk);
    QByteArray seen;
    QObject::connect(&talk.session(), &Session::untagged, &talk.session(), [&](const Untagged &untagged) {
        if (const auto *fetch = std::get_if<FetchResponse>(&untagged))
            seen = fetch->sections.value("").value_or("spilled");
    });
    int malformed = 0;
    QObject::connect(&talk.session(), &Session::malformed, &talk.session(), [&] { ++malformed; });
    talk.server("* 2 FETCH (BODY[] {2000}\r\n" + QByteArray(2000, 'x') + ')');
    QCOMPARE(seen, QByteArray(2000, 'x'));
    talk.server("* 2 FETCH (BODY[] {20000}\r\n" + QByteArray(20000, 'x') + ')');
    QCOMPARE(malformed, 1);
    QVERIFY(!talk.end());
}

void TestSpilling::tooLargeForATemporaryFile()
{
    SessionOptions options = spilling();
    options.longestTemporary = 15 * threshold;
    Conversation talk(options);
    select(talk);
    auto done = talk.session().run(whole(7));
    talk.client("A2 UID FETCH 7 (BODY.PEEK[])");
    talk.server("* 2 FETCH (UID 7 BODY[] {20000}\r\n" + QByteArray(20000, 'x') + ")\r\nA2 OK done");
    QTRY_VERIFY(done.isFinished());
    QVERIFY(done.result().isEmpty());
    QVERIFY(!talk.end());
}

void TestSpilling::intoAFile()
{
    QTemporaryDir directory;
    const QString name = directory.filePath(QStringLiteral("message.eml"));
    Conversation talk(spilling());
    select(talk);
    const auto sink = std::make_shared<FileSink>(name);
    auto done = talk.session().run(into(sink));
    talk.client("A2 UID FETCH 7 (BODY.PEEK[])");
    const QByteArray message = QByteArray("0123456789").repeated(5000);
    talk.server("* 2 FETCH (BODY[] {50000}\r\n" + message + " UID 7)\r\nA2 OK done");
    QTRY_VERIFY(done.isFinished());
    QCOMPARE(done.result().octets, std::optional<qint64>(50000));
    QVERIFY(!QFile::exists(name)); // until it is known to be whole
    sink->commit();
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), message);
}

void TestSpilling::progress()
{
    Conversation talk(spilling());
    select(talk);
    QList<Progress> seen;
    RunOptions options;
    options.progress = [&](const Progress &progress) { seen.append(progress); };
    auto done = talk.session().run(into(std::make_shared<Narrow>()), options);
    talk.client("A2 UID FETCH 7 (BODY.PEEK[])");
    talk.transport().setPieceSize(500);
    talk.server("* 2 FETCH (BODY[] {2000}\r\n" + QByteArray(2000, 'x') + " UID 7)\r\nA2 OK done");
    QTRY_VERIFY(done.isFinished());
    QVERIFY(seen.size() >= 4);
    QCOMPARE(seen.last(), (Progress{Progress::Kind::Receiving, 2000, 2000}));
}

/// What the server has begun to send it sends to the end: hours may be saved by hanging up.
void TestSpilling::stopped()
{
    Conversation talk(spilling());
    select(talk);
    std::stop_source source;
    auto done = talk.session().run(into(std::make_shared<Narrow>()), {.stop = source.get_token()});
    talk.client("A2 UID FETCH 7 (BODY.PEEK[])");
    talk.raw("* 2 FETCH (BODY[] {2000}\r\nxxx");
    source.request_stop();
    QCOMPARE(failureOf<AbortError>(done).reason(), AbortError::Reason::Stopped);
    QVERIFY(talk.transport().wasClosedByClient());
}

void TestSpilling::connectionBreaks()
{
    QTemporaryDir directory;
    const QString name = directory.filePath(QStringLiteral("message.eml"));
    Conversation talk(spilling());
    select(talk);
    auto done = talk.session().run(into(std::make_shared<FileSink>(name)));
    talk.client("A2 UID FETCH 7 (BODY.PEEK[])");
    talk.raw("* 2 FETCH (BODY[] {2000}\r\nxxx");
    talk.transport().closes();
    QCOMPARE(failureOf<AbortError>(done).reason(), AbortError::Reason::ConnectionLost);
    QVERIFY(!QFile::exists(name));
}

void TestSpilling::fullDisk()
{
    Conversation talk(spilling());
    select(talk);
    auto done = talk.session().run(into(std::make_shared<Narrow>()));
    talk.client("A2 UID FETCH 7 (BODY.PEEK[])");
    talk.server("* 2 FETCH (UID 7 BODY[] {5000}\r\n" + QByteArray(5000, 'x') + ")\r\nA2 OK done");
    QCOMPARE(failureOf<LocalError>(done).message(), QStringLiteral("no space left on device"));
    QVERIFY(!talk.end());
    auto noop = talk.session().run(Noop{});
    talk.client("A3 NOOP");
}

QTEST_GUILESS_MAIN(TestSpilling)
#include "tst_spilling.moc"
