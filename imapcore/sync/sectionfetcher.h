#pragma once

#include "session/session.h"
#include "store/store.h"
#include "types/message.h"

#include <QCoro/QCoroTask>

namespace imap
{

/// Sections of one message as far as the cache has all of them; else nullopt.
std::optional<MessageBody> cachedSections(store::Store *store, const MailboxName &folder, Uid uid,
                                          const QList<QByteArray> &sections);

/// Sections of one message: from the cache, and what is missing there from `session` in one UID FETCH, which
/// does not set `\Seen`; what came is cached. Without a session (null) what is missing fails with
/// AbortError. CommandError when the message is gone. `log` counts the bytes.
QCoro::Task<MessageBody> fetchSections(store::Store *store, Session *session, const WireLog *log,
                                       MailboxName folder, Uid uid, QList<QByteArray> sections);

} // namespace imap
