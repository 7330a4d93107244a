#pragma once

#include "app/console/verbs.h"

namespace app
{

/// For a command that may take long: it stops when the verb is to stop. Takes --progress out of `arguments`;
/// with it, the command tells on standard error how far it is, as JSON lines
/// `{"progress": "sending", "done": n, "total": n}`: octets, about one line a megabyte, or what the server
/// counts (RFC 9585).
imap::RunOptions takeRunOptions(const VerbContext &context, VerbArguments &arguments);

} // namespace app
