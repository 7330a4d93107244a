#pragma once

#include "app/console/verbs.h"

namespace app
{

/// Connects, signs in, selects the folder of the options, runs the verb, says goodbye. Returns the exit
/// status; errors were printed. Needs a QCoreApplication.
int runVerb(const ConnectionVerb &verb, const ConsoleOptions &options, const VerbArguments &arguments);

} // namespace app
