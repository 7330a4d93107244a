#pragma once

#include "app/console/verbs.h"

namespace app
{

/// What is done on a connection; gives the exit status.
using SessionWork = std::function<QCoro::Task<int>(VerbContext context)>;

/// Connects, signs in, selects the folder of the options, does the work, says goodbye, writes the wire log.
/// Returns the exit status; errors were printed. Needs a QCoreApplication.
int runOnSession(const ConsoleOptions &options, const SessionWork &work);
/// The same with one verb.
int runVerb(const ConnectionVerb &verb, const ConsoleOptions &options, const VerbArguments &arguments);

} // namespace app
