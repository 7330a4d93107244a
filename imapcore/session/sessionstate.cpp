#include "session/sessionstate.h"

#include "commands/select.h"

#include <algorithm>

namespace imap
{

namespace
{

void applyCapabilities(SessionState &state, const Capabilities &capabilities)
{
    state.capabilities = capabilities;
    ++state.capabilityRevision;
}

void applyCode(SessionState &state, const ResponseCode &code)
{
    if (code.name == "CAPABILITY") {
        QList<QByteArray> names;
        for (const Token &token : code.arguments)
            names.append(token.text());
        applyCapabilities(state, Capabilities(names));
        return;
    }
    if (!state.mailbox)
        return;
    SelectedMailbox &mailbox = *state.mailbox;
    if (code.name == "CLOSED" && mailbox.selecting) {
        // All before it was about the mailbox that was open until now (RFC 9051 §7.1).
        SelectedMailbox next;
        next.name = mailbox.name;
        next.readOnly = mailbox.readOnly;
        mailbox = next;
    } else if (code.name == "UIDVALIDITY") {
        mailbox.uidValidity = UidValidity{quint32(code.number())};
    } else if (code.name == "UIDNEXT") {
        mailbox.uidNext = Uid{quint32(code.number())};
    } else if (code.name == "HIGHESTMODSEQ") {
        mailbox.highestModSeq = ModSeq{code.number()};
    } else if (code.name == "NOMODSEQ") {
        mailbox.highestModSeq = ModSeq{};
    } else if (code.name == "READ-ONLY") {
        mailbox.readOnly = true;
    } else if (code.name == "READ-WRITE") {
        mailbox.readOnly = false;
    } else if (code.name == "PERMANENTFLAGS") {
        const PermanentFlags permanent = permanentFlags(code);
        mailbox.permanentFlagsSent = true;
        mailbox.permanentFlags = permanent.flags;
        mailbox.keywordsAllowed = permanent.keywordsAllowed && state.quirks.keywords;
    }
}

struct UntaggedReducer {
    SessionState &state;

    void operator()(const StatusResponse &status) const
    {
        applyCode(state, status.code);
        if (status.kind == StatusResponse::Kind::Bye)
            state.bye = status;
    }
    void operator()(const CapabilityResponse &response) const
    {
        applyCapabilities(state, response.capabilities);
    }
    void operator()(const EnabledResponse &response) const
    {
        for (const QByteArray &name : response.names) {
            const QByteArray upper = name.toUpper();
            if (!state.enabled.contains(upper))
                state.enabled.append(upper);
        }
    }
    void operator()(const IdResponse &response) const { state.serverId = response.fields; }
    void operator()(const FlagsResponse &response) const
    {
        if (!state.mailbox)
            return;
        state.mailbox->flags = response.flags;
        // RFC 3501 §7.1: without PERMANENTFLAGS all flags are taken to be permanent.
        if (state.mailbox->selecting && !state.mailbox->permanentFlagsSent)
            state.mailbox->permanentFlags = response.flags;
    }
    void operator()(const ExistsResponse &response) const
    {
        if (state.mailbox)
            state.mailbox->exists = response.count;
    }
    void operator()(const ExpungeResponse &response) const
    {
        if (state.mailbox && response.number.isValid() && response.number.value <= state.mailbox->exists)
            --state.mailbox->exists;
    }
    void operator()(const VanishedResponse &response) const
    {
        if (state.mailbox && !response.earlier) {
            const quint64 count = response.uids.count();
            state.mailbox->exists -= quint32(std::min<quint64>(count, state.mailbox->exists));
        }
    }
    void operator()(const FetchResponse &response) const
    {
        if (!state.mailbox)
            return;
        if (response.modSeq && *response.modSeq > state.mailbox->highestModSeq &&
            state.mailbox->highestModSeq.isValid())
            state.mailbox->highestModSeq = *response.modSeq;
        if (response.uid && *response.uid >= state.mailbox->uidNext && state.mailbox->uidNext.isValid())
            state.mailbox->uidNext = Uid{response.uid->value + 1};
    }
    template <class Other>
    void operator()(const Other &) const
    {
    }
};

bool isSelect(const Requirements &requirements)
{
    return requirements.name == "SELECT" || requirements.name == "EXAMINE";
}

bool isSignIn(const Requirements &requirements)
{
    return requirements.name == "LOGIN" || requirements.name == "AUTHENTICATE";
}

} // namespace

bool SessionState::isEnabled(QByteArrayView name) const
{
    return std::any_of(enabled.begin(), enabled.end(),
                       [&](const QByteArray &one) { return one.compare(name, Qt::CaseInsensitive) == 0; });
}

bool SessionState::isRev2() const
{
    return isEnabled("IMAP4rev2") || (capabilities.has("IMAP4rev2") && !capabilities.has("IMAP4rev1"));
}

bool SessionState::isUtf8() const
{
    return isRev2() || isEnabled("UTF8=ACCEPT");
}

unsigned SessionState::stateMask() const
{
    switch (phase) {
    case Phase::NotAuthenticated:
        return NotAuthenticated;
    case Phase::Authenticated:
        return Authenticated;
    case Phase::Selected:
        return Selected;
    case Phase::Connecting:
    case Phase::LoggedOut:
        break;
    }
    return 0;
}

void SessionState::forgetCapabilities()
{
    capabilities = {};
    enabled.clear();
}

bool reduceGreeting(SessionState &state, const Untagged &greeting)
{
    const auto *status = std::get_if<StatusResponse>(&greeting);
    if (!status)
        return false;
    state.greeting = *status;
    switch (status->kind) {
    case StatusResponse::Kind::Ok:
        state.phase = SessionState::Phase::NotAuthenticated;
        break;
    case StatusResponse::Kind::Preauth:
        state.phase = SessionState::Phase::Authenticated;
        break;
    case StatusResponse::Kind::Bye:
        state.phase = SessionState::Phase::LoggedOut;
        state.bye = *status;
        break;
    case StatusResponse::Kind::No:
    case StatusResponse::Kind::Bad:
        return false;
    }
    applyCode(state, status->code);
    return true;
}

void reduceUntagged(SessionState &state, const Untagged &untagged)
{
    std::visit(UntaggedReducer{state}, untagged);
}

void reduceSent(SessionState &state, const Requirements &requirements,
                const std::optional<MailboxName> &mailbox)
{
    if (isSelect(requirements) && mailbox) {
        state.mailbox = SelectedMailbox{};
        state.mailbox->name = *mailbox;
        state.mailbox->readOnly = requirements.name == "EXAMINE";
    } else if (isSignIn(requirements)) {
        state.signInRevision = state.capabilityRevision;
        state.beforeSignIn = state.capabilities;
    }
}

void reduceCompletion(SessionState &state, const Requirements &requirements, const Completion &completion)
{
    using Phase = SessionState::Phase;
    const bool ok = completion.status == Completion::Status::Ok;
    if (isSelect(requirements)) {
        if (!ok) {
            // RFC 9051 §6.3.2: a failed SELECT leaves no mailbox selected.
            state.mailbox.reset();
            state.phase = Phase::Authenticated;
        } else if (state.mailbox) {
            state.mailbox->selecting = false;
            state.phase = Phase::Selected;
        }
    } else if (ok && (requirements.name == "CLOSE" || requirements.name == "UNSELECT")) {
        state.mailbox.reset();
        state.phase = Phase::Authenticated;
    } else if (ok && requirements.name == "STARTTLS") {
        state.forgetCapabilities();
    } else if (ok && isSignIn(requirements)) {
        // What was offered before does not count any more. Gmail and Zimbra say the new list just in front of
        // this line, others in it, and many not at all.
        if (state.capabilityRevision == state.signInRevision)
            state.forgetCapabilities();
        state.phase = Phase::Authenticated;
    } else if (ok && requirements.name == "UNAUTHENTICATE") {
        // RFC 8437 §2: as after the greeting, or after TLS.
        state.mailbox.reset();
        state.forgetCapabilities();
        state.phase = Phase::NotAuthenticated;
    } else if (ok && requirements.name == "LOGOUT") {
        state.phase = Phase::LoggedOut;
    }
    applyCode(state, completion.code);
}

void reduceQuiet(SessionState &state)
{
    if (state.mailbox)
        state.mailbox->settledModSeq = state.mailbox->highestModSeq;
}

} // namespace imap
