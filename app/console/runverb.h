#pragma once

#include "app/console/verbs.h"

namespace app
{

// The pieces, for those who keep a connection.
std::unique_ptr<imap::Session> makeSession(const ConsoleOptions &options, imap::WireLog *log);
/// Connects, signs in, selects the folder of the options. Returns how it signed in.
QCoro::Task<QString> beginSession(imap::Session *session, const ConsoleOptions *options);
/// Says goodbye, if there is anybody.
QCoro::Task<> endSession(imap::Session *session);
imap::WireLog makeWireLog(const ConsoleOptions &options);
/// To the file of the options, if they name one. Returns `status`, or that of what went wrong here.
int writeWireLog(const ConsoleOptions &options, const imap::WireLog &log, int status);

/// What is done on a connection; gives the exit status.
using SessionWork = std::function<QCoro::Task<int>(VerbContext context)>;

/// Connects, signs in, selects the folder of the options, does the work, says goodbye, writes the wire log.
/// Returns the exit status; errors were printed. Needs a QCoreApplication.
int runOnSession(const ConsoleOptions &options, const SessionWork &work);
/// The same with one verb.
int runVerb(const ConnectionVerb &verb, const ConsoleOptions &options, const VerbArguments &arguments);

} // namespace app
