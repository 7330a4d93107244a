#include "commands/append.h"
#include "commands/connection.h"
#include "support/conversation.h"

using namespace imap;
using namespace imap::test;

namespace
{

const QByteArray signedIn = "* PREAUTH [CAPABILITY IMAP4rev1] ready";
const QByteArray withPlus = "* PREAUTH [CAPABILITY IMAP4rev1 LITERAL+] ready";
constexpr qint64 megabyte = 1024 * 1024;

/// Octets that are made when asked for, and counts which were.
class CountedSource final : public wire::ByteSource
{
public:
    explicit CountedSource(qint64 size)
        : m_size(size)
    {
    }
    qint64 size() const override { return m_size; }
    QByteArray read(qint64 offset, qint64 most) const override
    {
        if (offset >= m_endsAt)
            return {};
        const qint64 count = qMin(qMin(most, m_size - offset), m_endsAt - offset);
        m_read = offset + count;
        return QByteArray(count, m_fill);
    }
    void endAt(qint64 octets) { m_endsAt = octets; }
    void fillWith(char c) { m_fill = c; }
    qint64 octetsRead() const { return m_read; }

private:
    qint64 m_size;
    qint64 m_endsAt = std::numeric_limits<qint64>::max();
    char m_fill = 'x';
    mutable qint64 m_read = 0;
};

Append append(const std::shared_ptr<CountedSource> &source)
{
    return {.mailbox = MailboxName(QStringLiteral("Big")), .messages = {{.source = source}}};
}

} // namespace

class TestLiterals : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void waitsForTheServer();
    void refusedBeforeItIsSent();
    void onlyAsMuchAsTheConnectionTakes();
    void progress();
    void nothingOvertakesALiteral();
    void answeredInTheMiddle();
    void stoppedInTheQueue();
    void stoppedBeforeItIsQueued();
    void stoppedInTheMiddle();
    void stoppedWhileTheServerThinks();
    void stopComesTooLate();
    void sourceThatEndsEarly();
    void nulIsNotSent();
    void readTimeoutCountsFromTheLastOctets();
};

void TestLiterals::waitsForTheServer()
{
    Conversation talk;
    talk.greets(signedIn);
    auto done = talk.session().run(append(std::make_shared<CountedSource>(5)));
    talk.client("A1 APPEND Big {5}");
    QVERIFY(talk.isSilent());
    talk.server("+ go on");
    talk.client("xxxxx");
    talk.server("A1 OK [APPENDUID 7 8] done");
    QTRY_VERIFY(done.isFinished());
    QCOMPARE(done.result().appended->uids, QList<Uid>{Uid(8)});
}

/// Over quota, no such mailbox: not one octet goes out, and the connection lives.
void TestLiterals::refusedBeforeItIsSent()
{
    Conversation talk;
    talk.greets(signedIn);
    const auto source = std::make_shared<CountedSource>(5 * megabyte);
    auto done = talk.session().run(append(source));
    talk.client("A1 APPEND Big {5242880}");
    talk.server("A1 NO [TRYCREATE] no such mailbox");
    QCOMPARE(failureOf<CommandError>(done).code().name, QByteArray("TRYCREATE"));
    QCOMPARE(source->octetsRead(), 0);
    auto noop = talk.session().run(Noop{});
    talk.client("A2 NOOP");
}

void TestLiterals::onlyAsMuchAsTheConnectionTakes()
{
    Conversation talk;
    talk.greets(withPlus);
    talk.transport().setRoom(0);
    const auto source = std::make_shared<CountedSource>(500 * megabyte);
    auto done = talk.session().run(append(source));
    talk.settle();
    QVERIFY2(source->octetsRead() <= megabyte, QByteArray::number(source->octetsRead()));
    for (int i = 0; i < 3; ++i) {
        const qint64 before = source->octetsRead();
        talk.transport().drains(megabyte / 2);
        talk.settle();
        QVERIFY(source->octetsRead() > before);
        QVERIFY(source->octetsRead() <= before + megabyte);
    }
    QVERIFY(!done.isFinished());
}

void TestLiterals::progress()
{
    Conversation talk;
    talk.greets(withPlus);
    QList<Progress> seen;
    RunOptions options;
    options.progress = [&seen](const Progress &progress) { seen.append(progress); };
    talk.transport().setRoom(0);
    auto done = talk.session().run(append(std::make_shared<CountedSource>(4 * megabyte)), options);
    for (int i = 0; i < 12; ++i) {
        talk.transport().drains(megabyte / 2);
        talk.settle();
    }
    QVERIFY(seen.size() >= 4);
    for (qsizetype i = 0; i < seen.size(); ++i) {
        QCOMPARE(seen.at(i).kind, Progress::Kind::Sending);
        QCOMPARE(seen.at(i).total, std::optional<quint64>(4 * megabyte));
        QVERIFY(i == 0 || seen.at(i).done > seen.at(i - 1).done);
    }
    QCOMPARE(seen.last().done, quint64(4 * megabyte));
    talk.server("A1 OK done");
    QTRY_VERIFY(done.isFinished());
}

void TestLiterals::nothingOvertakesALiteral()
{
    Conversation talk;
    talk.greets(withPlus);
    talk.transport().setRoom(0);
    auto done = talk.session().run(append(std::make_shared<CountedSource>(2 * megabyte)));
    auto noop = talk.session().run(Noop{});
    talk.server("+ nobody asked");
    talk.settle();
    QVERIFY(!talk.unread().contains("NOOP"));
    talk.transport().drains(8 * megabyte);
    talk.settle();
    talk.client("A1 APPEND Big {2097152+}");
    const QByteArray written = talk.takeUnread();
    QCOMPARE(written.size(), 2 * megabyte + 2 + 9);
    QVERIFY(written.endsWith("x\r\nA2 NOOP\r\n"));
}

/// RFC 7888 §4: what was announced is read by the server, though it has said NO; a command that came instead
/// would be taken for the message.
void TestLiterals::answeredInTheMiddle()
{
    Conversation talk;
    talk.greets(withPlus);
    talk.transport().setRoom(0);
    auto done = talk.session().run(append(std::make_shared<CountedSource>(2 * megabyte)));
    talk.server("A1 NO [OVERQUOTA] full");
    QCOMPARE(failureOf<CommandError>(done).code().name, QByteArray("OVERQUOTA"));
    auto noop = talk.session().run(Noop{});
    talk.settle();
    QVERIFY(!talk.unread().contains("NOOP"));
    talk.transport().drains(8 * megabyte);
    talk.settle();
    QVERIFY(talk.takeUnread().endsWith("x\r\nA2 NOOP\r\n"));
}

void TestLiterals::stoppedInTheQueue()
{
    Conversation talk;
    talk.greets(signedIn);
    auto first = talk.session().run(append(std::make_shared<CountedSource>(5)));
    std::stop_source source;
    auto second =
        talk.session().run(append(std::make_shared<CountedSource>(5)), {.stop = source.get_token()});
    auto third = talk.session().run(Noop{});
    talk.client("A1 APPEND Big {5}");
    source.request_stop();
    failureOf<CancelledError>(second);
    talk.server("+ go on");
    talk.client("xxxxx");
    talk.client("A2 NOOP");
    QVERIFY(!talk.end());
}

void TestLiterals::stoppedBeforeItIsQueued()
{
    Conversation talk;
    talk.greets(signedIn);
    std::stop_source source;
    source.request_stop();
    auto done = talk.session().run(append(std::make_shared<CountedSource>(5)), {.stop = source.get_token()});
    QVERIFY(done.isFinished());
    failureOf<CancelledError>(done);
    QVERIFY(talk.isSilent());
}

/// The protocol has no word for "forget it": only the end of the connection keeps the server from taking half
/// a message for a whole one.
void TestLiterals::stoppedInTheMiddle()
{
    Conversation talk;
    talk.greets(withPlus);
    talk.transport().setRoom(megabyte);
    std::stop_source source;
    auto done = talk.session().run(append(std::make_shared<CountedSource>(50 * megabyte)),
                                   {.stop = source.get_token()});
    talk.settle();
    source.request_stop();
    QCOMPARE(failureOf<AbortError>(done).reason(), AbortError::Reason::Stopped);
    QVERIFY(talk.transport().wasClosedByClient());
    QVERIFY(talk.end());
    QVERIFY(talk.unread().size() < 50 * megabyte);
}

void TestLiterals::stoppedWhileTheServerThinks()
{
    Conversation talk;
    talk.greets(signedIn);
    std::stop_source source;
    auto done = talk.session().run(append(std::make_shared<CountedSource>(5)), {.stop = source.get_token()});
    talk.client("A1 APPEND Big {5}");
    source.request_stop();
    QCOMPARE(failureOf<AbortError>(done).reason(), AbortError::Reason::Stopped);
    QVERIFY(talk.unread().isEmpty());
}

/// All octets are out: whether the server took the message is for its answer to say.
void TestLiterals::stopComesTooLate()
{
    Conversation talk;
    talk.greets(withPlus);
    std::stop_source source;
    auto done = talk.session().run(append(std::make_shared<CountedSource>(5)), {.stop = source.get_token()});
    talk.client("A1 APPEND Big {5+}");
    talk.client("xxxxx");
    source.request_stop();
    talk.server("A1 OK [APPENDUID 7 8] done");
    QTRY_VERIFY(done.isFinished());
    QVERIFY(done.result().appended);
}

void TestLiterals::sourceThatEndsEarly()
{
    Conversation talk;
    talk.greets(withPlus);
    const auto source = std::make_shared<CountedSource>(2 * megabyte);
    source->endAt(megabyte);
    auto done = talk.session().run(append(source));
    const auto error = failureOf<AbortError>(done);
    QVERIFY(!error.sessionUsable());
    QVERIFY(talk.transport().wasClosedByClient());
    QVERIFY(!talk.unread().endsWith("\r\n"));
}

void TestLiterals::nulIsNotSent()
{
    Conversation talk;
    talk.greets(withPlus);
    const auto source = std::make_shared<CountedSource>(10);
    source->fillWith('\0');
    auto done = talk.session().run(append(source));
    failureOf<AbortError>(done);
    QVERIFY(!talk.unread().contains('\0'));
}

void TestLiterals::readTimeoutCountsFromTheLastOctets()
{
    SessionOptions options = Conversation::quick();
    options.readTimeoutMs = 500;
    Conversation talk(options);
    talk.greets(withPlus);
    talk.transport().setRoom(0);
    auto done = talk.session().run(append(std::make_shared<CountedSource>(60 * megabyte)));
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < 1200) {
        talk.transport().drains(64);
        talk.settle();
    }
    QVERIFY(!done.isFinished());
    // And now the other side takes nothing any more.
    QCOMPARE(failureOf<AbortError>(done).reason(), AbortError::Reason::ReadTimeout);
}

QTEST_GUILESS_MAIN(TestLiterals)
#include "tst_literals.moc"
