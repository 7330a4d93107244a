#pragma once

#include "types/arrangedmessages.h"

namespace imap::test
{

/// Conversations written in a short way: `groups[i]` says where the one of `uids[i]` belongs. `unread[i]`
/// likewise, or empty.
inline ArrangedMessages conversationsOf(const std::vector<quint32> &uids, const std::vector<quint32> &groups,
                                        const std::vector<quint8> &unread = {})
{
    std::vector<ArrangedMessages::Member> members;
    members.reserve(uids.size());
    for (size_t at = 0; at < uids.size(); ++at)
        members.emplace_back(uids[at], groups[at], !unread.empty() && unread[at]);
    return ArrangedMessages::conversations(std::move(members));
}

} // namespace imap::test
