#pragma once

#include "app/console/consoleoptions.h"

namespace app
{

/// `postrider-imap batch`: one connection, one verb a line from standard input, results in order. Goes on
/// where the server refused a verb or a line makes no sense; an error names its line. Ends at the end of
/// the input or of the connection. Returns the exit status of what went wrong first.
int runBatch(const ConsoleOptions &options);

} // namespace app
