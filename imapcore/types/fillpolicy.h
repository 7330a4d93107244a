#pragma once

namespace imap
{

/// How much of the mail is brought to this computer without anybody having looked at it.
struct FillPolicy {
    enum class Keep {
        Nothing,       ///< only what was looked at
        RecentHeaders, ///< the rows of the list, of messages of the last `days`
        Headers,       ///< the rows of all messages
        RecentBodies,  ///< the same, and the text of messages of the last `days`
        Everything,    ///< all rows, all texts and all attachments
    };
    Keep keep = Keep::Nothing;
    int days = 30;
    bool operator==(const FillPolicy &) const = default;
};

} // namespace imap
