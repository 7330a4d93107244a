#pragma once

#include "session/session.h"

#include <QCoro/QCoroTask>

namespace imap
{

/// Asks the server to tell what happens in all folders by itself (NOTIFY, RFC 5465): of new mail in the open
/// one all that a row of the list needs, so that it costs no trip; of the others their counts. Where the
/// server knows fewer events it is asked for those. False: it does not offer NOTIFY, or refused.
QCoro::Task<bool> subscribeToAll(Session *session);

} // namespace imap
