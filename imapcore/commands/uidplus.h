#pragma once

#include "types/ids.h"
#include "types/responsecode.h"

#include <QList>
#include <optional>
#include <utility>

namespace imap
{

/// Which new UID each copied message got: COPYUID (RFC 4315 §3, RFC 9051 §7.1), as runs of neighbours, so
/// that a million messages in one range take no more room than one.
struct CopiedUids {
    struct Run {
        Uid source;
        Uid destination;
        quint32 count = 0;
        bool operator==(const Run &) const = default;
    };
    UidValidity uidValidity; ///< of the mailbox that was copied into
    QList<Run> runs;         ///< in the order of the server

    quint64 count() const;
    /// nullopt: that message was not copied.
    std::optional<Uid> destinationOf(Uid source) const;
    /// Source and destination, message by message, at most `limit` of them.
    QList<std::pair<Uid, Uid>> pairs(qsizetype limit = 10'000'000) const;
    /// Takes over what a further command copied into the same mailbox.
    void append(const CopiedUids &more);
    bool operator==(const CopiedUids &) const = default;
};

/// Where appended messages went: APPENDUID. With several messages (RFC 3502) one UID for each, in the order
/// of the messages.
struct AppendedUids {
    UidValidity uidValidity;
    QList<Uid> uids;
    bool operator==(const AppendedUids &) const = default;
};

/// The code as COPYUID; nullopt where it is another one, or does not say for each message where it went.
std::optional<CopiedUids> copiedUids(const ResponseCode &code);
/// The code as APPENDUID, likewise. More than a million UIDs are not taken.
std::optional<AppendedUids> appendedUids(const ResponseCode &code);

} // namespace imap
