#pragma once

#include "commands/command.h"
#include "commands/response.h"
#include "session/quirks.h"
#include "types/capability.h"
#include "types/mailbox.h"

#include <QList>
#include <optional>

namespace imap
{

/// The selected mailbox as the server last described it.
struct SelectedMailbox {
    MailboxName name;
    bool readOnly = false;
    bool selecting = true; ///< SELECT was sent and not yet answered
    quint32 exists = 0;
    UidValidity uidValidity;
    Uid uidNext;
    ModSeq highestModSeq; ///< 0: the server keeps none here
    /// All changes up to it were told. What was told last may have a higher one and stand in front of others,
    /// which a cut then takes away.
    ModSeq settledModSeq;
    FlagSet flags;
    FlagSet permanentFlags;
    bool permanentFlagsSent = false; ///< else all flags are permanent
    bool keywordsAllowed = false;
    bool operator==(const SelectedMailbox &) const = default;
};

/// Everything a connection's responses add up to. Changed only by the functions below, which are pure in
/// the sense that they look at nothing else.
struct SessionState {
    enum class Phase { Connecting, NotAuthenticated, Authenticated, Selected, LoggedOut };
    Phase phase = Phase::Connecting;
    StatusResponse greeting;
    Capabilities capabilities;
    Capabilities beforeSignIn; ///< what was offered until then; capabilities change with it
    QList<std::pair<QByteArray, OptionalBytes>> serverId; ///< the answer to ID
    QuirkEffects quirks;
    /// Counts renewals, so that "did this answer bring them?" is a comparison.
    quint64 capabilityRevision = 0;
    quint64 signInRevision = 0; ///< what that was when the latest sign-in was sent
    QList<QByteArray> enabled;  ///< ENABLEd, upper case
    bool encrypted = false;
    std::optional<SelectedMailbox> mailbox;
    std::optional<StatusResponse> bye;
    bool operator==(const SessionState &) const = default;

    bool isEnabled(QByteArrayView name) const;
    /// IMAP4rev2 rules: it was enabled, or the server speaks nothing else (RFC 9051 §6.3.1). Then there is no
    /// RECENT and no LSUB, and SEARCH is answered with ESEARCH.
    bool isRev2() const;
    /// Names of mailboxes and strings are UTF-8, in both directions (RFC 6855 §3, RFC 9051 §5.1).
    bool isUtf8() const;
    /// The states mask that `Requirements::states` is compared with.
    unsigned stateMask() const;
    /// Forgets what was learnt before TLS or sign-in (RFC 9051 §6.2.1 and §6.2.2).
    void forgetCapabilities();
};

/// The first response of the connection. False if it cannot be a greeting.
bool reduceGreeting(SessionState &state, const Untagged &greeting);
void reduceUntagged(SessionState &state, const Untagged &untagged);
/// A command is about to be sent.
void reduceSent(SessionState &state, const Requirements &requirements,
                const std::optional<MailboxName> &mailbox);
/// A command's tagged line.
void reduceCompletion(SessionState &state, const Requirements &requirements, const Completion &completion);
/// All commands were answered, so everything there was to tell was told (RFC 7162 §3.1).
void reduceQuiet(SessionState &state);

} // namespace imap
