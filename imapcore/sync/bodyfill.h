#pragma once

#include "sync/filljob.h"
#include "types/fillpolicy.h"
#include "types/message.h"

namespace imap
{

/// The sections of a message that are kept unasked: the texts and small parts, or with `all` every part.
QList<QByteArray> sectionsToKeep(const BodyStructure &structure, bool all);

/// Brings texts (RecentBodies) or whole messages (Everything) of one folder, whose rows are stored, into the
/// cache: the newest first, a few at a time. True: they are there. False: stopped at the gate. Throws as
/// RowFill::run.
QCoro::Task<bool> fillBodies(FillJob job, FillPolicy policy);

} // namespace imap
