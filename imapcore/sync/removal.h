#pragma once

#include "sync/remote.h"

#include <functional>

namespace imap
{

/// Messages that others have marked `\Deleted` and that a bare EXPUNGE would take, too: they are unmarked for
/// its time. What is written here must be in the journal before, so that a cut does not leave them so.
using NoteOthers = std::function<void(const UidSet &others)>;

/// Removes these messages of the selected folder for good, and no others: `\Deleted` and UID EXPUNGE
/// (RFC 4315), or EXPUNGE with all others unmarked. `others` are those that were unmarked before a cut. May
/// be repeated without harm.
QCoro::Task<> removeMessages(RemotePtr remote, UidSet uids, UidSet others, NoteOthers note);

} // namespace imap
