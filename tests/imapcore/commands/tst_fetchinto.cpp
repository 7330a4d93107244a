#include "imapcore/commands/commandtesting.h"

#include "commands/fetchinto.h"

using namespace imap;
using namespace testing;

namespace
{

struct Kept final : wire::Spill {
    bool write(QByteArrayView octets) override
    {
        if (full)
            return false;
        bytes.append(octets);
        return true;
    }
    wire::ByteSourcePointer finish() override { return {}; }
    QString failure() const override { return full ? QStringLiteral("no room") : QString(); }
    QByteArray bytes;
    bool full = false;
};

FetchInto fetch(const QByteArray &section, bool binary = false)
{
    FetchInto command;
    command.message = UidSet::single(Uid(7));
    command.section.section = section;
    command.section.binary = binary;
    command.into = std::make_shared<Kept>();
    return command;
}

const QByteArray &kept(const FetchInto &command)
{
    return static_cast<const Kept &>(*command.into).bytes;
}

} // namespace

class FetchIntoTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void takesItsOwnLiteral_data();
    void takesItsOwnLiteral();
    void smallSections();
    void largeSections();
    void nothingThere();
    void noRoom();
};

void FetchIntoTest::encode()
{
    FetchInto command = fetch("1.2");
    QCOMPARE(encoded(command), QByteArray("A UID FETCH 7 (BODY.PEEK[1.2])"));
    command.section.partial = {0, 1000};
    QCOMPARE(encoded(command), QByteArray("A UID FETCH 7 (BODY.PEEK[1.2]<0.1000>)"));
    QCOMPARE(encoded(fetch("2", true)), QByteArray("A UID FETCH 7 (BINARY.PEEK[2])"));
    QVERIFY(command.requirements().barrier);
    QVERIFY_EXCEPTION_THROWN(fetch("2", true).check(Capabilities({"IMAP4rev1"})), CapabilityError);
    command.message = *UidSet::parse("7:8");
    QVERIFY_EXCEPTION_THROWN(encoded(command), std::invalid_argument);
    command.message = UidSet::single(Uid(7));
    command.into.reset();
    QVERIFY_EXCEPTION_THROWN(encoded(command), std::invalid_argument);
}

void FetchIntoTest::takesItsOwnLiteral_data()
{
    QTest::addColumn<QByteArray>("section");
    QTest::addColumn<bool>("binary");
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<bool>("takes");
    const auto row = [](const char *section, bool binary, const char *response, bool takes) {
        QTest::newRow(response) << QByteArray(section) << binary << response + QByteArray("{900000}\r\n")
                                << takes;
    };
    row("", false, "* 12 FETCH (UID 7 BODY[] ", true);
    row("", false, "* 12 FETCH (BODY[] ", true);
    row("1.2", false, "* 12 FETCH (UID 7 body[1.2] ", true);
    row("1.mime", false, "* 12 FETCH (BODY[1.MIME] ", true);
    row("1.2", false, "* 12 FETCH (FLAGS (\\Seen) BODY[1.2]<0> ", true);
    row("1.2", false, "* 12 FETCH (BODY[1.2]<0> ", true);
    row("2", true, "* 12 FETCH (BINARY[2] ~{5}\r\nabcde BINARY[2] ~", true);
    row("1.2", false, "* 12 FETCH (BODY[1.2.2] ", false);
    row("2", false, "* 12 FETCH (BODY[1.2] ", false);
    row("2", true, "* 12 FETCH (BODY[2] ", false);
    row("2", false, "* 12 FETCH (X-BODY[2] ", false);
    row("", false, "* 12 FETCH (ENVELOPE (", false);
    row("", false, "BODY[] ", false);
    row("", false, "", false);
}

void FetchIntoTest::takesItsOwnLiteral()
{
    QFETCH(QByteArray, section);
    QFETCH(bool, binary);
    QFETCH(QByteArray, response);
    QFETCH(bool, takes);
    QCOMPARE(fetch(section, binary).spill(response, 900000) != nullptr, takes);
}

/// Small ones come in the response itself, as a literal or a quoted string.
void FetchIntoTest::smallSections()
{
    const FetchInto command = fetch("1.2");
    const FetchIntoResult result =
        run(command,
            {"* 1 FETCH (FLAGS (\\Seen))", "* 2 FETCH (BODY[1.2] {5}\r\nab\r\nc UID 7 FLAGS ())",
             "* 2 FETCH (UID 7 BODY[1.2] \"again\")"},
            completion("A OK done"));
    QCOMPARE(result.octets, std::optional<qint64>(5));
    QCOMPARE(kept(command), QByteArray("ab\r\nc"));
    QCOMPARE(result.message->uid, std::optional<Uid>(Uid(7)));
    const FetchInto binary = fetch("2", true);
    QCOMPARE(run(binary, {"* 2 FETCH (UID 7 BINARY[2] \"\")"}).octets, std::optional<qint64>(0));
}

void FetchIntoTest::largeSections()
{
    FetchResponse response;
    response.spilled.insert("1.2", {900000, nullptr}); // through `spill`, into the very file
    const FetchInto command = fetch("1.2");
    FetchIntoResult result;
    QVERIFY(command.collect(response, result));
    QCOMPARE(result.octets, std::optional<qint64>(900000));
    QCOMPARE(kept(command), QByteArray());
    QVERIFY(result.message->spilled.isEmpty());
    // Or it lies elsewhere, because the server named it in a way that was not foreseen.
    response.spilled.insert("1.2", {6, std::make_shared<wire::MemorySource>("abcdef")});
    result = {};
    QVERIFY(command.collect(response, result));
    QCOMPARE(kept(command), QByteArray("abcdef"));
}

void FetchIntoTest::nothingThere()
{
    QVERIFY(!run(fetch("9"), {"* 2 FETCH (UID 7 FLAGS ())"}, completion("A OK done")).message);
    const FetchIntoResult nil = run(fetch("9"), {"* 2 FETCH (UID 7 BODY[9] NIL)"}, completion("A OK done"));
    QVERIFY(nil.message && !nil.octets);
}

void FetchIntoTest::noRoom()
{
    const FetchInto command = fetch("1");
    static_cast<Kept &>(*command.into).full = true;
    QVERIFY_EXCEPTION_THROWN(run(command, {"* 2 FETCH (UID 7 BODY[1] abc)"}, completion("A OK done")),
                             LocalError);
}

QTEST_GUILESS_MAIN(FetchIntoTest)
#include "tst_fetchinto.moc"
