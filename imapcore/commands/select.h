#pragma once

#include "commands/command.h"

namespace imap
{

/// What the client knows of the mailbox from last time (RFC 7162 §3.2.5).
struct QresyncParameters {
    UidValidity uidValidity{};
    ModSeq modSeq{};
    UidSet knownUids{}; ///< may be empty: all
    /// Sequence numbers and the UIDs they had, in equal number: lets the server that has forgotten old
    /// expunges find out what is gone.
    SeqSet matchNumbers{};
    UidSet matchUids{};
    bool operator==(const QresyncParameters &) const = default;
};

/// PERMANENTFLAGS (RFC 9051 §7.1): the flags that stay, never `\*`, and whether new keywords may be made.
struct PermanentFlags {
    FlagSet flags{};
    bool keywordsAllowed = false;
};
/// Of a code with that name, with or without the parentheses that some servers forget.
PermanentFlags permanentFlags(const ResponseCode &code);

/// What SELECT and EXAMINE say of the mailbox (RFC 9051 §6.3.2). What a server leaves out is nullopt:
/// IMAP4rev2 sends no RECENT and no UNSEEN, old servers no UIDNEXT.
struct SelectResult {
    quint32 exists = 0;
    std::optional<quint32> recent{};
    FlagSet flags{};
    /// Flags that stay; all of `flags` where the server sent no PERMANENTFLAGS (RFC 9051 §7.1). Never
    /// holds `\*`.
    FlagSet permanentFlags{};
    bool keywordsAllowed = false; ///< `\*`: new keywords may be made
    std::optional<UidValidity> uidValidity{};
    std::optional<Uid> uidNext{};
    std::optional<SeqNum> firstUnseen{};
    std::optional<ModSeq> highestModSeq{};
    bool noModSeq = false; ///< [NOMODSEQ]: no CONDSTORE in this mailbox
    bool readOnly = false;
    OptionalBytes mailboxId{};           ///< RFC 8474
    bool uidNotSticky = false;           ///< RFC 4315: UIDs mean nothing after this session
    std::optional<MailboxName> listed{}; ///< the server's own name for it, where it sent LIST (IMAP4rev2)
    UidSet vanished{};                   ///< QRESYNC: gone since last time
    QList<FetchResponse> changed{};      ///< QRESYNC: changed since last time
    bool permanentFlagsSent = false;
    bool operator==(const SelectResult &) const = default;
};

/// SELECT, or EXAMINE with `readOnly`.
struct Select {
    using Result = SelectResult;
    MailboxName mailbox{};
    bool readOnly = false;
    bool condstore = false; ///< (CONDSTORE), RFC 7162 §3.1.8
    std::optional<QresyncParameters> qresync{};
    /// What changed and went is not part of the result: the caller takes it as the session tells of it.
    bool streamed = false;

    Requirements requirements() const
    {
        return {.name = readOnly ? "EXAMINE" : "SELECT", .changesSelection = true, .readsFlags = true};
    }
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
};

struct Unselect { // UNSELECT, RFC 3691: leave without expunging
    using Result = Nothing;
    Requirements requirements() const
    {
        return {.name = "UNSELECT", .capability = "UNSELECT", .states = Selected, .changesSelection = true};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

struct Close { // CLOSE, RFC 9051 §6.4.1: expunges silently unless the mailbox is open read-only
    using Result = Nothing;
    Requirements requirements() const
    {
        return {.name = "CLOSE", .states = Selected, .changesSelection = true, .readsFlags = true};
    }
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
