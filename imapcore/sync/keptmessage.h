#pragma once

#include "sync/copies.h"
#include "sync/operation.h"

namespace imap
{

/// A message that was, with all that APPEND needs to make it again. Its octets are in JournalNotes.
struct KeptMessage {
    MailboxName folder{};
    UidValidity validity{};
    Uid uid{};
    FlagSet flags{};
    QDateTime date{}; ///< INTERNALDATE, with its offset
    QByteArray messageId{};
    quint64 size = 0;
    bool kept = false; ///< the octets are there; else it was too large, or has not been fetched yet
    bool operator==(const KeptMessage &) const = default;
};
void encode(QDataStream &stream, const KeptMessage &message);
void decode(QDataStream &stream, KeptMessage &message);

/// Longer messages are not kept; what they are part of cannot be undone.
constexpr quint64 LongestKept = 50 * 1024 * 1024;
/// Nor are more octets for one operation.
constexpr quint64 MostKept = 500 * 1024 * 1024;

/// The messages of the selected folder that there are, with their flags and dates, but without octets.
QCoro::Task<QList<KeptMessage>> describeMessages(RemotePtr remote, UidSet uids);
/// Fetches what is not kept yet, as items of the remote's operation, numbered like the list from `firstItem`
/// on. Messages that are too large, or too many together, are left out. Returns the list with `kept` set.
QCoro::Task<QList<KeptMessage>> keepMessages(RemotePtr remote, QList<KeptMessage> messages,
                                             quint32 firstItem);

} // namespace imap
