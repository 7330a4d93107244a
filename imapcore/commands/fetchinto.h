#pragma once

#include "commands/fetch.h"
#include "wire/spill.h"

namespace imap
{

struct FetchIntoResult {
    /// How many octets there were. nullopt: there is no such message, or it has no such section (NIL).
    std::optional<qint64> octets{};
    std::optional<FetchResponse> message{}; ///< without the octets
    bool operator==(const FetchIntoResult &) const = default;
};

/// FETCH of one section of one message straight into a file or whatever else `into` is, so that it is never
/// in memory. Fails with LocalError when `into` cannot take it. Runs alone: what comes is its own.
struct FetchInto {
    using Result = FetchIntoResult;
    MessageSet message{}; ///< one
    FetchSection section{};
    std::shared_ptr<wire::Spill> into{};

    Requirements requirements() const;
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
    std::shared_ptr<wire::Spill> spill(QByteArrayView response, qint64 octets) const;
};

} // namespace imap
