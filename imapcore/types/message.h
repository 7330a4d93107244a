#pragma once

#include "types/bodystructure.h"
#include "types/envelope.h"
#include "types/flag.h"
#include "types/ids.h"
#include "types/mailboxname.h"

#include <QByteArray>
#include <QDateTime>
#include <QMap>
#include <QStringList>
#include <memory>
#include <optional>

namespace imap
{

/// What the message list knows of one message. Raw bytes; `mime` makes text of them.
struct MessageSummary {
    Uid uid;
    ModSeq modSeq; ///< 0 where the server keeps none
    FlagSet flags;
    QDateTime internalDate; ///< with the server's offset
    quint64 size = 0;       ///< RFC822.SIZE, octets
    Envelope envelope;
    QByteArray references; ///< the References header's value, unfolded; may be empty
    std::optional<BodyStructure> structure;
    QStringList gmailLabels; ///< X-GM-LABELS, sorted; the folder's own is not among them. Elsewhere empty
    bool operator==(const MessageSummary &) const = default;
};
using MessageSummaryPtr = std::shared_ptr<const MessageSummary>; ///< shared between threads, never changed

/// Parts of a message that were fetched, by section ("1", "1.2", "HEADER", "2.MIME"); transfer encoding
/// still on. `structure` says how to decode each.
struct MessageBody {
    MailboxName folder;
    Uid uid;
    std::optional<BodyStructure> structure;
    QMap<QByteArray, QByteArray> sections;
    bool fromCache = false;
    quint64 fetchedBytes = 0; ///< what this call took from the server
    bool operator==(const MessageBody &) const = default;
};

} // namespace imap
