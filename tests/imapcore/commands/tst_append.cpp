#include "imapcore/commands/commandtesting.h"

#include "commands/append.h"

using namespace imap;
using namespace testing;

namespace
{

wire::ByteSourcePointer text(const QByteArray &bytes)
{
    return std::make_shared<wire::MemorySource>(bytes);
}

/// Like `encoded`, and with what comes from sources.
template <class C>
QByteArray sent(const C &command, wire::WriterOptions options = {.literalPlus = true})
{
    QByteArray bytes;
    for (const wire::Chunk &chunk : written(command, options).finish("A"))
        bytes += chunk.source ? chunk.source->read(0, chunk.source->size()) : chunk.bytes;
    return bytes.chopped(2);
}

Append append(const AppendMessage &message)
{
    return {.mailbox = MailboxName(QStringLiteral("Drafts")), .messages = {message}};
}

const QDateTime leapDay(QDate(2024, 2, 29), QTime(12, 0), Qt::OffsetFromUTC, 3600);

} // namespace

class AppendTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void waitsBeforeEachLiteral();
    void multiAppend();
    void catenate();
    void refusesNothing();
    void capabilities();
    void tooBig_data();
    void tooBig();
    void appendUid();
    void replace();
    void replaced();
};

void AppendTest::encode()
{
    using Form = AppendMessage::Form;
    QCOMPARE(sent(append({.source = text("Subject: x\r\n\r\ny")})),
             QByteArray("A APPEND Drafts {15+}\r\nSubject: x\r\n\r\ny"));
    QCOMPARE(
        sent(append(
            {.source = text("m"), .flags = {flags::Seen, Flag("$Work"), flags::Recent}, .date = leapDay})),
        QByteArray("A APPEND Drafts ($Work \\Seen) \"29-Feb-2024 12:00:00 +0100\" {1+}\r\nm"));
    QCOMPARE(sent(append({.source = text(QByteArray("a\0b", 3)), .form = Form::Literal8})),
             QByteArray("A APPEND Drafts ~{3+}\r\na\0b", 26));
    QCOMPARE(sent(append({.source = text("m"), .form = Form::Utf8})),
             QByteArray("A APPEND Drafts UTF8 (~{1+}\r\nm)"));
    // An empty message is a message.
    QCOMPARE(sent(append({.source = text("")})), QByteArray("A APPEND Drafts {0+}\r\n"));
}

/// Without LITERAL+ the server may refuse each message before its octets are sent.
void AppendTest::waitsBeforeEachLiteral()
{
    Append command = append({.source = text("one")});
    command.messages.append({.source = text("two"), .flags = {flags::Seen}});
    const QList<wire::Chunk> chunks = written(command).finish("A");
    QCOMPARE(chunks.size(), 5);
    QCOMPARE(chunks.at(0).bytes, QByteArray("A APPEND Drafts {3}\r\n"));
    QVERIFY(!chunks.at(0).waits);
    QVERIFY(chunks.at(1).waits && chunks.at(1).source && chunks.at(1).bytes.isEmpty());
    QCOMPARE(chunks.at(1).logged, QByteArray("<3 octets>"));
    QCOMPARE(chunks.at(2).bytes, QByteArray(" (\\Seen) {3}\r\n"));
    QVERIFY(!chunks.at(2).waits && chunks.at(3).waits);
    QCOMPARE(chunks.at(4).bytes, QByteArray("\r\n"));
    // LITERAL- waits only for the long one.
    const Append longer = append({.source = text(QByteArray(4097, 'x'))});
    QVERIFY(written(longer, {.literalMinus = true}).finish("A").at(1).waits);
    QVERIFY(!written(append({.source = text(QByteArray(4096, 'x'))}), {.literalMinus = true})
                 .finish("A")
                 .at(1)
                 .waits);
}

void AppendTest::multiAppend()
{
    Append command = append({.source = text("one"), .flags = {flags::Seen}});
    command.messages.append({.source = text("two"), .date = leapDay});
    QCOMPARE(sent(command), QByteArray("A APPEND Drafts (\\Seen) {3+}\r\none "
                                       "\"29-Feb-2024 12:00:00 +0100\" {3+}\r\ntwo"));
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"IMAP4rev1"})), CapabilityError);
    command.check(Capabilities({"MULTIAPPEND"}));
    const AppendResult result = run(command, {}, completion("A OK [APPENDUID 38505 3955:3956] Done"));
    QCOMPARE(result.appended->uids, (QList<Uid>{Uid(3955), Uid(3956)}));
}

/// RFC 4469 §4: a new text in front of an attachment that is on the server.
void AppendTest::catenate()
{
    const Append command =
        append({.parts = {{.text = text("Subject: x\r\n")}, {.url = "/INBOX/;UID=20/;section=1.5"}}});
    QCOMPARE(sent(command),
             QByteArray(
                 "A APPEND Drafts CATENATE (TEXT {12+}\r\nSubject: x\r\n URL /INBOX/;UID=20/;section=1.5)"));
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"IMAP4rev1"})), CapabilityError);
    command.check(Capabilities({"CATENATE"}));
    QCOMPARE(command.messages.first().octets(), 12);
}

void AppendTest::refusesNothing()
{
    QVERIFY_EXCEPTION_THROWN(encoded(Append{.mailbox = MailboxName(QStringLiteral("x"))}),
                             std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(encoded(append({})), std::invalid_argument);
}

void AppendTest::capabilities()
{
    using Form = AppendMessage::Form;
    const Append eight = append({.source = text("m"), .form = Form::Literal8});
    QVERIFY_EXCEPTION_THROWN(eight.check(Capabilities({"IMAP4rev1"})), CapabilityError);
    eight.check(Capabilities({"BINARY"}));
    eight.check(Capabilities({"IMAP4rev2"}));
    const Append utf8 = append({.source = text("m"), .form = Form::Utf8});
    QVERIFY_EXCEPTION_THROWN(utf8.check(Capabilities({"IMAP4rev2"})), CapabilityError);
    utf8.check(Capabilities({"UTF8=ACCEPT"}));
    append({.source = text("m")}).check(Capabilities());
}

void AppendTest::tooBig_data()
{
    QTest::addColumn<QByteArray>("capability");
    QTest::addColumn<qint64>("ofMailbox"); // -1: not known
    QTest::addColumn<bool>("fits");
    QTest::newRow("no limit") << QByteArray("IMAP4rev1") << -1LL << true;
    QTest::newRow("exactly") << QByteArray("APPENDLIMIT=10") << -1LL << true;
    QTest::newRow("one over") << QByteArray("APPENDLIMIT=9") << -1LL << false;
    QTest::newRow("none at all") << QByteArray("APPENDLIMIT=0") << -1LL << false;
    QTest::newRow("each mailbox its own") << QByteArray("APPENDLIMIT") << -1LL << true;
    QTest::newRow("the mailbox's") << QByteArray("APPENDLIMIT") << 9LL << false;
    QTest::newRow("the mailbox's counts") << QByteArray("APPENDLIMIT=9") << 10LL << true;
    QTest::newRow("beyond 32 bits") << QByteArray("APPENDLIMIT=9999999999") << -1LL << true;
}

/// RFC 7889: megabytes are not sent to be refused.
void AppendTest::tooBig()
{
    QFETCH(QByteArray, capability);
    QFETCH(qint64, ofMailbox);
    QFETCH(bool, fits);
    Append command = append({.source = text("0123456789")});
    if (ofMailbox >= 0)
        command.appendLimit = quint64(ofMailbox);
    QByteArray code;
    try {
        command.check(Capabilities({capability}));
    } catch (const CommandError &error) {
        code = error.code().name;
    }
    QCOMPARE(code, fits ? QByteArray() : QByteArray("TOOBIG"));
}

void AppendTest::appendUid()
{
    const AppendResult result = run(append({.source = text("m")}), {"* 4 EXISTS"},
                                    completion("A OK [APPENDUID 38505 3955] APPEND completed"));
    QCOMPARE(result.text, QByteArray("APPEND completed"));
    QCOMPARE(*result.appended, (AppendedUids{UidValidity(38505), {Uid(3955)}}));
    QVERIFY(!run(append({}), {}, completion("A OK Done")).appended);
}

void AppendTest::replace()
{
    const MailboxName drafts(QStringLiteral("Drafts"));
    Replace command{
        .replaced = Uid(2000), .mailbox = drafts, .message = {.source = text("m"), .flags = {flags::Seen}}};
    QCOMPARE(sent(command), QByteArray("A UID REPLACE 2000 Drafts (\\Seen) {1+}\r\nm"));
    QVERIFY(!command.requirements().usesSequenceNumbers && command.requirements().capability == "REPLACE");
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"REPLACE", "APPENDLIMIT=0"})), CommandError);
    command.replaced = SeqNum(4);
    QCOMPARE(sent(command), QByteArray("A REPLACE 4 Drafts (\\Seen) {1+}\r\nm"));
    QVERIFY(command.requirements().usesSequenceNumbers && command.requirements().modifiesMailbox);
    command.replaced = Uid();
    QVERIFY_EXCEPTION_THROWN(sent(command), std::invalid_argument);
}

/// RFC 8508 §3.5: the UID is told before the old message goes.
void AppendTest::replaced()
{
    const AppendResult result =
        run(Replace{.replaced = SeqNum(4)},
            {"* OK [APPENDUID 1 2000] Replacement Message ready", "* 5 EXISTS", "* 4 EXPUNGE"},
            completion("A OK REPLACE completed"));
    QCOMPARE(result.appended->uids, QList<Uid>{Uid(2000)});
    QCOMPARE(result.text, QByteArray("REPLACE completed"));
}

QTEST_GUILESS_MAIN(AppendTest)
#include "tst_append.moc"
