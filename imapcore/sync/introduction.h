#pragma once

#include "session/session.h"

#include <QCoro/QCoroTask>

namespace imap
{

/// Tells the server who we are, where it wants to know (ID, RFC 2971). Nobody waits for the answer.
void introduce(Session *session);
/// How many folders the user can see: a proof that signing in led somewhere.
QCoro::Task<quint32> countFolders(Session *session);

} // namespace imap
