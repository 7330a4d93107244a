#include "session/pipeline.h"

#include <algorithm>

namespace imap
{

namespace
{

/// Commands that only make sense in the mailbox which a SELECT before them opens.
bool needsMailbox(const Requirements &requirements)
{
    return requirements.states == Selected;
}

bool conflicts(const Requirements &next, const Requirements &running)
{
    if (next.barrier || running.barrier)
        return true;
    // "* SEARCH 1 2" does not say which of two searches it answers (§5.5).
    if (!next.answer.empty() && next.answer == running.answer)
        return true;
    // A number may mean another message once an EXPUNGE has come (§7.5.1).
    if (next.usesSequenceNumbers && running.mayCauseExpunge)
        return true;
    // Until SELECT has been answered it is not known which mailbox a command would hit, if any. And what
    // still runs in the old mailbox must have answered before its responses could be taken for the new.
    if (running.changesSelection && ((needsMailbox(next) && !next.followsSelect) || next.changesSelection))
        return true;
    return next.changesSelection && needsMailbox(running);
}

} // namespace

bool mayStart(const Requirements &next, std::span<const Requirements> running)
{
    return std::none_of(running.begin(), running.end(),
                        [&](const Requirements &one) { return conflicts(next, one); });
}

} // namespace imap
