#pragma once

#include "app/console/consoleoptions.h"

namespace app
{

/// `postrider-imap interact`: a shell for people, see Shell. Without a terminal, the verbs of standard input
/// as `batch` has them, with output for people. Returns the exit status. Needs a QCoreApplication.
int runInteract(const ConsoleOptions &options, bool json);

} // namespace app
