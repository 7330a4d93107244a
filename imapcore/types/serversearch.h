#pragma once

#include "types/mailboxname.h"
#include "types/message.h"
#include "types/searchkey.h"

#include <QList>

namespace imap
{

/// A search in one folder that the server makes, in all of its messages.
struct ServerSearch {
    MailboxName folder{};
    SearchKey criteria{};
    qsizetype limit = 200; ///< messages in one answer, 1 to MaxLimit
    Uid before{};          ///< only messages with lower UIDs; invalid: all
    static constexpr qsizetype MaxLimit = 500;
    bool operator==(const ServerSearch &) const = default;
};

/// What it found, the highest UID first.
struct ServerHits {
    QList<MessageSummaryPtr> messages{};
    quint64 found = 0; ///< in all that was searched, also those beyond the limit
    Uid next{};        ///< the following ones are those `before` this; invalid: that was all
};

} // namespace imap
