#include "session/sessionstate.h"

#include <QtTest>

using namespace imap;

namespace
{

/// The state after these lines, read as a selected or selecting mailbox's.
SessionState after(const QList<QByteArray> &lines, SessionState state = {})
{
    for (const QByteArray &line : lines) {
        const Response response = parseResponse(line);
        if (const auto *untagged = std::get_if<Untagged>(&response))
            reduceUntagged(state, *untagged);
    }
    return state;
}

SessionState selecting()
{
    SessionState state;
    state.phase = SessionState::Phase::Authenticated;
    reduceSent(state, {.name = "SELECT"}, MailboxName(QStringLiteral("INBOX")));
    return state;
}

SessionState selected()
{
    SessionState state = after(
        {"* 10 EXISTS", "* OK [UIDVALIDITY 5] ok", "* OK [UIDNEXT 100] ok", "* OK [HIGHESTMODSEQ 70] ok"},
        selecting());
    reduceCompletion(state, {.name = "SELECT"}, {.status = Completion::Status::Ok, .code = {}, .text = {}});
    return state;
}

} // namespace

class TestSessionState : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void selectTellsAll()
    {
        SessionState state =
            after({"* FLAGS (\\Seen \\Deleted work)", "* OK [PERMANENTFLAGS (\\Seen \\*)] ok", "* 10 EXISTS",
                   "* OK [UIDVALIDITY 5] ok", "* OK [UIDNEXT 100] ok", "* OK [HIGHESTMODSEQ 70] ok"},
                  selecting());
        reduceCompletion(state, {.name = "SELECT"},
                         {.status = Completion::Status::Ok, .code = {"READ-ONLY", {}}, .text = {}});
        QCOMPARE(int(state.phase), int(SessionState::Phase::Selected));
        const SelectedMailbox &mailbox = *state.mailbox;
        QCOMPARE(mailbox.exists, 10u);
        QCOMPARE(mailbox.uidValidity, UidValidity{5});
        QCOMPARE(mailbox.uidNext, Uid{100});
        QCOMPARE(mailbox.highestModSeq, ModSeq{70});
        QVERIFY(mailbox.keywordsAllowed);
        QVERIFY(mailbox.permanentFlags == FlagSet{flags::Seen});
        QVERIFY(mailbox.readOnly);
        QVERIFY(!mailbox.selecting);
    }
    // RFC 3501 §7.1: no PERMANENTFLAGS means that all flags stay.
    void withoutPermanentFlagsAllStay()
    {
        const SessionState state = after({"* FLAGS (\\Seen \\Flagged)"}, selecting());
        QVERIFY((state.mailbox->permanentFlags == FlagSet{flags::Seen, flags::Flagged}));
    }
    // Some servers forget the parentheses, and FLAGS may come later.
    void permanentFlagsInOtherForms()
    {
        SessionState state = after({"* OK [PERMANENTFLAGS \\Deleted \\Seen \\*] ok"}, selecting());
        QVERIFY((state.mailbox->permanentFlags == FlagSet{flags::Deleted, flags::Seen}));
        QVERIFY(state.mailbox->keywordsAllowed);
        state = after({"* OK [PERMANENTFLAGS ()] none", "* FLAGS (\\Seen \\Flagged)"}, selecting());
        QVERIFY(state.mailbox->permanentFlags.isEmpty());
    }
    void countsFollowTheMailbox()
    {
        QCOMPARE(after({"* 12 EXISTS", "* 3 EXPUNGE"}, selected()).mailbox->exists, 11u);
        QCOMPARE(after({"* VANISHED 4,7:8"}, selected()).mailbox->exists, 7u);
        QCOMPARE(after({"* VANISHED (EARLIER) 4,7:8"}, selected()).mailbox->exists, 10u);
        QCOMPARE(after({"* 11 EXPUNGE", "* 0 EXPUNGE"}, selected()).mailbox->exists, 10u);
        QCOMPARE(after({"* VANISHED 1:4000000000"}, selected()).mailbox->exists, 0u);
    }
    void fetchRaisesTheMarks()
    {
        const SessionState state = after({"* 10 FETCH (UID 150 MODSEQ (90))"}, selected());
        QCOMPARE(state.mailbox->uidNext, Uid{151});
        QCOMPARE(state.mailbox->highestModSeq, ModSeq{90});
        QCOMPARE(after({"* 1 FETCH (UID 7 MODSEQ (1))"}, selected()).mailbox->uidNext, Uid{100});
    }
    // A later change may be told first; only when nothing is under way were all of them.
    void settledOnlyWhenQuiet()
    {
        SessionState state = after({"* 10 FETCH (UID 15 MODSEQ (90))"}, selected());
        QVERIFY(state.mailbox->settledModSeq < ModSeq{90});
        reduceQuiet(state);
        QCOMPARE(state.mailbox->settledModSeq, ModSeq{90});
    }
    void signInForgetsCapabilities()
    {
        SessionState state;
        state.phase = SessionState::Phase::NotAuthenticated;
        state = after({"* CAPABILITY IMAP4rev1 STARTTLS X-OLD"}, state);
        reduceSent(state, {.name = "LOGIN"}, {});
        reduceCompletion(state, {.name = "LOGIN"},
                         {.status = Completion::Status::Ok, .code = {}, .text = {}});
        QCOMPARE(int(state.phase), int(SessionState::Phase::Authenticated));
        QVERIFY(state.capabilities.isEmpty());
        reduceCompletion(
            state, {.name = "AUTHENTICATE"},
            {.status = Completion::Status::Ok,
             .code = {"CAPABILITY", {Token{Token::Atom{"IMAP4rev1"}}, Token{Token::Atom{"X-NEW"}}}},
             .text = {}});
        QVERIFY(state.capabilities.has("X-NEW"));
    }
    // Gmail says what it can just before the tagged line: asking again would cost a round trip.
    void capabilitiesToldDuringSignInStay()
    {
        SessionState state;
        state.phase = SessionState::Phase::NotAuthenticated;
        state = after({"* CAPABILITY IMAP4rev1 X-OLD"}, state);
        reduceSent(state, {.name = "AUTHENTICATE"}, {});
        state = after({"* CAPABILITY IMAP4rev1 X-NEW"}, state);
        reduceCompletion(state, {.name = "AUTHENTICATE"},
                         {.status = Completion::Status::Ok, .code = {}, .text = {}});
        QVERIFY(state.capabilities.has("X-NEW"));
        QVERIFY(!state.capabilities.has("X-OLD"));
    }
    // RFC 8437: an administrator's next user must meet nothing of the last one's.
    void unauthenticateGoesBack()
    {
        SessionState state =
            after({"* ENABLED QRESYNC", "* CAPABILITY IMAP4rev1 UNAUTHENTICATE"}, selected());
        state.encrypted = true;
        const SessionState before = state;
        reduceCompletion(state, {.name = "UNAUTHENTICATE"},
                         {.status = Completion::Status::Bad, .code = {}, .text = {}});
        QVERIFY(state == before);
        reduceCompletion(state, {.name = "UNAUTHENTICATE"},
                         {.status = Completion::Status::Ok,
                          .code = {"CAPABILITY", {Token{Token::Atom{"AUTH=PLAIN"}}}},
                          .text = {}});
        QCOMPARE(int(state.phase), int(SessionState::Phase::NotAuthenticated));
        QVERIFY(!state.mailbox);
        QVERIFY(!state.isEnabled("QRESYNC"));
        QVERIFY(!state.capabilities.has("IMAP4rev1"));
        QVERIFY(state.capabilities.has("AUTH=PLAIN"));
        QVERIFY(state.encrypted);
    }
    void failedSignInChangesNothing()
    {
        SessionState state;
        state.phase = SessionState::Phase::NotAuthenticated;
        const SessionState before = state;
        reduceCompletion(state, {.name = "LOGIN"},
                         {.status = Completion::Status::No, .code = {}, .text = {}});
        QVERIFY(state == before);
    }
    void dataBeforeSelectHarmsNothing()
    {
        const SessionState state = after({"* 5 EXISTS", "* 1 EXPUNGE", "* FLAGS (x)", "* OK [UIDNEXT 4] x"});
        QVERIFY(!state.mailbox);
    }
};

QTEST_APPLESS_MAIN(TestSessionState)
#include "tst_sessionstate.moc"
