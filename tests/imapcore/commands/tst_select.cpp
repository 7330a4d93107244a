#include "imapcore/commands/commandtesting.h"

#include "commands/select.h"

using namespace imap;
using namespace testing;

class SelectTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void encode();
    void encodeQresync();
    void fullAnswer();
    void rev2Answer();
    void sparseAnswer();
    void readOnly();
    void readOnlyByCode();
    void noModSeq();
    void closedForgetsTheOldMailbox();
    void qresync();
    void badCodes();
    void flags_data();
    void flags();
    void vanished();
    void leaving();
};

namespace
{
Select inbox()
{
    return {.mailbox = MailboxName(QStringLiteral("INBOX"))};
}
} // namespace

void SelectTest::encode()
{
    QCOMPARE(encoded(inbox()), QByteArray("A SELECT INBOX"));
    Select command{.mailbox = MailboxName(QStringLiteral("a b")), .readOnly = true, .condstore = true};
    QCOMPARE(encoded(command), QByteArray("A EXAMINE \"a b\" (CONDSTORE)"));
    QCOMPARE(command.requirements().name, std::string_view("EXAMINE"));
    QVERIFY(command.requirements().changesSelection);
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"IMAP4rev1"})), CapabilityError);
    command.check(Capabilities({"QRESYNC"}));
}

/// RFC 7162 §3.2.5, the examples there.
void SelectTest::encodeQresync()
{
    Select command = inbox();
    command.qresync =
        QresyncParameters{.uidValidity = UidValidity(67890007), .modSeq = ModSeq(90060115194045000)};
    QCOMPARE(encoded(command), QByteArray("A SELECT INBOX (QRESYNC (67890007 90060115194045000))"));
    command.qresync->knownUids = *UidSet::parse("41:211,214:541");
    QCOMPARE(encoded(command),
             QByteArray("A SELECT INBOX (QRESYNC (67890007 90060115194045000 41:211,214:541))"));
    command.qresync->matchNumbers = *SeqSet::parse("1,2");
    command.qresync->matchUids = *UidSet::parse("41,44");
    QCOMPARE(encoded(command),
             QByteArray("A SELECT INBOX (QRESYNC (67890007 90060115194045000 41:211,214:541 (1:2 41,44)))"));
    QVERIFY_EXCEPTION_THROWN(command.check(Capabilities({"CONDSTORE"})), CapabilityError);
}

void SelectTest::fullAnswer()
{
    const SelectResult result = run(
        inbox(),
        {"* 172 EXISTS", "* 1 RECENT", "* OK [UNSEEN 12] Message 12 is first unseen",
         "* OK [UIDVALIDITY 3857529045] UIDs valid", "* OK [UIDNEXT 4392] Predicted next UID",
         "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)",
         "* OK [PERMANENTFLAGS (\\Deleted \\Seen \\*)] Limited", "* OK [HIGHESTMODSEQ 715194045007] Highest",
         "* OK [MAILBOXID (F2212ea87)] Ok", "* NO [UIDNOTSTICKY] no UIDs"},
        completion("A OK [READ-WRITE] SELECT completed"));
    QCOMPARE(result.exists, 172u);
    QCOMPARE(result.recent, std::optional<quint32>(1));
    QCOMPARE(result.firstUnseen, std::optional(SeqNum(12)));
    QCOMPARE(result.uidValidity, std::optional(UidValidity(3857529045u)));
    QCOMPARE(result.uidNext, std::optional(Uid(4392)));
    QCOMPARE(result.flags.size(), 5);
    QCOMPARE(result.permanentFlags, (FlagSet{flags::Deleted, flags::Seen}));
    QVERIFY(result.keywordsAllowed);
    QCOMPARE(result.highestModSeq, std::optional(ModSeq(715194045007u)));
    QCOMPARE(result.mailboxId, OptionalBytes("F2212ea87"));
    QVERIFY(result.uidNotSticky);
    QVERIFY(!result.readOnly);
}

/// IMAP4rev2 sends neither RECENT nor UNSEEN, but the mailbox's name (RFC 9051 §6.3.2).
void SelectTest::rev2Answer()
{
    const SelectResult result =
        run(inbox(),
            {"* 3 EXISTS", "* OK [UIDVALIDITY 1] x", "* OK [UIDNEXT 5] x", "* FLAGS (\\Seen)",
             "* OK [PERMANENTFLAGS ()] none", "* LIST () \"/\" INBOX", "* LIST () \"/\" other"},
            completion("A OK [READ-WRITE] done"));
    QVERIFY(!result.recent);
    QVERIFY(!result.firstUnseen);
    QCOMPARE(result.listed->toString(), QStringLiteral("INBOX"));
    QVERIFY2(result.permanentFlags.isEmpty(), "said to be none, so it is none");
}

void SelectTest::sparseAnswer()
{
    const SelectResult result = run(inbox(), {"* 1 EXISTS", "* FLAGS (\\Seen x)"}, completion("A OK"));
    QVERIFY(!result.uidNext);
    QVERIFY(!result.uidValidity);
    QCOMPARE(result.permanentFlags, result.flags);
    QVERIFY(!result.keywordsAllowed);
}

void SelectTest::readOnly()
{
    Select command = inbox();
    command.readOnly = true;
    const SelectResult result = run(command, {"* FLAGS (\\Seen)"}, completion("A OK EXAMINE completed"));
    QVERIFY(result.readOnly);
    QVERIFY(result.permanentFlags.isEmpty());
}

void SelectTest::readOnlyByCode()
{
    QVERIFY(run(inbox(), {}, completion("A OK [READ-ONLY] done")).readOnly);
    QVERIFY(run(inbox(), {"* OK [READ-ONLY] x"}, completion("A OK done")).readOnly);
}

void SelectTest::noModSeq()
{
    const SelectResult result = run(inbox(), {"* OK [NOMODSEQ] none"}, completion("A OK"));
    QVERIFY(result.noModSeq);
    QVERIFY(!result.highestModSeq);
}

/// When SELECT follows on an open mailbox, what comes before [CLOSED] is still about that one.
void SelectTest::closedForgetsTheOldMailbox()
{
    const SelectResult result = run(inbox(),
                                    {"* 99 EXISTS", "* FLAGS (old)", "* OK [UIDNEXT 7] old",
                                     "* OK [CLOSED] closed", "* 2 EXISTS", "* FLAGS (new)"},
                                    completion("A OK [READ-WRITE] done"));
    QCOMPARE(result.exists, 2u);
    QCOMPARE(result.flags, FlagSet{Flag("new")});
    QVERIFY(!result.uidNext);
}

void SelectTest::qresync()
{
    Select command = inbox();
    const QList<QByteArray> answers{"* VANISHED (EARLIER) 41,43:116", "* VANISHED (EARLIER) 118",
                                    "* VANISHED 5",
                                    "* 49 FETCH (UID 117 FLAGS (\\Seen) MODSEQ (90060115194045001))"};
    QVERIFY(run(command, answers).changed.isEmpty());
    command.qresync = QresyncParameters{.uidValidity = UidValidity(1), .modSeq = ModSeq(2)};
    const SelectResult result = run(command, answers, completion("A OK"));
    QCOMPARE(result.vanished.toByteArray(), QByteArray("41,43:116,118"));
    QCOMPARE(result.changed.size(), 1);
    QCOMPARE(result.changed.first().uid, std::optional(Uid(117)));
}

void SelectTest::badCodes()
{
    const SelectResult result = run(inbox(),
                                    {"* OK [UIDVALIDITY 0] x", "* OK [UIDNEXT 99999999999] x",
                                     "* OK [UNSEEN] x", "* OK [UIDNEXT foo] x", "* OK [HIGHESTMODSEQ 0] x",
                                     "* OK [MAILBOXID] x", "* OK [PERMANENTFLAGS \\Seen \\*] x"},
                                    completion("A OK"));
    QVERIFY(!result.uidValidity && !result.uidNext && !result.firstUnseen && !result.highestModSeq);
    QVERIFY(!result.mailboxId);
    QCOMPARE(result.permanentFlags, FlagSet{flags::Seen});
    QVERIFY(result.keywordsAllowed);
}

void SelectTest::flags_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArrayList>("names");
    QTest::newRow("usual") << QByteArray("* FLAGS (\\Seen $Forwarded)")
                           << QByteArrayList{"\\Seen", "$Forwarded"};
    QTest::newRow("none") << QByteArray("* FLAGS ()") << QByteArrayList{};
    QTest::newRow("NIL") << QByteArray("* FLAGS NIL") << QByteArrayList{};
    QTest::newRow("odd characters") << QByteArray("* FLAGS (a[b] \\* x{y} \xe4)")
                                    << QByteArrayList{"a[b]", "\\*", "x{y}", "\xe4"};
    QTest::newRow("twice") << QByteArray("* FLAGS (a A)") << QByteArrayList{"a"};
}

void SelectTest::flags()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArrayList, names);
    FlagSet expected;
    for (const QByteArray &name : names)
        expected.insert(Flag(name));
    QCOMPARE(untagged<FlagsResponse>(line)->flags, expected);
}

void SelectTest::vanished()
{
    const auto response = untagged<VanishedResponse>("* VANISHED (earlier) 1:3,4294967294");
    QVERIFY(response);
    QVERIFY(response->earlier);
    QCOMPARE(response->uids.count(), 4u);
    QVERIFY(!untagged<VanishedResponse>("* VANISHED 5")->earlier);
    // A range is not expanded: a few octets cannot become gigabytes.
    QCOMPARE(untagged<VanishedResponse>("* VANISHED 1:4294967294")->uids.ranges().size(), 1);
    for (const char *line : {"* VANISHED (LATER) 1", "* VANISHED (EARLIER)", "* VANISHED 1:*", "* VANISHED 0",
                             "* VANISHED 1,,2"})
        QVERIFY2(isMalformed(line), line);
}

void SelectTest::leaving()
{
    QCOMPARE(encoded(Unselect{}), QByteArray("A UNSELECT"));
    QCOMPARE(encoded(Close{}), QByteArray("A CLOSE"));
    QCOMPARE(Unselect{}.requirements().capability, std::string_view("UNSELECT"));
    QVERIFY(Close{}.requirements().changesSelection);
    Nothing nothing;
    QVERIFY(!Close{}.collect(anyUntagged("* 1 EXPUNGE"), nothing));
    QVERIFY(!Unselect{}.collect(anyUntagged("* OK [CLOSED] x"), nothing));
}

QTEST_GUILESS_MAIN(SelectTest)
#include "tst_select.moc"
