#pragma once

#include "session/session.h"
#include "store/store.h"
#include "types/serversearch.h"

#include <QCoro/QCoroTask>
#include <functional>

namespace imap
{

/// Searches on `session`, which has the folder selected, with UID SEARCH (RFC 9051 §6.4.4). Rows of what was
/// found come from the store, and those that are missing there from the server into the store. `hidden` are
/// not found; `overlay` puts what the user has changed over the flags that the server tells. Throws
/// InvalidCriteriaError when the server does not take the criteria, AbortError when the connection went.
QCoro::Task<ServerHits> searchServer(store::Store *store, Session *session, ServerSearch search,
                                     UidSet hidden, std::function<FlagSet(Uid, FlagSet)> overlay);

} // namespace imap
