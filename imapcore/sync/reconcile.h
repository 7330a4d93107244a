#pragma once

#include "sync/uidrows.h"
#include "types/messageset.h"

#include <optional>

namespace imap
{

/// What became known of a folder since it was last looked at. Messages only go away, or come at the end with
/// higher UIDs (RFC 9051 §2.3.1.1); so the rows of then, less those that went, are the first rows of now.
struct Findings {
    /// The rows of now, with all that the server told of them.
    const UidRows *now = nullptr;
    /// What UIDNEXT was then; 0 where the server did not say.
    Uid uidNext{};
    /// How many of the messages of then are still there, where that is certain.
    std::optional<qsizetype> survivors{};
    /// UIDs said to be gone; may name messages of which nothing was known, and such as never were.
    UidSet gone{};
    /// Where `gone` names everything that is. Elsewhere a message of which nothing is said may be gone, too.
    UidSet complete{};
};

struct Reconciled {
    UidRows rows;
    /// Known messages that may still be there, in a row that could not be told.
    UidSet adrift;
    /// What was said fits together. If not, `gone` or `complete` is wrong.
    bool consistent = true;
};

/// Carries what was known over to the rows of now. Nothing is guessed: a row keeps its message only where
/// the counts leave no other place for it. Takes as long as there are runs and ranges.
Reconciled reconcile(const UidRows &then, const Findings &findings);

} // namespace imap
