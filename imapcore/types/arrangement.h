#pragma once

#include "types/arrangedmessages.h"
#include "types/mailboxname.h"

#include <memory>

namespace imap
{

/// In what order a person wants the rows of a list. Rows always stand ascending here; whoever shows them
/// may turn the whole round.
struct Arrangement {
    enum class By {
        Arrival, ///< as the folder has them
        Date,    ///< of the header; later than its arrival does not count
        From,    ///< the first of those who wrote, as people read the name
        To,      ///< the first of those who were written to
        Subject, ///< without Re: and the like
        Size,
    };
    By by = By::Arrival;
    /// Conversations together, ordered by their newest messages; `by` is Arrival then.
    bool threads = false;

    /// The folder's own order, for which nothing has to be arranged.
    bool isPlain() const { return by == By::Arrival && !threads; }
    bool operator==(const Arrangement &) const = default;
};

/// Where an order came from, and so how far it reaches.
enum class ArrangementSource {
    Cache,     ///< all messages of the folder are in the cache
    Server,    ///< the server put all of them in order
    KnownOnly, ///< only those in the cache: there is no connection, or the server cannot
};

} // namespace imap
