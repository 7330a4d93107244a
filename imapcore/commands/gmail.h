#pragma once

#include "commands/store.h"

#include <QStringList>

namespace imap
{

/// STORE of X-GM-LABELS (Gmail). Labels are names as people read them; Gmail's own begin with a backslash:
/// `\Inbox`, `\Starred`. A label that does not exist is made.
struct StoreGmailLabels {
    using Result = StoreResult;
    MessageSet messages{};
    Store::Action action = Store::Add;
    QStringList labels{};
    bool silent = false; ///< the server need not tell the new labels

    Requirements requirements() const;
    void encode(wire::Writer &writer) const;
    bool collect(const Untagged &untagged, Result &result) const;
};

} // namespace imap
