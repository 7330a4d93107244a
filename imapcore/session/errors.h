#pragma once

#include "commands/command.h"
#include "types/error.h"

#include <exception>
#include <memory>

namespace imap
{

/// A shared AbortError, as the end of a connection is told to many.
std::shared_ptr<const AbortError> aborted(AbortError::Reason reason, const QString &message,
                                          const QByteArray &serverText = {}, const ResponseCode &code = {});
/// An exception of the error's own type, so that futures carry what the caller can catch.
std::exception_ptr exceptionFrom(const std::shared_ptr<const Error> &error);
/// The other way: the exception in flight as a value that can be kept and shown. Call inside a catch block.
std::shared_ptr<const Error> currentError();
/// A command that was not sent because its caller gave up.
std::exception_ptr cancelled();
/// The error of a command that the server did carry out, but whose answer could not be read.
std::exception_ptr unreadable(const Requirements &requirements, const QByteArray &expected);
/// The error of a NO or BAD for which the command has no better one.
std::exception_ptr usualError(const Requirements &requirements, const Completion &completion);

} // namespace imap
