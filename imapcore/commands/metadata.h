#pragma once

#include "commands/command.h"

namespace imap
{

struct MetadataResult {
    QList<MetadataEntry> entries{};
    /// Octets of the longest value that was left out because of `maxSize` ([METADATA LONGENTRIES n]).
    std::optional<quint64> longest{};
    bool operator==(const MetadataResult &) const = default;
};

/// GETMETADATA, RFC 5464 §4.2: annotations of a mailbox or, with an empty name, of the server. Servers may
/// answer with more entries than were asked for (Cyrus), or leave out those that do not exist.
struct GetMetadata {
    enum class Depth { Zero, One, Infinity }; ///< also what is below the entries: children, everything
    using Result = MetadataResult;
    MailboxName mailbox{};
    QList<QByteArray> entries{};      ///< at least one
    std::optional<quint64> maxSize{}; ///< no values longer than this; octets
    Depth depth = Depth::Zero;

    Requirements requirements() const { return {.name = "GETMETADATA"}; }
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
    void complete(const Completion &completion, Result &result) const;
};

/// SETMETADATA, RFC 5464 §4.3: all of the entries or none. No value removes an entry.
struct SetMetadata {
    using Result = Nothing;
    MailboxName mailbox{};
    QList<MetadataEntry> entries{}; ///< at least one

    Requirements requirements() const { return {.name = "SETMETADATA"}; }
    void check(const Capabilities &capabilities) const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

/// Takes the values of a METADATA response, a later value of an entry for an earlier one.
void takeMetadata(const MetadataResponse &response, QList<MetadataEntry> &entries);

} // namespace imap
