#pragma once

#include "app/console/verbs.h"
#include "types/mailbox.h"

namespace app
{

/// What ID answered, names in lower case.
QJsonObject idJson(const QList<std::pair<QByteArray, imap::OptionalBytes>> &fields);
/// personal, other, shared: lists of [prefix, delimiter].
QJsonObject namespacesJson(const imap::Namespaces &namespaces);

/// All there is to know of the server and the connection, as one object.
QCoro::Task<> serverInfo(VerbContext context, VerbArguments arguments);
/// LOGOUT; prints the server's last words.
QCoro::Task<> logout(VerbContext context, VerbArguments arguments);
/// Closes the connection without a word to the server.
QCoro::Task<> shutdown(VerbContext context, VerbArguments arguments);

} // namespace app
