#pragma once

#include "commands/command.h"

namespace imap
{

struct StoreResult {
    /// New flags, in the server's order; none of a silent command, whose answers tell MODSEQs at most.
    QList<FetchResponse> updates{};
    /// [MODIFIED ...]: not stored, because they changed after `unchangedSince`. Which of the two is filled
    /// depends on what the command addressed.
    UidSet modified{};
    SeqSet modifiedNumbers{};
    /// Messages that the server said are as wanted: by their flags or, to a silent command, by the MODSEQ of
    /// the change (RFC 7162 §3.1.3). It need say nothing of those that were so before.
    UidSet confirmed{};
    bool operator==(const StoreResult &) const = default;
};

/// STORE or, with UIDs, UID STORE (RFC 9051 §6.4.6).
struct Store {
    using Result = StoreResult;
    enum Action { Add, Remove, Replace };
    MessageSet messages{};
    Action action = Add;
    FlagSet flags{};
    bool silent = false; ///< the server need not tell the new flags
    std::optional<ModSeq> unchangedSince{};

    Requirements requirements() const;
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
};

} // namespace imap
